//! Limpid's runtime: which pallets the chain is made of, and with which parameters.
//!
//! One file a subject under [`configs`]; the interfaces the node and clients call under `apis`; what a new chain
//! begins with in [`genesis`]. There are no fees, no coin and no sudo key: who may act is decided by
//! [`pallet_institutions`], and its root is the council of agencies.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]
// What the macros make has no docs; what is written here has.
#![allow(missing_docs)]

#[cfg(feature = "std")]
#[allow(dead_code)]
mod wasm {
    include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}
/// The runtime's Wasm, unless it was built without (`SKIP_WASM_BUILD`).
#[cfg(feature = "std")]
pub use wasm::WASM_BINARY;

extern crate alloc;

// Before the interfaces, which use its macros.
#[cfg(feature = "runtime-benchmarks")]
#[macro_use]
mod benchmarks {
    frame_benchmarking::define_benchmarks!(
        [frame_benchmarking, BaselineBench::<Runtime>]
        [pallet_institutions, Institutions]
        [pallet_governance, Governance]
        [pallet_validators, Validators]
        [pallet_nodes, Nodes]
        [pallet_permits, Permits]
        [pallet_tags, Tags]
        [pallet_anchors, Anchors]
        [pallet_emissions, Emissions]
        [pallet_quotas, Quotas]
        [pallet_deposits, Deposits]
        [pallet_market, Market]
        [pallet_sharing, Sharing]
        [pallet_cases, Cases]
    );
    pub use super::{
        Anchors, Cases, Deposits, Emissions, Governance, Institutions, Market, Nodes, Permits,
        Quotas, Runtime, Sharing, Tags, Validators,
    };
    pub use frame_benchmarking::baseline::Pallet as BaselineBench;
    impl frame_benchmarking::baseline::Config for Runtime {}
}

mod apis;
pub mod configs;
pub mod gauges;
pub mod genesis;
#[cfg(feature = "rehearsal")]
mod rehearsal;

use alloc::vec::Vec;
use sp_runtime::{
    generic, impl_opaque_keys,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
    MultiAddress, MultiSignature,
};
use sp_version::{runtime_version, RuntimeVersion};

pub use apis::{RuntimeApi, RUNTIME_API_VERSIONS};

/// A member's signature; Limpid's own tools sign with Ed25519.
pub type Signature = MultiSignature;
/// A member's account: the public key, or its hash for the longer ones.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// A block's hash.
pub type Hash = sp_core::H256;
/// A block's height.
pub type BlockNumber = u32;
/// How calls name an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// What every transaction is checked against, in this order. `CheckMember` comes before the nonce, so that a stranger is
/// told who may act rather than that an account is missing.
pub type TxExtension = (
    frame_system::AuthorizeCall<Runtime>,
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckMortality<Runtime>,
    pallet_institutions::CheckMember<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    frame_system::WeightReclaim<Runtime>,
);
/// A transaction as it comes from outside.
pub type UncheckedExtrinsic =
    generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a transaction's signature covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
/// Applies blocks.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    configs::BareCalls,
    AllPalletsWithSystem,
>;

/// What an upgrade to this runtime changes in the state, in one block.
#[cfg(not(feature = "rehearsal"))]
pub type Migrations = ();
/// What an upgrade to this runtime changes in the state, in one block.
#[cfg(feature = "rehearsal")]
pub type Migrations = rehearsal::Migrations;

impl_opaque_keys! {
    /// The keys a validator works with: Aura to author, GRANDPA to finalise.
    pub struct SessionKeys {
        /// Authors blocks (sr25519).
        pub aura: Aura,
        /// Votes on finality (ed25519).
        pub grandpa: Grandpa,
    }
}

/// The runtime's version. `spec_version` rises with every change of the code, `transaction_version` when the encoding of a
/// call or of the transaction's extensions changes. The attribute takes plain numbers only.
macro_rules! version {
    (spec_version: $spec_version:tt, transaction_version: $transaction_version:tt) => {
        /// The runtime's version.
        #[runtime_version]
        pub const VERSION: RuntimeVersion = RuntimeVersion {
            spec_name: alloc::borrow::Cow::Borrowed("limpid"),
            impl_name: alloc::borrow::Cow::Borrowed("limpid-node"),
            authoring_version: 1,
            spec_version: $spec_version,
            impl_version: 1,
            apis: RUNTIME_API_VERSIONS,
            transaction_version: $transaction_version,
            // 2: hashed extrinsics above 32 bytes; the state is version 1, which the evidence verifier reads.
            system_version: 2,
        };
    };
}
#[cfg(not(feature = "rehearsal"))]
version!(spec_version: 103, transaction_version: 1);
// One ahead, so that the chain takes it.
#[cfg(feature = "rehearsal")]
version!(spec_version: 104, transaction_version: 1);

#[frame_support::runtime(legacy_ordering)]
mod runtime {
    /// The chain's state machine.
    // The pallets' genesis and hooks run in the order they stand in here, not in that of their numbers.
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    // Before the pallets whose genesis leans on members' accounts.
    #[runtime::pallet_index(10)]
    pub type Institutions = pallet_institutions;
    #[runtime::pallet_index(2)]
    pub type Aura = pallet_aura;
    #[runtime::pallet_index(3)]
    pub type Grandpa = pallet_grandpa;
    #[runtime::pallet_index(4)]
    pub type Council = pallet_collective<Instance1>;
    #[runtime::pallet_index(5)]
    pub type CouncilSeats = pallet_membership<Instance1>;
    #[runtime::pallet_index(6)]
    pub type Governance = pallet_governance;
    // Who authored a block is noted before its session may end.
    #[runtime::pallet_index(7)]
    pub type Authorship = pallet_authorship;
    #[runtime::pallet_index(12)]
    pub type Validators = pallet_validators;
    #[runtime::pallet_index(8)]
    pub type Session = pallet_session;
    #[runtime::pallet_index(9)]
    pub type Historical = pallet_session::historical;
    #[runtime::pallet_index(13)]
    pub type Offences = pallet_offences;
    #[runtime::pallet_index(14)]
    pub type Nodes = pallet_nodes;
    #[runtime::pallet_index(15)]
    pub type Permits = pallet_permits;
    #[runtime::pallet_index(16)]
    pub type Tags = pallet_tags;
    #[runtime::pallet_index(11)]
    pub type Anchors = pallet_anchors;
    #[runtime::pallet_index(17)]
    pub type Emissions = pallet_emissions;
    #[runtime::pallet_index(18)]
    pub type Quotas = pallet_quotas;
    #[runtime::pallet_index(20)]
    pub type Deposits = pallet_deposits;
    #[runtime::pallet_index(19)]
    pub type Market = pallet_market;
    #[runtime::pallet_index(21)]
    pub type Sharing = pallet_sharing;
    #[runtime::pallet_index(22)]
    pub type Cases = pallet_cases;
}

/// Blocks whose transactions stay bytes: the node carries them without knowing the calls.
pub mod opaque {
    use super::Header;
    use sp_runtime::{generic, OpaqueExtrinsic};

    /// A block of opaque transactions.
    pub type Block = generic::Block<Header, OpaqueExtrinsic>;
}
