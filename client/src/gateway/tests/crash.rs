//! Killed between any two steps, a gateway goes on without loss and without doubling.
//!
//! A kill is a copy of the store's files as they are on disk at that moment, on which another gateway starts. The logger
//! sends again what was not acknowledged, and, as it cannot know, some of what was.

use super::{
    anchoring::assert_whole,
    ledger::{Reachable, Trouble},
    *,
};
use crate::gateway::{
    batcher::Sealer,
    reconcile::settle,
    store::{NewRecord, Store},
};

const RECORDS: u64 = 7;

/// Everything comes in once more, to a gateway that starts on what was left.
async fn resumes(world: &World) {
    let resumed = world.after_a_kill();
    let gateway = resumed.start().await;
    gateway.logger().await.deliver(&hours(RECORDS)).await;
    gateway.stop().await.expect("it drains");
    assert_whole(&resumed, RECORDS).await;
}

fn store(world: &World) -> Arc<Store> {
    Arc::new(Store::open(&world.config.store, GATEWAY).expect("a store"))
}

fn take(store: &Store, records: Vec<NewRecord>) {
    let mut group = store.group(store.numbers().expect("numbers"), 1 << 20);
    for record in records {
        group.add(record).expect("a record");
    }
    group.commit().expect("a commit");
}

fn sealer(world: &World, store: &Arc<Store>) -> Sealer {
    let genesis = world.ledger.chain().genesis;
    Sealer {
        store: store.clone(),
        key: key(),
        genesis,
        records_max: 3,
    }
}

#[tokio::test]
async fn between_making_the_store_and_its_first_record() {
    let world = World::new();
    let _open = store(&world);
    resumes(&world).await;
}

#[tokio::test]
async fn between_receiving_and_committing() {
    let world = World::new();
    let store = store(&world);
    let mut group = store.group(store.numbers().expect("numbers"), 1 << 20);
    for record in new_records(&hours(3)) {
        group.add(record).expect("a record");
    }
    drop(group);
    assert_eq!(store.last_arrival().expect("a number"), 0);
    resumes(&world).await;
}

#[tokio::test]
async fn between_committing_and_acknowledging() {
    let world = World::new();
    take(&store(&world), new_records(&hours(3)));
    resumes(&world).await;
}

#[tokio::test]
async fn between_closing_a_batch_and_submitting_it() {
    let world = World::new();
    let store = store(&world);
    store
        .put_genesis(&world.ledger.chain().genesis)
        .expect("genesis");
    take(&store, new_records(&hours(5)));
    sealer(&world, &store)
        .close()
        .expect("a store")
        .expect("a batch");
    resumes(&world).await;
}

#[tokio::test]
async fn between_submitting_a_batch_and_its_receipt() {
    let world = World::new();
    let store = store(&world);
    store
        .put_genesis(&world.ledger.chain().genesis)
        .expect("genesis");
    take(&store, new_records(&hours(5)));
    let batch = sealer(&world, &store)
        .close()
        .expect("a store")
        .expect("a batch");
    world
        .ledger
        .anchor_batches(vec![batch.signed_header])
        .await
        .expect("anchored");
    resumes(&world).await;
}

#[tokio::test]
async fn between_two_receipts() {
    let world = World::new();
    let store = store(&world);
    let genesis = world.ledger.chain().genesis;
    store.put_genesis(&genesis).expect("genesis");
    take(&store, new_records(&hours(6)));
    let sealer = sealer(&world, &store);
    for _ in 0..2 {
        let batch = sealer.close().expect("a store").expect("a batch");
        world
            .ledger
            .anchor_batches(vec![batch.signed_header])
            .await
            .expect("anchored");
        if batch.sequence() == 1 {
            settle(&store, &world.ledger, &genesis)
                .await
                .expect("a receipt");
        }
    }
    assert_eq!(store.last_receipt().expect("a number"), 1);
    resumes(&world).await;
}

/// The files of a store, cut off inside the last write: the log ends in the middle of a record.
#[tokio::test]
async fn in_the_middle_of_a_write() {
    let world = World::new();
    let store = store(&world);
    take(&store, new_records(&hours(3)));
    let whole = world.after_a_kill();
    take(&store, new_records(&hours(6)[3..]));
    let torn = world.after_a_kill();
    let log = |world: &World| {
        let files = std::fs::read_dir(&world.config.store).expect("a folder");
        let mut logs: Vec<_> = files
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "log"))
            .collect();
        logs.sort();
        logs.pop().expect("a log")
    };
    let before = std::fs::metadata(log(&whole)).expect("a log").len();
    let after = std::fs::metadata(log(&torn)).expect("a log").len();
    assert!(before < after);
    for length in [
        before + 1,
        before + 7,
        before + (after - before) / 2,
        after - 1,
    ] {
        let file = std::fs::OpenOptions::new()
            .write(true)
            .open(log(&torn))
            .expect("a log");
        file.set_len(length).expect("cut");
        drop(file);
        assert_eq!(
            torn.read().last_arrival().expect("a number"),
            3,
            "cut at {length}"
        );
        resumes(&World {
            ledger: World::new().ledger,
            ..torn.after_a_kill()
        })
        .await;
        copy(&world.config.store, &torn.config.store);
    }
}

/// Many kills at moments nobody chose, while loggers send and the chain has its troubles.
#[tokio::test]
async fn again_and_again_while_loggers_send() {
    let mut world = World::new().with(|config| {
        config.batch.interval_ms = 100;
        config.batch.records_max = 20;
    });
    let frames = hours(300);
    for (kill, sent) in frames.chunks(50).enumerate() {
        let troubles = [Trouble::Lost, Trouble::AnchoredUnheard, Trouble::Refused];
        world.ledger.chain().troubles = troubles.into();
        let gateway = world.start().await;
        let mut logger = gateway.logger().await;
        // Acknowledged before the kill, and not sent again: these must not be lost.
        logger.deliver(&sent[..30]).await;
        // On their way when it comes, so sent again to the next gateway.
        logger.send(&sent[30..].concat()).await;
        for _ in 0..kill {
            tokio::task::yield_now().await;
        }
        // The one that is killed does not reach the chain from here on.
        world.ledger.set(Reachable::No);
        let next = world.after_a_kill();
        drop(gateway);
        world = next;
        let gateway = world.start().await;
        gateway.logger().await.deliver(&sent[30..]).await;
        gateway.stop().await.expect("it drains");
    }
    assert_whole(&world, 300).await;
}
