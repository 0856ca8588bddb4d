//! Calls of the council and of validators, byte for byte, and decisions as they are read back.

use super::{metadata, pallet, SystemCall, EXTENSIONS};
use crate::chain::{calls, Account, Call, ChainCall, SessionKeys};
use codec::{Compact, Encode};
use frame_metadata::v14::{
    PalletConstantMetadata, PalletMetadata, PalletStorageMetadata, StorageEntryMetadata,
    StorageEntryModifier, StorageEntryType, StorageHasher,
};
use limpid_primitives::{Digest, NodeKey};
use scale_info::{meta_type, TypeInfo};

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum CouncilCall {
    #[codec(index = 2)]
    propose { threshold: u32 },
    #[codec(index = 3)]
    vote { index: u32 },
    #[codec(index = 6)]
    close { index: u32 },
}

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum SeatsCall {
    #[codec(index = 0)]
    add_member { who: u32 },
    #[codec(index = 1)]
    remove_member { who: u32 },
    #[codec(index = 2)]
    swap_member { remove: u32 },
}

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum SessionCall {
    #[codec(index = 0)]
    set_keys { keys: u32 },
}

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum NodesCall {
    #[codec(index = 0)]
    list_node { key: u32 },
    #[codec(index = 1)]
    unlist_node { key: u32 },
    #[codec(index = 2)]
    remove_node { key: u32 },
    #[codec(index = 3)]
    enforce_list,
}

#[derive(Encode, TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum ValidatorsCall {
    #[codec(index = 0)]
    change_validators {
        add: Vec<[u8; 32]>,
        remove: Vec<[u8; 32]>,
    },
    #[codec(index = 1)]
    forget_keys,
}

#[derive(Encode, TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum GovernanceCall {
    #[codec(index = 0)]
    decide {
        document: Digest,
        call: Box<RuntimeCall>,
    },
}

#[derive(Encode, TypeInfo)]
#[allow(dead_code)]
enum RuntimeCall {
    #[codec(index = 0)]
    System(SystemCall),
    #[codec(index = 6)]
    Governance(GovernanceCall),
    #[codec(index = 12)]
    Validators(ValidatorsCall),
}

/// Half a block as the runtime describes it: `Weight { ref_time: 500 ms, proof_size: 2^63 - 1 }`.
fn weight_max() -> Vec<u8> {
    (Compact(500_000_000_000u64), Compact(u64::MAX / 2)).encode()
}

pub fn pallets() -> Vec<PalletMetadata> {
    let mut council = pallet("Council", 4, Some(meta_type::<CouncilCall>()));
    council.constants = vec![PalletConstantMetadata {
        name: "MaxProposalWeight",
        ty: meta_type::<(Compact<u64>, Compact<u64>)>(),
        value: weight_max(),
        docs: vec![],
    }];
    council.storage = Some(PalletStorageMetadata {
        prefix: "Council",
        entries: vec![StorageEntryMetadata {
            name: "ProposalOf",
            modifier: StorageEntryModifier::Optional,
            ty: StorageEntryType::Map {
                hashers: vec![StorageHasher::Identity],
                key: meta_type::<[u8; 32]>(),
                value: meta_type::<RuntimeCall>(),
            },
            default: vec![0],
            docs: vec![],
        }],
    });
    vec![
        council,
        pallet("CouncilSeats", 5, Some(meta_type::<SeatsCall>())),
        pallet("Governance", 6, Some(meta_type::<GovernanceCall>())),
        pallet("Session", 8, Some(meta_type::<SessionCall>())),
        pallet("Validators", 12, Some(meta_type::<ValidatorsCall>())),
        pallet("Nodes", 14, Some(meta_type::<NodesCall>())),
    ]
}

fn encoded(call: &Call) -> String {
    hex::encode(call.encode(&metadata(&EXTENSIONS)).unwrap())
}

const DOCUMENT: Digest = Digest([0xd0; 32]);
const A: Account = Account([0xaa; 32]);
const B: Account = Account([0xbb; 32]);

fn thirty_two(byte: &str) -> String {
    byte.repeat(32)
}

#[test]
fn a_motion_carries_a_decision_its_document_and_its_length() {
    let decision = calls::decide(DOCUMENT, calls::remark(b"hi"));
    let inner = format!("0600{}0007086869", thirty_two("d0"));
    assert_eq!(encoded(&decision), inner);
    // Threshold 2, the call, and its 39 bytes.
    let motion = calls::propose(2, decision);
    assert_eq!(encoded(&motion), format!("040208{inner}9c"));
    assert_eq!(motion.name(), "Council.propose of System.remark");
}

