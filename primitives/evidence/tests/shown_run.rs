//! The run a call carries: a genuine one shows exactly what the batch has, and an altered one shows the same or nothing.

use codec::{Decode, Encode};
use limpid_evidence::{
    select_keys, Batch, BatchHeader, BatchWithout, DayProof, Payload, Record, RecordKey, RunError,
    RunFault, RunLeaf, ShownRun, UnfitRun,
};
use limpid_primitives::{Digest, GatewayId, Outlet};
use proptest::{prelude::*, sample::Index};
use std::{collections::BTreeMap, ops::RangeInclusive};

const KIND: u16 = 2031;

fn outlet(number: u8) -> Outlet {
    format!("91130200699229617X001P/DA{number:03}")
        .parse()
        .unwrap()
}

fn record(key: RecordKey) -> Record {
    Record {
        key,
        received_ms: key.observed_ms + 1,
        payload: Payload::Frame {
            mn: "MN1".parse().unwrap(),
            bytes: format!("frame {}", key.arrival).into_bytes(),
        },
    }
}

/// A batch and its records.
struct Kept {
    records: BTreeMap<RecordKey, Record>,
    batch: Batch,
    header: BatchHeader,
}

impl Kept {
    fn new(records: Vec<Record>) -> Self {
        let records: BTreeMap<_, _> = records.into_iter().map(|it| (it.key, it)).collect();
        let batch = Batch::new(records.values().map(Record::leaf).collect()).unwrap();
        let header = batch.header(GatewayId(1), 1, Digest::ZERO, 99);
        Self {
            records,
            batch,
            header,
        }
    }

    /// Records at the given places: outlet 1 to 3, time 10 to 12, kind 2011 or 2031.
    fn at(places: &[(u8, u64, bool)]) -> Self {
        let records = places
            .iter()
            .zip(1..)
            .map(|((number, time, day), arrival)| {
                record(RecordKey {
                    outlet: outlet(*number),
                    observed_ms: *time,
                    kind: if *day { KIND } else { 2011 },
                    arrival,
                })
            });
        Self::new(records.collect())
    }

    fn keys(&self) -> Vec<RecordKey> {
        self.records.keys().copied().collect()
    }

    /// The minimal run that shows all records of a range.
    fn show(&self, range: &RangeInclusive<RecordKey>) -> ShownRun {
        let leaves = select_keys(&self.keys(), range);
        ShownRun::of(&self.batch, leaves, |leaf| {
            range
                .contains(&leaf.key)
                .then(|| self.records[&leaf.key].to_bytes())
        })
        .unwrap()
    }

    fn inside(&self, range: &RangeInclusive<RecordKey>) -> Vec<Record> {
        let inside = self.records.range(range.clone());
        inside.map(|(_, record)| record.clone()).collect()
    }

    /// What a run shows of a range, as a call reads it.
    fn read(
        &self,
        run: &ShownRun,
        range: &RangeInclusive<RecordKey>,
    ) -> Result<Vec<Record>, RunFault> {
        let checked = run.check(&self.header)?;
        let records = checked.all_of(range)?;
        for proven in &records {
            assert_eq!(proven.digest, proven.record.digest());
        }
        Ok(records.into_iter().map(|it| it.record.clone()).collect())
    }
}

/// Outlet 2 at time 11, in a batch where others stand on both sides and in between.
fn world() -> (Kept, RangeInclusive<RecordKey>) {
    let kept = Kept::at(&[
        (1, 11, true),
        (2, 10, true),
        (2, 11, false),
        (2, 11, true),
        (2, 11, true),
        (2, 12, true),
        (3, 11, true),
    ]);
    (kept, RecordKey::of_kind(outlet(2), 11, KIND))
}

#[test]
fn a_genuine_run_shows_all_records_of_the_range_and_one_neighbour_at_each_end() {
    let (kept, range) = world();
    let run = kept.show(&range);
    assert_eq!((run.start, run.leaves.len()), (2, 4));
    assert_eq!(kept.read(&run, &range), Ok(kept.inside(&range)));
    assert_eq!(kept.inside(&range).len(), 2);
}

#[test]
fn the_batchs_ends_need_no_neighbour() {
    let kept = Kept::at(&[(2, 11, true)]);
    for number in 1..=3 {
        let range = RecordKey::of_kind(outlet(number), 11, KIND);
        let run = kept.show(&range);
        assert_eq!(run.leaves.len(), 1);
        assert_eq!(kept.read(&run, &range), Ok(kept.inside(&range)));
    }
}

