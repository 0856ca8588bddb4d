//! Courts' orders to open a version, and the shares released to them.

use crate::{
    numbers::take_number,
    pallet::{Config, Error, Event, NextOpening, Openings},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    sharing::{DataSetId, Opening, OpeningId, OpeningV1, ReleasedShare, SealedKey},
    AtMost, Digest,
};
use pallet_institutions::Actor;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_order_opening(
        court: Actor<T::AccountId>,
        data_set: DataSetId,
        number: u32,
        document: Digest,
    ) -> DispatchResult {
        Self::data_set(data_set)?;
        let version = Self::version(data_set, number)?;
        ensure!(version.new.escrow.is_some(), Error::<T>::NotEscrowed);
        let opening = OpeningId(take_number::<NextOpening<T>>()?);
        let by = court.institution;
        let ordered = OpeningV1 {
            data_set,
            version: number,
            court: by,
            document,
            at: Self::now(),
            released: AtMost::default(),
        };
        Openings::<T>::insert(opening, Opening::V1(ordered));
        Self::deposit_event(Event::OpeningOrdered {
            opening,
            data_set,
            version: number,
            document,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_release_share(
        agency: Actor<T::AccountId>,
        id: OpeningId,
        sealed: SealedKey,
    ) -> DispatchResult {
        let by = agency.institution;
        let found = Openings::<T>::get(id).ok_or(Error::<T>::OpeningUnknown)?;
        let Opening::V1(mut opening) = found;
        let version = Self::version(opening.data_set, opening.version)?;
        let escrow = version.new.escrow.ok_or(Error::<T>::NotEscrowed)?;
        let keeps_one = escrow.share_of(by).is_some();
        ensure!(keeps_one, Error::<T>::NotEscrowAgency);
        ensure!(!opening.was_released_by(by), Error::<T>::AlreadyReleased);
        Self::ensure_sealed_to(opening.court, &sealed)?;
        let share = ReleasedShare {
            agency: by,
            sealed,
            at: Self::now(),
        };
        // An escrow has no more agencies than an opening has room for.
        let pushed = opening.released.try_push(share);
        pushed.map_err(|_| Error::<T>::AlreadyReleased)?;
        let released = opening.released.len() as u32;
        // From here on the court has the share.
        Openings::<T>::insert(id, Opening::V1(opening));
        Self::deposit_event(Event::ShareReleased {
            opening: id,
            released,
            by,
        });
        Ok(())
    }
}
