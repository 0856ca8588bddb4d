//! Calls of deposits and of the market, byte for byte.

use super::{metadata, pallet, EXTENSIONS};
use crate::chain::{calls, Call};
use frame_metadata::v14::PalletMetadata;
use limpid_primitives::{
    market::{
        AuctionId, BidLine, BlockTradeId, Fen, ForfeitRule, Listing, ListingV1, NewAuction,
        NewBlockOffer, NewOrder, OrderId, PayoutId, Session, Side, Tick,
    },
    quota::{ClassId, Holder},
    Digest, InstitutionId,
};
use scale_info::{meta_type, TypeInfo};

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum DepositsCall {
    #[codec(index = 0)]
    credit,
    #[codec(index = 1)]
    request_payout,
    #[codec(index = 2)]
    confirm_payout,
    #[codec(index = 3)]
    refuse_payout,
    #[codec(index = 4)]
    withdraw_request,
}

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum MarketCall {
    #[codec(index = 0)]
    list_class,
    #[codec(index = 1)]
    set_listing,
    #[codec(index = 2)]
    halt,
    #[codec(index = 3)]
    resume,
    #[codec(index = 4)]
    place_orders,
    #[codec(index = 5)]
    cancel_orders,
    #[codec(index = 6)]
    expire_orders,
    #[codec(index = 7)]
    open_auction,
    #[codec(index = 8)]
    commit_bid,
    #[codec(index = 9)]
    reveal_bid,
    #[codec(index = 10)]
    clear_auction,
    #[codec(index = 11)]
    settle_auction,
    #[codec(index = 12)]
    cancel_auction,
    #[codec(index = 13)]
    offer_block,
    #[codec(index = 14)]
    accept_block,
    #[codec(index = 15)]
    withdraw_block,
}

pub fn pallets() -> Vec<PalletMetadata> {
    vec![
        pallet("Market", 19, Some(meta_type::<MarketCall>())),
        pallet("Deposits", 20, Some(meta_type::<DepositsCall>())),
    ]
}

const CLASS: ClassId = ClassId(258);
const CLASS_BYTES: [u8; 4] = [2, 1, 0, 0];
const DOCUMENT: Digest = Digest([0xd0; 32]);

fn bytes(pieces: &[&[u8]]) -> String {
    hex::encode(pieces.concat())
}

fn encoded(call: &Call) -> String {
    hex::encode(call.encode(&metadata(&EXTENSIONS)).unwrap())
}

fn tick(number: u32) -> Tick {
    Tick::try_from(number).unwrap()
}

#[test]
fn money_is_credited_and_paid_out() {
    let (of, payout) = (InstitutionId(7), PayoutId(9));
    let amount = 5u64.to_le_bytes();
    assert_eq!(
        encoded(&calls::credit(of, Fen(5), DOCUMENT)),
        bytes(&[&[20, 0, 7, 0, 0, 0], &amount, &DOCUMENT.0])
    );
    assert_eq!(
        encoded(&calls::request_payout(of, Fen(5))),
        bytes(&[&[20, 1, 7, 0, 0, 0], &amount])
    );
    for (call, index) in [
        (calls::confirm_payout(payout, DOCUMENT), 2),
        (calls::refuse_payout(payout, DOCUMENT), 3),
    ] {
        assert_eq!(
            encoded(&call),
            bytes(&[&[20, index, 9, 0, 0, 0], &DOCUMENT.0])
        );
    }
    assert_eq!(encoded(&calls::withdraw_payout(payout)), "140409000000");
}

#[test]
fn a_class_is_listed_halted_and_resumed() {
    let listing = Listing::V1(ListingV1 {
        tick: Fen(1),
        band_permille: 2,
        block_band_permille: 3,
        units_min: 4,
        units_max: 5,
        block_units_min: 6,
        levels_max: 7,
        sessions: vec![Session::new(8, 9).unwrap()].try_into().unwrap(),
        weekdays: 10,
        reference: Fen(11),
    });
    let fields = [
        &[1][..],
        &1u64.to_le_bytes(),
        &[2, 0, 3, 0],
        &4u64.to_le_bytes(),
        &5u64.to_le_bytes(),
        &6u64.to_le_bytes(),
        &[7, 4, 8, 0, 9, 0, 10],
        &11u64.to_le_bytes(),
    ]
    .concat();
    for (call, index) in [
        (calls::list_class(CLASS, &listing), 0),
        (calls::set_listing(CLASS, &listing), 1),
    ] {
        assert_eq!(
            encoded(&call),
            bytes(&[&[19, index], &CLASS_BYTES, &fields])
        );
    }
    assert_eq!(
        encoded(&calls::halt(Some(CLASS), DOCUMENT)),
        bytes(&[&[19, 2, 1], &CLASS_BYTES, &DOCUMENT.0])
    );
    assert_eq!(
        encoded(&calls::halt(None, DOCUMENT)),
        bytes(&[&[19, 2, 0], &DOCUMENT.0])
    );
    assert_eq!(encoded(&calls::resume(None)), "130300");
}

