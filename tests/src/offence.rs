//! A validator's vote for two blocks in one round, made with its key and reported by a member: what a keystore on two machines,
//! or one without its database, may do, without waiting for the chance.

use crate::{founding::inspect, rpc::bytes, Node};
use limpid_client::{
    chain::{calls::Call, Chain, SubmitError},
    keys::MemberKey,
};
use std::{fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// A round of votes. The chain does not ask whether it was held.
const ROUND: u64 = 1;
/// `Equivocation::Prevote`, and `Message::Prevote` in what is signed.
const PREVOTE: u8 = 0;

/// How often a report is made. A proof of whose key it is may not outlive the session it is made in.
const REPORTS_MAX: u32 = 3;

/// Signs two prevotes with the GRANDPA key of the secret phrase in the file `phrase`, and has the member with the key file
/// `reporter` report them through `node`. The validator's keys must be those it set last.
pub fn report_two_votes(node: &Node, phrase: &Path, reporter: &Path) {
    let key = grandpa_key(phrase);
    let reporter = MemberKey::read(reporter).expect("the reporter's key");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let chain = runtime.block_on(Chain::connect(&[node.url()]));
    let chain = chain.expect("the node answers");
    let is_taken = (0..REPORTS_MAX).any(|_| {
        let call = Call::encoded("Grandpa", "report_equivocation", report(node, &key));
        match runtime.block_on(chain.submit(&reporter, call)) {
            Ok(_) => true,
            Err(SubmitError::Failed(failure)) if failure.name == "InvalidKeyOwnershipProof" => {
                false
            }
            Err(error) => panic!("the chain takes the report: {error}"),
        }
    });
    assert!(is_taken, "a proof holds for a session");
}

/// SCALE of `EquivocationProof` and `MembershipProof`.
fn report(node: &Node, key: &MemberKey) -> Vec<u8> {
    let (rpc, identity) = (node.rpc(), key.account());
    let set_id = rpc.call("GrandpaApi_current_set_id", &[]);
    let set_id = set_id.expect("an answer");
    let height = rpc.finalised().expect("an answer");
    let asked = [&set_id[..], &identity].concat();
    let owner = rpc.call("GrandpaApi_generate_key_ownership_proof", &asked);
    let mut report = [&set_id[..], &[PREVOTE], &ROUND.to_le_bytes(), &identity].concat();
    for target in [[1; 32], [2; 32]] {
        let vote = [&target[..], &height.to_le_bytes()].concat();
        let signed = [&[PREVOTE], &vote[..], &ROUND.to_le_bytes(), &set_id].concat();
        report.extend([&vote[..], &key.sign(&signed)].concat());
    }
    report.extend(content_of(&owner.expect("an answer")));
    report
}

/// `Some(Vec<u8>)` in SCALE, without what says so.
fn content_of(option: &[u8]) -> &[u8] {
    let (some, bytes) = option.split_first().expect("an option");
    assert_eq!(*some, 1, "the key has an owner");
    // The two lowest bits of a length say how many bytes it takes.
    let length_bytes = match bytes[0] & 3 {
        0 => 1,
        1 => 2,
        _ => 4,
    };
    &bytes[length_bytes..]
}

/// The key of a phrase, by way of a file: there is no other.
fn grandpa_key(phrase: &Path) -> MemberKey {
    let shown = inspect("ed25519", phrase.to_str().expect("a plain path"));
    let seed = shown["secretSeed"].as_str().expect("a seed");
    assert_eq!(bytes(seed).map(|seed| seed.len()), Some(32));
    let path = phrase.with_extension("grandpa-key");
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .expect("a new file");
    writeln!(file, "{}", seed.trim_start_matches("0x")).expect("the key is written");
    MemberKey::read(&path).expect("the key")
}
