//! Forgeries in the file and at the gateway: links `format` to `sequence`.

use super::{handed_over, morning, one, period_of, Case};
use crate::world::{frames, World, GATEWAY, HOUR_MS, MORNING_MS};
use limpid_evidence::{
    verify::{Bundle, Claim, Link, ShownLeaf},
    Batch, MerkleTree, Payload, Period, Record,
};
use limpid_primitives::Digest;

pub fn cases() -> Vec<Case> {
    let mut cases = formats();
    cases.extend(frames());
    cases.extend(leaves());
    cases.extend(ranges());
    cases.extend(sequences());
    cases
}

fn formats() -> Vec<Case> {
    let json = one().record(1, 0).to_json();
    let replaced = |name: &str, from: &str, to: &str| {
        assert!(json.contains(from), "{name}");
        Case::undecided(
            "one-validator",
            Link::Format,
            name,
            json.replacen(from, to, 1),
        )
    };
    let hex = &json[json.find("\"signature\":\"").unwrap()..][..30];
    let node = &json[json.find("\"state\":[\"").unwrap()..][..14];
    vec![
        replaced("unknown-format", "limpid-evidence", "limpid-evidenz"),
        replaced("unknown-version", "\"version\":1", "\"version\":2"),
        replaced(
            "unknown-field",
            "\"version\":1",
            "\"version\":1,\"note\":\"\"",
        ),
        replaced(
            "same-field-twice",
            "\"version\":1",
            "\"version\":1,\"version\":1",
        ),
        replaced("missing-field", "\"version\":1,", ""),
        replaced("fraction", "\"start\":0", "\"start\":0.0"),
        replaced("exponent", "\"version\":1", "\"version\":1e0"),
        replaced("minus-zero", "\"start\":0", "\"start\":-0"),
        replaced("too-large", "\"start\":0", "\"start\":4294967296"),
        replaced("null", "\"start\":0", "\"start\":null"),
        replaced(
            "array-for-object",
            "{\"record\":{\"outlet\"",
            "[{\"record\":{\"outlet\"",
        ),
        replaced(
            "upper-case-hex",
            hex,
            &hex.to_uppercase().replace("SIGNATURE", "signature"),
        ),
        replaced(
            "base64-with-space",
            node,
            &format!("{} {}", &node[..12], &node[12..]),
        ),
        replaced("text-after", "\"handovers\":[]}", "\"handovers\":[]} {}"),
        replaced(
            "wrong-credit-code",
            "MPD0C001P/DA001\",\"sequence\"",
            "MPD0D001P/DA001\",\"sequence\"",
        ),
        replaced(
            "two-claims",
            "\"sequence\":1}}",
            "\"sequence\":1},\"record\":{}}",
        ),
        Case::undecided("one-validator", Link::Format, "empty-period", {
            let empty = Period {
                until_ms: MORNING_MS,
                ..morning()
            };
            one().period(empty, 1, 1).to_json()
        }),
        Case::undecided("one-validator", Link::Format, "no-batch", {
            let mut bundle = one().record(1, 0);
            bundle.batches.clear();
            bundle.to_json()
        }),
        Case::undecided("other-chain", Link::Format, "other-chain", json.clone()),
        Case::undecided("one-validator", Link::Format, "not-json", "evidence".into()),
    ]
}

/// A gateway that anchors a record as it should not.
fn dishonest(record: Record) -> Bundle {
    let mut world = World::new(1);
    world.anchor(vec![record]);
    world.record(1, 0)
}

