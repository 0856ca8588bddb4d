//! Chain specifications: the development chain, the local network, and files.

use limpid_runtime::WASM_BINARY;
use sc_service::ChainType;

/// A chain specification without extensions.
pub type ChainSpec = sc_service::GenericChainSpec;

/// One validator, for one machine.
pub fn development() -> Result<ChainSpec, String> {
    spec(
        "Limpid Development",
        "limpid-development",
        ChainType::Development,
        "development",
    )
}

/// Four validators with well-known keys, for one machine or a test network.
pub fn local() -> Result<ChainSpec, String> {
    spec("Limpid Local", "limpid-local", ChainType::Local, "local")
}

fn spec(name: &str, id: &str, kind: ChainType, preset: &str) -> Result<ChainSpec, String> {
    let code = WASM_BINARY
        .ok_or("this limpid-node was built without the Wasm runtime (SKIP_WASM_BUILD): build it again without")?;
    Ok(ChainSpec::builder(code, None)
        .with_name(name)
        .with_id(id)
        .with_protocol_id(id)
        .with_chain_type(kind)
        .with_genesis_config_preset_name(preset)
        .build())
}
