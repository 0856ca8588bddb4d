//! `limpid evidence`: finds, exports, verifies and deposits evidence.

mod deposit;
mod export;
mod find;
mod verify;

pub use export::{make_file, tell_file};
pub use verify::{run_title as verify_title_file, VerifyArgs};

use super::Globals;
use crate::when::parse_time_ms;
use anyhow::{bail, Context};
use limpid_evidence::Period;
use limpid_primitives::Outlet;
use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
    process::ExitCode,
};

/// Find, export, verify and deposit evidence.
#[derive(Debug, clap::Subcommand)]
pub enum EvidenceCommand {
    /// List the records a gateway has of an outlet, and how far each has come.
    Find(find::FindArgs),
    /// Make an evidence file of an outlet and a period, or of one record.
    Export(export::ExportArgs),
    /// Verify an evidence file, a title of quota or a share bundle offline. Exit code 0 verified, 1 refuted, 2 not decidable.
    Verify(VerifyArgs),
    /// Make a file (photo, video, note) a record by its digest; the file itself stays where it is.
    Deposit(deposit::DepositArgs),
}

/// An outlet and a period of observed time.
#[derive(Clone, Debug, clap::Args)]
pub struct PeriodArgs {
    /// The outlet, as PERMIT/DA001.
    #[arg(long)]
    outlet: Outlet,
    /// First observed time.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    from: u64,
    /// End of observed time, exclusive.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    until: u64,
}

impl PeriodArgs {
    fn period(&self) -> anyhow::Result<Period> {
        if self.from >= self.until {
            bail!("the period is empty: --from must be before --until");
        }
        Ok(Period {
            outlet: self.outlet,
            from_ms: self.from,
            until_ms: self.until,
        })
    }
}

/// Carries out `limpid evidence`.
pub async fn run(command: EvidenceCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    match command {
        EvidenceCommand::Find(args) => find::run(&args, globals),
        EvidenceCommand::Export(args) => export::run(&args, globals).await,
        EvidenceCommand::Verify(args) => verify::run(&args, globals),
        EvidenceCommand::Deposit(args) => deposit::run(&args, globals),
    }
}

/// Reads a file that should not be longer than `bytes_max`; of a longer one, one byte more, so that it is refused later on.
pub fn read_bounded(path: &Path, bytes_max: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| {
            file.take((bytes_max as u64).saturating_add(1))
                .read_to_end(&mut bytes)
        })
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}

/// Writes a file that is there whole or not at all: beside its place first, then renamed.
pub fn write_whole(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut name = path
        .file_name()
        .context("the output is no file name")?
        .to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}
