//! A runtime with this pallet, where one account is the council.

use crate::{self as pallet_governance};
use frame_support::{derive_impl, ord_parameter_types, traits::Get};
use frame_system::EnsureSignedBy;
use limpid_primitives::{Decision, DecisionId, DecisionV1, Digest, Moment};
use sp_runtime::BuildStorage;

pub type AccountId = u64;

#[frame_support::runtime]
mod runtime {
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
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(6)]
    pub type Governance = pallet_governance;
}

ord_parameter_types! {
    pub const Council: AccountId = COUNCIL;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = ();
    type WeightInfo = ();
}

impl pallet_governance::Config for Test {
    type RuntimeCall = RuntimeCall;
    type DecisionOrigin = EnsureSignedBy<Council, AccountId>;
    type CouncilIsAble = UnlessTheStateSaysSo;
    type Time = Timestamp;
    type WeightInfo = ();
}

/// The council of this world is able until a decision writes [`UNABLE`] to the state.
pub struct UnlessTheStateSaysSo;

impl Get<bool> for UnlessTheStateSaysSo {
    fn get() -> bool {
        !is_written(UNABLE)
    }
}

/// The account that stands for two thirds of the council.
pub const COUNCIL: AccountId = 1;
/// Anybody else.
pub const STRANGER: AccountId = 99;
/// A key of the state that makes the council unable.
pub const UNABLE: &[u8] = b"unable";
/// Another key of the state.
pub const POWER: &[u8] = b"power";
/// Digest of the decisions' document.
pub const DOCUMENT: Digest = Digest([7; 32]);

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};

pub fn new_test_ext() -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig::default()
        .build_storage()
        .expect("a genesis");
    let mut ext = sp_io::TestExternalities::new(storage);
    ext.execute_with(|| {
        System::set_block_number(NOW.block);
        pallet_timestamp::Now::<Test>::put(NOW.time_ms);
    });
    ext
}

/// Runs a test, and checks every invariant after it.
pub fn run(test: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        test();
        Governance::do_try_state().expect("every invariant holds");
    });
}

/// A call that only root may make, and that writes this key to the state.
pub fn write(key: &[u8]) -> RuntimeCall {
    let items = vec![(key.to_vec(), b"yes".to_vec())];
    frame_system::Call::set_storage { items }.into()
}

pub fn is_written(key: &[u8]) -> bool {
    frame_support::storage::unhashed::exists(key)
}

/// A call that does nothing, of about this length.
pub fn remark(bytes: usize) -> RuntimeCall {
    let remark = vec![b'r'; bytes];
    frame_system::Call::remark { remark }.into()
}

/// A call that root cannot make.
pub fn failing() -> RuntimeCall {
    frame_system::Call::remark_with_event { remark: vec![] }.into()
}

pub fn decision(number: u32) -> Option<DecisionV1> {
    let Decision::V1(decision) = crate::Decisions::<Test>::get(DecisionId(number))?;
    Some(decision)
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Governance(event) => event,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}
