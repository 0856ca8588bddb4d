//! Titles: the vectors in `tests/vectors/title`, and what a forger could try beyond them.

#![cfg(feature = "verify")]

mod world;

use limpid_evidence::verify::{verify, verify_title, Link, Outcome, Title, TrustRoot, Verdict};
use limpid_primitives::{
    quota::{Cause, HoldingV1, LotId, LotStatus},
    Grams,
};
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::PathBuf};
use world::{
    titles::{
        cases::{cases, expected, handed_over, one, trust_roots},
        lot, one_later, POWER, STEEL, TONNE,
    },
    World,
};

fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../tests/vectors/title")
}

#[test]
fn every_title_gets_the_expected_verdict() {
    let roots: BTreeMap<_, _> = trust_roots().into_iter().collect();
    let mut wrong = vec![];
    for case in cases() {
        let report = verify_title(case.json.as_bytes(), &roots[case.trust_root]);
        assert!(report.links.iter().map(|found| found.link).eq(Link::TITLE));
        if (report.verdict, report.first_failed) != (case.verdict, case.first_failed) {
            let links = report.links.iter();
            let links = links.filter(|found| found.outcome != Outcome::Passed);
            wrong.push(format!("{}: {:?}", case.file, links.collect::<Vec<_>>()));
        }
        if report.verdict == Verdict::Verified {
            let holding = report.link(Link::Holding).map(|found| found.code);
            assert_eq!(holding, case.holding, "{}", case.file);
            let facts = report.facts;
            assert!(facts.as_of.is_some() && facts.class.is_some() && facts.status.is_some());
            assert!(!facts.lots.is_empty() && !facts.allocations.is_empty());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_link_is_forged() {
    let cases = cases();
    for link in Link::TITLE {
        assert!(
            cases.iter().any(|case| case.first_failed == Some(link)),
            "{link:?}"
        );
    }
}

#[test]
fn the_files_are_what_the_generator_makes() {
    let read = |file: &str| fs::read_to_string(folder().join(file)).unwrap_or_default();
    let hint = "run: cargo run -p limpid-evidence --example make_vectors --features verify";
    for (name, root) in trust_roots() {
        let json = read(&format!("{name}.trust.json"));
        assert_eq!(
            TrustRoot::from_json(json.as_bytes()),
            Ok(root),
            "{name}; {hint}"
        );
    }
    for case in cases() {
        assert_eq!(read(&case.file), case.json, "{}; {hint}", case.file);
    }
    assert_eq!(read("expected.json"), expected(), "{hint}");
    let files = fs::read_dir(folder()).unwrap().count();
    assert_eq!(
        files,
        cases().len() + trust_roots().len() + 1,
        "a file is left over; {hint}"
    );
}

#[test]
fn facts_lead_from_the_lot_back_to_the_decisions() {
    let world = one();
    let facts = verify_title(world.title(9).to_json().as_bytes(), &world.root).facts;
    assert_eq!(
        facts.status,
        Some(LotStatus::Current {
            left: Grams(60 * TONNE)
        })
    );
    let lots: Vec<_> = facts.lots.iter().map(|lot| lot.lot.0).collect();
    assert_eq!(lots, [9, 8, 6, 4, 3, 2, 1]);
    let granted = facts
        .allocations
        .iter()
        .map(|allocation| allocation.kept.granted.0 / TONNE);
    assert_eq!(granted.collect::<Vec<_>>(), [5, 40, 110]);
    let names = facts.institutions.iter().map(|one| one.institution.0);
    assert_eq!(names.collect::<Vec<_>>(), [1, 3, 4]);
    let json = serde_json::to_value(&facts).unwrap();
    assert_eq!(json["lots"][3]["cause"]["trade"]["trade"], 256);
    assert_eq!(json["class"]["key"]["pollutant"], "a21002");
    assert_eq!(json["allocations"][1]["holder"], "reserve:320500");
}

#[test]
fn what_a_holding_says_is_told_in_grams() {
    let world = one();
    let report = verify_title(world.title(7).to_json().as_bytes(), &world.root);
    let holding = report.link(Link::Holding).unwrap();
    assert_eq!(holding.code, "lot-burdened");
    let said = "50000000 g are left with the holder; 8000000 g frozen by courts; 2000000 g set aside for the market";
    assert_eq!(holding.detail, said);
}

#[test]
fn an_evidence_file_is_no_title_and_a_title_no_evidence_file() {
    let world = one();
    let title = world.title(9).to_json();
    assert_eq!(
        verify(title.as_bytes(), &world.root).first_failed,
        Some(Link::Format)
    );
    let mut world = one();
    world.anchor(world::frames::ordinary(1));
    let evidence = world.record(1, 0).to_json();
    let report = verify_title(evidence.as_bytes(), &world.root);
    assert_eq!(
        (report.verdict, report.first_failed),
        (Verdict::Undecided, Some(Link::Format))
    );
}

/// Flips every byte. What still verifies has the same content.
fn flipping_never_verifies(title: &Title, world: &World, masks: &[u8]) {
    let json = title.to_json().into_bytes();
    assert_eq!(verify_title(&json, &world.root).verdict, Verdict::Verified);
    for at in 0..json.len() {
        for mask in masks {
            let mut flipped = json.clone();
            flipped[at] ^= mask;
            if verify_title(&flipped, &world.root).verdict == Verdict::Verified {
                let found = Title::from_json(&flipped).unwrap();
                assert!(found == *title, "byte {at} with {mask:#x}");
            }
        }
    }
}

#[test]
fn no_flipped_byte_of_a_title_verifies() {
    let world = one();
    flipping_never_verifies(&world.title(8), &world, &[0x01, 0x80]);
}

#[test]
fn no_flipped_byte_of_a_title_with_handovers_verifies() {
    let world = handed_over();
    flipping_never_verifies(&world.title(9), &world, &[0x04]);
}

#[test]
fn no_node_can_be_left_out_and_their_order_does_not_matter() {
    let world = one();
    let mut title = world.title(9);
    title.state.reverse();
    assert_eq!(
        verify_title(title.to_json().as_bytes(), &world.root).verdict,
        Verdict::Verified
    );
    for at in 0..title.state.len() {
        let mut fewer = title.clone();
        fewer.state.remove(at);
        let report = verify_title(fewer.to_json().as_bytes(), &world.root);
        assert_eq!(report.verdict, Verdict::Refuted, "node {at}");
        let state = report.link(Link::State).unwrap();
        assert_eq!(state.outcome, Outcome::Failed, "node {at}");
    }
}

#[test]
fn parts_of_other_titles_never_prove_another_lot() {
    let world = one();
    let later = {
        let mut later = one_later(&world);
        later.put_lot(10, lot(STEEL, Cause::Expiry, 50, &[(7, 50)]));
        later.put_holding(
            STEEL,
            HoldingV1 {
                frozen: Grams(8),
                ..HoldingV1::default()
            },
        );
        later
    };
    let titles = [
        world.title(9),
        world.title(7),
        world.title(2),
        later.title(10),
        later.title(9),
    ];
    for into in &titles {
        assert_eq!(
            verify_title(into.to_json().as_bytes(), &world.root).verdict,
            Verdict::Verified
        );
        for from in &titles {
            let mut spliced = [into.clone(), into.clone(), into.clone(), into.clone()];
            spliced[0].lot = from.lot;
            spliced[1].state = from.state.clone();
            spliced[2].finality = from.finality.clone();
            spliced[3].finality.justification = from.finality.justification.clone();
            for title in spliced {
                let report = verify_title(title.to_json().as_bytes(), &world.root);
                let verified = report.verdict == Verdict::Verified;
                assert!(!verified || titles.contains(&title), "{}", title.to_json());
            }
        }
    }
}

#[test]
fn a_lot_of_many_parts_is_one_title() {
    let mut world = one();
    for number in 0..32u64 {
        world.allocate(100 + number, &format!("of {number}"), STEEL, 1 + number, 0);
    }
    let parents: Vec<_> = (0..32)
        .map(|number| (100 + number, 1 + number))
        .chain([(9, 60)])
        .collect();
    let sum = parents.iter().map(|(_, tonnes)| tonnes).sum();
    world.put_lot(200, lot(POWER, Cause::Join, sum, &parents));
    let title = world.title(200);
    let report = verify_title(title.to_json().as_bytes(), &world.root);
    assert_eq!(report.verdict, Verdict::Verified, "{:?}", report.links);
    assert_eq!(report.facts.lots.len(), 40);
}

/// Lots made one after another from what is left of earlier ones.
fn grown(seeds: &[(u8, u8, u8)]) -> (World, u64) {
    let mut world = one();
    let mut left: BTreeMap<u64, u64> = BTreeMap::new();
    for (number, (kind, first, second)) in (20u64..).zip(seeds) {
        let holder = if kind % 2 == 0 { STEEL } else { POWER };
        let mut parents = BTreeMap::new();
        for seed in [first, second] {
            let at = usize::from(*seed) % left.len().max(1);
            if let Some((lot, rest)) = left.iter_mut().nth(at).filter(|(_, rest)| **rest > 0) {
                let taken = 1 + u64::from(*seed) % *rest;
                *rest -= taken;
                *parents.entry(*lot).or_insert(0) += taken;
            }
        }
        let parents: Vec<(u64, u64)> = parents.into_iter().collect();
        let tonnes: u64 = parents.iter().map(|(_, tonnes)| tonnes).sum();
        match parents.is_empty() || kind % 5 == 0 {
            true => {
                for (lot, tonnes) in parents {
                    *left.get_mut(&lot).unwrap() += tonnes;
                }
                world.allocate(number, &format!("grown {number}"), holder, 50, 0);
                left.insert(number, 50);
            }
            false => {
                world.put_lot(number, lot(holder, Cause::Join, tonnes, &parents));
                left.insert(number, tonnes);
            }
        }
    }
    (world, 19 + seeds.len() as u64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_graph_that_adds_up_is_a_title(seeds in prop::collection::vec(any::<(u8, u8, u8)>(), 1..40)) {
        let (world, newest) = grown(&seeds);
        let report = verify_title(world.title(newest).to_json().as_bytes(), &world.root);
        prop_assert_eq!(report.verdict, Verdict::Verified, "{:?}", report.links);
    }

    #[test]
    fn one_gram_more_anywhere_is_found(
        seeds in prop::collection::vec(any::<(u8, u8, u8)>(), 1..40), which in any::<prop::sample::Index>(),
    ) {
        let (mut world, newest) = grown(&seeds);
        let title = verify_title(world.title(newest).to_json().as_bytes(), &world.root);
        let lots = title.facts.lots;
        let changed = lots[which.index(lots.len())].lot;
        world.change_lot(changed.0, |lot| lot.amount.0 += 1);
        let report = verify_title(world.title(newest).to_json().as_bytes(), &world.root);
        prop_assert_eq!(report.verdict, Verdict::Refuted);
    }

    #[test]
    fn noise_gets_a_report(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let world = one();
        let report = verify_title(&noise, &world.root);
        prop_assert_eq!(report.verdict, Verdict::Undecided);
    }

    #[test]
    fn a_forged_state_gets_a_report(at in any::<prop::sample::Index>(), value in prop::collection::vec(any::<u8>(), 0..90)) {
        let mut world = one();
        let keys = world.title_keys(9);
        world.state.insert(at.get(&keys).clone(), value);
        let report = verify_title(world.title(9).to_json().as_bytes(), &world.root);
        prop_assert!(report.links.len() == Link::TITLE.len());
        let lot: Option<LotId> = report.facts.title.map(|title| title.lot);
        prop_assert_eq!(lot, Some(LotId(9)));
    }
}
