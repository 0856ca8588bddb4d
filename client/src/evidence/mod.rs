//! Evidence files: gathered from a gateway's store and the chain, checked before they are written, and rendered for people.
//!
//! The format is that of `docs/spec/bundle.md`; what decides over a file is [`limpid_evidence`] alone, here and everywhere.

mod export;
mod find;
mod gather;
mod lang;
mod measured;
mod render;
mod select;
pub mod trust;

pub use export::{export, ExportError, Exported, Progress, Step, What};
pub use find::{find, Found};
pub use lang::Language;
pub use measured::{command as command_words, values as measured_values};
pub use render::render;
pub use select::{select, Selection};

#[cfg(test)]
mod tests;
