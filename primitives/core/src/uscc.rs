//! The unified social credit code (统一社会信用代码), GB 32100-2015.

use codec::{Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// The characters a code may have, in the order of their values: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code: 18 characters, the last of which checks the others.
///
/// ```
/// use limpid_primitives::Uscc;
/// assert!("91130200699229617X".parse::<Uscc>().is_ok());
/// assert!("91130200699229617A".parse::<Uscc>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct Uscc([u8; 18]);

/// Why a text is no unified social credit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UsccError {
    /// It has not 18 characters.
    Length,
    /// The character at this position (from 1) is none of the standard's 31.
    Character {
        /// Position from 1.
        position: u8,
    },
    /// The last character does not check the others.
    Check {
        /// The character that would.
        expected: char,
    },
}

fixed_code!(Uscc, 18, UsccError, UsccError::Length, check);

fn check(bytes: &[u8; 18]) -> Result<(), UsccError> {
    let [body @ .., last] = bytes;
    let mut sum = 0u32;
    // The weights are the powers of 3 modulo 31.
    let mut weight = 1u32;
    for (byte, position) in body.iter().zip(1u8..) {
        let value = value_of(*byte).ok_or(UsccError::Character { position })?;
        sum = (sum + value * weight) % 31;
        weight = weight * 3 % 31;
    }
    let found = value_of(*last).ok_or(UsccError::Character { position: 18 })?;
    let expected = (31 - sum) % 31;
    if found == expected {
        return Ok(());
    }
    let expected = ALPHABET
        .get(expected as usize)
        .copied()
        .unwrap_or(b'0')
        .into();
    Err(UsccError::Check { expected })
}

fn value_of(byte: u8) -> Option<u32> {
    ALPHABET
        .iter()
        .zip(0u32..)
        .find_map(|(known, value)| (*known == byte).then_some(value))
}

impl fmt::Display for UsccError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("a unified social credit code has 18 characters"),
            Self::Character { position } => write!(
                f,
                "character {position} is not allowed in a unified social credit code: digits and capitals without I, O, S, V, Z"
            ),
            Self::Check { expected } => write!(
                f,
                "the check character of the unified social credit code should be {expected}: look for a mistyped character"
            ),
        }
    }
}

impl core::error::Error for UsccError {}
