//! Money and quota in a ledger: what moves, and what cannot.

use super::{
    ledger::{Amounts, Ledger},
    replay::Fault,
};
use limpid_primitives::{
    market::{ClaimV1, Fen},
    quota::{ClassId, Holder},
    Grams, InstitutionId,
};

impl Ledger {
    /// What so many units of a class weigh.
    pub(super) fn grams(&self, class: ClassId, units: u64) -> Result<Grams, Fault> {
        let unit = self.units.get(&class).ok_or(Fault::ClassUnknown(class))?;
        unit.0.checked_mul(units).map(Grams).ok_or(Fault::Overflow)
    }

    /// Changes what an institution has. Who has nothing has no entry.
    pub(super) fn change_claim(
        &mut self,
        of: InstitutionId,
        change: impl FnOnce(&mut ClaimV1) -> Option<()>,
    ) -> Result<(), Fault> {
        let mut claim = self.claims.get(&of).copied().unwrap_or_default();
        change(&mut claim).ok_or(Fault::Money(of))?;
        match claim == ClaimV1::default() {
            true => self.claims.remove(&of),
            false => self.claims.insert(of, claim),
        };
        Ok(())
    }

    pub(super) fn hold_money(&mut self, of: InstitutionId, amount: Fen) -> Result<(), Fault> {
        self.change_claim(of, |claim| {
            claim.free = claim.free.checked_sub(amount)?;
            claim.held = claim.held.checked_add(amount)?;
            Some(())
        })
    }

    pub(super) fn release_money(&mut self, of: InstitutionId, amount: Fen) -> Result<(), Fault> {
        self.change_claim(of, |claim| {
            claim.held = claim.held.checked_sub(amount)?;
            claim.free = claim.free.checked_add(amount)?;
            Some(())
        })
    }

    /// Moves what is held of one to what is free of the other.
    pub(super) fn pay(
        &mut self,
        from: InstitutionId,
        to: InstitutionId,
        amount: Fen,
    ) -> Result<(), Fault> {
        self.change_claim(from, |claim| {
            claim.held = claim.held.checked_sub(amount)?;
            Some(())
        })?;
        self.change_claim(to, |claim| {
            claim.free = claim.free.checked_add(amount)?;
            Some(())
        })
    }

    fn change_holding(
        &mut self,
        holder: Holder,
        class: ClassId,
        change: impl FnOnce(&mut Amounts) -> Option<()>,
    ) -> Result<(), Fault> {
        let key = (holder, class);
        let mut amounts = self.holdings.get(&key).copied().unwrap_or_default();
        change(&mut amounts)
            .filter(|()| amounts.held <= amounts.amount)
            .ok_or(Fault::Quota(holder, class))?;
        match amounts == Amounts::default() {
            true => self.holdings.remove(&key),
            false => self.holdings.insert(key, amounts),
        };
        Ok(())
    }

    pub(super) fn receive(
        &mut self,
        holder: Holder,
        class: ClassId,
        amount: Grams,
    ) -> Result<(), Fault> {
        self.change_holding(holder, class, |amounts| {
            amounts.amount = amounts.amount.checked_add(amount)?;
            Some(())
        })
    }

    /// What isn't set aside leaves.
    pub(super) fn give(
        &mut self,
        holder: Holder,
        class: ClassId,
        amount: Grams,
    ) -> Result<(), Fault> {
        self.change_holding(holder, class, |amounts| {
            amounts.amount = amounts.amount.checked_sub(amount)?;
            Some(())
        })
    }

    pub(super) fn hold_quota(
        &mut self,
        holder: Holder,
        class: ClassId,
        amount: Grams,
    ) -> Result<(), Fault> {
        self.change_holding(holder, class, |amounts| {
            amounts.held = amounts.held.checked_add(amount)?;
            Some(())
        })
    }

    pub(super) fn release_quota(
        &mut self,
        holder: Holder,
        class: ClassId,
        amount: Grams,
    ) -> Result<(), Fault> {
        self.change_holding(holder, class, |amounts| {
            amounts.held = amounts.held.checked_sub(amount)?;
            Some(())
        })
    }

    /// Moves what is set aside of one to another.
    pub(super) fn deliver(
        &mut self,
        from: Holder,
        to: Holder,
        class: ClassId,
        amount: Grams,
    ) -> Result<(), Fault> {
        self.change_holding(from, class, |amounts| {
            amounts.held = amounts.held.checked_sub(amount)?;
            amounts.amount = amounts.amount.checked_sub(amount)?;
            Some(())
        })?;
        self.receive(to, class, amount)
    }
}
