//! A plant from its permit to its fine: institutions, permit, tags, anchors and emissions as the chain composes them, by members'
//! signed transactions in real blocks.

use frame_support::{assert_err, assert_ok, dispatch::DispatchClass};
use limpid_evidence::{
    select_keys, Batch, BatchHeader, BatchWithout, DayProof, Payload, Record, RecordKey, ShownRun,
    SignedHeader,
};
use limpid_hj212::{crc16, LocalTime};
use limpid_primitives::{
    emissions::{
        DayEntry, DayGap, DayTotal, DayValidity, EmissionLookup, Finding, FindingId, FindingStatus,
        FindingV1, ReviewKind, SubstitutionRule, YearEntry,
    },
    permit::{
        Averaging, Category, ConcentrationUnit, Limit, LimitBasis, NotInForce, OutletTerms,
        OutletTermsV1, PermitLookup, Position, YearlyMass,
    },
    Day, Digest, Duty, GatewayId, Grams, InstitutionId, InstitutionKind, Micrograms, Mn, Outlet,
    Pollutant, TagCode, TagId,
};
use limpid_runtime::{Emissions, Permits, Runtime, RuntimeCall, RuntimeEvent, System};
use pallet_emissions::{Call, Error, Event};
use sp_core::{ed25519, Pair};
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

mod blocks;
mod merge;
use blocks::{account, key, Chain, Sent};

const AGENCY: &str = "agency-1";
const APPROVERS: [&str; 2] = ["approver-1", "approver-2"];
const OPERATOR: &str = "operator";
const PLANT: &str = "plant";
const GATEWAY: GatewayId = GatewayId(1);
const DOCUMENT: Digest = Digest([7; 32]);
const HOUR_MS: u64 = 60 * 60 * 1000;

fn outlet() -> Outlet {
    "91320000MA1L1MPD0C001P/DA001".parse().expect("an outlet")
}

fn mn() -> Mn {
    "LIMPID0000000000000001".parse().expect("a device")
}

fn nox() -> Pollutant {
    "a21002".parse().expect("a pollutant")
}

fn so2() -> Pollutant {
    "a21026".parse().expect("a pollutant")
}

/// The day of the story.
fn today() -> Day {
    "2026-11-24".parse().expect("a day")
}

const fn grams(grams: u128) -> Micrograms {
    Micrograms(grams * 1_000_000)
}

/// What the agency allows: 50 mg/m3 of nitrogen oxides, converted, over an hour, and masses of both a year.
fn terms() -> OutletTermsV1 {
    let limit = Limit {
        pollutant: nox(),
        averaging: Averaging::Hour,
        value: "50".parse().expect("a value"),
        unit: ConcentrationUnit::MilligramPerCubicMetre,
        basis: LimitBasis::Converted,
        standard: "GB 13223-2011".parse().expect("a standard"),
    };
    let yearly_masses = [nox(), so2()].map(|pollutant| YearlyMass {
        pollutant,
        mass: Grams(36_500_000),
    });
    OutletTermsV1 {
        position: Position::default(),
        treatments: Default::default(),
        limits: vec![limit].try_into().expect("one"),
        yearly_masses: yearly_masses.to_vec().try_into().expect("two"),
    }
}

fn frame(command: u16, observed_ms: u64, items: &str) -> Record {
    let time = LocalTime::from_utc_ms(observed_ms)
        .expect("a time")
        .digits();
    let time = std::str::from_utf8(&time[..14]).expect("digits");
    let mn = mn();
    let data = format!(
        "QN={time}000;ST=31;CN={command};PW=123456;MN={mn};Flag=5;CP=&&DataTime={time};{items}&&"
    );
    let bytes = format!(
        "##{:04}{data}{:04X}\r\n",
        data.len(),
        crc16(data.as_bytes())
    );
    Record {
        key: RecordKey {
            outlet: outlet(),
            observed_ms,
            kind: command,
            arrival: observed_ms + u64::from(command),
        },
        received_ms: observed_ms + HOUR_MS,
        payload: Payload::Frame {
            mn,
            bytes: bytes.into_bytes(),
        },
    }
}

/// The frames of the hours of a day, of which hour 14 is above the limit.
fn hours(day: Day) -> Vec<Record> {
    (0..24)
        .map(|hour| {
            let value = if hour == 14 { "62.5" } else { "41.25" };
            let items = format!("a21002-Avg=40,a21002-ZsAvg={value},a21002-Flag=N");
            frame(2061, day.start_ms() + hour * HOUR_MS, &items)
        })
        .collect()
}

