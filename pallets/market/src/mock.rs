//! A runtime with this pallet, the real ledgers of quota and money and the institutions, and a small market to begin with.

mod deeds;
mod doubles;
mod events;
mod world;

pub use deeds::*;
pub use doubles::{Emissions, Permits};
pub use events::*;
pub use world::*;

use crate as pallet_market;
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
    weights::constants::RocksDbWeight,
};
use limpid_primitives::{Day, Duty, InstitutionKind};
use pallet_institutions::{duty, kind, Allowance, EnsureAgency, EnsureMember, ANY_DUTY, ANY_KIND};

pub type AccountId = u64;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(10)]
    pub type Institutions = pallet_institutions;
    #[runtime::pallet_index(18)]
    pub type Quotas = pallet_quotas;
    #[runtime::pallet_index(19)]
    pub type Market = pallet_market;
    #[runtime::pallet_index(20)]
    pub type Deposits = pallet_deposits;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
    /// Most open orders of a holder; a test can have fewer.
    pub static OrdersMax: u32 = 100_000;
    /// Most bids of an auction; a test can have fewer.
    pub static BidsMax: u32 = 1_000;
}

pub const ORDER_DAYS_MAX: u32 = 30;
pub const OFFER_MS_MAX: u64 = 7 * Day::LENGTH_MS;
pub const AUCTION_MS_MAX: u64 = 30 * Day::LENGTH_MS;
pub const AUCTION_WINDOW_MIN: u64 = 60 * 60 * 1_000;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type DbWeight = RocksDbWeight;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = ();
    type WeightInfo = ();
}

impl pallet_institutions::Config for Test {
    type CouncilOrigin = frame_system::EnsureRoot<AccountId>;
    type Time = Timestamp;
    type MembersMax = ConstU32<8>;
    type WindowBlocks = ConstU32<10>;
    type DefaultAllowance = DefaultAllowance;
    type PendingMax = ConstU32<8>;
    type WeightInfo = ();
}

const DECIDES: u8 = duty(Duty::Administrator) | duty(Duty::Approver);
const DISPOSES: u8 = duty(Duty::Administrator) | duty(Duty::Trader);

type EnsureHolder = EnsureMember<
    Test,
    { kind(InstitutionKind::Enterprise) | kind(InstitutionKind::Agency) },
    DISPOSES,
>;
type EnsureAnybody = EnsureMember<Test, ANY_KIND, ANY_DUTY>;

impl pallet_quotas::Config for Test {
    type AgencyOrigin = EnsureAgency<Test, DECIDES>;
    type HolderOrigin = EnsureHolder;
    type CourtOrigin = EnsureMember<Test, { kind(InstitutionKind::Court) }, DECIDES>;
    type MemberOrigin = EnsureAnybody;
    type Institutions = Institutions;
    type Permits = Permits;
    type Emissions = Emissions;
    type Time = Timestamp;
    type HoldingsMax = ConstU32<3>;
    type OffersMax = ConstU32<3>;
    type LeasesMax = ConstU32<2>;
    type OfferMsMax = ConstU64<OFFER_MS_MAX>;
    type ReturnsMax = ConstU32<2>;
    type WeightInfo = ();
}

impl pallet_deposits::Config for Test {
    type BankOrigin = EnsureMember<Test, { kind(InstitutionKind::SettlementBank) }, DECIDES>;
    type DepositorOrigin = EnsureHolder;
    type Institutions = Institutions;
    type Time = Timestamp;
    type PayoutsMax = ConstU32<3>;
    type WeightInfo = ();
}

impl pallet_market::Config for Test {
    type SupervisorOrigin = EnsureMember<
        Test,
        { kind(InstitutionKind::Exchange) | kind(InstitutionKind::Agency) },
        DECIDES,
    >;
    type HolderOrigin = EnsureHolder;
    type MemberOrigin = EnsureAnybody;
    type Institutions = Institutions;
    type Quotas = Quotas;
    type Deposits = Deposits;
    type Time = Timestamp;
    type OrdersMax = OrdersMax;
    type OrderDaysMax = ConstU32<ORDER_DAYS_MAX>;
    type OfferMsMax = ConstU64<OFFER_MS_MAX>;
    type AuctionMsMax = ConstU64<AUCTION_MS_MAX>;
    type AuctionWindowMin = ConstU64<AUCTION_WINDOW_MIN>;
    type BidsMax = BidsMax;
    type WeightInfo = ();
}
