//! The one price of sealed bids.
//!
//! Bids are served from the highest price down, at one price in the order in which they were revealed. The last one served sets the
//! price all pay, which is the lowest that fills the auction; if there are too few bids, that of the lowest one. Bids above the price
//! get all they asked for, those at the price what is left, the last of them perhaps a part.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::market::{Clearing, Fen};
use scale_info::TypeInfo;

/// What is asked for at a price: by one bid, or by all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Demand {
    /// What is offered a unit.
    pub price: Fen,
    /// How many units are asked for.
    pub units: u64,
}

/// Whether there is something to go on with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Everything offered is taken: later bids get nothing.
    Done,
    /// The next bids count.
    More,
}

/// How far a clearing has come, to be kept from one step to the next.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct ClearingState {
    /// What nobody took yet.
    left: u64,
    found: Clearing,
}

impl ClearingState {
    /// Before the first bid.
    pub const fn new(offered: u64) -> Self {
        let found = Clearing {
            price: None,
            units_above: 0,
            units_at: 0,
        };
        Self {
            left: offered,
            found,
        }
    }

    /// Serves the next prices, or bids, from the highest price down, in one call and from call to call. Those that ask for nothing
    /// don't count. Its work is one pass over them.
    pub fn step(&mut self, page: &[Demand]) -> Progress {
        for demand in page {
            if self.left == 0 {
                return Progress::Done;
            }
            let units = demand.units.min(self.left);
            if units > 0 {
                self.serve(demand.price, units);
            }
        }
        match self.left {
            0 => Progress::Done,
            _ => Progress::More,
        }
    }

    fn serve(&mut self, price: Fen, units: u64) {
        // Both sums are parts of what was offered.
        if self.found.price != Some(price) {
            self.found.price = Some(price);
            let above = self.found.units_above.saturating_add(self.found.units_at);
            self.found.units_above = above;
            self.found.units_at = 0;
        }
        self.found.units_at = self.found.units_at.saturating_add(units);
        self.left = self.left.saturating_sub(units);
    }

    /// What was found so far; the auction's result once there are no more bids, or nothing is left.
    pub const fn clearing(&self) -> Clearing {
        self.found
    }

    /// How many units nobody took so far.
    pub const fn left(&self) -> u64 {
        self.left
    }
}

/// Clears an auction in one step. From the highest price down.
pub fn clear(demand: &[Demand], offered: u64) -> Clearing {
    let mut state = ClearingState::new(offered);
    state.step(demand);
    state.clearing()
}

/// What a bid gets in a cleared auction, if so many units at the same price were revealed before it. It doesn't matter in which order
/// bids are asked.
pub fn share(clearing: &Clearing, bid: &Demand, ahead: u64) -> u64 {
    match clearing.price {
        Some(price) if bid.price > price => bid.units,
        Some(price) if bid.price == price => {
            let left = clearing.units_at.saturating_sub(ahead);
            bid.units.min(left)
        }
        _ => 0,
    }
}
