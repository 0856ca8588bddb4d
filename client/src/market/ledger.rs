//! What the market keeps of listings, orders, quota and money, read from the chain's state at one block.

use super::store::Book;
use crate::chain::{At, Chain, ChainError, TradedDay};
use limpid_primitives::{
    market::{
        AuctionId, AuctionV1, BidV1, BlockOfferV1, BlockTradeId, ClaimV1, DayStatisticsV1, Fen,
        Listing, ListingV1, PayoutId,
    },
    quota::{ClassId, Holder, HoldingV1, LeaseId, LeaseV1},
    Day, Grams, InstitutionId,
};
use std::collections::BTreeMap;

/// A holder's quota of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// All of it.
    pub amount: Grams,
    /// What is set aside for orders, auctions and offers of negotiated trades.
    pub held: Grams,
}

/// The parties of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leased {
    /// The class.
    pub class: ClassId,
    /// To whom it returns.
    pub lessor: Holder,
    /// Who has it.
    pub lessee: Holder,
}

/// Books and balances at one block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What each class is traded in whole numbers of.
    pub units: BTreeMap<ClassId, Grams>,
    /// How each listed class is traded.
    pub listings: BTreeMap<ClassId, ListingV1>,
    /// Each class's book; one without anything in it, and of which nothing was placed, is left out.
    pub books: BTreeMap<ClassId, Book>,
    /// Each day's statistics.
    pub days: BTreeMap<(ClassId, Day), DayStatisticsV1>,
    /// The last traded day of each class.
    pub last_traded: BTreeMap<ClassId, TradedDay>,
    /// Money of each institution.
    pub claims: BTreeMap<InstitutionId, ClaimV1>,
    /// Open payouts.
    pub payouts: BTreeMap<PayoutId, (InstitutionId, Fen)>,
    /// Quota of each holder.
    pub holdings: BTreeMap<(Holder, ClassId), Amounts>,
    /// Every lease there was.
    pub leases: BTreeMap<LeaseId, Leased>,
    /// Every auction there was.
    pub auctions: BTreeMap<AuctionId, AuctionV1>,
    /// Their bids.
    pub bids: BTreeMap<(AuctionId, u32), BidV1>,
    /// Open offers of negotiated trades.
    pub block_offers: BTreeMap<BlockTradeId, BlockOfferV1>,
}

impl Ledger {
    /// Reads all of it from the state after a block.
    pub async fn read(chain: &Chain, at: At) -> Result<Ledger, ChainError> {
        let at = At::Block(chain.resolve(at).await?);
        let mut ledger = Ledger {
            books: read_books(chain, at).await?,
            ..Ledger::default()
        };
        ledger.read_rules(chain, at).await?;
        ledger.read_balances(chain, at).await?;
        for (id, auction) in chain.auctions(at).await? {
            ledger.auctions.insert(id, auction);
            let bids = chain.bids(id, at).await?.into_iter();
            ledger
                .bids
                .extend(bids.map(|(number, bid)| ((id, number), bid)));
        }
        ledger.block_offers = chain.block_offers(at).await?.into_iter().collect();
        Ok(ledger)
    }

    async fn read_rules(&mut self, chain: &Chain, at: At) -> Result<(), ChainError> {
        let classes = chain.quota_classes(at).await?.into_iter();
        self.units = classes.map(|(id, class)| (id, class.unit)).collect();
        let listings = chain.listings(at).await?.into_iter();
        let of = |(class, standing): (ClassId, crate::chain::StandingListing)| {
            let Listing::V1(listing) = standing.listing;
            (class, listing)
        };
        self.listings = listings.map(of).collect();
        let days = chain.all_days(at).await?.into_iter();
        self.days = days.map(|(class, day, of)| ((class, day), of)).collect();
        self.last_traded = chain.last_traded(at).await?.into_iter().collect();
        Ok(())
    }

    async fn read_balances(&mut self, chain: &Chain, at: At) -> Result<(), ChainError> {
        self.claims = chain.claims(at).await?.into_iter().collect();
        let payouts = chain.payouts(at).await?.into_iter();
        let of = |(id, payout): (PayoutId, limpid_primitives::market::PayoutV1)| {
            (id, (payout.of, payout.amount))
        };
        self.payouts = payouts.map(of).collect();
        for (key, holding) in chain.all_holdings(at).await? {
            let HoldingV1 { amount, held, .. } = holding;
            let amounts = Amounts { amount, held };
            if amounts != Amounts::default() {
                self.holdings.insert(key, amounts);
            }
        }
        let leases = chain.all_leases(at).await?.into_iter();
        let of = |(id, lease): (LeaseId, LeaseV1)| {
            let leased = Leased {
                class: lease.class,
                lessor: lease.lessor,
                lessee: lease.lessee,
            };
            (id, leased)
        };
        self.leases = leases.map(of).collect();
        Ok(())
    }
}

async fn read_books(chain: &Chain, at: At) -> Result<BTreeMap<ClassId, Book>, ChainError> {
    let mut books: BTreeMap<ClassId, Book> = BTreeMap::new();
    for ((class, side, node), bits) in chain.book_nodes(at).await? {
        let book = books.entry(class).or_default();
        book.nodes.insert((side, node), bits);
    }
    for ((class, side, tick), level) in chain.book_levels(at).await? {
        let book = books.entry(class).or_default();
        book.levels.insert((side, tick), level);
    }
    for ((class, side, tick, number), page) in chain.book_pages(at).await? {
        let book = books.entry(class).or_default();
        book.pages.insert((side, tick, number), page);
    }
    for (class, number) in chain.book_numbers(at).await? {
        books.entry(class).or_default().next_number = number;
    }
    Ok(books)
}
