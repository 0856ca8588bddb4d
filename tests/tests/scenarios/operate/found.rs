//! found-a-network.md: four agencies begin a chain.

use super::institution::{Consortium, Institution};
use limpid_tests::{runtime_of_node, wait_for};
use serde_json::{json, Value};
use std::{fs, path::Path};

pub const BLOCKS: &[&str] = &[
    "found-keys",
    "found-public-keys",
    "found-chain",
    "found-insert-keys",
    "found-check",
    "found-trust-root",
];

/// Blocks of a session: of tests, not of the page.
const SESSION_BLOCKS: u32 = 6;

/// The public keys that an institution sends.
struct PublicKeys {
    administrator: String,
    aura: String,
    grandpa: String,
}

/// Steps 1 to 6. Gives nothing but a running chain: all there is stands in the institutions' folders.
pub fn found(consortium: &mut Consortium) {
    let keys: Vec<_> = consortium.institutions.iter_mut().map(make_keys).collect();
    write_specification(consortium, &keys);
    consortium.each(|institution| institution.desk.run("found-insert-keys"));
    start(consortium);
    check(consortium);
    write_trust_root(consortium, &keys);
}

/// Steps 1 and 2.
fn make_keys(institution: &mut Institution) -> PublicKeys {
    institution.make_keys("found-keys");
    let printed = institution.desk.run("found-public-keys").out;
    let words = printed
        .split_whitespace()
        .map(|word| word.trim_start_matches("0x"));
    let is_key = |word: &&str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    let keys: Vec<_> = words.filter(is_key).collect();
    let [administrator, aura, grandpa, node] = keys[..] else {
        panic!("four keys, not {}:\n{printed}", keys.len());
    };
    assert_eq!(administrator, institution.account);
    institution.node_key = node.into();
    PublicKeys {
        administrator: administrator.into(),
        aura: aura.into(),
        grandpa: grandpa.into(),
    }
}

/// Steps 3 and 4: one writes the founders' file, all make the specification from it, and compare. No nodes are listed: that is
/// done later, as in network.md.
fn write_specification(consortium: &mut Consortium, keys: &[PublicKeys]) {
    let entries: Vec<_> = consortium
        .institutions
        .iter()
        .zip(keys)
        .map(entry)
        .collect();
    let founders =
        json!({ "session_blocks": SESSION_BLOCKS, "validators_min": 4, "institutions": entries });
    let runtime = runtime_of_node();
    for institution in &mut consortium.institutions {
        let file = institution.desk.path("founders.json");
        fs::write(&file, founders.to_string()).expect("the founders' file");
        let code = institution.desk.path("limpid-runtime.wasm");
        fs::write(&code, &runtime).expect("the runtime");
        institution.desk.set("FOUNDERS", file);
        institution.desk.set("RUNTIME", code);
    }
    let digests = consortium.each(|institution| {
        let printed = institution.desk.run("found-chain");
        let digest = printed.says("written to").out.lines().last();
        digest.map(|line| line[..64].to_owned())
    });
    assert!(
        digests.iter().all(|digest| *digest == digests[0]),
        "{digests:?}"
    );
}

fn entry((institution, keys): (&Institution, &PublicKeys)) -> Value {
    let account = &keys.administrator;
    json!({
        "uscc": institution.uscc(), "name": institution.name, "division": institution.division,
        "administrator": account, "council_seat": true,
        "validator": { "account": account, "aura": keys.aura, "grandpa": keys.grandpa },
    })
}

/// Step 5, what systemd does of it. Each is told of two of the others.
fn start(consortium: &mut Consortium) {
    let addresses: Vec<_> = consortium
        .institutions
        .iter()
        .map(Institution::multiaddress)
        .collect();
    for (number, institution) in consortium.institutions.iter_mut().enumerate() {
        institution.node.add_options(&["--validator"]);
        let others = addresses
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != number);
        for (_, address) in others.take(2) {
            institution.node.add_options(&["--bootnodes", address]);
        }
        institution.node.launch();
    }
    for institution in &mut consortium.institutions {
        institution.node.wait_for_answer();
    }
}

/// Step 6.
fn check(consortium: &Consortium) {
    let count = consortium.institutions.len();
    for institution in &consortium.institutions {
        let node = &institution.node;
        wait_for("the first final blocks", 120, || {
            node.finalised() as usize > count
        });
        wait_for("all validators to have authored", 120, || {
            let list = node.limpid().run(["validator", "list"]);
            let all = list["validators"].as_array().expect("validators");
            all.iter().all(|one| one["last_authored"].is_u64())
                && node.peers() as usize == count - 1
        });
    }
    let genesis = |institution: &Institution| {
        let printed = institution.desk.run("found-check");
        printed.says(&format!("peers         {}\n", count - 1));
        printed
            .says("the chain runs this file")
            .says("no node is listed");
        let active = printed
            .out
            .lines()
            .filter(|line| line.starts_with("active "));
        assert_eq!(active.count(), count, "{}", printed.out);
        printed.word_after("genesis").to_owned()
    };
    let genesis: Vec<_> = consortium.institutions.iter().map(genesis).collect();
    assert!(
        genesis.iter().all(|other| *other == genesis[0]),
        "{genesis:?}"
    );
}

fn write_trust_root(consortium: &Consortium, keys: &[PublicKeys]) {
    for institution in &consortium.institutions {
        institution.desk.run("found-trust-root");
        assert_root_names(&institution.desk.path("trust-root.json"), keys);
    }
}

fn assert_root_names(root: &Path, keys: &[PublicKeys]) {
    let root = fs::read_to_string(root).expect("the trust root");
    for key in keys {
        assert!(
            root.contains(&key.grandpa),
            "{} is not in {root}",
            key.grandpa
        );
    }
}
