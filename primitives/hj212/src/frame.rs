//! One frame, checked.

use crate::crc::parse_crc;
use crate::head::bad;
use crate::{
    crc16, Decimal, Fault, Field, FrameError, Groups, Head, Item, Items, LocalTime, Packet, Suffix,
    Transmission, Version, DATA_BYTES_MAX, FRAME_BYTES_MAX, OVERHEAD_BYTES,
};

/// A good frame: length and CRC are right, and every field can be read. It borrows the bytes it was parsed from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame<'a> {
    raw: &'a [u8],
    head: Head<'a>,
    cp: &'a str,
    data_time: Option<LocalTime>,
}

impl<'a> Frame<'a> {
    /// Checks one frame, from `##` to the CRC, with or without the line end behind it.
    ///
    /// Accepted besides what HJ 212-2017 table 3 says, because the field (and the standard's own examples) have it: QN or Flag
    /// missing; names before CP in any case and order; a stray comma or space between fields; no `;` before `CP=`; PW of any
    /// length, also none; MN of 1 to 24 letters, digits, `_`, `-`; CRC in lower case; data segments up to 9999 bytes; in CP
    /// spaces, empty items, `,` for `;`, DataTime with 17 digits, numbers left empty, unknown names and suffixes.
    ///
    /// # Errors
    /// The first of [`FrameError`], in its order.
    pub fn parse(raw: &'a [u8]) -> Result<Self, FrameError> {
        let data = checked_data(raw)?;
        let (head, cp) = split_data(data)?;
        let head = Head::parse(head)?;
        let cp_offset = OVERHEAD_BYTES - 4 + data.len() - cp.len() - 2;
        let cp = text(cp).ok_or(bad(Field::Cp, unreadable(&head)))?;
        let data_time = check_items(cp, cp_offset)?;
        Ok(Self {
            raw,
            head,
            cp,
            data_time,
        })
    }

    /// The bytes the frame was parsed from.
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// What stands before CP.
    pub const fn head(&self) -> &Head<'a> {
        &self.head
    }

    /// The request number, 17 digits.
    pub const fn qn(&self) -> Option<&'a str> {
        self.head.qn
    }

    /// The system code, two digits; see [`system_name`](crate::system_name).
    pub const fn st(&self) -> &'a str {
        self.head.st
    }

    /// The command code; see [`command_name`](crate::command_name).
    pub const fn cn(&self) -> u16 {
        self.head.cn
    }

    /// The device number.
    pub const fn mn(&self) -> &'a str {
        self.head.mn
    }

    /// The flags.
    pub const fn flag(&self) -> Option<u8> {
        self.head.flag
    }

    /// The edition the flags name.
    pub const fn version(&self) -> Version {
        self.head.version()
    }

    /// Whether the sender waits for a reply: bit A of the flags.
    pub fn wants_reply(&self) -> bool {
        self.head.flag.is_some_and(|flag| flag & 1 == 1)
    }

    /// Which part of a split message this is.
    pub const fn packet(&self) -> Option<Packet> {
        self.head.packet
    }

    /// Whether the sender says that it sends again.
    pub const fn transmission(&self) -> Transmission {
        self.head.transmission
    }

    /// The DataTime of CP: for 2031, 2041, 2051 and 2061 the period's start, for 2011 and 2021 the moment of measuring.
    pub const fn data_time(&self) -> Option<LocalTime> {
        self.data_time
    }

    /// [`Frame::data_time`] in milliseconds since 1970 UTC.
    pub fn data_time_ms(&self) -> Option<u64> {
        self.data_time.map(LocalTime::utc_ms)
    }

    /// The request number as milliseconds since 1970 UTC.
    pub fn qn_time_ms(&self) -> Option<u64> {
        self.head
            .qn
            .and_then(LocalTime::parse)
            .map(LocalTime::utc_ms)
    }

    /// When it was measured, as far as the frame says: its data time, else its request number.
    pub fn observed_ms(&self) -> Option<u64> {
        self.data_time_ms().or_else(|| self.qn_time_ms())
    }

    /// Every item of CP in order.
    pub fn items(&self) -> Items<'a> {
        Items::new(self.cp)
    }

    /// The value of the first item of that name, as `RtdInterval`.
    pub fn field(&self, name: &str) -> Option<&'a str> {
        self.items()
            .find_map(|item| (item.name == name).then_some(item.value))
    }

    /// The values, factor by factor, in order.
    pub fn groups(&self) -> Groups<'a> {
        Groups::new(self.items())
    }
}

