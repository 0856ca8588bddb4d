//! Limpid's chain with a listed class, and enterprises that have quota and money.

use super::store::Store;
use frame_support::{
    assert_ok,
    dispatch::{DispatchClass, DispatchInfo, GetDispatchInfo, PostDispatchInfo},
    weights::Weight,
};
use frame_system::limits::BlockWeights;
use limpid_primitives::{
    market::{Fen, Listing, ListingV1, Session},
    quota::{
        ClassId, ClassKey, ClassRules, ClassRulesV1, Declaration, Holder, Place, ResaleRule,
        Sector, Share, TransferRule, Vintage, Zone,
    },
    Day, Digest, DivisionCode, Duty, Grams, InstitutionId, InstitutionKind, Uscc,
};
use limpid_runtime::{
    AccountId, Deposits, Market, Quotas, Runtime, RuntimeCall, RuntimeOrigin, System, TxExtension,
};
use pallet_institutions::{GenesisInstitution, GenesisMember};
use sp_runtime::{
    traits::{Dispatchable, TransactionExtension},
    BuildStorage,
};

pub const CLASS: ClassId = ClassId(1);
pub const TRADERS: u32 = 64;
/// What the day's band is around, in fen and in ticks.
pub const REFERENCE: u32 = 100_000;
const AGENCY: u32 = 1;
const EXCHANGE: u32 = 2;
const BANK: u32 = 3;
const FIRST_TRADER: u32 = 4;
/// 2026-11-24T10:00:00+08:00
const BEGINNING_MS: u64 = 1_795_485_600_000;
const SLOT_MS: u64 = limpid_runtime::configs::SLOT_DURATION_MS;

pub struct Chain {
    store: Store,
    now_ms: u64,
}

impl Chain {
    pub fn new() -> Self {
        let mut storage = frame_system::GenesisConfig::<Runtime>::default()
            .build_storage()
            .expect("a genesis");
        let institutions = (AGENCY..=taker().0).map(institution).collect();
        pallet_institutions::GenesisConfig::<Runtime> { institutions }
            .assimilate_storage(&mut storage)
            .expect("a genesis");
        let mut chain = Self {
            store: Store::new(storage),
            now_ms: BEGINNING_MS,
        };
        chain.block(prepare);
        chain
    }

    /// Makes a block of what is run.
    pub fn block<R>(
        &mut self,
        run: impl FnOnce() -> R,
    ) -> (R, std::time::Duration, std::time::Duration) {
        self.now_ms += SLOT_MS;
        let now_ms = self.now_ms;
        self.store.block(|number| {
            System::set_block_number(number);
            System::reset_events();
            pallet_timestamp::Now::<Runtime>::put(now_ms);
            run()
        })
    }

    /// Looks at the state after the last block.
    pub fn look<R>(&mut self, look: impl FnOnce() -> R) -> R {
        self.store.block(|_| look()).0
    }

    /// Lets so much time pass.
    pub fn wait(&mut self, ms: u64) {
        self.now_ms += ms;
    }

    pub fn now_ms(&self) -> u64 {
        self.now_ms
    }
}

/// A trader by its place.
pub fn trader(place: u32) -> InstitutionId {
    InstitutionId(FIRST_TRADER + place % TRADERS)
}

/// Who takes what the traders offer, and is none of them.
pub fn taker() -> InstitutionId {
    InstitutionId(FIRST_TRADER + TRADERS)
}

pub fn signed(by: InstitutionId) -> RuntimeOrigin {
    RuntimeOrigin::signed(member(by.0))
}

fn member(institution: u32) -> AccountId {
    sp_io::hashing::blake2_256(&institution.to_le_bytes()).into()
}

/// Carries a call out, and says what the transaction is charged for.
pub fn dispatch(by: InstitutionId, call: impl Into<RuntimeCall>) -> Weight {
    let call: RuntimeCall = call.into();
    let info: DispatchInfo = call.get_dispatch_info();
    let post: PostDispatchInfo = call.dispatch(signed(by)).expect("a call that succeeds");
    let weight = post.calc_actual_weight(&info);
    weight.saturating_add(around_a_call())
}

