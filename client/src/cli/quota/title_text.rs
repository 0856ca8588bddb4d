//! A title as text: as a tree while that can be taken in, otherwise as a table.

use super::{class_file::zone, names::Names};
use crate::{
    cli::table::{pollutant, table, Column},
    evidence::{cause_words, Language},
    mass::amount,
    when::beijing,
};
use limpid_evidence::verify::{LotFacts, TitleFacts};
use limpid_primitives::quota::{LotId, LotStatus, Part};
use std::collections::{HashMap, HashSet};

/// Larger titles are tables.
const TREE_LINES_MAX: usize = 200;
const TREE_DEPTH_MAX: usize = 24;

/// A title for people.
pub fn text(facts: &TitleFacts) -> String {
    let said = Said::new(facts);
    let mut lines = said.head();
    lines.push(String::new());
    lines.push(said.tree().unwrap_or_else(|| said.table()));
    lines.join("\n")
}

struct Said<'a> {
    facts: &'a TitleFacts,
    names: Names,
    lots: HashMap<LotId, &'a LotFacts>,
}

/// A line that is still to be written: what stands before it, and before the lines below it.
struct Line {
    lead: String,
    below: String,
    part: Part,
    depth: usize,
}

impl<'a> Said<'a> {
    fn new(facts: &'a TitleFacts) -> Said<'a> {
        let names = facts.institutions.iter();
        Said {
            names: Names::of(names.map(|known| (known.institution, known.name.to_string()))),
            lots: facts.lots.iter().map(|lot| (lot.lot, lot)).collect(),
            facts,
        }
    }

    fn head(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(class) = &self.facts.class {
            let (key, vintage) = (&class.kept.key, class.kept.key.vintage());
            lines.push(format!(
                "class     {}: {}, {}, for {} to {}, valid through {}, {}",
                class.class,
                pollutant(key.pollutant()),
                zone(&key.zone()),
                vintage.first_year(),
                vintage.last_year(),
                vintage.expires(),
                key.sector()
            ));
        }
        lines.push(format!("status    {}", self.status()));
        if let Some(as_of) = &self.facts.as_of {
            let time = as_of
                .time_ms
                .map(|time_ms| format!(", {}", beijing(time_ms)));
            lines.push(format!(
                "as of     block {}{}",
                as_of.block.number,
                time.unwrap_or_default()
            ));
        }
        lines
    }

    fn status(&self) -> String {
        let holding = self.facts.holding.unwrap_or_default();
        let Some(LotStatus::Current { left }) = self.facts.status else {
            return match self.facts.status {
                Some(LotStatus::Ended) => "ended: nobody can have it any more".to_owned(),
                _ => "passed: all of it is in later lots".to_owned(),
            };
        };
        let mut status = format!("current: {} are left with the holder", amount(left));
        for (what, grams) in [
            ("FROZEN", holding.frozen),
            ("owed to lessors", holding.leased),
            ("set aside", holding.held.saturating_add(holding.offered)),
        ] {
            if !grams.is_zero() {
                status.push_str(&format!(", {} {what}", amount(grams)));
            }
        }
        status
    }

    /// The lot, and below each lot what it came from; `None` if that is more than can be taken in.
    fn tree(&self) -> Option<String> {
        let root = self.facts.lots.first()?;
        let mut lines = vec![self.line(root)];
        let mut seen = HashSet::from([root.lot]);
        let mut open = Vec::new();
        push_parents(&mut open, root, "", 1);
        while let Some(line) = open.pop() {
            if lines.len() >= TREE_LINES_MAX || line.depth > TREE_DEPTH_MAX {
                return None;
            }
            let lot = self.lots.get(&line.part.lot)?;
            let is_new = seen.insert(lot.lot);
            let what = match is_new {
                true => self.line(lot),
                false => format!("lot {}, as above", lot.lot),
            };
            lines.push(format!(
                "{}{} of {what}",
                line.lead,
                amount(line.part.amount)
            ));
            if is_new {
                push_parents(&mut open, lot, &line.below, line.depth.saturating_add(1));
            }
        }
        Some(lines.join("\n"))
    }

    /// `lot 7: 50 t to 清澄钢铁 (3) back from lease 1, block 27`.
    fn line(&self, lot: &LotFacts) -> String {
        let kept = &lot.kept;
        format!(
            "lot {}: {} to {} {}{}, block {}",
            lot.lot,
            amount(kept.amount),
            self.names.holder(&kept.holder),
            cause_words(&kept.cause, Language::En),
            self.granted(lot),
            kept.at.block
        )
    }

    /// The decision, if the lot was allocated.
    fn granted(&self, lot: &LotFacts) -> String {
        let mut allocations = self.facts.allocations.iter();
        let Some(made) = allocations.find(|made| made.kept.lot == Some(lot.lot)) else {
            return String::new();
        };
        let deducted = match made.kept.deducted.is_zero() {
            true => String::new(),
            false => format!(" less {} deducted", amount(made.kept.deducted)),
        };
        format!(
            " ({}{deducted}, {}, decision {})",
            amount(made.kept.granted),
            self.names.institution(made.kept.by),
            made.document
        )
    }

    fn table(&self) -> String {
        use Column::{Left, Right};
        let columns = [
            Right("lot"),
            Right("amount"),
            Left("holder"),
            Left("how"),
            Left("from"),
            Right("block"),
            Left("time"),
        ];
        let rows = self.facts.lots.iter().map(|lot| {
            let parts = lot.kept.parents.iter();
            let parts = parts.map(|part| format!("{} of lot {}", amount(part.amount), part.lot));
            [
                lot.lot.to_string(),
                amount(lot.kept.amount),
                self.names.holder(&lot.kept.holder),
                format!(
                    "{}{}",
                    cause_words(&lot.kept.cause, Language::En),
                    self.granted(lot)
                ),
                parts.collect::<Vec<_>>().join("\n"),
                lot.kept.at.block.to_string(),
                beijing(lot.kept.at.time_ms),
            ]
        });
        table(columns, rows)
    }
}

/// The lots a lot came from, the first of them on top.
fn push_parents(open: &mut Vec<Line>, lot: &LotFacts, below: &str, depth: usize) {
    let parents = &lot.kept.parents;
    for (index, part) in parents.iter().enumerate().rev() {
        let (lead, more) = match index.saturating_add(1) == parents.len() {
            true => ("└─ ", "   "),
            false => ("├─ ", "│  "),
        };
        open.push(Line {
            lead: format!("{below}{lead}"),
            below: format!("{below}{more}"),
            part: *part,
            depth,
        });
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use limpid_evidence::verify::{verify_title, TrustRoot};
    use limpid_primitives::Grams;
    use std::path::PathBuf;

    /// The facts of a vector.
    pub fn facts(name: &str) -> TitleFacts {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../tests/vectors/title");
        let read = |file: &str| std::fs::read(folder.join(file)).expect("a vector");
        let root = TrustRoot::from_json(&read("one-validator.trust.json")).unwrap();
        verify_title(&read(&format!("{name}.title.json")), &root).facts
    }

    #[test]
    fn a_title_is_a_tree_back_to_the_allocations() {
        let text = text(&facts("good-current"));
        let tree: Vec<_> = text
            .lines()
            .skip_while(|line| !line.starts_with("lot 9"))
            .collect();
        assert_eq!(tree.len(), 8, "{text}");
        assert!(
            tree[0].starts_with("lot 9: 60 t to 清澄热电有限公司 (4) joined with an allocation")
        );
        assert!(tree[1].starts_with("├─ 5 t of lot 8: 5 t to 清澄热电有限公司 (4) by allocation (5 t, 苏州市生态环境局 (1), decision "));
        assert!(tree[2].starts_with("└─ 55 t of lot 6"));
        assert!(tree[3].starts_with("   ├─ 10 t of lot 1: 100 t to 清澄钢铁有限公司 (3) by allocation (110 t less 10 t deducted"));
        assert!(tree[4].starts_with("   └─ 55 t of lot 4"));
        assert_eq!(tree[5], "      ├─ 30 t of lot 1, as above");
        assert!(
            tree[7].contains("40 t to reserve:320500 by allocation"),
            "{text}"
        );
        assert!(text.contains("status    current: 60 t are left"), "{text}");
    }

    #[test]
    fn what_is_frozen_stands_with_the_status() {
        let said = text(&facts("good-frozen"));
        assert!(
            said.contains("current: 50 t are left with the holder, 8 t FROZEN, 2 t set aside"),
            "{said}"
        );
        assert!(text(&facts("good-ended")).contains("status    ended"));
        assert!(text(&facts("good-passed")).contains("status    passed"));
    }

    #[test]
    fn a_deep_title_is_a_table() {
        let mut facts = facts("good-allocation");
        let root = facts.lots[0].clone();
        for number in 0..40 {
            let mut next = facts.lots[0].clone();
            next.kept.parents = vec![Part {
                lot: next.lot,
                amount: Grams(5_000_000),
            }]
            .try_into()
            .unwrap();
            next.lot = LotId(100 + number);
            facts.lots.insert(0, next);
        }
        let text = text(&facts);
        assert!(
            text.contains("5 t of lot 100") && text.contains("│ 139 ┆"),
            "{text}"
        );
        assert!(
            text.contains(&format!(" {} ┆", root.kept.at.block)),
            "{text}"
        );
    }
}
