//! Holdings: what a holder has of a class now.

use super::{LotId, Part, Refusal, ResaleRule};
use crate::{Day, Grams};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What a holder has of a class, in the version it was written in. Versions are only ever added.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Holding {
    /// The first version.
    #[codec(index = 1)]
    V1(HoldingV1),
}

/// First version of [`Holding`]. All of it is what is left of one lot; the other amounts are parts of it, so that holds, offers,
/// freezes and leases make no lots.
///
/// What leaves it is taken first from what was bought today, and never from what a court froze.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HoldingV1 {
    /// The lot; `None` if nothing is left.
    pub lot: Option<LotId>,
    /// How much there is.
    pub amount: Grams,
    /// Set aside for orders, auctions and negotiated trades.
    pub held: Grams,
    /// Set aside for open offers.
    pub offered: Grams,
    /// What courts ordered to stay. It may be more than there is: then what comes in later stays too.
    pub frozen: Grams,
    /// What is still to be given back to lessors. It may be more than there is.
    pub leased: Grams,
    /// What is still to come back from lessees; no part of the amount.
    pub lent: Grams,
    /// What was bought on the day below, and is still there.
    pub bought: Grams,
    /// The day something was bought last.
    pub bought_on: Option<Day>,
}

impl HoldingV1 {
    /// What is not set aside.
    pub const fn unheld(&self) -> Grams {
        self.amount
            .saturating_sub(self.held)
            .saturating_sub(self.offered)
    }

    /// What its holder may use up or give back: what is neither set aside nor frozen.
    pub const fn usable(&self) -> Grams {
        self.unheld().saturating_sub(self.frozen)
    }

    /// What was bought on this day and is still there.
    pub fn bought_on(&self, day: Day) -> Grams {
        match self.bought_on {
            Some(last) if last == day => self.bought,
            _ => Grams::ZERO,
        }
    }

    /// Whether its holder may sell so much on this day; the first reason why not.
    pub fn check_sale(&self, amount: Grams, today: Day, resale: ResaleRule) -> Result<(), Refusal> {
        let bought = match resale {
            ResaleRule::SameDay => Grams::ZERO,
            ResaleRule::NextDay => self.bought_on(today),
        };
        let own = self.usable().saturating_sub(self.leased);
        if amount > self.unheld() {
            Err(Refusal::NotEnough)
        } else if amount > self.usable() {
            Err(Refusal::Frozen)
        } else if amount > own {
            Err(Refusal::Leased)
        } else if amount > own.saturating_sub(bought) {
            Err(Refusal::BoughtToday)
        } else {
            Ok(())
        }
    }

    /// Whether so much of what is set aside may leave it, whatever it was set aside for.
    pub fn check_delivery(&self, amount: Grams, set_aside: Grams) -> Result<(), Refusal> {
        if amount > set_aside || amount > self.amount {
            Err(Refusal::NotHeld)
        } else if self.amount.saturating_sub(amount) < self.frozen {
            Err(Refusal::Frozen)
        } else {
            Ok(())
        }
    }

    /// Takes out what is not set aside, not frozen and not to be given back to lessors.
    pub fn use_up_own(&mut self, amount: Grams) -> Result<Part, Refusal> {
        if amount > self.usable().saturating_sub(self.leased) && amount <= self.usable() {
            return Err(Refusal::Leased);
        }
        self.use_up(amount)
    }

    /// Takes out what is not set aside and not frozen.
    pub fn use_up(&mut self, amount: Grams) -> Result<Part, Refusal> {
        if amount > self.unheld() {
            return Err(Refusal::NotEnough);
        }
        if amount > self.usable() {
            return Err(Refusal::Frozen);
        }
        self.take(amount)
    }

    /// Takes out what is held.
    pub fn deliver_held(&mut self, amount: Grams) -> Result<Part, Refusal> {
        self.check_delivery(amount, self.held)?;
        self.held = self.held.saturating_sub(amount);
        self.take(amount)
    }

    /// Takes out what is offered.
    pub fn deliver_offered(&mut self, amount: Grams) -> Result<Part, Refusal> {
        self.check_delivery(amount, self.offered)?;
        self.offered = self.offered.saturating_sub(amount);
        self.take(amount)
    }

    /// Takes out all there is, frozen or leased, if nothing is set aside; `None` if there is nothing.
    pub fn write_off(&mut self) -> Result<Option<Part>, Refusal> {
        if self.unheld() != self.amount {
            return Err(Refusal::NotHeld);
        }
        match self.lot {
            Some(_) => self.take(self.amount).map(Some),
            None => Ok(None),
        }
    }

    /// Sets aside so much more for the market.
    pub fn hold(&mut self, amount: Grams) -> Result<(), Refusal> {
        self.held = self.held.checked_add(amount).ok_or(Refusal::Overflow)?;
        self.keep_bought_unheld();
        Ok(())
    }

    /// Gives back what was set aside for the market.
    pub fn release(&mut self, amount: Grams) -> Result<(), Refusal> {
        self.held = self.held.checked_sub(amount).ok_or(Refusal::NotHeld)?;
        Ok(())
    }

    /// Sets aside so much more for an offer.
    pub fn offer(&mut self, amount: Grams) -> Result<(), Refusal> {
        self.offered = self.offered.checked_add(amount).ok_or(Refusal::Overflow)?;
        self.keep_bought_unheld();
        Ok(())
    }

    /// Gives back what was set aside for an offer.
    pub fn withdraw(&mut self, amount: Grams) -> Result<(), Refusal> {
        self.offered = self.offered.checked_sub(amount).ok_or(Refusal::NotHeld)?;
        Ok(())
    }

