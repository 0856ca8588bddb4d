use crate::{mock::*, weights::WeightInfo, Error, Event, NextDecision};
use codec::Encode;
use frame_support::{
    assert_noop, assert_ok,
    dispatch::{
        DispatchClass, DispatchErrorWithPostInfo, DispatchResultWithPostInfo, GetDispatchInfo,
    },
    weights::Weight,
};
use limpid_primitives::{DecisionId, DecisionV1, Digest};
use sp_runtime::DispatchError;

fn decide(call: RuntimeCall) -> DispatchResultWithPostInfo {
    Governance::decide(RuntimeOrigin::signed(COUNCIL), DOCUMENT, Box::new(call))
}

fn hash(call: &RuntimeCall) -> Digest {
    Digest(sp_io::hashing::blake2_256(&call.encode()))
}

#[test]
fn the_council_acts_as_root_and_it_is_on_record() {
    run(|| {
        assert_ok!(decide(write(POWER)));
        assert!(is_written(POWER));
        let expected = DecisionV1 {
            document: DOCUMENT,
            call_hash: hash(&write(POWER)),
            call: write(POWER).encode().try_into().expect("short"),
            at: NOW,
        };
        assert_eq!(decision(1), Some(expected));
        let event = Event::Decided {
            decision: DecisionId(1),
            document: DOCUMENT,
            call_hash: hash(&write(POWER)),
        };
        assert_eq!(events(), [event]);
        assert_eq!(NextDecision::<Test>::get(), 2);
    });
}

#[test]
fn the_same_can_be_decided_again() {
    run(|| {
        assert_ok!(decide(write(POWER)));
        assert_ok!(decide(write(POWER)));
        assert_eq!(decision(1), decision(2));
    });
}

#[test]
fn a_long_call_is_kept_by_its_hash() {
    run(|| {
        // Pallet, call and length stand before the text.
        let longest = remark(DecisionV1::CALL_BYTES_MAX - 4);
        assert_eq!(longest.encoded_size(), DecisionV1::CALL_BYTES_MAX);
        assert_ok!(decide(longest.clone()));
        assert_eq!(decision(1).expect("kept").call.to_vec(), longest.encode());
        let longer = remark(DecisionV1::CALL_BYTES_MAX - 3);
        assert_ok!(decide(longer.clone()));
        let kept = decision(2).expect("kept");
        assert!(kept.call.is_empty());
        assert_eq!(kept.call_hash, hash(&longer));
    });
}

#[test]
fn nobody_else_decides() {
    run(|| {
        for origin in [
            RuntimeOrigin::signed(STRANGER),
            RuntimeOrigin::root(),
            RuntimeOrigin::none(),
        ] {
            let refused = Governance::decide(origin, DOCUMENT, Box::new(write(POWER)));
            assert_noop!(refused, DispatchError::BadOrigin);
        }
    });
}

#[test]
fn a_decision_cannot_decide() {
    run(|| {
        let inner = crate::Call::decide {
            document: DOCUMENT,
            call: Box::new(write(POWER)),
        };
        assert_eq!(
            decide(inner.into()).map_err(|failed| failed.error),
            Err(DispatchError::BadOrigin)
        );
        assert!(!is_written(POWER));
    });
}

#[test]
fn fails_with_the_calls_own_error_and_leaves_nothing() {
    run(|| {
        let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
        let failed = decide(failing()).expect_err("root has no account to sign with");
        assert_eq!(failed.error, DispatchError::BadOrigin);
        assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
        assert_eq!(events(), []);
    });
}

#[test]
fn fails_when_the_council_could_not_decide_any_more() {
    run(|| {
        let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
        let failed = decide(write(UNABLE)).expect_err("nobody could repair it");
        assert_eq!(failed.error, Error::<Test>::CouncilUnable.into());
        assert!(!is_written(UNABLE));
        // Also without the layer that FRAME puts around a call.
        assert!(Governance::do_decide(DOCUMENT, write(UNABLE)).is_err());
        assert!(!is_written(UNABLE));
        assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
    });
}

#[test]
fn the_calls_error_comes_before_the_councils() {
    run(|| {
        frame_support::storage::unhashed::put(UNABLE, &());
        let failed = decide(failing()).expect_err("root has no account to sign with");
        assert_eq!(failed.error, DispatchError::BadOrigin);
    });
}

#[test]
fn a_council_that_is_unable_can_be_repaired_in_one_decision() {
    run(|| {
        frame_support::storage::unhashed::put(UNABLE, &());
        let keys = vec![UNABLE.to_vec()];
        assert_ok!(decide(frame_system::Call::kill_storage { keys }.into()));
    });
}

#[test]
fn fails_when_the_numbers_are_used_up() {
    new_test_ext().execute_with(|| {
        NextDecision::<Test>::put(u32::MAX);
        let failed = decide(write(POWER)).expect_err("no number is left");
        assert_eq!(failed.error, sp_runtime::ArithmeticError::Overflow.into());
        assert!(!is_written(POWER));
    });
}

#[test]
fn weighs_what_the_call_weighs_and_its_own() {
    run(|| {
        for inner in [write(POWER), remark(10)] {
            let declared = inner.get_dispatch_info();
            let whole = RuntimeCall::from(crate::Call::<Test>::decide {
                document: DOCUMENT,
                call: Box::new(inner.clone()),
            })
            .get_dispatch_info();
            let expected = declared.call_weight + <() as WeightInfo>::decide();
            assert_eq!(whole.call_weight, expected);
            assert_eq!(whole.class, declared.class);
            let taken = decide(inner).expect("it succeeds").actual_weight;
            assert_eq!(taken, Some(expected));
        }
        assert_eq!(
            write(POWER).get_dispatch_info().class,
            DispatchClass::Operational
        );
    });
}

#[test]
fn a_decision_that_fails_weighs_too() {
    run(|| {
        let DispatchErrorWithPostInfo { post_info, .. } =
            decide(failing()).expect_err("root has no account to sign with");
        let taken = post_info.actual_weight.unwrap_or(Weight::MAX);
        assert!(taken.all_gte(<() as WeightInfo>::decide()));
        assert!(taken.all_lt(Weight::MAX));
    });
}
