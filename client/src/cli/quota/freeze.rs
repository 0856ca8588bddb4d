//! `limpid quota freeze`, `release`, `freezes`: what courts order.

use super::{class_file::Amount, submit, Names};
use crate::{
    chain::{calls, At},
    cli::{
        decision::Document,
        finality::{number_in, tell},
        signer::Signer,
        table::{table, Column},
        Globals,
    },
    mass::{amount, parse_grams},
    when::beijing,
};
use limpid_primitives::{
    quota::{ClassId, FreezeId, Holder},
    Grams,
};
use serde_json::json;

/// What is frozen.
#[derive(Debug, clap::Args)]
pub struct FreezeArgs {
    /// Whose quota: an institution's number, or reserve:DIVISION.
    pub holder: Holder,
    /// The class's number.
    #[arg(long)]
    pub class: ClassId,
    /// How much must stay, as "12.5 t". If it is more than there is, what comes in later stays too.
    #[arg(long, value_parser = parse_grams)]
    pub amount: Grams,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// Which freeze is released.
#[derive(Debug, clap::Args)]
pub struct ReleaseArgs {
    /// The freeze's number (`limpid quota freezes`).
    pub freeze: FreezeId,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// Freezes quota.
pub async fn freeze(globals: &Globals, args: &FreezeArgs) -> anyhow::Result<()> {
    let (holder, class) = (args.holder, args.class);
    let call = calls::freeze(holder, class, args.amount, args.document.reason()?);
    let inclusion = submit(globals, &args.signer, call).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Quotas", "QuotaFrozen", "freeze");
        let frozen = amount(args.amount);
        let of = number.map_or_else(String::new, |number| format!("freeze {number}: "));
        let json = json!({ "freeze": number, "holder": holder, "class": class, "amount": frozen });
        (
            json,
            format!("{of}{frozen} of class {class} stay with {holder}"),
        )
    });
    Ok(())
}

/// Releases a freeze.
pub async fn release(globals: &Globals, args: &ReleaseArgs) -> anyhow::Result<()> {
    let freeze = args.freeze;
    let call = calls::release_freeze(freeze, args.document.reason()?);
    let inclusion = submit(globals, &args.signer, call).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "freeze": freeze }),
            format!("freeze {freeze} released"),
        )
    });
    Ok(())
}

/// Lists freezes.
pub async fn list(globals: &Globals, of: Option<Holder>, all: bool) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let mut freezes = chain.quota_freezes(at).await?;
    freezes.retain(|(_, freeze)| {
        (all || freeze.released.is_none()) && of.is_none_or(|of| of == freeze.holder)
    });
    let names = Names::read(&chain, at).await?;
    let json: Vec<_> = freezes
        .iter()
        .map(|(id, freeze)| {
            json!({
                "freeze": id, "holder": freeze.holder, "class": freeze.class, "amount": Amount(freeze.amount), "court": freeze.court,
                "document": freeze.document, "at": freeze.at, "released": freeze.released,
            })
        })
        .collect();
    globals.print(&json.into(), || {
        if freezes.is_empty() {
            return "no freezes".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("freeze"),
            Left("holder"),
            Right("class"),
            Right("amount"),
            Left("court"),
            Left("ordered"),
            Left("released"),
        ];
        let rows = freezes.iter().map(|(id, freeze)| {
            [
                id.to_string(),
                names.holder(&freeze.holder),
                freeze.class.to_string(),
                amount(freeze.amount),
                names.institution(freeze.court),
                beijing(freeze.at.time_ms),
                freeze
                    .released
                    .map_or_else(String::new, |release| beijing(release.at.time_ms)),
            ]
        });
        table(columns, rows)
    });
    Ok(())
}
