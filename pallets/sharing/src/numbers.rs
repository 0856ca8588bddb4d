//! Numbers the chain gives out, and when.

use crate::{pallet::Config, Pallet};
use frame_support::{traits::Time, StorageValue};
use limpid_primitives::Moment;
use sp_runtime::{traits::SaturatedConversion, ArithmeticError, DispatchError};

/// Takes the next number of a kind.
pub(crate) fn take_number<Next: StorageValue<u32, Query = u32>>() -> Result<u32, DispatchError> {
    let number = Next::get();
    let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
    Next::put(next);
    Ok(number)
}

impl<T: Config> Pallet<T> {
    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}
