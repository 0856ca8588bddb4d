//! The market on the whole chain: a bank credits money, an exchange lists a class, enterprises trade quota against money in the book
//! and in an auction; by members' signed transactions in real blocks.

use codec::Encode;
use frame_support::{assert_err, assert_ok};
use limpid_primitives::{
    market::{
        bid_bytes, AuctionId, BidLine, BidLines, Claim, ClaimV1, Fen, ForfeitRule, Listing,
        ListingV1, NewAuction, NewOrder, OrderId, PayoutId, Session, Side, Tick, TradeId,
    },
    quota::{
        Cause, ClassId, ClassKey, ClassRules, ClassRulesV1, Declaration, Holder, Holding,
        HoldingV1, LotId, Place, ResaleRule, Sector, Share, TransferRule, Vintage, Zone,
    },
    Day, Digest, DivisionCode, Grams, InstitutionId, InstitutionKind,
};
use limpid_runtime::{Market, Runtime, RuntimeCall, RuntimeEvent, System};
use pallet_market::{Call, Error, Event};
use sp_runtime::DispatchError;

mod blocks;
mod merge;
use blocks::{account, Chain, Sent};

const AGENCY: &str = "agency-1";
const PLANT: &str = "plant";
const MILL: &str = "mill";
const BANK: &str = "bank";
const EXCHANGE: &str = "exchange";
const PLANT_ID: InstitutionId = InstitutionId(2);
const MILL_ID: InstitutionId = InstitutionId(3);
const SELLER: Holder = Holder::Institution(PLANT_ID);
const BUYER: Holder = Holder::Institution(MILL_ID);
const CLASS: ClassId = ClassId(1);
const DOCUMENT: Digest = Digest([7; 32]);
const HOUR_MS: u64 = 60 * 60 * 1000;

