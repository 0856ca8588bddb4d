//! `limpid share recognise`, `unrecognise`, `recognitions`: permit archives of other provinces (电子档案互认).

use super::find::known;
use crate::{
    chain::{calls, At},
    cli::{
        decision::{Authority, Document},
        finality::{submit_by, tell},
        signer::Signer,
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{sharing::DataSetId, DivisionCode};
use serde_json::json;

/// Which archive, where, and by which decision.
#[derive(Debug, clap::Args)]
pub struct RecogniseArgs {
    /// The division that recognises: yours, or one in it.
    division: DivisionCode,
    /// The archive's data set.
    archive: DataSetId,
    /// This version instead of the newest.
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Which archive, where, and why no longer.
#[derive(Debug, clap::Args)]
pub struct UnrecogniseArgs {
    /// The division that recognised it.
    division: DivisionCode,
    /// The archive's data set.
    archive: DataSetId,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Which division.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// The division.
    pub division: DivisionCode,
}

/// Recognises an archive.
pub async fn recognise(globals: &Globals, args: &RecogniseArgs) -> anyhow::Result<()> {
    let (key, document) = (args.signer.member_key()?, args.document.reason()?);
    let chain = globals.connect().await?;
    let version = match args.version {
        Some(version) => version,
        None => known(&chain, args.archive).await?.versions,
    };
    let call = calls::recognise_archive(args.division, args.archive, version, document);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let (division, archive) = (args.division, args.archive);
        let json = json!({ "division": division, "archive": archive, "version": version });
        (
            json,
            format!("{division} recognises version {version} of archive {archive}"),
        )
    });
    Ok(())
}

/// Takes a recognition back.
pub async fn unrecognise(globals: &Globals, args: &UnrecogniseArgs) -> anyhow::Result<()> {
    let (key, document) = (args.signer.member_key()?, args.document.reason()?);
    let chain = globals.connect().await?;
    let call = calls::withdraw_recognition(args.division, args.archive, document);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let (division, archive) = (args.division, args.archive);
        let json = json!({ "division": division, "archive": archive });
        (
            json,
            format!("{division} recognises archive {archive} no more"),
        )
    });
    Ok(())
}

/// Prints what a division recognises.
pub async fn list(globals: &Globals, division: DivisionCode) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let recognitions = chain.recognitions(division, At::Finalised).await?;
    let json: Vec<_> = recognitions
        .iter()
        .map(|(archive, recognition)| json!({ "archive": archive, "is": recognition }))
        .collect();
    globals.print(&json.into(), || {
        if recognitions.is_empty() {
            return format!("{division} recognises no archive");
        }
        use Column::{Left, Right};
        let columns = [
            Right("archive"),
            Right("version"),
            Left("since"),
            Left("withdrawn"),
        ];
        let rows = recognitions.iter().map(|(archive, recognition)| {
            let withdrawn = recognition
                .withdrawn
                .map(|withdrawn| beijing(withdrawn.at.time_ms));
            [
                archive.to_string(),
                recognition.version.to_string(),
                beijing(recognition.at.time_ms),
                withdrawn.unwrap_or_else(|| "no".to_owned()),
            ]
        });
        table(columns, rows)
    });
    Ok(())
}
