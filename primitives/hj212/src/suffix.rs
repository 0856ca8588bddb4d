//! What a value in CP is, by the suffix of its name: HJ 212-2017 table 4.

/// The suffixes whose values are decimal numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Suffix {
    /// Measured now.
    Rtd,
    /// Smallest of the period.
    Min,
    /// Mean of the period.
    Avg,
    /// Largest of the period.
    Max,
    /// Measured now, converted to the standard's oxygen.
    ZsRtd,
    /// Smallest of the period, converted.
    ZsMin,
    /// Mean of the period, converted.
    ZsAvg,
    /// Largest of the period, converted.
    ZsMax,
    /// Amount of the period: volume for a flow, mass for a pollutant.
    Cou,
    /// Running time of a facility in the day, hours.
    Rt,
    /// Noise level.
    Data,
    /// Noise level of the day.
    DayData,
    /// Noise level of the night.
    NightData,
}

impl Suffix {
    /// Every suffix with a number.
    pub const ALL: [Self; 13] = [
        Self::Rtd,
        Self::Min,
        Self::Avg,
        Self::Max,
        Self::ZsRtd,
        Self::ZsMin,
        Self::ZsAvg,
        Self::ZsMax,
        Self::Cou,
        Self::Rt,
        Self::Data,
        Self::DayData,
        Self::NightData,
    ];

    /// The suffix as written behind the `-`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rtd => "Rtd",
            Self::Min => "Min",
            Self::Avg => "Avg",
            Self::Max => "Max",
            Self::ZsRtd => "ZsRtd",
            Self::ZsMin => "ZsMin",
            Self::ZsAvg => "ZsAvg",
            Self::ZsMax => "ZsMax",
            Self::Cou => "Cou",
            Self::Rt => "RT",
            Self::Data => "Data",
            Self::DayData => "DayData",
            Self::NightData => "NightData",
        }
    }

    /// The suffix of that name; `None` for those whose values are no numbers, and for unknown ones.
    pub fn of(name: &str) -> Option<Self> {
        // By length and first letter there is only one candidate each; comparing twice is cheaper than thirteen times.
        let candidate = match name.as_bytes() {
            [b'R', _, _] => Self::Rtd,
            [b'A', ..] => Self::Avg,
            [b'M', b'i', ..] => Self::Min,
            [b'M', ..] => Self::Max,
            [b'C', ..] => Self::Cou,
            [b'R', ..] => Self::Rt,
            [b'Z', _, b'R', ..] => Self::ZsRtd,
            [b'Z', _, b'A', ..] => Self::ZsAvg,
            [b'Z', _, b'M', b'i', ..] => Self::ZsMin,
            [b'Z', ..] => Self::ZsMax,
            [b'D', _, _, _] => Self::Data,
            [b'D', ..] => Self::DayData,
            [b'N', ..] => Self::NightData,
            _ => return None,
        };
        (candidate.as_str() == name).then_some(candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suffix_is_found_by_its_name() {
        for suffix in Suffix::ALL {
            assert_eq!(Suffix::of(suffix.as_str()), Some(suffix));
        }
        for name in [
            "",
            "Flag",
            "rtd",
            "RS",
            "SampleTime",
            "Info",
            "ZsX",
            "Count",
        ] {
            assert_eq!(Suffix::of(name), None, "{name}");
        }
    }
}
