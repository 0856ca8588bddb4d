//! Joint cases (案件协查) as they stand on chain: agencies that work on one case together, and clues handed from one to another.
//!
//! Nothing of a case's content is here. Documents, clues, evidence and results are files its members have; the chain keeps their
//! digests, who did what, and until when.
//!
//! | Type | What it is |
//! |---|---|
//! | [`Case`], [`CaseTally`] | a case its host opened, and how much is in it |
//! | [`Membership`], [`InvitationAnswer`] | an agency the host invited |
//! | [`Clue`], [`ClueStatus`] | a clue (线索) handed over, and whether it was taken |
//! | [`CaseEvidence`], [`Recognition`] | an evidence bundle attached to a case |
//! | [`Task`], [`TaskStatus`] | what a member is to do, and until when |
//! | [`CaseEntry`], [`CaseFile`], [`OverdueTask`] | what clients ask for |

mod case;
mod clue;
mod evidence;
mod membership;
mod task;
mod views;

pub use case::{Case, CaseId, CaseTally, CaseTallyV1, CaseV1, Closing};
pub use clue::{Clue, ClueId, ClueStatus, ClueV1};
pub use evidence::{CaseEvidence, CaseEvidenceV1, Recognition, RecognitionError};
pub use membership::{
    InvitationAnswer, InvitationAnswerError, Membership, MembershipStatus, MembershipV1,
};
pub use task::{Task, TaskId, TaskStatus, TaskV1};
pub use views::{CaseEntry, CaseFile, ClueFilter, ClueFilterError, OverdueTask};

#[cfg(test)]
mod tests;
