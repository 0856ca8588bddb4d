//! Blocks: how much they hold and how they are counted.

use crate::{
    AccountId, Block, Nonce, PalletInfo, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
    RuntimeTask, VERSION,
};
use frame_support::{
    derive_impl,
    dispatch::DispatchClass,
    parameter_types,
    traits::Contains,
    weights::{
        constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
        Weight,
    },
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

const NORMAL_SHARE: Perbill = Perbill::from_percent(75);
/// Bytes of one block. The proposer's own limit is 4 MiB.
const BLOCK_BYTES_MAX: u32 = 3 * 1024 * 1024;

parameter_types! {
    pub const Version: RuntimeVersion = VERSION;
    /// How long the chain remembers its own blocks' hashes: about three and a half hours.
    pub const BlockHashCount: u32 = 4096;
    /// One second of compute in a slot of three, so that the slowest validator keeps up.
    pub Weights: BlockWeights = BlockWeights::with_sensible_defaults(
        Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, u64::MAX),
        NORMAL_SHARE,
    );
    pub Length: BlockLength = BlockLength::builder()
        .max_length(BLOCK_BYTES_MAX)
        .modify_max_length_for_class(DispatchClass::Normal, |length| *length = NORMAL_SHARE * BLOCK_BYTES_MAX)
        .build();
    pub const SS58Prefix: u8 = 42;
}

/// What members may call: everything but two calls of the SDK's pallets that would go around the council. With `purge_keys` a
/// validator in force could leave the others below the minimum (`Validators.forget_keys` is for those that validate no more),
/// and with `change_key` the holder of a seat could hand it to anybody.
pub struct OpenCalls;

impl Contains<RuntimeCall> for OpenCalls {
    fn contains(call: &RuntimeCall) -> bool {
        !matches!(
            call,
            RuntimeCall::Session(pallet_session::Call::purge_keys { .. })
                | RuntimeCall::CouncilSeats(pallet_membership::Call::change_key { .. })
        )
    }
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type BaseCallFilter = OpenCalls;
    type Block = Block;
    type BlockHashCount = BlockHashCount;
    type BlockLength = Length;
    type BlockWeights = Weights;
    type DbWeight = RocksDbWeight;
    type Lookup = sp_runtime::traits::AccountIdLookup<AccountId, ()>;
    type Nonce = Nonce;
    type SS58Prefix = SS58Prefix;
    type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
    type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
    type Version = Version;
    type SingleBlockMigrations = crate::Migrations;
}
