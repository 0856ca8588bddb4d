//! The tree and its proofs against the published vectors of RFC 6962, and against themselves.

use limpid_evidence::{run_root, sha256, MerkleTree, RunError};
use limpid_primitives::Digest;
use proptest::prelude::*;

/// The eight leaves and the roots of trees of 0 to 8 of them, from the certificate-transparency reference implementation
/// (`merkletree/merkle_tree_test.cc`), as used by every implementation of RFC 6962 and RFC 9162.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
/// Inclusion proofs of the same source: index, tree size, nodes from the leaf upwards.
const PROOFS: [(usize, usize, &[&str]); 4] = [
    (
        0,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        &[
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        3,
        &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ),
    (
        1,
        5,
        &[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
];

fn rfc_leaf(hex: &str) -> Digest {
    let mut message = vec![0];
    for digits in hex.as_bytes().chunks(2) {
        message.push(u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap());
    }
    sha256(&message)
}

fn rfc_tree(size: usize) -> (Vec<Digest>, MerkleTree) {
    let leaves: Vec<_> = LEAVES[..size].iter().map(|hex| rfc_leaf(hex)).collect();
    (leaves.clone(), MerkleTree::from_leaves(leaves))
}

fn leaves(size: usize) -> Vec<Digest> {
    (0..size).map(|i| sha256(&i.to_be_bytes())).collect()
}

#[test]
fn roots_are_those_of_rfc_6962() {
    for (size, root) in ROOTS.iter().enumerate() {
        assert_eq!(rfc_tree(size).1.root().to_string(), *root, "{size} leaves");
    }
}

#[test]
fn inclusion_proofs_are_those_of_rfc_6962_in_the_order_of_the_tree() {
    for (index, size, expected) in PROOFS {
        let (leaves, tree) = rfc_tree(size);
        let nodes = tree.run(index, 1).unwrap();
        let mut sorted: Vec<_> = nodes.iter().map(Digest::to_string).collect();
        let mut expected = expected.to_vec();
        sorted.sort();
        expected.sort();
        assert_eq!(sorted, expected, "leaf {index} of {size}");
        let root = run_root(size as u32, index as u32, &leaves[index..=index], &nodes);
        assert_eq!(root, Ok(tree.root()));
    }
}

#[test]
fn every_run_of_every_small_tree_verifies() {
    for size in 1..=33 {
        let leaves = leaves(size);
        let tree = MerkleTree::from_leaves(leaves.clone());
        for start in 0..size {
            for end in start + 1..=size {
                let nodes = tree.run(start, end - start).unwrap();
                let root = run_root(size as u32, start as u32, &leaves[start..end], &nodes);
                assert_eq!(root, Ok(tree.root()), "{start}..{end} of {size}");
            }
        }
    }
}

#[test]
fn a_run_outside_the_tree_is_refused() {
    let tree = MerkleTree::from_leaves(leaves(5));
    for (start, len) in [(0, 0), (0, 6), (5, 1), (4, 2), (usize::MAX, 2)] {
        assert_eq!(tree.run(start, len), Err(RunError::Bounds));
    }
    assert_eq!(run_root(5, 0, &[], &[]), Err(RunError::Bounds));
    assert_eq!(
        run_root(5, u32::MAX, &leaves(1), &[]),
        Err(RunError::Bounds)
    );
    assert_eq!(
        run_root(u32::MAX, 0, &leaves(1), &[]),
        Err(RunError::MissingNode)
    );
}

#[test]
fn too_many_nodes_are_refused() {
    let tree = MerkleTree::from_leaves(leaves(5));
    let mut nodes = tree.run(1, 2).unwrap();
    nodes.push(Digest::ZERO);
    assert_eq!(
        run_root(5, 1, &leaves(5)[1..3], &nodes),
        Err(RunError::UnusedNode)
    );
}

proptest! {
    #[test]
    fn any_run_of_any_tree_verifies_and_no_altered_one_does(
        size in 1usize..300, start in any::<prop::sample::Index>(), len in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(), byte in 0usize..32, flip in 1u8..,
    ) {
        let all = leaves(size);
        let tree = MerkleTree::from_leaves(all.clone());
        let start = start.index(size);
        let len = 1 + len.index(size - start);
        let mut shown = all[start..start + len].to_vec();
        let mut nodes = tree.run(start, len).unwrap();
        prop_assert_eq!(run_root(size as u32, start as u32, &shown, &nodes), Ok(tree.root()));

        let at = at.index(shown.len() + nodes.len());
        match at.checked_sub(shown.len()) {
            None => shown[at].0[byte] ^= flip,
            Some(at) => nodes[at].0[byte] ^= flip,
        }
        prop_assert_ne!(run_root(size as u32, start as u32, &shown, &nodes), Ok(tree.root()));
    }

    /// The size is not in the root: a leaf 4 of 5 stands as a leaf 1 of 2 does. It is in the header, and signed.
    #[test]
    fn another_place_never_gives_the_root(
        size in 1usize..100, start in any::<prop::sample::Index>(), other in 0u32..100,
    ) {
        let all = leaves(size);
        let tree = MerkleTree::from_leaves(all.clone());
        let start = start.index(size);
        let nodes = tree.run(start, 1).unwrap();
        prop_assume!(other != start as u32);
        prop_assert_ne!(run_root(size as u32, other, &all[start..=start], &nodes), Ok(tree.root()));
    }

    #[test]
    fn any_proof_is_judged_without_panic(
        size: u32, start: u32, leaves in prop::collection::vec(any::<[u8; 32]>(), 0..40), nodes in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let digests = |bytes: Vec<[u8; 32]>| bytes.into_iter().map(Digest).collect::<Vec<_>>();
        let _ = run_root(size, start, &digests(leaves), &digests(nodes));
    }
}
