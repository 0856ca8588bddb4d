//! The part of the data segment before CP: HJ 212-2017 table 3.

use crate::{Fault, Field, FrameError, LocalTime};

/// Who sends what to whom, and how it is to be answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head<'a> {
    /// The request number: 17 digits of a time. Frames in the style of 2005 may lack it.
    pub qn: Option<&'a str>,
    /// The system code, two digits.
    pub st: &'a str,
    /// The command code.
    pub cn: u16,
    /// The password; may be empty, and longer than the standard's 6 characters.
    pub pw: &'a str,
    /// The device number: 1 to 24 letters, digits, `_` or `-`.
    pub mn: &'a str,
    /// The flags; `None` in frames that lack them.
    pub flag: Option<u8>,
    /// Which part of a split message this is.
    pub packet: Option<Packet>,
    /// Whether the sender says that it sends again.
    pub transmission: Transmission,
}

/// A part of a split message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Packet {
    /// How many parts there are (PNUM).
    pub count: u16,
    /// Which one this is (PNO), from 1.
    pub number: u16,
}

/// Whether a frame is sent for the first time, as far as the sender says (RF, HJ 212-2025).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transmission {
    /// No `RF=1`.
    First,
    /// `RF=1`.
    Again,
}

/// The edition of the standard the flags name. It is what the sender claims: devices set the bits of 2025 since 2020.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// HJ/T 212-2005, or no flags.
    Edition2005,
    /// HJ 212-2017.
    Edition2017,
    /// HJ 212-2025.
    Edition2025,
    /// Bits no edition defines.
    Unknown,
}

impl Version {
    /// The year, or `unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edition2005 => "2005",
            Self::Edition2017 => "2017",
            Self::Edition2025 => "2025",
            Self::Unknown => "unknown",
        }
    }
}

impl<'a> Head<'a> {
    /// The edition the flags name (bits 2 to 7).
    pub const fn version(&self) -> Version {
        match self.flag {
            None => Version::Edition2005,
            Some(flag) => match flag >> 2 {
                0 => Version::Edition2005,
                1 => Version::Edition2017,
                2 => Version::Edition2025,
                _ => Version::Unknown,
            },
        }
    }

    pub(crate) fn parse(text: &'a str) -> Result<Self, FrameError> {
        let fields = Fields::collect(text)?;
        let flag = fields
            .flag
            .map(|value| number(value, 255, Field::Flag))
            .transpose()?
            .map(|flag| flag as u8);
        Ok(Self {
            qn: fields.qn.map(checked_qn).transpose()?,
            st: required(fields.st, Field::St).and_then(checked_st)?,
            cn: required(fields.cn, Field::Cn).and_then(checked_cn)?,
            pw: required(fields.pw, Field::Pw)?,
            mn: required(fields.mn, Field::Mn).and_then(checked_mn)?,
            flag,
            packet: packet(flag, fields.pnum, fields.pno)?,
            transmission: if fields.rf == Some("1") {
                Transmission::Again
            } else {
                Transmission::First
            },
        })
    }
}

/// The fields as they stand, each at most once.
#[derive(Default)]
struct Fields<'a> {
    qn: Option<&'a str>,
    st: Option<&'a str>,
    cn: Option<&'a str>,
    pw: Option<&'a str>,
    mn: Option<&'a str>,
    flag: Option<&'a str>,
    pnum: Option<&'a str>,
    pno: Option<&'a str>,
    rf: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn collect(text: &'a str) -> Result<Self, FrameError> {
        let mut fields = Self::default();
        for item in text.split(';') {
            // A comma may have strayed in behind the semicolon: `PW=123456;,MN=…`.
            let item = item.trim_matches([',', ' ']);
            if item.is_empty() {
                continue;
            }
            let (name, value) = item.split_once('=').ok_or(bad(Field::Head, Fault::Name))?;
            fields.set(name.trim_ascii(), value.trim_ascii())?;
        }
        Ok(fields)
    }

    fn set(&mut self, name: &str, value: &'a str) -> Result<(), FrameError> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let (slot, field) = match name {
            _ if is("QN") => (&mut self.qn, Field::Qn),
            _ if is("ST") => (&mut self.st, Field::St),
            _ if is("CN") => (&mut self.cn, Field::Cn),
            _ if is("PW") => (&mut self.pw, Field::Pw),
            _ if is("MN") => (&mut self.mn, Field::Mn),
            _ if is("Flag") => (&mut self.flag, Field::Flag),
            _ if is("PNUM") => (&mut self.pnum, Field::Pnum),
            _ if is("PNO") => (&mut self.pno, Field::Pno),
            _ if is("RF") => (&mut self.rf, Field::Head),
            // Fields of editions to come are no reason to refuse a frame.
            _ => return Ok(()),
        };
        match slot.replace(value) {
            None => Ok(()),
            Some(_) => Err(bad(field, Fault::Twice)),
        }
    }
}

fn packet(
    flag: Option<u8>,
    pnum: Option<&str>,
    pno: Option<&str>,
) -> Result<Option<Packet>, FrameError> {
    let split = flag.is_some_and(|flag| flag & 0b10 != 0);
    if !split && pnum.is_none() && pno.is_none() {
        return Ok(None);
    }
    let count = required(pnum, Field::Pnum).and_then(|value| number(value, 9_999, Field::Pnum))?;
    let part = required(pno, Field::Pno).and_then(|value| number(value, 9_999, Field::Pno))?;
    if part == 0 || part > count {
        return Err(bad(Field::Pno, Fault::Range));
    }
    Ok(Some(Packet {
        count,
        number: part,
    }))
}

fn required(value: Option<&str>, field: Field) -> Result<&str, FrameError> {
    value.ok_or(FrameError::MissingField(field))
}

fn checked_qn(value: &str) -> Result<&str, FrameError> {
    if value.len() != 17 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad(Field::Qn, Fault::Form));
    }
    LocalTime::parse(value)
        .map(|_| value)
        .ok_or(bad(Field::Qn, Fault::Time))
}

fn checked_st(value: &str) -> Result<&str, FrameError> {
    let ok = value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_digit());
    ok.then_some(value).ok_or(bad(Field::St, Fault::Form))
}

fn checked_cn(value: &str) -> Result<u16, FrameError> {
    if value.len() != 4 {
        return Err(bad(Field::Cn, Fault::Form));
    }
    number(value, 9_999, Field::Cn)
}

fn checked_mn(value: &str) -> Result<&str, FrameError> {
    let ok = (1..=24).contains(&value.len())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    ok.then_some(value).ok_or(bad(Field::Mn, Fault::Form))
}

/// One to four decimal digits, at most `max`.
fn number(value: &str, max: u16, field: Field) -> Result<u16, FrameError> {
    if value.is_empty() || value.len() > 4 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad(field, Fault::Form));
    }
    let number = value
        .bytes()
        .fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
    if number > max {
        return Err(bad(field, Fault::Range));
    }
    Ok(number)
}

pub(crate) const fn bad(field: Field, fault: Fault) -> FrameError {
    FrameError::BadField { field, fault }
}
