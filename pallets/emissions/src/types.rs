//! What the pallet stores and says beside the formats of `limpid_primitives`, and the rules that need no storage.

use crate::WeightInfo;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::weights::Weight;
use limpid_evidence::{BatchWithout, DayProof, RunLeaf, ShownRun};
use limpid_hj212::{Factor, Unit};
use limpid_primitives::{
    emissions::DayValidity,
    permit::{Averaging, ConcentrationUnit},
    Day, MassUnit, Medium, Micrograms, Pollutant,
};
use scale_info::TypeInfo;

/// How many differing proofs of an outlet's day are kept.
pub const CONFLICTS_MAX: u32 = 16;

/// The mean a finding is about. There is at most one finding for each mean of an outlet.
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
pub struct Excess {
    /// Of this pollutant.
    pub pollutant: Pollutant,
    /// Over an hour or a day.
    pub averaging: Averaging,
    /// Which begins then, milliseconds since 1970 UTC.
    pub observed_ms: u64,
}

/// What a day frame says of a pollutant's mass.
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
pub struct DayReading {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The mass; zero if it has none.
    pub mass: Micrograms,
    /// Whether it counts.
    pub validity: DayValidity,
}

/// How much of a call has to be hashed and read: what its weight grows with.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct RunSize {
    /// Leaves shown by key and digest.
    pub neighbours: u32,
    /// Leaves shown in full.
    pub records: u32,
    /// Bytes of the records.
    pub bytes: u32,
    /// Nodes.
    pub nodes: u32,
}

impl RunSize {
    /// The size of one run.
    pub fn of(run: &ShownRun) -> Self {
        let nodes = u32::try_from(run.nodes.len()).unwrap_or(u32::MAX);
        let sizes = run.leaves.iter().map(|leaf| match leaf {
            RunLeaf::Neighbour { .. } => Self {
                neighbours: 1,
                ..Self::default()
            },
            RunLeaf::Record(bytes) => Self {
                records: 1,
                bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
                ..Self::default()
            },
        });
        let leaves = sizes.fold(Self::default(), Self::and);
        Self { nodes, ..leaves }
    }

    /// The size of the runs of several proofs together.
    pub fn of_days(proofs: &[DayProof]) -> Self {
        let runs = proofs.iter().map(|proof| &proof.run);
        runs.map(Self::of).fold(Self::default(), Self::and)
    }

    /// The size of the runs of several batches together.
    pub fn of_batches(batches: &[BatchWithout]) -> Self {
        let runs = batches.iter().filter_map(|batch| match batch {
            BatchWithout::ByHeader => None,
            BatchWithout::ByRun(run) => Some(run),
        });
        runs.map(Self::of).fold(Self::default(), Self::and)
    }

    fn and(self, other: Self) -> Self {
        Self {
            neighbours: self.neighbours.saturating_add(other.neighbours),
            records: self.records.saturating_add(other.records),
            bytes: self.bytes.saturating_add(other.bytes),
            nodes: self.nodes.saturating_add(other.nodes),
        }
    }

    /// What it weighs to check runs of this size and to read their records, beside what the calls weigh.
    pub fn weight<W: WeightInfo>(&self) -> Weight {
        let beyond_none = |of: fn(u32) -> Weight, count| of(count).saturating_sub(of(0));
        beyond_none(W::check_neighbours, self.neighbours)
            .saturating_add(beyond_none(W::check_nodes, self.nodes))
            .saturating_add(beyond_none(W::read_bytes, self.bytes))
    }
}

/// The unit in which frames count a pollutant's mass; `None` if they do not (HJ 212-2017, tables B.1 and B.2).
pub fn counted_in(pollutant: &Pollutant) -> Option<MassUnit> {
    match Factor::of(pollutant.as_str())?.counted_in? {
        Unit::Kilogram => Some(MassUnit::Kilogram),
        Unit::Gram => Some(MassUnit::Gram),
        Unit::Milligram => Some(MassUnit::Milligram),
        _ => None,
    }
}

/// Whether the chain counts this pollutant at outlets into this medium.
pub fn is_counted(pollutant: &Pollutant, medium: Medium) -> bool {
    pollutant.medium() == medium && counted_in(pollutant).is_some()
}