fn frames() -> Vec<Case> {
    let hour = || frames::hour(frames::outlet(), 0, 1);
    let with_bytes = |change: fn(&mut Vec<u8>)| {
        let mut record = hour();
        if let Payload::Frame { bytes, .. } = &mut record.payload {
            change(bytes);
        }
        dishonest(record)
    };
    let with_key = |change: fn(&mut Record)| {
        let mut record = hour();
        change(&mut record);
        dishonest(record)
    };
    vec![
        Case::refuted(Link::Frame, "wrong-crc", with_bytes(|bytes| bytes[20] ^= 1)),
        Case::refuted(
            Link::Frame,
            "wrong-length",
            with_bytes(|bytes| bytes[5] ^= 1),
        ),
        Case::refuted(Link::Frame, "cut", with_bytes(|bytes| bytes.truncate(60))),
        Case::refuted(Link::Frame, "empty", with_bytes(Vec::clear)),
        Case::refuted(
            Link::Frame,
            "other-kind",
            with_key(|record| record.key.kind = 2051),
        ),
        Case::refuted(
            Link::Frame,
            "other-time",
            with_key(|record| record.key.observed_ms += 1),
        ),
        Case::refuted(Link::Frame, "other-mn", {
            with_key(|record| {
                let Payload::Frame { mn, .. } = &mut record.payload else {
                    return;
                };
                *mn = "LIMPID0000000000000002".parse().unwrap();
            })
        }),
    ]
}

fn leaves() -> Vec<Case> {
    let world = one();
    let changed = |change: fn(&mut Bundle)| {
        let mut bundle = period_of(&world);
        change(&mut bundle);
        bundle
    };
    let case = |name, change| Case::refuted(Link::Leaf, name, changed(change));
    vec![
        case("other-value", |bundle| {
            let ShownLeaf::Record(record) = &mut bundle.batches[0].run.leaves[0] else {
                panic!()
            };
            let Payload::Frame { bytes, .. } = &mut record.payload else {
                panic!()
            };
            *bytes = frames::hour_frame(MORNING_MS, "0.01");
        }),
        case("other-received", |bundle| {
            let ShownLeaf::Record(record) = &mut bundle.batches[1].run.leaves[0] else {
                panic!()
            };
            record.received_ms += 1;
        }),
        case("other-neighbour", |bundle| {
            let ShownLeaf::Neighbour(leaf) = bundle.batches[2].run.leaves.last_mut().unwrap()
            else {
                panic!()
            };
            leaf.digest.0[31] ^= 1;
        }),
        case("other-node", |bundle| {
            bundle.batches[0].run.nodes[0].0[0] ^= 1
        }),
        case("missing-node", |bundle| bundle.batches[0].run.nodes.clear()),
        case("unused-node", |bundle| {
            bundle.batches[0].run.nodes.push(Digest::ZERO)
        }),
        case("past-the-end", |bundle| bundle.batches[0].run.start = 6),
        case("other-batch", |bundle| {
            let run = bundle.batches[1].run.clone();
            bundle.batches[0].run = run;
        }),
        case("fewer-records", |bundle| {
            bundle.batches[0].header.records = 4
        }),
    ]
}

fn ranges() -> Vec<Case> {
    let world = one();
    let late = Period {
        from_ms: MORNING_MS + HOUR_MS,
        until_ms: MORNING_MS + 2 * HOUR_MS,
        ..morning()
    };
    // Leaves 1 to 4 of each batch belong here: neighbour, frame, photograph, neighbour.
    let with_run = |run: std::ops::Range<usize>, full: fn(&Record) -> bool| {
        let mut bundle = world.period(late, 1, 1);
        bundle.batches[0] = world.run(&world.batches[0], run, full);
        bundle
    };
    let inside: fn(&Record) -> bool = |record| {
        record.key.observed_ms == MORNING_MS + HOUR_MS && record.key.outlet == frames::outlet()
    };
    vec![
        Case::refuted(Link::Range, "start-left-out", with_run(1..4, inside)),
        Case::refuted(Link::Range, "end-left-out", with_run(0..3, inside)),
        Case::refuted(
            Link::Range,
            "record-as-neighbour",
            with_run(0..4, |record| record.key.kind == 0),
        ),
        Case::refuted(Link::Range, "neighbour-as-record", with_run(0..4, |_| true)),
        Case::refuted(Link::Range, "not-minimal", with_run(0..5, inside)),
        Case::refuted(Link::Range, "out-of-order", out_of_order()),
        Case::refuted(Link::Range, "outside-header", outside_header()),
        Case::refuted(Link::Range, "other-outlet", other_outlet(&world)),
        Case::refuted(Link::Range, "two-records", two_records(&world)),
        Case::refuted(Link::Range, "neighbour-for-record", {
            let mut bundle = world.record(1, 0);
            bundle.batches[0] = world.run(&world.batches[0], 0..1, |_| false);
            bundle
        }),
    ]
}

