//! With whose key a transaction is signed.

use crate::keys::MemberKey;
use anyhow::Context;
use std::path::PathBuf;

/// The member who signs.
#[derive(Clone, Debug, clap::Args)]
pub struct Signer {
    /// Key file of the member who signs.
    #[arg(long, value_name = "FILE", env = "LIMPID_KEY")]
    key: Option<PathBuf>,
    /// Sign with a development key, which everybody knows, instead of a file.
    #[arg(long, value_name = "NAME")]
    development: Option<String>,
}

impl Signer {
    /// The key. A development key named on the command line goes before a file named in the environment.
    pub fn member_key(&self) -> anyhow::Result<MemberKey> {
        match (&self.development, &self.key) {
            (Some(name), _) => Ok(MemberKey::development(name)),
            (None, Some(path)) => Ok(MemberKey::read(path)?),
            (None, None) => None.context(
                "nobody signs: give the member's key with --key FILE (or LIMPID_KEY), or --development NAME on a development chain",
            ),
        }
    }
}
