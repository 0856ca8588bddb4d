//! From records to receipts, and what stops a gateway.

use super::{ledger::*, *};
use crate::gateway::{batcher::Sealer, fsck::Fsck, reconcile::Disagreement};
use limpid_primitives::Digest;

/// Everything stored is in a batch, every batch anchored with a receipt, and nothing differs.
pub async fn assert_whole(world: &World, records: u64) {
    let head = world.ledger.chain().head;
    let store = world.read();
    assert_eq!(store.last_arrival().expect("a number"), records);
    assert_eq!(store.last_batched_arrival().expect("a number"), records);
    assert_eq!(
        store.last_receipt().expect("a number"),
        store.last_sequence().expect("a number")
    );
    let mut fsck = Fsck::new(&store, &|_| ()).expect("a check");
    fsck.stored().expect("the store is checked");
    fsck.anchored(&world.ledger, head)
        .await
        .expect("the chain is compared");
    let report = fsck.report();
    assert_eq!(report.differences, vec![]);
    assert_eq!(
        report.anchors,
        Some(store.last_sequence().expect("a number"))
    );
}

async fn delivered(world: &World, count: u64) {
    let gateway = world.start().await;
    gateway.logger().await.deliver(&hours(count)).await;
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn a_batch_closes_when_it_is_full() {
    let world = World::new().with(|config| {
        config.batch.records_max = 10;
        config.batch.interval_ms = 3_600_000;
    });
    let gateway = world.start().await;
    gateway.logger().await.deliver(&hours(25)).await;
    until(|| world.ledger.chain().anchors.len() == 2).await;
    assert_eq!(world.ledger.chain().anchors[&2].header.records, 10);
    // The rest is batched when the gateway stops.
    gateway.stop().await.expect("it drains");
    assert_eq!(world.ledger.chain().anchors[&3].header.records, 5);
    assert_whole(&world, 25).await;
}

#[tokio::test]
async fn a_batch_closes_in_time_and_none_without_a_record() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    logger.deliver(&hours(1)).await;
    until(|| world.ledger.chain().anchors.len() == 1).await;
    logger.deliver(&hours(2)[1..]).await;
    until(|| world.ledger.chain().anchors.len() == 2).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(world.ledger.chain().anchors.len(), 2);
    assert_whole(&world, 2).await;
}

#[tokio::test]
async fn records_of_a_batch_are_sorted_by_key_whatever_their_arrival() {
    let world = World::new().with(|config| config.batch.interval_ms = 3_600_000);
    let gateway = world.start().await;
    let mut frames = hours(20);
    frames.reverse();
    frames.push(
        Said {
            mn: OTHER_MN,
            ..HOUR
        }
        .frame(),
    );
    gateway.logger().await.deliver(&frames).await;
    gateway.stop().await.expect("it drains");
    let store = world.read();
    let batch = store.batch(1).expect("a store").expect("a batch");
    let key = |arrival: &u64| {
        store
            .record(*arrival)
            .expect("a store")
            .expect("a record")
            .key
    };
    let keys: Vec<_> = batch.arrivals.iter().map(key).collect();
    assert!(keys.is_sorted_by(|a, b| a < b));
    assert_eq!(batch.arrivals[0], 20);
    let period = store.records_of(&outlet(OUTLET), EIGHT_MS + HOUR_MS, EIGHT_MS + 3 * HOUR_MS);
    let period = period.expect("records");
    assert_eq!(
        period
            .iter()
            .map(|(key, _)| key.arrival)
            .collect::<Vec<_>>(),
        [19, 18]
    );
    assert!(period.iter().all(|(_, sequence)| *sequence == Some(1)));
    assert_whole(&world, 21).await;
}

#[tokio::test]
async fn many_batches_go_in_one_transaction() {
    let world = World::new().with(|config| config.batch.records_max = 1);
    world.ledger.chain().troubles = vec![Trouble::Lost; 30].into();
    delivered(&world, 100).await;
    assert_whole(&world, 100).await;
    let chain = world.ledger.chain();
    assert!(chain.submissions.iter().all(|headers| *headers <= 64));
    assert!(chain.submissions.len() < 50, "{:?}", chain.submissions);
}

#[tokio::test]
async fn a_submission_that_is_lost_refused_or_unheard_is_neither_lost_nor_doubled() {
    for trouble in [Trouble::Lost, Trouble::Refused, Trouble::AnchoredUnheard] {
        let world = World::new();
        world.ledger.chain().troubles = vec![trouble; 3].into();
        delivered(&world, 5).await;
        assert_whole(&world, 5).await;
    }
}

#[tokio::test]
async fn without_a_node_frames_are_taken_and_anchored_later() {
    let world = World::new().with(|config| config.anchoring.drain_ms = 100);
    // Bindings are known from an earlier run.
    delivered(&world, 1).await;
    world.ledger.set(Reachable::No);
    let gateway = world.start().await;
    gateway.logger().await.deliver(&hours(5)).await;
    gateway.stop().await.expect("it ends all the same");
    assert_eq!(world.read().last_arrival().expect("a number"), 5);
    // No header was signed by a gateway that could not ask.
    assert_eq!(world.read().last_batched_arrival().expect("a number"), 1);
    world.ledger.set(Reachable::Yes);
    delivered(&world, 6).await;
    assert_whole(&world, 6).await;
}

