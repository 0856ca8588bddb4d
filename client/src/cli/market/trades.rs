//! `limpid market trades`: the newest trades of a class.

use super::{candle::price, listing::known};
use crate::{
    chain::{At, PublicTrade},
    cli::{
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{market::Fen, quota::ClassId};
use serde_json::{json, Value as Json};

/// Which trades.
#[derive(Debug, clap::Args)]
pub struct TradesArgs {
    /// The class's number.
    class: ClassId,
    /// How many of the newest.
    #[arg(long, value_name = "N", default_value_t = 20)]
    last: usize,
}

/// Prints trades, the newest first.
pub async fn show(globals: &Globals, args: &TradesArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let tick = known(&chain, args.class, at).await?.tick;
    let trades = chain.trades(args.class, args.last, at).await?;
    let json: Vec<_> = trades.iter().map(|trade| entry(trade, tick)).collect();
    globals.print(&json.into(), || {
        if trades.is_empty() {
            return "no trades".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("trade"),
            Left("time"),
            Right("price, yuan"),
            Right("units"),
        ];
        let row = |trade: &PublicTrade| {
            [
                trade.trade.to_string(),
                beijing(trade.at.time_ms),
                price(trade.price, tick).to_string(),
                trade.units.to_string(),
            ]
        };
        table(columns, trades.iter().map(row))
    });
    Ok(())
}

fn entry(trade: &PublicTrade, tick: Fen) -> Json {
    json!({
        "trade": trade.trade, "at": trade.at, "price_fen": price(trade.price, tick),
        "units": trade.units,
    })
}
