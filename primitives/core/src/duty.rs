//! What a member may do for its institution.

#[cfg(feature = "serde")]
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// A duty of a member.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Duty {
    /// Manages the institution and its members.
    #[codec(index = 0)]
    Administrator,
    /// Submits evidence and reports.
    #[codec(index = 1)]
    Submitter,
    /// Trades.
    #[codec(index = 2)]
    Trader,
    /// Approves what others prepared.
    #[codec(index = 3)]
    Approver,
}

words!(Duty, DutyError, "administrator, submitter, trader, approver", {
    Administrator => "administrator",
    Submitter => "submitter",
    Trader => "trader",
    Approver => "approver",
});

/// A set of duties, one bit each: bit `n` is the duty with index `n`. Unknown bits cannot be decoded.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, MaxEncodedLen, TypeInfo,
)]
pub struct Duties(u8);

impl Duties {
    /// No duty.
    pub const NONE: Self = Self(0);
    /// Every duty there is.
    pub const ALL: Self = Self(0b1111);

    /// Whether the set has this duty.
    pub const fn contains(self, duty: Duty) -> bool {
        self.0 & bit(duty) != 0
    }

    /// The set with this duty too.
    pub const fn with(self, duty: Duty) -> Self {
        Self(self.0 | bit(duty))
    }

    /// The set without this duty.
    pub const fn without(self, duty: Duty) -> Self {
        Self(self.0 & !bit(duty))
    }

    /// Whether there is no duty in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its duties in the order of their index.
    pub fn iter(self) -> impl Iterator<Item = Duty> {
        Duty::ALL
            .iter()
            .copied()
            .filter(move |duty| self.contains(*duty))
    }
}

const fn bit(duty: Duty) -> u8 {
    match duty {
        Duty::Administrator => 1,
        Duty::Submitter => 1 << 1,
        Duty::Trader => 1 << 2,
        Duty::Approver => 1 << 3,
    }
}

impl From<Duty> for Duties {
    fn from(duty: Duty) -> Self {
        Self::NONE.with(duty)
    }
}

impl FromIterator<Duty> for Duties {
    fn from_iter<I: IntoIterator<Item = Duty>>(duties: I) -> Self {
        duties.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Duties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Decode for Duties {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        match u8::decode(input)? {
            bits if bits & !Self::ALL.0 == 0 => Ok(Self(bits)),
            _ => Err("unknown duty".into()),
        }
    }
}

impl DecodeWithMemTracking for Duties {}

#[cfg(feature = "serde")]
impl serde::Serialize for Duties {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Duties {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let duties = Vec::<Duty>::deserialize(deserializer)?;
        Ok(duties.into_iter().collect())
    }
}