fn day_frame(day: Day, items: &str) -> Record {
    frame(2031, day.start_ms(), items)
}

/// A world up to the gateway's registration, and the gateway.
struct World {
    chain: Chain,
    gateway: ed25519::Pair,
    batches: Vec<(BTreeMap<RecordKey, Record>, Batch)>,
    last: Digest,
}

impl World {
    /// Everything that has to be there before the first frame: institutions, their members, the permit, gateway and binding.
    fn new() -> Self {
        let mut world = Self {
            chain: Chain::beginning(today().start_ms() - HOUR_MS),
            gateway: key("gateway"),
            batches: vec![],
            last: Digest::ZERO,
        };
        world.admit(
            OPERATOR,
            InstitutionKind::GatewayOperator,
            "911302307808371268",
        );
        world.admit(PLANT, InstitutionKind::Enterprise, "91320000MA1L1MPD0C");
        for approver in APPROVERS {
            let add = pallet_institutions::Call::add_member {
                account: account(approver),
                duties: Duty::Approver.into(),
            };
            world.must(AGENCY, add);
        }
        // The operator's administrator carries its batches too.
        let duties = [Duty::Administrator, Duty::Submitter];
        let set = pallet_institutions::Call::set_duties {
            account: account(OPERATOR),
            duties: duties.into_iter().collect(),
        };
        world.must(OPERATOR, set);
        world.permit();
        world.register();
        world
    }

    fn send(&mut self, by: &str, call: impl Into<RuntimeCall>) -> Result<Sent, DispatchError> {
        self.chain.send(by, call)
    }

    fn must(&mut self, by: &str, call: impl Into<RuntimeCall>) -> Sent {
        self.send(by, call).expect("a call that succeeds")
    }

    fn admit(&mut self, name: &str, kind: InstitutionKind, uscc: &str) {
        let admit = pallet_institutions::Call::admit_institution {
            kind,
            uscc: uscc.parse().expect("a credit code"),
            name: name.parse().expect("a name"),
            division: 320_000.try_into().expect("a division"),
            administrator: account(name),
        };
        self.must(AGENCY, admit);
    }

    fn permit(&mut self) {
        let outlets = vec![(outlet().code, OutletTerms::V1(terms()))];
        let issue = pallet_permits::Call::issue_permit {
            number: outlet().permit,
            division: 320_000.try_into().expect("a division"),
            category: Category::Key,
            validity: pallet_permits::Validity {
                from_ms: today().start_ms() - 300 * 24 * HOUR_MS,
                until_ms: today().start_ms() + 300 * 24 * HOUR_MS,
            },
            document: DOCUMENT,
            outlets: outlets.try_into().expect("one"),
        };
        self.must(AGENCY, issue);
    }

    fn register(&mut self) {
        let operator = InstitutionId(2);
        let public = self.gateway.public().0;
        let genesis = self.genesis();
        let bytes = pallet_anchors::key_proof_bytes(&genesis, operator, &public);
        let register = pallet_anchors::Call::register_gateway {
            operator,
            division: 320_000.try_into().expect("a division"),
            public,
            proof: self.gateway.sign(&bytes).0,
        };
        self.must(AGENCY, register);
        let bind = pallet_anchors::Call::bind_outlet {
            gateway: GATEWAY,
            outlet: outlet(),
            mn: mn(),
            from_ms: today().start_ms() - 100 * 24 * HOUR_MS,
        };
        self.must(AGENCY, bind);
    }

    fn genesis(&mut self) -> Digest {
        self.chain.read(|| Digest(System::block_hash(0).0))
    }

    /// Signs a batch of these records and anchors it. Gives its number.
    fn anchor(&mut self, records: Vec<Record>) -> u64 {
        let genesis = self.genesis();
        let records: BTreeMap<_, _> = records.into_iter().map(|it| (it.key, it)).collect();
        let batch = Batch::new(records.values().map(Record::leaf).collect()).expect("a batch");
        let sequence = self.batches.len() as u64 + 1;
        let header: BatchHeader = batch.header(GATEWAY, sequence, self.last, today().end_ms());
        self.last = header.hash(&genesis);
        let signature = self.gateway.sign(&header.signing_bytes(&genesis)).0;
        self.batches.push((records, batch));
        let headers = vec![SignedHeader { header, signature }];
        let anchor = pallet_anchors::Call::anchor_batches {
            headers: headers.try_into().expect("one"),
        };
        self.must(OPERATOR, anchor);
        sequence
    }

