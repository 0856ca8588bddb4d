//! Quota in the world: a class, its lots from three allocations on, what holders have left, and titles of them.

pub mod cases;
mod forged;

use super::{id, World, HOUR_MS, MORNING_MS};
use codec::Decode;
use limpid_evidence::{
    sha256,
    verify::{storage_keys, Title},
};
use limpid_primitives::{
    market::TradeId,
    quota::{
        Allocation, AllocationV1, Cause, ClassId, ClassKey, Holder, Holding, HoldingV1, LeaseId,
        Lot, LotId, LotV1, OfferId, Part, QuotaClass, QuotaClassV1, Sector, Vintage, Zone,
    },
    Digest, Grams, Institution, InstitutionId, InstitutionKind, InstitutionStatus, InstitutionV1,
    Moment,
};
use std::collections::{BTreeMap, BTreeSet};

pub const CLASS: ClassId = ClassId(1);
pub const AGENCY: InstitutionId = InstitutionId(1);
pub const STEEL: Holder = Holder::Institution(InstitutionId(3));
pub const POWER: Holder = Holder::Institution(InstitutionId(4));
pub const TONNE: u64 = 1_000_000;

pub fn reserve() -> Holder {
    Holder::Reserve(320_500.try_into().unwrap())
}

fn moment(block: u32) -> Moment {
    Moment {
        block,
        time_ms: MORNING_MS - 2 * HOUR_MS + u64::from(block) * 3_000,
    }
}

pub fn document(name: &str) -> Digest {
    sha256(name.as_bytes())
}

pub fn class() -> QuotaClassV1 {
    let zone = Zone::Air {
        division: 320_500.try_into().unwrap(),
    };
    let vintage = Vintage::new(2026, 2030, "2031-06-30".parse().unwrap()).unwrap();
    QuotaClassV1 {
        key: ClassKey::new("a21002".parse().unwrap(), zone, vintage, Sector::Industry).unwrap(),
        unit: Grams(TONNE),
        defined: moment(10),
        by: AGENCY,
    }
}

/// A lot of so many tonnes from so many tonnes of others.
pub fn lot(holder: Holder, cause: Cause, tonnes: u64, parents: &[(u64, u64)]) -> LotV1 {
    let part = |(lot, tonnes): &(u64, u64)| Part {
        lot: LotId(*lot),
        amount: Grams(tonnes * TONNE),
    };
    let parents: Vec<_> = parents.iter().map(part).collect();
    LotV1 {
        class: CLASS,
        holder,
        amount: Grams(tonnes * TONNE),
        cause,
        parents: parents.try_into().unwrap(),
        at: moment(20),
    }
}

pub fn allocated(name: &str) -> Cause {
    Cause::Allocation {
        document: document(name),
    }
}

impl World {
    pub fn put_lot(&mut self, number: u64, mut lot: LotV1) {
        lot.at = moment(20 + number as u32);
        self.put(storage_keys::lot(LotId(number)), Lot::V1(lot));
    }

    pub fn lot(&self, number: u64) -> Option<LotV1> {
        let mut bytes = self
            .state
            .get(&storage_keys::lot(LotId(number)))?
            .as_slice();
        let Lot::V1(lot) = Lot::decode(&mut bytes).ok()?;
        Some(lot)
    }

    /// Changes a lot, as no chain would.
    pub fn change_lot(&mut self, number: u64, change: impl FnOnce(&mut LotV1)) {
        let mut lot = self.lot(number).unwrap();
        change(&mut lot);
        self.put(storage_keys::lot(LotId(number)), Lot::V1(lot));
    }

    /// An allocation, and the lot it made.
    pub fn allocate(
        &mut self,
        number: u64,
        name: &str,
        holder: Holder,
        tonnes: u64,
        deducted: u64,
    ) {
        let allocation = AllocationV1 {
            granted: Grams((tonnes + deducted) * TONNE),
            deducted: Grams(deducted * TONNE),
            lot: Some(LotId(number)),
            at: moment(20 + number as u32),
            by: AGENCY,
        };
        let key = storage_keys::allocation(CLASS, &document(name), &holder);
        self.put(key, Allocation::V1(allocation));
        self.put_lot(number, lot(holder, allocated(name), tonnes, &[]));
    }

    pub fn put_holding(&mut self, holder: Holder, holding: HoldingV1) {
        self.put(storage_keys::holding(&holder, CLASS), Holding::V1(holding));
    }

    pub fn put_institution(
        &mut self,
        number: InstitutionId,
        (kind, uscc, name): (InstitutionKind, &str, &str),
        status: InstitutionStatus,
    ) {
        let institution = InstitutionV1 {
            kind,
            uscc: uscc.parse().unwrap(),
            name: name.parse().unwrap(),
            division: 320_500.try_into().unwrap(),
            status,
            admitted: moment(2),
            admitted_by: None,
        };
        self.put(
            storage_keys::institution(number),
            Institution::V1(institution),
        );
    }

