//! The market off chain: what its events say, and the same books and balances made from them alone.
//!
//! [`Ledger`] is what the market keeps of orders, quota and money. It is read from the chain's state ([`Ledger::read`]), or made from the
//! events of one block after another ([`Replay`]): matching, clearing and settling are done again by the rules of `limpid-market`,
//! and what comes out must be what the events say, and in the end what the state is.

mod accounts;
mod differences;
mod fact;
mod ledger;
mod replay;
mod store;

pub use differences::Difference;
pub use fact::{Fact, OrderPlaced, OrderRemoved, Traded};
pub use ledger::{Amounts, Ledger};
pub use replay::{Fault, Happened, Replay};
pub use store::Book;

#[cfg(test)]
mod tests;
