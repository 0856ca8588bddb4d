use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::market::{BankTotals, BankTotalsV1, Fen, PayoutId};
use sp_runtime::{DispatchError, DispatchResult};

fn confirm(by: AccountId, payout: PayoutId, number: u8) -> DispatchResult {
    Deposits::confirm_payout(signed(by), payout, reference(number))
}

#[test]
fn the_claim_is_gone() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        let payout = request(100);
        events();
        assert_ok!(confirm(BANKER, payout, 1));
        assert_eq!(
            events(),
            [Event::PayoutConfirmed {
                payout,
                institution: PLANT,
                bank: BANK,
                amount: Fen(100),
                reference: reference(1),
            }]
        );
        assert_eq!(crate::Claims::<Test>::iter().count(), 0);
        let totals = BankTotalsV1 {
            credited: Fen(100),
            paid: Fen(100),
        };
        assert_eq!(crate::Banks::<Test>::get(BANK), BankTotals::V1(totals));
        assert_eq!(crate::Supply::<Test>::get(), Fen::ZERO);
    });
}

#[test]
fn another_bank_than_the_one_that_credited_pays() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        assert_ok!(Deposits::request_payout(signed(OWNER), OTHER_BANK, Fen(60)));
        assert_ok!(confirm(OTHER_BANKER, PayoutId(1), 1));
        assert_eq!(claim(PLANT), (40, 0, 0));
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        let payout = request(1);
        assert_noop!(confirm(OWNER, payout, 1), DispatchError::BadOrigin);
        assert_noop!(confirm(OTHER_BANKER, payout, 1), Error::<Test>::OtherBank);
    });
}

#[test]
fn fails_when_there_is_none() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        assert_noop!(
            confirm(BANKER, PayoutId(1), 1),
            Error::<Test>::PayoutUnknown
        );
        let payout = request(1);
        assert_ok!(confirm(BANKER, payout, 1));
        assert_noop!(confirm(BANKER, payout, 2), Error::<Test>::PayoutUnknown);
    });
}

#[test]
fn fails_when_the_bank_used_the_reference() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        let payout = request(1);
        assert_noop!(confirm(BANKER, payout, 200), Error::<Test>::ReferenceUsed);
    });
}
