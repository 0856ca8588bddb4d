//! `limpid permit template`: an example to write one's own from.

/// A power plant's stack and its sewage.
pub const EXAMPLE: &str = include_str!("template.json");
