//! The auction's price and shares.

use crate::orders::cases;
use codec::{DecodeAll, Encode};
use limpid_market::{
    auction::{clear, share},
    model::allot,
    ClearingState, Demand, Progress,
};
use limpid_primitives::market::{Clearing, Fen};
use proptest::prelude::*;
use std::{cmp::Reverse, collections::BTreeMap};

/// What all bids ask for at each price, the highest price first.
fn demand(bids: &[Demand]) -> Vec<Demand> {
    let mut sums = BTreeMap::<Reverse<Fen>, u64>::new();
    for bid in bids {
        *sums.entry(Reverse(bid.price)).or_default() += bid.units;
    }
    let demand = |(Reverse(price), units)| Demand { price, units };
    sums.into_iter().map(demand).collect()
}

/// The bids themselves, the highest price first, those at one price in the order in which they were revealed.
fn in_order(bids: &[Demand]) -> Vec<Demand> {
    let mut ordered = bids.to_vec();
    ordered.sort_by_key(|bid| Reverse(bid.price));
    ordered
}

/// What each bid gets, in the order in which they were revealed.
fn shares(clearing: &Clearing, bids: &[Demand]) -> Vec<u64> {
    let mut ahead = BTreeMap::<Fen, u64>::new();
    let mut share_of = |bid: &Demand| {
        let ahead = ahead.entry(bid.price).or_default();
        let units = share(clearing, bid, *ahead);
        *ahead = ahead.saturating_add(bid.units);
        units
    };
    bids.iter().map(&mut share_of).collect()
}

fn bids(bids: &[(u64, u64)]) -> Vec<Demand> {
    let bid = |(price, units): &(u64, u64)| Demand {
        price: Fen(*price),
        units: *units,
    };
    bids.iter().map(bid).collect()
}

/// Price, units above it, units at it, and what each bid got in the order in which they were revealed.
fn result(list: &[(u64, u64)], offered: u64) -> (Option<u64>, u64, u64, Vec<u64>) {
    let bids = bids(list);
    let clearing = clear(&in_order(&bids), offered);
    let shares = shares(&clearing, &bids);
    let Clearing {
        price,
        units_above,
        units_at,
    } = clearing;
    (price.map(|price| price.0), units_above, units_at, shares)
}

#[test]
fn worked_examples() {
    type Example<'a> = (
        &'a str,
        &'a [(u64, u64)],
        u64,
        (Option<u64>, u64, u64, &'a [u64]),
    );
    let examples: [Example; 9] = [
        ("no bid", &[], 100, (None, 0, 0, &[])),
        (
            "too little is asked for: the lowest bid sets the price",
            &[(50, 30), (40, 20)],
            100,
            (Some(40), 30, 20, &[30, 20]),
        ),
        (
            "just enough",
            &[(50, 60), (40, 40)],
            100,
            (Some(40), 60, 40, &[60, 40]),
        ),
        (
            "the last one served gets a part and sets the price",
            &[(50, 60), (40, 70), (30, 10)],
            100,
            (Some(40), 60, 40, &[60, 40, 0]),
        ),
        (
            "the highest one takes all",
            &[(30, 10), (50, 100), (40, 10)],
            100,
            (Some(50), 0, 100, &[0, 100, 0]),
        ),
        (
            "at the margin the first to be revealed is first",
            &[(40, 30), (40, 30), (50, 50), (40, 30)],
            100,
            (Some(40), 50, 50, &[30, 20, 50, 0]),
        ),
        (
            "all at one price",
            &[(40, 60), (40, 60)],
            100,
            (Some(40), 0, 100, &[60, 40]),
        ),
        (
            "bids for nothing set no price",
            &[(50, 100), (40, 0)],
            150,
            (Some(50), 0, 100, &[100, 0]),
        ),
        ("nothing is offered", &[(50, 100)], 0, (None, 0, 0, &[0])),
    ];
    for (name, list, offered, (price, above, at, shares)) in examples {
        let expected = (price, above, at, shares.to_vec());
        assert_eq!(result(list, offered), expected, "{name}");
    }
}

#[test]
fn large_sums_do_not_overflow() {
    let max = u64::MAX;
    let all = result(&[(max, max), (max, max), (max - 1, max)], max);
    assert_eq!(all, (Some(max), 0, max, vec![max, 0, 0]));
    let all = result(&[(2, max - 1), (1, max)], max);
    assert_eq!(all, (Some(1), max - 1, 1, vec![max - 1, 1]));
}

fn bid() -> impl Strategy<Value = Demand> {
    (1..12u64, 0..40u64).prop_map(|(price, units)| Demand {
        price: Fen(price),
        units,
    })
}

const BIDS_A_CASE: usize = 100;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(BIDS_A_CASE / 2)))]
    #[test]
    fn same_price_and_shares_as_the_model(
        bids in prop::collection::vec(bid(), 0..=BIDS_A_CASE),
        offered in 0..3_000u64,
        pages in prop::collection::vec(1..30usize, 1..40),
    ) {
        let (price, expected) = allot(&bids, offered);
        let clearing = clear(&in_order(&bids), offered);
        prop_assert_eq!(clearing.price, price);
        let sum: u64 = expected.iter().sum();
        prop_assert_eq!(clearing.units_above + clearing.units_at, sum);
        let asked: u64 = bids.iter().map(|bid| bid.units).sum();
        prop_assert_eq!(sum, offered.min(asked));
        prop_assert_eq!(shares(&clearing, &bids), expected);
        // By whole prices, or by pages of bids, it is the same.
        prop_assert_eq!(clear(&demand(&bids), offered), clearing);
        prop_assert_eq!(in_steps(&in_order(&bids), offered, &pages), clearing);
        prop_assert_eq!(in_steps(&demand(&bids), offered, &pages), clearing);
    }
}

/// Clears in pages of these lengths, kept between them, until it is done.
fn in_steps(demand: &[Demand], offered: u64, pages: &[usize]) -> Clearing {
    let mut state = ClearingState::new(offered);
    let mut lengths = pages.iter().cycle();
    let mut rest = demand;
    while !rest.is_empty() {
        let length = (*lengths.next().unwrap()).min(rest.len());
        let (page, after) = rest.split_at(length);
        rest = after;
        state = ClearingState::decode_all(&mut state.encode().as_slice()).unwrap();
        if state.step(page) == Progress::Done {
            assert_eq!(state.left(), 0);
            break;
        }
    }
    state.clearing()
}

#[test]
fn a_step_says_whether_bids_still_count() {
    let mut state = ClearingState::new(10);
    assert_eq!(state.step(&bids(&[(5, 4)])), Progress::More);
    assert_eq!(
        (state.left(), state.step(&bids(&[(5, 6)]))),
        (6, Progress::Done)
    );
    let found = state.clearing();
    assert_eq!(state.step(&bids(&[(4, 6)])), Progress::Done);
    assert_eq!(state.clearing(), found, "later bids change nothing");
}
