use super::{entry, kilograms, prove, prove_day, total, year, year_of};
use crate::{
    day_proofs::Effort,
    mock::{
        doubles::{alter_header, amend, bind_for, tag, unbind_all, Anchored},
        records::{day_record, frame, of_bytes, record, terms},
        *,
    },
    weights::WeightInfo,
    DayReading, Error, Event, RunSize, CONFLICTS_MAX,
};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use limpid_evidence::{DayProof, RunLeaf};
use limpid_primitives::{
    emissions::{Computed, Conflict, ConflictV1, DayValidity, ProofPlace, YearEntry},
    permit::{OutletTermsV1, PermitStatus},
    Digest, Micrograms,
};
use sp_runtime::DispatchError;

const ITEMS: &str = "a21002-Cou=12.5,a21002-Flag=N;a21026-Cou=3,a21026-Flag=N";

fn reading(pollutant: limpid_primitives::Pollutant, mass: Micrograms) -> DayReading {
    DayReading {
        pollutant,
        mass,
        validity: DayValidity::Valid,
    }
}

fn one(proof: DayProof) -> DispatchResultWithPostInfo {
    prove(vec![proof])
}

#[test]
fn masses_are_added_once_to_day_and_year() {
    ExtBuilder::default().run(|| {
        let record = day_record(today(), ITEMS);
        let place = ProofPlace {
            gateway: GATEWAY,
            sequence: 1,
            record: record.digest(),
        };
        let anchored = anchor(vec![record]);
        assert_ok!(one(anchored.proof(stack(), today())));
        assert_eq!(
            events(),
            [Event::DayProven {
                outlet: stack(),
                day: today(),
                place,
                readings: vec![
                    reading(nox(), Micrograms(12_500_000_000)),
                    reading(so2(), kilograms(3))
                ],
            }]
        );
        assert_eq!(total(today()).frame, Some(place));
        assert_eq!(
            entry(today(), so2()).computed,
            Some(Computed {
                mass: kilograms(3),
                validity: DayValidity::Valid,
                place,
                at: now(),
            })
        );
        assert_eq!(
            year()[1],
            YearEntry {
                pollutant: so2(),
                mass: kilograms(3),
                days_overridden: 0,
                days_computed: 1,
                days_substituted: 0,
            }
        );
    });
}

#[test]
fn a_replay_changes_nothing_and_says_nothing() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        assert_ok!(one(anchored.proof(stack(), today())));
        let before = (total(today()), year());
        System::reset_events();
        assert_ok!(one(anchored.proof(stack(), today())));
        assert_ok!(prove(vec![
            anchored.proof(stack(), today()),
            anchored.proof(stack(), today())
        ]));
        assert_eq!(events(), []);
        assert_eq!((total(today()), year()), before);
    });
}

#[test]
fn the_same_frame_sent_again_changes_nothing() {
    ExtBuilder::default().run(|| {
        prove_day(today(), ITEMS);
        let before = (total(today()), year());
        System::reset_events();
        prove_day(today(), ITEMS);
        assert_eq!(events(), []);
        assert_eq!((total(today()), year()), before);
    });
}

#[test]
fn a_differing_frame_is_a_conflict_and_the_first_stands() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Cou=10,a21002-Flag=N");
        System::reset_events();
        let other = day_record(today(), "a21002-Cou=9,a21002-Flag=N");
        let record = other.digest();
        let anchored = anchor(vec![other]);
        let conflict = ConflictV1 {
            pollutant: nox(),
            mass: Some(kilograms(9)),
            place: ProofPlace {
                gateway: GATEWAY,
                sequence: 2,
                record,
            },
            at: now(),
        };
        for _ in 0..2 {
            assert_ok!(one(anchored.proof(stack(), today())));
        }
        assert_eq!(
            events(),
            [Event::DayConflicted {
                outlet: stack(),
                day: today(),
                conflict,
            }]
        );
        assert_eq!(
            crate::Conflicts::<Test>::get(stack(), today()).into_inner(),
            [Conflict::V1(conflict)]
        );
        assert_eq!(entry(today(), nox()).effective(), Some(kilograms(10)));
        assert_eq!(year_of(nox()).mass, kilograms(10));
    });
}

