//! Factors (污染因子): codes, units and number formats, HJ 212-2017 appendix B.

mod air;
mod water;

use crate::Unit;

/// A factor of HJ 212-2017 tables B.1 (water) or B.2 (air).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Factor {
    /// The code, `w` or `a` and five digits.
    pub code: &'static str,
    /// The name in the standard, or its usual short form.
    pub name: &'static str,
    /// Unit of Rtd, Min, Avg, Max and their converted values.
    pub measured_in: Option<Unit>,
    /// Unit of Cou.
    pub counted_in: Option<Unit>,
    /// How many digits a value may have.
    pub format: Option<NumberFormat>,
    /// The code of HJ/T 212-2005.
    pub code_2005: Option<&'static str>,
}

/// A number format such as N5.2.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NumberFormat {
    /// Digits before the point, at most.
    pub whole_digits_max: u8,
    /// Digits behind the point, at most. Devices of the field send more.
    pub decimals_max: u8,
}

impl Factor {
    /// The factor of a code.
    ///
    /// ```
    /// use limpid_hj212::{Factor, Unit};
    /// let cod = Factor::of("w01018").unwrap();
    /// assert_eq!((cod.name, cod.measured_in, cod.counted_in), ("COD", Some(Unit::MilligramPerLitre), Some(Unit::Kilogram)));
    /// ```
    pub fn of(code: &str) -> Option<&'static Self> {
        let table = match code.as_bytes().first()? {
            b'a' => air::AIR,
            b'w' => water::WATER,
            _ => return None,
        };
        let position = table
            .binary_search_by_key(&code, |factor| factor.code)
            .ok()?;
        table.get(position)
    }

    const fn measured(mut self, unit: Unit) -> Self {
        self.measured_in = Some(unit);
        self
    }

    const fn counted(mut self, unit: Unit) -> Self {
        self.counted_in = Some(unit);
        self
    }

    const fn format(mut self, whole_digits_max: u8, decimals_max: u8) -> Self {
        self.format = Some(NumberFormat {
            whole_digits_max,
            decimals_max,
        });
        self
    }

    const fn before(mut self, code_2005: &'static str) -> Self {
        self.code_2005 = Some(code_2005);
        self
    }
}

const fn factor(code: &'static str, name: &'static str) -> Factor {
    Factor {
        code,
        name,
        measured_in: None,
        counted_in: None,
        format: None,
        code_2005: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_so_that_each_is_found() {
        for factor in air::AIR.iter().chain(water::WATER) {
            assert_eq!(Factor::of(factor.code), Some(factor));
        }
        assert_eq!(
            [Factor::of(""), Factor::of("w99999"), Factor::of("SB1")],
            [None; 3]
        );
    }

    #[test]
    fn sulphur_dioxide_is_as_printed() {
        let factor = Factor::of("a21026").unwrap();
        assert_eq!(factor.measured_in, Some(Unit::MilligramPerCubicMetre));
        assert_eq!(factor.counted_in, Some(Unit::Kilogram));
        assert_eq!(
            factor.format,
            Some(NumberFormat {
                whole_digits_max: 5,
                decimals_max: 2
            })
        );
        assert_eq!(factor.code_2005, Some("02"));
    }
}
