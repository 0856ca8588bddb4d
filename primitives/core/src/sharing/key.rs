//! Keys that secrets are sealed to, and sealed secrets.

use crate::{AtMost, Digest, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

running_number!(
    /// The number of an institution's sealing key, from 1 for each institution.
    KeyNumber
);

/// An X25519 public key (RFC 7748). Text: 64 lower-case hex digits, and no other spelling.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct X25519Key(pub [u8; 32]);

/// The text is not 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct X25519KeyError;

impl X25519Key {
    /// All zeros: no key, and a point of low order.
    pub const ZERO: Self = Self([0; 32]);
}

impl FromStr for X25519Key {
    type Err = X25519KeyError;
    fn from_str(text: &str) -> Result<Self, X25519KeyError> {
        text.parse::<Digest>()
            .map(|bytes| Self(bytes.0))
            .map_err(|_| X25519KeyError)
    }
}

impl fmt::Display for X25519Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Digest(self.0), f)
    }
}

impl fmt::Debug for X25519Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

serde_as_text!(X25519Key);

impl fmt::Display for X25519KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an X25519 public key is 64 lower-case hex digits")
    }
}

impl core::error::Error for X25519KeyError {}

/// A key an institution registered, in the version it was written in. Versions are only ever added.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum SealingKey {
    /// The first version.
    #[codec(index = 1)]
    V1(SealingKeyV1),
}

/// First version of [`SealingKey`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SealingKeyV1 {
    /// The key. Never all zeros; a client refuses the other points of low order.
    pub public: X25519Key,
    /// When it was registered.
    pub since: Moment,
    /// When the next one took its place; `None` for the institution's current key.
    pub until: Option<Moment>,
}

/// A secret sealed to an institution's key by HPKE (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, base
/// mode.
///
/// Whose key it is stands beside it. What HPKE's `info` says is part of the sealed file's specification.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SealedKey {
    /// Which of the institution's keys it is sealed to.
    pub key: KeyNumber,
    /// HPKE's encapsulated key.
    pub encapsulated: X25519Key,
    /// The sealed secret, with its tag of 16 bytes at the end.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_hex"))]
    pub ciphertext: AtMost<u8, { SealedKey::CIPHERTEXT_BYTES_MAX }>,
}

impl SealedKey {
    /// The longest ciphertext: a content key has 48 bytes, a share of one a few more.
    pub const CIPHERTEXT_BYTES_MAX: usize = 64;
    /// How long the AEAD's tag is.
    pub const TAG_BYTES: usize = 16;

    /// Whether it can be what HPKE made: an encapsulated key that is not nothing, and more than a tag.
    pub fn is_possible(&self) -> bool {
        self.encapsulated != X25519Key::ZERO && self.ciphertext.len() > Self::TAG_BYTES
    }
}

/// Writes bytes as lower-case hex digits.
#[cfg(feature = "serde")]
fn as_hex<S: serde::Serializer>(
    bytes: &AtMost<u8, { SealedKey::CIPHERTEXT_BYTES_MAX }>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    struct Hex<'a>(&'a [u8]);
    impl fmt::Display for Hex<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        }
    }
    serializer.collect_str(&Hex(bytes))
}
