//! Key files: one seed of 32 bytes as 64 hex characters and a newline, readable by its owner only.
//!
//! A member's key signs transactions ([`MemberKey`]), a gateway's key signs batch headers ([`GatewayKey`]), an institution's
//! sealing key opens what is sealed to it ([`SealingKey`]). They are types of their own so that the one cannot be handed to what
//! wants the other; the file is the same. Development keys are derived from a name and known to everybody.

use ed25519_dalek::{Signer, SigningKey};
use limpid_primitives::{sharing::X25519Key, Digest, InstitutionId};
use sha2::{Digest as _, Sha256};
use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Characters of a seed in its file.
const SEED_CHARACTERS: usize = 64;
/// A key file larger than this is something else; its bytes are not read into memory.
const FILE_BYTES_MAX: u64 = 128;
/// Prefix of the text whose SHA-256 is a development key's seed.
const DEVELOPMENT_PREFIX: &str = "limpid development key: ";

/// Why a key could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is there already.
    #[error("{0} exists already and is not overwritten: choose another name, or move the old key away if it is no longer needed")]
    Exists(PathBuf),
    /// Others than the owner may read or change the file.
    #[error("{path} has mode {mode:04o}: others can read this key. Run `chmod 600 {path}`, and make a new key if anyone else could have read it", path = .path.display())]
    Readable {
        /// The key's file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The content is no key.
    #[error("{0} is not a key file: it should hold 64 hex characters and a newline, as `limpid key generate` writes them")]
    Malformed(PathBuf),
    /// The file system refused.
    #[error("cannot {action} {path}: {source}", path = .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The key's file.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

/// A private key before it is given a purpose.
pub struct Seed(Zeroizing<[u8; 32]>);

impl Seed {
    /// A new seed from the operating system's random numbers.
    pub fn generate() -> Seed {
        let mut seed = Zeroizing::new([0; 32]);
        rand::RngCore::fill_bytes(&mut rand::rngs::OsRng, seed.as_mut());
        Seed(seed)
    }

    /// The seed of the development key called `name`. Everybody knows it: never for a chain that matters.
    pub fn development(name: &str) -> Seed {
        let mut hash = Sha256::new();
        hash.update(DEVELOPMENT_PREFIX);
        hash.update(name);
        Seed(Zeroizing::new(hash.finalize().into()))
    }

    /// Reads a seed from `path`, refusing a file that others can read.
    pub fn read(path: &Path) -> Result<Seed, KeyError> {
        let fail = |source| KeyError::Io {
            action: "read",
            path: path.into(),
            source,
        };
        let file = File::open(path).map_err(fail)?;
        // Of the opened file, not of the path: it cannot be exchanged in between.
        let mode = file.metadata().map_err(fail)?.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(KeyError::Readable {
                path: path.into(),
                mode,
            });
        }
        let mut text = Zeroizing::new(String::with_capacity(FILE_BYTES_MAX as usize));
        match file.take(FILE_BYTES_MAX).read_to_string(&mut text) {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(KeyError::Malformed(path.into()))
            }
            result => result.map_err(fail)?,
        };
        Seed::from_text(&text).ok_or_else(|| KeyError::Malformed(path.into()))
    }

    fn from_text(text: &str) -> Option<Seed> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let mut seed = Zeroizing::new([0; 32]);
        (text.len() == SEED_CHARACTERS).then_some(())?;
        hex::decode_to_slice(text, seed.as_mut()).ok()?;
        Some(Seed(seed))
    }

    /// Writes the seed to a new file that only its owner can read. Never overwrites.
    pub fn write_new(&self, path: &Path) -> Result<(), KeyError> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|source| match source.kind() {
                io::ErrorKind::AlreadyExists => KeyError::Exists(path.into()),
                _ => KeyError::Io {
                    action: "create",
                    path: path.into(),
                    source,
                },
            })?;
        let mut text = Zeroizing::new(hex::encode(self.0.as_ref()));
        text.push('\n');
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|source| KeyError::Io {
                action: "write",
                path: path.into(),
                source,
            })
    }

    fn signing_key(self) -> SigningKey {
        SigningKey::from_bytes(&self.0)
    }

    /// The seed of these bytes, if they are 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Seed> {
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        Some(Seed(Zeroizing::new(bytes)))
    }

    /// The bytes themselves.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

