//! An auction: found and settled from what was revealed, wherever the replay begins.

use super::*;

fn auction() -> Fact {
    Fact::AuctionOpened(Box::new(AuctionOpened {
        auction: AuctionId(1),
        terms: AuctionV1 {
            new: NewAuction {
                class: CLASS,
                seller: reserve(),
                units: 50,
                floor: Fen(9_000),
                margin: Fen(1_000),
                forfeit: ForfeitRule::ToSeller,
                commit_until_ms: NOW_MS,
                reveal_until_ms: NOW_MS,
                document: DOCUMENT,
            },
            institution: institution(1),
            opened: Moment::default(),
            stage: AuctionStage::Open,
        },
    }))
}

fn committed(bid: u32, by: u32, units_max: u64) -> Fact {
    Fact::BidCommitted(Box::new(BidCommitted {
        auction: AuctionId(1),
        bid,
        holder: holder(by),
        institution: institution(by),
        commitment: DOCUMENT,
        units_max,
        held: Fen(1_000 * units_max),
    }))
}

fn revealed(bid: u32, price: u64, units: u64) -> Fact {
    Fact::BidRevealed(Box::new(BidRevealed {
        auction: AuctionId(1),
        bid,
        lines: vec![BidLine {
            price: Fen(price),
            units,
        }],
        held: Fen(price * units),
    }))
}

fn settled(bid: u32, units: u64, paid: u64, returned: u64) -> Fact {
    Fact::BidSettled(Box::new(BidSettled {
        auction: AuctionId(1),
        bid,
        units,
        paid: Fen(paid),
        returned: Fen(returned),
    }))
}

fn forfeited(bid: u32, kept: u64, returned: u64) -> Fact {
    Fact::BidForfeited(Box::new(BidForfeited {
        auction: AuctionId(1),
        bid,
        kept: Fen(kept),
        returned: Fen(returned),
    }))
}

fn returned(bid: u32, returned: u64, refusal: Option<Refusal>) -> Fact {
    Fact::BidReturned(Box::new(BidReturned {
        auction: AuctionId(1),
        bid,
        returned: Fen(returned),
        refusal,
    }))
}

fn cancelled() -> Fact {
    Fact::AuctionCancelled(Box::new(AuctionCancelled {
        auction: AuctionId(1),
        reason: DOCUMENT,
        by: institution(1),
    }))
}

/// Two bids at the margin, one that is never revealed: the second at the margin gets what is left.
fn an_auction(second_units: u64) -> Vec<Fact> {
    let clearing = Clearing {
        price: Some(Fen(9_500)),
        units_above: 0,
        units_at: 50,
    };
    vec![
        auction(),
        committed(0, 4, 40),
        committed(1, 5, 30),
        committed(2, 4, 10),
        revealed(0, 9_500, 40),
        revealed(1, 9_500, 30),
        Fact::AuctionCleared(Box::new(AuctionCleared {
            auction: AuctionId(1),
            clearing,
        })),
        settled(0, 40, 380_000, 0),
        delivered(holder(4), 40),
        settled(
            1,
            second_units,
            9_500 * second_units,
            9_500 * (30 - second_units),
        ),
        delivered(holder(5), second_units),
        forfeited(2, 10_000, 0),
        Fact::AuctionSettled(Box::new(AuctionSettled {
            auction: AuctionId(1),
            sold: 40 + second_units,
            unsold: 10 - second_units,
        })),
    ]
}

#[test]
fn an_auction_is_cleared_and_settled_by_what_was_revealed() {
    let ledger = replayed_after_founding(an_auction(10)).unwrap();
    assert_eq!(quota(&ledger, reserve()), [0, 0]);
    assert_eq!(quota(&ledger, holder(4)), [40, 0]);
    assert_eq!(quota(&ledger, holder(5)), [10, 0]);
    assert_eq!(claim(&ledger, 1), [50 * 9_500 + 10_000, 0, 0]);
    assert_eq!(claim(&ledger, 5), [1_000_000 - 95_000, 0, 0]);
    let status = &ledger.bids[&(AuctionId(1), 2)].status;
    assert_eq!(*status, BidStatus::Forfeited { kept: Fen(10_000) });
    let fault = replayed_after_founding(an_auction(9));
    assert!(matches!(fault, Err(Fault::Disagrees { .. })), "{fault:?}");
}

