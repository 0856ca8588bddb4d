//! A year of a permit, as it is printed.

use super::{
    chart::{chart, Bar, LEGEND},
    year::{name, Line, OutletYear, Parts},
};
use crate::{
    cli::table::{pollutant, table, Column},
    mass::kilograms,
    when::beijing,
};
use limpid_primitives::{
    emissions::{DayEntry, DayGap},
    Day, Micrograms, OutletCode, PermitNumber,
};
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;

/// Characters of a day's name.
pub const DAY: usize = 10;
/// Characters of a month's name.
pub const MONTH: usize = 7;

/// A year of a permit.
pub struct PermitYear {
    /// Its number.
    pub permit: PermitNumber,
    /// The year.
    pub year: u16,
    /// The time of the block that was read.
    pub now_ms: u64,
    /// Days of the year that are over, and for which the permit stood.
    pub over: Vec<Day>,
    /// What the chain keeps of each outlet.
    pub outlets: BTreeMap<OutletCode, OutletYear>,
    /// A line for each outlet and pollutant that was asked for.
    pub lines: Vec<Line>,
}

impl PermitYear {
    /// For programs: exact, by months or days.
    pub fn json(&self, characters: usize) -> Json {
        let outlets = self.outlets.iter().map(|(code, outlet)| {
            let lines = self.lines.iter().filter(|line| line.outlet == *code);
            json!({
                "outlet": code, "days_without_data": gaps(outlet),
                "pollutants": lines.map(|line| line_json(line, characters)).collect::<Vec<_>>(),
            })
        });
        json!({
            "permit": self.permit, "year": self.year, "as_of_ms": self.now_ms,
            "days_over": self.over.len(), "outlets": outlets.collect::<Vec<_>>(),
        })
    }

    /// A table, what is missing, and bars by months or days.
    pub fn text(&self, characters: usize) -> String {
        let head = format!(
            "permit {}, {}: {} days are over as of {}",
            self.permit,
            self.year,
            self.over.len(),
            beijing(self.now_ms)
        );
        let mut parts = vec![head];
        if self.lines.is_empty() {
            parts.push("no such pollutant is limited or counted".to_owned());
            return parts.join("\n");
        }
        parts.push(totals(&self.lines));
        parts.extend(
            self.outlets
                .iter()
                .filter_map(|(code, year)| gap_text(*code, year)),
        );
        let wrong = self.lines.iter().filter(|line| !line.is_sum_of_days());
        parts.extend(wrong.map(|line| {
            format!(
                "WARNING: the year's total of {} at {} is not the sum of its days. Report this: it must never be",
                line.entry.pollutant, line.outlet
            )
        }));
        let charts = self
            .lines
            .iter()
            .filter(|line| line.entry.mass > Micrograms::ZERO);
        let charts: Vec<_> = charts.map(|line| self.chart(line, characters)).collect();
        if !charts.is_empty() {
            parts.extend(charts);
            parts.push(format!("\n{LEGEND}"));
        }
        parts.join("\n")
    }

    /// A bar for every day or month of which a day is over.
    fn chart(&self, line: &Line, characters: usize) -> String {
        let mut bars: BTreeMap<String, Parts> = line.parts(characters);
        let mut without: BTreeMap<String, usize> = BTreeMap::new();
        for day in &self.over {
            let name = name(*day, characters);
            bars.entry(name.clone()).or_default();
            let counts = line
                .days
                .get(day)
                .is_some_and(|entry| entry.effective().is_some());
            let missing = without.entry(name).or_default();
            *missing = missing.saturating_add(usize::from(!counts));
        }
        let bars = bars.into_iter().map(|(name, parts)| {
            let missing = without.get(&name).copied().unwrap_or_default();
            let remark = match (missing, characters) {
                (0, _) => String::new(),
                (_, DAY) => self.why_nothing(line, &name),
                (1, _) => "1 day without".to_owned(),
                (days, _) => format!("{days} days without"),
            };
            Bar {
                name,
                parts,
                remark,
            }
        });
        let heading = format!("\n{} {}", line.outlet, pollutant(line.entry.pollutant));
        format!("{heading}\n{}", chart(&bars.collect::<Vec<_>>()))
    }

