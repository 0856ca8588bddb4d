//! What a store can prove to the chain.

use codec::{Decode, Encode};
use limpid_primitives::{permit::Averaging, Day, Outlet, Pollutant};
use serde::{Serialize, Serializer};
use std::fmt;

/// One thing to be proven.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Task {
    /// What a batch has of an outlet's day.
    #[codec(index = 0)]
    Day(DayTask),
    /// A mean above its limit.
    #[codec(index = 1)]
    Exceedance(ExceedanceTask),
    /// That a day of an outlet has no frame.
    #[codec(index = 2)]
    Absence(OutletDay),
    /// That substitutes are to count for what a day of an outlet has no valid data of.
    #[codec(index = 3)]
    Substitution(OutletDay),
}

/// All day frames (CN 2031) that a batch has of an outlet's day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct DayTask {
    /// The batch.
    pub sequence: u64,
    /// The outlet.
    pub outlet: Outlet,
    /// The day.
    pub day: Day,
}

/// A frame whose mean is above its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct ExceedanceTask {
    /// The batch.
    pub sequence: u64,
    /// The outlet.
    pub outlet: Outlet,
    /// The frame, by its arrival.
    pub arrival: u64,
    /// Beginning of the hour or day, milliseconds since 1970 UTC.
    pub observed_ms: u64,
    /// The pollutant.
    pub pollutant: Pollutant,
    /// An hour's or a day's mean.
    pub averaging: Averaging,
}

/// A day of an outlet, whatever batches have of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct OutletDay {
    /// The outlet.
    pub outlet: Outlet,
    /// The day.
    pub day: Day,
}

/// What is proven, without saying of what.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The masses of a day.
    Day,
    /// An exceedance.
    Exceedance,
    /// The absence of a day's frame.
    Absence,
    /// Substitutes for a day.
    Substitution,
}

impl Kind {
    /// All of them, in the order in which they are proven. Exceedances are few, and somebody waits for them; an absence takes
    /// many calls.
    pub const ALL: [Self; 4] = [
        Self::Exceedance,
        Self::Day,
        Self::Substitution,
        Self::Absence,
    ];

    /// The byte the keys of its tasks begin with.
    pub const fn prefix(self) -> u8 {
        match self {
            Self::Day => 0,
            Self::Exceedance => 1,
            Self::Absence => 2,
            Self::Substitution => 3,
        }
    }
}

const HOUR_MS: u64 = 60 * 60 * 1000;

/// How long the period of a mean lasts.
pub fn length_ms(averaging: Averaging) -> u64 {
    match averaging {
        Averaging::Hour => HOUR_MS,
        Averaging::Day => Day::LENGTH_MS,
    }
}

impl Task {
    /// What is proven.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Day(_) => Kind::Day,
            Self::Exceedance(_) => Kind::Exceedance,
            Self::Absence(_) => Kind::Absence,
            Self::Substitution(_) => Kind::Substitution,
        }
    }

    /// The task, if it is of a day.
    pub const fn day(self) -> Option<DayTask> {
        match self {
            Self::Day(task) => Some(task),
            _ => None,
        }
    }

    /// The task, if it is of an exceedance.
    pub const fn exceedance(self) -> Option<ExceedanceTask> {
        match self {
            Self::Exceedance(task) => Some(task),
            _ => None,
        }
    }

    /// The day, if it is an absence.
    pub const fn absence(self) -> Option<OutletDay> {
        match self {
            Self::Absence(day) => Some(day),
            _ => None,
        }
    }

    /// The day, if it is of substitutes.
    pub const fn substitution(self) -> Option<OutletDay> {
        match self {
            Self::Substitution(day) => Some(day),
            _ => None,
        }
    }

    /// The batch whose records prove it; `None` if it is none, or many.
    pub const fn sequence(&self) -> Option<u64> {
        match self {
            Self::Day(task) => Some(task.sequence),
            Self::Exceedance(task) => Some(task.sequence),
            Self::Absence(_) | Self::Substitution(_) => None,
        }
    }

    /// When the period it speaks of is over, milliseconds since 1970 UTC: nothing of it can be proven before.
    pub fn end_ms(&self) -> u64 {
        match self {
            Self::Day(DayTask { day, .. })
            | Self::Absence(OutletDay { day, .. })
            | Self::Substitution(OutletDay { day, .. }) => day.end_ms(),
            Self::Exceedance(task) => task.observed_ms.saturating_add(length_ms(task.averaging)),
        }
    }

    /// Identity and order: by kind, then by batch, so that tasks of one batch stand together.
    pub fn key(&self) -> Vec<u8> {
        let mut key = vec![self.kind().prefix()];
        match self {
            Self::Day(task) => {
                key.extend(task.sequence.to_be_bytes());
                key.extend(task.outlet.to_bytes());
                key.extend(task.day.number().to_be_bytes());
            }
            Self::Exceedance(task) => {
                key.extend(task.sequence.to_be_bytes());
                key.extend(task.outlet.to_bytes());
                key.extend(task.arrival.to_be_bytes());
                key.extend(task.pollutant.as_bytes());
                task.averaging.encode_to(&mut key);
            }
            Self::Absence(task) | Self::Substitution(task) => {
                key.extend(task.day.number().to_be_bytes());
                key.extend(task.outlet.to_bytes());
            }
        }
        key
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(task) => write!(
                f,
                "day {} of {} in batch {}",
                task.day, task.outlet, task.sequence
            ),
            Self::Exceedance(task) => {
                let time = limpid_hj212::LocalTime::from_utc_ms(task.observed_ms);
                let time = time.map(|time| time.to_string()).unwrap_or_default();
                write!(
                    f,
                    "{} above its limit in the {} from {time} of {}, record {} in batch {}",
                    task.pollutant, task.averaging, task.outlet, task.arrival, task.sequence
                )
            }
            Self::Absence(task) => write!(f, "no frame of day {} of {}", task.day, task.outlet),
            Self::Substitution(task) => {
                write!(f, "substitutes for day {} of {}", task.day, task.outlet)
            }
        }
    }
}

impl Serialize for Task {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_of_a_kind_stand_in_the_order_of_their_batches() {
        let day = |sequence| {
            Task::Day(DayTask {
                sequence,
                outlet: "91130200699229617X001P/DA001".parse().expect("an outlet"),
                day: "2026-11-24".parse().expect("a day"),
            })
        };
        let keys = [1, 2, 255, 256, 65_536].map(|sequence| day(sequence).key());
        assert!(keys.is_sorted());
        assert!(keys
            .iter()
            .all(|key| key.first() == Some(&Kind::Day.prefix())));
    }
}
