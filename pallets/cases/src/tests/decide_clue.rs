use crate::{mock::*, Error, Event, Handed};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{ClueId, ClueStatus},
    InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn decide(by: InstitutionId, to: InstitutionId) -> DispatchResult {
    Cases::decide_clue(agent(by), CLUE, to, DOCUMENT)
}

/// [`ZUNHUA`] handed [`CLUE`] to [`LUANNAN`], which disputes it: the superior is the city.
fn disputed() -> ExtBuilder {
    ExtBuilder::default().after(|| {
        assert_ok!(transfer(ZUNHUA, LUANNAN));
        assert_ok!(Cases::dispute_clue(agent(LUANNAN), CLUE, REASON));
    })
}

#[test]
fn the_superior_says_whose_it_is() {
    for to in [LUANNAN, ZUNHUA, TANGSHAN] {
        disputed().run(|| {
            assert_ok!(decide(TANGSHAN, to));
            assert_eq!(
                events(),
                [Event::ClueDecided {
                    clue: CLUE,
                    to,
                    document: DOCUMENT,
                    by: TANGSHAN,
                }]
            );
            let decided = ClueStatus::Decided {
                at: NOW,
                by: TANGSHAN,
                to,
                document: DOCUMENT,
            };
            assert_eq!(clue(1).status, decided);
            assert_eq!(clue(1).handler(), Some(to));
            assert_eq!(Handed::<Test>::get(CONTENT, to), Some(CLUE));
        });
    }
}

#[test]
fn one_above_the_superior_may_too() {
    for by in [HEBEI, MINISTRY] {
        disputed().run(|| {
            assert_ok!(decide(by, LUANNAN));
        });
    }
}

#[test]
fn is_for_an_agency_that_returned_it_earlier() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(give_back(LUANNAN, 1));
        assert_ok!(transfer(SHANXI, TANGSHAN));
        assert_ok!(Cases::dispute_clue(agent(TANGSHAN), ClueId(2), REASON));
        assert_ok!(Cases::decide_clue(
            agent(MINISTRY),
            ClueId(2),
            LUANNAN,
            DOCUMENT
        ));
        assert_eq!(Handed::<Test>::get(CONTENT, LUANNAN), Some(ClueId(2)));
        // It is its again, so that no other office may be handed it.
        assert_noop!(transfer(SHANXI, HEBEI), Error::<Test>::NearerOffice);
    });
}

#[test]
fn fails_for_a_submitter() {
    disputed().run(|| {
        assert_noop!(
            Cases::decide_clue(clerk(TANGSHAN), CLUE, LUANNAN, DOCUMENT),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_clue_is_unknown() {
    disputed().run(|| {
        assert_noop!(
            Cases::decide_clue(agent(TANGSHAN), ClueId(2), LUANNAN, DOCUMENT),
            Error::<Test>::ClueUnknown
        );
    });
}

#[test]
fn fails_when_it_is_not_disputed_or_was_decided() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(decide(MINISTRY, LUANNAN), Error::<Test>::NotDisputed);
    });
    disputed().run(|| {
        assert_ok!(decide(TANGSHAN, LUANNAN));
        assert_noop!(decide(HEBEI, ZUNHUA), Error::<Test>::NotDisputed);
    });
}

#[test]
fn fails_for_an_agency_that_does_not_stand_above_both() {
    disputed().run(|| {
        for by in [LUANNAN, SHANXI] {
            assert_noop!(decide(by, LUANNAN), Error::<Test>::NotSuperior);
        }
    });
}

#[test]
fn fails_for_a_party_that_rose_above_the_other_meanwhile() {
    disputed().run(|| {
        relocate(ZUNHUA, "130000");
        assert_noop!(decide(ZUNHUA, LUANNAN), Error::<Test>::PartyToDispute);
    });
}

#[test]
fn fails_for_what_is_no_agency_or_is_suspended() {
    disputed().run(|| {
        for to in [ENTERPRISE, NOBODY] {
            assert_noop!(decide(TANGSHAN, to), Error::<Test>::AgencyUnknown);
        }
        suspend(LUANNAN);
        assert_noop!(decide(TANGSHAN, LUANNAN), Error::<Test>::AgencySuspended);
    });
}

#[test]
fn fails_for_an_agency_of_another_division() {
    disputed().run(|| {
        for to in [SHANXI, HEBEI] {
            assert_noop!(decide(TANGSHAN, to), Error::<Test>::NotSubordinate);
        }
        assert_ok!(decide(MINISTRY, SHANXI));
    });
}
