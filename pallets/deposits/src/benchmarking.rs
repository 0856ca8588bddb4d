//! Measures what the calls weigh, each in its worst case: all entries exist.

use crate::{
    pallet::{Banks, Call, Claims, Config, NextPayout, Payouts, Supply},
    Pallet,
};
use frame_benchmarking::v2::*;
use frame_support::assert_ok;
use frame_system::RawOrigin;
use limpid_primitives::{
    market::{Claim, ClaimV1, DepositLedger, Fen, PayoutId},
    Digest, DivisionCode, InstitutionId, InstitutionKind, Uscc,
};
use pallet_institutions::InstitutionLookup;

const BANK_CODE: &str = "91130200699229617X";
const DEPOSITOR_CODE: &str = "911302307808371268";
const AMOUNT: Fen = Fen(1_000);

fn admit<T: Config>(kind: InstitutionKind, code: &str) -> (InstitutionId, RawOrigin<T::AccountId>) {
    let uscc: Uscc = code.parse().expect("a code that checks");
    let member: T::AccountId = account("member", kind as u32, 0);
    let id = T::Institutions::admit_for_benchmark(kind, uscc, DivisionCode::NATION, &member);
    (id, RawOrigin::Signed(member))
}

fn bank<T: Config>() -> (InstitutionId, RawOrigin<T::AccountId>) {
    admit::<T>(InstitutionKind::SettlementBank, BANK_CODE)
}

fn depositor<T: Config>() -> (InstitutionId, RawOrigin<T::AccountId>) {
    admit::<T>(InstitutionKind::Enterprise, DEPOSITOR_CODE)
}

/// As [`DepositLedger::fund_for_benchmark`] says: a bank that isn't there credits it.
pub(crate) fn fund<T: Config>(of: InstitutionId, amount: Fen) {
    assert_ok!(Pallet::<T>::change_claim(of, |claim| {
        claim.free = Fen(claim.free.0 + amount.0);
        Ok(())
    }));
    Supply::<T>::mutate(|supply| supply.0 += amount.0);
    assert_ok!(Pallet::<T>::add_to_bank(InstitutionId(0), |totals| (
        &mut totals.credited,
        amount
    )));
}

/// A bank, and an enterprise that has asked it for a payout of half of its claim.
#[allow(clippy::type_complexity)]
fn requested<T: Config>() -> (PayoutId, [(InstitutionId, RawOrigin<T::AccountId>); 2]) {
    let bank = bank::<T>();
    let depositor = depositor::<T>();
    let reference = Digest::ZERO;
    let by = bank.1.clone().into();
    assert_ok!(Pallet::<T>::credit(
        by,
        depositor.0,
        Fen(2 * AMOUNT.0),
        reference
    ));
    let id = PayoutId(NextPayout::<T>::get());
    let by = depositor.1.clone().into();
    assert_ok!(Pallet::<T>::request_payout(by, bank.0, AMOUNT));
    (id, [bank, depositor])
}

fn free<T: Config>(of: InstitutionId) -> Fen {
    <Pallet<T> as DepositLedger>::claim(of).free
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn credit() {
        let (_, [(_, by), (of, _)]) = requested::<T>();
        #[extrinsic_call]
        _(by, of, AMOUNT, Digest([1; 32]));
        assert_eq!(free::<T>(of), Fen(2 * AMOUNT.0));
    }

    #[benchmark]
    fn request_payout() {
        let (_, [(bank, _), (of, by)]) = requested::<T>();
        #[extrinsic_call]
        _(by, bank, AMOUNT);
        assert_eq!(free::<T>(of), Fen::ZERO);
    }

    #[benchmark]
    fn confirm_payout() {
        let (payout, [(bank, by), (of, _)]) = requested::<T>();
        #[extrinsic_call]
        _(by, payout, Digest([1; 32]));
        let left = ClaimV1 {
            free: AMOUNT,
            ..ClaimV1::default()
        };
        assert_eq!(Claims::<T>::get(of), Claim::V1(left));
        assert!(Banks::<T>::contains_key(bank));
    }

    #[benchmark]
    fn refuse_payout() {
        let (payout, [(_, by), (of, _)]) = requested::<T>();
        #[extrinsic_call]
        _(by, payout, Digest([1; 32]));
        assert_eq!(free::<T>(of), Fen(2 * AMOUNT.0));
    }

    #[benchmark]
    fn withdraw_request() {
        let (payout, [_, (_, by)]) = requested::<T>();
        #[extrinsic_call]
        _(by, payout);
        assert!(!Payouts::<T>::contains_key(payout));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
