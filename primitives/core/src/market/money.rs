//! Money on chain: claims on the settlement bank.

use super::Fen;
use crate::{InstitutionId, Moment};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What an institution has at the settlement banks, in the version it was written in. Versions are only ever added.
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
pub enum Claim {
    /// The first version.
    #[codec(index = 1)]
    V1(ClaimV1),
}

impl Default for Claim {
    fn default() -> Self {
        Self::V1(ClaimV1::default())
    }
}

/// First version of [`Claim`].
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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClaimV1 {
    /// What it can spend.
    pub free: Fen,
    /// What is held for its orders and bids.
    pub held: Fen,
    /// What it asked to be paid out.
    pub paying: Fen,
}

/// What went in and out of the chain through a settlement bank, in the version it was written in. Versions are only ever added.
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
pub enum BankTotals {
    /// The first version.
    #[codec(index = 1)]
    V1(BankTotalsV1),
}

impl Default for BankTotals {
    fn default() -> Self {
        Self::V1(BankTotalsV1::default())
    }
}

/// First version of [`BankTotals`]: sums since the chain began.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BankTotalsV1 {
    /// What it credited.
    pub credited: Fen,
    /// What it paid out.
    pub paid: Fen,
}

running_number!(
    /// A payout's number on chain, from 1.
    PayoutId
);

/// A payout that was asked for, in the version it was written in. Versions are only ever added.
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
pub enum Payout {
    /// The first version.
    #[codec(index = 1)]
    V1(PayoutV1),
}

/// First version of [`Payout`].
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
pub struct PayoutV1 {
    /// Who asked.
    pub of: InstitutionId,
    /// The bank that is to pay.
    pub bank: InstitutionId,
    /// How much.
    pub amount: Fen,
    /// When it was asked for.
    pub at: Moment,
}

/// Why money does not move.
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
pub enum MoneyRefusal {
    /// There is not so much free.
    #[codec(index = 0)]
    NotEnough,
    /// There is not so much held.
    #[codec(index = 1)]
    NotHeld,
    /// A sum is too large.
    #[codec(index = 2)]
    Overflow,
}

words!(MoneyRefusal, MoneyRefusalError, "not-enough, not-held, overflow", {
    NotEnough => "not-enough",
    NotHeld => "not-held",
    Overflow => "overflow",
});

/// The deposits as the market sees them.
pub trait DepositLedger {
    /// What an institution has.
    fn claim(of: InstitutionId) -> ClaimV1;

    /// Sets free money aside.
    fn hold(of: InstitutionId, amount: Fen) -> Result<(), MoneyRefusal>;

    /// Gives back what was set aside. Fails with [`MoneyRefusal::NotHeld`] only, which means that the caller's books are wrong.
    fn release(of: InstitutionId, amount: Fen) -> Result<(), MoneyRefusal>;

    /// Moves money that was set aside for one institution to another, where it is free. If it fails, nothing was changed.
    fn pay(from: InstitutionId, to: InstitutionId, amount: Fen) -> Result<(), MoneyRefusal>;

    /// All that is held, for checks of the whole state.
    fn all_held() -> Vec<(InstitutionId, Fen)>;

    /// Gives an institution so much free money, whatever the rules say.
    #[cfg(feature = "runtime-benchmarks")]
    fn fund_for_benchmark(of: InstitutionId, amount: Fen);
}
