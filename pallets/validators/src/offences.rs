//! What becomes of a validator that voted for two blocks at once.

use crate::{
    pallet::{Approved, Config, Event, Minimum, Offenders, Pardons, Removing},
    Offence, OffenceV1, Pallet,
};
use frame_support::{
    traits::{Get, Time},
    weights::Weight,
};
use limpid_primitives::Moment;
use pallet_session::historical::IdentificationTuple;
use sp_runtime::{traits::SaturatedConversion, Perbill};
use sp_staking::{
    offence::{OffenceDetails, OnOffenceHandler},
    SessionIndex,
};

impl<T: Config> OnOffenceHandler<T::AccountId, IdentificationTuple<T>, Weight> for Pallet<T> {
    /// Everyone that offended in the same round is named each time, also those that were reported before.
    fn on_offence(
        offenders: &[OffenceDetails<T::AccountId, IdentificationTuple<T>>],
        _: &[Perbill],
        session: SessionIndex,
    ) -> Weight {
        for details in offenders {
            let (validator, ()) = &details.offender;
            Self::do_note_offence(validator, session);
        }
        let offenders = u64::try_from(offenders.len()).unwrap_or(u64::MAX);
        // Reads: `Pardons`, `Offenders`, `Timestamp::Now`, `Approved`, `Minimum`, `Removing`. Writes: `Offenders` and one list.
        T::DbWeight::get()
            .reads_writes(6, 2)
            .saturating_mul(offenders)
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_note_offence(validator: &T::AccountId, session: SessionIndex) {
        if Pardons::<T>::get(validator).is_some_and(|pardoned| session <= pardoned) {
            return;
        }
        // The first one decides; later ones and repetitions add nothing.
        if Offenders::<T>::contains_key(validator) {
            return;
        }
        Offenders::<T>::insert(
            validator,
            Offence::V1(OffenceV1 {
                session,
                reported: Self::now(),
            }),
        );
        Self::remove_offender(validator.clone(), session);
    }

    /// Removes an offender, or keeps it for now if too few would be left. One that is not approved any more has only its record.
    fn remove_offender(validator: T::AccountId, session: SessionIndex) {
        let mut approved = Approved::<T>::get();
        if !approved.contains(&validator) {
            return;
        }
        let minimum = usize::try_from(Minimum::<T>::get()).unwrap_or(usize::MAX);
        if approved.len() > minimum {
            approved.retain(|other| *other != validator);
            Approved::<T>::put(approved);
            Self::deposit_event(Event::OffenderRemoved { validator, session });
            return;
        }
        let mut removing = Removing::<T>::get();
        // There is room: nobody stands in it twice, and all of them are approved.
        if removing.try_push(validator.clone()).is_ok() {
            Removing::<T>::put(removing);
            Self::deposit_event(Event::OffenderKept { validator, session });
        }
    }

    /// This block, with its time.
    fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}
