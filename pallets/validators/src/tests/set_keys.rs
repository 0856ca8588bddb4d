//! Who may set session keys.

use crate::mock::*;
use frame_support::{assert_noop, assert_ok};

type SessionError = pallet_session::Error<Test>;

#[test]
fn a_member_of_an_agency_sets_its_keys() {
    ExtBuilder::default().run(|| {
        assert_ok!(set_keys(KEYLESS, 71));
        assert_eq!(
            pallet_session::NextKeys::<Test>::get(KEYLESS),
            Some(keys(71))
        );
        assert_ok!(change(&[KEYLESS], &[]));
    });
}

#[test]
fn nobody_else_sets_keys() {
    ExtBuilder::default().run(|| {
        for account in [OWNER, STRANGER] {
            let refused = SessionError::NoAssociatedValidatorId;
            assert_noop!(set_keys(account, 71), refused);
        }
    });
}

#[test]
fn keys_are_set_with_proof_of_possession() {
    ExtBuilder::default().run(|| {
        let signed = RuntimeOrigin::signed(KEYLESS);
        assert_noop!(
            Session::set_keys(signed, keys(71), vec![]),
            SessionError::InvalidProof
        );
    });
}

#[test]
fn anothers_keys_are_refused() {
    ExtBuilder::default().run(|| {
        assert_noop!(set_keys(KEYLESS, A), SessionError::DuplicatedKey);
    });
}
