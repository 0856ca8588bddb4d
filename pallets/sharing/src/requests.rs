//! Requests: asking, taking back, refusing.

use crate::{
    numbers::take_number,
    pallet::{Config, Error, Event, NextRequest, Requests},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    sharing::{Answer, NewRequest, Request, RequestId, RequestV1},
    Day, Digest,
};
use pallet_institutions::Actor;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_request_data(
        requester: Actor<T::AccountId>,
        new: NewRequest,
    ) -> DispatchResult {
        let (at, by) = (Self::now(), requester.institution);
        let (data_set, version, basis) = (new.data_set, new.version, new.basis);
        let set = Self::ensure_offered(data_set)?;
        let is_there = (1..=set.versions).contains(&version);
        ensure!(is_there, Error::<T>::VersionUnknown);
        ensure!(set.provider != by, Error::<T>::OwnDataSet);
        ensure!(new.use_from_ms < new.use_until_ms, Error::<T>::PeriodEmpty);
        ensure!(new.use_until_ms > at.time_ms, Error::<T>::UsePast);
        let request = RequestId(take_number::<NextRequest<T>>()?);
        let time_ms = u64::from(T::AnswerDays::get()).saturating_mul(Day::LENGTH_MS);
        let answer_by_ms = at.time_ms.saturating_add(time_ms);
        let provider = set.provider;
        let made = RequestV1 {
            new,
            requester: by,
            provider,
            at,
            answer_by_ms,
            answer: Answer::Open,
        };
        Requests::<T>::insert(request, Request::V1(made));
        Self::deposit_event(Event::DataRequested {
            request,
            data_set,
            version,
            basis,
            provider,
            answer_by_ms,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_withdraw_request(
        requester: Actor<T::AccountId>,
        id: RequestId,
    ) -> DispatchResult {
        let request = Self::request(id)?;
        let by = requester.institution;
        ensure!(request.requester == by, Error::<T>::NotRequester);
        ensure!(request.answer == Answer::Open, Error::<T>::AlreadyAnswered);
        let at = Self::now();
        Self::put_answer(id, request, Answer::Withdrawn { at });
        Self::deposit_event(Event::RequestWithdrawn { request: id, by });
        Ok(())
    }

    pub(crate) fn do_refuse_request(
        agency: Actor<T::AccountId>,
        id: RequestId,
        reason: Digest,
    ) -> DispatchResult {
        let request = Self::ensure_answerable(&agency, id)?;
        let (at, by, requester) = (Self::now(), agency.institution, request.requester);
        Self::put_answer(id, request, Answer::Refused { reason, at, by });
        Self::deposit_event(Event::RequestRefused {
            request: id,
            requester,
            reason,
            by,
        });
        Ok(())
    }

    /// The request, if it is open and the agency is to answer it.
    pub(crate) fn ensure_answerable(
        agency: &Actor<T::AccountId>,
        id: RequestId,
    ) -> Result<RequestV1, DispatchError> {
        let request = Self::request(id)?;
        let by = agency.institution;
        ensure!(request.provider == by, Error::<T>::NotProvider);
        ensure!(request.answer == Answer::Open, Error::<T>::AlreadyAnswered);
        Ok(request)
    }

    pub(crate) fn put_answer(id: RequestId, request: RequestV1, answer: Answer) {
        Requests::<T>::insert(id, Request::V1(RequestV1 { answer, ..request }));
    }

    fn request(id: RequestId) -> Result<RequestV1, DispatchError> {
        let Request::V1(request) = Requests::<T>::get(id).ok_or(Error::<T>::RequestUnknown)?;
        Ok(request)
    }
}
