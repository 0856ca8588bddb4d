//! What a new chain begins with: the presets `development` (one validator) and `local` (four).
//!
//! Both use keys that everybody knows and are for trying Limpid out. A real chain's specification is written by its
//! founders: see `docs/operate`.

use crate::{AccountId, RuntimeGenesisConfig};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use limpid_primitives::{Duty, InstitutionKind};
use pallet_institutions::{GenesisInstitution, GenesisMember};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::hex2array;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// The preset of four validators.
pub const LOCAL_PRESET: &str = "local";

/// An agency that founds the chain, with its administrator's account: the public key of the Ed25519 seed
/// `SHA-256("limpid development key: " ‖ name)`, which `limpid key generate --development NAME` writes to a file.
struct Founder {
    uscc: &'static str,
    name: &'static str,
    division: &'static str,
    /// Public key of the development key `agency-N`.
    administrator: [u8; 32],
}

const FOUNDERS: [Founder; 4] = [
    Founder {
        uscc: "11320000MB0000000D",
        name: "江苏省生态环境厅（开发）",
        division: "320000",
        administrator: hex2array!(
            "ad1dfe8a03805737f42bdbf84172a6a102f629e072ea1e34ce65d6d741abf460"
        ),
    },
    Founder {
        uscc: "11330000MB0000019E",
        name: "浙江省生态环境厅（开发）",
        division: "330000",
        administrator: hex2array!(
            "2f858615dfdb37189122cefa6aca5d3bb16ab11cc06a7e31463926d6c7fe34d8"
        ),
    },
    Founder {
        uscc: "11310000MB00000271",
        name: "上海市生态环境局（开发）",
        division: "310000",
        administrator: hex2array!(
            "97b17e2f3dba8ba324ad4e8e1d4a7a60fe1445c5f70d8f03335ffeccbbb9158b"
        ),
    },
    Founder {
        uscc: "11340000MB00000358",
        name: "安徽省生态环境厅（开发）",
        division: "340000",
        administrator: hex2array!(
            "55653e063f35e927ec6da591aa1adbae5c717293b5fa20eb194ce256febbe2d9"
        ),
    },
];

fn institutions(founders: &[Founder]) -> Vec<GenesisInstitution<AccountId>> {
    founders
        .iter()
        .map(|founder| GenesisInstitution {
            kind: InstitutionKind::Agency,
            uscc: founder
                .uscc
                .parse()
                .expect("a constant that the tests check"),
            name: founder
                .name
                .parse()
                .expect("a constant that the tests check"),
            division: founder
                .division
                .parse()
                .expect("a constant that the tests check"),
            admitted_by: None,
            members: vec![GenesisMember {
                account: founder.administrator.into(),
                duties: [Duty::Administrator, Duty::Submitter, Duty::Approver]
                    .into_iter()
                    .collect(),
            }],
        })
        .collect()
}

fn chain(
    validators: &[(Sr25519Keyring, Ed25519Keyring)],
    founders: &[Founder],
) -> serde_json::Value {
    let aura: Vec<AuraId> = validators
        .iter()
        .map(|(aura, _)| aura.public().into())
        .collect();
    let grandpa: Vec<(GrandpaId, u64)> = validators
        .iter()
        .map(|(_, key)| (key.public().into(), 1))
        .collect();
    let council: Vec<AccountId> = founders
        .iter()
        .map(|f| AccountId::from(f.administrator))
        .collect();
    build_struct_json_patch!(RuntimeGenesisConfig {
        aura: pallet_aura::GenesisConfig { authorities: aura },
        grandpa: pallet_grandpa::GenesisConfig {
            authorities: grandpa
        },
        council: pallet_collective::GenesisConfig { members: council },
        institutions: pallet_institutions::GenesisConfig {
            institutions: institutions(founders)
        },
    })
}

/// The preset called `id`, as a JSON patch of the genesis configuration.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
    use Ed25519Keyring as Grandpa;
    use Sr25519Keyring as Aura;
    let everyone = [
        (Aura::Alice, Grandpa::Alice),
        (Aura::Bob, Grandpa::Bob),
        (Aura::Charlie, Grandpa::Charlie),
        (Aura::Dave, Grandpa::Dave),
    ];
    let patch = match id.as_ref() {
        sp_genesis_builder::DEV_RUNTIME_PRESET => chain(&everyone[..1], &FOUNDERS[..1]),
        LOCAL_PRESET => chain(&everyone, &FOUNDERS),
        _ => return None,
    };
    serde_json::to_vec(&patch).ok()
}

/// The presets' names.
pub fn preset_names() -> Vec<PresetId> {
    vec![
        PresetId::from(sp_genesis_builder::DEV_RUNTIME_PRESET),
        PresetId::from(LOCAL_PRESET),
    ]
}
