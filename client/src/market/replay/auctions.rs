//! Auctions, carried out again: the price and what every bid got are found from what was revealed.

use super::{agree, Fact, Fault, Replay};
use crate::market::fact::{BidForfeited, BidReturned, BidRevealed, BidSettled};
use limpid_market::{auction::clear, Demand};
use limpid_primitives::{
    market::{
        AuctionId, AuctionStage, AuctionV1, BidStatus, BidV1, Clearing, Fen, ForfeitRule,
        RevealedLine,
    },
    Digest,
};

impl Replay {
    /// What was asked for and sold before the replay begins.
    pub(super) fn count_bids(&mut self) {
        for ((auction, _), bid) in &self.ledger.bids {
            match &bid.status {
                BidStatus::Revealed { lines } => {
                    let demand = self.demands.entry(*auction).or_default();
                    for RevealedLine { line, .. } in lines.iter() {
                        let units = demand.entry(line.price).or_default();
                        *units = units.saturating_add(line.units);
                    }
                }
                BidStatus::Settled { units, .. } => {
                    let sold = self.sold.entry(*auction).or_default();
                    *sold = sold.saturating_add(*units);
                }
                BidStatus::Sealed { .. } | BidStatus::Forfeited { .. } | BidStatus::Returned => {}
            }
        }
    }

    pub(super) fn apply_to_auctions(&mut self, fact: &Fact) -> Result<(), Fault> {
        match fact {
            Fact::AuctionOpened(opened) => {
                let new = opened.terms.new;
                let amount = self.ledger.grams(new.class, new.units)?;
                self.ledger.hold_quota(new.seller, new.class, amount)?;
                self.ledger.auctions.insert(opened.auction, opened.terms);
                Ok(())
            }
            Fact::BidCommitted(committed) => {
                let margin = self.auction(committed.auction)?.new.margin;
                let held = margin.times(committed.units_max).ok_or(Fault::Overflow)?;
                let what = format!("margin of bid {}/{}", committed.auction, committed.bid);
                agree(&what, &committed.held, &held)?;
                self.ledger.hold_money(committed.institution, held)?;
                let bid = BidV1 {
                    holder: committed.holder,
                    institution: committed.institution,
                    units_max: committed.units_max,
                    held,
                    status: BidStatus::Sealed {
                        commitment: committed.commitment,
                    },
                };
                let key = (committed.auction, committed.bid);
                self.ledger.bids.insert(key, bid);
                Ok(())
            }
            Fact::BidRevealed(revealed) => self.reveal(revealed),
            Fact::AuctionCleared(cleared) => self.clear(cleared.auction, cleared.clearing),
            Fact::BidSettled(settled) => self.settle_bid(settled),
            Fact::BidForfeited(forfeited) => self.forfeit_bid(forfeited),
            Fact::BidReturned(returned) => self.return_bid(returned),
            Fact::AuctionSettled(settled) => {
                self.end_auction(settled.auction, settled.sold, settled.unsold)
            }
            Fact::AuctionCancelled(cancelled) => self.cancel(cancelled.auction, cancelled.reason),
            _ => Ok(()),
        }
    }

    fn auction(&self, auction: AuctionId) -> Result<AuctionV1, Fault> {
        let known = self.ledger.auctions.get(&auction).copied();
        known.ok_or(Fault::BidUnknown(auction))
    }

    fn stage(&mut self, auction: AuctionId, stage: AuctionStage) -> Result<(), Fault> {
        let known = self.ledger.auctions.get_mut(&auction);
        known.ok_or(Fault::BidUnknown(auction))?.stage = stage;
        Ok(())
    }

    fn bid(&mut self, auction: AuctionId, bid: u32) -> Result<&mut BidV1, Fault> {
        let known = self.ledger.bids.get_mut(&(auction, bid));
        known.ok_or(Fault::BidUnknown(auction))
    }

    /// Ends a bid; gives it as it was.
    fn end_bid(&mut self, auction: AuctionId, bid: u32, status: BidStatus) -> Result<BidV1, Fault> {
        let bid = self.bid(auction, bid)?;
        let before = bid.clone();
        bid.status = status;
        bid.held = Fen::ZERO;
        Ok(before)
    }

