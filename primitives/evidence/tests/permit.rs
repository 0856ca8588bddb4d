//! What a forger could try with the permit: to hide it, to show another, or an older one.

#![cfg(feature = "verify")]

mod world;

use limpid_evidence::{
    verify::{
        storage_keys, verify, Base64, Bundle, Link, Outcome, PermitForce, PermitShown, Report,
        Verdict,
    },
    Period,
};
use limpid_primitives::permit::{NotInForce, PermitStatus::Revoked, Standing};
use proptest::prelude::*;
use std::sync::LazyLock;
use world::{
    permits::{decided, issued, number, other_number, permit, DAY_MS},
    vectors::{
        one, period_of,
        permits::{ahead, later, left_out, permit_nodes, permitted, NOW_MS},
    },
    World, HOUR_MS, MORNING_MS,
};

/// Revoked before anything was measured, which somebody would like to hide.
fn revoked() -> World {
    let mut world = permitted([issued(), decided(MORNING_MS - HOUR_MS, 1, Revoked)]);
    // A neighbour in the same map, so that the permit's path has a branch of its own.
    world.put(
        storage_keys::permit(other_number()),
        permit([issued(), issued()]),
    );
    world
}

/// The same chain a block before, when the permit was in force.
fn before() -> World {
    let mut world = revoked();
    world.permit(&permit([issued()]));
    world.number -= 1;
    world
}

fn report(bundle: &Bundle, world: &World) -> Report {
    verify(bundle.to_json().as_bytes(), &world.root)
}

/// The only things a verified bundle of these worlds may say: nothing, or what the block it shows says.
fn is_honest(report: &Report) -> bool {
    let facts = &report.facts;
    let number = facts.as_of.unwrap().block.number;
    match &facts.permit {
        PermitShown::NotShown => {
            report.link(Link::Permit).unwrap().code == "permit-not-shown"
                && facts.records.iter().all(|record| record.permit.is_none())
        }
        PermitShown::Shown(permit) => {
            let revoked = PermitForce::No(NotInForce::Revoked);
            let expected = if number == revoked_at() {
                revoked
            } else {
                PermitForce::Yes
            };
            permit.now.unwrap().in_force == expected
                && facts
                    .records
                    .iter()
                    .all(|record| record.permit.unwrap().in_force == expected)
        }
        PermitShown::Absent | PermitShown::Undecodable => false,
    }
}

fn revoked_at() -> u32 {
    revoked().number
}

#[test]
fn a_bundle_says_how_the_permit_stood_at_every_record_and_stands_now() {
    let world = revoked();
    for bundle in [world.record(1, 0), period_of(&world)] {
        let report = report(&bundle, &world);
        assert_eq!(report.verdict, Verdict::Verified);
        assert!(is_honest(&report));
        let PermitShown::Shown(permit) = report.facts.permit else {
            panic!()
        };
        assert_eq!(permit.number, number());
        assert_eq!(permit.standings.len(), 2);
        assert_eq!(
            permit.period.len(),
            usize::from(bundle.claim.period().is_some())
        );
    }
}

#[test]
fn the_permit_is_left_out_whole_or_the_proof_is_refused() {
    let world = revoked();
    for bundle in [world.record(1, 0), period_of(&world)] {
        let own = permit_nodes(&world, &bundle);
        // A branch, a leaf and the value.
        assert!(own.len() >= 3);
        for kept in 0..1usize << own.len() {
            let is_kept = |at: usize| kept >> at & 1 == 1;
            let mut fewer = left_out(&world, bundle.clone());
            let nodes = own
                .iter()
                .enumerate()
                .filter(|(at, _)| is_kept(*at))
                .map(|(_, node)| node.clone());
            fewer.state.extend(nodes);
            let report = report(&fewer, &world);
            if kept == 0 || kept + 1 == 1 << own.len() {
                assert_eq!(report.verdict, Verdict::Verified);
                assert!(is_honest(&report));
            } else {
                assert_eq!(report.first_failed, Some(Link::State), "{kept:b}");
                assert_eq!(report.facts.permit, PermitShown::NotShown);
            }
        }
    }
}

