//! `limpid market auction`: sealed bids, one price for all.

mod bid;
mod open;
mod settle;
mod show;

use crate::cli::{decision::Document, signer::Signer, Globals};
use limpid_primitives::market::AuctionId;

/// Auctions: bids are sealed first and revealed later, and all who get something pay one price.
#[derive(Debug, clap::Subcommand)]
pub enum AuctionCommand {
    /// Offer quota at an auction: an agency out of a reserve, or a holder of its own. The quota is held until the end.
    Open(open::OpenArgs),
    /// Commit to a sealed bid. The chain learns no price before it is revealed.
    ///
    /// The bid is written to a new file first, which only its owner can read: nobody can reveal the bid without it, and a bid
    /// that is not revealed loses its margin where the auction says so. Keep it until the auction is settled.
    Bid(bid::BidArgs),
    /// Reveal a bid from its file. Its whole price is held from now on.
    Reveal(bid::RevealArgs),
    /// Find the price, once the time to reveal is over (for anybody).
    Clear(settle::StepArgs),
    /// Settle every bid, once the price is found: quota against money (for anybody).
    Settle(settle::StepArgs),
    /// Call an auction off: its seller before the first bid is revealed, an exchange or an agency until it is cleared.
    Cancel {
        /// The auction's number.
        auction: AuctionId,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// Show an auction with its bids, or list all.
    Show {
        /// The auction's number.
        auction: Option<AuctionId>,
    },
}

/// Carries out `limpid market auction`.
pub async fn run(command: AuctionCommand, globals: &Globals) -> anyhow::Result<()> {
    use AuctionCommand as C;
    match command {
        C::Open(args) => open::open(globals, &args).await,
        C::Bid(args) => bid::commit(globals, &args).await,
        C::Reveal(args) => bid::reveal(globals, &args).await,
        C::Clear(args) => settle::clear(globals, &args).await,
        C::Settle(args) => settle::settle(globals, &args).await,
        C::Cancel {
            auction,
            document,
            signer,
        } => open::cancel(globals, auction, document.reason()?, &signer).await,
        C::Show { auction } => show::show(globals, auction).await,
    }
}
