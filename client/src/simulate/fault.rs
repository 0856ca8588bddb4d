//! What can be made to go wrong.

use limpid_primitives::Pollutant;
use std::str::FromStr;

/// A fault of the simulated world, or of the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// `silence:OUTLET:HOUR`: the logger sends nothing measured in that hour. Its day's amounts are then those of the other hours.
    Silence {
        /// The logger's index.
        outlet: u32,
        /// The hour of the run, from 0.
        hour: u32,
    },
    /// `exceed:OUTLET:HOUR` or `exceed:OUTLET:HOUR:FACTOR`: the concentrations, or that factor's alone, are far above usual
    /// limits in that hour.
    Exceed {
        /// The logger's index.
        outlet: u32,
        /// The hour of the run, from 0.
        hour: u32,
        /// The one factor that exceeds; all if there is none.
        factor: Option<Pollutant>,
    },
    /// `bad-crc`: before one frame in a hundred stands a copy of it with one byte changed.
    BadCrc,
    /// `garbage`: before one frame in a hundred stands noise.
    Garbage,
    /// `duplicate`: one frame in a hundred is sent twice at once.
    Duplicate,
}

/// The text is no fault.
#[derive(Debug, thiserror::Error)]
#[error("expected silence:OUTLET:HOUR, exceed:OUTLET:HOUR, exceed:OUTLET:HOUR:FACTOR, bad-crc, garbage or duplicate, with OUTLET and HOUR counted from 0 and FACTOR as in a21002")]
pub struct FaultError;

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut parts = text.split(':');
        let name = parts.next();
        let mut number = || {
            parts
                .next()
                .and_then(|part| part.parse::<u32>().ok())
                .ok_or(FaultError)
        };
        let fault = match name {
            Some("silence") => Self::Silence {
                outlet: number()?,
                hour: number()?,
            },
            Some("exceed") => Self::Exceed {
                outlet: number()?,
                hour: number()?,
                factor: match parts.next() {
                    Some(factor) => Some(factor.parse().map_err(|_| FaultError)?),
                    None => None,
                },
            },
            Some("bad-crc") => Self::BadCrc,
            Some("garbage") => Self::Garbage,
            Some("duplicate") => Self::Duplicate,
            _ => return Err(FaultError),
        };
        match parts.next() {
            None => Ok(fault),
            Some(_) => Err(FaultError),
        }
    }
}
