//! `limpid registry outlet`: binds devices to outlets, one or many at a time.

use crate::{
    chain::{calls, At, Call, Inclusion, SubmitError},
    cli::{finality::waiting, signer::Signer, Globals},
    when::{beijing, parse_time_ms},
};
use anyhow::{bail, Context};
use limpid_evidence::chain::{Binding, BindingV1};
use limpid_primitives::{GatewayId, Mn, Outlet};
use serde::Deserialize;
use serde_json::json;
use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Lines of a file that are read at most.
const LINES_MAX: usize = 100_000;

/// Outlets and the devices at them.
#[derive(Debug, clap::Subcommand)]
pub enum OutletCommand {
    /// Bind a device to an outlet, or many of them from a file.
    ///
    /// A line of the file is `{"outlet":"PERMIT/DA001","mn":"…","from":"2026-03-01 00:00"}`; without `from` that of the
    /// command line holds. `-` reads standard input.
    Bind {
        /// The gateway's number.
        #[arg(long)]
        gateway: GatewayId,
        /// The outlet, as PERMIT/DA001.
        #[arg(long, required_unless_present = "file", requires = "mn")]
        outlet: Option<Outlet>,
        /// The device's number.
        #[arg(long, requires = "outlet")]
        mn: Option<Mn>,
        /// From this observed time on; without it, from 1970 on: all it ever measured.
        #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
        from: Option<u64>,
        /// JSON lines, one binding each.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["outlet", "mn"])]
        file: Option<PathBuf>,
        #[command(flatten)]
        signer: Signer,
    },
    /// End the binding of an outlet.
    Unbind {
        /// The gateway's number.
        #[arg(long)]
        gateway: GatewayId,
        /// The outlet.
        #[arg(long)]
        outlet: Outlet,
        /// Up to this observed time, exclusive.
        #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
        until: u64,
        #[command(flatten)]
        signer: Signer,
    },
    /// List the outlets of a gateway with all their periods.
    List {
        /// The gateway's number.
        #[arg(long)]
        gateway: GatewayId,
    },
}

/// One line of a file of bindings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    outlet: Outlet,
    mn: Mn,
    from: Option<String>,
}

/// Carries out `limpid registry outlet`.
pub async fn run(command: OutletCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let (calls, signer) = match command {
        OutletCommand::List { gateway } => {
            list(globals, gateway).await?;
            return Ok(ExitCode::SUCCESS);
        }
        OutletCommand::Unbind {
            gateway,
            outlet,
            until,
            signer,
        } => (
            vec![(outlet, calls::unbind_outlet(gateway, outlet, until))],
            signer,
        ),
        OutletCommand::Bind {
            gateway,
            outlet,
            mn,
            from,
            file,
            signer,
        } => {
            let from_ms = from.unwrap_or(0);
            let bindings = match (file, outlet.zip(mn)) {
                (Some(file), _) => read_file(&file, from_ms)?,
                (None, Some((outlet, mn))) => vec![(outlet, mn, from_ms)],
                (None, None) => bail!("which outlet? Give --outlet and --mn, or --file"),
            };
            let call =
                |(outlet, mn, from_ms)| (outlet, calls::bind_outlet(gateway, outlet, mn, from_ms));
            (bindings.into_iter().map(call).collect(), signer)
        }
    };
    submit(globals, &signer, calls).await
}