#[test]
fn a_record_left_out_at_an_end_is_missed() {
    let (kept, range) = world();
    let show = |from, until| {
        ShownRun::of(&kept.batch, from..until, |leaf| {
            Some(kept.records[&leaf.key].to_bytes())
        })
        .unwrap()
    };
    assert_eq!(kept.read(&show(3, 6), &range), Err(RunFault::OpenStart));
    assert_eq!(kept.read(&show(4, 6), &range), Err(RunFault::OpenStart));
    assert_eq!(kept.read(&show(2, 5), &range), Err(RunFault::OpenEnd));
    assert_eq!(kept.read(&show(2, 3), &range), Err(RunFault::OpenEnd));
    assert_eq!(kept.read(&show(6, 7), &range), Err(RunFault::OpenStart));
    assert_eq!(kept.read(&show(0, 7), &range), Ok(kept.inside(&range)));
}

#[test]
fn a_record_shown_by_its_digest_is_missed() {
    let (kept, range) = world();
    let leaves = select_keys(&kept.keys(), &range);
    let run = ShownRun::of(&kept.batch, leaves, |_| None).unwrap();
    assert!(run.check(&kept.header).is_ok());
    assert_eq!(kept.read(&run, &range), Err(RunFault::Hidden));
}

#[test]
fn leaves_out_of_order_are_the_gateways_fraud_and_prove_nothing() {
    let (kept, range) = world();
    let mut leaves = kept.batch.leaves().to_vec();
    leaves.swap(2, 3);
    let hashes = leaves.iter().map(|leaf| leaf.hash()).collect();
    let tree = limpid_evidence::MerkleTree::from_leaves(hashes);
    let header = BatchHeader {
        root: tree.root(),
        ..kept.header
    };
    let leaf =
        |at: usize| RunLeaf::Record(kept.records[&leaves[at].key].to_bytes().try_into().unwrap());
    let run = ShownRun {
        start: 2,
        leaves: vec![leaf(2), leaf(3)].try_into().unwrap(),
        nodes: tree.run(2, 2).unwrap().try_into().unwrap(),
    };
    assert_eq!(run.check(&header), Err(RunFault::Unsorted));
    assert!(range.contains(&leaves[2].key));
}

#[test]
fn leaves_outside_the_headers_time_prove_nothing() {
    let (kept, range) = world();
    let run = kept.show(&range);
    for (observed_from_ms, observed_until_ms) in [(12, 20), (0, 10)] {
        let header = BatchHeader {
            observed_from_ms,
            observed_until_ms,
            ..kept.header
        };
        assert_eq!(run.check(&header), Err(RunFault::OutsideHeader));
    }
}

#[test]
fn bytes_that_are_no_record_and_no_key_are_refused() {
    let (kept, range) = world();
    let mut run = kept.show(&range);
    let mut leaves = run.leaves.clone().into_inner();
    leaves[0] = RunLeaf::Neighbour {
        key: [0; RecordKey::LENGTH],
        digest: Digest::ZERO,
    };
    run.leaves = leaves.try_into().unwrap();
    assert_eq!(run.check(&kept.header), Err(RunFault::Unreadable));
    run.leaves = vec![RunLeaf::Record(vec![1, 2, 3].try_into().unwrap())]
        .try_into()
        .unwrap();
    assert_eq!(run.check(&kept.header), Err(RunFault::Unreadable));
    run.leaves = vec![].try_into().unwrap();
    assert_eq!(
        run.check(&kept.header),
        Err(RunFault::Malformed(RunError::Bounds))
    );
}

#[test]
fn a_call_carries_no_more_than_it_may() {
    let places: Vec<_> = (0..40).map(|_| (2, 11, true)).collect();
    let kept = Kept::at(&places);
    let show = |leaves| ShownRun::of(&kept.batch, leaves, |_| None);
    assert!(show(0..ShownRun::LEAVES_MAX).is_ok());
    assert!(matches!(
        show(0..ShownRun::LEAVES_MAX + 1),
        Err(UnfitRun::TooMany(_))
    ));
    assert_eq!(show(0..0), Err(UnfitRun::Bounds));
    assert_eq!(show(39..41), Err(UnfitRun::Bounds));
    let long = ShownRun::of(&kept.batch, 0..1, |_| Some(vec![0; Record::BYTES_MAX + 1]));
    assert!(matches!(long, Err(UnfitRun::TooMany(_))));
}

