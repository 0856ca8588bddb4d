//! Each kind of tampering is found, and named.

use crate::gateway::{
    fsck::{Fsck, FsckError, Report},
    ledger::LedgerError,
    store::tamper::{without_proofs, Damage, Part},
    tests::{ledger::Memory, *},
};
use limpid_evidence::chain::Head;
use limpid_primitives::Digest;

/// A store with three batches of ten records, all anchored, and one record that waits.
async fn world() -> World {
    let world = World::new().with(|config| config.batch.records_max = 10);
    let gateway = world.start().await;
    gateway.logger().await.deliver(&hours(30)).await;
    gateway.stop().await.expect("it drains");
    world
}

async fn check(world: &World) -> Report {
    let head = world.ledger.chain().head;
    compared(world, head).await.expect("the chain is compared")
}

async fn compared(world: &World, head: Head) -> Result<Report, FsckError> {
    let store = world.read();
    let mut fsck = Fsck::new(&store, &|_| ())?;
    fsck.stored()?;
    fsck.anchored(&world.ledger, head).await?;
    Ok(fsck.report())
}

#[tokio::test]
async fn a_gateway_that_goes_on_meanwhile_is_no_difference() {
    let world = world().await;
    // The chain as it was two batches ago.
    let head = Head {
        next_sequence: 2,
        last_hash: world.ledger.chain().anchors[&2].header.previous,
    };
    let report = compared(&world, head).await.expect("a report");
    assert_eq!((report.differences, report.anchors), (vec![], Some(1)));
}

#[tokio::test]
async fn a_node_that_is_behind_is_no_difference() {
    let world = world().await;
    world.ledger.chain().head.next_sequence = 3;
    let head = world.ledger.chain().head;
    let behind = compared(&world, head).await;
    assert!(matches!(
        behind,
        Err(FsckError::Ledger(LedgerError::Later(_)))
    ));
}

/// What is found after the damage, each once: `(sequence, arrival, what)`.
async fn found(damages: &[Damage]) -> Vec<(Option<u64>, Option<u64>, &'static str)> {
    let world = world().await;
    assert_eq!(check(&world).await.differences, vec![]);
    for damage in damages {
        damage.inflict(&world.config.store);
    }
    let report = check(&world).await;
    let differences = report.differences.iter();
    differences
        .map(|found| (found.sequence, found.arrival, found.what))
        .collect()
}

fn number(number: u64) -> Vec<u8> {
    number.to_be_bytes().to_vec()
}

#[tokio::test]
async fn an_untouched_store() {
    let world = world().await;
    let report = check(&world).await;
    assert_eq!(
        (report.batches, report.records, report.receipts),
        (3, 30, 3)
    );
    assert_eq!((report.differences_count, report.anchors), (0, Some(3)));
}

#[tokio::test]
async fn a_byte_of_a_record() {
    // The last byte is the CRC's: the frame does not fit any more, and neither does the root.
    let end = found(&[Damage::flip(Part::Records, number(12), usize::MAX)]).await;
    assert_eq!(end, [(Some(2), Some(12), "frame"), (Some(2), None, "root")]);
    // A byte of the time received is in no frame, but in the digest.
    let received = found(&[Damage::flip(Part::Records, number(12), 8 + 45)]).await;
    assert_eq!(received, [(Some(2), None, "root")]);
    // The outlet in the key.
    let key = found(&[Damage::flip(Part::Records, number(12), 8 + 26)]).await;
    assert!(key.contains(&(Some(2), Some(12), "index")), "{key:?}");
    assert!(key.contains(&(Some(2), None, "root")), "{key:?}");
}

#[tokio::test]
async fn a_removed_record() {
    let removed = found(&[Damage::remove(Part::Records, number(25))]).await;
    assert!(
        removed.contains(&(Some(3), Some(25), "missing-record")),
        "{removed:?}"
    );
    assert!(removed.contains(&(None, None, "index")), "{removed:?}");
}

#[tokio::test]
async fn two_records_swapped() {
    let swapped = found(&[Damage::swap(Part::Records, number(3), number(4))]).await;
    for arrival in [3, 4] {
        assert!(
            swapped.contains(&(Some(1), Some(arrival), "arrival")),
            "{swapped:?}"
        );
    }
}

#[tokio::test]
async fn an_added_record() {
    let added = found(&[Damage::copy(Part::Records, number(30), number(31))]).await;
    assert!(added.contains(&(None, Some(31), "arrival")), "{added:?}");
}

#[tokio::test]
async fn every_byte_of_a_header_and_its_signature() {
    let world = world().await;
    // Header 120 bytes, signature 64, signer 32.
    for place in (0..120 + 64 + 32).step_by(7) {
        let copy = world.after_a_kill();
        Damage::flip(Part::Batches, number(2), place).inflict(&copy.config.store);
        let report = check(&copy).await;
        assert_ne!(report.differences_count, 0, "byte {place}");
        assert!(
            report
                .differences
                .iter()
                .any(|found| found.sequence == Some(2)),
            "byte {place}"
        );
    }
}

