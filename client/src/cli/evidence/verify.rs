//! `limpid evidence verify`: no network, no clock, no node.

use super::read_bounded;
use crate::{
    cli::{say, trust::read_root, Format, Globals},
    evidence::{render, Language},
};
use anyhow::Context;
use limpid_evidence::{
    sha256,
    verify::{verify, PayloadFacts, Report, BUNDLE_BYTES_MAX},
};
use limpid_primitives::Digest;
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What to verify.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// The evidence file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The trust root: what must be known beforehand.
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// A deposited file (photo, video, note) that one of the records must be of. May be given several times.
    #[arg(long = "with", value_name = "FILE")]
    attachments: Vec<PathBuf>,
    /// Language of the report; from the environment's LANG if not given.
    #[arg(long, value_enum)]
    lang: Option<Language>,
}

/// Verifies and prints the report.
pub fn run(args: &VerifyArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    let root = read_root(&args.trust)?;
    let bundle = read_bounded(&args.file, BUNDLE_BYTES_MAX)?;
    let report = verify(&bundle, &root);
    match globals.format() {
        Format::Json => say(&report.to_json()),
        Format::Text => {
            let language = args.lang.unwrap_or_else(language_of_environment);
            say(&render(&report, sha256(&bundle), &root, language));
        }
    }
    let mut code = report.verdict.exit_code();
    for path in &args.attachments {
        let found = has_file(&report, digest_of(path)?);
        eprintln!(
            "{}: {}",
            path.display(),
            if found {
                "is the file of a record"
            } else {
                "is NOT the file of any record"
            }
        );
        if !found {
            code = code.max(1);
        }
    }
    Ok(ExitCode::from(code))
}

fn language_of_environment() -> Language {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_MESSAGES"))
        .or_else(|| set("LANG"));
    match locale {
        Some(locale) if locale.starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

fn digest_of(path: &Path) -> anyhow::Result<Digest> {
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    File::open(path)
        .and_then(|mut file| io::copy(&mut file, &mut hash))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Digest(sha2::Digest::finalize(hash).into()))
}

fn has_file(report: &Report, digest: Digest) -> bool {
    report.facts.records.iter().any(
        |record| matches!(&record.payload, PayloadFacts::File { sha256, .. } if *sha256 == digest),
    )
}
