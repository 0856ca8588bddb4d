//! How classes are traded: listings and halts.

use super::{candle::price, listing_file::ListingFile};
use crate::{
    chain::{calls, At, BookView, Call, Chain, Inclusion, Trading},
    cli::{
        decision::{Authority, Document},
        finality::{submit_by, tell},
        signer::Signer,
        Globals,
    },
    when::beijing,
};
use anyhow::{bail, Context};
use limpid_primitives::{
    market::{Listing, ListingV1},
    quota::ClassId,
};
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// A class, its listing's file, and who signs.
#[derive(Debug, clap::Args)]
pub struct ListingArgs {
    /// The class's number.
    class: ClassId,
    /// The listing as JSON, in full; `limpid market template` prints an example.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    signer: Signer,
}

/// One class, or all of them.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The class's number.
    class: Option<ClassId>,
    /// The whole market (for exchanges, and agencies of the nation).
    #[arg(long)]
    all: bool,
}

/// What is halted, why, and who signs.
#[derive(Debug, clap::Args)]
pub struct HaltArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// What goes on, and who signs.
#[derive(Debug, clap::Args)]
pub struct ResumeArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    signer: Signer,
}

impl Which {
    fn text(&self) -> String {
        match self.class {
            Some(class) => format!("class {class}"),
            None => "the whole market".to_owned(),
        }
    }
}

/// Lists a class.
pub async fn list(globals: &Globals, args: &ListingArgs) -> anyhow::Result<()> {
    let listing = ListingFile::read(&args.file)?;
    let call = calls::list_class(args.class, &listing);
    let inclusion = submit(globals, &args.signer, call).await?;
    let class = args.class;
    tell(globals, &inclusion, |_| {
        let text = format!("class {class} is listed\n  limpid market book {class}");
        (json!({ "class": class }), text)
    });
    Ok(())
}

/// Changes a listing.
pub async fn set(globals: &Globals, args: &ListingArgs) -> anyhow::Result<()> {
    let Listing::V1(new) = ListingFile::read(&args.file)?;
    let chain = globals.connect().await?;
    let before = known(&chain, args.class, At::Finalised).await?;
    if new.tick != before.tick {
        bail!(
            "{}: tick: class {} has ticks of {} yuan, and they stay; write them so",
            args.file.display(),
            args.class,
            before.tick
        );
    }
    let call = calls::set_listing(args.class, &Listing::V1(new));
    let key = args.signer.member_key()?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    let class = args.class;
    tell(globals, &inclusion, |_| {
        let text = format!("class {class} is traded by the new listing");
        (json!({ "class": class }), text)
    });
    Ok(())
}

/// Halts a class or the market.
pub async fn halt(globals: &Globals, args: &HaltArgs) -> anyhow::Result<()> {
    let reason = args.document.reason()?;
    let call = calls::halt(args.which.class, reason);
    let inclusion = submit(globals, &args.signer, call).await?;
    tell(globals, &inclusion, |_| {
        let json = json!({ "class": args.which.class, "reason": reason });
        (json, format!("trading of {} is halted", args.which.text()))
    });
    Ok(())
}

/// Ends a halt.
pub async fn resume(globals: &Globals, args: &ResumeArgs) -> anyhow::Result<()> {
    let call = calls::resume(args.which.class);
    let inclusion = submit(globals, &args.signer, call).await?;
    tell(globals, &inclusion, |_| {
        let text = format!("the halt of {} is over", args.which.text());
        (json!({ "class": args.which.class }), text)
    });
    Ok(())
}

async fn submit(globals: &Globals, signer: &Signer, call: Call) -> anyhow::Result<Inclusion> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    Ok(submit_by(&chain, &key, Authority::Institution, call).await?)
}

/// How a class is traded.
pub async fn known(chain: &Chain, class: ClassId, at: At) -> anyhow::Result<ListingV1> {
    let standing = chain.listing(class, at).await?.with_context(|| {
        format!("class {class} is not listed; `limpid market show` shows those that are")
    })?;
    let Listing::V1(listing) = standing.listing;
    Ok(listing)
}

