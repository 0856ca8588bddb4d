//! What the market said.

use super::{RuntimeEvent, System, Test};
use crate::Event;
use limpid_market::Removal;
use limpid_primitives::market::OrderId;

/// What the market has said since the last time. Quota that was delivered is told by its own ledger besides.
pub fn events() -> Vec<Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::Market(event) => Some(event),
            _ => None,
        })
        .collect()
}

/// Price and units of the trades since the last time.
pub fn trades() -> Vec<(u32, u64)> {
    let trade = |event| match event {
        Event::Traded { price, units, .. } => Some((price.number(), units)),
        _ => None,
    };
    events().into_iter().filter_map(trade).collect()
}

/// The orders that were taken out of the book since the last time, and why.
pub fn removals() -> Vec<(OrderId, Removal)> {
    let removal = |event| match event {
        Event::OrderRemoved { order, why, .. } => Some((order, why)),
        _ => None,
    };
    events().into_iter().filter_map(removal).collect()
}
