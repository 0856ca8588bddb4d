//! How orders meet: a class's book, its matching, an auction's clearing, the price band, sessions, a day's statistics.
//!
//! Nothing of FRAME is here. What is kept is reached through two small traits, [`TickStore`] and [`LevelStore`], which the market's
//! pallet implements over its storage and the tests over maps. No function's work depends on how many orders are in the book: each
//! says what it reads and writes at most. Nothing rounds money or quota, nothing panics.
//!
//! | Module | What it knows |
//! |---|---|
//! | [`ticks`] | at which prices there are orders: the best one, the next one |
//! | [`level`] | the queue of orders at one price |
//! | [`book`] | placing, matching, cancelling |
//! | [`auction`] | the one price of sealed bids, and what each gets |
//! | [`band`] | how far from the reference a price may be |
//! | [`session`] | when orders are matched |
//! | [`statistics`] | a day's open, high, low, last, volume and close |
//! | [`audit`] | whether a queue is as it must be |
//! | `model` (feature `model`) | the book and the auction as plain lists, to compare with |
//!
//! **A book is never crossed.** If the bounds of matching stop an order that could still go on, what is left of it rests one tick
//! outside the other side's best price, within its own.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::panic
    )
)]

extern crate alloc;

pub mod auction;
pub mod audit;
pub mod band;
pub mod bits;
pub mod book;
pub mod level;
mod meeting;
#[cfg(feature = "model")]
pub mod model;
mod queue;
pub mod session;
mod shown;
pub mod statistics;
pub mod ticks;

pub use auction::{ClearingState, Demand, Progress};
pub use band::Band;
pub use bits::Bits256;
pub use book::BookStore;
pub use level::{Level, LevelStore, LevelV1, Page, PageV1};
pub use meeting::{BookError, Limits, Maker, Placed, Removal, Rest, Step, Stop, Verdict};
pub use shown::Depth;
pub use ticks::{NodeAt, TickStore};
