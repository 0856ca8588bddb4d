//! Orders: placed, cancelled, taken out when they are over, listed.

use super::{
    candle::price, listing::known, listing_file::Yuan, party::HolderArg, placed::outcomes,
};
use crate::{
    chain::{calls, At, Call, Chain},
    cli::{
        decision::Authority,
        finality::{submit_by, tell},
        input::read_json,
        signer::Signer,
        table::{table, Column},
        Globals,
    },
};
use anyhow::{bail, Context};
use limpid_market::statistics;
use limpid_primitives::{
    market::{Fen, ListingV1, NewOrder, OrderId, Side, Slot, Tick},
    quota::ClassId,
    Day,
};
use serde::Deserialize;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// Orders of one transaction.
const ORDERS_MAX: usize = 32;

/// One order, or a file of them.
#[derive(Debug, clap::Args)]
pub struct PlaceArgs {
    /// The class's number.
    class: ClassId,
    /// buy or sell.
    #[arg(required_unless_present = "file", requires_all = ["price", "units"])]
    side: Option<Side>,
    /// At this price a unit or a better one, in yuan.
    #[arg(long, value_name = "YUAN")]
    price: Option<Fen>,
    /// How many units of the class.
    #[arg(long)]
    units: Option<u64>,
    /// The last day it is good, as 2026-12-31; without it, today only.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// Orders as JSON: a list of {"side": "buy", "price": "4500.00", "units": 10, "until": "2026-12-31"}, at most 32.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["side", "price", "units"])]
    file: Option<PathBuf>,
    #[command(flatten)]
    holder: HolderArg,
    #[command(flatten)]
    signer: Signer,
}

/// Orders by name, and who signs.
#[derive(Debug, clap::Args)]
pub struct OrdersArgs {
    /// The orders, as 1/sell/4500/16; `limpid market orders` lists them.
    #[arg(required = true)]
    orders: Vec<OrderId>,
    #[command(flatten)]
    signer: Signer,
}

/// Whose orders.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// The holder: an institution's number, or reserve:130000.
    holder: limpid_primitives::quota::Holder,
    /// In this class only.
    #[arg(long)]
    class: Option<ClassId>,
}

/// An order as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderText {
    side: Side,
    price: Yuan,
    units: u64,
    until: Option<Day>,
}

impl PlaceArgs {
    fn texts(&self) -> anyhow::Result<Vec<OrderText>> {
        let texts = match (&self.file, self.side, self.price, self.units) {
            (Some(file), ..) => read_json(file, "`limpid market place --help` shows an order")?,
            (None, Some(side), Some(price), Some(units)) => vec![OrderText {
                side,
                price: Yuan(price),
                units,
                until: None,
            }],
            _ => bail!("which order? Give buy or sell, --price and --units, or --file FILE"),
        };
        if texts.is_empty() || texts.len() > ORDERS_MAX {
            bail!(
                "1 to {ORDERS_MAX} orders are placed at a time, not {}",
                texts.len()
            );
        }
        Ok(texts)
    }

    /// As the chain wants them, in ticks of the class.
    fn orders(&self, listing: &ListingV1, today: Day) -> anyhow::Result<Vec<NewOrder>> {
        let order = |text: &OrderText| {
            Ok(NewOrder {
                side: text.side,
                tick: ticks(text.price.0, listing.tick)?,
                units: text.units,
                expires: text.until.or(self.until).unwrap_or(today),
            })
        };
        self.texts()?.iter().map(order).collect()
    }
}

/// A price in ticks, or the prices there are beside it.
pub fn ticks(of: Fen, tick: Fen) -> anyhow::Result<Tick> {
    statistics::tick(of, tick).with_context(|| {
        let below = of.0.checked_div(tick.0).unwrap_or_default();
        let beside = |number: u64| Fen(number.saturating_mul(tick.0));
        format!(
            "{of} yuan is no price: prices are whole numbers of {tick} yuan, as {} or {}",
            beside(below),
            beside(below.saturating_add(1))
        )
    })
}