#[tokio::test]
async fn a_removed_batch() {
    let removed = found(&[Damage::remove(Part::Batches, number(2))]).await;
    assert!(
        removed.contains(&(Some(3), None, "missing-batch")),
        "{removed:?}"
    );
    assert!(
        removed.contains(&(Some(3), None, "previous")),
        "{removed:?}"
    );
}

#[tokio::test]
async fn two_batches_swapped() {
    let swapped = found(&[Damage::swap(Part::Batches, number(1), number(2))]).await;
    for sequence in [1, 2] {
        assert!(
            swapped.contains(&(Some(sequence), None, "sequence")),
            "{swapped:?}"
        );
        assert!(
            swapped.contains(&(Some(sequence), None, "membership")),
            "{swapped:?}"
        );
        assert!(
            swapped.contains(&(Some(sequence), None, "anchor")),
            "{swapped:?}"
        );
    }
}

#[tokio::test]
async fn the_last_batch_removed_with_its_receipt_and_records() {
    let mut damages = vec![
        Damage::remove(Part::Batches, number(3)),
        Damage::remove(Part::Spans, number(21)),
        Damage::remove(Part::Receipts, number(3)),
    ];
    damages.extend((21..=30).map(|arrival| Damage::remove(Part::Records, number(arrival))));
    let removed = found(&damages).await;
    assert!(
        removed.contains(&(Some(3), None, "missing-batch")),
        "{removed:?}"
    );
}

#[tokio::test]
async fn a_receipt() {
    let changed = found(&[Damage::flip(Part::Receipts, number(2), 8)]).await;
    assert_eq!(changed, [(Some(2), None, "receipt")]);
    let removed = found(&[Damage::remove(Part::Receipts, number(2))]).await;
    assert_eq!(removed, [(Some(3), None, "receipt")]);
}

#[tokio::test]
async fn a_forgotten_identity() {
    let world = world().await;
    let identity = new_records(&hours(1))[0].identity;
    Damage::remove(Part::Identities, identity.0.to_vec()).inflict(&world.config.store);
    let report = check(&world).await;
    let found: Vec<_> = report
        .differences
        .iter()
        .map(|found| (found.arrival, found.what))
        .collect();
    assert_eq!(found, [(Some(1), "identity"), (None, "identity")]);
}

/// A store that proved one day, and to which the chain refused another.
async fn proving() -> World {
    let world = proving::world();
    let days = proving::days(2);
    world.ledger.chain().emissions.refusals = [(days[1], "FrameMisfiled")].into();
    let gateway = world.start().await;
    let frames = [0, 1].map(|day: usize| proving::day_frame(MN, days[day]));
    gateway.logger().await.deliver(&frames).await;
    let refused = || world.read().refused_tasks_count().expect("a number");
    until(|| refused() == 1 && !world.ledger.chain().emissions.days.is_empty()).await;
    gateway.stop().await.expect("it drains");
    world
}

#[tokio::test]
async fn a_line_of_proofs() {
    let world = proving().await;
    let report = check(&world).await;
    assert_eq!((report.differences, report.proofs_refused), (vec![], 1));
    // Looked through beyond what is anchored, a line that cannot be read, and a key that is another's.
    let cursor = [0x40].to_vec();
    let refusal = [&[0x80][..], &number(1)].concat();
    for damage in [
        Damage::flip(Part::Proofs, cursor, 1),
        Damage::flip(Part::Proofs, refusal.clone(), 0),
        Damage::copy(Part::Proofs, refusal.clone(), vec![0; 40]),
        Damage::copy(
            Part::Proofs,
            refusal.clone(),
            [&[0x80][..], &number(9)].concat(),
        ),
    ] {
        let copy = world.after_a_kill();
        damage.inflict(&copy.config.store);
        let report = check(&copy).await;
        let found: Vec<_> = report.differences.iter().map(|found| found.what).collect();
        assert_eq!(found, ["proof"], "{damage:?}");
    }
}

#[tokio::test]
async fn a_store_of_a_release_that_proved_nothing() {
    let world = proving().await;
    without_proofs(&world.config.store);
    let report = check(&world).await;
    assert_eq!((report.differences, report.proofs_refused), (vec![], 0));
    let store = world.read();
    assert_eq!(store.looked_through().expect("a number"), 0);
    assert_eq!(store.absences_through().expect("a day"), None);
    drop(store);
    // A gateway of this release makes what is missing, and proves what is there.
    let gateway = world.start().await;
    until(|| world.read().refused_tasks_count().expect("a number") == 1).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(check(&world).await.differences, vec![]);
}

#[tokio::test]
async fn a_store_of_another_chain() {
    let world = world().await;
    let ledger = Memory::new(key().public(), Vec::new());
    ledger.chain().genesis = Digest([9; 32]);
    let report = check(&World { ledger, ..world }).await;
    assert_eq!(report.differences[0].what, "genesis");
}
