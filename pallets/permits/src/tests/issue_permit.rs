use crate::{mock::*, Error, Event, Validity};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    permit::{Category, PermitStatus, PermitTerms, PermitTermsV1, PermitV1, Standing},
    PermitNumber,
};
use sp_runtime::DispatchError;

#[test]
fn a_permit_begins_with_its_first_version() {
    ExtBuilder::default().run(|| {
        assert_ok!(Issue::of(site(1)).send());
        assert_eq!(
            events(),
            [Event::PermitIssued {
                number: site(1),
                version: 1,
                holder: Some(ENTERPRISE),
                division: division(TANGSHAN),
                category: Category::Key,
                validity: VALIDITY,
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        let standing = Standing {
            at: NOW,
            version: 1,
            status: PermitStatus::Active,
            valid_from_ms: VALIDITY.from_ms,
            valid_until_ms: VALIDITY.until_ms,
            document: DOCUMENT,
        };
        assert_eq!(
            permit(site(1)),
            PermitV1 {
                issuer: AGENCY,
                holder: Some(ENTERPRISE),
                division: division(TANGSHAN),
                standings: vec![standing].try_into().expect("one"),
            }
        );
        let terms = PermitTermsV1 {
            category: Category::Key,
            document: DOCUMENT,
            outlets: vec![code("DA001"), code("DW001")].try_into().expect("two"),
        };
        assert_eq!(
            crate::Terms::<Test>::get(site(1), 1),
            Some(PermitTerms::V1(terms))
        );
        for (code, terms) in [stack(), drain()] {
            assert_eq!(crate::Outlets::<Test>::get((site(1), 1, code)), Some(terms));
        }
    });
}

#[test]
fn a_permit_without_outlets_is_one_too() {
    ExtBuilder::default().run(|| {
        assert_ok!(Issue {
            outlets: list(vec![]),
            ..Issue::of(site(1))
        }
        .send());
    });
}

#[test]
fn an_agency_issues_for_the_divisions_inside_its_own() {
    ExtBuilder::default().run(|| {
        assert_ok!(Issue {
            by: CITY_AGENT,
            ..Issue::of(site(1))
        }
        .send());
        assert_eq!(permit(site(1)).issuer, CITY_AGENCY);
        assert_ok!(Issue {
            division: division(130_283),
            ..Issue::of(site(2))
        }
        .send());
    });
}

#[test]
fn a_holder_without_a_credit_code_is_not_looked_up() {
    ExtBuilder::default().run(|| {
        let number = number_without_code(TANGSHAN);
        assert_ok!(Issue::of(number).send());
        assert_eq!(permit(number).holder, None);
    });
}

/// A new permit under the number of one that ended: the history goes on.
#[test]
fn a_number_whose_permit_ended_gets_its_next_version() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_ok!(cancel(site(1)));
        events();
        let at = go_on_by(DAY_MS);
        let validity = Validity {
            from_ms: at.time_ms,
            until_ms: at.time_ms + VALIDITY_MS_MAX,
        };
        let again = Issue {
            by: CITY_AGENT,
            validity,
            outlets: list(vec![drain()]),
            ..Issue::of(site(1))
        };
        assert_ok!(again.send());
        assert_eq!(
            events(),
            [Event::PermitIssued {
                number: site(1),
                version: 2,
                holder: Some(ENTERPRISE),
                division: division(TANGSHAN),
                category: Category::Key,
                validity,
                document: DOCUMENT,
                by: CITY_AGENCY,
            }]
        );
        let permit = permit(site(1));
        assert_eq!(permit.issuer, CITY_AGENCY);
        let steps: Vec<_> = permit
            .standings
            .iter()
            .map(|standing| (standing.version, standing.status))
            .collect();
        assert_eq!(
            steps,
            [
                (1, PermitStatus::Active),
                (1, PermitStatus::Cancelled),
                (2, PermitStatus::Active)
            ]
        );
        // What was allowed before stays to be read.
        assert!(crate::Outlets::<Test>::contains_key((
            site(1),
            1,
            code("DA001")
        )));
        assert!(!crate::Outlets::<Test>::contains_key((
            site(1),
            2,
            code("DA001")
        )));
    });
}

#[test]
fn an_expired_permit_is_issued_anew_and_the_gap_stays_a_gap() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let at = go_on_by(VALIDITY.until_ms - NOW.time_ms + DAY_MS);
        let again = Issue {
            validity: Validity {
                from_ms: VALIDITY.until_ms,
                until_ms: VALIDITY.until_ms + VALIDITY_MS_MAX,
            },
            ..Issue::of(site(1))
        };
        assert_ok!(again.send());
        let permit = permit(site(1));
        assert!(permit.in_force_at(at.time_ms - 1).is_err());
        assert_eq!(permit.in_force_at(at.time_ms), Ok(2));
    });
}

