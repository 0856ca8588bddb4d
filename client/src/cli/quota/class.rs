//! `limpid quota class`: what makes quota interchangeable, and by which rules it moves.

use super::{
    class_file::{zone, Amount, ClassFile, RulesFile, EXAMPLE},
    known_class, submit, Names,
};
use crate::{
    chain::{calls, At, Chain, StandingRules},
    cli::{
        decision::Document,
        finality::tell,
        input::read_json,
        say,
        signer::Signer,
        table::{pollutant, table, Column},
        Globals,
    },
    mass::amount,
    when::beijing,
};
use anyhow::Context;
use limpid_primitives::{
    quota::{ClassId, ClassTotalsV1, Holder, HoldingV1, QuotaClassV1},
    DivisionCode, Grams, Pollutant,
};
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// Classes (品类): pollutant, zone, vintage and sector. Quota of one class is interchangeable.
#[derive(Debug, clap::Subcommand)]
pub enum ClassCommand {
    /// Define a class and its rules, as an agency over its zone and over all zones the rules let in.
    Define {
        /// The class as JSON; `limpid quota class template` prints an example. Amounts have their unit, as in "12.5 t".
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// Set the rules of a class anew, all at once: begin with `limpid quota class show CLASS --json | jq .rules > rules.json`.
    Rules {
        /// The class's number.
        class: ClassId,
        /// The rules as JSON, in full.
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// List classes.
    List {
        /// Of this division and those in it only.
        #[arg(long)]
        division: Option<DivisionCode>,
        /// Of this pollutant only, as a21002.
        #[arg(long)]
        pollutant: Option<Pollutant>,
    },
    /// Show a class: its rules, what became of its quota, and who has how much of it.
    Show {
        /// The class's number.
        class: ClassId,
    },
    /// Print an example of a class's file.
    Template,
}

const ADVICE: &str = "`limpid quota class template` prints an example";
const RULES_ADVICE: &str =
    "`limpid quota class show CLASS --json | jq .rules` prints the present ones";

/// Carries out `limpid quota class`.
pub async fn run(command: ClassCommand, globals: &Globals) -> anyhow::Result<()> {
    match command {
        ClassCommand::Define {
            file,
            document,
            signer,
        } => {
            let class: ClassFile = read_json(&file, ADVICE)?;
            let rules = class.rules.rules();
            let call = calls::define_class(&class.key, class.unit.0, &rules, document.reason()?);
            let inclusion = submit(globals, &signer, call).await?;
            tell(globals, &inclusion, |events| {
                let number =
                    crate::cli::finality::number_in(events, "Quotas", "ClassDefined", "class");
                let text = match number {
                    Some(number) => format!("class {number} defined"),
                    None => "class defined".to_owned(),
                };
                (json!({ "class": number }), text)
            });
        }
        ClassCommand::Rules {
            class,
            file,
            document,
            signer,
        } => {
            let rules: RulesFile = read_json(&file, RULES_ADVICE)?;
            let call = calls::set_class_rules(class, &rules.rules(), document.reason()?);
            let inclusion = submit(globals, &signer, call).await?;
            tell(globals, &inclusion, |_| {
                let text = format!("rules of class {class} set\n{rules}");
                (json!({ "class": class, "rules": rules }), text)
            });
        }
        ClassCommand::List {
            division,
            pollutant,
        } => list(globals, division, pollutant).await?,
        ClassCommand::Show { class } => show(globals, class).await?,
        ClassCommand::Template => say(EXAMPLE.trim_end()),
    }
    Ok(())
}

async fn list(
    globals: &Globals,
    division: Option<DivisionCode>,
    of: Option<Pollutant>,
) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let mut classes = Vec::new();
    for (id, class) in chain.quota_classes(at).await? {
        let within = division.is_none_or(|within| within.contains(class.key.zone().division()));
        if within && of.is_none_or(|pollutant| pollutant == class.key.pollutant()) {
            classes.push((id, class, chain.class_totals(id, at).await?));
        }
    }
    let json: Vec<_> = classes.iter().map(row_json).collect();
    globals.print(&json.into(), || {
        if classes.is_empty() {
            return "no classes".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("class"),
            Left("pollutant"),
            Left("zone"),
            Left("years"),
            Left("valid through"),
            Left("sector"),
            Right("allocated"),
            Right("with holders"),
        ];
        table(columns, classes.iter().map(row))
    });
    Ok(())
}

type Listed = (ClassId, QuotaClassV1, ClassTotalsV1);

fn row((id, class, totals): &Listed) -> [String; 8] {
    let vintage = class.key.vintage();
    [
        id.to_string(),
        pollutant(class.key.pollutant()),
        zone(&class.key.zone()),
        format!("{}-{}", vintage.first_year(), vintage.last_year()),
        vintage.expires().to_string(),
        class.key.sector().to_string(),
        amount(totals.allocated),
        amount(totals.live().unwrap_or_default()),
    ]
}

fn row_json((id, class, totals): &Listed) -> Json {
    json!({
        "class": id, "key": class.key, "unit": Amount(class.unit), "defined": class.defined, "by": class.by,
        "totals": totals_json(totals),
    })
}

fn totals_json(totals: &ClassTotalsV1) -> Json {
    json!({
        "allocated": Amount(totals.allocated), "surrendered": Amount(totals.surrendered), "retired": Amount(totals.retired),
        "expired": Amount(totals.expired), "live": totals.live().map(Amount),
    })
}

/// A class, all of it of one block.
struct Shown {
    id: ClassId,
    class: QuotaClassV1,
    rules: StandingRules,
    totals: ClassTotalsV1,
    holders: Vec<(Holder, HoldingV1)>,
    names: Names,
    is_over: bool,
}

async fn show(globals: &Globals, id: ClassId) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let shown = Shown::read(&chain, id).await?;
    globals.print(&shown.json(), || shown.text());
    Ok(())
}

