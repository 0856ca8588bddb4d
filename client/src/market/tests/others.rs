//! Negotiated trades, payouts, and how differences are told.

use super::*;

#[test]
fn a_negotiated_trade_moves_both_legs_at_once() {
    let new = NewBlockOffer {
        class: CLASS,
        from: holder(4),
        to: holder(2),
        side: Side::Buy,
        price: tick(120),
        units: 20,
        open_until_ms: NOW_MS,
    };
    let offered = Fact::BlockOffered(Box::new(BlockOffered {
        offer: BlockTradeId(1),
        terms: BlockOfferV1 {
            new,
            institution: institution(4),
            at: Moment::default(),
        },
    }));
    let traded = |payee| {
        Fact::BlockTraded(Box::new(BlockTraded {
            trade: BlockTradeId(1),
            class: CLASS,
            price: tick(120),
            units: 20,
            paid: Fen(240_000),
            seller: holder(2),
            buyer: holder(4),
            payer: institution(4),
            payee,
            sold: LotId(1),
            bought: LotId(2),
        }))
    };
    let open = replayed_after_founding(vec![offered.clone()]).unwrap();
    assert_eq!(claim(&open, 4), [1_760_000, 240_000, 0]);
    let all = vec![
        offered.clone(),
        traded(institution(2)),
        delivered(holder(4), 20),
    ];
    let done = replayed_after_founding(all).unwrap();
    assert_eq!(
        (claim(&done, 4), claim(&done, 2)),
        ([1_760_000, 0, 0], [240_000, 0, 0])
    );
    assert_eq!(
        (quota(&done, holder(4)), quota(&done, holder(2))),
        ([20, 0], [80, 0])
    );
    let withdrawn = Fact::BlockWithdrawn(Box::new(BlockTradeId(1)));
    let back = replayed_after_founding(vec![offered, withdrawn.clone()]).unwrap();
    assert_eq!(claim(&back, 4), [2_000_000, 0, 0]);
    let fault = replayed_after_founding(vec![withdrawn]).unwrap_err();
    assert_eq!(fault, Fault::BlockUnknown(BlockTradeId(1)));
}

#[test]
fn payouts_leave_or_come_back() {
    let asked = Fact::PayoutRequested(Box::new(PayoutRequested {
        payout: PayoutId(1),
        institution: institution(5),
        bank: institution(9),
        amount: Fen(400_000),
    }));
    let open = replayed_after_founding(vec![asked.clone()]).unwrap();
    assert_eq!(claim(&open, 5), [600_000, 0, 400_000]);
    let withdrawn = Fact::PayoutWithdrawn(Box::new(PayoutId(1)));
    let back = replayed_after_founding(vec![asked.clone(), withdrawn]).unwrap();
    assert_eq!(claim(&back, 5), [1_000_000, 0, 0]);
    let confirmed = Fact::PayoutConfirmed(Box::new(PayoutConfirmed {
        payout: PayoutId(1),
        institution: institution(5),
        bank: institution(9),
        amount: Fen(400_000),
        reference: DOCUMENT,
    }));
    let paid = replayed_after_founding(vec![asked, confirmed]).unwrap();
    assert_eq!(claim(&paid, 5), [600_000, 0, 0]);
}

#[test]
fn differences_name_what_is_not_the_same() {
    let replayed = replayed_after_founding(a_match()).unwrap();
    assert_eq!(replayed.differences(&replayed), []);
    let mut state = replayed.clone();
    state.claims.remove(&institution(2));
    let book = state.books.get_mut(&CLASS).unwrap();
    limpid_market::book::cancel(book, Side::Sell, tick(101), 0).unwrap();
    let found = replayed.differences(&state);
    let what: Vec<_> = found.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(what.len(), 2, "{found:?}");
    assert!(what[0].contains("1/sell/101/0") && what[1].contains("money of institution"));
    assert_eq!(
        (found[0].state.as_str(), found[1].state.as_str()),
        ("none", "none")
    );
    let mut state = replayed.clone();
    state.books.get_mut(&CLASS).unwrap().next_number += 1;
    let found = replayed.differences(&state);
    assert!(found[0].what.starts_with("how the book"), "{found:?}");
}
