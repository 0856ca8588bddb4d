//! What clients ask of the runtime about emissions.

use alloc::vec::Vec;
use limpid_primitives::{
    emissions::{DayGap, FindingId, Overdue, YearEntry},
    Day, Outlet, PermitNumber,
};

sp_api::decl_runtime_apis! {
    /// What was discharged, and what is missing or overdue.
    pub trait EmissionsApi {
        /// What a permit's outlets discharged in a year, all together; an outlet's day counts as one of the days.
        fn year_of_permit(permit: PermitNumber, year: u16) -> Vec<YearEntry>;
        /// The days of an outlet, from one up to another (exclusive), on which no mass counts; at most 366 days are looked at.
        fn days_without_data(outlet: Outlet, from: Day, until: Day) -> Vec<(Day, DayGap)>;
        /// The findings from one on for which something was not done in time, and where to ask on; 1,000 are looked at.
        fn overdue_findings(from: FindingId) -> (Vec<Overdue>, Option<FindingId>);
    }
}
