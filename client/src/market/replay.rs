//! The log, carried out again: from the events of one block after another to books and balances.

use super::{
    fact::{Fact, Listed, QuotaAllocated},
    ledger::{Leased, Ledger},
};
use limpid_market::BookError;
use limpid_primitives::{
    market::{AuctionId, BlockTradeId, Fen, Listing, OrderId, PayoutId},
    quota::{ClassId, Holder, LeaseId},
    Grams, InstitutionId,
};
use std::collections::BTreeMap;

mod auctions;
mod blocks;
mod orders;

use orders::Group;

/// What an event says that cannot have been, by the rules and the events before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No event defined the class.
    #[error("class {0} was never defined")]
    ClassUnknown(ClassId),
    /// No event listed the class.
    #[error("class {0} was never listed")]
    NotListed(ClassId),
    /// An order that is not in the book.
    #[error("order {0} is not in the book")]
    OrderUnknown(OrderId),
    /// An auction or bid that nobody made.
    #[error("there is no such bid in auction {0}, or no such auction")]
    BidUnknown(AuctionId),
    /// A payout nobody asked for.
    #[error("payout {0} was never asked for")]
    PayoutUnknown(PayoutId),
    /// A negotiated trade nobody offered.
    #[error("negotiated trade {0} was never offered")]
    BlockUnknown(BlockTradeId),
    /// A lease nobody began.
    #[error("lease {0} never began")]
    LeaseUnknown(LeaseId),
    /// Money that is not there.
    #[error("institution {0} does not have the money that moves")]
    Money(InstitutionId),
    /// Quota that is not there.
    #[error("{0} does not have the quota of class {1} that moves")]
    Quota(Holder, ClassId),
    /// The rules give something else.
    #[error("{what}: the event says {said}, the rules give {found}")]
    Disagrees {
        /// About what.
        what: String,
        /// What the event says.
        said: String,
        /// What the rules give.
        found: String,
    },
    /// More was delivered, or less, than trades and auctions sold.
    #[error("{0} got {1} g of quota of class {2} by its trades, and {3} g were delivered")]
    Delivery(Holder, u64, ClassId, u64),
    /// A sum is too large, or a book is broken.
    #[error("a sum is too large")]
    Overflow,
    /// A book is not as the rules keep it.
    #[error("the book of class {0} is not as it was kept")]
    Broken(ClassId),
    /// A time beyond the calendar.
    #[error("the block's time is no time")]
    Time,
}

/// A block of the log: its time, and what happened, each with the transaction it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The chain's time, milliseconds since 1970 UTC.
    pub time_ms: u64,
    /// What happened, in order.
    pub facts: Vec<(Option<u32>, Fact)>,
}

/// Carries the log out again, from a ledger on.
#[derive(Debug)]
pub struct Replay {
    ledger: Ledger,
    /// Units asked for by price, of each auction that is not cleared.
    demands: BTreeMap<AuctionId, BTreeMap<Fen, u64>>,
    /// Units sold so far of each auction that is not settled.
    sold: BTreeMap<AuctionId, u64>,
    /// What trades of this block brought, and what the quota ledger says it delivered.
    bought: BTreeMap<(Holder, ClassId), (Grams, Grams)>,
}

impl Replay {
    /// From these books and balances on.
    pub fn from(ledger: Ledger) -> Replay {
        let mut replay = Replay {
            demands: BTreeMap::new(),
            sold: BTreeMap::new(),
            bought: BTreeMap::new(),
            ledger,
        };
        replay.count_bids();
        replay
    }

    /// Books and balances now.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Books and balances at the end.
    pub fn into_ledger(self) -> Ledger {
        self.ledger
    }

    /// Carries out one block.
    pub fn block(&mut self, happened: &Happened) -> Result<(), Fault> {
        let mut open: Option<Group<'_>> = None;
        let mut steps = Steps::default();
        for (of, fact) in &happened.facts {
            match (&mut open, fact) {
                // The quota ledger says what it delivers in between.
                (_, Fact::QuotaDelivered(delivered)) => {
                    let key = (delivered.to, delivered.class);
                    let (_, sum) = self.bought.entry(key).or_default();
                    *sum = sum.checked_add(delivered.amount).ok_or(Fault::Overflow)?;
                }
                (Some(group), Fact::Traded(trade)) if group.of == *of => group.trade(trade),
                (Some(group), Fact::OrderRemoved(removed)) if group.of == *of => {
                    group.removal(removed)
                }
                (_, Fact::OrderPlaced(placed)) => {
                    self.place(open.take(), &mut steps, happened.time_ms)?;
                    open = Some(Group::of(*of, placed));
                }
                _ => {
                    self.place(open.take(), &mut steps, happened.time_ms)?;
                    self.apply(fact)?;
                }
            }
        }
        self.place(open.take(), &mut steps, happened.time_ms)?;
        self.check_deliveries()
    }

