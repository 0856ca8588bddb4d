//! `limpid share grant`, `refuse`, `revoke`, `renew`, `rewrap`: what a provider decides.

use super::{
    find::known,
    who::{known_grant, known_request, known_version, recipient},
};
use crate::{
    chain::{calls, Chain},
    cli::{
        decision::{Authority, Document},
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
    sealing::{Purpose, Sealer},
    share::store::Store,
    when::{beijing, parse_time_ms},
};
use limpid_primitives::{
    sharing::{DataSetId, GrantId, GrantScope, Onward, RequestId, SealedKey},
    InstitutionId,
};
use serde_json::json;
use std::path::PathBuf;

/// What is given, and for how long.
#[derive(Debug, clap::Args)]
pub struct GrantArgs {
    /// The request's number.
    request: RequestId,
    /// Your store, which has the content key.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// The grant is live up to this time; up to the end of the use that was asked for, if not given.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    expires: Option<u64>,
    /// Data of times before this one are not to be used.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    scope_from: Option<u64>,
    /// Nor data of this time or later ones.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    scope_until: Option<u64>,
    /// Whether the requester may hand the data on: forbidden, or own-division.
    #[arg(long, default_value = "forbidden")]
    onward: Onward,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Which request, and why not.
#[derive(Debug, clap::Args)]
pub struct RefuseArgs {
    /// The request's number.
    request: RequestId,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Which grant, and why.
#[derive(Debug, clap::Args)]
pub struct RevokeArgs {
    /// The grant's number.
    grant: GrantId,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Which grant, and up to when.
#[derive(Debug, clap::Args)]
pub struct RenewArgs {
    /// The grant's number.
    grant: GrantId,
    /// It is live up to this time.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    expires: u64,
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Which grant.
#[derive(Debug, clap::Args)]
pub struct RewrapArgs {
    /// The grant's number.
    grant: GrantId,
    /// Your store, which has the content key.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    #[command(flatten)]
    signer: Signer,
}

/// Grants a request.
pub async fn grant(globals: &Globals, args: &GrantArgs) -> anyhow::Result<()> {
    let (key, document) = (args.signer.member_key()?, args.document.reason()?);
    let chain = globals.connect().await?;
    let request = known_request(&chain, args.request).await?;
    let set = known(&chain, request.new.data_set).await?;
    let version = (request.new.data_set, request.new.version);
    let sealed = wrap(&chain, &args.store, version, request.requester).await?;
    let scope = GrantScope {
        from_ms: args.scope_from.unwrap_or(set.new.from_ms),
        until_ms: args.scope_until.unwrap_or(set.new.until_ms),
        onward: args.onward,
    };
    let expires_ms = args.expires.unwrap_or(request.new.use_until_ms);
    let call = calls::grant_request(args.request, scope, expires_ms, &sealed, document);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Sharing", "RequestGranted", "grant");
        let (request, until) = (args.request, beijing(expires_ms));
        let text = match number {
            Some(number) => {
                format!("request {request} granted: grant {number}, live until {until}")
            }
            None => format!("request {request} granted until {until}"),
        };
        let json = json!({ "request": request, "grant": number, "expires_ms": expires_ms, "scope": scope });
        (json, text)
    });
    Ok(())
}

/// Seals the content key of a version to an institution's present key.
async fn wrap(
    chain: &Chain,
    store: &std::path::Path,
    (data_set, number): (DataSetId, u32),
    to: InstitutionId,
) -> anyhow::Result<SealedKey> {
    let version = known_version(chain, data_set, number).await?.new;
    let content = Store::open(store)?.content_key(&version.sealed, &version.key_digest)?;
    let recipient = recipient(chain, to).await?;
    let sealer = Sealer {
        genesis: chain.genesis(),
    };
    let purpose = Purpose::Grant {
        data_set,
        version: number,
    };
    Ok(sealer.seal(&recipient, purpose, content.bytes())?)
}

/// Refuses a request.
pub async fn refuse(globals: &Globals, args: &RefuseArgs) -> anyhow::Result<()> {
    let (key, reason) = (args.signer.member_key()?, args.document.reason()?);
    let chain = globals.connect().await?;
    let call = calls::refuse_request(args.request, reason);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let request = args.request;
        let json = json!({ "request": request, "reason": reason });
        (json, format!("request {request} refused"))
    });
    Ok(())
}

/// Takes a grant back.
pub async fn revoke(globals: &Globals, args: &RevokeArgs) -> anyhow::Result<()> {
    let (key, reason) = (args.signer.member_key()?, args.document.reason()?);
    let chain = globals.connect().await?;
    let call = calls::revoke_grant(args.grant, reason);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let grant = args.grant;
        let json = json!({ "grant": grant, "reason": reason });
        (json, format!("grant {grant} revoked"))
    });
    Ok(())
}

/// Lets a grant live for longer.
pub async fn renew(globals: &Globals, args: &RenewArgs) -> anyhow::Result<()> {
    let (key, document) = (args.signer.member_key()?, args.document.reason()?);
    let chain = globals.connect().await?;
    let call = calls::renew_grant(args.grant, args.expires, document);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let grant = args.grant;
        let json = json!({ "grant": grant, "expires_ms": args.expires });
        (
            json,
            format!(
                "grant {grant} renewed: live until {}",
                beijing(args.expires)
            ),
        )
    });
    Ok(())
}

/// Seals a grant's content key to the requester's present key.
pub async fn rewrap(globals: &Globals, args: &RewrapArgs) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let grant = known_grant(&chain, args.grant).await?;
    let version = (grant.data_set, grant.version);
    let sealed = wrap(&chain, &args.store, version, grant.requester).await?;
    let call = calls::rewrap_grant(args.grant, &sealed);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let (grant, requester, number) = (args.grant, grant.requester, sealed.key);
        let json = json!({ "grant": grant, "key": number });
        let text = format!("grant {grant} is sealed to key {number} of institution {requester}");
        (json, text)
    });
    Ok(())
}
