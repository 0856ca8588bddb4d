//! What clients ask a node about shared data.

// What the macro writes has no documentation of its own.
#![allow(missing_docs)]

use limpid_primitives::{
    sharing::{
        DataSet, DataSetFilter, DataSetId, Grant, GrantId, GrantStanding, Openness, Page, Request,
        RequestId, RequestStanding, Side,
    },
    DivisionCode, InstitutionId, PermitNumber,
};

sp_api::decl_runtime_apis! {
    /// The catalogue, requests, grants and recognised archives. A page has at most 100 entries.
    pub trait SharingApi {
        /// The data sets that are offered and fit a filter.
        fn find(filter: DataSetFilter) -> Page<DataSetId, DataSet>;
        /// Requests on one side of which an institution stands, after a number, with how they stand.
        fn requests_of(
            institution: InstitutionId,
            side: Side,
            openness: Openness,
            after: RequestId,
        ) -> Page<RequestId, (Request, RequestStanding)>;
        /// Grants on one side of which an institution stands, after a number, with how they stand.
        fn grants_of(
            institution: InstitutionId,
            side: Side,
            after: GrantId,
        ) -> Page<GrantId, (Grant, GrantStanding)>;
        /// How a grant stands.
        fn grant_standing(grant: GrantId) -> Option<GrantStanding>;
        /// The recognised archive, and in which version, by which evidence about a permit is accepted in a division.
        fn recognised(division: DivisionCode, permit: PermitNumber) -> Option<(DataSetId, u32)>;
    }
}
