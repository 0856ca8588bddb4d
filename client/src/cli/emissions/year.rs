//! A year of a permit, put together from what the chain keeps of it. No chain is asked here.

use limpid_primitives::{
    emissions::{DayEntry, DayGap, DayTotalV1, MassSource, YearEntry, YearTotalV1},
    permit::OutletTermsV1,
    Day, Grams, Micrograms, OutletCode, Pollutant,
};
use std::collections::{BTreeMap, BTreeSet};

/// The first and the last year whose days have a name.
pub const YEARS: std::ops::RangeInclusive<u16> = 1970..=9999;

/// What the chain keeps of an outlet's year.
#[derive(Clone, Debug, Default)]
pub struct OutletYear {
    /// What its version of the permit says of it; `None` if it does not have it.
    pub terms: Option<OutletTermsV1>,
    /// The year's totals.
    pub total: YearTotalV1,
    /// The days of which something is known.
    pub days: Vec<(Day, DayTotalV1)>,
    /// The days for which nothing counts.
    pub gaps: Vec<(Day, DayGap)>,
}

/// A pollutant's year at an outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The outlet.
    pub outlet: OutletCode,
    /// The pollutant, its days and its mass.
    pub entry: YearEntry,
    /// Days that are over and for which no mass counts.
    pub days_without: usize,
    /// What may be discharged in the year.
    pub permitted: Option<Grams>,
    /// What is known of each day.
    pub days: BTreeMap<Day, DayEntry>,
}

/// The masses of a day or month, by what they come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Valid data of anchored frames.
    pub computed: Micrograms,
    /// Agencies' own measurements.
    pub overridden: Micrograms,
    /// Substitutes.
    pub substituted: Micrograms,
}

impl Parts {
    fn add(&mut self, (source, mass): (MassSource, Micrograms)) {
        let part = match source {
            MassSource::Computed => &mut self.computed,
            MassSource::Overridden => &mut self.overridden,
            MassSource::Substituted => &mut self.substituted,
        };
        *part = Micrograms(part.0.saturating_add(mass.0));
    }

    /// All of it.
    pub fn sum(&self) -> Micrograms {
        let parts = [self.computed, self.overridden, self.substituted];
        Micrograms(parts.iter().fold(0, |sum, part| sum.saturating_add(part.0)))
    }
}

/// The days of a year.
pub fn days_of(year: u16) -> impl Iterator<Item = Day> {
    let first: Option<Day> = format!("{year:04}-01-01").parse().ok();
    std::iter::successors(first, |day| day.next()).take_while(move |day| day.year() == year)
}

impl OutletYear {
    /// A line for each pollutant that the permit names or the chain counted; `over` are the days that are over.
    pub fn lines(&self, outlet: OutletCode, over: &[Day]) -> Vec<Line> {
        let terms = self.terms.as_ref();
        let limits = terms.iter().flat_map(|terms| terms.limits.iter());
        let masses = terms.iter().flat_map(|terms| terms.yearly_masses.iter());
        let counted = self.total.entries.iter().map(|entry| entry.pollutant);
        let pollutants: BTreeSet<_> = limits
            .map(|limit| limit.pollutant)
            .chain(masses.map(|yearly| yearly.pollutant))
            .chain(counted)
            .collect();
        let line = |pollutant| self.line(outlet, pollutant, over);
        pollutants.into_iter().map(line).collect()
    }

    fn line(&self, outlet: OutletCode, pollutant: Pollutant, over: &[Day]) -> Line {
        let mut entries = self.total.entries.iter();
        let entry = entries.find(|entry| entry.pollutant == pollutant);
        let of_day = |(day, total): &(Day, DayTotalV1)| {
            let mut entries = total.entries.iter();
            let entry = entries.find(|entry| entry.pollutant == pollutant)?;
            Some((*day, *entry))
        };
        let days: BTreeMap<_, _> = self.days.iter().filter_map(of_day).collect();
        let counts = |day: &&Day| days.get(day).and_then(DayEntry::effective).is_none();
        Line {
            outlet,
            entry: entry.copied().unwrap_or(YearEntry {
                pollutant,
                mass: Micrograms::ZERO,
                days_overridden: 0,
                days_computed: 0,
                days_substituted: 0,
            }),
            days_without: over.iter().filter(counts).count(),
            permitted: self
                .terms
                .as_ref()
                .and_then(|terms| terms.yearly_mass(&pollutant)),
            days,
        }
    }
}

impl Line {
    /// The masses that count, by the first characters of their day: ten for days, seven for months.
    pub fn parts(&self, characters: usize) -> BTreeMap<String, Parts> {
        let mut parts: BTreeMap<String, Parts> = BTreeMap::new();
        for (day, entry) in &self.days {
            let name = name(*day, characters);
            let of = parts.entry(name).or_default();
            if let Some(counting) = entry.counting() {
                of.add(counting);
            }
        }
        parts
    }