/// Prints listings.
pub async fn show(globals: &Globals, only: Option<ClassId>) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let classes = match only {
        Some(class) => {
            known(&chain, class, at).await?;
            vec![class]
        }
        None => {
            let all = chain.listings(at).await?.into_iter();
            all.map(|(class, _)| class).collect()
        }
    };
    let mut views = Vec::new();
    for class in classes {
        let view = chain.book(class, 1, at).await?;
        views.extend(view.map(|view| (class, view)));
    }
    let mut json: Vec<_> = views
        .iter()
        .map(|(class, view)| entry(*class, view))
        .collect();
    let json = match only {
        Some(_) => json.pop().unwrap_or_default(),
        None => json.into(),
    };
    globals.print(&json, || {
        if views.is_empty() {
            return "no class is listed".to_owned();
        }
        let texts: Vec<_> = views
            .iter()
            .map(|(class, view)| text(*class, view))
            .collect();
        texts.join("\n\n")
    });
    Ok(())
}

fn entry(class: ClassId, view: &BookView) -> Json {
    let Listing::V1(listing) = &view.listing;
    json!({
        "class": class, "listing": ListingFile::of(listing), "trading": word(&view.trading),
        "halt": halted(&view.trading), "reference_fen": view.reference,
        "low_fen": price(view.low, listing.tick), "high_fen": price(view.high, listing.tick),
    })
}

/// Whether a class is traded now, in a word.
pub fn word(trading: &Trading) -> &'static str {
    match trading {
        Trading::Open => "open",
        Trading::Closed => "closed",
        Trading::Halted(_) => "halted",
    }
}

/// The halt, if there is one.
pub fn halted(trading: &Trading) -> Json {
    match trading {
        Trading::Halted(halt) => json!(halt),
        Trading::Open | Trading::Closed => Json::Null,
    }
}

/// Whether a class is traded now, in a sentence.
pub fn state(trading: &Trading) -> String {
    match trading {
        Trading::Open => "open".to_owned(),
        Trading::Closed => "closed: outside the sessions".to_owned(),
        Trading::Halted(halt) => format!(
            "HALTED by institution {} since {}: document {}",
            halt.by,
            beijing(halt.since.time_ms),
            halt.reason
        ),
    }
}

fn text(class: ClassId, view: &BookView) -> String {
    let Listing::V1(listing) = &view.listing;
    let file = ListingFile::of(listing);
    let tick = listing.tick;
    let levels = match listing.levels_max {
        0 => "all prices".to_owned(),
        levels => format!("the {levels} best prices"),
    };
    let weekdays = serde_json::to_value(&file.weekdays).unwrap_or_default();
    let weekdays: Vec<_> = weekdays.as_array().into_iter().flatten().collect();
    let weekdays: Vec<_> = weekdays.iter().filter_map(|day| day.as_str()).collect();
    let sessions: Vec<_> = file.sessions.iter().map(ToString::to_string).collect();
    [
        format!("class       {class}"),
        format!("trading     {}", state(&view.trading)),
        format!(
            "today       from {} to {} yuan a unit, around {}",
            price(view.low, tick),
            price(view.high, tick),
            view.reference
        ),
        format!("tick        {tick} yuan"),
        format!(
            "orders      {} to {} units, each takes {levels} at most",
            listing.units_min, listing.units_max
        ),
        format!(
            "band        {} per mille of the reference, {} for negotiated trades of at least {} units",
            listing.band_permille, listing.block_band_permille, listing.block_units_min
        ),
        format!("sessions    {} on {}", sessions.join(", "), weekdays.join(", ")),
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Halting {
        #[command(flatten)]
        args: HaltArgs,
    }

    #[test]
    fn the_whole_market_is_halted_only_if_it_is_said() {
        let parse = |words: &[&str]| {
            let words = ["limpid"].iter().chain(words);
            Halting::try_parse_from(words).map(|parsed| parsed.args.which.text())
        };
        assert_eq!(parse(&["3"]).unwrap(), "class 3");
        assert_eq!(parse(&["--all"]).unwrap(), "the whole market");
        assert!(parse(&[]).is_err() && parse(&["3", "--all"]).is_err());
    }
}
