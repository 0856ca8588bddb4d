//! One file a call; then what holds over all of them.

mod decide;
mod invariants;
