//! Tables, and what stands in several of them.

use comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, Table};
use limpid_hj212::Factor;
use limpid_primitives::Pollutant;

/// A column's heading, and where its content stands.
#[derive(Clone, Copy)]
pub enum Column {
    /// To the left.
    Left(&'static str),
    /// To the right, as numbers do.
    Right(&'static str),
}

/// Rows under headings.
pub fn table<const COLUMNS: usize>(
    columns: [Column; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED);
    table.set_header(columns.map(|column| match column {
        Column::Left(heading) | Column::Right(heading) => heading,
    }));
    table.add_rows(rows);
    for (column, is) in table.column_iter_mut().zip(columns) {
        column.set_cell_alignment(match is {
            Column::Left(_) => CellAlignment::Left,
            Column::Right(_) => CellAlignment::Right,
        });
    }
    table.to_string()
}

/// A pollutant's code with its usual name, if the standard has one.
pub fn pollutant(pollutant: Pollutant) -> String {
    match Factor::of(pollutant.as_str()) {
        Some(factor) => format!("{pollutant} {}", factor.name),
        None => pollutant.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right() {
        let columns = [Column::Left("day"), Column::Right("mass")];
        let rows = [["1".into(), "9 kg".into()], ["2".into(), "10 kg".into()]];
        let text = table(columns, rows);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[3].contains("  9 kg │"), "{text}");
        assert!(lines[4].contains(" 10 kg │"), "{text}");
    }

    #[test]
    fn pollutants_have_names() {
        assert_eq!(pollutant("a21002".parse().unwrap()), "a21002 NOx");
        assert_eq!(pollutant("a99999".parse().unwrap()), "a99999");
    }
}
