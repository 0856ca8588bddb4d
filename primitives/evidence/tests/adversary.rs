//! What a forger could try beyond the vectors: flipping bytes, splicing bundles, feeding noise.

#![cfg(feature = "verify")]

mod world;

use limpid_evidence::verify::{update_trust, verify, Bundle, Claim, Link, TrustRoot, Verdict};
use proptest::prelude::*;
use world::{
    frames,
    vectors::{handed_over, one, period_of},
    World,
};

/// Whether what a bundle says happened in this world: its batches are the gateway's, its records are in them, and those of a
/// period are all there are.
fn is_true(bundle: &Bundle, world: &World) -> bool {
    let (first, last) = bundle.claim.sequences();
    let sequences = bundle.batches.iter().map(|batch| batch.header.sequence);
    sequences.eq(first..=last)
        && bundle.batches.iter().all(|batch| {
            let kept = &world.batches[batch.header.sequence as usize - 1];
            let shown: Vec<_> = batch
                .run
                .leaves
                .iter()
                .filter_map(|leaf| leaf.record())
                .collect();
            let records: Vec<_> = match bundle.claim.period() {
                Some(period) => kept
                    .records
                    .iter()
                    .filter(|record| period.contains(&record.key))
                    .collect(),
                None => kept
                    .records
                    .iter()
                    .filter(|record| shown.contains(record))
                    .collect(),
            };
            batch.header == kept.header && shown == records
        })
}

/// Flips every byte. What still verifies has the same content; a period's bounds may move where the records shown are
/// all records of that period too, because a claim is nobody's statement: it is proven by the rest or it is not.
fn flipping_never_verifies(bundle: &Bundle, world: &World, masks: &[u8]) {
    let json = bundle.to_json().into_bytes();
    assert_eq!(verify(&json, &world.root).verdict, Verdict::Verified);
    for at in 0..json.len() {
        for mask in masks {
            let mut flipped = json.clone();
            flipped[at] ^= mask;
            if verify(&flipped, &world.root).verdict != Verdict::Verified {
                continue;
            }
            let mut found = Bundle::from_json(&flipped).unwrap();
            assert!(is_true(&found, world), "byte {at} with {mask:#x}");
            found.claim = bundle.claim;
            assert!(found == *bundle, "byte {at} with {mask:#x}");
        }
    }
}

#[test]
fn no_flipped_byte_of_a_record_bundle_verifies() {
    let world = one();
    flipping_never_verifies(
        &world.record(1, 0),
        &world,
        &[0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80],
    );
}

#[test]
fn no_flipped_byte_of_a_period_bundle_with_handovers_verifies() {
    let world = handed_over();
    flipping_never_verifies(&period_of(&world), &world, &[0x01, 0x10]);
}

/// A bundle with one part taken from another.
fn spliced(into: &Bundle, from: &Bundle) -> Vec<Bundle> {
    let mut all = vec![];
    let mut splice = |change: &dyn Fn(&mut Bundle)| {
        let mut bundle = into.clone();
        change(&mut bundle);
        all.push(bundle);
    };
    splice(&|bundle| bundle.claim = from.claim);
    splice(&|bundle| bundle.batches = from.batches.clone());
    splice(&|bundle| bundle.state = from.state.clone());
    splice(&|bundle| bundle.finality = from.finality.clone());
    splice(&|bundle| bundle.finality.header = from.finality.header.clone());
    splice(&|bundle| bundle.finality.justification = from.finality.justification.clone());
    splice(&|bundle| bundle.handovers = from.handovers.clone());
    splice(&|bundle| (bundle.state, bundle.finality) = (from.state.clone(), from.finality.clone()));
    for at in 0..into.batches.len().min(from.batches.len()) {
        splice(&|bundle| bundle.batches[at] = from.batches[at].clone());
        splice(&|bundle| bundle.batches[at].header = from.batches[at].header);
        splice(&|bundle| bundle.batches[at].signature = from.batches[at].signature);
        splice(&|bundle| bundle.batches[at].run = from.batches[at].run.clone());
        splice(&|bundle| bundle.batches[at].run.leaves = from.batches[at].run.leaves.clone());
    }
    all
}

