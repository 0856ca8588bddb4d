//! Measures what the calls weigh, each in its worst case: all lists are full, and frames are the most hostile there can be.

use crate::{
    frames::{day_readings, frame_of},
    pallet::{Call, Config, Conflicts, DayTotals, FindingOf, Findings, NextFinding, YearTotals},
    types::{counted_in, Excess, CONFLICTS_MAX},
    Pallet,
};
use alloc::{format, string::String, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
    assert_ok,
    storage::{storage_prefix, unhashed},
    traits::{EnsureOrigin, Get},
    BoundedVec,
};
use frame_system::RawOrigin;
use limpid_evidence::{
    chain::{AnchorV1, Timing},
    run_root, AnchorLookup, BatchHeader, BatchWithout, DayProof, Leaf, Payload, Record, RecordKey,
    RunLeaf, ShownRun,
};
use limpid_hj212::{crc16, LocalTime, DATA_BYTES_MAX};
use limpid_primitives::{
    emissions::{
        Computed, Conflict, ConflictV1, DayEntry, DayTotal, DayTotalV1, DayValidity, EmissionRules,
        EmissionRulesV1, Finding, FindingId, FindingStatus, FindingV1, Overridden, ProofPlace,
        Review, ReviewKind, Substituted, SubstitutionRule, YearEntry, YearTotal, YearTotalV1,
    },
    permit::{
        Averaging, ConcentrationUnit, Limit, LimitBasis, OutletTermsV1, PermitLookup, YearlyMass,
    },
    Day, Digest, DivisionCode, GatewayId, Grams, InstitutionId, InstitutionKind, Medium,
    Micrograms, Mn, Moment, Outlet, Pollutant, RoundingRule, TagLookup, Uscc,
};
use pallet_institutions::InstitutionLookup;

/// All pollutants that frames count at outlets into water: more than into air.
const POLLUTANTS: [&str; 24] = [
    "w01006", "w01012", "w01017", "w01018", "w01019", "w01020", "w19002", "w20089", "w20111",
    "w20113", "w20115", "w20116", "w20117", "w20119", "w20120", "w20121", "w20122", "w20123",
    "w21001", "w21003", "w21011", "w22001", "w23002", "w25043",
];
const COUNT: u32 = POLLUTANTS.len() as u32;
/// The bytes of a record around its frame, and of a frame around its items, at most.
const HEAD_BYTES: u32 = 350;
const BYTES_MAX: u32 = DATA_BYTES_MAX as u32 - HEAD_BYTES;

fn day() -> Day {
    20_000.try_into().expect("a day")
}

fn now() -> Moment {
    Moment {
        block: 1,
        time_ms: day().end_ms() + EmissionRulesV1::default().data_deadline_ms,
    }
}

/// Outlets of as many permits.
fn outlet(number: u32) -> Outlet {
    format!("H9130200{number:09}a001P/DW001")
        .parse()
        .expect("an outlet")
}

fn gateway(number: u32) -> GatewayId {
    GatewayId(number + 1)
}

fn mn() -> Mn {
    "M".repeat(Mn::LENGTH_MAX)
        .parse()
        .expect("the longest number")
}

fn pollutants() -> impl Iterator<Item = Pollutant> {
    POLLUTANTS
        .iter()
        .map(|code| code.parse().expect("a pollutant"))
}

/// A member of a new institution of this kind over the nation, when the data's deadline of the day is over.
fn member<T: Config>(
    kind: InstitutionKind,
    code: &str,
) -> (RawOrigin<T::AccountId>, InstitutionId) {
    unhashed::put(&storage_prefix(b"Timestamp", b"Now"), &now().time_ms);
    let member = account("member", kind as u32, 0);
    let uscc: Uscc = code.parse().expect("a code that checks");
    let id = T::Institutions::admit_for_benchmark(kind, uscc, DivisionCode::NATION, &member);
    (RawOrigin::Signed(member), id)
}

fn agency<T: Config>() -> RawOrigin<T::AccountId> {
    member::<T>(InstitutionKind::Agency, "91130200699229617X").0
}