    fn reveal(&mut self, revealed: &BidRevealed) -> Result<(), Fault> {
        let demand = self.demands.entry(revealed.auction).or_default();
        let mut held = Fen::ZERO;
        let mut lines = Vec::new();
        for line in &revealed.lines {
            let ahead = demand.entry(line.price).or_default();
            lines.push(RevealedLine {
                line: *line,
                ahead: *ahead,
            });
            *ahead = ahead.checked_add(line.units).ok_or(Fault::Overflow)?;
            let value = line.price.times(line.units).ok_or(Fault::Overflow)?;
            held = held.checked_add(value).ok_or(Fault::Overflow)?;
        }
        let what = format!("hold of bid {}/{}", revealed.auction, revealed.bid);
        agree(&what, &revealed.held, &held)?;
        let bid = self.bid(revealed.auction, revealed.bid)?;
        let (institution, before) = (bid.institution, bid.held);
        bid.held = held;
        bid.status = BidStatus::Revealed {
            lines: lines.try_into().map_err(|_| Fault::Overflow)?,
        };
        self.ledger.release_money(institution, before)?;
        self.ledger.hold_money(institution, held)
    }

    fn clear(&mut self, auction: AuctionId, said: Clearing) -> Result<(), Fault> {
        let offered = self.auction(auction)?.new.units;
        let demand = self.demands.remove(&auction).unwrap_or_default();
        // Best first.
        let demand: Vec<_> = demand
            .into_iter()
            .rev()
            .map(|(price, units)| Demand { price, units })
            .collect();
        let clearing = clear(&demand, offered);
        agree(&format!("price of auction {auction}"), &said, &clearing)?;
        self.stage(auction, AuctionStage::Cleared { clearing })
    }

    fn settle_bid(&mut self, settled: &BidSettled) -> Result<(), Fault> {
        let (auction, number) = (settled.auction, settled.bid);
        let of = self.auction(auction)?;
        let AuctionStage::Cleared { clearing } = of.stage else {
            return Err(Fault::BidUnknown(auction));
        };
        let status = BidStatus::Settled {
            units: settled.units,
            paid: settled.paid,
        };
        let bid = self.end_bid(auction, number, status)?;
        let units = share(&bid, &clearing);
        let price = clearing.price.unwrap_or(Fen::ZERO);
        let paid = price.times(units).ok_or(Fault::Overflow)?;
        let returned = bid.held.checked_sub(paid).ok_or(Fault::Overflow)?;
        agree(
            &format!("bid {auction}/{number}"),
            &(settled.units, settled.paid, settled.returned),
            &(units, paid, returned),
        )?;
        self.ledger.pay(bid.institution, of.institution, paid)?;
        self.ledger.release_money(bid.institution, returned)?;
        let sold = self.sold.entry(auction).or_default();
        *sold = sold.checked_add(units).ok_or(Fault::Overflow)?;
        match units {
            0 => Ok(()),
            units => self.sell(of.new.seller, bid.holder, of.new.class, units),
        }
    }

    fn forfeit_bid(&mut self, forfeited: &BidForfeited) -> Result<(), Fault> {
        let (auction, kept) = (forfeited.auction, forfeited.kept);
        let of = self.auction(auction)?;
        let bid = self.end_bid(auction, forfeited.bid, BidStatus::Forfeited { kept })?;
        let found = kept_of(&of, &bid);
        let rest = found.and_then(|found| bid.held.checked_sub(found));
        agree(
            &format!("what the seller keeps of bid {auction}/{}", forfeited.bid),
            &(Some(kept), Some(forfeited.returned)),
            &(found, rest),
        )?;
        self.ledger.pay(bid.institution, of.institution, kept)?;
        self.ledger
            .release_money(bid.institution, forfeited.returned)
    }