    fn show(&self, sequence: u64, keys: &std::ops::RangeInclusive<RecordKey>) -> ShownRun {
        let (records, batch) = &self.batches[sequence as usize - 1];
        let known: Vec<_> = records.keys().copied().collect();
        let leaves = select_keys(&known, keys);
        ShownRun::of(batch, leaves, |leaf| {
            keys.contains(&leaf.key)
                .then(|| records[&leaf.key].to_bytes())
        })
        .expect("a run")
    }

    fn proof(&self, sequence: u64, day: Day) -> DayProof {
        DayProof {
            outlet: outlet(),
            gateway: GATEWAY,
            sequence,
            day,
            run: self.show(sequence, &DayProof::keys(outlet(), day)),
        }
    }

    fn prove(&mut self, proofs: Vec<DayProof>) -> Result<Sent, DispatchError> {
        let proofs = proofs.try_into().expect("not too many");
        self.send(OPERATOR, Call::prove_days { proofs })
    }

    /// Shows the frame of an hour of today and accuses it.
    fn accuse(&mut self, sequence: u64, hour: u64) -> Result<Sent, DispatchError> {
        let observed_ms = today().start_ms() + hour * HOUR_MS;
        let keys = RecordKey::of_kind(outlet(), observed_ms, 2061);
        let call = Call::prove_exceedance {
            outlet: outlet(),
            gateway: GATEWAY,
            sequence,
            pollutant: nox(),
            averaging: Averaging::Hour,
            run: self.show(sequence, &keys),
        };
        self.send(OPERATOR, call)
    }

    fn tag(&mut self, from_ms: u64, until_ms: u64) {
        let file = pallet_tags::Call::file_tag {
            outlet: outlet(),
            code: TagCode(102),
            from_ms,
            until_ms,
            reason: DOCUMENT,
            proof: DOCUMENT,
        };
        self.must(PLANT, file);
        let accept = pallet_tags::Call::accept_tag {
            outlet: outlet(),
            tag: TagId(1),
        };
        self.must(AGENCY, accept);
    }

    fn entry(&mut self, day: Day, pollutant: Pollutant) -> DayEntry {
        self.chain.read(|| {
            let total = pallet_emissions::DayTotals::<Runtime>::get(outlet(), day);
            let DayTotal::V1(total) = total.expect("a proven day");
            let mut entries = total.entries.into_iter();
            entries
                .find(|entry| entry.pollutant == pollutant)
                .expect("an entry")
        })
    }

    fn year(&mut self) -> Vec<YearEntry> {
        self.chain
            .read(|| Emissions::year_of_permit(outlet().permit, today().year()))
    }

    fn finding(&mut self) -> FindingV1 {
        self.chain.read(|| {
            let finding = pallet_emissions::Findings::<Runtime>::get(FindingId(1));
            let Finding::V1(finding) = finding.expect("a finding");
            finding
        })
    }

    /// Both reviews and the notice.
    fn notify(&mut self) {
        for (approver, kind) in APPROVERS
            .into_iter()
            .zip([ReviewKind::Technical, ReviewKind::Legal])
        {
            let review = Call::review_finding {
                finding: FindingId(1),
                kind,
                document: DOCUMENT,
            };
            self.must(approver, review);
        }
        let notify = Call::notify_party {
            finding: FindingId(1),
            notice: DOCUMENT,
        };
        self.must(AGENCY, notify);
    }
}

fn uphold() -> Call<Runtime> {
    Call::uphold_finding {
        finding: FindingId(1),
        document: DOCUMENT,
    }
}

const MASSES: &str = "a21002-Cou=12.345678,a21002-Flag=N;a21026-Cou=3.5,a21026-Flag=N";