#[test]
fn no_flipped_byte_of_the_permits_nodes_verifies() {
    let world = revoked();
    let bundle = world.record(1, 0);
    let json = bundle.to_json();
    for node in permit_nodes(&world, &bundle) {
        let text = serde_json::to_string(&node).unwrap();
        let start = json.find(&text).unwrap();
        for at in start..start + text.len() {
            for mask in 0..8 {
                let mut flipped = json.clone().into_bytes();
                flipped[at] ^= 1 << mask;
                let report = verify(&flipped, &world.root);
                assert_ne!(report.verdict, Verdict::Verified, "byte {at}, bit {mask}");
            }
        }
        // The bytes themselves, however base64 would write them.
        for at in 0..node.0.len() {
            let mut changed = bundle.clone();
            let place = changed.state.iter().position(|other| *other == node);
            changed.state[place.unwrap()].0[at] ^= 1;
            let report = report(&changed, &world);
            assert_eq!(report.first_failed, Some(Link::State), "byte {at}");
            assert_eq!(report.facts.permit, PermitShown::NotShown);
        }
    }
}

#[test]
fn nodes_of_another_permit_or_of_another_time_prove_nothing() {
    let (world, before) = (revoked(), before());
    let bundle = world.record(1, 0);
    let without = left_out(&world, bundle.clone());
    let mut others = world.keys(&bundle.batches, bundle.claim.outlet());
    others.retain(|key| *key != storage_keys::permit(number()));
    others.push(storage_keys::permit(other_number()));
    let sources = [
        before.record(1, 0).state,
        world.prove(&others),
        before.prove(&[storage_keys::permit(number())]),
        vec![Base64(permit_value(&before)), Base64(permit_value(&world))],
    ];
    let mut verified = 0;
    for source in sources {
        for into in [&bundle, &without] {
            let foreign: Vec<_> = source
                .iter()
                .filter(|node| !into.state.contains(node))
                .collect();
            for chosen in 0..1usize << foreign.len().min(8) {
                let mut spliced = into.clone();
                let chosen = |at: usize| chosen >> at & 1 == 1;
                let nodes = foreign.iter().enumerate();
                spliced.state.extend(
                    nodes
                        .filter(|(at, _)| chosen(*at))
                        .map(|(_, node)| (*node).clone()),
                );
                let report = report(&spliced, &world);
                if report.verdict == Verdict::Verified {
                    verified += 1;
                    assert!(is_honest(&report));
                    assert!(spliced.state.len() == into.state.len());
                }
            }
        }
    }
    // Only those to which nothing was added.
    assert_eq!(verified, 8);
}

fn permit_value(world: &World) -> Vec<u8> {
    world.state[&storage_keys::permit(number())].clone()
}

#[test]
fn an_older_bundle_speaks_of_its_own_block_and_parts_of_two_say_nothing_else() {
    let bundles = [revoked(), before()].map(|world| (world.record(1, 0), period_of(&world)));
    let root = &revoked().root;
    let all: Vec<_> = bundles
        .iter()
        .flat_map(|(record, period)| [record, period])
        .collect();
    for into in &all {
        for from in &all {
            let splices: [&dyn Fn(&mut Bundle); 6] = [
                &|_| {},
                &|bundle| bundle.state = from.state.clone(),
                &|bundle| bundle.finality = from.finality.clone(),
                &|bundle| bundle.finality.header = from.finality.header.clone(),
                &|bundle| bundle.finality.justification = from.finality.justification.clone(),
                &|bundle| {
                    (bundle.state, bundle.finality) = (from.state.clone(), from.finality.clone())
                },
            ];
            for splice in splices {
                let mut spliced = (*into).clone();
                splice(&mut spliced);
                let report = verify(spliced.to_json().as_bytes(), root);
                assert!(report.verdict != Verdict::Verified || is_honest(&report));
            }
        }
    }
    assert!(is_honest(&report(all[0], &revoked())) && is_honest(&report(all[2], &before())));
}

/// The same chain five days after, when the permit had been revoked.
fn revoked_since(mut world: World) -> World {
    let revoked = decided(NOW_MS + 1, 1, Revoked);
    world.permit(&permit([issued(), revoked]));
    world.put(storage_keys::now(), NOW_MS + 20 * DAY_MS);
    world.number += 1;
    world
}

fn in_period(report: &Report) -> Vec<(u64, u64, PermitForce)> {
    let PermitShown::Shown(permit) = &report.facts.permit else {
        panic!()
    };
    let spans = permit.period.iter();
    spans
        .map(|span| (span.from_ms, span.until_ms, span.then.in_force))
        .collect()
}

