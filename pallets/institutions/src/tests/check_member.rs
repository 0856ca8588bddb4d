use crate::{mock::*, Allowance, CheckMember, Refusal, Usage};
use codec::Encode;
use frame_support::{
    assert_noop, assert_ok,
    dispatch::{DispatchInfo, GetDispatchInfo},
    pallet_prelude::{Get, TransactionSource, TransactionValidityError},
    traits::OriginTrait,
    weights::Weight,
};
use frame_system::{limits::BlockWeights, CheckNonce};
use sp_runtime::{
    traits::{DispatchTransaction, TxBaseImplication},
    transaction_validity::{InvalidTransaction, UnknownTransaction, ValidTransaction},
};

type Pipeline = (CheckMember<Test>, CheckNonce<Test>);

fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: vec![] }.into()
}

fn pipeline(nonce: u32) -> Pipeline {
    (CheckMember::new(), CheckNonce::from(nonce))
}

/// Judges a remark of this length as the pool does.
fn judge(
    origin: RuntimeOrigin,
    nonce: u32,
    bytes: usize,
) -> Result<ValidTransaction, TransactionValidityError> {
    let call = remark();
    pipeline(nonce)
        .validate_only(
            origin,
            &call,
            &call.get_dispatch_info(),
            bytes,
            TransactionSource::External,
            0,
        )
        .map(|(validity, ..)| validity)
}

/// Puts a call into a block: judged, charged and dispatched.
fn apply(signer: AccountId, nonce: u32, bytes: usize, call: RuntimeCall, info: &DispatchInfo) {
    assert_ok!(pipeline(nonce)
        .dispatch_transaction(RuntimeOrigin::signed(signer), call, info, bytes, 0)
        .map(|_| ()));
}

fn refused(code: u8) -> Result<ValidTransaction, TransactionValidityError> {
    Err(InvalidTransaction::Custom(code).into())
}

fn later(code: u8) -> Result<ValidTransaction, TransactionValidityError> {
    Err(UnknownTransaction::Custom(code).into())
}

#[test]
fn takes_no_bytes() {
    assert_eq!(CheckMember::<Test>::new().encoded_size(), 0);
}

#[test]
fn admits_a_member_and_charges_the_institution() {
    ExtBuilder::default().run(|| {
        assert_ok!(judge(signed(WORKER), 0, 100));
        assert_eq!(Institutions::usage(ENTERPRISE), Usage::default());
        let call = remark();
        let info = call.get_dispatch_info();
        apply(WORKER, 0, 100, call, &info);
        let usage = Institutions::usage(ENTERPRISE);
        let weights: BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
        let base = weights.get(info.class).base_extrinsic;
        assert_eq!(usage.bytes, 100);
        assert_eq!(usage.ref_time, (info.total_weight() + base).ref_time());
        assert_eq!(Institutions::usage(AGENCY), Usage::default());
    });
}

#[test]
fn a_stranger_is_refused_for_good() {
    ExtBuilder::default().run(|| {
        assert_eq!(judge(signed(STRANGER), 0, 100), refused(1));
    });
}

#[test]
fn a_stranger_would_fail_at_the_nonce_too() {
    ExtBuilder::default().run(|| {
        let call = remark();
        assert_eq!(
            CheckNonce::<Test>::from(0)
                .validate_only(
                    signed(STRANGER),
                    &call,
                    &call.get_dispatch_info(),
                    100,
                    TransactionSource::External,
                    0
                )
                .map(|_| ())
                .unwrap_err(),
            InvalidTransaction::Payment.into()
        );
    });
}

#[test]
fn a_suspended_institution_is_told_so() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_eq!(judge(signed(WORKER), 0, 100), refused(2));
        assert_ok!(judge(signed(CLERK), 0, 100));
    });
}

#[test]
fn a_transaction_beyond_a_whole_window_is_refused_for_good() {
    ExtBuilder::default().run(|| {
        assert_ok!(judge(signed(WORKER), 0, 1_000));
        assert_eq!(judge(signed(WORKER), 0, 1_001), refused(3));
        let call = remark();
        let info = DispatchInfo {
            call_weight: Weight::from_parts(10_000_000_001, 0),
            ..call.get_dispatch_info()
        };
        let judged = pipeline(0).validate_only(
            signed(WORKER),
            &call,
            &info,
            1,
            TransactionSource::External,
            0,
        );
        assert_eq!(
            judged.map(|(validity, ..)| validity),
            refused(Refusal::BeyondAllowance as u8)
        );
    });
}

