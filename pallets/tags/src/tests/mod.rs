//! One file a call; then what holds over all of them.

mod accept_tag;
mod file_tag;
mod genesis;
mod invariants;
mod lookup;
mod matrix;
mod reject_tag;
mod remove_tag_rule;
mod set_tag_rule;
