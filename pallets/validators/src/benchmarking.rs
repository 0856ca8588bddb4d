//! Measures what the calls weigh, each in its worst case: all that are added offended before and go for others that are kept.

use crate::{
    pallet::{Approved, Call, Config, LastAuthored, Minimum, Offenders, Removing, ValidatorsOf},
    Offence, OffenceV1, Pallet,
};
use alloc::{format, vec::Vec};
use codec::Decode;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use limpid_primitives::{DivisionCode, InstitutionKind, Moment, Uscc};
use pallet_authorship::EventHandler;
use pallet_institutions::InstitutionLookup;
use sp_runtime::traits::TrailingZeroInput;

/// Most validators that are added or removed at once here: there must be room for both.
const CHANGED_MAX: u32 = 32;

/// A credit code that checks, another for each number.
fn uscc(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 999_999);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

/// Accounts of agencies' members with session keys.
fn candidates<T: Config>(name: &'static str, first: u32, count: u32) -> Vec<T::AccountId> {
    (first..first.saturating_add(count))
        .map(|number| {
            let candidate: T::AccountId = account(name, number, 0);
            T::Institutions::admit_for_benchmark(
                InstitutionKind::Agency,
                uscc(number),
                DivisionCode::NATION,
                &candidate,
            );
            let keys = T::Keys::decode(&mut TrailingZeroInput::new(&number.to_le_bytes()))
                .expect("any bytes are keys");
            pallet_session::NextKeys::<T>::insert(&candidate, keys);
            candidate
        })
        .collect()
}

fn offended<T: Config>(validators: &[T::AccountId]) {
    let offence = OffenceV1 {
        session: 0,
        reported: Moment::default(),
    };
    for validator in validators {
        Offenders::<T>::insert(validator, Offence::V1(offence.clone()));
    }
}

fn bounded<T: Config>(validators: Vec<T::AccountId>) -> ValidatorsOf<T> {
    ValidatorsOf::<T>::try_from(validators).expect("there is room")
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn change_validators(
        a: Linear<1, CHANGED_MAX>,
        r: Linear<1, CHANGED_MAX>,
    ) -> Result<(), BenchmarkError> {
        let origin =
            T::RootOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let half = T::MaxValidators::get() / 2;
        let (added, removed) = (a.min(half), r.min(half));
        let add = candidates::<T>("new", 0, added);
        offended::<T>(&add);
        let approved = candidates::<T>("old", half, half);
        let (remove, kept) = approved.split_at(removed as usize);
        offended::<T>(kept);
        Minimum::<T>::put(added);
        Approved::<T>::put(bounded::<T>(approved.clone()));
        Removing::<T>::put(bounded::<T>(kept.to_vec()));
        #[extrinsic_call]
        _(
            origin as T::RuntimeOrigin,
            bounded::<T>(add.clone()),
            bounded::<T>(remove.to_vec()),
        );
        assert_eq!(Approved::<T>::get().into_inner(), add);
        Ok(())
    }

    #[benchmark]
    fn forget_keys() {
        let former = candidates::<T>("former", 0, 1).remove(0);
        #[extrinsic_call]
        _(frame_system::RawOrigin::Signed(former.clone()));
        assert!(!Pallet::<T>::has_keys(&former));
    }

    #[benchmark]
    fn note_author() {
        let author: T::AccountId = account("author", 0, 0);
        frame_system::Pallet::<T>::set_block_number(1u32.into());
        #[block]
        {
            <Pallet<T> as EventHandler<_, _>>::note_author(author.clone());
        }
        assert_eq!(LastAuthored::<T>::get(author), 1u32.into());
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
