//! What the market may do with money.

use crate::{
    claims::shift,
    pallet::{Claims, Config},
    Pallet,
};
use alloc::vec::Vec;
use limpid_primitives::{
    market::{Claim, ClaimV1, DepositLedger, Fen, MoneyRefusal},
    InstitutionId,
};

impl<T: Config> DepositLedger for Pallet<T> {
    fn claim(of: InstitutionId) -> ClaimV1 {
        Self::claim_of(of)
    }

    fn hold(of: InstitutionId, amount: Fen) -> Result<(), MoneyRefusal> {
        Self::change_claim(of, |claim| {
            let missing = MoneyRefusal::NotEnough;
            shift(&mut claim.free, &mut claim.held, amount, missing)
        })
    }

    fn release(of: InstitutionId, amount: Fen) -> Result<(), MoneyRefusal> {
        Self::change_claim(of, |claim| {
            let missing = MoneyRefusal::NotHeld;
            shift(&mut claim.held, &mut claim.free, amount, missing)
        })
    }

    fn pay(from: InstitutionId, to: InstitutionId, amount: Fen) -> Result<(), MoneyRefusal> {
        if from == to {
            return Self::release(from, amount);
        }
        let mut payer = Self::claim_of(from);
        let mut payee = Self::claim_of(to);
        let missing = MoneyRefusal::NotHeld;
        shift(&mut payer.held, &mut payee.free, amount, missing)?;
        Self::change_claim(from, |claim| {
            *claim = payer;
            Ok(())
        })?;
        Self::change_claim(to, |claim| {
            *claim = payee;
            Ok(())
        })
    }

    fn all_held() -> Vec<(InstitutionId, Fen)> {
        Claims::<T>::iter()
            .map(|(institution, Claim::V1(claim))| (institution, claim.held))
            .filter(|(_, held)| *held > Fen::ZERO)
            .collect()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn fund_for_benchmark(of: InstitutionId, amount: Fen) {
        crate::benchmarking::fund::<T>(of, amount);
    }
}
