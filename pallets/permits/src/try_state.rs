//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    lifecycle::{Stage, Step},
    pallet::{Bans, Config, Outlets, Permits, Terms},
    terms::{ascends, check_outlet},
    Pallet,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    permit::{Ban, OutletTerms, Permit, PermitStatus, PermitTerms, PermitV1, Standing},
    InstitutionKind, OutletCode, PermitNumber,
};
use pallet_institutions::InstitutionLookup;
use sp_runtime::TryRuntimeError;

const STEPS: [Step; 8] = [
    Step::Issue,
    Step::Amend,
    Step::Renew,
    Step::Suspend,
    Step::Reinstate,
    Step::Revoke,
    Step::Withdraw,
    Step::Cancel,
];

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        let mut versions = 0usize;
        let mut outlets = 0usize;
        let mut ended_for_fault = BTreeSet::new();
        for (number, Permit::V1(permit)) in Permits::<T>::iter() {
            Self::check_standings(&permit)?;
            Self::check_parties(&number, &permit)?;
            let last = permit.present().map_or(0, |last| last.version);
            for version in 1..=last {
                outlets = outlets.saturating_add(Self::check_version(&number, version)?);
                versions = versions.saturating_add(1);
            }
            if permit.standings.iter().any(is_for_fault) {
                ended_for_fault.insert(number);
            }
        }
        ensure!(
            Terms::<T>::iter_keys().count() == versions,
            "there are terms of a version that is none"
        );
        ensure!(
            Outlets::<T>::iter_keys().count() == outlets,
            "there is an outlet that its version does not name"
        );
        ensure!(
            Bans::<T>::iter().all(|(holder, Ban::V1(ban))| ban.number.holder() == holder
                && ended_for_fault.contains(&ban.number)),
            "a holder is banned for no permit's sake"
        );
        Ok(())
    }

    /// 1. Standings, one after the other.
    fn check_standings(permit: &PermitV1) -> Result<(), TryRuntimeError> {
        let first = permit.standings.first().ok_or("a permit has no standing")?;
        ensure!(
            first.version == 1 && first.status == PermitStatus::Active,
            "a permit does not begin with its issue"
        );
        for (before, after) in permit.standings.iter().zip(permit.standings.iter().skip(1)) {
            ensure!(
                before.at.block <= after.at.block && before.at.time_ms <= after.at.time_ms,
                "a decision stands before an earlier one"
            );
            ensure!(
                STEPS.iter().any(|step| led(*step, before, after)),
                "no step leads from a standing to the next"
            );
        }
        ensure!(
            permit
                .standings
                .iter()
                .all(|standing| standing.valid_from_ms < standing.valid_until_ms),
            "a permit is never valid"
        );
        Ok(())
    }

    /// 4. Holder and issuer.
    fn check_parties(number: &PermitNumber, permit: &PermitV1) -> Result<(), TryRuntimeError> {
        let named = number.uscc().map(|uscc| T::Institutions::by_uscc(&uscc));
        let holder = match named {
            None => None,
            Some(found) => {
                let (id, holder) = found.ok_or("a permit's holder is not admitted")?;
                ensure!(
                    holder.kind == InstitutionKind::Enterprise,
                    "a permit's holder is no enterprise"
                );
                Some(id)
            }
        };
        ensure!(
            permit.holder == holder,
            "a permit's holder is not whom its number names"
        );
        let issuer = T::Institutions::institution(permit.issuer);
        ensure!(
            issuer.is_some_and(|issuer| issuer.kind == InstitutionKind::Agency),
            "a permit's issuer is no agency"
        );
        Ok(())
    }

    /// 2. and 3. A version and its outlets. Returns how many.
    fn check_version(number: &PermitNumber, version: u32) -> Result<usize, TryRuntimeError> {
        let PermitTerms::V1(terms) =
            Terms::<T>::get(number, version).ok_or("a version has no terms")?;
        ensure!(
            ascends(&terms.outlets, |code| *code),
            "a version's outlets are not in order"
        );
        let kept: BTreeSet<OutletCode> = Outlets::<T>::iter_key_prefix((number, version)).collect();
        ensure!(
            kept.iter().eq(terms.outlets.iter()),
            "a version's outlets are not those it names"
        );
        let of_version: Vec<_> = Outlets::<T>::iter_prefix((number, version)).collect();
        let mut limits = 0usize;
        for (code, OutletTerms::V1(outlet)) in &of_version {
            ensure!(
                check_outlet(code, outlet).is_ok(),
                "what an outlet is allowed breaks a rule"
            );
            limits = limits
                .saturating_add(outlet.limits.len())
                .saturating_add(outlet.yearly_masses.len());
        }
        ensure!(
            u32::try_from(limits).is_ok_and(|limits| limits <= T::LimitsMax::get()),
            "a version has too many limits"
        );
        Ok(of_version.len())
    }
}

/// Whether the step led from one standing to the other.
fn led(step: Step, before: &Standing, after: &Standing) -> bool {
    let stage = Stage::at(after.at.time_ms, Some(before));
    let same_from = before.valid_from_ms == after.valid_from_ms;
    let same_until = before.valid_until_ms == after.valid_until_ms;
    let dates_fit = match step {
        Step::Issue => true,
        Step::Renew => same_from && before.valid_until_ms < after.valid_until_ms,
        _ => same_from && same_until,
    };
    let made = match step {
        Step::Issue | Step::Amend | Step::Renew => 1,
        _ => 0,
    };
    step.at(stage) == Ok(after.status)
        && dates_fit
        && before.version.checked_add(made) == Some(after.version)
}

fn is_for_fault(standing: &Standing) -> bool {
    matches!(
        standing.status,
        PermitStatus::Revoked | PermitStatus::Withdrawn
    )
}
