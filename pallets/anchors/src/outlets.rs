//! Which device stood at which outlet, and when.

use crate::{
    pallet::{Bindings, Config, Error, Event, MnUses, OutletUses},
    types::{MnKey, MnUse, OutletUse},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_evidence::chain::{Binding, BindingV1};
use limpid_primitives::{permit::PermitLookup, GatewayId, Mn, Outlet};
use pallet_institutions::Actor;
use sp_runtime::DispatchResult;

/// A binding may be ended up to a day after the device was taken away.
pub(crate) const UNBOUND_AFTER_MS_MAX: u64 = 24 * 60 * 60 * 1000;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_bind_outlet(
        agency: Actor<T::AccountId>,
        gateway: GatewayId,
        outlet: Outlet,
        mn: Mn,
        from_ms: u64,
    ) -> DispatchResult {
        Self::ensure_inside(&agency, gateway)?;
        Self::ensure_permitted(&agency, &outlet)?;
        Self::ensure_begun(from_ms)?;
        // A new binding is open, so it clashes with every one that has not ended by its beginning: the last ones decide.
        let outlet_until_ms = OutletUses::<T>::get(outlet).map(|last| last.until_ms);
        ensure!(is_free(outlet_until_ms, from_ms), Error::<T>::OutletTaken);
        let mn_until_ms = MnUses::<T>::get(MnKey(mn)).map(|last| last.until_ms);
        ensure!(is_free(mn_until_ms, from_ms), Error::<T>::MnTaken);
        let binding = BindingV1 {
            mn,
            from_ms,
            until_ms: None,
        };
        Bindings::<T>::try_append(gateway, outlet, Binding::V1(binding))
            .map_err(|()| Error::<T>::BindingsFull)?;
        Self::note_uses(gateway, outlet, &binding);
        Self::deposit_event(Event::OutletBound {
            gateway,
            outlet,
            mn,
            from_ms,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_unbind_outlet(
        agency: Actor<T::AccountId>,
        gateway: GatewayId,
        outlet: Outlet,
        until_ms: u64,
    ) -> DispatchResult {
        Self::ensure_inside(&agency, gateway)?;
        let mut bindings = Bindings::<T>::get(gateway, outlet);
        let Some(Binding::V1(last)) = bindings.last_mut() else {
            return Err(Error::<T>::NotBound.into());
        };
        ensure!(last.until_ms.is_none(), Error::<T>::NotBound);
        ensure!(last.from_ms < until_ms, Error::<T>::PeriodEmpty);
        Self::ensure_begun(until_ms)?;
        Self::ensure_recent(until_ms)?;
        last.until_ms = Some(until_ms);
        let ended = *last;
        Bindings::<T>::insert(gateway, outlet, bindings);
        Self::note_uses(gateway, outlet, &ended);
        Self::deposit_event(Event::OutletUnbound {
            gateway,
            outlet,
            mn: ended.mn,
            until_ms,
            by: agency.institution,
        });
        Ok(())
    }

    /// The permit is in force in the agency's division, and has the outlet.
    fn ensure_permitted(agency: &Actor<T::AccountId>, outlet: &Outlet) -> DispatchResult {
        let permit = T::Permits::permit(&outlet.permit).ok_or(Error::<T>::PermitUnknown)?;
        ensure!(
            agency.division.contains(permit.division),
            Error::<T>::OutsideDivision
        );
        let version = permit
            .in_force_at(Self::now().time_ms)
            .map_err(|_| Error::<T>::PermitNotInForce)?;
        ensure!(
            T::Permits::outlet_terms(outlet, version).is_some(),
            Error::<T>::OutletUnknown
        );
        Ok(())
    }

    /// Nothing is bound or unbound in advance: a mistyped year would block an outlet for good.
    fn ensure_begun(time_ms: u64) -> DispatchResult {
        let limit_ms = Self::now().time_ms.saturating_add(T::AheadAfterMs::get());
        ensure!(time_ms <= limit_ms, Error::<T>::PeriodInFuture);
        Ok(())
    }

    /// A binding does not end long before it is ended: records that were bound when they were anchored stay bound.
    fn ensure_recent(until_ms: u64) -> DispatchResult {
        let limit_ms = Self::now().time_ms.saturating_sub(UNBOUND_AFTER_MS_MAX);
        ensure!(until_ms >= limit_ms, Error::<T>::PeriodPast);
        Ok(())
    }

    fn note_uses(gateway: GatewayId, outlet: Outlet, binding: &BindingV1) {
        let until_ms = binding.until_ms;
        OutletUses::<T>::insert(outlet, OutletUse { gateway, until_ms });
        MnUses::<T>::insert(
            MnKey(binding.mn),
            MnUse {
                gateway,
                outlet,
                until_ms,
            },
        );
    }
}

/// Whether what was last used until then (`Some(None)`: still is) is free from this time on.
fn is_free(last_until_ms: Option<Option<u64>>, from_ms: u64) -> bool {
    match last_until_ms {
        None => true,
        Some(None) => false,
        Some(Some(until_ms)) => until_ms <= from_ms,
    }
}
