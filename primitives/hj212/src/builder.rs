//! Writes frames.

use crate::{crc16, FrameError, Head, LocalTime, Suffix, Transmission, DATA_BYTES_MAX};
use alloc::vec::Vec;

/// Writes one frame at the end of a buffer, so that many can be sent at once.
///
/// ```
/// use limpid_hj212::{Builder, Frame, Head, Number, Suffix, Transmission};
/// let head = Head {
///     qn: Some("20160801085857223"), st: "31", cn: 2011, pw: "123456", mn: "010000A8900016F000169DC0",
///     flag: Some(5), packet: None, transmission: Transmission::First,
/// };
/// let mut buffer = Vec::new();
/// let mut builder = Builder::new(&mut buffer, &head);
/// builder.field("DataTime", "20160801085857");
/// builder.number("a21026", Suffix::Rtd, Number { mantissa: 1850, scale: 2 });
/// builder.text("a21026", "Flag", "N");
/// builder.finish().unwrap();
/// let frame = Frame::parse(&buffer).unwrap();
/// assert_eq!(frame.groups().next().unwrap().value("Rtd"), Some("18.50"));
/// ```
#[derive(Debug)]
pub struct Builder<'a> {
    buffer: &'a mut Vec<u8>,
    /// Where the frame starts in the buffer.
    start: usize,
    /// Where the factor of the latest item stands, to join the next one of the same factor with a comma.
    factor: (usize, usize),
    /// Whether CP has an item.
    items: Items,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Items {
    None,
    Some,
}

/// A number to send: `mantissa / 10^scale`, with exactly `scale` digits behind the point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number {
    /// The number without its point.
    pub mantissa: i64,
    /// Digits behind the point.
    pub scale: u8,
}

impl<'a> Builder<'a> {
    /// Begins a frame.
    pub fn new(buffer: &'a mut Vec<u8>, head: &Head<'_>) -> Self {
        let start = buffer.len();
        buffer.extend_from_slice(b"##0000");
        write_head(buffer, head);
        buffer.extend_from_slice(b"CP=&&");
        Self {
            buffer,
            start,
            factor: (0, 0),
            items: Items::None,
        }
    }

    /// Adds `name=value`. Neither may contain what separates items.
    pub fn field(&mut self, name: &str, value: &str) {
        self.separate(b';');
        self.factor = (0, 0);
        self.append(&[name.as_bytes(), b"=", value.as_bytes()]);
    }

    /// Adds a time as 14 digits.
    pub fn time(&mut self, name: &str, time: LocalTime) {
        let digits = time.digits();
        self.field(
            name,
            digits
                .get(..14)
                .and_then(|digits| core::str::from_utf8(digits).ok())
                .unwrap_or_default(),
        );
    }

    /// Adds `factor-suffix=value`.
    pub fn text(&mut self, factor: &str, suffix: &str, value: &str) {
        self.name(factor, suffix);
        self.append(&[value.as_bytes()]);
    }

    /// Adds `factor-suffix=number`.
    pub fn number(&mut self, factor: &str, suffix: Suffix, number: Number) {
        self.name(factor, suffix.as_str());
        write_number(self.buffer, number);
    }

    /// Ends the frame, with CR LF. If it has become too long for a length of four digits, the buffer is as it was before.
    ///
    /// # Errors
    /// [`FrameError::TooLong`].
    pub fn finish(self) -> Result<(), FrameError> {
        self.buffer.extend_from_slice(b"&&");
        let data = self.buffer.get(self.start + 6..).unwrap_or_default();
        let bytes = data.len();
        if bytes > DATA_BYTES_MAX {
            self.buffer.truncate(self.start);
            return Err(FrameError::TooLong {
                bytes,
                bytes_max: DATA_BYTES_MAX,
            });
        }
        let crc = crc16(data);
        let length = self.buffer.iter_mut().skip(self.start + 2).take(4);
        for (digit, place) in length.zip([1_000, 100, 10, 1]) {
            *digit = b'0' + (bytes / place % 10) as u8;
        }
        let hex = |shift: u16| {
            b"0123456789ABCDEF"
                .get(usize::from((crc >> shift) & 0xF))
                .copied()
                .unwrap_or_default()
        };
        self.buffer
            .extend_from_slice(&[hex(12), hex(8), hex(4), hex(0), b'\r', b'\n']);
        Ok(())
    }

    fn name(&mut self, factor: &str, suffix: &str) {
        let (from, to) = self.factor;
        let same = self.buffer.get(from..to) == Some(factor.as_bytes());
        self.separate(if same { b',' } else { b';' });
        let from = self.buffer.len();
        self.append(&[factor.as_bytes(), b"-", suffix.as_bytes(), b"="]);
        self.factor = (from, from + factor.len());
    }

    fn separate(&mut self, separator: u8) {
        match self.items {
            Items::None => self.items = Items::Some,
            Items::Some => self.buffer.push(separator),
        }
    }

    fn append(&mut self, parts: &[&[u8]]) {
        parts
            .iter()
            .for_each(|part| self.buffer.extend_from_slice(part));
    }
}

fn write_head(buffer: &mut Vec<u8>, head: &Head<'_>) {
    let mut field = |name: &[u8], value: &[u8]| {
        buffer.extend_from_slice(name);
        buffer.extend_from_slice(value);
        buffer.push(b';');
    };
    let mut digits = [0; 20];
    if let Some(qn) = head.qn {
        field(b"QN=", qn.as_bytes());
    }
    field(b"ST=", head.st.as_bytes());
    // Four places, whatever the number: 1000 more, and without the first digit of the five.
    field(
        b"CN=",
        decimal(u64::from(head.cn) + 10_000, &mut digits)
            .get(1..)
            .unwrap_or_default(),
    );
    field(b"PW=", head.pw.as_bytes());
    field(b"MN=", head.mn.as_bytes());
    if let Some(flag) = head.flag {
        field(b"Flag=", decimal(u64::from(flag), &mut digits));
    }
    if let Some(packet) = head.packet {
        field(b"PNUM=", decimal(u64::from(packet.count), &mut digits));
        field(b"PNO=", decimal(u64::from(packet.number), &mut digits));
    }
    if head.transmission == Transmission::Again {
        field(b"RF=", b"1");
    }
}

fn write_number(buffer: &mut Vec<u8>, number: Number) {
    let mut digits = [0; 20];
    let digits = decimal(number.mantissa.unsigned_abs(), &mut digits);
    if number.mantissa < 0 {
        buffer.push(b'-');
    }
    let scale = usize::from(number.scale);
    let (whole, fraction) = digits
        .split_at_checked(digits.len().saturating_sub(scale))
        .unwrap_or((digits, &[]));
    buffer.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
    if scale > 0 {
        buffer.push(b'.');
        buffer.extend(core::iter::repeat_n(b'0', scale - fraction.len()));
        buffer.extend_from_slice(fraction);
    }
}

/// The decimal digits of a number, at least one.
fn decimal(mut number: u64, digits: &mut [u8; 20]) -> &[u8] {
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        used += 1;
        if number == 0 {
            break;
        }
    }
    digits.get(digits.len() - used..).unwrap_or_default()
}
