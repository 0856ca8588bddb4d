//! Grants: giving, renewing, sealing anew, taking back.

use crate::{
    numbers::take_number,
    pallet::{Config, Error, Event, Grants, NextGrant},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    sharing::{
        Answer, DataSetV1, Grant, GrantId, GrantScope, GrantV1, Renewal, RenewalList, RequestId,
        Revocation, SealedKey,
    },
    Digest,
};
use pallet_institutions::Actor;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_grant_request(
        agency: Actor<T::AccountId>,
        id: RequestId,
        scope: GrantScope,
        expires_ms: u64,
        sealed: SealedKey,
        document: Digest,
    ) -> DispatchResult {
        let request = Self::ensure_answerable(&agency, id)?;
        let (at, by, requester) = (Self::now(), agency.institution, request.requester);
        let set = Self::ensure_offered(request.new.data_set)?;
        Self::ensure_scope(&set, &scope)?;
        Self::ensure_expiry(expires_ms, at.time_ms)?;
        Self::ensure_sealed_to(requester, &sealed)?;
        let grant = GrantId(take_number::<NextGrant<T>>()?);
        let given = GrantV1 {
            request: id,
            data_set: request.new.data_set,
            version: request.new.version,
            provider: by,
            requester,
            scope,
            document,
            expires_ms,
            sealed,
            at,
            by,
            renewed: RenewalList::default(),
            revoked: None,
        };
        // After these lines the requester has the key.
        Grants::<T>::insert(grant, Grant::V1(given));
        Self::put_answer(id, request, Answer::Granted { grant });
        Self::deposit_event(Event::RequestGranted {
            request: id,
            grant,
            requester,
            expires_ms,
            document,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_revoke_grant(
        agency: Actor<T::AccountId>,
        id: GrantId,
        reason: Digest,
    ) -> DispatchResult {
        let grant = Self::ensure_given(&agency, id)?;
        let (at, by) = (Self::now(), agency.institution);
        let revoked = Some(Revocation { at, by, reason });
        // From this block on nothing is served by it.
        Grants::<T>::insert(id, Grant::V1(GrantV1 { revoked, ..grant }));
        Self::deposit_event(Event::GrantRevoked {
            grant: id,
            reason,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_renew_grant(
        agency: Actor<T::AccountId>,
        id: GrantId,
        expires_ms: u64,
        document: Digest,
    ) -> DispatchResult {
        let grant = Self::ensure_given(&agency, id)?;
        Self::ensure_offered(grant.data_set)?;
        let (at, by) = (Self::now(), agency.institution);
        let is_later = expires_ms > grant.expires_ms;
        ensure!(is_later, Error::<T>::ExpiryNotLater);
        Self::ensure_expiry(expires_ms, at.time_ms)?;
        let mut renewed = grant.renewed;
        let renewal = Renewal {
            from_ms: grant.expires_ms,
            to_ms: expires_ms,
            document,
            at,
            by,
        };
        let pushed = renewed.try_push(renewal);
        pushed.map_err(|_| Error::<T>::RenewalsFull)?;
        let later = GrantV1 {
            expires_ms,
            renewed,
            ..grant
        };
        Grants::<T>::insert(id, Grant::V1(later));
        Self::deposit_event(Event::GrantRenewed {
            grant: id,
            expires_ms,
            document,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_rewrap_grant(
        agency: Actor<T::AccountId>,
        id: GrantId,
        sealed: SealedKey,
    ) -> DispatchResult {
        let grant = Self::ensure_given(&agency, id)?;
        Self::ensure_sealed_to(grant.requester, &sealed)?;
        let key = sealed.key;
        Grants::<T>::insert(id, Grant::V1(GrantV1 { sealed, ..grant }));
        Self::deposit_event(Event::GrantRewrapped {
            grant: id,
            key,
            by: agency.institution,
        });
        Ok(())
    }

    /// The grant with this number.
    pub(crate) fn grant(id: GrantId) -> Result<GrantV1, DispatchError> {
        let Grant::V1(grant) = Grants::<T>::get(id).ok_or(Error::<T>::GrantUnknown)?;
        Ok(grant)
    }

    /// The grant, if the agency gave it and did not revoke it.
    fn ensure_given(agency: &Actor<T::AccountId>, id: GrantId) -> Result<GrantV1, DispatchError> {
        let grant = Self::grant(id)?;
        let by = agency.institution;
        ensure!(grant.provider == by, Error::<T>::NotProvider);
        ensure!(grant.revoked.is_none(), Error::<T>::AlreadyRevoked);
        Ok(grant)
    }

    /// A scope is some time of the data set's period.
    fn ensure_scope(set: &DataSetV1, scope: &GrantScope) -> DispatchResult {
        ensure!(scope.from_ms < scope.until_ms, Error::<T>::PeriodEmpty);
        let is_inside = scope.from_ms >= set.new.from_ms && scope.until_ms <= set.new.until_ms;
        ensure!(is_inside, Error::<T>::ScopeOutside);
        Ok(())
    }

    /// A grant ends, and not so late that only a mistyped year can be meant.
    fn ensure_expiry(expires_ms: u64, now_ms: u64) -> DispatchResult {
        let latest_ms = now_ms.saturating_add(T::GrantMsMax::get());
        let is_possible = expires_ms > now_ms && expires_ms <= latest_ms;
        ensure!(is_possible, Error::<T>::ExpiryOutOfRange);
        Ok(())
    }
}
