//! `limpid share publish`, `revise`, `withdraw`: what a provider has in the catalogue.

use super::who::recipient;
use crate::{
    chain::{calls, Account, At, Chain},
    cli::{
        decision::{Authority, Document},
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
    keys::MemberKey,
    sealing::{split, ContentKey, Purpose, Sealed, Sealer},
    share::store::{content, Owner, Store},
    when::parse_time_ms,
};
use anyhow::Context;
use indicatif::ProgressBar;
use limpid_primitives::{
    sharing::{
        DataSetId, DataSetKind, Escrow, EscrowShare, Location, NewDataSet, NewVersion, ShortText,
        Subject,
    },
    DivisionCode, InstitutionId, Outlet, PermitNumber,
};
use serde_json::{json, Value as Json};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A data set and its first version.
#[derive(Debug, clap::Args)]
pub struct PublishArgs {
    #[command(flatten)]
    content: ContentArgs,
    /// What it is: records, permit-archive, case-file or other.
    #[arg(long)]
    kind: DataSetKind,
    /// The division it speaks of: yours, or one in it.
    #[arg(long)]
    division: DivisionCode,
    /// The first time it speaks of.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    from: u64,
    /// The end of the time it speaks of, exclusive.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    until: u64,
    /// What it is called.
    #[arg(long)]
    title: ShortText,
    /// The permit, or the outlet as PERMIT/DA001, if it speaks of one.
    #[arg(long, value_parser = parse_subject)]
    subject: Option<Subject>,
    #[command(flatten)]
    signer: Signer,
}

/// A further version.
#[derive(Debug, clap::Args)]
pub struct ReviseArgs {
    /// The data set's number.
    data_set: DataSetId,
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    signer: Signer,
}

/// The content, where it is kept, and who keeps shares of its key.
#[derive(Debug, clap::Args)]
struct ContentArgs {
    /// The file. It is sealed into the store and not changed.
    file: PathBuf,
    /// Your store of sealed files and their keys, which `limpid share serve` serves.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// How the content is laid out, as `hj212-frames/1` or `csv`.
    #[arg(long)]
    schema: ShortText,
    /// Where your server is reached by others, as https://share.example.cn:8443.
    #[arg(long = "url", value_name = "URL")]
    location: Location,
    /// Agencies that each keep a share of the content key, for a court's order.
    #[arg(
        long,
        value_name = "INSTITUTION",
        value_delimiter = ',',
        requires = "threshold"
    )]
    escrow: Vec<InstitutionId>,
    /// How many of the shares open it.
    #[arg(long, value_name = "N", requires = "escrow")]
    threshold: Option<u8>,
}

/// Which data set, why, and who signs.
#[derive(Debug, clap::Args)]
pub struct WithdrawArgs {
    /// The data set's number.
    data_set: DataSetId,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

fn parse_subject(text: &str) -> Result<Subject, String> {
    if let Ok(outlet) = text.parse::<Outlet>() {
        return Ok(Subject::Outlet(outlet));
    }
    let permit = text.parse::<PermitNumber>();
    permit
        .map(Subject::Permit)
        .map_err(|error| format!("neither a permit nor an outlet: {error}"))
}

/// Seals and publishes.
pub async fn publish(globals: &Globals, args: &PublishArgs) -> anyhow::Result<()> {
    let new = NewDataSet {
        division: args.division,
        kind: args.kind,
        title: args.title.clone(),
        subject: args.subject.unwrap_or(Subject::None),
        from_ms: args.from,
        until_ms: args.until,
    };
    let (key, chain) = (args.signer.member_key()?, globals.connect().await?);
    let version = args.content.seal(&chain, &key).await?;
    let call = calls::publish_data_set(&new, &version);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let set = number_in(events, "Sharing", "DataSetPublished", "data_set");
        let text = match set {
            Some(set) => format!("data set {set} published: version 1"),
            None => "data set published".to_owned(),
        };
        published(set, Some(1), &version, text)
    });
    Ok(())
}

