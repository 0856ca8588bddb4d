//! A report on a share bundle as text for people.

use super::Page;
use crate::{
    evidence::lang::{Language, ShareWords},
    when::beijing,
};
use limpid_evidence::verify::{GrantFacts, Report, ShareFacts, TrustRoot, Verdict};
use limpid_primitives::{
    sharing::{Answer, GrantStanding, ReceiptMatch, RequestStanding, RequestV1},
    Digest, InstitutionId, InstitutionStatus, Moment,
};

/// The longest name of a share bundle's link.
const LINK_WIDTH: usize = 8;

/// The report on a share bundle's file with this digest, verified with this root.
pub fn render_share(
    report: &Report<ShareFacts>,
    file: Digest,
    root: &TrustRoot,
    language: Language,
) -> String {
    let words = language.share_words();
    let mut page = Page {
        words: language.words(),
        link_width: LINK_WIDTH,
        lines: vec![words.title.to_owned()],
    };
    page.head(file, root);
    for link in &report.links {
        page.link(link, (words.link)(link.link));
    }
    page.blank();
    page.verdict(report);
    let mut said = Said {
        page,
        words,
        facts: &report.facts,
    };
    if report.facts.share.is_some() {
        said.facts(report.verdict);
    }
    said.page.lines.join("\n")
}

/// What is said of shared data, on a page.
struct Said<'a> {
    page: Page,
    words: &'static ShareWords,
    facts: &'a ShareFacts,
}

