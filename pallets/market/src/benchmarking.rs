//! Measures what the calls weigh, each in its worst case: all entries exist, pages and nodes of the books are far apart, every party
//! is another enterprise.

use crate::{
    book::Book,
    pallet::{
        Auctions, Bids, BlockOffers, BlockTrades, Call, Config, Demands, Halts, Listings,
        NextAuction, NextBlock, Pages, Progresses, Ticks, Trades,
    },
    types::{ORDERS_A_CALL_MAX, PRICES_A_CALL_MAX, STEPS_MAX},
    Pallet,
};
use alloc::{format, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
    assert_ok,
    traits::{Get, Time},
};
use frame_system::RawOrigin;
use limpid_market::{
    book, level::Slots, ticks, Band, Bits256, Level, LevelStore, LevelV1, Limits, NodeAt, Page,
    PageV1, TickStore, Verdict,
};
use limpid_primitives::{
    market::{
        bid_bytes, Auction, AuctionId, AuctionStage, BidLine, BidLines, BidV1, BlockTradeId,
        DepositLedger, Fen, ForfeitRule, Listing, ListingV1, NewAuction, NewBlockOffer, NewOrder,
        OrderId, Session, Side, Slot, Tick,
    },
    quota::{ClassId, Holder, QuotaLedger},
    AtMost, Day, Digest, DivisionCode, Grams, InstitutionId, InstitutionKind, Uscc,
};
use pallet_institutions::InstitutionLookup;

/// A price in the middle of a node of the set of prices.
const MIDDLE: u32 = (1 << 23) + 128;
const UNITS: u64 = 1_000_000_000;

