//! How far from the reference a price may be.

use limpid_primitives::market::{Fen, Tick};

/// The prices of a day, in ticks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Band {
    /// The lowest.
    pub low: Tick,
    /// The highest.
    pub high: Tick,
}

impl Band {
    /// The prices at most so many thousandths of the reference away from it, in ticks of this size.
    ///
    /// Its ends are rounded inward, so that no price in it is further away. Where that leaves less than a tick on a side, it
    /// reaches to the next tick on that side, as on the stock exchanges: otherwise a price of few ticks could never move. `None`
    /// if the size is nothing, or no price is in the band.
    pub fn around(reference: Fen, permille: u16, size: Fen) -> Option<Self> {
        let reference = u128::from(reference.0);
        let size = u128::from(size.0);
        let permille = u128::from(permille);
        let step = size.checked_mul(1_000)?;
        let lowest = reference.checked_mul(1_000u128.saturating_sub(permille))?;
        let highest = reference.checked_mul(1_000u128.checked_add(permille)?)?;
        let (low, high) = (divide_up(lowest, step)?, highest.checked_div(step)?);
        let next_below = divide_up(reference, size)?.saturating_sub(1);
        let next_above = reference.checked_div(size)?.checked_add(1)?;
        Self::of(low.min(next_below), high.max(next_above))
    }

    fn of(low: u128, high: u128) -> Option<Self> {
        let highest = u128::from(Tick::MAX.number());
        let tick = |number: u128| Tick::try_from(u32::try_from(number).ok()?).ok();
        let band = Self {
            low: tick(low.max(1))?,
            high: tick(high.min(highest))?,
        };
        (band.low <= band.high).then_some(band)
    }

    /// Whether a price is in it.
    pub fn has(&self, price: Tick) -> bool {
        self.low <= price && price <= self.high
    }
}

fn divide_up(value: u128, by: u128) -> Option<u128> {
    let (quotient, rest) = (value.checked_div(by)?, value.checked_rem(by)?);
    quotient.checked_add(u128::from(rest > 0))
}
