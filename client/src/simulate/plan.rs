//! What is to be simulated.

use super::profile::{measures, Level};
use super::{Fault, FrameKind, Logger};
use limpid_primitives::Pollutant;
use std::str::FromStr;
use std::time::Duration;

/// Milliseconds of the shortest period reported.
pub(super) const SLOT_MS: u64 = 600_000;
pub(super) const HOUR_MS: u64 = 3_600_000;
pub(super) const DAY_MS: u64 = 86_400_000;
/// Ten-minute slots of an hour.
pub(super) const HOUR_SLOTS: u64 = HOUR_MS / SLOT_MS;
/// Loggers run on Beijing time, and their days with them.
const BEIJING_MS: u64 = 8 * HOUR_MS;
/// A year, so that counters stay far from their ends.
const HOURS_MAX: u32 = 366 * 24;
const WINDOW_MAX: usize = 4_096;

/// Who measures what, when, and how it is sent.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Decides every value.
    pub seed: u64,
    /// Who sends; a connection each.
    pub loggers: Vec<Logger>,
    /// When the simulated time begins, milliseconds since 1970 UTC: a full hour.
    pub from_ms: u64,
    /// How many hours are simulated.
    pub hours: u32,
    /// Seconds between real-time frames, a divisor of 600; 0 for none.
    pub real_time_s: u32,
    /// Which frames are sent. What they say does not depend on it.
    pub kinds: Vec<FrameKind>,
    /// How fast the simulated time passes.
    pub speed: Speed,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// Host and port of the gateway.
    pub gateway: String,
    /// How many frames a logger may have sent without an answer.
    pub window: usize,
    /// After how long without an answer a frame is sent again (HJ 212-2017: 10 s).
    pub resend_after: Duration,
    /// After how long without any acknowledgement a logger gives up.
    pub patience: Duration,
}

/// How fast the simulated time passes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Speed {
    /// As fast as frames are acknowledged.
    Max,
    /// So many simulated seconds a second.
    Times(u32),
}

impl FromStr for Speed {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        match text {
            "max" => Ok(Self::Max),
            _ => text
                .parse()
                .ok()
                .filter(|times| *times > 0)
                .map(Self::Times)
                .ok_or(PlanError::Speed),
        }
    }
}

/// Why a plan cannot be carried out.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The speed is neither `max` nor a number.
    #[error("the speed is max, or simulated seconds a second: a number from 1")]
    Speed,
    /// The begin is not a full hour.
    #[error("the simulated time begins at a full hour, not before 1971 and not after 9000")]
    From,
    /// Too few or too many hours.
    #[error("the simulated time is 1 to {HOURS_MAX} hours")]
    Hours,
    /// Real-time frames would not be evenly spaced in ten minutes.
    #[error("seconds between real-time frames must divide 600; 0 for no such frames")]
    RealTime,
    /// Nothing would be sent.
    #[error("at least one kind of frame is sent")]
    Kinds,
    /// An exceedance of what is not measured there.
    #[error("outlet {outlet} has no concentration of {factor} that could exceed a limit")]
    Factor {
        /// The logger's index.
        outlet: u32,
        /// The factor.
        factor: Pollutant,
    },
    /// The window is empty or too large.
    #[error("a logger may have 1 to {WINDOW_MAX} frames on their way")]
    Window,
}

impl Plan {
    /// A day of `loggers` at the gateway, as fast as possible.
    pub fn new(seed: u64, loggers: Vec<Logger>, gateway: String) -> Self {
        Self {
            seed,
            loggers,
            // Midnight of 2026-03-01 in Beijing.
            from_ms: 1_772_294_400_000,
            hours: 24,
            real_time_s: 60,
            kinds: FrameKind::ALL.into(),
            speed: Speed::Max,
            faults: Vec::new(),
            gateway,
            window: 64,
            resend_after: Duration::from_secs(10),
            patience: Duration::from_secs(120),
        }
    }

