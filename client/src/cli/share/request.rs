//! `limpid share request` and `withdraw-request`.

use super::find::known;
use crate::{
    chain::calls,
    cli::{
        decision::{sha256_of, Authority},
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
    when::parse_time_ms,
};
use anyhow::Context;
use limpid_primitives::{
    sharing::{DataSetId, NewRequest, RequestId, ShortText},
    Digest,
};
use serde_json::json;
use std::path::PathBuf;

/// What is asked for, for what and on which basis.
#[derive(Debug, clap::Args)]
pub struct RequestArgs {
    /// The data set's number, as `limpid share find` shows it.
    data_set: DataSetId,
    /// This version instead of the newest.
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    /// What the data are needed for.
    #[arg(long)]
    purpose: ShortText,
    #[command(flatten)]
    basis: Basis,
    /// They are to be used from this time on.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    from: u64,
    /// And up to this time, exclusive.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    until: u64,
    #[command(flatten)]
    signer: Signer,
}

/// The legal basis; its text stays off the chain.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Basis {
    /// The document that says on which legal basis; its SHA-256 goes on chain.
    #[arg(long = "basis", value_name = "FILE")]
    file: Option<PathBuf>,
    /// SHA-256 of that document.
    #[arg(long = "basis-digest", value_name = "SHA256")]
    digest: Option<Digest>,
}

/// Which request.
#[derive(Debug, clap::Args)]
pub struct WithdrawArgs {
    /// The request's number.
    request: RequestId,
    #[command(flatten)]
    signer: Signer,
}

/// Asks for a data set.
pub async fn request(globals: &Globals, args: RequestArgs) -> anyhow::Result<()> {
    let basis = match (&args.basis.file, args.basis.digest) {
        (Some(file), _) => sha256_of(file)?,
        (None, digest) => digest.context(
            "on which legal basis? Give the document that says so with --basis FILE (its SHA-256 goes on chain), or its digest with --basis-digest SHA256",
        )?,
    };
    let (key, chain) = (args.signer.member_key()?, globals.connect().await?);
    let version = match args.version {
        Some(version) => version,
        None => known(&chain, args.data_set).await?.versions,
    };
    let new = NewRequest {
        data_set: args.data_set,
        version,
        purpose: args.purpose,
        basis,
        use_from_ms: args.from,
        use_until_ms: args.until,
    };
    let call = calls::request_data(&new);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Sharing", "DataRequested", "request");
        let of = format!("version {version} of data set {}", args.data_set);
        let text = match number {
            Some(number) => format!("request {number} made: {of}"),
            None => format!("request made: {of}"),
        };
        let json = json!({ "request": number, "data_set": args.data_set, "version": version });
        (json, text)
    });
    Ok(())
}

/// Takes a request back.
pub async fn withdraw(globals: &Globals, args: &WithdrawArgs) -> anyhow::Result<()> {
    let (key, chain) = (args.signer.member_key()?, globals.connect().await?);
    let call = calls::withdraw_request(args.request);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let request = args.request;
        (
            json!({ "request": request }),
            format!("request {request} withdrawn"),
        )
    });
    Ok(())
}
