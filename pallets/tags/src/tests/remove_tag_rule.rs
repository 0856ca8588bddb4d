use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::TagCode;
use sp_runtime::{DispatchError, DispatchResult};

fn remove(code: TagCode) -> DispatchResult {
    Tags::remove_tag_rule(RuntimeOrigin::root(), code)
}

#[test]
fn no_tag_can_be_filed_under_the_code_and_those_that_were_can_be_reviewed() {
    ExtBuilder::default().filed(1, 2).run(|| {
        assert_ok!(remove(FAULT));
        assert_eq!(events(), [Event::TagRuleRemoved { code: FAULT }]);
        assert_noop!(
            file(stack(1), at_hour(1), at_hour(2)),
            Error::<Test>::RuleUnknown
        );
        assert_eq!(tag(1).code, FAULT);
        assert_ok!(accept(1));
    });
}

#[test]
fn fails_for_an_agency() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Tags::remove_tag_rule(signed(AGENT), FAULT),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_code_has_no_rule() {
    ExtBuilder::default().run(|| {
        assert_noop!(remove(NO_CODE), Error::<Test>::RuleUnknown);
    });
}