fn division() -> DivisionCode {
    320_000.try_into().expect("a division")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A Tuesday, at ten.
fn beginning_ms() -> u64 {
    day("2026-11-24").start_ms() + 10 * HOUR_MS
}

/// A bank, an exchange, and two enterprises: one with quota, one with money.
fn chain() -> Chain {
    let mut chain = Chain::beginning(beginning_ms());
    admit(
        &mut chain,
        PLANT,
        InstitutionKind::Enterprise,
        "91320000MA1L1MPD0C",
    );
    admit(
        &mut chain,
        MILL,
        InstitutionKind::Enterprise,
        "91320000MA4L1MPD0Y",
    );
    admit(
        &mut chain,
        BANK,
        InstitutionKind::SettlementBank,
        "91320000MA4L1MPD12",
    );
    admit(
        &mut chain,
        EXCHANGE,
        InstitutionKind::Exchange,
        "91320000MA4L1MPD25",
    );
    allocate(&mut chain);
    let credit = pallet_deposits::Call::credit {
        institution: MILL_ID,
        amount: Fen(1_000_000),
        reference: DOCUMENT,
    };
    assert_err!(
        chain.send(EXCHANGE, credit.clone()),
        DispatchError::BadOrigin
    );
    must(&mut chain, BANK, credit.clone());
    assert_err!(
        chain.send(BANK, credit),
        pallet_deposits::Error::<Runtime>::ReferenceUsed
    );
    let list = Call::list_class {
        class: CLASS,
        listing: listing(),
    };
    assert_err!(chain.send(BANK, list.clone()), DispatchError::BadOrigin);
    must(&mut chain, EXCHANGE, list);
    chain
}

fn must(chain: &mut Chain, by: &str, call: impl Into<RuntimeCall>) -> Sent {
    chain.send(by, call).expect("a call that succeeds")
}

/// By the council, unless it is an enterprise.
fn admit(chain: &mut Chain, name: &str, kind: InstitutionKind, uscc: &str) {
    let admit = RuntimeCall::from(pallet_institutions::Call::admit_institution {
        kind,
        uscc: uscc.parse().expect("a credit code"),
        name: name.parse().expect("a name"),
        division: division(),
        administrator: account(name),
    });
    if kind == InstitutionKind::Enterprise {
        must(chain, AGENCY, admit);
        return;
    }
    let decide = RuntimeCall::Governance(pallet_governance::Call::decide {
        document: DOCUMENT,
        call: Box::new(admit),
    });
    let propose = RuntimeCall::Council(pallet_collective::Call::propose {
        threshold: 1,
        length_bound: u32::try_from(decide.encoded_size()).expect("short"),
        proposal: Box::new(decide),
    });
    must(chain, AGENCY, propose);
}

/// A hundred units to the plant; the mill may buy them.
fn allocate(chain: &mut Chain) {
    let zone = Zone::Air {
        division: division(),
    };
    let vintage = Vintage::new(2026, 2026, day("2027-12-31")).expect("a vintage");
    let pollutant = "a21002".parse().expect("a pollutant");
    let rules = ClassRulesV1 {
        cap: Grams(1_000_000),
        zones: Default::default(),
        sectors: Default::default(),
        barred: Default::default(),
        holder_limit: None,
        group_limit: None,
        resale: ResaleRule::NextDay,
        transfer: TransferRule::Forbidden,
        lease_days_max: 0,
    };
    let define = pallet_quotas::Call::define_class {
        key: ClassKey::new(pollutant, zone, vintage, Sector::Industry).expect("of air"),
        unit: Grams(1_000),
        rules: ClassRules::V1(rules),
        document: DOCUMENT,
    };
    must(chain, AGENCY, define);
    for institution in [PLANT_ID, MILL_ID] {
        let place = Place {
            division: division(),
            basin: None,
        };
        let declaration = Declaration {
            sector: Sector::Industry,
            group: None,
            places: vec![place].try_into().expect("one"),
        };
        let enrol = pallet_quotas::Call::enrol_holder {
            institution,
            declaration,
            document: DOCUMENT,
        };
        must(chain, AGENCY, enrol);
    }
    let share = Share {
        holder: SELLER,
        amount: Grams(100_000),
    };
    let allocate = pallet_quotas::Call::allocate {
        class: CLASS,
        document: DOCUMENT,
        shares: vec![share].try_into().expect("one"),
    };
    must(chain, AGENCY, allocate);
}

/// A tenth around 10.00 yuan, from half past nine to three on weekdays.
fn listing() -> Listing {
    let session = |from, until| Session::new(from, until).expect("a session");
    let sessions = vec![session(570, 690), session(780, 900)];
    Listing::V1(ListingV1 {
        tick: Fen(1),
        band_permille: 100,
        block_band_permille: 300,
        units_min: 1,
        units_max: 1_000,
        block_units_min: 1_000,
        levels_max: 5,
        sessions: sessions.try_into().expect("two"),
        weekdays: 0b001_1111,
        reference: Fen(1_000),
    })
}

fn tick(number: u32) -> Tick {
    number.try_into().expect("a price")
}

fn place(
    chain: &mut Chain,
    by: &str,
    holder: Holder,
    side: Side,
    price: u32,
    units: u64,
) -> Result<Sent, DispatchError> {
    let order = NewOrder {
        side,
        tick: tick(price),
        units,
        expires: day("2026-12-31"),
    };
    let place = Call::place_orders {
        class: CLASS,
        holder,
        orders: vec![order].try_into().expect("one"),
    };
    chain.send(by, place)
}

fn said(sent: Sent) -> Vec<Event<Runtime>> {
    let of_market = |event| match event {
        RuntimeEvent::Market(event) => Some(event),
        _ => None,
    };
    sent.events.into_iter().filter_map(of_market).collect()
}

fn money(chain: &mut Chain, of: InstitutionId) -> (u64, u64) {
    chain.read(|| {
        let Claim::V1(ClaimV1 { free, held, .. }) = pallet_deposits::Claims::<Runtime>::get(of);
        (free.0, held.0)
    })
}

fn quota(chain: &mut Chain, holder: Holder) -> (u64, u64) {
    chain.read(|| {
        let holding = pallet_quotas::Holdings::<Runtime>::get(holder, CLASS);
        let holding = holding.map_or_else(HoldingV1::default, |Holding::V1(holding)| holding);
        (holding.amount.0, holding.held.0)
    })
}

#[test]
fn quota_and_money_change_hands_in_one_step() {
    let mut chain = chain();
    assert_ok!(place(&mut chain, PLANT, SELLER, Side::Sell, 1_010, 30));
    assert_eq!(quota(&mut chain, SELLER), (100_000, 30_000));
    let sent = place(&mut chain, MILL, BUYER, Side::Buy, 1_020, 40).expect("money enough");
    let said = said(sent);
    let trade = Event::Traded {
        class: CLASS,
        trade: TradeId(0),
        maker: OrderId {
            class: CLASS,
            side: Side::Sell,
            tick: tick(1_010),
            number: 0,
        },
        taker: OrderId {
            class: CLASS,
            side: Side::Buy,
            tick: tick(1_020),
            number: 16,
        },
        price: tick(1_010),
        units: 30,
        paid: Fen(30_300),
        seller: SELLER,
        buyer: BUYER,
        sold: LotId(1),
        bought: LotId(2),
    };
    assert!(said.contains(&trade), "{said:?}");
    for institution in [PLANT_ID, MILL_ID] {
        let change = Event::PermitChangeRequired {
            class: CLASS,
            institution,
            cause: Cause::Trade { trade: TradeId(0) },
        };
        assert!(said.contains(&change), "{said:?}");
    }
    assert_eq!(quota(&mut chain, SELLER), (70_000, 0));
    assert_eq!(quota(&mut chain, BUYER), (30_000, 0));
    assert_eq!(money(&mut chain, PLANT_ID), (30_300, 0));
    // What rests of the order is ten units at its own price.
    assert_eq!(
        money(&mut chain, MILL_ID),
        (1_000_000 - 30_300 - 10_200, 10_200)
    );
    let book = chain
        .read(|| Market::book(CLASS, 5))
        .expect("a listed class");
    let depths: Vec<_> = book.buys.iter().map(|it| (it.tick, it.units)).collect();
    assert_eq!((depths, book.sells.len()), (vec![(tick(1_020), 10)], 0));

    // Bought today; the quota of others is not for sale; and at half past three nobody trades.
    assert_err!(
        place(&mut chain, MILL, BUYER, Side::Sell, 1_000, 1),
        Error::<Runtime>::BoughtToday
    );
    assert_err!(
        place(&mut chain, MILL, SELLER, Side::Sell, 1_000, 1),
        Error::<Runtime>::NotHolder
    );
    chain.go_to(beginning_ms() + 5 * HOUR_MS + HOUR_MS / 2);
    assert_err!(
        place(&mut chain, PLANT, SELLER, Side::Sell, 1_000, 1),
        Error::<Runtime>::MarketClosed
    );
    chain.go_to(beginning_ms() + 24 * HOUR_MS);
    assert_ok!(place(&mut chain, MILL, BUYER, Side::Sell, 1_030, 30));
    // The day's mean is the next day's reference.
    let book = chain
        .read(|| Market::book(CLASS, 5))
        .expect("a listed class");
    assert_eq!(book.reference, Fen(1_010));
}

#[test]
fn the_bank_pays_out_what_was_earned() {
    let mut chain = chain();
    assert_ok!(place(&mut chain, PLANT, SELLER, Side::Sell, 1_000, 10));
    assert_ok!(place(&mut chain, MILL, BUYER, Side::Buy, 1_000, 10));
    let request = pallet_deposits::Call::request_payout {
        bank: InstitutionId(4),
        amount: Fen(10_000),
    };
    must(&mut chain, PLANT, request);
    let confirm = pallet_deposits::Call::confirm_payout {
        payout: PayoutId(1),
        reference: Digest([8; 32]),
    };
    must(&mut chain, BANK, confirm);
    assert_eq!(money(&mut chain, PLANT_ID), (0, 0));
    assert_eq!(money(&mut chain, MILL_ID), (990_000, 0));
}

#[test]
fn an_auction_finds_one_price() {
    let mut chain = chain();
    let commit_until_ms = beginning_ms() + 24 * HOUR_MS;
    let reveal_until_ms = commit_until_ms + 24 * HOUR_MS;
    let auction = AuctionId(1);
    let open = Call::open_auction {
        auction: NewAuction {
            class: CLASS,
            seller: SELLER,
            units: 50,
            floor: Fen(900),
            margin: Fen(100),
            forfeit: ForfeitRule::ToSeller,
            commit_until_ms,
            reveal_until_ms,
            document: DOCUMENT,
        },
    };
    must(&mut chain, PLANT, open);
    let line = |price, units| BidLine {
        price: Fen(price),
        units,
    };
    let lines: BidLines = vec![line(1_200, 20), line(950, 30)]
        .try_into()
        .expect("two");
    let salt = [9; 32];
    let genesis = chain.read(|| Digest(System::block_hash(0).0));
    let bytes = bid_bytes(&genesis, auction, MILL_ID, &lines, &salt);
    let commit = Call::commit_bid {
        auction,
        holder: BUYER,
        commitment: Digest(sp_io::hashing::sha2_256(&bytes)),
        units_max: 50,
    };
    must(&mut chain, MILL, commit);
    assert_eq!(money(&mut chain, MILL_ID), (995_000, 5_000));
    chain.go_to(commit_until_ms);
    let reveal = Call::reveal_bid {
        auction,
        bid: 0,
        lines,
        salt,
    };
    must(&mut chain, MILL, reveal);
    chain.go_to(reveal_until_ms);
    let clear = Call::clear_auction {
        auction,
        prices_max: 10,
    };
    must(&mut chain, BANK, clear);
    let settle = Call::settle_auction {
        auction,
        bids_max: 10,
    };
    let said = said(must(&mut chain, BANK, settle));
    let settled = Event::BidSettled {
        auction,
        bid: 0,
        units: 50,
        paid: Fen(47_500),
        returned: Fen(20 * 1_200 + 30 * 950 - 47_500),
    };
    assert!(said.contains(&settled), "{said:?}");
    assert_eq!(quota(&mut chain, SELLER), (50_000, 0));
    assert_eq!(quota(&mut chain, BUYER), (50_000, 0));
    assert_eq!(money(&mut chain, PLANT_ID), (47_500, 0));
    assert_eq!(money(&mut chain, MILL_ID), (952_500, 0));
}
