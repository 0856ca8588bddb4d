//! Gateways and their keys, the outlets bound to them, and the batches they anchor.
//!
//! A gateway signs the header of each batch of records. Whoever carries the header to the chain does not matter: the
//! gateway's signature, the running number and the hash of the header before decide. What the chain has taken it never
//! changes, so that a proof of its state at any later block shows it.
//!
//! | Call | Who may |
//! |---|---|
//! | [`register_gateway`](Pallet::register_gateway) | an agency, in its division |
//! | [`rotate_key`](Pallet::rotate_key) | the operator's administrator; an agency, in its division |
//! | [`suspend_gateway`](Pallet::suspend_gateway), [`reinstate_gateway`](Pallet::reinstate_gateway) | an agency, in its division |
//! | [`bind_outlet`](Pallet::bind_outlet), [`unbind_outlet`](Pallet::unbind_outlet) | an agency, in its division |
//! | [`anchor_batches`](Pallet::anchor_batches) | a submitter of any institution |
//!
//! *An agency* means a member of one who is administrator or approver; the runtime says so through `AgencyOrigin`.
//!
//! # Terms
//!
//! - *Operator*: the institution that runs a gateway.
//! - *Binding*: a device (MN) stands at an outlet for a period of observed time; its frames count for that outlet. It is made
//!   while the outlet's permit is in force, and stays when the permit ends: whoever discharges without a permit is still watched.
//! - *Head*: the running number and the hash that the next header of a gateway must have.
//! - *Late*, *ahead*: how a batch's own times stand to the chain's. It is marked, never refused: a blackout must not erase
//!   evidence.
//!
//! # Invariants
//!
//! 1. Gateways are numbered from 1 without gaps; each has a head, and none is ever removed.
//! 2. A gateway's keys are numbered from 0 without gaps. The last one is in use; each of the others ended where the next
//!    began. No key is used twice, by any gateway.
//! 3. A gateway's anchors are numbered from 1 without gaps, each holds the hash of the one before, and the head follows the
//!    last.
//! 4. The periods of an outlet do not overlap, at one gateway or over all of them.
//! 5. The periods of a device do not overlap either.
//! 6. For each outlet and each device the last period is known, and it is one of the bindings.

#![cfg_attr(not(feature = "std"), no_std)]
// The pallet macro's own output is full of them.
#![allow(unused_qualifications)]
#![cfg_attr(
    not(any(test, feature = "runtime-benchmarks")),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used
    )
)]

extern crate alloc;

