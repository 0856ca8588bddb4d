//! What needs no node: a chain described by metadata made here, and transactions and failures read against it.

mod cases;
mod council;
mod market;
mod permits;

use super::{
    calls,
    extrinsic::{sign, Terms},
    header::blake2_256,
    identifier,
    metadata::Metadata,
    ChainError, Value,
};
use crate::keys::MemberKey;
use codec::{Compact, Decode, Encode};
use ed25519_dalek::{Signature, VerifyingKey};
use frame_metadata::{
    v14::{
        ExtrinsicMetadata, PalletCallMetadata, PalletErrorMetadata, PalletEventMetadata,
        PalletMetadata, PalletStorageMetadata, RuntimeMetadataV14, SignedExtensionMetadata,
        StorageEntryMetadata, StorageEntryModifier, StorageEntryType,
    },
    RuntimeMetadata, RuntimeMetadataPrefixed, META_RESERVED,
};
use limpid_primitives::Digest;
use scale_info::{meta_type, MetaType, TypeInfo};

#[derive(Encode, TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum SystemCall {
    #[codec(index = 7)]
    remark { remark: Vec<u8> },
    #[codec(index = 9)]
    authorize_upgrade { code_hash: [u8; 32] },
    #[codec(index = 11)]
    apply_authorized_upgrade { code: Vec<u8> },
}

/// Errors as pallets declare them.
#[derive(Encode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[allow(dead_code)]
enum AnchorsError {
    /// No gateway has this number.
    /// Look it up.
    #[codec(index = 0)]
    GatewayUnknown,
    /// A header is forked.
    #[codec(index = 4)]
    SequenceForked { index: u16 },
}

#[derive(Clone, Encode, TypeInfo)]
struct ModuleError {
    index: u8,
    error: [u8; 4],
}

#[derive(Encode, TypeInfo)]
enum DispatchError {
    #[codec(index = 2)]
    BadOrigin,
    #[codec(index = 3)]
    Module(ModuleError),
}

#[derive(Encode, TypeInfo)]
enum SystemEvent {
    #[codec(index = 0)]
    ExtrinsicSuccess,
    #[codec(index = 1)]
    ExtrinsicFailed { dispatch_error: DispatchError },
}

#[derive(Encode, TypeInfo)]
enum RuntimeEvent {
    #[codec(index = 0)]
    System(SystemEvent),
}

#[derive(Encode, TypeInfo)]
#[allow(dead_code)]
enum Phase {
    #[codec(index = 0)]
    ApplyExtrinsic(u32),
    #[codec(index = 1)]
    Finalization,
}

#[derive(Encode, TypeInfo)]
struct EventRecord {
    phase: Phase,
    event: RuntimeEvent,
    topics: Vec<[u8; 32]>,
}

#[derive(TypeInfo)]
struct Empty;

const EXTENSIONS: [&str; 10] = [
    "AuthorizeCall",
    "CheckNonZeroSender",
    "CheckSpecVersion",
    "CheckTxVersion",
    "CheckGenesis",
    "CheckMortality",
    "CheckMember",
    "CheckNonce",
    "CheckWeight",
    "WeightReclaim",
];

fn extension(identifier: &'static str) -> SignedExtensionMetadata {
    let (ty, additional_signed) = match identifier {
        "CheckSpecVersion" | "CheckTxVersion" => (meta_type::<Empty>(), meta_type::<u32>()),
        "CheckGenesis" => (meta_type::<Empty>(), meta_type::<[u8; 32]>()),
        "CheckMortality" => (meta_type::<[u8; 2]>(), meta_type::<[u8; 32]>()),
        "CheckNonce" => (meta_type::<Compact<u32>>(), meta_type::<()>()),
        "Tip" => (meta_type::<u32>(), meta_type::<()>()),
        _ => (meta_type::<Empty>(), meta_type::<()>()),
    };
    SignedExtensionMetadata {
        identifier,
        ty,
        additional_signed,
    }
}

