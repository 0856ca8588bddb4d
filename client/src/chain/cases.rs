//! Joint cases and clues, as the chain keeps them.

use super::{
    error::ChainError,
    storage::{prefix, MapKey},
    At, Chain,
};
use codec::{Decode, Encode};
use limpid_primitives::{
    joint_case::{
        Case, CaseEntry, CaseFile, CaseId, CaseTally, CaseTallyV1, CaseV1, Clue, ClueFilter,
        ClueId, ClueV1, OverdueTask,
    },
    Digest, DivisionCode, InstitutionId,
};
use std::collections::HashMap;

const PALLET: &str = "Cases";
/// Pages of a list that are asked for at most: each is of a thousand.
const PAGES_MAX: usize = 10_000;

impl Chain {
    /// All of a case.
    pub async fn case_file(&self, id: CaseId, at: At) -> Result<Option<CaseFile>, ChainError> {
        let at = self.resolve(at).await?;
        self.runtime_api_of("CasesApi_case", id, at).await
    }

    /// Every case with how much is in it, in the order of their numbers.
    pub async fn cases(&self, at: At) -> Result<Vec<(CaseId, CaseV1, CaseTallyV1)>, ChainError> {
        let at = At::Block(self.resolve(at).await?);
        let mut all: Vec<(CaseId, Case)> = self.entries(prefix(PALLET, "Cases"), 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let tallies: Vec<(CaseId, CaseTally)> =
            self.entries(prefix(PALLET, "Tallies"), 4, at).await?;
        let tallies: HashMap<_, _> = tallies.into_iter().collect();
        let of = |(id, Case::V1(case))| {
            let CaseTally::V1(tally) = tallies.get(&id).copied().unwrap_or_default();
            (id, case, tally)
        };
        Ok(all.into_iter().map(of).collect())
    }

    /// The cases an institution hosts or was invited to.
    pub async fn cases_of(
        &self,
        institution: InstitutionId,
        at: At,
    ) -> Result<Vec<CaseEntry>, ChainError> {
        let question = |from: CaseId| (institution, from);
        self.parts("CasesApi_cases_of", CaseId(1), question, at)
            .await
    }

    /// A clue.
    pub async fn clue(&self, id: ClueId, at: At) -> Result<Option<ClueV1>, ChainError> {
        let key = MapKey::of(PALLET, "Clues").blake2(id).bytes();
        let clue: Option<Clue> = self.read(key, at).await?;
        Ok(clue.map(|Clue::V1(clue)| clue))
    }

    /// Every clue, in the order of their numbers.
    pub async fn clues(&self, at: At) -> Result<Vec<(ClueId, ClueV1)>, ChainError> {
        let mut all: Vec<(ClueId, Clue)> = self.entries(prefix(PALLET, "Clues"), 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        Ok(all.into_iter().map(plain).collect())
    }

    /// The clues an institution sent, was handed, took, or decides about.
    pub async fn clues_of(
        &self,
        institution: InstitutionId,
        filter: ClueFilter,
        at: At,
    ) -> Result<Vec<(ClueId, ClueV1)>, ChainError> {
        let question = |from: ClueId| (institution, filter, from);
        let all: Vec<(ClueId, Clue)> = self
            .parts("CasesApi_clues_of", ClueId(1), question, at)
            .await?;
        Ok(all.into_iter().map(plain).collect())
    }

    /// The tasks not done in time.
    pub async fn overdue_tasks(&self, at: At) -> Result<Vec<OverdueTask>, ChainError> {
        let question = |from: CaseId| from;
        self.parts("CasesApi_overdue_tasks", CaseId(1), question, at)
            .await
    }

    /// The agencies a clue about a place goes to first; with a content, of those that may still have it.
    pub async fn nearest_offices(
        &self,
        place: DivisionCode,
        content: Option<Digest>,
        at: At,
    ) -> Result<Vec<InstitutionId>, ChainError> {
        let at = self.resolve(at).await?;
        self.runtime_api_of("CasesApi_nearest", (place, content), at)
            .await
    }

    /// Asks for a list part by part.
    async fn parts<I: Decode + Copy + Ord, E: Decode, Q: Encode>(
        &self,
        method: &'static str,
        first: I,
        question: impl Fn(I) -> Q,
        at: At,
    ) -> Result<Vec<E>, ChainError> {
        let at = self.resolve(at).await?;
        let (mut all, mut from) = (Vec::new(), first);
        for _ in 0..PAGES_MAX {
            let (part, next): (Vec<E>, Option<I>) =
                self.runtime_api_of(method, question(from), at).await?;
            all.extend(part);
            match next {
                Some(next) if next > from => from = next,
                _ => return Ok(all),
            }
        }
        Err(ChainError::unexpected(method, "it does not come to an end"))
    }
}

fn plain((id, Clue::V1(clue)): (ClueId, Clue)) -> (ClueId, ClueV1) {
    (id, clue)
}