    fn place(
        &mut self,
        group: Option<Group<'_>>,
        steps: &mut Steps,
        time_ms: u64,
    ) -> Result<(), Fault> {
        match group {
            Some(group) => self.place_group(&group, steps, time_ms),
            None => Ok(()),
        }
    }

    fn check_deliveries(&mut self) -> Result<(), Fault> {
        for ((holder, class), (bought, delivered)) in std::mem::take(&mut self.bought) {
            if bought != delivered {
                return Err(Fault::Delivery(holder, bought.0, class, delivered.0));
            }
        }
        Ok(())
    }

    /// Delivers what was sold, and remembers it to be compared.
    fn sell(&mut self, from: Holder, to: Holder, class: ClassId, units: u64) -> Result<(), Fault> {
        let amount = self.ledger.grams(class, units)?;
        self.ledger.deliver(from, to, class, amount)?;
        let (bought, _) = self.bought.entry((to, class)).or_default();
        *bought = bought.checked_add(amount).ok_or(Fault::Overflow)?;
        Ok(())
    }

    fn apply(&mut self, fact: &Fact) -> Result<(), Fault> {
        match fact {
            Fact::ClassListed(listed) | Fact::ListingSet(listed) => {
                let Listed {
                    class,
                    listing: Listing::V1(listing),
                    ..
                } = listed.as_ref();
                self.ledger.listings.insert(*class, listing.clone());
                Ok(())
            }
            Fact::OrderRemoved(removed) => self.take_out(removed.order, removed.units),
            Fact::OrderCancelled(cancelled) => self.take_out(cancelled.order, cancelled.units),
            Fact::Traded(trade) => Err(Fault::Disagrees {
                what: format!("trade {}", trade.trade),
                said: "it was made".to_owned(),
                found: "no order was placed".to_owned(),
            }),
            // Both are taken apart before.
            Fact::OrderPlaced(_) | Fact::QuotaDelivered(_) => Ok(()),
            Fact::Credited(_)
            | Fact::PayoutRequested(_)
            | Fact::PayoutConfirmed(_)
            | Fact::PayoutRefused(_)
            | Fact::PayoutWithdrawn(_) => self.apply_to_money(fact),
            Fact::BlockOffered(_) | Fact::BlockTraded(_) | Fact::BlockWithdrawn(_) => {
                self.apply_to_blocks(fact)
            }
            Fact::AuctionOpened(_)
            | Fact::BidCommitted(_)
            | Fact::BidRevealed(_)
            | Fact::AuctionCleared(_)
            | Fact::BidSettled(_)
            | Fact::BidForfeited(_)
            | Fact::BidReturned(_)
            | Fact::AuctionSettled(_)
            | Fact::AuctionCancelled(_) => self.apply_to_auctions(fact),
            Fact::ClassDefined(_)
            | Fact::QuotaAllocated(_)
            | Fact::QuotaTakenBack(_)
            | Fact::QuotaTransferred(_)
            | Fact::LeaseBegun(_)
            | Fact::LeaseReturned(_)
            | Fact::QuotaRetired(_)
            | Fact::QuotaSurrendered(_)
            | Fact::HoldingExpired(_) => self.apply_to_quota(fact),
        }
    }

