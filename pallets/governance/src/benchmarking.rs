//! Measures what a decision takes beside its call, which here does nothing.

use crate::{
    pallet::{Call, Config, Decisions, NextDecision},
    Pallet,
};
use alloc::{boxed::Box, vec};
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use limpid_primitives::{DecisionId, DecisionV1, Digest};

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn decide() -> Result<(), BenchmarkError> {
        let origin =
            T::DecisionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let decision = DecisionId(NextDecision::<T>::get());
        // The longest call that is kept: two bytes of it say which call it is, two how long the text is.
        let remark = vec![0; DecisionV1::CALL_BYTES_MAX.saturating_sub(4)];
        let call = Box::new(frame_system::Call::remark { remark }.into());
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, Digest::ZERO, call);
        assert!(Decisions::<T>::contains_key(decision));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
