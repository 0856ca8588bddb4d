//! An auction's end: its price, and its bids settled, in as many transactions as that takes.

use super::bid::known;
use crate::{
    chain::{calls, At, Chain, Inclusion},
    cli::{
        decision::Authority,
        finality::{submit_by, tell},
        signer::Signer,
        Globals,
    },
    keys::MemberKey,
    when::beijing,
};
use anyhow::{bail, ensure};
use limpid_primitives::market::{AuctionId, AuctionStage, AuctionV1};
use serde_json::json;

/// Prices a transaction looks at, and bids it settles.
const PRICES_MAX: u32 = 256;
const BIDS_MAX: u32 = 64;
/// Transactions of one command at most.
const CALLS_MAX: u32 = 10_000;

/// Which auction, and who signs.
#[derive(Debug, clap::Args)]
pub struct StepArgs {
    /// The auction's number.
    auction: AuctionId,
    #[command(flatten)]
    signer: Signer,
}

/// Finds the price.
pub async fn clear(globals: &Globals, args: &StepArgs) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let auction = known(&chain, args.auction, At::Finalised).await?;
    let now_ms = chain.time_ms(At::Finalised).await?;
    ensure!(
        auction.new.reveal_until_ms <= now_ms,
        "bids for auction {} are revealed until {}: its price is found after that",
        args.auction,
        beijing(auction.new.reveal_until_ms)
    );
    let is_cleared = |auction: &AuctionV1| !matches!(auction.stage, AuctionStage::Open);
    ensure!(
        !is_cleared(&auction),
        "auction {} is not open any more; `limpid market auction show {}` says how it stands",
        args.auction,
        args.auction
    );
    let call = || calls::clear_auction(args.auction, PRICES_MAX);
    let (inclusion, auction) = go_on(&chain, &key, args.auction, call, is_cleared).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "auction": args.auction, "stage": auction.stage }),
            super::show::stage_text(&auction),
        )
    });
    Ok(())
}

/// Settles every bid.
pub async fn settle(globals: &Globals, args: &StepArgs) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let auction = known(&chain, args.auction, At::Finalised).await?;
    match auction.stage {
        AuctionStage::Open => bail!(
            "auction {} has no price yet: `limpid market auction clear {}` comes first",
            args.auction,
            args.auction
        ),
        AuctionStage::Settled { .. } => bail!("auction {} is settled already", args.auction),
        AuctionStage::Cleared { .. } | AuctionStage::Cancelled { .. } => {}
    }
    let call = || calls::settle_auction(args.auction, BIDS_MAX);
    let is_settled = |auction: &AuctionV1| !matches!(auction.stage, AuctionStage::Cleared { .. });
    let (inclusion, auction) = match auction.stage {
        AuctionStage::Cancelled { .. } => give_back(&chain, &key, args.auction).await?,
        _ => go_on(&chain, &key, args.auction, call, is_settled).await?,
    };
    tell(globals, &inclusion, |_| {
        (
            json!({ "auction": args.auction, "stage": auction.stage }),
            super::show::stage_text(&auction),
        )
    });
    Ok(())
}

/// Makes a call until the auction stands as it should.
async fn go_on(
    chain: &Chain,
    key: &MemberKey,
    auction: AuctionId,
    call: impl Fn() -> crate::chain::Call,
    is_done: impl Fn(&AuctionV1) -> bool,
) -> anyhow::Result<(Inclusion, AuctionV1)> {
    for _ in 0..CALLS_MAX {
        let inclusion = submit_by(chain, key, Authority::Institution, call()).await?;
        let now = known(chain, auction, At::Block(inclusion.block_hash)).await?;
        if is_done(&now) {
            return Ok((inclusion, now));
        }
    }
    bail!("auction {auction} is not done after {CALLS_MAX} transactions; repeat the command")
}

/// Gives the bids of an auction that was called off their money back.
async fn give_back(
    chain: &Chain,
    key: &MemberKey,
    auction: AuctionId,
) -> anyhow::Result<(Inclusion, AuctionV1)> {
    use limpid_primitives::market::BidStatus;
    for _ in 0..CALLS_MAX {
        let call = calls::settle_auction(auction, BIDS_MAX);
        let inclusion = submit_by(chain, key, Authority::Institution, call).await?;
        let at = At::Block(inclusion.block_hash);
        let bids = chain.bids(auction, at).await?;
        let is_open = |status: &BidStatus| {
            matches!(
                status,
                BidStatus::Sealed { .. } | BidStatus::Revealed { .. }
            )
        };
        if !bids.iter().any(|(_, bid)| is_open(&bid.status)) {
            return Ok((inclusion, known(chain, auction, at).await?));
        }
    }
    bail!("auction {auction} is not done after {CALLS_MAX} transactions; repeat the command")
}
