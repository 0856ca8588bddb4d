//! The provider's store: one folder with sealed files and their content keys, each under the digest of its sealed file.
//!
//! The digest is known before the chain has given a number, so a crash between sealing and publishing leaves a file that nobody
//! asks for, and never a published version without its key.

use crate::{
    keys::KeyError,
    sealing::{self, ContentKey, Sealed, SealingError},
};
use limpid_primitives::{Digest, InstitutionId};
use rustix::{
    fs::{flock, FlockOperation},
    io::Errno,
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, BufReader, Read, Write},
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
    /// What is kept is another institution's, or of another chain.
    #[error("the store is that of institution {} on the chain {}, and not of institution {} on the chain {}: give each a folder of its own", is.institution, is.genesis, wanted.institution, wanted.genesis)]
    OtherOwner {
        /// Whose it is.
        is: Owner,
        /// Who wants to use it.
        wanted: Owner,
    },
    /// Another process holds the store.
    #[error("{path}: another `limpid share serve` serves this store", path = .0.display())]
    Held(PathBuf),
}

/// The provider a store belongs to: of a server's files, no other may grant any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Genesis hash of the chain.
    pub genesis: Digest,
    /// The institution on it.
    pub institution: InstitutionId,
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

    fn owner_path(&self) -> PathBuf {
        self.folder.join("owner.json")
    }

    /// Whose the store is; `None` if nothing was ever published from it.
    pub fn owner(&self) -> Result<Option<Owner>, StoreError> {
        let path = self.owner_path();
        match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)
                .map(Some)
                .map_err(|error| at(&path)(io::Error::other(error))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(&path)(error)),
        }
    }

    /// Makes the store a provider's, once: it is refused to any other from then on.
    pub fn claim(&self, wanted: Owner) -> Result<(), StoreError> {
        if self.owner()?.is_none() {
            let path = self.owner_path();
            let text = serde_json::to_string(&wanted)
                .map_err(|error| at(&path)(io::Error::other(error)))?;
            let written = write_new(&path, &(text + "\n"));
            match written {
                // Another process was first: what it wrote counts.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                written => written.map_err(at(&path))?,
            }
        }
        match self.owner()? {
            Some(is) if is != wanted => Err(StoreError::OtherOwner { is, wanted }),
            _ => Ok(()),
        }
    }

    fn key_path(&self, sealed: &Digest) -> PathBuf {
        self.folder.join(format!("{sealed}.key"))
    }

    /// Seals a content with a new key and keeps both. When this returns, they are on the disk.
    pub fn seal(&self, source: impl Read + Send) -> Result<(Sealed, ContentKey), StoreError> {
        let key = ContentKey::generate();
        let part = self.folder.join(format!("sealing-{:016x}.part", random()));
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
        options.write(true).create_new(true).mode(0o600);
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

/// Writes a file whole and on the disk, or not at all: one that is there already is never replaced.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let part = path.with_extension(format!("{:016x}.part", random()));
    let written = write_part(&part, text).and_then(|()| fs::hard_link(&part, path));
    // It is there under its name, or of no use.
    let removed = fs::remove_file(&part);
    written.and(removed)?;
    path.parent().map_or(Ok(()), sync_folder)
}

fn random() -> u64 {
    rand::RngCore::next_u64(&mut rand::rngs::OsRng)
}

fn write_part(part: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Holds a folder for this process, as long as the file is open: no other gets it meanwhile.
pub(super) fn hold(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("lock");
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(false).mode(0o600);
    let file = options.open(&path).map_err(at(&path))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(Errno::WOULDBLOCK) => Err(StoreError::Held(folder.into())),
        Err(error) => Err(at(&path)(error.into())),
    }
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