    /// Why no mass of a pollutant counts for a day.
    fn why_nothing(&self, line: &Line, day: &str) -> String {
        let Ok(day) = day.parse::<Day>() else {
            return String::new();
        };
        let validity = line.days.get(&day).and_then(|entry| entry.computed);
        if let Some(computed) = validity {
            return format!("does not count: {}", computed.validity);
        }
        let gaps = self.outlets.get(&line.outlet).map(|year| &year.gaps);
        let mut gaps = gaps.into_iter().flatten();
        match gaps.find(|(gap, _)| *gap == day) {
            Some((_, gap)) => format!("no data: {gap}"),
            None => "not in the frame".to_owned(),
        }
    }
}

fn line_json(line: &Line, characters: usize) -> Json {
    let mut json = json!({
        "pollutant": line.entry.pollutant, "mass_ug": line.entry.mass, "permitted_g": line.permitted,
        "permille": line.permille().and_then(|permille| u64::try_from(permille).ok()),
        "days_computed": line.entry.days_computed, "days_substituted": line.entry.days_substituted,
        "days_overridden": line.entry.days_overridden, "days_without": line.days_without,
    });
    let (name, parts) = match characters {
        DAY => ("days", line.days.iter().map(day_json).collect()),
        _ => ("months", line.parts(MONTH).iter().map(month_json).collect()),
    };
    if let Some(object) = json.as_object_mut() {
        object.insert(name.to_owned(), Json::Array(parts));
    }
    json
}

fn day_json((day, entry): (&Day, &DayEntry)) -> Json {
    json!({ "day": day, "is": entry, "mass_ug": entry.effective() })
}

fn month_json((month, parts): (&String, &Parts)) -> Json {
    json!({
        "month": month, "computed_ug": parts.computed, "overridden_ug": parts.overridden,
        "substituted_ug": parts.substituted, "mass_ug": parts.sum(),
    })
}

fn totals(lines: &[Line]) -> String {
    use Column::{Left, Right};
    let columns = [
        Left("outlet"),
        Left("pollutant"),
        Right("computed"),
        Right("substituted"),
        Right("overridden"),
        Right("without"),
        Right("mass"),
        Right("permitted"),
        Right("share"),
    ];
    let row = |line: &Line| {
        let permitted = line
            .permitted
            .map(|grams| kilograms(Micrograms::from(grams)));
        [
            line.outlet.to_string(),
            pollutant(line.entry.pollutant),
            line.entry.days_computed.to_string(),
            line.entry.days_substituted.to_string(),
            line.entry.days_overridden.to_string(),
            line.days_without.to_string(),
            kilograms(line.entry.mass),
            permitted.unwrap_or_else(|| "-".to_owned()),
            share(line),
        ]
    };
    table(columns, lines.iter().map(row))
}

fn share(line: &Line) -> String {
    match line.permille() {
        Some(permille) if permille > 1_000 => {
            format!("{}.{} % EXCEEDED", permille / 10, permille % 10)
        }
        Some(permille) => format!("{}.{} %", permille / 10, permille % 10),
        None => "-".to_owned(),
    }
}

/// How many days an outlet has no data, by reason.
fn gaps(outlet: &OutletYear) -> Json {
    let count = |of| outlet.gaps.iter().filter(|(_, gap)| *gap == of).count();
    json!({
        "unproven": count(DayGap::Unproven), "absent": count(DayGap::Absent),
        "invalid": count(DayGap::Invalid),
    })
}

