//! Random sequences of calls against a small model: who has which key, what was published, asked for, given, confirmed, opened
//! and recognised. The model says of each call whether it passes, and of each grant and permit how it stands.

mod model;

use crate::mock::*;
use limpid_primitives::sharing::DataSetKind;
use model::{Model, AGENCIES, PARTIES};
use proptest::prelude::*;

/// Stands for whoever may make a call.
const WHO_MAY: usize = 9;
/// Stands for a number that was not given out; others for one that was, if any was.
const UNKNOWN: usize = 99;

/// A call by a party, or by who may make it, about one of what there is.
#[derive(Clone, Copy, Debug)]
enum Step {
    Key(usize),
    Issue(usize),
    Publish(usize, DataSetKind, Option<u8>),
    Revise(usize, usize, Option<u8>),
    Withdraw(usize, usize),
    Ask(usize, usize, u32),
    TakeBack(usize, usize),
    /// With the requester's key this many before its current one.
    Grant(usize, usize, u64, u32),
    Refuse(usize, usize),
    Revoke(usize, usize),
    Renew(usize, usize, u64),
    Rewrap(usize, usize, u32),
    Confirm(usize, usize, u8),
    Order(usize, u32),
    Release(usize, usize, u32),
    Recognise(usize, usize, u32),
    Unrecognise(usize, usize),
    Wait(u64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let (agency, party) = (0..AGENCIES, 0..PARTIES.len());
    let kind = prop_oneof![Just(DataSetKind::PermitArchive), Just(DataSetKind::Records)];
    let threshold = prop_oneof![3 => Just(None), 3 => Just(Some(2)), 1 => (0u8..5).prop_map(Some)];
    let old = prop_oneof![6 => Just(0u32), 1 => Just(1u32)];
    let version = prop_oneof![5 => Just(1u32), 2 => Just(2), 1 => 0u32..4];
    let days = prop_oneof![8 => 1u64..31, 1 => Just(0u64), 1 => Just(31u64)];
    let by = prop_oneof![6 => Just(WHO_MAY), 1 => 0..AGENCIES];
    let to = prop_oneof![20 => 0usize..30, 1 => Just(UNKNOWN)];
    prop_oneof![
        2 => party.clone().prop_map(Step::Key),
        1 => agency.clone().prop_map(Step::Issue),
        2 => (agency.clone(), kind, threshold.clone()).prop_map(|(a, b, c)| Step::Publish(a, b, c)),
        3 => (by.clone(), to.clone(), threshold).prop_map(|(a, b, c)| Step::Revise(a, b, c)),
        1 => (by.clone(), to.clone()).prop_map(|(a, b)| Step::Withdraw(a, b)),
        8 => (party, to.clone(), version.clone()).prop_map(|(a, b, c)| Step::Ask(a, b, c)),
        1 => (by.clone(), to.clone()).prop_map(|(a, b)| Step::TakeBack(a, b)),
        8 => (by.clone(), to.clone(), days.clone(), old.clone())
            .prop_map(|(a, b, c, d)| Step::Grant(a, b, c, d)),
        2 => (by.clone(), to.clone()).prop_map(|(a, b)| Step::Refuse(a, b)),
        1 => (by.clone(), to.clone()).prop_map(|(a, b)| Step::Revoke(a, b)),
        2 => (by.clone(), to.clone(), days).prop_map(|(a, b, c)| Step::Renew(a, b, c)),
        2 => (by.clone(), to.clone(), old.clone()).prop_map(|(a, b, c)| Step::Rewrap(a, b, c)),
        8 => (by.clone(), to.clone(), 1u8..3).prop_map(|(a, b, c)| Step::Confirm(a, b, c)),
        2 => (to.clone(), version.clone()).prop_map(|(a, b)| Step::Order(a, b)),
        4 => (agency.clone(), to.clone(), old).prop_map(|(a, b, c)| Step::Release(a, b, c)),
        6 => (agency, to.clone(), version).prop_map(|(a, b, c)| Step::Recognise(a, b, c)),
        2 => (by, to).prop_map(|(a, b)| Step::Unrecognise(a, b)),
        2 => (0u64..6 * DAY_MS).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn hold_after_each_of_any_calls(
        steps in proptest::collection::vec(any_step(), 1..100)
    ) {
        ExtBuilder::default().run(|| {
            let mut model = Model::new();
            let archives = (0..AGENCIES).map(|by| {
                Step::Publish(by, DataSetKind::PermitArchive, Some(2))
            });
            for step in archives.chain(steps) {
                model.make(step);
                model.compare();
                Sharing::do_try_state().expect("every invariant holds");
            }
        });
    }
}
