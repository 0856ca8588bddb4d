//! `limpid evidence verify` and `limpid quota verify`: no network, no clock, no node.

use super::read_bounded;
use crate::{
    cli::{say, trust::read_root, Format, Globals},
    evidence::{render, render_share, render_title, Language},
};
use anyhow::{ensure, Context};
use limpid_evidence::{
    sha256,
    verify::{
        is_share, is_title, verify, verify_share, verify_title, PayloadFacts, Report, TrustRoot,
        BUNDLE_BYTES_MAX,
    },
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
    /// The evidence file, the file of a title of quota, or a share bundle.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The trust root: what must be known beforehand.
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// A deposited file (photo, video, note) that one of the records must be of, or data that must be what was granted. May be
    /// given several times.
    #[arg(long = "with", value_name = "FILE")]
    attachments: Vec<PathBuf>,
    /// Language of the report; from the environment's LANG if not given.
    #[arg(long, value_enum)]
    lang: Option<Language>,
}

/// Verifies and prints the report: of a title or of shared data, if the file says that it is one, else of an evidence file.
pub fn run(args: &VerifyArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    let root = read_root(&args.trust)?;
    let bytes = read_bounded(&args.file, BUNDLE_BYTES_MAX)?;
    if is_title(&bytes) {
        return report_title(args, globals, &bytes, &root);
    }
    if is_share(&bytes) {
        return report_share(args, globals, &bytes, &root);
    }
    let report = verify(&bytes, &root);
    match globals.format() {
        Format::Json => say(&report.to_json()),
        Format::Text => say(&render(&report, sha256(&bytes), &root, args.language())),
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

/// Verifies what must be a title, and prints the report.
pub fn run_title(args: &VerifyArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    let root = read_root(&args.trust)?;
    let bytes = read_bounded(&args.file, BUNDLE_BYTES_MAX)?;
    report_title(args, globals, &bytes, &root)
}

fn report_title(
    args: &VerifyArgs,
    globals: &Globals,
    bytes: &[u8],
    root: &TrustRoot,
) -> anyhow::Result<ExitCode> {
    ensure!(
        args.attachments.is_empty(),
        "--with is for evidence files: a title has no records"
    );
    let report = verify_title(bytes, root);
    match globals.format() {
        Format::Json => say(&report.to_json()),
        Format::Text => say(&render_title(&report, sha256(bytes), root, args.language())),
    }
    Ok(ExitCode::from(report.verdict.exit_code()))
}

/// Verifies shared data, and prints the report; each file given besides must be the content that was asked for.
fn report_share(
    args: &VerifyArgs,
    globals: &Globals,
    bytes: &[u8],
    root: &TrustRoot,
) -> anyhow::Result<ExitCode> {
    let report = verify_share(bytes, root);
    match globals.format() {
        Format::Json => say(&report.to_json()),
        Format::Text => say(&render_share(&report, sha256(bytes), root, args.language())),
    }
    let mut code = report.verdict.exit_code();
    let content = report.facts.content.map(|content| content.new.plain);
    for path in &args.attachments {
        let is_it = content == Some(digest_of(path)?);
        let said = match is_it {
            true => "is the content this file speaks of",
            false => "is NOT the content this file speaks of",
        };
        eprintln!("{}: {said}", path.display());
        if !is_it {
            code = code.max(1);
        }
    }
    Ok(ExitCode::from(code))
}

impl VerifyArgs {
    fn language(&self) -> Language {
        self.lang.unwrap_or_else(language_of_environment)
    }
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
