//! Random sequences of decisions against a small model: which of them were carried out.

use crate::{mock::*, NextDecision};
use codec::Encode;
use limpid_primitives::Digest;
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Step {
    by: AccountId,
    document: u8,
    call: RuntimeCall,
}

fn any_step() -> impl Strategy<Value = Step> {
    let call = prop_oneof![
        any::<u8>().prop_map(|key| write(&[key])),
        (0usize..2000).prop_map(remark),
        Just(write(UNABLE)),
        Just(failing()),
    ];
    let by = prop_oneof![4 => Just(COUNCIL), 1 => Just(STRANGER)];
    (by, any::<u8>(), call).prop_map(|(by, document, call)| Step { by, document, call })
}

fn succeeds(step: &Step) -> bool {
    step.by == COUNCIL && step.call != failing() && step.call != write(UNABLE)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hold_after_each_of_any_decisions(steps in proptest::collection::vec(any_step(), 1..30)) {
        run(|| {
            let mut decided = 0;
            for step in steps {
                let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
                let origin = RuntimeOrigin::signed(step.by);
                let document = Digest([step.document; 32]);
                let result = Governance::decide(origin, document, Box::new(step.call.clone()));
                assert_eq!(result.is_ok(), succeeds(&step), "{step:?}");
                if result.is_ok() {
                    decided += 1;
                    let kept = decision(decided).expect("on record");
                    assert_eq!(kept.document, document);
                    assert_eq!(kept.call_hash.0, sp_io::hashing::blake2_256(&step.call.encode()));
                } else {
                    let after = sp_io::storage::root(sp_runtime::StateVersion::V1);
                    assert_eq!(before, after, "a decision that failed changed the state");
                }
                assert_eq!(NextDecision::<Test>::get(), decided + 1);
                Governance::do_try_state().expect("every invariant holds");
            }
        });
    }
}
