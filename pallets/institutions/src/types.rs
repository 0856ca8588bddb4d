//! What the pallet stores, and the rules that need no storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{Duties, Duty, InstitutionId, InstitutionKind, Moment};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A member, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Member {
    /// The first version.
    #[codec(index = 1)]
    V1(MemberV1),
}

/// First version of [`Member`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct MemberV1 {
    /// The institution the account acts for.
    pub institution: InstitutionId,
    /// What it may do there; never empty.
    pub duties: Duties,
    /// Since when it is a member.
    pub since: Moment,
}

/// How many members an institution has, so that no call has to count them.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Headcount {
    /// All members.
    pub members: u32,
    /// Those of them with [`Duty::Administrator`].
    pub administrators: u32,
}

/// What an institution may take of the chain in one window.
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
    Serialize,
    Deserialize,
)]
pub struct Allowance {
    /// Computation, in picoseconds of the reference machine (the `ref_time` of weights).
    pub ref_time: u64,
    /// Bytes of transactions.
    pub bytes: u64,
}

/// What one transaction takes, in the units of [`Allowance`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// Computation.
    pub ref_time: u64,
    /// Length of the transaction.
    pub bytes: u64,
}

/// What an institution has taken in one window.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Usage {
    /// The window's number: block number divided by the window's length.
    pub window: u32,
    /// Computation taken.
    pub ref_time: u64,
    /// Bytes taken.
    pub bytes: u64,
}

/// Who admits institutions of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admitter {
    /// The council of agencies, by vote.
    Council,
    /// An agency, in its own division.
    Agency,
}

impl Allowance {
    /// Whether one transaction of this cost fits into an unused window.
    pub const fn covers(&self, cost: Cost) -> bool {
        cost.ref_time <= self.ref_time && cost.bytes <= self.bytes
    }
}

impl Usage {
    /// The usage as of this window: a new window begins with nothing taken.
    pub const fn in_window(self, window: u32) -> Self {
        if self.window == window {
            return self;
        }
        Self {
            window,
            ref_time: 0,
            bytes: 0,
        }
    }

    /// The usage with one more transaction.
    pub const fn with(self, cost: Cost) -> Self {
        Self {
            window: self.window,
            ref_time: self.ref_time.saturating_add(cost.ref_time),
            bytes: self.bytes.saturating_add(cost.bytes),
        }
    }

    /// Whether no more was taken than allowed.
    pub const fn is_within(&self, allowance: &Allowance) -> bool {
        self.ref_time <= allowance.ref_time && self.bytes <= allowance.bytes
    }

    /// What is left of the scarcer of the two, from 0 (nothing) to 1000 (all).
    pub fn left_permille(&self, allowance: &Allowance) -> u64 {
        permille_left(self.ref_time, allowance.ref_time)
            .min(permille_left(self.bytes, allowance.bytes))
    }
}

fn permille_left(used: u64, allowed: u64) -> u64 {
    let left = u128::from(allowed.saturating_sub(used)).saturating_mul(1000);
    let permille = left.checked_div(u128::from(allowed)).unwrap_or(0);
    u64::try_from(permille).unwrap_or(1000)
}

/// Who admits institutions of this kind.
pub const fn admitter_of(kind: InstitutionKind) -> Admitter {
    match kind {
        InstitutionKind::Enterprise | InstitutionKind::GatewayOperator => Admitter::Agency,
        InstitutionKind::Agency
        | InstitutionKind::Court
        | InstitutionKind::SettlementBank
        | InstitutionKind::Exchange => Admitter::Council,
    }
}

/// The duties a member of an institution of this kind can have: courts and gateway operators do not trade.
pub const fn duties_of(kind: InstitutionKind) -> Duties {
    match kind {
        InstitutionKind::Court | InstitutionKind::GatewayOperator => {
            Duties::ALL.without(Duty::Trader)
        }
        InstitutionKind::Agency
        | InstitutionKind::Enterprise
        | InstitutionKind::SettlementBank
        | InstitutionKind::Exchange => Duties::ALL,
    }
}

/// Whether a member of an institution of this kind can have all of these duties.
pub fn may_have(kind: InstitutionKind, duties: Duties) -> bool {
    duties.iter().all(|duty| duties_of(kind).contains(duty))
}
