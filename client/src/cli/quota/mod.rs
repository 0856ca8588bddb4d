//! `limpid quota`: emission quota from its allocation to its surrender.

mod allocate;
mod class;
mod class_file;
mod drawing;
mod freeze;
mod holder;
mod layers;
mod lease;
mod names;
mod offer;
mod rule;
mod surrender;
mod title;
mod title_text;
mod year;

use super::{
    decision::{Authority, Document},
    evidence::{self, VerifyArgs},
    finality::submit_by,
    signer::Signer,
    Globals,
};
use crate::{
    chain::{At, Call, Chain, Event, Inclusion},
    mass::parse_grams,
};
use anyhow::Context;
use codec::Decode;
use limpid_primitives::{
    quota::{ClassId, Holder, QuotaClassV1},
    Grams,
};
use names::Names;
use std::process::ExitCode;

const HOLDERS: &str = "\
A HOLDER is an institution's number, or a division's reserve as reserve:130000. An amount has its unit: t, kg or g.";

/// Emission quota (排污权): classes, allocation, holdings and title, transfer and lease, freezes, surrender.
#[derive(Debug, clap::Subcommand)]
#[command(after_help = HOLDERS)]
pub enum QuotaCommand {
    /// Define classes, set their rules, list and show them.
    #[command(subcommand)]
    Class(class::ClassCommand),
    /// Enrol an enterprise as a holder by what it declares, as its agency; again, to correct it.
    Enrol(holder::EnrolArgs),
    /// Allocate quota by a decision (核定), as an agency over the class's zone. What the decision allocated already is passed over.
    Allocate(allocate::AllocateArgs),
    /// Take quota back into a reserve without the holder's consent (收回), as an agency.
    TakeBack(allocate::TakeBackArgs),
    /// Offer quota to another holder: for good, on lease (--lease-until), or back to a reserve (回购).
    Offer(offer::OfferArgs),
    /// Accept an offer.
    Accept(offer::OfOffer),
    /// Withdraw an offer: who made it, or anybody once it is over.
    Withdraw(offer::OfOffer),
    /// List open offers.
    Offers {
        /// From or to this holder only.
        #[arg(long, value_name = "HOLDER")]
        of: Option<Holder>,
    },
    /// Return and list leases.
    #[command(subcommand)]
    Lease(lease::LeaseCommand),
    /// Freeze quota by an order, as a court.
    Freeze(freeze::FreezeArgs),
    /// Release a freeze by an order, as the court that froze or one above it.
    Release(freeze::ReleaseArgs),
    /// List freezes.
    Freezes {
        /// Of this holder only.
        #[arg(long, value_name = "HOLDER")]
        of: Option<Holder>,
        /// Those that were released, too.
        #[arg(long)]
        all: bool,
    },
    /// Give quota up for good (注销).
    Retire(surrender::RetireArgs),
    /// Surrender quota for what a permit's outlets discharged in a year, as the chain computed it (清缴).
    Surrender(surrender::SurrenderArgs),
    /// Until when emissions are to be covered, and what follows otherwise.
    #[command(subcommand)]
    Rule(rule::RuleCommand),
    /// Show what a permit's year demands, what was surrendered for it, and what is missing.
    Shortfall(year::YearArgs),
    /// Put on record, after the deadline, what a permit's year demands and what of it is missing. Anybody can.
    Assess {
        #[command(flatten)]
        of: year::YearArgs,
        #[command(flatten)]
        signer: Signer,
    },
    /// Waive some of a shortfall by a decision, as the agency of the permit.
    Waive {
        #[command(flatten)]
        of: year::YearArgs,
        /// How much, as "12.5 t".
        #[arg(long, value_parser = parse_grams)]
        amount: Grams,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// Write off what a holder has of a class that is over. Anybody can.
    Expire {
        /// The class's number.
        class: ClassId,
        /// Whose.
        #[arg(long, value_name = "HOLDER")]
        holder: Holder,
        #[command(flatten)]
        signer: Signer,
    },
    /// Show what a holder has of each class, and what it can use of it.
    Holdings {
        /// The holder: an institution's number, or reserve:DIVISION.
        holder: Holder,
    },
    /// Show how a lot came to its holder: every lot before it, back to the allocations.
    Title(title::TitleArgs),
    /// Verify the file of a title offline. Exit code 0 verified, 1 refuted, 2 not decidable.
    Verify(VerifyArgs),
}

/// Carries out `limpid quota`.
pub async fn run(command: QuotaCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use QuotaCommand as C;
    match command {
        C::Class(command) => class::run(command, globals).await?,
        C::Enrol(args) => holder::enrol(globals, &args).await?,
        C::Allocate(args) => allocate::allocate(globals, &args).await?,
        C::TakeBack(args) => allocate::take_back(globals, &args).await?,
        C::Offer(args) => offer::make(globals, &args).await?,
        C::Accept(args) => offer::accept(globals, &args).await?,
        C::Withdraw(args) => offer::withdraw(globals, &args).await?,
        C::Offers { of } => offer::list(globals, of).await?,
        C::Lease(command) => lease::run(globals, command).await?,
        C::Freeze(args) => freeze::freeze(globals, &args).await?,
        C::Release(args) => freeze::release(globals, &args).await?,
        C::Freezes { of, all } => freeze::list(globals, of, all).await?,
        C::Retire(args) => surrender::retire(globals, &args).await?,
        C::Surrender(args) => surrender::surrender(globals, &args).await?,
        C::Rule(command) => rule::run(globals, command).await?,
        C::Shortfall(of) => year::show(globals, of).await?,
        C::Assess { of, signer } => year::assess(globals, of, &signer).await?,
        C::Waive {
            of,
            amount,
            document,
            signer,
        } => year::waive(globals, of, amount, &document, &signer).await?,
        C::Expire {
            class,
            holder,
            signer,
        } => surrender::expire(globals, class, holder, &signer).await?,
        C::Holdings { holder } => holder::show(globals, holder).await?,
        C::Title(args) => title::run(globals, &args).await?,
        C::Verify(args) => return evidence::verify_title_file(&args, globals),
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes a call for the signer's institution, and waits for finality.
async fn submit(globals: &Globals, signer: &Signer, call: Call) -> anyhow::Result<Inclusion> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    Ok(submit_by(&chain, &key, Authority::Institution, call).await?)
}

/// The fields of an event of quota, if it is the one of this name.
fn found<T: Decode>(event: &Event, name: &str) -> Option<T> {
    event.is("Quotas", name).then(|| event.decode().ok())?
}

/// The class of a number.
async fn known_class(chain: &Chain, id: ClassId, at: At) -> anyhow::Result<QuotaClassV1> {
    let class = chain.quota_class(id, at).await?;
    class.with_context(|| {
        format!("there is no class {id} on this chain; `limpid quota class list` shows all")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Quota {
        #[command(subcommand)]
        command: QuotaCommand,
    }

    const NUMBER: &str = "91130200699229617X001P";
    const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn parse(arguments: &[&str]) -> Result<QuotaCommand, clap::Error> {
        let words = ["limpid"].iter().chain(arguments);
        Quota::try_parse_from(words).map(|parsed| parsed.command)
    }

    #[test]
    fn holders_and_amounts_are_told_by_their_rule() {
        let freeze = |holder, amount| {
            parse(&[
                "freeze",
                holder,
                "--class",
                "1",
                "--amount",
                amount,
                "--document-digest",
                DIGEST,
            ])
        };
        match freeze("reserve:130000", "12.5 t").unwrap() {
            QuotaCommand::Freeze(args) => {
                assert_eq!(args.holder, Holder::Reserve("130000".parse().unwrap()));
                assert_eq!(args.amount, Grams(12_500_000));
            }
            other => panic!("{other:?}"),
        }
        let error = freeze("hebei", "12.5 t").unwrap_err().to_string();
        assert!(error.contains("reserve:130000"), "{error}");
        let error = freeze("3", "12.5").unwrap_err().to_string();
        assert!(error.contains("as in 12.5 kg"), "{error}");
        let error = freeze("3", "1 mg").unwrap_err().to_string();
        assert!(error.contains("whole number of grams"), "{error}");
    }

    #[test]
    fn an_offer_is_for_good_or_a_lease() {
        let offer = [
            "offer",
            "1",
            "--from",
            "3",
            "--to",
            "4",
            "--amount",
            "1 t",
            "--open-until",
            "2026-12-01",
        ];
        let document = ["--document-digest", DIGEST];
        assert!(parse(&[&offer[..], &document].concat()).is_ok());
        let lease = ["--lease-until", "2026-12-31"];
        assert!(parse(&[&offer[..], &document, &lease].concat()).is_ok());
        assert!(parse(&[&offer[..8], &document].concat()).is_err());
    }

    #[test]
    fn a_year_is_named_by_permit_pollutant_and_year() {
        let year = [NUMBER, "--pollutant", "a21002", "--year", "2026"];
        for verb in ["shortfall", "assess"] {
            assert!(parse(&[&[verb][..], &year].concat()).is_ok());
            assert!(parse(&[&[verb][..], &year[..3]].concat()).is_err());
        }
        let waive = [
            &["waive"][..],
            &year,
            &["--amount", "1 t", "--document-digest", DIGEST],
        ]
        .concat();
        assert!(parse(&waive).is_ok());
        assert!(parse(&[
            "surrender",
            NUMBER,
            "--year",
            "2026",
            "--class",
            "1",
            "--amount",
            "1 t"
        ])
        .is_ok());
    }
}
