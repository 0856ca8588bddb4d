//! What the chain computed of discharges, as it stands on chain.

mod absence;
mod day_total;
mod finding;
mod lookup;
mod rules;
mod views;
mod year_total;

pub use absence::{AbsenceProgress, AbsenceProgressV1};
pub use day_total::{
    Computed, Conflict, ConflictV1, DayEntry, DayTotal, DayTotalV1, DayValidity, DayValidityError,
    MassSource, Overridden, ProofPlace, Substituted,
};
pub use finding::{
    Finding, FindingId, FindingStatus, FindingV1, Review, ReviewKind, ReviewKindError,
};
pub use lookup::EmissionLookup;
pub use rules::{EmissionRules, EmissionRulesV1, SubstitutionRule};
pub use views::{DayGap, DayGapError, Overdue, OverdueStep, OverdueStepError};
pub use year_total::{YearEntry, YearTotal, YearTotalV1};

/// The most pollutants of an outlet whose masses are counted.
pub const POLLUTANTS_MAX: usize = 32;