#[test]
fn fails_for_anyone_but_an_agencys_administrator_or_approver() {
    ExtBuilder::default().run(|| {
        for by in [CLERK, OWNER, 999] {
            assert_noop!(
                Issue {
                    by,
                    ..Issue::of(site(1))
                }
                .send(),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        for (by, place) in [
            (OTHER_AGENT, TANGSHAN),
            (CITY_AGENT, HEBEI),
            (AGENT, SHANXI),
        ] {
            assert_noop!(
                Issue {
                    by,
                    division: division(place),
                    ..Issue::of(site(1))
                }
                .send(),
                Error::<Test>::OutsideDivision
            );
        }
    });
}

#[test]
fn fails_when_the_number_had_a_permit_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_ok!(Issue {
            division: division(SHIJIAZHUANG),
            ..Issue::of(site(1))
        }
        .send());
        assert_ok!(cancel(site(1)));
        assert_noop!(
            Issue {
                by: CITY_AGENT,
                ..Issue::of(site(1))
            }
            .send(),
            Error::<Test>::OutsideDivision
        );
        assert_ok!(Issue::of(site(1)).send());
        assert_eq!(permit(site(1)).division, division(TANGSHAN));
    });
}

#[test]
fn fails_when_the_holder_is_no_admitted_enterprise() {
    ExtBuilder::default().run(|| {
        for holder in [50, COURT.0] {
            assert_noop!(
                Issue::of(number(holder, 1)).send(),
                Error::<Test>::HolderUnknown
            );
        }
    });
}

#[test]
fn fails_when_the_holder_lies_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        let fails = |number: PermitNumber| {
            let issue = Issue {
                by: CITY_AGENT,
                ..Issue::of(number)
            };
            assert_noop!(issue.send(), Error::<Test>::HolderOutsideDivision);
        };
        fails(number(FAR_ENTERPRISE.0, 1));
        fails(number_without_code(SHIJIAZHUANG));
        fails(number_without_code(0));
    });
}

#[test]
fn fails_while_a_holder_without_a_code_is_banned_under_the_other_case_of_its_letter() {
    let small = number_without_code(TANGSHAN);
    let capital: PermitNumber = small.as_str().to_uppercase().parse().expect("a number");
    assert_ne!(small, capital);
    ExtBuilder::default().permit(small).run(|| {
        assert_ok!(revoke(small, Some(NOW.time_ms + BAN_MS_MAX)));
        assert_noop!(Issue::of(capital).send(), Error::<Test>::HolderBanned);
    });
}

#[test]
fn fails_while_the_holder_is_banned_at_any_of_its_sites() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let until_ms = NOW.time_ms + BAN_MS_MAX;
        assert_ok!(revoke(site(1), Some(until_ms)));
        go_on_by(BAN_MS_MAX - 1);
        for number in [site(1), site(2)] {
            assert_noop!(Issue::of(number).send(), Error::<Test>::HolderBanned);
        }
        assert_ok!(Issue::of(number(FAR_ENTERPRISE.0, 1)).send());
        go_on_by(1);
        assert_ok!(Issue::of(site(1)).send());
        assert_eq!(present(site(1)).version, 2);
    });
}

#[test]
fn fails_when_it_would_end_before_it_begins_or_at_once() {
    ExtBuilder::default().run(|| {
        for until_ms in [VALIDITY.from_ms - 1, VALIDITY.from_ms] {
            let validity = Validity {
                until_ms,
                ..VALIDITY
            };
            assert_noop!(
                Issue {
                    validity,
                    ..Issue::of(site(1))
                }
                .send(),
                Error::<Test>::PeriodEmpty
            );
        }
    });
}

#[test]
fn fails_when_it_would_have_expired() {
    ExtBuilder::default().run(|| {
        let with_end = |until_ms| Issue {
            validity: Validity {
                until_ms,
                ..VALIDITY
            },
            ..Issue::of(site(1))
        };
        assert_noop!(with_end(NOW.time_ms).send(), Error::<Test>::PeriodPast);
        assert_ok!(with_end(NOW.time_ms + 1).send());
    });
}

#[test]
fn fails_when_it_would_be_valid_for_too_long() {
    ExtBuilder::default().run(|| {
        let with_length = |length_ms| Issue {
            validity: Validity {
                until_ms: VALIDITY.from_ms + length_ms,
                ..VALIDITY
            },
            ..Issue::of(site(1))
        };
        assert_noop!(
            with_length(VALIDITY_MS_MAX + 1).send(),
            Error::<Test>::PeriodTooLong
        );
        let for_ever = Validity {
            from_ms: 0,
            until_ms: u64::MAX,
        };
        assert_noop!(
            Issue {
                validity: for_ever,
                ..Issue::of(site(1))
            }
            .send(),
            Error::<Test>::PeriodTooLong
        );
        assert_ok!(with_length(VALIDITY_MS_MAX).send());
    });
}
