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
        Fact::BidForfeited(Box::new(BidForfeited {
            auction: AuctionId(1),
            bid: 2,
            kept: Fen(10_000),
            returned: Fen(0),
        })),
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
