//! Properties over random frames, bytes and cuts.

use limpid_hj212::{
    reply, Builder, ExecutionResult, Frame, Head, Number, Packet, Reply, RequestResult, Split,
    Splitter, Suffix, Transmission,
};
use proptest::prelude::*;

/// A head and CP as values, to build a frame from and to compare with what was parsed.
#[derive(Clone, Debug)]
struct Message {
    qn: Option<String>,
    st: String,
    cn: u16,
    pw: String,
    mn: String,
    flag: Option<u8>,
    packet: Option<Packet>,
    transmission: Transmission,
    data_time: Option<u64>,
    values: Vec<(String, Suffix, i64, u8)>,
}

impl Message {
    fn head(&self) -> Head<'_> {
        Head {
            qn: self.qn.as_deref(),
            st: &self.st,
            cn: self.cn,
            pw: &self.pw,
            mn: &self.mn,
            flag: self.flag,
            packet: self.packet,
            transmission: self.transmission,
        }
    }

    fn build(&self) -> Vec<u8> {
        let mut buffer = Vec::new();
        let mut builder = Builder::new(&mut buffer, &self.head());
        if let Some(ms) = self.data_time {
            builder.time(
                "DataTime",
                limpid_hj212::LocalTime::from_utc_ms(ms).expect("before the year 9999"),
            );
        }
        for (factor, suffix, mantissa, scale) in &self.values {
            builder.number(
                factor,
                *suffix,
                Number {
                    mantissa: *mantissa,
                    scale: *scale,
                },
            );
        }
        builder.finish().expect("short enough");
        buffer
    }
}

fn message() -> impl Strategy<Value = Message> {
    let time = 0u64..4_000_000_000_000;
    let qn = proptest::option::of(time.clone().prop_map(|ms| {
        String::from_utf8(
            limpid_hj212::LocalTime::from_utc_ms(ms)
                .expect("in range")
                .digits()
                .to_vec(),
        )
        .expect("digits")
    }));
    let packet = proptest::option::of((1u16..=9_999).prop_flat_map(|count| {
        (Just(count), 1..=count).prop_map(|(count, number)| Packet { count, number })
    }));
    let value = (
        "[aw][0-9]{5}",
        0usize..Suffix::ALL.len(),
        any::<i64>(),
        0u8..9,
    )
        .prop_map(|(factor, suffix, mantissa, scale)| {
            (factor, Suffix::ALL[suffix], mantissa, scale)
        });
    let transmission = prop_oneof![Just(Transmission::First), Just(Transmission::Again)];
    (
        (
            qn,
            "[0-9]{2}",
            0u16..=9_999,
            "[0-9A-Za-z]{0,24}",
            "[0-9A-Za-z_-]{1,24}",
        ),
        (
            proptest::option::of(any::<u8>()),
            packet,
            transmission,
            proptest::option::of(time),
        ),
        proptest::collection::vec(value, 0..40),
    )
        .prop_map(
            |((qn, st, cn, pw, mn), (flag, packet, transmission, data_time), values)| Message {
                qn,
                st,
                cn,
                pw,
                mn,
                // Bit D and the part's number go together.
                flag: flag.map(|flag| {
                    if packet.is_some() {
                        flag | 2
                    } else {
                        flag & !2
                    }
                }),
                packet,
                transmission,
                data_time: data_time.map(|ms| ms / 1_000 * 1_000),
                values,
            },
        )
}

/// Everything a splitter finds when the stream arrives in these pieces: frames, and how many bytes were garbage.
fn split(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, usize) {
    let mut splitter = Splitter::new(9_999);
    let (mut frames, mut garbage) = (Vec::new(), 0);
    for piece in pieces {
        splitter.push(piece);
        while let Some(found) = splitter.next() {
            match found {
                Split::Frame(frame) => frames.push(frame.to_vec()),
                Split::Garbage { bytes, .. } => {
                    assert!(!bytes.is_empty());
                    garbage += bytes.len();
                }
            }
        }
        assert!(splitter.held_bytes() <= limpid_hj212::FRAME_BYTES_MAX);
    }
    (frames, garbage)
}

fn pieces<'a>(stream: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (stream.len() + 1)).collect();
    cuts.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([stream.len()]) {
        pieces.push(&stream[from..cut]);
        from = cut;
    }
    pieces
}

