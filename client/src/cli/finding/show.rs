//! `limpid finding show`.

use super::{
    known,
    list::{decision, entry, late_text, value, StatusWord},
};
use crate::{
    chain::{Account, At},
    cli::{table::pollutant, Globals},
    when::beijing,
};
use limpid_primitives::{
    emissions::{
        EmissionRules, EmissionRulesV1, FindingId, FindingStatus, FindingV1, Overdue, Review,
    },
    Digest, Moment,
};
use serde_json::{json, Value as Json};

/// Prints a finding.
pub async fn show(globals: &Globals, id: FindingId) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let finding = known(&chain, id, at).await?;
    let EmissionRules::V1(rules) = chain.emission_rules(at).await?;
    let overdue = chain.overdue_findings(at).await?;
    let overdue = overdue.iter().find(|late| late.finding == id);
    let now_ms = chain.time_ms(at).await?;
    globals.print(&json(id, &finding, overdue), || {
        text(id, &finding, overdue, &rules, now_ms)
    });
    Ok(())
}

fn json(id: FindingId, finding: &FindingV1, overdue: Option<&Overdue>) -> Json {
    let mut json = entry(id, finding, overdue);
    let review = |review: Option<Review>| {
        review.map(|review| {
            json!({
                "institution": review.institution, "account": Account(review.account).to_string(),
                "at": review.at, "document": review.document,
            })
        })
    };
    let step = |step: Option<(Moment, Digest)>| {
        step.map(|(at, document)| json!({ "at": at, "document": document }))
    };
    if let Some(object) = json.as_object_mut() {
        object.insert(
            "technical_review".into(),
            json!(review(finding.technical_review)),
        );
        object.insert("legal_review".into(), json!(review(finding.legal_review)));
        object.insert("notice".into(), json!(step(finding.notice)));
        object.insert("statement".into(), json!(step(finding.statement)));
    }
    json
}

fn text(
    id: FindingId,
    finding: &FindingV1,
    overdue: Option<&Overdue>,
    rules: &EmissionRulesV1,
    now_ms: u64,
) -> String {
    let limit = &finding.limit;
    let permit = match finding.not_in_force {
        None => "in force".to_owned(),
        Some(why) => format!("NOT in force: {why}"),
    };
    let place = &finding.place;
    let mut lines = vec![
        format!("finding    {id}, {}", StatusWord::of(finding).word()),
        format!("outlet     {}", finding.outlet),
        format!("pollutant  {}", pollutant(finding.pollutant)),
        format!(
            "mean       of the {} from {} on",
            finding.averaging,
            beijing(finding.observed_ms)
        ),
        format!(
            "value      {} {} ({})",
            value(finding),
            finding.unit,
            limit.basis
        ),
        format!(
            "limit      {} {}, {}; compared by {}",
            limit.value, limit.unit, limit.standard, finding.rounding
        ),
        format!(
            "permit     version {}, {permit} then",
            finding.permit_version
        ),
        format!(
            "frame      record {}, batch {} of gateway {}",
            place.record, place.sequence, place.gateway
        ),
        format!(
            "filed      {} (block {})",
            beijing(finding.filed.time_ms),
            finding.filed.block
        ),
        review("technical", finding.technical_review),
        review("legal    ", finding.legal_review),
    ];
    lines.extend(finding.notice.map(|notice| step("notice   ", notice)));
    lines.extend(
        finding
            .statement
            .map(|statement| step("statement", statement)),
    );
    lines.extend(decision(finding).map(|decision| step("decision ", decision)));
    lines.push(format!("next       {}", next(id, finding, rules, now_ms)));
    lines.extend(overdue.map(late_text));
    lines.join("\n")
}

fn review(kind: &str, review: Option<Review>) -> String {
    match review {
        Some(review) => format!(
            "{kind}  {} by {} of institution {}, document {}",
            beijing(review.at.time_ms),
            Account(review.account),
            review.institution,
            review.document
        ),
        None => format!("{kind}  not reviewed yet"),
    }
}

fn step(what: &str, (at, document): (Moment, Digest)) -> String {
    format!("{what}  {}, document {document}", beijing(at.time_ms))
}

