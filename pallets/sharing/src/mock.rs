//! A runtime with this pallet and the institutions, and a small world to begin with.

mod permits;

pub use permits::{put_permit, Permits};

use crate as pallet_sharing;
use frame_support::{
    assert_ok, derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
    weights::constants::RocksDbWeight,
};
use limpid_primitives::{
    sharing::{
        DataSet, DataSetId, DataSetKind, DataSetV1, Escrow, EscrowShare, Grant, GrantId,
        GrantScope, GrantV1, KeyNumber, NewDataSet, NewRequest, NewVersion, Onward, Request,
        RequestId, RequestV1, SealedKey, Subject, X25519Key,
    },
    Day, Digest, DivisionCode, Duty, InstitutionId, InstitutionKind, Moment, PermitNumber, Uscc,
};
use pallet_institutions::{
    duty, kind, Allowance, EnsureAgency, EnsureMember, GenesisInstitution, GenesisMember,
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
    #[runtime::pallet_index(21)]
    pub type Sharing = pallet_sharing;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

pub const DAY_MS: u64 = Day::LENGTH_MS;
pub const ANSWER_DAYS: u32 = 10;
pub const GRANT_MS_MAX: u64 = 30 * DAY_MS;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type DbWeight = RocksDbWeight;
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

const MANAGES: u8 = duty(Duty::Administrator);
const DECIDES: u8 = MANAGES | duty(Duty::Approver);
const PREPARES: u8 = DECIDES | duty(Duty::Submitter);
const AUTHORITY: u8 = kind(InstitutionKind::Agency) | kind(InstitutionKind::Court);

impl pallet_sharing::Config for Test {
    type KeyOrigin = EnsureMember<Test, AUTHORITY, MANAGES>;
    type PublisherOrigin = EnsureAgency<Test, PREPARES>;
    type AgencyOrigin = EnsureAgency<Test, DECIDES>;
    type RequesterOrigin = EnsureMember<Test, AUTHORITY, PREPARES>;
    type CourtOrigin = EnsureMember<Test, { kind(InstitutionKind::Court) }, DECIDES>;
    type Institutions = Institutions;
    type Permits = Permits;
    type Time = Timestamp;
    type AnswerDays = ConstU32<ANSWER_DAYS>;
    type GrantMsMax = ConstU64<GRANT_MS_MAX>;
    type WeightInfo = ();
}

/// The agency of Hebei, which provides.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// The agency of Tangshan, Hebei.
pub const CITY_AGENCY: InstitutionId = InstitutionId(2);
/// The agency of Shanxi, which requests.
pub const OTHER_AGENCY: InstitutionId = InstitutionId(3);
/// A court in Hebei.
pub const COURT: InstitutionId = InstitutionId(4);
/// An enterprise in Tangshan.
pub const ENTERPRISE: InstitutionId = InstitutionId(5);
/// The ministry, which has no key.
pub const MINISTRY: InstitutionId = InstitutionId(6);
/// The agency of Shandong.
pub const THIRD_AGENCY: InstitutionId = InstitutionId(7);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Administrator of [`CITY_AGENCY`].
pub const CITY_AGENT: AccountId = 20;
/// Administrator of [`OTHER_AGENCY`].
pub const OTHER_AGENT: AccountId = 30;
/// Submitter of [`OTHER_AGENCY`].
pub const OTHER_CLERK: AccountId = 31;
/// Administrator of [`COURT`].
pub const JUDGE: AccountId = 40;
/// Administrator of [`ENTERPRISE`].
pub const OWNER: AccountId = 50;
/// Administrator of [`MINISTRY`].
pub const MINISTER: AccountId = 60;
/// Administrator of [`THIRD_AGENCY`].
pub const THIRD_AGENT: AccountId = 70;

pub const NATION: u32 = 100_000;
pub const HEBEI: u32 = 130_000;
pub const TANGSHAN: u32 = 130_200;
pub const BAODING: u32 = 130_600;
pub const SHANXI: u32 = 140_000;
pub const SHANDONG: u32 = 370_000;

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
/// What a decision says.
pub const DOCUMENT: Digest = Digest([6; 32]);
/// Why something was decided.
pub const REASON: Digest = Digest([7; 32]);
/// The plain content of a first version.
pub const PLAIN: Digest = Digest([1; 32]);
/// The plain content of a second one.
pub const OTHER_PLAIN: Digest = Digest([2; 32]);

/// The first of each kind.
pub const SET: DataSetId = DataSetId(1);
pub const REQUEST: RequestId = RequestId(1);
pub const GRANT: GrantId = GrantId(1);

/// A world of the institutions above, to which a test adds what differs. All but [`MINISTRY`] and [`ENTERPRISE`] have a key.
#[derive(Default)]
pub struct ExtBuilder {
    steps: Vec<fn() -> DispatchResult>,
}

impl ExtBuilder {
    /// A data set of [`AGENCY`] as [`new_data_set`] and [`new_version`] make it.
    pub fn published(self) -> Self {
        self.and(|| publish(new_data_set(), new_version(PLAIN)))
    }

    /// The same with an escrow as [`escrow`] makes it.
    pub fn escrowed(self) -> Self {
        self.and(|| publish(new_data_set(), escrowed_version()))
    }

    /// A permit archive of [`AGENCY`] for all of Hebei.
    pub fn archived(self) -> Self {
        self.and(|| publish(new_archive(), new_version(PLAIN)))
    }

    /// A request of [`OTHER_AGENCY`] for [`SET`].
    pub fn requested(self) -> Self {
        self.and(|| request(SET))
    }

    /// The grant of [`REQUEST`].
    pub fn granted(self) -> Self {
        self.published().requested().and(|| grant(REQUEST))
    }

    fn and(mut self, step: fn() -> DispatchResult) -> Self {
        self.steps.push(step);
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
            for account in [AGENT, CITY_AGENT, OTHER_AGENT, JUDGE, THIRD_AGENT] {
                assert_ok!(Sharing::register_key(signed(account), public(account)));
            }
            for step in self.steps {
                assert_ok!(step());
            }
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Sharing::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::default().build()
}

fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use InstitutionKind::{Agency, Court, Enterprise};
    [
        (Agency, HEBEI, None),
        (Agency, TANGSHAN, None),
        (Agency, SHANXI, None),
        (Court, HEBEI, None),
        (Enterprise, TANGSHAN, Some(AGENCY)),
        (Agency, NATION, None),
        (Agency, SHANDONG, None),
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

/// An administrator and a submitter.
fn members(institution: u32) -> Vec<GenesisMember<AccountId>> {
    [(0, Duty::Administrator), (1, Duty::Submitter)]
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

/// The block after this one, these milliseconds later.
pub fn go_on_by(ms: u64) -> Moment {
    let moment = Moment {
        block: System::block_number() + 1,
        time_ms: pallet_timestamp::Now::<Test>::get() + ms,
    };
    go_to(moment);
    moment
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Sharing(event) => event,
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

/// A permit's number, another for each site.
pub fn site(site: u32) -> PermitNumber {
    format!("{}{site:03}P", uscc(5)).parse().expect("a number")
}

pub fn division(code: u32) -> DivisionCode {
    code.try_into().expect("a division")
}

/// A public key, another for each number below 255.
pub fn public(number: u64) -> X25519Key {
    X25519Key([number as u8 + 1; 32])
}

/// Something sealed to the recipient's key with this number.
pub fn sealed(key: u32) -> SealedKey {
    SealedKey {
        key: KeyNumber(key),
        encapsulated: X25519Key([9; 32]),
        ciphertext: vec![8; 48].try_into().expect("not too long"),
    }
}

/// Something no HPKE makes.
pub fn impossible() -> SealedKey {
    SealedKey {
        ciphertext: Default::default(),
        ..sealed(1)
    }
}

/// Last week's records of Hebei.
pub fn new_data_set() -> NewDataSet {
    NewDataSet {
        division: division(HEBEI),
        kind: DataSetKind::Records,
        title: "边界排口近七日监测记录".parse().expect("a title"),
        subject: Subject::None,
        from_ms: NOW.time_ms - 7 * DAY_MS,
        until_ms: NOW.time_ms,
    }
}

/// The permit archive of Hebei.
pub fn new_archive() -> NewDataSet {
    NewDataSet {
        kind: DataSetKind::PermitArchive,
        ..new_data_set()
    }
}

pub fn new_version(plain: Digest) -> NewVersion {
    NewVersion {
        plain,
        plain_bytes: 1_000,
        sealed: Digest([3; 32]),
        sealed_bytes: 1_056,
        key_digest: Digest([4; 32]),
        schema: "limpid-records 1".parse().expect("a schema"),
        location: "https://share.hebei.example".parse().expect("a location"),
        escrow: None,
    }
}

/// Two of three shares make the key.
pub fn escrow() -> Escrow {
    escrow_of(2, &[CITY_AGENCY, OTHER_AGENCY, THIRD_AGENCY])
}

pub fn escrow_of(threshold: u8, agencies: &[InstitutionId]) -> Escrow {
    let share = |agency: &InstitutionId| EscrowShare {
        agency: *agency,
        sealed: sealed(1),
    };
    let shares: Vec<_> = agencies.iter().map(share).collect();
    Escrow {
        threshold,
        shares: shares.try_into().expect("not too many"),
    }
}

pub fn escrowed_version() -> NewVersion {
    NewVersion {
        escrow: Some(escrow()),
        ..new_version(PLAIN)
    }
}

pub fn publish(new: NewDataSet, version: NewVersion) -> DispatchResult {
    Sharing::publish_data_set(signed(CLERK), new, version)
}

pub fn revise(id: DataSetId) -> DispatchResult {
    Sharing::revise_data_set(signed(CLERK), id, new_version(OTHER_PLAIN))
}

pub fn withdraw(id: DataSetId) -> DispatchResult {
    Sharing::withdraw_data_set(signed(AGENT), id, REASON)
}

/// A request for the first version, to be used from now on for a day.
pub fn new_request(data_set: DataSetId) -> NewRequest {
    NewRequest {
        data_set,
        version: 1,
        purpose: "跨界污染协查".parse().expect("a purpose"),
        basis: Digest([5; 32]),
        use_from_ms: NOW.time_ms,
        use_until_ms: NOW.time_ms + DAY_MS,
    }
}

pub fn request(data_set: DataSetId) -> DispatchResult {
    Sharing::request_data(signed(OTHER_CLERK), new_request(data_set))
}

/// All of [`new_data_set`].
pub fn scope() -> GrantScope {
    let NewDataSet {
        from_ms, until_ms, ..
    } = new_data_set();
    GrantScope {
        from_ms,
        until_ms,
        onward: Onward::OwnDivision,
    }
}

/// When a grant ends unless a test says otherwise.
pub const EXPIRES_MS: u64 = NOW.time_ms + 5 * DAY_MS;

pub fn grant(id: RequestId) -> DispatchResult {
    Sharing::grant_request(signed(AGENT), id, scope(), EXPIRES_MS, sealed(1), DOCUMENT)
}

pub fn refuse(id: RequestId) -> DispatchResult {
    Sharing::refuse_request(signed(AGENT), id, REASON)
}

pub fn revoke(id: GrantId) -> DispatchResult {
    Sharing::revoke_grant(signed(AGENT), id, REASON)
}

pub fn confirm(id: GrantId, digest: Digest) -> DispatchResult {
    Sharing::confirm_receipt(signed(OTHER_CLERK), id, digest)
}

/// [`OTHER_AGENCY`] recognises a version of an archive in Shanxi.
pub fn recognise(archive: DataSetId, version: u32) -> DispatchResult {
    let place = division(SHANXI);
    Sharing::recognise_archive(signed(OTHER_AGENT), place, archive, version, DOCUMENT)
}

pub fn unrecognise(archive: DataSetId) -> DispatchResult {
    Sharing::withdraw_recognition(signed(OTHER_AGENT), division(SHANXI), archive, REASON)
}

/// The institution's members can do nothing from now on.
pub fn suspend(institution: InstitutionId) {
    assert_ok!(Institutions::suspend_institution(
        RuntimeOrigin::root(),
        institution,
        REASON
    ));
    System::reset_events();
}

pub fn data_set(id: DataSetId) -> DataSetV1 {
    let DataSet::V1(set) = crate::DataSets::<Test>::get(id).expect("a data set");
    set
}

pub fn the_request(id: RequestId) -> RequestV1 {
    let Request::V1(request) = crate::Requests::<Test>::get(id).expect("a request");
    request
}

pub fn the_grant(id: GrantId) -> GrantV1 {
    let Grant::V1(grant) = crate::Grants::<Test>::get(id).expect("a grant");
    grant
}
