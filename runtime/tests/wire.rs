//! The wire: a text snapshot of every pallet's, call's, event's, error's and storage item's place, so that a change which
//! breaks clients or evidence shows in review. `LIMPID_UPDATE_SNAPSHOT=1 cargo test -p limpid-runtime` writes it anew.

use codec::Decode;
use frame_metadata::{
    v14::{RuntimeMetadataV14, StorageEntryType},
    RuntimeMetadata, RuntimeMetadataPrefixed,
};
use scale_info::{form::PortableForm, PortableRegistry, TypeDef};
use std::{fmt::Write, fs, path::PathBuf};

fn metadata() -> RuntimeMetadataV14 {
    let bytes: Vec<u8> = limpid_runtime::Runtime::metadata().into();
    match RuntimeMetadataPrefixed::decode(&mut &bytes[..])
        .expect("metadata decodes")
        .1
    {
        RuntimeMetadata::V14(metadata) => metadata,
        other => panic!("metadata of version {}", other.version()),
    }
}

fn name_of(registry: &PortableRegistry, id: u32) -> String {
    let ty = registry.resolve(id).expect("a registered type");
    let params: Vec<String> = ty
        .type_params
        .iter()
        .filter_map(|p| p.ty.map(|t| name_of(registry, t.id)))
        .collect();
    match &ty.type_def {
        TypeDef::Primitive(primitive) => format!("{primitive:?}").to_lowercase(),
        TypeDef::Sequence(s) => format!("[{}]", name_of(registry, s.type_param.id)),
        TypeDef::Array(a) => format!("[{}; {}]", name_of(registry, a.type_param.id), a.len),
        TypeDef::Tuple(t) => {
            format!(
                "({})",
                t.fields
                    .iter()
                    .map(|f| name_of(registry, f.id))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
        TypeDef::Compact(c) => format!("Compact<{}>", name_of(registry, c.type_param.id)),
        _ if params.is_empty() || ty.path.segments.is_empty() => {
            ty.path.ident().unwrap_or_default()
        }
        // The runtime's own type names everything it is made of.
        _ if params.iter().any(|p| p == "Runtime") => ty.path.ident().unwrap_or_default(),
        _ => format!(
            "{}<{}>",
            ty.path.ident().unwrap_or_default(),
            params.join(", ")
        ),
    }
}

fn variants(out: &mut String, registry: &PortableRegistry, kind: &str, id: Option<u32>) {
    let Some(TypeDef::Variant(variants)) = id
        .and_then(|id| registry.resolve(id))
        .map(|t| t.type_def.clone())
    else {
        return;
    };
    for variant in variants.variants {
        let fields: Vec<String> = variant.fields.iter().map(|f| field(registry, f)).collect();
        writeln!(
            out,
            "  {kind} {} {}({})",
            variant.index,
            variant.name,
            fields.join(", ")
        )
        .expect("text");
    }
}

fn field(registry: &PortableRegistry, field: &scale_info::Field<PortableForm>) -> String {
    let ty = name_of(registry, field.ty.id);
    field
        .name
        .as_ref()
        .map_or(ty.clone(), |name| format!("{name}: {ty}"))
}

fn snapshot() -> String {
    let metadata = metadata();
    let registry = &metadata.types;
    let version = limpid_runtime::VERSION;
    let mut out = format!(
        "spec_version {}, transaction_version {}\n",
        version.spec_version, version.transaction_version
    );
    for pallet in &metadata.pallets {
        writeln!(out, "{} {}", pallet.index, pallet.name).expect("text");
        variants(
            &mut out,
            registry,
            "call",
            pallet.calls.as_ref().map(|c| c.ty.id),
        );
        variants(
            &mut out,
            registry,
            "event",
            pallet.event.as_ref().map(|e| e.ty.id),
        );
        variants(
            &mut out,
            registry,
            "error",
            pallet.error.as_ref().map(|e| e.ty.id),
        );
        for entry in pallet.storage.iter().flat_map(|s| &s.entries) {
            let shape = match &entry.ty {
                StorageEntryType::Plain(value) => name_of(registry, value.id),
                StorageEntryType::Map {
                    hashers,
                    key,
                    value,
                } => {
                    format!(
                        "{hashers:?} {} -> {}",
                        name_of(registry, key.id),
                        name_of(registry, value.id)
                    )
                }
            };
            writeln!(out, "  storage {}: {shape}", entry.name).expect("text");
        }
    }
    writeln!(out, "extensions").expect("text");
    for extension in &metadata.extrinsic.signed_extensions {
        writeln!(out, "  {}", extension.identifier).expect("text");
    }
    out
}

#[test]
fn the_wire_is_as_reviewed() {
    let path = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("tests/wire.txt");
    let now = snapshot();
    if std::env::var_os("LIMPID_UPDATE_SNAPSHOT").is_some() {
        let before = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            before == now || before.lines().next() != now.lines().next(),
            "the wire changed and its version did not: a chain takes an upgrade only if spec_version in runtime/src/lib.rs \
             rises, and clients sign for the wrong calls unless transaction_version rises when a call or an extension changed"
        );
        fs::write(&path, &now).expect("the snapshot is written");
    }
    let reviewed = fs::read_to_string(&path).unwrap_or_default();
    if let Some((line, (was, is))) = reviewed
        .lines()
        .zip(now.lines())
        .enumerate()
        .find(|(_, (was, is))| was != is)
    {
        panic!("the wire changed at line {}:\n was {was}\n  is {is}\nIf that is meant, run with LIMPID_UPDATE_SNAPSHOT=1 and review the difference.", line + 1);
    }
    assert_eq!(
        reviewed.lines().count(),
        now.lines().count(),
        "the wire grew or shrank: run with LIMPID_UPDATE_SNAPSHOT=1"
    );
}

#[test]
fn metadata_comes_in_versions_14_to_16() {
    let versions = limpid_runtime::Runtime::metadata_versions();
    for version in [14, 15, 16] {
        assert!(
            versions.contains(&version),
            "metadata {version} is missing among {versions:?}"
        );
        assert!(limpid_runtime::Runtime::metadata_at_version(version).is_some());
    }
}
