//! One file a call; then what holds over all of them.

mod accept_clue;
mod answer_invitation;
mod attach_evidence;
mod close_case;
mod decide_clue;
mod dispute_clue;
mod finish_task;
mod invariants;
mod invite_agency;
mod leave_case;
mod matrix;
mod open_case;
mod return_clue;
mod set_task;
mod transfer_clue;
mod views;
mod withdraw_task;
