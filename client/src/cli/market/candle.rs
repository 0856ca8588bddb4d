//! A day's prices as a candle, and candles in a terminal.

use limpid_market::statistics;
use limpid_primitives::{
    market::{DayStatisticsV1, Fen, Tick},
    Day,
};
use serde::Serialize;

/// Lines of a chart in a terminal.
const LINES: usize = 18;
/// Days of a chart in a terminal: as many as stand side by side in 80 columns.
pub const DAYS_MAX: usize = 60;
/// What candles are drawn with.
const WICK: char = '│';
const RISING: char = '░';
const FALLING: char = '█';
const LEVEL: char = '━';

/// What the characters of the candles mean.
pub const LEGEND: &str =
    "░ last above first   █ last below first   ━ the same   │ highest and lowest";

/// A class's day in the order book, in money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Candle {
    /// The day.
    pub day: Day,
    /// Price of the first trade.
    #[serde(rename = "open_fen")]
    pub open: Fen,
    /// Highest price.
    #[serde(rename = "high_fen")]
    pub high: Fen,
    /// Lowest price.
    #[serde(rename = "low_fen")]
    pub low: Fen,
    /// Price of the last trade.
    #[serde(rename = "last_fen")]
    pub last: Fen,
    /// Turnover over units, to the nearest tick: what the next day's band is around.
    #[serde(rename = "close_fen")]
    pub close: Fen,
    /// Units traded.
    pub units: u64,
    /// Money paid.
    #[serde(rename = "turnover_fen")]
    pub turnover: Fen,
    /// How many trades.
    pub trades: u32,
}

impl Candle {
    /// Of a day's statistics, in ticks of this size.
    pub fn of(day: Day, statistics: &DayStatisticsV1, close: Tick, tick: Fen) -> Candle {
        Candle {
            day,
            open: price(statistics.open, tick),
            high: price(statistics.high, tick),
            low: price(statistics.low, tick),
            last: price(statistics.last, tick),
            close: price(close, tick),
            units: statistics.units,
            turnover: statistics.turnover,
            trades: statistics.trades,
        }
    }
}

/// A price in money.
pub fn price(ticks: Tick, tick: Fen) -> Fen {
    statistics::price(ticks, tick).unwrap_or(Fen(u64::MAX))
}

/// The lowest and the highest price of all.
pub fn range(candles: &[Candle]) -> Option<(Fen, Fen)> {
    let low = candles.iter().map(|candle| candle.low).min()?;
    let high = candles.iter().map(|candle| candle.high).max()?;
    Some((low, high))
}

/// Candles side by side, prices upwards.
pub fn chart(candles: &[Candle]) -> String {
    let Some((low, high)) = range(candles) else {
        return String::new();
    };
    let scale = Scale { low, high };
    let mut lines: Vec<_> = (0..scale.lines())
        .rev()
        .map(|line| scale.line(line, candles))
        .collect();
    lines.push(scale.days(candles));
    lines.join("\n")
}

/// Which price stands in which line, counted from below.
struct Scale {
    low: Fen,
    high: Fen,
}

impl Scale {
    /// One line, if all prices are the same.
    fn lines(&self) -> usize {
        match self.low == self.high {
            true => 1,
            false => LINES,
        }
    }

    fn line_of(&self, price: Fen) -> usize {
        let (above, span) = (
            u128::from(price.0.saturating_sub(self.low.0)),
            u128::from(self.high.0.saturating_sub(self.low.0)),
        );
        let last = self.lines().saturating_sub(1);
        // To the nearest line.
        let scaled = above
            .saturating_mul(last as u128)
            .saturating_add(span / 2)
            .checked_div(span);
        scaled.map_or(0, |line| {
            usize::try_from(line).map_or(last, |line| line.min(last))
        })
    }

    fn line(&self, line: usize, candles: &[Candle]) -> String {
        let label = match line {
            0 => self.low.to_string(),
            line if line == self.lines().saturating_sub(1) => self.high.to_string(),
            _ => String::new(),
        };
        let cells: String = candles
            .iter()
            .map(|candle| self.cell(line, candle))
            .collect();
        format!("{label:>12} ┤{cells}").trim_end().to_owned()
    }

    fn cell(&self, line: usize, candle: &Candle) -> char {
        let [open, last] = [candle.open, candle.last].map(|price| self.line_of(price));
        let body = open.min(last)..=open.max(last);
        let wick = self.line_of(candle.low)..=self.line_of(candle.high);
        match body.contains(&line) {
            true if candle.open == candle.last => LEVEL,
            true if candle.open < candle.last => RISING,
            true => FALLING,
            false if wick.contains(&line) => WICK,
            false => ' ',
        }
    }

    /// The first day under the first candle, and the last one behind it.
    fn days(&self, candles: &[Candle]) -> String {
        let indent = " ".repeat(14);
        match candles {
            [] => String::new(),
            [only] => format!("{indent}{}", only.day),
            [first, .., last] => format!("{indent}{} to {}", first.day, last.day),
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A candle of first, highest, lowest and last price, of a day of March 2026.
    pub fn candle(date: u32, [open, high, low, last]: [u64; 4]) -> Candle {
        Candle {
            day: format!("2026-03-{date:02}").parse().unwrap(),
            open: Fen(open),
            high: Fen(high),
            low: Fen(low),
            last: Fen(last),
            close: Fen((open + last) / 2),
            units: 10,
            turnover: Fen(10 * open),
            trades: 2,
        }
    }

    #[test]
    fn a_candle_is_a_days_statistics_in_money() {
        let tick = |number: u32| Tick::try_from(number).unwrap();
        let statistics = DayStatisticsV1 {
            open: tick(100),
            high: tick(110),
            low: tick(90),
            last: tick(105),
            units: 7,
            turnover: Fen(35_000),
            trades: 3,
        };
        let day = "2026-03-01".parse().unwrap();
        let candle = Candle::of(day, &statistics, tick(101), Fen(50));
        assert_eq!(
            (
                candle.open,
                candle.high,
                candle.low,
                candle.last,
                candle.close
            ),
            (Fen(5_000), Fen(5_500), Fen(4_500), Fen(5_250), Fen(5_050))
        );
    }

    #[test]
    fn bodies_wicks_and_prices_stand_where_they_are() {
        let candles = [
            candle(1, [100, 270, 100, 200]),
            candle(2, [200, 200, 150, 150]),
            candle(3, [180, 180, 180, 180]),
        ];
        let text = chart(&candles);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), LINES + 1, "{text}");
        // 10 fen a line, from 1.00 in the lowest to 2.70 in the highest.
        assert_eq!(lines[0], "        2.70 ┤│");
        assert_eq!(lines[7], "             ┤░█", "{text}");
        assert_eq!(lines[9], "             ┤░█━", "{text}");
        assert_eq!(lines[17], "        1.00 ┤░");
        assert!(lines[18].ends_with("2026-03-01 to 2026-03-03"), "{text}");
    }

    #[test]
    fn one_price_is_one_line() {
        let text = chart(&[candle(1, [5, 5, 5, 5])]);
        assert_eq!(text, "        0.05 ┤━\n              2026-03-01");
        assert_eq!(chart(&[]), "");
        let far = chart(&[candle(1, [0, u64::MAX, 0, u64::MAX])]);
        assert!(far.contains('░') && !far.contains('█'), "{far}");
    }
}
