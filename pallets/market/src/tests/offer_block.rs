use crate::{mock::*, BlockOffers, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{BlockOffer, BlockOfferV1, BlockTradeId, NewBlockOffer, Side},
    Day,
};
use sp_runtime::{DispatchError, DispatchResult};

fn try_offer(by: AccountId, new: NewBlockOffer) -> DispatchResult {
    Market::offer_block(signed(by), new)
}

#[test]
fn what_the_offeror_gives_is_held() {
    for (side, by, institution) in [(Side::Sell, OWNER, PLANT), (Side::Buy, MILLER, MILL)] {
        ExtBuilder::traders().run(|| {
            let (free, _) = money(MILL);
            let new = new_block(side, 1_300, 1_000);
            assert_ok!(try_offer(by, new));
            let terms = BlockOfferV1 {
                new,
                institution,
                at: NOW,
            };
            let offer = BlockTradeId(1);
            assert_eq!(events(), [Event::BlockOffered { offer, terms }]);
            assert_eq!(BlockOffers::<Test>::get(offer), Some(BlockOffer::V1(terms)));
            match side {
                Side::Sell => assert_eq!(units(SELLER).1, 1_000),
                Side::Buy => assert_eq!(money(MILL), (free - 13_000_000, 13_000_000)),
            }
        });
    }
}

#[test]
fn fails_for_others() {
    ExtBuilder::traders().run(|| {
        let new = new_block(Side::Sell, 1_000, 1_000);
        for by in [WORKER, JUDGE, BROKER] {
            assert_noop!(try_offer(by, new), DispatchError::BadOrigin);
        }
        for by in [MILLER, AGENT] {
            assert_noop!(try_offer(by, new), Error::<Test>::NotHolder);
        }
    });
}

/// What is wrong with an offer, and why it is refused.
type Change = (fn(&mut NewBlockOffer), Error<Test>);

#[test]
fn fails_for_a_trade_the_listing_doesnt_allow() {
    let unfit: [Change; 9] = [
        (|new| new.to = new.from, Error::SameHolder),
        (|new| new.class = UNLISTED, Error::NotListed),
        (|new| new.units = 999, Error::UnitsOutOfRange),
        (|new| new.price = tick(699), Error::OutsideBand),
        (|new| new.price = tick(1_301), Error::OutsideBand),
        (|new| new.open_until_ms = NOW.time_ms, Error::BlockUnfit),
        (
            |new| new.open_until_ms = NOW.time_ms + OFFER_MS_MAX + 1,
            Error::BlockUnfit,
        ),
        (|new| new.units = 1_000_001, Error::NotEnough),
        (|new| new.units = 0, Error::UnitsOutOfRange),
    ];
    ExtBuilder::traders().run(|| {
        for (change, error) in unfit {
            let mut new = new_block(Side::Sell, 1_000, 1_000);
            change(&mut new);
            assert_noop!(try_offer(OWNER, new), error);
        }
        assert_noop!(
            try_offer(MILLER, new_block(Side::Buy, 1_000, 1_000_000_000)),
            Error::<Test>::NotEnoughMoney
        );
        wait_until(vintage().expires().end_ms() - Day::LENGTH_MS + 1);
        assert_noop!(
            try_offer(OWNER, new_block(Side::Sell, 1_000, 1_000)),
            Error::<Test>::BlockUnfit
        );
    });
}

#[test]
fn fails_when_the_offeror_has_too_much_open() {
    ExtBuilder::traders().run(|| {
        OrdersMax::set(1);
        place(SELLER, sell(1_000, 1));
        assert_noop!(
            try_offer(OWNER, new_block(Side::Sell, 1_000, 1_000)),
            Error::<Test>::OrdersFull
        );
    });
}
