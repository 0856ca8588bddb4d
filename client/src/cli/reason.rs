//! Why something is suspended or reinstated.

use anyhow::Context;
use limpid_primitives::Digest;
use std::{fs::File, io, path::PathBuf};

/// Why: the digest of a document that stays off the chain.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Reason {
    /// The document that says why; its SHA-256 goes on chain.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// SHA-256 of the document that says why.
    #[arg(long, value_name = "SHA256")]
    reason: Option<Digest>,
}

impl Reason {
    /// SHA-256 of the document.
    pub fn digest(&self) -> anyhow::Result<Digest> {
        match (&self.document, self.reason) {
            (Some(path), _) => sha256_of(path),
            (None, Some(digest)) => Ok(digest),
            (None, None) => anyhow::bail!("give the document that says why, or its digest"),
        }
    }
}

fn sha256_of(path: &PathBuf) -> anyhow::Result<Digest> {
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    let mut read = |path| io::copy(&mut File::open(path)?, &mut hash);
    read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Digest(sha2::Digest::finalize(hash).into()))
}
