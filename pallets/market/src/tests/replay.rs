//! The events determine every book and balance: whoever begins with a state and follows the events knows the next one.

use crate::{mock::*, Event};
use frame_support::assert_ok;
use limpid_primitives::{
    market::{
        AuctionId, AuctionV1, BlockOfferV1, BlockTradeId, Fen, NewBlockOffer, OrderId, Side, Slot,
    },
    quota::Holder,
    InstitutionId,
};
use std::collections::BTreeMap;

/// Books and balances as the events say.
#[derive(Default)]
pub(super) struct Replay {
    quota: BTreeMap<Holder, u64>,
    money: BTreeMap<InstitutionId, u64>,
    orders: BTreeMap<OrderId, Slot>,
    /// Who placed the orders that met others, while these are told.
    taker: Option<(Holder, InstitutionId)>,
    auctions: BTreeMap<AuctionId, (AuctionV1, u64)>,
    bids: BTreeMap<(AuctionId, u32), (Holder, InstitutionId, Fen)>,
    blocks: BTreeMap<BlockTradeId, BlockOfferV1>,
}

impl Replay {
    /// Begins with what these have, when nothing is open.
    pub(super) fn begin(holders: &[Holder], institutions: &[InstitutionId]) -> Self {
        let quota = holders.iter().map(|holder| (*holder, units(*holder).0));
        let money = institutions.iter().map(|id| (*id, money(*id).0));
        Self {
            quota: quota.collect(),
            money: money.collect(),
            ..Self::default()
        }
    }

    pub(super) fn follow(&mut self, events: Vec<Event<Test>>) {
        for event in events {
            self.apply(event);
        }
    }

    fn apply(&mut self, event: Event<Test>) {
        match event {
            Event::OrderPlaced {
                order,
                holder,
                institution,
                left,
                expires,
                ..
            } => {
                self.taker = Some((holder, institution));
                let slot = Slot {
                    holder,
                    institution,
                    units: left,
                    expires,
                };
                if left > 0 {
                    self.orders.insert(order, slot);
                }
            }
            Event::Traded {
                maker,
                units,
                paid,
                seller,
                buyer,
                ..
            } => {
                let made = self.orders.get_mut(&maker).expect("a maker");
                made.units -= units;
                let (made, is_done) = (*made, made.units == 0);
                if is_done {
                    self.orders.remove(&maker);
                }
                let (_, taker) = self.taker.expect("a taker");
                let (payer, payee) = match maker.side {
                    Side::Buy => (made.institution, taker),
                    Side::Sell => (taker, made.institution),
                };
                self.exchange(seller, buyer, units, payer, payee, paid);
            }
            Event::OrderRemoved { order, units, .. } | Event::OrderCancelled { order, units } => {
                let gone = self.orders.remove(&order).expect("an order");
                assert_eq!(gone.units, units);
            }
            other => self.apply_auction(other),
        }
    }

    fn apply_auction(&mut self, event: Event<Test>) {
        match event {
            Event::AuctionOpened { auction, terms } => {
                self.auctions.insert(auction, (terms, 0));
            }
            Event::AuctionCancelled { auction, .. } | Event::AuctionSettled { auction, .. } => {
                let (terms, _) = self.auctions[&auction];
                self.auctions.insert(auction, (terms, terms.new.units));
            }
            Event::BidCommitted {
                auction,
                bid,
                holder,
                institution,
                held,
                ..
            } => {
                let sealed = (holder, institution, held);
                self.bids.insert((auction, bid), sealed);
            }
            Event::BidRevealed {
                auction, bid, held, ..
            } => self.bids.get_mut(&(auction, bid)).expect("a bid").2 = held,
            Event::BidSettled {
                auction,
                bid,
                units,
                paid,
                returned,
            } => {
                let (holder, institution, held) = self.end_bid(auction, bid);
                assert_eq!(held.0, paid.0 + returned.0);
                let (terms, sold) = self.auctions.get_mut(&auction).expect("an auction");
                *sold += units;
                let (seller, payee) = (terms.new.seller, terms.institution);
                self.exchange(seller, holder, units, institution, payee, paid);
            }
            Event::BidForfeited {
                auction, bid, kept, ..
            } => {
                let (holder, institution, _) = self.end_bid(auction, bid);
                let (terms, _) = self.auctions[&auction];
                let (seller, payee) = (terms.new.seller, terms.institution);
                self.exchange(seller, holder, 0, institution, payee, kept);
            }
            Event::BidReturned { auction, bid, .. } => {
                self.end_bid(auction, bid);
            }
            other => self.apply_block(other),
        }
    }

    fn apply_block(&mut self, event: Event<Test>) {
        match event {
            Event::BlockOffered { offer, terms } => {
                self.blocks.insert(offer, terms);
            }
            Event::BlockTraded {
                trade,
                units,
                paid,
                seller,
                buyer,
                payer,
                payee,
                ..
            } => {
                self.blocks.remove(&trade).expect("an offer");
                self.exchange(seller, buyer, units, payer, payee, paid);
            }
            Event::BlockWithdrawn { offer } => {
                self.blocks.remove(&offer).expect("an offer");
            }
            _ => {}
        }
    }

