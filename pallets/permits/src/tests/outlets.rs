//! What a version can allow. The three calls that make versions share the rules, so each fault is shown with each of them.

use crate::{limits_in, mock::*, Error, OutletList};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    permit::{Averaging, Category, ConcentrationUnit, Limit, LimitBasis, OutletTerms, YearlyMass},
    OutletCode,
};
use sp_runtime::DispatchError;

/// Each call that makes a version fails with these outlets for this reason.
fn fails(outlets: Vec<(OutletCode, OutletTerms)>, error: Error<Test>) {
    ExtBuilder::default().permit(site(1)).run(|| {
        let outlets = || list(outlets.clone());
        let issue = |outlets: OutletList| {
            Issue {
                outlets,
                ..Issue::of(site(2))
            }
            .send()
        };
        let amend =
            |outlets| Permits::amend_permit(signed(AGENT), site(1), Category::Key, REASON, outlets);
        let renew = |outlets| {
            Permits::renew_permit(
                signed(AGENT),
                site(1),
                VALIDITY.until_ms + 1,
                Category::Key,
                REASON,
                outlets,
            )
        };
        let error = DispatchError::from(error);
        assert_noop!(issue(outlets()), error);
        assert_noop!(amend(outlets()), error);
        assert_noop!(renew(outlets()), error);
    });
}

fn with_limits(code: &str, limits: Vec<Limit>) -> (OutletCode, OutletTerms) {
    outlet(code, terms(limits, vec![]))
}

fn with_masses(code: &str, masses: Vec<YearlyMass>) -> (OutletCode, OutletTerms) {
    outlet(code, terms(vec![], masses))
}

#[test]
fn fails_when_the_outlets_are_not_in_order_or_one_is_there_twice() {
    let error = || Error::OutletsUnordered { index: 1 };
    fails(vec![drain(), stack()], error());
    fails(vec![stack(), stack()], error());
}

#[test]
fn fails_when_a_pollutant_is_of_the_other_medium() {
    let error = || Error::PollutantUnfit { index: 1 };
    let cod = || limit("w01018", Averaging::Day, "40");
    fails(vec![stack(), with_limits("DA002", vec![cod()])], error());
    let nox = limit("a21002", Averaging::Hour, "50");
    fails(vec![stack(), with_limits("DW001", vec![nox])], error());
    let mass = yearly_mass("w01018", 1);
    fails(vec![stack(), with_masses("DA002", vec![mass])], error());
}

#[test]
fn fails_when_a_unit_is_of_the_other_medium() {
    let wrong = Limit {
        unit: ConcentrationUnit::MilligramPerLitre,
        ..limit("a21002", Averaging::Hour, "50")
    };
    fails(
        vec![with_limits("DA001", vec![wrong])],
        Error::UnitUnfit { index: 0 },
    );
    let wrong = Limit {
        unit: ConcentrationUnit::NanogramPerCubicMetre,
        ..limit("w01018", Averaging::Day, "40")
    };
    fails(
        vec![stack(), with_limits("DW001", vec![wrong])],
        Error::UnitUnfit { index: 1 },
    );
}

#[test]
fn fails_when_values_of_water_would_be_converted() {
    let wrong = Limit {
        basis: LimitBasis::Converted,
        ..limit("w01018", Averaging::Day, "40")
    };
    fails(
        vec![with_limits("DW001", vec![wrong])],
        Error::BasisUnfit { index: 0 },
    );
}

#[test]
fn fails_when_limits_are_not_in_order_or_one_is_there_twice() {
    let hour = |pollutant| limit(pollutant, Averaging::Hour, "50");
    let day = |pollutant| limit(pollutant, Averaging::Day, "50");
    for limits in [
        vec![hour("a21026"), hour("a21002")],
        vec![day("a21002"), hour("a21002")],
        vec![hour("a21002"), hour("a21002")],
    ] {
        fails(
            vec![with_limits("DA001", limits)],
            Error::LimitsUnordered { index: 0 },
        );
    }
}

#[test]
fn fails_when_yearly_masses_are_not_in_order_or_one_is_there_twice() {
    let mass = |pollutant| yearly_mass(pollutant, 1);
    for masses in [
        vec![mass("a21026"), mass("a21002")],
        vec![mass("a21002"), mass("a21002")],
    ] {
        fails(
            vec![with_masses("DA001", masses)],
            Error::YearlyMassesUnordered { index: 0 },
        );
    }
}

/// Outlets with as many limits and yearly masses together.
fn with_many(count: u32) -> OutletList {
    let each = |number: u32| format!("a{number:05}");
    let limits: Vec<_> = (0..32)
        .map(|number| limit(&each(number), Averaging::Hour, "1"))
        .collect();
    let masses: Vec<_> = (0..32)
        .map(|number| yearly_mass(&each(number), 1))
        .collect();
    let rest = masses[..count as usize - 64].to_vec();
    list(vec![
        outlet("DA001", terms(limits, masses)),
        with_masses("DA002", rest),
    ])
}

#[test]
fn fails_when_the_limits_are_too_many_together() {
    let full = with_many(LIMITS_MAX);
    assert_eq!(limits_in(&full), LIMITS_MAX);
    ExtBuilder::default().run(|| {
        assert_ok!(Issue {
            outlets: full,
            ..Issue::of(site(1))
        }
        .send());
    });
    fails(with_many(LIMITS_MAX + 1).into_inner(), Error::TooManyLimits);
}

#[test]
fn measured_values_of_flue_gas_can_be_limited() {
    let measured = Limit {
        basis: LimitBasis::Measured,
        unit: ConcentrationUnit::MicrogramPerCubicMetre,
        ..limit("a20057", Averaging::Day, "30")
    };
    ExtBuilder::default().run(|| {
        assert_ok!(Issue {
            outlets: list(vec![with_limits("DA001", vec![measured])]),
            ..Issue::of(site(1))
        }
        .send());
    });
}
