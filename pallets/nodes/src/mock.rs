//! A runtime with this pallet and the institutions, and a small world to begin with.

use crate::{self as pallet_nodes, Addresses};
use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use limpid_primitives::{
    Digest, Duty, InstitutionId, InstitutionKind, ListedNode, NodeAddress, NodeKey, Uscc,
};
use pallet_institutions::{
    duty, Allowance, EnsureMember, GenesisInstitution, GenesisMember, ANY_KIND,
};
use sp_runtime::{BuildStorage, DispatchResult};

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
    #[runtime::pallet_index(10)]
    pub type Institutions = pallet_institutions;
    #[runtime::pallet_index(14)]
    pub type Nodes = pallet_nodes;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

/// Most nodes of one institution here.
pub const NODES_OF_INSTITUTION_MAX: u32 = 3;
/// Most nodes of all here.
pub const NODES_MAX: u32 = 5;

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

impl pallet_institutions::Config for Test {
    type CouncilOrigin = frame_system::EnsureRoot<AccountId>;
    type Time = Timestamp;
    type MembersMax = ConstU32<8>;
    type WindowBlocks = ConstU32<10>;
    type DefaultAllowance = DefaultAllowance;
    type PendingMax = ConstU32<8>;
    type WeightInfo = ();
}

impl pallet_nodes::Config for Test {
    type RootOrigin = frame_system::EnsureRoot<AccountId>;
    type AdministratorOrigin = EnsureMember<Test, ANY_KIND, { duty(Duty::Administrator) }>;
    type Institutions = Institutions;
    type NodesOfInstitutionMax = ConstU32<NODES_OF_INSTITUTION_MAX>;
    type NodesMax = ConstU32<NODES_MAX>;
    type WeightInfo = ();
}

/// One institution of each kind, numbered from 1 in the order of the kinds.
pub const AGENCY: InstitutionId = InstitutionId(1);
pub const COURT: InstitutionId = InstitutionId(2);
pub const ENTERPRISE: InstitutionId = InstitutionId(3);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Administrator of [`COURT`].
pub const JUDGE: AccountId = 20;
/// Administrator of [`ENTERPRISE`].
pub const OWNER: AccountId = 30;
/// Member of nothing.
pub const STRANGER: AccountId = 99;

/// A world without listed nodes, to which a test adds what differs.
#[derive(Default)]
pub struct ExtBuilder {
    nodes: Vec<(InstitutionId, NodeKey, Vec<NodeAddress>)>,
    suspended: Vec<InstitutionId>,
}

impl ExtBuilder {
    /// A node of an institution, with the address of the same number.
    pub fn node(self, institution: InstitutionId, number: u8) -> Self {
        self.node_at(institution, number, &[number])
    }

    pub fn node_at(mut self, institution: InstitutionId, number: u8, at: &[u8]) -> Self {
        let addresses = at.iter().map(|number| address(*number)).collect();
        self.nodes.push((institution, key(number), addresses));
        self
    }

    pub fn suspended(mut self, id: InstitutionId) -> Self {
        self.suspended.push(id);
        self
    }

    pub fn build(self) -> sp_io::TestExternalities {
        let storage = RuntimeGenesisConfig {
            system: Default::default(),
            institutions: pallet_institutions::GenesisConfig {
                institutions: institutions(),
            },
            nodes: pallet_nodes::GenesisConfig {
                nodes: self.nodes,
                ..Default::default()
            },
        }
        .build_storage()
        .expect("a genesis");
        let mut ext = sp_io::TestExternalities::new(storage);
        ext.execute_with(|| {
            System::set_block_number(1);
            for id in self.suspended {
                Institutions::suspend_institution(RuntimeOrigin::root(), id, Digest::ZERO)
                    .expect("an active institution");
            }
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Nodes::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::default().build()
}

/// One of each kind, with an administrator and a submitter.
fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    InstitutionKind::ALL
        .iter()
        .zip(1u32..)
        .map(|(kind, number)| GenesisInstitution {
            kind: *kind,
            uscc: uscc(number),
            name: "名称".parse().expect("a name"),
            division: 130_000.try_into().expect("a division"),
            admitted_by: None,
            members: [(0, Duty::Administrator), (1, Duty::Submitter)]
                .into_iter()
                .map(|(place, duty)| GenesisMember {
                    account: u64::from(number) * 10 + place,
                    duties: duty.into(),
                })
                .collect(),
        })
        .collect()
}

/// A credit code that checks, another for each number.
fn uscc(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

/// A node's key, another for each number.
pub fn key(number: u8) -> NodeKey {
    NodeKey([number; 32])
}

pub fn address(number: u8) -> NodeAddress {
    format!("/ip4/10.77.0.{number}/tcp/30333")
        .parse()
        .expect("an address")
}

pub fn addresses(numbers: &[u8]) -> Addresses {
    let addresses: Vec<_> = numbers.iter().map(|number| address(*number)).collect();
    addresses.try_into().expect("few enough")
}

/// A listed node, with the addresses of these numbers.
pub fn node(number: u8, at: &[u8]) -> ListedNode {
    ListedNode {
        key: key(number),
        addresses: addresses(at),
    }
}

/// Lists a node with the address of the same number.
pub fn list(by: AccountId, number: u8) -> DispatchResult {
    Nodes::list_node(signed(by), key(number), addresses(&[number]))
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Nodes(event) => event,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}
