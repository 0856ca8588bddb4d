//! The agency's own measurement, which counts before everything else (排污许可管理条例, article 29).

use crate::{
    pallet::{Config, Error, Event},
    totals::Totals,
    types::is_counted,
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    emissions::Overridden, permit::PermitLookup, Day, Digest, Micrograms, Outlet, Pollutant,
};
use pallet_institutions::Actor;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_override_day(
        agency: Actor<T::AccountId>,
        outlet: Outlet,
        pollutant: Pollutant,
        day: Day,
        mass: Micrograms,
        document: Digest,
    ) -> DispatchResult {
        let now = Self::now();
        ensure!(
            day.end_ms() <= now.time_ms,
            Error::<T>::PeriodNotOver { index: 0 }
        );
        let permit = T::Permits::permit(&outlet.permit).ok_or(Error::<T>::PermitUnknown)?;
        ensure!(
            agency.division.contains(permit.division),
            Error::<T>::OutsideDivision
        );
        Self::terms_at(&permit, &outlet, day.start_ms()).ok_or(Error::<T>::OutletUnknown)?;
        ensure!(
            is_counted(&pollutant, outlet.code.medium()),
            Error::<T>::PollutantNotCounted
        );
        ensure!(mass <= Micrograms::MAX, Error::<T>::MassTooLarge);
        let mut totals = Totals::<T>::of(outlet, day);
        let mut entry = totals.entry(&pollutant);
        entry.overridden = Some(Overridden {
            mass,
            document,
            by: agency.institution,
            at: now,
        });
        totals.put(entry)?;
        totals.store()?;
        Self::deposit_event(Event::DayOverridden {
            outlet,
            day,
            pollutant,
            mass,
            document,
            by: agency.institution,
        });
        Ok(())
    }
}