fn pallet(name: &'static str, index: u8, calls: Option<MetaType>) -> PalletMetadata {
    PalletMetadata {
        name,
        storage: None,
        calls: calls.map(|ty| PalletCallMetadata { ty }),
        event: None,
        constants: vec![],
        error: None,
        index,
    }
}

fn metadata(extensions: &[&'static str]) -> Metadata {
    let mut system = pallet("System", 0, Some(meta_type::<SystemCall>()));
    system.event = Some(PalletEventMetadata {
        ty: meta_type::<SystemEvent>(),
    });
    system.storage = Some(PalletStorageMetadata {
        prefix: "System",
        entries: vec![StorageEntryMetadata {
            name: "Events",
            modifier: StorageEntryModifier::Default,
            ty: StorageEntryType::Plain(meta_type::<Vec<EventRecord>>()),
            default: vec![0],
            docs: vec![],
        }],
    });
    let mut anchors = pallet("Anchors", 11, None);
    anchors.error = Some(PalletErrorMetadata {
        ty: meta_type::<AnchorsError>(),
    });
    let extrinsic = ExtrinsicMetadata {
        ty: meta_type::<()>(),
        version: 4,
        signed_extensions: extensions.iter().map(|name| extension(name)).collect(),
    };
    let mut pallets = vec![system, anchors];
    pallets.extend(council::pallets());
    pallets.extend(permits::pallets());
    pallets.extend(market::pallets());
    pallets.extend(cases::pallets());
    let v14 = RuntimeMetadataV14::new(pallets, extrinsic, meta_type::<()>());
    let prefixed = RuntimeMetadataPrefixed(META_RESERVED, RuntimeMetadata::V14(v14));
    Metadata::decode(&prefixed.encode()).expect("metadata as a node serves it")
}

fn terms() -> Terms {
    Terms {
        genesis: Digest([1; 32]),
        spec_version: 100,
        transaction_version: 1,
        birth: 42,
        birth_hash: Digest([2; 32]),
        nonce: 3,
    }
}

/// The parts of a signed transaction, by the layout of `sp_runtime::generic::UncheckedExtrinsic` version 4.
fn parts(extrinsic: &[u8]) -> ([u8; 32], [u8; 64], Vec<u8>) {
    let body = Vec::<u8>::decode(&mut &*extrinsic).unwrap();
    let ([version, address_kind], account, signature_kind, signature) =
        <([u8; 2], [u8; 32], u8, [u8; 64])>::decode(&mut &*body).unwrap();
    assert_eq!((version, address_kind, signature_kind), (0x84, 0, 0));
    (account, signature, body[99..].to_vec())
}

#[test]
fn a_transaction_has_the_layout_of_version_4() {
    let metadata = metadata(&EXTENSIONS);
    let key = MemberKey::development("agency");
    let call = calls::remark(b"hello").encode(&metadata).unwrap();
    assert_eq!(call, [&[0, 7][..], &b"hello".to_vec().encode()].concat());
    let extrinsic = sign(&metadata, &call, &key, &terms()).unwrap();
    let (account, signature, rest) = parts(&extrinsic);
    assert_eq!(account, key.account());
    // The era is sp-runtime's own test vector: `Era::mortal(64, 42)` is [5 + 42 % 16 * 16, 42 / 16]. Then the nonce.
    let explicit = [165, 2, 3 << 2];
    assert_eq!(rest, [&explicit[..], &call].concat());
    let implied = (100u32, 1u32, [1u8; 32], [2u8; 32]).encode();
    let payload = [call, explicit.to_vec(), implied].concat();
    VerifyingKey::from_bytes(&account)
        .unwrap()
        .verify_strict(&payload, &Signature::from_bytes(&signature))
        .expect("the signature covers call, extensions and what they imply");
}

#[test]
fn a_long_payload_is_signed_by_its_hash() {
    let metadata = metadata(&EXTENSIONS);
    let key = MemberKey::development("agency");
    let call = calls::remark(&[7; 300]).encode(&metadata).unwrap();
    let (account, signature, rest) = parts(&sign(&metadata, &call, &key, &terms()).unwrap());
    let implied = (100u32, 1u32, [1u8; 32], [2u8; 32]).encode();
    let payload = [&call, &rest[..3], &implied].concat();
    VerifyingKey::from_bytes(&account)
        .unwrap()
        .verify_strict(&blake2_256(&payload), &Signature::from_bytes(&signature))
        .expect("the signature covers the payload's hash");
}

#[test]
fn a_transaction_lives_for_sixty_four_blocks() {
    assert_eq!(terms().dies_at(), 106);
}

#[test]
fn an_unknown_extension_that_wants_a_value_is_refused() {
    let metadata = metadata(&["CheckNonce", "Tip"]);
    let error = sign(
        &metadata,
        &[0, 7],
        &MemberKey::development("agency"),
        &terms(),
    )
    .unwrap_err();
    assert!(
        matches!(&error, ChainError::Incompatible(reason) if reason.contains("Tip")),
        "{error}"
    );
}

#[test]
fn what_the_chain_does_not_have_is_named() {
    let error = metadata(&EXTENSIONS)
        .call_index("Weather", "place_order")
        .unwrap_err();
    assert!(error.to_string().contains("Weather"), "{error}");
}

fn failed(error: DispatchError) -> Vec<u8> {
    let record = |extrinsic, event| EventRecord {
        phase: Phase::ApplyExtrinsic(extrinsic),
        event: RuntimeEvent::System(event),
        topics: vec![],
    };
    vec![
        record(0, SystemEvent::ExtrinsicSuccess),
        record(
            1,
            SystemEvent::ExtrinsicFailed {
                dispatch_error: error,
            },
        ),
    ]
    .encode()
}

#[test]
fn a_failure_has_the_pallets_name_words_and_fields() {
    let metadata = metadata(&EXTENSIONS);
    let error = AnchorsError::SequenceForked { index: 5 }.encode();
    let mut padded = [0; 4];
    padded[..error.len()].copy_from_slice(&error);
    let module = ModuleError {
        index: 11,
        error: padded,
    };
    let fields = DispatchError::Module(module.clone()).encode();
    let events = failed(DispatchError::Module(module));
    let events = metadata.events_of(&events, 1).unwrap();
    assert_eq!(events.len(), 1, "only the events of transaction 1");
    assert_eq!(events[0].bytes, fields);
    assert!(events[0].decode::<(u8, u8, [u8; 4])>().is_ok());
    assert!(events[0].decode::<u8>().is_err(), "there is more");
    assert!(events[0].is("System", "ExtrinsicFailed"));
    let failure = metadata.failure(events[0].fields.field("dispatch_error").unwrap(), 9);
    assert_eq!(
        failure.to_string(),
        "refused in block 9 by Anchors.SequenceForked {index: 5}: A header is forked."
    );
    assert_eq!(
        failure.fields.field("index").and_then(Value::number),
        Some(5)
    );
}

#[test]
fn a_failure_without_a_pallet_is_named_too() {
    let metadata = metadata(&EXTENSIONS);
    let events = metadata
        .events_of(&failed(DispatchError::BadOrigin), 1)
        .unwrap();
    let failure = metadata.failure(events[0].fields.field("dispatch_error").unwrap(), 9);
    assert_eq!((failure.pallet.as_str(), failure.block), ("BadOrigin", 9));
}

#[test]
fn documentation_of_several_lines_is_one_sentence() {
    let metadata = metadata(&EXTENSIONS);
    let module = DispatchError::Module(ModuleError {
        index: 11,
        error: [0; 4],
    });
    let events = metadata.events_of(&failed(module), 1).unwrap();
    let failure = metadata.failure(events[0].fields.field("dispatch_error").unwrap(), 9);
    assert_eq!(failure.docs, "No gateway has this number. Look it up.");
}

#[test]
fn the_name_of_a_chain_is_made_an_identifier() {
    assert_eq!(identifier("Limpid Development"), "limpid-development");
    assert_eq!(identifier("  Jiangsu (test) 2 "), "jiangsu-test-2");
}
