//! The store against a model of it, over random histories with reopening in between.

use super::*;
use crate::gateway::{
    batcher::Sealer,
    store::{Outcome, Receipt, Refusal},
};
use limpid_primitives::Digest;
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
    /// One group: which frames come, and how many bytes are refused.
    Take {
        frames: Vec<u64>,
        refused: u8,
    },
    /// A group that is never committed.
    Forget {
        frames: Vec<u64>,
    },
    Close {
        records_max: u32,
    },
    Receive,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let frames = || vec(0..40u64, 0..8);
    prop_oneof![
        4 => (frames(), 0..3u8).prop_map(|(frames, refused)| Step::Take { frames, refused }),
        1 => frames().prop_map(|frames| Step::Forget { frames }),
        2 => (1..6u32).prop_map(|records_max| Step::Close { records_max }),
        1 => Just(Step::Receive),
        1 => Just(Step::Reopen),
    ]
}

/// What the store should say.
#[derive(Default)]
struct Model {
    /// Which frame has which arrival.
    arrivals: BTreeMap<u64, u64>,
    batches: Vec<u64>,
    receipts: u64,
    refusals: u64,
}

impl Model {
    fn records(&self) -> u64 {
        self.arrivals.len() as u64
    }

    fn batched(&self) -> u64 {
        self.batches.iter().sum()
    }

    fn sequence_of(&self, arrival: u64) -> Option<u64> {
        let mut last = 0;
        let holds = |records: &u64| {
            last += records;
            arrival <= last
        };
        self.batches
            .iter()
            .position(holds)
            .map(|index| index as u64 + 1)
    }
}

struct Subject {
    world: World,
    store: Option<Arc<Store>>,
    records: Vec<NewRecord>,
    model: Model,
}

impl Subject {
    fn new() -> Self {
        let world = World::new();
        let store = Some(Arc::new(
            Store::open(&world.config.store, GATEWAY).expect("a store"),
        ));
        Self {
            world,
            store,
            records: new_records(&hours(40)),
            model: Model::default(),
        }
    }

    fn store(&self) -> Arc<Store> {
        self.store.clone().expect("an open store")
    }

    fn apply(&mut self, step: Step) {
        let store = self.store();
        match step {
            Step::Take { frames, refused } => self.take(&frames, refused),
            Step::Forget { frames } => {
                let mut group = store.group(store.numbers().expect("numbers"), 0);
                for frame in frames {
                    group
                        .add(self.records[frame as usize].clone())
                        .expect("a record");
                }
            }
            Step::Close { records_max } => {
                let sealer = Sealer {
                    store,
                    key: key(),
                    genesis: Digest([7; 32]),
                    records_max,
                };
                let closed = sealer.close().expect("a store");
                let left = self.model.records() - self.model.batched();
                let expected = left.min(records_max.into());
                assert_eq!(
                    closed.map_or(0, |batch| batch.arrivals.len() as u64),
                    expected
                );
                self.model
                    .batches
                    .extend((expected > 0).then_some(expected));
            }
            Step::Receive => {
                let sequence = self.model.receipts + 1;
                if sequence <= self.model.batches.len() as u64 {
                    let receipt = Receipt {
                        sequence,
                        block_number: 1,
                        block_hash: Digest::ZERO,
                        finalised_at_ms: 1,
                    };
                    store.put_receipts(&[receipt]).expect("a receipt");
                    self.model.receipts = sequence;
                }
            }
            Step::Reopen => {
                drop(store);
                self.store = None;
                let path = &self.world.config.store;
                self.store = Some(Arc::new(Store::open(path, GATEWAY).expect("a store")));
            }
        }
    }

    fn take(&mut self, frames: &[u64], refused: u8) {
        let store = self.store();
        let mut group = store.group(store.numbers().expect("numbers"), 1 << 20);
        for frame in frames {
            let outcome = group
                .add(self.records[*frame as usize].clone())
                .expect("a record");
            let next = self.model.records() + 1;
            let arrival = *self.model.arrivals.entry(*frame).or_insert(next);
            let expected = match arrival == next {
                true => Outcome::Stored { arrival },
                false => Outcome::Known { arrival },
            };
            assert_eq!(outcome, expected);
        }
        for byte in 0..refused {
            group
                .refuse(Refusal::new(1, "test", "bad-prefix", vec![byte]))
                .expect("a refusal");
            self.model.refusals += 1;
        }
        group.commit().expect("a commit");
    }

    fn check(&self) {
        let (store, model) = (self.store(), &self.model);
        assert_eq!(store.last_arrival().expect("a number"), model.records());
        assert_eq!(
            store.last_sequence().expect("a number"),
            model.batches.len() as u64
        );
        assert_eq!(
            store.last_batched_arrival().expect("a number"),
            model.batched()
        );
        assert_eq!(store.last_receipt().expect("a number"), model.receipts);
        assert_eq!(
            store.refusals().expect("refusals").count() as u64,
            model.refusals
        );
        for (frame, arrival) in &model.arrivals {
            let record = store.record(*arrival).expect("a store").expect("a record");
            assert_eq!(record.payload, self.records[*frame as usize].payload);
            assert_eq!(
                store.sequence_of(*arrival).expect("a store"),
                model.sequence_of(*arrival)
            );
        }
        let found = store
            .records_of(&outlet(OUTLET), 0, u64::MAX)
            .expect("records");
        // All frames are of one outlet, and their times are in the order of their numbers.
        let expected: Vec<_> = model.arrivals.values().copied().collect();
        assert_eq!(
            found.iter().map(|(key, _)| key.arrival).collect::<Vec<_>>(),
            expected
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_store_does_what_the_model_does(steps in vec(step(), 1..30)) {
        let mut subject = Subject::new();
        for step in steps {
            subject.apply(step);
            subject.check();
        }
    }
}
