//! What can be wrong with a frame, in the order it is looked for.

use core::fmt;

/// Why bytes are no good frame. The first that applies, in this order, is the one reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameError {
    /// `bad-prefix`: the bytes do not begin with `##`.
    BadPrefix,
    /// `bad-length`: the four bytes after `##` are not four decimal digits.
    BadLength,
    /// `too-long`: there are more bytes than a frame can have (or declared, for a [`Splitter`](crate::Splitter) with a lower
    /// limit), so that no length of four digits can be right.
    TooLong {
        /// Length of the data segment, as found or as declared.
        bytes: usize,
        /// The most there may be.
        bytes_max: usize,
    },
    /// `length-mismatch`: between the length and the CRC stand more or fewer bytes than the length says.
    LengthMismatch {
        /// The length as sent.
        declared: u16,
        /// How long the data segment is.
        found: usize,
    },
    /// `crc-mismatch`: the last four bytes are not the CRC of the data segment.
    CrcMismatch {
        /// The CRC of the data segment.
        expected: u16,
        /// The last four bytes as sent.
        found: [u8; 4],
    },
    /// `missing-field`: a field is not there without which the frame means nothing: ST, CN, PW, MN, CP, and PNUM and PNO when
    /// the flag says that the message is split or when one of the two is there.
    MissingField(Field),
    /// `bad-field`: a field is there and its content is not what the standard says, with the field tolerances of
    /// [`Frame::parse`](crate::Frame::parse).
    BadField {
        /// Which field.
        field: Field,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// A field of the data segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// Something before CP that is no `name=value`.
    Head,
    /// Request number: a time in milliseconds.
    Qn,
    /// System code.
    St,
    /// Command code.
    Cn,
    /// Password.
    Pw,
    /// Device number.
    Mn,
    /// Flags: version, split, reply wanted.
    Flag,
    /// How many parts a split message has.
    Pnum,
    /// Which part this is.
    Pno,
    /// The command parameters as a whole.
    Cp,
    /// The data time in CP.
    DataTime,
    /// An item in CP.
    Item {
        /// Where it starts, counted in bytes from the frame's first `#`.
        offset: usize,
    },
}

/// What is wrong with a field's content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It stands there twice.
    Twice,
    /// It has not the digits or letters it should, or too many.
    Form,
    /// It has the form of a time and is none (a 13th month), or is before 1970.
    Time,
    /// Outside of what is possible: a part's number above the number of parts.
    Range,
    /// There is no `=`, or no name before it.
    Name,
    /// It is no decimal number of at most 38 digits.
    Number,
    /// CP is not enclosed in `&&` … `&&` at the end of the data segment.
    Enclosure,
    /// It is not UTF-8 text without control characters.
    Text,
    /// It is no text, and the frame says edition 2025: surely encrypted with SM4 (HJ 212-2025, 6.4).
    Encrypted,
}

impl FrameError {
    /// The error's name, as `limpid hj212 check` prints it and gateways store it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadPrefix => "bad-prefix",
            Self::BadLength => "bad-length",
            Self::TooLong { .. } => "too-long",
            Self::LengthMismatch { .. } => "length-mismatch",
            Self::CrcMismatch { .. } => "crc-mismatch",
            Self::MissingField(_) => "missing-field",
            Self::BadField { .. } => "bad-field",
        }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadPrefix => f.write_str("a frame begins with ##"),
            Self::BadLength => f.write_str("after ## stand four decimal digits, the length of the data segment"),
            Self::TooLong { bytes, bytes_max } => {
                write!(f, "a data segment of {bytes} bytes: at most {bytes_max} are possible")
            }
            Self::LengthMismatch { declared, found } => write!(
                f,
                "the length says {declared} bytes of data and {found} are there: bytes were lost or added, or characters were counted"
            ),
            Self::CrcMismatch { expected, found } => crc_detail(f, *expected, found),
            Self::MissingField(field) => write!(f, "{field} is missing"),
            Self::BadField { field, fault } => write!(f, "{field}: {fault}"),
        }
    }
}

fn crc_detail(f: &mut fmt::Formatter<'_>, expected: u16, found: &[u8; 4]) -> fmt::Result {
    write!(f, "the data segment's CRC is {expected:04X}: ")?;
    match crate::crc::parse_crc(found) {
        None => f.write_str("what was sent is no CRC of four hex digits"),
        Some(crc) if !crate::is_possible_crc(crc) => f.write_str(
            "the sender computes another CRC than HJ 212 appendix A (often plain Modbus)",
        ),
        Some(_) => f.write_str("the frame was changed after its CRC was computed"),
    }
}

impl core::error::Error for FrameError {}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Head => "the part before CP",
            Self::Qn => "QN",
            Self::St => "ST",
            Self::Cn => "CN",
            Self::Pw => "PW",
            Self::Mn => "MN",
            Self::Flag => "Flag",
            Self::Pnum => "PNUM",
            Self::Pno => "PNO",
            Self::Cp => "CP",
            Self::DataTime => "DataTime",
            Self::Item { offset } => return write!(f, "the item at byte {offset}"),
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Twice => "stands there twice",
            Self::Form => "has not the form the standard gives it",
            Self::Time => "is no time that can be",
            Self::Range => "is out of range",
            Self::Name => "is not name=value",
            Self::Number => "is not a decimal number",
            Self::Enclosure => "is not enclosed in && at the end of the data segment",
            Self::Text => "is not UTF-8 text",
            Self::Encrypted => {
                "is not text: encrypted with SM4 as HJ 212-2025 has it, which is not read here"
            }
        })
    }
}
