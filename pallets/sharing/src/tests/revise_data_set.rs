use crate::{mock::*, Error, Event, Versions};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{DataSetId, NewVersion, Version, VersionV1};

#[test]
fn it_has_one_version_more() {
    ExtBuilder::default().granted().run(|| {
        let at = go_on_by(5);
        assert_ok!(revise(SET));
        let new = new_version(OTHER_PLAIN);
        assert_eq!(
            events(),
            [Event::DataSetRevised {
                data_set: SET,
                version: 2,
                plain: OTHER_PLAIN,
                sealed: new.sealed,
                by: AGENCY,
            }]
        );
        assert_eq!(data_set(SET).versions, 2);
        let by = AGENCY;
        assert_eq!(
            Versions::<Test>::get(SET, 2),
            Some(Version::V1(VersionV1 { new, at, by }))
        );
        assert_eq!(the_grant(GRANT).version, 1, "grants stay with theirs");
    });
}

#[test]
fn fails_when_the_data_set_is_unknown() {
    ExtBuilder::default().published().run(|| {
        assert_noop!(revise(DataSetId(2)), Error::<Test>::DataSetUnknown);
    });
}

#[test]
fn fails_for_all_but_the_provider() {
    ExtBuilder::default().published().run(|| {
        for account in [CITY_AGENT, OTHER_AGENT, MINISTER] {
            assert_noop!(
                Sharing::revise_data_set(signed(account), SET, new_version(PLAIN)),
                Error::<Test>::NotProvider
            );
        }
    });
}

#[test]
fn fails_when_the_data_set_is_withdrawn() {
    ExtBuilder::default().published().run(|| {
        assert_ok!(withdraw(SET));
        assert_noop!(revise(SET), Error::<Test>::DataSetWithdrawn);
    });
}

#[test]
fn fails_when_its_escrow_is_wrong() {
    ExtBuilder::default().published().run(|| {
        let revise = |escrow| {
            let version = NewVersion {
                escrow: Some(escrow),
                ..new_version(PLAIN)
            };
            Sharing::revise_data_set(signed(AGENT), SET, version)
        };
        for (escrow, error) in [
            (escrow_of(1, &[CITY_AGENCY]), Error::<Test>::EscrowThreshold),
            (
                escrow_of(2, &[CITY_AGENCY, CITY_AGENCY]),
                Error::<Test>::EscrowAgencyTwice,
            ),
            (
                escrow_of(2, &[CITY_AGENCY, COURT]),
                Error::<Test>::EscrowAgencyUnfit,
            ),
            (
                escrow_of(2, &[CITY_AGENCY, MINISTRY]),
                Error::<Test>::KeyNotCurrent,
            ),
        ] {
            assert_noop!(revise(escrow), error);
        }
        let mut wrong = escrow();
        let mut shares = wrong.shares.into_inner();
        shares[0].sealed = impossible();
        wrong.shares = shares.try_into().expect("three");
        assert_noop!(revise(wrong), Error::<Test>::SealedKeyImpossible);
        assert_ok!(revise(escrow()));
    });
}
