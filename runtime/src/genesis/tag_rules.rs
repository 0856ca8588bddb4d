//! The codes every new chain begins with (污染物排放自动监测设备标记规则, MEE notice 2022 No. 21). The rule's own list was not to be
//! had, so these are what it is reported to name; the council changes them on chain.

use alloc::vec::Vec;
use limpid_primitives::{TagCode, TagRule, TagRuleV1, TagSubject};

/// Noon of the next day.
const DEADLINE_MS: u64 = 12 * 60 * 60 * 1000;

const RULES: [(u16, TagSubject, &str); 11] = [
    (101, TagSubject::Equipment, "维护"),
    (102, TagSubject::Equipment, "故障"),
    (103, TagSubject::Equipment, "停运"),
    (104, TagSubject::Equipment, "校准"),
    (105, TagSubject::Equipment, "通讯中断"),
    (201, TagSubject::Condition, "停运"),
    (202, TagSubject::Condition, "启炉"),
    (203, TagSubject::Condition, "停炉"),
    (204, TagSubject::Condition, "烘炉"),
    (205, TagSubject::Condition, "故障"),
    (206, TagSubject::Condition, "事故"),
];

/// The codes and what they say.
pub(super) fn tag_rules() -> Vec<(TagCode, TagRule)> {
    RULES
        .into_iter()
        .map(|(code, subject, name)| {
            let rule = TagRuleV1 {
                subject,
                name: name.parse().expect("a constant that the tests check"),
                deadline_ms: DEADLINE_MS,
            };
            (TagCode(code), TagRule::V1(rule))
        })
        .collect()
}
