//! Origins other pallets ask for: a member of an institution of these kinds, with one of these duties.

use crate::{lookup::Actor, pallet::Config, Pallet};
use core::marker::PhantomData;
use frame_support::traits::EnsureOrigin;
use frame_system::ensure_signed;
use limpid_primitives::{Duty, InstitutionKind};

/// Every kind of institution.
pub const ANY_KIND: u8 = u8::MAX;
/// Every duty.
pub const ANY_DUTY: u8 = u8::MAX;

/// The bit of one kind in the `KINDS` of [`EnsureMember`].
pub const fn kind(kind: InstitutionKind) -> u8 {
    1 << kind as u8
}

/// The bit of one duty in the `DUTIES` of [`EnsureMember`].
pub const fn duty(duty: Duty) -> u8 {
    1 << duty as u8
}

/// A member of an active institution whose kind is one of `KINDS` and who has at least one of `DUTIES`; gives the [`Actor`].
///
/// Both are sets of bits, made with [`kind`] and [`duty`].
pub struct EnsureMember<T, const KINDS: u8, const DUTIES: u8>(PhantomData<T>);

/// A member of an active agency with one of `DUTIES`.
pub type EnsureAgency<T, const DUTIES: u8 = ANY_DUTY> =
    EnsureMember<T, { kind(InstitutionKind::Agency) }, DUTIES>;
/// A member of an active enterprise with one of `DUTIES`.
pub type EnsureEnterprise<T, const DUTIES: u8 = ANY_DUTY> =
    EnsureMember<T, { kind(InstitutionKind::Enterprise) }, DUTIES>;
/// A member of an active gateway operator with one of `DUTIES`.
pub type EnsureOperator<T, const DUTIES: u8 = ANY_DUTY> =
    EnsureMember<T, { kind(InstitutionKind::GatewayOperator) }, DUTIES>;

impl<T: Config, const KINDS: u8, const DUTIES: u8> EnsureOrigin<T::RuntimeOrigin>
    for EnsureMember<T, KINDS, DUTIES>
{
    type Success = Actor<T::AccountId>;

    fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
        let actor = ensure_signed(origin.clone())
            .ok()
            .and_then(|account| Pallet::<T>::actor(account).ok())
            .filter(|actor| kind(actor.kind) & KINDS != 0)
            .filter(|actor| actor.duties.iter().any(|held| duty(held) & DUTIES != 0));
        actor.ok_or(origin)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
        let first = InstitutionKind::ALL
            .iter()
            .find(|known| kind(**known) & KINDS != 0);
        let account = Pallet::<T>::benchmark_member(*first.ok_or(())?);
        let origin = T::RuntimeOrigin::from(frame_system::RawOrigin::Signed(account));
        Self::try_origin(origin.clone())
            .map(|_| origin)
            .map_err(|_| ())
    }
}
