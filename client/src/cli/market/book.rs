//! `limpid market book`: what is wanted and offered, by price.

use super::{
    candle::price,
    listing::{halted, state, word},
};
use crate::{
    chain::{At, BookView},
    cli::{
        table::{table, Column},
        Globals,
    },
};
use anyhow::Context;
use limpid_market::Depth;
use limpid_primitives::{
    market::{Fen, Listing},
    quota::ClassId,
};
use serde_json::{json, Value as Json};

/// Which book, and how much of it.
#[derive(Debug, clap::Args)]
pub struct BookArgs {
    /// The class's number.
    class: ClassId,
    /// How many of the best prices of each side.
    #[arg(long, value_name = "N", default_value_t = 10)]
    prices: u32,
}

/// Prints a book.
pub async fn show(globals: &Globals, args: &BookArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let class = args.class;
    let view = chain.book(class, args.prices, At::Finalised).await?;
    let view = view.with_context(|| {
        format!("class {class} is not listed; `limpid market show` shows those that are")
    })?;
    globals.print(&json_of(class, &view), || text_of(class, &view));
    Ok(())
}

fn tick(view: &BookView) -> Fen {
    let Listing::V1(listing) = &view.listing;
    listing.tick
}

fn json_of(class: ClassId, view: &BookView) -> Json {
    let tick = tick(view);
    let side = |depths: &[Depth]| -> Vec<Json> {
        let of = |depth: &Depth| {
            json!({
                "price_fen": price(depth.tick, tick), "units": depth.units, "orders": depth.orders,
            })
        };
        depths.iter().map(of).collect()
    };
    json!({
        "class": class, "trading": word(&view.trading), "halt": halted(&view.trading),
        "reference_fen": view.reference, "low_fen": price(view.low, tick),
        "high_fen": price(view.high, tick), "buys": side(&view.buys), "sells": side(&view.sells),
    })
}

/// Sells above, the best one lowest; buys below, the best one highest: the spread is in the middle.
fn text_of(class: ClassId, view: &BookView) -> String {
    let tick = tick(view);
    let head = format!(
        "class {class}, {}; today from {} to {} yuan a unit, around {}",
        state(&view.trading),
        price(view.low, tick),
        price(view.high, tick),
        view.reference
    );
    if view.buys.is_empty() && view.sells.is_empty() {
        return format!("{head}\nno open orders");
    }
    use Column::{Left, Right};
    let columns = [
        Left(""),
        Right("price, yuan"),
        Right("units"),
        Right("orders"),
    ];
    let row = |side: &'static str| {
        move |depth: &Depth| {
            [
                side.to_owned(),
                price(depth.tick, tick).to_string(),
                depth.units.to_string(),
                depth.orders.to_string(),
            ]
        }
    };
    let sells = view.sells.iter().rev().map(row("sell"));
    let rows = sells.chain(view.buys.iter().map(row("buy")));
    format!("{head}\n{}", table(columns, rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Trading;
    use limpid_primitives::market::{ListingV1, Tick};

    fn view() -> BookView {
        let tick = |number: u32| Tick::try_from(number).unwrap();
        let depth = |number, units| Depth {
            tick: tick(number),
            units,
            orders: 2,
        };
        BookView {
            listing: Listing::V1(ListingV1 {
                tick: Fen(50),
                band_permille: 100,
                block_band_permille: 300,
                units_min: 1,
                units_max: 10,
                block_units_min: 5,
                levels_max: 5,
                sessions: Default::default(),
                weekdays: 0,
                reference: Fen(5_000),
            }),
            reference: Fen(5_000),
            low: tick(90),
            high: tick(110),
            trading: Trading::Open,
            buys: vec![depth(99, 7), depth(98, 1)],
            sells: vec![depth(101, 8), depth(102, 9)],
        }
    }

    #[test]
    fn the_best_prices_stand_in_the_middle() {
        let text = text_of(ClassId(3), &view());
        let places: Vec<_> = ["51.00", "50.50", "49.50", "49.00"]
            .iter()
            .map(|price| text.rfind(price).unwrap())
            .collect();
        assert!(places.is_sorted(), "{text}");
        assert!(text.contains("from 45.00 to 55.00"), "{text}");
        let json = json_of(ClassId(3), &view());
        assert_eq!(
            json["buys"][0],
            json!({ "price_fen": 4_950, "units": 7, "orders": 2 })
        );
        assert_eq!(json["trading"], "open");
    }

    #[test]
    fn an_empty_book_says_so() {
        let empty = BookView {
            buys: vec![],
            sells: vec![],
            ..view()
        };
        assert!(text_of(ClassId(3), &empty).ends_with("no open orders"));
    }
}