impl Shown {
    async fn read(chain: &Chain, id: ClassId) -> anyhow::Result<Shown> {
        let at = At::Block(chain.resolve(At::Finalised).await?);
        let class = known_class(chain, id, at).await?;
        let rules = chain.class_rules(id, at).await?;
        let now_ms = chain.time_ms(at).await?;
        Ok(Shown {
            id,
            rules: rules.with_context(|| format!("class {id} has no rules"))?,
            totals: chain.class_totals(id, at).await?,
            holders: chain.class_holdings(id, at).await?,
            names: Names::read(chain, at).await?,
            is_over: class.key.vintage().is_over(now_ms),
            class,
        })
    }

    fn json(&self) -> Json {
        let mut json = row_json(&(self.id, self.class, self.totals));
        let holders = self.holders.iter().map(|(holder, holding)| {
            json!({ "holder": holder, "amount": Amount(holding.amount), "lot": holding.lot, "frozen": Amount(holding.frozen) })
        });
        let more = json!({
            "over": self.is_over, "rules": RulesFile::from(self.rules.rules.clone()), "rules_document": self.rules.document,
            "rules_by": self.rules.by, "rules_set": self.rules.at, "holders": holders.collect::<Vec<_>>(),
        });
        if let (Some(object), Json::Object(more)) = (json.as_object_mut(), more) {
            object.extend(more);
        }
        json
    }

    fn text(&self) -> String {
        let (key, totals) = (&self.class.key, &self.totals);
        let vintage = key.vintage();
        let over = if self.is_over { ": OVER" } else { "" };
        let mut lines = vec![
            format!("class         {}{over}", self.id),
            format!("pollutant     {}", pollutant(key.pollutant())),
            format!("zone          {}", zone(&key.zone())),
            format!(
                "for           {} to {}, valid through {}",
                vintage.first_year(),
                vintage.last_year(),
                vintage.expires()
            ),
            format!("sector        {}", key.sector()),
            format!("unit          {}", amount(self.class.unit)),
            format!(
                "defined       {} by {}",
                beijing(self.class.defined.time_ms),
                self.names.institution(self.class.by)
            ),
            String::new(),
            RulesFile::from(self.rules.rules.clone()).to_string(),
            format!(
                "rules set     {} by {}, document {}",
                beijing(self.rules.at.time_ms),
                self.names.institution(self.rules.by),
                self.rules.document
            ),
            String::new(),
            format!("allocated     {}", amount(totals.allocated)),
            format!("surrendered   {}", amount(totals.surrendered)),
            format!("given up      {}", amount(totals.retired)),
            format!("expired       {}", amount(totals.expired)),
            format!(
                "with holders  {}",
                amount(totals.live().unwrap_or_default())
            ),
        ];
        if !self.holders.is_empty() {
            lines.push(self.holders_table());
        }
        lines.join("\n")
    }

    fn holders_table(&self) -> String {
        use Column::{Left, Right};
        let columns = [
            Left("holder"),
            Right("has"),
            Right("lot"),
            Right("set aside"),
            Right("frozen"),
        ];
        let rows = self.holders.iter().map(|(holder, holding)| {
            [
                self.names.holder(holder),
                amount(holding.amount),
                holding.lot.map_or_else(String::new, |lot| lot.to_string()),
                or_nothing(holding.held.saturating_add(holding.offered)),
                or_nothing(holding.frozen),
            ]
        });
        table(columns, rows)
    }
}

/// An amount; nothing at all for none.
pub fn or_nothing(grams: Grams) -> String {
    match grams.is_zero() {
        true => String::new(),
        false => amount(grams),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::input::parse_json;
    use limpid_primitives::{Digest, InstitutionId, Moment};

    fn shown() -> Shown {
        let file: ClassFile = parse_json(EXAMPLE.as_bytes()).unwrap();
        Shown {
            id: ClassId(1),
            class: QuotaClassV1 {
                key: file.key,
                unit: file.unit.0,
                defined: Moment::default(),
                by: InstitutionId(1),
            },
            rules: StandingRules {
                rules: file.rules.rules(),
                document: Digest([7; 32]),
                by: InstitutionId(1),
                division: "130000".parse().unwrap(),
                at: Moment::default(),
            },
            totals: ClassTotalsV1 {
                allocated: Grams(100_000_000),
                surrendered: Grams(1_000_000),
                ..ClassTotalsV1::default()
            },
            holders: vec![(
                Holder::Institution(InstitutionId(3)),
                HoldingV1 {
                    amount: Grams(99_000_000),
                    frozen: Grams(500_000),
                    ..HoldingV1::default()
                },
            )],
            names: Names::of([(InstitutionId(3), "唐山钢铁".to_owned())]),
            is_over: false,
        }
    }

    #[test]
    fn a_class_is_shown_with_rules_totals_and_holders() {
        let text = shown().text();
        for part in [
            "a21002 NOx",
            "air of 130200",
            "2026 to 2030, valid through 2031-06-30",
            "next-day",
            "with holders  99 t",
            "唐山钢铁 (3)",
            "500 kg",
            "by institution 1",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let over = Shown {
            is_over: true,
            ..shown()
        };
        assert!(over.text().contains("class         1: OVER"));
    }

    #[test]
    fn the_rules_shown_to_programs_can_be_set() {
        let json = shown().json();
        let rules: RulesFile = serde_json::from_value(json["rules"].clone()).unwrap();
        assert_eq!(rules.rules(), shown().rules.rules);
        assert_eq!(
            (&json["totals"]["live"], &json["holders"][0]["holder"]),
            (&json!("99 t"), &json!("3"))
        );
    }
}
