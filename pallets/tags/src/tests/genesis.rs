use crate::{genesis::build, mock::*, GenesisConfig, TagRules};
use limpid_primitives::{TagCode, TagRule, TagSubject};

#[test]
fn rules_are_written_in_json_with_code_and_version() {
    let json = r#"{ "rules": [
        [102, { "v1": { "subject": "equipment", "name": "故障", "deadline_ms": 43200000 } }],
        [201, { "v1": { "subject": "condition", "name": "停运", "deadline_ms": 0 } }]
    ] }"#;
    let genesis: GenesisConfig<Test> = serde_json::from_str(json).expect("the known shape");
    let [(code, rule_read), (_, TagRule::V1(second))] = &genesis.rules[..] else {
        panic!("two rules");
    };
    assert_eq!((*code, rule_read), (FAULT, &rule("故障")));
    assert_eq!(second.subject, TagSubject::Condition);
}

#[test]
fn the_rules_hold_from_the_first_block_on() {
    ExtBuilder::default().run(|| {
        assert_eq!(TagRules::<Test>::get(FAULT), Some(rule("故障")));
        assert_eq!(TagRules::<Test>::iter_keys().count(), 1);
    });
}

#[test]
#[should_panic(expected = "genesis tag rule 5: the code stands twice")]
fn refuses_a_code_twice() {
    let twice = [(TagCode(5), rule("a")), (TagCode(5), rule("b"))];
    sp_io::TestExternalities::default().execute_with(|| build::<Test>(&twice));
}
