//! What the market asks of quota.

use super::{Cause, ClassId, Holder, LotId, QuotaClassV1, Refusal};
use crate::Grams;
use alloc::vec::Vec;

/// Quota that leaves one seller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// The seller.
    pub from: Holder,
    /// How much, of what is held for it.
    pub amount: Grams,
}

/// The quota ledger as the market sees it. All rules are judged at the block's time.
///
/// An order to sell is placed by [`hold`](Self::hold) and cancelled by [`release`](Self::release). At a match the market asks
/// [`may_deliver`](Self::may_deliver) of the seller and [`may_buy`](Self::may_buy) of the buyer, moves the money, and calls
/// [`deliver`](Self::deliver).
pub trait QuotaLedger {
    /// The class with this number.
    fn class(class: ClassId) -> Option<QuotaClassV1>;

    /// Whether a holder may sell so much of what is not set aside.
    fn may_sell(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal>;

    /// Whether so much of what is held may be delivered: nothing came between since it was held.
    fn may_deliver(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal>;

    /// Whether a holder may buy so much more. Of several sellers at once, ask for the sum.
    fn may_buy(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal>;

    /// Sets quota aside, if its holder may sell it.
    fn hold(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal>;

    /// Gives back what was set aside. Fails with [`Refusal::NotHeld`] only, which means that the caller's books are wrong.
    fn release(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal>;

    /// Moves what is held of at most [`DELIVERIES_MAX`](Self::DELIVERIES_MAX) sellers to one buyer, as one new lot, and returns
    /// that lot. Rules are not judged here, but that what courts froze stays; if it fails, nothing was changed.
    fn deliver(
        class: ClassId,
        to: &Holder,
        deliveries: &[Delivery],
        cause: Cause,
    ) -> Result<LotId, Refusal>;

    /// The most sellers of one delivery.
    const DELIVERIES_MAX: usize = super::LotV1::PARENTS_MAX - 1;

    /// The lot all of a holding is left of.
    fn current_lot(holder: &Holder, class: ClassId) -> Option<LotId>;

    /// What is held for a holder.
    fn held(holder: &Holder, class: ClassId) -> Grams;

    /// All that is held, for checks of the whole state.
    fn all_held() -> Vec<(Holder, ClassId, Grams)>;

    /// Makes a class in which anybody may trade anything at any time, whatever the rules say.
    #[cfg(feature = "runtime-benchmarks")]
    fn class_for_benchmark() -> ClassId;

    /// Gives a holder so much of a class, and makes it able to buy more, in as costly a state as there can be.
    #[cfg(feature = "runtime-benchmarks")]
    fn fund_for_benchmark(holder: &Holder, class: ClassId, amount: Grams);
}
