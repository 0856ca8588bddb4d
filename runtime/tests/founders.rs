//! A chain begins with what its founders' file says, or the file is refused with the reason.

use limpid_primitives::{TagCode, TagRule};
use limpid_runtime::{
    genesis::{Founders, FoundersError},
    Runtime, RuntimeGenesisConfig, Session,
};
use serde_json::{json, Value};
use sp_runtime::BuildStorage;

mod merge;
use merge::merge;

fn key(byte: u8) -> String {
    hex(&[byte; 32])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Credit codes of the development agencies.
const USCC: [&str; 4] = [
    "11320000MB0000000D",
    "11330000MB0000019E",
    "11310000MB00000271",
    "11340000MB00000358",
];

fn founder(number: u8) -> Value {
    json!({
        "uscc": USCC[usize::from(number)], "name": "某省生态环境厅", "division": "320000",
        "administrator": key(number), "council_seat": true,
        "validator": { "account": key(10 + number), "aura": key(20 + number), "grandpa": key(30 + number) },
        "nodes": [{ "key": key(40 + number), "addresses": [format!("/ip4/10.77.0.{number}/tcp/30333")] }],
    })
}

fn founders() -> Value {
    json!({ "session_blocks": 6, "institutions": [founder(0), founder(1), founder(2), founder(3)] })
}

fn read(file: &Value) -> Result<Value, FoundersError> {
    Founders::from_json(file.to_string().as_bytes())?.genesis()
}

fn chain(file: &Value) -> sp_io::TestExternalities {
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("defaults");
    merge(&mut config, read(file).expect("good founders"));
    let config: RuntimeGenesisConfig = serde_json::from_value(config).expect("a configuration");
    config.build_storage().expect("it builds").into()
}

#[test]
fn validators_seats_and_nodes_are_the_founders() {
    chain(&founders()).execute_with(|| {
        assert_eq!(Session::validators().len(), 4);
        assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), 4);
        assert_eq!(pallet_grandpa::Authorities::<Runtime>::get().len(), 4);
        assert_eq!(pallet_validators::Minimum::<Runtime>::get(), 4);
        assert_eq!(pallet_validators::SessionBlocks::<Runtime>::get(), 6);
        assert_eq!(pallet_nodes::Pallet::<Runtime>::listed_nodes().len(), 4);
        let seats = pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get();
        assert_eq!(seats.len(), 4);
        let members = pallet_institutions::Members::<Runtime>::iter().count();
        assert_eq!(
            members, 8,
            "an administrator and a validator's account each"
        );
    });
}

#[test]
fn a_validators_account_stays_while_it_has_session_keys() {
    chain(&founders()).execute_with(|| {
        let validator = limpid_runtime::AccountId::from([10; 32]);
        let account = limpid_runtime::System::account(&validator);
        assert_eq!((account.providers, account.consumers), (1, 1));
        let administrator = limpid_runtime::RuntimeOrigin::signed([0; 32].into());
        let removed = limpid_runtime::Institutions::remove_member(administrator, validator);
        assert_eq!(removed, Err(sp_runtime::DispatchError::ConsumerRemaining));
    });
}

#[test]
fn a_founders_administrator_may_be_its_validators_account() {
    let mut file = founders();
    file["institutions"][0]["validator"]["account"] = key(0).into();
    chain(&file).execute_with(|| {
        assert_eq!(pallet_institutions::Members::<Runtime>::iter().count(), 7);
        assert_eq!(Session::validators().len(), 4);
    });
}

#[test]
fn tags_can_be_filed_from_the_first_block_on() {
    chain(&founders()).execute_with(|| {
        let TagRule::V1(calibration) =
            pallet_tags::TagRules::<Runtime>::get(TagCode(104)).expect("a rule");
        assert_eq!(calibration.name.as_str(), "校准");
        assert_eq!(pallet_tags::TagRules::<Runtime>::iter_keys().count(), 11);
    });
}

#[test]
fn what_cannot_work_is_refused() {
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 10] = [
        (
            |file| file["institutions"][3]["validator"] = Value::Null,
            "needs 4",
        ),
        (
            |file| file["validators_min"] = 3.into(),
            "validators_min is 3",
        ),
        (
            |file| {
                let node = file["institutions"][0]["nodes"][0].clone();
                let nodes = (0..9u8).map(|number| {
                    let mut node = node.clone();
                    node["key"] = key(100 + number).into();
                    node
                });
                file["institutions"][0]["nodes"] = nodes.collect();
            },
            "9 nodes of one institution",
        ),
        (
            |file| file["session_blocks"] = 0.into(),
            "session_blocks is 0",
        ),
        (
            |file| {
                for number in 0..4 {
                    file["institutions"][number]["council_seat"] = false.into();
                }
            },
            "nobody has a seat",
        ),
        (
            |file| file["institutions"][1]["uscc"] = USCC[0].into(),
            "credit code",
        ),
        (
            |file| file["institutions"][1]["administrator"] = key(10).into(),
            "account",
        ),
        (
            |file| file["institutions"][1]["validator"]["grandpa"] = key(30).into(),
            "GRANDPA key",
        ),
        (
            |file| file["institutions"][1]["nodes"] = json!([]),
            "lists no node",
        ),
        (|file| file["coin"] = 1.into(), "unknown field"),
    ];
    for (change, reason) in changes {
        let mut file = founders();
        change(&mut file);
        let refused = read(&file).expect_err(reason).to_string();
        assert!(refused.contains(reason), "{reason:?} is not in {refused:?}");
    }
}
