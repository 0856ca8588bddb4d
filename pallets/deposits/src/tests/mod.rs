mod confirm_payout;
mod credit;
mod invariants;
mod ledger;
mod matrix;
mod refuse_payout;
mod request_payout;
mod withdraw_request;
