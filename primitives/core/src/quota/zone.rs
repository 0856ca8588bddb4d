//! Where quota is good: a division's air, or a basin's water in a division.

use crate::{DivisionCode, Medium};
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// Where a class of quota is good. 国办发〔2014〕38号: rights to discharge into water are traded in one basin only, into air in one
/// city as a rule, and neither beyond the province.
///
/// ```
/// use limpid_primitives::quota::{Place, Zone};
/// let hebei = "130000".parse().unwrap();
/// let haihe = Zone::Water { division: hebei, basin: "C".parse().unwrap() };
/// let tangshan = "130200".parse().unwrap();
/// assert!(haihe.has(&Place { division: tangshan, basin: "C".parse().ok() }));
/// assert!(!haihe.has(&Place { division: tangshan, basin: "D".parse().ok() }));
/// ```
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
pub enum Zone {
    /// The air of a division.
    #[codec(index = 0)]
    Air {
        /// The division.
        division: DivisionCode,
    },
    /// A basin's water in a division.
    #[codec(index = 1)]
    Water {
        /// The division.
        division: DivisionCode,
        /// The basin.
        basin: BasinCode,
    },
}

impl Zone {
    /// The division all of it lies in.
    pub const fn division(&self) -> DivisionCode {
        match self {
            Self::Air { division } | Self::Water { division, .. } => *division,
        }
    }

    /// What is discharged there.
    pub const fn medium(&self) -> Medium {
        match self {
            Self::Air { .. } => Medium::Air,
            Self::Water { .. } => Medium::Water,
        }
    }

    /// Whether the place lies in it.
    pub fn has(&self, place: &Place) -> bool {
        let is_in_basin = match self {
            Self::Air { .. } => true,
            Self::Water { basin, .. } => place.basin == Some(*basin),
        };
        is_in_basin && self.division().contains(place.division)
    }
}

/// Where a holder has a site.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Place {
    /// The site's division.
    pub division: DivisionCode,
    /// The basin its water goes to; `None` if it discharges none.
    pub basin: Option<BasinCode>,
}

/// A basin by the code the agencies gave it: 1 to 8 digits and capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct BasinCode([u8; 8]);

/// The text is not 1 to 8 digits and capitals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BasinCodeError;

impl BasinCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        let text = core::str::from_utf8(&self.0).unwrap_or_default();
        text.trim_end_matches('\0')
    }
}

impl FromStr for BasinCode {
    type Err = BasinCodeError;
    fn from_str(text: &str) -> Result<Self, BasinCodeError> {
        let is_plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        let mut code = [0; 8];
        if text.is_empty() || text.len() > code.len() || !text.bytes().all(is_plain) {
            return Err(BasinCodeError);
        }
        for (to, from) in code.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Ok(Self(code))
    }
}

impl Decode for BasinCode {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let code = Self(Decode::decode(input)?);
        match code.as_str().parse() {
            Ok(same) if code == same => Ok(code),
            _ => Err("not a BasinCode".into()),
        }
    }
}

impl DecodeWithMemTracking for BasinCode {}

impl fmt::Display for BasinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for BasinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serde_as_text!(BasinCode);

impl fmt::Display for BasinCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a basin's code has 1 to 8 digits and capitals, as in C or C030100")
    }
}

impl core::error::Error for BasinCodeError {}
