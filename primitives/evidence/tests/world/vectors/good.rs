//! Bundles that verify.

use super::{handed_over, morning, one, period_of, Case};
use crate::world::{frames, votes::descendants, World, GATEWAY, HOUR_MS, MORNING_MS};
use limpid_evidence::{
    chain::{Gateway, GatewayStatus},
    verify::{storage_keys, Bundle},
    Period,
};
use limpid_primitives::Moment;

pub fn cases() -> Vec<Case> {
    let world = one();
    let four = World {
        batches: vec![],
        ..World::new(4)
    };
    let four = super::with_batches(four);
    let handed_over = handed_over();
    vec![
        Case::verified("good-record", "one-validator", world.record(1, 0)),
        Case::verified("good-period", "one-validator", period_of(&world)),
        Case::verified("good-file", "one-validator", photo(&world)),
        Case::verified(
            "good-absence",
            "one-validator",
            world.period(evening(), 1, 3),
        ),
        Case::verified(
            "good-absence-before-all",
            "one-validator",
            world.period(yesterday(), 2, 2),
        ),
        Case::verified("good-whole-batch", "one-validator", whole_batch()),
        Case::verified("good-second-key", "one-validator", second_key()),
        Case::verified("good-suspended", "one-validator", suspended()),
        Case::verified("good-four-validators", "four-validators", four.record(2, 1)),
        Case::verified(
            "good-three-of-four",
            "four-validators",
            three_of_four(&four),
        ),
        Case::verified(
            "good-votes-for-descendants",
            "four-validators",
            votes_for_descendants(&four),
        ),
        Case::verified("good-handovers", "four-validators", period_of(&handed_over)),
        Case::verified(
            "good-handovers-passed-over",
            "after-handovers",
            period_of(&handed_over),
        ),
    ]
}

/// An hour in which the outlet was silent, between others.
fn evening() -> Period {
    Period {
        from_ms: MORNING_MS + 10 * HOUR_MS,
        until_ms: MORNING_MS + 11 * HOUR_MS,
        ..morning()
    }
}

fn yesterday() -> Period {
    Period {
        from_ms: MORNING_MS - 5 * HOUR_MS,
        until_ms: MORNING_MS,
        ..morning()
    }
}

fn photo(world: &World) -> Bundle {
    let photo = world.batches[0]
        .records
        .iter()
        .position(|record| record.key.kind == 0);
    world.record(1, photo.unwrap())
}

/// A batch of one record: no neighbours, no nodes.
fn whole_batch() -> Bundle {
    let mut world = World::new(1);
    world.anchor(vec![frames::hour(frames::outlet(), 0, 1)]);
    period_of(&world)
}

fn second_key() -> Bundle {
    let mut world = one();
    world.rotate_key();
    world.anchor(frames::ordinary(60));
    period_of(&world)
}

fn suspended() -> Bundle {
    let mut world = one();
    let since = Moment {
        block: 77,
        time_ms: MORNING_MS + 5 * HOUR_MS,
    };
    let gateway: Gateway = world.gateway(GatewayStatus::Suspended { since });
    world.put(storage_keys::gateway(GATEWAY), gateway);
    world.record(1, 0)
}

fn three_of_four(world: &World) -> Bundle {
    let mut bundle = world.record(1, 0);
    let head = world.head();
    bundle.finality = world.votes(&head).of(3).finality(&head);
    bundle
}

fn votes_for_descendants(world: &World) -> Bundle {
    let mut bundle = world.record(1, 0);
    let head = world.head();
    let after = descendants(&head, 3);
    let votes = world.votes(&head).of(1);
    let votes = votes
        .vote(1, crate::world::id(&after[0]))
        .vote(2, crate::world::id(&after[2]));
    bundle.finality = votes
        .vote(3, crate::world::id(&after[2]))
        .ancestry(&after)
        .finality(&head);
    bundle
}
