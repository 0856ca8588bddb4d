//! The log of a small market, written by hand: what it makes of books and balances, and that every lie in it shows.

mod auction;
mod book;
mod others;

use super::{fact::*, ledger::Amounts, Fact, Fault, Happened, Ledger, Replay};
use limpid_market::{Removal, Stop};
use limpid_primitives::{
    market::{
        AuctionId, AuctionStage, AuctionV1, BidLine, BidStatus, BlockOfferV1, BlockTradeId,
        ClaimV1, Clearing, Fen, ForfeitRule, Listing, ListingV1, NewAuction, NewBlockOffer,
        OrderId, PayoutId, Session, Side, Tick, TradeId,
    },
    quota::{ClassId, ClassKey, Holder, LotId, Refusal, Sector, Vintage, Zone},
    Day, Digest, Grams, InstitutionId, Moment,
};

const CLASS: ClassId = ClassId(1);
const DOCUMENT: Digest = Digest([7; 32]);
/// 2026-03-02 10:00 in Beijing, a Monday.
const NOW_MS: u64 = 1_772_416_800_000;
const UNIT: u64 = 1_000;

fn institution(number: u32) -> InstitutionId {
    InstitutionId(number)
}

fn holder(number: u32) -> Holder {
    Holder::Institution(institution(number))
}

fn tick(number: u32) -> Tick {
    Tick::try_from(number).unwrap()
}

fn day() -> Day {
    Day::of(NOW_MS).unwrap()
}

fn order(side: Side, price: u32, number: u64) -> OrderId {
    OrderId {
        class: CLASS,
        side,
        tick: tick(price),
        number,
    }
}

fn listing() -> ListingV1 {
    ListingV1 {
        tick: Fen(100),
        band_permille: 100,
        block_band_permille: 300,
        units_min: 1,
        units_max: 100,
        block_units_min: 10,
        levels_max: 5,
        sessions: vec![Session::new(0, 1_440).unwrap()].try_into().unwrap(),
        weekdays: 0x7f,
        reference: Fen(10_000),
    }
}

fn credited(number: u32, fen: u64) -> Fact {
    Fact::Credited(Box::new(Credited {
        institution: institution(number),
        bank: institution(9),
        amount: Fen(fen),
        reference: DOCUMENT,
    }))
}

fn allocated(to: Holder, units: u64) -> Fact {
    Fact::QuotaAllocated(Box::new(QuotaAllocated {
        class: CLASS,
        holder: to,
        granted: Grams(units * UNIT),
        deducted: Grams(0),
        lot: Some(LotId(1)),
        document: DOCUMENT,
        by: institution(1),
    }))
}

/// Holders 2 and 3 have 100 units each, the reserve 50; institution 4 has 20,000 yuan, 5 has 10,000.
fn founding() -> Vec<Fact> {
    let zone = Zone::Air {
        division: "320000".parse().unwrap(),
    };
    let vintage = Vintage::new(2026, 2030, "2031-12-31".parse().unwrap()).unwrap();
    let key = ClassKey::new("a21002".parse().unwrap(), zone, vintage, Sector::Power).unwrap();
    vec![
        Fact::ClassDefined(Box::new(ClassDefined {
            class: CLASS,
            key,
            unit: Grams(UNIT),
            document: DOCUMENT,
            by: institution(1),
        })),
        allocated(holder(2), 100),
        allocated(holder(3), 100),
        allocated(reserve(), 50),
        credited(4, 2_000_000),
        credited(5, 1_000_000),
        Fact::ClassListed(Box::new(Listed {
            class: CLASS,
            listing: Listing::V1(listing()),
            by: institution(8),
        })),
    ]
}

fn reserve() -> Holder {
    Holder::Reserve("320000".parse().unwrap())
}

/// An order that rests as it is.
fn rests(side: Side, by: u32, price: u32, number: u64, units: u64) -> OrderPlaced {
    OrderPlaced {
        order: order(side, price, number),
        holder: holder(by),
        institution: institution(by),
        limit: tick(price),
        units,
        left: units,
        stopped: None,
        expires: day(),
    }
}

fn traded(place: u64, maker: OrderId, taker: OrderId, units: u64, parties: [u32; 2]) -> Traded {
    let [seller, buyer] = parties;
    Traded {
        class: CLASS,
        trade: TradeId(256 + place),
        maker,
        taker,
        price: maker.tick,
        units,
        paid: Fen(u64::from(maker.tick.number()) * 100 * units),
        seller: holder(seller),
        buyer: holder(buyer),
        sold: LotId(1),
        bought: LotId(2),
    }
}

fn delivered(to: Holder, units: u64) -> Fact {
    use limpid_primitives::quota::Cause;
    Fact::QuotaDelivered(Box::new(QuotaDelivered {
        class: CLASS,
        to,
        amount: Grams(units * UNIT),
        lot: LotId(2),
        cause: Cause::Trade {
            trade: TradeId(256),
        },
    }))
}

fn placed(order: OrderPlaced) -> Fact {
    Fact::OrderPlaced(Box::new(order))
}

/// Two orders to sell, and one to buy that takes the first and part of the second.
fn a_match() -> Vec<Fact> {
    let (first, second) = (order(Side::Sell, 100, 0), order(Side::Sell, 101, 0));
    // The first price has no orders any more: its numbers are not used again.
    let taker = order(Side::Buy, 105, 1);
    vec![
        placed(rests(Side::Sell, 2, 100, 0, 10)),
        placed(rests(Side::Sell, 3, 101, 0, 20)),
        delivered(holder(4), 15),
        placed(OrderPlaced {
            left: 0,
            ..rests(Side::Buy, 4, 105, 1, 15)
        }),
        Fact::Traded(Box::new(traded(0, first, taker, 10, [2, 4]))),
        Fact::Traded(Box::new(traded(1, second, taker, 5, [3, 4]))),
    ]
}

/// All in one block, each fact but what belongs to an order in a transaction of its own.
fn replayed(facts: impl IntoIterator<Item = Fact>) -> Result<Ledger, Fault> {
    let mut replay = Replay::from(Ledger::default());
    let mut number = 0;
    let facts = facts.into_iter().map(|fact| {
        let belongs = matches!(fact, Fact::Traded(_) | Fact::OrderRemoved(_));
        number += u32::from(!belongs);
        (Some(number), fact)
    });
    replay.block(&Happened {
        time_ms: NOW_MS,
        facts: facts.collect(),
    })?;
    Ok(replay.into_ledger())
}

fn replayed_after_founding(facts: Vec<Fact>) -> Result<Ledger, Fault> {
    replayed([founding(), facts].concat())
}

fn claim(ledger: &Ledger, number: u32) -> [u64; 3] {
    let claim = ledger.claims.get(&institution(number)).copied();
    let ClaimV1 { free, held, paying } = claim.unwrap_or_default();
    [free.0, held.0, paying.0]
}

fn quota(ledger: &Ledger, of: Holder) -> [u64; 2] {
    let amounts = ledger.holdings.get(&(of, CLASS)).copied();
    let Amounts { amount, held } = amounts.unwrap_or_default();
    [amount.0 / UNIT, held.0 / UNIT]
}
