//! Auctions opened and called off.

use super::super::party::HolderArg;
use crate::{
    chain::calls,
    cli::{
        decision::{Authority, Document},
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
    when::{beijing, parse_time_ms},
};
use anyhow::bail;
use limpid_primitives::{
    market::{AuctionId, Fen, ForfeitRule, NewAuction},
    quota::{ClassId, Holder},
    Digest,
};
use serde_json::json;

/// What is offered, at which terms, and who signs.
#[derive(Debug, clap::Args)]
pub struct OpenArgs {
    /// The class's number.
    class: ClassId,
    #[command(flatten)]
    seller: HolderArg,
    /// How many units of the class.
    #[arg(long)]
    units: u64,
    /// No lower price a unit, in yuan.
    #[arg(long, value_name = "YUAN")]
    floor: Fen,
    /// What is held of a bidder for each unit it may ask for, until it reveals its bid, in yuan.
    #[arg(long, value_name = "YUAN")]
    margin: Fen,
    /// What becomes of the margin of a bid that is not revealed, or may not have what it won: to-seller or returned.
    #[arg(long, value_name = "RULE", default_value_t = ForfeitRule::ToSeller)]
    forfeit: ForfeitRule,
    /// Bids are committed until then.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    commit_until: u64,
    /// Bids are revealed from then until this time.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    reveal_until: u64,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

impl OpenArgs {
    fn terms(&self, seller: Holder) -> anyhow::Result<NewAuction> {
        if self.reveal_until <= self.commit_until {
            bail!("bids are revealed after they are committed: give --reveal-until a later time than --commit-until");
        }
        Ok(NewAuction {
            class: self.class,
            seller,
            units: self.units,
            floor: self.floor,
            margin: self.margin,
            forfeit: self.forfeit,
            commit_until_ms: self.commit_until,
            reveal_until_ms: self.reveal_until,
            document: self.document.reason()?,
        })
    }
}

/// Opens an auction.
pub async fn open(globals: &Globals, args: &OpenArgs) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let terms = args.terms(args.seller.of(&chain, &key).await?)?;
    let call = calls::open_auction(&terms);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let auction = number_in(events, "Market", "AuctionOpened", "auction");
        let name = auction.map_or_else(String::new, |auction| format!(" {auction}"));
        let text = format!(
            "auction{name} of {} units of class {} is open\n  bids are committed until {}\n  and revealed from then until {}",
            terms.units,
            terms.class,
            beijing(terms.commit_until_ms),
            beijing(terms.reveal_until_ms)
        );
        (json!({ "auction": auction, "class": terms.class }), text)
    });
    Ok(())
}

/// Calls an auction off.
pub async fn cancel(
    globals: &Globals,
    auction: AuctionId,
    reason: Digest,
    signer: &Signer,
) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::cancel_auction(auction, reason);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let text = format!(
            "auction {auction} is called off\n  `limpid market auction settle {auction}` gives bidders their money back"
        );
        (json!({ "auction": auction, "reason": reason }), text)
    });
    Ok(())
}
