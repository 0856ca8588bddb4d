//! Properties of the market's values.

use super::*;
use crate::{quota::ClassId, Digest, InstitutionId};
use alloc::{string::ToString, vec};
use codec::{DecodeAll, Encode};
use proptest::prelude::*;

#[test]
fn money_has_two_decimals() {
    for (text, fen) in [("0", 0), ("12", 1_200), ("12.5", 1_250), ("0.07", 7)] {
        assert_eq!(text.parse(), Ok(Fen(fen)), "{text}");
    }
    for text in [
        "",
        ".5",
        "1.",
        "1.234",
        "-1",
        "1,5",
        "1e3",
        "184467440737095516.16",
    ] {
        assert_eq!(text.parse::<Fen>(), Err(FenError), "{text}");
    }
    assert_eq!(Fen(2).times(u64::MAX), None);
}

#[test]
fn a_price_has_ticks() {
    for number in [0, 1 << 24, u32::MAX] {
        assert_eq!(Tick::try_from(number), Err(TickError));
        assert!(Tick::decode_all(&mut number.encode().as_slice()).is_err());
    }
    assert_eq!(Tick::try_from(Tick::MAX.number()), Ok(Tick::MAX));
}

#[test]
fn orders_are_named_by_their_place() {
    let id = OrderId {
        class: ClassId(1),
        side: Side::Sell,
        tick: Tick::try_from(1_250).unwrap(),
        number: 1 << 32,
    };
    assert_eq!(id.to_string(), "1/sell/1250/4294967296");
    assert_eq!(id.to_string().parse(), Ok(id));
    for text in ["1/sell/1250", "1/sell/0/1", "1/give/1/1", "1/buy/1/1/1", ""] {
        assert_eq!(text.parse::<OrderId>(), Err(OrderIdError), "{text}");
    }
}

#[test]
fn sessions_lie_in_a_day() {
    assert!(Session::new(570, 690).is_ok() && Session::new(0, 1_440).is_ok());
    for (from, until) in [(0, 0), (690, 570), (0, 1_441)] {
        assert_eq!(Session::new(from, until), Err(SessionError));
        assert!(Session::decode_all(&mut (from, until).encode().as_slice()).is_err());
    }
}

proptest! {
    #[test]
    fn money_round_trips(fen: u64) {
        prop_assert_eq!(Fen(fen).to_string().parse(), Ok(Fen(fen)));
    }
}

/// Who seals bids outside the chain writes these bytes.
#[test]
fn a_bid_is_sealed_over_its_place_and_its_lines() {
    let line = BidLine {
        price: Fen(0x0102),
        units: 3,
    };
    let lines = vec![line].try_into().unwrap();
    let (genesis, salt) = (Digest([0xaa; 32]), [0xbb; 32]);
    let bytes = bid_bytes(&genesis, AuctionId(7), InstitutionId(9), &lines, &salt);
    let numbers = [
        [7, 0, 0, 0, 9, 0, 0, 0].as_slice(),
        &[4, 2, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0],
    ];
    let expected = [b"LIMPIDB1".as_slice(), &genesis.0, &numbers.concat(), &salt];
    assert_eq!(bytes, expected.concat());
}