#[test]
fn what_was_said_otherwise_before_is_no_new_conflict() {
    ExtBuilder::default().run(|| {
        for items in [
            "a21002-Cou=10",
            "a21002-Cou=9",
            "a21002-Cou=9,a21002-Flag=N",
        ] {
            prove_day(today(), items);
        }
        assert_eq!(crate::Conflicts::<Test>::get(stack(), today()).len(), 1);
    });
}

#[test]
fn both_frames_of_one_batch_are_judged_in_their_order() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![
            day_record(today(), "a21002-Cou=10"),
            day_record(today(), "a21002-Cou=9"),
        ]);
        assert_ok!(one(anchored.proof(stack(), today())));
        assert_eq!(entry(today(), nox()).effective(), Some(kilograms(10)));
        assert_eq!(crate::Conflicts::<Test>::get(stack(), today()).len(), 1);
    });
}

#[test]
fn parts_of_a_split_message_add_up() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Cou=10");
        prove_day(today(), "a21026-Cou=2");
        assert_eq!(entry(today(), nox()).effective(), Some(kilograms(10)));
        assert_eq!(entry(today(), so2()).effective(), Some(kilograms(2)));
        assert!(crate::Conflicts::<Test>::get(stack(), today()).is_empty());
    });
}

#[test]
fn invalid_data_have_no_mass_that_counts() {
    ExtBuilder::default().run(|| {
        prove_day(
            today(),
            "a21002-Cou=10,a21002-Flag=D;a21026-Cou=,a21026-Flag=N",
        );
        for (pollutant, validity) in [
            (nox(), DayValidity::Flagged),
            (so2(), DayValidity::Unreadable),
        ] {
            let entry = entry(today(), pollutant);
            assert_eq!(entry.computed.map(|it| it.validity), Some(validity));
            assert_eq!(entry.effective(), None);
        }
        assert_eq!(year(), []);
    });
}

#[test]
fn valid_data_stand_before_invalid_ones_in_either_order() {
    let (valid, invalid) = ("a21002-Cou=10,a21002-Flag=N", "a21002-Cou=,a21002-Flag=F");
    for items in [[valid, invalid], [invalid, valid]] {
        ExtBuilder::default().run(|| {
            for items in items {
                prove_day(today(), items);
            }
            assert_eq!(entry(today(), nox()).effective(), Some(kilograms(10)));
            let conflicts = crate::Conflicts::<Test>::get(stack(), today());
            let masses: Vec<_> = conflicts
                .iter()
                .map(|Conflict::V1(conflict)| conflict.mass)
                .collect();
            assert_eq!(masses, [None]);
        });
    }
}

#[test]
fn invalid_frames_proven_again_after_a_valid_one_changes_nothing() {
    ExtBuilder::default().run(|| {
        // The second says the same as the first, so nothing of it was noted.
        let invalid = ["a21002-Cou=1,a21002-Flag=D", "a21002-Cou=,a21002-Flag=F"]
            .map(|items| anchor(vec![day_record(today(), items)]));
        for anchored in &invalid {
            assert_ok!(one(anchored.proof(stack(), today())));
        }
        prove_day(today(), "a21002-Cou=10");
        System::reset_events();
        for anchored in &invalid {
            assert_ok!(one(anchored.proof(stack(), today())));
        }
        assert_eq!(events(), []);
    });
}

#[test]
fn a_tagged_day_does_not_count() {
    let start_ms = today().start_ms();
    for (tagged_ms, counts) in [(4 * HOUR_MS, true), (4 * HOUR_MS + 1, false)] {
        ExtBuilder::default().run(|| {
            tag(stack(), start_ms..start_ms + tagged_ms);
            prove_day(today(), ITEMS);
            let computed = entry(today(), nox()).computed.expect("a mass");
            assert_eq!(computed.validity == DayValidity::Valid, counts);
            assert_eq!(computed.mass, Micrograms(12_500_000_000));
            assert_eq!(year().is_empty(), !counts);
        });
    }
}

#[test]
fn only_pollutants_that_the_permit_names_are_counted() {
    ExtBuilder::default().run(|| {
        // Carbon monoxide is not named; sulphur dioxide has a limit and no yearly mass.
        prove_day(today(), "a21005-Cou=1;a21026-Cou=2");
        let counted: Vec<_> = total(today())
            .entries
            .iter()
            .map(|entry| entry.pollutant)
            .collect();
        assert_eq!(counted, [so2()]);
    });
}