    /// The holding with so much more in it, all of it in a new lot; and what the new lot got from the one before.
    pub fn receive(&mut self, lot: LotId, amount: Grams) -> Result<Option<Part>, Refusal> {
        let sum = self.amount.checked_add(amount).ok_or(Refusal::Overflow)?;
        let rest = self.lot.map(|lot| Part {
            lot,
            amount: self.amount,
        });
        self.amount = sum;
        self.lot = Some(lot);
        Ok(rest)
    }

    /// Notes that so much of it was bought on this day.
    pub fn note_bought(&mut self, amount: Grams, today: Day) {
        self.bought = self.bought_on(today).saturating_add(amount);
        self.bought_on = Some(today);
    }

    /// Whether there is nothing to say of it.
    pub fn is_empty(&self) -> bool {
        let parts = [
            self.amount,
            self.held,
            self.offered,
            self.frozen,
            self.leased,
            self.lent,
        ];
        parts.into_iter().all(Grams::is_zero)
    }

    /// Takes out so much, of what was bought today first.
    fn take(&mut self, amount: Grams) -> Result<Part, Refusal> {
        let lot = self.lot.ok_or(Refusal::NotEnough)?;
        self.amount = self.amount.checked_sub(amount).ok_or(Refusal::NotEnough)?;
        self.lot = Some(lot).filter(|_| !self.amount.is_zero());
        self.keep_bought_unheld();
        Ok(Part { lot, amount })
    }

    /// What is set aside or gone was not kept of what was bought.
    fn keep_bought_unheld(&mut self) {
        self.bought = self.bought.min(self.unheld());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: u32) -> Day {
        Day::try_from(number).unwrap()
    }

    fn holding(amount: u64) -> HoldingV1 {
        HoldingV1 {
            lot: Some(LotId(1)),
            amount: Grams(amount),
            ..HoldingV1::default()
        }
    }

    #[test]
    fn the_first_reason_is_named() {
        let mut holding = HoldingV1 {
            held: Grams(10),
            frozen: Grams(20),
            leased: Grams(30),
            ..holding(100)
        };
        holding.note_bought(Grams(15), day(5));
        let check = |amount, resale| holding.check_sale(Grams(amount), day(5), resale);
        assert_eq!(check(91, ResaleRule::NextDay), Err(Refusal::NotEnough));
        assert_eq!(check(71, ResaleRule::NextDay), Err(Refusal::Frozen));
        assert_eq!(check(41, ResaleRule::NextDay), Err(Refusal::Leased));
        assert_eq!(check(26, ResaleRule::NextDay), Err(Refusal::BoughtToday));
        assert_eq!(check(25, ResaleRule::NextDay), Ok(()));
        assert_eq!(check(40, ResaleRule::SameDay), Ok(()));
        let tomorrow = holding.check_sale(Grams(40), day(6), ResaleRule::NextDay);
        assert_eq!(tomorrow, Ok(()));
    }

    #[test]
    fn what_is_used_was_bought_today_first() {
        let mut holding = holding(100);
        holding.note_bought(Grams(40), day(5));
        holding.hold(Grams(60)).unwrap();
        holding.use_up(Grams(10)).unwrap();
        assert_eq!(holding.bought_on(day(5)), Grams(30));
        holding.deliver_held(Grams(60)).unwrap();
        assert_eq!((holding.amount, holding.bought), (Grams(30), Grams(30)));
    }

    #[test]
    fn a_freeze_goes_before_what_is_held() {
        let mut holding = HoldingV1 {
            held: Grams(60),
            frozen: Grams(80),
            ..holding(100)
        };
        assert_eq!(holding.deliver_held(Grams(21)), Err(Refusal::Frozen));
        assert_eq!(
            holding.deliver_held(Grams(20)),
            Ok(Part {
                lot: LotId(1),
                amount: Grams(20)
            })
        );
        assert_eq!((holding.held, holding.usable()), (Grams(40), Grams(0)));
        // A freeze beyond what there is catches what comes in.
        holding.frozen = Grams(100);
        holding.receive(LotId(2), Grams(20)).unwrap();
        assert_eq!(holding.deliver_held(Grams(1)), Err(Refusal::Frozen));
    }

    #[test]
    fn what_comes_in_makes_one_lot_of_all() {
        let mut holding = HoldingV1::default();
        assert_eq!(holding.receive(LotId(1), Grams(5)), Ok(None));
        let rest = Part {
            lot: LotId(1),
            amount: Grams(5),
        };
        assert_eq!(holding.receive(LotId(2), Grams(3)), Ok(Some(rest)));
        assert_eq!((holding.lot, holding.amount), (Some(LotId(2)), Grams(8)));
        assert_eq!(holding.use_up(Grams(8)).unwrap().lot, LotId(2));
        assert_eq!(holding.lot, None);
        assert!(holding.is_empty());
    }

    proptest! {
        #[test]
        fn what_may_be_sold_may_be_held_and_delivered(
            amount in 0u64..100, held in 0u64..100, frozen in 0u64..100, leased in 0u64..100, bought in 0u64..100, asked in 1u64..100,
        ) {
            let mut holding = holding(amount);
            holding.lot = holding.lot.filter(|_| amount > 0);
            holding.held = Grams(held.min(amount));
            holding.frozen = Grams(frozen);
            holding.leased = Grams(leased);
            holding.note_bought(Grams(bought.min(holding.unheld().0)), day(1));
            if holding.check_sale(Grams(asked), day(1), ResaleRule::NextDay).is_ok() {
                let before = holding;
                holding.hold(Grams(asked)).unwrap();
                prop_assert_eq!(holding.bought, before.bought);
                prop_assert!(holding.deliver_held(Grams(asked)).is_ok());
                prop_assert_eq!(holding.amount.0, amount - asked);
                prop_assert!(holding.amount >= holding.held.saturating_add(holding.bought));
            }
        }
    }
}
