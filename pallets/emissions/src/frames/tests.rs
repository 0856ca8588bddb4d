//! What is read from frames, also from those of the field and of a forger.

use super::*;
use crate::mock::{
    mn, nox,
    records::{frame, framed, of_bytes},
    so2, stack,
};
use limpid_hj212::FrameError;
use proptest::prelude::*;

const MORNING_MS: u64 = 1_793_491_200_000;

fn bytes(items: &str) -> Vec<u8> {
    frame(2031, &mn(), MORNING_MS, items)
}

/// Pollutant, mass and validity of each reading at a stack.
fn read(items: &str) -> Vec<(String, u128, DayValidity)> {
    let bytes = bytes(items);
    let frame = Frame::parse(&bytes).expect("a good frame");
    day_readings(&frame, Medium::Air)
        .into_iter()
        .map(|it| (it.pollutant.to_string(), it.mass.0, it.validity))
        .collect()
}

fn read_one(items: &str) -> (u128, DayValidity) {
    match read(items).as_slice() {
        [(_, mass, validity)] => (*mass, *validity),
        other => panic!("not one reading: {other:?}"),
    }
}

#[test]
fn masses_are_exact_and_in_the_factors_unit() {
    assert_eq!(
        read("a21026-Cou=0.09055002,a21026-Flag=N;a21002-Cou=18.50,a21002-Flag=N"),
        [
            ("a21002".into(), 18_500_000_000, DayValidity::Valid),
            ("a21026".into(), 90_550_020, DayValidity::Valid),
        ]
    );
    // Ammonia is counted in grams.
    assert_eq!(read_one("a21001-Cou=2.5"), (2_500_000, DayValidity::Valid));
}

#[test]
fn only_the_mediums_masses_are_read() {
    // A volume, water, a facility, a code of nobody, a mean, a lone flag.
    let items = "a00000-Cou=1;w01018-Cou=2;SB1-Cou=3;a99999-Cou=4;a21002-Avg=5;a21026-Flag=N";
    assert_eq!(read(items), []);
}

#[test]
fn a_flag_other_than_n_makes_them_invalid() {
    for flag in ["F", "M", "S", "D", "C", "T", "B", "n", "0", ""] {
        let items = format!("a21002-Cou=1,a21002-Flag={flag}");
        assert_eq!(
            read_one(&items),
            (1_000_000_000, DayValidity::Flagged),
            "{flag}"
        );
    }
    assert_eq!(
        read_one("a21002-Cou=1"),
        (1_000_000_000, DayValidity::Valid)
    );
}

#[test]
fn what_is_no_mass_is_unreadable() {
    // Empty, negative, below a microgram, above all masses.
    let large = "9".repeat(38);
    for value in ["", "-1", "0.0000000001", large.as_str()] {
        let items = format!("a21002-Cou={value},a21002-Flag=N");
        assert_eq!(read_one(&items), (0, DayValidity::Unreadable), "{value}");
    }
    assert_eq!(
        read_one("a21002-Cou=,a21002-Flag=D"),
        (0, DayValidity::Flagged)
    );
}

#[test]
fn what_is_said_twice_is_said_once_only_in_the_same_words() {
    assert_eq!(
        read_one("a21002-Cou=1;a21002-Cou=1,a21002-Flag=N"),
        (1_000_000_000, DayValidity::Valid)
    );
    assert_eq!(
        read_one("a21002-Cou=1,a21002-Flag=N;a21002-Cou=2"),
        (0, DayValidity::Unreadable)
    );
    assert_eq!(
        read_one("a21002-Cou=1,a21002-Flag=N;a21002-Flag=D"),
        (1_000_000_000, DayValidity::Flagged)
    );
    assert_eq!(
        read_one("a21002-Flag=N;a21026-Flag=D;a21002-Cou=1"),
        (1_000_000_000, DayValidity::Valid)
    );
}