#[test]
fn without_a_permit_all_are_counted() {
    ExtBuilder::default().without_permit().run(|| {
        prove_day(today(), "a21005-Cou=1;a21026-Cou=2;w01018-Cou=3");
        assert_eq!(total(today()).entries.len(), 2);
    });
}

#[test]
fn the_permits_version_of_that_day_decides() {
    ExtBuilder::default().run(|| {
        let fewer = OutletTermsV1 {
            limits: Default::default(),
            ..terms()
        };
        amend(stack(), fewer);
        go_to(after(day_after(2), 0));
        prove_day(today(), ITEMS);
        prove_day(day_after(2), ITEMS);
        assert_eq!(total(today()).entries.len(), 2);
        assert_eq!(total(day_after(2)).entries.len(), 1);
    });
}

#[test]
fn a_permit_that_is_not_in_force_counts_all_the_same() {
    ExtBuilder::default()
        .permit_status(PermitStatus::Suspended)
        .run(|| {
            prove_day(today(), ITEMS);
            assert_eq!(year_of(nox()).days_computed, 1);
        });
}

#[test]
fn a_frame_without_masses_is_noted_as_the_days() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Avg=1,a21002-Flag=N");
        assert!(total(today()).entries.is_empty() && total(today()).frame.is_some());
        let [Event::DayProven { readings, .. }] = &events()[..] else {
            panic!("not one event");
        };
        assert!(readings.is_empty());
    });
}

#[test]
fn days_of_two_years_go_to_their_years() {
    ExtBuilder::default().run(|| {
        let first = "2026-12-31".parse().expect("a day");
        let second = "2027-01-01".parse().expect("a day");
        go_to(after(second, 0));
        prove_day(first, "a21002-Cou=1");
        prove_day(second, "a21002-Cou=2");
        for (year, mass) in [(2026, 1), (2027, 2)] {
            let sums = Emissions::year_of_permit(permit(), year);
            assert_eq!(sums.first().map(|it| it.mass), Some(kilograms(mass)));
        }
    });
}

#[test]
fn a_call_proves_many_days() {
    ExtBuilder::default().run(|| {
        let days = (0..i64::from(PROOFS_MAX)).map(|back| day_after(-back));
        let records = days.clone().map(|day| day_record(day, "a21002-Cou=1"));
        let anchored = anchor(records.collect());
        assert_ok!(prove(
            days.map(|day| anchored.proof(stack(), day)).collect()
        ));
        assert_eq!(year_of(nox()).days_computed, PROOFS_MAX as u16);
        assert_eq!(year_of(nox()).mass, kilograms(PROOFS_MAX.into()));
    });
}

#[test]
fn one_bad_proof_refuses_all_and_is_named() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        let good = anchored.proof(stack(), today());
        let bad = DayProof {
            sequence: 9,
            ..good.clone()
        };
        assert_noop!(
            prove(vec![good, bad]),
            Error::<Test>::AnchorUnknown { index: 1 }
        );
    });
}

#[test]
fn conflicts_beyond_the_most_are_not_kept() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Cou=1");
        for mass in 0..=u64::from(CONFLICTS_MAX) {
            prove_day(today(), &format!("a21002-Cou={}", mass + 2));
        }
        let kept = crate::Conflicts::<Test>::get(stack(), today()).len();
        assert_eq!(kept as u32, CONFLICTS_MAX);
    });
}

#[test]
fn what_pollutants_and_conflicts_would_cost_is_given_back() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), "a21002-Cou=1")]);
        let proofs = vec![anchored.proof(stack(), today())];
        let found = |entries, conflicted| Effort {
            entries,
            conflicted,
        };
        let without = Emissions::days_weight(&proofs, found(1, 0));
        assert_eq!(prove(proofs).expect("a proof").actual_weight, Some(without));
        let other = anchor(vec![day_record(today(), "a21002-Cou=2")]);
        let proofs = vec![other.proof(stack(), today())];
        let charged = Emissions::days_weight(&proofs, found(1, 1));
        let without = Emissions::days_weight(&proofs, found(1, 0));
        assert_eq!(charged, without + <() as WeightInfo>::keep_conflicts());
        let most = Emissions::days_weight_max(&proofs);
        assert!(most.ref_time() > charged.ref_time());
        assert_eq!(prove(proofs).expect("a proof").actual_weight, Some(charged));
    });
}