/// Bytes that look like the beginnings and ends of frames more often than chance has it.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"#".to_vec()),
        Just(b"##".to_vec()),
        Just(b"##0087".to_vec()),
        Just(b"##9999".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\r\n##".to_vec()),
        Just(b"CP=&&".to_vec()),
        "[0-9]{1,5}".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn parse_of_build_is_the_identity(message in message()) {
        let raw = message.build();
        let frame = Frame::parse(&raw).expect("built frames are good");
        prop_assert_eq!(frame.head(), &message.head());
        prop_assert_eq!(frame.data_time_ms(), message.data_time);
        let read: Vec<_> = frame
            .items()
            .filter_map(|item| {
                let (factor, suffix) = item.factor_and_suffix()?;
                let number = limpid_hj212::Decimal::parse(item.value)?;
                Some((factor.to_owned(), Suffix::of(suffix)?, i64::try_from(number.mantissa()).ok()?, number.scale()))
            })
            .collect();
        prop_assert_eq!(&read, &message.values);
        // Groups are the same values, without a change of factor inside of one.
        let grouped: usize = frame.groups().map(|group| group.values().count()).sum();
        prop_assert_eq!(grouped, message.values.len());
    }

    #[test]
    fn replies_are_good_frames_with_the_same_request_number(message in message()) {
        let raw = message.build();
        let frame = Frame::parse(&raw).expect("good");
        let replies = [
            Reply::Request(RequestResult::Ready),
            Reply::Request(RequestResult::Unknown),
            Reply::Execution(ExecutionResult::Done),
            Reply::Notice,
            Reply::Data,
        ];
        for kind in replies {
            let answer = reply(&frame, kind);
            let answer = Frame::parse(&answer).expect("good");
            prop_assert_eq!((answer.qn(), answer.mn(), answer.st()), (frame.qn(), frame.mn(), "91"));
            prop_assert_eq!(answer.cn(), kind.command());
            prop_assert!(!answer.wants_reply());
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), cuts in proptest::collection::vec(any::<usize>(), 0..4)) {
        let _ = Frame::parse(&bytes);
        split(&pieces(&bytes, &cuts));
    }

    #[test]
    fn any_data_segment_never_panics(data in "[\\PC;,=&#]{0,200}") {
        let crc = limpid_hj212::crc16(data.as_bytes());
        let raw = format!("##{:04}{data}{crc:04X}", data.len());
        if let Ok(frame) = Frame::parse(raw.as_bytes()) {
            for group in frame.groups() {
                let _ = (group.decimal(Suffix::Avg), group.flag());
            }
        }
    }

    #[test]
    fn one_changed_byte_is_no_other_panic(message in message(), position in any::<usize>(), byte in any::<u8>()) {
        let mut raw = message.build();
        let position = position % raw.len();
        raw[position] = byte;
        let _ = Frame::parse(&raw);
        split(&[&raw]);
    }

    #[test]
    fn the_same_frames_are_found_however_the_stream_is_cut(
        messages in proptest::collection::vec((noise(), message()), 1..5),
        tail in noise(),
        cuts in proptest::collection::vec(any::<usize>(), 0..12),
    ) {
        let mut stream: Vec<u8> =
            messages.iter().flat_map(|(noise, message)| [noise.clone(), message.build()].concat()).collect();
        stream.extend(tail);
        let (whole, _) = split(&[&stream]);
        let (cut, _) = split(&pieces(&stream, &cuts));
        prop_assert_eq!(&whole, &cut);
        let single: Vec<&[u8]> = stream.chunks(1).collect();
        prop_assert_eq!(&split(&single).0, &whole);
    }

    #[test]
    fn frames_behind_torn_ones_are_found(first in message(), second in message(), keep in any::<usize>()) {
        let torn = first.build();
        // What a logger leaves behind when its line breaks, then the line end of a new beginning.
        let keep = 1 + keep % (torn.len() - 3);
        let stream = [&torn[..keep], b"\r\n", &second.build()].concat();
        let (frames, garbage) = split(&[&stream]);
        prop_assert_eq!(frames, [&second.build()[..second.build().len() - 2]]);
        prop_assert!(garbage >= keep.saturating_sub(2));
    }

    #[test]
    fn a_beginning_that_declares_too_much_hides_no_frame(message in message(), declared in 1_000usize..10_000) {
        let stream = [format!("##{declared:04}").as_bytes(), &message.build()].concat();
        let (frames, _) = split(&[&stream]);
        prop_assert_eq!(frames, [&message.build()[..message.build().len() - 2]]);
    }

    #[test]
    fn nothing_is_lost(messages in proptest::collection::vec(message(), 0..6)) {
        let stream: Vec<u8> = messages.iter().flat_map(Message::build).collect();
        let (frames, garbage) = split(&[&stream]);
        prop_assert_eq!(garbage, 0);
        prop_assert_eq!(frames.len(), messages.len());
    }
}

#[test]
fn a_frame_too_long_to_declare_is_not_written() {
    let head = Head {
        qn: None,
        st: "31",
        cn: 3020,
        pw: "",
        mn: "A",
        flag: None,
        packet: None,
        transmission: Transmission::First,
    };
    let mut buffer = b"before".to_vec();
    let mut builder = Builder::new(&mut buffer, &head);
    builder.text("i11001", "Info", &"x".repeat(10_000));
    assert_eq!(builder.finish().expect_err("too long").code(), "too-long");
    assert_eq!(buffer, b"before");
}

#[test]
fn a_splitter_with_a_lower_limit_gives_up_early() {
    let mut splitter = Splitter::new(100);
    splitter.push(b"##0101QN=2016");
    assert!(
        matches!(splitter.next(), Some(Split::Garbage { reason, .. }) if reason.code() == "too-long")
    );
}
