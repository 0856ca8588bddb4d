//! What can be made to go wrong.

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
    /// `exceed:OUTLET:HOUR`: the concentrations are far above usual limits in that hour.
    Exceed {
        /// The logger's index.
        outlet: u32,
        /// The hour of the run, from 0.
        hour: u32,
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
#[error("expected silence:OUTLET:HOUR, exceed:OUTLET:HOUR, bad-crc, garbage or duplicate, with OUTLET and HOUR counted from 0")]
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
