//! `limpid emissions set-substitution`: what counts for days without valid data.

use crate::{
    chain::calls,
    cli::{
        decision::Authority,
        finality::{submit_by, tell},
        signer::Signer,
        Globals,
    },
};
use limpid_primitives::{emissions::SubstitutionRule, DivisionCode};
use serde_json::json;
use std::{fmt, str::FromStr};

/// A rule as people write it: `largest-of-days:7`; `None` is `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleText(pub Option<SubstitutionRule>);

/// The text is no rule.
#[derive(Debug, thiserror::Error)]
#[error(
    "a rule is largest-of-days:N or mean-of-days:N with N from 1 to 31, permitted-day, or none"
)]
pub struct RuleTextError;

impl FromStr for RuleText {
    type Err = RuleTextError;

    fn from_str(text: &str) -> Result<RuleText, RuleTextError> {
        let days = |digits: &str| {
            let days = digits.parse().ok().filter(|days| (1..=31).contains(days));
            days.ok_or(RuleTextError)
        };
        Ok(RuleText(match text.split_once(':') {
            Some(("largest-of-days", digits)) => {
                Some(SubstitutionRule::LargestOfDays(days(digits)?))
            }
            Some(("mean-of-days", digits)) => Some(SubstitutionRule::MeanOfDays(days(digits)?)),
            None if text == "permitted-day" => Some(SubstitutionRule::PermittedDay),
            None if text == "none" => None,
            _ => return Err(RuleTextError),
        }))
    }
}

impl fmt::Display for RuleText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(SubstitutionRule::LargestOfDays(days)) => write!(f, "largest-of-days:{days}"),
            Some(SubstitutionRule::MeanOfDays(days)) => write!(f, "mean-of-days:{days}"),
            Some(SubstitutionRule::PermittedDay) => f.write_str("permitted-day"),
            None => f.write_str("none"),
        }
    }
}

/// Sets the rule of a division.
pub async fn set(
    globals: &Globals,
    division: DivisionCode,
    rule: RuleText,
    signer: &Signer,
) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::set_substitution_rule(division, rule.0);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let text = match rule.0 {
            Some(_) => format!("days without valid data in {division} count by {rule}"),
            None => format!("{division} has no rule of its own any more"),
        };
        (
            json!({ "division": division, "rule": rule.to_string() }),
            text,
        )
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_they_are_written() {
        for text in [
            "largest-of-days:7",
            "mean-of-days:31",
            "permitted-day",
            "none",
        ] {
            assert_eq!(text.parse::<RuleText>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "largest-of-days",
            "largest-of-days:0",
            "mean-of-days:32",
            "permitted-day:1",
        ] {
            assert!(text.parse::<RuleText>().is_err(), "{text}");
        }
    }
}