macro_rules! purpose {
    ($(#[$docs:meta])* $name:ident, $public:ident: $(#[$public_docs:meta])*) => {
        $(#[$docs])*
        pub struct $name(SigningKey);

        impl $name {
            /// Reads the key file at `path`.
            pub fn read(path: &Path) -> Result<Self, KeyError> {
                Seed::read(path).map(Self::from)
            }

            /// The development key called `name`.
            pub fn development(name: &str) -> Self {
                Seed::development(name).into()
            }

            $(#[$public_docs])*
            pub fn $public(&self) -> [u8; 32] {
                self.0.verifying_key().to_bytes()
            }

            /// Ed25519 over exactly these bytes.
            pub fn sign(&self, message: &[u8]) -> [u8; 64] {
                self.0.sign(message).to_bytes()
            }
        }

        impl From<Seed> for $name {
            fn from(seed: Seed) -> Self {
                $name(seed.signing_key())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), hex::encode(self.$public()))
            }
        }
    };
}

purpose!(
    /// The key of a member's account: signs transactions.
    MemberKey,
    account:
    /// The account: the public key itself.
);
purpose!(
    /// The key of a gateway: signs batch headers.
    GatewayKey,
    public:
    /// The public key as it is registered on chain.
);

/// The key of an institution that others seal to: an X25519 private key (RFC 7748).
pub struct SealingKey(Seed);

impl SealingKey {
    /// Reads the key file at `path`.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        Seed::read(path).map(Self)
    }

    /// The development key called `name`.
    pub fn development(name: &str) -> Self {
        Self(Seed::development(name))
    }

    /// The public key as it is registered on chain.
    pub fn public(&self) -> X25519Key {
        crate::sealing::public_of(self.0.bytes())
    }

    /// The private key.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }
}

impl From<Seed> for SealingKey {
    fn from(seed: Seed) -> Self {
        SealingKey(seed)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.public())
    }
}

impl GatewayKey {
    /// Shows that whoever registers this key also holds it: its signature over `"LIMPIDK1"`, the genesis hash, the operator's
    /// number as 4 bytes big-endian, and the public key.
    pub fn proof(&self, genesis: &Digest, operator: InstitutionId) -> [u8; 64] {
        let operator = operator.0.to_be_bytes();
        self.sign(
            &[
                b"LIMPIDK1".as_slice(),
                &genesis.0,
                &operator,
                &self.public(),
            ]
            .concat(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn temporary() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.key");
        (folder, path)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (_folder, path) = temporary();
        let seed = Seed::generate();
        seed.write_new(&path).expect("a new file");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read(&path).unwrap().len(), SEED_CHARACTERS + 1);
        assert_eq!(
            MemberKey::read(&path).unwrap().account(),
            MemberKey::from(seed).account()
        );
    }

    #[test]
    fn a_key_is_never_overwritten() {
        let (_folder, path) = temporary();
        Seed::development("first").write_new(&path).unwrap();
        assert!(matches!(
            Seed::development("second").write_new(&path),
            Err(KeyError::Exists(_))
        ));
        assert_eq!(
            GatewayKey::read(&path).unwrap().public(),
            GatewayKey::development("first").public()
        );
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let (_folder, path) = temporary();
        Seed::generate().write_new(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let error = MemberKey::read(&path).unwrap_err();
        assert!(matches!(error, KeyError::Readable { mode: 0o640, .. }));
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for content in [
            "",
            "00\n",
            &"g".repeat(64),
            &"0".repeat(65),
            "\u{e9}",
            &"0".repeat(200),
        ] {
            let (_folder, path) = temporary();
            fs::write(&path, content).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            assert!(
                matches!(MemberKey::read(&path), Err(KeyError::Malformed(_))),
                "{content:?}"
            );
        }
    }

    #[test]
    fn development_keys_are_the_hash_of_their_name() {
        // SHA-256("limpid development key: agency"), computed with coreutils.
        assert_eq!(
            hex::encode(Seed::development("agency").0.as_ref()),
            DEVELOPMENT_AGENCY
        );
    }

    const DEVELOPMENT_AGENCY: &str =
        "e1e8160e94384857ea2e37d1c596a5ec0e8a234c528f29c410df1f3faefca9fb";

    #[test]
    fn debug_output_holds_no_secret() {
        let text = format!("{:?}", MemberKey::development("agency"));
        assert!(!text.contains(DEVELOPMENT_AGENCY));
    }
}
