//! upgrade.md: a node's program, and the chain's runtime.

use super::{institution::Consortium, vote::decide};
use limpid_tests::binary_folder;

pub const BLOCKS: &[&str] = &[
    "upgrade-before",
    "upgrade-authorize",
    "upgrade-show",
    "upgrade-apply",
    "upgrade-verify",
];

/// The runtime built for rehearsals: the next version, with a migration of storage.
const REHEARSAL: &str = "limpid-runtime-rehearsal.wasm";

/// The program: here the same one again.
pub fn restart_program(consortium: &mut Consortium, number: usize) {
    for institution in &consortium.institutions {
        institution
            .desk
            .run("upgrade-before")
            .says(&institution.account);
    }
    let node = &mut consortium.institutions[number].node;
    assert!(node.terminate().success(), "it stops when told");
    node.restart();
    consortium.wait_until_in_step(&[(number + 1) % 4, number], 120);
    consortium.institutions[number].desk.run("upgrade-before");
}

/// The runtime.
pub fn upgrade(consortium: &mut Consortium, voters: &[usize]) {
    let code = binary_folder().join(REHEARSAL);
    let code = std::path::absolute(code).expect("a path");
    assert!(code.exists(), "{} is not built", code.display());
    for institution in &mut consortium.institutions {
        institution.desk.set("RUNTIME", &code);
    }
    let first = &consortium.institutions[voters[0]].desk;
    decide(&first.run("upgrade-authorize"), &consortium.voters(voters));
    first.run("upgrade-show").says("authorised  BLAKE2b-256");
    first.run("upgrade-apply").says("the chain runs version");
    consortium.wait_until_in_step(voters, 60);
    for voter in voters {
        let verified = consortium.institutions[*voter].desk.run("upgrade-verify");
        verified
            .says("the chain runs this file")
            .says("System.authorize_upgrade");
    }
}
