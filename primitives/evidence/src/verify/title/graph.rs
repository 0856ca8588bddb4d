//! What a title's state proof shows: `docs/spec/title.md`, "state".

use super::super::{
    report::{Fault, Link},
    state::{Read, Reader},
    storage_keys,
};
use super::Title;
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use limpid_primitives::{
    quota::{
        Allocation, AllocationV1, Cause, Holder, Holding, HoldingV1, Lot, LotId, LotV1, QuotaClass,
        QuotaClassV1,
    },
    Digest, Institution, InstitutionId, InstitutionV1,
};

/// The most lots of a title that are read: a bound on what a file can cost its reader. Whether a title of more is true is not
/// decidable.
pub const TITLE_LOTS_MAX: usize = 100_000;

/// The lots from the one in question back to the allocations, and what else is to be known of them.
pub(super) struct Graph {
    /// The lot in question.
    pub(super) lot: LotId,
    pub(super) now_ms: Read<u64>,
    pub(super) lots: BTreeMap<LotId, Read<LotV1>>,
    /// Whether there are more lots than are read.
    pub(super) is_cut: bool,
    /// Of the lots that were allocated.
    pub(super) allocations: BTreeMap<LotId, Read<AllocationV1>>,
    pub(super) class: Read<QuotaClassV1>,
    /// What the lot's holder has of the class.
    pub(super) holding: Read<HoldingV1>,
    /// Who held a lot, or allocated one, or defined the class.
    pub(super) institutions: BTreeMap<InstitutionId, Read<InstitutionV1>>,
    /// Whether the proof as a whole may be used.
    pub(super) proof: Result<(), Fault>,
}

impl Graph {
    /// Reads all a title needs under a state root, of at most so many lots.
    pub(super) fn read(title: &Title, root: &Digest, lots_max: usize) -> Self {
        let mut reader = Reader::new(&title.state, root);
        let now_ms = reader.read(&storage_keys::now());
        let mut graph = Self {
            lot: title.lot,
            now_ms,
            lots: BTreeMap::new(),
            is_cut: false,
            allocations: BTreeMap::new(),
            class: Read::Unknown,
            holding: Read::Unknown,
            institutions: BTreeMap::new(),
            proof: Ok(()),
        };
        graph.read_lots(&mut reader, lots_max);
        graph.read_allocations(&mut reader);
        if let Some(lot) = graph.newest() {
            let (holder, class) = (lot.holder, lot.class);
            graph.class = reader
                .read(&storage_keys::class(class))
                .map(|QuotaClass::V1(class)| class);
            graph.holding = reader
                .read(&storage_keys::holding(&holder, class))
                .map(|Holding::V1(holding)| holding);
        }
        for institution in graph.named() {
            let read = reader
                .read(&storage_keys::institution(institution))
                .map(|Institution::V1(institution)| institution);
            graph.institutions.insert(institution, read);
        }
        graph.proof = match graph.is_cut {
            true => reader.verdict_so_far(),
            false => reader.verdict(),
        };
        graph
    }

    /// The lot in question, if it can be read.
    pub(super) fn newest(&self) -> Option<&LotV1> {
        self.lots.get(&self.lot).and_then(Read::value)
    }

    /// The lots that can be read, the oldest first.
    pub(super) fn known(&self) -> impl Iterator<Item = (LotId, &LotV1)> {
        let of = |(id, lot): (&LotId, _)| Read::value(lot).map(|lot| (*id, lot));
        self.lots.iter().filter_map(of)
    }

    /// A fault of whatever needs all lots, if the proof doesn't tell one.
    pub(super) fn all_read(&self) -> Result<(), Fault> {
        let is_untold = |lot: &Read<LotV1>| matches!(lot, Read::Unknown | Read::Broken);
        match self.lots.values().any(is_untold) {
            true => Err(Fault::not_reached(Link::State)),
            false => Ok(()),
        }
    }

    /// The newest first; only older ones are followed, so that each is read once and it ends.
    fn read_lots(&mut self, reader: &mut Reader, lots_max: usize) {
        let mut open = BTreeSet::from([self.lot]);
        while let Some(id) = open.pop_last() {
            if self.lots.len() >= lots_max {
                self.is_cut = true;
                return;
            }
            let lot = reader.read(&storage_keys::lot(id)).map(|Lot::V1(lot)| lot);
            if let Read::Value(lot) = &lot {
                let parents = lot.parents.iter().map(|part| part.lot);
                open.extend(parents.filter(|parent| *parent < id));
            }
            self.lots.insert(id, lot);
        }
    }

    fn read_allocations(&mut self, reader: &mut Reader) {
        let mut found = Vec::new();
        for (id, lot) in self.known() {
            if let (Cause::Allocation { document }, true) = (&lot.cause, lot.parents.is_empty()) {
                found.push((id, lot.class, *document, lot.holder));
            }
        }
        for (id, class, document, holder) in found {
            let read = reader
                .read(&storage_keys::allocation(class, &document, &holder))
                .map(|Allocation::V1(allocation)| allocation);
            self.allocations.insert(id, read);
        }
    }

    /// The institutions that what was read so far names.
    fn named(&self) -> BTreeSet<InstitutionId> {
        let holders = self.known().map(|(_, lot)| lot.holder);
        let holders = holders.filter_map(|holder: Holder| holder.institution());
        let allocated = self.allocations.values().filter_map(Read::value);
        let defined = self.class.value().map(|class| class.by);
        holders
            .chain(allocated.map(|allocation| allocation.by))
            .chain(defined)
            .collect()
    }
}
