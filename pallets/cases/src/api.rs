//! What clients ask of the runtime about cases and clues.

use alloc::vec::Vec;
use limpid_primitives::{
    joint_case::{CaseEntry, CaseFile, CaseId, Clue, ClueFilter, ClueId, OverdueTask},
    Digest, DivisionCode, InstitutionId,
};

sp_api::decl_runtime_apis! {
    /// Joint cases, clues, and what is overdue of them. What is a list begins at a number; with it comes where to ask on.
    pub trait CasesApi {
        /// All of a case.
        fn case(case: CaseId) -> Option<CaseFile>;
        /// The cases an institution hosts or was invited to, from one on; 1,000 are looked at.
        fn cases_of(institution: InstitutionId, from: CaseId) -> (Vec<CaseEntry>, Option<CaseId>);
        /// The clues an institution sent, was handed, took, or decides about, from one on; 1,000 are looked at.
        fn clues_of(institution: InstitutionId, filter: ClueFilter, from: ClueId) -> (Vec<(ClueId, Clue)>, Option<ClueId>);
        /// The clues not answered in time, from one on; 1,000 are looked at.
        fn overdue_clues(from: ClueId) -> (Vec<(ClueId, Clue)>, Option<ClueId>);
        /// The tasks not done in time, of the cases from one on; 1,000 cases are looked at.
        fn overdue_tasks(from: CaseId) -> (Vec<OverdueTask>, Option<CaseId>);
        /// The agencies a clue about this place goes to first: those nearest to it that can act, and have not returned this content.
        fn nearest(place: DivisionCode, content: Option<Digest>) -> Vec<InstitutionId>;
    }
}
