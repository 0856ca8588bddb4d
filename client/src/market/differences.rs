//! Where two ledgers differ.

use super::{ledger::Ledger, store::Book};
use limpid_primitives::market::{OrderId, Slot};
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Debug};

/// One thing that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is.
    pub what: String,
    /// As the events make it.
    pub replayed: String,
    /// As the state has it.
    pub state: String,
}

impl Ledger {
    /// What differs between this one, which was replayed, and the state.
    pub fn differences(&self, state: &Ledger) -> Vec<Difference> {
        let mut found = Vec::new();
        compare(&mut found, "unit of class", &self.units, &state.units);
        compare(
            &mut found,
            "listing of class",
            &self.listings,
            &state.listings,
        );
        self.compare_books(state, &mut found);
        compare(
            &mut found,
            "statistics of class and day",
            &self.days,
            &state.days,
        );
        compare(
            &mut found,
            "last traded day of class",
            &self.last_traded,
            &state.last_traded,
        );
        compare(
            &mut found,
            "money of institution",
            &self.claims,
            &state.claims,
        );
        compare(&mut found, "payout", &self.payouts, &state.payouts);
        compare(
            &mut found,
            "quota of holder and class",
            &self.holdings,
            &state.holdings,
        );
        compare(&mut found, "lease", &self.leases, &state.leases);
        compare(&mut found, "auction", &self.auctions, &state.auctions);
        compare(&mut found, "bid", &self.bids, &state.bids);
        compare(
            &mut found,
            "negotiated offer",
            &self.block_offers,
            &state.block_offers,
        );
        found
    }

    fn compare_books(&self, state: &Ledger, found: &mut Vec<Difference>) {
        let none = Book::default();
        let classes = self.books.keys().chain(state.books.keys());
        let classes: std::collections::BTreeSet<_> = classes.copied().collect();
        for class in classes {
            let ours = self.books.get(&class).unwrap_or(&none);
            let theirs = state.books.get(&class).unwrap_or(&none);
            let named = |book: &Book| -> BTreeMap<String, Slot> {
                let orders = book.orders().into_iter();
                let name = |((side, tick, number), slot)| {
                    let id = OrderId {
                        class,
                        side,
                        tick,
                        number,
                    };
                    (id.to_string(), slot)
                };
                orders.map(name).collect()
            };
            let before = found.len();
            compare(found, "order", &named(ours), &named(theirs));
            // The same orders, kept otherwise.
            if found.len() == before && ours != theirs {
                found.push(Difference {
                    what: format!("how the book of class {class} is kept"),
                    replayed: format!("{ours:?}"),
                    state: format!("{theirs:?}"),
                });
            }
        }
    }
}

fn compare<K: Ord + Debug, V: PartialEq + Debug>(
    found: &mut Vec<Difference>,
    what: &str,
    replayed: &BTreeMap<K, V>,
    state: &BTreeMap<K, V>,
) {
    let text = |value: Option<&V>| value.map_or_else(|| "none".to_owned(), |v| format!("{v:?}"));
    let mut push = |key: &K, ours: Option<&V>, theirs: Option<&V>| {
        if ours != theirs {
            found.push(Difference {
                what: format!("{what} {key:?}"),
                replayed: text(ours),
                state: text(theirs),
            });
        }
    };
    for (key, value) in replayed {
        push(key, Some(value), state.get(key));
    }
    for (key, value) in state.iter().filter(|(key, _)| !replayed.contains_key(key)) {
        push(key, None, Some(value));
    }
}
