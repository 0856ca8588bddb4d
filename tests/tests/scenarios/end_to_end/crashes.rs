//! A frame acknowledged is never lost, whatever dies.

use super::independent;
use crate::journal::{acknowledged, frames};
use limpid_tests::{Process, World};
use rand::{rngs::StdRng, Rng, SeedableRng};
use std::{collections::HashMap, path::Path, thread::sleep, time::Duration};

const OUTLETS: u32 = 50;
const SEED: u64 = 50;
const GATEWAY_KILLS: u32 = 10;
/// Before which kill of the gateway the node dies too.
const NODE_DIES_AT: u32 = 5;

#[test]
fn a_day_of_fifty_outlets_survives_ten_kills_of_the_gateway_and_one_of_the_node() {
    let mut world = World::begin(OUTLETS, SEED);
    let address = world.start_gateway().address();
    let journal = world.path("journal.jsonl");
    let mut loggers = play_a_day(&world, &address, &journal);
    kill_at_random(&mut world, &mut loggers);
    assert!(
        loggers.wait(300).success(),
        "a frame was never acknowledged"
    );
    let gateway = world.gateway.as_ref().expect("it runs");
    gateway.wait_until("all batches to be final", 180, |status| {
        status.all_anchored()
    });

    let acknowledged = acknowledged(&journal);
    let proven = proven(&world);
    assert!(
        acknowledged.len() > 10_000,
        "a whole day was sent: {}",
        acknowledged.len()
    );
    for (frame, of) in &acknowledged {
        assert_eq!(
            proven.get(frame),
            Some(&1),
            "{of} was acknowledged and is not in exactly one final batch"
        );
    }
    assert_eq!(
        proven.len(),
        acknowledged.len(),
        "something is anchored that was never acknowledged"
    );
    prove_silence(&world);
}

/// The silenced hour of outlet 0 is proven to be empty, by both verifiers.
fn prove_silence(world: &World) {
    let outlet = &world.outlets[0].name;
    let bundle = world.export(
        "silence.json",
        outlet,
        "2026-03-01T13:00:00+08:00",
        "2026-03-01T14:00:00+08:00",
    );
    let (code, report) = world.verify(&bundle);
    assert_eq!(
        (code, report["facts"]["records"].as_array().map(Vec::len)),
        (0, Some(0)),
        "{report}"
    );
    assert_eq!(independent::exit_code(&bundle, &world.trust_root()), 0);
}

fn play_a_day(world: &World, address: &str, journal: &Path) -> Process {
    let mut command = world.limpid.command(["simulate", "--gateway", address]);
    command
        .args([
            "--outlets",
            &OUTLETS.to_string(),
            "--seed",
            &SEED.to_string(),
            "--hours",
            "24",
        ])
        .args([
            "--real-time",
            "600",
            "--speed",
            "2000",
            "--resend-after",
            "2",
            "--fault",
            "silence:0:13",
        ])
        .arg("--journal")
        .arg(journal);
    Process::start("loggers", &mut command, &world.path("loggers.log"))
}

fn kill_at_random(world: &mut World, loggers: &mut Process) {
    let seed = std::env::var("LIMPID_KILL_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or_else(rand::random::<u64>);
    println!("kills are played with LIMPID_KILL_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    for kill in 0..GATEWAY_KILLS {
        sleep(Duration::from_millis(random.gen_range(1_000..4_000)));
        assert!(loggers.runs(), "the day was over after {kill} kills");
        if kill == NODE_DIES_AT {
            world.node.kill();
            world.node.restart();
        }
        let gateway = world.gateway.as_mut().expect("it runs");
        gateway.kill();
        gateway.restart();
    }
}

/// How often each frame stands in the verified bundles of all outlets.
fn proven(world: &World) -> HashMap<String, u32> {
    let mut proven = HashMap::new();
    for (number, outlet) in world.outlets.iter().enumerate() {
        let name = format!("outlet-{number}.json");
        let bundle = world.export(
            &name,
            &outlet.name,
            "2026-03-01T00:00:00+08:00",
            "2026-03-02T00:00:00+08:00",
        );
        let (code, report) = world.verify(&bundle);
        assert_eq!(
            code, 0,
            "the day of {} does not verify: {report}",
            outlet.name
        );
        if number == 0 {
            assert_eq!(
                independent::exit_code(&bundle, &world.trust_root()),
                0,
                "the second verifier disagrees"
            );
        }
        for frame in frames(&bundle) {
            *proven.entry(frame).or_default() += 1;
        }
    }
    proven
}