/// As many limits and masses as there can be, of all pollutants.
fn terms() -> OutletTermsV1 {
    let limit = |pollutant, averaging| Limit {
        pollutant,
        averaging,
        value: "0".parse().expect("a value"),
        unit: ConcentrationUnit::NanogramPerLitre,
        basis: LimitBasis::Measured,
        standard: "S".repeat(32).parse().expect("a standard"),
    };
    let mut limits: Vec<_> = pollutants()
        .flat_map(|it| [limit(it, Averaging::Hour), limit(it, Averaging::Day)])
        .collect();
    limits.truncate(OutletTermsV1::LIMITS_MAX);
    let yearly = |pollutant| YearlyMass {
        pollutant,
        mass: Grams(u64::MAX),
    };
    OutletTermsV1 {
        position: Default::default(),
        treatments: Default::default(),
        limits: limits.try_into().expect("as many as fit"),
        yearly_masses: pollutants()
            .map(yearly)
            .collect::<Vec<_>>()
            .try_into()
            .expect("fewer than fit"),
    }
}

/// A record of a frame with these items. Its device has the longest number.
fn record(outlet: Outlet, kind: u16, arrival: u64, items: &str) -> Record {
    let observed_ms = day().start_ms();
    let time = LocalTime::from_utc_ms(observed_ms)
        .expect("a time")
        .digits();
    let time = core::str::from_utf8(&time[..14]).expect("digits");
    let mn = mn();
    let data = format!(
        "QN={time}000;ST=32;CN={kind};PW=123456;MN={mn};Flag=5;CP=&&DataTime={time};{items}&&"
    );
    let bytes = format!(
        "##{:04}{data}{:04X}\r\n",
        data.len(),
        crc16(data.as_bytes())
    );
    Record {
        key: RecordKey {
            outlet,
            observed_ms,
            kind,
            arrival,
        },
        received_ms: observed_ms,
        payload: Payload::Frame {
            mn,
            bytes: bytes.into_bytes(),
        },
    }
}

/// A mass of the first so many pollutants, in the shortest words.
fn masses_of(count: u32, mass: u64) -> String {
    POLLUTANTS
        .iter()
        .take(count as usize)
        .map(|code| format!("{code}-Cou={mass};"))
        .collect()
}

/// A mass of every pollutant.
fn masses(mass: u64) -> String {
    masses_of(COUNT, mass)
}

fn full(record: &Record) -> RunLeaf {
    RunLeaf::Record(record.to_bytes().try_into().expect("not too long"))
}

/// Anchors a batch that has these leaves at its beginning, and so many nodes behind them: what has no leaf has no other end.
fn anchored<T: Config>(
    gateway: GatewayId,
    outlet: &Outlet,
    leaves: Vec<RunLeaf>,
    nodes: u32,
) -> (BatchHeader, ShownRun) {
    let shown = leaves.len() as u32;
    let run = ShownRun {
        start: 0,
        leaves: leaves.try_into().expect("not too many"),
        nodes: vec![Digest([3; 32]); nodes as usize]
            .try_into()
            .expect("not too many"),
    };
    // A leaf and a node to its right on each level.
    let records = if nodes == 0 { shown } else { 1 << nodes };
    let hashes: Vec<Digest> = run.leaves.iter().map(|leaf| leaf_of(leaf).hash()).collect();
    let header = BatchHeader {
        gateway,
        sequence: 1,
        previous: Digest::ZERO,
        observed_from_ms: day().start_ms(),
        observed_until_ms: day().start_ms(),
        records,
        root: run_root(records, 0, &hashes, &run.nodes).expect("a run"),
        closed_at_ms: 0,
    };
    T::Anchors::anchor_for_benchmark(anchor_of(header, day().end_ms()), outlet, mn());
    (header, run)
}

fn anchor_of(header: BatchHeader, time_ms: u64) -> AnchorV1 {
    AnchorV1 {
        header,
        key_index: 0,
        at: Moment { block: 1, time_ms },
        timing: Timing::OnTime,
    }
}

