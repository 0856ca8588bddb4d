//! What clients ask a node about quota.

// What the macro writes has no documentation of its own.
#![allow(missing_docs)]

use crate::TitlePart;
use alloc::vec::Vec;
use limpid_primitives::{
    quota::{ClassId, Holder, Holding, LotId, LotStatus},
    Grams, PermitNumber, Pollutant,
};

sp_api::decl_runtime_apis! {
    /// Titles and holdings.
    pub trait QuotasApi {
        /// The lots that lead from some lots back to allocations, the newest first, at most 1,000; asked again for the rest, until
        /// there is none.
        fn title(lots: Vec<LotId>) -> TitlePart;
        /// How a lot stands.
        fn lot_status(lot: LotId) -> Option<LotStatus>;
        /// All a holder has, by class.
        fn holdings(holder: Holder) -> Vec<(ClassId, Holding)>;
        /// What would be missing of a permit's year if it were assessed now.
        fn shortfall(permit: PermitNumber, pollutant: Pollutant, year: u16) -> Option<Grams>;
    }
}
