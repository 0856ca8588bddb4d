//! A class and its rules as people write them: amounts have their unit.

use crate::mass::{amount, parse_grams};
use limpid_primitives::{
    quota::{ClassKey, ClassRules, ClassRulesV1, ResaleRule, Sector, TransferRule, Zone},
    AtMost, DivisionCode, Grams,
};
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An example of a class's file.
pub const EXAMPLE: &str = include_str!("class.json");

/// A class to be defined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassFile {
    /// What makes its quota interchangeable.
    pub key: ClassKey,
    /// What the market trades in whole numbers of.
    pub unit: Amount,
    /// Its rules.
    pub rules: RulesFile,
}

/// The rules of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesFile {
    cap: Amount,
    zones: AtMost<Zone, { ClassRulesV1::ZONES_MAX }>,
    sectors: AtMost<Sector, { ClassRulesV1::SECTORS_MAX }>,
    barred: AtMost<DivisionCode, { ClassRulesV1::BARRED_MAX }>,
    holder_limit: Option<Amount>,
    group_limit: Option<Amount>,
    resale: ResaleRule,
    transfer: TransferRule,
    lease_days_max: u16,
}

/// An amount of quota with its unit: `12.5 t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(pub Grams);

impl RulesFile {
    /// As the chain takes them.
    pub fn rules(&self) -> ClassRules {
        ClassRules::V1(ClassRulesV1 {
            cap: self.cap.0,
            zones: self.zones.clone(),
            sectors: self.sectors.clone(),
            barred: self.barred.clone(),
            holder_limit: self.holder_limit.map(|limit| limit.0),
            group_limit: self.group_limit.map(|limit| limit.0),
            resale: self.resale,
            transfer: self.transfer,
            lease_days_max: self.lease_days_max,
        })
    }
}

impl From<ClassRules> for RulesFile {
    fn from(ClassRules::V1(rules): ClassRules) -> Self {
        Self {
            cap: Amount(rules.cap),
            zones: rules.zones,
            sectors: rules.sectors,
            barred: rules.barred,
            holder_limit: rules.holder_limit.map(Amount),
            group_limit: rules.group_limit.map(Amount),
            resale: rules.resale,
            transfer: rules.transfer,
            lease_days_max: rules.lease_days_max,
        }
    }
}

impl fmt::Display for RulesFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none =
            |limit: Option<Amount>| limit.map_or("none".into(), |limit| limit.to_string());
        writeln!(f, "cap           {}", self.cap)?;
        writeln!(f, "more zones    {}", list(self.zones.iter().map(zone)))?;
        writeln!(
            f,
            "more sectors  {}",
            list(self.sectors.iter().map(Sector::to_string))
        )?;
        writeln!(
            f,
            "barred areas  {}",
            list(self.barred.iter().map(DivisionCode::to_string))
        )?;
        writeln!(f, "holder limit  {}", or_none(self.holder_limit))?;
        writeln!(f, "group limit   {}", or_none(self.group_limit))?;
        writeln!(f, "resale        {}", self.resale)?;
        writeln!(f, "transfer      {}", self.transfer)?;
        match self.lease_days_max {
            0 => write!(f, "leases        none"),
            days => write!(f, "leases        at most {days} days"),
        }
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.collect();
    match items.is_empty() {
        true => "none".to_owned(),
        false => items.join(", "),
    }
}

/// `air of 130200`, `water of 130200, basin C`.
pub fn zone(zone: &Zone) -> String {
    match zone {
        Zone::Air { division } => format!("air of {division}"),
        Zone::Water { division, basin } => format!("water of {division}, basin {basin}"),
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&amount(self.0))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // A bare number could be grams, kilograms or tonnes.
                f.write_str("an amount with its unit, as \"12.5 t\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                parse_grams(text).map(Amount).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::input::parse_json;

    fn example() -> ClassFile {
        parse_json(EXAMPLE.as_bytes()).unwrap()
    }

    #[test]
    fn the_example_is_read_and_written_as_it_stands() {
        let json: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
        assert_eq!(serde_json::to_value(example()).unwrap(), json);
        let rules = example().rules;
        assert_eq!(RulesFile::from(rules.rules()), rules);
        let ClassRules::V1(rules) = rules.rules();
        assert_eq!(rules.cap, Grams(50_000_000_000));
        assert_eq!(
            (rules.holder_limit, rules.group_limit),
            (Some(Grams(5_000_000_000)), None)
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (from, to, place, fault) in [
            ("\"50000 t\"", "50000", "rules.cap", "with its unit"),
            ("\"1 t\"", "\"0.5 mg\"", "unit", "whole number of grams"),
            ("a21002", "w21002", "key", "medium"),
            ("2031-06-30", "2029-06-30", "key.vintage", "expires"),
            ("next-day", "some-day", "rules.resale", "same-day"),
            ("\"cap\"", "\"cep\"", "rules", "cep"),
        ] {
            let text = EXAMPLE.replacen(from, to, 1);
            let error = parse_json::<ClassFile>(text.as_bytes()).unwrap_err();
            let error = format!("{error:#}");
            assert!(error.starts_with(place), "{place}: {error}");
            assert!(
                fault == "medium" || error.contains(fault),
                "{fault}: {error}"
            );
        }
    }

    #[test]
    fn rules_are_told_in_words() {
        let text = example().rules.to_string();
        for part in [
            "50000 t",
            "5000 t",
            "next-day",
            "at most 365 days",
            "group limit   none",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let water = Zone::Water {
            division: "130200".parse().unwrap(),
            basin: "C".parse().unwrap(),
        };
        assert_eq!(zone(&water), "water of 130200, basin C");
    }
}
