//! Orders: what they move, and lies about them.

use super::*;

#[test]
fn a_match_moves_quota_and_money_at_the_prices_of_the_open_orders() {
    let ledger = replayed_after_founding(a_match()).unwrap();
    let paid = 10 * 10_000 + 5 * 10_100;
    assert_eq!(claim(&ledger, 4), [2_000_000 - paid, 0, 0]);
    assert_eq!(claim(&ledger, 2), [100_000, 0, 0]);
    assert_eq!(claim(&ledger, 3), [50_500, 0, 0]);
    assert_eq!(quota(&ledger, holder(4)), [15, 0]);
    assert_eq!(quota(&ledger, holder(2)), [90, 0]);
    assert_eq!(quota(&ledger, holder(3)), [95, 15]);
    let orders = ledger.books[&CLASS].orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[&(Side::Sell, tick(101), 0)].units, 15);
    let statistics = ledger.days[&(CLASS, day())];
    assert_eq!((statistics.units, statistics.turnover), (15, Fen(paid)));
    assert_eq!(ledger.last_traded[&CLASS].reference, Fen(10_000));
}

#[test]
fn what_the_rules_do_not_give_is_found() {
    type Lie = fn(&mut Traded, &mut OrderPlaced);
    let lies: [(&str, Lie); 5] = [
        ("another maker", |trade, _| trade.maker.number = 1),
        ("fewer units", |trade, _| trade.units = 9),
        ("another price", |trade, _| trade.price = tick(102)),
        ("another value", |trade, _| trade.paid = Fen(1)),
        ("a rest", |_, placed| placed.left = 1),
    ];
    for (name, lie) in lies {
        let mut facts = a_match();
        let [.., Fact::OrderPlaced(placed), Fact::Traded(first), Fact::Traded(_)] =
            facts.as_mut_slice()
        else {
            panic!("the match ends in two trades")
        };
        lie(first, placed);
        let fault = replayed_after_founding(facts);
        assert!(
            matches!(fault, Err(Fault::Disagrees { .. })),
            "{name}: {fault:?}"
        );
    }
}

#[test]
fn what_is_left_out_or_added_is_found() {
    let mut without = a_match();
    without.remove(0);
    assert!(
        replayed_after_founding(without).is_err(),
        "an order is missing"
    );
    let mut without = a_match();
    without.pop();
    assert!(
        replayed_after_founding(without).is_err(),
        "a trade is missing"
    );
    let mut without = a_match();
    without.remove(2);
    let fault = replayed_after_founding(without).unwrap_err();
    assert_eq!(fault, Fault::Delivery(holder(4), 15 * UNIT, CLASS, 0));
    let trade = traded(
        9,
        order(Side::Sell, 1, 0),
        order(Side::Buy, 1, 0),
        1,
        [2, 4],
    );
    let fault = replayed_after_founding(vec![Fact::Traded(Box::new(trade))]);
    assert!(
        matches!(fault, Err(Fault::Disagrees { .. })),
        "a trade of no order"
    );
    let poor = placed(rests(Side::Buy, 6, 100, 0, 1));
    let fault = replayed_after_founding(vec![poor]).unwrap_err();
    assert_eq!(fault, Fault::Money(institution(6)));
    let bare = placed(rests(Side::Sell, 6, 100, 0, 1));
    let fault = replayed_after_founding(vec![bare]).unwrap_err();
    assert_eq!(fault, Fault::Quota(holder(6), CLASS));
}

#[test]
fn refused_orders_are_taken_out_and_cancelled_ones_give_back_what_they_held() {
    let maker = order(Side::Sell, 100, 0);
    let facts = vec![
        placed(rests(Side::Sell, 2, 100, 0, 10)),
        placed(rests(Side::Buy, 4, 101, 16, 4)),
        Fact::OrderRemoved(Box::new(OrderRemoved {
            order: maker,
            units: 10,
            why: Removal::Refused(Refusal::Frozen),
        })),
        placed(OrderPlaced {
            left: 0,
            stopped: Some(Stop::Refused(Refusal::HolderLimit)),
            ..rests(Side::Sell, 3, 101, 1, 3)
        }),
    ];
    let ledger = replayed_after_founding(facts.clone()).unwrap();
    assert_eq!(quota(&ledger, holder(2)), [100, 0]);
    assert_eq!(quota(&ledger, holder(3)), [100, 0]);
    assert_eq!(claim(&ledger, 4), [2_000_000 - 4 * 10_100, 4 * 10_100, 0]);
    let cancelled = OrderCancelled {
        order: order(Side::Buy, 101, 16),
        units: 4,
    };
    let all = [facts, vec![Fact::OrderCancelled(Box::new(cancelled))]].concat();
    let ledger = replayed_after_founding(all).unwrap();
    assert_eq!(claim(&ledger, 4), [2_000_000, 0, 0]);
    assert!(ledger.books[&CLASS].orders().is_empty());
}
