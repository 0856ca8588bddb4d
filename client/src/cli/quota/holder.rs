//! `limpid quota enrol` and `holdings`: who may hold quota, and what a holder has.

use super::{
    class::or_nothing,
    class_file::{zone, Amount},
    submit, Names,
};
use crate::{
    chain::{calls, At, Chain},
    cli::{
        decision::Document,
        finality::tell,
        signer::Signer,
        table::{pollutant, table, Column},
        Globals,
    },
    mass::amount,
    when::beijing,
};
use limpid_primitives::{
    quota::{
        ClassId, Declaration, DeductionV1, EnrolmentV1, Holder, HoldingV1, Place, QuotaClassV1,
        Sector, TallyV1,
    },
    InstitutionId, Pollutant, Uscc,
};
use serde_json::{json, Value as Json};
use std::{collections::HashMap, str::FromStr};

/// What an enterprise declares, and by which document.
#[derive(Debug, clap::Args)]
pub struct EnrolArgs {
    /// The enterprise's number.
    pub institution: InstitutionId,
    /// What it does: power, industry, agriculture or municipal.
    #[arg(long)]
    pub sector: Sector,
    /// Where it has a site: its division, and the basin its water goes to, as 130200 or 130200:C. Once for each division.
    #[arg(long = "place", value_name = "DIVISION[:BASIN]", required = true)]
    pub places: Vec<PlaceText>,
    /// The group it belongs to, by the credit code of the group's head.
    #[arg(long, value_name = "USCC")]
    pub group: Option<Uscc>,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// A place as people write it: `130200`, `130200:C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceText(pub Place);

/// The text is no place.
#[derive(Debug, thiserror::Error)]
#[error("a place is a division's code, and the code of a basin if water is discharged, as in 130200 or 130200:C")]
pub struct PlaceTextError;

impl FromStr for PlaceText {
    type Err = PlaceTextError;

    fn from_str(text: &str) -> Result<PlaceText, PlaceTextError> {
        let (division, basin) = match text.split_once(':') {
            Some((division, basin)) => {
                let basin = basin.parse().map_err(|_| PlaceTextError)?;
                (division, Some(basin))
            }
            None => (text, None),
        };
        let division = division.parse().map_err(|_| PlaceTextError)?;
        Ok(PlaceText(Place { division, basin }))
    }
}

impl EnrolArgs {
    fn declaration(&self) -> anyhow::Result<Declaration> {
        let mut places: Vec<_> = self.places.iter().map(|place| place.0).collect();
        places.sort();
        let most = Declaration::PLACES_MAX;
        let declaration = Declaration {
            sector: self.sector,
            group: self.group,
            places: places.try_into().map_err(|_| {
                anyhow::anyhow!("an enterprise has at most {most} places; name each division once")
            })?,
        };
        anyhow::ensure!(
            declaration.is_in_order(),
            "a division is there twice: give one --place for each"
        );
        Ok(declaration)
    }
}

/// Enrols an enterprise, or corrects what was enrolled.
pub async fn enrol(globals: &Globals, args: &EnrolArgs) -> anyhow::Result<()> {
    let (id, declaration) = (args.institution, args.declaration()?);
    let call = calls::enrol_holder(id, &declaration, args.document.reason()?);
    let inclusion = submit(globals, &args.signer, call).await?;
    tell(globals, &inclusion, |_| {
        let json = json!({ "institution": id, "declaration": declaration });
        (
            json,
            format!("institution {id} enrolled: {}", declared(&declaration)),
        )
    });
    Ok(())
}

fn declared(declaration: &Declaration) -> String {
    let places = declaration.places.iter().map(|place| match place.basin {
        Some(basin) => format!("{} (basin {basin})", place.division),
        None => place.division.to_string(),
    });
    let places = places.collect::<Vec<_>>().join(", ");
    let group = declaration
        .group
        .map(|group| format!(", of the group of {group}"));
    format!(
        "{}, at {places}{}",
        declaration.sector,
        group.unwrap_or_default()
    )
}

/// A holder, all of it of one block.
struct Shown {
    holder: Holder,
    name: String,
    enrolment: Option<EnrolmentV1>,
    tally: TallyV1,
    holdings: Vec<(ClassId, HoldingV1)>,
    classes: HashMap<ClassId, QuotaClassV1>,
    deductions: Vec<(Pollutant, DeductionV1)>,
    now_ms: u64,
}

/// Prints what a holder has.
pub async fn show(globals: &Globals, holder: Holder) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let shown = Shown::read(&chain, holder).await?;
    globals.print(&shown.json(), || shown.text());
    Ok(())
}

impl Shown {
    async fn read(chain: &Chain, holder: Holder) -> anyhow::Result<Shown> {
        let at = At::Block(chain.resolve(At::Finalised).await?);
        let (enrolment, deductions) = match holder.institution() {
            Some(id) => (
                chain.enrolment(id, at).await?,
                chain.quota_deductions(id, at).await?,
            ),
            None => (None, Vec::new()),
        };
        Ok(Shown {
            name: Names::read(chain, at).await?.holder(&holder),
            tally: chain.quota_tally(&holder, at).await?,
            holdings: chain.quota_holdings(&holder, at).await?,
            classes: chain.quota_classes(at).await?.into_iter().collect(),
            now_ms: chain.time_ms(at).await?,
            holder,
            enrolment,
            deductions,
        })
    }

    fn is_over(&self, class: ClassId) -> bool {
        let class = self.classes.get(&class);
        class.is_some_and(|class| class.key.vintage().is_over(self.now_ms))
    }

