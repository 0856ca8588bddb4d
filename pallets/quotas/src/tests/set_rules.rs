use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{ClassId, ClassRules, ClassRulesV1, Sector},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn set(by: AccountId, class: ClassId, rules: ClassRulesV1) -> DispatchResult {
    Quotas::set_rules(signed(by), class, ClassRules::V1(rules), OTHER_DOCUMENT)
}

fn with_cap(cap: u64) -> ClassRulesV1 {
    ClassRulesV1 {
        cap: Grams(cap),
        ..rules()
    }
}

#[test]
fn the_new_rules_stand() {
    ExtBuilder::default().run(|| {
        assert_ok!(set(AGENT, CLASS, with_cap(5)));
        assert_eq!(
            events(),
            [Event::RulesSet {
                class: CLASS,
                rules: ClassRules::V1(with_cap(5)),
                document: OTHER_DOCUMENT,
                by: AGENCY,
            }]
        );
        let standing = crate::Rules::<Test>::get(CLASS).expect("rules");
        assert_eq!(standing.document, OTHER_DOCUMENT);
        assert_eq!(standing.now(), with_cap(5));
    });
}

#[test]
fn fails_for_who_decides_nothing() {
    ExtBuilder::default().run(|| {
        assert_noop!(set(CLERK, CLASS, rules()), DispatchError::BadOrigin);
    });
}

#[test]
fn fails_when_the_class_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(set(AGENT, SECOND, rules()), Error::<Test>::ClassUnknown);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            set(OTHER_AGENT, CLASS, rules()),
            Error::<Test>::OutsideDivision
        );
        let mut letting_in = rules();
        letting_in.zones = at_most(&[air(SHANXI)]);
        assert_noop!(
            set(AGENT, CLASS, letting_in),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_a_higher_agency_set_them() {
    ExtBuilder::default().run(|| {
        let key = key_of("a21002", air(TANGSHAN), Sector::Industry);
        assert_ok!(define(CITY_AGENT, key, rules()));
        assert_ok!(set(CITY_AGENT, SECOND, rules()));
        assert_ok!(set(AGENT, SECOND, rules()));
        assert_noop!(
            set(CITY_AGENT, SECOND, rules()),
            Error::<Test>::SetFromAbove
        );
        assert_ok!(set(MINISTER, SECOND, rules()));
        assert_noop!(set(AGENT, SECOND, rules()), Error::<Test>::SetFromAbove);
    });
}

#[test]
fn fails_when_the_class_is_over() {
    ExtBuilder::default().run(|| {
        wait_until(vintage().expires().end_ms());
        assert_noop!(set(AGENT, CLASS, rules()), Error::<Test>::ClassExpired);
    });
}

#[test]
fn fails_when_a_zone_that_may_buy_in_is_of_water() {
    ExtBuilder::default().run(|| {
        let mut rules = rules();
        rules.zones = at_most(&[water(HEBEI, "C")]);
        assert_noop!(set(AGENT, CLASS, rules), Error::<Test>::ZoneUnfit);
    });
}

#[test]
fn fails_when_more_was_allocated_than_the_new_cap() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(set(AGENT, CLASS, with_cap(99)), Error::<Test>::CapExceeded);
        assert_ok!(set(AGENT, CLASS, with_cap(100)));
    });
}
