//! From a frame to masses and means: pure, and the same for every caller.

use crate::types::{counted_in, is_counted, measured_in, DayReading};
use alloc::{collections::BTreeMap, vec::Vec};
use limpid_evidence::{Payload, Record};
use limpid_hj212::{DataFlag, Decimal, Frame, Suffix};
use limpid_primitives::{
    emissions::DayValidity,
    permit::{ConcentrationUnit, LimitBasis},
    Medium, Micrograms, Mn, Pollutant,
};

/// Why a record is no frame to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameFault {
    /// It holds the digest of a file.
    File,
    /// Its device is another.
    OtherDevice,
    /// Its bytes are no frame of HJ 212.
    Invalid,
    /// Command code, device or data time are not those under which the gateway filed it.
    Misfiled,
}

/// The frame in a record of this device.
///
/// Device, command code and data time in the frame are those of the record and its key, so that a gateway cannot pass one
/// hour's frame off as another's.
pub fn frame_of<'a>(record: &'a Record, device: &Mn) -> Result<Frame<'a>, FrameFault> {
    let Payload::Frame { mn, bytes } = &record.payload else {
        return Err(FrameFault::File);
    };
    if mn != device {
        return Err(FrameFault::OtherDevice);
    }
    let frame = Frame::parse(bytes).map_err(|_| FrameFault::Invalid)?;
    let filed_right = frame.cn() == record.key.kind
        && frame.mn() == mn.as_str()
        && frame.data_time_ms() == Some(record.key.observed_ms);
    filed_right.then_some(frame).ok_or(FrameFault::Misfiled)
}

/// What is said under one name: repeated in the same words it is said once.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
enum Said<'a> {
    #[default]
    Nothing,
    Once(&'a str),
    Differently,
}

impl<'a> Said<'a> {
    fn hear(&mut self, text: &'a str) {
        *self = match self {
            Self::Nothing => Self::Once(text),
            Self::Once(before) if *before == text => return,
            _ => Self::Differently,
        };
    }
}

/// The masses (`-Cou`) a day frame has of the pollutants the chain counts at outlets into this medium, in the order of their
/// codes. Those without a flag, or with the flag N, are valid; those that cannot be read exactly have no mass.
pub fn day_readings(frame: &Frame<'_>, medium: Medium) -> Vec<DayReading> {
    let mut said: BTreeMap<Pollutant, (Said<'_>, Said<'_>)> = BTreeMap::new();
    for item in frame.items() {
        let Some((factor, suffix @ ("Cou" | "Flag"))) = item.factor_and_suffix() else {
            continue;
        };
        let Ok(pollutant) = factor.parse::<Pollutant>() else {
            continue;
        };
        if !is_counted(&pollutant, medium) {
            continue;
        }
        let (cou, flag) = said.entry(pollutant).or_default();
        let of_which = if suffix == "Cou" { cou } else { flag };
        of_which.hear(item.value);
    }
    said.into_iter()
        .filter(|(_, (cou, _))| *cou != Said::Nothing)
        .map(|(pollutant, (cou, flag))| reading(pollutant, cou, flag))
        .collect()
}

fn reading(pollutant: Pollutant, cou: Said<'_>, flag: Said<'_>) -> DayReading {
    let mass = mass(&pollutant, cou);
    let validity = match (flag, mass) {
        (Said::Differently, _) => DayValidity::Flagged,
        (Said::Once(flag), _) if DataFlag::of(flag) != Some(DataFlag::Normal) => {
            DayValidity::Flagged
        }
        (_, None) => DayValidity::Unreadable,
        (_, Some(_)) => DayValidity::Valid,
    };
    DayReading {
        pollutant,
        mass: mass.unwrap_or_default(),
        validity,
    }
}

fn mass(pollutant: &Pollutant, cou: Said<'_>) -> Option<Micrograms> {
    let Said::Once(text) = cou else {
        return None;
    };
    let amount = Decimal::parse(text)?;
    let unit = counted_in(pollutant)?;
    Micrograms::from_decimal(amount.mantissa(), amount.scale(), unit).ok()
}

/// Why a frame has no mean to compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MeanFault {
    /// Frames do not write this pollutant's mean as a concentration.
    NoUnit,
    /// It has no number, or two different ones.
    Missing,
    /// Its flag is not N.
    NotNormal,
}

/// The mean a frame has of a pollutant, and its unit. Its flag must be there, and be N: a finding accuses.
pub fn mean<'a>(
    frame: &Frame<'a>,
    pollutant: &Pollutant,
    basis: LimitBasis,
) -> Result<(Decimal<'a>, ConcentrationUnit), MeanFault> {
    let unit = measured_in(pollutant).ok_or(MeanFault::NoUnit)?;
    let wanted = match basis {
        LimitBasis::Measured => Suffix::Avg,
        LimitBasis::Converted => Suffix::ZsAvg,
    };
    let (mut value, mut flag) = (Said::Nothing, Said::Nothing);
    for item in frame.items() {
        match item.factor_and_suffix() {
            Some((factor, suffix)) if factor == pollutant.as_str() => match suffix {
                "Flag" => flag.hear(item.value),
                _ if suffix == wanted.as_str() => value.hear(item.value),
                _ => {}
            },
            _ => {}
        }
    }
    let normal = match flag {
        Said::Once(flag) => DataFlag::of(flag) == Some(DataFlag::Normal),
        Said::Nothing | Said::Differently => false,
    };
    match value {
        Said::Once(text) => {
            let value = Decimal::parse(text).ok_or(MeanFault::Missing)?;
            normal.then_some((value, unit)).ok_or(MeanFault::NotNormal)
        }
        Said::Nothing | Said::Differently => Err(MeanFault::Missing),
    }
}

#[cfg(test)]
mod tests;