#[test]
fn the_longest_record_fits() {
    let mut record = record(RecordKey::lowest(outlet(1), 0));
    record.payload = Payload::Frame {
        mn: "M".repeat(24).parse().unwrap(),
        bytes: vec![b'x'; Payload::FRAME_BYTES_MAX],
    };
    assert_eq!(record.to_bytes().len(), Record::BYTES_MAX);
}

#[test]
fn the_bytes_of_a_proof_are_as_the_specification_has_them() {
    let (kept, range) = world();
    let proof = DayProof {
        outlet: outlet(2),
        gateway: GatewayId(7),
        sequence: 9,
        day: 20_000.try_into().unwrap(),
        run: kept.show(&range),
    };
    let bytes = proof.encode();
    assert_eq!(bytes[..27], *b"91130200699229617X001PDA002");
    assert_eq!(bytes[27..31], 7u32.to_le_bytes());
    assert_eq!(bytes[31..39], 9u64.to_le_bytes());
    assert_eq!(bytes[39..43], 20_000u32.to_le_bytes());
    assert_eq!(bytes[43..47], 2u32.to_le_bytes());
    // Four leaves, the first of them by key and digest.
    assert_eq!(bytes[47..49], [4 << 2, 0]);
    assert_eq!(DayProof::decode(&mut &bytes[..]), Ok(proof.clone()));
    assert_eq!(BatchWithout::ByHeader.encode(), [0]);
    assert_eq!(BatchWithout::ByRun(proof.run).encode()[0], 1);
}

/// What an adversary does to a run.
#[derive(Clone, Debug)]
enum Alter {
    Flip(Index, u8),
    SwapLeaves(Index, Index),
    DropLeaf(Index),
    RepeatLeaf(Index),
    /// A leaf of another batch.
    SpliceLeaf(Index, Index),
    HideLeaf(Index),
    SwapNodes(Index, Index),
    DropNode(Index),
    AddNode(Index, u8),
    SpliceNode(Index, Index),
    Start(u32),
}

fn alteration() -> impl Strategy<Value = Alter> {
    let index = any::<Index>;
    prop_oneof![
        (index(), 1u8..).prop_map(|(at, flip)| Alter::Flip(at, flip)),
        (index(), index()).prop_map(|(one, other)| Alter::SwapLeaves(one, other)),
        index().prop_map(Alter::DropLeaf),
        index().prop_map(Alter::RepeatLeaf),
        (index(), index()).prop_map(|(at, from)| Alter::SpliceLeaf(at, from)),
        index().prop_map(Alter::HideLeaf),
        (index(), index()).prop_map(|(one, other)| Alter::SwapNodes(one, other)),
        index().prop_map(Alter::DropNode),
        (index(), any::<u8>()).prop_map(|(at, byte)| Alter::AddNode(at, byte)),
        (index(), index()).prop_map(|(at, from)| Alter::SpliceNode(at, from)),
        (0u32..40).prop_map(Alter::Start),
    ]
}

fn alter(run: ShownRun, other: &ShownRun, alteration: &Alter) -> Option<ShownRun> {
    if let Alter::Flip(at, flip) = alteration {
        let mut bytes = run.encode();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        return ShownRun::decode(&mut &bytes[..]).ok();
    }
    let (mut start, mut leaves, mut nodes) =
        (run.start, run.leaves.into_inner(), run.nodes.into_inner());
    let some = |length: usize| (length > 0).then_some(length);
    match alteration {
        Alter::Flip(..) => {}
        Alter::SwapLeaves(one, two) => {
            let length = some(leaves.len())?;
            leaves.swap(one.index(length), two.index(length));
        }
        Alter::DropLeaf(at) => {
            leaves.remove(at.index(some(leaves.len())?));
        }
        Alter::RepeatLeaf(at) => {
            let at = at.index(some(leaves.len())?);
            leaves.insert(at, leaves[at].clone());
        }
        Alter::SpliceLeaf(at, from) => {
            let at = at.index(some(leaves.len())?);
            leaves[at] = other.leaves[from.index(some(other.leaves.len())?)].clone();
        }
        Alter::HideLeaf(at) => {
            let at = at.index(some(leaves.len())?);
            if let RunLeaf::Record(bytes) = &leaves[at] {
                leaves[at] = RunLeaf::neighbour(&Record::from_bytes(bytes).ok()?.leaf());
            }
        }
        Alter::SwapNodes(one, two) => {
            let length = some(nodes.len())?;
            nodes.swap(one.index(length), two.index(length));
        }
        Alter::DropNode(at) => {
            nodes.remove(at.index(some(nodes.len())?));
        }
        Alter::AddNode(at, byte) => nodes.insert(at.index(nodes.len() + 1), Digest([*byte; 32])),
        Alter::SpliceNode(at, from) => {
            let at = at.index(some(nodes.len())?);
            nodes[at] = other.nodes[from.index(some(other.nodes.len())?)];
        }
        Alter::Start(place) => start = *place,
    }
    Some(ShownRun {
        start,
        leaves: leaves.try_into().ok()?,
        nodes: nodes.try_into().ok()?,
    })
}

