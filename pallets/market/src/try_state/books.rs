//! The books: prices, queues, and that none is crossed.

use crate::{
    book::Book,
    pallet::{Config, Levels, Listings, Pages, Ticks},
    Pallet,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::ensure;
use limpid_market::{audit, book, level::Level, ticks};
use limpid_primitives::{
    market::{OrderId, Side, Slot},
    quota::ClassId,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// 1. Prices, queues, and that the best ones do not cross. Gives every open order.
    pub(crate) fn check_books() -> Result<Vec<(OrderId, Slot)>, TryRuntimeError> {
        let mut orders = Vec::new();
        let mut pages = 0usize;
        for (class, side, tick) in Levels::<T>::iter_keys() {
            let book = Book::<T>::of(class);
            let found = audit::audit(&book, side, tick)?;
            pages = pages.saturating_add(found.pages);
            let (queue, more) = book::orders(&book, side, tick, None, usize::MAX);
            ensure!(more.is_none(), "a queue has no end");
            let id = |number| OrderId {
                class,
                side,
                tick,
                number,
            };
            orders.extend(queue.into_iter().map(|(number, slot)| (id(number), slot)));
            let Some(Level::V1(level)) = Levels::<T>::get((class, side, tick)) else {
                return Err("a level is gone".into());
            };
            ensure!(
                level.live == found.orders,
                "a level's orders are not counted"
            );
        }
        ensure!(
            pages == Pages::<T>::iter_keys().count(),
            "a page is in no queue"
        );
        let classes: BTreeSet<ClassId> = Ticks::<T>::iter_keys().map(|(class, ..)| class).collect();
        let mut prices = 0usize;
        for class in classes {
            prices = prices.saturating_add(Self::check_prices(class)?);
        }
        ensure!(
            prices == Levels::<T>::iter_keys().count(),
            "a level's price is not in the set"
        );
        ensure!(
            orders
                .iter()
                .all(|(order, _)| Listings::<T>::contains_key(order.class)),
            "an order is of a class that is not listed"
        );
        Ok(orders)
    }

    /// How many prices a class's book has, each of which has a level.
    fn check_prices(class: ClassId) -> Result<usize, TryRuntimeError> {
        let book = Book::<T>::of(class);
        let mut count = 0usize;
        for side in [Side::Buy, Side::Sell] {
            let mut at = book::best(&book, side);
            while let Some(tick) = at {
                let has_level = Levels::<T>::contains_key((class, side, tick));
                ensure!(has_level, "there is no order at a price of the set");
                count = count.saturating_add(1);
                at = ticks::next_best(&book, side, tick);
            }
        }
        let best = [Side::Buy, Side::Sell].map(|side| book::best(&book, side));
        if let [Some(buy), Some(sell)] = best {
            ensure!(buy < sell, "a book is crossed");
        }
        Ok(count)
    }
}
