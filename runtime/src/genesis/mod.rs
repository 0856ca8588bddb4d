//! What a new chain begins with: the presets `development` (one validator) and `local` (four), and the chain that founders
//! describe in a file (`limpid-node found-chain`).
//!
//! The presets use keys that everybody knows and are for trying Limpid out.

mod founders;
mod presets;
mod tag_rules;

pub use founders::{Founder, FounderNode, FounderValidator, Founders, FoundersError};
pub use presets::{preset, preset_names, LOCAL_PRESET};