fn leaf_of(leaf: &RunLeaf) -> Leaf {
    match leaf {
        RunLeaf::Neighbour { key, digest } => Leaf {
            key: (*key).try_into().expect("a key"),
            digest: *digest,
        },
        RunLeaf::Record(bytes) => Record::from_bytes(bytes).expect("a record").leaf(),
    }
}

fn place() -> ProofPlace {
    ProofPlace {
        gateway: GatewayId(9),
        sequence: 9,
        record: Digest([9; 32]),
    }
}

/// An entry of everything that can be known but the computed mass; the agency measured every second pollutant.
fn entry(pollutant: Pollutant) -> DayEntry {
    let overridden = Overridden {
        mass: Micrograms(1),
        document: Digest::ZERO,
        by: InstitutionId(1),
        at: now(),
    };
    DayEntry {
        pollutant,
        computed: None,
        substituted: Some(Substituted {
            mass: Micrograms(1),
            rule: SubstitutionRule::MeanOfDays(31),
            at: now(),
        }),
        overridden: (pollutant.as_bytes()[5] % 2 == 1).then_some(overridden),
    }
}

fn computed(mass: u128) -> Option<Computed> {
    Some(Computed {
        mass: Micrograms(mass),
        validity: DayValidity::Valid,
        place: place(),
        at: now(),
    })
}

/// Puts a day of the first so many pollutants, and a year from which anything can be taken.
fn put_day<T: Config>(
    outlet: Outlet,
    day: Day,
    count: u32,
    entries: impl Fn(Pollutant) -> DayEntry,
) {
    let known = || pollutants().take(count as usize);
    let entries: Vec<_> = known().map(entries).collect();
    let total = DayTotalV1 {
        entries: entries.try_into().expect("fewer than fit"),
        frame: Some(place()),
    };
    DayTotals::<T>::insert(outlet, day, DayTotal::V1(total));
    let sum = |pollutant| YearEntry {
        pollutant,
        mass: Micrograms::MAX,
        days_overridden: 200,
        days_computed: 200,
        days_substituted: 200,
    };
    let entries: Vec<_> = known().map(sum).collect();
    let total = YearTotalV1 {
        entries: entries.try_into().expect("fewer than fit"),
    };
    let key = (outlet.permit, day.year(), outlet.code);
    YearTotals::<T>::insert(key, YearTotal::V1(total));
}

/// Permit and tags of an outlet, both full, and totals of the first so many pollutants.
fn put_outlet<T: Config>(outlet: Outlet, count: u32) {
    T::Permits::issue_for_benchmark(&outlet, terms());
    T::Tags::tag_for_benchmark(&outlet, day());
    put_day::<T>(outlet, day(), count, entry);
}

fn conflicts(count: u32) -> Vec<ConflictV1> {
    let conflict = |number: u32| ConflictV1 {
        pollutant: pollutants().next().expect("the first"),
        mass: Some(Micrograms(Micrograms::MAX.0 - u128::from(number))),
        place: place(),
        at: now(),
    };
    (0..count).map(conflict).collect()
}

fn proof<T: Config>(number: u32, records: &[Record]) -> DayProof {
    let outlet = outlet(number);
    let leaves = records.iter().map(full).collect();
    let (_, run) = anchored::<T>(gateway(number), &outlet, leaves, 0);
    DayProof {
        outlet,
        gateway: gateway(number),
        sequence: 1,
        day: day(),
        run,
    }
}

fn bounded<V, S: Get<u32>>(values: Vec<V>) -> BoundedVec<V, S> {
    BoundedVec::truncate_from(values)
}