impl Said<'_> {
    fn facts(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Verified => self.claim(),
            _ => self.page.heading(self.page.words.not_proven),
        }
        self.content();
        self.institutions();
        if let Some(as_of) = &self.facts.as_of {
            let unknown = || self.page.words.unknown.to_owned();
            let time = as_of.time_ms.map_or_else(unknown, beijing);
            let block = as_of.block.number.to_string();
            self.page.blank();
            self.page
                .line(self.words.as_of, &[("block", &block), ("time", &time)]);
        }
    }

    /// What was asked, what was answered, whether that is in force, and what arrived.
    fn claim(&mut self) {
        let Some(request) = &self.facts.request else {
            return;
        };
        self.asked(request);
        self.answer(request);
        if let Some(grant) = &self.facts.grant {
            self.standing(grant);
            self.receipt();
        }
    }

    fn asked(&mut self, request: &RequestV1) {
        let new = &request.new;
        let title = self.facts.data_set.as_ref().map(|set| &set.new.title);
        let number = self.facts.share.as_ref().map(|share| share.request);
        let values = [
            ("requester", self.name(request.requester)),
            ("provider", self.name(request.provider)),
            ("version", new.version.to_string()),
            ("set", new.data_set.to_string()),
            ("title", title.map(ToString::to_string).unwrap_or_default()),
            ("request", number.unwrap_or_default().to_string()),
        ];
        self.at(self.words.asked, request.at, &values);
        let values = [
            ("purpose", new.purpose.to_string()),
            ("basis", new.basis.to_string()),
            ("from", beijing(new.use_from_ms)),
            ("until", beijing(new.use_until_ms)),
        ];
        self.said(self.words.purpose, &values);
    }

    fn answer(&mut self, request: &RequestV1) {
        let words = self.words;
        match request.answer {
            Answer::Granted { grant } => {
                let kept = self.facts.grant.as_ref().map(|grant| &grant.kept);
                if let Some(kept) = kept {
                    let document = kept.document.to_string();
                    let values = [("grant", grant.to_string()), ("document", document)];
                    self.at(words.granted, kept.at, &values);
                }
            }
            Answer::Refused { reason, at, .. } => {
                self.at(words.refused, at, &[("document", reason.to_string())]);
            }
            Answer::Withdrawn { at } => self.at(words.taken_back, at, &[]),
            Answer::Open => {
                let template = match self.facts.standing {
                    Some(RequestStanding::Overdue) => words.overdue,
                    _ => words.open,
                };
                self.said(template, &[("until", beijing(request.answer_by_ms))]);
            }
        }
    }

    /// Whether the grant is in force.
    fn standing(&mut self, grant: &GrantFacts) {
        let until = [("until", beijing(grant.kept.expires_ms))];
        match (grant.standing, grant.kept.revoked) {
            (Some(GrantStanding::Live | GrantStanding::Disputed), _) => {
                self.said(self.words.in_force, &until);
            }
            (Some(GrantStanding::Revoked), Some(revoked)) => {
                let document = revoked.reason.to_string();
                self.at(self.words.revoked, revoked.at, &[("document", document)]);
            }
            (Some(GrantStanding::Expired | GrantStanding::Revoked), _) => {
                self.said(self.words.expired, &until);
            }
            (None, _) => {}
        }
    }

    /// What arrived: the last receipt counts.
    fn receipt(&mut self) {
        let words = self.words;
        match self.facts.receipts.last() {
            None => self.said(words.unconfirmed, &[]),
            Some(last) => {
                let template = match last.matches {
                    ReceiptMatch::Matches => words.confirmed,
                    ReceiptMatch::Differs => words.disputed,
                };
                self.at(template, last.at, &[("digest", last.digest.to_string())]);
            }
        }
    }

    fn content(&mut self) {
        let (Some(set), Some(version)) = (&self.facts.data_set, &self.facts.content) else {
            return;
        };
        self.page.blank();
        let values = [
            ("kind", set.new.kind.to_string()),
            ("division", set.new.division.to_string()),
            ("from", beijing(set.new.from_ms)),
            ("until", beijing(set.new.until_ms)),
            ("schema", version.new.schema.to_string()),
        ];
        self.said(self.words.content, &values);
        let of = |bytes: u64, digest: Digest| {
            [("bytes", bytes.to_string()), ("digest", digest.to_string())]
        };
        self.detail(
            self.words.digest,
            &of(version.new.plain_bytes, version.new.plain),
        );
        self.detail(
            self.words.sealed,
            &of(version.new.sealed_bytes, version.new.sealed),
        );
        if let Some(grant) = &self.facts.grant {
            let scope = &grant.kept.scope;
            let values = [
                ("from", beijing(scope.from_ms)),
                ("until", beijing(scope.until_ms)),
                ("onward", scope.onward.to_string()),
            ];
            self.detail(self.words.scope, &values);
        }
        if let Some(withdrawal) = set.withdrawn {
            let values = [
                ("time", beijing(withdrawal.at.time_ms)),
                ("block", withdrawal.at.block.to_string()),
            ];
            self.detail(self.words.withdrawn, &values);
        }
    }

    fn institutions(&mut self) {
        let Some(request) = &self.facts.request else {
            return;
        };
        self.page.heading(self.words.who);
        for (template, id) in [
            (self.words.provider, request.provider),
            (self.words.requester, request.requester),
        ] {
            let Some(known) = self.facts.institution(id) else {
                continue;
            };
            let status = match known.status {
                InstitutionStatus::Active => String::new(),
                InstitutionStatus::Suspended { since } => self.page.suspended(since),
            };
            let values = [
                ("institution", id.to_string()),
                ("name", known.name.to_string()),
                ("uscc", known.uscc.to_string()),
                ("status", status),
            ];
            self.detail(template, &values);
        }
    }

    fn name(&self, id: InstitutionId) -> String {
        match self.facts.institution(id) {
            Some(known) => format!("{} ({id})", known.name),
            None => id.to_string(),
        }
    }

    /// A sentence of something that happened.
    fn at(&mut self, template: &str, at: Moment, values: &[(&str, String)]) {
        let when = [
            ("time", beijing(at.time_ms)),
            ("block", at.block.to_string()),
        ];
        self.said(template, &[&when[..], values].concat());
    }

    fn said(&mut self, template: &str, values: &[(&str, String)]) {
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.page.line(template, &values);
    }

    fn detail(&mut self, template: &str, values: &[(&str, String)]) {
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.page.indented(template, &values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_evidence::{sha256, verify::verify_share};
    use std::path::PathBuf;

    fn rendered(name: &str, language: Language) -> String {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../tests/vectors/share");
        let read = |file: &str| std::fs::read(folder.join(file)).expect("a vector");
        let root = TrustRoot::from_json(&read("one-validator.trust.json")).unwrap();
        let file = read(&format!("{name}.share.json"));
        render_share(&verify_share(&file, &root), sha256(&file), &root, language)
    }

    #[test]
    fn a_grant_is_told_with_purpose_basis_content_and_receipt() {
        let text = rendered("good-confirmed", Language::En);
        let content = sha256(b"content 1 1").to_string();
        for part in [
            "Verdict: VERIFIED",
            "青浦区生态环境局 (12) asked 嘉善县生态环境局 (11) for version 1 of data set 1",
            "跨界污染案件核查",
            "GRANTED: grant 101",
            "IN FORCE",
            "CONFIRMED that the granted content arrived",
            &content,
            "handing on: forbidden",
            "State of block 100",
            "11320500014149999P",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("! "), "nothing is to be remarked: {text}");
    }

    #[test]
    fn what_is_not_as_one_would_wish_is_told_first() {
        for (name, parts) in [
            ("good-refused", &["REFUSED", "by the document"][..]),
            ("good-overdue", &["NOT been answered, and should have been"]),
            ("good-open", &["NOT been answered yet"]),
            ("good-taken-back", &["TOOK IT BACK"]),
            ("good-expired", &["GRANTED", "EXPIRED", "CONFIRMED"]),
            ("good-revoked", &["GRANTED", "REVOKED", "CONFIRMED"]),
            ("good-disputed", &["GRANTED", "IN FORCE", "DISPUTED"]),
            (
                "good-court",
                &["环境资源法庭 (13) asked", "NOT confirmed what arrived"],
            ),
            ("good-data-set-withdrawn", &["WITHDRAWN from the catalogue"]),
            ("good-suspended", &["suspended"]),
        ] {
            let text = rendered(name, Language::En);
            assert!(text.contains("Verdict: VERIFIED"), "{name}: {text}");
            for part in parts {
                assert!(text.contains(part), "{name}: {part}: {text}");
            }
        }
        let text = rendered("good-refused", Language::En);
        assert!(
            !text.contains("GRANTED") && !text.contains("CONFIRMED"),
            "{text}"
        );
        let text = rendered("good-refused", Language::Zh);
        for part in [
            "核验通过",
            "该申请被拒绝",
            "用途：跨界污染案件核查",
            "提供方",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn what_is_not_proven_is_said_to_be_not_proven() {
        let text = rendered("grant-other-requester", Language::En);
        assert!(
            text.contains("REFUTED") && text.contains("NOT proven"),
            "{text}"
        );
        assert!(
            !text.contains("GRANTED") && !text.contains("IN FORCE"),
            "{text}"
        );
        let text = rendered("format-cut", Language::Zh);
        assert!(
            text.contains("无法判定") && !text.contains("申请方向"),
            "{text}"
        );
    }
}
