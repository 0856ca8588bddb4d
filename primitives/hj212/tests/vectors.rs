//! Frames from files: our own vectors, and frames published by others where they are at hand.

use limpid_hj212::{
    Fault, Frame, FrameError, Joined, Joiner, Split, Splitter, Transmission, Version,
};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..")
}

/// Each frame of a file with the comment above it.
fn frames(path: &Path) -> Vec<(String, Vec<u8>)> {
    let bytes = std::fs::read(path).expect("the file can be read");
    let mut comment = String::new();
    let mut frames = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        match line {
            [b'#', b' ', rest @ ..] => comment = String::from_utf8_lossy(rest).into_owned(),
            [] => {}
            frame => frames.push((std::mem::take(&mut comment), frame.to_vec())),
        }
    }
    frames
}

fn own(name: &str) -> Vec<(String, Vec<u8>)> {
    frames(&root().join("tests/vectors/hj212").join(name))
}

/// Frames others published, beside the checkout on machines that have them.
fn published(name: &str) -> Vec<(String, Vec<u8>)> {
    let path = root().join("../shared/hj212").join(name);
    if !path.exists() {
        println!(
            "{} is not there: nothing compared with published frames",
            path.display()
        );
        return Vec::new();
    }
    frames(&path)
}

#[test]
fn good_frames_pass_and_survive_the_splitter() {
    for (why, raw) in own("good.txt").into_iter().chain(published("frames.txt")) {
        let frame = Frame::parse(&raw).unwrap_or_else(|error| panic!("{why}: {error}"));
        assert_eq!(frame.raw(), raw, "{why}");
        let mut splitter = Splitter::new(9_999);
        splitter.push(&raw);
        assert_eq!(splitter.next(), Some(Split::Frame(&raw)), "{why}");
        let with_line_end = [raw.as_slice(), b"\r\n"].concat();
        assert_eq!(
            Frame::parse(&with_line_end).map(|frame| frame.observed_ms()),
            Ok(frame.observed_ms()),
            "{why}"
        );
    }
}

#[test]
fn bad_frames_are_refused_by_name() {
    for (why, raw) in own("bad.txt") {
        let code = Frame::parse(&raw).expect_err(&why).code();
        assert!(
            why.starts_with(&format!("{code}: ")),
            "{why}: refused as {code}"
        );
    }
}

#[test]
fn published_frames_with_a_foreign_crc_are_named() {
    for (why, raw) in published("bad-frames.txt") {
        assert_eq!(
            Frame::parse(&raw).expect_err(&why).code(),
            "crc-mismatch",
            "{why}"
        );
    }
}

#[test]
fn what_a_frame_says() {
    let vectors = own("good.txt");
    let by = |why: &str| {
        let raw = &vectors
            .iter()
            .find(|(comment, _)| comment.starts_with(why))
            .expect("the vector is there")
            .1;
        Frame::parse(raw).expect("good")
    };
    let hour = by("2017, an hour of a stack");
    assert_eq!(
        (hour.st(), hour.cn(), hour.version(), hour.wants_reply()),
        ("31", 2061, Version::Edition2017, true)
    );
    assert_eq!(
        hour.data_time().unwrap().to_string(),
        "2026-03-01T08:00:00+08:00"
    );
    assert_eq!(hour.observed_ms(), hour.data_time_ms());
    assert_eq!(
        hour.qn_time_ms(),
        hour.data_time_ms().map(|ms| ms + 3_601_000)
    );
    let group = hour.groups().next().unwrap();
    let values: Vec<_> = group.values().collect();
    assert_eq!(
        values,
        [
            ("Avg", "18.52"),
            ("ZsAvg", "20.58"),
            ("Cou", "20.101"),
            ("Flag", "N")
        ]
    );
    assert_eq!(hour.groups().count(), 1);

    assert_eq!(by("2005, no QN").version(), Version::Edition2005);
    assert_eq!(
        by("2005, no QN").observed_ms(),
        by("2005, no QN").data_time_ms()
    );
    assert_eq!(by("2017, request").field("RtdInterval"), Some("30"));
    assert_eq!(by("2025, sent again").transmission(), Transmission::Again);
    assert_eq!(
        by("spaces in CP").groups().next().unwrap().value("Rtd"),
        Some("21.4")
    );
    assert_eq!(
        by("log text").groups().next().unwrap().value("Info"),
        Some("//校准;量程=100,完成//")
    );
    let states: Vec<_> = by("facility states")
        .groups()
        .map(|group| (group.factor(), group.value("RS")))
        .collect();
    assert_eq!(states, [("SB1", Some("1")), ("SB2", Some("0"))]);
    assert_eq!(by("a data segment beyond").groups().count(), 59);
}

