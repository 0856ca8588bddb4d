//! `limpid quota shortfall`, `assess`, `waive`: what a permit's year demands, and what of it is missing.

use super::{class_file::Amount, found, submit};
use crate::{
    chain::{calls, At, Chain},
    cli::{
        decision::Document, finality::tell, permit::known, signer::Signer,
        table::pollutant as name, Globals,
    },
    mass::{amount, tonnes},
    when::beijing,
};
use limpid_primitives::{
    quota::{LiabilityV1, SurrenderRuleV1},
    DivisionCode, Grams, InstitutionId, Micrograms, PermitNumber, Pollutant,
};
use serde_json::{json, Value as Json};

/// A year of a permit and a pollutant.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct YearArgs {
    /// The permit's number.
    pub permit: PermitNumber,
    /// The pollutant's code, as a21002.
    #[arg(long)]
    pub pollutant: Pollutant,
    /// The year of the emissions, as 2026.
    #[arg(long)]
    pub year: u16,
}

/// Puts a permit's year on record.
pub async fn assess(globals: &Globals, of: YearArgs, signer: &Signer) -> anyhow::Result<()> {
    let YearArgs {
        permit,
        pollutant,
        year,
    } = of;
    let inclusion = submit(globals, signer, calls::assess_year(permit, pollutant, year)).await?;
    type Assessed = (
        PermitNumber,
        u16,
        Pollutant,
        InstitutionId,
        Grams,
        Grams,
        Grams,
    );
    tell(globals, &inclusion, |events| {
        let done = events
            .iter()
            .find_map(|event| found::<Assessed>(event, "YearAssessed"));
        let Some((.., holder, due, shortfall, deduction)) = done else {
            let json = json!({ "permit": permit, "pollutant": pollutant, "year": year });
            return (json, format!("{year} of {permit} assessed"));
        };
        let json = json!({
            "permit": permit, "pollutant": pollutant, "year": year, "holder": holder, "due": Amount(due),
            "shortfall": Amount(shortfall), "deduction": Amount(deduction),
        });
        (json, assessed(of, due, shortfall, deduction))
    });
    Ok(())
}

fn assessed(of: YearArgs, due: Grams, shortfall: Grams, deduction: Grams) -> String {
    let head = format!(
        "{} of {} in {}: {} due",
        name(of.pollutant),
        of.permit,
        of.year,
        amount(due)
    );
    let mut text = match shortfall.is_zero() {
        true => format!("{head}, nothing missing"),
        false => format!(
            "{head}, {} MISSING: its holder sells nothing until it is surrendered or waived",
            amount(shortfall)
        ),
    };
    if !deduction.is_zero() {
        text.push_str(&format!(
            "\n{} are deducted from its next allocations",
            amount(deduction)
        ));
    }
    text
}

/// Waives some of a shortfall.
pub async fn waive(
    globals: &Globals,
    of: YearArgs,
    waived: Grams,
    document: &Document,
    signer: &Signer,
) -> anyhow::Result<()> {
    let YearArgs {
        permit,
        pollutant,
        year,
    } = of;
    let call = calls::waive_shortfall(permit, pollutant, year, waived, document.reason()?);
    let inclusion = submit(globals, signer, call).await?;
    tell(globals, &inclusion, |_| {
        let waived = amount(waived);
        let json =
            json!({ "permit": permit, "pollutant": pollutant, "year": year, "amount": waived });
        (
            json,
            format!(
                "{waived} of {} waived for {permit}, {year}",
                name(pollutant)
            ),
        )
    });
    Ok(())
}

/// A permit's year, all of it of one block.
struct Shown {
    of: YearArgs,
    discharged: Micrograms,
    liability: Option<LiabilityV1>,
    rule: Option<(DivisionCode, SurrenderRuleV1)>,
    missing: Option<Grams>,
}

/// Prints what a permit's year demands, what was surrendered, and what is missing.
pub async fn show(globals: &Globals, of: YearArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let shown = Shown::read(&chain, of).await?;
    globals.print(&shown.json(), || shown.text());
    Ok(())
}

impl Shown {
    async fn read(chain: &Chain, of: YearArgs) -> anyhow::Result<Shown> {
        let at = At::Block(chain.resolve(At::Finalised).await?);
        let permit = known(chain, of.permit).await?;
        let totals = chain.year_totals(of.permit, of.year, at).await?;
        let entries = totals.iter().flat_map(|(_, total)| total.entries.iter());
        let masses = entries
            .filter(|entry| entry.pollutant == of.pollutant)
            .map(|entry| entry.mass.0);
        let rules = chain.surrender_rules(at).await?.into_iter();
        let around = rules.filter(|(division, pollutant, _)| {
            *pollutant == of.pollutant && division.contains(permit.division)
        });
        // The nearest lies in all the others.
        let rule = around.fold(
            None,
            |nearest: Option<(DivisionCode, SurrenderRuleV1)>, (division, _, rule)| match nearest {
                Some((known, _)) if !known.contains(division) => nearest,
                _ => Some((division, rule)),
            },
        );
        Ok(Shown {
            of,
            discharged: Micrograms(masses.fold(0, u128::saturating_add)),
            liability: chain
                .quota_liability(of.permit, of.year, of.pollutant, at)
                .await?,
            missing: chain
                .quota_shortfall(of.permit, of.pollutant, of.year, at)
                .await?,
            rule,
        })
    }

