//! Masses as people type and read them.

use limpid_primitives::{Grams, MassError, MassUnit, Micrograms};

/// A kilogram has so many decimals when it is counted in micrograms, a tonne three more.
const KILOGRAM_DECIMALS: usize = 9;
const TONNE_DECIMALS: usize = 12;

/// The text is no mass.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MassTextError {
    /// It is not a number and a unit.
    #[error("{0:?} is not a mass: write a number and t, kg, g or mg, as in 12.5 kg")]
    Malformed(String),
    /// It is a number that no mass has.
    #[error("{0:?} is not a mass: {1}")]
    Value(String, MassError),
    /// It is no whole number of grams, or too many.
    #[error("{0:?} is no amount of quota: that is a whole number of grams, at most 18 million million tonnes")]
    Grams(String),
}

/// How many micrograms a gram has.
const GRAM_MICROGRAMS: u128 = 1_000_000;

/// The mass of a number and a unit, exactly: `12.5 kg`, `3t`.
pub fn parse_mass(text: &str) -> Result<Micrograms, MassTextError> {
    let malformed = || MassTextError::Malformed(text.to_owned());
    let end = text
        .find(|character: char| character.is_ascii_alphabetic())
        .ok_or_else(malformed)?;
    let (number, unit) = text.split_at(end);
    let (mantissa, scale) = decimal(number.trim_end()).ok_or_else(malformed)?;
    let (unit, mantissa) = match unit {
        "t" => (MassUnit::Kilogram, mantissa.checked_mul(1000)),
        "kg" => (MassUnit::Kilogram, Some(mantissa)),
        "g" => (MassUnit::Gram, Some(mantissa)),
        "mg" => (MassUnit::Milligram, Some(mantissa)),
        _ => return Err(malformed()),
    };
    let value = |error| MassTextError::Value(text.to_owned(), error);
    let mantissa = mantissa.ok_or_else(|| value(MassError::TooLarge))?;
    Micrograms::from_decimal(mantissa, scale, unit).map_err(value)
}

/// The mass in whole grams of a number and a unit: `12.5 t`.
pub fn parse_grams(text: &str) -> Result<Grams, MassTextError> {
    let Micrograms(mass) = parse_mass(text)?;
    let grams = mass
        .checked_div(GRAM_MICROGRAMS)
        .filter(|_| mass.is_multiple_of(GRAM_MICROGRAMS));
    let grams = grams.and_then(|grams| u64::try_from(grams).ok());
    let wrong = || MassTextError::Grams(text.to_owned());
    grams.map(Grams).ok_or_else(wrong)
}

/// `12.50` as 1250 and 2. A sign is a mass's mistake, not the number's.
fn decimal(text: &str) -> Option<(i128, u8)> {
    let (whole, decimals) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, whole),
    };
    let is_number = !digits.is_empty()
        && digits
            .bytes()
            .chain(decimals.bytes())
            .all(|b| b.is_ascii_digit());
    let mantissa: i128 = [digits, decimals]
        .concat()
        .parse()
        .ok()
        .filter(|_| is_number)?;
    Some((
        mantissa.checked_mul(sign)?,
        u8::try_from(decimals.len()).ok()?,
    ))
}

/// In kilograms, with as many decimals as there are: `18.5 kg`.
pub fn kilograms(mass: Micrograms) -> String {
    format!("{} kg", exact(mass, KILOGRAM_DECIMALS))
}

/// In tonnes from a tonne on, otherwise in kilograms.
pub fn tonnes(mass: Micrograms) -> String {
    match mass.0 >= 1_000_000_000_000 {
        true => format!("{} t", exact(mass, TONNE_DECIMALS)),
        false => kilograms(mass),
    }
}

/// Whole grams, as [`tonnes`].
pub fn amount(grams: Grams) -> String {
    tonnes(Micrograms::from(grams))
}

fn exact(mass: Micrograms, decimals: usize) -> String {
    let digits = format!("{:0width$}", mass.0, width = decimals.saturating_add(1));
    let (whole, rest) = digits.split_at(digits.len().saturating_sub(decimals));
    match rest.trim_end_matches('0') {
        "" => whole.to_owned(),
        rest => format!("{whole}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mass_is_a_number_and_a_unit() {
        for (text, micrograms) in [
            ("12.5 kg", 12_500_000_000),
            ("3t", 3_000_000_000_000),
            ("0.09055002 kg", 90_550_020),
            ("7 g", 7_000_000),
            ("0.001 mg", 1),
            ("0 kg", 0),
        ] {
            assert_eq!(parse_mass(text), Ok(Micrograms(micrograms)), "{text}");
        }
    }

    #[test]
    fn what_is_no_mass_is_refused() {
        for text in [
            "", "12.5", "kg", "12,5 kg", "1e3 kg", "12.5 KG", ". kg", "5. kg", "1 kg x", "+1 kg",
            "--1 kg",
        ] {
            assert!(
                matches!(parse_mass(text), Err(MassTextError::Malformed(_))),
                "{text}"
            );
        }
        let value = |text: &str| match parse_mass(text) {
            Err(MassTextError::Value(_, error)) => Some(error),
            _ => None,
        };
        assert_eq!(value("-1 kg"), Some(MassError::Negative));
        assert_eq!(value("0.0001 mg"), Some(MassError::TooFine));
        assert_eq!(value("100000000000000000 t"), Some(MassError::TooLarge));
    }

    #[test]
    fn an_amount_of_quota_has_whole_grams() {
        assert_eq!(parse_grams("12.5 t"), Ok(Grams(12_500_000)));
        assert_eq!(parse_grams("1 g"), Ok(Grams(1)));
        assert_eq!(
            parse_grams("0.0005 kg"),
            Err(MassTextError::Grams("0.0005 kg".to_owned()))
        );
        assert!(matches!(
            parse_grams("20000000000000 t"),
            Err(MassTextError::Grams(_))
        ));
        assert!(matches!(
            parse_grams("12.5"),
            Err(MassTextError::Malformed(_))
        ));
        assert_eq!(amount(Grams(u64::MAX)), "18446744073709.551615 t");
        assert_eq!(amount(Grams(999_999)), "999.999 kg");
    }

    #[test]
    fn texts_are_exact() {
        assert_eq!(kilograms(Micrograms(18_500_000_000)), "18.5 kg");
        assert_eq!(kilograms(Micrograms(1)), "0.000000001 kg");
        assert_eq!(kilograms(Micrograms::ZERO), "0 kg");
        assert_eq!(tonnes(Micrograms(12_500_000_000_000)), "12.5 t");
        assert_eq!(tonnes(Micrograms(999_000_000_000)), "999 kg");
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_its_mass(micrograms in 0..=Micrograms::MAX.0) {
            let mass = Micrograms(micrograms);
            prop_assert_eq!(parse_mass(&kilograms(mass)), Ok(mass));
            prop_assert_eq!(parse_mass(&tonnes(mass)), Ok(mass));
        }
    }
}
