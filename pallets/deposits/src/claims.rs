//! What the banks owe an institution, and how its parts change.

use crate::{
    pallet::{Claims, Config},
    Pallet,
};
use limpid_primitives::{
    market::{Claim, ClaimV1, Fen, MoneyRefusal},
    InstitutionId,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn claim_of(institution: InstitutionId) -> ClaimV1 {
        let Claim::V1(claim) = Claims::<T>::get(institution);
        claim
    }

    /// Changes a claim; an entry that says nothing goes.
    pub(crate) fn change_claim(
        institution: InstitutionId,
        change: impl FnOnce(&mut ClaimV1) -> Result<(), MoneyRefusal>,
    ) -> Result<(), MoneyRefusal> {
        let mut claim = Self::claim_of(institution);
        change(&mut claim)?;
        if claim == ClaimV1::default() {
            Claims::<T>::remove(institution);
        } else {
            Claims::<T>::insert(institution, Claim::V1(claim));
        }
        Ok(())
    }
}

/// Moves an amount from one part of a claim, or of another one, to another part. Nothing is changed if it is not there.
pub(crate) fn shift(
    from: &mut Fen,
    to: &mut Fen,
    amount: Fen,
    missing: MoneyRefusal,
) -> Result<(), MoneyRefusal> {
    let less = from.checked_sub(amount).ok_or(missing)?;
    let more = to.checked_add(amount).ok_or(MoneyRefusal::Overflow)?;
    (*from, *to) = (less, more);
    Ok(())
}