/// What is to be done, by whom and until when.
fn next(id: FindingId, finding: &FindingV1, rules: &EmissionRulesV1, now_ms: u64) -> String {
    match finding.status {
        FindingStatus::Filed => {
            let kinds = match (finding.technical_review, finding.legal_review) {
                (None, None) => "technical|legal",
                (None, Some(_)) => "technical",
                (Some(_), _) => "legal",
            };
            let due_ms = finding
                .filed
                .time_ms
                .saturating_add(rules.review_deadline_ms);
            format!(
                "two approvers of the agency review it by {}: limpid finding review {id} --kind {kinds} --document FILE",
                beijing(due_ms)
            )
        }
        FindingStatus::Reviewed { .. } => {
            format!("the agency notifies the party: limpid finding notify {id} --document FILE")
        }
        FindingStatus::Notified { statement_until_ms } => {
            let stated = finding.statement.map(|(at, _)| at.time_ms);
            let due_ms = stated.unwrap_or(statement_until_ms);
            let due = beijing(due_ms.saturating_add(rules.decision_deadline_ms));
            if stated.is_none() && now_ms < statement_until_ms {
                return format!(
                    "the party may state its position until {}: limpid finding state {id} --document FILE",
                    beijing(statement_until_ms)
                );
            }
            format!(
                "the agency decides by {due}: limpid finding uphold|dismiss {id} --document FILE"
            )
        }
        FindingStatus::Upheld { .. } | FindingStatus::Dismissed { .. } => {
            "nothing: it is decided".to_owned()
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use limpid_primitives::{
        emissions::ProofPlace,
        permit::{Averaging, ConcentrationUnit, Limit, LimitBasis, NotInForce},
        GatewayId, InstitutionId, RoundingRule,
    };

    /// Two o'clock in the afternoon of 2026-03-01 in Beijing.
    const OBSERVED_MS: u64 = 1_772_344_800_000;

    /// A finding that was just filed.
    pub fn finding() -> FindingV1 {
        FindingV1 {
            outlet: "91130200699229617X001P/DA001".parse().unwrap(),
            pollutant: "a21002".parse().unwrap(),
            averaging: Averaging::Hour,
            observed_ms: OBSERVED_MS,
            value: b"63.20".to_vec().try_into().unwrap(),
            unit: ConcentrationUnit::MilligramPerCubicMetre,
            permit_version: 1,
            not_in_force: None,
            limit: Limit {
                pollutant: "a21002".parse().unwrap(),
                averaging: Averaging::Hour,
                value: "50".parse().unwrap(),
                unit: ConcentrationUnit::MilligramPerCubicMetre,
                basis: LimitBasis::Converted,
                standard: "GB 13223-2011".parse().unwrap(),
            },
            rounding: RoundingRule::FullValue,
            place: ProofPlace {
                gateway: GatewayId(1),
                sequence: 9,
                record: Digest([0xaa; 32]),
            },
            filed: Moment {
                block: 40,
                time_ms: OBSERVED_MS + 7_200_000,
            },
            status: FindingStatus::Filed,
            technical_review: None,
            legal_review: None,
            notice: None,
            statement: None,
        }
    }

    fn shown(finding: &FindingV1, now_ms: u64) -> String {
        text(
            FindingId(3),
            finding,
            None,
            &EmissionRulesV1::default(),
            now_ms,
        )
    }

    fn at(time_ms: u64) -> Moment {
        Moment { block: 50, time_ms }
    }

    #[test]
    fn a_finding_shows_value_limit_and_place() {
        let text = shown(&finding(), OBSERVED_MS);
        for part in [
            "of the hour from 2026-03-01 14:00:00+08:00 on",
            "63.20 mg/m3 (converted)",
            "50 mg/m3, GB 13223-2011; compared by full-value",
            "version 1, in force then",
            "batch 9 of gateway 1",
            "technical  not reviewed yet",
            "by 2026-03-08 16:00:00+08:00",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let without = FindingV1 {
            not_in_force: Some(NotInForce::Expired),
            ..finding()
        };
        assert!(shown(&without, OBSERVED_MS).contains("NOT in force: expired"));
    }

    #[test]
    fn what_comes_next_follows_from_the_status() {
        let review = Review {
            institution: InstitutionId(1),
            account: [5; 32],
            at: at(OBSERVED_MS),
            document: Digest([6; 32]),
        };
        let of = |status, statement, now_ms| {
            let finding = FindingV1 {
                status,
                statement,
                technical_review: Some(review),
                ..finding()
            };
            next(FindingId(3), &finding, &EmissionRulesV1::default(), now_ms)
        };
        let notified = FindingStatus::Notified {
            statement_until_ms: OBSERVED_MS + 1_000,
        };
        let (before, after) = (OBSERVED_MS, OBSERVED_MS + 1_000);
        let statement = Some((at(OBSERVED_MS), Digest([7; 32])));
        for (status, statement, now_ms, command) in [
            (
                FindingStatus::Filed,
                None,
                before,
                "finding review 3 --kind legal ",
            ),
            (
                FindingStatus::Reviewed { at: at(before) },
                None,
                before,
                "finding notify 3",
            ),
            (notified, None, before, "finding state 3"),
            (notified, None, after, "finding uphold|dismiss 3"),
            (notified, statement, before, "finding uphold|dismiss 3"),
        ] {
            let text = of(status, statement, now_ms);
            assert!(text.contains(command), "{command}: {text}");
        }
        let upheld = FindingStatus::Upheld {
            at: at(after),
            document: Digest([8; 32]),
        };
        assert!(of(upheld, statement, after).contains("nothing"));
    }

    #[test]
    fn programs_get_reviews_by_account() {
        let review = Review {
            institution: InstitutionId(1),
            account: [5; 32],
            at: at(OBSERVED_MS),
            document: Digest([6; 32]),
        };
        let finding = FindingV1 {
            technical_review: Some(review),
            ..finding()
        };
        let json = json(FindingId(3), &finding, None);
        assert_eq!(json["technical_review"]["account"], "05".repeat(32));
        assert_eq!(
            (&json["legal_review"], &json["overdue"]),
            (&Json::Null, &Json::Null)
        );
        assert_eq!(json["place"]["record"], "aa".repeat(32));
    }
}
