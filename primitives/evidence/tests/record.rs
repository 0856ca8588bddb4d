//! Records: the example of `docs/spec/record.md`, and that bytes and record are each other's image.

use limpid_evidence::{Batch, BatchError, FileDigest, Payload, Period, Record, RecordKey};
use limpid_primitives::{Digest, GatewayId};
use proptest::prelude::*;

const FRAME: &[u8] = b"##0138QN=20261101090000123;ST=31;CN=2061;PW=123456;MN=LIMPID0000000000000001;Flag=5;CP=&&DataTime=20261101080000;a21026-Avg=12.5,a21026-Flag=N&&EDC1\r\n";

fn example() -> Record {
    Record {
        key: RecordKey {
            outlet: "91320000MA1L1MPD0C001P/DA001".parse().unwrap(),
            observed_ms: 1_793_491_200_000,
            kind: 2061,
            arrival: 7,
        },
        received_ms: 1_793_494_800_456,
        payload: Payload::Frame {
            mn: "LIMPID0000000000000001".parse().unwrap(),
            bytes: FRAME.to_vec(),
        },
    }
}

fn photo() -> Record {
    let mut record = example();
    record.key.kind = 0;
    record.payload = Payload::File(FileDigest {
        sha256: Digest([3; 32]),
        length: 48_213,
        media_type: "image/jpeg".parse().unwrap(),
    });
    record
}

#[test]
fn the_example_of_the_specification_holds() {
    let record = example();
    assert_eq!(record.to_bytes().len(), 239);
    assert_eq!(
        record.digest().to_string(),
        "a49823f466c6edafb13926fcaeddd040def79e49f4d02fd4df52fc12009ddd6d"
    );
    assert_eq!(
        record.leaf().hash().to_string(),
        "fe237d31edb3b52abeb5810e97d8faca7babf1af31d2adc20fc7ef239790eda1"
    );
}

#[test]
fn a_record_is_read_back_from_its_bytes_and_from_no_others() {
    for record in [example(), photo()] {
        let bytes = record.to_bytes();
        assert_eq!(Record::from_bytes(&bytes), Ok(record.clone()));
        for end in 0..bytes.len() {
            assert!(Record::from_bytes(&bytes[..end]).is_err(), "cut at {end}");
        }
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_ne!(
                Record::from_bytes(&flipped),
                Ok(record.clone()),
                "byte {at}"
            );
        }
    }
}

#[test]
fn a_batch_sorts_and_refuses_a_key_given_twice() {
    let leaf = |observed_ms, arrival| {
        let mut record = example();
        record.key.observed_ms = observed_ms;
        record.key.arrival = arrival;
        record.leaf()
    };
    let batch = Batch::new(vec![leaf(30, 1), leaf(10, 2), leaf(20, 3)]).unwrap();
    let header = batch.header(GatewayId(1), 1, Digest::ZERO, 40);
    assert_eq!(
        (
            header.observed_from_ms,
            header.observed_until_ms,
            header.records
        ),
        (10, 30, 3)
    );
    assert!(batch.leaves().is_sorted_by_key(|leaf| leaf.key));
    assert_eq!(
        Batch::new(vec![leaf(10, 1), leaf(10, 1)]),
        Err(BatchError::SameKey)
    );
    assert_eq!(Batch::new(vec![]), Err(BatchError::Empty));
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Record::from_bytes(&bytes);
    }

    #[test]
    fn keys_sort_as_their_bytes(a in key(), b in key()) {
        prop_assert_eq!(a.cmp(&b), a.to_bytes().cmp(&b.to_bytes()));
        prop_assert_eq!(RecordKey::try_from(a.to_bytes()), Ok(a));
    }

    #[test]
    fn the_selected_run_is_the_minimal_one(observed in prop::collection::btree_set(0u64..50, 1..20), from_ms in 0u64..50, len in 1u64..20) {
        let outlet = example().key.outlet;
        let keys: Vec<_> = observed.into_iter().map(|ms| RecordKey::lowest(outlet, ms)).collect();
        let period = Period { outlet, from_ms, until_ms: from_ms + len };
        let run = limpid_evidence::select_period(&keys, &period);
        prop_assert!(!run.is_empty());
        let shown = &keys[run.clone()];
        prop_assert!(run.start == 0 || shown[0] < period.low());
        prop_assert!(run.end == keys.len() || shown[shown.len() - 1] >= period.high());
        prop_assert!(shown.iter().filter(|key| **key < period.low()).count() <= 1);
        prop_assert!(shown.iter().filter(|key| **key >= period.high()).count() <= 1);
    }
}

fn key() -> impl Strategy<Value = RecordKey> {
    let outlet = prop::sample::select(vec![
        "91320000MA1L1MPD0C001P/DA001",
        "91320000MA1L1MPD0C001P/DW001",
    ]);
    (outlet, any::<u64>(), any::<u16>(), any::<u64>()).prop_map(
        |(outlet, observed_ms, kind, arrival)| RecordKey {
            outlet: outlet.parse().unwrap(),
            observed_ms,
            kind,
            arrival,
        },
    )
}
