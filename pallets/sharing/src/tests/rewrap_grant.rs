use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{GrantV1, KeyNumber, SealedKey};
use sp_runtime::DispatchResult;

fn rewrap(sealed: SealedKey) -> DispatchResult {
    Sharing::rewrap_grant(signed(AGENT), GRANT, sealed)
}

#[test]
fn the_key_is_sealed_to_the_new_key_and_nothing_else_changes() {
    ExtBuilder::default().granted().run(|| {
        assert_ok!(Sharing::register_key(signed(OTHER_AGENT), public(200)));
        let before = the_grant(GRANT);
        go_on_by(5);
        events();
        assert_ok!(rewrap(sealed(2)));
        assert_eq!(
            events(),
            [Event::GrantRewrapped {
                grant: GRANT,
                key: KeyNumber(2),
                by: AGENCY,
            }]
        );
        let sealed = sealed(2);
        assert_eq!(the_grant(GRANT), GrantV1 { sealed, ..before });
    });
}

#[test]
fn it_can_be_sealed_again_to_the_same_key() {
    ExtBuilder::default().granted().run(|| {
        let other = SealedKey {
            ciphertext: vec![1; 48].try_into().expect("not too long"),
            ..sealed(1)
        };
        assert_ok!(rewrap(other.clone()));
        assert_eq!(the_grant(GRANT).sealed, other);
    });
}

#[test]
fn fails_when_the_grant_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(rewrap(sealed(1)), Error::<Test>::GrantUnknown);
    });
}

#[test]
fn fails_for_all_but_the_provider() {
    ExtBuilder::default().granted().run(|| {
        for account in [CITY_AGENT, OTHER_AGENT, MINISTER] {
            assert_noop!(
                Sharing::rewrap_grant(signed(account), GRANT, sealed(1)),
                Error::<Test>::NotProvider
            );
        }
    });
}

#[test]
fn fails_when_it_is_revoked() {
    ExtBuilder::default().granted().run(|| {
        assert_ok!(revoke(GRANT));
        assert_noop!(rewrap(sealed(1)), Error::<Test>::AlreadyRevoked);
    });
}

#[test]
fn fails_when_it_is_not_sealed_to_the_current_key() {
    ExtBuilder::default().granted().run(|| {
        assert_noop!(rewrap(impossible()), Error::<Test>::SealedKeyImpossible);
        assert_noop!(rewrap(sealed(2)), Error::<Test>::KeyNotCurrent);
        assert_ok!(Sharing::register_key(signed(OTHER_AGENT), public(200)));
        assert_noop!(rewrap(sealed(1)), Error::<Test>::KeyNotCurrent);
    });
}