fn read_file(path: &Path, from_ms: u64) -> anyhow::Result<Vec<(Outlet, Mn, u64)>> {
    let name = path.display();
    let reader: Box<dyn BufRead> = match path.to_str() {
        Some("-") => Box::new(BufReader::new(io::stdin())),
        _ => Box::new(BufReader::new(
            File::open(path).with_context(|| format!("cannot open {name}"))?,
        )),
    };
    let mut bindings = Vec::new();
    for (index, line) in reader.lines().enumerate().take(LINES_MAX) {
        let line = line.with_context(|| format!("cannot read {name}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let parsed = parse(&line, from_ms);
        bindings.push(parsed.with_context(|| format!("{name}, line {}", index.saturating_add(1)))?);
    }
    if bindings.is_empty() {
        bail!("{name} holds no binding: write one JSON object a line");
    }
    Ok(bindings)
}

fn parse(line: &str, from_ms: u64) -> anyhow::Result<(Outlet, Mn, u64)> {
    let line: Line = serde_json::from_str(line)?;
    let from_ms = line
        .from
        .as_deref()
        .map(parse_time_ms)
        .transpose()?
        .unwrap_or(from_ms);
    Ok((line.outlet, line.mn, from_ms))
}

/// Sends all calls without waiting for one before the next, then waits until all are final. Tells of every one that failed.
async fn submit(
    globals: &Globals,
    signer: &Signer,
    calls: Vec<(Outlet, Call)>,
) -> anyhow::Result<ExitCode> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let (outlets, calls): (Vec<_>, Vec<_>) = calls.into_iter().unzip();
    let bar = waiting(format!(
        "{} transactions: waiting for finality",
        calls.len()
    ));
    let results = chain.submit_all(&key, calls).await;
    bar.finish_and_clear();
    report(globals, &outlets, results)
}

fn report(
    globals: &Globals,
    outlets: &[Outlet],
    results: Vec<Result<Inclusion, SubmitError>>,
) -> anyhow::Result<ExitCode> {
    let json: Vec<_> = outlets
        .iter()
        .zip(&results)
        .map(|(outlet, result)| match result {
            Ok(inclusion) => {
                json!({ "outlet": outlet, "ok": true, "block": inclusion.block_number })
            }
            Err(error) => json!({ "outlet": outlet, "ok": false, "error": error.to_string() }),
        })
        .collect();
    let good = results.iter().filter(|result| result.is_ok()).count();
    let last = results
        .iter()
        .flatten()
        .map(|inclusion| inclusion.block_number)
        .max();
    globals.print(&json.into(), || {
        let last = last
            .map(|block| format!(", finalised up to block {block}"))
            .unwrap_or_default();
        format!("{good} of {} outlets changed{last}", results.len())
    });
    let mut first_error = None;
    for (outlet, result) in outlets.iter().zip(results) {
        if let Err(error) = result {
            eprintln!("limpid: {outlet}: {error}");
            first_error.get_or_insert(error);
        }
    }
    Ok(match first_error {
        None => ExitCode::SUCCESS,
        Some(error) if error.is_retryable() => ExitCode::from(3),
        Some(_) => ExitCode::from(1),
    })
}

async fn list(globals: &Globals, gateway: GatewayId) -> anyhow::Result<()> {
    let bindings = globals
        .connect()
        .await?
        .bindings(gateway, At::Finalised)
        .await?;
    let periods: Vec<(Outlet, BindingV1)> = bindings
        .into_iter()
        .flat_map(|(outlet, periods)| {
            periods
                .into_iter()
                .map(move |Binding::V1(period)| (outlet, period))
        })
        .collect();
    let json: Vec<_> = periods
        .iter()
        .map(|(outlet, period)| {
            json!({ "outlet": outlet, "mn": period.mn, "from_ms": period.from_ms, "until_ms": period.until_ms })
        })
        .collect();
    globals.print(&json.into(), || {
        let line = |(outlet, period): &(Outlet, BindingV1)| {
            let until = period.until_ms.map_or_else(
                || "in force".to_owned(),
                |ms| format!("until {}", beijing(ms)),
            );
            format!(
                "{outlet}  {}  from {}, {until}",
                period.mn,
                beijing(period.from_ms)
            )
        };
        periods.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLET: &str = "91130200699229617X001P/DA001";

    #[test]
    fn a_line_names_outlet_device_and_time() {
        let line = format!(
            r#"{{"outlet":"{OUTLET}","mn":"010000A8900016F000169DC0","from":"2026-03-01"}}"#
        );
        let (outlet, mn, from_ms) = parse(&line, 7).unwrap();
        assert_eq!(
            (outlet.to_string().as_str(), mn.as_str()),
            (OUTLET, "010000A8900016F000169DC0")
        );
        assert_eq!(from_ms, 1_772_294_400_000);
        let line = format!(r#"{{"outlet":"{OUTLET}","mn":"A1"}}"#);
        assert_eq!(parse(&line, 7).unwrap().2, 7);
    }

    #[test]
    fn a_line_with_a_misspelt_field_is_refused() {
        let line = format!(r#"{{"outlet":"{OUTLET}","mn":"A1","form":"2026-03-01"}}"#);
        assert!(parse(&line, 7).is_err());
    }
}
