use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};

fn forget(account: AccountId) -> sp_runtime::DispatchResult {
    Validators::forget_keys(RuntimeOrigin::signed(account))
}

#[test]
fn a_former_validator_gives_up_its_keys_once_its_last_session_has_ended() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        assert_noop!(forget(E), Error::<Test>::StillValidator);
        assert_ok!(change(&[], &[E]));
        // In force still, then announced no more and in force for one session.
        for _ in 0..2 {
            assert_noop!(forget(E), Error::<Test>::StillValidator);
            next_session();
        }
        System::reset_events();
        assert_ok!(forget(E));
        assert_eq!(events(), [Event::KeysForgotten { account: E }]);
        assert_eq!(pallet_session::NextKeys::<Test>::get(E), None);
    });
}

#[test]
fn fails_without_keys() {
    ExtBuilder::default().run(|| {
        let none = pallet_session::Error::<Test>::NoKeys;
        assert_noop!(forget(KEYLESS), none);
    });
}