#[test]
fn a_replay_may_begin_anywhere() {
    let whole = replayed_after_founding([a_match(), an_auction(10)].concat()).unwrap();
    for cut in 0..an_auction(10).len() {
        let (before, after) = {
            let mut all = [a_match(), an_auction(10)].concat();
            let after = all.split_off(a_match().len() + cut);
            (all, after)
        };
        // A delivery and what it is for are of one block.
        if matches!(after.first(), Some(Fact::QuotaDelivered(_))) {
            continue;
        }
        let mut replay = Replay::from(replayed_after_founding(before).unwrap());
        let facts = after.into_iter().map(|fact| (Some(1), fact)).collect();
        let happened = Happened {
            time_ms: NOW_MS,
            facts,
        };
        replay.block(&happened).unwrap();
        assert_eq!(replay.ledger().differences(&whole), [], "{cut}");
    }
}

/// The same auction up to its price, its rule for margins being this, then what a test says became of the bids.
fn after_clearing(forfeit: ForfeitRule, then: &[Fact]) -> Result<Ledger, Fault> {
    let mut facts = an_auction(10);
    facts.truncate(7);
    let Some(Fact::AuctionOpened(opened)) = facts.first_mut() else {
        panic!("no auction");
    };
    opened.terms.new.forfeit = forfeit;
    facts.extend_from_slice(then);
    replayed_after_founding(facts)
}

fn disagrees(result: Result<Ledger, Fault>) {
    assert!(matches!(result, Err(Fault::Disagrees { .. })), "{result:?}");
}

#[test]
fn the_seller_keeps_what_the_auctions_rule_gives_it() {
    use ForfeitRule::{Returned, ToSeller};
    // Not revealed: the margin, or nothing.
    assert!(after_clearing(ToSeller, &[forfeited(2, 10_000, 0)]).is_ok());
    disagrees(after_clearing(ToSeller, &[forfeited(2, 0, 10_000)]));
    assert!(after_clearing(Returned, &[forfeited(2, 0, 10_000)]).is_ok());
    disagrees(after_clearing(Returned, &[forfeited(2, 10_000, 0)]));
    // Won, and refused: the margin of what was won, and not all that is held.
    assert!(after_clearing(ToSeller, &[forfeited(0, 40_000, 340_000)]).is_ok());
    disagrees(after_clearing(ToSeller, &[forfeited(0, 380_000, 0)]));
    disagrees(after_clearing(Returned, &[forfeited(0, 40_000, 340_000)]));
    // Not twice.
    let twice = [forfeited(2, 10_000, 0), forfeited(2, 0, 0)];
    disagrees(after_clearing(ToSeller, &twice));
}

#[test]
fn money_comes_back_for_a_refusal_alone_or_when_the_auction_is_off() {
    let rule = ForfeitRule::ToSeller;
    let refusal = Some(Refusal::SellerSuspended);
    assert!(after_clearing(rule, &[returned(0, 380_000, refusal)]).is_ok());
    disagrees(after_clearing(rule, &[returned(0, 380_000, None)]));
    disagrees(after_clearing(rule, &[returned(2, 10_000, refusal)]));
    let off = |then: &[Fact]| {
        let made = [auction(), committed(0, 4, 40), cancelled()];
        replayed_after_founding([&made, then].concat())
    };
    assert!(off(&[returned(0, 40_000, None)]).is_ok());
    disagrees(off(&[returned(0, 40_000, refusal)]));
    disagrees(off(&[forfeited(0, 40_000, 0)]));
    // Once the price is found it is too late.
    disagrees(after_clearing(rule, &[cancelled()]));
}

#[test]
fn an_auction_ends_when_every_bid_has() {
    let mut facts = an_auction(10);
    facts.retain(|fact| !matches!(fact, Fact::BidForfeited(_)));
    disagrees(replayed_after_founding(facts));
}