#[test]
fn a_day_is_proven_from_its_frame_to_the_gram_and_only_once() {
    let mut world = World::new();
    world.chain.go_to(today().end_ms());
    let hours = world.anchor(hours(today()));
    let days = world.anchor(vec![
        day_frame(today(), MASSES),
        frame(2011, today().end_ms(), "a21002-Rtd=1,a21002-Flag=N"),
    ]);
    let sent = world
        .prove(vec![world.proof(days, today())])
        .expect("a proof");
    let proven = sent.events.iter().any(|event| {
        matches!(
            event,
            RuntimeEvent::Emissions(Event::DayProven { readings, .. }) if readings.len() == 2
        )
    });
    assert!(proven, "{:?}", sent.events);

    let year = world.year();
    let masses: Vec<_> = year.iter().map(|it| (it.pollutant, it.mass)).collect();
    assert_eq!(
        masses,
        [(nox(), Micrograms(12_345_678_000)), (so2(), grams(3_500))]
    );
    let for_quotas = world
        .chain
        .read(|| Emissions::year_mass(&outlet().permit, &nox(), today().year()));
    assert_eq!(for_quotas, Some(Micrograms(12_345_678_000)));

    // Again, twice in one call, and against a batch that has no such frame.
    let proof = world.proof(days, today());
    assert_ok!(world.prove(vec![proof.clone(), proof]));
    assert_eq!(world.year(), year);
    let proof = world.proof(hours, today());
    assert_err!(
        world.prove(vec![proof]),
        Error::<Runtime>::RecordMissing { index: 0 }
    );
    let gaps = world.chain.read(|| {
        let next = today().next().expect("a day");
        Emissions::days_without_data(outlet(), today(), next.next().expect("a day"))
    });
    assert_eq!(gaps, [(today().next().expect("a day"), DayGap::Unproven)]);
}

#[test]
fn an_hour_above_its_limit_is_found_reviewed_notified_and_upheld() {
    let mut world = World::new();
    world.chain.go_to(today().end_ms());
    let sequence = world.anchor(hours(today()));
    for hour in [0, 13, 15, 23] {
        assert_err!(world.accuse(sequence, hour), Error::<Runtime>::NotExceeded);
    }
    assert_ok!(world.accuse(sequence, 14));
    let finding = world.finding();
    assert_eq!(finding.value.to_vec(), b"62.5");
    assert_eq!(finding.observed_ms, today().start_ms() + 14 * HOUR_MS);
    assert_eq!((finding.permit_version, finding.not_in_force), (1, None));
    assert_err!(world.accuse(sequence, 14), Error::<Runtime>::AlreadyFound);

    world.notify();
    let account: [u8; 32] = account(APPROVERS[0]).into();
    let review = world.finding().technical_review.expect("a review");
    assert_eq!(review.account, account);
    assert_err!(
        world.send(AGENCY, uphold()),
        Error::<Runtime>::StatementPending
    );
    let state = Call::state_position {
        finding: FindingId(1),
        statement: DOCUMENT,
    };
    assert_err!(
        world.send(OPERATOR, state.clone()),
        DispatchError::BadOrigin
    );
    assert_ok!(world.send(PLANT, state));
    assert_ok!(world.send(AGENCY, uphold()));
    assert!(matches!(
        world.finding().status,
        FindingStatus::Upheld { .. }
    ));
}

#[test]
fn a_tag_that_the_agency_accepts_takes_the_ground_from_finding_and_mass() {
    let mut world = World::new();
    world.chain.go_to(today().end_ms());
    let sequence = world.anchor(hours(today()));
    let days = world.anchor(vec![day_frame(today(), MASSES)]);
    assert_ok!(world.accuse(sequence, 14));
    assert_ok!(world.prove(vec![world.proof(days, today())]));
    world.notify();
    world.tag(today().start_ms() + 12 * HOUR_MS, today().end_ms());
    let deadline_ms = today().end_ms() + 6 * 24 * HOUR_MS;
    world.chain.go_to(deadline_ms);
    assert_err!(world.send(AGENCY, uphold()), Error::<Runtime>::DataTagged);
    assert_err!(world.accuse(sequence, 15), Error::<Runtime>::DataTagged);

    let rule = Call::set_substitution_rule {
        division: 320_000.try_into().expect("a division"),
        rule: Some(SubstitutionRule::PermittedDay),
    };
    world.must(AGENCY, rule);
    let substitute = Call::substitute_day {
        outlet: outlet(),
        day: today(),
    };
    assert_ok!(world.send(OPERATOR, substitute));
    let entry = world.entry(today(), nox());
    let computed = entry.computed.expect("the frame's mass");
    assert_eq!(computed.validity, DayValidity::Tagged);
    assert_eq!(computed.mass, Micrograms(12_345_678_000));
    // 36.5 tonnes a year.
    assert_eq!(entry.effective(), Some(grams(100_000)));
    assert_eq!(world.year()[0].days_substituted, 1);
}