#[test]
fn a_period_after_the_block_shown_is_not_said_to_be_in_force() {
    let world = permitted([issued()]);
    let (from_ms, until_ms) = (later().from_ms, later().until_ms);
    let report_of = |world: &World| {
        let report = report(&world.period(later(), 1, 3), world);
        assert_eq!(report.verdict, Verdict::Verified);
        report
    };
    let old = report_of(&world);
    let link = old.link(Link::Permit).unwrap();
    assert_eq!(link.code, "permit-not-yet-decided");
    assert!(!link.detail.contains("in force then"), "{}", link.detail);
    let undecided = PermitForce::Undecided;
    assert_eq!(in_period(&old), [(from_ms, until_ms, undecided)]);
    let new = report_of(&revoked_since(world));
    assert_eq!(new.link(Link::Permit).unwrap().code, "permit-not-in-force");
    let revoked = PermitForce::No(NotInForce::Revoked);
    assert_eq!(in_period(&new), [(from_ms, until_ms, revoked)]);
}

#[test]
fn a_record_ahead_of_the_block_shown_is_not_said_to_be_in_force() {
    let world = ahead([issued()], NOW_MS + HOUR_MS);
    let said = |world: &World| {
        let report = report(&world.record(1, 0), world);
        assert_eq!(report.verdict, Verdict::Verified);
        let code = report.link(Link::Permit).unwrap().code;
        (code, report.facts.records[0].permit.unwrap().in_force)
    };
    assert_eq!(
        said(&world),
        ("permit-not-yet-decided", PermitForce::Undecided)
    );
    let revoked = PermitForce::No(NotInForce::Revoked);
    assert_eq!(
        said(&revoked_since(world)),
        ("permit-not-in-force", revoked)
    );
}

#[test]
fn a_period_partly_after_the_block_shown_is_undecided_from_the_next_moment_on() {
    let long = Period {
        from_ms: MORNING_MS,
        ..later()
    };
    let until_ms = long.until_ms;
    let decided_until = |standings: Vec<Standing>| {
        let world = permitted(standings);
        let report = report(&world.period(long, 1, 3), &world);
        let code = report.link(Link::Permit).unwrap().code;
        let spans = in_period(&report);
        let undecided = (NOW_MS + 1, until_ms, PermitForce::Undecided);
        assert_eq!(spans.last(), Some(&undecided));
        (code, spans[..spans.len() - 1].to_vec())
    };
    let in_force = |until_ms| (MORNING_MS, until_ms, PermitForce::Yes);
    assert_eq!(
        decided_until(vec![issued()]),
        ("permit-not-yet-decided", vec![in_force(NOW_MS + 1)])
    );
    // What is known not to be in force is said first.
    let revoked = (NOW_MS, NOW_MS + 1, PermitForce::No(NotInForce::Revoked));
    assert_eq!(
        decided_until(vec![issued(), decided(NOW_MS, 1, Revoked)]),
        ("permit-not-in-force", vec![in_force(NOW_MS), revoked])
    );
}

#[test]
fn without_the_blocks_time_nothing_is_said_of_the_permit() {
    let mut world = permitted([issued()]);
    world.state.remove(&storage_keys::now());
    let report = report(&world.record(1, 0), &world);
    assert_eq!(report.first_failed, Some(Link::State));
    assert_eq!(
        report.link(Link::Permit).unwrap().outcome,
        Outcome::NotReached
    );
    assert_eq!(report.facts.records[0].permit, None);
}

#[test]
fn a_chain_without_permits_says_nothing_or_that_there_is_none() {
    let mut world = one();
    let bundle = world.record(1, 0);
    assert_eq!(report(&bundle, &world).facts.permit, PermitShown::Absent);
    // Another pallet stands where permits would: the proof does not lead there.
    for entry in 0..4u8 {
        world
            .state
            .insert([&[0x90; 31][..], &[entry; 20]].concat(), vec![entry; 40]);
    }
    let report = report(&world.record(1, 0), &world);
    assert_eq!(report.verdict, Verdict::Verified);
    assert_eq!(report.facts.permit, PermitShown::NotShown);
    assert_eq!(report.link(Link::Permit).unwrap().outcome, Outcome::Passed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_value_on_chain_is_judged_without_panic(
        noise in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>(), byte: u8,
    ) {
        static WORLD: LazyLock<World> = LazyLock::new(one);
        let genuine = codec::Encode::encode(&permit([issued()]));
        let mut changed = genuine.clone();
        changed[at.index(genuine.len())] = byte;
        for value in [noise, changed] {
            let mut world = WORLD.clone();
            world.state.insert(storage_keys::permit(number()), value);
            let report = report(&world.record(1, 0), &world);
            let outcome = report.link(Link::Permit).unwrap().outcome;
            let is_shown = matches!(report.facts.permit, PermitShown::Shown(_));
            prop_assert_eq!(is_shown, outcome == Outcome::Passed);
            prop_assert_eq!(report.verdict, if is_shown { Verdict::Verified } else { Verdict::Refuted });
        }
    }
}
