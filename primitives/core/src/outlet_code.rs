//! The code of a discharge point inside its permit, HJ 608-2017 figure 6.

use codec::{Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// An outlet's code in its permit: `DA` (air) or `DW` (water) and three digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct OutletCode([u8; 5]);

/// What an outlet discharges into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Medium {
    /// Into the air: a stack.
    Air,
    /// Into water: a drain.
    Water,
}

/// The text is not `DA` or `DW` and three digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutletCodeError;

fixed_code!(OutletCode, 5, OutletCodeError, OutletCodeError, check);

impl OutletCode {
    /// What the outlet discharges into, by its second letter.
    pub fn medium(&self) -> Medium {
        match self.0 {
            [_, b'W', ..] => Medium::Water,
            _ => Medium::Air,
        }
    }
}

fn check(bytes: &[u8; 5]) -> Result<(), OutletCodeError> {
    match bytes {
        [b'D', b'A' | b'W', number @ ..] if number.iter().all(u8::is_ascii_digit) => Ok(()),
        _ => Err(OutletCodeError),
    }
}

impl fmt::Display for OutletCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an outlet code is DA (air) or DW (water) and three digits, as in DA001")
    }
}

impl core::error::Error for OutletCodeError {}
