//! What a refusal of a ledger is as a call's error.

use crate::pallet::{Config, Error};
use limpid_market::BookError;
use limpid_primitives::{market::MoneyRefusal, quota::Refusal};
use sp_runtime::{ArithmeticError, DispatchError};

/// The error of a call for what the ledger of quota refused.
pub(crate) fn refused<T: Config>(refusal: Refusal) -> DispatchError {
    let error = match refusal {
        Refusal::ClassUnknown => Error::<T>::ClassUnknown,
        Refusal::ClassExpired => Error::<T>::ClassExpired,
        Refusal::Nothing => Error::<T>::UnitsOutOfRange,
        Refusal::SellerSuspended => Error::<T>::SellerSuspended,
        Refusal::SellerLocked => Error::<T>::SellerLocked,
        Refusal::Frozen => Error::<T>::Frozen,
        Refusal::NotEnough => Error::<T>::NotEnough,
        Refusal::BoughtToday => Error::<T>::BoughtToday,
        Refusal::NotHeld => return ArithmeticError::Underflow.into(),
        Refusal::NotEnrolled => Error::<T>::NotEnrolled,
        Refusal::BuyerSuspended => Error::<T>::BuyerSuspended,
        Refusal::OutsideZone => Error::<T>::OutsideZone,
        Refusal::AreaBarred => Error::<T>::AreaBarred,
        Refusal::OtherSector => Error::<T>::OtherSector,
        Refusal::HolderLimit => Error::<T>::HolderLimit,
        Refusal::GroupLimit => Error::<T>::GroupLimit,
        Refusal::HoldingsFull => Error::<T>::HoldingsFull,
        Refusal::SameHolder => Error::<T>::SameHolder,
        Refusal::Overflow => return ArithmeticError::Overflow.into(),
        Refusal::Leased => Error::<T>::Leased,
    };
    error.into()
}

/// The error of a call for why money doesn't move.
pub(crate) fn unpaid<T: Config>(refusal: MoneyRefusal) -> DispatchError {
    match refusal {
        MoneyRefusal::NotEnough => Error::<T>::NotEnoughMoney.into(),
        MoneyRefusal::NotHeld => ArithmeticError::Underflow.into(),
        MoneyRefusal::Overflow => ArithmeticError::Overflow.into(),
    }
}

/// The error of a call for why a book cannot be changed.
pub(crate) fn unbooked(error: BookError) -> DispatchError {
    match error {
        BookError::Overflow => ArithmeticError::Overflow.into(),
        BookError::Broken => DispatchError::Corruption,
    }
}