    fn end_bid(&mut self, auction: AuctionId, bid: u32) -> (Holder, InstitutionId, Fen) {
        self.bids.remove(&(auction, bid)).expect("a bid")
    }

    fn exchange(
        &mut self,
        seller: Holder,
        buyer: Holder,
        units: u64,
        payer: InstitutionId,
        payee: InstitutionId,
        paid: Fen,
    ) {
        *self.quota.entry(seller).or_default() -= units;
        *self.quota.entry(buyer).or_default() += units;
        *self.money.entry(payer).or_default() -= paid.0;
        *self.money.entry(payee).or_default() += paid.0;
    }

    /// The state is what the events say.
    pub(super) fn compare(&self) {
        let book: BTreeMap<_, _> = Market::check_books()
            .expect("whole books")
            .into_iter()
            .collect();
        assert_eq!(book, self.orders);
        let (quota, money_held) = self.held();
        for (holder, amount) in &self.quota {
            let held = quota.get(holder).copied().unwrap_or(0);
            assert_eq!(units(*holder), (*amount, held), "{holder}");
        }
        for (institution, all) in &self.money {
            let held = money_held.get(institution).copied().unwrap_or(0);
            assert_eq!(money(*institution), (all - held, held), "{institution}");
        }
    }

    /// What is held for what is open: units of quota, and fen.
    fn held(&self) -> (BTreeMap<Holder, u64>, BTreeMap<InstitutionId, u64>) {
        let mut quota = BTreeMap::new();
        let mut money = BTreeMap::new();
        let blocks = self.blocks.values().map(|offer| {
            let NewBlockOffer {
                from, side, price, ..
            } = offer.new;
            (side, price, from, offer.institution, offer.new.units)
        });
        let orders = self.orders.iter().map(|(order, slot)| {
            let Slot {
                holder,
                institution,
                units,
                ..
            } = *slot;
            (order.side, order.tick, holder, institution, units)
        });
        for (side, price, holder, institution, units) in orders.chain(blocks) {
            match side {
                Side::Sell => *quota.entry(holder).or_default() += units,
                Side::Buy => {
                    let value = units * u64::from(price.number()) * TICK;
                    *money.entry(institution).or_default() += value;
                }
            }
        }
        for (terms, gone) in self.auctions.values() {
            *quota.entry(terms.new.seller).or_default() += terms.new.units - gone;
        }
        for (_, institution, held) in self.bids.values() {
            *money.entry(*institution).or_default() += held.0;
        }
        (quota, money)
    }
}

#[test]
fn events_lead_from_state_to_state() {
    let world = ExtBuilder::traders()
        .wide()
        .quota(THIRD, 10_000)
        .quota(reserve(HEBEI), 10_000)
        .money(WORKS, 1_000_000_000)
        .money(AGENCY, 1_000_000_000);
    world.run(|| {
        let holders = [SELLER, BUYER, THIRD, reserve(HEBEI)];
        let mut replay = Replay::begin(&holders, &[PLANT, MILL, WORKS, AGENCY]);
        let mut next = || {
            replay.follow(events());
            replay.compare();
        };
        place(SELLER, sell(1_000, 10));
        place(THIRD, sell(1_001, 10));
        next();
        place(BUYER, buy(1_001, 15));
        place(BUYER, buy(1_000, 7));
        next();
        freeze(BUYER, 10);
        place(reserve(HEBEI), sell(990, 3));
        next();
        let auction = open(new_auction(100));
        let bids = [
            (BUYER, &[(300, 40), (200, 40)][..]),
            (THIRD, &[(250, 60)]),
            (reserve(HEBEI), &[(220, 10)]),
        ];
        for (holder, of) in bids {
            seal(auction, holder, of);
        }
        let off = open(new_auction(50));
        seal(off, BUYER, &[(300, 40)]);
        next();
        wait_days(1);
        assert_ok!(reveal(auction, BUYER, 0, bids[0].1));
        assert_ok!(reveal(auction, THIRD, 1, bids[1].1));
        assert_ok!(Market::cancel_auction(signed(OWNER), off, REASON));
        next();
        for (side, by) in [(Side::Sell, MILLER), (Side::Buy, OWNER)] {
            let block = offer(new_block(side, 1_100, 1_000));
            next();
            assert_ok!(Market::accept_block(signed(by), block));
            next();
        }
        let block = offer(new_block(Side::Buy, 1_100, 1_000));
        assert_ok!(Market::withdraw_block(signed(MILLER), block));
        wait_days(1);
        assert_ok!(clear(auction, 9));
        for id in [auction, off] {
            while settle(id, 1).is_ok() {
                next();
            }
        }
    });
}
