//! What a version of a permit allows: outlets, and for each the limits of its pollutants.

use crate::{AtMost, Digest, Grams, LimitValue, Medium, OutletCode, Pollutant};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// A version of a permit, in the version of the format it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum PermitTerms {
    /// The first version.
    #[codec(index = 1)]
    V1(PermitTermsV1),
}

/// First version of [`PermitTerms`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PermitTermsV1 {
    /// How closely the holder is managed.
    pub category: Category,
    /// SHA-256 of the permit's full text (副本).
    pub document: Digest,
    /// The outlets, in the order of their codes, each once.
    pub outlets: AtMost<OutletCode, { PermitTermsV1::OUTLETS_MAX }>,
}

impl PermitTermsV1 {
    /// The most outlets of a permit.
    pub const OUTLETS_MAX: usize = 64;
}

/// An outlet in a version of a permit, in the version of the format it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum OutletTerms {
    /// The first version.
    #[codec(index = 1)]
    V1(OutletTermsV1),
}

/// First version of [`OutletTerms`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct OutletTermsV1 {
    /// Where it is.
    pub position: Position,
    /// The treatment facilities before it.
    pub treatments: AtMost<TreatmentCode, { OutletTermsV1::TREATMENTS_MAX }>,
    /// Ceilings of concentration, in the order of pollutant and averaging, each pair once.
    pub limits: AtMost<Limit, { OutletTermsV1::LIMITS_MAX }>,
    /// Ceilings of mass, in the order of the pollutants, each once.
    pub yearly_masses: AtMost<YearlyMass, { OutletTermsV1::LIMITS_MAX }>,
}

impl OutletTermsV1 {
    /// The most limits of an outlet, and the most yearly masses.
    pub const LIMITS_MAX: usize = 32;
    /// The most treatment facilities before an outlet.
    pub const TREATMENTS_MAX: usize = 8;

    /// The ceiling of a pollutant's mean over an hour or a day.
    pub fn limit(&self, pollutant: &Pollutant, averaging: Averaging) -> Option<&Limit> {
        self.limits
            .iter()
            .find(|limit| limit.pollutant == *pollutant && limit.averaging == averaging)
    }

    /// The mass of a pollutant that may be discharged in a year.
    pub fn yearly_mass(&self, pollutant: &Pollutant) -> Option<Grams> {
        self.yearly_masses
            .iter()
            .find(|yearly| yearly.pollutant == *pollutant)
            .map(|yearly| yearly.mass)
    }
}

/// The ceiling of a pollutant's concentration at an outlet.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Limit {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The mean over what is compared.
    pub averaging: Averaging,
    /// The ceiling, in `unit`.
    pub value: LimitValue,
    /// The ceiling's unit.
    pub unit: ConcentrationUnit,
    /// Which value of a frame is compared.
    pub basis: LimitBasis,
    /// The standard it comes from.
    pub standard: StandardCode,
}

/// The mass of a pollutant that may be discharged in a year.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
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
pub struct YearlyMass {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// Its mass.
    pub mass: Grams,
}

/// How closely a holder is managed (排污许可管理条例, article 2).
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Category {
    /// 重点管理.
    #[codec(index = 0)]
    Key,
    /// 简化管理.
    #[codec(index = 1)]
    Simplified,
}

words!(Category, CategoryError, "key, simplified", {
    Key => "key",
    Simplified => "simplified",
});

/// The period a limit's mean is taken over.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Averaging {
    /// An hour: frames with CN 2061.
    #[codec(index = 0)]
    Hour,
    /// A day: frames with CN 2031.
    #[codec(index = 1)]
    Day,
}

words!(Averaging, AveragingError, "hour, day", {
    Hour => "hour",
    Day => "day",
});

/// Which value a limit is for.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum LimitBasis {
    /// 实测: the value as measured (`-Avg`).
    #[codec(index = 0)]
    Measured,
    /// 折算: the value converted to the standard's oxygen (`-ZsAvg`).
    #[codec(index = 1)]
    Converted,
}

words!(LimitBasis, LimitBasisError, "measured, converted", {
    Measured => "measured",
    Converted => "converted",
});

/// A unit of concentration.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum ConcentrationUnit {
    /// mg/m3.
    #[codec(index = 0)]
    MilligramPerCubicMetre,
    /// ug/m3.
    #[codec(index = 1)]
    MicrogramPerCubicMetre,
    /// ng/m3.
    #[codec(index = 2)]
    NanogramPerCubicMetre,
    /// mg/L.
    #[codec(index = 3)]
    MilligramPerLitre,
    /// ug/L.
    #[codec(index = 4)]
    MicrogramPerLitre,
    /// ng/L.
    #[codec(index = 5)]
    NanogramPerLitre,
}

words!(ConcentrationUnit, ConcentrationUnitError, "mg/m3, ug/m3, ng/m3, mg/L, ug/L, ng/L", {
    MilligramPerCubicMetre => "mg/m3",
    MicrogramPerCubicMetre => "ug/m3",
    NanogramPerCubicMetre => "ng/m3",
    MilligramPerLitre => "mg/L",
    MicrogramPerLitre => "ug/L",
    NanogramPerLitre => "ng/L",
});