    fn apply_to_money(&mut self, fact: &Fact) -> Result<(), Fault> {
        let ledger = &mut self.ledger;
        match fact {
            Fact::Credited(credit) => ledger.change_claim(credit.institution, |claim| {
                claim.free = claim.free.checked_add(credit.amount)?;
                Some(())
            }),
            Fact::PayoutRequested(payout) => {
                let stored = (payout.institution, payout.amount);
                ledger.payouts.insert(payout.payout, stored);
                ledger.change_claim(payout.institution, |claim| {
                    claim.free = claim.free.checked_sub(payout.amount)?;
                    claim.paying = claim.paying.checked_add(payout.amount)?;
                    Some(())
                })
            }
            Fact::PayoutConfirmed(payout) => {
                let (of, amount) = self.close_payout(payout.payout)?;
                agree(
                    &format!("payout {}", payout.payout),
                    &payout.amount,
                    &amount,
                )?;
                self.ledger.change_claim(of, |claim| {
                    claim.paying = claim.paying.checked_sub(amount)?;
                    Some(())
                })
            }
            Fact::PayoutRefused(payout) => self.free_payout(payout.payout),
            Fact::PayoutWithdrawn(payout) => self.free_payout(**payout),
            _ => Ok(()),
        }
    }

    fn close_payout(&mut self, payout: PayoutId) -> Result<(InstitutionId, Fen), Fault> {
        let closed = self.ledger.payouts.remove(&payout);
        closed.ok_or(Fault::PayoutUnknown(payout))
    }

    fn free_payout(&mut self, payout: PayoutId) -> Result<(), Fault> {
        let (of, amount) = self.close_payout(payout)?;
        self.ledger.change_claim(of, |claim| {
            claim.paying = claim.paying.checked_sub(amount)?;
            claim.free = claim.free.checked_add(amount)?;
            Some(())
        })
    }

    fn apply_to_quota(&mut self, fact: &Fact) -> Result<(), Fault> {
        let ledger = &mut self.ledger;
        match fact {
            Fact::ClassDefined(defined) => {
                ledger.units.insert(defined.class, defined.unit);
                Ok(())
            }
            Fact::QuotaAllocated(allocated) => {
                let QuotaAllocated {
                    class,
                    holder,
                    granted,
                    deducted,
                    ..
                } = **allocated;
                let amount = granted.checked_sub(deducted).ok_or(Fault::Overflow)?;
                ledger.receive(holder, class, amount)
            }
            Fact::QuotaTakenBack(taken) => {
                ledger.give(taken.holder, taken.class, taken.amount)?;
                let reserve = Holder::Reserve(taken.reserve);
                ledger.receive(reserve, taken.class, taken.amount)
            }
            Fact::QuotaTransferred(moved) => {
                ledger.give(moved.from, moved.class, moved.amount)?;
                ledger.receive(moved.to, moved.class, moved.amount)
            }
            Fact::LeaseBegun(lease) => {
                let leased = Leased {
                    class: lease.class,
                    lessor: lease.lessor,
                    lessee: lease.lessee,
                };
                ledger.leases.insert(lease.lease, leased);
                ledger.give(lease.lessor, lease.class, lease.amount)?;
                ledger.receive(lease.lessee, lease.class, lease.amount)
            }
            Fact::LeaseReturned(returned) => {
                let leased = ledger.leases.get(&returned.lease).copied();
                let leased = leased.ok_or(Fault::LeaseUnknown(returned.lease))?;
                ledger.give(leased.lessee, leased.class, returned.amount)?;
                ledger.receive(leased.lessor, leased.class, returned.amount)
            }
            Fact::QuotaRetired(ended) => ledger.give(ended.holder, ended.class, ended.amount),
            Fact::QuotaSurrendered(ended) => {
                let holder = Holder::Institution(ended.holder);
                ledger.give(holder, ended.class, ended.amount)
            }
            Fact::HoldingExpired(ended) => ledger.give(ended.holder, ended.class, ended.amount),
            _ => Ok(()),
        }
    }
}

/// How many orders the orders of one call met so far.
#[derive(Debug, Default)]
struct Steps {
    of: Option<u32>,
    count: u32,
}

/// What an event says must be what the rules give.
fn agree<T: PartialEq + std::fmt::Debug>(what: &str, said: &T, found: &T) -> Result<(), Fault> {
    match said == found {
        true => Ok(()),
        false => Err(Fault::Disagrees {
            what: what.to_owned(),
            said: format!("{said:?}"),
            found: format!("{found:?}"),
        }),
    }
}

fn book_fault(class: ClassId, error: BookError) -> Fault {
    match error {
        BookError::Overflow => Fault::Overflow,
        BookError::Broken => Fault::Broken(class),
    }
}
