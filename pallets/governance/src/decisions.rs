//! Carrying a decision out.

use crate::{
    pallet::{Config, Decisions, Error, Event, NextDecision},
    Pallet, WeightInfo,
};
use codec::Encode;
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, GetDispatchInfo, PostDispatchInfo},
    ensure,
    storage::with_storage_layer,
    traits::{Get, Time, UnfilteredDispatchable},
    weights::Weight,
};
use frame_system::RawOrigin;
use limpid_primitives::{AtMost, Decision, DecisionId, DecisionV1, Digest, Moment};
use sp_runtime::{
    traits::{BlakeTwo256, Hash, SaturatedConversion},
    ArithmeticError, DispatchErrorWithPostInfo, DispatchResult,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_decide(
        document: Digest,
        call: <T as Config>::RuntimeCall,
    ) -> DispatchResultWithPostInfo {
        let declared = call.get_dispatch_info().call_weight;
        let encoded = call.encode();
        with_storage_layer(|| {
            let done = call
                .dispatch_bypass_filter(RawOrigin::Root.into())
                .map_err(|failed| DispatchErrorWithPostInfo {
                    post_info: Self::with_own_weight(failed.post_info, declared),
                    error: failed.error,
                })?;
            let post_info = Self::with_own_weight(done, declared);
            Self::ensure_able()
                .and_then(|()| Self::record(document, encoded))
                .map_err(|error| DispatchErrorWithPostInfo { post_info, error })?;
            Ok(post_info)
        })
    }

    /// What the whole decision took, of the call that was made and what it declared to take.
    fn with_own_weight(inner: PostDispatchInfo, declared: Weight) -> PostDispatchInfo {
        let taken = inner.actual_weight.unwrap_or(declared);
        Some(T::WeightInfo::decide().saturating_add(taken)).into()
    }

    fn ensure_able() -> DispatchResult {
        ensure!(T::CouncilIsAble::get(), Error::<T>::CouncilUnable);
        Ok(())
    }

    fn record(document: Digest, call: alloc::vec::Vec<u8>) -> DispatchResult {
        let number = NextDecision::<T>::get();
        let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let decision = DecisionId(number);
        let call_hash = Digest(BlakeTwo256::hash(&call).0);
        let kept = DecisionV1 {
            document,
            call_hash,
            // A long call (a new runtime's code, say) is known by its hash.
            call: AtMost::try_from(call).unwrap_or_default(),
            at: Self::now(),
        };
        NextDecision::<T>::put(next);
        Decisions::<T>::insert(decision, Decision::V1(kept));
        Self::deposit_event(Event::Decided {
            decision,
            document,
            call_hash,
        });
        Ok(())
    }

    /// This block, with its time.
    fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}
