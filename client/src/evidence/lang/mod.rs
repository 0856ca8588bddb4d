//! The report's words, one file a language.

mod en;
mod share;
mod title;
mod zh;
mod zh_reasons;

pub(super) use share::ShareWords;
pub use title::cause_words;
pub(super) use title::TitleWords;

use limpid_evidence::verify::{Link, Outcome, Verdict};
use limpid_primitives::permit::{NotInForce, PermitStatus};

/// A language of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Words and sentences. Names in braces are filled in.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) file: &'static str,
    pub(super) trust_root: &'static str,
    /// What is appended to a link that does not pass.
    pub(super) outcome: fn(Outcome) -> &'static str,
    /// What a link shows when it passes.
    pub(super) link: fn(Link) -> &'static str,
    /// A reason by its code, where the language has one of its own; the verifier's is in English.
    pub(super) reason: fn(&str) -> Option<&'static str>,
    pub(super) reason_line: &'static str,
    pub(super) verdict: fn(Verdict) -> &'static str,
    pub(super) first_failed: &'static str,
    /// Under the verdict, if a link that holds says something that must not be overlooked.
    pub(super) remarks: &'static str,
    pub(super) claim_period: &'static str,
    pub(super) claim_nothing: &'static str,
    pub(super) claim_record: &'static str,
    pub(super) not_proven: &'static str,
    pub(super) measured: &'static str,
    pub(super) record: &'static str,
    pub(super) record_file: &'static str,
    pub(super) unread: &'static str,
    pub(super) more_records: &'static str,
    pub(super) who: &'static str,
    pub(super) outlet: &'static str,
    pub(super) gateway: &'static str,
    pub(super) operator: &'static str,
    pub(super) key: &'static str,
    pub(super) binding: &'static str,
    pub(super) permit: &'static str,
    pub(super) permit_not_shown: &'static str,
    pub(super) permit_absent: &'static str,
    pub(super) permit_undecodable: &'static str,
    pub(super) permit_standing: &'static str,
    pub(super) permit_span: &'static str,
    pub(super) permit_records: &'static str,
    pub(super) permit_of_record: &'static str,
    pub(super) permit_in_force: &'static str,
    pub(super) permit_not_in_force: &'static str,
    pub(super) permit_undecided: &'static str,
    /// What is appended where the decision that counts was put on chain only after the time it is asked for.
    pub(super) permit_later: &'static str,
    pub(super) permit_status: fn(PermitStatus) -> &'static str,
    pub(super) not_in_force: fn(NotInForce) -> &'static str,
    pub(super) when: &'static str,
    pub(super) batch: &'static str,
    pub(super) more_batches: &'static str,
    pub(super) as_of: &'static str,
    pub(super) suspended: &'static str,
    pub(super) in_force: &'static str,
    pub(super) always: &'static str,
    pub(super) on_time: &'static str,
    pub(super) late: &'static str,
    pub(super) ahead: &'static str,
    pub(super) unknown: &'static str,
}

impl Language {
    pub(super) fn words(self) -> &'static Words {
        match self {
            Language::Zh => &zh::WORDS,
            Language::En => &en::WORDS,
        }
    }
}

/// Puts values in the place of their names in braces.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    // Piece by piece, so that a brace in a value is not taken for a name.
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            rest = after;
            break;
        };
        let value = values
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| *value);
        text.push_str(value);
        rest = behind;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_the_place_of_their_names() {
        let values = [("a", "{b}"), ("b", "2")];
        assert_eq!(fill("{a} and {b}, {c}.", &values), "{b} and 2, .");
        assert_eq!(fill("no names", &values), "no names");
    }
}
