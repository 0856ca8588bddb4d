//! Records of two outlets.

use super::{HOUR_MS, MORNING_MS};
use limpid_evidence::{FileDigest, Payload, Record, RecordKey};
use limpid_hj212::{crc16, LocalTime};
use limpid_primitives::{Digest, Mn, Outlet};

pub fn outlet() -> Outlet {
    "91320000MA1L1MPD0C001P/DA001".parse().unwrap()
}

pub fn other_outlet() -> Outlet {
    "91320000MA1L1MPD0C001P/DW001".parse().unwrap()
}

pub fn mn() -> Mn {
    "LIMPID0000000000000001".parse().unwrap()
}

fn digits(ms: u64) -> String {
    String::from_utf8(LocalTime::from_utc_ms(ms).unwrap().digits().to_vec()).unwrap()
}

/// A whole frame around a data segment.
pub fn framed(data: &str) -> Vec<u8> {
    format!(
        "##{:04}{data}{:04X}\r\n",
        data.len(),
        crc16(data.as_bytes())
    )
    .into_bytes()
}

/// An hour's mean of sulphur dioxide as a logger sends it.
pub fn hour_frame(observed_ms: u64, value: &str) -> Vec<u8> {
    let (qn, time) = (digits(observed_ms + HOUR_MS + 123), digits(observed_ms));
    let time = &time[..14];
    framed(&format!(
        "QN={qn};ST=31;CN=2061;PW=123456;MN={};Flag=5;CP=&&DataTime={time};a21026-Avg={value},a21026-Flag=N&&",
        mn()
    ))
}

pub fn record(outlet: Outlet, observed_ms: u64, arrival: u64, bytes: Vec<u8>) -> Record {
    Record {
        key: RecordKey {
            outlet,
            observed_ms,
            kind: 2061,
            arrival,
        },
        received_ms: observed_ms + HOUR_MS + 456,
        payload: Payload::Frame { mn: mn(), bytes },
    }
}

/// The record of an hour after the morning.
pub fn hour(outlet: Outlet, hour: u64, arrival: u64) -> Record {
    let observed_ms = MORNING_MS + hour * HOUR_MS;
    record(
        outlet,
        observed_ms,
        arrival,
        hour_frame(observed_ms, &format!("1{hour}.50")),
    )
}

/// A photograph of an hour after the morning.
pub fn photo(hour: u64, arrival: u64) -> Record {
    let observed_ms = MORNING_MS + hour * HOUR_MS;
    Record {
        key: RecordKey {
            outlet: outlet(),
            observed_ms,
            kind: 0,
            arrival,
        },
        received_ms: observed_ms + 60_000,
        payload: Payload::File(FileDigest {
            sha256: Digest([0xf1; 32]),
            length: 48_213,
            media_type: "image/jpeg".parse().unwrap(),
        }),
    }
}

/// A batch of eight: three hours of one outlet, four of another, and a photograph.
pub fn ordinary(first_arrival: u64) -> Vec<Record> {
    let mut arrival = first_arrival..;
    let mut next = || arrival.next().unwrap();
    let mut records: Vec<_> = (0..3).map(|h| hour(outlet(), h, next())).collect();
    records.extend((0..4).map(|h| hour(other_outlet(), h, next())));
    records.push(photo(1, next()));
    records
}
