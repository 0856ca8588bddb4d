//! Leases that are due return by themselves, oldest day first, as far as a block has room.

use crate::{
    pallet::{Config, Leases, LeasesDue, NextDue},
    Pallet, WeightInfo,
};
use frame_support::{
    storage::with_storage_layer,
    traits::{Get, Time},
    weights::Weight,
};
use limpid_primitives::{
    quota::{Lease, LeaseId},
    Day,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Days without a lease that are passed over in one block.
const DAYS_MAX: u32 = 32;

impl<T: Config> Pallet<T> {
    /// Returns leases that are due with what is left of a block's weight, and says what it took of it.
    pub(crate) fn return_due(remaining: Weight) -> Weight {
        let db = T::DbWeight::get();
        let mut taken = db.reads(2);
        if taken.any_gt(remaining) {
            return Weight::zero();
        }
        let (Some(first), Some(today)) = (NextDue::<T>::get(), Day::of(T::Time::now())) else {
            return taken;
        };
        let of_lease = T::WeightInfo::return_lease();
        let of_day = db.reads_writes(1, 1);
        let has_room = |taken: Weight, more: Weight| taken.saturating_add(more).all_lte(remaining);
        let mut day = first;
        let (mut days, mut leases) = (0, 0);
        // A lease is due when its last day is over.
        while day < today && days < DAYS_MAX && has_room(taken, of_day) {
            days = days.saturating_add(1);
            taken = taken.saturating_add(of_day);
            let mut due = LeasesDue::<T>::iter_key_prefix(day);
            let is_done = loop {
                let Some(id) = due.next() else {
                    break true;
                };
                if leases >= T::ReturnsMax::get() || !has_room(taken, of_lease) {
                    break false;
                }
                leases = leases.saturating_add(1);
                taken = taken.saturating_add(of_lease);
                Self::return_by_itself(day, id);
            };
            if !is_done {
                break;
            }
            let Some(next) = day.next() else { break };
            day = next;
        }
        if day != first {
            NextDue::<T>::put(day);
        }
        taken
    }

    /// A lease that cannot be settled is not tried again: it can still be returned by a call.
    fn return_by_itself(day: Day, id: LeaseId) {
        let settled = with_storage_layer(|| Self::settle_due(id));
        if let Err(error) = settled {
            log::error!(target: "quotas", "lease {id} is due and cannot be settled: {error:?}");
        }
        LeasesDue::<T>::remove(day, id);
    }

    fn settle_due(id: LeaseId) -> DispatchResult {
        let missing = DispatchError::Other("a lease that is waited for is missing");
        let Lease::V1(lease) = Leases::<T>::get(id).ok_or(missing)?;
        let class = Self::known_class(lease.class).ok_or(missing)?;
        Self::settle_lease(id, lease, &class).map(|_| ())
    }
}
