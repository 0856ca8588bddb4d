//! Bids: sealed, then revealed.

use crate::{
    errors::{refused, unpaid},
    holders::Legs,
    pallet::{BidOf, Bids, Config, Demands, Error, Event, Progresses},
    types::BestFirst,
    Pallet,
};
use alloc::vec::Vec;
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use frame_system::pallet_prelude::BlockNumberFor;
use limpid_primitives::{
    market::{
        bid_bytes, AuctionId, AuctionV1, Bid, BidLine, BidLines, BidStatus, BidV1, DepositLedger,
        Fen, NewAuction, RevealedLine,
    },
    quota::{Holder, QuotaLedger},
    Digest, InstitutionId,
};
use pallet_institutions::Actor;
use sp_runtime::{traits::Zero, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_commit_bid(
        actor: Actor<T::AccountId>,
        id: AuctionId,
        holder: Holder,
        commitment: Digest,
        units_max: u64,
    ) -> DispatchResult {
        Self::ensure_acts_for(&actor, &holder)?;
        let auction = Self::known_auction(id)?;
        let institution = actor.institution;
        Self::ensure_may_bid(id, &auction, &holder, institution)?;
        let new = auction.new;
        let is_in_range = (1..=new.units).contains(&units_max);
        ensure!(is_in_range, Error::<T>::UnitsOutOfRange);
        let mut progress = Progresses::<T>::get(id);
        ensure!(progress.bids < T::BidsMax::get(), Error::<T>::BidsFull);
        let unit = Self::known_class(new.class)?.unit;
        let Legs { quota, money } = Legs::of(unit, new.margin, units_max)?;
        T::Quotas::may_buy(&holder, new.class, quota).map_err(refused::<T>)?;
        T::Deposits::hold(institution, money).map_err(unpaid::<T>)?;
        let bid = progress.bids;
        progress.bids = bid.saturating_add(1);
        Progresses::<T>::insert(id, progress);
        let sealed = BidV1 {
            holder,
            institution,
            units_max,
            held: money,
            status: BidStatus::Sealed { commitment },
        };
        Bids::<T>::insert(id, bid, Bid::V1(sealed));
        BidOf::<T>::insert(id, holder, bid);
        Self::deposit_event(Event::BidCommitted {
            auction: id,
            bid,
            holder,
            institution,
            commitment,
            units_max,
            held: money,
        });
        Ok(())
    }

    /// It is time to bid, and the bidder is another one than the seller and did not bid before.
    fn ensure_may_bid(
        id: AuctionId,
        auction: &AuctionV1,
        holder: &Holder,
        institution: InstitutionId,
    ) -> DispatchResult {
        Self::ensure_stage_open(auction)?;
        let is_sealing = T::Time::now() < auction.new.commit_until_ms;
        ensure!(is_sealing, Error::<T>::CommitOver);
        let is_other = *holder != auction.new.seller && institution != auction.institution;
        ensure!(is_other, Error::<T>::SameHolder);
        let is_first = !BidOf::<T>::contains_key(id, holder);
        ensure!(is_first, Error::<T>::AlreadyBid);
        Ok(())
    }

    pub(crate) fn do_reveal_bid(
        actor: Actor<T::AccountId>,
        id: AuctionId,
        number: u32,
        lines: BidLines,
        salt: [u8; 32],
    ) -> DispatchResult {
        let auction = Self::known_auction(id)?;
        let mut bid = Self::known_bid(id, number)?;
        Self::ensure_acts_for(&actor, &bid.holder)?;
        Self::ensure_stage_open(&auction)?;
        let NewAuction {
            commit_until_ms,
            reveal_until_ms,
            floor,
            ..
        } = auction.new;
        let is_time = (commit_until_ms..reveal_until_ms).contains(&T::Time::now());
        ensure!(is_time, Error::<T>::NotRevealTime);
        let BidStatus::Sealed { commitment } = bid.status else {
            return Err(Error::<T>::AlreadyRevealed.into());
        };
        let bytes = bid_bytes(&Self::genesis(), id, bid.institution, &lines, &salt);
        let digest = Digest(sp_io::hashing::sha2_256(&bytes));
        ensure!(digest == commitment, Error::<T>::WrongReveal);
        let is_fit = are_fit(&lines, floor, bid.units_max);
        ensure!(is_fit, Error::<T>::LinesUnfit);
        let held = value_of(&lines)?;
        Self::change_hold(&bid, held)?;
        bid.status = Self::queue(id, &lines)?;
        bid.held = held;
        Bids::<T>::insert(id, number, Bid::V1(bid));
        Progresses::<T>::mutate(id, |progress| {
            progress.revealed = progress.revealed.saturating_add(1);
        });
        Self::deposit_event(Event::BidRevealed {
            auction: id,
            bid: number,
            lines,
            held,
        });
        Ok(())
    }

    pub(crate) fn known_bid(id: AuctionId, number: u32) -> Result<BidV1, Error<T>> {
        let Bid::V1(bid) = Bids::<T>::get(id, number).ok_or(Error::BidUnknown)?;
        Ok(bid)
    }

    /// What is held for a bid becomes this.
    fn change_hold(bid: &BidV1, held: Fen) -> DispatchResult {
        let changed = match held.checked_sub(bid.held) {
            Some(more) => T::Deposits::hold(bid.institution, more),
            None => T::Deposits::release(bid.institution, Fen(bid.held.0.saturating_sub(held.0))),
        };
        changed.map_err(unpaid::<T>)
    }

    /// Puts lines behind those that were revealed at the same prices before.
    fn queue(id: AuctionId, lines: &BidLines) -> Result<BidStatus, DispatchError> {
        let mut queued = Vec::new();
        for line in lines {
            let price = BestFirst(line.price);
            let ahead = Demands::<T>::get(id, price);
            let asked = ahead.checked_add(line.units);
            Demands::<T>::insert(id, price, asked.ok_or(ArithmeticError::Overflow)?);
            queued.push(RevealedLine { line: *line, ahead });
        }
        let lines = queued.try_into().map_err(|_| ArithmeticError::Overflow)?;
        Ok(BidStatus::Revealed { lines })
    }

    /// The hash of block 0. The system keeps it when it forgets those of other old blocks.
    pub(crate) fn genesis() -> Digest {
        let hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
        let mut digest = Digest::ZERO;
        digest
            .0
            .iter_mut()
            .zip(hash.as_ref())
            .for_each(|(to, from)| *to = *from);
        digest
    }
}

/// Whether there are lines, the highest price first, each once and not below the floor, for something and not for too much.
fn are_fit(lines: &[BidLine], floor: Fen, units_max: u64) -> bool {
    let falls = |pair: &[BidLine]| matches!(pair, [a, b] if a.price > b.price);
    let units = lines
        .iter()
        .try_fold(0u64, |sum, line| sum.checked_add(line.units));
    !lines.is_empty()
        && lines.windows(2).all(falls)
        && lines
            .iter()
            .all(|line| line.units > 0 && line.price >= floor)
        && units.is_some_and(|units| units <= units_max)
}

/// The most a bid may have to pay.
pub(crate) fn value_of(lines: &[BidLine]) -> Result<Fen, ArithmeticError> {
    lines
        .iter()
        .try_fold(Fen::ZERO, |sum, line| {
            sum.checked_add(line.price.times(line.units)?)
        })
        .ok_or(ArithmeticError::Overflow)
}
