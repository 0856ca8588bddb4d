//! `limpid tag rules`, `set-rule` and `remove-rule`.

use crate::{
    chain::{calls, At, Call},
    cli::{
        decision::CouncilDecision,
        finality::{submit_by, tell},
        table::{table, Column},
        Globals,
    },
    when::length,
};
use limpid_primitives::{TagCode, TagName, TagRule, TagRuleV1, TagSubject};
use serde_json::json;

/// Prints the codes.
pub async fn list(globals: &Globals) -> anyhow::Result<()> {
    let rules = globals.connect().await?.tag_rules(At::Finalised).await?;
    let json: Vec<_> = rules
        .iter()
        .map(|(code, rule)| {
            json!({
                "code": code, "subject": rule.subject, "name": rule.name, "deadline_ms": rule.deadline_ms,
            })
        })
        .collect();
    globals.print(&json.into(), || {
        if rules.is_empty() {
            return "no code is in use; the council sets them with `limpid tag set-rule`"
                .to_owned();
        }
        let columns = [
            Column::Right("code"),
            Column::Left("subject"),
            Column::Left("name"),
            Column::Right("to be filed within"),
        ];
        let row = |(TagCode(code), rule): &(TagCode, TagRuleV1)| {
            let deadline = format!("{} of the day's end", length(rule.deadline_ms));
            [
                code.to_string(),
                rule.subject.to_string(),
                rule.name.to_string(),
                deadline,
            ]
        };
        table(columns, rules.iter().map(row))
    });
    Ok(())
}

/// What a code means.
pub fn rule(subject: TagSubject, name: TagName, deadline_ms: u64) -> TagRule {
    TagRule::V1(TagRuleV1 {
        subject,
        name,
        deadline_ms,
    })
}

/// Proposes to the council what a code means.
pub async fn set(
    globals: &Globals,
    code: TagCode,
    rule: TagRule,
    decision: &CouncilDecision,
) -> anyhow::Result<()> {
    let call = calls::set_tag_rule(code, &rule);
    change(globals, code, call, "set", decision).await
}

/// Proposes to the council to take a code out of use.
pub async fn remove(
    globals: &Globals,
    code: TagCode,
    decision: &CouncilDecision,
) -> anyhow::Result<()> {
    change(
        globals,
        code,
        calls::remove_tag_rule(code),
        "out of use",
        decision,
    )
    .await
}

async fn change(
    globals: &Globals,
    code: TagCode,
    call: Call,
    done: &str,
    decision: &CouncilDecision,
) -> anyhow::Result<()> {
    let authority = decision.authority()?;
    let key = decision.signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, authority, call).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "code": code }),
            format!("tag code {} {done}", code.0),
        )
    });
    Ok(())
}
