//! How long verification takes and how large bundles are: `cargo bench -p limpid-evidence --features verify --bench verify`.
//!
//! The state has 100,000 entries beside those that are proven, and the permits of a small or a large province.

#![allow(missing_docs)]

#[path = "../tests/world/mod.rs"]
mod world;

use limpid_evidence::{
    chain::Anchor,
    verify::{storage_keys, verify, Bundle, Verdict},
};
use limpid_primitives::permit::PermitStatus::Active;
use std::time::Instant;
use world::{
    frames,
    permits::{decided, issued, permit},
    vectors, World, GATEWAY, HOUR_MS, MORNING_MS,
};

const ENTRIES: u64 = 100_000;
const PERMITS: [u64; 3] = [1, 1_000, 10_000];
const HANDOVERS: usize = 10;
const ROUNDS: usize = 21;

fn main() {
    println!(
        "{:<66}{:>8}{:>14}{:>12}",
        "bundle", "bytes", "less payload", "verify, ms"
    );
    for validators in [1, 4] {
        let mut world = World::new(validators);
        fill(&mut world);
        for batch in 0..3 {
            world.anchor(frames::ordinary(1 + 8 * batch));
        }
        let state = format!(
            "{validators} validators, state of {} entries",
            world.state.len()
        );
        line(&format!("one record, {state}"), &world, &world.record(1, 0));
        line(
            &format!("one period in 3 batches, {state}"),
            &world,
            &vectors::period_of(&world),
        );
    }
    handed_over();
    permitted();
}

/// What showing the permit costs: the same record without and with it, beside so many others, and the bytes of a decision.
fn permitted() {
    let mut world = vectors::one();
    fill(&mut world);
    line("one record, no permit", &world, &world.record(1, 0));
    for permits in PERMITS {
        for number in 1..permits {
            // As if of other numbers: under the same map, spread by the hash.
            let mut key = storage_keys::permit(world::permits::number());
            key[32..48].copy_from_slice(&limpid_evidence::sha256(&number.to_be_bytes()).0[..16]);
            world.put(key, permit([issued()]));
        }
        let decisions =
            |count: u64| (0..count).map(|hour| decided(MORNING_MS + hour * HOUR_MS, 1, Active));
        for count in [1, 64] {
            world.permit(&permit(decisions(count)));
            let what = format!("one record and its permit, {count} decisions, {permits} permits");
            line(&what, &world, &world.record(1, 0));
        }
    }
}

/// What handovers cost: the same record without and with ten of them, four validators each time, and the bytes of one.
fn handed_over() {
    let mut sizes = Vec::new();
    for handovers in [0, HANDOVERS] {
        let mut world = World::new(4);
        for number in 0..handovers {
            world.hand_over(world::validators(&format!("set {number}"), 4));
        }
        world.anchor(frames::ordinary(1));
        let bundle = world.record(1, 0);
        line(
            &format!("one record, 4 validators, {handovers} handovers, small state"),
            &world,
            &bundle,
        );
        sizes.push(bundle.to_json().len());
    }
    println!(
        "{:<66}{:>8}",
        "one handover between sets of 4",
        (sizes[1] - sizes[0]) / HANDOVERS
    );
}

/// Anchors of other batches: what most of a real state is.
fn fill(world: &mut World) {
    let anchor = vectors::one().state[&storage_keys::anchor(GATEWAY, 1)].clone();
    for sequence in 0..ENTRIES {
        let Anchor::V1(mut anchor): Anchor = codec::Decode::decode(&mut anchor.as_slice()).unwrap();
        anchor.header.sequence = 1_000 + sequence;
        world.put(
            storage_keys::anchor(GATEWAY, anchor.header.sequence),
            Anchor::V1(anchor),
        );
    }
}

fn line(what: &str, world: &World, bundle: &Bundle) {
    let json = bundle.to_json();
    let payload: usize = bundle.records().map(|(_, record)| payload(record)).sum();
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(
                verify(json.as_bytes(), &world.root).verdict,
                Verdict::Verified
            );
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    println!(
        "{what:<66}{:>8}{:>14}{:>12.3}",
        json.len(),
        json.len() - payload,
        1e3 * seconds[ROUNDS / 2]
    );
}

/// Bytes of a frame as the bundle writes it.
fn payload(record: &limpid_evidence::Record) -> usize {
    match &record.payload {
        limpid_evidence::Payload::Frame { bytes, .. } => bytes.len().div_ceil(3) * 4,
        limpid_evidence::Payload::File(_) => 0,
    }
}