mod batches;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod gateways;
mod keys;
mod lookup;
mod outlets;
mod try_state;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{
    key_proof_bytes, may_operate, ClockBounds, MnKey, MnUse, OutletUse, KEY_PROOF_BYTES,
};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{MnKey, MnUse, OutletUse, WeightInfo};
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_evidence::{
        chain::{Anchor, Binding, Gateway, GatewayKey, Head, Timing, BINDINGS_MAX},
        SignedHeader,
    };
    use limpid_primitives::{
        permit::PermitLookup, Digest, DivisionCode, GatewayId, InstitutionId, Mn, Outlet,
    };
    use pallet_institutions::{Actor, InstitutionLookup};
    use sp_core::H256;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config<Hash = H256> {
        /// A member of an agency who may act on gateways and bindings in its division.
        type AgencyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member who may carry headers.
        type SubmitterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// Any member: `rotate_key` asks further.
        type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// The permits.
        type Permits: PermitLookup;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// A batch is late when it was closed, or its last record observed, longer ago than this.
        #[pallet::constant]
        type LateAfterMs: Get<u64>;
        /// A batch is ahead when it was closed, or its last record observed, further in the future than this; bindings
        /// begin and end no further in the future either.
        #[pallet::constant]
        type AheadAfterMs: Get<u64>;
        /// Most headers in one call, at most 65,536.
        #[pallet::constant]
        type HeadersMax: Get<u32>;
        /// Most records in one batch.
        #[pallet::constant]
        type RecordsMax: Get<u32>;
        /// Most keys a gateway may have one after the other.
        #[pallet::constant]
        type KeysMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// Gateway by number. Blake2 with the key, as for all maps that proofs of evidence read. Never removed.
    #[pallet::storage]
    pub type Gateways<T: Config> = StorageMap<_, Blake2_128Concat, GatewayId, Gateway, OptionQuery>;

    /// The number the next gateway gets.
    #[pallet::storage]
    pub type NextGateway<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// A gateway's keys by their index. Identity: the index is ours and small. At most `KeysMax` a gateway; never removed,
    /// because older anchors are checked with them.
    #[pallet::storage]
    pub type GatewayKeys<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, GatewayId, Identity, u32, GatewayKey, OptionQuery>;

    /// The gateway a public key belongs to or belonged to. Blake2: keys come from transactions. Never removed, so that no
    /// key is used again.
    #[pallet::storage]
    pub type KeyOwners<T: Config> =
        StorageMap<_, Blake2_128Concat, [u8; 32], GatewayId, OptionQuery>;

    /// What the next header of a gateway must follow; kept as long as the gateway.
    #[pallet::storage]
    pub type Heads<T: Config> = StorageMap<_, Blake2_128Concat, GatewayId, Head, OptionQuery>;

    /// Anchor by gateway and running number. Identity for the number: it has no gaps, so neighbours share their path in
    /// the state's trie and proofs of several stay small. Never changed, never removed.
    #[pallet::storage]
    pub type Anchors<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, GatewayId, Identity, u64, Anchor, OptionQuery>;

    /// The periods of an outlet at a gateway, in their order. Bounded by the format; only ever appended to, but for the end
    /// of the last.
    #[pallet::storage]
    pub type Bindings<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        GatewayId,
        Blake2_128Concat,
        Outlet,
        BoundedVec<Binding, ConstU32<BINDINGS_MAX>>,
        ValueQuery,
    >;

    /// Where an outlet was bound last, over all gateways. One entry an outlet, overwritten.
    #[pallet::storage]
    pub type OutletUses<T: Config> =
        StorageMap<_, Blake2_128Concat, Outlet, OutletUse, OptionQuery>;

    /// Where a device was bound last, over all gateways. One entry a device, overwritten.
    #[pallet::storage]
    pub type MnUses<T: Config> = StorageMap<_, Blake2_128Concat, MnKey, MnUse, OptionQuery>;

    /// What happened. `by` is the institution that acted.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A gateway was registered; its first key has index 0.
        #[codec(index = 0)]
        GatewayRegistered {
            /// Its number.
            gateway: GatewayId,
            /// The institution that runs it.
            operator: InstitutionId,
            /// The division it serves.
            division: DivisionCode,
            /// Its Ed25519 public key.
            public: [u8; 32],
            /// The agency that registered it.
            by: InstitutionId,
        },
        /// A gateway's key was replaced.
        #[codec(index = 1)]
        KeyRotated {
            /// The gateway.
            gateway: GatewayId,
            /// Index of the new key.
            key_index: u32,
            /// The new Ed25519 public key.
            public: [u8; 32],
            /// The operator or the agency.
            by: InstitutionId,
        },
        /// A gateway was suspended: its batches are not taken.
        #[codec(index = 2)]
        GatewaySuspended {
            /// The gateway.
            gateway: GatewayId,
            /// Digest of the document that says why.
            reason: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A suspended gateway's batches are taken again.
        #[codec(index = 3)]
        GatewayReinstated {
            /// The gateway.
            gateway: GatewayId,
            /// Digest of the document that says why.
            reason: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A device was bound to an outlet.
        #[codec(index = 4)]
        OutletBound {
            /// The gateway.
            gateway: GatewayId,
            /// The outlet.
            outlet: Outlet,
            /// The device.
            mn: Mn,
            /// From this observed time on.
            from_ms: u64,
            /// The agency.
            by: InstitutionId,
        },
        /// The binding of a device to an outlet ended.
        #[codec(index = 5)]
        OutletUnbound {
            /// The gateway.
            gateway: GatewayId,
            /// The outlet.
            outlet: Outlet,
            /// The device.
            mn: Mn,
            /// Up to this observed time, exclusive.
            until_ms: u64,
            /// The agency.
            by: InstitutionId,
        },
        /// A batch was anchored. The whole header is in `Anchors`.
        #[codec(index = 6)]
        BatchAnchored {
            /// The gateway.
            gateway: GatewayId,
            /// The batch's number.
            sequence: u64,
            /// The root of its tree.
            root: Digest,
            /// How many records it has.
            records: u32,
            /// How its times stand to the chain's.
            timing: Timing,
        },
    }

    /// Why a call was refused. An `index` is the place of the header in the call, from 0, and stands little-endian in the
    /// two bytes after the error's own.
    #[pallet::error]
    pub enum Error<T> {
        /// No gateway has this number. Look it up in `Gateways`.
        #[codec(index = 0)]
        GatewayUnknown,
        /// The gateway, or the site of the permit, lies outside the agency's division. Ask the agency of that division.
        #[codec(index = 1)]
        OutsideDivision,
        /// The operator is not an active gateway operator, enterprise or agency. Have it admitted or reinstated first.
        #[codec(index = 2)]
        OperatorUnfit,
        /// The key is no Ed25519 public key with which a signature binds: not a canonical point of the prime-order group.
        /// Make a new one.
        #[codec(index = 3)]
        KeyWeak,
        /// The key was registered before. Make a new one for each gateway and each rotation.
        #[codec(index = 4)]
        KeyUsed,
        /// The proof is not the new key's signature over domain, genesis hash, operator and key. Sign those bytes.
        #[codec(index = 5)]
        KeyProofInvalid,
        /// The gateway has had as many keys as it may. Register a new gateway.
        #[codec(index = 6)]
        KeysFull,
        /// The signer is neither an administrator of the gateway's operator nor an agency of its division. Ask one of them.
        #[codec(index = 7)]
        NotInCharge,
        /// The gateway is suspended already. Nothing is left to do.
        #[codec(index = 8)]
        AlreadySuspended,
        /// The gateway is not suspended. Nothing is left to do.
        #[codec(index = 9)]
        NotSuspended,
        /// The period begins or ends in the future. Ask again when it does.
        #[codec(index = 11)]
        PeriodInFuture,
        /// The outlet is bound, or was bound at that time. Unbind it, or begin later.
        #[codec(index = 12)]
        OutletTaken,
        /// The device is bound, or was bound at that time. Unbind it where it is, or begin later.
        #[codec(index = 13)]
        MnTaken,
        /// The outlet has had as many bindings at this gateway as it may. Register a new gateway.
        #[codec(index = 14)]
        BindingsFull,
        /// The outlet is not bound at this gateway. Look it up in `OutletUses`.
        #[codec(index = 15)]
        NotBound,
        /// The binding would end before it begins, or at once. Give a later end.
        #[codec(index = 16)]
        PeriodEmpty,
        /// The call carries no header.
        #[codec(index = 17)]
        NoHeaders,
        /// No gateway has the number in this header. Register the gateway, or sign with the right number.
        #[codec(index = 18)]
        HeaderGatewayUnknown {
            /// Place of the header.
            index: u16,
        },
        /// The gateway of this header is suspended. Its agency can reinstate it; keep the batch until then.
        #[codec(index = 19)]
        HeaderGatewaySuspended {
            /// Place of the header.
            index: u16,
        },
        /// This very header is anchored already. Nothing is left to do for it: send what follows it.
        #[codec(index = 20)]
        AlreadyAnchored {
            /// Place of the header.
            index: u16,
        },
        /// Another header is anchored under this number: the gateway made two. Compare its store with the chain.
        #[codec(index = 21)]
        SequenceForked {
            /// Place of the header.
            index: u16,
        },
        /// Headers before this one are missing. Send those first; `Heads` says which number is next.
        #[codec(index = 22)]
        SequenceAhead {
            /// Place of the header.
            index: u16,
        },
        /// The header does not continue the one before: its `previous` is not that one's hash. Compare the gateway's store
        /// with the chain.
        #[codec(index = 23)]
        PreviousMismatch {
            /// Place of the header.
            index: u16,
        },
        /// The header counts no record, or more than `RecordsMax`. Close batches earlier.
        #[codec(index = 24)]
        RecordsOutOfRange {
            /// Place of the header.
            index: u16,
        },
        /// The header's observed times end before they begin. This is an error of the gateway.
        #[codec(index = 25)]
        PeriodReversed {
            /// Place of the header.
            index: u16,
        },
        /// The signature is not the gateway's current key's over this header on this chain. Check key and genesis hash.
        #[codec(index = 26)]
        SignatureInvalid {
            /// Place of the header.
            index: u16,
        },
        /// The binding would end more than a day ago, under records that may be anchored. End it within the last day.
        #[codec(index = 27)]
        PeriodPast,
        /// No permit has this number. Check the number, or have the permit put on chain first.
        #[codec(index = 28)]
        PermitUnknown,
        /// The permit is not in force now: not yet valid, expired, suspended, or ended. `Permits` says which; renew or reinstate
        /// it first.
        #[codec(index = 29)]
        PermitNotInForce,
        /// The permit as it is in force has no outlet with this code. Check the code, or have the permit amended first.
        #[codec(index = 30)]
        OutletUnknown,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            // An error names a header by 16 bits.
            assert!(T::HeadersMax::get() <= 1 << 16, "too many headers a call");
            assert!(T::KeysMax::get() > 0, "a gateway has a key");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a gateway with its first key. `proof` is that key's signature over
        /// [`key_proof_bytes`](crate::key_proof_bytes).
        ///
        /// ## Origin
        /// `AgencyOrigin`; the division must lie in the agency's.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`OperatorUnfit`](Error::OperatorUnfit),
        /// [`KeyWeak`](Error::KeyWeak), [`KeyUsed`](Error::KeyUsed), [`KeyProofInvalid`](Error::KeyProofInvalid).
        ///
        /// ## Events
        /// [`GatewayRegistered`](Event::GatewayRegistered).
        ///
        /// ## Complexity
        /// O(1); one signature.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register_gateway())]
        pub fn register_gateway(
            origin: OriginFor<T>,
            operator: InstitutionId,
            division: DivisionCode,
            public: [u8; 32],
            proof: [u8; 64],
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_register_gateway(agency, operator, division, public, proof)
        }

        /// Replaces a gateway's key. The old one keeps its past: what it signed stays valid, and new headers need the new
        /// one. `proof` is as in [`register_gateway`](Pallet::register_gateway), with the gateway's operator.
        ///
        /// ## Origin
        /// `MemberOrigin`: an administrator of the gateway's operator, or an administrator or approver of an agency in
        /// whose division the gateway lies.
        ///
        /// ## Errors
        /// [`GatewayUnknown`](Error::GatewayUnknown), [`NotInCharge`](Error::NotInCharge), [`KeysFull`](Error::KeysFull),
        /// [`KeyWeak`](Error::KeyWeak), [`KeyUsed`](Error::KeyUsed), [`KeyProofInvalid`](Error::KeyProofInvalid).
        ///
        /// ## Events
        /// [`KeyRotated`](Event::KeyRotated).
        ///
        /// ## Complexity
        /// O(1); one signature.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::rotate_key())]
        pub fn rotate_key(
            origin: OriginFor<T>,
            gateway: GatewayId,
            public: [u8; 32],
            proof: [u8; 64],
        ) -> DispatchResult {
            let member = T::MemberOrigin::ensure_origin(origin)?;
            Self::do_rotate_key(member, gateway, public, proof)
        }

        /// Suspends a gateway: no batch of it is taken until it is reinstated. What is anchored stays.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the gateway must lie in the agency's division.
        ///
        /// ## Errors
        /// [`GatewayUnknown`](Error::GatewayUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`AlreadySuspended`](Error::AlreadySuspended).
        ///
        /// ## Events
        /// [`GatewaySuspended`](Event::GatewaySuspended).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::suspend_gateway())]
        pub fn suspend_gateway(
            origin: OriginFor<T>,
            gateway: GatewayId,
            reason: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_suspend_gateway(agency, gateway, reason)
        }

        /// Takes a suspended gateway's batches again.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the gateway must lie in the agency's division.
        ///
        /// ## Errors
        /// [`GatewayUnknown`](Error::GatewayUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`NotSuspended`](Error::NotSuspended).
        ///
        /// ## Events
        /// [`GatewayReinstated`](Event::GatewayReinstated).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::reinstate_gateway())]
        pub fn reinstate_gateway(
            origin: OriginFor<T>,
            gateway: GatewayId,
            reason: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_reinstate_gateway(agency, gateway, reason)
        }

        /// Binds a device to an outlet at a gateway, from an observed time on.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the gateway must lie in the agency's division, and so must the permit's site. The permit must be in
        /// force at the block's time and have the outlet; `from_ms` may be earlier than the permit.
        ///
        /// ## Errors
        /// [`GatewayUnknown`](Error::GatewayUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`PermitUnknown`](Error::PermitUnknown), [`PermitNotInForce`](Error::PermitNotInForce),
        /// [`OutletUnknown`](Error::OutletUnknown), [`PeriodInFuture`](Error::PeriodInFuture),
        /// [`OutletTaken`](Error::OutletTaken), [`MnTaken`](Error::MnTaken), [`BindingsFull`](Error::BindingsFull).
        ///
        /// ## Events
        /// [`OutletBound`](Event::OutletBound).
        ///
        /// ## Complexity
        /// O(1): at most 64 bindings are read.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::bind_outlet())]
        pub fn bind_outlet(
            origin: OriginFor<T>,
            gateway: GatewayId,
            outlet: Outlet,
            mn: Mn,
            from_ms: u64,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_bind_outlet(agency, gateway, outlet, mn, from_ms)
        }

        /// Ends the binding of an outlet at a gateway, at an observed time (exclusive).
        ///
        /// ## Origin
        /// `AgencyOrigin`; the gateway must lie in the agency's division.
        ///
        /// ## Errors
        /// [`GatewayUnknown`](Error::GatewayUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`NotBound`](Error::NotBound), [`PeriodEmpty`](Error::PeriodEmpty),
        /// [`PeriodInFuture`](Error::PeriodInFuture), [`PeriodPast`](Error::PeriodPast).
        ///
        /// ## Events
        /// [`OutletUnbound`](Event::OutletUnbound).
        ///
        /// ## Complexity
        /// O(1): at most 64 bindings are read.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::unbind_outlet())]
        pub fn unbind_outlet(
            origin: OriginFor<T>,
            gateway: GatewayId,
            outlet: Outlet,
            until_ms: u64,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_unbind_outlet(agency, gateway, outlet, until_ms)
        }

        /// Anchors batches by their signed headers, in the order given; headers of several gateways may be mixed. One bad
        /// header refuses them all, and the error says which.
        ///
        /// ## Origin
        /// `SubmitterOrigin`. The institution need not be the gateway's operator.
        ///
        /// ## Errors
        /// [`NoHeaders`](Error::NoHeaders); then for each header
        /// [`HeaderGatewayUnknown`](Error::HeaderGatewayUnknown),
        /// [`HeaderGatewaySuspended`](Error::HeaderGatewaySuspended), [`AlreadyAnchored`](Error::AlreadyAnchored),
        /// [`SequenceForked`](Error::SequenceForked), [`SequenceAhead`](Error::SequenceAhead),
        /// [`PreviousMismatch`](Error::PreviousMismatch), [`RecordsOutOfRange`](Error::RecordsOutOfRange),
        /// [`PeriodReversed`](Error::PeriodReversed), [`SignatureInvalid`](Error::SignatureInvalid).
        ///
        /// ## Events
        /// [`BatchAnchored`](Event::BatchAnchored) for each header.
        ///
        /// ## Complexity
        /// O(n) in the headers, at most `HeadersMax`; one signature each.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::anchor_batches(headers.len() as u32))]
        pub fn anchor_batches(
            origin: OriginFor<T>,
            headers: BoundedVec<SignedHeader, T::HeadersMax>,
        ) -> DispatchResult {
            T::SubmitterOrigin::ensure_origin(origin)?;
            Self::do_anchor_batches(&headers)
        }
    }
}
