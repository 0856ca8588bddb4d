//! The second verifier, which shares no code with the first.

use limpid_tests::output_within;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// What the second verifier says of a bundle: its exit code.
pub fn exit_code(bundle: &Path, trust_root: &Path) -> i32 {
    let script = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("independent/verify.py");
    let mut command = Command::new("/usr/bin/python3");
    command
        .arg(script)
        .arg(bundle)
        .arg("--trust")
        .arg(trust_root);
    let output = output_within(&mut command, 120);
    output
        .status
        .code()
        .unwrap_or_else(|| panic!("it was killed: {}", String::from_utf8_lossy(&output.stderr)))
}
