//! Records as gateways keep them, and terms as agencies write them.

use super::{mn, nox, so2, stack, today};
use limpid_evidence::{Payload, Record, RecordKey};
use limpid_hj212::{crc16, LocalTime};
use limpid_primitives::{
    permit::{
        Averaging, ConcentrationUnit, Limit, LimitBasis, OutletTermsV1, Position, YearlyMass,
    },
    Day, Grams, Mn, Outlet, Pollutant,
};
use std::cell::Cell;

thread_local! {
    static ARRIVALS: Cell<u64> = const { Cell::new(1) };
}

fn next_arrival() -> u64 {
    ARRIVALS.with(|arrivals| arrivals.replace(arrivals.get() + 1))
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

pub fn digits(ms: u64) -> String {
    let time = LocalTime::from_utc_ms(ms).expect("a time");
    String::from_utf8(time.digits()[..14].to_vec()).expect("digits")
}

/// A frame with these items behind its data time.
pub fn frame(command: u16, mn: &Mn, observed_ms: u64, items: &str) -> Vec<u8> {
    let time = digits(observed_ms);
    framed(&format!(
        "QN={time}123;ST=31;CN={command};PW=123456;MN={mn};Flag=5;CP=&&DataTime={time};{items}&&"
    ))
}

/// A record of such a frame of [`stack`]'s device. Each has another arrival.
pub fn record(outlet: Outlet, command: u16, observed_ms: u64, items: &str) -> Record {
    of_bytes(
        outlet,
        command,
        observed_ms,
        frame(command, &mn(), observed_ms, items),
    )
}

/// A record of any bytes.
pub fn of_bytes(outlet: Outlet, kind: u16, observed_ms: u64, bytes: Vec<u8>) -> Record {
    Record {
        key: RecordKey {
            outlet,
            observed_ms,
            kind,
            arrival: next_arrival(),
        },
        received_ms: observed_ms + 1,
        payload: Payload::Frame { mn: mn(), bytes },
    }
}

/// The day frame of [`stack`] with these items.
pub fn day_record(day: Day, items: &str) -> Record {
    record(stack(), 2031, day.start_ms(), items)
}

/// The frame of an hour of [`today`] of [`stack`] with these items.
pub fn hour_record(hour: u64, items: &str) -> Record {
    let observed_ms = today().start_ms() + hour * super::HOUR_MS;
    record(stack(), 2061, observed_ms, items)
}

/// What the permit says of [`stack`].
pub fn terms() -> OutletTermsV1 {
    let limits = vec![
        limit(nox(), Averaging::Hour, "50", LimitBasis::Converted),
        limit(nox(), Averaging::Day, "100", LimitBasis::Converted),
        limit(so2(), Averaging::Hour, "35.0", LimitBasis::Measured),
    ];
    let yearly_masses = vec![YearlyMass {
        pollutant: nox(),
        mass: Grams(3_650_000),
    }];
    OutletTermsV1 {
        position: Position::default(),
        treatments: Default::default(),
        limits: limits.try_into().expect("not too many"),
        yearly_masses: yearly_masses.try_into().expect("one"),
    }
}

pub fn limit(pollutant: Pollutant, averaging: Averaging, value: &str, basis: LimitBasis) -> Limit {
    Limit {
        pollutant,
        averaging,
        value: value.parse().expect("a value"),
        unit: ConcentrationUnit::MilligramPerCubicMetre,
        basis,
        standard: "GB 13223-2011".parse().expect("a standard"),
    }
}
