//! Leases: how they begin, and how what was leased comes back.

use crate::{
    errors::refused,
    holdings::Arrear,
    pallet::{Config, Error, Event, Leases, LeasesDue, NextDue, NextLease},
    Pallet,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use limpid_primitives::{
    quota::{
        Cause, Lease, LeaseId, LeaseStatus, LeaseV1, LotId, NewOffer, OfferId, Part, QuotaClassV1,
        Refusal,
    },
    Day, Grams,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    /// What was offered is the lessee's until a day.
    pub(crate) fn begin_lease(
        offer: OfferId,
        new: &NewOffer,
        part: Part,
        until: Day,
    ) -> DispatchResult {
        let leases = Self::tally(&new.to).leases;
        ensure!(leases < T::LeasesMax::get(), Error::<T>::LeasesFull);
        let number = NextLease::<T>::get();
        NextLease::<T>::put(number.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        let id = LeaseId(number);
        let NewOffer {
            class,
            from: lessor,
            to: lessee,
            amount,
            ..
        } = *new;
        let lease = LeaseV1 {
            class,
            lessor,
            lessee,
            amount,
            owed: amount,
            until,
            offer,
            began: Self::now(),
            status: LeaseStatus::Running,
        };
        let parts = alloc::vec![part];
        let lot = Self::receive(&lessee, class, amount, parts, Cause::Lease { lease: id })
            .map_err(refused::<T>)?;
        Self::change_holding(&lessee, class, |holding| {
            let leased = holding.leased.checked_add(amount);
            holding.leased = leased.ok_or(Refusal::Overflow)?;
            Ok(())
        })
        .map_err(refused::<T>)?;
        Self::change_tally(&lessee, |tally| {
            tally.leases = tally.leases.saturating_add(1);
            Ok(())
        })
        .map_err(refused::<T>)?;
        Leases::<T>::insert(id, Lease::V1(lease));
        Self::wait_for(id, until);
        Self::deposit_event(Event::LeaseBegun {
            lease: id,
            offer,
            class,
            lessor,
            lessee,
            amount,
            until,
            lot,
        });
        Ok(())
    }

    /// A lease that runs is found on its last day.
    fn wait_for(id: LeaseId, until: Day) {
        LeasesDue::<T>::insert(until, id, ());
        let first = NextDue::<T>::get().map_or(until, |next| next.min(until));
        NextDue::<T>::put(first);
    }

    pub(crate) fn do_return_lease(
        actor: Option<Actor<T::AccountId>>,
        id: LeaseId,
    ) -> DispatchResult {
        let Lease::V1(lease) = Leases::<T>::get(id).ok_or(Error::<T>::LeaseUnknown)?;
        ensure!(lease.is_open(), Error::<T>::LeaseEnded);
        let class = Self::known_class(lease.class).ok_or(Error::<T>::ClassUnknown)?;
        let is_own = actor.is_some_and(|actor| Self::acts_for(&actor, &lease.lessee));
        let must = lease.is_due(T::Time::now()) || Self::is_over(&class);
        ensure!(is_own || must, Error::<T>::LeaseRuns);
        let is_moved = Self::settle_lease(id, lease, &class)?;
        ensure!(is_moved, Error::<T>::NothingToReturn);
        Ok(())
    }

    /// Gives back what the lessee has of a lease, and marks what is missing if it is due. Returns whether that changed anything.
    pub(crate) fn settle_lease(
        id: LeaseId,
        mut lease: LeaseV1,
        class: &QuotaClassV1,
    ) -> Result<bool, DispatchError> {
        if Self::is_over(class) {
            Self::lapse(id, lease).map_err(refused::<T>)?;
            return Ok(true);
        }
        let before = lease;
        let usable = Self::holding(&lease.lessee, lease.class).usable();
        let amount = usable.min(lease.owed);
        let mut lot = None;
        if !amount.is_zero() {
            let new = Self::give_back(id, &lease, amount).map_err(refused::<T>)?;
            lease.owed = lease.owed.saturating_sub(amount);
            lot = Some(new);
        }
        let at = Self::now();
        lease.status = match (lease.owed, before.status) {
            (Grams(0), _) => LeaseStatus::Returned { at },
            (_, LeaseStatus::Running) if lease.is_due(at.time_ms) => {
                LeaseStatus::Overdue { since: at }
            }
            (_, status) => status,
        };
        if lease == before {
            return Ok(false);
        }
        Self::put_settled(id, &before, lease).map_err(refused::<T>)?;
        if let Some(lot) = lot {
            Self::deposit_event(Event::LeaseReturned {
                lease: id,
                amount,
                owed: lease.owed,
                lot,
            });
        }
        if lease.status == (LeaseStatus::Overdue { since: at }) {
            let owed = lease.owed;
            Self::deposit_event(Event::LeaseOverdue { lease: id, owed });
        }
        Ok(true)
    }

    fn give_back(id: LeaseId, lease: &LeaseV1, amount: Grams) -> Result<LotId, Refusal> {
        let part = Self::change_holding(&lease.lessee, lease.class, |holding| {
            holding.leased = holding.leased.saturating_sub(amount);
            holding.use_up(amount)
        })?;
        let cause = Cause::LeaseReturn { lease: id };
        let parts = alloc::vec![part];
        // The lessor's entry is there as long as something is lent, so there is room for it.
        let lot = Self::receive(&lease.lessor, lease.class, amount, parts, cause)?;
        Self::change_holding(&lease.lessor, lease.class, |holding| {
            holding.lent = holding.lent.saturating_sub(amount);
            Ok(())
        })?;
        Ok(lot)
    }

    /// Nothing of a class that is over comes back.
    fn lapse(id: LeaseId, lease: LeaseV1) -> Result<(), Refusal> {
        let owed = lease.owed;
        Self::change_holding(&lease.lessee, lease.class, |holding| {
            holding.leased = holding.leased.saturating_sub(owed);
            Ok(())
        })?;
        Self::change_holding(&lease.lessor, lease.class, |holding| {
            holding.lent = holding.lent.saturating_sub(owed);
            Ok(())
        })?;
        let status = LeaseStatus::Lapsed { at: Self::now() };
        Self::put_settled(id, &lease, LeaseV1 { status, ..lease })?;
        Self::deposit_event(Event::LeaseLapsed { lease: id, owed });
        Ok(())
    }

    /// Writes how a lease stands now, with all that follows from it.
    fn put_settled(id: LeaseId, before: &LeaseV1, after: LeaseV1) -> Result<(), Refusal> {
        let is_overdue = |lease: &LeaseV1| matches!(lease.status, LeaseStatus::Overdue { .. });
        if after.status != LeaseStatus::Running {
            LeasesDue::<T>::remove(after.until, id);
        }
        if before.is_open() && !after.is_open() {
            Self::change_tally(&after.lessee, |tally| {
                tally.leases = tally.leases.saturating_sub(1);
                Ok(())
            })?;
        }
        match (is_overdue(before), is_overdue(&after)) {
            (false, true) => Self::change_arrears(&after.lessee, Arrear::Begins)?,
            (true, false) => Self::change_arrears(&after.lessee, Arrear::Ends)?,
            _ => {}
        }
        Leases::<T>::insert(id, Lease::V1(after));
        Ok(())
    }
}
