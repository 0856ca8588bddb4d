//! Sealed bids: committed, and revealed from their files.

use super::super::{
    listing_file::Yuan,
    party::{institution, HolderArg},
    sealed_bid::{Line, SealedBid},
};
use crate::{
    chain::{calls, At, Chain},
    cli::{
        decision::Authority,
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
    when::beijing,
};
use anyhow::{bail, ensure, Context};
use limpid_primitives::{
    market::{AuctionId, AuctionV1, BidStatus, Fen},
    Digest,
};
use serde_json::json;
use std::path::PathBuf;

/// A bid, its new file, and who signs.
#[derive(Debug, clap::Args)]
pub struct BidArgs {
    /// The auction's number.
    auction: AuctionId,
    /// So many units at a price a unit or a lower one, as 4500.00:10. Several make a bid that asks for more the lower the price is:
    /// all that have the auction's price or a higher one count together.
    #[arg(long = "line", value_name = "YUAN:UNITS", required = true)]
    lines: Vec<Line>,
    /// The most units the bid is said to ask for, by which its margin is counted. Say more than it asks for to hide how many they are.
    #[arg(long, value_name = "N")]
    units_max: Option<u64>,
    /// The new file the bid is kept in until it is revealed.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    holder: HolderArg,
    #[command(flatten)]
    signer: Signer,
}

/// A bid's file, and who signs.
#[derive(Debug, clap::Args)]
pub struct RevealArgs {
    /// The file that `limpid market auction bid` wrote.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    signer: Signer,
}

/// An auction that there is.
pub async fn known(chain: &Chain, auction: AuctionId, at: At) -> anyhow::Result<AuctionV1> {
    let known = chain.auction(auction, at).await?;
    known.with_context(|| {
        format!("there is no auction {auction}; `limpid market auction show` lists all")
    })
}

/// Writes a bid's file and commits to the bid.
pub async fn commit(globals: &Globals, args: &BidArgs) -> anyhow::Result<()> {
    let lines = SealedBid::in_order(&args.lines)?;
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let auction = known(&chain, args.auction, at).await?;
    check_floor(&lines, auction.new.floor)?;
    let bid = SealedBid {
        genesis: chain.genesis(),
        auction: args.auction,
        institution: institution(&chain, &key).await?,
        holder: args.holder.of(&chain, &key).await?,
        lines,
        salt: SealedBid::salt(),
    };
    let units = bid.units().context("these are too many units")?;
    let units_max = args.units_max.unwrap_or(units);
    ensure!(
        units <= units_max,
        "the lines ask for {units} units: --units-max must be at least as many"
    );
    let commitment = bid.commitment()?;
    let now_ms = chain.time_ms(at).await?;
    ensure!(
        now_ms < auction.new.commit_until_ms,
        "bids for auction {} were committed until {}",
        args.auction,
        beijing(auction.new.commit_until_ms)
    );
    bid.write_new(&args.file)?;
    // After this line the bid can be revealed, whatever happens.
    let call = calls::commit_bid(args.auction, bid.holder, commitment, units_max);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call)
        .await
        .with_context(|| {
            format!(
                "the bid is in {}; keep it if the chain may have taken it, delete it otherwise",
                args.file.display()
            )
        })?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Market", "BidCommitted", "bid");
        let held = number_in(events, "Market", "BidCommitted", "held");
        let json = json!({
            "auction": args.auction, "bid": number, "commitment": commitment,
            "units_max": units_max, "held_fen": held, "file": args.file,
        });
        let file = args.file.display();
        let held = held.map_or_else(String::new, |held| format!("; {} yuan are held", Fen(held)));
        let text = format!(
            "a bid for auction {} is committed{held}\n  keep {file}, and reveal it between {} and {}:\n  limpid market auction reveal --file {file}",
            args.auction,
            beijing(auction.new.commit_until_ms),
            beijing(auction.new.reveal_until_ms)
        );
        (json, text)
    });
    Ok(())
}

fn check_floor(lines: &[Line], floor: Fen) -> anyhow::Result<()> {
    if let Some(line) = lines.iter().find(|line| line.price.0 < floor) {
        let Yuan(price) = line.price;
        bail!("{price} yuan is below the auction's lowest price, {floor} yuan");
    }
    Ok(())
}

/// Reveals a bid.
pub async fn reveal(globals: &Globals, args: &RevealArgs) -> anyhow::Result<()> {
    let bid = SealedBid::read(&args.file)?;
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    ensure!(
        bid.genesis == chain.genesis(),
        "{} is a bid on another chain, {}: give the address of one of its nodes with --node",
        args.file.display(),
        bid.genesis
    );
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let auction = known(&chain, bid.auction, at).await?;
    let now_ms = chain.time_ms(at).await?;
    ensure!(
        auction.new.commit_until_ms <= now_ms,
        "bids for auction {} are revealed from {} on: try again then",
        bid.auction,
        beijing(auction.new.commit_until_ms)
    );
    let number = find(&chain, &bid, bid.commitment()?, at).await?;
    let lines = bid.bid_lines()?;
    let call = calls::reveal_bid(bid.auction, number, &lines, bid.salt);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let held = number_in(events, "Market", "BidRevealed", "held");
        let json = json!({ "auction": bid.auction, "bid": number, "lines": lines.to_vec(), "held_fen": held });
        let held = held.map_or_else(String::new, |held| format!("; {} yuan are held", Fen(held)));
        let text = format!(
            "bid {number} of auction {} is revealed{held}\n  the price is found after {}",
            bid.auction,
            beijing(auction.new.reveal_until_ms)
        );
        (json, text)
    });
    Ok(())
}

/// The number of the bid that was committed to by this digest.
async fn find(chain: &Chain, bid: &SealedBid, commitment: Digest, at: At) -> anyhow::Result<u32> {
    let bids = chain.bids(bid.auction, at).await?;
    let is_it = |status: &BidStatus| matches!(status, BidStatus::Sealed { commitment: committed } if *committed == commitment);
    let found = bids
        .iter()
        .find(|(_, known)| known.institution == bid.institution && is_it(&known.status));
    found.map(|(number, _)| *number).with_context(|| {
        format!(
            "auction {} has no sealed bid that this file opens: it was revealed already, or never committed; `limpid market auction show {}` shows its bids",
            bid.auction, bid.auction
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Bidding {
        #[command(flatten)]
        args: BidArgs,
    }

    #[test]
    fn a_bid_has_lines_and_a_file() {
        let parse = |words: &[&str]| {
            let words = ["limpid", "3"].iter().chain(words);
            Bidding::try_parse_from(words).map(|parsed| parsed.args)
        };
        let line = ["--line", "4500.00:10", "--line", "4400.00:5"];
        let args = parse(&[&line[..], &["--file", "a.bid"]].concat()).unwrap();
        assert_eq!((args.auction, args.lines.len()), (AuctionId(3), 2));
        assert!(parse(&line).is_err() && parse(&["--file", "a.bid"]).is_err());
    }

    #[test]
    fn a_line_below_the_floor_is_told() {
        let line = |text: &str| text.parse::<Line>().unwrap();
        let lines = [line("4500.00:1"), line("4399.99:1")];
        assert!(check_floor(&lines[..1], Fen(440_000)).is_ok());
        let error = check_floor(&lines, Fen(440_000)).unwrap_err();
        assert!(
            error.to_string().contains("lowest price, 4400.00"),
            "{error}"
        );
    }
}
