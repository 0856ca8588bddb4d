//! What clients ask of the runtime about cases.

use super::{Case, CaseEvidence, CaseId, CaseTally, Membership, Task, TaskId};
use crate::{Digest, InstitutionId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A case of an institution.
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
pub struct CaseEntry {
    /// Its number.
    pub id: CaseId,
    /// How it stands.
    pub case: Case,
    /// How much is in it.
    pub tally: CaseTally,
    /// How the institution takes part; `None`: it is the host.
    pub membership: Option<Membership>,
}

/// All of a case.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CaseFile {
    /// How it stands.
    pub case: Case,
    /// The agencies that were invited, by their numbers.
    pub members: Vec<(InstitutionId, Membership)>,
    /// What was attached, by its digest.
    pub evidence: Vec<(Digest, CaseEvidence)>,
    /// What was to be done, in the order of the numbers.
    pub tasks: Vec<(TaskId, Task)>,
}

/// A task that was not done in time.
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
pub struct OverdueTask {
    /// The case.
    pub case: CaseId,
    /// The task's number there.
    pub task: TaskId,
    /// The agency that has to do it.
    pub to: InstitutionId,
    /// Until when it was to be done.
    pub due_ms: u64,
}

/// Which clues are asked for.
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
pub enum ClueFilter {
    /// All.
    #[codec(index = 0)]
    All,
    /// Those of which somebody still has to say whose they are.
    #[codec(index = 1)]
    Open,
}

words!(ClueFilter, ClueFilterError, "all, open", {
    All => "all",
    Open => "open",
});