/// Places orders.
pub async fn place(globals: &Globals, args: &PlaceArgs) -> anyhow::Result<()> {
    // What can be wrong without the chain is told before it is asked.
    args.texts()?;
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let listing = known(&chain, args.class, at).await?;
    let today = Day::of(chain.time_ms(at).await?).context("the chain's time is no day")?;
    let orders = args.orders(&listing, today)?;
    let holder = args.holder.of(&chain, &key).await?;
    let call = calls::place_orders(args.class, holder, &orders);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    let outcomes = outcomes(&inclusion.events)?;
    tell(globals, &inclusion, |_| {
        let json: Vec<_> = outcomes.iter().map(|it| it.json(listing.tick)).collect();
        let texts: Vec<_> = outcomes.iter().map(|it| it.text(listing.tick)).collect();
        (json!({ "orders": json }), texts.join("\n"))
    });
    Ok(())
}

/// Cancels orders.
pub async fn cancel(globals: &Globals, args: &OrdersArgs) -> anyhow::Result<()> {
    let call = calls::cancel_orders(bounded(&args.orders)?);
    end(globals, args, call, "OrderCancelled", "cancelled").await
}

/// Takes out orders that are over.
pub async fn expire(globals: &Globals, args: &OrdersArgs) -> anyhow::Result<()> {
    let call = calls::expire_orders(bounded(&args.orders)?);
    end(globals, args, call, "OrderRemoved", "taken out").await
}

fn bounded(orders: &[OrderId]) -> anyhow::Result<&[OrderId]> {
    if orders.len() > ORDERS_MAX {
        bail!("at most {ORDERS_MAX} orders at a time");
    }
    Ok(orders)
}

async fn end(
    globals: &Globals,
    args: &OrdersArgs,
    call: Call,
    event: &str,
    verb: &str,
) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    let ended = ended(&inclusion.events, event)?;
    tell(globals, &inclusion, |_| {
        let json: Vec<_> = ended
            .iter()
            .map(|(order, units)| json!({ "order": order, "units": units }))
            .collect();
        let line = |(order, units): &(OrderId, u64)| format!("order {order} {verb}: {units} units");
        let text = match ended.is_empty() {
            true => format!("no order {verb}"),
            false => ended.iter().map(line).collect::<Vec<_>>().join("\n"),
        };
        (json!({ "orders": json }), text)
    });
    Ok(())
}

fn ended(events: &[crate::chain::Event], name: &str) -> anyhow::Result<Vec<(OrderId, u64)>> {
    use crate::market::Fact;
    let mut all = Vec::new();
    for event in events.iter().filter(|event| event.is("Market", name)) {
        match Fact::of(event)? {
            Some(Fact::OrderCancelled(cancelled)) => all.push((cancelled.order, cancelled.units)),
            Some(Fact::OrderRemoved(removed)) => all.push((removed.order, removed.units)),
            _ => {}
        }
    }
    Ok(all)
}

/// Prints a holder's open orders.
pub async fn list(globals: &Globals, args: &ListArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let orders = read(&chain, args, at).await?;
    let json: Vec<_> = orders.iter().map(Open::json).collect();
    globals.print(&json.into(), || {
        if orders.is_empty() {
            return "no open orders".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Left("order"),
            Left("side"),
            Right("price, yuan"),
            Right("units"),
            Left("good until"),
        ];
        table(columns, orders.iter().map(Open::row))
    });
    Ok(())
}

async fn read(chain: &Chain, args: &ListArgs, at: At) -> anyhow::Result<Vec<Open>> {
    let listed = chain.listings(at).await?.into_iter();
    let listed = listed.filter(|(class, _)| args.class.is_none_or(|only| only == *class));
    let mut all = Vec::new();
    for (class, standing) in listed {
        let limpid_primitives::market::Listing::V1(listing) = standing.listing;
        let orders = chain.open_orders(args.holder, class, at).await?.into_iter();
        all.extend(orders.map(|(order, slot)| Open {
            order,
            slot,
            tick: listing.tick,
        }));
    }
    Ok(all)
}

