//! `limpid evidence export`.

use super::write_whole;
use crate::{
    chain::Chain,
    cli::{finality::waiting, Globals},
    evidence::{export, find, Exported, Found, Progress, Selection, Step, What},
    gateway::store::Store,
    when::{beijing, parse_time_ms},
};
use anyhow::{bail, Context};
use indicatif::ProgressBar;
use limpid_evidence::Period;
use limpid_primitives::{Digest, Mn, Outlet};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What to export.
///
/// A period: `--outlet O --from T --until T`. One record: `--arrival N`, or `--outlet O --at T` and, if that names several,
/// `--mn`, `--kind` or `--digest` besides.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The gateway's store; the gateway may be running.
    #[arg(long, value_name = "FOLDER", env = "LIMPID_STORE")]
    store: PathBuf,
    /// The outlet, as PERMIT/DA001.
    #[arg(long)]
    outlet: Option<Outlet>,
    /// First observed time of the period.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms, requires = "until", requires = "outlet")]
    from: Option<u64>,
    /// End of the period, exclusive.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms, requires = "from")]
    until: Option<u64>,
    /// Go through the batches up to this one. Without it: up to the last one closed within 24 hours after the period, or one
    /// that holds a record of it.
    #[arg(long, value_name = "N", requires = "from")]
    through_sequence: Option<u64>,
    /// One record, by its arrival number (`limpid evidence find` shows it).
    #[arg(long, value_name = "N", conflicts_with_all = ["from", "at", "outlet"])]
    arrival: Option<u64>,
    /// One record, by its observed time.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms, requires = "outlet", conflicts_with = "from")]
    at: Option<u64>,
    /// Of this device only.
    #[arg(long, requires = "at")]
    mn: Option<Mn>,
    /// Of this command code (CN) only; 0 for a file.
    #[arg(long, value_name = "CN", requires = "at")]
    kind: Option<u16>,
    /// Of this digest only.
    #[arg(long, value_name = "SHA256", requires = "at")]
    digest: Option<Digest>,
    /// Where to write the evidence file; an older one is replaced.
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// Makes the file, verifies it, and writes it.
pub async fn run(args: &ExportArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    let store = Store::open_read_only(&args.store)?;
    let what = what(args, &store)?;
    let chain = globals.connect().await?;
    let exported = make_file(&chain, &store, &what, &args.out).await?;
    tell_file(globals, &what, &args.out, &exported);
    Ok(ExitCode::SUCCESS)
}

/// Makes an evidence file, with a line that says what is done now.
pub async fn make_file(
    chain: &Chain,
    store: &Store,
    what: &What,
    out: &Path,
) -> anyhow::Result<Exported> {
    let bar = waiting("looking for the newest finalised block");
    let result = export(chain, store, what, &Bar(bar.clone())).await;
    bar.finish_and_clear();
    let exported = result?;
    // After this line the file is there, whole.
    write_whole(out, exported.json.as_bytes())?;
    Ok(exported)
}

struct Bar(ProgressBar);

impl Progress for Bar {
    fn batches(&self, gathered: u64, of: u64) {
        self.0
            .set_message(format!("reading records: batch {gathered} of {of}"));
    }

    fn step(&self, step: Step) {
        self.0.set_message(match step {
            Step::Finality => "looking for the newest finalised block",
            Step::Records => "reading records",
            Step::State => "proving the chain's state",
            Step::Check => "verifying the file",
        });
    }
}

fn what(args: &ExportArgs, store: &Store) -> anyhow::Result<What> {
    match (args.arrival, args.outlet, args.from.zip(args.until), args.at) {
        (Some(arrival), ..) => Ok(What::Record { arrival }),
        (None, Some(outlet), Some((from_ms, until_ms)), _) if from_ms < until_ms => {
            let period = Period { outlet, from_ms, until_ms };
            Ok(What::Period { period, through: args.through_sequence })
        }
        (None, _, Some(_), _) => bail!("the period is empty: --from must be before --until"),
        (None, Some(outlet), None, Some(at_ms)) => {
            Ok(What::Record { arrival: the_record(args, store, &outlet, at_ms)? })
        }
        _ => bail!("export what? Give --outlet, --from and --until for a period, or --arrival N for one record"),
    }
}

/// The arrival of the one record that fits.
fn the_record(
    args: &ExportArgs,
    store: &Store,
    outlet: &Outlet,
    at_ms: u64,
) -> anyhow::Result<u64> {
    let fits = |found: &Found| {
        args.mn.as_ref().is_none_or(|mn| found.mn() == Some(mn))
            && args.kind.is_none_or(|kind| found.record.key.kind == kind)
            && args.digest.is_none_or(|digest| found.digest == digest)
    };
    let mut found = find(store, outlet, at_ms, at_ms.saturating_add(1))?;
    found.retain(fits);
    let arrivals: Vec<_> = found.iter().map(|found| found.record.key.arrival).collect();
    match arrivals.as_slice() {
        [arrival] => Ok(*arrival),
        [] => None.with_context(|| {
            format!("the store has no such record of {outlet} at {}: `limpid evidence find` lists them", beijing(at_ms))
        }),
        several => bail!("several records fit, with the arrival numbers {several:?}: choose one with --arrival N"),
    }
}

/// Says what an evidence file holds, and what it does not.
pub fn tell_file(globals: &Globals, what: &What, out: &Path, exported: &Exported) {
    let Selection {
        first,
        last,
        later,
        waiting,
    } = &exported.selection;
    let json = json!({
        "file": out, "bytes": exported.json.len(), "records": exported.records, "block": exported.block,
        "first_sequence": first, "last_sequence": last, "later_sequences": later, "waiting_records": waiting,
        "permit": exported.permit,
    });
    globals.print(&json, || {
        let mut text = format!(
            "{}: {} bytes, verified\n{} records, batches {first} to {last}, state of block {}\npermit: {}",
            out.display(),
            exported.json.len(),
            exported.records,
            exported.block,
            exported.permit
        );
        if let (What::Period { .. }, Some(newest)) = (what, later.last()) {
            text.push_str(&format!(
                "\nrecords of this period arrived later, in batches up to {newest}, and are NOT in the file: export again with \
                 --through-sequence {newest} to include them"
            ));
        }
        if *waiting > 0 {
            text.push_str(&format!("\n{waiting} records of this period are in no batch yet, and are NOT in the file"));
        }
        text
    });
}
