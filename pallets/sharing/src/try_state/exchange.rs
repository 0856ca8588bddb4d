//! Requests, grants, receipts and openings.

use crate::{
    pallet::{Config, Grants, Keys, Openings, Receipts, Requests},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::sharing::{
    Answer, Grant, GrantV1, Opening, Receipt, ReceiptMatch, ReceiptV1, Request,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// 4. Requests name what is there, and their grant if they were granted.
    pub(super) fn check_requests() -> Result<(), TryRuntimeError> {
        for (id, Request::V1(request)) in Requests::<T>::iter() {
            let asked = Self::data_set(request.new.data_set)?;
            ensure!(
                asked.provider == request.provider && request.requester != request.provider,
                "a request is to another than the provider, or to itself"
            );
            Self::version(request.new.data_set, request.new.version)?;
            if let Answer::Granted { grant } = request.answer {
                let of = Self::grant(grant)?.request;
                ensure!(of == id, "a request has another's grant");
            }
        }
        Ok(())
    }

    /// 4 and 5. Grants are what their requests asked for.
    pub(super) fn check_grants() -> Result<(), TryRuntimeError> {
        for (id, Grant::V1(grant)) in Grants::<T>::iter() {
            let Request::V1(request) =
                Requests::<T>::get(grant.request).ok_or("a grant has no request")?;
            ensure!(
                request.answer == Answer::Granted { grant: id },
                "a grant is not what its request was answered with"
            );
            let asked = (request.new.data_set, request.new.version);
            let parties = (request.provider, request.requester);
            ensure!(
                asked == (grant.data_set, grant.version)
                    && parties == (grant.provider, grant.requester)
                    && grant.by == grant.provider,
                "a grant is not what was asked for"
            );
            Self::check_terms(&grant)?;
        }
        Ok(())
    }

    fn check_terms(grant: &GrantV1) -> Result<(), TryRuntimeError> {
        let period = Self::data_set(grant.data_set)?.new;
        let scope = &grant.scope;
        ensure!(
            period.from_ms <= scope.from_ms
                && scope.from_ms < scope.until_ms
                && scope.until_ms <= period.until_ms,
            "a grant goes beyond the data set's period"
        );
        ensure!(
            Keys::<T>::contains_key(grant.requester, grant.sealed.key),
            "a grant is sealed to no key of the requester"
        );
        let mut last = grant.at;
        let mut end_ms = None;
        for renewal in grant.renewed.iter() {
            let continues = end_ms.is_none_or(|end_ms| end_ms == renewal.from_ms);
            ensure!(
                continues
                    && renewal.from_ms < renewal.to_ms
                    && last <= renewal.at
                    && renewal.by == grant.provider,
                "a renewal does not follow from what was before it"
            );
            (last, end_ms) = (renewal.at, Some(renewal.to_ms));
        }
        ensure!(
            end_ms.is_none_or(|end_ms| end_ms == grant.expires_ms),
            "a grant has not the end of its last renewal"
        );
        ensure!(
            last.time_ms < grant.expires_ms,
            "a grant was over when it was given"
        );
        Ok(())
    }

    /// 6. Receipts.
    pub(super) fn check_receipts() -> Result<(), TryRuntimeError> {
        for (id, receipts) in Receipts::<T>::iter() {
            let grant = Self::grant(id)?;
            let plain = Self::version(grant.data_set, grant.version)?.new.plain;
            ensure!(
                !receipts.is_empty() && receipts.len() <= ReceiptV1::OF_A_GRANT_MAX,
                "a grant has too many receipts, or a list of none"
            );
            let times = receipts.iter().map(|Receipt::V1(receipt)| receipt.at);
            ensure!(
                times.is_sorted(),
                "a receipt was given before an earlier one"
            );
            for Receipt::V1(receipt) in &receipts {
                let matches = receipt.matches == ReceiptMatch::Matches;
                ensure!(
                    matches == (receipt.digest == plain) && receipt.by == grant.requester,
                    "a receipt is not of the requester, or says wrongly whether it matches"
                );
            }
        }
        Ok(())
    }

    /// 7. Openings.
    pub(super) fn check_openings() -> Result<(), TryRuntimeError> {
        for (_, Opening::V1(opening)) in Openings::<T>::iter() {
            let version = Self::version(opening.data_set, opening.version)?;
            let escrow = version.new.escrow.ok_or("an opening is of no escrow")?;
            let mut agencies: alloc::vec::Vec<_> =
                opening.released.iter().map(|share| share.agency).collect();
            agencies.sort();
            agencies.dedup();
            ensure!(
                agencies.len() == opening.released.len(),
                "an agency released its share twice"
            );
            for share in &opening.released {
                ensure!(
                    escrow.share_of(share.agency).is_some()
                        && Keys::<T>::contains_key(opening.court, share.sealed.key),
                    "a released share is of no escrow agency, or sealed to no key of the court"
                );
            }
        }
        Ok(())
    }
}