#[tokio::test]
async fn a_store_older_than_the_chain_stops_the_gateway() {
    let world = World::new();
    delivered(&world, 1).await;
    let old = world.after_a_kill();
    delivered(&world, 2).await;
    let error = old.start().await.ended().await.expect_err("it stops");
    assert!(
        matches!(
            error,
            GatewayError::Disagreement(Disagreement::ChainAhead {
                anchored: 2,
                stored: 1,
                ..
            })
        ),
        "{error}"
    );
}

#[tokio::test]
async fn another_batch_of_the_same_number_stops_the_gateway() {
    let world = World::new();
    delivered(&world, 1).await;
    let twin = World {
        ledger: Memory::new(key().public(), world.ledger.chain().bindings.clone()),
        ..World::new()
    };
    let gateway = twin.start().await;
    gateway
        .logger()
        .await
        .deliver(&[Said { value: 9, ..HOUR }.frame()])
        .await;
    gateway.stop().await.expect("it drains");
    let confused = World {
        ledger: world.ledger.clone(),
        ..twin
    };
    let error = confused.start().await.ended().await.expect_err("it stops");
    assert!(
        matches!(
            error,
            GatewayError::Disagreement(Disagreement::OtherBatch { sequence: 1, .. })
        ),
        "{error}"
    );
}

#[tokio::test]
async fn another_chain_stops_the_gateway() {
    let world = World::new();
    delivered(&world, 1).await;
    world.ledger.chain().genesis = Digest([8; 32]);
    let error = world.start().await.ended().await.expect_err("it stops");
    assert!(
        matches!(
            error,
            GatewayError::Disagreement(Disagreement::OtherChain { .. })
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_key_the_chain_does_not_know_signs_nothing() {
    let world = World::new().with(|config| config.anchoring.drain_ms = 200);
    let gateway = world
        .try_start(GatewayKey::development("another"))
        .await
        .expect("it starts");
    gateway.logger().await.deliver(&hours(2)).await;
    gateway.stop().await.expect("it ends");
    assert_eq!(world.read().last_arrival().expect("a number"), 2);
    assert_eq!(world.read().last_sequence().expect("a number"), 0);
}

#[tokio::test]
async fn batches_that_missed_a_rotation_are_signed_again() {
    let world = World::new().with(|config| config.anchoring.drain_ms = 100);
    delivered(&world, 1).await;
    world.ledger.chain().troubles = vec![Trouble::Lost; 1_000].into();
    delivered(&world, 2).await;
    assert_eq!(world.read().last_sequence().expect("a number"), 2);
    assert_eq!(world.read().last_receipt().expect("a number"), 1);
    let before = world.read().batch(2).expect("a store").expect("a batch");
    world.ledger.chain().troubles.clear();
    let new = GatewayKey::development("rotated");
    world.ledger.chain().keys.push(new.public());
    let gateway = world.try_start(new).await.expect("it starts");
    gateway.logger().await.deliver(&hours(3)).await;
    until(|| world.ledger.chain().anchors.len() == 3).await;
    gateway.stop().await.expect("it drains");
    let after = world.read().batch(2).expect("a store").expect("a batch");
    assert_eq!(after.signed_header.header, before.signed_header.header);
    assert_ne!(after.signer, before.signer);
    assert_whole(&world, 3).await;
}

#[tokio::test]
async fn a_second_gateway_on_the_same_store_is_refused() {
    let world = World::new();
    let gateway = world.start().await;
    let second = world.try_start(key()).await.err().expect("it is refused");
    assert!(
        second.to_string().contains("in use by another gateway"),
        "{second}"
    );
    gateway.stop().await.expect("it drains");
    let other = World::new().with(|config| {
        config.store = world.config.store.clone();
        config.gateway = GatewayId(2);
    });
    let other = other.try_start(key()).await.err().expect("it is refused");
    assert!(
        other.to_string().contains("belongs to gateway 1"),
        "{other}"
    );
}

#[tokio::test]
async fn a_gateway_with_nothing_left_to_anchor_waits_for_no_node() {
    let world = World::new().with(|config| config.anchoring.drain_ms = 600_000);
    delivered(&world, 1).await;
    world.ledger.set(Reachable::No);
    // Waiting to the end of the drain would outlast the test's patience.
    world.start().await.stop().await.expect("it ends");
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_set_batches_back() {
    let world = World::new();
    delivered(&world, 1).await;
    let store = Store::open(&world.config.store, GATEWAY).expect("a store");
    let mut ahead = store.batch(1).expect("a store").expect("a batch");
    ahead.signed_header.header.closed_at_ms += HOUR_MS;
    store.put_batch(&ahead).expect("a batch");
    let mut group = store.group(store.numbers().expect("numbers"), 0);
    for record in new_records(&hours(2)) {
        group.add(record).expect("a record");
    }
    group.commit().expect("a commit");
    let sealer = Sealer {
        store: Arc::new(store),
        key: key(),
        genesis: world.ledger.chain().genesis,
        records_max: 10,
    };
    let next = sealer.close().expect("a store").expect("a batch");
    assert_eq!(
        next.signed_header.header.closed_at_ms,
        ahead.signed_header.header.closed_at_ms
    );
}
