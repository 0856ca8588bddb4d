//! The presets `development` and `local`, with keys that everybody knows.

use super::{Founder, FounderValidator, Founders};
use alloc::{vec, vec::Vec};
use limpid_primitives::Digest;
use sp_core::hex2array;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// The preset of four validators.
pub const LOCAL_PRESET: &str = "local";
/// One minute: somebody who tries a change of the validators does not want to wait for ten.
const SESSION_BLOCKS: u32 = 20;

/// An agency that founds the chain, with its administrator's account: the public key of the Ed25519 seed
/// `SHA-256("limpid development key: " ‖ name)`, which `limpid key generate --development NAME` writes to a file. Its
/// validator's session keys are those of a keyring's name.
struct Known {
    uscc: &'static str,
    name: &'static str,
    division: &'static str,
    /// Public key of the development key `agency-N`.
    administrator: [u8; 32],
    aura: Sr25519Keyring,
    grandpa: Ed25519Keyring,
}

const KNOWN: [Known; 4] = [
    Known {
        uscc: "11320000MB0000000D",
        name: "江苏省生态环境厅（开发）",
        division: "320000",
        administrator: hex2array!(
            "ad1dfe8a03805737f42bdbf84172a6a102f629e072ea1e34ce65d6d741abf460"
        ),
        aura: Sr25519Keyring::Alice,
        grandpa: Ed25519Keyring::Alice,
    },
    Known {
        uscc: "11330000MB0000019E",
        name: "浙江省生态环境厅（开发）",
        division: "330000",
        administrator: hex2array!(
            "2f858615dfdb37189122cefa6aca5d3bb16ab11cc06a7e31463926d6c7fe34d8"
        ),
        aura: Sr25519Keyring::Bob,
        grandpa: Ed25519Keyring::Bob,
    },
    Known {
        uscc: "11310000MB00000271",
        name: "上海市生态环境局（开发）",
        division: "310000",
        administrator: hex2array!(
            "97b17e2f3dba8ba324ad4e8e1d4a7a60fe1445c5f70d8f03335ffeccbbb9158b"
        ),
        aura: Sr25519Keyring::Charlie,
        grandpa: Ed25519Keyring::Charlie,
    },
    Known {
        uscc: "11340000MB00000358",
        name: "安徽省生态环境厅（开发）",
        division: "340000",
        administrator: hex2array!(
            "55653e063f35e927ec6da591aa1adbae5c717293b5fa20eb194ce256febbe2d9"
        ),
        aura: Sr25519Keyring::Dave,
        grandpa: Ed25519Keyring::Dave,
    },
];

impl Known {
    fn founder(&self) -> Founder {
        let administrator = Digest(self.administrator);
        Founder {
            uscc: self.uscc.parse().expect("a constant that the tests check"),
            name: self.name.parse().expect("a constant that the tests check"),
            division: self
                .division
                .parse()
                .expect("a constant that the tests check"),
            administrator,
            council_seat: true,
            validator: Some(FounderValidator {
                account: administrator,
                aura: Digest(self.aura.public().0),
                grandpa: Digest(self.grandpa.public().0),
            }),
            nodes: Vec::new(),
        }
    }
}

/// The preset called `id`, as a JSON patch of the genesis configuration.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
    let (known, validators_min) = match id.as_ref() {
        sp_genesis_builder::DEV_RUNTIME_PRESET => (&KNOWN[..1], 1),
        LOCAL_PRESET => (&KNOWN[..], 4),
        _ => return None,
    };
    let founders = Founders {
        session_blocks: SESSION_BLOCKS,
        validators_min,
        institutions: known.iter().map(Known::founder).collect(),
    };
    serde_json::to_vec(&founders.genesis().ok()?).ok()
}

/// The presets' names.
pub fn preset_names() -> Vec<PresetId> {
    vec![
        PresetId::from(sp_genesis_builder::DEV_RUNTIME_PRESET),
        PresetId::from(LOCAL_PRESET),
    ]
}
