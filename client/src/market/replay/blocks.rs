//! Negotiated trades, carried out again.

use super::{agree, Fact, Fault, Replay};
use crate::market::{fact::BlockTraded, ledger::Ledger};
use limpid_primitives::{
    market::{BlockOfferV1, BlockTradeId, Fen, Side, Tick},
    quota::ClassId,
};

impl Replay {
    pub(super) fn apply_to_blocks(&mut self, fact: &Fact) -> Result<(), Fault> {
        match fact {
            Fact::BlockOffered(offered) => {
                self.ledger.hold_leg(&offered.terms)?;
                self.ledger
                    .block_offers
                    .insert(offered.offer, offered.terms);
                Ok(())
            }
            Fact::BlockWithdrawn(offer) => {
                let terms = self.close_offer(**offer)?;
                self.ledger.release_leg(&terms)
            }
            Fact::BlockTraded(traded) => self.settle_block(traded),
            _ => Ok(()),
        }
    }

    fn settle_block(&mut self, traded: &BlockTraded) -> Result<(), Fault> {
        let terms = self.close_offer(traded.trade)?;
        let new = terms.new;
        let (seller, buyer) = match new.side {
            Side::Sell => (new.from, new.to),
            Side::Buy => (new.to, new.from),
        };
        let offeror = match new.side {
            Side::Sell => traded.payee,
            Side::Buy => traded.payer,
        };
        let value = self.ledger.value(new.class, new.price, new.units)?;
        agree(
            &format!("negotiated trade {}", traded.trade),
            &(traded.class, traded.price, traded.units, traded.paid),
            &(new.class, new.price, new.units, value),
        )?;
        agree(
            &format!("parties of negotiated trade {}", traded.trade),
            &(traded.seller, traded.buyer, offeror),
            &(seller, buyer, terms.institution),
        )?;
        // The leg of who accepts was not held before.
        let amount = self.ledger.grams(new.class, new.units)?;
        match new.side {
            Side::Sell => self.ledger.hold_money(traded.payer, value)?,
            Side::Buy => self.ledger.hold_quota(seller, new.class, amount)?,
        }
        self.ledger.pay(traded.payer, traded.payee, value)?;
        self.sell(seller, buyer, new.class, new.units)
    }

    fn close_offer(&mut self, offer: BlockTradeId) -> Result<BlockOfferV1, Fault> {
        let closed = self.ledger.block_offers.remove(&offer);
        closed.ok_or(Fault::BlockUnknown(offer))
    }
}

impl Ledger {
    /// What so many units of a class cost at a price.
    pub(super) fn value(&self, class: ClassId, price: Tick, units: u64) -> Result<Fen, Fault> {
        let listing = self.listings.get(&class).ok_or(Fault::NotListed(class))?;
        let price = limpid_market::statistics::price(price, listing.tick);
        let value = price.and_then(|price| price.times(units));
        value.ok_or(Fault::Overflow)
    }

    /// Sets aside what the offeror gives: quota or money.
    fn hold_leg(&mut self, terms: &BlockOfferV1) -> Result<(), Fault> {
        let new = terms.new;
        match new.side {
            Side::Sell => {
                let amount = self.grams(new.class, new.units)?;
                self.hold_quota(new.from, new.class, amount)
            }
            Side::Buy => {
                let value = self.value(new.class, new.price, new.units)?;
                self.hold_money(terms.institution, value)
            }
        }
    }

    fn release_leg(&mut self, terms: &BlockOfferV1) -> Result<(), Fault> {
        let new = terms.new;
        match new.side {
            Side::Sell => {
                let amount = self.grams(new.class, new.units)?;
                self.release_quota(new.from, new.class, amount)
            }
            Side::Buy => {
                let value = self.value(new.class, new.price, new.units)?;
                self.release_money(terms.institution, value)
            }
        }
    }
}
