//! Receipts: what a requester says arrived.

use crate::{
    pallet::{Config, Error, Event, Receipts},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    sharing::{GrantId, Receipt, ReceiptMatch, ReceiptV1},
    Digest,
};
use pallet_institutions::Actor;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_confirm_receipt(
        requester: Actor<T::AccountId>,
        id: GrantId,
        digest: Digest,
    ) -> DispatchResult {
        let grant = Self::grant(id)?;
        let (at, by) = (Self::now(), requester.institution);
        ensure!(grant.requester == by, Error::<T>::NotRequester);
        let granted = Self::version(grant.data_set, grant.version)?.new.plain;
        let matches = if digest == granted {
            ReceiptMatch::Matches
        } else {
            ReceiptMatch::Differs
        };
        let receipt = ReceiptV1 {
            digest,
            matches,
            at,
            by,
        };
        let mut receipts = Receipts::<T>::get(id);
        let pushed = receipts.try_push(Receipt::V1(receipt));
        pushed.map_err(|_| Error::<T>::ReceiptsFull)?;
        Receipts::<T>::insert(id, receipts);
        Self::deposit_event(Event::ReceiptConfirmed {
            grant: id,
            digest,
            matches,
            by,
        });
        Ok(())
    }
}
