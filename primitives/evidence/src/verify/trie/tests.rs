//! The reader against `sp-trie`, on tries it made itself.

use super::*;
use proptest::prelude::*;
use sp_core::{storage::StateVersion, Blake2Hasher, Hasher, H256};
use sp_state_machine::{prove_read, InMemoryBackend, TrieBackend};
use sp_trie::{read_trie_value, LayoutV1, StorageProof};
use std::collections::BTreeMap;

type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// Few different bytes, so that keys share beginnings, are beginnings of others, and end in the middle of a node.
fn key() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(
        prop::sample::select(vec![0x00, 0x01, 0x10, 0x11, 0xff]),
        0..6,
    )
}

/// Around the 33 bytes from which on values stand in nodes of their own.
fn entries() -> impl Strategy<Value = Entries> {
    let value = prop::collection::vec(any::<u8>(), 0..70);
    prop::collection::btree_map(key(), value, 0..40)
}

fn proven(entries: &Entries, keys: &[Vec<u8>]) -> ([u8; 32], Vec<Vec<u8>>) {
    let backend: InMemoryBackend<Blake2Hasher> =
        TrieBackend::from((entries.clone(), StateVersion::V1));
    let root = backend.root().0;
    let proof = prove_read(backend, keys).unwrap();
    (root, proof.into_iter_nodes().collect())
}

fn reader(nodes: &[Vec<u8>]) -> StateProof<'_> {
    StateProof::new(nodes.iter().map(Vec::as_slice))
}

/// What `sp-trie` reads; `None` where it finds the proof broken.
fn oracle(root: &[u8; 32], nodes: &[Vec<u8>], key: &[u8]) -> Option<Option<Vec<u8>>> {
    let db = StorageProof::new(nodes.to_vec()).into_memory_db::<Blake2Hasher>();
    read_trie_value::<LayoutV1<Blake2Hasher>, _>(&db, &H256(*root), key, None, None).ok()
}

proptest! {
    #[test]
    fn a_whole_proof_tells_every_key_and_has_no_node_to_spare(entries in entries(), keys in prop::collection::vec(key(), 1..8)) {
        let (root, nodes) = proven(&entries, &keys);
        let mut proof = reader(&nodes);
        for key in &keys {
            prop_assert_eq!(proof.read(&root, key), Ok(entries.get(key).map(Vec::as_slice)));
        }
        prop_assert_eq!(proof.unused(), 0);
        prop_assert!(!proof.has_duplicates());
    }

    #[test]
    fn a_proof_that_lacks_a_node_is_broken_for_a_key_and_wrong_for_none(
        entries in entries(), keys in prop::collection::vec(key(), 1..8), lost in any::<prop::sample::Index>(),
    ) {
        // That of the empty trie is known to sp-trie without being given.
        prop_assume!(!entries.is_empty());
        let (root, mut nodes) = proven(&entries, &keys);
        nodes.remove(lost.index(nodes.len()));
        let mut proof = reader(&nodes);
        let mut broken = 0;
        for key in &keys {
            let read = proof.read(&root, key).map(|value| value.map(<[u8]>::to_vec));
            prop_assert_eq!(read.clone().ok(), oracle(&root, &nodes, key));
            broken += usize::from(read.is_err());
        }
        prop_assert!(broken > 0);
    }

    #[test]
    fn what_is_read_from_a_strange_node_is_what_sp_trie_reads(
        entries in entries(), key in key(), which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte: u8,
    ) {
        let (_, mut nodes) = proven(&entries, std::slice::from_ref(&key));
        let which = which.index(nodes.len());
        let at = at.index(nodes[which].len());
        nodes[which][at] = byte;
        let root = Blake2Hasher::hash(&nodes[which]).0;
        if let Ok(read) = reader(&nodes).read(&root, &key) {
            prop_assert_eq!(Some(read.map(<[u8]>::to_vec)), oracle(&root, &nodes, &key));
        }
    }

    #[test]
    fn noise_is_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..120), key in key()) {
        let root = blake2_256(&bytes);
        let nodes = [bytes];
        if let Ok(read) = reader(&nodes).read(&root, &key) {
            prop_assert_eq!(Some(read.map(<[u8]>::to_vec)), oracle(&root, &nodes, &key));
        }
    }
}

