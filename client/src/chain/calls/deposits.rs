//! Money: what the settlement banks credit and pay out.

use super::Call;
use limpid_primitives::{
    market::{Fen, PayoutId},
    Digest, InstitutionId,
};

const PALLET: &str = "Deposits";

/// Credits money that arrived at the signer's bank, by the digest of the bank's voucher.
pub fn credit(institution: InstitutionId, amount: Fen, reference: Digest) -> Call {
    Call::new(PALLET, "credit", (institution, amount, reference))
}

/// Asks a bank to pay out of what is free.
pub fn request_payout(bank: InstitutionId, amount: Fen) -> Call {
    Call::new(PALLET, "request_payout", (bank, amount))
}

/// Says that a payout was made, by the digest of the bank's voucher.
pub fn confirm_payout(payout: PayoutId, reference: Digest) -> Call {
    Call::new(PALLET, "confirm_payout", (payout, reference))
}

/// Says that a payout is not made, by the digest of the document that says why.
pub fn refuse_payout(payout: PayoutId, reason: Digest) -> Call {
    Call::new(PALLET, "refuse_payout", (payout, reason))
}

/// Takes back what was asked for and not paid yet.
pub fn withdraw_payout(payout: PayoutId) -> Call {
    Call::new(PALLET, "withdraw_request", payout)
}
