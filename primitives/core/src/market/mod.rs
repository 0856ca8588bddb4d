//! The market of emission quota as it stands on chain: money, orders, trades, auctions.
//!
//! Quota is traded in whole units of its class, at prices in [`Fen`] a unit that are whole ticks of its [`Listing`]: value and
//! amount are products of whole numbers, and nothing is ever rounded.

mod auction;
mod block_trade;
mod fen;
mod listing;
mod money;
mod order;
mod statistics;
mod tick;
mod trade;

pub use auction::{
    bid_bytes, Auction, AuctionId, AuctionStage, AuctionV1, Bid, BidLine, BidLines, BidStatus,
    BidV1, Clearing, ForfeitRule, ForfeitRuleError, NewAuction, RevealedLine,
};
pub use block_trade::{
    BlockOffer, BlockOfferV1, BlockTrade, BlockTradeId, BlockTradeV1, NewBlockOffer,
};
pub use fen::{Fen, FenError};
pub use listing::{Halt, Listing, ListingV1, Session, SessionError};
pub use money::{
    BankTotals, BankTotalsV1, Claim, ClaimV1, DepositLedger, MoneyRefusal, MoneyRefusalError,
    Payout, PayoutId, PayoutV1,
};
pub use order::{NewOrder, OrderId, OrderIdError, Side, SideError, Slot};
pub use statistics::{DayStatistics, DayStatisticsV1};
pub use tick::{Tick, TickError};
pub use trade::{Trade, TradeId, TradeV1};

#[cfg(test)]
mod tests;