/// A gateway hides a record by not sorting: its leaf stands after the neighbour that ends the period.
fn out_of_order() -> Bundle {
    let mut world = World::new(1);
    let records = [2, 1].map(|hour| frames::hour(frames::outlet(), hour, hour));
    let leaves: Vec<_> = records.iter().map(|record| record.leaf().hash()).collect();
    let honest = Batch::new(records.iter().map(Record::leaf).collect()).unwrap();
    let mut header = honest.header(GATEWAY, 1, Digest::ZERO, MORNING_MS + 9 * HOUR_MS);
    header.root = MerkleTree::from_leaves(leaves).root();
    world.keep(records.to_vec(), honest, header);
    let mut bundle = period_of(&world);
    let shown = |record: &Record| ShownLeaf::Neighbour(record.leaf());
    bundle.batches[0].run.leaves = records.iter().map(shown).collect();
    bundle.batches[0].run.nodes.clear();
    bundle.batches[0].run.start = 0;
    bundle
}

fn outside_header() -> Bundle {
    let mut world = World::new(1);
    let records: Vec<_> = (0..3)
        .map(|hour| frames::hour(frames::outlet(), hour, hour))
        .collect();
    let batch = Batch::new(records.iter().map(Record::leaf).collect()).unwrap();
    let mut header = batch.header(GATEWAY, 1, Digest::ZERO, MORNING_MS + 9 * HOUR_MS);
    header.observed_until_ms -= 1;
    world.keep(records, batch, header);
    world.record(1, 2)
}

fn other_outlet(world: &World) -> Bundle {
    let mut bundle = world.record(1, 0);
    bundle.batches[0] = world.run(&world.batches[0], 5..6, |_| true);
    bundle
}

fn two_records(world: &World) -> Bundle {
    let mut bundle = world.record(1, 0);
    bundle.batches[0] = world.run(&world.batches[0], 0..2, |_| true);
    bundle
}

fn sequences() -> Vec<Case> {
    let world = one();
    let with_claim = |first, last| {
        let mut bundle = period_of(&world);
        let Claim::Period(claim) = &mut bundle.claim else {
            panic!()
        };
        (claim.first_sequence, claim.last_sequence) = (first, last);
        bundle
    };
    vec![
        Case::refuted(Link::Sequence, "gap", without_middle(&world)),
        Case::refuted(Link::Sequence, "swapped", {
            let mut bundle = period_of(&world);
            bundle.batches.swap(1, 2);
            bundle
        }),
        Case::refuted(Link::Sequence, "fewer-than-claimed", with_claim(1, 4)),
        Case::refuted(Link::Sequence, "more-than-claimed", with_claim(1, 2)),
        Case::refuted(Link::Sequence, "other-previous", other_previous()),
        Case::refuted(
            Link::Sequence,
            "first-follows-another",
            first_follows_another(),
        ),
        Case::refuted(Link::Sequence, "other-gateway", {
            let mut bundle = world.record(1, 0);
            bundle.gateway.0 = 2;
            bundle
        }),
        Case::refuted_under("four-validators", Link::Sequence, "last-missing", {
            let world = handed_over();
            let mut bundle = period_of(&world);
            bundle.batches.pop();
            bundle
        }),
    ]
}

/// The middle batch left out, proof and all.
fn without_middle(world: &World) -> Bundle {
    let whole = period_of(world);
    let mut batches = whole.batches.clone();
    batches.remove(1);
    world.bundle(whole.claim, batches)
}

/// A gateway that tells two stories: the third batch follows another second one.
fn other_previous() -> Bundle {
    let mut world = one();
    let last = world.batches.pop().unwrap();
    let mut header = last.header;
    header.previous.0[0] ^= 1;
    world.keep(last.records, last.batch, header);
    period_of(&world)
}

fn first_follows_another() -> Bundle {
    let mut world = World::new(1);
    let records = vec![frames::hour(frames::outlet(), 0, 1)];
    let batch = Batch::new(records.iter().map(Record::leaf).collect()).unwrap();
    let header = batch.header(GATEWAY, 1, Digest([7; 32]), MORNING_MS + 9 * HOUR_MS);
    world.keep(records, batch, header);
    world.record(1, 0)
}
