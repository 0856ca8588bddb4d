//! Emission quota: who decides about it, and how much of it a holder has at most.

use crate::{Emissions, Institutions, Permits, Runtime, Timestamp};
use frame_support::traits::{ConstU32, ConstU64};
use limpid_primitives::{Duty, InstitutionKind};
use pallet_institutions::{duty, kind, EnsureAgency, EnsureMember, ANY_DUTY, ANY_KIND};

const DECIDES: u8 = duty(Duty::Administrator) | duty(Duty::Approver);
const DISPOSES: u8 = duty(Duty::Administrator) | duty(Duty::Trader);
const HOLDERS: u8 = kind(InstitutionKind::Enterprise) | kind(InstitutionKind::Agency);

/// A division's reserve has classes of every pollutant, zone, vintage and sector in it: of sixteen zones with four pollutants in
/// two vintages.
const HOLDINGS_MAX: u32 = 128;
const OFFERS_MAX: u32 = 32;
const LEASES_MAX: u32 = 32;
/// What two parties have not agreed on in thirty days is offered anew.
const OFFER_MS_MAX: u64 = 30 * 24 * 60 * 60 * 1000;
/// About 100 ms of a block that has nothing else to do.
const RETURNS_MAX: u32 = 64;

impl pallet_quotas::Config for Runtime {
    type AgencyOrigin = EnsureAgency<Runtime, DECIDES>;
    type HolderOrigin = EnsureMember<Runtime, HOLDERS, DISPOSES>;
    type CourtOrigin = EnsureMember<Runtime, { kind(InstitutionKind::Court) }, DECIDES>;
    type MemberOrigin = EnsureMember<Runtime, ANY_KIND, ANY_DUTY>;
    type Institutions = Institutions;
    type Permits = Permits;
    type Emissions = Emissions;
    type Time = Timestamp;
    type HoldingsMax = ConstU32<HOLDINGS_MAX>;
    type OffersMax = ConstU32<OFFERS_MAX>;
    type LeasesMax = ConstU32<LEASES_MAX>;
    type OfferMsMax = ConstU64<OFFER_MS_MAX>;
    type ReturnsMax = ConstU32<RETURNS_MAX>;
    type WeightInfo = pallet_quotas::weights::SubstrateWeight<Runtime>;
}
