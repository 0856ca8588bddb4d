//! Bars in a terminal.

use super::year::Parts;
use crate::mass::kilograms;
use limpid_primitives::Micrograms;

/// Cells of the longest bar.
const CELLS: u128 = 40;
/// What the parts of a bar are drawn with.
const COMPUTED: char = '█';
const OVERRIDDEN: char = '▓';
const SUBSTITUTED: char = '░';
/// What is too little for a cell.
const LITTLE: char = '▏';

/// What the characters of the bars mean.
pub const LEGEND: &str = "█ computed   ▓ overridden by the agency   ░ substituted";

/// A bar in a chart: its name, its masses, and what is to be said of it besides.
pub struct Bar {
    /// Its name.
    pub name: String,
    /// How long it is.
    pub parts: Parts,
    /// Behind the mass.
    pub remark: String,
}

/// A line for each bar, the longest of the same length in every chart.
pub fn chart(bars: &[Bar]) -> String {
    let masses = bars.iter().map(|bar| bar.parts.sum());
    let longest = masses.max().unwrap_or_default();
    let width = usize::try_from(CELLS).unwrap_or_default();
    let text = |bar: &Bar| {
        let drawn = draw(&bar.parts, longest);
        let mass = kilograms(bar.parts.sum());
        let line = format!(
            "  {}  {drawn:<width$}  {mass:>16}  {}",
            bar.name, bar.remark
        );
        line.trim_end().to_owned()
    };
    bars.iter().map(text).collect::<Vec<_>>().join("\n")
}

fn draw(parts: &Parts, longest: Micrograms) -> String {
    let mut drawn = String::new();
    let (mut sum, mut cells) = (0u128, 0u128);
    let masses = [
        (parts.computed, COMPUTED),
        (parts.overridden, OVERRIDDEN),
        (parts.substituted, SUBSTITUTED),
    ];
    for (mass, character) in masses {
        sum = sum.saturating_add(mass.0);
        // Rounded where a part ends, so that the parts never add up to more than the whole.
        let end = cells_of(sum, longest.0);
        drawn.extend((cells..end).map(|_| character));
        cells = end;
    }
    if sum > 0 && drawn.is_empty() {
        drawn.push(LITTLE);
    }
    drawn
}

fn cells_of(mass: u128, longest: u128) -> u128 {
    let half = longest / 2;
    let scaled = mass.saturating_mul(CELLS).saturating_add(half);
    scaled.checked_div(longest).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts([computed, overridden, substituted]: [u128; 3]) -> Parts {
        Parts {
            computed: Micrograms(computed),
            overridden: Micrograms(overridden),
            substituted: Micrograms(substituted),
        }
    }

    #[test]
    fn bars_are_as_long_as_their_masses() {
        let draw = |masses, longest| draw(&parts(masses), Micrograms(longest));
        assert_eq!(draw([400, 0, 0], 400), "█".repeat(40));
        assert_eq!(
            draw([200, 100, 100], 400),
            format!("{}{}{}", "█".repeat(20), "▓".repeat(10), "░".repeat(10))
        );
        assert_eq!(draw([0, 0, 0], 400), "");
        assert_eq!(draw([0, 0, 0], 0), "");
        assert_eq!(draw([1, 0, 0], 400), "▏");
        assert_eq!(
            draw([Micrograms::MAX.0, 0, 0], Micrograms::MAX.0)
                .chars()
                .count(),
            40
        );
    }

    #[test]
    fn a_chart_has_a_line_a_bar_with_its_mass() {
        let bar = |name: &str, mass, remark: &str| Bar {
            name: name.to_owned(),
            parts: parts([mass, 0, 0]),
            remark: remark.to_owned(),
        };
        let text = chart(&[
            bar("2026-01", 2_000_000_000, ""),
            bar("2026-02", 1_000_000_000, "3 days without data"),
        ]);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(
            lines[0].ends_with("2 kg") && lines[0].contains(&"█".repeat(40)),
            "{text}"
        );
        assert!(lines[1].contains("1 kg  3 days without data"), "{text}");
    }
}
