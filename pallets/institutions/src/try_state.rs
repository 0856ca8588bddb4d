//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    pallet::{
        AgenciesOf, Allowances, Config, FormerNonces, Headcounts, InstitutionOf, Institutions,
        Members, NextInstitution, UnlistedAgencies, Usages,
    },
    types::may_have,
    Headcount, Member, Pallet, AGENCIES_MAX,
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{DivisionCode, Duty, Institution, InstitutionId, InstitutionKind};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_numbers()?;
        Self::check_codes()?;
        Self::check_members()?;
        Self::check_headcounts()?;
        Self::check_accounts()?;
        Self::check_admitters()?;
        Self::check_allowances()?;
        Self::check_agencies()
    }

    /// 1. Numbers from 1 without gaps.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        let next = NextInstitution::<T>::get();
        for number in 1..next {
            ensure!(
                Institutions::<T>::contains_key(InstitutionId(number)),
                "an institution's number is missing"
            );
        }
        let count = u64::try_from(Institutions::<T>::iter_keys().count());
        ensure!(
            count == Ok(u64::from(next.saturating_sub(1))),
            "an institution has a number that was not given out"
        );
        Ok(())
    }

    /// 2. One institution a credit code.
    fn check_codes() -> Result<(), TryRuntimeError> {
        for (id, Institution::V1(institution)) in Institutions::<T>::iter() {
            ensure!(
                InstitutionOf::<T>::get(institution.uscc) == Some(id),
                "a credit code does not lead to its institution"
            );
        }
        ensure!(
            InstitutionOf::<T>::iter_keys().count() == Institutions::<T>::iter_keys().count(),
            "a credit code leads to an institution with another code"
        );
        Ok(())
    }

    /// 3. Members belong to an institution and have duties its kind can have.
    fn check_members() -> Result<(), TryRuntimeError> {
        for Member::V1(member) in Members::<T>::iter_values() {
            let institution =
                Self::known(member.institution).map_err(|_| "a member's institution is missing")?;
            ensure!(!member.duties.is_empty(), "a member has no duty");
            ensure!(
                may_have(institution.kind, member.duties),
                "a member has a duty its institution's kind does not have"
            );
        }
        Ok(())
    }

    /// 4. Headcounts.
    fn check_headcounts() -> Result<(), TryRuntimeError> {
        let mut counted = BTreeMap::<InstitutionId, Headcount>::new();
        for Member::V1(member) in Members::<T>::iter_values() {
            let headcount = counted.entry(member.institution).or_default();
            headcount.members = headcount.members.saturating_add(1);
            if member.duties.contains(Duty::Administrator) {
                headcount.administrators = headcount.administrators.saturating_add(1);
            }
        }
        let stored = Headcounts::<T>::iter().collect::<BTreeMap<_, _>>();
        ensure!(stored == counted, "a headcount is wrong");
        for (id, headcount) in stored {
            ensure!(
                Institutions::<T>::contains_key(id),
                "a headcount has no institution"
            );
            ensure!(
                headcount.administrators > 0,
                "an institution has no administrator"
            );
            ensure!(
                headcount.members <= T::MembersMax::get(),
                "an institution has too many members"
            );
        }
        Ok(())
    }

    /// 5. Accounts.
    fn check_accounts() -> Result<(), TryRuntimeError> {
        for account in Members::<T>::iter_keys() {
            ensure!(
                frame_system::Pallet::<T>::providers(&account) > 0,
                "a member's account has no provider"
            );
        }
        for account in FormerNonces::<T>::iter_keys() {
            ensure!(
                !Members::<T>::contains_key(account),
                "a member's nonce is kept as a former member's"
            );
        }
        Ok(())
    }

    /// 6. Only agencies admit.
    fn check_admitters() -> Result<(), TryRuntimeError> {
        for Institution::V1(institution) in Institutions::<T>::iter_values() {
            let Some(by) = institution.admitted_by else {
                continue;
            };
            let admitter = Self::known(by).map_err(|_| "an admitting institution is missing")?;
            ensure!(
                admitter.kind == InstitutionKind::Agency,
                "an institution was admitted by one that is no agency"
            );
        }
        Ok(())
    }

    /// 7. Allowances and usages.
    fn check_allowances() -> Result<(), TryRuntimeError> {
        for id in Allowances::<T>::iter_keys().chain(Usages::<T>::iter_keys()) {
            ensure!(
                Institutions::<T>::contains_key(id),
                "an allowance or usage has no institution"
            );
        }
        Ok(())
    }

    /// 8. The lists of agencies.
    fn check_agencies() -> Result<(), TryRuntimeError> {
        let mut expected = BTreeMap::<DivisionCode, BTreeSet<InstitutionId>>::new();
        for (id, Institution::V1(institution)) in Institutions::<T>::iter() {
            if institution.kind == InstitutionKind::Agency {
                expected.entry(institution.division).or_default().insert(id);
            }
        }
        let mut found = BTreeMap::<DivisionCode, Vec<InstitutionId>>::new();
        for (division, agencies) in AgenciesOf::<T>::iter() {
            ensure!(agencies.is_sorted(), "a list of agencies is in disorder");
            found.insert(division, agencies.into_inner());
        }
        for (division, id) in UnlistedAgencies::<T>::iter_keys() {
            ensure!(
                AgenciesOf::<T>::get(division).len() as u32 == AGENCIES_MAX,
                "an agency is left off a list that has room"
            );
            found.entry(division).or_default().push(id);
        }
        found.values_mut().for_each(|agencies| agencies.sort());
        let expected = expected
            .into_iter()
            .map(|(division, agencies)| (division, agencies.into_iter().collect()));
        ensure!(
            found == expected.collect(),
            "the agencies of a division are not those of its list"
        );
        Ok(())
    }
}