#[test]
fn a_hostile_frame_weighs_what_its_bytes_weigh() {
    ExtBuilder::default().run(|| {
        let small = anchor(vec![day_record(today(), "a21002-Cou=1")]);
        let items = "a21002-Cou=1;".repeat(700);
        let large = anchor(vec![day_record(today(), &items)]);
        let weigh = |proof: DayProof| Emissions::days_weight_max(&[proof]).ref_time();
        let (small, large) = (small.proof(stack(), today()), large.proof(stack(), today()));
        assert!(RunSize::of(&large.run).bytes > 9_000);
        assert!(weigh(large) > weigh(small) + 9_000 * 10_000);
    });
}

#[test]
fn fails_without_the_duty() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        let proofs = vec![anchored.proof(stack(), today())];
        assert_noop!(
            Emissions::prove_days(signed(AGENT), proofs.try_into().expect("one")),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_without_a_proof() {
    ExtBuilder::default().run(|| {
        assert_noop!(prove(vec![]), Error::<Test>::NoProofs);
    });
}

#[test]
fn fails_before_the_day_is_over() {
    ExtBuilder::default().run(|| {
        let tomorrow = day_after(1);
        let anchored = anchor(vec![day_record(tomorrow, ITEMS)]);
        go_to(limpid_primitives::Moment {
            block: 1,
            time_ms: tomorrow.end_ms() - 1,
        });
        assert_noop!(
            one(anchored.proof(stack(), tomorrow)),
            Error::<Test>::PeriodNotOver { index: 0 }
        );
        go_to(after(tomorrow, 0));
        assert_ok!(one(anchored.proof(stack(), tomorrow)));
    });
}

#[test]
fn fails_when_the_batch_is_not_anchored() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        let proof = DayProof {
            gateway: SECOND,
            ..anchored.proof(stack(), today())
        };
        assert_noop!(one(proof), Error::<Test>::AnchorUnknown { index: 0 });
    });
}

#[test]
fn fails_when_the_run_is_not_the_batchs() {
    ExtBuilder::default().run(|| {
        let first = anchor(vec![day_record(today(), ITEMS)]);
        let second = anchor(vec![day_record(today(), "a21002-Cou=1")]);
        let proof = DayProof {
            sequence: second.sequence,
            ..first.proof(stack(), today())
        };
        assert_noop!(one(proof), Error::<Test>::RootMismatch { index: 0 });
    });
}

#[test]
fn fails_when_the_run_is_malformed() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        let mut proof = anchored.proof(stack(), today());
        proof.run.nodes = vec![Digest::ZERO].try_into().expect("one");
        assert_noop!(one(proof), Error::<Test>::RunMalformed { index: 0 });
    });
}

#[test]
fn fails_when_a_leaf_is_no_record() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        let mut proof = anchored.proof(stack(), today());
        let leaf = RunLeaf::Record(vec![1, 2, 3].try_into().expect("short"));
        proof.run.leaves = vec![leaf].try_into().expect("one");
        assert_noop!(one(proof), Error::<Test>::LeafUnreadable { index: 0 });
    });
}

#[test]
fn fails_when_the_gateway_did_not_sort() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![
            day_record(today(), ITEMS),
            day_record(today(), "a21002-Cou=1"),
        ]);
        let mut proof = anchored.proof(stack(), today());
        let mut leaves = proof.run.leaves.to_vec();
        leaves.reverse();
        proof.run.leaves = leaves.try_into().expect("two");
        let hashes = anchored.batch.leaves().iter().rev();
        let tree = limpid_evidence::MerkleTree::from_leaves(hashes.map(|it| it.hash()).collect());
        alter_header(&anchored, |header| header.root = tree.root());
        assert_noop!(one(proof), Error::<Test>::LeavesUnsorted { index: 0 });
    });
}

#[test]
fn fails_when_the_gateway_misstated_the_batchs_time() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        alter_header(&anchored, |header| header.observed_from_ms += 1);
        assert_noop!(
            one(anchored.proof(stack(), today())),
            Error::<Test>::LeafOutsideHeader { index: 0 }
        );
    });
}

