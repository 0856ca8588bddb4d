//! A verification report as text for people.

mod permit;
mod share;
mod title;

pub use share::render_share;
pub use title::render_title;

use super::{
    lang::{fill, Language, Words},
    measured,
};
use crate::when::beijing;
use limpid_evidence::{
    chain::{GatewayStatus, Timing},
    verify::{
        BatchFacts, Claim, Facts, Link, LinkReport, Outcome, PayloadFacts, RecordFacts, Report,
        TrustRoot, Verdict,
    },
};
use limpid_primitives::{Digest, InstitutionStatus, Moment};

/// Records, batches and lots shown in text; the JSON report has all.
const SHOWN_MAX: usize = 200;
/// The longest name of an evidence bundle's link.
const LINK_WIDTH: usize = 9;

/// The report on a file with this digest, verified with this root.
pub fn render(report: &Report, file: Digest, root: &TrustRoot, language: Language) -> String {
    let words = language.words();
    let mut page = Page {
        words,
        link_width: LINK_WIDTH,
        lines: vec![words.title.to_owned()],
    };
    page.head(file, root);
    for link in &report.links {
        page.link(link, (words.link)(link.link));
    }
    page.blank();
    page.verdict(report);
    page.facts(&report.facts, report.verdict);
    page.lines.join("\n")
}

fn mark(link: &LinkReport) -> char {
    match link.outcome {
        Outcome::Passed if is_remark(link) => '!',
        Outcome::Passed => '✓',
        Outcome::Failed => '✗',
        Outcome::Undecided | Outcome::NotReached => '?',
    }
}

/// Whether a link holds and still says something that must not be overlooked.
fn is_remark(link: &LinkReport) -> bool {
    let is_as_wished = matches!(
        link.code,
        "ok" | "permit-in-force"
            | "lot-current"
            | "request-granted"
            | "grant-live"
            | "receipt-confirmed"
            | "not-granted"
    );
    link.outcome == Outcome::Passed && !is_as_wished
}

struct Page {
    words: &'static Words,
    link_width: usize,
    lines: Vec<String>,
}

impl Page {
    fn line(&mut self, template: &str, values: &[(&str, &str)]) {
        self.lines.push(fill(template, values));
    }

    fn indented(&mut self, template: &str, values: &[(&str, &str)]) {
        self.lines.push(format!("  {}", fill(template, values)));
    }

    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn heading(&mut self, heading: &str) {
        self.blank();
        self.lines.push(heading.to_owned());
    }

    fn head(&mut self, file: Digest, root: &TrustRoot) {
        let words = self.words;
        self.line(words.file, &[("sha256", &file.to_string())]);
        self.line(
            words.trust_root,
            &[
                ("chain", root.chain.as_str()),
                ("genesis", &root.genesis.to_string()),
                ("block", &root.block.number.to_string()),
                (
                    "authorities",
                    &root.authorities.authorities().len().to_string(),
                ),
            ],
        );
        self.blank();
    }

    /// A link, and what it shows when it passes.
    fn link(&mut self, link: &LinkReport, shows: &str) {
        let mark = mark(link);
        let words = self.words;
        let width = self.link_width;
        let mut line = format!("{mark} {:<width$}  {shows}", link.link.word());
        if link.outcome != Outcome::Passed {
            line.push_str((words.outcome)(link.outcome));
        }
        self.lines.push(line);
        if !link.detail.is_empty() && link.outcome != Outcome::NotReached {
            let reason = (words.reason)(link.code).unwrap_or_default();
            let values = [
                ("reason", reason),
                ("detail", &link.detail),
                ("code", link.code),
            ];
            let reason = fill(words.reason_line, &values);
            self.lines.push(format!("             {reason}"));
        }
    }

    fn verdict<F>(&mut self, report: &Report<F>) {
        let words = self.words;
        self.line((words.verdict)(report.verdict), &[]);
        if let Some(first) = report.first_failed {
            self.line(words.first_failed, &[("link", Link::word(first))]);
        }
        if report.links.iter().any(is_remark) {
            self.line(words.remarks, &[]);
        }
    }

    fn facts(&mut self, facts: &Facts, verdict: Verdict) {
        let Some(bundle) = &facts.bundle else { return };
        let words = self.words;
        if verdict == Verdict::Verified {
            self.claim(facts, &bundle.claim);
        } else {
            self.heading(words.not_proven);
        }
        if !facts.records.is_empty() {
            self.heading(words.measured);
        }
        for record in facts.records.iter().take(SHOWN_MAX) {
            self.record(record);
        }
        self.more(words.more_records, facts.records.len(), &[]);
        self.who(facts);
        self.heading(words.when);
        for batch in facts.batches.iter().take(SHOWN_MAX) {
            self.batch(batch);
        }
        let (_, last) = bundle.claim.sequences();
        self.more(
            words.more_batches,
            facts.batches.len(),
            &[("last", &last.to_string())],
        );
        if let Some(as_of) = &facts.as_of {
            let time = as_of
                .time_ms
                .map_or_else(|| words.unknown.to_owned(), beijing);
            self.indented(
                words.as_of,
                &[("block", &as_of.block.number.to_string()), ("time", &time)],
            );
        }
    }

    fn more(&mut self, template: &str, count: usize, values: &[(&str, &str)]) {
        if let Some(more) = count.checked_sub(SHOWN_MAX).filter(|more| *more > 0) {
            let more = more.to_string();
            self.indented(template, &[&[("count", more.as_str())], values].concat());
        }
    }

