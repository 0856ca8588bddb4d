//! The market: who decides how it trades, and how much one holder can have in it.

use crate::{Deposits, Institutions, Quotas, Runtime, Timestamp};
use frame_support::traits::{ConstU32, ConstU64};
use limpid_primitives::{Duty, InstitutionKind};
use pallet_institutions::{duty, kind, EnsureMember, ANY_DUTY, ANY_KIND};

const SUPERVISORS: u8 = kind(InstitutionKind::Exchange) | kind(InstitutionKind::Agency);
const DECIDES: u8 = duty(Duty::Administrator) | duty(Duty::Approver);
const HOLDERS: u8 = kind(InstitutionKind::Enterprise) | kind(InstitutionKind::Agency);
const DISPOSES: u8 = duty(Duty::Administrator) | duty(Duty::Trader);

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// An order takes about 100 bytes of state: one holder has a megabyte at most.
const ORDERS_MAX: u32 = 10_000;
/// Good till cancelled is a year.
const ORDER_DAYS_MAX: u32 = 366;
const OFFER_MS_MAX: u64 = 30 * DAY_MS;
/// What is announced a month before still has two to be bid for.
const AUCTION_MS_MAX: u64 = 90 * DAY_MS;
/// Some blocks: no auction is over before anybody's bid could be in one. How long a real one is announced before is for those who
/// announce it; where trading is only tried, auctions are of a minute.
const AUCTION_WINDOW_MIN: u64 = 10 * 1000;
const BIDS_MAX: u32 = 100_000;

impl pallet_market::Config for Runtime {
    type SupervisorOrigin = EnsureMember<Runtime, SUPERVISORS, DECIDES>;
    type HolderOrigin = EnsureMember<Runtime, HOLDERS, DISPOSES>;
    type MemberOrigin = EnsureMember<Runtime, ANY_KIND, ANY_DUTY>;
    type Institutions = Institutions;
    type Quotas = Quotas;
    type Deposits = Deposits;
    type Time = Timestamp;
    type OrdersMax = ConstU32<ORDERS_MAX>;
    type OrderDaysMax = ConstU32<ORDER_DAYS_MAX>;
    type OfferMsMax = ConstU64<OFFER_MS_MAX>;
    type AuctionMsMax = ConstU64<AUCTION_MS_MAX>;
    type AuctionWindowMin = ConstU64<AUCTION_WINDOW_MIN>;
    type BidsMax = ConstU32<BIDS_MAX>;
    type WeightInfo = pallet_market::weights::SubstrateWeight<Runtime>;
}
