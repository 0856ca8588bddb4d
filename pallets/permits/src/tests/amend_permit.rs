use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::{Category, PermitTerms, Standing};
use sp_runtime::DispatchError;

#[test]
fn the_next_version_is_in_force_from_its_block_on_and_the_dates_stay() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let before = present(site(1));
        let at = go_on_by(DAY_MS);
        assert_ok!(amend(site(1)));
        assert_eq!(
            events(),
            [Event::PermitAmended {
                number: site(1),
                version: 2,
                category: Category::Simplified,
                document: REASON,
                by: AGENCY,
            }]
        );
        let amended = Standing {
            at,
            version: 2,
            document: REASON,
            ..before
        };
        let permit = permit(site(1));
        assert_eq!(*permit.standings, [before, amended]);
        assert_eq!(permit.in_force_at(at.time_ms - 1), Ok(1));
        assert_eq!(permit.in_force_at(at.time_ms), Ok(2));
    });
}

#[test]
fn every_version_stays_to_be_read() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_ok!(amend(site(1)));
        let outlets_of = |version| match crate::Terms::<Test>::get(site(1), version) {
            Some(PermitTerms::V1(terms)) => terms.outlets.into_inner(),
            None => panic!("no version {version}"),
        };
        assert_eq!(outlets_of(1), [code("DA001"), code("DW001")]);
        assert_eq!(outlets_of(2), [code("DW001")]);
        assert!(crate::Outlets::<Test>::contains_key((
            site(1),
            1,
            code("DA001")
        )));
    });
}

#[test]
fn a_permit_that_is_not_valid_yet_can_be_amended() {
    ExtBuilder::default().run(|| {
        let validity = crate::Validity {
            from_ms: NOW.time_ms + DAY_MS,
            ..VALIDITY
        };
        assert_ok!(Issue {
            validity,
            ..Issue::of(site(1))
        }
        .send());
        assert_ok!(amend(site(1)));
    });
}

#[test]
fn fails_for_the_holder() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let outlets = list(vec![drain()]);
        assert_noop!(
            Permits::amend_permit(signed(OWNER), site(1), Category::Key, REASON, outlets),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let outlets = list(vec![drain()]);
        assert_noop!(
            Permits::amend_permit(signed(OTHER_AGENT), site(1), Category::Key, REASON, outlets),
            Error::<Test>::OutsideDivision
        );
    });
}
