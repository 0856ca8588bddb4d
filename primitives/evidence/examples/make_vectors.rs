//! Writes `tests/vectors/evidence`, `tests/vectors/title` and `tests/vectors/share` anew: `cargo run -p limpid-evidence --example make_vectors --features verify`.

#[path = "../tests/world/mod.rs"]
mod world;

use limpid_evidence::verify::TrustRoot;
use std::{fs, io, path::PathBuf};
use world::{
    shares::cases as shares,
    titles::cases as titles,
    vectors::{cases, expected, trust_root_file, trust_roots},
};

fn main() -> io::Result<()> {
    let evidence = empty_folder("evidence", &trust_roots())?;
    for case in cases() {
        fs::write(evidence.join(&case.file), &case.json)?;
    }
    fs::write(evidence.join("expected.json"), expected())?;
    let title = empty_folder("title", &titles::trust_roots())?;
    for case in titles::cases() {
        fs::write(title.join(&case.file), &case.json)?;
    }
    fs::write(title.join("expected.json"), titles::expected())?;
    let share = empty_folder("share", &shares::trust_roots())?;
    for case in shares::cases() {
        fs::write(share.join(&case.file), &case.json)?;
    }
    fs::write(share.join("expected.json"), shares::expected())
}

/// A folder of vectors with nothing in it but trust roots.
fn empty_folder(name: &str, roots: &[(&str, TrustRoot)]) -> io::Result<PathBuf> {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../tests/vectors")
        .join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (name, root) in roots {
        fs::write(folder.join(trust_root_file(name)), root.to_json() + "\n")?;
    }
    Ok(folder)
}
