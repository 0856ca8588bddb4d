//! The number of a discharge permit (排污许可证编号), HJ 608-2017 appendix A.

use crate::{DivisionCode, Uscc, UsccError};
use codec::{Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// A permit number: 18 characters for the holder, 3 digits for the site, 1 character whose meaning the standard leaves open.
///
/// The holder is its [`Uscc`]; one without a credit code has `H9`, the issuing division's 6 digits, 9 characters and a letter
/// (a to z without i and o). The 22nd character is kept as it is: the standard's own examples refute every check rule
/// (`…001P` and `…002P` for two sites of one holder).
///
/// ```
/// use limpid_primitives::PermitNumber;
/// let number: PermitNumber = "91130200699229617X001P".parse().unwrap();
/// assert_eq!(number.uscc().unwrap().as_str(), "91130200699229617X");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct PermitNumber([u8; 22]);

/// Why a text is no permit number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PermitNumberError {
    /// It has not 22 characters.
    Length,
    /// Its first 18 characters are no credit code, and do not start with `H9`.
    Holder(UsccError),
    /// It starts with `H9`, and the rest of the holder's part is not 6 digits, 9 digits or capitals, and a letter.
    HolderWithoutCode,
    /// Characters 19 to 21 are not digits.
    Site,
    /// The last character is neither a digit nor a capital.
    Last,
}

fixed_code!(
    PermitNumber,
    22,
    PermitNumberError,
    PermitNumberError::Length,
    check
);

impl PermitNumber {
    /// The holder's part, the same in the numbers of all its sites.
    ///
    /// After `H9` the letter is a capital here, whichever case the number has it in: both occur, and mean one holder.
    ///
    /// ```
    /// use limpid_primitives::PermitNumber;
    /// let of = |text: &str| text.parse::<PermitNumber>().unwrap().holder();
    /// assert_eq!(of("H9130200000000001a001P"), of("H9130200000000001A002P"));
    /// ```
    pub const fn holder(&self) -> [u8; 18] {
        let [mut holder @ .., _, _, _, _] = self.0;
        if let [b'H', b'9', .., letter] = &mut holder {
            letter.make_ascii_uppercase();
        }
        holder
    }

    /// The holder's credit code; `None` for a holder without one (`H9`).
    pub fn uscc(&self) -> Option<Uscc> {
        let holder = self.holder();
        Uscc::try_from(holder)
            .ok()
            .filter(|_| !holder.starts_with(b"H9"))
    }

    /// The division that issued the number of a holder without a credit code (`H9`); `None` for all others, and if the digits
    /// are no division's.
    pub fn issuing_division(&self) -> Option<DivisionCode> {
        let digits = self.as_str().strip_prefix("H9")?.get(..6)?;
        digits.parse().ok()
    }
}

fn check(bytes: &[u8; 22]) -> Result<(), PermitNumberError> {
    let [holder @ .., a, b, c, last] = bytes;
    if holder.starts_with(b"H9") {
        check_holder_without_code(holder)?;
    } else {
        Uscc::try_from(*holder).map_err(PermitNumberError::Holder)?;
    }
    if ![a, b, c].iter().all(|byte| byte.is_ascii_digit()) {
        return Err(PermitNumberError::Site);
    }
    if !is_digit_or_capital(last) {
        return Err(PermitNumberError::Last);
    }
    Ok(())
}

fn check_holder_without_code(holder: &[u8; 18]) -> Result<(), PermitNumberError> {
    let [_, _, rest @ .., letter] = holder;
    let (division, own) = rest.split_at(6);
    // The rule says a lower-case letter for one form and just a letter for the other; both cases occur.
    let letter_ok =
        letter.is_ascii_alphabetic() && !matches!(letter.to_ascii_lowercase(), b'i' | b'o');
    if division.iter().all(u8::is_ascii_digit) && own.iter().all(is_digit_or_capital) && letter_ok {
        Ok(())
    } else {
        Err(PermitNumberError::HolderWithoutCode)
    }
}

fn is_digit_or_capital(byte: &u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

impl fmt::Display for PermitNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("a permit number has 22 characters"),
            Self::Holder(error) => write!(f, "the permit number's first 18 characters: {error}"),
            Self::HolderWithoutCode => f.write_str(
                "a permit number starting with H9 goes on with 6 digits, 9 digits or capitals, and a letter other than i and o",
            ),
            Self::Site => f.write_str("characters 19 to 21 of a permit number are digits"),
            Self::Last => f.write_str("the last character of a permit number is a digit or a capital"),
        }
    }
}

impl core::error::Error for PermitNumberError {}
