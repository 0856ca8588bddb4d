//! Classes: what makes quota interchangeable.

use super::{Sector, Vintage, Zone};
use crate::{Grams, InstitutionId, Moment, Pollutant};
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

running_number!(
    /// A class's number on chain, from 1.
    ClassId
);

/// A class, in the version it was written in. Versions are only ever added.
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
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum QuotaClass {
    /// The first version.
    #[codec(index = 1)]
    V1(QuotaClassV1),
}

/// First version of [`QuotaClass`].
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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct QuotaClassV1 {
    /// What makes its quota interchangeable.
    pub key: ClassKey,
    /// What the market trades in whole numbers of, and prices are for. More than nothing.
    pub unit: Grams,
    /// When it was defined.
    pub defined: Moment,
    /// The agency that defined it.
    pub by: InstitutionId,
}

/// What makes quota interchangeable: two classes differ in it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClassKey {
    pollutant: Pollutant,
    zone: Zone,
    vintage: Vintage,
    sector: Sector,
}

/// The pollutant doesn't get into what the zone is: air or water.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClassKeyError;

impl ClassKey {
    /// A class's key; the pollutant is one of the zone's medium.
    pub fn new(
        pollutant: Pollutant,
        zone: Zone,
        vintage: Vintage,
        sector: Sector,
    ) -> Result<Self, ClassKeyError> {
        if pollutant.medium() != zone.medium() {
            return Err(ClassKeyError);
        }
        Ok(Self {
            pollutant,
            zone,
            vintage,
            sector,
        })
    }

    /// The pollutant it is the right to discharge.
    pub const fn pollutant(&self) -> Pollutant {
        self.pollutant
    }

    /// Where it is good.
    pub const fn zone(&self) -> Zone {
        self.zone
    }

    /// Which years it is for.
    pub const fn vintage(&self) -> Vintage {
        self.vintage
    }

    /// The sector it was allocated to.
    pub const fn sector(&self) -> Sector {
        self.sector
    }
}

impl Decode for ClassKey {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let (pollutant, zone, vintage, sector) = Decode::decode(input)?;
        Self::new(pollutant, zone, vintage, sector).map_err(|_| "not a ClassKey".into())
    }
}

impl DecodeWithMemTracking for ClassKey {}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for ClassKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            pollutant: Pollutant,
            zone: Zone,
            vintage: Vintage,
            sector: Sector,
        }
        let Fields {
            pollutant,
            zone,
            vintage,
            sector,
        } = Fields::deserialize(deserializer)?;
        Self::new(pollutant, zone, vintage, sector).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for ClassKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a class for air needs a pollutant of air (a), one for water a pollutant of water (w)",
        )
    }
}

impl core::error::Error for ClassKeyError {}