#[test]
fn a_motion_is_closed_with_the_weight_the_chain_allows() {
    let close = calls::close(Digest([0xee; 32]), 5, 39);
    let weight = hex::encode(weight_max());
    assert_eq!(
        encoded(&close),
        format!("0406{}14{weight}9c", thirty_two("ee"))
    );
    let vote = calls::vote(Digest([0xee; 32]), 5, calls::Vote::Aye);
    assert_eq!(encoded(&vote), format!("0403{}1401", thirty_two("ee")));
}

#[test]
fn seats_are_named_by_multi_address() {
    let (a, b) = (thirty_two("aa"), thirty_two("bb"));
    assert_eq!(encoded(&calls::add_seat(A)), format!("050000{a}"));
    assert_eq!(encoded(&calls::remove_seat(A)), format!("050100{a}"));
    assert_eq!(encoded(&calls::swap_seat(A, B)), format!("050200{a}00{b}"));
}

#[test]
fn validators_and_their_keys_are_encoded_as_the_pallets_read_them() {
    let (a, b) = (thirty_two("aa"), thirty_two("bb"));
    assert_eq!(
        encoded(&calls::change_validators(&[A], &[B, A])),
        format!("0c0004{a}08{b}{a}")
    );
    let keys = SessionKeys {
        aura: [0x11; 32],
        grandpa: [0x22; 32],
    };
    // The proof is a vector: its length, 3, comes before it.
    assert_eq!(
        encoded(&calls::set_keys(keys, &[1, 2, 3])),
        format!("0800{}{}0c010203", thirty_two("11"), thirty_two("22"))
    );
    assert_eq!(encoded(&calls::forget_keys()), "0c01");
}

#[test]
fn nodes_are_listed_by_key_with_addresses_as_byte_strings() {
    let key = NodeKey([0x77; 32]);
    let seven = thirty_two("77");
    let addresses = ["/ip4/10.0.0.1/tcp/30333", "/dns/a/tcp/1"].map(|text| text.parse().unwrap());
    // Two addresses, of 23 and of 12 characters.
    let listed = hex::encode(b"\x08\x5c/ip4/10.0.0.1/tcp/30333\x30/dns/a/tcp/1");
    assert_eq!(
        encoded(&calls::list_node(key, &addresses)),
        format!("0e00{seven}{listed}")
    );
    assert_eq!(encoded(&calls::unlist_node(key)), format!("0e01{seven}"));
    assert_eq!(encoded(&calls::remove_node(key)), format!("0e02{seven}"));
    assert_eq!(encoded(&calls::enforce_list()), "0e03");
}

#[test]
fn an_upgrade_is_authorised_by_hash_and_applied_whole() {
    let authorize = calls::authorize_upgrade(Digest([0xcc; 32]));
    assert_eq!(encoded(&authorize), format!("0009{}", thirty_two("cc")));
    let code = vec![7; 70_000];
    let applied = calls::apply_authorized_upgrade(&code);
    // 70,000 takes four bytes of compact length.
    assert_eq!(
        applied.encode(&metadata(&EXTENSIONS)).unwrap(),
        [&[0, 11][..], &[0xc2, 0x45, 0x04, 0x00], &code].concat()
    );
}

#[test]
fn a_decision_is_read_back_as_its_document_and_its_call() {
    let metadata = metadata(&EXTENSIONS);
    let decision = calls::decide(DOCUMENT, calls::change_validators(&[A], &[]));
    let read = ChainCall::new(&metadata, decision.encode(&metadata).unwrap());
    let (document, call) = read.decision().expect("a decision");
    assert_eq!(document, DOCUMENT);
    assert_eq!(
        call.to_string(),
        format!(
            "Validators.change_validators {{add: [0x{}], remove: []}}",
            thirty_two("aa")
        )
    );
    let plain = ChainCall::new(
        &metadata,
        calls::remark(b"hello").encode(&metadata).unwrap(),
    );
    assert!(plain.decision().is_none());
    assert_eq!(plain.to_string(), "System.remark {remark: \"hello\"}");
}

#[test]
fn a_call_the_runtime_does_not_know_is_shown_as_bytes() {
    let metadata = metadata(&EXTENSIONS);
    // An unknown pallet, a call cut short, and one with more behind it.
    for bytes in [vec![99, 0], vec![0, 7, 8, 1], vec![0, 7, 0, 0]] {
        let read = ChainCall::new(&metadata, bytes.clone());
        assert_eq!(read.to_string(), format!("0x{}", hex::encode(&bytes)));
        assert!(read.decision().is_none());
    }
}
