//! The chain, as far as a prover needs it.

use crate::{
    chain::{calls::ExceedancePlace, Mean},
    gateway::ledger::{Ledger, LedgerError},
};
use futures::future::BoxFuture;
use limpid_evidence::{BatchWithout, DayProof, ShownRun};
use limpid_primitives::{
    emissions::{AbsenceProgressV1, DayTotalV1, EmissionRulesV1},
    permit::{OutletTermsV1, PermitV1},
    Day, Digest, GatewayId, Outlet, PermitNumber,
};

/// A finalised block, all of whose state is read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Its number.
    pub block: u32,
    /// Its hash.
    pub hash: Digest,
    /// Its time, milliseconds since 1970 UTC.
    pub time_ms: u64,
}

/// Consecutive batches without a frame of an outlet's day, for one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsencePart {
    /// The outlet.
    pub outlet: Outlet,
    /// The day.
    pub day: Day,
    /// The number of the first batch.
    pub first_sequence: u64,
    /// What shows it, batch by batch.
    pub batches: Vec<BatchWithout>,
}

/// Why the chain did not take a call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It may work later without anybody doing anything.
    #[error("{0}")]
    Later(String),
    /// Something in it is refused.
    #[error("{0}")]
    Part(PartRefusal),
    /// The chain does not take this call from this member: nothing is wrong with what it says.
    #[error("{0}")]
    Call(String),
}

/// What the pallet says of a part of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRefusal {
    /// Its place in the call; `None` if the call has no list.
    pub index: Option<usize>,
    /// The error's name.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl std::fmt::Display for PartRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Later(text) => Self::Later(text),
            LedgerError::Refused(text) => Self::Call(text),
        }
    }
}

/// What a prover asks of a chain. All reads are of the block they are given, which is final.
pub trait EmissionsLedger: Ledger {
    /// The newest finalised block.
    fn now(&self) -> BoxFuture<'_, Result<Now, LedgerError>>;
    /// Permits, in the order asked.
    fn permits(
        &self,
        numbers: Vec<PermitNumber>,
        at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<PermitV1>>, LedgerError>>;
    /// What versions of permits say of outlets, in the order asked.
    fn outlet_terms(
        &self,
        outlets: Vec<(Outlet, u32)>,
        at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<OutletTermsV1>>, LedgerError>>;
    /// How emissions are counted and found.
    fn rules(&self, at: Digest) -> BoxFuture<'_, Result<EmissionRulesV1, LedgerError>>;
    /// What is known of days, in the order asked.
    fn days(
        &self,
        days: Vec<(Outlet, Day)>,
        at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<DayTotalV1>>, LedgerError>>;
    /// Which of these means have a finding, in the order asked.
    fn found(&self, means: Vec<Mean>, at: Digest) -> BoxFuture<'_, Result<Vec<bool>, LedgerError>>;
    /// How far it is shown that a day has no frame.
    fn absence(
        &self,
        outlet: Outlet,
        day: Day,
        at: Digest,
    ) -> BoxFuture<'_, Result<Option<AbsenceProgressV1>, LedgerError>>;
    /// What the prover's institution has left of its allowance in this window, in thousandths of the scarcer part.
    fn allowance_left(&self, at: Now) -> BoxFuture<'_, Result<u64, LedgerError>>;
    /// Proves days, a call for each list, and returns once all are final: what became of each.
    fn prove_days(&self, calls: Vec<Vec<DayProof>>) -> BoxFuture<'_, Vec<Result<(), Refusal>>>;
    /// Proves exceedances, a call each, and returns once all are final: what became of each.
    fn prove_exceedances(
        &self,
        proofs: Vec<(ExceedancePlace, ShownRun)>,
    ) -> BoxFuture<'_, Vec<Result<(), Refusal>>>;
    /// Lets substitutes count for days, a call each, and returns once all are final: what became of each.
    fn substitute_days(&self, days: Vec<(Outlet, Day)>) -> BoxFuture<'_, Vec<Result<(), Refusal>>>;
    /// Shows batches without a frame, a call each, in this order, and returns once all are final: what became of each.
    fn prove_absences(
        &self,
        gateway: GatewayId,
        parts: Vec<AbsencePart>,
    ) -> BoxFuture<'_, Vec<Result<(), Refusal>>>;
}
