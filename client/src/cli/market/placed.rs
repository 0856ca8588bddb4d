//! What became of orders that were placed, from the events of their transaction.

use super::candle::price;
use crate::{
    chain::{ChainError, Event},
    market::{Fact, OrderPlaced, OrderRemoved, Traded},
};
use limpid_market::{Removal, Stop};
use limpid_primitives::market::{Fen, Side};
use serde_json::{json, Value as Json};

/// An order with what it met.
pub struct Outcome {
    placed: OrderPlaced,
    trades: Vec<Traded>,
    removed: Vec<OrderRemoved>,
}

/// Of every order of a transaction.
pub fn outcomes(events: &[Event]) -> Result<Vec<Outcome>, ChainError> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for event in events {
        match (Fact::of(event)?, outcomes.last_mut()) {
            (Some(Fact::OrderPlaced(placed)), _) => outcomes.push(Outcome {
                placed: *placed,
                trades: Vec::new(),
                removed: Vec::new(),
            }),
            (Some(Fact::Traded(trade)), Some(outcome)) => outcome.trades.push(*trade),
            (Some(Fact::OrderRemoved(removed)), Some(outcome)) => outcome.removed.push(*removed),
            _ => {}
        }
    }
    Ok(outcomes)
}

/// Why an open order was taken out, in a word.
fn why(removal: Removal) -> String {
    match removal {
        Removal::Expired => "expired".to_owned(),
        Removal::OutsideBand => "outside-band".to_owned(),
        Removal::Own => "own".to_owned(),
        Removal::Refused(refusal) => refusal.to_string(),
    }
}

/// What stopped an order, in a word.
fn stopped(stop: Stop) -> String {
    match stop {
        Stop::Steps => "steps".to_owned(),
        Stop::Levels => "levels".to_owned(),
        Stop::Refused(refusal) => refusal.to_string(),
    }
}

impl Outcome {
    /// For programs.
    pub fn json(&self, tick: Fen) -> Json {
        let placed = &self.placed;
        let trades = self.trades.iter().map(|trade| {
            json!({
                "trade": trade.trade, "price_fen": price(trade.price, tick), "units": trade.units,
                "paid_fen": trade.paid, "seller": trade.seller, "buyer": trade.buyer,
                "sold": trade.sold, "bought": trade.bought, "maker": trade.maker,
            })
        });
        let removed = self.removed.iter().map(|removed| {
            json!({ "order": removed.order, "units": removed.units, "why": why(removed.why) })
        });
        json!({
            "order": placed.order, "limit_fen": price(placed.limit, tick), "units": placed.units,
            "left": placed.left, "until": placed.expires,
            "stopped": placed.stopped.map(stopped),
            "trades": trades.collect::<Vec<_>>(), "removed": removed.collect::<Vec<_>>(),
        })
    }

    /// For people.
    pub fn text(&self, tick: Fen) -> String {
        let placed = &self.placed;
        let side = match placed.order.side {
            Side::Buy => "at most",
            Side::Sell => "at least",
        };
        let mut lines = vec![format!(
            "order {}: {} units for {side} {} yuan a unit",
            placed.order,
            placed.units,
            price(placed.limit, tick)
        )];
        for trade in &self.trades {
            lines.push(format!(
                "  trade {}: {} units at {}, {} yuan; lot {} from lot {}",
                trade.trade,
                trade.units,
                price(trade.price, tick),
                trade.paid,
                trade.bought,
                trade.sold
            ));
        }
        for removed in &self.removed {
            lines.push(format!(
                "  order {} was taken out: {}",
                removed.order,
                why(removed.why)
            ));
        }
        if placed.left > 0 {
            let at = price(placed.order.tick, tick);
            lines.push(format!(
                "  {} units wait in the book at {at} until {}",
                placed.left, placed.expires
            ));
        }
        if let Some(stop) = placed.stopped {
            lines.push(match stop {
                Stop::Steps => {
                    "  it met as many orders as one transaction may; place the rest again"
                        .to_owned()
                }
                Stop::Levels => {
                    "  it took as many prices as an order may; place the rest again".to_owned()
                }
                Stop::Refused(refusal) => format!("  it ended: {refusal}"),
            });
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Value;
    use codec::Encode;
    use limpid_primitives::{
        market::{OrderId, Tick, TradeId},
        quota::{ClassId, Holder, LotId, Refusal},
        Day, InstitutionId,
    };

    fn event(name: &str, fields: impl Encode) -> Event {
        Event {
            pallet: "Market".to_owned(),
            name: name.to_owned(),
            fields: Value::Variant(name.to_owned(), vec![]),
            bytes: fields.encode(),
        }
    }

    fn id(side: Side, number: u64) -> OrderId {
        OrderId {
            class: ClassId(1),
            side,
            tick: tick(4_500),
            number,
        }
    }

    fn tick(number: u32) -> Tick {
        Tick::try_from(number).unwrap()
    }

    fn events(left: u64, stopped: Option<Stop>) -> Vec<Event> {
        let holder = |number| Holder::Institution(InstitutionId(number));
        let day: Day = "2026-12-31".parse().unwrap();
        let order = (id(Side::Buy, 0), holder(7), InstitutionId(7), tick(4_510));
        let trade = (
            ClassId(1),
            TradeId(256),
            id(Side::Sell, 3),
            id(Side::Buy, 0),
        );
        let terms = (tick(4_500), 6u64, Fen(2_700_000));
        let parties = (holder(8), holder(7), LotId(4), LotId(5));
        let why = Removal::Refused(Refusal::Frozen);
        vec![
            event("OrderPlaced", (order, 10u64, left, stopped, day)),
            event("Traded", (trade, terms, parties)),
            event("OrderRemoved", (id(Side::Sell, 4), 2u64, why)),
        ]
    }

    #[test]
    fn an_order_is_told_with_what_it_met() {
        let outcomes = outcomes(&events(4, None)).unwrap();
        assert_eq!(outcomes.len(), 1);
        let text = outcomes[0].text(Fen(100));
        for part in [
            "order 1/buy/4500/0: 10 units for at most 4510.00 yuan a unit",
            "trade 256: 6 units at 4500.00, 27000.00 yuan; lot 5 from lot 4",
            "order 1/sell/4500/4 was taken out: frozen",
            "4 units wait in the book at 4500.00 until 2026-12-31",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let json = outcomes[0].json(Fen(100));
        assert_eq!(json["trades"][0]["price_fen"], 450_000);
        assert_eq!(json["removed"][0]["why"], "frozen");
        assert_eq!((&json["left"], &json["stopped"]), (&json!(4), &Json::Null));
    }

    #[test]
    fn an_order_that_was_stopped_says_what_to_do() {
        let outcomes = outcomes(&events(0, Some(Stop::Levels))).unwrap();
        let text = outcomes[0].text(Fen(100));
        assert!(
            text.contains("place the rest again") && !text.contains("wait"),
            "{text}"
        );
        assert_eq!(outcomes[0].json(Fen(100))["stopped"], "levels");
    }
}