/// The unit in which frames write a pollutant's mean; `None` if it is no concentration (HJ 212-2017, tables B.1 and B.2).
pub fn measured_in(pollutant: &Pollutant) -> Option<ConcentrationUnit> {
    match Factor::of(pollutant.as_str())?.measured_in? {
        Unit::MilligramPerCubicMetre => Some(ConcentrationUnit::MilligramPerCubicMetre),
        Unit::NanogramPerCubicMetre => Some(ConcentrationUnit::NanogramPerCubicMetre),
        Unit::MilligramPerLitre => Some(ConcentrationUnit::MilligramPerLitre),
        Unit::MicrogramPerLitre => Some(ConcentrationUnit::MicrogramPerLitre),
        Unit::NanogramPerLitre => Some(ConcentrationUnit::NanogramPerLitre),
        _ => None,
    }
}

/// The command code of the frames with means over an hour or a day.
pub const fn command_of(averaging: Averaging) -> u16 {
    match averaging {
        Averaging::Hour => 2061,
        Averaging::Day => DayProof::KIND,
    }
}

const HOUR_MS: u64 = 60 * 60 * 1000;

/// The end of the hour or day that begins then; `None` if none does.
pub fn period_end_ms(averaging: Averaging, observed_ms: u64) -> Option<u64> {
    match averaging {
        // Beijing is whole hours from UTC.
        Averaging::Hour => observed_ms
            .is_multiple_of(HOUR_MS)
            .then_some(observed_ms)?
            .checked_add(HOUR_MS),
        Averaging::Day => {
            let day = Day::of(observed_ms)?;
            (day.start_ms() == observed_ms).then(|| day.end_ms())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::emissions::POLLUTANTS_MAX;

    #[test]
    fn all_pollutants_frames_count_fit_a_day() {
        for (letter, medium) in [('a', Medium::Air), ('w', Medium::Water)] {
            let counted = (0..100_000)
                .filter(|number| {
                    let code: Pollutant = format!("{letter}{number:05}").parse().expect("a code");
                    is_counted(&code, medium)
                })
                .count();
            assert!((10..=POLLUTANTS_MAX).contains(&counted), "{counted}");
        }
    }

    #[test]
    fn units_are_those_of_the_tables() {
        let of = |code: &str| code.parse::<Pollutant>().expect("a code");
        assert_eq!(counted_in(&of("a21002")), Some(MassUnit::Kilogram));
        assert_eq!(counted_in(&of("w20111")), Some(MassUnit::Gram));
        assert_eq!(counted_in(&of("w20089")), Some(MassUnit::Milligram));
        // A volume, and a temperature.
        assert_eq!(counted_in(&of("a00000")), None);
        assert_eq!(counted_in(&of("a01012")), None);
        assert_eq!(
            measured_in(&of("w20111")),
            Some(ConcentrationUnit::MicrogramPerLitre)
        );
        assert_eq!(measured_in(&of("a01012")), None);
        assert!(!is_counted(&of("w01018"), Medium::Air));
    }

    #[test]
    fn periods_begin_on_the_hour_and_at_midnight() {
        let day: Day = "2026-11-24".parse().expect("a day");
        let start_ms = day.start_ms();
        assert_eq!(
            period_end_ms(Averaging::Hour, start_ms + HOUR_MS),
            Some(start_ms + 2 * HOUR_MS)
        );
        assert_eq!(period_end_ms(Averaging::Hour, start_ms + 1), None);
        assert_eq!(
            period_end_ms(Averaging::Day, start_ms),
            Some(start_ms + 24 * HOUR_MS)
        );
        assert_eq!(period_end_ms(Averaging::Day, start_ms + HOUR_MS), None);
        assert_eq!(period_end_ms(Averaging::Hour, u64::MAX), None);
        let last_hour = u64::MAX - u64::MAX % HOUR_MS;
        assert_eq!(period_end_ms(Averaging::Hour, last_hour), None);
        assert_eq!(period_end_ms(Averaging::Day, last_hour), None);
    }
}
