//! The files a case is about. They stay off the chain; their digests go there.

use crate::cli::decision::sha256_of;
use anyhow::Context;
use limpid_primitives::Digest;
use std::path::PathBuf;

/// What a clue or a task says.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Content {
    /// The file with what it is about; its SHA-256 goes on chain, and the receiver gets the file from you.
    #[arg(long = "content", value_name = "FILE")]
    content: Option<PathBuf>,
    /// SHA-256 of that file.
    #[arg(long, value_name = "SHA256")]
    content_digest: Option<Digest>,
}

/// A clue that may have been handed over before.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct KnownContent {
    /// The clue's file: offices that returned it are passed over.
    #[arg(long = "content", value_name = "FILE")]
    content: Option<PathBuf>,
    /// SHA-256 of that file.
    #[arg(long, value_name = "SHA256")]
    content_digest: Option<Digest>,
}

/// What came of a task or a case.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Outcome {
    /// The document with the result; its SHA-256 goes on chain.
    #[arg(long = "result", value_name = "FILE")]
    result: Option<PathBuf>,
    /// SHA-256 of that document.
    #[arg(long, value_name = "SHA256")]
    result_digest: Option<Digest>,
}

/// An evidence bundle.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Bundle {
    /// The bundle's file, as `limpid evidence export` wrote it; its SHA-256 goes on chain.
    #[arg(long = "bundle", value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// SHA-256 of that file.
    #[arg(long, value_name = "SHA256")]
    bundle_digest: Option<Digest>,
}

impl Content {
    /// SHA-256 of it.
    pub fn digest(&self) -> anyhow::Result<Digest> {
        digest(&self.content, self.content_digest)?.context(
            "give the file with --content FILE, or its digest with --content-digest SHA256",
        )
    }
}

impl KnownContent {
    /// SHA-256 of it, if one is given.
    pub fn digest(&self) -> anyhow::Result<Option<Digest>> {
        digest(&self.content, self.content_digest)
    }
}

impl Outcome {
    /// SHA-256 of it.
    pub fn digest(&self) -> anyhow::Result<Digest> {
        digest(&self.result, self.result_digest)?.context(
            "give the result with --result FILE, or its digest with --result-digest SHA256",
        )
    }
}

impl Bundle {
    /// SHA-256 of it.
    pub fn digest(&self) -> anyhow::Result<Digest> {
        digest(&self.bundle, self.bundle_digest)?.context(
            "give the bundle with --bundle FILE, or its digest with --bundle-digest SHA256",
        )
    }
}

fn digest(file: &Option<PathBuf>, digest: Option<Digest>) -> anyhow::Result<Option<Digest>> {
    match file {
        Some(file) => sha256_of(file).map(Some),
        None => Ok(digest),
    }
}
