//! The key of one version's content.

use crate::keys::{KeyError, Seed};
use limpid_primitives::Digest;
use sha2::{Digest as _, Sha256};
use std::{fmt, path::Path};

/// What the digest of a content key begins with.
const DIGEST_PREFIX: &[u8] = b"LIMPIDK1";

/// The key one version's content is sealed with. Its file is a key file like others: 64 hex characters, for its owner only.
pub struct ContentKey(Seed);

impl ContentKey {
    /// A new key from the operating system's random numbers.
    pub fn generate() -> ContentKey {
        ContentKey(Seed::generate())
    }

    /// Reads a key's file.
    pub fn read(path: &Path) -> Result<ContentKey, KeyError> {
        Seed::read(path).map(ContentKey)
    }

    /// Writes the key to a new file.
    pub fn write_new(&self, path: &Path) -> Result<(), KeyError> {
        self.0.write_new(path)
    }

    /// The key of these bytes, if they are 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<ContentKey> {
        Seed::from_slice(bytes).map(ContentKey)
    }

    /// What the chain knows the key by.
    pub fn digest(&self) -> Digest {
        let hash = Sha256::new().chain_update(DIGEST_PREFIX);
        Digest(hash.chain_update(self.bytes()).finalize().into())
    }

    /// The key itself.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentKey({})", self.digest())
    }
}