/// The weight of a transaction without its call.
pub fn around_a_call() -> Weight {
    let call = RuntimeCall::System(frame_system::Call::remark { remark: Vec::new() });
    let limits: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
    let base = limits.get(DispatchClass::Normal).base_extrinsic;
    extension().weight(&call).saturating_add(base)
}

fn extension() -> TxExtension {
    (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(sp_runtime::generic::Era::Immortal),
        pallet_institutions::CheckMember::new(),
        frame_system::CheckNonce::from(0),
        frame_system::CheckWeight::new(),
        frame_system::WeightReclaim::new(),
    )
}

fn institution(number: u32) -> GenesisInstitution<AccountId> {
    let (kind, admitted_by) = match number {
        AGENCY => (InstitutionKind::Agency, None),
        EXCHANGE => (InstitutionKind::Exchange, None),
        BANK => (InstitutionKind::SettlementBank, None),
        _ => (InstitutionKind::Enterprise, Some(InstitutionId(AGENCY))),
    };
    GenesisInstitution {
        kind,
        uscc: uscc(number),
        name: "名称".parse().expect("a name"),
        division: DivisionCode::NATION,
        admitted_by,
        members: vec![GenesisMember {
            account: member(number),
            duties: Duty::Administrator.into(),
        }],
    }
}

/// A credit code with this number in it.
fn uscc(number: u32) -> Uscc {
    let body = format!("91130200{number:09}");
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

/// A class, listed, of which every trader has much, and money.
fn prepare() {
    let (agency, exchange, bank) = (
        InstitutionId(AGENCY),
        InstitutionId(EXCHANGE),
        InstitutionId(BANK),
    );
    let zone = Zone::Air {
        division: DivisionCode::NATION,
    };
    let expires: Day = "2027-12-31".parse().expect("a day");
    let vintage = Vintage::new(2026, 2026, expires).expect("a vintage");
    let pollutant = "a21002".parse().expect("a pollutant");
    let rules = ClassRulesV1 {
        cap: Grams(u64::MAX),
        zones: Default::default(),
        sectors: Default::default(),
        barred: Default::default(),
        holder_limit: None,
        group_limit: None,
        resale: ResaleRule::SameDay,
        transfer: TransferRule::Forbidden,
        lease_days_max: 0,
    };
    assert_ok!(Quotas::define_class(
        signed(agency),
        ClassKey::new(pollutant, zone, vintage, Sector::Industry).expect("of air"),
        Grams(1_000),
        ClassRules::V1(rules),
        Digest::ZERO,
    ));
    for number in FIRST_TRADER..=taker().0 {
        endow(agency, bank, InstitutionId(number));
    }
    assert_ok!(Market::list_class(signed(exchange), CLASS, listing()));
}

fn endow(agency: InstitutionId, bank: InstitutionId, trader: InstitutionId) {
    let place = Place {
        division: DivisionCode::NATION,
        basin: None,
    };
    let declaration = Declaration {
        sector: Sector::Industry,
        group: None,
        places: vec![place].try_into().expect("one"),
    };
    assert_ok!(Quotas::enrol_holder(
        signed(agency),
        trader,
        declaration,
        Digest::ZERO
    ));
    let share = Share {
        holder: Holder::Institution(trader),
        amount: Grams(1_000_000_000_000),
    };
    let shares = vec![share].try_into().expect("one");
    assert_ok!(Quotas::allocate(
        signed(agency),
        CLASS,
        Digest::ZERO,
        shares
    ));
    let mut reference = Digest::ZERO;
    reference.0[..4].copy_from_slice(&trader.0.to_le_bytes());
    assert_ok!(Deposits::credit(
        signed(bank),
        trader,
        Fen(1_000_000_000_000_000),
        reference
    ));
}

fn listing() -> Listing {
    let day = Session::new(0, 24 * 60).expect("a day");
    Listing::V1(ListingV1 {
        tick: Fen(1),
        band_permille: 100,
        block_band_permille: 300,
        units_min: 1,
        units_max: 1_000_000,
        block_units_min: 1,
        levels_max: 0,
        sessions: vec![day].try_into().expect("one"),
        weekdays: 0x7f,
        reference: Fen(REFERENCE.into()),
    })
}
