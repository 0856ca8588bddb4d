use super::{accuse, file, finding};
use crate::{
    exceedances::exceeds,
    mock::{
        doubles::{bind_for, tag, unbind_all},
        records::{day_record, frame, hour_record, limit, of_bytes, record, terms},
        *,
    },
    Error, Event, Excess,
};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::{FileDigest, Payload, Record, RunLeaf};
use limpid_hj212::Decimal;
use limpid_primitives::{
    emissions::{EmissionRules, EmissionRulesV1, FindingId, FindingStatus, FindingV1, ProofPlace},
    permit::{
        Averaging, ConcentrationUnit, Limit, LimitBasis, NotInForce, OutletTermsV1, PermitStatus,
    },
    Digest, Moment, Pollutant, RoundingRule,
};
use sp_runtime::{DispatchError, DispatchResult};

/// More than 50 mg/m3 of nitrogen oxides, converted.
const EXCESS: &str = "a21002-Avg=40,a21002-ZsAvg=50.1,a21002-Flag=N";

/// Anchors a record and shows it.
fn accuse_of(record: Record, pollutant: Pollutant, averaging: Averaging) -> DispatchResult {
    let key = record.key;
    let anchored = anchor(vec![record]);
    Emissions::prove_exceedance(
        signed(CARRIER),
        stack(),
        GATEWAY,
        anchored.sequence,
        pollutant,
        averaging,
        anchored.show(&(key..=key)),
    )
}

fn accuse_hour(record: Record) -> DispatchResult {
    accuse_of(record, nox(), Averaging::Hour)
}

fn set_rules(change: impl FnOnce(&mut EmissionRulesV1)) {
    let mut rules = EmissionRulesV1::default();
    change(&mut rules);
    Emissions::set_rules(root(), EmissionRules::V1(rules)).expect("rules");
}

#[test]
fn an_hour_above_its_limit_is_a_finding() {
    ExtBuilder::default().run(|| {
        let record = hour_record(14, EXCESS);
        let (observed_ms, digest) = (record.key.observed_ms, record.digest());
        assert_ok!(accuse_hour(record));
        let place = ProofPlace {
            gateway: GATEWAY,
            sequence: 1,
            record: digest,
        };
        assert_eq!(
            events(),
            [Event::FindingFiled {
                finding: FindingId(1),
                outlet: stack(),
                pollutant: nox(),
                averaging: Averaging::Hour,
                observed_ms,
                place,
            }]
        );
        assert_eq!(
            finding(FindingId(1)),
            FindingV1 {
                outlet: stack(),
                pollutant: nox(),
                averaging: Averaging::Hour,
                observed_ms,
                value: b"50.1".to_vec().try_into().expect("short"),
                unit: ConcentrationUnit::MilligramPerCubicMetre,
                permit_version: 1,
                not_in_force: None,
                limit: limit(nox(), Averaging::Hour, "50", LimitBasis::Converted),
                rounding: RoundingRule::FullValue,
                place,
                filed: now(),
                status: FindingStatus::Filed,
                technical_review: None,
                legal_review: None,
                notice: None,
                statement: None,
            }
        );
        let excess = Excess {
            pollutant: nox(),
            averaging: Averaging::Hour,
            observed_ms,
        };
        assert_eq!(
            crate::FindingOf::<Test>::get(stack(), excess),
            Some(FindingId(1))
        );
    });
}

#[test]
fn a_day_above_its_limit_is_a_finding() {
    ExtBuilder::default().run(|| {
        let at_limit = day_record(today(), "a21002-ZsAvg=100,a21002-Flag=N");
        assert_noop!(
            accuse_of(at_limit, nox(), Averaging::Day),
            Error::<Test>::NotExceeded
        );
        let above = day_record(today(), "a21002-ZsAvg=100.01,a21002-Flag=N");
        assert_ok!(accuse_of(above, nox(), Averaging::Day));
    });
}

#[test]
fn the_limits_basis_decides_which_value_is_compared() {
    ExtBuilder::default().run(|| {
        // Measured 40 is below, converted 50.1 above.
        assert_ok!(accuse(1, EXCESS));
        // Sulphur dioxide is limited as measured.
        let items = "a21026-Avg=34,a21026-ZsAvg=60,a21026-Flag=N";
        assert_noop!(
            accuse_of(hour_record(1, items), so2(), Averaging::Hour),
            Error::<Test>::NotExceeded
        );
    });
}

