//! Batches from a store on disk, without a chain: which are chosen, and what they contribute.

use crate::{
    evidence::{
        find,
        gather::Gathered,
        select::{select, select_within, Selection},
        ExportError,
    },
    gateway::store::{NewRecord, Store, StoredBatch},
    keys::GatewayKey,
};
use limpid_evidence::{
    run_root, sha256,
    verify::{BatchProof, ShownLeaf},
    Batch, Payload, Period, Record, SignedHeader,
};
use limpid_primitives::{Digest, GatewayId, Outlet};
use tempfile::TempDir;

const GATEWAY: GatewayId = GatewayId(1);
const HOUR_MS: u64 = 3_600_000;

fn outlet(code: &str) -> Outlet {
    format!("91320000MA1L1MPD0C001P/{code}")
        .parse()
        .expect("an outlet")
}

/// A gateway's store that is filled batch by batch.
struct Filled {
    _folder: TempDir,
    store: Store,
    previous: Digest,
}

impl Filled {
    fn new() -> Filled {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(&folder.path().join("store"), GATEWAY).expect("a new store");
        Filled {
            _folder: folder,
            store,
            previous: Digest([0; 32]),
        }
    }

    /// One batch of records (outlet, observed) that closes at a time.
    fn batch(mut self, closed_at_ms: u64, records: &[(&str, u64)]) -> Filled {
        let numbers = self.store.numbers().unwrap();
        let mut group = self.store.group(numbers, 0);
        let mut stored = Vec::new();
        for (code, observed_ms) in records {
            let text = format!("{code} {observed_ms} {}", stored.len());
            let new = NewRecord {
                identity: sha256(format!("{text} {closed_at_ms}").as_bytes()),
                outlet: outlet(code),
                observed_ms: *observed_ms,
                kind: 2061,
                received_ms: closed_at_ms,
                payload: Payload::Frame {
                    mn: "A1".parse().unwrap(),
                    bytes: text.into_bytes(),
                },
            };
            stored.push(group.add(new).unwrap().arrival());
        }
        group.commit().unwrap();
        self.close(closed_at_ms, &stored);
        self
    }

    fn close(&mut self, closed_at_ms: u64, arrivals: &[u64]) {
        let leaf = |arrival: &u64| self.store.record(*arrival).unwrap().unwrap().leaf();
        let batch = Batch::new(arrivals.iter().map(leaf).collect()).unwrap();
        let sequence = self.store.last_sequence().unwrap() + 1;
        let header = batch.header(GATEWAY, sequence, self.previous, closed_at_ms);
        let genesis = Digest([9; 32]);
        let key = GatewayKey::development("gateway");
        let signed_header = SignedHeader {
            header,
            signature: key.sign(&header.signing_bytes(&genesis)),
        };
        self.previous = header.hash(&genesis);
        let arrivals = batch.leaves().iter().map(|leaf| leaf.key.arrival).collect();
        self.store
            .put_batch(&StoredBatch {
                signed_header,
                signer: key.public(),
                arrivals,
            })
            .unwrap();
    }
}

/// The hours `from..until` of outlet DA001.
fn hours(from: u64, until: u64) -> Period {
    Period {
        outlet: outlet("DA001"),
        from_ms: from * HOUR_MS,
        until_ms: until * HOUR_MS,
    }
}

/// Batches that close every hour, from 1 o'clock on, each with a record of the hour before at two outlets.
fn hourly(count: u64) -> Filled {
    (1..=count).fold(Filled::new(), |filled, hour| {
        let observed_ms = (hour - 1) * HOUR_MS;
        filled.batch(
            hour * HOUR_MS,
            &[("DA001", observed_ms), ("DW001", observed_ms)],
        )
    })
}

#[test]
fn a_period_goes_from_the_first_batch_closed_since_to_a_day_after_its_end() {
    let filled = hourly(40);
    let selection = select(&filled.store, &hours(5, 7), None, 40).unwrap();
    // Batch 5 closed at the very beginning of the period, batch 31 24 hours after its end.
    assert_eq!(
        selection,
        Selection {
            first: 5,
            last: 31,
            later: vec![],
            waiting: 0
        }
    );
}

#[test]
fn nothing_beyond_the_anchored_batches_is_chosen() {
    let filled = hourly(10);
    let selection = select(&filled.store, &hours(5, 7), None, 8).unwrap();
    assert_eq!((selection.first, selection.last), (5, 8));
    let error = select(&filled.store, &hours(5, 7), Some(9), 8).unwrap_err();
    assert!(matches!(
        error,
        ExportError::NotAnchored {
            sequence: 9,
            anchored: 8
        }
    ));
    let error = select(&filled.store, &hours(20, 21), None, 8).unwrap_err();
    assert!(
        matches!(
            error,
            ExportError::NothingClosed {
                first: 11,
                anchored: 8
            }
        ),
        "{error}"
    );
}

