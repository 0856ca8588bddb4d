//! A report on a title as text for people.

use super::{Page, SHOWN_MAX};
use crate::{
    evidence::lang::{cause_words, fill, Language, TitleWords},
    mass::amount,
    when::beijing,
};
use limpid_evidence::verify::{LotFacts, Report, TitleFacts, TrustRoot, Verdict};
use limpid_hj212::Factor;
use limpid_primitives::{
    quota::{Holder, HoldingV1, LotStatus, Zone},
    Digest, InstitutionStatus, Pollutant,
};

/// The longest name of a title's link.
const LINK_WIDTH: usize = 10;

/// The report on a title's file with this digest, verified with this root.
pub fn render_title(
    report: &Report<TitleFacts>,
    file: Digest,
    root: &TrustRoot,
    language: Language,
) -> String {
    let words = language.title_words();
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
        language,
        facts: &report.facts,
    };
    if report.facts.title.is_some() {
        said.facts(report.verdict);
    }
    said.page.lines.join("\n")
}

/// What is said of a title, on a page.
struct Said<'a> {
    page: Page,
    words: &'static TitleWords,
    language: Language,
    facts: &'a TitleFacts,
}

impl Said<'_> {
    fn facts(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Verified => self.claim(),
            _ => self.page.heading(self.page.words.not_proven),
        }
        self.class();
        self.page.heading(self.words.lots);
        for lot in self.facts.lots.iter().take(SHOWN_MAX) {
            self.lot(lot);
        }
        self.page.more(self.words.more, self.facts.lots.len(), &[]);
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

    fn claim(&mut self) {
        let Some(lot) = self.facts.lots.first() else {
            return;
        };
        let line = self.of_lot(self.words.claim, lot);
        self.page.lines.push(line);
        match self.facts.status {
            Some(LotStatus::Current { left }) => {
                self.page
                    .line(self.words.current, &[("left", &amount(left))]);
                if let Some(holding) = self.facts.holding {
                    self.burdens(&holding);
                }
            }
            Some(LotStatus::Ended) => self.page.line(self.words.ended, &[]),
            Some(LotStatus::Passed) | None => self.page.line(self.words.passed, &[]),
        }
    }

    fn burdens(&mut self, holding: &HoldingV1) {
        let set_aside = holding.held.saturating_add(holding.offered);
        for (template, grams) in [
            (self.words.frozen, holding.frozen),
            (self.words.leased, holding.leased),
            (self.words.set_aside, set_aside),
        ] {
            if !grams.is_zero() {
                self.page.line(template, &[("amount", &amount(grams))]);
            }
        }
    }

    fn class(&mut self) {
        let Some(class) = &self.facts.class else {
            return;
        };
        let (key, vintage) = (&class.kept.key, class.kept.key.vintage());
        let zone = match key.zone() {
            Zone::Air { division } => division.to_string(),
            Zone::Water { division, basin } => format!("{division}/{basin}"),
        };
        self.page.blank();
        self.page.line(
            self.words.class,
            &[
                ("class", &class.class.to_string()),
                ("pollutant", &pollutant(key.pollutant())),
                ("zone", &zone),
                ("first", &vintage.first_year().to_string()),
                ("last", &vintage.last_year().to_string()),
                ("expires", &vintage.expires().to_string()),
                ("sector", key.sector().word()),
            ],
        );
    }

    fn lot(&mut self, lot: &LotFacts) {
        let line = self.of_lot(self.words.lot, lot);
        self.page.lines.push(format!("  {line}"));
        for part in lot.kept.parents.iter() {
            let values = [
                ("amount", &*amount(part.amount)),
                ("lot", &part.lot.to_string()),
            ];
            self.page.indented(self.words.part, &values);
        }
        let mut allocations = self.facts.allocations.iter();
        let made = allocations.find(|allocation| allocation.kept.lot == Some(lot.lot));
        if let Some(made) = made {
            let values = [
                ("amount", &*amount(made.kept.granted)),
                ("by", &made.kept.by.to_string()),
                ("document", &made.document.to_string()),
            ];
            self.page.indented(self.words.granted, &values);
            if !made.kept.deducted.is_zero() {
                let deducted = amount(made.kept.deducted);
                self.page
                    .indented(self.words.deducted, &[("amount", &deducted)]);
            }
        }
    }

    fn of_lot(&self, template: &str, lot: &LotFacts) -> String {
        let kept = &lot.kept;
        fill(
            template,
            &[
                ("lot", &lot.lot.to_string()),
                ("amount", &amount(kept.amount)),
                ("holder", &self.holder(&kept.holder)),
                ("cause", &cause_words(&kept.cause, self.language)),
                ("time", &beijing(kept.at.time_ms)),
                ("block", &kept.at.block.to_string()),
            ],
        )
    }

    fn holder(&self, holder: &Holder) -> String {
        let id = holder.institution();
        let mut known = self.facts.institutions.iter();
        match known.find(|known| Some(known.institution) == id) {
            Some(known) => format!("{} ({holder})", known.name),
            None => holder.to_string(),
        }
    }

    fn institutions(&mut self) {
        if self.facts.institutions.is_empty() {
            return;
        }
        self.page.heading(self.words.who);
        for known in &self.facts.institutions {
            let status = match known.status {
                InstitutionStatus::Active => String::new(),
                InstitutionStatus::Suspended { since } => self.page.suspended(since),
            };
            let values = [
                ("institution", &*known.institution.to_string()),
                ("name", &known.name.to_string()),
                ("uscc", &known.uscc.to_string()),
                ("status", &status),
            ];
            self.page.indented(self.words.institution, &values);
        }
    }
}

