use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{ClassKey, ClassRules, QuotaClass, QuotaClassV1, Sector, Vintage},
    Grams,
};
use sp_runtime::DispatchError;

/// Another class than the one of the tests' world.
fn other() -> ClassKey {
    key_of("a21002", air(HEBEI), Sector::Power)
}

#[test]
fn the_class_and_its_rules_are_on_record() {
    ExtBuilder::default().run(|| {
        assert_ok!(define(AGENT, other(), rules()));
        assert_eq!(
            events(),
            [
                Event::ClassDefined {
                    class: SECOND,
                    key: other(),
                    unit: Grams(1_000),
                    document: DOCUMENT,
                    by: AGENCY,
                },
                Event::RulesSet {
                    class: SECOND,
                    rules: ClassRules::V1(rules()),
                    document: DOCUMENT,
                    by: AGENCY,
                }
            ]
        );
        let class = QuotaClassV1 {
            key: other(),
            unit: Grams(1_000),
            defined: NOW,
            by: AGENCY,
        };
        assert_eq!(
            crate::Classes::<Test>::get(SECOND),
            Some(QuotaClass::V1(class))
        );
        assert_eq!(crate::ClassOf::<Test>::get(other()), Some(SECOND));
        let standing = crate::Rules::<Test>::get(SECOND).expect("rules");
        assert_eq!((standing.division, standing.by), (division(HEBEI), AGENCY));
        assert_eq!(standing.now(), rules());
    });
}

#[test]
fn fails_for_who_decides_nothing() {
    ExtBuilder::default().run(|| {
        for by in [CLERK, OWNER, JUDGE] {
            assert_noop!(define(by, other(), rules()), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_the_zone_lies_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            define(OTHER_AGENT, other(), rules()),
            Error::<Test>::OutsideDivision
        );
        assert_noop!(
            define(CITY_AGENT, other(), rules()),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_a_zone_that_may_buy_in_lies_outside() {
    ExtBuilder::default().run(|| {
        let mut rules = rules();
        rules.zones = at_most(&[air(SHANXI)]);
        assert_noop!(
            define(AGENT, other(), rules.clone()),
            Error::<Test>::OutsideDivision
        );
        assert_ok!(define(MINISTER, other(), rules));
    });
}

#[test]
fn fails_when_a_zone_that_may_buy_in_is_of_water() {
    ExtBuilder::default().run(|| {
        let mut rules = rules();
        rules.zones = at_most(&[water(HEBEI, "C")]);
        assert_noop!(define(AGENT, other(), rules), Error::<Test>::ZoneUnfit);
    });
}

#[test]
fn fails_when_the_vintage_is_over() {
    ExtBuilder::default().run(|| {
        let yesterday = today().previous().expect("a day before");
        let vintage = |expires| Vintage::new(2025, 2025, expires).expect("a vintage");
        let key = |expires| {
            ClassKey::new(nox(), air(HEBEI), vintage(expires), Sector::Industry).expect("of air")
        };
        assert_noop!(
            define(AGENT, key(yesterday), rules()),
            Error::<Test>::ClassExpired
        );
        assert_ok!(define(AGENT, key(today()), rules()));
    });
}

#[test]
fn fails_without_a_unit() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Quotas::define_class(
                signed(AGENT),
                other(),
                Grams(0),
                ClassRules::V1(rules()),
                DOCUMENT
            ),
            Error::<Test>::UnitEmpty
        );
    });
}

#[test]
fn fails_when_there_is_such_a_class() {
    ExtBuilder::default().run(|| {
        assert_noop!(define(AGENT, key(), rules()), Error::<Test>::ClassExists);
    });
}
