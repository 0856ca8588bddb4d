//! `limpid share fetch` and `confirm`: what arrives.

use super::{
    catalogue::bytes_bar,
    who::{known_grant, known_version, SealingKeys},
};
use crate::{
    chain::{calls, At, Chain},
    cli::{
        decision::{sha256_of, Authority},
        finality::{submit_by, tell},
        signer::Signer,
        Globals,
    },
    keys::MemberKey,
    sealing::{ContentKey, Purpose, Sealed},
    share::{
        arrival::{self, beside, ArrivalError},
        download::{download, Authorities, DownloadError, Source},
    },
};
use anyhow::{bail, Context};
use limpid_primitives::{
    sharing::{GrantId, GrantV1, Location, NewVersion, ReceiptMatch},
    Digest,
};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What is fetched, and whereto.
#[derive(Debug, clap::Args)]
pub struct FetchArgs {
    /// The grant's number.
    grant: GrantId,
    /// Where the content goes; nothing must be there. What is fetched of the sealed file stands beside it until it is whole.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Confirm the receipt at once, if what arrived is what was granted.
    #[arg(long)]
    confirm: bool,
    /// Another address of the provider's server than the catalogue has.
    #[arg(long = "url", value_name = "URL")]
    location: Option<Location>,
    /// Authorities whose certificates the server may show, PEM; those this system trusts, if not given.
    #[arg(long = "ca", value_name = "FILE")]
    authorities: Option<PathBuf>,
    #[command(flatten)]
    sealing: SealingKeys,
    #[command(flatten)]
    signer: Signer,
}

/// What arrived.
#[derive(Debug, clap::Args)]
pub struct ConfirmArgs {
    /// The grant's number.
    grant: GrantId,
    /// The file that arrived; its SHA-256 goes on chain.
    #[arg(required_unless_present = "digest", conflicts_with = "digest")]
    file: Option<PathBuf>,
    /// SHA-256 of what arrived.
    #[arg(long, value_name = "SHA256")]
    digest: Option<Digest>,
    #[command(flatten)]
    signer: Signer,
}