#[test]
fn orders_are_placed_and_named_by_their_place() {
    let order = NewOrder {
        side: Side::Sell,
        tick: tick(3),
        units: 4,
        expires: "1970-01-06".parse().unwrap(),
    };
    let holder = Holder::Reserve("130000".parse().unwrap());
    let code = 130_000u32.to_le_bytes();
    assert_eq!(
        encoded(&calls::place_orders(CLASS, holder, &[order])),
        bytes(&[
            &[19, 4],
            &CLASS_BYTES,
            &[1],
            &code,
            &[4, 1, 3, 0, 0, 0],
            &4u64.to_le_bytes(),
            &[5, 0, 0, 0]
        ])
    );
    let id: OrderId = "258/sell/3/16".parse().unwrap();
    let place = [&CLASS_BYTES[..], &[1, 3, 0, 0, 0], &16u64.to_le_bytes()].concat();
    for (call, index) in [
        (calls::cancel_orders(&[id]), 5),
        (calls::expire_orders(&[id]), 6),
    ] {
        assert_eq!(encoded(&call), bytes(&[&[19, index, 4], &place]));
    }
}

#[test]
fn auctions_are_opened_bid_for_and_settled() {
    let new = NewAuction {
        class: CLASS,
        seller: Holder::Institution(InstitutionId(1)),
        units: 2,
        floor: Fen(3),
        margin: Fen(4),
        forfeit: ForfeitRule::Returned,
        commit_until_ms: 5,
        reveal_until_ms: 6,
        document: DOCUMENT,
    };
    let numbers = [2u64, 3, 4].map(u64::to_le_bytes).concat();
    let times = [5u64, 6].map(u64::to_le_bytes).concat();
    assert_eq!(
        encoded(&calls::open_auction(&new)),
        bytes(&[
            &[19, 7],
            &CLASS_BYTES,
            &[0, 1, 0, 0, 0],
            &numbers,
            &[1],
            &times,
            &DOCUMENT.0
        ])
    );
    let auction = AuctionId(9);
    let id = [9, 0, 0, 0];
    assert_eq!(
        encoded(&calls::commit_bid(auction, new.seller, DOCUMENT, 8)),
        bytes(&[
            &[19, 8],
            &id,
            &[0, 1, 0, 0, 0],
            &DOCUMENT.0,
            &8u64.to_le_bytes()
        ])
    );
    let line = BidLine {
        price: Fen(3),
        units: 2,
    };
    let line_bytes = [3u64, 2].map(u64::to_le_bytes).concat();
    assert_eq!(
        encoded(&calls::reveal_bid(auction, 7, &[line], Digest([0xaa; 32]))),
        bytes(&[&[19, 9], &id, &[7, 0, 0, 0, 4], &line_bytes, &[0xaa; 32]])
    );
    assert_eq!(
        encoded(&calls::clear_auction(auction, 256)),
        "130a0900000000010000"
    );
    assert_eq!(
        encoded(&calls::settle_auction(auction, 64)),
        "130b0900000040000000"
    );
    assert_eq!(
        encoded(&calls::cancel_auction(auction, DOCUMENT)),
        bytes(&[&[19, 12], &id, &DOCUMENT.0])
    );
}

#[test]
fn negotiated_trades_are_offered_accepted_and_withdrawn() {
    let offer = NewBlockOffer {
        class: CLASS,
        from: Holder::Institution(InstitutionId(1)),
        to: Holder::Institution(InstitutionId(2)),
        side: Side::Buy,
        price: tick(3),
        units: 4,
        open_until_ms: 5,
    };
    let numbers = [4u64, 5].map(u64::to_le_bytes).concat();
    assert_eq!(
        encoded(&calls::offer_block(&offer)),
        bytes(&[
            &[19, 13],
            &CLASS_BYTES,
            &[0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0],
            &numbers
        ])
    );
    assert_eq!(
        encoded(&calls::accept_block(BlockTradeId(9))),
        "130e09000000"
    );
    assert_eq!(
        encoded(&calls::withdraw_block(BlockTradeId(9))),
        "130f09000000"
    );
}