#[test]
fn records_that_arrive_days_later_are_included_while_they_are_few_and_named_if_not() {
    let filled = hourly(40).batch(100 * HOUR_MS, &[("DA001", 5 * HOUR_MS)]);
    let period = hours(5, 7);
    let selection = select(&filled.store, &period, None, 41).unwrap();
    assert_eq!((selection.last, selection.later), (41, vec![]));
    let selection = select_within(&filled.store, &period, None, 41, 30).unwrap();
    assert_eq!((selection.last, selection.later), (31, vec![41]));
    let selection = select_within(&filled.store, &period, Some(41), 41, 30).unwrap();
    assert_eq!((selection.last, selection.later), (41, vec![]));
    let selection = select(&filled.store, &period, None, 40).unwrap();
    assert_eq!((selection.last, selection.later), (31, vec![41]));
}

#[test]
fn a_period_of_which_everything_came_late_is_shown_all_the_same() {
    let filled = Filled::new()
        .batch(200 * HOUR_MS, &[("DA001", 5 * HOUR_MS)])
        .batch(201 * HOUR_MS, &[("DA001", 6 * HOUR_MS)])
        .batch(202 * HOUR_MS, &[("DA001", 7 * HOUR_MS)]);
    let selection = select(&filled.store, &hours(5, 7), None, 3).unwrap();
    assert_eq!((selection.first, selection.last), (1, 2));
    let silent = Period {
        outlet: outlet("DW001"),
        ..hours(5, 7)
    };
    let selection = select(&filled.store, &silent, None, 3).unwrap();
    assert_eq!((selection.first, selection.last), (1, 1));
}

#[test]
fn a_logger_whose_clock_is_fast_moves_the_first_batch() {
    let filled = Filled::new()
        .batch(HOUR_MS, &[("DA001", 5 * HOUR_MS)])
        .batch(6 * HOUR_MS, &[("DW001", 5 * HOUR_MS)]);
    let selection = select(&filled.store, &hours(5, 6), None, 2).unwrap();
    assert_eq!((selection.first, selection.last), (1, 2));
}

/// The proof's leaves give the header's root.
fn assert_sound(proof: &BatchProof) {
    let leaves: Vec<Digest> = proof
        .run
        .leaves
        .iter()
        .map(|leaf| leaf.leaf().hash())
        .collect();
    let root = run_root(
        proof.header.records,
        proof.run.start,
        &leaves,
        &proof.run.nodes,
    );
    assert_eq!(root, Ok(proof.header.root));
}

fn is_shown(proof: &BatchProof) -> Vec<bool> {
    proof
        .run
        .leaves
        .iter()
        .map(|leaf| matches!(leaf, ShownLeaf::Record(_)))
        .collect()
}

#[test]
fn a_period_shows_its_records_between_their_neighbours() {
    let records: Vec<_> = (0..9).map(|hour| ("DA001", hour * HOUR_MS)).collect();
    let filled = Filled::new().batch(9 * HOUR_MS, &records);
    let batch = Gathered::read(&filled.store, 1).unwrap();
    let proof = batch.period(&hours(3, 5)).unwrap();
    assert_sound(&proof);
    assert_eq!(is_shown(&proof), [false, true, true, false]);
    let silent = batch
        .period(&Period {
            outlet: outlet("DW001"),
            ..hours(3, 5)
        })
        .unwrap();
    assert_sound(&silent);
    assert_eq!(is_shown(&silent), [false]);
}

#[test]
fn one_record_is_a_run_of_one() {
    let records: Vec<_> = (0..9).map(|hour| ("DA001", hour * HOUR_MS)).collect();
    let filled = Filled::new().batch(9 * HOUR_MS, &records);
    let proof = Gathered::read(&filled.store, 1).unwrap().record(4).unwrap();
    assert_sound(&proof);
    assert_eq!(is_shown(&proof), [true]);
    assert_eq!(proof.run.leaves[0].key().arrival, 4);
}

#[test]
fn found_records_say_how_far_they_have_come() {
    let filled = hourly(2);
    let found = find(&filled.store, &outlet("DA001"), 0, HOUR_MS + 1).unwrap();
    let sequences: Vec<_> = found
        .iter()
        .map(|found| (found.sequence, found.block))
        .collect();
    assert_eq!(sequences, [(Some(1), None), (Some(2), None)]);
    assert!(found
        .iter()
        .all(|found| found.digest == Record::digest(&found.record)));
}
