//! Permits of the outlets.

use super::{frames, HOUR_MS, MORNING_MS};
use limpid_evidence::sha256;
use limpid_primitives::{
    permit::{Permit, PermitStatus, PermitV1, Standing},
    InstitutionId, Moment, Outlet, PermitNumber,
};

pub const DAY_MS: u64 = 24 * HOUR_MS;
/// 2026-01-01T00:00:00+08:00.
pub const VALID_FROM_MS: u64 = 1_767_196_800_000;

pub fn number() -> PermitNumber {
    frames::outlet().permit
}

/// Another permit of the same enterprise.
pub fn other_number() -> PermitNumber {
    let outlet: Outlet = "91320000MA1L1MPD0C002Q/DA001".parse().unwrap();
    outlet.permit
}

/// A decision, put on chain in a block of that time. Valid for five years.
pub fn decided(time_ms: u64, version: u32, status: PermitStatus) -> Standing {
    Standing {
        at: Moment {
            block: ((time_ms - VALID_FROM_MS) / 3_000) as u32,
            time_ms,
        },
        version,
        status,
        valid_from_ms: VALID_FROM_MS,
        valid_until_ms: VALID_FROM_MS + 5 * 365 * DAY_MS,
        document: sha256(&time_ms.to_be_bytes()),
    }
}

/// The first decision: issued two days before the morning.
pub fn issued() -> Standing {
    decided(MORNING_MS - 2 * DAY_MS, 1, PermitStatus::Active)
}

pub fn permit(standings: impl IntoIterator<Item = Standing>) -> Permit {
    let standings: Vec<_> = standings.into_iter().collect();
    Permit::V1(PermitV1 {
        issuer: InstitutionId(1),
        holder: Some(InstitutionId(3)),
        division: 320_500.try_into().unwrap(),
        standings: standings.try_into().unwrap(),
    })
}
