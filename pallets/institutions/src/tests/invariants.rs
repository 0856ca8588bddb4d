//! Random sequences of calls against a small model: who is a member of what, with which duties, and what is suspended.

use crate::{mock::*, types::may_have, Call, Member};
use frame_support::traits::UnfilteredDispatchable;
use limpid_primitives::{
    Duties, Duty, Institution, InstitutionId, InstitutionKind, InstitutionStatus,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Accounts take part by small numbers; 0 is the council.
const ACCOUNTS: std::ops::Range<AccountId> = 0..12;

#[derive(Default)]
struct Model {
    kinds: BTreeMap<InstitutionId, InstitutionKind>,
    admitted_by: BTreeMap<InstitutionId, Option<InstitutionId>>,
    suspended: BTreeSet<InstitutionId>,
    members: BTreeMap<AccountId, (InstitutionId, Duties)>,
}

impl Model {
    fn from_state() -> Self {
        let mut model = Self::default();
        for (id, Institution::V1(institution)) in crate::Institutions::<Test>::iter() {
            model.kinds.insert(id, institution.kind);
            model.admitted_by.insert(id, institution.admitted_by);
            if institution.status != InstitutionStatus::Active {
                model.suspended.insert(id);
            }
        }
        for (account, Member::V1(member)) in crate::Members::<Test>::iter() {
            model
                .members
                .insert(account, (member.institution, member.duties));
        }
        model
    }

    /// The institution the signer is administrator of, if that may act.
    fn administers(&self, signer: AccountId) -> Option<InstitutionId> {
        let (institution, duties) = self.members.get(&signer)?;
        (duties.contains(Duty::Administrator) && !self.suspended.contains(institution))
            .then_some(*institution)
    }

    fn is_over(&self, signer: AccountId, id: InstitutionId) -> bool {
        let Some(admitter) = self.admitted_by.get(&id) else {
            return false;
        };
        signer == COUNCIL || (admitter.is_some() && *admitter == self.administers(signer))
    }

    /// What a call that succeeded must have done. Panics if it ought to have failed for its signer.
    fn apply(&mut self, signer: AccountId, call: &Call<Test>) {
        match call.clone() {
            Call::admit_institution {
                kind,
                administrator,
                ..
            } => {
                let by = self.administers(signer);
                assert!(by.is_some() || signer == COUNCIL);
                let id = InstitutionId(self.kinds.len() as u32 + 1);
                self.kinds.insert(id, kind);
                self.admitted_by.insert(id, by);
                let only = duties(&[Duty::Administrator]);
                assert_eq!(self.members.insert(administrator, (id, only)), None);
            }
            Call::amend_institution { institution, .. } => {
                assert!(self.is_over(signer, institution));
            }
            Call::suspend_institution { institution, .. } => {
                assert!(self.is_over(signer, institution));
                assert!(self.suspended.insert(institution));
            }
            Call::reinstate_institution { institution, .. } => {
                assert!(self.is_over(signer, institution));
                assert!(self.suspended.remove(&institution));
            }
            Call::add_member { account, duties } => {
                let own = self.administers(signer).expect("an administrator");
                assert!(may_have(self.kinds[&own], duties));
                assert_eq!(self.members.insert(account, (own, duties)), None);
            }
            Call::set_duties { account, duties } => {
                let own = self.administers(signer).expect("an administrator");
                let before = self.members.insert(account, (own, duties));
                assert_eq!(before.expect("a member").0, own);
            }
            Call::remove_member { account } => {
                let (institution, _) = self.members[&account];
                assert!(
                    self.administers(signer) == Some(institution)
                        || self.is_over(signer, institution)
                );
                self.members.remove(&account);
            }
            Call::appoint_administrator {
                institution,
                account,
            } => {
                assert!(self.is_over(signer, institution));
                let (at, duties) = self
                    .members
                    .remove(&account)
                    .unwrap_or((institution, Duties::NONE));
                assert_eq!(at, institution);
                let duties = duties.with(Duty::Administrator);
                self.members.insert(account, (at, duties));
            }
            _ => assert_eq!(signer, COUNCIL),
        }
    }
}

fn any_duties() -> impl Strategy<Value = Duties> {
    proptest::sample::subsequence(Duty::ALL.to_vec(), 0..=4)
        .prop_map(|some| some.into_iter().collect())
}

fn any_call() -> impl Strategy<Value = Call<Test>> {
    let account = || ACCOUNTS.prop_map(|account| account.max(1));
    let institution = || (1u32..7).prop_map(InstitutionId);
    let kind = proptest::sample::select(InstitutionKind::ALL.to_vec());
    let place = || proptest::sample::select(vec![HEBEI, TANGSHAN, SHANXI]).prop_map(division);
    prop_oneof![
        (kind, 1u32..9, place(), account()).prop_map(|(kind, code, division, administrator)| {
            Call::admit_institution {
                kind,
                uscc: uscc(code),
                name: name("x"),
                division,
                administrator,
            }
        }),
        (institution(), place()).prop_map(|(institution, division)| Call::amend_institution {
            institution,
            name: name("y"),
            division,
        }),
        institution().prop_map(|institution| Call::suspend_institution {
            institution,
            reason: REASON,
        }),
        institution().prop_map(|institution| Call::reinstate_institution {
            institution,
            reason: REASON,
        }),
        (account(), any_duties())
            .prop_map(|(account, duties)| Call::add_member { account, duties }),
        (account(), any_duties())
            .prop_map(|(account, duties)| Call::set_duties { account, duties }),
        account().prop_map(|account| Call::remove_member { account }),
        institution().prop_map(|institution| Call::set_allowance {
            institution,
            allowance: None,
        }),
        (institution(), account()).prop_map(|(institution, account)| {
            Call::appoint_administrator {
                institution,
                account,
            }
        }),
    ]
}

/// An agency and an enterprise it admitted, with small account numbers.
fn small_world() -> ExtBuilder {
    ExtBuilder::empty()
        .institution(InstitutionKind::Agency, HEBEI, None)
        .member(1, &[Duty::Administrator])
        .member(2, &[Duty::Approver])
        .institution(InstitutionKind::Enterprise, TANGSHAN, Some(AGENCY))
        .member(3, &[Duty::Administrator])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hold_after_each_of_any_calls(
        steps in proptest::collection::vec((ACCOUNTS, any_call()), 1..40)
    ) {
        small_world().run(|| {
            let mut model = Model::from_state();
            for (signer, call) in steps {
                let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
                match call.clone().dispatch_bypass_filter(signed(signer)) {
                    Ok(_) => model.apply(signer, &call),
                    Err(_) => assert_eq!(
                        before,
                        sp_io::storage::root(sp_runtime::StateVersion::V1),
                        "a refused call changed the state"
                    ),
                }
                let state = Model::from_state();
                assert_eq!(state.members, model.members);
                assert_eq!(state.suspended, model.suspended);
                assert_eq!(state.admitted_by, model.admitted_by);
                Institutions::do_try_state().expect("every invariant holds");
            }
        });
    }
}
