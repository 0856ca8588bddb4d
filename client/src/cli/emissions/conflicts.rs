//! `limpid emissions conflicts`: days for which anchored frames contradict each other.

use crate::{
    chain::{At, Chain},
    cli::{
        table::{pollutant, table, Column},
        Globals,
    },
    mass::kilograms,
    when::beijing,
};
use limpid_primitives::{
    emissions::{ConflictV1, DayEntry, ProofPlace},
    Day, Micrograms, Outlet, PermitNumber,
};
use serde_json::{json, Value as Json};

/// What one frame says, and what stands.
struct Conflicting {
    outlet: Outlet,
    day: Day,
    conflict: ConflictV1,
    stands: Option<DayEntry>,
}

/// Prints the conflicts of a permit, of an outlet, or all.
pub async fn list(
    globals: &Globals,
    permit: Option<PermitNumber>,
    outlet: Option<Outlet>,
) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let mut all = read(&chain, outlet).await?;
    all.retain(|it| permit.is_none_or(|permit| it.outlet.permit == permit));
    let json: Vec<_> = all.iter().map(Conflicting::json).collect();
    globals.print(&json.into(), || {
        if all.is_empty() {
            return "no conflicts".to_owned();
        }
        let columns = [
            Column::Left("outlet"),
            Column::Left("day"),
            Column::Left("pollutant"),
            Column::Left("what stands"),
            Column::Left("what the other frame has"),
            Column::Left("proven"),
        ];
        table(columns, all.iter().map(Conflicting::row))
    });
    Ok(())
}

async fn read(chain: &Chain, outlet: Option<Outlet>) -> anyhow::Result<Vec<Conflicting>> {
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let mut all = Vec::new();
    for (outlet, day, conflicts) in chain.conflicts(outlet, at).await? {
        let totals = chain.day_totals(outlet, &[day], at).await?;
        let entries = || totals.iter().flat_map(|(_, total)| total.entries.iter());
        all.extend(conflicts.into_iter().map(|conflict| {
            Conflicting {
                outlet,
                day,
                stands: entries()
                    .find(|entry| entry.pollutant == conflict.pollutant)
                    .copied(),
                conflict,
            }
        }));
    }
    Ok(all)
}

impl Conflicting {
    fn json(&self) -> Json {
        json!({ "outlet": self.outlet, "day": self.day, "conflict": self.conflict, "stands": self.stands })
    }

    fn row(&self) -> [String; 6] {
        let conflict = &self.conflict;
        let stands = match self.stands.and_then(|entry| entry.computed) {
            Some(computed) => {
                format!("{} in {}", mass(computed.claim()), place(&computed.place))
            }
            None => "nothing".to_owned(),
        };
        let overridden = match self.stands.and_then(|entry| entry.overridden) {
            Some(overridden) => format!("; overridden: {}", kilograms(overridden.mass)),
            None => String::new(),
        };
        [
            self.outlet.to_string(),
            self.day.to_string(),
            pollutant(conflict.pollutant),
            stands + &overridden,
            format!("{} in {}", mass(conflict.mass), place(&conflict.place)),
            beijing(conflict.at.time_ms),
        ]
    }
}

fn mass(mass: Option<Micrograms>) -> String {
    mass.map_or_else(|| "not valid".to_owned(), kilograms)
}

fn place(place: &ProofPlace) -> String {
    format!("batch {} of gateway {}", place.sequence, place.gateway)
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{
        emissions::{Computed, DayValidity, Overridden},
        Digest, GatewayId, InstitutionId, Moment,
    };

    #[test]
    fn both_frames_and_the_override_are_shown() {
        let place = |sequence| ProofPlace {
            gateway: GatewayId(3),
            sequence,
            record: Digest([1; 32]),
        };
        let nox = "a21002".parse().unwrap();
        let stands = DayEntry {
            computed: Some(Computed {
                mass: Micrograms(18_500_000_000),
                validity: DayValidity::Valid,
                place: place(4),
                at: Moment::default(),
            }),
            overridden: Some(Overridden {
                mass: Micrograms(19_000_000_000),
                document: Digest([2; 32]),
                by: InstitutionId(1),
                at: Moment::default(),
            }),
            ..DayEntry::new(nox)
        };
        let conflicting = Conflicting {
            outlet: "91130200699229617X001P/DA001".parse().unwrap(),
            day: "2026-03-01".parse().unwrap(),
            conflict: ConflictV1 {
                pollutant: nox,
                mass: None,
                place: place(9),
                at: Moment::default(),
            },
            stands: Some(stands),
        };
        let row = conflicting.row().join(" | ");
        for part in [
            "2026-03-01 | a21002 NOx | 18.5 kg in batch 4 of gateway 3; overridden: 19 kg",
            "not valid in batch 9 of gateway 3",
        ] {
            assert!(row.contains(part), "{part}: {row}");
        }
        assert_eq!(conflicting.json()["conflict"]["place"]["sequence"], 9);
    }
}
