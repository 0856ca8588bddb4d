//! Money, as the chain keeps it: claims on the settlement banks, what went through each bank, and payouts under way.

use super::{error::ChainError, storage::MapKey, At, Chain};
use limpid_primitives::{
    market::{BankTotals, BankTotalsV1, Claim, ClaimV1, Payout, PayoutId, PayoutV1},
    InstitutionId,
};

const PALLET: &str = "Deposits";

impl Chain {
    /// What every institution that has something has, in the order of their numbers.
    pub async fn claims(&self, at: At) -> Result<Vec<(InstitutionId, ClaimV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Claims").bytes();
        let mut all: Vec<(InstitutionId, Claim)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, Claim::V1(claim))| (id, claim);
        Ok(all.into_iter().map(of).collect())
    }

    /// What went in and out through every bank, in the order of their numbers.
    pub async fn bank_totals(
        &self,
        at: At,
    ) -> Result<Vec<(InstitutionId, BankTotalsV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Banks").bytes();
        let mut all: Vec<(InstitutionId, BankTotals)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, BankTotals::V1(totals))| (id, totals);
        Ok(all.into_iter().map(of).collect())
    }

    /// The payouts that were asked for and neither made nor refused, in the order they were asked for.
    pub async fn payouts(&self, at: At) -> Result<Vec<(PayoutId, PayoutV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Payouts").bytes();
        let mut all: Vec<(PayoutId, Payout)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, Payout::V1(payout))| (id, payout);
        Ok(all.into_iter().map(of).collect())
    }
}
