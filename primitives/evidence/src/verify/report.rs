//! What a verification found, link by link.

use super::facts::Facts;
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// A link of the way from a frame, a lot of quota or a request for data to the validators' votes. The order is the reports'.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// The file is a bundle of this version, for the trust root's chain.
    Format,
    /// The frames are whole and say what their records say.
    Frame,
    /// The records are in the batches.
    Leaf,
    /// Nothing of the claim is left out.
    Range,
    /// The batches follow each other.
    Sequence,
    /// The gateway signed the headers.
    Signature,
    /// The chain keeps the headers.
    Anchor,
    /// The lots that lead back from the one in question are there, and follow from each other.
    Lot,
    /// What lots got from each other adds up.
    Parts,
    /// The first lots were allocated, and nothing else was.
    Allocation,
    /// The class is defined.
    Class,
    /// What is left of the lot, and what is set aside or frozen of it.
    Holding,
    /// Who held the lots and who allocated them is on chain.
    Holder,
    /// The request for data is on chain, and how it was answered.
    Request,
    /// The data set is in the catalogue, of who was asked.
    DataSet,
    /// The version of its content that was asked for is on chain, with its digests.
    Version,
    /// The grant is of what was asked for, and whether it is in force.
    Grant,
    /// What the requester confirmed.
    Receipt,
    /// Provider and requester are on chain.
    Party,
    /// The values are in the chain's state.
    State,
    /// The state is that of a block.
    Header,
    /// The validators voted for the block.
    Finality,
    /// The validators follow from the trust root.
    Lineage,
    /// The gateway and its operator are registered.
    Gateway,
    /// The devices were bound to the outlet.
    Binding,
    /// What the chain keeps of the outlet's permit. That it was not in force, is undecided or is not shown is a statement and no failure.
    Permit,
    /// How the clocks differ; never fails.
    Clock,
}

impl Link {
    /// Every link of an evidence bundle, in order.
    pub const EVIDENCE: [Self; 15] = [
        Self::Format,
        Self::Frame,
        Self::Leaf,
        Self::Range,
        Self::Sequence,
        Self::Signature,
        Self::Anchor,
        Self::State,
        Self::Header,
        Self::Finality,
        Self::Lineage,
        Self::Gateway,
        Self::Binding,
        Self::Permit,
        Self::Clock,
    ];

    /// Every link of a title, in order.
    pub const TITLE: [Self; 11] = [
        Self::Format,
        Self::Lot,
        Self::Parts,
        Self::Allocation,
        Self::Class,
        Self::Holding,
        Self::Holder,
        Self::State,
        Self::Header,
        Self::Finality,
        Self::Lineage,
    ];

    /// Every link of a share bundle, in order.
    pub const SHARE: [Self; 11] = [
        Self::Format,
        Self::Request,
        Self::DataSet,
        Self::Version,
        Self::Grant,
        Self::Receipt,
        Self::Party,
        Self::State,
        Self::Header,
        Self::Finality,
        Self::Lineage,
    ];

    /// The link's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Frame => "frame",
            Self::Leaf => "leaf",
            Self::Range => "range",
            Self::Sequence => "sequence",
            Self::Signature => "signature",
            Self::Anchor => "anchor",
            Self::Lot => "lot",
            Self::Parts => "parts",
            Self::Allocation => "allocation",
            Self::Class => "class",
            Self::Holding => "holding",
            Self::Holder => "holder",
            Self::Request => "request",
            Self::DataSet => "data-set",
            Self::Version => "version",
            Self::Grant => "grant",
            Self::Receipt => "receipt",
            Self::Party => "party",
            Self::State => "state",
            Self::Header => "header",
            Self::Finality => "finality",
            Self::Lineage => "lineage",
            Self::Gateway => "gateway",
            Self::Binding => "binding",
            Self::Permit => "permit",
            Self::Clock => "clock",
        }
    }
}

/// What became of a link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// This verifier, with this trust root, cannot tell.
    Undecided,
    /// Something it needs is not there.
    NotReached,
}

/// What the report says of the whole file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every link holds.
    Verified,
    /// A link does not hold.
    Refuted,
    /// No link fails, and not every one could be decided.
    Undecided,
}

