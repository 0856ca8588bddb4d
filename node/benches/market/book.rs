//! Orders into a book of so many, and out of it.

use super::{
    chain::{dispatch, signed, taker, trader, Chain, CLASS, REFERENCE},
    Taken, BLOCKS,
};
use frame_support::{assert_ok, weights::Weight};
use limpid_primitives::{
    market::{NewOrder, OrderId, Side},
    quota::Holder,
    Day, InstitutionId,
};
use limpid_runtime::{Market, RuntimeEvent, System};

/// Orders of a transaction.
const ORDERS: u32 = 32;
const TRANSACTIONS: u32 = 20;
/// Prices on each side at which there are orders, all within the band.
const PRICES: u64 = 500;
const UNITS: u64 = 10;

pub struct Book {
    pub placed: Taken,
    pub placed_alone: Taken,
    pub filled: Taken,
    pub bytes_an_order: f64,
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// An order that rests: to buy below the reference, or to sell above it.
    fn order(&mut self) -> NewOrder {
        let away = (1 + self.next() % PRICES) as u32;
        match self.next() % 2 {
            0 => order(Side::Buy, REFERENCE - away, UNITS),
            _ => order(Side::Sell, REFERENCE + away, UNITS),
        }
    }
}

fn order(side: Side, price: u32, units: u64) -> NewOrder {
    NewOrder {
        side,
        tick: price.try_into().expect("a price"),
        units,
        expires: "2026-12-31".parse::<Day>().expect("a day"),
    }
}

fn place(by: InstitutionId, orders: Vec<NewOrder>) -> Weight {
    let call = pallet_market::Call::place_orders {
        class: CLASS,
        holder: Holder::Institution(by),
        orders: orders.try_into().expect("not too many"),
    };
    dispatch(by, call)
}

/// The orders that were placed in this block and rest, by who placed them.
fn placed() -> Vec<(InstitutionId, OrderId)> {
    let rests = |event| match event {
        RuntimeEvent::Market(pallet_market::Event::OrderPlaced {
            order,
            institution,
            left,
            ..
        }) if left > 0 => Some((institution, order)),
        _ => None,
    };
    let events = System::events().into_iter();
    events.filter_map(|it| rests(it.event)).collect()
}

pub fn measure(open: u32) -> Book {
    let mut chain = Chain::new();
    let mut numbers = Numbers(1);
    let (empty, ..) = chain.block(bytes);
    let mut left = open;
    while left > 0 {
        chain.block(|| {
            for by in 0..TRANSACTIONS.min(left.div_ceil(ORDERS)) {
                let count = ORDERS.min(left);
                let orders = (0..count).map(|_| numbers.order()).collect();
                place(trader(by + left / ORDERS), orders);
                left -= count;
            }
        });
    }
    let (full, ..) = chain.block(bytes);
    let bytes_an_order = (full - empty) as f64 / f64::from(open);
    let placed = fastest(|| rest(&mut chain, &mut numbers, TRANSACTIONS, ORDERS));
    let placed_alone = fastest(|| rest(&mut chain, &mut numbers, TRANSACTIONS * ORDERS, 1));
    let filled = fastest(|| fill(&mut chain, &mut numbers));
    Book {
        placed,
        placed_alone,
        filled,
        bytes_an_order,
    }
}

/// The fastest of some measurements, by the clock.
fn fastest(mut measure: impl FnMut() -> Taken) -> Taken {
    let taken = (0..BLOCKS).map(|_| measure());
    taken.min_by_key(|it| it.run + it.commit).expect("some")
}

/// A block of orders that rest, which are cancelled after it, so that the book stays as large as it is.
fn rest(chain: &mut Chain, numbers: &mut Numbers, transactions: u32, orders: u32) -> Taken {
    let batches: Vec<Vec<_>> = (0..transactions)
        .map(|_| (0..orders).map(|_| numbers.order()).collect())
        .collect();
    let (weight, run, commit) = chain.block(|| {
        (0..)
            .zip(batches)
            .map(|(by, orders)| place(trader(by), orders))
            .fold(Weight::zero(), Weight::saturating_add)
    });
    let placed = chain.look(placed);
    chain.block(|| cancel(&placed));
    Taken::each((weight, run, commit), transactions * orders)
}

/// A block in which somebody takes what is best on both sides, 32 orders a transaction; others place as many after it.
fn fill(chain: &mut Chain, numbers: &mut Numbers) -> Taken {
    let (weight, run, commit) = chain.block(|| {
        (0..TRANSACTIONS)
            .map(|transaction| {
                let (side, price) = match transaction % 2 {
                    0 => (Side::Buy, REFERENCE + PRICES as u32),
                    _ => (Side::Sell, REFERENCE - PRICES as u32),
                };
                place(taker(), vec![order(side, price, UNITS * u64::from(ORDERS))])
            })
            .fold(Weight::zero(), Weight::saturating_add)
    });
    let fills = chain.look(traded);
    assert_eq!(fills, TRANSACTIONS * ORDERS, "every order is filled by 32");
    chain.block(|| {
        for by in 0..TRANSACTIONS {
            let orders = (0..ORDERS).map(|_| numbers.order()).collect();
            place(trader(by), orders);
        }
    });
    Taken::each((weight, run, commit), fills)
}

/// How many trades this block had.
fn traded() -> u32 {
    let is_trade = |event: &RuntimeEvent| {
        matches!(
            event,
            RuntimeEvent::Market(pallet_market::Event::Traded { .. })
        )
    };
    let events = System::events().into_iter();
    events.filter(|it| is_trade(&it.event)).count() as u32
}

fn cancel(placed: &[(InstitutionId, OrderId)]) {
    for (by, order) in placed {
        let orders = vec![*order].try_into().expect("one");
        assert_ok!(Market::cancel_orders(signed(*by), orders));
    }
}

/// What the market keeps, keys and values, in bytes.
fn bytes() -> u64 {
    let prefix = sp_io::hashing::twox_128(b"Market");
    let mut key = prefix.to_vec();
    let mut sum = 0;
    while let Some(next) = sp_io::storage::next_key(&key).filter(|next| next.starts_with(&prefix)) {
        let value = sp_io::storage::get(&next).map_or(0, |value| value.len());
        sum += (next.len() + value) as u64;
        key = next;
    }
    sum
}