    fn deadline_ms(&self) -> Option<u64> {
        self.rule
            .and_then(|(_, rule)| rule.deadline_ms(self.of.year))
    }

    fn json(&self) -> Json {
        let YearArgs {
            permit,
            pollutant,
            year,
        } = self.of;
        let liability = self.liability.map(|liability| {
            json!({
                "holder": liability.holder, "on_time": Amount(liability.on_time), "late": Amount(liability.late),
                "waived": Amount(liability.waived), "due": liability.assessed.map(|assessed| Amount(assessed.due)),
                "assessed": liability.assessed.map(|assessed| assessed.at), "shortfall": Amount(liability.shortfall()),
                "deduction": Amount(liability.deduction()),
            })
        });
        json!({
            "permit": permit, "pollutant": pollutant, "year": year, "discharged": tonnes(self.discharged),
            "liability": liability, "deadline_ms": self.deadline_ms(), "rule_of": self.rule.map(|(division, _)| division),
            "missing": self.missing.map(Amount),
        })
    }

    fn text(&self) -> String {
        let YearArgs {
            permit,
            pollutant,
            year,
        } = self.of;
        let mut lines = vec![
            format!("{} of {permit} in {year}", name(pollutant)),
            format!("discharged           {}", tonnes(self.discharged)),
        ];
        if let Some(liability) = self.liability {
            lines.push(format!(
                "surrendered on time  {}",
                amount(liability.on_time)
            ));
            lines.push(format!("surrendered late     {}", amount(liability.late)));
            lines.push(format!("waived               {}", amount(liability.waived)));
            if let Some(assessed) = liability.assessed {
                let at = beijing(assessed.at.time_ms);
                let found = amount(liability.shortfall());
                lines.push(format!(
                    "assessed             {at}: {} due, {found} missing",
                    amount(assessed.due)
                ));
            }
        }
        lines.push(match (self.rule, self.deadline_ms()) {
            (None, _) => "deadline             none: no division around has a rule (`limpid quota rule list`)".to_owned(),
            (Some((division, rule)), None) => {
                format!("deadline             none: the rule of {division} begins with {}", rule.first_year)
            }
            (Some((division, _)), Some(deadline_ms)) => {
                format!("deadline             {}, by the rule of {division}", beijing(deadline_ms))
            }
        });
        lines.push(match self.missing {
            Some(missing) if missing.is_zero() => "missing              nothing".to_owned(),
            Some(missing) => format!("missing              {}", amount(missing)),
            None => "missing              it cannot be assessed now: no deadline is over, or the holder is not enrolled for the permit's place".to_owned(),
        });
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{quota::Assessment, Moment};

    fn of() -> YearArgs {
        YearArgs {
            permit: "91130200699229617X001P".parse().unwrap(),
            pollutant: "a21002".parse().unwrap(),
            year: 2026,
        }
    }

    #[test]
    fn a_year_is_told_with_what_is_missing() {
        let rule = SurrenderRuleV1 {
            first_year: 2026,
            deadline_days: 90,
            deduction_permille: 1_500,
        };
        let liability = LiabilityV1 {
            on_time: Grams(90_000_000),
            assessed: Some(Assessment {
                due: Grams(101_000_000),
                deduction_permille: 1_500,
                at: Moment::default(),
            }),
            ..LiabilityV1::new(InstitutionId(3))
        };
        let mut shown = Shown {
            of: of(),
            discharged: Micrograms(100_000_000_000_001),
            liability: Some(liability),
            rule: Some(("130000".parse().unwrap(), rule)),
            missing: Some(Grams(11_000_000)),
        };
        let text = shown.text();
        for part in [
            "a21002 NOx",
            "on time  90 t",
            "101 t due, 11 t missing",
            "by the rule of 130000",
            "missing              11 t",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let json = shown.json();
        assert_eq!(
            (&json["liability"]["deduction"], &json["missing"]),
            (&json!("16.5 t"), &json!("11 t"))
        );
        shown.rule = None;
        shown.missing = None;
        assert!(shown.text().contains("no division around has a rule"));
    }

    #[test]
    fn an_assessment_says_what_follows() {
        let text = assessed(
            of(),
            Grams(101_000_000),
            Grams(11_000_000),
            Grams(16_500_000),
        );
        assert!(
            text.contains("11 t MISSING") && text.contains("16.5 t are deducted"),
            "{text}"
        );
        let text = assessed(of(), Grams(101_000_000), Grams(0), Grams(0));
        assert!(text.ends_with("nothing missing"), "{text}");
    }
}
