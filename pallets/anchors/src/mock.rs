//! A runtime with this pallet and the institutions, and a small world to begin with.

mod permits;

pub use permits::{put_outlet, put_permit, put_permit_in, standing, Permits};

use crate::{self as pallet_anchors, key_proof_bytes};
use ed25519_dalek::{Signer, SigningKey};
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
};
use limpid_evidence::{chain::Head, BatchHeader, SignedHeader};
use limpid_primitives::{
    Digest, DivisionCode, Duty, GatewayId, InstitutionId, InstitutionKind, Mn, Moment, Outlet, Uscc,
};
use pallet_institutions::{
    duty, Allowance, EnsureAgency, EnsureMember, GenesisInstitution, GenesisMember, ANY_DUTY,
    ANY_KIND,
};
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
    #[runtime::pallet_index(10)]
    pub type Institutions = pallet_institutions;
    #[runtime::pallet_index(11)]
    pub type Anchors = pallet_anchors;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

pub const LATE_AFTER_MS: u64 = 3_600_000;
pub const AHEAD_AFTER_MS: u64 = 60_000;
pub const HEADERS_MAX: u32 = 8;
pub const RECORDS_MAX: u32 = 100;
pub const KEYS_MAX: u32 = 3;

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

impl pallet_anchors::Config for Test {
    type AgencyOrigin = EnsureAgency<Test, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type SubmitterOrigin = EnsureMember<Test, ANY_KIND, { duty(Duty::Submitter) }>;
    type MemberOrigin = EnsureMember<Test, ANY_KIND, ANY_DUTY>;
    type Institutions = Institutions;
    type Permits = Permits;
    type Time = Timestamp;
    type LateAfterMs = ConstU64<LATE_AFTER_MS>;
    type AheadAfterMs = ConstU64<AHEAD_AFTER_MS>;
    type HeadersMax = ConstU32<HEADERS_MAX>;
    type RecordsMax = ConstU32<RECORDS_MAX>;
    type KeysMax = ConstU32<KEYS_MAX>;
    type WeightInfo = ();
}

/// The agency of Hebei.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// A gateway operator in Hebei.
pub const OPERATOR: InstitutionId = InstitutionId(2);
/// An enterprise in Tangshan, Hebei, with credit code 3.
pub const ENTERPRISE: InstitutionId = InstitutionId(3);
/// The agency of Shanxi.
pub const OTHER_AGENCY: InstitutionId = InstitutionId(4);
/// A court in Hebei, with credit code 5.
pub const COURT: InstitutionId = InstitutionId(5);
/// An enterprise in Shanxi, with credit code 6.
pub const FAR_ENTERPRISE: InstitutionId = InstitutionId(6);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Administrator of [`OPERATOR`].
pub const ENGINEER: AccountId = 20;
/// Submitter of [`OPERATOR`].
pub const CARRIER: AccountId = 21;
/// Approver of [`OTHER_AGENCY`].
pub const OTHER_AGENT: AccountId = 41;

/// The first gateway, of [`OPERATOR`] in Tangshan, with key 1.
pub const GATEWAY: GatewayId = GatewayId(1);
/// The number the gateway after [`GATEWAY`] gets.
pub const SECOND: GatewayId = GatewayId(2);

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
/// Some time before [`NOW`].
pub const FROM_MS: u64 = NOW.time_ms - 86_400_000;
/// Why something was decided.
pub const REASON: Digest = Digest([7; 32]);

pub const HEBEI: u32 = 130_000;
pub const TANGSHAN: u32 = 130_200;
pub const SHANXI: u32 = 140_000;

/// [`ENTERPRISE`]'s permit has the outlets [`stack`] from 1 to this.
pub const STACKS: u32 = 3;

/// A world of the institutions above, [`GATEWAY`] and [`ENTERPRISE`]'s permit, to which a test adds what differs.
pub struct ExtBuilder {
    gateway: bool,
    bound: Vec<(Outlet, Mn)>,
    suspended: Vec<InstitutionId>,
}

impl Default for ExtBuilder {
    fn default() -> Self {
        Self {
            gateway: true,
            bound: Vec::new(),
            suspended: Vec::new(),
        }
    }
}

impl ExtBuilder {
    /// Without [`GATEWAY`].
    pub fn without_gateway() -> Self {
        Self {
            gateway: false,
            ..Self::default()
        }
    }