#[test]
fn the_rounding_rule_decides_about_half_a_digit() {
    // 50.4 is above 50 as it stands, and 50 when rounded to the limit's digits; 50.5 rounds to the even 50.
    let above = |value: &str| accuse(1, &format!("a21002-ZsAvg={value},a21002-Flag=N"));
    ExtBuilder::default().run(|| {
        assert_ok!(above("50.4"));
    });
    ExtBuilder::default().run(|| {
        set_rules(|rules| rules.rounding = RoundingRule::Rounded);
        for value in ["50.4", "50.5"] {
            assert_noop!(above(value), Error::<Test>::NotExceeded);
        }
        assert_ok!(above("50.51"));
        assert_eq!(finding(FindingId(1)).rounding, RoundingRule::Rounded);
    });
}

#[test]
fn values_are_compared_in_the_limits_unit() {
    let limit = |value: &str, unit| Limit {
        unit,
        ..limit(nox(), Averaging::Hour, value, LimitBasis::Measured)
    };
    let above = |value: &str, unit, limit: &Limit| {
        let value = Decimal::parse(value).expect("a number");
        exceeds(&value, unit, limit, RoundingRule::FullValue)
    };
    use ConcentrationUnit::*;
    let milligrams = limit("0.05", MilligramPerCubicMetre);
    assert_eq!(
        above("50000", NanogramPerCubicMetre, &milligrams),
        Some(false)
    );
    assert_eq!(
        above("50000.1", NanogramPerCubicMetre, &milligrams),
        Some(true)
    );
    let micrograms = limit("50", MicrogramPerCubicMetre);
    assert_eq!(
        above("0.0501", MilligramPerCubicMetre, &micrograms),
        Some(true)
    );
    assert_eq!(
        above("0.05", MilligramPerCubicMetre, &micrograms),
        Some(false)
    );
    // Air is not compared with water.
    assert_eq!(above("1", MilligramPerLitre, &milligrams), None);
}

#[test]
fn the_version_of_the_permit_that_stood_then_limits() {
    ExtBuilder::default().run(|| {
        let stricter = OutletTermsV1 {
            limits: vec![limit(nox(), Averaging::Hour, "10", LimitBasis::Converted)]
                .try_into()
                .expect("one"),
            ..terms()
        };
        doubles::amend(stack(), stricter);
        let items = "a21002-ZsAvg=20,a21002-Flag=N";
        assert_noop!(accuse(1, items), Error::<Test>::NotExceeded);
        go_to(after_today(3 * HOUR_MS));
        let later = record(stack(), 2061, today().end_ms() + HOUR_MS, items);
        assert_ok!(accuse_hour(later));
        assert_eq!(finding(FindingId(1)).permit_version, 2);
    });
}

#[test]
fn a_permit_that_is_not_in_force_limits_and_the_finding_says_so() {
    ExtBuilder::default()
        .permit_status(PermitStatus::Suspended)
        .run(|| {
            let id = file(1);
            assert_eq!(finding(id).not_in_force, Some(NotInForce::Suspended));
        });
    ExtBuilder::default().run(|| {
        let expired = day(22_000);
        go_to(after(expired, 0));
        let record = record(stack(), 2061, expired.start_ms(), EXCESS);
        assert_ok!(accuse_hour(record));
        assert_eq!(
            finding(FindingId(1)).not_in_force,
            Some(NotInForce::Expired)
        );
    });
}

#[test]
fn findings_are_numbered() {
    ExtBuilder::default().run(|| {
        assert_eq!([file(1), file(2)], [FindingId(1), FindingId(2)]);
        let items = "a21026-Avg=36,a21026-Flag=N";
        assert_ok!(accuse_of(hour_record(1, items), so2(), Averaging::Hour));
    });
}