#[test]
fn a_frame_is_taken_only_where_it_was_filed() {
    let good = || of_bytes(stack(), 2031, MORNING_MS, bytes("a21002-Cou=1"));
    assert!(frame_of(&good(), &mn()).is_ok());
    let other: Mn = "MN2".parse().expect("a device");
    assert_eq!(frame_of(&good(), &other), Err(FrameFault::OtherDevice));

    let cases: [(u16, u64, Vec<u8>); 4] = [
        (2061, MORNING_MS, bytes("")),
        (2031, MORNING_MS + 1, bytes("")),
        (2031, MORNING_MS, frame(2031, &other, MORNING_MS, "")),
        // Without a data time it is nowhere.
        (
            2031,
            MORNING_MS,
            framed("QN=20261101080000123;ST=31;CN=2031;PW=1;MN=MN1;Flag=5;CP=&&a21002-Cou=1&&"),
        ),
    ];
    for (kind, observed_ms, bytes) in cases {
        let record = of_bytes(stack(), kind, observed_ms, bytes);
        assert_eq!(frame_of(&record, &mn()), Err(FrameFault::Misfiled));
    }
}

#[test]
fn a_bad_frame_is_none() {
    let mut altered = bytes("a21002-Cou=1");
    let at = altered.len() - 10;
    altered[at] ^= 1;
    assert!(matches!(
        Frame::parse(&altered),
        Err(FrameError::CrcMismatch { .. })
    ));
    let record = of_bytes(stack(), 2031, MORNING_MS, altered);
    assert_eq!(frame_of(&record, &mn()), Err(FrameFault::Invalid));
}

fn mean_of(items: &str, of: &Pollutant, basis: LimitBasis) -> Result<String, MeanFault> {
    let bytes = bytes(items);
    let frame = Frame::parse(&bytes).expect("a good frame");
    mean(&frame, of, basis).map(|(value, unit)| format!("{} {unit}", value.text()))
}

#[test]
fn a_mean_is_the_one_of_the_limits_basis() {
    let items = "a21002-Avg=40.5,a21002-ZsAvg=52.10,a21002-Flag=N;a21026-Avg=1,a21026-Flag=N";
    assert_eq!(
        mean_of(items, &nox(), LimitBasis::Converted),
        Ok("52.10 mg/m3".into())
    );
    assert_eq!(
        mean_of(items, &nox(), LimitBasis::Measured),
        Ok("40.5 mg/m3".into())
    );
    assert_eq!(
        mean_of(items, &so2(), LimitBasis::Converted),
        Err(MeanFault::Missing)
    );
}

#[test]
fn a_mean_that_cannot_accuse_is_refused() {
    let of = |items| mean_of(items, &nox(), LimitBasis::Measured);
    assert_eq!(of("a21002-Avg=1,a21002-Flag=D"), Err(MeanFault::NotNormal));
    // Without a flag nothing says that the instrument worked.
    assert_eq!(of("a21002-Avg=1"), Err(MeanFault::NotNormal));
    assert_eq!(of("a21002-Avg=,a21002-Flag=N"), Err(MeanFault::Missing));
    assert_eq!(
        of("a21002-Avg=1,a21002-Flag=N;a21002-Avg=2"),
        Err(MeanFault::Missing)
    );
    let temperature = "a01012".parse().expect("a code");
    assert_eq!(
        mean_of(
            "a01012-Avg=90,a01012-Flag=N",
            &temperature,
            LimitBasis::Measured
        ),
        Err(MeanFault::NoUnit)
    );
}

proptest! {
    /// Whatever stands in a good frame, readings are in order, each pollutant once, and a valid one has a mass that can be.
    #[test]
    fn any_items_are_read_without_panic(
        items in prop::collection::vec(("a2100[12]|a21026|w01018|SB1|x", "Cou|Flag|Avg|RS", "[0-9.]{0,12}|N|D|-1"), 0..40),
    ) {
        let items: Vec<_> = items.iter().map(|(of, suffix, value)| format!("{of}-{suffix}={value}")).collect();
        let bytes = bytes(&items.join(";"));
        if let Ok(frame) = Frame::parse(&bytes) {
            let readings = day_readings(&frame, Medium::Air);
            prop_assert!(readings.is_sorted_by(|one, next| one.pollutant < next.pollutant));
            prop_assert!(readings.iter().all(|it| it.mass <= Micrograms::MAX));
            prop_assert!(readings
                .iter()
                .all(|it| it.validity != DayValidity::Unreadable || it.mass == Micrograms::ZERO));
        }
    }

    #[test]
    fn any_bytes_are_judged_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = frame_of(&of_bytes(stack(), 2031, MORNING_MS, bytes), &mn());
    }
}
