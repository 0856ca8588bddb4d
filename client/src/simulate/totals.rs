//! What a plan's day frames come to, pollutant by pollutant: to be compared with what somebody else computes from the frames.
//!
//! The sums are made here from the numbers before they are written into frames, by nothing the chain uses.

use super::schedule::Schedule;
use super::{FrameKind, Logger, Plan, PlanError};
use limpid_hj212::LocalTime;
use limpid_primitives::{Mn, OutletCode};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The masses that a plan's day frames say, by outlet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Totals {
    /// Each logger's outlet, in the order of the plan.
    pub outlets: Vec<OutletTotals>,
}

/// The masses of one outlet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OutletTotals {
    /// The outlet's code in its permit.
    pub outlet_code: OutletCode,
    /// The logger's device number.
    pub mn: Mn,
    /// By the pollutant's code.
    pub pollutants: BTreeMap<&'static str, PollutantTotals>,
}

/// The masses of one pollutant of an outlet.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct PollutantTotals {
    /// By the year, as `2026`.
    pub years: BTreeMap<String, Mass>,
    /// By the day, as `2026-03-01`.
    pub days: BTreeMap<String, Mass>,
}

/// A mass in micrograms; its text is in grams, with as many decimals as there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Mass(i128);

/// Micrograms of a kilogram, as a power of ten.
const KILOGRAM_DIGITS: u8 = 9;
/// Micrograms of a gram.
const GRAM: i128 = 1_000_000;

/// Adds up what the day frames of a plan say.
///
/// # Errors
/// If the plan cannot be carried out.
pub fn totals(plan: &Plan) -> Result<Totals, PlanError> {
    plan.check()?;
    let plan = Arc::new(plan.clone());
    let outlets = plan.loggers.iter().map(|logger| outlet(&plan, logger));
    Ok(Totals {
        outlets: outlets.collect::<Result<_, _>>()?,
    })
}

fn outlet(plan: &Arc<Plan>, logger: &Logger) -> Result<OutletTotals, PlanError> {
    let mut pollutants: BTreeMap<_, PollutantTotals> = BTreeMap::new();
    let mut schedule = Schedule::new(Arc::clone(plan), *logger);
    while let Some(due) = schedule.peek() {
        if due.cn == FrameKind::Day.cn() {
            let day = LocalTime::from_utc_ms(due.data_time_ms).ok_or(PlanError::From)?;
            let day: String = day.to_string().chars().take("2026-03-01".len()).collect();
            let year: String = day.chars().take("2026".len()).collect();
            for (factor, number, scale) in schedule.day().masses(logger) {
                let mass = Mass::of_kilograms(number, scale);
                let totals = pollutants.entry(factor).or_default();
                totals.years.entry(year.clone()).or_default().0 += mass.0;
                totals.days.insert(day.clone(), mass);
            }
        }
        schedule.skip();
    }
    Ok(OutletTotals {
        outlet_code: logger.outlet_code,
        mn: logger.mn,
        pollutants,
    })
}

impl Mass {
    /// `number / 10^scale` kg.
    fn of_kilograms(number: i64, scale: u8) -> Self {
        let digits = KILOGRAM_DIGITS.saturating_sub(scale);
        Self(i128::from(number) * 10i128.pow(digits.into()))
    }
}

impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:06}", self.0 % GRAM);
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / GRAM),
            decimals => write!(f, "{}.{decimals}", self.0 / GRAM),
        }
    }
}

impl Serialize for Mass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