/// A pollutant's code with its usual name, if the standard has one.
fn pollutant(pollutant: Pollutant) -> String {
    match Factor::of(pollutant.as_str()) {
        Some(factor) => format!("{pollutant} {}", factor.name),
        None => pollutant.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_evidence::{sha256, verify::verify_title};
    use std::path::PathBuf;

    fn rendered(name: &str, language: Language) -> String {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../tests/vectors/title");
        let read = |file: &str| std::fs::read(folder.join(file)).expect("a vector");
        let root = TrustRoot::from_json(&read("one-validator.trust.json")).unwrap();
        let file = read(&format!("{name}.title.json"));
        render_title(&verify_title(&file, &root), sha256(&file), &root, language)
    }

    #[test]
    fn a_title_is_told_back_to_the_decisions() {
        let text = rendered("good-frozen", Language::En);
        for part in [
            "Verdict: VERIFIED",
            "Lot 7 of 50 t came to 清澄钢铁有限公司 (3) back from lease 1",
            "50 t of it are left",
            "FROZEN by courts: 8 t",
            "Set aside for orders and offers: 2 t",
            "a21002 NOx",
            "for 2026 to 2030",
            "10 t of lot 6",
            "granted 110 t by institution 1",
            "10 t of it were deducted",
            "苏州市生态环境局",
            "reserve:320500",
            "State of block 100",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let text = rendered("good-ended", Language::Zh);
        for part in ["核验通过", "清缴（", "该单元已终止", "来源（自新至旧）"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn what_is_not_proven_is_said_to_be_not_proven() {
        let text = rendered("parts-given-twice", Language::En);
        assert!(
            text.contains("REFUTED") && text.contains("NOT proven"),
            "{text}"
        );
        assert!(!text.contains("are left with the holder at"), "{text}");
        let text = rendered("format-cut", Language::Zh);
        assert!(
            text.contains("无法判定") && !text.contains("自新至旧"),
            "{text}"
        );
        let text = rendered("good-gone", Language::En);
        assert!(text.contains("NOTHING of it is left"), "{text}");
    }
}
