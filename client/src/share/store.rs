//! The provider's store: one folder with sealed files and their content keys, each under the digest of its sealed file.
//!
//! The digest is known before the chain has given a number, so a crash between sealing and publishing leaves a file that nobody
//! asks for, and never a published version without its key.

use crate::{
    keys::KeyError,
    sealing::{self, ContentKey, Sealed, SealingError},
};
use limpid_primitives::Digest;
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, BufReader, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("{path}: {source}", path = .path.display())]
    Io {
        /// What was worked on.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The content was not sealed.
    #[error("the content was not sealed: {0}")]
    Sealing(#[from] SealingError),
    /// A content key could not be read or written.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key that is kept is not the one on chain.
    #[error("the content key in the store is not that of the version on chain: {0} is the digest on chain")]
    OtherKey(Digest),
}

/// A provider's store.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in a folder, which is made if it is not there.
    pub fn open(folder: &Path) -> Result<Store, StoreError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(at(folder))?;
        Ok(Store {
            folder: folder.into(),
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the sealed file of this digest is.
    pub fn sealed_path(&self, sealed: &Digest) -> PathBuf {
        self.folder.join(format!("{sealed}.sealed"))
    }

    fn key_path(&self, sealed: &Digest) -> PathBuf {
        self.folder.join(format!("{sealed}.key"))
    }

    /// Seals a content with a new key and keeps both. When this returns, they are on the disk.
    pub fn seal(&self, source: impl Read + Send) -> Result<(Sealed, ContentKey), StoreError> {
        let key = ContentKey::generate();
        let part = self
            .folder
            .join(format!("sealing-{}.part", std::process::id()));
        let result = self.seal_into(&part, source, &key);
        if result.is_err() {
            // What is left of it is of no use to anybody.
            let _ = fs::remove_file(&part);
        }
        Ok((result?, key))
    }

    fn seal_into(
        &self,
        part: &Path,
        source: impl Read + Send,
        key: &ContentKey,
    ) -> Result<Sealed, StoreError> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let file = options.open(part).map_err(at(part))?;
        let sealed = sealing::seal(source, &file, key)?;
        file.sync_all().map_err(at(part))?;
        // First the key: a sealed file without one would be lost.
        key.write_new(&self.key_path(&sealed.sealed))?;
        let path = self.sealed_path(&sealed.sealed);
        fs::rename(part, &path).map_err(at(&path))?;
        sync_folder(&self.folder).map_err(at(&self.folder))?;
        Ok(sealed)
    }

    /// The content key of a version, checked against the digest on chain.
    pub fn content_key(
        &self,
        sealed: &Digest,
        key_digest: &Digest,
    ) -> Result<ContentKey, StoreError> {
        let key = ContentKey::read(&self.key_path(sealed))?;
        match key.digest() == *key_digest {
            true => Ok(key),
            false => Err(StoreError::OtherKey(*key_digest)),
        }
    }
}

/// A file's content, read in larger pieces.
pub fn content(path: &Path) -> Result<BufReader<File>, StoreError> {
    File::open(path).map(BufReader::new).map_err(at(path))
}

/// Makes names in a folder last: a file that was renamed there is found after a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
    move |source| StoreError::Io {
        path: path.into(),
        source,
    }
}
