//! A list that cannot be longer than its type says.

use alloc::vec::Vec;
use codec::{
    Compact, Decode, DecodeWithMemTracking, Encode, EncodeLike, Error, Input, MaxEncodedLen, Output,
};
use core::{fmt, ops::Deref};
use scale_info::TypeInfo;

/// A list of at most `MAX` values.
///
/// In SCALE it is a `Vec`: compact length, then the values. Longer ones are refused before a value of them is read.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AtMost<T, const MAX: usize>(Vec<T>);

/// A list has more values than it may.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooMany {
    /// How many it may have.
    pub max: usize,
}

impl<T, const MAX: usize> AtMost<T, MAX> {
    /// The list as a vector.
    pub fn into_inner(self) -> Vec<T> {
        self.0
    }

    /// What becomes of each value, in the same order.
    pub fn map<U>(&self, becomes: impl FnMut(&T) -> U) -> AtMost<U, MAX> {
        AtMost(self.0.iter().map(becomes).collect())
    }

    /// Puts a value behind the others, if there is room.
    pub fn try_push(&mut self, value: T) -> Result<(), TooMany> {
        if self.0.len() >= MAX {
            return Err(TooMany { max: MAX });
        }
        self.0.push(value);
        Ok(())
    }
}

impl<T, const MAX: usize> Default for AtMost<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MAX: usize> TryFrom<Vec<T>> for AtMost<T, MAX> {
    type Error = TooMany;
    fn try_from(values: Vec<T>) -> Result<Self, TooMany> {
        if values.len() > MAX {
            return Err(TooMany { max: MAX });
        }
        Ok(Self(values))
    }
}

impl<T, const MAX: usize> Deref for AtMost<T, MAX> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MAX: usize> IntoIterator for AtMost<T, MAX> {
    type Item = T;
    type IntoIter = alloc::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, const MAX: usize> IntoIterator for &'a AtMost<T, MAX> {
    type Item = &'a T;
    type IntoIter = core::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: fmt::Debug, const MAX: usize> fmt::Debug for AtMost<T, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<T: Encode, const MAX: usize> Encode for AtMost<T, MAX> {
    fn size_hint(&self) -> usize {
        self.0.size_hint()
    }
    fn encode_to<O: Output + ?Sized>(&self, output: &mut O) {
        self.0.encode_to(output);
    }
}

impl<T: Encode, const MAX: usize> EncodeLike for AtMost<T, MAX> {}

impl<T: Decode, const MAX: usize> Decode for AtMost<T, MAX> {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let length = Compact::<u32>::decode(input)?.0 as usize;
        if length > MAX {
            return Err("the list is too long".into());
        }
        codec::decode_vec_with_len(input, length).map(Self)
    }
}

impl<T: DecodeWithMemTracking, const MAX: usize> DecodeWithMemTracking for AtMost<T, MAX> {}

impl<T: MaxEncodedLen, const MAX: usize> MaxEncodedLen for AtMost<T, MAX> {
    fn max_encoded_len() -> usize {
        let length = u32::try_from(MAX).unwrap_or(u32::MAX);
        T::max_encoded_len()
            .saturating_mul(MAX)
            .saturating_add(Compact(length).encoded_size())
    }
}

impl<T: TypeInfo + 'static, const MAX: usize> TypeInfo for AtMost<T, MAX> {
    type Identity = <Vec<T> as TypeInfo>::Identity;
    fn type_info() -> scale_info::Type {
        <Vec<T> as TypeInfo>::type_info()
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize, const MAX: usize> serde::Serialize for AtMost<T, MAX> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>, const MAX: usize> serde::Deserialize<'de> for AtMost<T, MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer)?
            .try_into()
            .map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {} are allowed here", self.max)
    }
}

impl core::error::Error for TooMany {}
