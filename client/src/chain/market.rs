//! The market, as the chain keeps and shows it.

use super::{
    error::ChainError,
    storage::{prefix, MapKey, HASH_BYTES},
    At, Chain,
};
use codec::{Decode, DecodeAll, Encode};
use limpid_market::{Bits256, Depth, Level, NodeAt, Page};
use limpid_primitives::{
    market::{
        Auction, AuctionId, AuctionV1, Bid, BidV1, BlockOffer, BlockOfferV1, BlockTradeId,
        DayStatistics, DayStatisticsV1, Fen, Halt, Listing, OrderId, Side, Slot, Tick, TradeId,
    },
    quota::{ClassId, Holder, Holding, HoldingV1, Lease, LeaseId, LeaseV1},
    Day, InstitutionId, Moment,
};

const PALLET: &str = "Market";
/// Pages of one answer that are asked for at most.
const PAGES_MAX: usize = 100_000;
/// Days the chain shows in one answer.
const DAYS_MAX: u32 = 1_000;

/// How a class is traded, and who said so.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct StandingListing {
    /// How.
    pub listing: Listing,
    /// Who set it.
    pub by: InstitutionId,
    /// When.
    pub at: Moment,
}

/// A class's book without its parties.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BookView {
    /// How it is traded.
    pub listing: Listing,
    /// The price today's band is around.
    pub reference: Fen,
    /// The lowest price of today.
    pub low: Tick,
    /// The highest price of today.
    pub high: Tick,
    /// Whether orders are matched now.
    pub trading: Trading,
    /// Prices of orders to buy, best first.
    pub buys: Vec<Depth>,
    /// Prices of orders to sell, best first.
    pub sells: Vec<Depth>,
}

/// Whether orders are matched.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub enum Trading {
    /// They are.
    #[codec(index = 0)]
    Open,
    /// It is outside the sessions.
    #[codec(index = 1)]
    Closed,
    /// They are not, although it is time.
    #[codec(index = 2)]
    Halted(Halt),
}

/// A trade without its parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Decode)]
pub struct PublicTrade {
    /// Its number.
    pub trade: TradeId,
    /// At which price.
    pub price: Tick,
    /// How many units.
    pub units: u64,
    /// When.
    pub at: Moment,
}

/// The last day a class was traded on, and the price that day's band was around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TradedDay {
    /// The day.
    pub day: Day,
    /// The price.
    pub reference: Fen,
}

#[derive(Decode)]
struct OrdersPart {
    orders: Vec<(OrderId, Slot)>,
    next: Option<OrderId>,
}

impl Chain {
    /// How a class is traded.
    pub async fn listing(
        &self,
        class: ClassId,
        at: At,
    ) -> Result<Option<StandingListing>, ChainError> {
        let key = MapKey::of(PALLET, "Listings").blake2(class);
        self.read(key.bytes(), at).await
    }

    /// How every listed class is traded, in the order of their numbers.
    pub async fn listings(&self, at: At) -> Result<Vec<(ClassId, StandingListing)>, ChainError> {
        let map = MapKey::of(PALLET, "Listings").bytes();
        let mut all: Vec<(ClassId, StandingListing)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(class, _)| *class);
        Ok(all)
    }

    /// A class's book: so many of the best prices of each side at most.
    pub async fn book(
        &self,
        class: ClassId,
        prices_max: u32,
        at: At,
    ) -> Result<Option<BookView>, ChainError> {
        let at = self.resolve(at).await?;
        self.runtime_api_of("MarketApi_book", (class, prices_max), at)
            .await
    }

    /// A holder's open orders in a class.
    pub async fn open_orders(
        &self,
        holder: Holder,
        class: ClassId,
        at: At,
    ) -> Result<Vec<(OrderId, Slot)>, ChainError> {
        let what = "MarketApi_orders";
        let at = self.resolve(at).await?;
        let mut orders = Vec::new();
        let mut from: Option<OrderId> = None;
        for _ in 0..PAGES_MAX {
            let part: OrdersPart = self.runtime_api_of(what, (holder, class, from), at).await?;
            orders.extend(part.orders);
            match part.next {
                Some(next) if from != Some(next) => from = Some(next),
                _ => return Ok(orders),
            }
        }
        Err(ChainError::unexpected(what, "it does not come to an end"))
    }

    /// Trades of a class's book, newest first, until so many are there or none is before them.
    pub async fn trades(
        &self,
        class: ClassId,
        count: usize,
        at: At,
    ) -> Result<Vec<PublicTrade>, ChainError> {
        let at = self.resolve(at).await?;
        let mut trades: Vec<PublicTrade> = Vec::new();
        while trades.len() < count {
            let before = trades.last().map(|trade| trade.trade);
            let page: Vec<PublicTrade> = self
                .runtime_api_of("MarketApi_trades", (class, before), at)
                .await?;
            if page.is_empty() {
                break;
            }
            trades.extend(page);
        }
        trades.truncate(count);
        Ok(trades)
    }

    /// The days of `[from, until]` on which a class was traded, each with its close.
    pub async fn traded_days(
        &self,
        class: ClassId,
        from: Day,
        until: Day,
        at: At,
    ) -> Result<Vec<(Day, DayStatisticsV1, Tick)>, ChainError> {
        let at = self.resolve(at).await?;
        let mut days = Vec::new();
        let mut from = from;
        while from <= until {
            let last = from.number().saturating_add(DAYS_MAX.saturating_sub(1));
            let last = Day::try_from(last).map_or(until, |last| last.min(until));
            let page: Vec<(Day, DayStatistics, Tick)> = self
                .runtime_api_of("MarketApi_days", (class, from, last), at)
                .await?;
            days.extend(
                page.into_iter()
                    .map(|(day, DayStatistics::V1(statistics), close)| (day, statistics, close)),
            );
            match last.next() {
                Some(next) => from = next,
                None => break,
            }
        }
        Ok(days)
    }

    /// An auction.
    pub async fn auction(
        &self,
        auction: AuctionId,
        at: At,
    ) -> Result<Option<AuctionV1>, ChainError> {
        let key = MapKey::of(PALLET, "Auctions").blake2(auction);
        let stored: Option<Auction> = self.read(key.bytes(), at).await?;
        Ok(stored.map(|Auction::V1(auction)| auction))
    }

    /// Every auction, in the order they were opened in.
    pub async fn auctions(&self, at: At) -> Result<Vec<(AuctionId, AuctionV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Auctions").bytes();
        let mut all: Vec<(AuctionId, Auction)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, Auction::V1(auction))| (id, auction);
        Ok(all.into_iter().map(of).collect())
    }

    /// An auction's bids, in the order they were committed in.
    pub async fn bids(&self, auction: AuctionId, at: At) -> Result<Vec<(u32, BidV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Bids").blake2(auction).bytes();
        let mut all: Vec<(u32, Bid)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(number, _)| *number);
        let of = |(number, Bid::V1(bid))| (number, bid);
        Ok(all.into_iter().map(of).collect())
    }

    /// The open offers of negotiated trades, in the order they were made in.
    pub async fn block_offers(
        &self,
        at: At,
    ) -> Result<Vec<(BlockTradeId, BlockOfferV1)>, ChainError> {
        let map = MapKey::of(PALLET, "BlockOffers").bytes();
        let mut all: Vec<(BlockTradeId, BlockOffer)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, BlockOffer::V1(offer))| (id, offer);
        Ok(all.into_iter().map(of).collect())
    }
}

