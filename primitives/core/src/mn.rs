//! The device number (MN) a logger names itself by, HJ 212-2017 table 3.

use alloc::vec::Vec;
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen, Output};
use core::{fmt, str::FromStr};
use scale_info::{build::Fields, Path, Type, TypeInfo};

/// The longest device number.
const LENGTH_MAX: usize = 24;

/// A device number: 1 to 24 ASCII letters, digits, `_` or `-`.
///
/// The standard wants 24 hex digits (EPC-96). Devices in the field send shorter ones and other letters, so both pass.
/// In SCALE it is a byte string: compact length, then the characters.
// Padded with zeros, which no device number contains: the order of the arrays is the order of the texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mn([u8; LENGTH_MAX]);

/// Why a text is no device number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MnError {
    /// It has no character, or more than 24.
    Length,
    /// It has a character other than an ASCII letter, a digit, `_` or `-`.
    Character,
}

impl Mn {
    /// The longest device number has this many characters.
    pub const LENGTH_MAX: usize = LENGTH_MAX;

    /// The characters, without padding.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.split(|byte| *byte == 0).next().unwrap_or_default()
    }

    /// The device number as text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl TryFrom<&[u8]> for Mn {
    type Error = MnError;
    fn try_from(bytes: &[u8]) -> Result<Self, MnError> {
        if bytes.is_empty() {
            return Err(MnError::Length);
        }
        let mut padded = [0; LENGTH_MAX];
        padded
            .get_mut(..bytes.len())
            .ok_or(MnError::Length)?
            .copy_from_slice(bytes);
        if !bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        {
            return Err(MnError::Character);
        }
        Ok(Self(padded))
    }
}

impl FromStr for Mn {
    type Err = MnError;
    fn from_str(text: &str) -> Result<Self, MnError> {
        text.as_bytes().try_into()
    }
}

impl fmt::Display for Mn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Mn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Encode for Mn {
    fn size_hint(&self) -> usize {
        self.as_bytes().size_hint()
    }
    fn encode_to<T: Output + ?Sized>(&self, output: &mut T) {
        self.as_bytes().encode_to(output);
    }
}

impl Decode for Mn {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let length = Compact::<u32>::decode(input)?.0 as usize;
        let mut bytes = [0; LENGTH_MAX];
        let bytes = bytes
            .get_mut(..length)
            .ok_or("a Mn has at most 24 characters")?;
        input.read(bytes)?;
        Self::try_from(&*bytes).map_err(|_| "not a Mn".into())
    }
}

impl DecodeWithMemTracking for Mn {}

impl MaxEncodedLen for Mn {
    fn max_encoded_len() -> usize {
        Compact(LENGTH_MAX as u32).encoded_size() + LENGTH_MAX
    }
}

impl TypeInfo for Mn {
    type Identity = Self;
    fn type_info() -> Type {
        Type::builder()
            .path(Path::new("Mn", module_path!()))
            .composite(Fields::unnamed().field(|f| f.ty::<Vec<u8>>()))
    }
}

serde_as_text!(Mn);

impl fmt::Display for MnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("a device number (MN) has 1 to 24 characters"),
            Self::Character => {
                f.write_str("a device number (MN) has ASCII letters, digits, _ and - only")
            }
        }
    }
}

impl core::error::Error for MnError {}
