//! One file a call; then what holds over several of them.

mod amend_permit;
mod cancel_permit;
mod invariants;
mod issue_permit;
mod lifecycle;
mod lift_ban;
mod lookup;
mod matrix;
mod outlets;
mod reinstate_permit;
mod renew_permit;
mod revoke_permit;
mod standings;
mod suspend_permit;
mod weights;
mod withdraw_permit;