    fn json(&self) -> Json {
        let holdings = self.holdings.iter().map(|(class, holding)| {
            json!({
                "class": class, "key": self.classes.get(class).map(|class| class.key), "over": self.is_over(*class),
                "lot": holding.lot, "amount": Amount(holding.amount), "usable": Amount(holding.usable()),
                "held": Amount(holding.held), "offered": Amount(holding.offered), "frozen": Amount(holding.frozen),
                "leased": Amount(holding.leased), "lent": Amount(holding.lent), "bought": Amount(holding.bought),
                "bought_on": holding.bought_on,
            })
        });
        let deductions = self.deductions.iter().map(|(pollutant, deduction)| {
            json!({ "pollutant": pollutant, "outstanding": Amount(deduction.outstanding()), "taken": Amount(deduction.taken) })
        });
        json!({
            "holder": self.holder, "name": self.name, "selling_locked": self.tally.arrears > 0, "tally": self.tally,
            "enrolment": self.enrolment, "holdings": holdings.collect::<Vec<_>>(),
            "deductions": deductions.collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> String {
        let mut lines = vec![self.name.clone()];
        match (&self.enrolment, self.holder.institution()) {
            (Some(enrolment), _) => lines.push(format!(
                "enrolled {}: {}",
                beijing(enrolment.at.time_ms),
                declared(&enrolment.declaration)
            )),
            (None, Some(_)) => lines.push(
                "NOT enrolled: it cannot be allocated or buy quota until its agency does `limpid quota enrol`".to_owned(),
            ),
            (None, None) => {}
        }
        if self.tally.arrears > 0 {
            lines.push(format!(
                "selling is LOCKED by {} shortfalls or overdue leases: `limpid quota shortfall`, `limpid quota lease list`",
                self.tally.arrears
            ));
        }
        for (of, deduction) in &self.deductions {
            if !deduction.outstanding().is_zero() {
                let outstanding = amount(deduction.outstanding());
                lines.push(format!(
                    "{outstanding} of {} are deducted from its next allocations",
                    pollutant(*of)
                ));
            }
        }
        lines.push(match self.holdings.is_empty() {
            true => "no quota".to_owned(),
            false => self.table(),
        });
        lines.join("\n")
    }

    fn table(&self) -> String {
        use Column::{Left, Right};
        let columns = [
            Right("class"),
            Left("what"),
            Right("has"),
            Right("lot"),
            Right("usable"),
            Right("set aside"),
            Right("frozen"),
            Right("owed to lessors"),
            Right("lent"),
        ];
        table(columns, self.holdings.iter().map(|entry| self.row(entry)))
    }

    fn row(&self, (class, holding): &(ClassId, HoldingV1)) -> [String; 9] {
        let what = self.classes.get(class).map(|class| {
            let vintage = class.key.vintage();
            format!(
                "{}, {}, {}-{}",
                pollutant(class.key.pollutant()),
                zone(&class.key.zone()),
                vintage.first_year(),
                vintage.last_year()
            )
        });
        let over = if self.is_over(*class) { ", OVER" } else { "" };
        [
            class.to_string(),
            format!("{}{over}", what.unwrap_or_default()),
            amount(holding.amount),
            holding.lot.map_or_else(String::new, |lot| lot.to_string()),
            amount(holding.usable()),
            or_nothing(holding.held.saturating_add(holding.offered)),
            or_nothing(holding.frozen),
            or_nothing(holding.leased),
            or_nothing(holding.lent),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{
        input::parse_json,
        quota::class_file::{ClassFile, EXAMPLE},
    };
    use limpid_primitives::{quota::LotId, Grams, Moment};

    fn shown() -> Shown {
        let file: ClassFile = parse_json(EXAMPLE.as_bytes()).unwrap();
        let class = QuotaClassV1 {
            key: file.key,
            unit: file.unit.0,
            defined: Moment::default(),
            by: InstitutionId(1),
        };
        Shown {
            holder: Holder::Institution(InstitutionId(3)),
            name: "唐山钢铁 (3)".to_owned(),
            enrolment: None,
            tally: TallyV1 {
                arrears: 1,
                ..TallyV1::default()
            },
            holdings: vec![(
                ClassId(1),
                HoldingV1 {
                    lot: Some(LotId(7)),
                    amount: Grams(50_000_000),
                    held: Grams(1_000_000),
                    frozen: Grams(8_000_000),
                    ..HoldingV1::default()
                },
            )],
            classes: HashMap::from([(ClassId(1), class)]),
            deductions: vec![(
                "a21002".parse().unwrap(),
                DeductionV1 {
                    owed: Grams(5_000_000),
                    taken: Grams(2_000_000),
                },
            )],
            now_ms: 0,
        }
    }

    #[test]
    fn a_holder_is_shown_with_what_it_can_use_and_why_it_cannot_sell() {
        let text = shown().text();
        for part in [
            "NOT enrolled",
            "LOCKED by 1",
            "3 t of a21002 NOx",
            "41 t",
            "8 t",
            "air of 130200, 2026-2030",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let json = shown().json();
        assert_eq!(json["selling_locked"], true);
        assert_eq!(json["holdings"][0]["usable"], "41 t");
        assert_eq!(json["deductions"][0]["outstanding"], "3 t");
        let over = Shown {
            now_ms: u64::MAX,
            ..shown()
        };
        assert!(over.text().contains("2026-2030, OVER"));
    }

    #[test]
    fn places_are_put_in_order() {
        let place = |text: &str| text.parse::<PlaceText>();
        assert!(place("130200").unwrap().0.basin.is_none());
        assert_eq!(place("130200:C").unwrap().0.basin, "C".parse().ok());
        for text in ["", "130200:", "C", "130200:c", "1302"] {
            assert!(place(text).is_err(), "{text}");
        }
    }
}
