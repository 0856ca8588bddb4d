//! `limpid market chart`: days as candles.

use super::{
    candle::{chart, Candle, DAYS_MAX, LEGEND},
    drawing::{self, Picture},
    listing::known,
};
use crate::{
    chain::{At, Chain},
    cli::{
        table::{pollutant, table, Column},
        Globals,
    },
};
use anyhow::{bail, Context};
use limpid_primitives::{quota::ClassId, Day};
use serde_json::json;
use std::path::PathBuf;

/// Which days, and where they are drawn.
#[derive(Debug, clap::Args)]
pub struct ChartArgs {
    /// The class's number.
    class: ClassId,
    /// From this day on, as 2026-03-01; without it, from the first.
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Up to and with this day; without it, today.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// Draw it in this file instead: .svg or .png. Red rises and green falls; the line is each day's close, the mean of its prices
    /// by units.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Prints or draws candles.
pub async fn show(globals: &Globals, args: &ChartArgs) -> anyhow::Result<()> {
    // A name that says no format is told before the chain is asked.
    if let Some(out) = &args.out {
        Picture::of(out)?;
    }
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let candles = read(&chain, args, at).await?;
    if let Some(out) = &args.out {
        if candles.is_empty() {
            bail!(
                "class {} was not traded on these days: there is nothing to draw",
                args.class
            );
        }
        drawing::write(out, &title(&chain, args.class, at).await?, &candles)?;
        let json = json!({ "class": args.class, "days": candles.len(), "file": out });
        globals.print(&json, || {
            format!("{} days drawn in {}", candles.len(), out.display())
        });
        return Ok(());
    }
    globals.print(&json!({ "class": args.class, "days": candles }), || {
        text(&candles)
    });
    Ok(())
}

async fn read(chain: &Chain, args: &ChartArgs, at: At) -> anyhow::Result<Vec<Candle>> {
    let tick = known(chain, args.class, at).await?.tick;
    let today = Day::of(chain.time_ms(at).await?).context("the chain's time is no day")?;
    let until = args.until.unwrap_or(today).min(today);
    let from = match args.from {
        Some(from) => from,
        // Nothing was traded before the class was defined.
        None => {
            let class = chain.quota_class(args.class, at).await?;
            let class = class.context("the class is listed and not defined")?;
            Day::of(class.defined.time_ms).context("the class was defined on no day")?
        }
    };
    let days = chain.traded_days(args.class, from, until, at).await?;
    let candle = |(day, statistics, close)| Candle::of(day, &statistics, close, tick);
    Ok(days.into_iter().map(candle).collect())
}

async fn title(chain: &Chain, class: ClassId, at: At) -> anyhow::Result<String> {
    let stored = chain.quota_class(class, at).await?;
    let stored = stored.context("the class is listed and not defined")?;
    let key = stored.key;
    let vintage = key.vintage();
    Ok(format!(
        "class {class}: {}, {}, {} to {}",
        pollutant(key.pollutant()),
        key.zone().division(),
        vintage.first_year(),
        vintage.last_year()
    ))
}

/// The newest candles, and all days as a table.
fn text(candles: &[Candle]) -> String {
    if candles.is_empty() {
        return "no trades on these days".to_owned();
    }
    let first = candles.len().saturating_sub(DAYS_MAX);
    let shown = candles.get(first..).unwrap_or_default();
    let mut parts = vec![chart(shown), LEGEND.to_owned()];
    if first > 0 {
        parts.push(format!(
            "the last {DAYS_MAX} of {} days are drawn; --until shows earlier ones, --out draws all",
            candles.len()
        ));
    }
    parts.push(days(shown));
    parts.join("\n")
}

fn days(candles: &[Candle]) -> String {
    use Column::{Left, Right};
    let columns = [
        Left("day"),
        Right("open"),
        Right("high"),
        Right("low"),
        Right("last"),
        Right("close"),
        Right("units"),
        Right("turnover, yuan"),
        Right("trades"),
    ];
    let row = |candle: &Candle| {
        [
            candle.day.to_string(),
            candle.open.to_string(),
            candle.high.to_string(),
            candle.low.to_string(),
            candle.last.to_string(),
            candle.close.to_string(),
            candle.units.to_string(),
            candle.turnover.to_string(),
            candle.trades.to_string(),
        ]
    };
    table(columns, candles.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::{super::candle::tests::candle, *};

    #[test]
    fn candles_and_their_figures_are_shown() {
        let text = text(&[candle(1, [1_000, 1_200, 900, 1_100])]);
        for part in ["2026-03-01", "10.00", "12.00", "9.00", "11.00", "░"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn many_days_are_cut_and_said_to_be() {
        let candles = vec![candle(1, [5, 5, 5, 5]); DAYS_MAX + 1];
        assert!(text(&candles).contains("the last 60 of 61 days"));
        assert!(!text(&candles[1..]).contains("the last"));
        assert_eq!(text(&[]), "no trades on these days");
    }
}
