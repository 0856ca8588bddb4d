//! What the events of deposits, quota and market say, as types. Fields stand in the order of the event's.

mod auction;
mod money;
mod quota;
mod trade;

pub use auction::*;
pub use money::*;
pub use quota::*;
pub use trade::*;

use crate::chain::{ChainError, Event};
use limpid_primitives::market::{BlockTradeId, PayoutId};

macro_rules! facts {
    ($($pallet:literal: $($name:ident($type:ty)),+ $(,)?;)+) => {
        /// Something that changes books or balances.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Fact {
            $($(
                #[doc = concat!("`", $pallet, ".", stringify!($name), "`.")]
                $name(Box<$type>),
            )+)+
        }

        impl Fact {
            /// What an event says; `None` if it changes neither books nor balances.
            pub fn of(event: &Event) -> Result<Option<Fact>, ChainError> {
                Ok(Some(match (event.pallet.as_str(), event.name.as_str()) {
                    $($(($pallet, stringify!($name)) => Fact::$name(Box::new(event.decode::<$type>()?)),)+)+
                    _ => return Ok(None),
                }))
            }
        }
    };
}

facts! {
    "Deposits":
        Credited(Credited),
        PayoutRequested(PayoutRequested),
        PayoutConfirmed(PayoutConfirmed),
        PayoutRefused(PayoutRefused),
        PayoutWithdrawn(PayoutId);
    "Quotas":
        ClassDefined(ClassDefined),
        QuotaAllocated(QuotaAllocated),
        QuotaTakenBack(QuotaTakenBack),
        QuotaTransferred(QuotaTransferred),
        LeaseBegun(LeaseBegun),
        LeaseReturned(LeaseReturned),
        QuotaRetired(QuotaRetired),
        QuotaSurrendered(QuotaSurrendered),
        HoldingExpired(HoldingExpired),
        QuotaDelivered(QuotaDelivered);
    "Market":
        ClassListed(Listed),
        ListingSet(Listed),
        OrderPlaced(OrderPlaced),
        Traded(Traded),
        OrderRemoved(OrderRemoved),
        OrderCancelled(OrderCancelled),
        AuctionOpened(AuctionOpened),
        BidCommitted(BidCommitted),
        BidRevealed(BidRevealed),
        AuctionCleared(AuctionCleared),
        BidSettled(BidSettled),
        BidForfeited(BidForfeited),
        BidReturned(BidReturned),
        AuctionSettled(AuctionSettled),
        AuctionCancelled(AuctionCancelled),
        BlockOffered(BlockOffered),
        BlockTraded(BlockTraded),
        BlockWithdrawn(BlockTradeId);
}
