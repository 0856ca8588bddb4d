//! Institutions' keys, and what is sealed to them.

use crate::{
    pallet::{Config, CurrentKeys, Error, Event, Keys},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    sharing::{KeyNumber, SealedKey, SealingKey, SealingKeyV1, X25519Key},
    InstitutionId, Moment,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register_key(
        institution: Actor<T::AccountId>,
        public: X25519Key,
    ) -> DispatchResult {
        let by = institution.institution;
        ensure!(public != X25519Key::ZERO, Error::<T>::KeyEmpty);
        let current = Self::current_key(by);
        let is_other = current.is_none_or(|(_, key)| key.public != public);
        ensure!(is_other, Error::<T>::KeyUnchanged);
        let last = current.map_or(0, |(number, _)| number.0);
        let key = KeyNumber(last.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        let since = Self::now();
        if let Some((number, old)) = current {
            Self::end_key(by, number, old, since);
        }
        let new = SealingKeyV1 {
            public,
            since,
            until: None,
        };
        Keys::<T>::insert(by, key, SealingKey::V1(new));
        CurrentKeys::<T>::insert(by, key);
        Self::deposit_event(Event::KeyRegistered {
            institution: by,
            key,
            public,
        });
        Ok(())
    }

    fn end_key(of: InstitutionId, number: KeyNumber, key: SealingKeyV1, at: Moment) {
        let ended = SealingKeyV1 {
            until: Some(at),
            ..key
        };
        Keys::<T>::insert(of, number, SealingKey::V1(ended));
    }

    fn current_key(of: InstitutionId) -> Option<(KeyNumber, SealingKeyV1)> {
        let number = CurrentKeys::<T>::get(of)?;
        let SealingKey::V1(key) = Keys::<T>::get(of, number)?;
        Some((number, key))
    }

    /// A sealed key is one HPKE can have made, and names the recipient's current key. That it opens is for the recipient to see.
    pub(crate) fn ensure_sealed_to(recipient: InstitutionId, sealed: &SealedKey) -> DispatchResult {
        ensure!(sealed.is_possible(), Error::<T>::SealedKeyImpossible);
        let current = CurrentKeys::<T>::get(recipient);
        ensure!(current == Some(sealed.key), Error::<T>::KeyNotCurrent);
        Ok(())
    }
}