    /// Of an auction that was called off every bid comes back; of one that was cleared, what was won and the rules refused.
    fn return_bid(&mut self, returned: &BidReturned) -> Result<(), Fault> {
        let (auction, number) = (returned.auction, returned.bid);
        let of = self.auction(auction)?;
        let bid = self.end_bid(auction, number, BidStatus::Returned)?;
        let is_due = match (of.stage, &bid.status, returned.refusal) {
            (AuctionStage::Cancelled { .. }, _, None) => is_open(&bid),
            (AuctionStage::Cleared { clearing }, BidStatus::Revealed { .. }, Some(_)) => {
                share(&bid, &clearing) > 0
            }
            _ => false,
        };
        agree(
            &format!("that bid {auction}/{number} came back"),
            &true,
            &is_due,
        )?;
        let what = format!("hold of bid {auction}/{number}");
        agree(&what, &returned.returned, &bid.held)?;
        self.ledger.release_money(bid.institution, bid.held)
    }

    fn end_auction(&mut self, auction: AuctionId, sold: u64, unsold: u64) -> Result<(), Fault> {
        let of = self.auction(auction)?;
        let AuctionStage::Cleared { clearing } = of.stage else {
            return Err(Fault::BidUnknown(auction));
        };
        let bids = self.ledger.bids.range((auction, 0)..=(auction, u32::MAX));
        let open = bids.filter(|(_, bid)| is_open(bid)).count();
        agree(&format!("open bids of auction {auction}"), &0, &open)?;
        let found = self.sold.remove(&auction).unwrap_or_default();
        let rest = of.new.units.checked_sub(found).ok_or(Fault::Overflow)?;
        let what = format!("units of auction {auction}");
        agree(&what, &(sold, unsold), &(found, rest))?;
        let amount = self.ledger.grams(of.new.class, rest)?;
        self.ledger
            .release_quota(of.new.seller, of.new.class, amount)?;
        self.stage(auction, AuctionStage::Settled { clearing })
    }

    fn cancel(&mut self, auction: AuctionId, reason: Digest) -> Result<(), Fault> {
        let of = self.auction(auction)?;
        let what = format!("stage of auction {auction}");
        agree(&what, &AuctionStage::Open, &of.stage)?;
        let amount = self.ledger.grams(of.new.class, of.new.units)?;
        self.ledger
            .release_quota(of.new.seller, of.new.class, amount)?;
        self.demands.remove(&auction);
        self.stage(auction, AuctionStage::Cancelled { reason })
    }
}

/// Whether a bid still waits for its end.
fn is_open(bid: &BidV1) -> bool {
    matches!(
        bid.status,
        BidStatus::Sealed { .. } | BidStatus::Revealed { .. }
    )
}

/// What the seller keeps of a bid once the price is found: of one that was not revealed what it holds, of one that may not have what it
/// won the margin of that. Where the auction gives margins back, nothing of the first, and the second is returned.
fn kept_of(of: &AuctionV1, bid: &BidV1) -> Option<Fen> {
    let AuctionStage::Cleared { clearing } = of.stage else {
        return None;
    };
    match (&bid.status, of.new.forfeit) {
        (BidStatus::Sealed { .. }, ForfeitRule::ToSeller) => Some(bid.held),
        (BidStatus::Sealed { .. }, ForfeitRule::Returned) => Some(Fen::ZERO),
        (BidStatus::Revealed { .. }, ForfeitRule::ToSeller) => {
            let won = Some(share(bid, &clearing)).filter(|units| *units > 0);
            won.and_then(|units| of.new.margin.times(units))
        }
        _ => None,
    }
}

/// What a bid gets: all it asked for above the price; at it, what those revealed before it leave.
fn share(bid: &BidV1, clearing: &Clearing) -> u64 {
    let BidStatus::Revealed { lines } = &bid.status else {
        return 0;
    };
    let of = |RevealedLine { line, ahead }: &RevealedLine| {
        let demand = Demand {
            price: line.price,
            units: line.units,
        };
        limpid_market::auction::share(clearing, &demand, *ahead)
    };
    let units = lines.iter().map(of);
    units.fold(0u64, |sum, units| sum.saturating_add(units))
}
