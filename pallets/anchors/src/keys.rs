//! Gateways' keys: what makes one acceptable, and how one replaces another.

use crate::{
    pallet::{Config, Error, Event, GatewayKeys, Gateways, KeyOwners},
    types::key_proof_bytes,
    Pallet,
};
use ed25519_dalek::VerifyingKey;
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use limpid_evidence::chain::{Gateway, GatewayKey, GatewayKeyV1, GatewayV1};
use limpid_primitives::{Digest, Duty, GatewayId, InstitutionId, InstitutionKind, Moment};
use pallet_institutions::Actor;
use sp_core::ed25519;
use sp_runtime::{traits::Zero, ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_rotate_key(
        member: Actor<T::AccountId>,
        id: GatewayId,
        public: [u8; 32],
        proof: [u8; 64],
    ) -> DispatchResult {
        let gateway = Self::known(id)?;
        ensure!(is_in_charge(&member, &gateway), Error::<T>::NotInCharge);
        let key_index = gateway
            .key_index
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        ensure!(key_index < T::KeysMax::get(), Error::<T>::KeysFull);
        Self::ensure_acceptable(gateway.operator, &public, &proof)?;
        let now = Self::now();
        GatewayKeys::<T>::mutate(id, gateway.key_index, |old| {
            if let Some(GatewayKey::V1(old)) = old {
                old.until = Some(now);
            }
        });
        Self::insert_key(id, key_index, public, now);
        let rotated = GatewayV1 {
            key_index,
            ..gateway
        };
        Gateways::<T>::insert(id, Gateway::V1(rotated));
        Self::deposit_event(Event::KeyRotated {
            gateway: id,
            key_index,
            public,
            by: member.institution,
        });
        Ok(())
    }

    pub(crate) fn insert_key(gateway: GatewayId, index: u32, public: [u8; 32], since: Moment) {
        let key = GatewayKeyV1 {
            public,
            since,
            until: None,
        };
        GatewayKeys::<T>::insert(gateway, index, GatewayKey::V1(key));
        KeyOwners::<T>::insert(public, gateway);
    }

    /// A key is acceptable if it binds its signatures, is new, and whoever registers it holds it.
    pub(crate) fn ensure_acceptable(
        operator: InstitutionId,
        public: &[u8; 32],
        proof: &[u8; 64],
    ) -> DispatchResult {
        ensure!(is_strong(public), Error::<T>::KeyWeak);
        ensure!(!KeyOwners::<T>::contains_key(public), Error::<T>::KeyUsed);
        let bytes = key_proof_bytes(&Self::genesis(), operator, public);
        ensure!(
            is_signed(public, &bytes, proof),
            Error::<T>::KeyProofInvalid
        );
        Ok(())
    }

    /// The hash of block 0. The system keeps it when it forgets those of other old blocks.
    pub(crate) fn genesis() -> Digest {
        Digest(frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).0)
    }
}

/// Whether the signature is this key's over these bytes.
pub(crate) fn is_signed(public: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    let signature = ed25519::Signature::from_raw(*signature);
    let public = ed25519::Public::from_raw(*public);
    sp_io::crypto::ed25519_verify(&signature, bytes, &public)
}

/// Whether the key is a point of the prime-order group, in its one canonical spelling. Under any other, one signature can
/// be made to fit several messages, or verifiers disagree about it.
fn is_strong(public: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| {
        let point = key.to_edwards();
        !key.is_weak() && point.is_torsion_free() && point.compress().0 == *public
    })
}

/// Whether the member may replace the gateway's key.
fn is_in_charge<AccountId>(member: &Actor<AccountId>, gateway: &GatewayV1) -> bool {
    let operates = member.institution == gateway.operator && member.has(Duty::Administrator);
    let oversees = member.kind == InstitutionKind::Agency
        && member.division.contains(gateway.division)
        && (member.has(Duty::Administrator) || member.has(Duty::Approver));
    operates || oversees
}
