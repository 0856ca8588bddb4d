//! Which means of a frame exceed their limits, as the chain will compare them.
//!
//! This only chooses what is worth proving: the chain reads the frame again and decides.

use limpid_hj212::{DataFlag, Decimal, Factor, Frame, Suffix, Unit};
use limpid_primitives::{
    permit::{Averaging, ConcentrationUnit, Limit, LimitBasis, OutletTermsV1},
    Pollutant, RoundingRule,
};

/// The command code of frames with hours' means.
pub const HOUR: u16 = 2061;
/// The command code of frames with days' means and masses.
pub const DAY: u16 = limpid_evidence::DayProof::KIND;

/// The period whose means frames with this command code have.
pub fn averaging_of(kind: u16) -> Option<Averaging> {
    match kind {
        HOUR => Some(Averaging::Hour),
        DAY => Some(Averaging::Day),
        _ => None,
    }
}

/// The pollutants whose mean in this frame exceeds their limit.
pub fn exceeding(
    frame: &Frame<'_>,
    averaging: Averaging,
    terms: &OutletTermsV1,
    rounding: RoundingRule,
) -> Vec<Pollutant> {
    terms
        .limits
        .iter()
        .filter(|limit| limit.averaging == averaging)
        .filter(|limit| exceeds(frame, limit, rounding) == Some(true))
        .map(|limit| limit.pollutant)
        .collect()
}

/// `None` if the frame has no mean that can be compared.
fn exceeds(frame: &Frame<'_>, limit: &Limit, rounding: RoundingRule) -> Option<bool> {
    let unit = measured_in(&limit.pollutant)?;
    let mean = mean(frame, &limit.pollutant, limit.basis)?;
    let scale = i16::from(mean.scale()).checked_add(unit.decimals_in(limit.unit)?)?;
    limit.value.is_exceeded(mean.mantissa(), scale, rounding)
}

/// The mean of a pollutant, if the frame has one only and its flag is N.
fn mean<'a>(frame: &Frame<'a>, pollutant: &Pollutant, basis: LimitBasis) -> Option<Decimal<'a>> {
    let wanted = match basis {
        LimitBasis::Measured => Suffix::Avg,
        LimitBasis::Converted => Suffix::ZsAvg,
    };
    let said = |suffix: &str| {
        let items = frame.items();
        let mut values = items.filter_map(|item| {
            let (factor, of) = item.factor_and_suffix()?;
            (factor == pollutant.as_str() && of == suffix).then_some(item.value)
        });
        let first = values.next()?;
        values.all(|other| other == first).then_some(first)
    };
    let normal = DataFlag::of(said("Flag")?) == Some(DataFlag::Normal);
    normal.then_some(())?;
    Decimal::parse(said(wanted.as_str())?)
}

/// The unit in which frames write a pollutant's mean; `None` if it is no concentration.
fn measured_in(pollutant: &Pollutant) -> Option<ConcentrationUnit> {
    match Factor::of(pollutant.as_str())?.measured_in? {
        Unit::MilligramPerCubicMetre => Some(ConcentrationUnit::MilligramPerCubicMetre),
        Unit::NanogramPerCubicMetre => Some(ConcentrationUnit::NanogramPerCubicMetre),
        Unit::MilligramPerLitre => Some(ConcentrationUnit::MilligramPerLitre),
        Unit::MicrogramPerLitre => Some(ConcentrationUnit::MicrogramPerLitre),
        Unit::NanogramPerLitre => Some(ConcentrationUnit::NanogramPerLitre),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_hj212::{Builder, Head, LocalTime, Transmission};
    use limpid_primitives::AtMost;

    /// An hour's frame with these items behind its time.
    fn frame(items: &[(&str, &str, &str)]) -> Vec<u8> {
        let head = Head {
            qn: None,
            st: "31",
            cn: HOUR,
            pw: "123456",
            mn: "LIMPID",
            flag: None,
            packet: None,
            transmission: Transmission::First,
        };
        let mut bytes = Vec::new();
        let mut builder = Builder::new(&mut bytes, &head);
        let time = LocalTime::from_utc_ms(1_793_491_200_000).expect("a time");
        builder.time("DataTime", time);
        for (factor, suffix, value) in items {
            builder.text(factor, suffix, value);
        }
        builder.finish().expect("a short frame");
        bytes
    }

    fn limit(value: &str, unit: ConcentrationUnit, basis: LimitBasis) -> OutletTermsV1 {
        let limit = Limit {
            pollutant: "a21002".parse().expect("a pollutant"),
            averaging: Averaging::Hour,
            value: value.parse().expect("a limit"),
            unit,
            basis,
            standard: "GB 13223-2011".parse().expect("a standard"),
        };
        OutletTermsV1 {
            position: Default::default(),
            treatments: AtMost::default(),
            limits: vec![limit].try_into().expect("one limit"),
            yearly_masses: AtMost::default(),
        }
    }

    fn found(items: &[(&str, &str, &str)], terms: &OutletTermsV1, rule: RoundingRule) -> usize {
        let bytes = frame(items);
        let frame = Frame::parse(&bytes).expect("a good frame");
        exceeding(&frame, Averaging::Hour, terms, rule).len()
    }

    const MILLIGRAM: ConcentrationUnit = ConcentrationUnit::MilligramPerCubicMetre;

    #[test]
    fn the_value_of_the_limits_basis_is_compared() {
        let items = [
            ("a21002", "Avg", "40.0"),
            ("a21002", "ZsAvg", "60.0"),
            ("a21002", "Flag", "N"),
        ];
        let of = |basis| {
            found(
                &items,
                &limit("50", MILLIGRAM, basis),
                RoundingRule::FullValue,
            )
        };
        assert_eq!(of(LimitBasis::Converted), 1);
        assert_eq!(of(LimitBasis::Measured), 0);
    }

    #[test]
    fn units_and_rounding_are_those_of_limit_and_rules() {
        let items = [("a21002", "Avg", "50.4"), ("a21002", "Flag", "N")];
        let measured = LimitBasis::Measured;
        let of = |value, unit, rule| found(&items, &limit(value, unit, measured), rule);
        assert_eq!(of("50", MILLIGRAM, RoundingRule::FullValue), 1);
        assert_eq!(of("50", MILLIGRAM, RoundingRule::Rounded), 0);
        let microgram = ConcentrationUnit::MicrogramPerCubicMetre;
        assert_eq!(of("50400", microgram, RoundingRule::FullValue), 0);
        assert_eq!(of("50399", microgram, RoundingRule::FullValue), 1);
        // A limit of another medium is none of this frame's.
        let litre = ConcentrationUnit::MilligramPerLitre;
        assert_eq!(of("1", litre, RoundingRule::FullValue), 0);
    }

    #[test]
    fn only_what_is_flagged_normal_and_said_once() {
        let terms = limit("50", MILLIGRAM, LimitBasis::Measured);
        let of = |items: &[_]| found(items, &terms, RoundingRule::FullValue);
        let value = ("a21002", "Avg", "99");
        let normal = ("a21002", "Flag", "N");
        assert_eq!(of(&[value, normal]), 1);
        // Repeated in the same words, also behind another factor.
        assert_eq!(of(&[value, ("a21026", "Avg", "1"), normal, value]), 1);
        assert_eq!(of(&[value]), 0);
        assert_eq!(of(&[value, ("a21002", "Flag", "D")]), 0);
        assert_eq!(of(&[value, ("a21002", "Avg", "98"), normal]), 0);
        assert_eq!(of(&[("a21002", "Avg", ""), normal]), 0);
        assert_eq!(of(&[("a21026", "Avg", "99"), normal]), 0);
    }
}