#[test]
fn an_empty_trie_has_nothing() {
    let nodes = [vec![0]];
    let root = blake2_256(&nodes[0]);
    assert_eq!(reader(&nodes).read(&root, b"key"), Ok(None));
    assert_eq!(reader(&[]).read(&root, b"key"), Err(Broken));
}

/// One node that is also the root, read with an empty key.
fn read_alone(node: &[u8]) -> Result<Option<Vec<u8>>, Broken> {
    let nodes = [node.to_vec()];
    let read = reader(&nodes)
        .read(&blake2_256(node), &[])
        .map(|value| value.map(<[u8]>::to_vec));
    read
}

#[test]
fn malformed_nodes_are_refused() {
    // A leaf without a partial key, and the value 7.
    assert_eq!(read_alone(&[0x40, 4, 7]), Ok(Some(vec![7])));
    let malformed: [(&str, &[u8]); 10] = [
        ("a byte left over", &[0x40, 4, 7, 0]),
        ("a value that ends early", &[0x40, 8, 7]),
        ("a length near 2^32", &[0x40, 0x03, 0xff, 0xff, 0xff, 0xff]),
        ("a length in a longer form", &[0x40, 0x05, 0x00, 7]),
        ("an odd nibble with its other half set", &[0x41, 0x17, 4, 7]),
        ("a branch without children", &[0x80, 0, 0]),
        ("an empty child", &[0x80, 1, 0, 0]),
        ("the empty trie as a child", &[0x80, 1, 0, 4, 0]),
        ("an unknown kind", &[0x01, 4, 7]),
        ("nothing", &[]),
    ];
    for (what, node) in malformed {
        assert_eq!(read_alone(node), Err(Broken), "{what}");
    }
}

#[test]
fn long_partial_keys_are_counted_on() {
    for bytes in [30, 31, 32, 158, 159, 160, 286, 287] {
        let key = vec![0x22; bytes];
        let entries = Entries::from([(key.clone(), vec![9])]);
        let (root, nodes) = proven(&entries, std::slice::from_ref(&key));
        assert_eq!(
            reader(&nodes).read(&root, &key),
            Ok(Some([9].as_slice())),
            "{bytes} bytes"
        );
        assert_eq!(
            reader(&nodes).read(&root, &key[1..]),
            Ok(None),
            "{bytes} bytes"
        );
    }
}

#[test]
fn a_hostile_node_costs_its_length_once() {
    // A leaf whose partial key has some hundred million nibbles, cut off.
    let mut node = vec![0xff; 1 << 20];
    node[0] = 0x7f;
    let nodes = [node];
    let root = blake2_256(&nodes[0]);
    let mut proof = reader(&nodes);
    for number in 0u32..100_000 {
        assert_eq!(proof.read(&root, &number.to_be_bytes()), Err(Broken));
    }
}

#[test]
fn a_node_may_be_a_value_as_well() {
    // Under 0x00 the value is the bytes of the leaf under 0x10: both have the partial key 0.
    let leaf = [&[0x41, 0x00, 0x7c][..], &[7; 31]].concat();
    let value_leaf = [&[0x21, 0x00][..], &blake2_256(&leaf)].concat();
    let children = [
        [0x80].as_slice(),
        &blake2_256(&value_leaf),
        &[0x80],
        &blake2_256(&leaf),
    ];
    let nodes = [
        [&[0x80, 3, 0][..], &children.concat()].concat(),
        value_leaf,
        leaf,
    ];
    let root = blake2_256(&nodes[0]);
    let mut proof = reader(&nodes);
    assert_eq!(proof.read(&root, &[0x00]), Ok(Some(nodes[2].as_slice())));
    assert_eq!(proof.read(&root, &[0x10]), Ok(Some([7; 31].as_slice())));
    assert_eq!(proof.unused(), 0);
}
