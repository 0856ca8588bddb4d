//! What the chain computed of discharges, and its findings, as it keeps them.

use super::{
    error::ChainError,
    storage::{prefix, MapKey},
    At, Chain,
};
use limpid_primitives::{
    emissions::{
        AbsenceProgress, AbsenceProgressV1, Conflict, ConflictV1, DayGap, DayTotal, DayTotalV1,
        EmissionRules, EmissionRulesV1, Finding, FindingId, FindingV1, Overdue, SubstitutionRule,
        YearTotal, YearTotalV1,
    },
    Day, DivisionCode, Outlet, OutletCode, PermitNumber,
};

const PALLET: &str = "Emissions";
/// Pages of findings that are asked for at most: each is of a thousand.
const PAGES_MAX: usize = 10_000;
/// Days the chain looks at in one question.
const GAP_DAYS_MAX: u32 = 366;

impl Chain {
    /// What is known of these days of an outlet; days of which nothing is known are left out.
    pub async fn day_totals(
        &self,
        outlet: Outlet,
        days: &[Day],
        at: At,
    ) -> Result<Vec<(Day, DayTotalV1)>, ChainError> {
        let key = |day: &Day| {
            let map = MapKey::of(PALLET, "DayTotals").blake2(outlet);
            map.identity(day).bytes()
        };
        let keys: Vec<_> = days.iter().map(key).collect();
        let totals = self.read_all::<DayTotal>(&keys, at).await?;
        let known = |(day, total): (&Day, Option<DayTotal>)| {
            let DayTotal::V1(total) = total?;
            Some((*day, total))
        };
        Ok(days.iter().zip(totals).filter_map(known).collect())
    }

    /// What the outlets of a permit discharged in a year, in the order of their codes.
    pub async fn year_totals(
        &self,
        permit: PermitNumber,
        year: u16,
        at: At,
    ) -> Result<Vec<(OutletCode, YearTotalV1)>, ChainError> {
        let map = MapKey::of(PALLET, "YearTotals").blake2(permit);
        let mut all: Vec<(OutletCode, YearTotal)> = self
            .entries(map.identity(year).bytes(), OutletCode::LENGTH, at)
            .await?;
        all.sort_by_key(|(code, _)| *code);
        let of = |(code, YearTotal::V1(total))| (code, total);
        Ok(all.into_iter().map(of).collect())
    }

    /// The days of an outlet, or of all, that have a conflict, each with its conflicts.
    pub async fn conflicts(
        &self,
        outlet: Option<Outlet>,
        at: At,
    ) -> Result<Vec<(Outlet, Day, Vec<ConflictV1>)>, ChainError> {
        let map = MapKey::of(PALLET, "Conflicts");
        let map = match outlet {
            Some(outlet) => map.blake2(outlet),
            None => map,
        };
        // Outlet and day stand next to each other at the key's end.
        let tail = Outlet::LENGTH.saturating_add(4);
        let mut all: Vec<((Outlet, Day), Vec<Conflict>)> =
            self.entries(map.bytes(), tail, at).await?;
        all.sort_by_key(|(place, _)| *place);
        let of = |((outlet, day), conflicts): (_, Vec<Conflict>)| {
            let conflicts = conflicts.into_iter();
            let conflicts = conflicts.map(|Conflict::V1(conflict)| conflict).collect();
            (outlet, day, conflicts)
        };
        Ok(all.into_iter().map(of).collect())
    }

    /// How far it is proven that a day of an outlet has no frame.
    pub async fn absence(
        &self,
        outlet: Outlet,
        day: Day,
        at: At,
    ) -> Result<Option<AbsenceProgressV1>, ChainError> {
        let map = MapKey::of(PALLET, "Absences").blake2(outlet);
        let progress: Option<AbsenceProgress> = self.read(map.identity(day).bytes(), at).await?;
        Ok(progress.map(|AbsenceProgress::V1(progress)| progress))
    }

    /// The days of `[from, until)` for which nothing counts at an outlet, and why.
    pub async fn days_without_data(
        &self,
        outlet: Outlet,
        from: Day,
        until: Day,
        at: At,
    ) -> Result<Vec<(Day, DayGap)>, ChainError> {
        let at = self.resolve(at).await?;
        let mut gaps = Vec::new();
        let mut from = from;
        while from < until {
            let end = from.number().saturating_add(GAP_DAYS_MAX);
            let end = Day::try_from(end).map_or(until, |end| end.min(until));
            let page: Vec<(Day, DayGap)> = self
                .runtime_api_of("EmissionsApi_days_without_data", (outlet, from, end), at)
                .await?;
            gaps.extend(page);
            from = end;
        }
        Ok(gaps)
    }

    /// A finding.
    pub async fn finding(&self, id: FindingId, at: At) -> Result<Option<FindingV1>, ChainError> {
        let key = MapKey::of(PALLET, "Findings").blake2(id).bytes();
        let finding: Option<Finding> = self.read(key, at).await?;
        Ok(finding.map(|Finding::V1(finding)| finding))
    }

    /// Every finding, in the order they were filed in.
    pub async fn findings(&self, at: At) -> Result<Vec<(FindingId, FindingV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Findings").bytes();
        let mut all: Vec<(FindingId, Finding)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, Finding::V1(finding))| (id, finding);
        Ok(all.into_iter().map(of).collect())
    }

    /// The findings that wait for longer than the rules allow.
    pub async fn overdue_findings(&self, at: At) -> Result<Vec<Overdue>, ChainError> {
        let at = self.resolve(at).await?;
        let mut overdue = Vec::new();
        let mut from = FindingId(1);
        for _ in 0..PAGES_MAX {
            let (page, next): (Vec<Overdue>, Option<FindingId>) = self
                .runtime_api_of("EmissionsApi_overdue_findings", from, at)
                .await?;
            overdue.extend(page);
            match next {
                Some(next) if next > from => from = next,
                _ => return Ok(overdue),
            }
        }
        let what = "EmissionsApi_overdue_findings";
        Err(ChainError::unexpected(what, "it does not come to an end"))
    }

    /// How emissions are counted and found.
    pub async fn emission_rules(&self, at: At) -> Result<EmissionRules, ChainError> {
        let rules = self.read(prefix(PALLET, "Rules"), at).await?;
        Ok(rules.unwrap_or_else(|| EmissionRules::V1(EmissionRulesV1::default())))
    }

    /// What counts for days without valid data, by division.
    pub async fn substitution_rules(
        &self,
        at: At,
    ) -> Result<Vec<(DivisionCode, SubstitutionRule)>, ChainError> {
        let map = MapKey::of(PALLET, "SubstitutionRules").bytes();
        let mut all: Vec<(DivisionCode, SubstitutionRule)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(division, _)| *division);
        Ok(all)
    }
}