impl ConcentrationUnit {
    /// What is measured in it.
    pub const fn medium(self) -> Medium {
        match self {
            Self::MilligramPerCubicMetre
            | Self::MicrogramPerCubicMetre
            | Self::NanogramPerCubicMetre => Medium::Air,
            Self::MilligramPerLitre | Self::MicrogramPerLitre | Self::NanogramPerLitre => {
                Medium::Water
            }
        }
    }

    /// How many more decimals a value has when it is written in `other` instead: 3 from µg to mg, -3 from mg to µg. `None`
    /// between air and water.
    pub fn decimals_in(self, other: Self) -> Option<i16> {
        let decimals = |unit| match unit {
            Self::MilligramPerCubicMetre | Self::MilligramPerLitre => 0i16,
            Self::MicrogramPerCubicMetre | Self::MicrogramPerLitre => 3,
            Self::NanogramPerCubicMetre | Self::NanogramPerLitre => 6,
        };
        (self.medium() == other.medium()).then(|| decimals(self).saturating_sub(decimals(other)))
    }
}

/// Where an outlet is: WGS 84, millionths of a degree.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Position {
    longitude_microdegrees: i32,
    latitude_microdegrees: i32,
}

/// The numbers are no place on earth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PositionError;

impl Position {
    /// A position; longitude within 180 degrees, latitude within 90.
    pub fn new(
        longitude_microdegrees: i32,
        latitude_microdegrees: i32,
    ) -> Result<Self, PositionError> {
        let within =
            |value: i32, degrees: u32| value.unsigned_abs() <= degrees.saturating_mul(1_000_000);
        if within(longitude_microdegrees, 180) && within(latitude_microdegrees, 90) {
            Ok(Self {
                longitude_microdegrees,
                latitude_microdegrees,
            })
        } else {
            Err(PositionError)
        }
    }

    /// East of Greenwich, millionths of a degree.
    pub const fn longitude_microdegrees(self) -> i32 {
        self.longitude_microdegrees
    }

    /// North of the equator, millionths of a degree.
    pub const fn latitude_microdegrees(self) -> i32 {
        self.latitude_microdegrees
    }
}

impl Decode for Position {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let (longitude, latitude) = Decode::decode(input)?;
        Self::new(longitude, latitude).map_err(|_| "not a Position".into())
    }
}

impl DecodeWithMemTracking for Position {}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Position {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            longitude_microdegrees: i32,
            latitude_microdegrees: i32,
        }
        let fields = Fields::deserialize(deserializer)?;
        Self::new(fields.longitude_microdegrees, fields.latitude_microdegrees)
            .map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for PositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a position has a longitude within 180 and a latitude within 90 million microdegrees",
        )
    }
}

impl core::error::Error for PositionError {}

/// A treatment facility's code in its permit: `T`, one of `AWNS` and three digits (HJ 608-2017).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct TreatmentCode([u8; 5]);

/// The text is not `T`, one of `AWNS` and three digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TreatmentCodeError;

fixed_code!(
    TreatmentCode,
    5,
    TreatmentCodeError,
    TreatmentCodeError,
    check_treatment
);

fn check_treatment(bytes: &[u8; 5]) -> Result<(), TreatmentCodeError> {
    match bytes {
        [b'T', b'A' | b'W' | b'N' | b'S', number @ ..] if number.iter().all(u8::is_ascii_digit) => {
            Ok(())
        }
        _ => Err(TreatmentCodeError),
    }
}

impl fmt::Display for TreatmentCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a treatment facility's code is TA, TW, TN or TS and three digits, as in TA001")
    }
}

impl core::error::Error for TreatmentCodeError {}

/// A standard by its number, as `GB 13223-2011`: 1 to 32 printable ASCII characters without space at the ends.
///
/// In SCALE it is a byte string.
#[derive(Clone, PartialEq, Eq, Encode, MaxEncodedLen, TypeInfo)]
pub struct StandardCode(AtMost<u8, 32>);

/// The text is no number of a standard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StandardCodeError;

impl StandardCode {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for StandardCode {
    type Err = StandardCodeError;
    fn from_str(text: &str) -> Result<Self, StandardCodeError> {
        let printable = text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if text.is_empty() || text.trim() != text || !printable {
            return Err(StandardCodeError);
        }
        let bytes = String::from(text).into_bytes();
        bytes.try_into().map(Self).map_err(|_| StandardCodeError)
    }
}

impl Decode for StandardCode {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let bytes = AtMost::<u8, 32>::decode(input)?;
        core::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or("not a StandardCode".into())
    }
}

impl DecodeWithMemTracking for StandardCode {}

impl fmt::Display for StandardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for StandardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serde_as_text!(StandardCode);

impl fmt::Display for StandardCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a standard's number has 1 to 32 printable ASCII characters, as in GB 13223-2011",
        )
    }
}

impl core::error::Error for StandardCodeError {}
