//! What the market may do with money.

use crate::mock::*;
use limpid_primitives::market::{DepositLedger, Fen, MoneyRefusal};

#[test]
fn what_is_held_is_there_and_comes_back() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        assert_eq!(
            Deposits::hold(PLANT, Fen(101)),
            Err(MoneyRefusal::NotEnough)
        );
        assert_eq!(Deposits::hold(PLANT, Fen(60)), Ok(()));
        assert_eq!(claim(PLANT), (40, 60, 0));
        assert_eq!(Deposits::all_held(), [(PLANT, Fen(60))]);
        assert_eq!(
            Deposits::release(PLANT, Fen(61)),
            Err(MoneyRefusal::NotHeld)
        );
        assert_eq!(Deposits::release(PLANT, Fen(60)), Ok(()));
        assert_eq!(claim(PLANT), (100, 0, 0));
        assert_eq!(Deposits::all_held(), []);
    });
}

#[test]
fn what_is_paid_was_held_and_is_free() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        Deposits::hold(PLANT, Fen(60)).unwrap();
        assert_eq!(
            Deposits::pay(PLANT, AGENCY, Fen(61)),
            Err(MoneyRefusal::NotHeld)
        );
        assert_eq!(Deposits::pay(PLANT, AGENCY, Fen(60)), Ok(()));
        assert_eq!((claim(PLANT), claim(AGENCY)), ((40, 0, 0), (60, 0, 0)));
    });
}

#[test]
fn who_pays_itself_has_it_free() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        Deposits::hold(PLANT, Fen(60)).unwrap();
        assert_eq!(Deposits::pay(PLANT, PLANT, Fen(50)), Ok(()));
        assert_eq!(claim(PLANT), (90, 10, 0));
    });
}

#[test]
fn nothing_moves_by_nothing() {
    ExtBuilder::default().run(|| {
        assert_eq!(Deposits::hold(PLANT, Fen::ZERO), Ok(()));
        assert_eq!(Deposits::pay(PLANT, AGENCY, Fen::ZERO), Ok(()));
        assert_eq!(crate::Claims::<Test>::iter().count(), 0);
    });
}
