use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{DepositLedger, Fen, Payout, PayoutId, PayoutV1},
    InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn ask(by: AccountId, bank: InstitutionId, fen: u64) -> DispatchResult {
    Deposits::request_payout(signed(by), bank, Fen(fen))
}

#[test]
fn the_amount_is_set_aside() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        assert_ok!(ask(OWNER, OTHER_BANK, 30));
        assert_eq!(
            events(),
            [Event::PayoutRequested {
                payout: PayoutId(1),
                institution: PLANT,
                bank: OTHER_BANK,
                amount: Fen(30),
            }]
        );
        assert_eq!(claim(PLANT), (70, 0, 30));
        let payout = PayoutV1 {
            of: PLANT,
            bank: OTHER_BANK,
            amount: Fen(30),
            at: NOW,
        };
        assert_eq!(
            crate::Payouts::<Test>::get(PayoutId(1)),
            Some(Payout::V1(payout))
        );
    });
}

#[test]
fn fails_for_who_is_not_administrator_of_a_depositor() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        for by in [TRADER, BANKER, 50] {
            assert_noop!(ask(by, BANK, 1), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_for_nothing() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        assert_noop!(ask(OWNER, BANK, 0), Error::<Test>::Nothing);
    });
}

#[test]
fn fails_when_it_is_no_bank() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        for bank in [PLANT, COURT, NEXT] {
            assert_noop!(ask(OWNER, bank, 1), Error::<Test>::NotBank);
        }
    });
}

#[test]
fn fails_for_more_than_is_free() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        assert_ok!(Deposits::hold(PLANT, Fen(50)));
        request(30);
        assert_noop!(ask(OWNER, BANK, 21), Error::<Test>::NotEnough);
        assert_ok!(ask(OWNER, BANK, 20));
    });
}

#[test]
fn fails_when_there_are_as_many_as_there_may_be() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        for _ in 0..PAYOUTS_MAX {
            request(1);
        }
        assert_noop!(ask(OWNER, BANK, 1), Error::<Test>::PayoutsFull);
        assert_ok!(Deposits::withdraw_request(signed(OWNER), PayoutId(2)));
        assert_ok!(ask(OWNER, BANK, 1));
    });
}
