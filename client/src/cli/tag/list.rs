//! `limpid tag list`.

use crate::{
    chain::At,
    cli::{
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{Outlet, TagCode, TagId, TagReview, TagRuleV1, TagV1};
use serde_json::{json, Value as Json};

type Rules = [(TagCode, TagRuleV1)];

/// Prints the tags of an outlet that speak of `[from, until)`.
pub async fn list(
    globals: &Globals,
    outlet: Outlet,
    from_ms: Option<u64>,
    until_ms: Option<u64>,
) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let rules = chain.tag_rules(at).await?;
    let mut tags = chain.tags(outlet, at).await?;
    tags.retain(|(_, tag)| speaks_of(tag, from_ms, until_ms));
    let json: Vec<_> = tags.iter().map(|tag| entry(tag, &rules)).collect();
    globals.print(&json.into(), || {
        if tags.is_empty() {
            return format!("no tags at {outlet}");
        }
        let columns = [
            Column::Right("tag"),
            Column::Left("what"),
            Column::Left("from"),
            Column::Left("until"),
            Column::Left("filed"),
            Column::Left("review"),
        ];
        table(columns, tags.iter().map(|tag| row(tag, &rules)))
    });
    Ok(())
}

/// Whether a tag speaks of any of the time asked for.
fn speaks_of(tag: &TagV1, from_ms: Option<u64>, until_ms: Option<u64>) -> bool {
    from_ms.is_none_or(|from| tag.until_ms > from)
        && until_ms.is_none_or(|until| tag.from_ms < until)
}

/// What a code means now; a code out of use means nothing any more.
fn meaning(code: TagCode, rules: &Rules) -> Option<&TagRuleV1> {
    let found = rules.iter().find(|(known, _)| *known == code);
    found.map(|(_, rule)| rule)
}

fn entry((id, tag): &(TagId, TagV1), rules: &Rules) -> Json {
    let review = match tag.review {
        TagReview::Filed => json!({ "status": "filed" }),
        TagReview::Accepted { at, by } => json!({ "status": "accepted", "at": at, "by": by }),
        TagReview::Rejected { at, by, reason } => {
            json!({ "status": "rejected", "at": at, "by": by, "reason": reason })
        }
    };
    let meaning = meaning(tag.code, rules);
    json!({
        "tag": id, "code": tag.code, "name": meaning.map(|rule| &rule.name),
        "subject": meaning.map(|rule| rule.subject), "from_ms": tag.from_ms, "until_ms": tag.until_ms,
        "reason": tag.reason, "proof": tag.proof, "filed": tag.filed, "filed_by": tag.filed_by,
        "timeliness": tag.timeliness, "review": review,
    })
}

fn row((id, tag): &(TagId, TagV1), rules: &Rules) -> [String; 6] {
    let what = match meaning(tag.code, rules) {
        Some(rule) => format!("{} {} ({})", tag.code.0, rule.name, rule.subject),
        None => format!("{} (out of use)", tag.code.0),
    };
    let filed = format!("{}, {}", beijing(tag.filed.time_ms), tag.timeliness);
    let review = match tag.review {
        TagReview::Filed => "waits".to_owned(),
        TagReview::Accepted { at, by } => {
            format!("accepted {} by institution {by}", beijing(at.time_ms))
        }
        TagReview::Rejected { at, by, .. } => {
            format!("rejected {} by institution {by}", beijing(at.time_ms))
        }
    };
    [
        id.to_string(),
        what,
        beijing(tag.from_ms),
        beijing(tag.until_ms),
        filed,
        review,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{Digest, InstitutionId, Moment, TagSubject, TagTimeliness};

    fn tag() -> TagV1 {
        TagV1 {
            code: TagCode(101),
            from_ms: 1_000,
            until_ms: 2_000,
            reason: Digest([1; 32]),
            proof: Digest([2; 32]),
            filed: Moment {
                block: 7,
                time_ms: 3_000,
            },
            filed_by: InstitutionId(2),
            timeliness: TagTimeliness::Late,
            review: TagReview::Accepted {
                at: Moment {
                    block: 8,
                    time_ms: 4_000,
                },
                by: InstitutionId(1),
            },
        }
    }

    #[test]
    fn a_tag_is_listed_if_it_speaks_of_the_time_asked_for() {
        for (from, until, is_listed) in [
            (None, None, true),
            (Some(1_999), None, true),
            (Some(2_000), None, false),
            (None, Some(1_000), false),
            (None, Some(1_001), true),
            (Some(1_500), Some(1_600), true),
        ] {
            assert_eq!(
                speaks_of(&tag(), from, until),
                is_listed,
                "{from:?} {until:?}"
            );
        }
    }

    #[test]
    fn a_tag_says_what_it_means_and_what_became_of_it() {
        let rule = TagRuleV1 {
            subject: TagSubject::Equipment,
            name: "校准".parse().unwrap(),
            deadline_ms: 0,
        };
        let rules = [(TagCode(101), rule)];
        let row = row(&(TagId(5), tag()), &rules).join(" | ");
        for part in [
            "5 | 101 校准 (equipment)",
            "late",
            "accepted",
            "institution 1",
        ] {
            assert!(row.contains(part), "{part}: {row}");
        }
        let json = entry(&(TagId(5), tag()), &rules);
        assert_eq!(json["review"]["status"], "accepted");
        assert_eq!(
            (&json["name"], &json["timeliness"]),
            (&json!("校准"), &json!("late"))
        );
        assert_eq!(entry(&(TagId(5), tag()), &[])["name"], Json::Null);
    }
}
