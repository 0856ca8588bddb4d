//! Permits, tags and anchors that say what a test puts into them.

use super::{day, division, now, ENTERPRISE, TANGSHAN};
use limpid_evidence::{
    chain::{AnchorV1, Timing},
    select_keys, AnchorLookup, Batch, BatchHeader, BatchWithout, DayProof, Record, RecordKey,
    ShownRun,
};
use limpid_primitives::{
    permit::{OutletTermsV1, PermitLookup, PermitStatus, PermitV1, Standing},
    Day, Digest, GatewayId, Mn, Moment, Outlet, PermitNumber, TagLookup,
};
use std::{cell::RefCell, collections::BTreeMap, ops::Range};

#[derive(Default)]
struct World {
    permits: BTreeMap<PermitNumber, PermitV1>,
    terms: BTreeMap<(Outlet, u32), OutletTermsV1>,
    /// Accepted tags, which do not overlap.
    tags: Vec<(Outlet, Range<u64>)>,
    anchors: BTreeMap<(GatewayId, u64), AnchorV1>,
    bindings: Vec<(GatewayId, Outlet, Mn, Range<u64>)>,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

fn with<R>(look: impl FnOnce(&mut World) -> R) -> R {
    WORLD.with(|world| look(&mut world.borrow_mut()))
}

pub fn reset() {
    with(|world| *world = World::default());
}

pub struct Doubles;

impl PermitLookup for Doubles {
    fn permit(number: &PermitNumber) -> Option<PermitV1> {
        with(|world| world.permits.get(number).cloned())
    }

    fn outlet_terms(outlet: &Outlet, version: u32) -> Option<OutletTermsV1> {
        with(|world| world.terms.get(&(*outlet, version)).cloned())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn issue_for_benchmark(outlet: &Outlet, terms: OutletTermsV1) {
        use pallet_institutions::InstitutionLookup;
        issue(*outlet, terms, PermitStatus::Active);
        let uscc = outlet.permit.uscc();
        let holder = uscc.and_then(|uscc| super::Institutions::by_uscc(&uscc));
        with(|world| {
            let permit = world.permits.get_mut(&outlet.permit).expect("a permit");
            permit.division = limpid_primitives::DivisionCode::NATION;
            permit.holder = holder.map(|(id, _)| id);
        });
    }
}

impl TagLookup for Doubles {
    fn tagged_ms(outlet: &Outlet, from_ms: u64, until_ms: u64) -> u64 {
        let overlap = |tag: &Range<u64>| {
            let end = tag.end.min(until_ms);
            end.saturating_sub(tag.start.max(from_ms))
        };
        with(|world| {
            let tags = world.tags.iter().filter(|(at, _)| at == outlet);
            tags.map(|(_, tag)| overlap(tag)).sum()
        })
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn tag_for_benchmark(outlet: &Outlet, day: Day) {
        tag(*outlet, day.end_ms() - 1..day.end_ms());
    }
}

impl AnchorLookup for Doubles {
    fn anchor(gateway: GatewayId, sequence: u64) -> Option<AnchorV1> {
        with(|world| world.anchors.get(&(gateway, sequence)).copied())
    }

    fn device(gateway: GatewayId, outlet: &Outlet, observed_ms: u64) -> Option<Mn> {
        with(|world| {
            world.bindings.iter().find_map(|(at, bound, mn, period)| {
                (*at == gateway && bound == outlet && period.contains(&observed_ms)).then_some(*mn)
            })
        })
    }

