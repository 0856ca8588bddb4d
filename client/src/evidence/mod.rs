//! Evidence files: gathered from a gateway's store and the chain, checked before they are written, and rendered for people.
//!
//! The formats are those of `docs/spec/bundle.md`, `docs/spec/title.md` and `docs/spec/share-bundle.md`; what decides over a file is [`limpid_evidence`] alone, here and everywhere.

mod export;
mod find;
mod gather;
mod lang;
mod measured;
mod newest;
mod render;
mod select;
mod share;
mod title;
pub mod trust;

pub use export::{export, ExportError, Exported, Progress, Step, What};
pub use find::{find, Found};
pub use lang::{cause_words, Language};
pub use measured::{command as command_words, values as measured_values};
pub use render::{render, render_share, render_title};
pub use select::{select, Selection};
pub use share::{export_share, ShareExportError, ShareFile, ShareOf};
pub use title::{export_title, read_title, TitleExportError, TitleFile};

#[cfg(test)]
mod tests;
