//! A title as a drawing (SVG): allocations above, the lot in question below, each lot with what it got from which.

use super::{
    layers::{lay_out, Layout, Place, Widths},
    names::Names,
};
use crate::{
    evidence::{cause_words, Language},
    mass::amount,
    when::beijing,
};
use anyhow::Context;
use limpid_evidence::verify::{LotFacts, TitleFacts};
use limpid_primitives::quota::{Cause, LotStatus};
use std::{collections::HashMap, fmt::Write};

/// Lots, and layers that lines pass, in one drawing.
const SLOTS_MAX: usize = 4_000;

const WIDTHS: Widths = Widths {
    node: 250.0,
    bend: 12.0,
    gap: 28.0,
};
const NODE_HEIGHT: f64 = 84.0;
const LAYER_HEIGHT: f64 = 150.0;
const MARGIN: f64 = 24.0;
const LINE_HEIGHT: f64 = 17.0;
/// So many characters of a decision's digest tell it apart.
const DIGEST_SHOWN: usize = 12;

const STYLE: &str = "\
text { font: 13px 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif; fill: #1b1f24 }
.strong { font-weight: bold } .small { font-size: 11px; fill: #57606a }
.part { font-size: 11px; stroke: #fff; stroke-width: 4px; paint-order: stroke }
rect { stroke: #57606a; fill: #fff } .allocated { fill: #dff3e4 } .ended { fill: #e7e7e7 } .asked { stroke: #0b5cad; stroke-width: 3px }
path { stroke: #57606a; stroke-width: 1.5px; fill: none }";

/// Draws a title.
pub fn draw(facts: &TitleFacts) -> anyhow::Result<String> {
    // The oldest first: what comes from a lot has a larger number.
    let lots: Vec<_> = facts.lots.iter().rev().collect();
    let index: HashMap<_, _> = lots
        .iter()
        .zip(0..)
        .map(|(lot, at)| (lot.lot, at))
        .collect();
    let mut edges = Vec::new();
    let mut amounts = Vec::new();
    for (to, lot) in lots.iter().enumerate() {
        for part in lot.kept.parents.iter() {
            if let Some(from) = index.get(&part.lot).filter(|from| **from < to) {
                edges.push((*from, to));
                amounts.push(amount(part.amount));
            }
        }
    }
    let layout = lay_out(lots.len(), &edges, WIDTHS, SLOTS_MAX).context(
        "the title is too large for a drawing: without --svg it is shown as a table, with --json for programs",
    )?;
    Ok(Drawing::new(facts, &layout).finished(&lots, &amounts))
}

struct Drawing<'a> {
    facts: &'a TitleFacts,
    layout: &'a Layout,
    names: Names,
    svg: String,
}

impl<'a> Drawing<'a> {
    fn new(facts: &'a TitleFacts, layout: &'a Layout) -> Self {
        let names = facts.institutions.iter();
        Self {
            names: Names::of(names.map(|known| (known.institution, known.name.to_string()))),
            facts,
            layout,
            svg: String::new(),
        }
    }

    fn finished(mut self, lots: &[&LotFacts], amounts: &[String]) -> String {
        let width = self.layout.width + 2.0 * MARGIN;
        let layers = self.layout.layers.saturating_sub(1) as f64;
        // The lot in question has one line more.
        let height = layers * LAYER_HEIGHT + NODE_HEIGHT + LINE_HEIGHT + 2.0 * MARGIN;
        self.add(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
             <title>{}</title>\n<style>\n{STYLE}\n</style>\n\
             <defs><marker id=\"end\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
             <path d=\"M0,0 L10,5 L0,10 Z\" style=\"fill: #57606a; stroke: none\"/></marker></defs>\n\
             <rect width=\"100%\" height=\"100%\" style=\"stroke: none\"/>\n",
            escaped(&self.name())
        ));
        for path in &self.layout.edges {
            let line = line(path);
            self.add(&format!("<path d=\"{line}\" marker-end=\"url(#end)\"/>\n"));
        }
        for (path, amount) in self.layout.edges.iter().zip(amounts) {
            if let [.., before, last] = path.as_slice() {
                let (x, y) = (before.x * 0.35 + last.x * 0.65 + MARGIN, top(last) - 24.0);
                self.text(x, y, "part", "middle", amount);
            }
        }
        for (lot, place) in lots.iter().zip(&self.layout.nodes) {
            self.lot(lot, place);
        }
        self.svg.push_str("</svg>\n");
        self.svg
    }

    fn name(&self) -> String {
        let lot = self.facts.title.as_ref().map(|title| title.lot.to_string());
        let block = self.facts.as_of.map(|as_of| as_of.block.number.to_string());
        format!(
            "Title of lot {}, as of block {}",
            lot.unwrap_or_default(),
            block.unwrap_or_default()
        )
    }

    fn lot(&mut self, lot: &LotFacts, place: &Place) {
        let kept = &lot.kept;
        let is_asked = self
            .facts
            .lots
            .first()
            .is_some_and(|first| first.lot == lot.lot);
        let class = match kept.cause {
            Cause::Allocation { .. } => "allocated",
            _ if kept.cause.ends() => "ended",
            _ => "",
        };
        let (asked, height) = match is_asked {
            true => (" asked", NODE_HEIGHT + LINE_HEIGHT),
            false => ("", NODE_HEIGHT),
        };
        let (left, top) = (place.x - WIDTHS.node / 2.0 + MARGIN, top(place));
        let node = WIDTHS.node;
        self.add(&format!(
            "<rect class=\"{class}{asked}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{node}\" height=\"{height}\" rx=\"6\"/>\n"
        ));
        let block = format!("block {}, {}", kept.at.block, beijing(kept.at.time_ms));
        let mut lines = vec![
            (
                "strong",
                format!("lot {}: {}", lot.lot, amount(kept.amount)),
            ),
            ("", shortened(&self.names.holder(&kept.holder))),
            ("", shortened(&how(&kept.cause))),
            ("small", block),
        ];
        if is_asked {
            lines.push(("strong", shortened(&self.status())));
        }
        for ((class, line), row) in lines.iter().zip(1u8..) {
            let y = top + 4.0 + f64::from(row) * LINE_HEIGHT;
            self.text(left + 12.0, y, class, "start", line);
        }
    }

    /// How the lot in question stands.
    fn status(&self) -> String {
        let frozen = self.facts.holding.unwrap_or_default().frozen;
        match self.facts.status {
            Some(LotStatus::Current { left }) if frozen.is_zero() => {
                format!("{} left", amount(left))
            }
            Some(LotStatus::Current { left }) => {
                format!("{} left, {} FROZEN", amount(left), amount(frozen))
            }
            Some(LotStatus::Ended) => "ended".to_owned(),
            Some(LotStatus::Passed) | None => "nothing left".to_owned(),
        }
    }

    fn text(&mut self, x: f64, y: f64, class: &str, anchor: &str, text: &str) {
        self.add(&format!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>\n",
            escaped(text)
        ));
    }

    fn add(&mut self, svg: &str) {
        self.svg.push_str(svg);
    }
}

/// Why a lot was made; of an allocation, by which decision.
fn how(cause: &Cause) -> String {
    let words = cause_words(cause, Language::En);
    match cause {
        Cause::Allocation { document } => {
            let digest = document.to_string();
            let start: String = digest.chars().take(DIGEST_SHOWN).collect();
            format!("{words} {start}…")
        }
        _ => words,
    }
}

fn top(place: &Place) -> f64 {
    MARGIN + place.layer as f64 * LAYER_HEIGHT
}

/// From the lower edge of one node to the upper edge of another, upright in every layer it passes.
fn line(path: &[Place]) -> String {
    let mut line = String::new();
    for (pair, is_first) in path
        .windows(2)
        .zip(std::iter::once(true).chain(std::iter::repeat(false)))
    {
        let [upper, lower] = pair else { continue };
        let (from, to) = (top(upper) + NODE_HEIGHT, top(lower));
        let (x1, x2) = (upper.x + MARGIN, lower.x + MARGIN);
        let middle = (from + to) / 2.0;
        // Writing to a string never fails.
        let _ = match is_first {
            true => write!(line, "M{x1:.1},{from:.1}"),
            false => write!(line, " L{x1:.1},{from:.1}"),
        };
        let _ = write!(
            line,
            " C{x1:.1},{middle:.1} {x2:.1},{middle:.1} {x2:.1},{to:.1}"
        );
    }
    line
}

/// What fits into a node; a Chinese character takes twice the room.
fn shortened(text: &str) -> String {
    const ROOM: usize = 34;
    let mut taken = 0usize;
    let mut short = String::new();
    for character in text.chars() {
        taken = taken.saturating_add(if character.is_ascii() { 1 } else { 2 });
        if taken > ROOM {
            short.push('…');
            break;
        }
        short.push(character);
    }
    short
}

/// Text in XML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{super::title_text::tests::facts, *};

    #[test]
    fn every_lot_and_part_is_drawn() {
        let svg = draw(&facts("good-frozen")).unwrap();
        for lot in [7, 6, 4, 3, 2, 1] {
            assert!(svg.contains(&format!(">lot {lot}: ")), "{lot}");
        }
        assert_eq!(svg.matches("marker-end").count(), 7);
        assert_eq!(svg.matches("class=\"allocated\"").count(), 2);
        assert_eq!(svg.matches("class=\" asked\"").count(), 1);
        assert!(svg.contains(">by allocation 9498a5e99dba…<"), "{svg}");
        assert!(
            svg.contains("清澄钢铁有限公司 (3)") && svg.contains("8 t FROZEN"),
            "{svg}"
        );
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn an_ended_lot_is_grey_and_names_cannot_break_the_drawing() {
        let svg = draw(&facts("good-ended")).unwrap();
        assert!(svg.contains("class=\"ended asked\""), "{svg}");
        assert_eq!(escaped("a<b & c>d"), "a&lt;b &amp; c&gt;d");
        assert_eq!(
            shortened("清澄钢铁有限公司清澄钢铁有限公司清澄"),
            "清澄钢铁有限公司清澄钢铁有限公司清…"
        );
    }

    #[test]
    fn a_title_that_is_too_large_is_not_drawn() {
        let mut facts = facts("good-allocation");
        let first = facts.lots[0].clone();
        for number in 0..4_000 {
            let mut lot = first.clone();
            lot.lot.0 = 1_000 + number;
            facts.lots.insert(0, lot);
        }
        // No edges: nodes alone are too many as soon as there is one line among them.
        facts.lots[0].kept.parents = vec![limpid_primitives::quota::Part {
            lot: first.lot,
            amount: first.kept.amount,
        }]
        .try_into()
        .unwrap();
        let error = draw(&facts).unwrap_err().to_string();
        assert!(error.contains("--json"), "{error}");
    }
}
