//! Auctions that are cleared: the one price is found, and every bid is settled, in as many calls as it takes.

use crate::{
    errors::unpaid,
    holders::Legs,
    pallet::{Bids, Clearings, Config, Demands, Error, Event, Progresses},
    types::{
        AuctionProgress, BestFirst, ClearingPart, BIDS_A_CALL_MAX, PRICES_A_BID, PRICES_A_CALL_MAX,
    },
    weights::WeightInfo,
    Pallet,
};
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure, traits::Time};
use limpid_market::{auction::share, ClearingState, Demand, Progress};
use limpid_primitives::{
    market::{
        AuctionId, AuctionStage, AuctionV1, Bid, BidStatus, BidV1, Clearing, DepositLedger, Fen,
        ForfeitRule, NewAuction, RevealedLine, Side,
    },
    quota::{Cause, Delivery, QuotaLedger, Refusal},
    Grams,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// What a call settles of an auction.
struct Settling {
    id: AuctionId,
    auction: AuctionV1,
    unit: Grams,
    /// What was found; `None` if the auction was called off.
    clearing: Option<Clearing>,
}

/// Whose rules a bid that won something breaks, and which.
enum Unserved {
    Seller(Refusal),
    Buyer(Refusal),
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_clear_auction(id: AuctionId, prices_max: u32) -> DispatchResultWithPostInfo {
        let auction = Self::known_auction(id)?;
        Self::ensure_stage_open(&auction)?;
        let is_over = T::Time::now() >= auction.new.reveal_until_ms;
        ensure!(is_over, Error::<T>::RevealOpen);
        Self::ensure_not_halted(auction.new.class)?;
        let begun = Clearings::<T>::get(id);
        let mut part = begun.unwrap_or(ClearingPart {
            state: ClearingState::new(auction.new.units),
            last: BestFirst(Fen(u64::MAX)),
        });
        let mut prices = match begun {
            Some(ClearingPart { last, .. }) => {
                Demands::<T>::iter_prefix_from(id, Demands::<T>::hashed_key_for(id, last))
            }
            None => Demands::<T>::iter_prefix(id),
        };
        let mut seen = 0u32;
        let progress = loop {
            let Some((last, units)) = prices.next() else {
                break Progress::Done;
            };
            if seen >= prices_max.clamp(1, PRICES_A_CALL_MAX) {
                break Progress::More;
            }
            seen = seen.saturating_add(1);
            part.last = last;
            let demand = Demand {
                price: last.0,
                units,
            };
            if part.state.step(&[demand]) == Progress::Done {
                break Progress::Done;
            }
        };
        match progress {
            Progress::More => Clearings::<T>::insert(id, part),
            Progress::Done => Self::put_clearing(id, auction, part.state.clearing()),
        }
        Ok(Some(T::WeightInfo::clear_auction(seen)).into())
    }

    fn put_clearing(id: AuctionId, auction: AuctionV1, clearing: Clearing) {
        Clearings::<T>::remove(id);
        Self::put_stage(id, auction, AuctionStage::Cleared { clearing });
        Self::deposit_event(Event::AuctionCleared {
            auction: id,
            clearing,
        });
    }

    pub(crate) fn do_settle_auction(id: AuctionId, bids_max: u32) -> DispatchResultWithPostInfo {
        let auction = Self::known_auction(id)?;
        let clearing = match auction.stage {
            AuctionStage::Open => return Err(Error::<T>::AuctionNotCleared.into()),
            AuctionStage::Cleared { clearing } => Some(clearing),
            AuctionStage::Cancelled { .. } => None,
            AuctionStage::Settled { .. } => return Err(Error::<T>::NothingToSettle.into()),
        };
        let unit = Self::known_class(auction.new.class)?.unit;
        let settling = Settling {
            id,
            auction,
            unit,
            clearing,
        };
        let allowed = bids_max.clamp(1, BIDS_A_CALL_MAX);
        let (progress, settled) = Self::settle_bids(&settling, allowed)?;
        let left = allowed.saturating_sub(settled);
        let forgotten = Self::forget_demands(id, left);
        let is_idle = settled == 0 && forgotten == 0 && clearing.is_none();
        ensure!(!is_idle, Error::<T>::NothingToSettle);
        let is_done =
            progress.settled == progress.bids && Demands::<T>::iter_key_prefix(id).next().is_none();
        if is_done {
            Self::end_auction(&settling, &progress)?;
        }
        let done = settled.saturating_add(forgotten.div_ceil(PRICES_A_BID));
        Ok(Some(T::WeightInfo::settle_auction(done)).into())
    }

    /// Settles so many of the next bids, and says how far all are now, and how many were settled.
    fn settle_bids(
        settling: &Settling,
        bids_max: u32,
    ) -> Result<(AuctionProgress, u32), DispatchError> {
        let Settling { id, auction, .. } = settling;
        let mut progress = Progresses::<T>::get(id);
        let (before, end) = (progress, progress.settled.saturating_add(bids_max));
        for number in progress.settled..end.min(progress.bids) {
            let delivered = Self::settle_bid(settling, number)?;
            progress.sold = progress.sold.saturating_add(delivered);
            progress.settled = progress.settled.saturating_add(1);
        }
        Progresses::<T>::insert(id, progress);
        if progress.sold > before.sold {
            let cause = Cause::Auction { auction: *id };
            Self::require_permit_change(auction.new.class, &auction.new.seller, cause);
        }
        Ok((progress, progress.settled.saturating_sub(before.settled)))
    }

    /// Settles a bid and says how many units were delivered.
    fn settle_bid(settling: &Settling, number: u32) -> Result<u64, DispatchError> {
        let mut bid = Self::known_bid(settling.id, number)?;
        let mut delivered = 0;
        bid.status = match (&settling.clearing, &bid.status) {
            (None, _) => Self::return_bid(settling, number, &bid, None)?,
            (Some(_), BidStatus::Sealed { .. }) => Self::forfeit_bid(settling, number, &bid)?,
            (Some(clearing), BidStatus::Revealed { lines }) => {
                let units = units_of(clearing, lines);
                let price = clearing.price.unwrap_or(Fen::ZERO);
                let legs = Legs::of(settling.unit, price, units)?;
                match Self::deliver_won(settling, &bid, &legs) {
                    Err(Unserved::Seller(refusal)) => {
                        Self::return_bid(settling, number, &bid, Some(refusal))?
                    }
                    Err(Unserved::Buyer(refusal)) => {
                        Self::forgo_won(settling, number, &bid, units, refusal)?
                    }
                    Ok(()) => {
                        delivered = units;
                        Self::pay_won(settling, number, &bid, units, legs.money)?
                    }
                }
            }
            (Some(_), _) => return Err(DispatchError::Corruption),
        };
        bid.held = Fen::ZERO;
        Bids::<T>::insert(settling.id, number, Bid::V1(bid));
        Ok(delivered)
    }

    /// Rules are judged again when a bid is settled, then its quota is delivered. A bid that gets nothing breaks none.
    fn deliver_won(settling: &Settling, bid: &BidV1, legs: &Legs) -> Result<(), Unserved> {
        if legs.quota.is_zero() {
            return Ok(());
        }
        let AuctionV1 {
            new, institution, ..
        } = &settling.auction;
        Self::check_active(Side::Sell, *institution)
            .and_then(|()| T::Quotas::may_deliver(&new.seller, new.class, legs.quota))
            .map_err(Unserved::Seller)?;
        Self::check_active(Side::Buy, bid.institution)
            .and_then(|()| T::Quotas::may_buy(&bid.holder, new.class, legs.quota))
            .map_err(Unserved::Buyer)?;
        let delivery = Delivery {
            from: new.seller,
            amount: legs.quota,
        };
        let cause = Cause::Auction {
            auction: settling.id,
        };
        T::Quotas::deliver(new.class, &bid.holder, &[delivery], cause)
            .map(|_| ())
            .map_err(Unserved::Buyer)
    }

    /// Money against quota; what was held above the price is free.
    fn pay_won(
        settling: &Settling,
        number: u32,
        bid: &BidV1,
        units: u64,
        paid: Fen,
    ) -> Result<BidStatus, DispatchError> {
        let Settling { id, auction, .. } = settling;
        let returned = bid.held.checked_sub(paid);
        let returned = returned.ok_or(ArithmeticError::Underflow)?;
        T::Deposits::release(bid.institution, returned).map_err(unpaid::<T>)?;
        if units > 0 {
            T::Deposits::pay(bid.institution, auction.institution, paid).map_err(unpaid::<T>)?;
            let cause = Cause::Auction { auction: *id };
            Self::require_permit_change(auction.new.class, &bid.holder, cause);
        }
        Self::deposit_event(Event::BidSettled {
            auction: *id,
            bid: number,
            units,
            paid,
            returned,
        });
        Ok(BidStatus::Settled { units, paid })
    }

    /// The margin of a bid that was not revealed goes where the auction's rule says.
    fn forfeit_bid(
        settling: &Settling,
        number: u32,
        bid: &BidV1,
    ) -> Result<BidStatus, DispatchError> {
        let kept = match settling.auction.new.forfeit {
            ForfeitRule::ToSeller => bid.held,
            ForfeitRule::Returned => Fen::ZERO,
        };
        Self::keep_margin(settling, number, bid, kept)
    }

    /// The buyer may not have what it won. It could bring that about once it sees all bids, so it loses its margin as if it had not
    /// shown its own.
    fn forgo_won(
        settling: &Settling,
        number: u32,
        bid: &BidV1,
        units: u64,
        refusal: Refusal,
    ) -> Result<BidStatus, DispatchError> {
        let NewAuction {
            margin, forfeit, ..
        } = settling.auction.new;
        match forfeit {
            ForfeitRule::ToSeller => {
                let kept = margin.times(units).ok_or(ArithmeticError::Overflow)?;
                Self::keep_margin(settling, number, bid, kept)
            }
            ForfeitRule::Returned => Self::return_bid(settling, number, bid, Some(refusal)),
        }
    }

    /// Of what a bid holds so much is the seller's, and the rest is free.
    fn keep_margin(
        settling: &Settling,
        number: u32,
        bid: &BidV1,
        kept: Fen,
    ) -> Result<BidStatus, DispatchError> {
        let returned = bid.held.checked_sub(kept);
        let returned = returned.ok_or(ArithmeticError::Underflow)?;
        let seller = settling.auction.institution;
        T::Deposits::pay(bid.institution, seller, kept).map_err(unpaid::<T>)?;
        T::Deposits::release(bid.institution, returned).map_err(unpaid::<T>)?;
        Self::deposit_event(Event::BidForfeited {
            auction: settling.id,
            bid: number,
            kept,
            returned,
        });
        Ok(BidStatus::Forfeited { kept })
    }

    fn return_bid(
        settling: &Settling,
        number: u32,
        bid: &BidV1,
        refusal: Option<Refusal>,
    ) -> Result<BidStatus, DispatchError> {
        let returned = bid.held;
        T::Deposits::release(bid.institution, returned).map_err(unpaid::<T>)?;
        Self::deposit_event(Event::BidReturned {
            auction: settling.id,
            bid: number,
            returned,
            refusal,
        });
        Ok(BidStatus::Returned)
    }

    /// Removes some of what was asked at each price, which nobody needs after the clearing; says how many prices.
    fn forget_demands(id: AuctionId, bids: u32) -> u32 {
        let prices = bids.saturating_mul(PRICES_A_BID) as usize;
        Demands::<T>::drain_prefix(id).take(prices).count() as u32
    }

    /// Every bid is settled: what was not sold is free.
    fn end_auction(settling: &Settling, progress: &AuctionProgress) -> DispatchResult {
        let Some(clearing) = settling.clearing else {
            return Ok(());
        };
        let Settling {
            id, auction, unit, ..
        } = settling;
        let sold = progress.sold;
        let unsold = auction.new.units.saturating_sub(sold);
        Self::free_auctioned(auction, *unit, unsold)?;
        Self::put_stage(*id, *auction, AuctionStage::Settled { clearing });
        Self::deposit_event(Event::AuctionSettled {
            auction: *id,
            sold,
            unsold,
        });
        Ok(())
    }
}

/// How many units a revealed bid gets.
fn units_of(clearing: &Clearing, lines: &[RevealedLine]) -> u64 {
    let of_line = |RevealedLine { line, ahead }: &RevealedLine| {
        let demand = Demand {
            price: line.price,
            units: line.units,
        };
        share(clearing, &demand, *ahead)
    };
    lines.iter().map(of_line).fold(0, u64::saturating_add)
}
