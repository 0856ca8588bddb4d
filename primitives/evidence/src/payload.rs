//! What a record holds: a frame as received, or the digest of a file.

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};
use limpid_primitives::{Digest, Mn};

/// What a record holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Payload {
    /// An HJ 212 frame as received.
    Frame {
        /// The device number in the frame.
        mn: Mn,
        /// From `##` to the CRC, and CR LF if they came; at most [`Payload::FRAME_BYTES_MAX`].
        bytes: Vec<u8>,
    },
    /// A file, kept elsewhere.
    File(FileDigest),
}

impl Payload {
    /// The longest frame a record holds.
    pub const FRAME_BYTES_MAX: usize = 16_384;
}

/// What identifies a file that is kept elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileDigest {
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// Its length in bytes.
    pub length: u64,
    /// Its media type.
    pub media_type: MediaType,
}

/// A media type such as `image/jpeg`: 1 to 127 printable ASCII characters without space.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaType(String);

/// The text is no media type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MediaTypeError;

impl MediaType {
    /// The longest media type.
    pub const LENGTH_MAX: usize = 127;

    /// The media type as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MediaType {
    type Err = MediaTypeError;
    fn from_str(text: &str) -> Result<Self, MediaTypeError> {
        let length_ok = (1..=Self::LENGTH_MAX).contains(&text.len());
        if length_ok && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text.into()))
        } else {
            Err(MediaTypeError)
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for MediaTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a media type has 1 to 127 printable ASCII characters and no space")
    }
}

impl core::error::Error for MediaTypeError {}
