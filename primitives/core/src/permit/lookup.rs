//! What other pallets ask about permits.

use super::{OutletTermsV1, PermitV1};
use crate::{Outlet, PermitNumber};

/// The permits as other pallets see them.
pub trait PermitLookup {
    /// The permit with this number.
    fn permit(number: &PermitNumber) -> Option<PermitV1>;

    /// What a version of a permit says of an outlet.
    fn outlet_terms(outlet: &Outlet, version: u32) -> Option<OutletTermsV1>;

    /// Puts a permit for this outlet in force, whatever the rules say. Its holder is the institution with the number's credit
    /// code, if there is one.
    #[cfg(feature = "runtime-benchmarks")]
    fn issue_for_benchmark(outlet: &Outlet, terms: OutletTermsV1);
}