    fn last_sequence(gateway: GatewayId) -> u64 {
        with(|world| last_of(world, gateway))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn anchor_for_benchmark(anchor: AnchorV1, outlet: &Outlet, mn: Mn) {
        let header = anchor.header;
        with(|world| {
            world
                .anchors
                .insert((header.gateway, header.sequence), anchor)
        });
        bind(header.gateway, *outlet, mn);
    }
}

fn last_of(world: &World, gateway: GatewayId) -> u64 {
    let of_gateway = world.anchors.range((gateway, 0)..=(gateway, u64::MAX));
    of_gateway.last().map_or(0, |((_, last), _)| *last)
}

/// The permit of an outlet, as version 1 since the year 2000 and for thirty years.
pub fn issue(outlet: Outlet, terms: OutletTermsV1, status: PermitStatus) {
    let standing = Standing {
        at: Moment::default(),
        version: 1,
        status,
        valid_from_ms: day(11_000).start_ms(),
        valid_until_ms: day(22_000).start_ms(),
        document: Digest::ZERO,
    };
    let permit = PermitV1 {
        issuer: super::AGENCY,
        holder: Some(ENTERPRISE),
        division: division(TANGSHAN),
        standings: vec![standing].try_into().expect("one"),
    };
    with(|world| {
        world.permits.entry(outlet.permit).or_insert(permit);
        world.terms.insert((outlet, 1), terms);
    });
}

/// A new version of an outlet's permit from now on.
pub fn amend(outlet: Outlet, terms: OutletTermsV1) {
    let at = now();
    with(|world| {
        let permit = world.permits.get_mut(&outlet.permit).expect("a permit");
        let mut standings = permit.standings.to_vec();
        let last = *standings.last().expect("a standing");
        let version = last.version + 1;
        standings.push(Standing {
            at,
            version,
            ..last
        });
        permit.standings = standings.try_into().expect("not too many");
        world.terms.insert((outlet, version), terms);
    });
}

/// Binds a device for all times.
pub fn bind(gateway: GatewayId, outlet: Outlet, mn: Mn) {
    bind_for(gateway, outlet, mn, 0..u64::MAX);
}

pub fn bind_for(gateway: GatewayId, outlet: Outlet, mn: Mn, period: Range<u64>) {
    with(|world| world.bindings.push((gateway, outlet, mn, period)));
}

pub fn unbind_all() {
    with(|world| world.bindings.clear());
}

/// An accepted tag.
pub fn tag(outlet: Outlet, period: Range<u64>) {
    with(|world| world.tags.push((outlet, period)));
}

/// A batch that is anchored.
#[derive(Clone)]
pub struct Anchored {
    pub gateway: GatewayId,
    pub sequence: u64,
    pub records: BTreeMap<RecordKey, Record>,
    pub batch: Batch,
}

/// Anchors a batch as the gateway's next.
pub fn anchor(gateway: GatewayId, records: Vec<Record>) -> Anchored {
    let at = now();
    let records: BTreeMap<_, _> = records.into_iter().map(|it| (it.key, it)).collect();
    let batch = Batch::new(records.values().map(Record::leaf).collect()).expect("a batch");
    let sequence = with(|world| last_of(world, gateway)) + 1;
    let header = batch.header(gateway, sequence, Digest::ZERO, at.time_ms);
    put(at, header);
    Anchored {
        gateway,
        sequence,
        records,
        batch,
    }
}

fn put(at: Moment, header: BatchHeader) {
    let anchor = AnchorV1 {
        header,
        key_index: 0,
        at,
        timing: Timing::OnTime,
    };
    with(|world| {
        world
            .anchors
            .insert((header.gateway, header.sequence), anchor)
    });
}

/// The number of the gateway's last batch.
pub fn last(gateway: GatewayId) -> u64 {
    with(|world| last_of(world, gateway))
}

/// Changes what is anchored of a batch, as no gateway can.
pub fn alter_header(anchored: &Anchored, alter: impl FnOnce(&mut BatchHeader)) {
    with(|world| {
        let key = (anchored.gateway, anchored.sequence);
        alter(&mut world.anchors.get_mut(&key).expect("an anchor").header);
    });
}

impl Anchored {
    fn keys(&self) -> Vec<RecordKey> {
        self.records.keys().copied().collect()
    }

    /// The run that shows all records with a key in this range.
    pub fn show(&self, keys: &std::ops::RangeInclusive<RecordKey>) -> ShownRun {
        let leaves = select_keys(&self.keys(), keys);
        ShownRun::of(&self.batch, leaves, |leaf| {
            keys.contains(&leaf.key)
                .then(|| self.records[&leaf.key].to_bytes())
        })
        .expect("a run that fits")
    }

    /// The proof of an outlet's day.
    pub fn proof(&self, outlet: Outlet, day: Day) -> DayProof {
        DayProof {
            outlet,
            gateway: self.gateway,
            sequence: self.sequence,
            day,
            run: self.show(&DayProof::keys(outlet, day)),
        }
    }

    /// That the batch has no frame of an outlet's day, if that is so.
    pub fn without(&self, outlet: Outlet, day: Day) -> BatchWithout {
        BatchWithout::ByRun(self.show(&DayProof::keys(outlet, day)))
    }
}