fn gap_text(code: OutletCode, outlet: &OutletYear) -> Option<String> {
    let reason = |(gap, words): (DayGap, &str)| {
        let days = outlet.gaps.iter().filter(|(_, of)| *of == gap).count();
        (days > 0).then(|| format!("{days} {words}"))
    };
    let reasons = [
        (
            DayGap::Unproven,
            "with neither a frame nor its absence proven",
        ),
        (DayGap::Absent, "proven to have no frame"),
        (DayGap::Invalid, "whose data are not valid"),
    ];
    let reasons: Vec<_> = reasons.into_iter().filter_map(reason).collect();
    (!reasons.is_empty()).then(|| format!("{code}, days without any mass: {}", reasons.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{
        emissions::{Computed, DayTotalV1, DayValidity, ProofPlace, YearEntry, YearTotalV1},
        permit::{OutletTermsV1, Position, YearlyMass},
        Digest, GatewayId, Grams, Moment,
    };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Three days of which one counts, one is flagged and one has no frame; 12 kg of 10 are discharged.
    fn year() -> PermitYear {
        let nox = "a21002".parse().unwrap();
        let entry = |kilograms: u128, validity| DayEntry {
            computed: Some(Computed {
                mass: Micrograms(kilograms * 1_000_000_000),
                validity,
                place: ProofPlace {
                    gateway: GatewayId(1),
                    sequence: 1,
                    record: Digest([1; 32]),
                },
                at: Moment::default(),
            }),
            ..DayEntry::new(nox)
        };
        let total = |entry: DayEntry| DayTotalV1 {
            frame: entry.computed.map(|computed| computed.place),
            entries: vec![entry].try_into().unwrap(),
        };
        let over = ["2026-01-30", "2026-01-31", "2026-02-01"].map(day).to_vec();
        let yearly = YearlyMass {
            pollutant: nox,
            mass: Grams(10_000),
        };
        let outlet = OutletYear {
            terms: Some(OutletTermsV1 {
                position: Position::default(),
                treatments: Default::default(),
                limits: Default::default(),
                yearly_masses: vec![yearly].try_into().unwrap(),
            }),
            total: YearTotalV1 {
                entries: vec![YearEntry {
                    pollutant: nox,
                    mass: Micrograms(12_000_000_000),
                    days_overridden: 0,
                    days_computed: 1,
                    days_substituted: 0,
                }]
                .try_into()
                .unwrap(),
            },
            days: vec![
                (over[0], total(entry(12, DayValidity::Valid))),
                (over[1], total(entry(99, DayValidity::Flagged))),
            ],
            gaps: vec![(over[1], DayGap::Invalid), (over[2], DayGap::Unproven)],
        };
        let code = "DA001".parse().unwrap();
        PermitYear {
            permit: "91130200699229617X001P".parse().unwrap(),
            year: 2026,
            now_ms: day("2026-02-02").start_ms(),
            lines: outlet.lines(code, &over),
            over,
            outlets: BTreeMap::from([(code, outlet)]),
        }
    }

    #[test]
    fn a_year_is_a_table_and_bars() {
        let text = year().text(MONTH);
        for part in [
            "2026: 3 days are over as of 2026-02-02",
            "12 kg ┆     10 kg ┆ 120.0 % EXCEEDED",
            "DA001, days without any mass: 1 with neither a frame nor its absence proven, 1 whose data are not valid",
            "DA001 a21002 NOx\n  2026-01  ████████████████████████████████████████             12 kg  1 day without",
            &format!("  2026-02  {}  {:>16}  1 day without", " ".repeat(40), "0 kg"),
            LEGEND,
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("WARNING"), "{text}");
    }

    #[test]
    fn a_day_says_why_it_does_not_count() {
        let text = year().text(DAY);
        for part in ["0 kg  does not count: flagged", "0 kg  no data: unproven"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn programs_get_months_or_days_exactly() {
        let json = year().json(MONTH);
        let nox = &json["outlets"][0]["pollutants"][0];
        assert_eq!(nox["mass_ug"], "12000000000");
        assert_eq!(
            (&nox["permitted_g"], &nox["permille"]),
            (&json!(10_000), &json!(1_200))
        );
        assert_eq!(nox["months"][0]["month"], "2026-01");
        assert_eq!(json["outlets"][0]["days_without_data"]["invalid"], 1);
        let json = year().json(DAY);
        let days = &json["outlets"][0]["pollutants"][0]["days"];
        assert_eq!(days[1]["is"]["computed"]["validity"], "flagged");
        assert_eq!(days[1]["mass_ug"], Json::Null);
    }

    #[test]
    fn a_total_that_is_wrong_is_said_to_be() {
        let mut year = year();
        year.lines[0].entry.mass = Micrograms(1);
        assert!(year.text(MONTH).contains("WARNING"));
    }
}
