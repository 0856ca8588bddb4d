//! From any lot the whole way back to the allocations, and the bound of what holders have.

use crate::{mock::*, pallet::Holdings};
use codec::{Encode, MaxEncodedLen};
use frame_support::{assert_ok, traits::StorageInfoTrait};
use limpid_primitives::{
    market::TradeId,
    quota::{Cause, Delivery, Holder, Holding, Lot, LotId, LotStatus, QuotaLedger, ResaleRule},
    Grams,
};

fn trade(from: Holder, to: Holder, grams: u64) {
    assert_ok!(Quotas::hold(&from, CLASS, Grams(grams)));
    let delivery = Delivery {
        from,
        amount: Grams(grams),
    };
    let cause = Cause::Trade { trade: TradeId(1) };
    assert_ok!(Quotas::deliver(CLASS, &to, &[delivery], cause));
}

fn world() -> ExtBuilder {
    ExtBuilder::default()
        .rules(|rules| rules.resale = ResaleRule::SameDay)
        .given(SELLER, 100)
        .given(BUYER, 50)
}

#[test]
fn it_leads_to_every_allocation_it_came_from() {
    world().given(reserve(HEBEI), 10).run(|| {
        trade(SELLER, BUYER, 40);
        trade(BUYER, SELLER, 30);
        trade(SELLER, BUYER, 1);
        let title = Quotas::title(vec![LotId(6)]);
        assert_eq!(title.rest, []);
        let ids: Vec<_> = title.lots.iter().map(|(id, _)| id.0).collect();
        // Not through the reserve's lot 3.
        assert_eq!(ids, [6, 5, 4, 2, 1]);
        let roots: u64 = title
            .lots
            .iter()
            .filter(|(_, Lot::V1(lot))| lot.parents.is_empty())
            .map(|(_, Lot::V1(lot))| lot.amount.0)
            .sum();
        assert_eq!(roots, 150);
    });
}

#[test]
fn a_lot_says_how_it_stands() {
    world().run(|| {
        trade(SELLER, BUYER, 40);
        let status = |number| Quotas::lot_status(LotId(number));
        assert_eq!(status(1), Some(LotStatus::Current { left: Grams(60) }));
        assert_eq!(status(2), Some(LotStatus::Passed));
        assert_eq!(status(3), Some(LotStatus::Current { left: Grams(90) }));
        assert_eq!(status(4), None);
    });
}

#[test]
fn a_long_title_is_read_in_parts() {
    world().run(|| {
        for _ in 0..1_100 {
            trade(SELLER, BUYER, 10);
            trade(BUYER, SELLER, 10);
        }
        let last = Quotas::current_lot(&SELLER, CLASS).expect("a lot");
        let mut open = vec![last];
        let mut found = Vec::new();
        while !open.is_empty() {
            let part = Quotas::title(open);
            assert!(part.lots.len() <= 1_000);
            assert!(part.rest.iter().all(|rest| *rest < part.lots[0].0));
            found.extend(part.lots.into_iter().map(|(id, _)| id.0));
            open = part.rest;
        }
        let all: Vec<_> = (1..=last.0).rev().collect();
        assert_eq!(found, all, "each once, the newest first");
        // Two holdings as before, however many trades were made.
        assert_eq!(Holdings::<Test>::iter().count(), 2);
    });
}

#[test]
fn holdings_are_listed() {
    world().run(|| {
        let holdings = Quotas::holdings(SELLER);
        assert_eq!(holdings, [(CLASS, Holding::V1(holding(SELLER)))]);
    });
}

/// The bound on a holder's live entries: a holding never grows.
#[test]
fn a_holding_is_of_fixed_size() {
    assert_eq!(Holding::max_encoded_len(), 71);
    let info = Holdings::<Test>::storage_info();
    assert_eq!(info[0].max_size, Some(16 + 5 + 16 + 4 + 71));
    world().run(|| {
        for _ in 0..50 {
            trade(SELLER, BUYER, 10);
            trade(BUYER, SELLER, 10);
        }
        for entry in Holdings::<Test>::iter_values() {
            assert!(entry.encode().len() <= Holding::max_encoded_len());
        }
    });
}

#[test]
fn every_stored_value_is_bounded() {
    let max = |info: Vec<frame_support::traits::StorageInfo>| info[0].max_size.expect("a bound");
    let sizes = [
        max(crate::Lots::<Test>::storage_info()),
        max(crate::Rules::<Test>::storage_info()),
        max(crate::Enrolments::<Test>::storage_info()),
        max(crate::Allocations::<Test>::storage_info()),
        max(crate::Liabilities::<Test>::storage_info()),
    ];
    assert!(sizes.into_iter().all(|size| size < 1_024), "{sizes:?}");
}
