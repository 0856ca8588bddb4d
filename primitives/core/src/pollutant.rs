//! Pollutants by the codes of HJ 212 (HJ 524, HJ 525).

use crate::Medium;
use codec::{Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// A pollutant's code: `a` (air) or `w` (water) and five digits, as `a21002` (NOx) or `w01018` (COD).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct Pollutant([u8; 6]);

/// The text is not `a` or `w` and five digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PollutantError;

fixed_code!(Pollutant, 6, PollutantError, PollutantError, check);

impl Pollutant {
    /// What it is discharged into.
    pub fn medium(&self) -> Medium {
        match self.0 {
            [b'w', ..] => Medium::Water,
            _ => Medium::Air,
        }
    }
}

fn check(bytes: &[u8; 6]) -> Result<(), PollutantError> {
    match bytes {
        [b'a' | b'w', digits @ ..] if digits.iter().all(u8::is_ascii_digit) => Ok(()),
        _ => Err(PollutantError),
    }
}

impl fmt::Display for PollutantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a pollutant's code is a (air) or w (water) and five digits, as in a21002 (HJ 524, HJ 525)",
        )
    }
}

impl core::error::Error for PollutantError {}
