//! A discharge point in the whole country: the permit and the code in it.

use crate::{OutletCode, OutletCodeError, PermitNumber, PermitNumberError};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// An outlet of a permit. Bytes: the 22 characters of the number, then the 5 of the code. Text: `NUMBER/CODE`.
///
/// ```
/// use limpid_primitives::Outlet;
/// let outlet: Outlet = "91130200699229617X001P/DA001".parse().unwrap();
/// assert_eq!(&outlet.to_bytes(), b"91130200699229617X001PDA001");
/// ```
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Outlet {
    /// The permit's number.
    pub permit: PermitNumber,
    /// The outlet's code in the permit.
    pub code: OutletCode,
}

/// Why a text is no outlet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OutletError {
    /// There is no `/` between number and code.
    Separator,
    /// The part before the `/` is no permit number.
    Permit(PermitNumberError),
    /// The part after the `/` is no outlet code.
    Code(OutletCodeError),
}

impl Outlet {
    /// How many bytes [`Outlet::to_bytes`] has.
    pub const LENGTH: usize = PermitNumber::LENGTH + OutletCode::LENGTH;

    /// Number and code without a separator, as they stand in a record's key.
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let (permit, code) = bytes.split_at_mut(PermitNumber::LENGTH);
        permit.copy_from_slice(self.permit.as_bytes());
        code.copy_from_slice(self.code.as_bytes());
        bytes
    }
}

impl TryFrom<[u8; Outlet::LENGTH]> for Outlet {
    type Error = OutletError;
    fn try_from(bytes: [u8; Self::LENGTH]) -> Result<Self, OutletError> {
        let [permit @ .., a, b, c, d, e] = bytes;
        Ok(Self {
            permit: permit.try_into().map_err(OutletError::Permit)?,
            code: [a, b, c, d, e].try_into().map_err(OutletError::Code)?,
        })
    }
}

impl FromStr for Outlet {
    type Err = OutletError;
    fn from_str(text: &str) -> Result<Self, OutletError> {
        let (permit, code) = text.split_once('/').ok_or(OutletError::Separator)?;
        Ok(Self {
            permit: permit.parse().map_err(OutletError::Permit)?,
            code: code.parse().map_err(OutletError::Code)?,
        })
    }
}

impl fmt::Display for Outlet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.permit, self.code)
    }
}

impl fmt::Debug for Outlet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

serde_as_text!(Outlet);

impl fmt::Display for OutletError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Separator => {
                f.write_str("an outlet is written NUMBER/CODE, as in 91130200699229617X001P/DA001")
            }
            Self::Permit(error) => error.fmt(f),
            Self::Code(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for OutletError {}
