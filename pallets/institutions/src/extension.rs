//! Keeps transactions of strangers, of suspended institutions and beyond the allowance out of the pool and out of blocks.

use crate::{
    pallet::{Config, Error, Usages},
    types::Cost,
    Pallet, Usage, WeightInfo,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::marker::PhantomData;
use frame_support::{
    dispatch::DispatchInfo, pallet_prelude::TransactionSource, traits::Get, weights::Weight,
    CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use frame_system::CheckNonce;
use limpid_primitives::InstitutionId;
use scale_info::TypeInfo;
use sp_runtime::{
    traits::{
        AsSystemOriginSigner, AsTransactionAuthorizedOrigin, DispatchInfoOf, Dispatchable,
        Implication, SaturatedConversion, Saturating, TransactionExtension, ValidateResult,
    },
    transaction_validity::{
        InvalidTransaction, TransactionPriority, TransactionValidityError, UnknownTransaction,
        ValidTransaction,
    },
};

/// Admits a transaction only if its signer is a member of an institution that is not suspended and has allowance left.
///
/// It takes no bytes in a transaction and none in what is signed. It must stand directly before
/// [`CheckNonce`](frame_system::CheckNonce) in the runtime's tuple: it reads the nonce there, to bound how many
/// transactions of one account wait in the pool (the pool judges each against the state of the chain, so that all of them
/// look affordable). If something else follows, that bound is not applied.
///
/// The allowance is charged before the call runs, by declared weight, length and the class's base weight, and is not
/// given back when the call fails: a failing call costs the chain as much as one that works. What is left of the
/// allowance, in thousandths, is the transaction's priority, so that a full pool sheds the busiest institution first.
///
/// Refusals reach the sender as [`Refusal`] codes.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    CloneNoBound,
    EqNoBound,
    PartialEqNoBound,
    DebugNoBound,
    TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct CheckMember<T>(PhantomData<T>);

/// Why [`CheckMember`] refuses a transaction, as the code in `InvalidTransaction::Custom` (below 128: this transaction
/// never becomes valid as it is, and nodes ban it for a while) or `UnknownTransaction::Custom` (from 128: try again later).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Refusal {
    /// The signer is no member of an institution. An administrator of the institution has to add the account.
    NotMember = 1,
    /// The signer's institution is suspended. Its admitting authority has to reinstate it.
    InstitutionSuspended = 2,
    /// The transaction costs more than the institution's allowance of a whole window. Split it.
    BeyondAllowance = 3,
    /// The transaction has neither a signature nor a call that is allowed without one. Sign it.
    Unsigned = 4,
    /// The institution has used up its allowance. Send the transaction again in the next window.
    AllowanceExhausted = 128,
    /// Too many transactions of this account wait already. Send again when some of them are in a block.
    TooManyPending = 129,
}

/// What a transaction will be charged with once it is certain to be in a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charge {
    institution: InstitutionId,
    usage: Usage,
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        let code = refusal as u8;
        match refusal {
            Refusal::NotMember
            | Refusal::InstitutionSuspended
            | Refusal::BeyondAllowance
            | Refusal::Unsigned => InvalidTransaction::Custom(code).into(),
            Refusal::AllowanceExhausted | Refusal::TooManyPending => {
                UnknownTransaction::Custom(code).into()
            }
        }
    }
}

impl<T: Config> CheckMember<T> {
    /// The extension; there is nothing to set.
    pub fn new() -> Self {
        Self(PhantomData)
    }

    /// Judges a transaction by its signer and cost: its priority, and what to charge.
    pub(crate) fn judge(
        signer: &T::AccountId,
        cost: Cost,
    ) -> Result<(TransactionPriority, Charge), Refusal> {
        let actor = Pallet::<T>::actor(signer.clone()).map_err(|error| {
            if error == Error::<T>::InstitutionSuspended.into() {
                Refusal::InstitutionSuspended
            } else {
                Refusal::NotMember
            }
        })?;
        let institution = actor.institution;
        let allowance = Pallet::<T>::allowance(institution);
        if !allowance.covers(cost) {
            return Err(Refusal::BeyondAllowance);
        }
        let usage = Pallet::<T>::usage(institution).with(cost);
        if !usage.is_within(&allowance) {
            return Err(Refusal::AllowanceExhausted);
        }
        let priority = usage.left_permille(&allowance);
        Ok((priority, Charge { institution, usage }))
    }

    /// Refuses a nonce that lies too far ahead of the account's next one.
    pub(crate) fn ensure_few_pending(
        signer: &T::AccountId,
        nonce: T::Nonce,
    ) -> Result<(), Refusal> {
        let next = frame_system::Pallet::<T>::account_nonce(signer);
        if nonce.saturating_sub(next) > T::PendingMax::get().into() {
            return Err(Refusal::TooManyPending);
        }
        Ok(())
    }

    /// Writes a charge down.
    pub(crate) fn charge(charge: &Charge) {
        Usages::<T>::insert(charge.institution, charge.usage);
    }

    fn cost(info: &DispatchInfo, length: usize) -> Cost {
        let base = T::BlockWeights::get().get(info.class).base_extrinsic;
        Cost {
            ref_time: info.total_weight().saturating_add(base).ref_time(),
            bytes: length.saturated_into(),
        }
    }
}

impl<T: Config> Default for CheckMember<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// The nonce of the extension that follows directly, if that is `CheckNonce`.
fn nonce_behind<T: Config>(implication: &impl Implication) -> Option<T::Nonce> {
    let following = implication.parts().explicit.encode();
    let CheckNonce::<T>(nonce) = CheckNonce::decode(&mut &following[..]).ok()?;
    Some(nonce)
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for CheckMember<T>
where
    T::RuntimeCall: Dispatchable<Info = DispatchInfo>,
    T::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + AsTransactionAuthorizedOrigin,
{
    const IDENTIFIER: &'static str = "CheckMember";
    type Implicit = ();
    /// `None` for a call that is authorised without a signer.
    type Val = Option<Charge>;
    type Pre = ();

    fn weight(&self, _: &T::RuntimeCall) -> Weight {
        T::WeightInfo::check_member()
    }

    fn validate(
        &self,
        origin: T::RuntimeOrigin,
        _call: &T::RuntimeCall,
        info: &DispatchInfoOf<T::RuntimeCall>,
        length: usize,
        _implicit: (),
        implication: &impl Implication,
        _source: TransactionSource,
    ) -> ValidateResult<Self::Val, T::RuntimeCall> {
        let Some(signer) = origin.as_system_origin_signer() else {
            // A call the runtime itself allows without a signer was authorised by `AuthorizeCall` before.
            if origin.is_transaction_authorized() {
                return Ok((ValidTransaction::default(), None, origin));
            }
            return Err(Refusal::Unsigned.into());
        };
        let (priority, charge) = Self::judge(signer, Self::cost(info, length))?;
        if let Some(nonce) = nonce_behind::<T>(implication) {
            Self::ensure_few_pending(signer, nonce)?;
        }
        let validity = ValidTransaction {
            priority,
            ..Default::default()
        };
        Ok((validity, Some(charge), origin))
    }

    fn prepare(
        self,
        charge: Self::Val,
        _origin: &T::RuntimeOrigin,
        _call: &T::RuntimeCall,
        _info: &DispatchInfoOf<T::RuntimeCall>,
        _length: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        // From here on the transaction is in the block: it is paid for, whatever becomes of its call.
        if let Some(charge) = charge {
            Self::charge(&charge);
        }
        Ok(())
    }
}
