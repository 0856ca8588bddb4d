//! `limpid market auction show`.

use super::bid::known;
use crate::{
    chain::At,
    cli::{
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::market::{AuctionId, AuctionStage, AuctionV1, BidStatus, BidV1};
use serde_json::{json, Value as Json};

/// Prints one auction with its bids, or all auctions.
pub async fn show(globals: &Globals, auction: Option<AuctionId>) -> anyhow::Result<()> {
    match auction {
        Some(auction) => one(globals, auction).await,
        None => list(globals).await,
    }
}

async fn one(globals: &Globals, id: AuctionId) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let auction = known(&chain, id, at).await?;
    let bids = chain.bids(id, at).await?;
    let now_ms = chain.time_ms(at).await?;
    let mut json = entry(id, &auction, now_ms);
    if let Some(json) = json.as_object_mut() {
        let bids = bids
            .iter()
            .map(|(number, bid)| json!({ "bid": number, "is": bid }));
        json.insert("bids".to_owned(), bids.collect());
    }
    globals.print(&json, || {
        let text = text(id, &auction, now_ms);
        match bids.is_empty() {
            true => format!("{text}\nno bids"),
            false => format!("{text}\n{}", bids_table(&bids)),
        }
    });
    Ok(())
}

async fn list(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let auctions = chain.auctions(at).await?;
    let now_ms = chain.time_ms(at).await?;
    let json: Vec<_> = auctions
        .iter()
        .map(|(id, auction)| entry(*id, auction, now_ms))
        .collect();
    globals.print(&json.into(), || {
        if auctions.is_empty() {
            return "no auctions".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("auction"),
            Right("class"),
            Left("seller"),
            Right("units"),
            Right("floor, yuan"),
            Left("state"),
        ];
        let row = |(id, auction): &(AuctionId, AuctionV1)| {
            [
                id.to_string(),
                auction.new.class.to_string(),
                auction.new.seller.to_string(),
                auction.new.units.to_string(),
                auction.new.floor.to_string(),
                state(auction, now_ms).to_owned(),
            ]
        };
        table(columns, auctions.iter().map(row))
    });
    Ok(())
}

/// How an auction stands, in a word.
fn state(auction: &AuctionV1, now_ms: u64) -> &'static str {
    match auction.stage {
        AuctionStage::Open if now_ms < auction.new.commit_until_ms => "bidding",
        AuctionStage::Open if now_ms < auction.new.reveal_until_ms => "revealing",
        AuctionStage::Open => "to-be-cleared",
        AuctionStage::Cleared { .. } => "to-be-settled",
        AuctionStage::Settled { .. } => "settled",
        AuctionStage::Cancelled { .. } => "cancelled",
    }
}

fn entry(id: AuctionId, auction: &AuctionV1, now_ms: u64) -> Json {
    json!({ "auction": id, "state": state(auction, now_ms), "is": auction })
}

/// What was found, in a sentence.
pub fn stage_text(auction: &AuctionV1) -> String {
    let clearing = match auction.stage {
        AuctionStage::Open => return "its price is not found yet".to_owned(),
        AuctionStage::Cancelled { reason } => {
            return format!("it was called off: document {reason}")
        }
        AuctionStage::Cleared { clearing } | AuctionStage::Settled { clearing } => clearing,
    };
    let settled = match auction.stage {
        AuctionStage::Settled { .. } => "; every bid is settled",
        _ => "; bids are to be settled",
    };
    match clearing.price {
        Some(price) => format!(
            "{} of {} units at {price} yuan each: {} above the price, {} at it{settled}",
            clearing.units_above.saturating_add(clearing.units_at),
            auction.new.units,
            clearing.units_above,
            clearing.units_at
        ),
        None => format!("nobody bid{settled}"),
    }
}

fn text(id: AuctionId, auction: &AuctionV1, now_ms: u64) -> String {
    let new = &auction.new;
    [
        format!("auction     {id}: {}", state(auction, now_ms)),
        format!("class       {}", new.class),
        format!("seller      {}", new.seller),
        format!("units       {}", new.units),
        format!(
            "prices      {} yuan or more; {} yuan a unit are held for a sealed bid",
            new.floor, new.margin
        ),
        format!("unrevealed  their margin is {}", new.forfeit),
        format!("committed   until {}", beijing(new.commit_until_ms)),
        format!("revealed    until {}", beijing(new.reveal_until_ms)),
        format!("document    {}", new.document),
        format!("result      {}", stage_text(auction)),
    ]
    .join("\n")
}

fn bids_table(bids: &[(u32, BidV1)]) -> String {
    use Column::{Left, Right};
    let columns = [
        Right("bid"),
        Left("for"),
        Right("units at most"),
        Right("held, yuan"),
        Left("state"),
    ];
    let row = |(number, bid): &(u32, BidV1)| {
        [
            number.to_string(),
            bid.holder.to_string(),
            bid.units_max.to_string(),
            bid.held.to_string(),
            status(&bid.status),
        ]
    };
    table(columns, bids.iter().map(row))
}

fn status(status: &BidStatus) -> String {
    match status {
        BidStatus::Sealed { .. } => "sealed".to_owned(),
        BidStatus::Revealed { lines } => {
            let line = |it: &limpid_primitives::market::RevealedLine| {
                format!("{} at {}", it.line.units, it.line.price)
            };
            let lines: Vec<_> = lines.iter().map(line).collect();
            format!("revealed: {}", lines.join(", "))
        }
        BidStatus::Settled { units, paid } => format!("got {units} units for {paid}"),
        BidStatus::Forfeited { kept } => format!("{kept} of the margin forfeited"),
        BidStatus::Returned => "returned".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{
        market::{Clearing, Fen, ForfeitRule, NewAuction},
        quota::{ClassId, Holder},
        Digest, InstitutionId, Moment,
    };

    fn auction(stage: AuctionStage) -> AuctionV1 {
        AuctionV1 {
            new: NewAuction {
                class: ClassId(1),
                seller: Holder::Reserve("130000".parse().unwrap()),
                units: 100,
                floor: Fen(400_000),
                margin: Fen(10_000),
                forfeit: ForfeitRule::ToSeller,
                commit_until_ms: 1_000,
                reveal_until_ms: 2_000,
                document: Digest([1; 32]),
            },
            institution: InstitutionId(2),
            opened: Moment::default(),
            stage,
        }
    }

    #[test]
    fn an_auctions_times_say_how_it_stands() {
        let open = auction(AuctionStage::Open);
        let states: Vec<_> = [999, 1_000, 1_999, 2_000]
            .map(|now| state(&open, now))
            .into();
        assert_eq!(
            states,
            ["bidding", "revealing", "revealing", "to-be-cleared"]
        );
    }

    #[test]
    fn the_result_is_said() {
        let clearing = Clearing {
            price: Some(Fen(450_000)),
            units_above: 60,
            units_at: 40,
        };
        let text = text(
            AuctionId(1),
            &auction(AuctionStage::Cleared { clearing }),
            3_000,
        );
        for part in [
            "reserve:130000",
            "4000.00 yuan or more",
            "100 of 100 units at 4500.00",
            "to be settled",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let json = entry(
            AuctionId(1),
            &auction(AuctionStage::Settled { clearing }),
            3_000,
        );
        assert_eq!(json["is"]["stage"]["settled"]["clearing"]["price"], 450_000);
        let nobody = Clearing {
            price: None,
            units_above: 0,
            units_at: 0,
        };
        let settled = auction(AuctionStage::Settled { clearing: nobody });
        assert!(stage_text(&settled).starts_with("nobody bid"));
    }
}