fn code(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

fn admit<T: Config>(
    kind: InstitutionKind,
    number: u32,
) -> (InstitutionId, RawOrigin<T::AccountId>) {
    let member: T::AccountId = account("member", number, 0);
    let place = DivisionCode::NATION;
    let id = T::Institutions::admit_for_benchmark(kind, code(number), place, &member);
    (id, RawOrigin::Signed(member))
}

/// Someone who trades.
struct Trader<T: Config> {
    holder: Holder,
    institution: InstitutionId,
    by: RawOrigin<T::AccountId>,
}

/// An enterprise with quota of the class and money, another one for each number.
fn trader<T: Config>(class: ClassId, number: u32) -> Trader<T> {
    let (institution, by) = admit::<T>(InstitutionKind::Enterprise, 1_000 + number);
    let holder = Holder::Institution(institution);
    let unit = T::Quotas::class(class).expect("a class").unit;
    T::Quotas::fund_for_benchmark(&holder, class, Grams(unit.0 * UNITS / 1_000));
    T::Deposits::fund_for_benchmark(institution, Fen(1 << 50));
    Trader {
        holder,
        institution,
        by,
    }
}

fn member<T: Config>() -> RawOrigin<T::AccountId> {
    admit::<T>(InstitutionKind::Agency, 1).1
}

/// A reserve with quota of the class, another one for each number, for which an agency over all of them acts.
fn reserve<T: Config>(class: ClassId, number: u32) -> Trader<T> {
    let (institution, by) = admit::<T>(InstitutionKind::Agency, 1);
    let division = (110_000 + number).try_into().expect("a division");
    let holder = Holder::Reserve(division);
    T::Quotas::fund_for_benchmark(&holder, class, Grams(UNITS));
    Trader {
        holder,
        institution,
        by,
    }
}

fn exchange<T: Config>() -> RawOrigin<T::AccountId> {
    admit::<T>(InstitutionKind::Exchange, 2).1
}

/// Traded at all times, at every price, in as many sessions as there can be.
fn listing() -> Listing {
    let sessions: Vec<_> = (0..ListingV1::SESSIONS_MAX as u16)
        .map(|quarter| Session::new(360 * quarter, 360 * (quarter + 1)).expect("a session"))
        .collect();
    Listing::V1(ListingV1 {
        tick: Fen(1),
        band_permille: 1_000,
        block_band_permille: 1_000,
        units_min: 1,
        units_max: UNITS,
        block_units_min: 1,
        levels_max: 0,
        sessions: sessions.try_into().expect("not too many"),
        weekdays: 0b111_1111,
        reference: Fen(MIDDLE.into()),
    })
}

fn listed<T: Config>() -> ClassId {
    let class = T::Quotas::class_for_benchmark();
    assert_ok!(Pallet::<T>::list_class(
        exchange::<T>().into(),
        class,
        listing()
    ));
    class
}

fn today<T: Config>() -> Day {
    Day::of(T::Time::now()).expect("a day")
}

fn tick(number: u32) -> Tick {
    number.try_into().expect("a price")
}

fn order<T: Config>(side: Side, price: u32, units: u64) -> NewOrder {
    NewOrder {
        side,
        tick: tick(price),
        units,
        expires: today::<T>(),
    }
}

fn place<T: Config>(class: ClassId, trader: &Trader<T>, order: NewOrder) {
    let orders = vec![order].try_into().expect("not too many");
    let by = trader.by.clone().into();
    assert_ok!(Pallet::<T>::place_orders(by, class, trader.holder, orders));
}

/// An order of which nothing is held.
fn slot<T: Config>() -> Slot {
    Slot {
        holder: Holder::Reserve(DivisionCode::NATION),
        institution: InstitutionId(0),
        units: 1,
        expires: today::<T>(),
    }
}

/// Fills a queue with so many orders of which nothing is held: no call of the benchmark meets them.
fn fill<T: Config>(class: ClassId, side: Side, price: u32, orders: u32) {
    let mut book = Book::<T>::of(class);
    let slot = slot::<T>();
    let limits = Limits {
        today: today::<T>(),
        band: Band {
            low: tick(1),
            high: Tick::MAX,
        },
        levels_max: 0,
        steps_max: 0,
    };
    for _ in 0..orders {
        let judge = |_: &_, _| Verdict::Fill;
        assert_ok!(book::place(
            &mut book,
            side,
            tick(price),
            slot,
            &limits,
            judge
        ));
    }
}

/// A queue of so many full pages and one order more at a price where there is none, written as it is kept.
fn crowd<T: Config>(class: ClassId, side: Side, price: u32, pages: u64) {
    let mut book = Book::<T>::of(class);
    let slots = |count| -> Slots {
        let slots = vec![Some(slot::<T>()); count];
        slots.try_into().expect("not too many")
    };
    for number in 0..pages {
        let page = PageV1 {
            before: number.saturating_sub(1),
            after: number + 1,
            slots: slots(16),
        };
        book.put_page(side, tick(price), number, Some(Page::V1(page)));
    }
    let level = LevelV1 {
        front: 0,
        before: pages.saturating_sub(1),
        next: 16 * pages + 1,
        live: 16 * pages as u32 + 1,
        units: 16 * pages + 1,
        tail: slots(1),
    };
    book.put_level(side, tick(price), Some(Level::V1(level)));
    ticks::insert(&mut book, side, tick(price));
}

/// The last order at a price.
fn last_order<T: Config>(class: ClassId, side: Side, price: u32) -> OrderId {
    let book = Book::<T>::of(class);
    let (orders, _) = book::orders(&book, side, tick(price), None, 100);
    let (number, _) = *orders.last().expect("an order");
    OrderId {
        class,
        side,
        tick: tick(price),
        number,
    }
}

fn new_auction<T: Config>(class: ClassId, seller: Holder, units: u64) -> NewAuction {
    NewAuction {
        class,
        seller,
        units,
        floor: Fen(1),
        margin: Fen(1),
        forfeit: ForfeitRule::ToSeller,
        commit_until_ms: T::Time::now() + T::AuctionWindowMin::get(),
        reveal_until_ms: T::Time::now() + 2 * T::AuctionWindowMin::get(),
        document: Digest::ZERO,
    }
}

fn open<T: Config>(class: ClassId, seller: &Trader<T>, units: u64) -> AuctionId {
    let id = AuctionId(NextAuction::<T>::get());
    let new = new_auction::<T>(class, seller.holder, units);
    assert_ok!(Pallet::<T>::open_auction(seller.by.clone().into(), new));
    id
}

/// As many lines as asked, of a unit each, at prices of their own.
fn lines(count: u32, from: u64) -> BidLines {
    let lines: Vec<_> = (0..u64::from(count))
        .map(|number| BidLine {
            price: Fen(from - number),
            units: 1,
        })
        .collect();
    lines.try_into().expect("not too many")
}

fn seal<T: Config>(auction: AuctionId, bidder: &Trader<T>, lines: &BidLines) {
    let genesis = Pallet::<T>::genesis();
    let bytes = bid_bytes(&genesis, auction, bidder.institution, lines, &[0; 32]);
    let commitment = Digest(sp_io::hashing::sha2_256(&bytes));
    assert_ok!(Pallet::<T>::commit_bid(
        bidder.by.clone().into(),
        auction,
        bidder.holder,
        commitment,
        lines.len() as u64,
    ));
}

/// Lets an auction's times be over, up to the end of this one: the clock of a benchmark stands still.
fn shift<T: Config>(id: AuctionId, commit_until_ms: u64, reveal_until_ms: u64) {
    Auctions::<T>::mutate(id, |auction| {
        if let Some(Auction::V1(auction)) = auction {
            auction.new.commit_until_ms = commit_until_ms;
            auction.new.reveal_until_ms = reveal_until_ms;
        }
    });
}

fn reveal<T: Config>(auction: AuctionId, bidder: &Trader<T>, bid: u32, lines: BidLines) {
    let by = bidder.by.clone().into();
    assert_ok!(Pallet::<T>::reveal_bid(by, auction, bid, lines, [0; 32]));
}

/// An auction with so many bids of as many lines as there may be, all revealed.
fn revealed<T: Config>(bids: u32, lines_of_each: u32) -> AuctionId {
    let class = listed::<T>();
    let seller = trader::<T>(class, 0);
    let auction = open::<T>(class, &seller, u64::from(bids * lines_of_each));
    let now_ms = T::Time::now();
    for number in 0..bids {
        let bidder = trader::<T>(class, number + 1);
        let top = 1_000_000 - u64::from(number * lines_of_each);
        let lines = lines(lines_of_each, top);
        shift::<T>(auction, now_ms + 1, now_ms + 2);
        seal(auction, &bidder, &lines);
        shift::<T>(auction, now_ms, now_ms + 2);
        reveal(auction, &bidder, number, lines);
    }
    shift::<T>(auction, now_ms, now_ms);
    auction
}

fn stage<T: Config>(id: AuctionId) -> AuctionStage {
    let Some(Auction::V1(auction)) = Auctions::<T>::get(id) else {
        panic!("an auction");
    };
    auction.stage
}

fn block<T: Config>(class: ClassId, from: Holder, to: Holder, side: Side) -> NewBlockOffer {
    NewBlockOffer {
        class,
        from,
        to,
        side,
        price: tick(MIDDLE),
        units: 10,
        open_until_ms: T::Time::now() + T::OfferMsMax::get(),
    }
}

/// A class with two traders, and an offer of the first to the second.
#[allow(clippy::type_complexity)]
fn offered<T: Config>() -> (ClassId, BlockTradeId, [Trader<T>; 2]) {
    let class = listed::<T>();
    let (one, other) = (trader::<T>(class, 0), trader::<T>(class, 1));
    let id = BlockTradeId(NextBlock::<T>::get());
    let offer = block::<T>(class, one.holder, other.holder, Side::Sell);
    assert_ok!(Pallet::<T>::offer_block(one.by.clone().into(), offer));
    (class, id, [one, other])
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn list_class() {
        let class = T::Quotas::class_for_benchmark();
        let by = exchange::<T>();
        #[extrinsic_call]
        _(by, class, listing());
        assert!(Listings::<T>::contains_key(class));
    }

    #[benchmark]
    fn set_listing() {
        let class = listed::<T>();
        let Listing::V1(mut changed) = super::listing();
        changed.levels_max = 5;
        let by = exchange::<T>();
        #[extrinsic_call]
        _(by, class, Listing::V1(changed));
        assert_eq!(Listings::<T>::get(class).expect("one").now().levels_max, 5);
    }

    #[benchmark]
    fn halt() {
        let class = listed::<T>();
        let by = exchange::<T>();
        #[extrinsic_call]
        _(by, Some(class), Digest::ZERO);
        assert!(Halts::<T>::contains_key(class));
    }

    #[benchmark]
    fn resume() {
        let class = listed::<T>();
        let by = exchange::<T>();
        let reason = Digest::ZERO;
        assert_ok!(Pallet::<T>::halt(by.clone().into(), Some(class), reason));
        #[extrinsic_call]
        _(by, Some(class));
        assert!(!Halts::<T>::contains_key(class));
    }

    /// `n` orders, of which the first is sold to `s` makers, each another enterprise and alone at its price, which gets a lot of its
    /// own; the others rest at prices of their own where 15 orders are. Nodes of the set of prices and pages are other benchmarks'.
    #[benchmark]
    fn place_orders(n: Linear<1, ORDERS_A_CALL_MAX>, s: Linear<0, STEPS_MAX>) {
        let class = listed::<T>();
        let taker = trader::<T>(class, 0);
        for number in 0..s {
            let maker = trader::<T>(class, number + 1);
            place(class, &maker, order::<T>(Side::Buy, MIDDLE + number, 1));
        }
        let orders: Vec<_> = (0..n)
            .map(|number| match number {
                0 if s > 0 => order::<T>(Side::Sell, MIDDLE, s.into()),
                _ => {
                    let price = MIDDLE - 1 - number;
                    fill::<T>(class, Side::Buy, price, 15);
                    order::<T>(Side::Buy, price, 1)
                }
            })
            .collect();
        let orders: AtMost<_, { ORDERS_A_CALL_MAX as usize }> =
            orders.try_into().expect("not too many");
        #[extrinsic_call]
        _(taker.by, class, taker.holder, orders);
        let made = Trades::<T>::get(class, 0).map_or(0, |made| made.len() as u32);
        assert_eq!(made, s);
    }

    /// An order in a book of about `o` open orders at 50 prices: what is in the book costs nothing.
    #[benchmark(extra)]
    fn place_order_in_book(o: Linear<1_000, 100_000>) {
        let class = listed::<T>();
        for number in 0..50 {
            let pages = u64::from(o) / 50 / 16;
            crowd::<T>(class, Side::Sell, MIDDLE + 10 * number, pages);
        }
        let trader = trader::<T>(class, 0);
        let orders = vec![order::<T>(Side::Sell, MIDDLE + 250, 1)];
        #[extrinsic_call]
        place_orders(
            trader.by,
            class,
            trader.holder,
            orders.try_into().expect("not too many"),
        );
        let open = book::depth(&Book::<T>::of(class), Side::Sell, 1_000);
        let open: u32 = open.iter().map(|level| level.orders).sum();
        assert_eq!(open, o / 800 * 800 + 51);
    }

    /// `n` orders of as many holders, each among 15 others at its price. Nodes of the set of prices and pages are other benchmarks';
    /// what classes of their own would read and write besides is counted by hand.
    #[benchmark]
    fn cancel_orders(n: Linear<0, ORDERS_A_CALL_MAX>) {
        let class = listed::<T>();
        let by = member::<T>();
        let orders: Vec<_> = (0..n)
            .map(|number| {
                let price = MIDDLE + number;
                fill::<T>(class, Side::Sell, price, 15);
                let holder = reserve::<T>(class, number);
                place(class, &holder, order::<T>(Side::Sell, price, 1));
                last_order::<T>(class, Side::Sell, price)
            })
            .collect();
        let orders: AtMost<_, { ORDERS_A_CALL_MAX as usize }> =
            orders.try_into().expect("not too many");
        #[block]
        {
            // Of no orders there is nothing to cancel.
            let cancelled = Pallet::<T>::cancel_orders(by.into(), orders);
            assert_eq!(cancelled.is_ok(), n > 0);
        }
        let open = book::depth(&Book::<T>::of(class), Side::Sell, 1_000);
        assert!(open.iter().all(|level| level.orders == 15));
    }

    /// `p` full pages: each is read and written, as when an order goes out of it.
    #[benchmark]
    fn write_pages(p: Linear<0, 192>) {
        let class = listed::<T>();
        // The last 16 orders of a queue are in no page.
        fill::<T>(class, Side::Sell, MIDDLE, 16 * (p + 1));
        let mut book = Book::<T>::of(class);
        #[block]
        {
            for number in 0..u64::from(p) {
                let page = book.page(Side::Sell, tick(MIDDLE), number);
                book.put_page(Side::Sell, tick(MIDDLE), number, page);
            }
        }
        assert_eq!(Pages::<T>::iter_keys().count() as u32, p);
    }

    /// `w` nodes of the set of prices: each is read and written, as when a price is put into it.
    #[benchmark]
    fn write_nodes(w: Linear<0, 192>) {
        let class = listed::<T>();
        let mut book = Book::<T>::of(class);
        let leaves = (0..w).map(|number| NodeAt::Leaf(number as u16));
        for at in leaves.clone() {
            book.put_node(Side::Buy, at, Bits256::default().with(0));
        }
        #[block]
        {
            for at in leaves.clone() {
                let bits = book.node(Side::Buy, at);
                book.put_node(Side::Buy, at, bits.with(1));
            }
        }
        assert_eq!(Ticks::<T>::iter_keys().count() as u32, w);
        // They belong to no price: nothing may be left of them.
        for at in leaves {
            book.put_node(Side::Buy, at, Bits256::default());
        }
    }

    #[benchmark]
    fn open_auction() {
        let class = listed::<T>();
        let seller = trader::<T>(class, 0);
        let new = new_auction::<T>(class, seller.holder, 10);
        #[extrinsic_call]
        _(seller.by, new);
        assert!(Auctions::<T>::contains_key(AuctionId(1)));
    }

    #[benchmark]
    fn commit_bid() {
        let class = listed::<T>();
        let seller = trader::<T>(class, 0);
        let auction = open(class, &seller, 10);
        let bidder = trader::<T>(class, 1);
        #[extrinsic_call]
        _(bidder.by, auction, bidder.holder, Digest::ZERO, 10);
        assert!(Bids::<T>::contains_key(auction, 0));
    }

    #[benchmark]
    fn reveal_bid(l: Linear<1, { BidV1::LINES_MAX as u32 }>) {
        let class = listed::<T>();
        let seller = trader::<T>(class, 0);
        let auction = open(class, &seller, 100);
        let bidder = trader::<T>(class, 1);
        let lines = lines(l, 1_000_000);
        seal(auction, &bidder, &lines);
        let now_ms = T::Time::now();
        shift::<T>(auction, now_ms, now_ms + 2);
        #[extrinsic_call]
        _(bidder.by, auction, 0, lines, [0; 32]);
        assert_eq!(Progresses::<T>::get(auction).revealed, 1);
    }

    #[benchmark]
    fn clear_auction(p: Linear<1, PRICES_A_CALL_MAX>) {
        let lines = BidV1::LINES_MAX as u32;
        let auction = revealed::<T>(PRICES_A_CALL_MAX / lines, lines);
        let by = member::<T>();
        #[extrinsic_call]
        _(by, auction, p);
        let is_cleared = stage::<T>(auction) != AuctionStage::Open;
        assert_eq!(is_cleared, p == PRICES_A_CALL_MAX);
    }

    /// Each bid has as many lines as it may, and wins all of them.
    #[benchmark]
    fn settle_auction(b: Linear<1, 64>) {
        let auction = revealed::<T>(64, BidV1::LINES_MAX as u32);
        while stage::<T>(auction) == AuctionStage::Open {
            assert_ok!(Pallet::<T>::clear_auction(
                member::<T>().into(),
                auction,
                u32::MAX
            ));
        }
        let by = member::<T>();
        #[extrinsic_call]
        _(by, auction, b);
        let progress = Progresses::<T>::get(auction);
        assert_eq!(progress.sold, u64::from(b) * BidV1::LINES_MAX as u64);
        assert!(Demands::<T>::iter_key_prefix(auction).next().is_some());
    }

    #[benchmark]
    fn cancel_auction() {
        let class = listed::<T>();
        let seller = trader::<T>(class, 0);
        let auction = open(class, &seller, 10);
        let by = exchange::<T>();
        #[extrinsic_call]
        _(by, auction, Digest::ZERO);
        assert!(stage::<T>(auction) != AuctionStage::Open);
    }

    #[benchmark]
    fn offer_block() {
        let class = listed::<T>();
        let (one, other) = (trader::<T>(class, 0), trader::<T>(class, 1));
        let offer = block::<T>(class, one.holder, other.holder, Side::Buy);
        #[extrinsic_call]
        _(one.by, offer);
        assert!(BlockOffers::<T>::contains_key(BlockTradeId(1)));
    }

    #[benchmark]
    fn accept_block() {
        let (_, id, [_, other]) = offered::<T>();
        #[extrinsic_call]
        _(other.by, id);
        assert!(BlockTrades::<T>::contains_key(id));
    }

    #[benchmark]
    fn withdraw_block() {
        let (_, id, [one, _]) = offered::<T>();
        #[extrinsic_call]
        _(one.by, id);
        assert!(!BlockOffers::<T>::contains_key(id));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
