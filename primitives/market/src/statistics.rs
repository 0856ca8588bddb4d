//! What everybody may know of a day's trades.

use limpid_primitives::market::{DayStatisticsV1, Fen, Tick};

/// A price as money, for ticks of this size; `None` if it is too large for 64 bits.
pub fn price(tick: Tick, size: Fen) -> Option<Fen> {
    size.times(u64::from(tick.number()))
}

/// A price in ticks of this size; `None` if it is not a whole number of them, or too high.
pub fn tick(price: Fen, size: Fen) -> Option<Tick> {
    let number = price.0.checked_div(size.0)?;
    let is_whole = price.0.checked_rem(size.0)? == 0;
    let tick = Tick::try_from(u32::try_from(number).ok()?).ok()?;
    is_whole.then_some(tick)
}

/// The day with one more trade; `None` if a sum is too large.
pub fn add(
    day: Option<DayStatisticsV1>,
    at: Tick,
    size: Fen,
    units: u64,
) -> Option<DayStatisticsV1> {
    let value = price(at, size)?.times(units)?;
    let day = day.unwrap_or(DayStatisticsV1 {
        open: at,
        high: at,
        low: at,
        last: at,
        units: 0,
        turnover: Fen::ZERO,
        trades: 0,
    });
    Some(DayStatisticsV1 {
        open: day.open,
        high: day.high.max(at),
        low: day.low.min(at),
        last: at,
        units: day.units.checked_add(units)?,
        turnover: day.turnover.checked_add(value)?,
        trades: day.trades.checked_add(1)?,
    })
}

/// The day's close: the mean of its prices weighted by units, to the nearest tick of this size, half up. `None` if nothing was
/// traded, or the size is nothing.
///
/// It is a reference only: no money moves by it.
pub fn close(day: &DayStatisticsV1, size: Fen) -> Option<Tick> {
    let units_of_a_tick = u128::from(day.units).checked_mul(u128::from(size.0))?;
    let ticks = nearest(u128::from(day.turnover.0), units_of_a_tick)?;
    Tick::try_from(u32::try_from(ticks).ok()?).ok()
}

/// The mean of the day's prices weighted by units, to the nearest fen, half up. `None` if nothing was traded.
pub fn mean(day: &DayStatisticsV1) -> Option<Fen> {
    let fen = nearest(u128::from(day.turnover.0), u128::from(day.units))?;
    u64::try_from(fen).ok().map(Fen)
}

/// The price the next day's band is around: the day's close, or what it was around before if nothing was traded.
pub fn reference(before: Fen, day: Option<&DayStatisticsV1>, size: Fen) -> Fen {
    let closed = day.and_then(|day| price(close(day, size)?, size));
    closed.unwrap_or(before)
}

/// The quotient to the nearest whole number, half up.
fn nearest(value: u128, by: u128) -> Option<u128> {
    let (quotient, rest) = (value.checked_div(by)?, value.checked_rem(by)?);
    let is_half = rest >= by.saturating_sub(rest);
    quotient.checked_add(u128::from(is_half))
}
