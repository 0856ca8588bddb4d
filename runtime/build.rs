//! Compiles the runtime to Wasm beside the native library.

fn main() {
    #[cfg(feature = "std")]
    {
        rehearsal();
        substrate_wasm_builder::WasmBuilder::build_using_defaults();
    }
}

/// With `LIMPID_REHEARSAL` set, also the runtime that an upgrade is rehearsed with: `limpid-runtime-rehearsal.wasm` beside the
/// profile's binaries. Before the ordinary one, so that what is left behind is the ordinary one.
#[cfg(feature = "std")]
fn rehearsal() {
    use std::{env, fs, path::Path};

    println!("cargo:rerun-if-env-changed=LIMPID_REHEARSAL");
    if env::var_os("LIMPID_REHEARSAL").is_none() || env::var_os("SKIP_WASM_BUILD").is_some() {
        return;
    }
    substrate_wasm_builder::WasmBuilder::init_with_defaults()
        .enable_feature("rehearsal")
        .set_file_name("limpid_runtime_rehearsal")
        .build();
    // <profile>/build/limpid-runtime-<hash>/out
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let profile = Path::new(&out)
        .ancestors()
        .nth(3)
        .expect("cargo's folders are nested");
    let made =
        fs::read_to_string(Path::new(&out).join("limpid_runtime_rehearsal")).expect("just written");
    let blob = made
        .split('"')
        .find(|part| part.ends_with(".compact.compressed.wasm"))
        .expect("the builder names the compressed blob");
    fs::copy(blob, profile.join("limpid-runtime-rehearsal.wasm")).expect("the blob was just built");
}
