//! Emission quota: defined and allocated by agencies, agreed about by holders, frozen by courts, surrendered for emissions.

use super::Call;
use limpid_primitives::{
    quota::{
        ClassId, ClassKey, ClassRules, Declaration, FreezeId, Holder, LeaseId, NewOffer, OfferId,
        Share, SurrenderRule,
    },
    Digest, DivisionCode, Grams, InstitutionId, PermitNumber, Pollutant,
};

const PALLET: &str = "Quotas";

/// Defines a class; the digest is that of the decision, here and below. For an agency.
pub fn define_class(key: &ClassKey, unit: Grams, rules: &ClassRules, document: Digest) -> Call {
    Call::new(PALLET, "define_class", (key, unit, rules, document))
}

/// Sets the rules of a class. For an agency.
pub fn set_class_rules(class: ClassId, rules: &ClassRules, document: Digest) -> Call {
    Call::new(PALLET, "set_rules", (class, rules, document))
}

/// Puts on record what an enterprise declares, so that it may hold quota. For an agency.
pub fn enrol_holder(
    institution: InstitutionId,
    declaration: &Declaration,
    document: Digest,
) -> Call {
    Call::new(PALLET, "enrol_holder", (institution, declaration, document))
}

/// Allocates quota of a class by a decision. At most 64 shares. For an agency.
pub fn allocate(class: ClassId, document: Digest, shares: &[Share]) -> Call {
    Call::new(PALLET, "allocate", (class, document, shares))
}

/// Takes quota back into a reserve without the holder's consent. For an agency.
pub fn take_back(
    class: ClassId,
    holder: Holder,
    reserve: DivisionCode,
    amount: Grams,
    document: Digest,
) -> Call {
    let arguments = (class, holder, reserve, amount, document);
    Call::new(PALLET, "take_back", arguments)
}

/// Offers quota to another holder.
pub fn make_offer(offer: &NewOffer) -> Call {
    Call::new(PALLET, "make_offer", offer)
}

/// Accepts an offer.
pub fn accept_offer(offer: OfferId) -> Call {
    Call::new(PALLET, "accept_offer", offer)
}

/// Withdraws an offer.
pub fn withdraw_offer(offer: OfferId) -> Call {
    Call::new(PALLET, "withdraw_offer", offer)
}

/// Returns what the lessee has of a lease.
pub fn return_lease(lease: LeaseId) -> Call {
    Call::new(PALLET, "return_lease", lease)
}

/// Freezes quota by a court's order.
pub fn freeze(holder: Holder, class: ClassId, amount: Grams, document: Digest) -> Call {
    Call::new(PALLET, "freeze", (holder, class, amount, document))
}

/// Releases a freeze by a court's order.
pub fn release_freeze(freeze: FreezeId, document: Digest) -> Call {
    Call::new(PALLET, "release_freeze", (freeze, document))
}

/// Gives quota up for good.
pub fn retire(class: ClassId, holder: Holder, amount: Grams, document: Digest) -> Call {
    Call::new(PALLET, "retire", (class, holder, amount, document))
}

/// Surrenders quota for what a permit's outlets discharged in a year.
pub fn surrender(permit: PermitNumber, year: u16, class: ClassId, amount: Grams) -> Call {
    Call::new(PALLET, "surrender", (permit, year, class, amount))
}

/// Sets until when emissions of a pollutant in a division are to be covered; `None` takes the division's own rule away.
pub fn set_surrender_rule(
    division: DivisionCode,
    pollutant: Pollutant,
    rule: Option<SurrenderRule>,
) -> Call {
    Call::new(PALLET, "set_surrender_rule", (division, pollutant, rule))
}

/// Puts on record what a permit's emissions of a year demand, and what of it is missing.
pub fn assess_year(permit: PermitNumber, pollutant: Pollutant, year: u16) -> Call {
    Call::new(PALLET, "assess_year", (permit, pollutant, year))
}

/// Waives some of a shortfall. For an agency.
pub fn waive_shortfall(
    permit: PermitNumber,
    pollutant: Pollutant,
    year: u16,
    amount: Grams,
    document: Digest,
) -> Call {
    let arguments = (permit, pollutant, year, amount, document);
    Call::new(PALLET, "waive_shortfall", arguments)
}

/// Writes off what a holder has of a class that is over.
pub fn expire_holding(class: ClassId, holder: Holder) -> Call {
    Call::new(PALLET, "expire_holding", (class, holder))
}
