//! `limpid quota allocate` and `take-back`: what agencies decide about quota.

use super::{found, known_class, submit};
use crate::{
    chain::{calls, At, Chain},
    cli::{
        decision::{Authority, Document},
        finality::{submit_by, tell},
        input::read_json,
        signer::Signer,
        Globals,
    },
    mass::{amount, parse_grams},
};
use anyhow::{bail, ensure, Context};
use limpid_primitives::{
    quota::{ClassId, Holder, LotId, Share},
    Digest, DivisionCode, Grams, InstitutionId,
};
use serde::Deserialize;
use serde_json::json;
use std::{collections::BTreeSet, path::PathBuf, str::FromStr};

use super::class_file::Amount;

/// Shares of one call.
const SHARES_MAX: usize = 64;
const ADVICE: &str = "it is a list as [{\"holder\": \"3\", \"amount\": \"100 t\"}, {\"holder\": \"reserve:130200\", \"amount\": \"5 t\"}]";

/// What a decision allocates.
#[derive(Debug, clap::Args)]
pub struct AllocateArgs {
    /// The class's number.
    pub class: ClassId,
    /// A share, as "3=100 t" or "reserve:130200=5 t". May be given several times.
    #[arg(long = "share", value_name = "HOLDER=AMOUNT")]
    pub shares: Vec<ShareText>,
    /// The shares as JSON: [{"holder": "3", "amount": "100 t"}, ...]. More than 64 are sent in several transactions.
    #[arg(long, value_name = "FILE", conflicts_with = "shares")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// What is taken back without the holder's consent.
#[derive(Debug, clap::Args)]
pub struct TakeBackArgs {
    /// The class's number.
    pub class: ClassId,
    /// From whom: an institution's number, or reserve:DIVISION.
    #[arg(long, value_name = "HOLDER")]
    pub from: Holder,
    /// Into the reserve of this division.
    #[arg(long, value_name = "DIVISION")]
    pub into: DivisionCode,
    /// How much, as "12.5 t".
    #[arg(long, value_parser = parse_grams)]
    pub amount: Grams,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// A share as people write it: `3=100 t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareText(pub Share);

impl FromStr for ShareText {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<ShareText> {
        let (holder, amount) = text
            .split_once('=')
            .context("a share is a holder and an amount, as in \"3=100 t\"")?;
        Ok(ShareText(Share {
            holder: holder.parse()?,
            amount: parse_grams(amount)?,
        }))
    }
}

/// A share in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareFile {
    holder: Holder,
    amount: Amount,
}

impl AllocateArgs {
    fn shares(&self) -> anyhow::Result<Vec<Share>> {
        let shares: Vec<Share> = match &self.file {
            Some(path) => {
                let shares: Vec<ShareFile> = read_json(path, ADVICE)?;
                let of = |share: ShareFile| Share {
                    holder: share.holder,
                    amount: share.amount.0,
                };
                shares.into_iter().map(of).collect()
            }
            None => self.shares.iter().map(|share| share.0).collect(),
        };
        ensure!(
            !shares.is_empty(),
            "to whom? Give shares with --share \"HOLDER=AMOUNT\", or a list of them with --file FILE"
        );
        let mut seen = BTreeSet::new();
        for share in &shares {
            ensure!(
                seen.insert(share.holder),
                "{} is there twice: one decision allocates to a holder once; add the amounts up",
                share.holder
            );
        }
        Ok(shares)
    }
}

/// Allocates what the decision did not allocate already, so that an interrupted command can be given again.
pub async fn allocate(globals: &Globals, args: &AllocateArgs) -> anyhow::Result<()> {
    let (class, document, shares) = (args.class, args.document.reason()?, args.shares()?);
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    known_class(&chain, class, At::Finalised).await?;
    let open = not_yet_allocated(&chain, class, &document, &shares).await?;
    let passed_over = shares.len().saturating_sub(open.len());
    if open.is_empty() {
        let json = json!({ "class": class, "document": document, "allocated": [], "passed_over": passed_over });
        globals.print(&json, || {
            "all of it was allocated by this decision already; nothing is left to do".to_owned()
        });
        return Ok(());
    }
    for part in open.chunks(SHARES_MAX) {
        let call = calls::allocate(class, document, part);
        let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
        tell(globals, &inclusion, |events| {
            let done: Vec<_> = events.iter().filter_map(allocated).collect();
            let json = done.iter().map(|one| {
                json!({ "holder": one.holder, "granted": Amount(one.granted), "deducted": Amount(one.deducted), "lot": one.lot })
            });
            let json = json.collect::<Vec<_>>();
            let lines: Vec<_> = done.iter().map(Allocated::line).collect();
            let json = json!({ "class": class, "document": document, "allocated": json, "passed_over": passed_over });
            (json, lines.join("\n"))
        });
    }
    if passed_over > 0 {
        eprintln!("passed over, because this decision allocated them already: {passed_over}");
    }
    Ok(())
}

struct Allocated {
    holder: Holder,
    granted: Grams,
    deducted: Grams,
    lot: Option<LotId>,
}

impl Allocated {
    fn line(&self) -> String {
        let lot = match self.lot {
            Some(lot) => format!("lot {lot}"),
            None => "no lot: all of it was deducted".to_owned(),
        };
        let deducted = match self.deducted.is_zero() {
            true => String::new(),
            false => format!(", {} deducted for shortfalls", amount(self.deducted)),
        };
        format!(
            "{} to {}{deducted}: {lot}",
            amount(self.granted),
            self.holder
        )
    }
}

type AllocatedEvent = (
    ClassId,
    Holder,
    Grams,
    Grams,
    Option<LotId>,
    Digest,
    InstitutionId,
);

fn allocated(event: &crate::chain::Event) -> Option<Allocated> {
    let (_, holder, granted, deducted, lot, ..): AllocatedEvent = found(event, "QuotaAllocated")?;
    Some(Allocated {
        holder,
        granted,
        deducted,
        lot,
    })
}

/// The shares the decision did not allocate yet. Who got another amount by the same decision is a mistake.
async fn not_yet_allocated(
    chain: &Chain,
    class: ClassId,
    document: &Digest,
    shares: &[Share],
) -> anyhow::Result<Vec<Share>> {
    let holders: Vec<_> = shares.iter().map(|share| share.holder).collect();
    let before = chain
        .quota_allocations(class, document, &holders, At::Finalised)
        .await?;
    let mut open = Vec::new();
    for (share, before) in shares.iter().zip(before) {
        match before {
            None => open.push(*share),
            Some(before) if before.granted == share.amount => {}
            Some(before) => bail!(
                "{}: this decision granted {} in block {}, not {}. Another amount needs a decision of its own",
                share.holder,
                amount(before.granted),
                before.at.block,
                amount(share.amount)
            ),
        }
    }
    Ok(open)
}

/// Takes quota back into a reserve.
pub async fn take_back(globals: &Globals, args: &TakeBackArgs) -> anyhow::Result<()> {
    let TakeBackArgs {
        class, from, into, ..
    } = args;
    let call = calls::take_back(*class, *from, *into, args.amount, args.document.reason()?);
    let inclusion = submit(globals, &args.signer, call).await?;
    tell(globals, &inclusion, |_| {
        let taken = amount(args.amount);
        let json = json!({ "class": class, "from": from, "into": Holder::Reserve(*into), "amount": taken });
        (
            json,
            format!("{taken} of class {class} taken back from {from} into reserve:{into}"),
        )
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_holder_and_an_amount() {
        let share: ShareText = "3=100 t".parse().unwrap();
        assert_eq!(share.0.holder, Holder::Institution(InstitutionId(3)));
        assert_eq!(share.0.amount, Grams(100_000_000));
        let share: ShareText = "reserve:130200=5kg".parse().unwrap();
        assert_eq!(share.0.holder, Holder::Reserve("130200".parse().unwrap()));
        for text in ["3", "x=1 t", "3=1", "3=0.1 mg"] {
            assert!(text.parse::<ShareText>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_allocation_is_told_with_what_was_deducted() {
        let one = Allocated {
            holder: Holder::Institution(InstitutionId(3)),
            granted: Grams(110_000_000),
            deducted: Grams(10_000_000),
            lot: Some(LotId(1)),
        };
        assert_eq!(
            one.line(),
            "110 t to 3, 10 t deducted for shortfalls: lot 1"
        );
        let none = Allocated {
            deducted: one.granted,
            lot: None,
            ..one
        };
        assert!(none.line().ends_with("no lot: all of it was deducted"));
    }
}
