//! Auctions of any bids, revealed in any order, cleared and settled in calls of any size, against the plain rule: the price is
//! searched among the lines, and everybody gets what is left at its turn.

use super::replay::Replay;
use crate::{mock::*, Auctions, Bids, Demands};
use limpid_market::{model::allot, Demand};
use limpid_primitives::{
    market::{Auction, AuctionId, AuctionStage, Bid, BidStatus, Fen},
    quota::Holder,
    InstitutionId,
};
use proptest::prelude::*;

fn bidders() -> [(Holder, InstitutionId); 4] {
    [
        (BUYER, MILL),
        (THIRD, WORKS),
        (reserve(HEBEI), AGENCY),
        (reserve(TANGSHAN), AGENCY),
    ]
}

/// What one bidder asks for, and where it is among those that are revealed; nowhere if it doesn't reveal.
#[derive(Clone, Debug)]
struct Plan {
    lines: Vec<(u64, u64)>,
    turn: Option<u8>,
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let lines = proptest::collection::btree_map(100u64..130, 1u64..15, 1..8);
    (lines, proptest::option::weighted(0.85, any::<u8>())).prop_map(|(lines, turn)| Plan {
        lines: lines.into_iter().rev().collect(),
        turn,
    })
}

fn stage(id: AuctionId) -> AuctionStage {
    let Some(Auction::V1(auction)) = Auctions::<Test>::get(id) else {
        panic!("an auction");
    };
    auction.stage
}

fn status(id: AuctionId, bid: u32) -> BidStatus {
    let Some(Bid::V1(bid)) = Bids::<Test>::get(id, bid) else {
        panic!("a bid");
    };
    bid.status
}

/// Price, and what each plan gets: by the plain rule over all lines in the order in which they are revealed.
fn expected(plans: &[Plan], offered: u64) -> (Option<Fen>, Vec<u64>) {
    let order = revealing(plans);
    let lines: Vec<(usize, Demand)> = order
        .iter()
        .flat_map(|place| {
            let demand = |(price, units): &(u64, u64)| Demand {
                price: Fen(*price),
                units: *units,
            };
            let lines = plans[*place].lines.iter().map(demand);
            lines.map(|demand| (*place, demand)).collect::<Vec<_>>()
        })
        .collect();
    let demands: Vec<_> = lines.iter().map(|(_, demand)| *demand).collect();
    let (price, gets) = allot(&demands, offered);
    let mut units = vec![0; plans.len()];
    for ((place, _), got) in lines.iter().zip(gets) {
        units[*place] += got;
    }
    (price, units)
}

/// Which bids are revealed, in which order.
fn revealing(plans: &[Plan]) -> Vec<usize> {
    let mut order: Vec<_> = plans
        .iter()
        .enumerate()
        .filter_map(|(place, plan)| plan.turn.map(|turn| (turn, place)))
        .collect();
    order.sort();
    order.into_iter().map(|(_, place)| place).collect()
}

fn run(plans: &[Plan], offered: u64, prices_max: u32, bids_max: u32) {
    let (holders, institutions): (Vec<_>, Vec<_>) = bidders().into_iter().unzip();
    let mut replay = Replay::begin(
        &[&[SELLER][..], &holders].concat(),
        &[&[PLANT][..], &institutions].concat(),
    );
    let id = open(new_auction(offered));
    let sealed: Vec<_> = plans
        .iter()
        .zip(bidders())
        .map(|(plan, (holder, _))| {
            let asked: u64 = plan.lines.iter().map(|(_, units)| units).sum();
            let seal = commitment(id, holder, &plan.lines);
            let by = signed(signer(holder));
            let fits = asked <= offered;
            let result = Market::commit_bid(by, id, holder, seal, asked);
            assert_eq!(result.is_ok(), fits, "{result:?}");
            fits.then_some(holder)
        })
        .collect();
    let known: Vec<_> = plans
        .iter()
        .zip(&sealed)
        .filter(|(_, holder)| holder.is_some())
        .map(|(plan, _)| plan.clone())
        .collect();
    let known_holders: Vec<_> = sealed.into_iter().flatten().collect();
    wait_days(1);
    for place in revealing(&known) {
        let holder = known_holders[place];
        reveal(id, holder, place as u32, &known[place].lines).expect("a sealed bid");
    }
    check();
    wait_days(1);
    while stage(id) == AuctionStage::Open {
        clear(id, prices_max).expect("an open auction");
    }
    let (price, gets) = expected(&known, offered);
    let AuctionStage::Cleared { clearing } = stage(id) else {
        panic!("a cleared auction");
    };
    assert_eq!(clearing.price, price);
    while settle(id, bids_max).is_ok() {
        Market::do_try_state().expect("every invariant of the market holds");
    }
    assert!(matches!(stage(id), AuctionStage::Settled { .. }));
    for (bid, (plan, units)) in known.iter().zip(&gets).enumerate() {
        let paid = Fen(units * price.map_or(0, |price| price.0));
        let margin: u64 = plan.lines.iter().map(|(_, units)| units * 20).sum();
        let expected = match plan.turn {
            Some(_) => BidStatus::Settled {
                units: *units,
                paid,
            },
            None => BidStatus::Forfeited { kept: Fen(margin) },
        };
        assert_eq!(status(id, bid as u32), expected);
    }
    assert_eq!(Demands::<Test>::iter_prefix(id).count(), 0);
    replay.follow(events());
    replay.compare();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_price_and_the_shares_are_those_of_the_plain_rule(
        plans in proptest::collection::vec(any_plan(), 0..=4),
        offered in 1u64..120,
        prices_max in 1u32..8,
        bids_max in 1u32..4,
    ) {
        let world = ExtBuilder::default().wide()
            .quota(SELLER, 200)
            .money(MILL, 1_000_000)
            .money(WORKS, 1_000_000)
            .money(AGENCY, 1_000_000);
        world.run(|| run(&plans, offered, prices_max, bids_max));
    }
}
