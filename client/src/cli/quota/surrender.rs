//! `limpid quota surrender`, `retire`, `expire`: how quota ends.

use super::{found, submit};
use crate::{
    chain::calls,
    cli::{decision::Document, finality::tell, signer::Signer, Globals},
    mass::{amount, parse_grams},
};
use limpid_primitives::{
    quota::{ClassId, Holder, LotId, Timeliness},
    Grams, InstitutionId, PermitNumber,
};
use serde_json::json;

/// What is surrendered.
#[derive(Debug, clap::Args)]
pub struct SurrenderArgs {
    /// The permit whose emissions it covers.
    pub permit: PermitNumber,
    /// The year of the emissions, as 2026.
    #[arg(long)]
    pub year: u16,
    /// The class's number: of the pollutant, for the year, and good where the permit's site is.
    #[arg(long)]
    pub class: ClassId,
    /// How much, as "12.5 t"; at most what is missing (`limpid quota shortfall`).
    #[arg(long, value_parser = parse_grams)]
    pub amount: Grams,
    #[command(flatten)]
    pub signer: Signer,
}

/// What is given up for good.
#[derive(Debug, clap::Args)]
pub struct RetireArgs {
    /// The class's number.
    pub class: ClassId,
    /// Whose: the signer's institution, or a reserve its agency acts for.
    #[arg(long, value_name = "HOLDER")]
    pub holder: Holder,
    /// How much, as "12.5 t".
    #[arg(long, value_parser = parse_grams)]
    pub amount: Grams,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// Surrenders quota.
pub async fn surrender(globals: &Globals, args: &SurrenderArgs) -> anyhow::Result<()> {
    let SurrenderArgs {
        permit,
        year,
        class,
        ..
    } = args;
    let call = calls::surrender(*permit, *year, *class, args.amount);
    let inclusion = submit(globals, &args.signer, call).await?;
    type Surrendered = (
        PermitNumber,
        u16,
        ClassId,
        InstitutionId,
        Grams,
        Timeliness,
        LotId,
    );
    tell(globals, &inclusion, |events| {
        let done = events
            .iter()
            .find_map(|event| found::<Surrendered>(event, "QuotaSurrendered"));
        let when = done.map(|done| done.5.to_string());
        let lot = done.map(|done| done.6);
        let is_unlocked = events
            .iter()
            .any(|event| event.is("Quotas", "SellingUnlocked"));
        let given = amount(args.amount);
        let mut text = format!("{given} of class {class} surrendered for {permit}, {year}");
        if let (Some(when), Some(lot)) = (&when, lot) {
            text.push_str(&format!(", {when}: lot {lot}"));
        }
        if is_unlocked {
            text.push_str("\nnothing is missing any more: the holder may sell again");
        }
        let json = json!({
            "permit": permit, "year": year, "class": class, "amount": given, "timeliness": when, "lot": lot, "selling_unlocked": is_unlocked,
        });
        (json, text)
    });
    Ok(())
}

/// Gives quota up.
pub async fn retire(globals: &Globals, args: &RetireArgs) -> anyhow::Result<()> {
    let RetireArgs { class, holder, .. } = args;
    let call = calls::retire(*class, *holder, args.amount, args.document.reason()?);
    let inclusion = submit(globals, &args.signer, call).await?;
    tell(globals, &inclusion, |_| {
        let given = amount(args.amount);
        let json = json!({ "class": class, "holder": holder, "amount": given });
        (
            json,
            format!("{given} of class {class} given up by {holder}, for good"),
        )
    });
    Ok(())
}

/// Writes off what is left of a class that is over.
pub async fn expire(
    globals: &Globals,
    class: ClassId,
    holder: Holder,
    signer: &Signer,
) -> anyhow::Result<()> {
    let inclusion = submit(globals, signer, calls::expire_holding(class, holder)).await?;
    tell(globals, &inclusion, |events| {
        type Expired = (ClassId, Holder, Grams, LotId);
        let done = events
            .iter()
            .find_map(|event| found::<Expired>(event, "HoldingExpired"));
        let written = done.map(|done| amount(done.2));
        let text = match &written {
            Some(written) => format!("{written} of class {class} written off at {holder}"),
            None => format!("class {class} written off at {holder}"),
        };
        (
            json!({ "class": class, "holder": holder, "amount": written }),
            text,
        )
    });
    Ok(())
}
