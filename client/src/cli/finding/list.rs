//! `limpid finding list`.

use crate::{
    chain::At,
    cli::{
        table::{pollutant, table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{
    emissions::{FindingId, FindingStatus, FindingV1, Overdue},
    Digest, Moment, PermitNumber,
};
use serde_json::{json, Value as Json};
use std::collections::HashMap;

/// How far a finding has come, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum StatusWord {
    /// The chain established it; reviews are missing.
    Filed,
    /// Both reviews are there.
    Reviewed,
    /// The party was notified.
    Notified,
    /// It stands.
    Upheld,
    /// It does not stand.
    Dismissed,
}

impl StatusWord {
    /// Of a finding.
    pub fn of(finding: &FindingV1) -> StatusWord {
        match finding.status {
            FindingStatus::Filed => StatusWord::Filed,
            FindingStatus::Reviewed { .. } => StatusWord::Reviewed,
            FindingStatus::Notified { .. } => StatusWord::Notified,
            FindingStatus::Upheld { .. } => StatusWord::Upheld,
            FindingStatus::Dismissed { .. } => StatusWord::Dismissed,
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            StatusWord::Filed => "filed",
            StatusWord::Reviewed => "reviewed",
            StatusWord::Notified => "notified",
            StatusWord::Upheld => "upheld",
            StatusWord::Dismissed => "dismissed",
        }
    }
}

/// Which findings.
pub struct Only {
    /// Of this permit.
    pub permit: Option<PermitNumber>,
    /// Of this status.
    pub status: Option<StatusWord>,
    /// That are late.
    pub overdue: bool,
}

impl Only {
    fn has(&self, finding: &FindingV1, overdue: Option<&Overdue>) -> bool {
        self.permit
            .is_none_or(|permit| finding.outlet.permit == permit)
            && self
                .status
                .is_none_or(|status| StatusWord::of(finding) == status)
            && (overdue.is_some() || !self.overdue)
    }
}

/// Prints findings.
pub async fn list(globals: &Globals, only: &Only) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let overdue = chain.overdue_findings(at).await?.into_iter();
    let overdue: HashMap<FindingId, Overdue> = overdue.map(|late| (late.finding, late)).collect();
    let mut findings = chain.findings(at).await?;
    findings.retain(|(id, finding)| only.has(finding, overdue.get(id)));
    let json: Vec<_> = findings
        .iter()
        .map(|(id, finding)| entry(*id, finding, overdue.get(id)))
        .collect();
    globals.print(&json.into(), || {
        if findings.is_empty() {
            return "no findings".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("finding"),
            Left("outlet"),
            Left("pollutant"),
            Left("observed"),
            Right("value"),
            Right("limit"),
            Left("status"),
        ];
        let row = |(id, finding): &(FindingId, FindingV1)| row(*id, finding, overdue.get(id));
        table(columns, findings.iter().map(row))
    });
    Ok(())
}

/// For programs.
pub fn entry(id: FindingId, finding: &FindingV1, overdue: Option<&Overdue>) -> Json {
    json!({
        "finding": id, "outlet": finding.outlet, "pollutant": finding.pollutant,
        "averaging": finding.averaging, "observed_ms": finding.observed_ms, "value": value(finding), "unit": finding.unit,
        "limit": finding.limit, "rounding": finding.rounding, "permit_version": finding.permit_version,
        "not_in_force": finding.not_in_force, "place": finding.place, "filed": finding.filed,
        "status": StatusWord::of(finding).word(), "statement_until_ms": statement_until_ms(finding),
        "decision": decision(finding).map(|(at, document)| json!({ "at": at, "document": document })),
        "overdue": overdue,
    })
}

/// Until when the party may state its position, while that is what is waited for.
pub fn statement_until_ms(finding: &FindingV1) -> Option<u64> {
    match finding.status {
        FindingStatus::Notified { statement_until_ms } => Some(statement_until_ms),
        FindingStatus::Filed
        | FindingStatus::Reviewed { .. }
        | FindingStatus::Upheld { .. }
        | FindingStatus::Dismissed { .. } => None,
    }
}

/// When it was decided, and the digest of the decision's document.
pub fn decision(finding: &FindingV1) -> Option<(Moment, Digest)> {
    match finding.status {
        FindingStatus::Upheld { at, document } | FindingStatus::Dismissed { at, document } => {
            Some((at, document))
        }
        FindingStatus::Filed | FindingStatus::Reviewed { .. } | FindingStatus::Notified { .. } => {
            None
        }
    }
}

fn row(id: FindingId, finding: &FindingV1, overdue: Option<&Overdue>) -> [String; 7] {
    let status = StatusWord::of(finding).word();
    [
        id.to_string(),
        finding.outlet.to_string(),
        pollutant(finding.pollutant),
        format!("{}, {}", beijing(finding.observed_ms), finding.averaging),
        format!("{} {}", value(finding), finding.unit),
        format!("{} {}", finding.limit.value, finding.limit.unit),
        match overdue {
            Some(late) => format!("{status}, {}", late_text(late)),
            None => status.to_owned(),
        },
    ]
}

/// The value as the frame writes it.
pub fn value(finding: &FindingV1) -> String {
    String::from_utf8_lossy(&finding.value).into_owned()
}

/// What should have been done, and by when.
pub fn late_text(overdue: &Overdue) -> String {
    format!("OVERDUE: {} by {}", overdue.step, beijing(overdue.due_ms))
}

#[cfg(test)]
mod tests {
    use super::{super::show::tests::finding, *};
    use limpid_primitives::emissions::OverdueStep;

    const LATE: Overdue = Overdue {
        finding: FindingId(3),
        step: OverdueStep::Review,
        due_ms: 1_772_323_200_000,
    };

    #[test]
    fn findings_are_chosen_by_permit_status_and_lateness() {
        let any = || Only {
            permit: None,
            status: None,
            overdue: false,
        };
        let permit = |text: &str| Some(text.parse().unwrap());
        let status = |status| Some(status);
        for (only, late, has) in [
            (any(), None, true),
            (
                Only {
                    permit: permit("91130200699229617X001P"),
                    ..any()
                },
                None,
                true,
            ),
            (
                Only {
                    permit: permit("91130200699229617X002P"),
                    ..any()
                },
                None,
                false,
            ),
            (
                Only {
                    status: status(StatusWord::Filed),
                    ..any()
                },
                None,
                true,
            ),
            (
                Only {
                    status: status(StatusWord::Upheld),
                    ..any()
                },
                None,
                false,
            ),
            (
                Only {
                    overdue: true,
                    ..any()
                },
                None,
                false,
            ),
            (
                Only {
                    overdue: true,
                    ..any()
                },
                Some(&LATE),
                true,
            ),
        ] {
            assert_eq!(only.has(&finding(), late), has);
        }
    }

    #[test]
    fn a_row_has_value_and_limit_and_says_what_is_late() {
        let row = row(FindingId(3), &finding(), Some(&LATE)).join(" | ");
        for part in [
            "3 | 91130200699229617X001P/DA001 | a21002 NOx | 2026-03-01 14:00:00+08:00, hour",
            "63.20 mg/m3 | 50 mg/m3 | filed, OVERDUE: review by 2026-03-01 08:00:00+08:00",
        ] {
            assert!(row.contains(part), "{part}: {row}");
        }
        let json = entry(FindingId(3), &finding(), Some(&LATE));
        assert_eq!(json["status"], "filed");
        assert_eq!(json["overdue"]["step"], "review");
        assert_eq!(json["value"], "63.20");
        let at = Moment::default();
        let document = Digest([8; 32]);
        let upheld = FindingV1 {
            status: FindingStatus::Upheld { at, document },
            ..finding()
        };
        let json = entry(FindingId(3), &upheld, None);
        assert_eq!(json["status"], "upheld");
        assert_eq!(json["decision"]["document"], "08".repeat(32));
    }
}
