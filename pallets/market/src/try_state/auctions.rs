//! Auctions and their bids.

use crate::{
    pallet::{Auctions, BidOf, Bids, Clearings, Config, Demands, Progresses},
    types::{AuctionProgress, BestFirst},
    Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::Get};
use limpid_primitives::market::{
    Auction, AuctionId, AuctionStage, AuctionV1, Bid, BidStatus, BidV1, Fen,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// 6. Bids are as many as counted, and settled in order.
    pub(crate) fn check_auctions() -> Result<(), TryRuntimeError> {
        for (id, Auction::V1(auction)) in Auctions::<T>::iter() {
            let progress = Progresses::<T>::get(id);
            let mut bids: Vec<_> = Bids::<T>::iter_prefix(id).collect();
            bids.sort_by_key(|(number, _)| *number);
            let is_whole = bids.iter().map(|(number, _)| *number).eq(0..progress.bids);
            ensure!(is_whole, "an auction's bids are not as many as counted");
            ensure!(
                progress.bids <= T::BidsMax::get() && progress.settled <= progress.bids,
                "an auction has too many bids"
            );
            let of_holders: Vec<_> = BidOf::<T>::iter_prefix(id).collect();
            let is_own = |(holder, number): &(_, u32)| {
                Bids::<T>::get(id, number).is_some_and(|Bid::V1(bid)| bid.holder == *holder)
            };
            ensure!(
                of_holders.len() == bids.len() && of_holders.iter().all(is_own),
                "a holder has not one bid"
            );
            let mut sold = 0u64;
            for (number, Bid::V1(bid)) in &bids {
                let is_settled = *number < progress.settled;
                sold = sold.saturating_add(check_bid(&auction, bid, is_settled)?);
            }
            ensure!(sold == progress.sold, "what was sold is not what bids got");
            ensure!(sold <= auction.new.units, "more was sold than offered");
            Self::check_stage(id, &auction, &progress)?;
            if auction.stage == AuctionStage::Open {
                Self::check_demands(id, &bids, &progress)?;
            }
        }
        ensure!(
            Clearings::<T>::iter_keys().all(|id| {
                Auctions::<T>::get(id)
                    .is_some_and(|Auction::V1(auction)| auction.stage == AuctionStage::Open)
            }),
            "what is cleared is no open auction"
        );
        Ok(())
    }

    fn check_stage(
        id: AuctionId,
        auction: &AuctionV1,
        progress: &AuctionProgress,
    ) -> Result<(), TryRuntimeError> {
        let is_as_it_says = match auction.stage {
            AuctionStage::Open => progress.settled == 0,
            AuctionStage::Cancelled { .. } => progress.sold == 0,
            AuctionStage::Cleared { .. } => true,
            AuctionStage::Settled { .. } => {
                let has_demands = Demands::<T>::iter_key_prefix(id).next().is_some();
                progress.settled == progress.bids && !has_demands
            }
        };
        ensure!(is_as_it_says, "an auction is not as far as it says");
        Ok(())
    }

    /// What was asked at each price is that of the lines, and those before a line are as many as it says.
    fn check_demands(
        id: AuctionId,
        bids: &[(u32, Bid)],
        progress: &AuctionProgress,
    ) -> Result<(), TryRuntimeError> {
        let mut queues = BTreeMap::<Fen, Vec<(u64, u64)>>::new();
        let mut revealed = 0u32;
        for (_, Bid::V1(bid)) in bids {
            let BidStatus::Revealed { lines } = &bid.status else {
                continue;
            };
            revealed = revealed.saturating_add(1);
            for queued in lines {
                let queue = queues.entry(queued.line.price).or_default();
                queue.push((queued.ahead, queued.line.units));
            }
        }
        ensure!(
            revealed == progress.revealed,
            "revealed bids are not counted"
        );
        let mut asked = BTreeMap::new();
        for (price, mut queue) in queues {
            queue.sort();
            let mut sum = 0u64;
            for (ahead, units) in queue {
                ensure!(ahead == sum, "a line is not behind those before it");
                sum = sum.saturating_add(units);
            }
            asked.insert(price, sum);
        }
        let kept: Vec<_> = Demands::<T>::iter_prefix(id).collect();
        let is_falling = kept.windows(2).all(|pair| match pair {
            [(BestFirst(a), _), (BestFirst(b), _)] => a > b,
            _ => true,
        });
        ensure!(is_falling, "an auction's prices are not the best first");
        let kept: BTreeMap<_, _> = kept
            .into_iter()
            .map(|(BestFirst(price), units)| (price, units))
            .collect();
        ensure!(kept == asked, "what is asked is not that of the bids");
        Ok(())
    }
}

/// A settled bid holds nothing and has an end; others hold what they may have to pay. How many units it got.
fn check_bid(auction: &AuctionV1, bid: &BidV1, is_settled: bool) -> Result<u64, TryRuntimeError> {
    let (has_end, holds, got) = match &bid.status {
        BidStatus::Sealed { .. } => (false, auction.new.margin.times(bid.units_max), 0),
        BidStatus::Revealed { lines } => {
            let lines: Vec<_> = lines.iter().map(|queued| queued.line).collect();
            (false, crate::bids::value_of(&lines).ok(), 0)
        }
        BidStatus::Settled { units, .. } => (true, Some(Fen::ZERO), *units),
        BidStatus::Forfeited { .. } | BidStatus::Returned => (true, Some(Fen::ZERO), 0),
    };
    ensure!(has_end == is_settled, "bids are not settled in order");
    ensure!(holds == Some(bid.held), "a bid holds something else");
    Ok(got)
}
