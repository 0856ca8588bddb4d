//! `limpid evidence find`.

use super::PeriodArgs;
use crate::{
    cli::Globals,
    evidence::{command_words, find, Found},
    gateway::store::Store,
    when::beijing,
};
use limpid_evidence::Payload;
use serde_json::json;
use std::{path::PathBuf, process::ExitCode};

/// Which records.
#[derive(Debug, clap::Args)]
pub struct FindArgs {
    /// The gateway's store; the gateway may be running.
    #[arg(long, value_name = "FOLDER", env = "LIMPID_STORE")]
    store: PathBuf,
    #[command(flatten)]
    period: PeriodArgs,
}

/// Prints one line a record.
pub fn run(args: &FindArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    let period = args.period.period()?;
    let store = Store::open_read_only(&args.store)?;
    let found = find(&store, &period.outlet, period.from_ms, period.until_ms)?;
    let json: Vec<_> = found.iter().map(record_json).collect();
    globals.print(&json.into(), || {
        let mut lines: Vec<_> = found.iter().map(line).collect();
        lines.push(format!("{} records", found.len()));
        lines.join("\n")
    });
    Ok(ExitCode::SUCCESS)
}

fn record_json(found: &Found) -> serde_json::Value {
    let key = &found.record.key;
    json!({
        "arrival": key.arrival, "observed_ms": key.observed_ms, "kind": key.kind,
        "received_ms": found.record.received_ms, "mn": found.mn(), "digest": found.digest,
        "sequence": found.sequence, "block": found.block,
    })
}

fn line(found: &Found) -> String {
    let key = &found.record.key;
    let content = match &found.record.payload {
        Payload::Frame { mn, .. } => format!("{mn}  CN {} {}", key.kind, command_words(key.kind)),
        Payload::File(file) => format!("file {}, {} bytes", file.media_type, file.length),
    };
    let progress = match (found.sequence, found.block) {
        (None, _) => "waits for a batch".to_owned(),
        (Some(sequence), None) => format!("batch {sequence}, not anchored yet"),
        (Some(sequence), Some(block)) => format!("batch {sequence}, anchored in block {block}"),
    };
    format!(
        "record {}  {}  {content}  {progress}",
        key.arrival,
        beijing(key.observed_ms)
    )
}
