//! Short texts: titles, purposes, schemas, and where a sealed file is fetched.

use alloc::{string::String, vec::Vec};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen, Output};
use core::{fmt, str::FromStr};
use scale_info::{build::Fields, Path, Type, TypeInfo};

/// A title, a purpose or the name of a schema: 1 to 96 bytes of UTF-8, without control characters and without space at its ends.
///
/// In SCALE it is a byte string: compact length, then the UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortText(String);

/// Why a text is no [`ShortText`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShortTextError {
    /// It is empty or has more than 96 bytes of UTF-8.
    Length,
    /// It is not UTF-8, has a control character, or space at an end.
    Character,
}

/// Where a provider serves its sealed files: an `http` or `https` URL of at most 256 characters of visible ASCII, with a host and
/// without user, query and fragment.
///
/// In SCALE it is a byte string: compact length, then the characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location(String);

/// Why a text is no [`Location`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocationError {
    /// It is longer than 256 characters.
    Length,
    /// It does not begin with `http://` or `https://`.
    Scheme,
    /// It has no host, or a user before it.
    Host,
    /// It has a space, a control character, one that is not ASCII, a query or a fragment.
    Character,
}

fn check_short_text(text: &str) -> Result<(), ShortTextError> {
    if text.is_empty() || text.len() > ShortText::BYTES_MAX {
        return Err(ShortTextError::Length);
    }
    if text.trim() != text || text.chars().any(char::is_control) {
        return Err(ShortTextError::Character);
    }
    Ok(())
}

fn check_location(text: &str) -> Result<(), LocationError> {
    if text.len() > Location::BYTES_MAX {
        return Err(LocationError::Length);
    }
    let rest = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .ok_or(LocationError::Scheme)?;
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#');
    if !rest.bytes().all(is_plain) {
        return Err(LocationError::Character);
    }
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || host.starts_with(':') || host.contains('@') {
        return Err(LocationError::Host);
    }
    Ok(())
}

/// Completes a newtype over `String` with at most `$max` bytes of UTF-8 that `$check` accepts.
macro_rules! bounded_text {
    ($type:ident, $max:literal, $error:ident, $check:path) => {
        impl $type {
            /// The longest has this many bytes of UTF-8.
            pub const BYTES_MAX: usize = $max;

            /// It as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&[u8]> for $type {
            type Error = $error;
            fn try_from(bytes: &[u8]) -> Result<Self, $error> {
                core::str::from_utf8(bytes)
                    .map_err(|_| $error::Character)?
                    .parse()
            }
        }

        impl FromStr for $type {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                $check(text)?;
                Ok(Self(text.into()))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl Encode for $type {
            fn size_hint(&self) -> usize {
                self.0.size_hint()
            }
            fn encode_to<T: Output + ?Sized>(&self, output: &mut T) {
                self.0.encode_to(output);
            }
        }

        impl Decode for $type {
            fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
                let length = Compact::<u32>::decode(input)?.0 as usize;
                let mut bytes = [0; $max];
                let bytes = bytes.get_mut(..length).ok_or(concat!(
                    "a ",
                    stringify!($type),
                    " has at most ",
                    $max,
                    " bytes"
                ))?;
                input.on_before_alloc_mem(length)?;
                input.read(bytes)?;
                Self::try_from(&*bytes).map_err(|_| concat!("not a ", stringify!($type)).into())
            }
        }

        impl DecodeWithMemTracking for $type {}

        impl MaxEncodedLen for $type {
            fn max_encoded_len() -> usize {
                Compact($max as u32).encoded_size() + $max
            }
        }

        impl TypeInfo for $type {
            type Identity = Self;
            fn type_info() -> Type {
                Type::builder()
                    .path(Path::new(stringify!($type), module_path!()))
                    .composite(Fields::unnamed().field(|f| f.ty::<Vec<u8>>()))
            }
        }

        serde_as_text!($type);
    };
}

bounded_text!(ShortText, 96, ShortTextError, check_short_text);
bounded_text!(Location, 256, LocationError, check_location);

impl fmt::Display for ShortTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a title, purpose or schema has 1 to 96 bytes of UTF-8",
            Self::Character => {
                "a title, purpose or schema is UTF-8 without control characters and without space at its ends"
            }
        })
    }
}

impl core::error::Error for ShortTextError {}

impl fmt::Display for LocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a location has at most 256 characters",
            Self::Scheme => "a location begins with http:// or https://",
            Self::Host => "a location names a host, and no user",
            Self::Character => "a location is visible ASCII without query and fragment",
        })
    }
}

impl core::error::Error for LocationError {}