    fn claim(&mut self, facts: &Facts, claim: &Claim) {
        let (first, last) = claim.sequences();
        let gateway = facts
            .bundle
            .as_ref()
            .map(|bundle| bundle.gateway.to_string())
            .unwrap_or_default();
        let (from, until) = claim
            .period()
            .map_or((0, 0), |period| (period.from_ms, period.until_ms));
        let template = match (claim, facts.records.is_empty()) {
            (Claim::Record(_), _) => self.words.claim_record,
            (Claim::Period(_), true) => self.words.claim_nothing,
            (Claim::Period(_), false) => self.words.claim_period,
        };
        self.line(
            template,
            &[
                ("first", &first.to_string()),
                ("last", &last.to_string()),
                ("gateway", &gateway),
                ("records", &facts.records.len().to_string()),
                ("outlet", &claim.outlet().to_string()),
                ("from", &beijing(from)),
                ("until", &beijing(until)),
            ],
        );
    }

    fn record(&mut self, record: &RecordFacts) {
        let (observed, received) = (beijing(record.observed_ms), beijing(record.received_ms));
        let (arrival, batch) = (record.arrival.to_string(), record.sequence.to_string());
        let common = [
            ("observed", observed.as_str()),
            ("received", received.as_str()),
            ("arrival", arrival.as_str()),
            ("batch", batch.as_str()),
        ];
        match &record.payload {
            PayloadFacts::Frame { mn, text } => {
                let (mn, kind) = (mn.to_string(), record.kind.to_string());
                let command = measured::command(record.kind);
                let more = [
                    ("mn", mn.as_str()),
                    ("kind", kind.as_str()),
                    ("command", command),
                ];
                self.indented(self.words.record, &[&common[..], &more].concat());
                match measured::values(text) {
                    Some(values) => self
                        .lines
                        .extend(values.into_iter().map(|value| format!("    {value}"))),
                    None => self.indented(self.words.unread, &[("text", text.trim_end())]),
                }
            }
            PayloadFacts::File {
                sha256,
                length,
                media_type,
            } => {
                let (sha256, length) = (sha256.to_string(), length.to_string());
                let more = [
                    ("sha256", sha256.as_str()),
                    ("length", length.as_str()),
                    ("media_type", media_type.as_str()),
                ];
                self.indented(self.words.record_file, &[&common[..], &more].concat());
            }
        }
        self.permit_of_record(record);
    }

    fn who(&mut self, facts: &Facts) {
        let words = self.words;
        self.heading(words.who);
        if let Some(bundle) = &facts.bundle {
            self.indented(
                words.outlet,
                &[("outlet", &bundle.claim.outlet().to_string())],
            );
            if let Some(gateway) = &facts.gateway {
                let status = match gateway.status {
                    GatewayStatus::Active => String::new(),
                    GatewayStatus::Suspended { since } => self.suspended(since),
                };
                self.indented(
                    words.gateway,
                    &[
                        ("gateway", &bundle.gateway.to_string()),
                        ("division", &gateway.division.to_string()),
                        ("registered", &beijing(gateway.registered.time_ms)),
                        ("block", &gateway.registered.block.to_string()),
                        ("status", &status),
                    ],
                );
            }
        }
        if let Some(operator) = &facts.operator {
            let status = match operator.status {
                InstitutionStatus::Active => String::new(),
                InstitutionStatus::Suspended { since } => self.suspended(since),
            };
            let (name, uscc) = (operator.name.to_string(), operator.uscc.to_string());
            self.indented(
                words.operator,
                &[("name", &name), ("uscc", &uscc), ("status", &status)],
            );
        }
        self.keys_and_devices(facts);
    }

    fn keys_and_devices(&mut self, facts: &Facts) {
        let words = self.words;
        let mut shown = None;
        for key in facts.batches.iter().filter_map(|batch| batch.key.as_ref()) {
            if shown.replace(key.index) == Some(key.index) {
                continue;
            }
            self.indented(
                words.key,
                &[
                    ("index", &key.index.to_string()),
                    ("public", &hex::encode(key.public.0)),
                    ("since", &beijing(key.since.time_ms)),
                    ("until", &self.until(key.until.map(|until| until.time_ms))),
                ],
            );
        }
        for binding in &facts.bindings {
            self.indented(
                words.binding,
                &[
                    ("mn", binding.mn.as_str()),
                    ("from", &self.since(binding.from_ms)),
                    ("until", &self.until(binding.until_ms)),
                ],
            );
        }
        self.permit(facts);
    }

    fn until(&self, until_ms: Option<u64>) -> String {
        until_ms.map_or_else(
            || self.words.in_force.to_owned(),
            |until_ms| format!("→ {}", beijing(until_ms)),
        )
    }

    /// Bindings to all that was ever measured begin in 1970.
    fn since(&self, from_ms: u64) -> String {
        match from_ms {
            0 => self.words.always.to_owned(),
            from_ms => beijing(from_ms),
        }
    }

    fn suspended(&self, since: Moment) -> String {
        fill(self.words.suspended, &[("since", &beijing(since.time_ms))])
    }

    fn batch(&mut self, batch: &BatchFacts) {
        let words = self.words;
        let unknown = || words.unknown.to_owned();
        let anchored = batch
            .anchored
            .map_or_else(unknown, |at| beijing(at.time_ms));
        let block = batch
            .anchored
            .map_or_else(unknown, |at| at.block.to_string());
        let timing = match batch.timing {
            Some(Timing::OnTime) => words.on_time,
            Some(Timing::Late) => words.late,
            Some(Timing::Ahead) => words.ahead,
            None => words.unknown,
        };
        self.indented(
            words.batch,
            &[
                ("batch", &batch.sequence.to_string()),
                ("records", &batch.records.to_string()),
                ("closed", &beijing(batch.closed_at_ms)),
                ("anchored", &anchored),
                ("block", &block),
                ("timing", timing),
            ],
        );
    }
}