#[test]
fn any_member_may_accuse() {
    ExtBuilder::default().run(|| {
        for (hour, by) in [AGENT, PARTY, STRANGER].into_iter().enumerate() {
            let record = hour_record(hour as u64, EXCESS);
            let key = record.key;
            let anchored = anchor(vec![record]);
            let run = anchored.show(&(key..=key));
            assert_ok!(Emissions::prove_exceedance(
                signed(by),
                stack(),
                GATEWAY,
                anchored.sequence,
                nox(),
                Averaging::Hour,
                run
            ));
        }
        let run = anchor(vec![hour_record(9, EXCESS)])
            .show(&limpid_evidence::DayProof::keys(stack(), today()));
        assert_noop!(
            Emissions::prove_exceedance(
                signed(999),
                stack(),
                GATEWAY,
                4,
                nox(),
                Averaging::Hour,
                run
            ),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_batch_is_not_anchored_or_another() {
    ExtBuilder::default().run(|| {
        let record = hour_record(1, EXCESS);
        let key = record.key;
        let first = anchor(vec![record]);
        anchor(vec![hour_record(2, EXCESS)]);
        let accuse = |sequence| {
            Emissions::prove_exceedance(
                signed(CARRIER),
                stack(),
                GATEWAY,
                sequence,
                nox(),
                Averaging::Hour,
                first.show(&(key..=key)),
            )
        };
        assert_noop!(accuse(3), Error::<Test>::AnchorUnknown { index: 0 });
        assert_noop!(accuse(2), Error::<Test>::RootMismatch { index: 0 });
    });
}

#[test]
fn fails_when_not_exactly_one_record_is_shown() {
    ExtBuilder::default().run(|| {
        let records = [hour_record(1, EXCESS), hour_record(2, EXCESS)];
        let keys = records.clone().map(|record| record.key);
        let anchored = anchor(records.to_vec());
        let both = anchored.show(&(keys[0]..=keys[1]));
        let none = {
            let mut run = both.clone();
            let leaves = anchored.batch.leaves().iter().map(RunLeaf::neighbour);
            run.leaves = leaves.collect::<Vec<_>>().try_into().expect("two");
            run
        };
        for run in [both, none] {
            assert_noop!(
                Emissions::prove_exceedance(
                    signed(CARRIER),
                    stack(),
                    GATEWAY,
                    1,
                    nox(),
                    Averaging::Hour,
                    run
                ),
                Error::<Test>::RecordMissing { index: 0 }
            );
        }
    });
}

#[test]
fn fails_when_the_record_is_of_another_outlet_or_command() {
    ExtBuilder::default().run(|| {
        let other = || Error::<Test>::RecordOfOtherKind { index: 0 };
        let start_ms = today().start_ms();
        let elsewhere = record(outlet("DA002"), 2061, start_ms, EXCESS);
        assert_noop!(accuse_hour(elsewhere), other());
        let minute = record(stack(), 2051, start_ms, EXCESS);
        assert_noop!(accuse_hour(minute), other());
        assert_noop!(
            accuse_of(hour_record(0, EXCESS), nox(), Averaging::Day),
            other()
        );
        let file = Record {
            payload: Payload::File(FileDigest {
                sha256: Digest::ZERO,
                length: 1,
                media_type: "image/jpeg".parse().expect("a type"),
            }),
            ..of_bytes(stack(), 0, start_ms, vec![])
        };
        assert_noop!(accuse_hour(file), other());
    });
}

#[test]
fn fails_when_no_hour_or_day_begins_then() {
    ExtBuilder::default().run(|| {
        let off = record(stack(), 2061, today().start_ms() + 60_000, EXCESS);
        assert_noop!(accuse_hour(off), Error::<Test>::PeriodMisaligned);
        let off = record(stack(), 2031, today().start_ms() + HOUR_MS, EXCESS);
        assert_noop!(
            accuse_of(off, nox(), Averaging::Day),
            Error::<Test>::PeriodMisaligned
        );
    });
}

#[test]
fn fails_before_the_hour_is_over() {
    ExtBuilder::default().run(|| {
        go_to(Moment {
            block: 1,
            time_ms: today().start_ms() + HOUR_MS - 1,
        });
        assert_noop!(accuse(0, EXCESS), Error::<Test>::PeriodNotOver { index: 0 });
    });
}

#[test]
fn fails_when_it_is_found_already_whatever_became_of_it() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_noop!(accuse(1, EXCESS), Error::<Test>::AlreadyFound);
        assert_ok!(Emissions::dismiss_finding(signed(AGENT), id, DOCUMENT));
        assert_noop!(accuse(1, EXCESS), Error::<Test>::AlreadyFound);
    });
}

#[test]
fn fails_when_no_device_was_bound_then_or_another() {
    ExtBuilder::default().run(|| {
        unbind_all();
        assert_noop!(
            accuse(1, EXCESS),
            Error::<Test>::OutletNotBound { index: 0 }
        );
        let other = "MN2".parse().expect("a device");
        bind_for(GATEWAY, stack(), other, 0..u64::MAX);
        assert_noop!(
            accuse(1, EXCESS),
            Error::<Test>::DeviceMismatch { index: 0 }
        );
    });
}

#[test]
fn fails_when_the_frame_is_bad_or_of_another_hour() {
    ExtBuilder::default().run(|| {
        let start_ms = today().start_ms();
        let mut bytes = frame(2061, &mn(), start_ms, EXCESS);
        bytes[100] ^= 1;
        let bad = of_bytes(stack(), 2061, start_ms, bytes);
        assert_noop!(accuse_hour(bad), Error::<Test>::FrameInvalid { index: 0 });
        let bytes = frame(2061, &mn(), start_ms + HOUR_MS, EXCESS);
        let misfiled = of_bytes(stack(), 2061, start_ms, bytes);
        assert_noop!(
            accuse_hour(misfiled),
            Error::<Test>::FrameMisfiled { index: 0 }
        );
    });
}

#[test]
fn fails_without_a_permit_or_its_outlet_or_a_limit() {
    ExtBuilder::default().without_permit().run(|| {
        assert_noop!(accuse(1, EXCESS), Error::<Test>::PermitUnknown);
        doubles::issue(outlet("DA002"), terms(), PermitStatus::Active);
        assert_noop!(accuse(1, EXCESS), Error::<Test>::OutletUnknown);
    });
    ExtBuilder::default().run(|| {
        let items = "a21005-Avg=99,a21005-Flag=N";
        assert_noop!(
            accuse_of(hour_record(1, items), pollutant("a21005"), Averaging::Hour),
            Error::<Test>::NoLimit
        );
        let items = "a21026-Avg=99,a21026-Flag=N";
        assert_noop!(
            accuse_of(day_record(today(), items), so2(), Averaging::Day),
            Error::<Test>::NoLimit
        );
    });
}

#[test]
fn fails_when_frames_write_no_concentration() {
    let lead = pollutant("a20043");
    let with_lead = OutletTermsV1 {
        limits: vec![limit(lead, Averaging::Hour, "1", LimitBasis::Measured)]
            .try_into()
            .expect("one"),
        ..terms()
    };
    ExtBuilder::default().terms(with_lead).run(|| {
        let items = "a20043-Avg=9,a20043-Flag=N";
        assert_noop!(
            accuse_of(hour_record(1, items), lead, Averaging::Hour),
            Error::<Test>::UnitUnknown
        );
    });
}

#[test]
fn fails_without_a_value_that_can_be_compared() {
    ExtBuilder::default().run(|| {
        let huge = format!("a21002-ZsAvg={},a21002-Flag=N", "9".repeat(38));
        for items in [
            "a21002-Avg=60,a21002-Flag=N",
            "a21002-ZsAvg=,a21002-Flag=N",
            "a21002-ZsAvg=60,a21002-Flag=N;a21002-ZsAvg=70",
        ] {
            assert_noop!(accuse(1, items), Error::<Test>::ValueMissing);
        }
        // Nonsense, and above every limit.
        assert_ok!(accuse(1, &huge));
    });
}

#[test]
fn fails_when_the_logger_does_not_say_that_it_is_normal() {
    ExtBuilder::default().run(|| {
        for items in ["a21002-ZsAvg=60,a21002-Flag=D", "a21002-ZsAvg=60"] {
            assert_noop!(accuse(1, items), Error::<Test>::FlagNotNormal);
        }
    });
}

#[test]
fn fails_when_accepted_tags_cover_too_much() {
    ExtBuilder::default().run(|| {
        let quarter_ms = HOUR_MS / 4;
        let hour_ms = |hour: u64| today().start_ms() + hour * HOUR_MS;
        tag(stack(), hour_ms(1)..hour_ms(1) + quarter_ms);
        tag(stack(), hour_ms(2)..hour_ms(2) + quarter_ms + 1);
        assert_ok!(accuse(1, EXCESS));
        assert_noop!(accuse(2, EXCESS), Error::<Test>::DataTagged);
        let items = "a21002-ZsAvg=101,a21002-Flag=N";
        assert_ok!(accuse_of(day_record(today(), items), nox(), Averaging::Day));
    });
}

#[test]
fn fails_at_or_below_the_limit() {
    ExtBuilder::default().run(|| {
        for value in ["50", "50.000", "49.9", "-60", "0"] {
            let items = format!("a21002-ZsAvg={value},a21002-Flag=N");
            assert_noop!(accuse(1, &items), Error::<Test>::NotExceeded);
        }
    });
}