fn places() -> impl Strategy<Value = Vec<(u8, u64, bool)>> {
    // Few records of the range, so that a run of them fits a call.
    let place = prop_oneof![
        1 => Just((2u8, 11u64, true)),
        6 => (1u8..4, 10u64..13, any::<bool>()).prop_filter("not in the range", |place| *place != (2, 11, true)),
    ];
    prop::collection::vec(place, 1..30)
}

proptest! {
    #[test]
    fn a_genuine_run_of_any_batch_shows_what_it_has(places in places()) {
        let kept = Kept::at(&places);
        let range = RecordKey::of_kind(outlet(2), 11, KIND);
        prop_assume!(kept.inside(&range).len() <= ShownRun::LEAVES_MAX - 2);
        prop_assert_eq!(kept.read(&kept.show(&range), &range), Ok(kept.inside(&range)));
    }

    /// Whatever is done to a run, it shows what the batch has, or nothing.
    #[test]
    fn an_altered_run_shows_the_same_or_nothing(
        places in places(), other in places(), alterations in prop::collection::vec(alteration(), 1..4),
    ) {
        let range = RecordKey::of_kind(outlet(2), 11, KIND);
        let (kept, other) = (Kept::at(&places), Kept::at(&other));
        for batch in [&kept, &other] {
            prop_assume!(batch.inside(&range).len() <= ShownRun::LEAVES_MAX - 2);
        }
        let genuine = kept.show(&range);
        let spliced = other.show(&range);
        let altered = alterations
            .iter()
            .try_fold(genuine.clone(), |run, alteration| alter(run, &spliced, alteration));
        if let Some(run) = altered {
            if let Ok(records) = kept.read(&run, &range) {
                prop_assert_eq!(records, kept.inside(&range));
            }
        }
    }

    /// A single altered byte is always found.
    #[test]
    fn no_byte_can_change(places in places(), at in any::<Index>(), flip in 1u8..) {
        let kept = Kept::at(&places);
        let range = RecordKey::of_kind(outlet(2), 11, KIND);
        prop_assume!(kept.inside(&range).len() <= ShownRun::LEAVES_MAX - 2);
        let altered = alter(kept.show(&range), &kept.show(&range), &Alter::Flip(at, flip));
        if let Some(run) = altered {
            prop_assert!(run.check(&kept.header).is_err());
        }
    }

    #[test]
    fn any_bytes_are_judged_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), records: u32) {
        let (kept, range) = world();
        let header = BatchHeader { records, ..kept.header };
        if let Ok(run) = ShownRun::decode(&mut &bytes[..]) {
            let _ = run.check(&header).map(|checked| checked.all_of(&range).is_ok());
        }
        let mut run = kept.show(&range);
        run.start = records;
        let _ = run.check(&header);
    }
}

/// A bundle's run and a call's are the same in two forms.
#[cfg(feature = "verify")]
#[test]
fn a_bundles_run_can_be_carried() {
    use limpid_evidence::verify::{Run, ShownLeaf};
    let (kept, range) = world();
    let run = kept.show(&range);
    let leaves = run.check(&kept.header).unwrap();
    let json = Run {
        start: run.start,
        leaves: leaves
            .leaves()
            .iter()
            .map(|leaf| match leaf.record() {
                Some(proven) => ShownLeaf::Record(proven.record.clone()),
                None => ShownLeaf::Neighbour(leaf.leaf()),
            })
            .collect(),
        nodes: run.nodes.to_vec(),
    };
    assert_eq!(ShownRun::try_from(&json), Ok(run));
}