#[test]
fn a_day_without_a_frame_is_proven_absent_and_a_late_frame_replaces_the_substitute() {
    let mut world = World::new();
    world.chain.go_to(today().end_ms());
    let sequence = world.anchor(hours(today()));
    world.chain.go_to(today().end_ms() + 3 * 24 * HOUR_MS);
    let keys = DayProof::keys(outlet(), today());
    let absence = Call::prove_absence {
        outlet: outlet(),
        day: today(),
        gateway: GATEWAY,
        first_sequence: 1,
        batches: vec![BatchWithout::ByRun(world.show(sequence, &keys))]
            .try_into()
            .expect("one"),
    };
    assert_ok!(world.send(OPERATOR, absence));
    let rule = Call::set_substitution_rule {
        division: 320_000.try_into().expect("a division"),
        rule: Some(SubstitutionRule::PermittedDay),
    };
    world.must(AGENCY, rule);
    let substitute = Call::substitute_day {
        outlet: outlet(),
        day: today(),
    };
    assert_ok!(world.send(AGENCY, substitute));
    assert_eq!(world.year()[0].mass, grams(100_000));

    let late = world.anchor(vec![day_frame(today(), MASSES)]);
    assert_ok!(world.prove(vec![world.proof(late, today())]));
    assert_eq!(world.year()[0].mass, Micrograms(12_345_678_000));
    assert_eq!(world.year()[0].days_substituted, 0);

    let measured = Call::override_day {
        outlet: outlet(),
        pollutant: nox(),
        day: today(),
        mass: grams(20_000),
        document: DOCUMENT,
    };
    assert_ok!(world.send(AGENCY, measured));
    assert_eq!(world.year()[0].mass, grams(20_000));
    let entry = world.entry(today(), nox());
    assert!(entry.computed.is_some() && entry.substituted.is_some());
}

#[test]
fn who_discharges_while_the_permit_is_suspended_is_measured_by_it() {
    let mut world = World::new();
    let suspend = pallet_permits::Call::suspend_permit {
        number: outlet().permit,
        document: DOCUMENT,
    };
    world.must(AGENCY, suspend);
    world.chain.go_to(today().end_ms());
    let sequence = world.anchor(hours(today()));
    assert_ok!(world.accuse(sequence, 14));
    let not_in_force = world.finding().not_in_force;
    assert_eq!(not_in_force, Some(NotInForce::Suspended));
    let standing = world
        .chain
        .read(|| Permits::permit(&outlet().permit).expect("a permit"));
    assert_eq!(standing.in_force_at(today().end_ms()).err(), not_in_force);
}

#[test]
fn a_block_holds_the_proofs_of_fifteen_hundred_days() {
    const PROOFS: u64 = 64;
    let mut world = World::new();
    world.chain.go_to(today().end_ms());
    let days: Vec<Day> = std::iter::successors(Some(today()), |day| day.previous())
        .take(PROOFS as usize)
        .collect();
    // As a gateway of many outlets makes them: the frame among thousands of records.
    let others = (0..4_000).map(|second| {
        let observed_ms = today().start_ms() + 1_000 * (second + 1);
        frame(2011, observed_ms, "a21002-Rtd=1,a21002-Flag=N")
    });
    let items = "a00000-Cou=1209600.5;a21002-Cou=12.345678,a21002-Min=1,a21002-Avg=40.25,a21002-Max=62.5,\
                 a21002-ZsMin=1,a21002-ZsAvg=41.5,a21002-ZsMax=62.5,a21002-Flag=N;a21026-Cou=3.5,a21026-Min=1,\
                 a21026-Avg=10,a21026-Max=20,a21026-Flag=N";
    let frames = days.iter().map(|day| day_frame(*day, items));
    let sequence = world.anchor(others.chain(frames).collect());
    let proofs: Vec<_> = days.iter().map(|day| world.proof(sequence, *day)).collect();
    let nodes: usize = proofs.iter().map(|proof| proof.run.nodes.len()).sum();
    assert!(nodes >= 11 * PROOFS as usize, "{nodes} nodes");
    let sent = world.prove(proofs).expect("proofs");
    let each_us = sent.weight.ref_time() / PROOFS / 1_000_000;
    println!("a proof weighs {each_us} us");
    let block = <Runtime as frame_system::Config>::BlockWeights::get();
    let normal = block.get(DispatchClass::Normal);
    let room = normal.max_total.expect("a limit").ref_time();
    // 500 a second, and a block every three; 375 of a proof's microseconds are storage at its list price.
    assert!(
        sent.weight.ref_time() / PROOFS * 1_500 <= room,
        "a proof weighs {each_us} us"
    );
    assert_eq!(u64::from(world.year()[0].days_computed), PROOFS);
}