    /// Whether the plan can be carried out.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<(), PlanError> {
        if !self.from_ms.is_multiple_of(HOUR_MS)
            || !(31_536_000_000..221_845_392_000_000).contains(&self.from_ms)
        {
            return Err(PlanError::From);
        }
        if !(1..=HOURS_MAX).contains(&self.hours) {
            return Err(PlanError::Hours);
        }
        if self.real_time_s > 0 && !600u32.is_multiple_of(self.real_time_s) {
            return Err(PlanError::RealTime);
        }
        if self.kinds.is_empty() {
            return Err(PlanError::Kinds);
        }
        if !(1..=WINDOW_MAX).contains(&self.window) {
            return Err(PlanError::Window);
        }
        self.check_factors()
    }

    fn check_factors(&self) -> Result<(), PlanError> {
        for fault in &self.faults {
            let Fault::Exceed {
                outlet,
                factor: Some(factor),
                ..
            } = *fault
            else {
                continue;
            };
            let logger = self.loggers.iter().find(|logger| logger.index == outlet);
            if logger.is_none_or(|logger| !measures(logger.medium, factor.as_str())) {
                return Err(PlanError::Factor { outlet, factor });
            }
        }
        Ok(())
    }

    /// How many frames will be sent, each counted once.
    pub fn frames(&self) -> u64 {
        let of_hour = |kind: &FrameKind| match kind {
            FrameKind::RealTime => HOUR_SLOTS * self.real_time_of_slot(),
            FrameKind::Minute => HOUR_SLOTS,
            FrameKind::Hour => 1,
            FrameKind::Day => 0,
        };
        let of_hour: u64 = FrameKind::ALL
            .iter()
            .filter(|kind| self.sends(**kind))
            .map(of_hour)
            .sum();
        let each = self.loggers.iter().map(|logger| {
            let speaking = (0..self.hours)
                .filter(|hour| !self.is_silent(logger, *hour))
                .count() as u64;
            speaking * of_hour
        });
        let days = match self.sends(FrameKind::Day) {
            true => self.days(),
            false => 0,
        };
        each.sum::<u64>() + days * self.loggers.len() as u64
    }

    pub(super) fn sends(&self, kind: FrameKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// How many whole days are in the simulated time.
    fn days(&self) -> u64 {
        (24..=u64::from(self.hours))
            .filter(|hour| is_midnight(self.from_ms + hour * HOUR_MS))
            .count() as u64
    }

    /// How many real-time frames stand in a slot.
    pub(super) fn real_time_of_slot(&self) -> u64 {
        600u64.checked_div(u64::from(self.real_time_s)).unwrap_or(0)
    }

    pub(super) fn is_silent(&self, logger: &Logger, hour: u32) -> bool {
        self.faults.contains(&Fault::Silence {
            outlet: logger.index,
            hour,
        })
    }

    /// Whether a factor's concentrations are as usual in the ten minutes from `slot_ms`.
    pub(super) fn level(&self, logger: &Logger, slot_ms: u64, of: &str) -> Level {
        let now = slot_ms.saturating_sub(self.from_ms) / HOUR_MS;
        let exceeds = |fault: &Fault| match fault {
            Fault::Exceed {
                outlet,
                hour,
                factor,
            } => {
                (*outlet, u64::from(*hour)) == (logger.index, now)
                    && factor.is_none_or(|factor| factor.as_str() == of)
            }
            _ => false,
        };
        match self.faults.iter().any(exceeds) {
            true => Level::Exceeding,
            false => Level::Usual,
        }
    }
}

/// Whether a day begins then in Beijing.
pub(super) fn is_midnight(utc_ms: u64) -> bool {
    (utc_ms + BEIJING_MS).is_multiple_of(DAY_MS)
}

/// Milliseconds since the day began in Beijing.
pub(super) fn of_day_ms(utc_ms: u64) -> u64 {
    (utc_ms + BEIJING_MS) % DAY_MS
}
