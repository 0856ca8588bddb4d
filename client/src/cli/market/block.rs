//! `limpid market block`: negotiated trades of large amounts.

use super::{candle::price, listing::known, order::ticks, party::HolderArg};
use crate::{
    chain::{calls, At, Call, Inclusion},
    cli::{
        decision::Authority,
        finality::{number_in, submit_by, tell},
        signer::Signer,
        table::{table, Column},
        Globals,
    },
    market::Fact,
    when::{beijing, parse_time_ms},
};
use anyhow::Context;
use limpid_primitives::{
    market::{BlockOfferV1, BlockTradeId, Fen, Listing, NewBlockOffer, Side},
    quota::{ClassId, Holder},
};
use serde_json::json;
use std::collections::HashMap;

/// Negotiated trades: offered by one holder to another, outside the book, in their own price band.
#[derive(Debug, clap::Subcommand)]
pub enum BlockCommand {
    /// Offer a trade to one other holder. What the offeror gives is held until it is accepted, withdrawn or over.
    Offer(OfferArgs),
    /// Accept an offer: quota and money change hands at once.
    Accept(WhichArgs),
    /// Withdraw one's own offer; one that is over, anybody's.
    Withdraw(WhichArgs),
    /// List the open offers.
    List,
}

/// What is offered, and who signs.
#[derive(Debug, clap::Args)]
pub struct OfferArgs {
    /// The class's number.
    class: ClassId,
    /// buy or sell, as the offeror sees it.
    side: Side,
    /// Who may accept: an institution's number, or reserve:130000.
    #[arg(long, value_name = "HOLDER")]
    to: Holder,
    /// The price a unit, in yuan.
    #[arg(long, value_name = "YUAN")]
    price: Fen,
    /// How many units of the class.
    #[arg(long)]
    units: u64,
    /// It can be accepted until then.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    until: u64,
    #[command(flatten)]
    holder: HolderArg,
    #[command(flatten)]
    signer: Signer,
}

/// Which offer, and who signs.
#[derive(Debug, clap::Args)]
pub struct WhichArgs {
    /// The offer's number.
    offer: BlockTradeId,
    #[command(flatten)]
    signer: Signer,
}

/// Carries out `limpid market block`.
pub async fn run(command: BlockCommand, globals: &Globals) -> anyhow::Result<()> {
    match command {
        BlockCommand::Offer(args) => offer(globals, &args).await,
        BlockCommand::Accept(args) => accept(globals, &args).await,
        BlockCommand::Withdraw(args) => withdraw(globals, &args).await,
        BlockCommand::List => list(globals).await,
    }
}

async fn offer(globals: &Globals, args: &OfferArgs) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let listing = known(&chain, args.class, At::Finalised).await?;
    let offer = NewBlockOffer {
        class: args.class,
        from: args.holder.of(&chain, &key).await?,
        to: args.to,
        side: args.side,
        price: ticks(args.price, listing.tick)?,
        units: args.units,
        open_until_ms: args.until,
    };
    let call = calls::offer_block(&offer);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Market", "BlockOffered", "offer");
        let name = number.map_or_else(String::new, |number| format!(" {number}"));
        let until = beijing(args.until);
        let text = format!("offer{name} is open to {} until {until}", args.to);
        (json!({ "offer": number, "class": args.class }), text)
    });
    Ok(())
}

async fn submit(globals: &Globals, signer: &Signer, call: Call) -> anyhow::Result<Inclusion> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    Ok(submit_by(&chain, &key, Authority::Institution, call).await?)
}

async fn accept(globals: &Globals, args: &WhichArgs) -> anyhow::Result<()> {
    let call = calls::accept_block(args.offer);
    let inclusion = submit(globals, &args.signer, call).await?;
    let mut traded = None;
    for event in &inclusion.events {
        if let Some(Fact::BlockTraded(fact)) = Fact::of(event)? {
            traded = Some(fact);
        }
    }
    let traded = traded.context("the chain accepted the offer and says nothing of a trade")?;
    tell(globals, &inclusion, |_| {
        let json = json!({
            "trade": traded.trade, "class": traded.class, "units": traded.units, "paid_fen": traded.paid,
            "seller": traded.seller, "buyer": traded.buyer, "sold": traded.sold, "bought": traded.bought,
        });
        let text = format!(
            "negotiated trade {}: {} units of class {} from {} to {} for {} yuan; lot {} from lot {}",
            traded.trade,
            traded.units,
            traded.class,
            traded.seller,
            traded.buyer,
            traded.paid,
            traded.bought,
            traded.sold
        );
        (json, text)
    });
    Ok(())
}

async fn withdraw(globals: &Globals, args: &WhichArgs) -> anyhow::Result<()> {
    let offer = args.offer;
    let inclusion = submit(globals, &args.signer, calls::withdraw_block(offer)).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "offer": offer }),
            format!("offer {offer} is withdrawn"),
        )
    });
    Ok(())
}

async fn list(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let offers = chain.block_offers(at).await?;
    let listings = chain.listings(at).await?.into_iter();
    let tick = |(class, standing): (ClassId, crate::chain::StandingListing)| {
        let Listing::V1(listing) = standing.listing;
        (class, listing.tick)
    };
    let sizes: HashMap<ClassId, Fen> = listings.map(tick).collect();
    let price_of = |offer: &BlockOfferV1| {
        let tick = sizes.get(&offer.new.class).copied().unwrap_or_default();
        price(offer.new.price, tick)
    };
    let json: Vec<_> = offers
        .iter()
        .map(|(id, offer)| {
            json!({
                "offer": id, "class": offer.new.class, "from": offer.new.from, "to": offer.new.to,
                "side": offer.new.side, "price_fen": price_of(offer), "units": offer.new.units,
                "open_until_ms": offer.new.open_until_ms, "made": offer.at,
            })
        })
        .collect();
    globals.print(&json.into(), || {
        if offers.is_empty() {
            return "no open offers".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("offer"),
            Right("class"),
            Left("from"),
            Left("to"),
            Left("side"),
            Right("price, yuan"),
            Right("units"),
            Left("open until"),
        ];
        let row = |(id, offer): &(BlockTradeId, BlockOfferV1)| {
            [
                id.to_string(),
                offer.new.class.to_string(),
                offer.new.from.to_string(),
                offer.new.to.to_string(),
                offer.new.side.to_string(),
                price_of(offer).to_string(),
                offer.new.units.to_string(),
                beijing(offer.new.open_until_ms),
            ]
        };
        table(columns, offers.iter().map(row))
    });
    Ok(())
}
