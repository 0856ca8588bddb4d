use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{BankTotals, BankTotalsV1, Fen},
    InstitutionId,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

fn credit(by: AccountId, of: InstitutionId, fen: u64, number: u8) -> DispatchResult {
    Deposits::credit(signed(by), of, Fen(fen), reference(number))
}

#[test]
fn the_claim_grows() {
    ExtBuilder::default().run(|| {
        assert_ok!(credit(BANKER, PLANT, 100, 1));
        assert_eq!(
            events(),
            [Event::Credited {
                institution: PLANT,
                bank: BANK,
                amount: Fen(100),
                reference: reference(1),
            }]
        );
        assert_ok!(credit(OTHER_BANKER, PLANT, 11, 1));
        assert_ok!(credit(BANKER, AGENCY, 5, 2));
        assert_eq!((claim(PLANT), claim(AGENCY)), ((111, 0, 0), (5, 0, 0)));
        let totals = BankTotalsV1 {
            credited: Fen(105),
            paid: Fen::ZERO,
        };
        assert_eq!(crate::Banks::<Test>::get(BANK), BankTotals::V1(totals));
        assert_eq!(crate::Supply::<Test>::get(), Fen(116));
    });
}

#[test]
fn fails_for_others_than_banks() {
    ExtBuilder::default().run(|| {
        for by in [OWNER, AGENT, 50, 1_000] {
            assert_noop!(credit(by, PLANT, 1, 1), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_for_nothing() {
    ExtBuilder::default().run(|| {
        assert_noop!(credit(BANKER, PLANT, 0, 1), Error::<Test>::Nothing);
    });
}

#[test]
fn fails_for_who_has_no_deposits() {
    ExtBuilder::default().run(|| {
        for of in [BANK, COURT, NEXT] {
            assert_noop!(credit(BANKER, of, 1, 1), Error::<Test>::NotDepositor);
        }
    });
}

#[test]
fn fails_when_the_bank_used_the_reference() {
    ExtBuilder::default().run(|| {
        assert_ok!(credit(BANKER, PLANT, 1, 1));
        assert_noop!(credit(BANKER, AGENCY, 2, 1), Error::<Test>::ReferenceUsed);
        let payout = request(1);
        assert_ok!(Deposits::confirm_payout(
            signed(BANKER),
            payout,
            reference(2)
        ));
        assert_noop!(credit(BANKER, PLANT, 1, 2), Error::<Test>::ReferenceUsed);
    });
}

#[test]
fn fails_when_there_is_too_much_money() {
    ExtBuilder::default().run(|| {
        assert_ok!(credit(BANKER, PLANT, u64::MAX, 1));
        assert_noop!(
            credit(OTHER_BANKER, AGENCY, 1, 1),
            ArithmeticError::Overflow
        );
    });
}
