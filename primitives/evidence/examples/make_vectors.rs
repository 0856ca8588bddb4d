//! Writes `tests/vectors/evidence` anew: `cargo run -p limpid-evidence --example make_vectors --features verify`.

#[path = "../tests/world/mod.rs"]
mod world;

use std::{fs, io, path::PathBuf};
use world::vectors::{cases, expected, trust_root_file, trust_roots};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../tests/vectors/evidence");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (name, root) in trust_roots() {
        fs::write(folder.join(trust_root_file(name)), root.to_json() + "\n")?;
    }
    for case in cases() {
        fs::write(folder.join(&case.file), &case.json)?;
    }
    fs::write(folder.join("expected.json"), expected())
}
