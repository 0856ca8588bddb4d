//! One file a call; then what holds over all of them.

mod add_member;
mod admit_institution;
mod agencies;
mod amend_institution;
mod appoint_administrator;
mod check_member;
mod genesis;
mod invariants;
mod matrix;
mod origins;
mod reinstate_institution;
mod remove_member;
mod set_allowance;
mod set_duties;
mod suspend_institution;