    /// A binding at [`GATEWAY`] since [`FROM_MS`].
    pub fn bound(mut self, outlet: Outlet, mn: Mn) -> Self {
        self.bound.push((outlet, mn));
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
        }
        .build_storage()
        .expect("a genesis");
        let mut ext = sp_io::TestExternalities::new(storage);
        ext.execute_with(|| {
            go_to(NOW);
            put_permit(&stack(1).permit, vec![standing(1)]);
            for number in 1..=STACKS {
                put_outlet(&stack(number), 1);
            }
            if self.gateway {
                register(1).expect("a gateway");
            }
            for (outlet, mn) in self.bound {
                Anchors::bind_outlet(signed(AGENT), GATEWAY, outlet, mn, FROM_MS)
                    .expect("a binding");
            }
            for id in self.suspended {
                Institutions::suspend_institution(RuntimeOrigin::root(), id, REASON)
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
            Anchors::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::without_gateway().build()
}

fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use InstitutionKind::{Agency, Court, Enterprise, GatewayOperator};
    [
        (Agency, HEBEI, None),
        (GatewayOperator, HEBEI, Some(AGENCY)),
        (Enterprise, TANGSHAN, Some(AGENCY)),
        (Agency, SHANXI, None),
        (Court, HEBEI, None),
        (Enterprise, SHANXI, Some(OTHER_AGENCY)),
    ]
    .into_iter()
    .zip(1u32..)
    .map(|((kind, code, admitted_by), number)| GenesisInstitution {
        kind,
        uscc: uscc(number),
        name: "名称".parse().expect("a name"),
        division: division(code),
        admitted_by,
        members: members(number),
    })
    .collect()
}

/// An administrator and a submitter; at [`OTHER_AGENCY`] an administrator and an approver.
fn members(institution: u32) -> Vec<GenesisMember<AccountId>> {
    let other = InstitutionId(institution) == OTHER_AGENCY;
    let second = if other {
        Duty::Approver
    } else {
        Duty::Submitter
    };
    [(0, Duty::Administrator), (1, second)]
        .into_iter()
        .map(|(place, duty)| GenesisMember {
            account: u64::from(institution) * 10 + place,
            duties: duty.into(),
        })
        .collect()
}

pub fn go_to(moment: Moment) {
    System::set_block_number(moment.block);
    pallet_timestamp::Now::<Test>::put(moment.time_ms);
}

/// Some time after [`NOW`].
pub fn later_by(ms: u64) -> Moment {
    Moment {
        block: NOW.block + 1,
        time_ms: NOW.time_ms + ms,
    }
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Anchors(event) => event,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

/// A credit code that checks, another for each number.
pub fn uscc(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

pub fn division(code: u32) -> DivisionCode {
    code.try_into().expect("a division")
}

/// An outlet of the enterprise with this credit code.
pub fn outlet(holder: u32, number: u32) -> Outlet {
    format!("{}001P/DA{number:03}", uscc(holder))
        .parse()
        .expect("an outlet")
}

/// An outlet of [`ENTERPRISE`].
pub fn stack(number: u32) -> Outlet {
    outlet(ENTERPRISE.0, number)
}

pub fn mn(number: u32) -> Mn {
    format!("MN{number}").parse().expect("a device number")
}

/// A gateway's key, another for each seed.
pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub fn public(seed: u8) -> [u8; 32] {
    key(seed).verifying_key().to_bytes()
}

pub fn genesis() -> Digest {
    Digest(System::block_hash(0).0)
}

/// The proof that whoever registers the key for this operator holds it.
pub fn proof(seed: u8, operator: InstitutionId) -> [u8; 64] {
    key(seed)
        .sign(&key_proof_bytes(&genesis(), operator, &public(seed)))
        .to_bytes()
}

/// Registers a gateway of [`OPERATOR`] in Tangshan with this key.
pub fn register(seed: u8) -> sp_runtime::DispatchResult {
    Anchors::register_gateway(
        signed(AGENT),
        OPERATOR,
        division(TANGSHAN),
        public(seed),
        proof(seed, OPERATOR),
    )
}

/// The header a gateway makes next: closed now, its records from the minute before.
pub fn next_header(gateway: GatewayId) -> BatchHeader {
    let head = crate::Heads::<Test>::get(gateway).unwrap_or(Head::START);
    header_after(gateway, head)
}

/// The header that continues this head.
pub fn header_after(gateway: GatewayId, head: Head) -> BatchHeader {
    let now_ms = pallet_timestamp::Now::<Test>::get();
    BatchHeader {
        gateway,
        sequence: head.next_sequence,
        previous: head.last_hash,
        observed_from_ms: now_ms - 60_000,
        observed_until_ms: now_ms - 1_000,
        records: 3,
        root: Digest([head.next_sequence as u8; 32]),
        closed_at_ms: now_ms,
    }
}

pub fn sign(header: BatchHeader, seed: u8) -> SignedHeader {
    let signature = key(seed).sign(&header.signing_bytes(&genesis())).to_bytes();
    SignedHeader { header, signature }
}

/// Some headers of a gateway in a row, signed with this key.
pub fn chain_of(gateway: GatewayId, length: usize, seed: u8) -> Vec<SignedHeader> {
    let mut head = crate::Heads::<Test>::get(gateway).unwrap_or(Head::START);
    (0..length)
        .map(|_| {
            let header = header_after(gateway, head);
            head = Head {
                next_sequence: header.sequence + 1,
                last_hash: header.hash(&genesis()),
            };
            sign(header, seed)
        })
        .collect()
}

pub fn anchor(headers: Vec<SignedHeader>) -> sp_runtime::DispatchResult {
    Anchors::anchor_batches(
        signed(CARRIER),
        headers.try_into().expect("not too many headers"),
    )
}
