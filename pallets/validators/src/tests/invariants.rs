//! Random sequences of decisions, offences and changes of keys against a small model: who is approved, and who is only kept.

use crate::{mock::*, Removing};
use frame_support::assert_storage_noop;
use proptest::prelude::*;
use std::collections::BTreeSet;

const ACCOUNTS: [AccountId; 9] = [A, B, C, D, E, F, KEYLESS, OWNER, STRANGER];

#[derive(Clone, Debug)]
enum Step {
    Change {
        add: Vec<AccountId>,
        remove: Vec<AccountId>,
    },
    Offend {
        validators: Vec<AccountId>,
        sessions_ago: u32,
    },
    SetKeys {
        account: AccountId,
        number: u64,
    },
    PurgeKeys(AccountId),
    NextSession,
}

/// Who should validate, and who of them offended.
#[derive(Debug, PartialEq)]
struct Model {
    approved: BTreeSet<AccountId>,
    offending: BTreeSet<AccountId>,
}

impl Model {
    fn from_state() -> Self {
        Self {
            approved: approved().into_iter().collect(),
            offending: Removing::<Test>::get().into_iter().collect(),
        }
    }

    /// What a change that succeeded must have done. Panics if it ought to have failed.
    fn change(&mut self, add: &[AccountId], remove: &[AccountId]) {
        for account in remove {
            assert!(self.approved.remove(account));
            self.offending.remove(account);
        }
        for account in add {
            assert!(![OWNER, STRANGER].contains(account));
            assert!(self.offending.remove(account) | self.approved.insert(*account));
        }
        self.check_shed();
    }

    /// An offence, of which the state says who was given up for it: which ones depends on the order.
    fn offend(&mut self, validators: &[AccountId]) {
        let offending = validators.iter().filter(|v| self.approved.contains(v));
        // What was pardoned does not count.
        let recorded = offending.filter(|v| crate::Offenders::<Test>::contains_key(v));
        self.offending.extend(recorded);
        self.check_shed();
    }

    /// Offenders go until the minimum is left, and nobody else does.
    fn check_shed(&mut self) {
        let state = Self::from_state();
        let spare = self.approved.len() - MINIMUM as usize;
        let shed: BTreeSet<_> = self.approved.difference(&state.approved).copied().collect();
        assert!(shed.is_subset(&self.offending), "{shed:?} of {self:?}");
        assert_eq!(shed.len(), spare.min(self.offending.len()));
        self.approved.retain(|account| !shed.contains(account));
        self.offending.retain(|account| !shed.contains(account));
    }
}

fn any_accounts() -> impl Strategy<Value = Vec<AccountId>> {
    proptest::collection::vec(proptest::sample::select(ACCOUNTS.to_vec()), 0..4)
}

fn any_step() -> impl Strategy<Value = Step> {
    let account = || proptest::sample::select(ACCOUNTS.to_vec());
    prop_oneof![
        4 => (any_accounts(), any_accounts()).prop_map(|(add, remove)| Step::Change { add, remove }),
        2 => (any_accounts(), 0u32..3).prop_map(|(validators, sessions_ago)| Step::Offend {
            validators,
            sessions_ago,
        }),
        3 => (account(), 0u64..20).prop_map(|(account, number)| Step::SetKeys { account, number }),
        1 => account().prop_map(Step::PurgeKeys),
        3 => Just(Step::NextSession),
    ]
}

fn take(step: &Step, model: &mut Model) {
    match step {
        Step::Change { add, remove } => {
            if frame_support::storage::with_storage_layer(|| change(add, remove)).is_ok() {
                model.change(add, remove);
            } else {
                assert_eq!(*model, Model::from_state());
            }
        }
        Step::Offend {
            validators,
            sessions_ago,
        } => {
            let session = Session::current_index().saturating_sub(*sessions_ago);
            offend(validators, session);
            model.offend(validators);
            // Told again, it is nothing new.
            System::reset_events();
            assert_storage_noop!(offend(validators, session));
        }
        Step::SetKeys { account, number } => drop(set_keys(*account, *number)),
        Step::PurgeKeys(account) => drop(Session::purge_keys(RuntimeOrigin::signed(*account))),
        Step::NextSession => check_next_session(),
    }
}

/// The session pallet takes the set it was given, and `Consensus` sees that nothing changes in silence.
fn check_next_session() {
    let before = Session::validators();
    next_session();
    let with_keys = |accounts: Vec<AccountId>| -> BTreeSet<AccountId> {
        accounts.into_iter().filter(Validators::has_keys).collect()
    };
    let (queued, wanted) = (with_keys(queued()), with_keys(approved()));
    if queued.is_empty() {
        return;
    }
    assert!(
        wanted.is_subset(&queued),
        "an approved validator is left out"
    );
    let beyond: Vec<_> = queued.difference(&wanted).collect();
    let missing = (MINIMUM as usize).saturating_sub(wanted.len());
    assert!(beyond.len() <= missing, "{beyond:?} stay for nothing");
    let started = Session::validators();
    assert!(
        beyond.iter().all(|account| started.contains(account)),
        "one that was not approved joins {before:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn hold_after_each_of_any_steps(steps in proptest::collection::vec(any_step(), 1..40)) {
        ExtBuilder::default().run(|| {
            let mut model = Model::from_state();
            for step in steps {
                take(&step, &mut model);
                assert_eq!(Model::from_state(), model, "after {step:?}");
                Validators::do_try_state().expect("every invariant holds");
            }
        });
    }
}
