//! What a prover of emissions reads: much of one kind in one question, and what its institution may still use.

use super::{error::ChainError, state::StoredMember, storage::MapKey, Account, At, Chain};
use codec::Decode;
use limpid_primitives::{
    emissions::{DayTotal, DayTotalV1},
    permit::{Averaging, OutletTerms, OutletTermsV1, Permit, PermitV1},
    Day, Digest, Outlet, PermitNumber, Pollutant,
};

/// The mean a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    /// Of this outlet.
    pub outlet: Outlet,
    /// Of this pollutant.
    pub pollutant: Pollutant,
    /// Over an hour or a day.
    pub averaging: Averaging,
    /// Which begins then, milliseconds since 1970 UTC.
    pub observed_ms: u64,
}

/// Computation and bytes: an allowance, or what was taken of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Decode)]
struct Amount {
    ref_time: u64,
    bytes: u64,
}

#[derive(Decode)]
struct Usage {
    window: u32,
    taken: Amount,
}

impl Chain {
    /// Several permits, in the order asked.
    pub async fn permits_of(
        &self,
        numbers: &[PermitNumber],
        at: At,
    ) -> Result<Vec<Option<PermitV1>>, ChainError> {
        let key = |number| MapKey::of("Permits", "Permits").blake2(number).bytes();
        let keys: Vec<_> = numbers.iter().map(key).collect();
        let permits: Vec<Option<Permit>> = self.read_all(&keys, at).await?;
        let permits = permits.into_iter();
        Ok(permits
            .map(|permit| permit.map(|Permit::V1(permit)| permit))
            .collect())
    }

    /// What versions of permits say of outlets, in the order asked.
    pub async fn outlet_terms(
        &self,
        outlets: &[(Outlet, u32)],
        at: At,
    ) -> Result<Vec<Option<OutletTermsV1>>, ChainError> {
        let key = |(outlet, version): &(Outlet, u32)| {
            let map = MapKey::of("Permits", "Outlets").blake2(outlet.permit);
            map.identity(version).identity(outlet.code).bytes()
        };
        let keys: Vec<_> = outlets.iter().map(key).collect();
        let terms: Vec<Option<OutletTerms>> = self.read_all(&keys, at).await?;
        let terms = terms.into_iter();
        Ok(terms
            .map(|terms| terms.map(|OutletTerms::V1(terms)| terms))
            .collect())
    }

    /// What is known of days of outlets, in the order asked.
    pub async fn days_of(
        &self,
        days: &[(Outlet, Day)],
        at: At,
    ) -> Result<Vec<Option<DayTotalV1>>, ChainError> {
        let key = |(outlet, day): &(Outlet, Day)| {
            let map = MapKey::of("Emissions", "DayTotals").blake2(outlet);
            map.identity(day).bytes()
        };
        let keys: Vec<_> = days.iter().map(key).collect();
        let totals: Vec<Option<DayTotal>> = self.read_all(&keys, at).await?;
        let totals = totals.into_iter();
        Ok(totals
            .map(|total| total.map(|DayTotal::V1(total)| total))
            .collect())
    }

    /// Which means have a finding, in the order asked.
    pub async fn means_found(&self, means: &[Mean], at: At) -> Result<Vec<bool>, ChainError> {
        let key = |mean: &Mean| {
            let map = MapKey::of("Emissions", "FindingOf").blake2(mean.outlet);
            map.blake2((mean.pollutant, mean.averaging, mean.observed_ms))
                .bytes()
        };
        let keys: Vec<_> = means.iter().map(key).collect();
        let found: Vec<Option<u32>> = self.read_all(&keys, at).await?;
        Ok(found.iter().map(Option::is_some).collect())
    }

    /// What the institution of an account has left of its allowance in the window of block `number`, in thousandths of the
    /// scarcer part.
    pub async fn allowance_left(
        &self,
        account: Account,
        number: u32,
        hash: Digest,
    ) -> Result<u64, ChainError> {
        let at = At::Block(hash);
        let member = MapKey::of("Institutions", "Members").blake2(account.0);
        let Some(StoredMember::V1(member)) = self.read(member.bytes(), at).await? else {
            // The chain refuses its calls, and says why.
            return Ok(1_000);
        };
        let runtime = self.runtime(hash).await?;
        let constant = |name| runtime.metadata.constant("Institutions", name);
        let window_blocks: u32 = constant_of(constant("WindowBlocks")?)?;
        let default: Amount = constant_of(constant("DefaultAllowance")?)?;
        let of = |map| {
            let map = MapKey::of("Institutions", map);
            map.blake2(member.institution).bytes()
        };
        let allowance: Option<Amount> = self.read(of("Allowances"), at).await?;
        let usage: Option<Usage> = self.read(of("Usages"), at).await?;
        let window = number.checked_div(window_blocks);
        let taken = usage.filter(|usage| Some(usage.window) == window);
        let taken = taken.map(|usage| usage.taken);
        Ok(left_permille(allowance.unwrap_or(default), taken))
    }
}

fn constant_of<T: Decode>(mut bytes: &[u8]) -> Result<T, ChainError> {
    T::decode(&mut bytes).map_err(|error| ChainError::unexpected("a constant", error))
}

fn left_permille(allowance: Amount, taken: Option<Amount>) -> u64 {
    let left = |allowed: u64, taken: u64| {
        let left = u128::from(allowed.saturating_sub(taken)).saturating_mul(1_000);
        let permille = left.checked_div(u128::from(allowed)).unwrap_or(0);
        u64::try_from(permille).unwrap_or(1_000)
    };
    match taken {
        None => 1_000,
        Some(taken) => {
            left(allowance.ref_time, taken.ref_time).min(left(allowance.bytes, taken.bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_that_of_the_scarcer_part() {
        let amount = |ref_time, bytes| Amount { ref_time, bytes };
        let allowance = amount(1_000, 200);
        assert_eq!(left_permille(allowance, None), 1_000);
        assert_eq!(left_permille(allowance, Some(amount(250, 0))), 750);
        assert_eq!(left_permille(allowance, Some(amount(250, 150))), 250);
        assert_eq!(left_permille(allowance, Some(amount(2_000, 0))), 0);
        assert_eq!(left_permille(amount(0, 0), Some(amount(0, 0))), 0);
    }
}