/// A finding as long as can be, at a status.
fn put_finding<T: Config>(outlet: Outlet, status: FindingStatus) -> FindingId {
    T::Permits::issue_for_benchmark(&outlet, terms());
    T::Tags::tag_for_benchmark(&outlet, day());
    let pollutant = pollutants().next().expect("the first");
    let review = |account| {
        Some(Review {
            institution: InstitutionId(1),
            account: [account; 32],
            at: now(),
            document: Digest::ZERO,
        })
    };
    let is_filed = status == FindingStatus::Filed;
    let finding = FindingV1 {
        outlet,
        pollutant,
        averaging: Averaging::Day,
        observed_ms: day().start_ms(),
        value: vec![b'9'; FindingV1::VALUE_BYTES_MAX]
            .try_into()
            .expect("the longest value"),
        unit: ConcentrationUnit::MilligramPerCubicMetre,
        permit_version: 1,
        not_in_force: None,
        limit: terms().limits[1].clone(),
        rounding: RoundingRule::FullValue,
        place: place(),
        filed: now(),
        status,
        technical_review: review(1),
        legal_review: if is_filed { None } else { review(2) },
        notice: Some((now(), Digest::ZERO)),
        statement: None,
    };
    let excess = Excess {
        pollutant,
        averaging: Averaging::Day,
        observed_ms: day().start_ms(),
    };
    NextFinding::<T>::put(2);
    FindingOf::<T>::insert(outlet, excess, FindingId(1));
    Findings::<T>::insert(FindingId(1), Finding::V1(finding));
    FindingId(1)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// Proofs of one record each, of as many outlets, permits and gateways: a new mass of one pollutant.
    #[benchmark]
    fn prove_days(p: Linear<1, { T::ProofsMax::get() }>) {
        let submitter = agency::<T>();
        let proofs: Vec<_> = (0..p)
            .map(|number| {
                put_outlet::<T>(outlet(number), 1);
                let record = record(outlet(number), DayProof::KIND, 1, &masses_of(1, 5));
                proof::<T>(number, &[record])
            })
            .collect();
        #[extrinsic_call]
        _(submitter, bounded(proofs));
        let total = Pallet::<T>::day_total(&outlet(p - 1), day());
        assert!(total.entries.iter().all(|entry| entry.computed.is_some()));
    }

    /// One proof of one record: a new mass of several pollutants.
    #[benchmark]
    fn prove_pollutants(e: Linear<1, COUNT>) {
        let submitter = agency::<T>();
        put_outlet::<T>(outlet(0), e);
        let record = record(outlet(0), DayProof::KIND, 1, &masses_of(e, 5));
        let proofs = vec![proof::<T>(0, &[record])];
        #[block]
        {
            let origin = submitter.into();
            assert_ok!(Pallet::<T>::prove_days(origin, bounded(proofs)));
        }
        let total = Pallet::<T>::day_total(&outlet(0), day());
        assert!(total.entries.iter().all(|entry| entry.computed.is_some()));
    }

    /// One proof of several records, each of which contradicts the first in every pollutant.
    #[benchmark]
    fn prove_records(r: Linear<1, { ShownRun::LEAVES_MAX as u32 }>) {
        let submitter = agency::<T>();
        put_outlet::<T>(outlet(0), COUNT);
        let records: Vec<_> = (0..u64::from(r))
            .map(|number| record(outlet(0), DayProof::KIND, number, &masses(number)))
            .collect();
        let proofs = vec![proof::<T>(0, &records)];
        #[block]
        {
            let origin = submitter.into();
            assert_ok!(Pallet::<T>::prove_days(origin, bounded(proofs)));
        }
        assert!(r == 1 || !Conflicts::<T>::get(outlet(0), day()).is_empty());
    }

    /// The last conflict there is room for.
    #[benchmark]
    fn keep_conflicts() {
        let mut kept = conflicts(CONFLICTS_MAX);
        let found = kept.split_off(CONFLICTS_MAX as usize - 1);
        let kept = kept.into_iter().map(Conflict::V1).collect();
        Conflicts::<T>::insert(outlet(0), day(), bounded(kept));
        #[block]
        {
            Pallet::<T>::keep_conflicts(outlet(0), day(), found);
        }
        let kept = Conflicts::<T>::get(outlet(0), day());
        assert_eq!(kept.len() as u32, CONFLICTS_MAX);
    }

    #[benchmark]
    fn check_neighbours(l: Linear<1, { ShownRun::LEAVES_MAX as u32 }>) {
        let leaves = (0..u64::from(l)).map(|arrival| {
            RunLeaf::neighbour(&Leaf {
                key: RecordKey {
                    outlet: outlet(0),
                    observed_ms: day().start_ms(),
                    kind: DayProof::KIND,
                    arrival,
                },
                digest: Digest::ZERO,
            })
        });
        let (header, run) = anchored::<T>(gateway(0), &outlet(0), leaves.collect(), 0);
        let checked;
        #[block]
        {
            checked = run.check(&header);
        }
        assert!(checked.is_ok());
    }

    #[benchmark]
    fn check_nodes(n: Linear<0, 31>) {
        let leaf = RunLeaf::neighbour(&Leaf {
            key: RecordKey::lowest(outlet(0), day().start_ms()),
            digest: Digest::ZERO,
        });
        let (header, run) = anchored::<T>(gateway(0), &outlet(0), vec![leaf], n);
        let checked;
        #[block]
        {
            checked = run.check(&header);
        }
        assert!(checked.is_ok());
    }

    /// A frame of nothing but masses, of ever the same pollutants.
    #[benchmark]
    fn read_bytes(b: Linear<0, BYTES_MAX>) {
        let mut items = masses(5).repeat(1 + b as usize / masses(5).len());
        // What is cut off would be no item.
        let end = items[..b as usize].rfind(';').map_or(0, |last| last + 1);
        items.truncate(end);
        items.push_str(&";".repeat(b as usize - end));
        let record = record(outlet(0), DayProof::KIND, 1, &items);
        let (header, run) = anchored::<T>(gateway(0), &outlet(0), vec![full(&record)], 0);
        let readings;
        #[block]
        {
            let checked = run.check(&header).expect("a run");
            let proven = checked.records().next().expect("a record");
            let frame = frame_of(&proven.record, &mn()).expect("a frame");
            readings = day_readings(&frame, Medium::Water);
        }
        assert!(b < 1_000 || readings.len() == POLLUTANTS.len());
    }

    /// Batches that their headers exclude.
    #[benchmark]
    fn prove_absence(n: Linear<1, { T::BatchesMax::get() }>) {
        let submitter = agency::<T>();
        let last = u64::from(n) + 1;
        // The first is of the day before, so that it is asked for; the one behind the last is too late to matter.
        for sequence in 1..=last + 1 {
            let header = BatchHeader {
                gateway: gateway(0),
                sequence,
                previous: Digest::ZERO,
                observed_from_ms: 0,
                observed_until_ms: 0,
                records: 1,
                root: Digest::ZERO,
                closed_at_ms: 0,
            };
            let time_ms = match sequence {
                1 => 0,
                _ if sequence > last => now().time_ms,
                _ => day().end_ms(),
            };
            T::Anchors::anchor_for_benchmark(anchor_of(header, time_ms), &outlet(0), mn());
        }
        let batches = vec![BatchWithout::ByHeader; n as usize];
        #[extrinsic_call]
        _(submitter, outlet(0), day(), gateway(0), 2, bounded(batches));
        assert!(Pallet::<T>::is_absent(&outlet(0), day()));
    }

    /// A day that is tagged since, with a mean over 31 full days for every pollutant.
    #[benchmark]
    fn substitute_day() {
        let submitter = agency::<T>();
        put_outlet::<T>(outlet(0), COUNT);
        let rules = EmissionRulesV1 {
            tagged_of_day_ms_max: 0,
            ..Default::default()
        };
        Pallet::<T>::do_set_rules(EmissionRules::V1(rules));
        let rule = Some(SubstitutionRule::MeanOfDays(31));
        assert_ok!(Pallet::<T>::set_substitution_rule(
            submitter.clone().into(),
            DivisionCode::NATION,
            rule
        ));
        put_day::<T>(outlet(0), day(), COUNT, |pollutant| DayEntry {
            computed: computed(1),
            ..DayEntry::new(pollutant)
        });
        for number in 1..=31 {
            let before = (day().number() - number).try_into().expect("a day");
            put_day::<T>(outlet(0), before, COUNT, |pollutant| DayEntry {
                computed: computed(number.into()),
                ..entry(pollutant)
            });
        }
        #[extrinsic_call]
        _(submitter, outlet(0), day());
        let total = Pallet::<T>::day_total(&outlet(0), day());
        assert!(total
            .entries
            .iter()
            .all(|entry| entry.substituted.is_some()));
    }

    #[benchmark]
    fn override_day() {
        let agency = agency::<T>();
        put_outlet::<T>(outlet(0), COUNT);
        let pollutant = pollutants().next().expect("the first");
        let mass = Micrograms::MAX;
        #[extrinsic_call]
        _(agency, outlet(0), pollutant, day(), mass, Digest::ZERO);
        let total = Pallet::<T>::day_total(&outlet(0), day());
        assert_eq!(total.entries[0].effective(), Some(mass));
    }

    #[benchmark]
    fn prove_exceedance() {
        let member = agency::<T>();
        put_outlet::<T>(outlet(0), COUNT);
        // The last pollutant with a limit for the day.
        let limited = terms().limits.last().expect("a limit").pollutant;
        assert!(counted_in(&limited).is_some());
        let items: String = POLLUTANTS
            .iter()
            .map(|code| format!("{code}-Avg=1,{code}-Flag=N;"))
            .collect();
        let record = record(outlet(0), DayProof::KIND, 1, &items);
        let (_, run) = anchored::<T>(gateway(0), &outlet(0), vec![full(&record)], 0);
        #[extrinsic_call]
        _(
            member,
            outlet(0),
            gateway(0),
            1,
            limited,
            Averaging::Day,
            run,
        );
        assert!(Findings::<T>::contains_key(FindingId(1)));
    }

    #[benchmark]
    fn review_finding() {
        let approver = agency::<T>();
        let id = put_finding::<T>(outlet(0), FindingStatus::Filed);
        #[extrinsic_call]
        _(approver, id, ReviewKind::Legal, Digest::ZERO);
    }

    #[benchmark]
    fn notify_party() {
        let agency = agency::<T>();
        let id = put_finding::<T>(outlet(0), FindingStatus::Reviewed { at: now() });
        #[extrinsic_call]
        _(agency, id, Digest::ZERO);
    }

    #[benchmark]
    fn state_position() {
        let (party, _) = member::<T>(InstitutionKind::Enterprise, "911302307808371268");
        let outlet = "911302307808371268001P/DW001".parse().expect("an outlet");
        let status = FindingStatus::Notified {
            statement_until_ms: u64::MAX,
        };
        let id = put_finding::<T>(outlet, status);
        #[extrinsic_call]
        _(party, id, Digest::ZERO);
    }

    #[benchmark]
    fn uphold_finding() {
        let agency = agency::<T>();
        let status = FindingStatus::Notified {
            statement_until_ms: 0,
        };
        let id = put_finding::<T>(outlet(0), status);
        #[extrinsic_call]
        _(agency, id, Digest::ZERO);
    }

    #[benchmark]
    fn dismiss_finding() {
        let agency = agency::<T>();
        let status = FindingStatus::Notified {
            statement_until_ms: 0,
        };
        let id = put_finding::<T>(outlet(0), status);
        #[extrinsic_call]
        _(agency, id, Digest::ZERO);
    }

    #[benchmark]
    fn set_rules() {
        let council = T::CouncilOrigin::try_successful_origin().expect("the council has one");
        let rules = EmissionRules::V1(Default::default());
        #[extrinsic_call]
        _(council as T::RuntimeOrigin, rules);
    }

    #[benchmark]
    fn set_substitution_rule() {
        let agency = agency::<T>();
        let rule = Some(SubstitutionRule::PermittedDay);
        #[extrinsic_call]
        _(agency, DivisionCode::NATION, rule);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
