//! What the events of quota say.

use codec::Decode;
use limpid_primitives::{
    quota::{Cause, ClassId, ClassKey, Holder, LeaseId, LotId, OfferId, Timeliness},
    Day, Digest, DivisionCode, Grams, InstitutionId, PermitNumber,
};

/// A class was defined.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct ClassDefined {
    /// Its number.
    pub class: ClassId,
    /// What makes it one.
    pub key: ClassKey,
    /// What is traded in whole numbers of.
    pub unit: Grams,
    /// Digest of the decision.
    pub document: Digest,
    /// The agency.
    pub by: InstitutionId,
}

/// Quota was allocated.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct QuotaAllocated {
    /// The class.
    pub class: ClassId,
    /// To whom.
    pub holder: Holder,
    /// What was granted.
    pub granted: Grams,
    /// What was taken off.
    pub deducted: Grams,
    /// The lot, if anything was left.
    pub lot: Option<LotId>,
    /// Digest of the decision.
    pub document: Digest,
    /// The agency.
    pub by: InstitutionId,
}

/// Quota was taken back into a reserve.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct QuotaTakenBack {
    /// The class.
    pub class: ClassId,
    /// From whom.
    pub holder: Holder,
    /// The reserve.
    pub reserve: DivisionCode,
    /// How much.
    pub amount: Grams,
    /// The lot it became.
    pub lot: LotId,
    /// Digest of the decision.
    pub document: Digest,
    /// The agency.
    pub by: InstitutionId,
}

/// An offer outside the market was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct QuotaTransferred {
    /// The offer.
    pub offer: OfferId,
    /// The class.
    pub class: ClassId,
    /// From whom.
    pub from: Holder,
    /// To whom.
    pub to: Holder,
    /// How much.
    pub amount: Grams,
    /// The lot it became.
    pub lot: LotId,
}

/// A lease began.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct LeaseBegun {
    /// The lease.
    pub lease: LeaseId,
    /// The offer.
    pub offer: OfferId,
    /// The class.
    pub class: ClassId,
    /// From whom.
    pub lessor: Holder,
    /// To whom.
    pub lessee: Holder,
    /// How much.
    pub amount: Grams,
    /// Its last day.
    pub until: Day,
    /// The lot it became.
    pub lot: LotId,
}

/// A lease was returned, or part of it.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct LeaseReturned {
    /// The lease.
    pub lease: LeaseId,
    /// How much.
    pub amount: Grams,
    /// What is missing.
    pub owed: Grams,
    /// The lot it became.
    pub lot: LotId,
}

/// Quota was given up.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct QuotaRetired {
    /// The class.
    pub class: ClassId,
    /// Whose.
    pub holder: Holder,
    /// How much.
    pub amount: Grams,
    /// The ended lot.
    pub lot: LotId,
    /// Digest of the declaration.
    pub document: Digest,
}

/// Quota was surrendered.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct QuotaSurrendered {
    /// The permit.
    pub permit: PermitNumber,
    /// The year.
    pub year: u16,
    /// The class.
    pub class: ClassId,
    /// Whose.
    pub holder: InstitutionId,
    /// How much.
    pub amount: Grams,
    /// Whether in time.
    pub timeliness: Timeliness,
    /// The ended lot.
    pub lot: LotId,
}

/// A holding of a class that is over was written off.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct HoldingExpired {
    /// The class.
    pub class: ClassId,
    /// Whose.
    pub holder: Holder,
    /// How much.
    pub amount: Grams,
    /// The ended lot.
    pub lot: LotId,
}

/// Bought quota was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct QuotaDelivered {
    /// The class.
    pub class: ClassId,
    /// To whom.
    pub to: Holder,
    /// How much.
    pub amount: Grams,
    /// The lot it became.
    pub lot: LotId,
    /// What it was bought by.
    pub cause: Cause,
}
