//! What a permit's emissions of a year demand, and what was surrendered for them.

use crate::{Day, Grams, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Until when emissions of a pollutant are to be covered, and what follows otherwise, in the version it was written in. Versions are only ever added.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum SurrenderRule {
    /// The first version.
    #[codec(index = 1)]
    V1(SurrenderRuleV1),
}

/// First version of [`SurrenderRule`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct SurrenderRuleV1 {
    /// The first year whose emissions are to be covered.
    pub first_year: u16,
    /// How many days after the year's last day quota is surrendered on time.
    pub deadline_days: u16,
    /// How many thousandths of what was not surrendered on time are deducted from the next allocation; 1000 is 等量核减.
    pub deduction_permille: u32,
}

impl SurrenderRuleV1 {
    /// The first moment after the deadline for a year; `None` if the year is before the first, or no year.
    pub fn deadline_ms(&self, year: u16) -> Option<u64> {
        let last = Day::last_of_year(year).filter(|_| year >= self.first_year)?;
        let further_ms = u64::from(self.deadline_days).checked_mul(Day::LENGTH_MS)?;
        last.end_ms().checked_add(further_ms)
    }
}

/// What was surrendered for a permit's emissions of a pollutant in a year, and what was found missing, in the version it was written in. Versions are only ever added.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Liability {
    /// The first version.
    #[codec(index = 1)]
    V1(LiabilityV1),
}

/// First version of [`Liability`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LiabilityV1 {
    /// The permit's holder.
    pub holder: InstitutionId,
    /// What was surrendered until the deadline.
    pub on_time: Grams,
    /// What was surrendered after it.
    pub late: Grams,
    /// What the agency waived by decision.
    pub waived: Grams,
    /// What was found after the deadline, last time somebody asked.
    pub assessed: Option<Assessment>,
}

/// What was found of a year after the deadline.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Assessment {
    /// What the emissions demanded then.
    pub due: Grams,
    /// How many thousandths of what was missing at the deadline are deducted from later allocations.
    pub deduction_permille: u32,
    /// When it was assessed.
    pub at: Moment,
}

/// Whether quota was surrendered until the deadline.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Timeliness {
    /// It was.
    #[codec(index = 0)]
    OnTime,
    /// It was not.
    #[codec(index = 1)]
    Late,
}

words!(Timeliness, TimelinessError, "on-time, late", {
    OnTime => "on-time",
    Late => "late",
});

impl LiabilityV1 {
    /// Nothing surrendered yet.
    pub const fn new(holder: InstitutionId) -> Self {
        Self {
            holder,
            on_time: Grams(0),
            late: Grams(0),
            waived: Grams(0),
            assessed: None,
        }
    }

    /// What is missing if so much is due.
    pub const fn missing(&self, due: Grams) -> Grams {
        due.saturating_sub(self.on_time)
            .saturating_sub(self.late)
            .saturating_sub(self.waived)
    }

    /// What was found missing and still is; nothing before an assessment.
    pub fn shortfall(&self) -> Grams {
        self.assessed
            .map_or(Grams(0), |assessed| self.missing(assessed.due))
    }

    /// What is deducted from later allocations: so many thousandths of what was neither surrendered on time nor waived, what is
    /// below a gram counted as one. Nothing before an assessment.
    ///
    /// ```
    /// use limpid_primitives::{quota::{Assessment, LiabilityV1}, Grams, InstitutionId, Moment};
    /// let liability = LiabilityV1 {
    ///     on_time: Grams(90),
    ///     late: Grams(5),
    ///     assessed: Some(Assessment { due: Grams(101), deduction_permille: 1_500, at: Moment::default() }),
    ///     ..LiabilityV1::new(InstitutionId(1))
    /// };
    /// assert_eq!((liability.shortfall(), liability.deduction()), (Grams(6), Grams(17)));
    /// ```
    pub fn deduction(&self) -> Grams {
        let Some(assessed) = self.assessed else {
            return Grams::ZERO;
        };
        let basis = assessed
            .due
            .saturating_sub(self.on_time)
            .saturating_sub(self.waived);
        let exact = u128::from(basis.0)
            .saturating_mul(assessed.deduction_permille.into())
            .div_ceil(1_000);
        Grams(u64::try_from(exact).unwrap_or(u64::MAX))
    }
}
