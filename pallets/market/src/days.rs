//! What a class's days were like, and what today's prices may be.

use crate::{
    pallet::{Config, Days, Error, LastTraded},
    types::TradedDay,
    Pallet,
};
use limpid_market::{statistics, Band};
use limpid_primitives::{
    market::{DayStatistics, DayStatisticsV1, Fen, ListingV1, Tick},
    quota::ClassId,
    Day,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// A class's day as it goes on, kept in memory while orders are matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RunningDay {
    pub(crate) class: ClassId,
    pub(crate) day: Day,
    /// What the day's band is around.
    pub(crate) reference: Fen,
    /// The size of a tick.
    pub(crate) size: Fen,
    statistics: Option<DayStatisticsV1>,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn running_day(class: ClassId, listing: &ListingV1, day: Day) -> RunningDay {
        let traded = LastTraded::<T>::get(class);
        let last = traded.and_then(|last| Self::statistics(class, last.day));
        let (reference, statistics) = match (traded, last) {
            (Some(traded), statistics) if traded.day >= day => (traded.reference, statistics),
            // 收盘价: the mean of the last day that had trades, weighted by units.
            (Some(traded), Some(last)) => {
                let close = statistics::close(&last, listing.tick);
                let price = close.and_then(|close| statistics::price(close, listing.tick));
                (price.unwrap_or(traded.reference), None)
            }
            _ => (listing.reference, None),
        };
        RunningDay {
            class,
            day,
            reference,
            size: listing.tick,
            statistics,
        }
    }

    /// A class's day in the book, if there were trades.
    pub(crate) fn statistics(class: ClassId, day: Day) -> Option<DayStatisticsV1> {
        Days::<T>::get(class, day).map(|DayStatistics::V1(day)| day)
    }
}

impl RunningDay {
    /// The prices so many thousandths around the reference.
    pub(crate) fn band<T: Config>(&self, permille: u16) -> Result<Band, DispatchError> {
        let band = Band::around(self.reference, permille, self.size);
        Ok(band.ok_or(Error::<T>::OutsideBand)?)
    }

    pub(crate) fn price(&self, tick: Tick) -> Result<Fen, DispatchError> {
        let price = statistics::price(tick, self.size);
        Ok(price.ok_or(ArithmeticError::Overflow)?)
    }

    /// Counts a trade.
    pub(crate) fn add(&mut self, price: Tick, units: u64) -> DispatchResult {
        let day = statistics::add(self.statistics, price, self.size, units);
        self.statistics = Some(day.ok_or(ArithmeticError::Overflow)?);
        Ok(())
    }

    /// Keeps what was counted.
    pub(crate) fn keep<T: Config>(&self) {
        let Some(statistics) = self.statistics else {
            return;
        };
        Days::<T>::insert(self.class, self.day, DayStatistics::V1(statistics));
        let traded = TradedDay {
            day: self.day,
            reference: self.reference,
        };
        LastTraded::<T>::insert(self.class, traded);
    }
}