#[test]
fn fails_when_records_of_the_day_may_be_left_out() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![
            day_record(today(), "a21002-Cou=1"),
            day_record(today(), "a21002-Cou=2"),
        ]);
        let mut proof = anchored.proof(stack(), today());
        let first = anchored.batch.leaves()[0].key;
        proof.run = anchored.show(&(first..=first));
        // The second is a neighbour there: shown, and hidden.
        assert_noop!(one(proof.clone()), Error::<Test>::RecordHidden { index: 0 });
        let leaves = proof.run.leaves.to_vec();
        proof.run.leaves = leaves[..1].to_vec().try_into().expect("one");
        proof.run.nodes = vec![anchored.batch.leaves()[1].hash()]
            .try_into()
            .expect("one");
        assert_noop!(one(proof), Error::<Test>::RangeOpen { index: 0 });
    });
}

#[test]
fn fails_when_the_batch_has_no_frame_of_the_day() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(day_after(-1), ITEMS)]);
        assert_noop!(
            one(anchored.proof(stack(), today())),
            Error::<Test>::RecordMissing { index: 0 }
        );
    });
}

#[test]
fn fails_when_no_device_was_bound_when_the_day_began() {
    ExtBuilder::default().run(|| {
        unbind_all();
        bind_for(GATEWAY, stack(), mn(), today().start_ms() + 1..u64::MAX);
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        assert_noop!(
            one(anchored.proof(stack(), today())),
            Error::<Test>::OutletNotBound { index: 0 }
        );
    });
}

#[test]
fn a_frame_of_another_device_is_noted_and_says_nothing() {
    ExtBuilder::default().run(|| {
        unbind_all();
        let other = "MN2".parse().expect("a device");
        bind_for(GATEWAY, stack(), other, 0..u64::MAX);
        let anchored = anchor(vec![day_record(today(), ITEMS)]);
        is_noted_without_readings(&anchored);
    });
}

#[test]
fn a_bad_frame_is_noted_and_says_nothing() {
    ExtBuilder::default().run(|| {
        let mut bytes = frame(2031, &mn(), today().start_ms(), ITEMS);
        bytes[100] ^= 1;
        let anchored = anchor(vec![of_bytes(stack(), 2031, today().start_ms(), bytes)]);
        is_noted_without_readings(&anchored);
    });
}

#[test]
fn a_misfiled_frame_is_noted_and_says_nothing() {
    ExtBuilder::default().run(|| {
        let bytes = frame(2031, &mn(), day_after(-1).start_ms(), ITEMS);
        let anchored = anchor(vec![of_bytes(stack(), 2031, today().start_ms(), bytes)]);
        is_noted_without_readings(&anchored);
    });
}

/// The day has a frame, of which nothing counts: what it lacks can be substituted.
fn is_noted_without_readings(anchored: &Anchored) {
    assert_ok!(one(anchored.proof(stack(), today())));
    assert!(total(today()).frame.is_some());
    assert!(total(today()).entries.is_empty());
    assert_eq!(year(), []);
}

#[test]
fn a_bad_frame_does_not_keep_a_good_one_of_its_batch_from_counting() {
    ExtBuilder::default().run(|| {
        let start_ms = today().start_ms();
        let misfiled = frame(2031, &mn(), day_after(-1).start_ms(), "a21002-Cou=9");
        let anchored = anchor(vec![
            of_bytes(stack(), 2031, start_ms, misfiled),
            day_record(today(), "a21002-Cou=1"),
        ]);
        assert_ok!(one(anchored.proof(stack(), today())));
        assert_eq!(year_of(nox()).mass, kilograms(1));
    });
}

#[test]
fn frames_of_other_outlets_and_commands_are_neighbours_only() {
    ExtBuilder::default().run(|| {
        let start_ms = today().start_ms();
        let anchored = anchor(vec![
            record(stack(), 2011, start_ms, "a21002-Cou=100"),
            day_record(today(), "a21002-Cou=1"),
            record(stack(), 2061, start_ms, "a21002-Cou=100"),
            record(outlet("DA002"), 2031, start_ms, "a21002-Cou=100"),
        ]);
        assert_ok!(one(anchored.proof(stack(), today())));
        assert_eq!(year_of(nox()).mass, kilograms(1));
    });
}
