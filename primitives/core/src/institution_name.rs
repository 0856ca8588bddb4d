//! The name of an institution.

use alloc::{string::String, vec::Vec};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen, Output};
use core::{fmt, str::FromStr};
use scale_info::{build::Fields, Path, Type, TypeInfo};

/// The longest name.
const BYTES_MAX: usize = 128;

/// An institution's name: 1 to 128 bytes of UTF-8, without control characters and without space at its ends.
///
/// In SCALE it is a byte string: compact length, then the UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionName(String);

/// Why a text cannot be an institution's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InstitutionNameError {
    /// It is empty or has more than 128 bytes of UTF-8.
    Length,
    /// It is not UTF-8, has a control character, or space at an end.
    Character,
}

impl InstitutionName {
    /// The longest name has this many bytes of UTF-8.
    pub const BYTES_MAX: usize = BYTES_MAX;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&[u8]> for InstitutionName {
    type Error = InstitutionNameError;
    fn try_from(bytes: &[u8]) -> Result<Self, InstitutionNameError> {
        core::str::from_utf8(bytes)
            .map_err(|_| InstitutionNameError::Character)?
            .parse()
    }
}

impl FromStr for InstitutionName {
    type Err = InstitutionNameError;
    fn from_str(text: &str) -> Result<Self, InstitutionNameError> {
        if text.is_empty() || text.len() > BYTES_MAX {
            return Err(InstitutionNameError::Length);
        }
        if text.trim() != text || text.chars().any(char::is_control) {
            return Err(InstitutionNameError::Character);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for InstitutionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for InstitutionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Encode for InstitutionName {
    fn size_hint(&self) -> usize {
        self.0.size_hint()
    }
    fn encode_to<T: Output + ?Sized>(&self, output: &mut T) {
        self.0.encode_to(output);
    }
}

impl Decode for InstitutionName {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let length = Compact::<u32>::decode(input)?.0 as usize;
        let mut bytes = [0; BYTES_MAX];
        let bytes = bytes
            .get_mut(..length)
            .ok_or("an InstitutionName has at most 128 bytes")?;
        input.on_before_alloc_mem(length)?;
        input.read(bytes)?;
        Self::try_from(&*bytes).map_err(|_| "not an InstitutionName".into())
    }
}

impl DecodeWithMemTracking for InstitutionName {}

impl MaxEncodedLen for InstitutionName {
    fn max_encoded_len() -> usize {
        Compact(BYTES_MAX as u32).encoded_size() + BYTES_MAX
    }
}

impl TypeInfo for InstitutionName {
    type Identity = Self;
    fn type_info() -> Type {
        Type::builder()
            .path(Path::new("InstitutionName", module_path!()))
            .composite(Fields::unnamed().field(|f| f.ty::<Vec<u8>>()))
    }
}

serde_as_text!(InstitutionName);

impl fmt::Display for InstitutionNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("a name has 1 to 128 bytes of UTF-8"),
            Self::Character => f.write_str(
                "a name is UTF-8 without control characters and without space at its ends",
            ),
        }
    }
}

impl core::error::Error for InstitutionNameError {}
