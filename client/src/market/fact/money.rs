//! What the events of deposits say.

use codec::Decode;
use limpid_primitives::{
    market::{Fen, PayoutId},
    Digest, InstitutionId,
};

/// A bank credited money.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Credited {
    /// To whom.
    pub institution: InstitutionId,
    /// The bank.
    pub bank: InstitutionId,
    /// How much.
    pub amount: Fen,
    /// Digest of the voucher.
    pub reference: Digest,
}

/// A payout was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct PayoutRequested {
    /// Its number.
    pub payout: PayoutId,
    /// Who asked.
    pub institution: InstitutionId,
    /// The bank.
    pub bank: InstitutionId,
    /// How much.
    pub amount: Fen,
}

/// A payout was made.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct PayoutConfirmed {
    /// Its number.
    pub payout: PayoutId,
    /// Who asked.
    pub institution: InstitutionId,
    /// The bank.
    pub bank: InstitutionId,
    /// How much.
    pub amount: Fen,
    /// Digest of the voucher.
    pub reference: Digest,
}

/// A payout is not made.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct PayoutRefused {
    /// Its number.
    pub payout: PayoutId,
    /// Digest of the document that says why.
    pub reason: Digest,
}