/// The data segment, if prefix, length and CRC are right.
fn checked_data(raw: &[u8]) -> Result<&[u8], FrameError> {
    let body = without_line_end(raw);
    let rest = body.strip_prefix(b"##").ok_or(FrameError::BadPrefix)?;
    let (digits, rest) = rest.split_first_chunk::<4>().ok_or(FrameError::BadLength)?;
    let declared = parse_length(digits).ok_or(FrameError::BadLength)?;
    let found = body.len().saturating_sub(OVERHEAD_BYTES);
    if body.len() > FRAME_BYTES_MAX {
        return Err(FrameError::TooLong {
            bytes: found,
            bytes_max: DATA_BYTES_MAX,
        });
    }
    let (data, crc) = rest
        .split_last_chunk::<4>()
        .ok_or(FrameError::LengthMismatch { declared, found })?;
    if data.len() != usize::from(declared) {
        return Err(FrameError::LengthMismatch { declared, found });
    }
    check_crc(data, crc)?;
    Ok(data)
}

fn without_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}

pub(crate) fn parse_length(digits: &[u8; 4]) -> Option<u16> {
    digits.iter().try_fold(0u16, |length, digit| match digit {
        b'0'..=b'9' => Some(length * 10 + u16::from(digit - b'0')),
        _ => None,
    })
}

/// Whether the CRC is that of the data segment. An encrypted frame has the CRC of its plain text (HJ 212-2025, A.2), so for one
/// that is not what is reported.
pub(crate) fn check_crc(data: &[u8], crc: &[u8; 4]) -> Result<(), FrameError> {
    let expected = crc16(data);
    if parse_crc(crc) == Some(expected) {
        return Ok(());
    }
    let encrypted = split_data(data).is_ok_and(|(head, cp)| {
        Head::parse(head).is_ok_and(|head| head.version() == Version::Edition2025)
            && text(cp).is_none()
    });
    if encrypted {
        return Err(bad(Field::Cp, Fault::Encrypted));
    }
    Err(FrameError::CrcMismatch {
        expected,
        found: *crc,
    })
}

/// What stands before `CP=`, and what its `&&` enclose.
fn split_data(data: &[u8]) -> Result<(&str, &[u8]), FrameError> {
    let position = data
        .windows(3)
        .position(|window| window == b"CP=")
        .ok_or(FrameError::MissingField(Field::Cp))?;
    let (head, cp) = data
        .split_at_checked(position)
        .ok_or(FrameError::MissingField(Field::Cp))?;
    let head = text(head).ok_or(bad(Field::Head, Fault::Text))?;
    let cp = cp
        .strip_prefix(b"CP=&&")
        .and_then(|cp| cp.strip_suffix(b"&&"));
    Ok((head, cp.ok_or(bad(Field::Cp, Fault::Enclosure))?))
}

fn text(bytes: &[u8]) -> Option<&str> {
    if bytes.iter().any(u8::is_ascii_control) {
        return None;
    }
    core::str::from_utf8(bytes).ok()
}

fn unreadable(head: &Head<'_>) -> Fault {
    match head.version() {
        Version::Edition2025 => Fault::Encrypted,
        _ => Fault::Text,
    }
}

/// Looks at every item once, so that reading them later cannot fail; gives the data time on the way.
fn check_items(cp: &str, cp_offset: usize) -> Result<Option<LocalTime>, FrameError> {
    let mut data_time = None;
    for item in Items::new(cp) {
        let field = Field::Item {
            offset: cp_offset + item.offset,
        };
        if item.name.is_empty() {
            return Err(bad(field, Fault::Name));
        }
        if item.name == "DataTime" {
            let time = checked_time(item.value)?;
            if data_time.replace(time).is_some() {
                return Err(bad(Field::DataTime, Fault::Twice));
            }
        }
        check_value(&item).map_err(|fault| bad(field, fault))?;
    }
    Ok(data_time)
}

fn checked_time(value: &str) -> Result<LocalTime, FrameError> {
    if !matches!(value.len(), 14 | 17) || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad(Field::DataTime, Fault::Form));
    }
    LocalTime::parse(value).ok_or(bad(Field::DataTime, Fault::Time))
}

fn check_value(item: &Item<'_>) -> Result<(), Fault> {
    let Some((_, suffix)) = item.factor_and_suffix() else {
        return Ok(());
    };
    if item.value.is_empty() {
        // An instrument that has nothing to say leaves it empty and tells why in its flag.
        return Ok(());
    }
    if suffix == "Flag" && item.value.chars().nth(1).is_some() {
        return Err(Fault::Form);
    }
    if Suffix::of(suffix).is_some() && Decimal::parse(item.value).is_none() {
        return Err(Fault::Number);
    }
    Ok(())
}