#[test]
fn parts_are_joined_in_their_order_whatever_their_request_numbers() {
    let vectors = own("good.txt");
    let parts: Vec<Frame<'_>> = vectors
        .iter()
        .filter_map(|(_, raw)| Frame::parse(raw).ok())
        .filter(|frame| frame.packet().is_some())
        .collect();
    let [first, second] = parts.as_slice() else {
        panic!("two parts")
    };
    assert_ne!(first.qn(), second.qn());
    let mut joiner = Joiner::new(4);
    assert_eq!(joiner.push(second, 2), Joined::Waiting);
    assert_eq!(joiner.push(second, 22), Joined::Waiting);
    assert_eq!(joiner.push(first, 1), Joined::Whole(vec![1, 2]));
    assert_eq!(joiner.push(first, 1), Joined::Waiting);
    let single = vectors
        .iter()
        .filter_map(|(_, raw)| Frame::parse(raw).ok())
        .find(|frame| frame.packet().is_none())
        .unwrap();
    assert_eq!(joiner.push(&single, 3), Joined::Single(3));
}

#[test]
fn the_oldest_open_message_is_given_up_when_there_are_too_many() {
    let split = |mn: &str, number: u16| {
        let head = limpid_hj212::Head {
            qn: None,
            st: "31",
            cn: 2061,
            pw: "",
            mn,
            flag: Some(6),
            packet: Some(limpid_hj212::Packet { count: 2, number }),
            transmission: Transmission::First,
        };
        let mut buffer = Vec::new();
        limpid_hj212::Builder::new(&mut buffer, &head)
            .finish()
            .expect("short");
        buffer
    };
    let mut joiner = Joiner::new(1);
    let mut push = |mn: &str, number: u16| {
        joiner.push(&Frame::parse(&split(mn, number)).expect("good"), number)
    };
    assert_eq!(
        [push("A", 1), push("B", 1), push("A", 2)],
        [Joined::Waiting, Joined::Waiting, Joined::Waiting]
    );
    assert_eq!(push("A", 1), Joined::Whole(vec![1, 2]));
}

#[test]
fn an_encrypted_frame_of_2025_is_called_so() {
    // The CRC is that of the plain text (HJ 212-2025 A.2), so it does not fit the bytes on the wire.
    let plain = "QN=20260301090001000;ST=31;CN=2061;PW=123456;MN=A1;Flag=9;CP=&&";
    for cipher in [&[0xE4, 0x3E, 0x00, 0x91][..], b"\x01\x02\x03\x04"] {
        let data = [plain.as_bytes(), cipher, b"&&"].concat();
        let raw = [format!("##{:04}", data.len()).as_bytes(), &data, b"1C80"].concat();
        let error = Frame::parse(&raw).expect_err("not readable");
        assert!(
            matches!(
                error,
                FrameError::BadField {
                    fault: Fault::Encrypted,
                    ..
                }
            ),
            "{error}"
        );
        let mut splitter = Splitter::new(9_999);
        splitter.push(&raw);
        assert_eq!(
            splitter.next(),
            Some(Split::Garbage {
                bytes: &raw,
                reason: error
            })
        );
    }
}
