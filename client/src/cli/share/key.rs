//! `limpid share key`: keys that others seal to.

use super::who::SealingKeys;
use crate::{
    chain::{calls, At},
    cli::{
        decision::Authority,
        finality::{number_in, submit_by, tell},
        signer::Signer,
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::InstitutionId;
use serde_json::json;

/// The keys that others seal to: X25519, in files as `limpid key generate` writes them.
#[derive(Debug, clap::Subcommand)]
pub enum KeyCommand {
    /// Register your institution's key, or another in its place. Keep the old file: earlier grants are sealed to it.
    Register {
        #[command(flatten)]
        key: SealingKeys,
        #[command(flatten)]
        signer: Signer,
    },
    /// Show the keys that an institution registered.
    Show {
        /// The institution's number.
        institution: InstitutionId,
    },
}

/// Carries out `limpid share key`.
pub async fn run(globals: &Globals, command: KeyCommand) -> anyhow::Result<()> {
    match command {
        KeyCommand::Register { key, signer } => register(globals, &key, &signer).await,
        KeyCommand::Show { institution } => show(globals, institution).await,
    }
}

async fn register(globals: &Globals, key: &SealingKeys, signer: &Signer) -> anyhow::Result<()> {
    let public = key.one()?.public();
    let member = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::register_key(public);
    let inclusion = submit_by(&chain, &member, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Sharing", "KeyRegistered", "key");
        let text = match number {
            Some(number) => format!("key {number} registered: {public}"),
            None => format!("key registered: {public}"),
        };
        (json!({ "key": number, "public": public }), text)
    });
    Ok(())
}

async fn show(globals: &Globals, institution: InstitutionId) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let keys = chain.sealing_keys(institution, At::Finalised).await?;
    let json: Vec<_> = keys
        .iter()
        .map(|(number, key)| {
            json!({
                "key": number, "public": key.public, "since_ms": key.since.time_ms,
                "until_ms": key.until.map(|until| until.time_ms),
            })
        })
        .collect();
    globals.print(&json.into(), || {
        if keys.is_empty() {
            return format!("institution {institution} has no key");
        }
        use Column::{Left, Right};
        let columns = [
            Right("key"),
            Left("public key"),
            Left("since"),
            Left("until"),
        ];
        let rows = keys.iter().map(|(number, key)| {
            let until = key.until.map(|until| beijing(until.time_ms));
            [
                number.to_string(),
                key.public.to_string(),
                beijing(key.since.time_ms),
                until.unwrap_or_else(|| "present".to_owned()),
            ]
        });
        table(columns, rows)
    });
    Ok(())
}
