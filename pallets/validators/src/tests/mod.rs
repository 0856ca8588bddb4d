//! The call; then what the session pallet, the authorship pallet and the offences pallet ask; then what holds over all of them.

mod change_validators;
mod forget_keys;
mod genesis;
mod invariants;
mod note_author;
mod offences;
mod sessions;
mod set_keys;
mod timing;
