use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{DataSetId, GrantStanding, Withdrawal};
use sp_runtime::DispatchError;

#[test]
fn it_is_no_longer_offered_and_grants_stay() {
    ExtBuilder::default().granted().run(|| {
        let at = go_on_by(5);
        assert_ok!(withdraw(SET));
        assert_eq!(
            events(),
            [Event::DataSetWithdrawn {
                data_set: SET,
                reason: REASON,
                by: AGENCY,
            }]
        );
        let withdrawn = Withdrawal {
            at,
            by: AGENCY,
            reason: REASON,
        };
        assert_eq!(data_set(SET).withdrawn, Some(withdrawn));
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Live));
        assert_ok!(confirm(GRANT, PLAIN));
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().published().run(|| {
        assert_noop!(
            Sharing::withdraw_data_set(signed(CLERK), SET, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_data_set_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(withdraw(DataSetId(1)), Error::<Test>::DataSetUnknown);
    });
}

#[test]
fn fails_for_all_but_the_provider() {
    ExtBuilder::default().published().run(|| {
        for account in [CITY_AGENT, OTHER_AGENT, MINISTER] {
            assert_noop!(
                Sharing::withdraw_data_set(signed(account), SET, REASON),
                Error::<Test>::NotProvider
            );
        }
    });
}

#[test]
fn fails_when_it_is_withdrawn_already() {
    ExtBuilder::default().published().run(|| {
        assert_ok!(withdraw(SET));
        assert_noop!(withdraw(SET), Error::<Test>::DataSetWithdrawn);
    });
}