/// What only a replay reads: whole maps.
impl Chain {
    /// The trees of prices of all books.
    pub async fn book_nodes(
        &self,
        at: At,
    ) -> Result<Vec<((ClassId, Side, NodeAt), Bits256)>, ChainError> {
        self.tuple_entries("Ticks", at).await
    }

    /// The levels of all books.
    pub async fn book_levels(
        &self,
        at: At,
    ) -> Result<Vec<((ClassId, Side, Tick), Level)>, ChainError> {
        self.tuple_entries("Levels", at).await
    }

    /// The pages of all books.
    pub async fn book_pages(
        &self,
        at: At,
    ) -> Result<Vec<((ClassId, Side, Tick, u64), Page)>, ChainError> {
        self.tuple_entries("Pages", at).await
    }

    /// The next number of each book.
    pub async fn book_numbers(&self, at: At) -> Result<Vec<(ClassId, u64)>, ChainError> {
        self.tuple_entries("Numbers", at).await
    }

    /// The last traded day of each class.
    pub async fn last_traded(&self, at: At) -> Result<Vec<(ClassId, TradedDay)>, ChainError> {
        self.tuple_entries("LastTraded", at).await
    }

    /// The statistics of every day of every class.
    pub async fn all_days(
        &self,
        at: At,
    ) -> Result<Vec<(ClassId, Day, DayStatisticsV1)>, ChainError> {
        let mut all = Vec::new();
        for (class, _) in self.last_traded(at).await? {
            let map = MapKey::of(PALLET, "Days").blake2(class).bytes();
            let days: Vec<(Day, DayStatistics)> = self.entries(map, 4, at).await?;
            all.extend(
                days.into_iter()
                    .map(|(day, DayStatistics::V1(statistics))| (class, day, statistics)),
            );
        }
        Ok(all)
    }

    /// What every holder has.
    pub async fn all_holdings(
        &self,
        at: At,
    ) -> Result<Vec<((Holder, ClassId), HoldingV1)>, ChainError> {
        let map = prefix("Quotas", "Holdings");
        // Behind the map's prefix stand hash, holder, hash and class.
        let holder = map.len().saturating_add(HASH_BYTES);
        let of_key = |key: &[u8]| {
            let mut rest = key.get(holder..)?;
            let holder = Holder::decode(&mut rest).ok()?;
            let class = ClassId::decode_all(&mut rest.get(HASH_BYTES..)?).ok()?;
            Some((holder, class))
        };
        let all: Vec<((Holder, ClassId), Holding)> = self.entries_by(map, at, of_key).await?;
        let of = |(key, Holding::V1(holding))| (key, holding);
        Ok(all.into_iter().map(of).collect())
    }

    /// Every lease there was.
    pub async fn all_leases(&self, at: At) -> Result<Vec<(LeaseId, LeaseV1)>, ChainError> {
        let map = MapKey::of("Quotas", "Leases").bytes();
        let all: Vec<(LeaseId, Lease)> = self.entries(map, 4, at).await?;
        let of = |(id, Lease::V1(lease))| (id, lease);
        Ok(all.into_iter().map(of).collect())
    }

    async fn tuple_entries<K: Decode, V: Decode>(
        &self,
        item: &str,
        at: At,
    ) -> Result<Vec<(K, V)>, ChainError> {
        self.hashed_entries(prefix(PALLET, item), at).await
    }
}
