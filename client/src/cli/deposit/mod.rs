//! `limpid deposit`: money on chain, backed by the settlement banks' accounts.

mod bank;
mod payout;
mod show;

use super::{
    decision::{sha256_of, Document},
    signer::Signer,
    Globals,
};
use anyhow::Context;
use limpid_primitives::{
    market::{Fen, PayoutId},
    Digest, InstitutionId,
};
use std::{path::PathBuf, process::ExitCode};

/// Claims on the settlement banks: what the market holds, pays and settles with. Amounts are yuan with at most two decimals.
#[derive(Debug, clap::Subcommand)]
pub enum DepositCommand {
    /// Credit money that arrived at the signer's bank (for settlement banks). A voucher counts once.
    Credit {
        /// The institution whose money it is.
        institution: InstitutionId,
        /// How much, in yuan, as 12000.00.
        #[arg(long, value_name = "YUAN")]
        amount: Fen,
        #[command(flatten)]
        voucher: Voucher,
        #[command(flatten)]
        signer: Signer,
    },
    /// Ask a bank to pay out of what the signer's institution has free.
    Payout {
        /// The bank that is to pay.
        #[arg(long, value_name = "INSTITUTION")]
        bank: InstitutionId,
        /// How much, in yuan, as 12000.00.
        #[arg(long, value_name = "YUAN")]
        amount: Fen,
        #[command(flatten)]
        signer: Signer,
    },
    /// Say that a payout was made (for the bank that was asked).
    Confirm {
        /// The payout's number.
        payout: PayoutId,
        #[command(flatten)]
        voucher: Voucher,
        #[command(flatten)]
        signer: Signer,
    },
    /// Say that a payout is not made, and why (for the bank that was asked). The money is free again.
    Refuse {
        /// The payout's number.
        payout: PayoutId,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// Take back a payout that was asked for and is not confirmed yet. The money is free again.
    Withdraw {
        /// The payout's number.
        payout: PayoutId,
        #[command(flatten)]
        signer: Signer,
    },
    /// Show who has how much free, held and asked for, what went through each bank, and the open payouts.
    Show {
        /// Of this institution only.
        institution: Option<InstitutionId>,
    },
}

/// A bank's own record of a payment, which stays off the chain.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Voucher {
    /// The bank's voucher; its SHA-256 goes on chain.
    #[arg(long, value_name = "FILE")]
    voucher: Option<PathBuf>,
    /// SHA-256 of that voucher.
    #[arg(long, value_name = "SHA256")]
    voucher_digest: Option<Digest>,
}

impl Voucher {
    /// SHA-256 of the voucher.
    fn digest(&self) -> anyhow::Result<Digest> {
        match &self.voucher {
            Some(path) => sha256_of(path),
            None => self
                .voucher_digest
                .context("give the bank's voucher with --voucher FILE or --voucher-digest SHA256"),
        }
    }
}

/// Carries out `limpid deposit`.
pub async fn run(command: DepositCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use DepositCommand as C;
    match command {
        C::Credit {
            institution,
            amount,
            voucher,
            signer,
        } => bank::credit(globals, institution, amount, voucher.digest()?, &signer).await?,
        C::Payout {
            bank,
            amount,
            signer,
        } => payout::request(globals, bank, amount, &signer).await?,
        C::Confirm {
            payout,
            voucher,
            signer,
        } => bank::confirm(globals, payout, voucher.digest()?, &signer).await?,
        C::Refuse {
            payout,
            document,
            signer,
        } => bank::refuse(globals, payout, document.reason()?, &signer).await?,
        C::Withdraw { payout, signer } => payout::withdraw(globals, payout, &signer).await?,
        C::Show { institution } => show::show(globals, institution).await?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Deposit {
        #[command(subcommand)]
        command: DepositCommand,
    }

    // SHA-256 of "abc", as in FIPS 180-4.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn parse(arguments: &[&str]) -> Result<DepositCommand, clap::Error> {
        let words = ["limpid"].iter().chain(arguments);
        Deposit::try_parse_from(words).map(|parsed| parsed.command)
    }

    #[test]
    fn money_is_yuan_with_two_decimals_and_has_a_voucher() {
        let credit = ["credit", "7", "--amount", "12000.5"];
        let command = parse(&[&credit[..], &["--voucher-digest", ABC]].concat()).unwrap();
        let DepositCommand::Credit {
            institution,
            amount,
            voucher,
            ..
        } = command
        else {
            panic!("{command:?}")
        };
        assert_eq!((institution, amount), (InstitutionId(7), Fen(1_200_050)));
        assert_eq!(voucher.digest().unwrap().to_string(), ABC);
        assert!(parse(&credit).is_err(), "no voucher");
        let fine = ["credit", "7", "--amount", "1.005", "--voucher-digest", ABC];
        let error = parse(&fine).unwrap_err().to_string();
        assert!(error.contains("as in 12.50"), "{error}");
    }

    #[test]
    fn a_voucher_is_its_files_digest() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("voucher.pdf");
        std::fs::write(&file, "abc").unwrap();
        let confirm = ["confirm", "3", "--voucher", file.to_str().unwrap()];
        let command = parse(&confirm).unwrap();
        let DepositCommand::Confirm { voucher, .. } = command else {
            panic!("{command:?}")
        };
        assert_eq!(voucher.digest().unwrap().to_string(), ABC);
    }
}
