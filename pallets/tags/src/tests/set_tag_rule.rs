use crate::{mock::*, Event, TagRules};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::TagRule;
use sp_runtime::{DispatchError, DispatchResult};

fn set(rule: TagRule) -> DispatchResult {
    Tags::set_tag_rule(RuntimeOrigin::root(), NO_CODE, rule)
}

#[test]
fn the_council_says_what_a_code_means() {
    ExtBuilder::default().run(|| {
        assert_ok!(set(rule("校准")));
        assert_eq!(
            events(),
            [Event::TagRuleSet {
                code: NO_CODE,
                rule: rule("校准"),
            }]
        );
        assert_eq!(TagRules::<Test>::get(NO_CODE), Some(rule("校准")));
    });
}

#[test]
fn a_code_can_be_given_another_meaning() {
    ExtBuilder::default().run(|| {
        assert_ok!(set(rule("校准")));
        assert_ok!(set(rule("维护")));
        assert_eq!(TagRules::<Test>::get(NO_CODE), Some(rule("维护")));
    });
}

#[test]
fn fails_for_an_agency() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Tags::set_tag_rule(signed(AGENT), NO_CODE, rule("校准")),
            DispatchError::BadOrigin
        );
    });
}