impl Verdict {
    /// The exit code of a program that verifies.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Verified => 0,
            Self::Refuted => 1,
            Self::Undecided => 2,
        }
    }
}

/// What was found for one link.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LinkReport {
    /// The link.
    pub link: Link,
    /// What became of it.
    pub outcome: Outcome,
    /// The reason, a word for programs; `ok` when nothing is to be said.
    pub code: &'static str,
    /// The reason for people, in English.
    pub detail: String,
}

/// What a verification found, with what was read of an evidence bundle or of another file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Report<F = Facts> {
    /// The whole.
    pub verdict: Verdict,
    /// The first link that failed; when none failed, the first undecided one.
    pub first_failed: Option<Link>,
    /// All links in order.
    pub links: Vec<LinkReport>,
    /// What was read. To be relied on only when the verdict is [`Verdict::Verified`].
    pub facts: F,
}

impl<F> Report<F> {
    /// A report of these findings; a link without one was not reached.
    pub(super) fn new(findings: Findings, facts: F) -> Self {
        let links = findings.0;
        let first = |outcome| {
            links
                .iter()
                .find(|report| report.outcome == outcome)
                .map(|report| report.link)
        };
        let (verdict, first_failed) = match (
            first(Outcome::Failed),
            first(Outcome::Undecided),
            first(Outcome::NotReached),
        ) {
            (Some(failed), _, _) => (Verdict::Refuted, Some(failed)),
            (None, Some(undecided), _) => (Verdict::Undecided, Some(undecided)),
            // Cannot be: what is not reached waits for a link that failed or is undecided. If it were, it proves nothing.
            (None, None, Some(unreached)) => (Verdict::Undecided, Some(unreached)),
            (None, None, None) => (Verdict::Verified, None),
        };
        Self {
            verdict,
            first_failed,
            links,
            facts,
        }
    }

    /// The report of one link.
    pub fn link(&self, link: Link) -> Option<&LinkReport> {
        self.links.iter().find(|report| report.link == link)
    }

    /// The report as JSON.
    pub fn to_json(&self) -> String
    where
        F: Serialize,
    {
        // Strings and integers in structs: there is nothing serde_json cannot write.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// Why a link does not pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub(super) outcome: Outcome,
    pub(super) code: &'static str,
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn failed(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Failed,
            code,
            detail: detail.into(),
        }
    }

    pub(super) fn undecided(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Undecided,
            code,
            detail: detail.into(),
        }
    }

    pub(super) fn not_reached(waits_for: Link) -> Self {
        let detail = alloc::format!("waits for the link {}", waits_for.word());
        Self {
            outcome: Outcome::NotReached,
            code: "not-reached",
            detail,
        }
    }
}

/// A link passed with this to say, or did not.
pub(super) type Checked = Result<(&'static str, String), Fault>;

/// A link that passed and has nothing to say.
pub(super) const OK: (&str, String) = ("ok", String::new());

/// Checks each of many parts. The link failed if one failed, else it was not reached if one was not.
pub(super) fn each<T>(
    parts: impl Iterator<Item = T>,
    check: impl Fn(T) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut result = Ok(());
    for part in parts {
        match check(part) {
            Err(fault) if fault.outcome == Outcome::Failed => return Err(fault),
            Err(fault) => result = result.and(Err(fault)),
            Ok(()) => {}
        }
    }
    result
}

/// The links found so far, in order.
pub(super) struct Findings(Vec<LinkReport>);

impl Findings {
    /// These links, each found by its check.
    pub(super) fn of(links: &[Link], mut check: impl FnMut(Link) -> Checked) -> Self {
        let links = links.iter();
        Self(links.map(|link| link_report(*link, check(*link))).collect())
    }

    /// These links of a file that cannot be read.
    pub(super) fn unread(links: &[Link], fault: &Fault) -> Self {
        Self::of(links, |link| match link {
            Link::Format => Err(fault.clone()),
            _ => Err(Fault::not_reached(Link::Format)),
        })
    }
}

fn link_report(link: Link, checked: Checked) -> LinkReport {
    match checked {
        Ok((code, detail)) => LinkReport {
            link,
            outcome: Outcome::Passed,
            code,
            detail,
        },
        Err(Fault {
            outcome,
            code,
            detail,
        }) => LinkReport {
            link,
            outcome,
            code,
            detail,
        },
    }
}
