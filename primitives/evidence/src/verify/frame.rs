//! The link `frame`: the frames are whole and say what their records say.

use super::{
    bundle::Bundle,
    report::{each, Checked, Fault, OK},
};
use crate::{Payload, Record};
use alloc::format;
use limpid_hj212::Frame;

pub(super) fn check(bundle: &Bundle) -> Checked {
    each(bundle.records(), |(_, record)| check_record(record))?;
    Ok(OK)
}

fn check_record(record: &Record) -> Result<(), Fault> {
    let Payload::Frame { mn, bytes } = &record.payload else {
        return Ok(());
    };
    let arrival = record.key.arrival;
    let frame = Frame::parse(bytes)
        .map_err(|error| Fault::failed("frame-refused", format!("record {arrival}: {error}")))?;
    if frame.mn() != mn.as_str() {
        return Err(Fault::failed(
            "other-mn",
            format!("record {arrival}: the frame is of device {}", frame.mn()),
        ));
    }
    if frame.cn() != record.key.kind {
        return Err(Fault::failed(
            "other-kind",
            format!("record {arrival}: the frame has command {}", frame.cn()),
        ));
    }
    let observed_ms = frame.observed_ms().unwrap_or(record.received_ms);
    if observed_ms != record.key.observed_ms {
        return Err(Fault::failed(
            "other-time",
            format!("record {arrival}: the frame was observed at {observed_ms}"),
        ));
    }
    Ok(())
}
