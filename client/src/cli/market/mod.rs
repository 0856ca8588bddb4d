//! `limpid market`: the order book, auctions and negotiated trades of emission quota.

mod auction;
mod block;
mod book;
mod candle;
mod chart;
mod drawing;
mod listing;
mod listing_file;
mod order;
mod party;
mod placed;
mod replay;
mod sealed_bid;
mod trades;

use super::{say, Globals};
use limpid_primitives::quota::ClassId;
use std::process::ExitCode;

/// Trade emission quota (排污权): orders, auctions, negotiated trades. Prices are yuan a unit with at most two decimals.
#[derive(Debug, clap::Subcommand)]
pub enum MarketCommand {
    /// List a class, so that it can be traded (for exchanges, and agencies over the class's zone).
    List(listing::ListingArgs),
    /// Change how a class is traded; the tick stays. `limpid market show CLASS --json` has the present listing under `listing`.
    Set(listing::ListingArgs),
    /// Print an example of a listing's file.
    Template,
    /// Show how classes are traded, and whether they are traded now.
    Show {
        /// This class only.
        class: Option<ClassId>,
    },
    /// Halt trading, with the reason. Orders stay, and can be cancelled.
    Halt(listing::HaltArgs),
    /// End a halt.
    Resume(listing::ResumeArgs),
    /// Place an order, or up to 32 from a file in one transaction.
    ///
    /// What it gives is held until it is filled, cancelled or over: quota of an order to sell, money of an order to buy. It
    /// trades at once with the best orders of the other side, at their prices, and what is left waits in the book.
    Place(order::PlaceArgs),
    /// Cancel orders; also while trading is halted.
    Cancel(order::OrdersArgs),
    /// Take orders out whose last day is over. Anybody can; others are passed over.
    Expire(order::OrdersArgs),
    /// List a holder's open orders.
    Orders(order::ListArgs),
    /// Auctions: sealed bids, one price for all.
    #[command(subcommand)]
    Auction(auction::AuctionCommand),
    /// Negotiated trades of large amounts (大宗协议).
    #[command(subcommand)]
    Block(block::BlockCommand),
    /// Show a class's order book: what is wanted and offered at which price, without names.
    Book(book::BookArgs),
    /// Show a class's newest trades, without names.
    Trades(trades::TradesArgs),
    /// Show a class's days as candles, in the terminal or as a picture.
    Chart(chart::ChartArgs),
    /// Carry out again what the chain's events say, and compare books and balances with the state.
    ///
    /// Matching, clearing and settling are done again by the same rules, from the events of final blocks alone. Exit code 0: every
    /// trade is what the rules give, and books, money and quota are the same. 1: something differs, and what. The node must have the
    /// states of all the blocks, as nodes do unless they were started with --state-pruning.
    Replay(replay::ReplayArgs),
}

/// Carries out `limpid market`.
pub async fn run(command: MarketCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use MarketCommand as C;
    match command {
        C::List(args) => listing::list(globals, &args).await?,
        C::Set(args) => listing::set(globals, &args).await?,
        C::Template => say(listing_file::EXAMPLE.trim_end()),
        C::Show { class } => listing::show(globals, class).await?,
        C::Halt(args) => listing::halt(globals, &args).await?,
        C::Resume(args) => listing::resume(globals, &args).await?,
        C::Place(args) => order::place(globals, &args).await?,
        C::Cancel(args) => order::cancel(globals, &args).await?,
        C::Expire(args) => order::expire(globals, &args).await?,
        C::Orders(args) => order::list(globals, &args).await?,
        C::Auction(command) => auction::run(command, globals).await?,
        C::Block(command) => block::run(command, globals).await?,
        C::Book(args) => book::show(globals, &args).await?,
        C::Trades(args) => trades::show(globals, &args).await?,
        C::Chart(args) => chart::show(globals, &args).await?,
        C::Replay(args) => return replay::run(globals, &args).await,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use crate::cli::Cli;
    use clap::Parser;
    use std::{fs, path::Path};

    /// Words of a line of shell without variables: parted by spaces, but for those in quotes.
    fn words(line: &str) -> Vec<String> {
        let mut words = Vec::new();
        for (index, part) in line.split('"').enumerate() {
            match index % 2 {
                0 => words.extend(part.split_whitespace().map(str::to_owned)),
                _ => words.push(part.to_owned()),
            }
        }
        words
    }

    #[test]
    fn every_command_of_the_page_is_one() {
        let client = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
        let page = Path::new(&client).with_file_name("docs").join("market.md");
        let page = fs::read_to_string(page).expect("the page");
        let lines = page.lines().filter(|line| line.starts_with("limpid "));
        let mut count = 0;
        for line in lines {
            let command = line.split(" > ").next().expect("a part");
            let parsed = Cli::try_parse_from(words(command));
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            count += 1;
        }
        assert!(count > 20, "{count} commands");
    }
}
