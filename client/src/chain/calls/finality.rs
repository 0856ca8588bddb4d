//! What the council says about finality that stands.

use super::Call;

const PALLET: &str = "Grandpa";

/// Puts the next change of validators in force without the votes of those before: `delay` blocks after the session's end that
/// brings it, counted on from `last_final`, the last block they made final. For the council.
pub fn note_stalled(delay: u32, last_final: u32) -> Call {
    Call::new(PALLET, "note_stalled", (delay, last_final))
}
