//! A plant from its permit to its fine: institutions, permit, tags, anchors and emissions as the chain composes them, by members'
//! signed transactions in real blocks.

use frame_support::{assert_err, assert_ok, dispatch::DispatchClass};
use limpid_evidence::{BatchWithout, DayProof, Record, RecordKey};
use limpid_primitives::{
    emissions::{
        DayEntry, DayGap, DayTotal, DayValidity, EmissionLookup, Finding, FindingId, FindingStatus,
        FindingV1, ReviewKind, SubstitutionRule, YearEntry,
    },
    permit::{Averaging, NotInForce, PermitLookup},
    Day, Micrograms, Pollutant, TagCode, TagId,
};
use limpid_runtime::{Emissions, Permits, Runtime, RuntimeEvent};
use pallet_emissions::{Call, Error, Event};
use sp_runtime::DispatchError;

mod blocks;
mod merge;
mod plant;
use blocks::{account, Sent};
use plant::{
    day_frame, frame, nox, outlet, so2, today, World, AGENCY, APPROVERS, DOCUMENT, GATEWAY,
    HOUR_MS, MASSES, OPERATOR, PLANT,
};

const fn grams(grams: u128) -> Micrograms {
    Micrograms(grams * 1_000_000)
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

impl World {
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
