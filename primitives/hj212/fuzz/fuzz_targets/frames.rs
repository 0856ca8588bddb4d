//! Any bytes, in any pieces: nothing panics, the cut does not matter, and what parses can be read to its end.
//!
//! The first byte says how long the pieces are in which the rest arrives. Most random bytes fail at the CRC, so the rest is
//! also taken as a data segment and framed with the right length and CRC.

#![no_main]

use libfuzzer_sys::fuzz_target;
use limpid_hj212::{crc16, reply, Frame, Reply, Split, Splitter, Suffix, FRAME_BYTES_MAX};

fuzz_target!(|input: &[u8]| {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    read(bytes);
    assert_eq!(
        split(bytes, usize::from(*first).max(1)),
        split(bytes, bytes.len().max(1))
    );
    if bytes.len() <= 9_999 {
        let head = format!("##{:04}", bytes.len());
        let crc = format!("{:04X}\r\n", crc16(bytes));
        let framed = [head.as_bytes(), bytes, crc.as_bytes()].concat();
        read(&framed);
    }
});

fn read(raw: &[u8]) {
    let Ok(frame) = Frame::parse(raw) else { return };
    let values: usize = frame.groups().map(|group| group.values().count()).sum();
    assert_eq!(
        values,
        frame
            .items()
            .filter(|item| item.factor_and_suffix().is_some())
            .count()
    );
    for group in frame.groups() {
        for suffix in Suffix::ALL {
            assert!(
                group.decimal(suffix).is_some()
                    || group.value(suffix.as_str()).is_none_or(str::is_empty)
            );
        }
    }
    let answer = reply(&frame, Reply::Data);
    assert!(answer.is_empty() || Frame::parse(&answer).is_ok());
}

fn split(bytes: &[u8], piece: usize) -> Vec<Vec<u8>> {
    let mut splitter = Splitter::new(9_999);
    let mut frames = Vec::new();
    for piece in bytes.chunks(piece) {
        splitter.push(piece);
        while let Some(found) = splitter.next() {
            if let Split::Frame(frame) = found {
                frames.push(frame.to_vec());
            }
        }
        assert!(splitter.held_bytes() <= FRAME_BYTES_MAX);
    }
    frames
}