/// Seals and publishes a further version.
pub async fn revise(globals: &Globals, args: &ReviseArgs) -> anyhow::Result<()> {
    let (key, chain) = (args.signer.member_key()?, globals.connect().await?);
    let version = args.content.seal(&chain, &key).await?;
    let call = calls::revise_data_set(args.data_set, &version);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Sharing", "DataSetRevised", "version");
        let text = match number {
            Some(number) => format!("data set {}: version {number} published", args.data_set),
            None => format!("data set {} revised", args.data_set),
        };
        published(Some(args.data_set.0.into()), number, &version, text)
    });
    Ok(())
}

fn published(
    data_set: Option<u64>,
    number: Option<u64>,
    version: &NewVersion,
    text: String,
) -> (Json, String) {
    let json = json!({
        "data_set": data_set, "version": number, "plain": version.plain, "plain_bytes": version.plain_bytes,
        "sealed": version.sealed, "sealed_bytes": version.sealed_bytes,
    });
    let text = format!(
        "{text}\ncontent  {} bytes, SHA-256 {}\nsealed   {} bytes, SHA-256 {}",
        version.plain_bytes, version.plain, version.sealed_bytes, version.sealed
    );
    (json, text)
}

/// Takes a data set out of the catalogue.
pub async fn withdraw(globals: &Globals, args: &WithdrawArgs) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let call = calls::withdraw_data_set(args.data_set, args.document.reason()?);
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let set = args.data_set;
        (
            json!({ "data_set": set }),
            format!("data set {set} withdrawn"),
        )
    });
    Ok(())
}

impl ContentArgs {
    /// Seals the file into the store: from then on it is on this machine's disk, whether it is published or not.
    async fn seal(&self, chain: &Chain, key: &MemberKey) -> anyhow::Result<NewVersion> {
        let acts_for = chain
            .acts_for(Account(key.account()), At::Finalised)
            .await?;
        let provider = acts_for.context("the key is no member's on this chain")?;
        let owner = Owner {
            genesis: chain.genesis(),
            institution: provider.institution,
        };
        // Before hours are spent on sealing: whether there is anybody to keep a share.
        let mut keepers = Vec::new();
        for agency in &self.escrow {
            keepers.push(recipient(chain, *agency).await?);
        }
        let store = Store::open(&self.store)?;
        store.claim(owner)?;
        let file = self.file.clone();
        let sealing = tokio::task::spawn_blocking(move || seal_file(&store, &file));
        let (sealed, key) = sealing.await.context("sealing ended in the middle")??;
        let escrow = match self.threshold {
            None => None,
            Some(threshold) => {
                let shares = split(&key, threshold, keepers.len())?;
                let sealer = Sealer {
                    genesis: chain.genesis(),
                };
                let purpose = Purpose::Escrow {
                    provider: owner.institution,
                    sealed: sealed.sealed,
                };
                let shares = keepers.iter().zip(&shares).map(|(keeper, share)| {
                    let agency = keeper.institution;
                    let sealed = sealer.seal(keeper, purpose, share)?;
                    Ok(EscrowShare { agency, sealed })
                });
                let shares: Vec<_> = shares.collect::<anyhow::Result<_>>()?;
                let shares = shares.try_into().context("too many agencies keep shares")?;
                Some(Escrow { threshold, shares })
            }
        };
        Ok(NewVersion {
            plain: sealed.plain,
            plain_bytes: sealed.plain_bytes,
            sealed: sealed.sealed,
            sealed_bytes: sealed.sealed_bytes,
            key_digest: key.digest(),
            schema: self.schema.clone(),
            location: self.location.clone(),
            escrow,
        })
    }
}

fn seal_file(store: &Store, file: &Path) -> anyhow::Result<(Sealed, ContentKey)> {
    let length = fs::metadata(file).map(|metadata| metadata.len());
    let bar = bytes_bar("sealing", length.unwrap_or_default())?;
    let source = content(file)?;
    let sealed = store.seal(bar.wrap_read(source))?;
    bar.finish_and_clear();
    Ok(sealed)
}

/// A bar over so many bytes, on standard error; nothing where no terminal is.
pub fn bytes_bar(what: &'static str, length: u64) -> anyhow::Result<ProgressBar> {
    let template = "{msg} {wide_bar} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left";
    let style = indicatif::ProgressStyle::with_template(template)?;
    Ok(ProgressBar::new(length)
        .with_style(style)
        .with_message(what))
}
