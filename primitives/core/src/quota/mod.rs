//! Emission quota (排污权) as it stands on chain, and the rules of one value.
//!
//! A *class* says what makes quota interchangeable. A *lot* is a node of the title graph: made once, never changed, with the lots it
//! came from; from any lot the graph leads back to the allocations. What a holder has of a class now is its *holding*: all of it is
//! what is left of one lot.
//!
//! | Type | What it is |
//! |---|---|
//! | [`QuotaClass`], [`ClassKey`] | pollutant, zone, vintage and sector |
//! | [`ClassRules`] | who may buy in, how much, and what may be done with it |
//! | [`Holder`], [`Enrolment`] | an institution or a division's reserve; where its sites are, in which sector |
//! | [`Lot`], [`Cause`] | a node of the title graph, and why it was made |
//! | [`Holding`] | what is free, held, offered, frozen, leased and lent of it |
//! | [`Offer`], [`Lease`], [`Freeze`] | what holders agree about, and what courts order |
//! | [`Liability`], [`SurrenderRule`], [`Deduction`] | what was surrendered for a permit's year, and what is missing |
//! | [`QuotaLedger`], [`Refusal`] | what the market asks of quota, and why it is refused |

mod allocation;
mod class;
mod freeze;
mod holder;
mod holding;
mod lease;
mod ledger;
mod liability;
mod lot;
mod offer;
mod refusal;
mod rules;
mod sector;
mod tally;
mod totals;
mod vintage;
mod zone;

pub use allocation::{Allocation, AllocationV1, Deduction, DeductionV1, Share};
pub use class::{ClassId, ClassKey, ClassKeyError, QuotaClass, QuotaClassV1};
pub use freeze::{Freeze, FreezeId, FreezeV1, Release};
pub use holder::{Declaration, Enrolment, EnrolmentV1, Holder, HolderError};
pub use holding::{Holding, HoldingV1};
pub use lease::{Lease, LeaseId, LeaseStatus, LeaseV1};
pub use ledger::{Delivery, QuotaLedger};
pub use liability::{
    Assessment, Liability, LiabilityV1, SurrenderRule, SurrenderRuleV1, Timeliness, TimelinessError,
};
pub use lot::{Cause, Lot, LotId, LotStatus, LotV1, Part};
pub use offer::{NewOffer, Offer, OfferId, OfferTerms, OfferV1};
pub use refusal::{Refusal, RefusalError};
pub use rules::{
    ClassRules, ClassRulesV1, ResaleRule, ResaleRuleError, TransferRule, TransferRuleError,
};
pub use sector::{Sector, SectorError};
pub use tally::{Tally, TallyV1};
pub use totals::{ClassTotals, ClassTotalsV1};
pub use vintage::{Vintage, VintageError};
pub use zone::{BasinCode, BasinCodeError, Place, Zone};

#[cfg(test)]
mod tests;
