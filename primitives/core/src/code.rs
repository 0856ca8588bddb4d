//! What every code shares: one text form, used by `Display`, `FromStr` and serde alike, and decoding that validates.

/// Serialises a type as its text and reads it back by its `FromStr`.
macro_rules! serde_as_text {
    ($type:ty) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $type;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str(concat!(stringify!($type), " as text"))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}

/// Completes a newtype over `[u8; N]` of ASCII text. `$check` judges the bytes; `$length` is the error for another length.
macro_rules! fixed_code {
    ($type:ident, $size:literal, $error:ident, $length:expr, $check:path) => {
        impl $type {
            /// How many characters the code has.
            pub const LENGTH: usize = $size;

            /// The code's characters.
            pub const fn as_bytes(&self) -> &[u8; $size] {
                &self.0
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                core::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl TryFrom<[u8; $size]> for $type {
            type Error = $error;
            fn try_from(bytes: [u8; $size]) -> Result<Self, $error> {
                $check(&bytes)?;
                Ok(Self(bytes))
            }
        }

        impl core::str::FromStr for $type {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                <[u8; $size]>::try_from(text.as_bytes())
                    .map_err(|_| $length)?
                    .try_into()
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl codec::Decode for $type {
            fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
                let bytes = <[u8; $size]>::decode(input)?;
                Self::try_from(bytes)
                    .map_err(|_| codec::Error::from(concat!("not a ", stringify!($type))))
            }
        }

        impl codec::DecodeWithMemTracking for $type {}

        serde_as_text!($type);
    };
}

/// Declares a newtype over `u32`, or another unsigned number, for numbers the chain gives out: a number in JSON, decimal digits
/// in text.
macro_rules! running_number {
    ($(#[$doc:meta])* $type:ident) => {
        running_number!($(#[$doc])* $type(u32));
    };
    ($(#[$doc:meta])* $type:ident($number:ty)) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Encode, Decode, DecodeWithMemTracking,
            MaxEncodedLen, TypeInfo,
        )]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        pub struct $type(pub $number);

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl core::str::FromStr for $type {
            type Err = core::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

/// Gives a plain enum its words: `Display`, `FromStr` and serde all use the same ones.
macro_rules! words {
    ($type:ident, $error:ident, $message:literal, { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $type {
            /// Every variant, in the order of its index.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it in text and JSON.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.word())
            }
        }

        impl core::str::FromStr for $type {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::ALL.iter().copied().find(|known| known.word() == text).ok_or($error)
            }
        }

        #[doc = concat!("The text is not one of the words: ", $message, ".")]
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $error;

        impl core::fmt::Display for $error {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!("expected one of: ", $message))
            }
        }

        impl core::error::Error for $error {}

        serde_as_text!($type);
    };
}
