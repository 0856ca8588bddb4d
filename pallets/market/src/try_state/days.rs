//! Trades, and what the days' statistics say of them.

use crate::{
    pallet::{Config, Days, LastTraded, NextBatch, Trades},
    Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use limpid_market::statistics;
use limpid_primitives::{
    market::{DayStatistics, DayStatisticsV1, Trade},
    quota::ClassId,
    Day,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// 5. A day is what its trades were.
    pub(crate) fn check_days() -> Result<(), TryRuntimeError> {
        let mut days = BTreeMap::<(ClassId, Day), DayStatisticsV1>::new();
        let mut batches = 0u64;
        for (class, next) in NextBatch::<T>::iter() {
            let size = Self::listing(class)?.tick;
            for batch in 0..next {
                let made = Trades::<T>::get(class, batch).ok_or("trades are missing")?;
                ensure!(!made.is_empty(), "a call made no trades");
                batches = batches.saturating_add(1);
                for Trade::V1(trade) in made {
                    let day = Day::of(trade.at.time_ms).ok_or("a trade has no day")?;
                    let before = days.get(&(class, day)).copied();
                    let after = statistics::add(before, trade.price, size, trade.units);
                    days.insert((class, day), after.ok_or("a day's sums are too large")?);
                    ensure!(
                        trade.maker.class == class && trade.taker.class == class,
                        "a trade is of another class's orders"
                    );
                }
            }
        }
        ensure!(
            u64::try_from(Trades::<T>::iter_keys().count()) == Ok(batches),
            "trades have a number that was not given out"
        );
        let kept: BTreeMap<_, _> = Days::<T>::iter()
            .map(|(class, day, DayStatistics::V1(of))| ((class, day), of))
            .collect();
        ensure!(
            kept == days,
            "a day's statistics are not those of its trades"
        );
        let mut last = BTreeMap::<ClassId, Day>::new();
        for (class, day) in days.into_keys() {
            last.insert(class, day);
        }
        let traded: BTreeMap<_, _> = LastTraded::<T>::iter()
            .map(|(class, traded)| (class, traded.day))
            .collect();
        ensure!(last == traded, "the last day with trades is another one");
        Ok(())
    }
}