#[test]
fn parts_of_other_bundles_never_prove_what_is_not_so() {
    let world = one();
    let mut later = one();
    later.anchor(frames::ordinary(50));
    later.number += 1;
    let bundles = [
        world.record(1, 0),
        world.record(1, 1),
        world.record(2, 0),
        period_of(&world),
        later.record(1, 0),
        later.record(4, 0),
        super_set(&later),
    ];
    for into in &bundles {
        assert_eq!(
            verify(into.to_json().as_bytes(), &world.root).verdict,
            Verdict::Verified
        );
        for from in &bundles {
            for splice in spliced(into, from) {
                let report = verify(splice.to_json().as_bytes(), &world.root);
                // Two genuine bundles can make a third, such as another record of a batch. None may say what is not so.
                let verified = report.verdict == Verdict::Verified;
                assert!(
                    !verified || is_true(&splice, &later),
                    "{}",
                    splice.to_json()
                );
            }
        }
    }
}

fn super_set(world: &World) -> Bundle {
    world.period(world::vectors::morning(), 1, 4)
}

#[test]
fn the_order_of_state_nodes_does_not_matter_and_their_number_does() {
    let world = one();
    let mut bundle = period_of(&world);
    bundle.state.reverse();
    assert_eq!(
        verify(bundle.to_json().as_bytes(), &world.root).verdict,
        Verdict::Verified
    );
    for at in 0..bundle.state.len() {
        let mut fewer = bundle.clone();
        fewer.state.remove(at);
        let report = verify(fewer.to_json().as_bytes(), &world.root);
        // A missing value leaves the links that need it unreached; the proof is what failed.
        assert_eq!(report.first_failed, Some(Link::State), "node {at}");
    }
}

#[test]
fn trust_moves_forward_only_along_the_handovers() {
    let world = handed_over();
    let newer = update_trust(&world.root, &world.handovers).unwrap();
    assert_eq!(
        (newer.set_id, newer.authorities.authorities().len()),
        (2, 3)
    );
    assert_eq!(update_trust(&newer, &world.handovers).as_ref(), Ok(&newer));
    assert!(update_trust(&world.root, &world.handovers[1..]).is_err());
    assert!(update_trust(&one().root, &world.handovers).is_err());
    assert_eq!(TrustRoot::from_json(newer.to_json().as_bytes()), Ok(newer));
}

#[test]
fn validators_of_another_chain_prove_nothing() {
    let world = one();
    let mut root = world.root.clone();
    root.authorities = World::new(4).root.authorities;
    assert_eq!(
        verify(world.record(1, 0).to_json().as_bytes(), &root).first_failed,
        Some(Link::Finality)
    );
}

#[test]
fn a_claim_of_another_outlet_is_refuted() {
    let world = one();
    let mut bundle = world.record(1, 0);
    let Claim::Record(claim) = &mut bundle.claim else {
        panic!()
    };
    claim.outlet = frames::other_outlet();
    assert_eq!(
        verify(bundle.to_json().as_bytes(), &world.root).verdict,
        Verdict::Refuted
    );
}

proptest! {
    #[test]
    fn noise_is_undecided(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(verify(&bytes, &one().root).verdict, Verdict::Undecided);
        let _ = TrustRoot::from_json(&bytes);
    }

    #[test]
    fn noise_in_the_binary_parts_is_judged_without_panic(
        header in prop::collection::vec(any::<u8>(), 0..200),
        votes in prop::collection::vec(any::<u8>(), 0..400),
        nodes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..6),
        at in any::<prop::sample::Index>(),
    ) {
        let world = handed_over();
        let whole = period_of(&world);
        let part = |change: &dyn Fn(&mut Bundle)| {
            let mut bundle = whole.clone();
            change(&mut bundle);
            verify(bundle.to_json().as_bytes(), &world.root).verdict
        };
        prop_assert_eq!(part(&|bundle| bundle.finality.header.0 = header.clone()), Verdict::Refuted);
        prop_assert_eq!(part(&|bundle| bundle.finality.justification.0 = votes.clone()), Verdict::Refuted);
        prop_assert_eq!(part(&|bundle| bundle.handovers[0].header.0 = header.clone()), Verdict::Refuted);
        prop_assert_eq!(part(&|bundle| bundle.handovers[0].justification.0 = votes.clone()), Verdict::Refuted);
        let at = at.index(whole.state.len());
        for node in &nodes {
            prop_assert_eq!(part(&|bundle| bundle.state[at].0 = node.clone()), Verdict::Refuted);
        }
    }

    #[test]
    fn a_cut_or_torn_file_is_judged_without_panic(at in any::<prop::sample::Index>(), noise in prop::collection::vec(any::<u8>(), 0..9)) {
        let world = one();
        let mut json = world.record(1, 0).to_json().into_bytes();
        let at = at.index(json.len());
        json.splice(at..(at + 3).min(json.len()), noise);
        let _ = verify(&json, &world.root);
    }
}