#[test]
fn an_exhausted_allowance_is_there_again_in_the_next_window() {
    ExtBuilder::default().run(|| {
        let call = remark();
        let info = call.get_dispatch_info();
        apply(WORKER, 0, 600, call, &info);
        assert_ok!(judge(signed(WORKER), 1, 400));
        assert_eq!(judge(signed(WORKER), 1, 401), later(128));
        // Another member of the same institution has no more; another institution has all.
        assert_eq!(judge(signed(OWNER), 0, 401), later(128));
        assert_ok!(judge(signed(CLERK), 0, 401));

        System::set_block_number(WINDOW_BLOCKS - 1);
        assert_eq!(judge(signed(WORKER), 1, 401), later(128));
        System::set_block_number(WINDOW_BLOCKS);
        assert_ok!(judge(signed(WORKER), 1, 1_000));
    });
}

#[test]
fn the_council_can_allow_more() {
    ExtBuilder::default().run(|| {
        let allowance = Allowance {
            ref_time: u64::MAX,
            bytes: 5_000,
        };
        assert_ok!(Institutions::set_allowance(
            signed(COUNCIL),
            ENTERPRISE,
            Some(allowance)
        ));
        assert_ok!(judge(signed(WORKER), 0, 5_000));
    });
}

#[test]
fn a_failing_call_is_charged_as_well() {
    ExtBuilder::default().run(|| {
        let call = RuntimeCall::Institutions(crate::Call::remove_member { account: STRANGER });
        let info = call.get_dispatch_info();
        let outcome = pipeline(0)
            .dispatch_transaction(RuntimeOrigin::signed(WORKER), call, &info, 100, 0)
            .expect("it gets into the block");
        assert!(outcome.is_err());
        assert_eq!(Institutions::usage(ENTERPRISE).bytes, 100);
    });
}

#[test]
fn the_priority_is_what_is_left() {
    ExtBuilder::default().run(|| {
        let priority = |bytes| judge(signed(WORKER), 0, bytes).map(|validity| validity.priority);
        assert_eq!(priority(1_000), Ok(0));
        assert_eq!(priority(750), Ok(250));
        assert!(priority(1).is_ok_and(|left| left > 900));
    });
}

#[test]
fn few_of_an_account_may_wait() {
    ExtBuilder::default().run(|| {
        assert_ok!(judge(signed(WORKER), PENDING_MAX, 10));
        assert_eq!(judge(signed(WORKER), PENDING_MAX + 1, 10), later(129));
        System::inc_account_nonce(WORKER);
        assert_ok!(judge(signed(WORKER), PENDING_MAX + 1, 10));
    });
}

#[test]
fn a_transaction_without_signer_is_refused() {
    ExtBuilder::default().run(|| {
        assert_eq!(
            judge_alone(RuntimeOrigin::none()),
            Err(Refusal::Unsigned.into())
        );
    });
}

#[test]
fn a_call_the_runtime_authorised_passes_without_charge() {
    ExtBuilder::default().run(|| {
        let authorised: RuntimeOrigin = frame_system::RawOrigin::Authorized.into();
        assert_eq!(judge_alone(authorised), Ok(None));
    });
}

/// What the extension makes of an origin, without the checks of the transaction around it.
fn judge_alone(
    origin: RuntimeOrigin,
) -> Result<Option<crate::extension::Charge>, TransactionValidityError> {
    use sp_runtime::traits::TransactionExtension;
    assert!(origin.as_signer().is_none());
    let call = remark();
    CheckMember::<Test>::new()
        .validate(
            origin,
            &call,
            &call.get_dispatch_info(),
            100,
            (),
            &TxBaseImplication(()),
            TransactionSource::External,
        )
        .map(|(_, charge, _)| charge)
}

#[test]
fn refusing_changes_nothing() {
    ExtBuilder::default().run(|| {
        let call = remark();
        assert_noop!(
            pipeline(0)
                .validate_and_prepare(signed(STRANGER), &call, &call.get_dispatch_info(), 100, 0)
                .map(|_| ()),
            TransactionValidityError::from(Refusal::NotMember)
        );
    });
}