/// Fetches, checks and opens.
pub async fn fetch(globals: &Globals, args: FetchArgs) -> anyhow::Result<ExitCode> {
    if args.out.exists() {
        bail!(
            "{} is there already and is not overwritten",
            args.out.display()
        );
    }
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let grant = known_grant(&chain, args.grant).await?;
    let version = known_version(&chain, grant.data_set, grant.version)
        .await?
        .new;
    let content_key = content_key(&chain, &args.sealing, &grant, &version).await?;
    let source = Source {
        genesis: chain.genesis(),
        location: args.location.unwrap_or_else(|| version.location.clone()),
        grant: args.grant,
        sealed_bytes: version.sealed_bytes,
    };
    let authorities = Authorities {
        file: args.authorities,
    };
    let (out, sealed) = (args.out.clone(), version.sealed);
    let work = Work {
        source,
        authorities,
        content_key,
        version,
        // Of another version it would be another file.
        part: beside(&out, &format!("{}.part", short(&sealed))),
        out,
    };
    let member = args.signer.member_key()?;
    let arrived = tokio::task::spawn_blocking(move || work.run(&member)).await;
    let arrived = match arrived.context("fetching ended in the middle")? {
        Ok(arrived) => arrived,
        Err(error) => return failed(error, args.grant),
    };
    let json = json!({
        "grant": args.grant, "file": args.out, "plain": arrived.plain, "plain_bytes": arrived.plain_bytes,
        "sealed": arrived.sealed, "sealed_bytes": arrived.sealed_bytes,
    });
    globals.print(&json, || {
        let (grant, out) = (args.grant, args.out.display());
        format!(
            "{out}: {} bytes, SHA-256 {}: what was granted\nsay so on chain: limpid share confirm {grant} {out}",
            arrived.plain_bytes, arrived.plain
        )
    });
    if args.confirm {
        tell_receipt(globals, &chain, &key, args.grant, arrived.plain).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Enough of a digest for a file's name.
fn short(digest: &Digest) -> String {
    digest.to_string().chars().take(16).collect()
}

async fn content_key(
    chain: &Chain,
    sealing: &SealingKeys,
    grant: &GrantV1,
    version: &NewVersion,
) -> anyhow::Result<ContentKey> {
    let purpose = Purpose::Grant {
        data_set: grant.data_set,
        version: grant.version,
    };
    let opened = sealing.open(chain, grant.requester, purpose, &grant.sealed);
    let key = ContentKey::from_slice(&opened.await?);
    let key = key.filter(|key| key.digest() == version.key_digest);
    key.context("the key in this grant is not the one of the version: ask the provider to seal it anew (limpid share rewrap)")
}

/// All that is done without the chain.
struct Work {
    source: Source,
    authorities: Authorities,
    content_key: ContentKey,
    version: NewVersion,
    part: PathBuf,
    out: PathBuf,
}

#[derive(Debug, thiserror::Error)]
enum WorkError {
    #[error(transparent)]
    Download(#[from] DownloadError),
    #[error(transparent)]
    Arrival(#[from] ArrivalError),
    #[error(transparent)]
    Bar(anyhow::Error),
}

impl Work {
    fn run(&self, member: &MemberKey) -> Result<Sealed, WorkError> {
        let bar = |what| bytes_bar(what, self.version.sealed_bytes).map_err(WorkError::Bar);
        let fetching = bar("fetching")?;
        let progress = |have| fetching.set_position(have);
        let part: &Path = &self.part;
        download(&self.source, member, &self.authorities, part, &progress)?;
        fetching.finish_and_clear();
        let opening = bar("opening")?;
        let wrap = |file| Box::new(opening.wrap_read(file)) as _;
        let arrived = arrival::open(part, &self.content_key, &self.version, &self.out, wrap)?;
        opening.finish_and_clear();
        Ok(arrived)
    }
}

/// What came of a fetch that did not end well, and the exit code that `limpid --help` gives for it.
fn failed(error: WorkError, grant: GrantId) -> anyhow::Result<ExitCode> {
    eprintln!("limpid: {error}");
    let code = match &error {
        WorkError::Download(error) if error.is_retryable() => 3,
        WorkError::Download(DownloadError::Refused { .. }) => 1,
        WorkError::Download(_) | WorkError::Bar(_) => 2,
        WorkError::Arrival(ArrivalError::Io { .. }) => 2,
        WorkError::Arrival(ArrivalError::Sealed { .. }) => {
            eprintln!("limpid: something else came on the way, or the server has something else: fetch again, and if it stays so, tell the provider");
            1
        }
        WorkError::Arrival(ArrivalError::Closed { .. }) => {
            eprintln!("limpid: the provider has published a file that its key does not open: tell the provider");
            1
        }
        // A receipt is of the content, never of the sealed file.
        WorkError::Arrival(ArrivalError::Plain { arrived, .. }) => {
            eprintln!(
                "limpid: to dispute it on chain: limpid share confirm {grant} --digest {arrived}"
            );
            1
        }
    };
    Ok(ExitCode::from(code))
}

/// Says on chain what arrived.
pub async fn confirm(globals: &Globals, args: &ConfirmArgs) -> anyhow::Result<()> {
    let digest = match (&args.file, args.digest) {
        (Some(file), _) => sha256_of(file)?,
        (None, digest) => {
            digest.context("what arrived? Name the file, or its digest with --digest")?
        }
    };
    let (key, chain) = (args.signer.member_key()?, globals.connect().await?);
    known_grant(&chain, args.grant).await?;
    tell_receipt(globals, &chain, &key, args.grant, digest).await
}

async fn tell_receipt(
    globals: &Globals,
    chain: &Chain,
    key: &MemberKey,
    grant: GrantId,
    digest: Digest,
) -> anyhow::Result<()> {
    let call = calls::confirm_receipt(grant, digest);
    let inclusion = submit_by(chain, key, Authority::Institution, call).await?;
    let receipts = chain
        .receipts(grant, At::Block(inclusion.block_hash))
        .await?;
    let receipt = receipts
        .iter()
        .rev()
        .find(|receipt| receipt.digest == digest);
    let matches = receipt.map(|receipt| receipt.matches);
    tell(globals, &inclusion, |_| {
        let text = match matches {
            Some(ReceiptMatch::Differs) => format!(
                "grant {grant} is disputed: what arrived, {digest}, is not what was granted"
            ),
            Some(ReceiptMatch::Matches) | None => {
                format!("receipt of grant {grant} confirmed: {digest}")
            }
        };
        (
            json!({ "grant": grant, "digest": digest, "matches": matches }),
            text,
        )
    });
    Ok(())
}
