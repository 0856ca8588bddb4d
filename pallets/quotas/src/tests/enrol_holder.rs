use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Declaration, Enrolment, EnrolmentV1, Sector},
    Grams, InstitutionId, Uscc,
};
use sp_runtime::DispatchError;

fn enrol(
    by: AccountId,
    institution: InstitutionId,
    declaration: Declaration,
) -> Result<(), DispatchError> {
    Quotas::enrol_holder(signed(by), institution, declaration, OTHER_DOCUMENT)
        .map(|_| ())
        .map_err(|error| error.error)
}

fn of_group(number: u32) -> Declaration {
    declaration(Sector::Industry, Some(uscc(number)), &[TANGSHAN])
}

fn group(head: Uscc) -> Grams {
    crate::GroupHoldings::<Test>::get(head, CLASS)
}

#[test]
fn the_enrolment_is_on_record() {
    ExtBuilder::default().run(|| {
        let declaration = declaration(Sector::Power, Some(uscc(40)), &[TANGSHAN, BAODING]);
        assert_ok!(enrol(AGENT, PLANT, declaration.clone()));
        let enrolment = EnrolmentV1 {
            declaration,
            document: OTHER_DOCUMENT,
            at: NOW,
            by: AGENCY,
        };
        assert_eq!(
            events(),
            [Event::HolderEnrolled {
                institution: PLANT,
                enrolment: enrolment.clone(),
            }]
        );
        assert_eq!(
            crate::Enrolments::<Test>::get(PLANT),
            Some(Enrolment::V1(enrolment))
        );
    });
}

#[test]
fn a_new_group_gets_what_the_former_had_of_the_holder() {
    ExtBuilder::default()
        .plant(of_group(40))
        .mill(of_group(40))
        .given(SELLER, 100)
        .given(BUYER, 30)
        .run(|| {
            assert_eq!(group(uscc(40)), Grams(130));
            assert_ok!(enrol(AGENT, PLANT, of_group(41)));
            assert_eq!((group(uscc(40)), group(uscc(41))), (Grams(30), Grams(100)));
            assert_ok!(enrol(AGENT, PLANT, of_group(40)));
            assert_eq!((group(uscc(40)), group(uscc(41))), (Grams(130), Grams(0)));
            assert_ok!(enrol(
                AGENT,
                PLANT,
                declaration(Sector::Industry, None, &[TANGSHAN])
            ));
            assert_eq!(group(uscc(40)), Grams(30));
        });
}

#[test]
fn fails_for_who_decides_nothing() {
    ExtBuilder::default().run(|| {
        for by in [CLERK, OWNER] {
            assert_noop!(enrol(by, PLANT, of_group(40)), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_no_enterprise() {
    ExtBuilder::default().run(|| {
        for id in [AGENCY, COURT, NEXT] {
            assert_noop!(enrol(AGENT, id, of_group(40)), Error::<Test>::HolderUnknown);
        }
    });
}

#[test]
fn fails_when_the_places_are_not_in_order() {
    ExtBuilder::default().run(|| {
        for places in [&[][..], &[TANGSHAN, TANGSHAN], &[BAODING, TANGSHAN]] {
            assert_noop!(
                enrol(AGENT, PLANT, declaration(Sector::Industry, None, places)),
                Error::<Test>::PlacesUnordered
            );
        }
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            enrol(OTHER_AGENT, PLANT, of_group(40)),
            Error::<Test>::OutsideDivision
        );
        let in_both = declaration(Sector::Industry, None, &[TANGSHAN, SHANXI]);
        assert_noop!(
            enrol(AGENT, PLANT, in_both.clone()),
            Error::<Test>::OutsideDivision
        );
        assert_ok!(enrol(MINISTER, PLANT, in_both));
    });
}

#[test]
fn fails_when_a_higher_agency_enrolled_it() {
    let at_home = || declaration(Sector::Industry, None, &[TANGSHAN]);
    ExtBuilder::default().run(|| {
        // Hebei's enrolled it.
        assert_noop!(
            enrol(CITY_AGENT, PLANT, at_home()),
            Error::<Test>::SetFromAbove
        );
        assert_ok!(enrol(AGENT, PLANT, at_home()));
        assert_ok!(enrol(MINISTER, PLANT, of_group(40)));
        for by in [CITY_AGENT, AGENT] {
            assert_noop!(enrol(by, PLANT, at_home()), Error::<Test>::SetFromAbove);
        }
        assert_ok!(enrol(MINISTER, PLANT, at_home()));
        crate::Enrolments::<Test>::remove(PLANT);
        assert_ok!(enrol(CITY_AGENT, PLANT, at_home()));
        assert_ok!(enrol(CITY_AGENT, PLANT, of_group(40)));
    });
}
