//! How fast leaves become a batch, beside raw SHA-256 over the same messages: `cargo bench -p limpid-evidence --bench leaves`.
//!
//! Prints one line a measurement: what, leaves a second on one core, and the part of the baseline's speed.

#![allow(missing_docs)]

use limpid_evidence::{sha256, Batch, Leaf, MerkleTree, RecordKey};
use limpid_primitives::Digest;
use std::{hint::black_box, time::Instant};

/// A large batch of a gateway, and how many of them a round has.
const BATCH: usize = 1 << 12;
const BATCHES: usize = 1 << 7;
const LEAVES: usize = BATCH * BATCHES;
const ROUNDS: usize = 15;

fn main() {
    let leaves = leaves();
    let messages = messages(&leaves);
    let baseline = median(|| {
        messages.0.iter().for_each(|message| {
            black_box(sha256(message));
        });
        messages.1.iter().for_each(|message| {
            black_box(sha256(message));
        });
    });
    let bytes = (LEAVES * 78 + (LEAVES - BATCHES) * 65) as f64;
    println!(
        "raw SHA-256 of the same messages        {:>6.2} M leaves/s   {:>5.0} MB/s   baseline",
        LEAVES as f64 / baseline / 1e6,
        bytes / baseline / 1e6
    );
    let arrived: Vec<Vec<Leaf>> = leaves.chunks(BATCH).map(<[Leaf]>::to_vec).collect();
    let sorted: Vec<Vec<Leaf>> = arrived.iter().cloned().map(in_order).collect();
    let trees = || {
        for leaves in &sorted {
            black_box(MerkleTree::from_leaves(
                leaves.iter().map(Leaf::hash).collect(),
            ));
        }
    };
    let batches = |all: Vec<Vec<Leaf>>| {
        for leaves in all {
            black_box(Batch::new(leaves).unwrap());
        }
    };
    report("leaf hashes and trees", baseline, median(trees));
    report(
        "batches of sorted leaves",
        baseline,
        median_of(|| sorted.clone(), batches),
    );
    report(
        "batches of leaves as they arrive",
        baseline,
        median_of(|| arrived.clone(), batches),
    );
}

fn report(what: &str, baseline: f64, seconds: f64) {
    println!(
        "{what:<40}{:>6.2} M leaves/s   {:>5.0} % of the baseline",
        LEAVES as f64 / seconds / 1e6,
        100.0 * baseline / seconds
    );
}

fn median(run: impl Fn()) -> f64 {
    median_of(|| (), |()| run())
}

/// Median seconds of some rounds; what `prepare` does is not counted.
fn median_of<T>(prepare: impl Fn() -> T, run: impl Fn(T)) -> f64 {
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let input = prepare();
            let start = Instant::now();
            run(input);
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[ROUNDS / 2]
}

/// Real-time records of 10,000 outlets in the order of their arrival, which is by time first and not by outlet.
fn leaves() -> Vec<Leaf> {
    let leaf = |arrival: u64| {
        let outlet = format!(
            "91130200699229617X{:03}P/DA{:03}",
            arrival * 7 % 500,
            arrival / 500 % 20
        );
        let key = RecordKey {
            outlet: outlet.parse().unwrap(),
            observed_ms: 1_793_491_200_000 + 1_000 * (arrival / 10_000),
            kind: 2011,
            arrival,
        };
        Leaf {
            key,
            digest: sha256(&arrival.to_be_bytes()),
        }
    };
    (0..LEAVES as u64).map(leaf).collect()
}

fn in_order(mut leaves: Vec<Leaf>) -> Vec<Leaf> {
    leaves.sort_by_key(|leaf| leaf.key);
    leaves
}

/// The messages that a batch of these leaves hashes: leaves and as many nodes as the tree has.
fn messages(leaves: &[Leaf]) -> (Vec<[u8; 78]>, Vec<[u8; 65]>) {
    let leaf = |leaf: &Leaf| {
        let mut message = [0; 78];
        message[1..46].copy_from_slice(&leaf.key.to_bytes());
        message[46..].copy_from_slice(&leaf.digest.0);
        message
    };
    let node = |pair: &[Leaf]| {
        let mut message = [1; 65];
        let [left, right] = [
            pair[0].digest,
            pair.last().map_or(Digest::ZERO, |leaf| leaf.digest),
        ];
        message[1..33].copy_from_slice(&left.0);
        message[33..].copy_from_slice(&right.0);
        message
    };
    (
        leaves.iter().map(leaf).collect(),
        leaves.windows(2).map(node).collect(),
    )
}
