//! Opening what arrived, and whether it is what the chain says: the content has its name only after both digests were right.

use super::store::sync_folder;
use crate::sealing::{self, ContentKey, Sealed, SealingError};
use limpid_primitives::{sharing::NewVersion, Digest};
use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Why there is no content.
#[derive(Debug, thiserror::Error)]
pub enum ArrivalError {
    /// What arrived is not the sealed file of the version.
    #[error("what arrived is not the sealed file on chain: its SHA-256 is {arrived}, on chain stands {expected}. It is kept as {kept}", kept = .kept.display())]
    Sealed {
        /// SHA-256 of what arrived.
        arrived: Digest,
        /// What the chain has.
        expected: Digest,
        /// Where it is.
        kept: PathBuf,
    },
    /// It is the sealed file, and does not open.
    #[error("the sealed file on chain arrived, and does not open: {why}. It is kept as {kept}", kept = .kept.display())]
    Closed {
        /// Why it does not.
        why: SealingError,
        /// Where it is.
        kept: PathBuf,
    },
    /// It opens, and is another content than the chain says.
    #[error("the sealed file on chain opens to another content: its SHA-256 is {arrived}, on chain stands {expected}. The content is kept as {kept}", kept = .kept.display())]
    Plain {
        /// SHA-256 of the content.
        arrived: Digest,
        /// What the chain has.
        expected: Digest,
        /// Where it is.
        kept: PathBuf,
    },
    /// The file system refused.
    #[error("{path}: {source}", path = .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

/// Opens the sealed file at `part` into `out`, which appears whole and checked or not at all. The sealed file is removed then; what
/// is not what the chain says is kept under another name, to be shown.
pub fn open(
    part: &Path,
    key: &ContentKey,
    version: &NewVersion,
    out: &Path,
    progress: impl FnOnce(File) -> Box<dyn io::Read + Send>,
) -> Result<Sealed, ArrivalError> {
    let opened = open_copy(part, key, version, out, progress);
    match opened {
        Ok(opened) => {
            fs::remove_file(part).map_err(at(part))?;
            Ok(opened)
        }
        Err(ArrivalError::Sealed {
            arrived, expected, ..
        }) => Err(ArrivalError::Sealed {
            arrived,
            expected,
            kept: keep(part, out)?,
        }),
        Err(ArrivalError::Closed { why, .. }) => Err(ArrivalError::Closed {
            why,
            kept: keep(part, out)?,
        }),
        Err(error) => Err(error),
    }
}

/// As [`open`], and the sealed file stays where it is.
pub fn open_copy(
    sealed: &Path,
    key: &ContentKey,
    version: &NewVersion,
    out: &Path,
    progress: impl FnOnce(File) -> Box<dyn io::Read + Send>,
) -> Result<Sealed, ArrivalError> {
    let opening = beside(out, "opening");
    let file = File::open(sealed).map_err(at(sealed))?;
    let another = |arrived| ArrivalError::Sealed {
        arrived,
        expected: version.sealed,
        kept: sealed.into(),
    };
    let opened = match open_into(progress(file), key, &opening) {
        Ok(opened) => opened,
        Err(Failed::Io(error)) => return Err(error),
        Err(Failed::Sealing(why)) => {
            let _ = fs::remove_file(&opening);
            // Whose fault it is: another file came, or the one on chain is not sealed with its key.
            let arrived = digest_of(sealed)?;
            return Err(match arrived == version.sealed {
                true => ArrivalError::Closed {
                    why,
                    kept: sealed.into(),
                },
                false => another(arrived),
            });
        }
    };
    if opened.sealed != version.sealed {
        let _ = fs::remove_file(&opening);
        return Err(another(opened.sealed));
    }
    if opened.plain != version.plain {
        return Err(ArrivalError::Plain {
            arrived: opened.plain,
            expected: version.plain,
            kept: keep(&opening, out)?,
        });
    }
    fs::rename(&opening, out).map_err(at(out))?;
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new("."))).map_err(at(out))?;
    // From here on the content is there.
    Ok(opened)
}

enum Failed {
    Io(ArrivalError),
    Sealing(SealingError),
}

fn open_into(
    source: Box<dyn io::Read + Send>,
    key: &ContentKey,
    opening: &Path,
) -> Result<Sealed, Failed> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let file = options.open(opening);
    let file = file.map_err(at(opening)).map_err(Failed::Io)?;
    let opened = sealing::open(source, &file, key).map_err(|error| match error {
        SealingError::Read(source) | SealingError::Write(source) => Failed::Io(at(opening)(source)),
        error => Failed::Sealing(error),
    })?;
    file.sync_all().map_err(at(opening)).map_err(Failed::Io)?;
    Ok(opened)
}

/// Gives what is not what it should be a name of its own, so that the next fetch begins anew.
fn keep(path: &Path, out: &Path) -> Result<PathBuf, ArrivalError> {
    let kept = beside(out, "rejected");
    fs::rename(path, &kept).map_err(at(&kept))?;
    Ok(kept)
}

/// The file beside `out` with this word at the end of its name.
pub fn beside(out: &Path, word: &str) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(word);
    out.with_file_name(name)
}

/// SHA-256 of a file.
pub fn digest_of(path: &Path) -> Result<Digest, ArrivalError> {
    let mut hash = Sha256::new();
    let file = File::open(path).map_err(at(path))?;
    io::copy(&mut io::BufReader::new(file), &mut hash).map_err(at(path))?;
    Ok(Digest(hash.finalize().into()))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ArrivalError + '_ {
    move |source| ArrivalError::Io {
        path: path.into(),
        source,
    }
}
