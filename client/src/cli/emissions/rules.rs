//! `limpid emissions rules` and `set-rules`.

use super::substitution::RuleText;
use crate::{
    chain::{calls, At},
    cli::{
        decision::CouncilDecision,
        finality::{submit_by, tell},
        input::read_json,
        Globals,
    },
    when::length,
};
use limpid_primitives::{
    emissions::{EmissionRules, SubstitutionRule},
    DivisionCode,
};
use serde_json::json;
use std::path::Path;

/// For whoever wrote a file of rules.
const ADVICE: &str = "`limpid emissions rules --json | jq .rules` prints the present ones";

/// Prints the rules.
pub async fn show(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let rules = chain.emission_rules(at).await?;
    let substitution = chain.substitution_rules(at).await?;
    let json = json!({
        "rules": rules,
        "substitution": substitution.iter().map(|(division, rule)| {
            json!({ "division": division, "rule": RuleText(Some(*rule)).to_string() })
        }).collect::<Vec<_>>(),
    });
    globals.print(&json, || text(&rules, &substitution));
    Ok(())
}

/// Proposes rules to the council.
pub async fn set(globals: &Globals, file: &Path, decision: &CouncilDecision) -> anyhow::Result<()> {
    let rules: EmissionRules = read_json(file, ADVICE)?;
    let authority = decision.authority()?;
    let key = decision.signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, authority, calls::set_rules(&rules)).await?;
    tell(globals, &inclusion, |_| {
        let done = format!("rules set\n{}", text(&rules, &[]));
        (json!({ "rules": rules }), done)
    });
    Ok(())
}

fn text(rules: &EmissionRules, substitution: &[(DivisionCode, SubstitutionRule)]) -> String {
    let EmissionRules::V1(rules) = rules;
    let mut lines = vec![
        format!("means and limits are compared by  {}", rules.rounding),
        format!(
            "an hour is not valid above        {} under accepted tags",
            length(rules.tagged_of_hour_ms_max)
        ),
        format!(
            "a day is not valid above          {} under accepted tags",
            length(rules.tagged_of_day_ms_max)
        ),
        format!(
            "a day's frame is waited for       {} after the day",
            length(rules.data_deadline_ms)
        ),
        format!(
            "a finding is reviewed within      {} of its filing",
            length(rules.review_deadline_ms)
        ),
        format!(
            "the party may state its position  {} from its notice on",
            length(rules.statement_deadline_ms)
        ),
        format!(
            "a finding is decided within       {} of the statement or its deadline",
            length(rules.decision_deadline_ms)
        ),
    ];
    let rule = |(division, rule): &(DivisionCode, SubstitutionRule)| {
        format!("substitute in {division}: {}", RuleText(Some(*rule)))
    };
    lines.extend(substitution.iter().map(rule));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::emissions::EmissionRulesV1;

    #[test]
    fn what_is_printed_for_programs_is_read_as_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules.json");
        let rules = EmissionRules::V1(EmissionRulesV1::default());
        std::fs::write(&path, json!(rules).to_string()).unwrap();
        assert_eq!(read_json::<EmissionRules>(&path, ADVICE).unwrap(), rules);
        let misspelt = json!(rules)
            .to_string()
            .replace("data_deadline_ms", "data_deadline");
        std::fs::write(&path, misspelt).unwrap();
        let error = format!(
            "{:#}",
            read_json::<EmissionRules>(&path, ADVICE).unwrap_err()
        );
        assert!(
            error.contains("rules.json: v1") && error.contains("data_deadline"),
            "{error}"
        );
    }

    #[test]
    fn rules_are_told_with_units() {
        let rules = EmissionRules::V1(EmissionRulesV1::default());
        let division = "130200".parse().unwrap();
        let text = text(&rules, &[(division, SubstitutionRule::LargestOfDays(7))]);
        for part in [
            "full-value",
            "15min",
            "4h",
            "3d",
            "130200: largest-of-days:7",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