    /// Whether the year's mass is that of its days, as the chain promises.
    pub fn is_sum_of_days(&self) -> bool {
        let masses = self.days.values().filter_map(DayEntry::effective);
        let sum = masses.fold(0u128, |sum, mass| sum.saturating_add(mass.0));
        sum == self.entry.mass.0
    }

    /// The mass as a share of the permitted mass, in tenths of a percent, rounded up: what exceeds it is never 100.0.
    pub fn permille(&self) -> Option<u128> {
        let permitted = Micrograms::from(self.permitted?).0;
        let scaled = self.entry.mass.0.checked_mul(1_000)?;
        (permitted > 0).then(|| scaled.div_ceil(permitted))
    }
}

/// The first characters of a day's name.
pub fn name(day: Day, characters: usize) -> String {
    day.to_string().chars().take(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{
        emissions::{Computed, DayValidity, Overridden, ProofPlace},
        Digest, GatewayId, InstitutionId, Moment,
    };

    pub fn computed(mass: u128, validity: DayValidity) -> Option<Computed> {
        Some(Computed {
            mass: Micrograms(mass),
            validity,
            place: ProofPlace {
                gateway: GatewayId(1),
                sequence: 1,
                record: Digest([1; 32]),
            },
            at: Moment::default(),
        })
    }

    fn nox() -> Pollutant {
        "a21002".parse().unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn total(entry: DayEntry) -> DayTotalV1 {
        DayTotalV1 {
            frame: entry.computed.map(|computed| computed.place),
            entries: vec![entry].try_into().unwrap(),
        }
    }

    /// The first day computed, the second flagged, the third computed and overridden.
    fn outlet_year() -> OutletYear {
        let valid = DayEntry {
            computed: computed(10, DayValidity::Valid),
            ..DayEntry::new(nox())
        };
        let flagged = DayEntry {
            computed: computed(99, DayValidity::Flagged),
            ..DayEntry::new(nox())
        };
        let overridden = DayEntry {
            overridden: Some(Overridden {
                mass: Micrograms(7),
                document: Digest([2; 32]),
                by: InstitutionId(1),
                at: Moment::default(),
            }),
            ..valid
        };
        let year = YearEntry {
            pollutant: nox(),
            mass: Micrograms(17),
            days_overridden: 1,
            days_computed: 1,
            days_substituted: 0,
        };
        OutletYear {
            terms: None,
            total: YearTotalV1 {
                entries: vec![year].try_into().unwrap(),
            },
            days: vec![
                (day("2026-01-31"), total(valid)),
                (day("2026-02-01"), total(flagged)),
                (day("2026-02-02"), total(overridden)),
            ],
            gaps: vec![(day("2026-02-01"), DayGap::Invalid)],
        }
    }

    #[test]
    fn years_have_their_days() {
        for (year, count) in [(2026, 365), (2028, 366), (1970, 365), (9999, 365)] {
            assert_eq!(days_of(year).count(), count, "{year}");
        }
    }

    #[test]
    fn a_year_is_put_together_by_pollutant() {
        let code = "DA001".parse().unwrap();
        let over = [
            day("2026-01-31"),
            day("2026-02-01"),
            day("2026-02-02"),
            day("2026-02-03"),
        ];
        let lines = outlet_year().lines(code, &over);
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!((line.days_without, line.permitted), (2, None));
        assert!(line.is_sum_of_days());
        let months = line.parts(7);
        let part = |month: &str| months.get(month).copied().unwrap();
        assert_eq!(part("2026-01").computed, Micrograms(10));
        assert_eq!(part("2026-02").overridden, Micrograms(7));
        assert_eq!(part("2026-02").sum(), Micrograms(7));
        assert_eq!(line.parts(10).len(), 3);
    }

    #[test]
    fn a_total_that_is_not_the_sum_of_its_days_shows() {
        let mut year = outlet_year();
        year.days.pop();
        let lines = year.lines("DA001".parse().unwrap(), &[]);
        assert!(!lines[0].is_sum_of_days());
    }

    #[test]
    fn a_mass_just_above_the_permitted_one_is_above() {
        let mut lines = outlet_year().lines("DA001".parse().unwrap(), &[]);
        let line = &mut lines[0];
        assert_eq!(line.permille(), None);
        line.permitted = Some(Grams(1));
        for (mass, permille) in [
            (1_000_000, 1_000),
            (1_000_001, 1_001),
            (0, 0),
            (500_000, 500),
        ] {
            line.entry.mass = Micrograms(mass);
            assert_eq!(line.permille(), Some(permille), "{mass}");
        }
        line.permitted = Some(Grams(0));
        assert_eq!(line.permille(), None);
    }
}