struct Open {
    order: OrderId,
    slot: Slot,
    tick: Fen,
}

impl Open {
    fn price(&self) -> Fen {
        price(self.order.tick, self.tick)
    }

    fn json(&self) -> Json {
        json!({
            "order": self.order, "class": self.order.class, "side": self.order.side,
            "price_fen": self.price(), "units": self.slot.units, "until": self.slot.expires,
            "institution": self.slot.institution,
        })
    }

    fn row(&self) -> [String; 5] {
        [
            self.order.to_string(),
            self.order.side.to_string(),
            self.price().to_string(),
            self.slot.units.to_string(),
            self.slot.expires.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use limpid_primitives::market::{Listing, Session};

    #[derive(Debug, Parser)]
    struct Placing {
        #[command(flatten)]
        args: PlaceArgs,
    }

    fn parse(words: &[&str]) -> Result<PlaceArgs, clap::Error> {
        let words = ["limpid"].iter().chain(words);
        Placing::try_parse_from(words).map(|parsed| parsed.args)
    }

    fn listing() -> ListingV1 {
        let Listing::V1(listing) = Listing::V1(ListingV1 {
            tick: Fen(100),
            band_permille: 100,
            block_band_permille: 300,
            units_min: 1,
            units_max: 100,
            block_units_min: 50,
            levels_max: 5,
            sessions: vec![Session::new(0, 1_440).unwrap()].try_into().unwrap(),
            weekdays: 0x7f,
            reference: Fen(450_000),
        });
        listing
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_order_is_in_ticks_and_good_for_today() {
        let args = parse(&["1", "buy", "--price", "4500", "--units", "10"]).unwrap();
        let orders = args.orders(&listing(), day("2026-03-01")).unwrap();
        let order = NewOrder {
            side: Side::Buy,
            tick: Tick::try_from(4_500).unwrap(),
            units: 10,
            expires: day("2026-03-01"),
        };
        assert_eq!(orders, [order]);
        let until = [
            "1",
            "sell",
            "--price",
            "4500.00",
            "--units",
            "1",
            "--until",
            "2026-12-31",
        ];
        let orders = parse(&until).unwrap().orders(&listing(), day("2026-03-01"));
        assert_eq!(orders.unwrap()[0].expires, day("2026-12-31"));
    }

    #[test]
    fn a_price_between_two_ticks_is_told_its_neighbours() {
        let error = ticks(Fen(450_050), Fen(100)).unwrap_err().to_string();
        assert!(error.contains("4500.00 or 4501.00"), "{error}");
        assert!(ticks(Fen(0), Fen(100)).is_err());
        assert!(ticks(Fen(100), Fen(0)).is_err());
    }

    #[test]
    fn orders_come_from_a_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("orders.json");
        let text = r#"[{"side": "buy", "price": "4500.00", "units": 10, "until": "2026-12-31"},
                       {"side": "sell", "price": "4600.00", "units": 5}]"#;
        std::fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        let orders = parse(&["1", "--file", file]).unwrap();
        let orders = orders.orders(&listing(), day("2026-03-01")).unwrap();
        assert_eq!((orders.len(), orders[1].side), (2, Side::Sell));
        assert_eq!(orders[0].expires, day("2026-12-31"));
        std::fs::write(file, "[]").unwrap();
        let error = parse(&["1", "--file", file]).unwrap().texts().unwrap_err();
        assert!(error.to_string().contains("1 to 32"), "{error}");
    }

    #[test]
    fn an_order_is_whole_or_from_a_file() {
        assert!(parse(&["1"]).is_err());
        assert!(parse(&["1", "buy"]).is_err());
        assert!(parse(&["1", "buy", "--price", "1.00"]).is_err());
        assert!(parse(&["1", "hold", "--price", "1.00", "--units", "1"]).is_err());
        assert!(parse(&["1", "--file", "x", "--units", "1"]).is_err());
    }
}
