//! `limpid share order-opening`, `release-share`, `open-escrow`: a version opened for a court, without its provider.

use super::{
    catalogue::bytes_bar,
    find::known,
    who::{institution_of, known_version, recipient, SealingKeys},
};
use crate::{
    chain::{calls, At, Chain},
    cli::{
        decision::{Authority, Document},
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
    sealing::{combine, ContentKey, Purpose, Sealed, Sealer},
    share::arrival,
};
use anyhow::{bail, Context};
use limpid_primitives::sharing::{DataSetId, NewVersion, OpeningId, OpeningV1, VersionV1};
use serde_json::json;
use std::path::{Path, PathBuf};

/// What is to be opened, and by which order.
#[derive(Debug, clap::Args)]
pub struct OrderArgs {
    /// The data set's number.
    data_set: DataSetId,
    /// This version instead of the newest.
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Which opening, and with which key the agency's share opens.
#[derive(Debug, clap::Args)]
pub struct ReleaseArgs {
    /// The opening's number.
    opening: OpeningId,
    #[command(flatten)]
    sealing: SealingKeys,
    #[command(flatten)]
    signer: Signer,
}

/// Which opening, what is opened, and with which key the shares open.
#[derive(Debug, clap::Args)]
pub struct OpenArgs {
    /// The opening's number.
    opening: OpeningId,
    /// The sealed file, as the provider or whoever fetched it has it. It is not changed.
    #[arg(long, value_name = "FILE")]
    sealed: PathBuf,
    /// Where the content goes; nothing must be there.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    sealing: SealingKeys,
}

/// Orders an opening.
pub async fn order(globals: &Globals, args: &OrderArgs) -> anyhow::Result<()> {
    let (key, document) = (args.signer.member_key()?, args.document.reason()?);
    let chain = globals.connect().await?;
    let version = match args.version {
        Some(version) => version,
        None => known(&chain, args.data_set).await?.versions,
    };
    let call = calls::order_opening(args.data_set, version, document);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Sharing", "OpeningOrdered", "opening");
        let of = format!("version {version} of data set {}", args.data_set);
        let text = match number {
            Some(number) => format!("opening {number} ordered: {of}"),
            None => format!("opening ordered: {of}"),
        };
        let json = json!({ "opening": number, "data_set": args.data_set, "version": version });
        (json, text)
    });
    Ok(())
}

/// Releases the agency's share.
pub async fn release(globals: &Globals, args: &ReleaseArgs) -> anyhow::Result<()> {
    let (key, chain) = (args.signer.member_key()?, globals.connect().await?);
    let agency = institution_of(&chain, &args.signer).await?;
    let (opening, version) = known_opening(&chain, args.opening).await?;
    let (provider, version) = (version.by, version.new);
    let share = version
        .escrow
        .as_ref()
        .and_then(|escrow| escrow.share_of(agency));
    let share =
        share.with_context(|| format!("institution {agency} keeps no share of this version"))?;
    let kept = Purpose::Escrow {
        provider,
        sealed: version.sealed,
    };
    let secret = args
        .sealing
        .open(&chain, agency, kept, &share.sealed)
        .await?;
    let court = recipient(&chain, opening.court).await?;
    let sealer = Sealer {
        genesis: chain.genesis(),
    };
    let sealed = sealer.seal(&court, purpose(args.opening, &opening), &secret)?;
    let call = calls::release_share(args.opening, &sealed);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let (number, court) = (args.opening, opening.court);
        let json = json!({ "opening": number, "agency": agency, "court": court });
        (
            json,
            format!(
                "opening {number}: the share of institution {agency} is released to court {court}"
            ),
        )
    });
    Ok(())
}

/// Opens a sealed file with the shares that were released.
pub async fn open(globals: &Globals, args: &OpenArgs) -> anyhow::Result<()> {
    if args.out.exists() {
        bail!(
            "{} is there already and is not overwritten",
            args.out.display()
        );
    }
    let chain = globals.connect().await?;
    let (opening, version) = known_opening(&chain, args.opening).await?;
    let version = version.new;
    let escrow = version.escrow.as_ref();
    let threshold = escrow
        .context("this version has no shares in escrow")?
        .threshold;
    let mut shares = Vec::new();
    for released in &opening.released {
        let purpose = purpose(args.opening, &opening);
        let share = args
            .sealing
            .open(&chain, opening.court, purpose, &released.sealed);
        let share = share.await;
        shares
            .push(share.with_context(|| format!("the share of institution {}", released.agency))?);
    }
    let key = combine(&shares, threshold, &version.key_digest)?;
    let (sealed, out) = (args.sealed.clone(), args.out.clone());
    let opening = tokio::task::spawn_blocking(move || open_file(&sealed, &key, &version, &out));
    let opened = opening.await.context("opening ended in the middle")??;
    let json = json!({ "opening": args.opening, "file": args.out, "plain": opened.plain, "plain_bytes": opened.plain_bytes });
    globals.print(&json, || {
        format!(
            "{}: {} bytes, SHA-256 {}: the content on chain",
            args.out.display(),
            opened.plain_bytes,
            opened.plain
        )
    });
    Ok(())
}

fn open_file(
    sealed: &Path,
    key: &ContentKey,
    version: &NewVersion,
    out: &Path,
) -> anyhow::Result<Sealed> {
    let bar = bytes_bar("opening", version.sealed_bytes)?;
    let wrap = |file| Box::new(bar.wrap_read(file)) as _;
    let opened = arrival::open_copy(sealed, key, version, out, wrap)?;
    bar.finish_and_clear();
    Ok(opened)
}

fn purpose(number: OpeningId, opening: &OpeningV1) -> Purpose {
    Purpose::Release {
        data_set: opening.data_set,
        version: opening.version,
        opening: number,
    }
}

/// An opening that is on chain, and the version it is of.
async fn known_opening(chain: &Chain, id: OpeningId) -> anyhow::Result<(OpeningV1, VersionV1)> {
    let opening = chain.opening(id, At::Finalised).await?;
    let opening = opening.with_context(|| format!("there is no opening {id}"))?;
    let version = known_version(chain, opening.data_set, opening.version).await?;
    Ok((opening, version))
}
