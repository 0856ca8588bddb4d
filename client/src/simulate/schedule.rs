//! Which frame a logger sends next.

use super::period::Period;
use super::plan::{is_midnight, DAY_MS, HOUR_MS, HOUR_SLOTS, SLOT_MS};
use super::{FrameKind, Logger, Plan, PlanError, SimulateError};
use limpid_hj212::{Builder, Head, LocalTime, Transmission};
use limpid_primitives::Medium;
use std::sync::Arc;

/// A logger's frames in the order of the simulated clock.
pub(super) struct Schedule {
    plan: Arc<Plan>,
    logger: Logger,
    /// The slot being measured, from 0.
    slot: u64,
    next: Step,
    /// The slot itself, and what was reported of its hour and its day before.
    this_slot: Period,
    hour: Period,
    day: Period,
}

/// What comes next in a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    RealTime(u64),
    Minute,
    Hour,
    Day,
    NextSlot,
}

/// A frame that is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Due {
    /// The command code.
    pub(super) cn: u16,
    /// When it is sent, in simulated time. As its request number it is unique with the logger.
    pub(super) qn_ms: u64,
    pub(super) data_time_ms: u64,
}

/// Edition 2017, reply wanted.
const FLAG: u8 = 5;

impl Schedule {
    pub(super) fn new(plan: Arc<Plan>, logger: Logger) -> Self {
        let periods = [Period::default(); 3];
        let [this_slot, hour, day] = periods;
        let mut schedule = Self {
            plan,
            logger,
            slot: 0,
            next: Step::NextSlot,
            this_slot,
            hour,
            day,
        };
        schedule.begin_slot();
        schedule
    }

    /// The next frame, without writing it; `None` at the end.
    pub(super) fn peek(&mut self) -> Option<Due> {
        loop {
            if self.slot >= u64::from(self.plan.hours) * HOUR_SLOTS {
                return None;
            }
            match self.due() {
                Some(due) => return Some(due),
                None => self.advance(),
            }
        }
    }

    /// Writes the frame [`Schedule::peek`] gave, and goes on.
    pub(super) fn write(&mut self, due: &Due, buffer: &mut Vec<u8>) -> Result<(), SimulateError> {
        let time = |ms| LocalTime::from_utc_ms(ms).ok_or(PlanError::From);
        let digits = time(due.qn_ms)?.digits();
        let head = Head {
            qn: std::str::from_utf8(&digits).ok(),
            st: match self.logger.medium {
                Medium::Air => "31",
                Medium::Water => "32",
            },
            cn: due.cn,
            pw: "123456",
            mn: self.logger.mn.as_str(),
            flag: Some(FLAG),
            packet: None,
            transmission: Transmission::First,
        };
        let mut builder = Builder::new(buffer, &head);
        builder.time("DataTime", time(due.data_time_ms)?);
        match self.next {
            Step::RealTime(_) => {
                self.this_slot.write_moment(
                    &mut builder,
                    self.plan.seed,
                    &self.logger,
                    due.data_time_ms,
                );
            }
            Step::Minute => self.this_slot.write(&mut builder, &self.logger),
            Step::Hour => self.hour.write(&mut builder, &self.logger),
            Step::Day | Step::NextSlot => self.day.write(&mut builder, &self.logger),
        }
        builder.finish()?;
        self.advance();
        Ok(())
    }

    /// Goes on without writing the frame [`Schedule::peek`] gave.
    pub(super) fn skip(&mut self) {
        self.advance();
    }

    /// What the day frame says that [`Schedule::peek`] gave.
    pub(super) fn day(&self) -> &Period {
        &self.day
    }

    /// The frame of the present step; `None` if it has none here.
    fn due(&self) -> Option<Due> {
        let kind = match self.next {
            Step::RealTime(_) => FrameKind::RealTime,
            Step::Minute => FrameKind::Minute,
            Step::Hour => FrameKind::Hour,
            Step::Day => FrameKind::Day,
            Step::NextSlot => return None,
        };
        if !self.plan.sends(kind) {
            return None;
        }
        let slot_ms = self.plan.from_ms + self.slot * SLOT_MS;
        let end_ms = slot_ms + SLOT_MS;
        let silent = self.plan.is_silent(&self.logger, self.hour_of_run());
        let last_of_hour = (self.slot + 1).is_multiple_of(HOUR_SLOTS);
        let due = match self.next {
            Step::RealTime(number) if number < self.plan.real_time_of_slot() => {
                let at_ms = slot_ms + number * u64::from(self.plan.real_time_s) * 1_000;
                Due {
                    cn: kind.cn(),
                    qn_ms: at_ms,
                    data_time_ms: at_ms,
                }
            }
            Step::Minute => Due {
                cn: kind.cn(),
                qn_ms: end_ms + 1,
                data_time_ms: slot_ms,
            },
            Step::Hour if last_of_hour => Due {
                cn: kind.cn(),
                qn_ms: end_ms + 2,
                data_time_ms: end_ms - HOUR_MS,
            },
            Step::Day if is_midnight(end_ms) && self.plan.from_ms + DAY_MS <= end_ms => {
                return Some(Due {
                    cn: kind.cn(),
                    qn_ms: end_ms + 3,
                    data_time_ms: end_ms - DAY_MS,
                });
            }
            _ => return None,
        };
        (!silent).then_some(due)
    }

    fn advance(&mut self) {
        self.next = match self.next {
            Step::RealTime(number) if number + 1 < self.plan.real_time_of_slot() => {
                Step::RealTime(number + 1)
            }
            Step::RealTime(_) => Step::Minute,
            Step::Minute => Step::Hour,
            Step::Hour => Step::Day,
            Step::Day | Step::NextSlot => {
                self.slot += 1;
                self.begin_slot();
                return;
            }
        };
    }

    /// Measures a slot. An hour of silence is in no day.
    fn begin_slot(&mut self) {
        self.next = Step::RealTime(0);
        let slot_ms = self.plan.from_ms + self.slot * SLOT_MS;
        let hour = self.hour_of_run();
        if self.slot.is_multiple_of(HOUR_SLOTS) {
            self.hour = Period::default();
        }
        if is_midnight(slot_ms) {
            self.day = Period::default();
        }
        self.this_slot = Period::of_slot(&self.plan, &self.logger, slot_ms);
        self.hour.add(&self.this_slot);
        if !self.plan.is_silent(&self.logger, hour) {
            self.day.add(&self.this_slot);
        }
    }

    fn hour_of_run(&self) -> u32 {
        (self.slot / HOUR_SLOTS) as u32
    }
}