    /// What a title of a lot needs.
    pub fn title_keys(&self, number: u64) -> Vec<Vec<u8>> {
        let mut keys = vec![storage_keys::now()];
        let mut institutions = BTreeSet::new();
        let mut lots: BTreeMap<u64, Option<LotV1>> = BTreeMap::new();
        let mut open = vec![number];
        while let Some(number) = open.pop() {
            if lots.contains_key(&number) {
                continue;
            }
            let lot = self.lot(number);
            let parents = lot.iter().flat_map(|lot| lot.parents.iter());
            open.extend(
                parents
                    .map(|part| part.lot.0)
                    .filter(|parent| *parent < number),
            );
            keys.push(storage_keys::lot(LotId(number)));
            lots.insert(number, lot);
        }
        for lot in lots.values().flatten() {
            institutions.extend(lot.holder.institution());
            if let (Cause::Allocation { document }, true) = (lot.cause, lot.parents.is_empty()) {
                let key = storage_keys::allocation(lot.class, &document, &lot.holder);
                let mut bytes = self.state.get(&key).map(Vec::as_slice).unwrap_or_default();
                if let Ok(Allocation::V1(allocation)) = Allocation::decode(&mut bytes) {
                    institutions.insert(allocation.by);
                }
                keys.push(key);
            }
        }
        if let Some(Some(lot)) = lots.get(&number) {
            let class = storage_keys::class(lot.class);
            let mut bytes = self
                .state
                .get(&class)
                .map(Vec::as_slice)
                .unwrap_or_default();
            if let Ok(QuotaClass::V1(class)) = QuotaClass::decode(&mut bytes) {
                institutions.insert(class.by);
            }
            keys.push(class);
            keys.push(storage_keys::holding(&lot.holder, lot.class));
        }
        keys.extend(institutions.into_iter().map(storage_keys::institution));
        keys
    }

    /// A title of a lot.
    pub fn title(&self, number: u64) -> Title {
        let head = self.head();
        Title {
            format: Default::default(),
            version: Default::default(),
            chain: self.root.chain.clone(),
            genesis: self.genesis.hash,
            lot: LotId(number),
            state: self.prove(&self.title_keys(number)),
            finality: self.finalise(&head),
            handovers: self.handovers.clone(),
        }
    }
}

/// A world in which nine lots were made: three allocations, a transfer from the reserve, a trade, a surrender, a lease and its
/// return, and an allocation joined with what was there.
pub fn with_quota(mut world: World) -> World {
    let active = InstitutionStatus::Active;
    let agency = (
        InstitutionKind::Agency,
        "11320500014149999P",
        "苏州市生态环境局",
    );
    let steel = (
        InstitutionKind::Enterprise,
        "91130200699229617X",
        "清澄钢铁有限公司",
    );
    let power = (
        InstitutionKind::Enterprise,
        "91320000MA1L1MPD0C",
        "清澄热电有限公司",
    );
    world.put_institution(AGENCY, agency, active);
    world.put_institution(InstitutionId(3), steel, active);
    world.put_institution(InstitutionId(4), power, active);
    world.put(storage_keys::class(CLASS), QuotaClass::V1(class()));
    world.allocate(1, "decision 1", STEEL, 100, 10);
    world.allocate(2, "decision 2", reserve(), 40, 0);
    let transfer = Cause::Transfer { offer: OfferId(1) };
    world.put_lot(3, lot(POWER, transfer, 25, &[(2, 25)]));
    let trade = Cause::Trade {
        trade: TradeId(256),
    };
    world.put_lot(4, lot(POWER, trade, 55, &[(1, 30), (3, 25)]));
    let surrender = Cause::Surrender {
        permit: super::permits::number(),
        year: 2026,
    };
    world.put_lot(5, lot(STEEL, surrender, 20, &[(1, 20)]));
    let lease = LeaseId(1);
    world.put_lot(
        6,
        lot(POWER, Cause::Lease { lease }, 65, &[(1, 10), (4, 55)]),
    );
    world.put_lot(
        7,
        lot(STEEL, Cause::LeaseReturn { lease }, 50, &[(6, 10), (1, 40)]),
    );
    world.allocate(8, "decision 3", POWER, 5, 0);
    world.put_lot(9, lot(POWER, Cause::Join, 60, &[(8, 5), (6, 55)]));
    let left = |number, tonnes: u64| HoldingV1 {
        lot: Some(LotId(number)),
        amount: Grams(tonnes * TONNE),
        ..HoldingV1::default()
    };
    let frozen = HoldingV1 {
        frozen: Grams(8 * TONNE),
        held: Grams(2 * TONNE),
        ..left(7, 50)
    };
    world.put_holding(STEEL, frozen);
    world.put_holding(POWER, left(9, 60));
    world.put_holding(reserve(), left(2, 15));
    world
}

/// The block after, of the same state.
pub fn one_later(world: &World) -> World {
    let mut later = world.clone();
    later.number += 1;
    assert_ne!(id(&later.head()), id(&world.head()));
    later
}
