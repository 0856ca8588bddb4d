//! The key of a record: where it stands among the records of a batch.

use core::{fmt, ops::RangeInclusive};
use limpid_primitives::{Outlet, OutletError};

/// The identity and the sorting key of a record. Its order is the order of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordKey {
    /// The outlet it speaks of.
    pub outlet: Outlet,
    /// The moment it speaks of, milliseconds since 1970 UTC.
    pub observed_ms: u64,
    /// The frame's command code (CN); 0 for a file.
    pub kind: u16,
    /// The gateway's running number, unique in a gateway.
    pub arrival: u64,
}

impl RecordKey {
    /// How many bytes a key has.
    pub const LENGTH: usize = Outlet::LENGTH + 8 + 2 + 8;

    /// The smallest key an outlet can have at this observed time.
    pub fn lowest(outlet: Outlet, observed_ms: u64) -> Self {
        Self {
            outlet,
            observed_ms,
            kind: 0,
            arrival: 0,
        }
    }

    /// The keys an outlet's records of a kind at an observed time can have.
    pub fn of_kind(outlet: Outlet, observed_ms: u64, kind: u16) -> RangeInclusive<Self> {
        let key = |arrival| Self {
            outlet,
            observed_ms,
            kind,
            arrival,
        };
        key(0)..=key(u64::MAX)
    }

    /// The 45 bytes, all big-endian.
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let (outlet, rest) = bytes.split_at_mut(Outlet::LENGTH);
        let (observed, rest) = rest.split_at_mut(8);
        let (kind, arrival) = rest.split_at_mut(2);
        outlet.copy_from_slice(&self.outlet.to_bytes());
        observed.copy_from_slice(&self.observed_ms.to_be_bytes());
        kind.copy_from_slice(&self.kind.to_be_bytes());
        arrival.copy_from_slice(&self.arrival.to_be_bytes());
        bytes
    }
}

/// The first 27 bytes are no outlet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyError(pub OutletError);

impl TryFrom<[u8; RecordKey::LENGTH]> for RecordKey {
    type Error = KeyError;
    fn try_from(bytes: [u8; Self::LENGTH]) -> Result<Self, KeyError> {
        let [outlet @ .., o0, o1, o2, o3, o4, o5, o6, o7, k0, k1, a0, a1, a2, a3, a4, a5, a6, a7] =
            bytes;
        Ok(Self {
            outlet: outlet.try_into().map_err(KeyError)?,
            observed_ms: u64::from_be_bytes([o0, o1, o2, o3, o4, o5, o6, o7]),
            kind: u16::from_be_bytes([k0, k1]),
            arrival: u64::from_be_bytes([a0, a1, a2, a3, a4, a5, a6, a7]),
        })
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the key does not begin with an outlet: {}", self.0)
    }
}

impl core::error::Error for KeyError {}
