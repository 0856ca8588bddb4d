//! Codes of the field as types that cannot hold a wrong value.
//!
//! Permit numbers, credit codes, outlets, divisions and device numbers arrive as text from loggers, files and transactions.
//! Each becomes one of these types at the border, by [`FromStr`](core::str::FromStr) or by SCALE decoding, and both refuse
//! what the rule of its standard refuses. Past the border nothing is checked again.
//!
//! | Type | Example | Rule |
//! |---|---|---|
//! | [`Uscc`] | `91130200699229617X` | GB 32100-2015, check character |
//! | [`PermitNumber`] | `91130200699229617X001P` | HJ 608-2017, appendix A |
//! | [`OutletCode`], [`Outlet`] | `DA001`, `91130200699229617X001P/DA001` | HJ 608-2017, figure 6 |
//! | [`DivisionCode`] | `130200` | GB/T 2260 |
//! | [`Mn`] | `010000A8900016F000169DC0` | HJ 212-2017, table 3, and what devices really send |
//! | [`Pollutant`] | `a21002` | HJ 524-2009, HJ 525-2009 |
//! | [`LimitValue`] | `50`, `0.05` | as the permit writes it; compared by GB/T 8170 |
//! | [`Day`] | `2026-11-24` | in Beijing |
//! | [`Digest`] | 64 lower-case hex digits | SHA-256 |
//! | [`NodeKey`] | 64 lower-case hex digits | RFC 8032 public key |
//! | [`NodeAddress`] | `/ip4/10.0.0.1/tcp/30333` | multiaddr |
//!
//! In text and in JSON (feature `serde`) a code is its text; numbers of our own ([`InstitutionId`], [`GatewayId`],
//! [`DecisionId`]) are numbers. What the chain keeps of permits and discharges is in [`permit`] and [`emissions`], of emission quota
//! and its market in [`quota`] and [`market`], of data that agencies share in [`sharing`].

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[macro_use]
mod code;

mod at_most;
mod day;
mod decision;
mod digest;
mod division;
mod duty;
pub mod emissions;
mod gateway;
mod institution;
mod institution_kind;
mod institution_name;
pub mod joint_case;
mod limit_value;
pub mod market;
mod mass;
mod mn;
mod moment;
mod node;
mod outlet;
mod outlet_code;
pub mod permit;
mod permit_number;
mod pollutant;
pub mod quota;
pub mod sharing;
mod tag;
mod tag_rule;
mod uscc;

pub use at_most::{AtMost, TooMany};
pub use day::{Day, DayError};
pub use decision::{Decision, DecisionId, DecisionV1};
pub use digest::{Digest, DigestError};
pub use division::{DivisionCode, DivisionCodeError, DivisionLevel};
pub use duty::{Duties, Duty, DutyError};
pub use gateway::GatewayId;
pub use institution::{Institution, InstitutionId, InstitutionStatus, InstitutionV1};
pub use institution_kind::{InstitutionKind, InstitutionKindError};
pub use institution_name::{InstitutionName, InstitutionNameError};
pub use limit_value::{LimitValue, LimitValueError, RoundingRule, RoundingRuleError};
pub use mass::{Grams, MassError, MassUnit, Micrograms};
pub use mn::{Mn, MnError};
pub use moment::Moment;
pub use node::{ListedNode, NodeAddress, NodeAddressError, NodeKey, NodeKeyError};
pub use outlet::{Outlet, OutletError};
pub use outlet_code::{Medium, OutletCode, OutletCodeError};
pub use permit_number::{PermitNumber, PermitNumberError};
pub use pollutant::{Pollutant, PollutantError};
pub use tag::{
    tag_days, Tag, TagCode, TagId, TagLookup, TagReview, TagSubject, TagSubjectError,
    TagTimeliness, TagTimelinessError, TagV1, TAGS_A_DAY_MAX, TAG_DAYS_MAX,
};
pub use tag_rule::{TagName, TagNameError, TagRule, TagRuleV1};
pub use uscc::{Uscc, UsccError};

#[cfg(test)]
mod tests;
