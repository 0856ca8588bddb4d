//! The lines about the outlet's permit.

use super::Page;
use crate::when::beijing;
use limpid_evidence::verify::{
    Facts, PermitFacts, PermitForce, PermitShown, PermitSpan, PermitThen, RecordFacts,
};
use limpid_primitives::permit::Standing;

impl Page {
    /// What the chain keeps of the permit.
    pub(super) fn permit(&mut self, facts: &Facts) {
        let Some(bundle) = &facts.bundle else { return };
        let number = bundle.claim.outlet().permit.to_string();
        let words = self.words;
        let not_shown = match &facts.permit {
            PermitShown::Shown(permit) => return self.permit_shown(permit, &facts.records),
            PermitShown::NotShown => words.permit_not_shown,
            PermitShown::Absent => words.permit_absent,
            PermitShown::Undecodable => words.permit_undecodable,
        };
        self.indented(not_shown, &[("number", &number)]);
    }

    fn permit_shown(&mut self, permit: &PermitFacts, records: &[RecordFacts]) {
        let words = self.words;
        let now = permit
            .now
            .map_or_else(|| words.unknown.to_owned(), |now| self.then(&now));
        self.indented(
            words.permit,
            &[
                ("number", &permit.number.to_string()),
                ("division", &permit.division.to_string()),
                ("issuer", &permit.issuer.to_string()),
                ("now", &now),
            ],
        );
        for standing in &permit.standings {
            self.standing(standing);
        }
        for span in &permit.period {
            self.span(span);
        }
        let in_force = records
            .iter()
            .filter(|record| {
                record
                    .permit
                    .is_some_and(|then| then.in_force == PermitForce::Yes)
            })
            .count();
        if !records.is_empty() {
            self.indented(
                words.permit_records,
                &[
                    ("in_force", &in_force.to_string()),
                    ("records", &records.len().to_string()),
                ],
            );
        }
    }

    fn standing(&mut self, standing: &Standing) {
        let words = self.words;
        self.indented(
            words.permit_standing,
            &[
                ("decided", &beijing(standing.at.time_ms)),
                ("block", &standing.at.block.to_string()),
                ("version", &standing.version.to_string()),
                ("status", (words.permit_status)(standing.status)),
                ("from", &self.since(standing.valid_from_ms)),
                ("until", &beijing(standing.valid_until_ms)),
                ("document", &standing.document.to_string()),
            ],
        );
    }

    fn span(&mut self, span: &PermitSpan) {
        let mut then = self.then(&span.then);
        if span.from_ms < span.then.decided.time_ms {
            then.push_str(self.words.permit_later);
        }
        self.indented(
            self.words.permit_span,
            &[
                ("from", &beijing(span.from_ms)),
                ("until", &beijing(span.until_ms)),
                ("then", &then),
            ],
        );
    }

    /// Under a record, what its reader must not overlook.
    pub(super) fn permit_of_record(&mut self, record: &RecordFacts) {
        let Some(then) = record.permit else { return };
        let is_later = record.observed_ms < then.decided.time_ms;
        if then.in_force == PermitForce::Yes && !is_later {
            return;
        }
        let mut text = self.then(&then);
        if is_later {
            text.push_str(self.words.permit_later);
        }
        self.indented(self.words.permit_of_record, &[("then", &text)]);
    }

    fn then(&self, then: &PermitThen) -> String {
        let words = self.words;
        let version = then.version.to_string();
        match then.in_force {
            PermitForce::Yes => super::fill(words.permit_in_force, &[("version", &version)]),
            PermitForce::No(reason) => super::fill(
                words.permit_not_in_force,
                &[
                    ("version", &version),
                    ("reason", (words.not_in_force)(reason)),
                ],
            ),
            PermitForce::Undecided => words.permit_undecided.to_owned(),
        }
    }
}
