use crate::{mock::*, Error, Event, Versions};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    sharing::{
        DataSetId, DataSetKind, DataSetV1, Escrow, NewDataSet, NewVersion, Subject, Version,
        VersionV1,
    },
    InstitutionId, Outlet,
};
use sp_runtime::DispatchError;

fn with_escrow(escrow: Escrow) -> NewVersion {
    NewVersion {
        escrow: Some(escrow),
        ..new_version(PLAIN)
    }
}

#[test]
fn it_is_in_the_catalogue_with_its_first_version() {
    ExtBuilder::default().run(|| {
        assert_ok!(publish(new_data_set(), escrowed_version()));
        let version = escrowed_version();
        assert_eq!(
            events(),
            [Event::DataSetPublished {
                data_set: SET,
                division: division(HEBEI),
                kind: DataSetKind::Records,
                plain: PLAIN,
                sealed: version.sealed,
                by: AGENCY,
            }]
        );
        let set = DataSetV1 {
            new: new_data_set(),
            provider: AGENCY,
            versions: 1,
            published: NOW,
            withdrawn: None,
        };
        assert_eq!(data_set(SET), set);
        let first = VersionV1 {
            new: version,
            at: NOW,
            by: AGENCY,
        };
        assert_eq!(Versions::<Test>::get(SET, 1), Some(Version::V1(first)));
    });
}

#[test]
fn the_next_gets_the_next_number() {
    ExtBuilder::default().published().run(|| {
        assert_ok!(publish(new_data_set(), new_version(PLAIN)));
        assert_eq!(data_set(DataSetId(2)).provider, AGENCY);
    });
}

#[test]
fn it_can_speak_of_a_permit_or_an_outlet_of_its_division() {
    ExtBuilder::default().run(|| {
        put_permit(site(1), TANGSHAN, NOW);
        let outlet: Outlet = format!("{}/DA001", site(1)).parse().expect("an outlet");
        for subject in [Subject::Permit(site(1)), Subject::Outlet(outlet)] {
            let new = NewDataSet {
                subject,
                ..new_data_set()
            };
            assert_ok!(publish(new, new_version(PLAIN)));
        }
    });
}

#[test]
fn fails_for_an_enterprise_and_for_a_court() {
    ExtBuilder::default().run(|| {
        for account in [OWNER, JUDGE] {
            assert_noop!(
                Sharing::publish_data_set(signed(account), new_data_set(), new_version(PLAIN)),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        for code in [SHANXI, NATION] {
            let new = NewDataSet {
                division: division(code),
                ..new_data_set()
            };
            assert_noop!(
                publish(new, new_version(PLAIN)),
                Error::<Test>::OutsideDivision
            );
        }
    });
}

#[test]
fn fails_when_it_speaks_of_no_time() {
    ExtBuilder::default().run(|| {
        let new = NewDataSet {
            until_ms: new_data_set().from_ms,
            ..new_data_set()
        };
        assert_noop!(publish(new, new_version(PLAIN)), Error::<Test>::PeriodEmpty);
    });
}

#[test]
fn fails_when_its_permit_is_unknown_or_elsewhere() {
    ExtBuilder::default().run(|| {
        put_permit(site(1), SHANXI, NOW);
        let new = |number| NewDataSet {
            subject: Subject::Permit(number),
            ..new_data_set()
        };
        assert_noop!(
            publish(new(site(1)), new_version(PLAIN)),
            Error::<Test>::SubjectOutside
        );
        assert_noop!(
            publish(new(site(2)), new_version(PLAIN)),
            Error::<Test>::SubjectUnknown
        );
    });
}

#[test]
fn fails_when_its_escrow_cannot_be_opened_or_by_one_agency_alone() {
    ExtBuilder::default().run(|| {
        for threshold in [0, 1, 4] {
            let escrow = Escrow {
                threshold,
                ..escrow()
            };
            assert_noop!(
                publish(new_data_set(), with_escrow(escrow)),
                Error::<Test>::EscrowThreshold
            );
        }
        let twice = escrow_of(2, &[CITY_AGENCY, CITY_AGENCY]);
        assert_noop!(
            publish(new_data_set(), with_escrow(twice)),
            Error::<Test>::EscrowAgencyTwice
        );
    });
}

#[test]
fn fails_when_its_escrow_names_who_can_keep_no_share() {
    ExtBuilder::default().run(|| {
        suspend(THIRD_AGENCY);
        for unfit in [COURT, ENTERPRISE, THIRD_AGENCY, InstitutionId(99)] {
            let escrow = escrow_of(2, &[CITY_AGENCY, unfit]);
            assert_noop!(
                publish(new_data_set(), with_escrow(escrow)),
                Error::<Test>::EscrowAgencyUnfit
            );
        }
    });
}

#[test]
fn fails_when_a_share_is_not_sealed_to_its_agency() {
    ExtBuilder::default().run(|| {
        let mut shares = escrow().shares.into_inner();
        shares[1].sealed = sealed(2);
        let to_no_key = Escrow {
            shares: shares.clone().try_into().expect("three"),
            ..escrow()
        };
        assert_noop!(
            publish(new_data_set(), with_escrow(to_no_key)),
            Error::<Test>::KeyNotCurrent
        );
        shares[1].sealed = impossible();
        let of_nothing = Escrow {
            shares: shares.try_into().expect("three"),
            ..escrow()
        };
        assert_noop!(
            publish(new_data_set(), with_escrow(of_nothing)),
            Error::<Test>::SealedKeyImpossible
        );
        let without_key = escrow_of(2, &[CITY_AGENCY, MINISTRY]);
        assert_noop!(
            publish(new_data_set(), with_escrow(without_key)),
            Error::<Test>::KeyNotCurrent
        );
    });
}
