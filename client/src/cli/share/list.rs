//! `limpid share requests` and `grants`.

use super::{
    find::{named, names},
    who::institution_of,
};
use crate::{
    chain::{At, Chain},
    cli::{
        signer::Signer,
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{
    sharing::{Openness, ReceiptV1, Side},
    InstitutionId,
};
use serde_json::json;

/// Whose list.
#[derive(Debug, clap::Args)]
struct Whose {
    /// The side on which your institution stands: provider, requester, or superior of both.
    #[arg(long = "as", value_name = "SIDE", default_value = "requester")]
    side: Side,
    /// Another institution than the one of the member who signs.
    #[arg(long, value_name = "ID")]
    institution: Option<InstitutionId>,
    #[command(flatten)]
    signer: Signer,
}

/// Which requests.
#[derive(Debug, clap::Args)]
pub struct RequestsArgs {
    #[command(flatten)]
    whose: Whose,
    /// Only those that wait for an answer.
    #[arg(long)]
    open: bool,
}

/// Which grants.
#[derive(Debug, clap::Args)]
pub struct GrantsArgs {
    #[command(flatten)]
    whose: Whose,
}

impl Whose {
    async fn institution(&self, chain: &Chain) -> anyhow::Result<InstitutionId> {
        match self.institution {
            Some(institution) => Ok(institution),
            None => institution_of(chain, &self.signer).await,
        }
    }
}

/// Prints requests.
pub async fn requests(globals: &Globals, args: &RequestsArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let institution = args.whose.institution(&chain).await?;
    let openness = match args.open {
        true => Openness::Open,
        false => Openness::Any,
    };
    let requests = chain
        .requests_of(institution, args.whose.side, openness, at)
        .await?;
    let names = names(&chain, at).await?;
    let json: Vec<_> = requests
        .iter()
        .map(|(id, request, standing)| {
            json!({ "request": id, "is": request, "standing": standing, "requester_name": names.get(&request.requester),
                    "provider_name": names.get(&request.provider) })
        })
        .collect();
    globals.print(&json.into(), || {
        if requests.is_empty() {
            return "no requests".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("request"),
            Right("data set"),
            Right("version"),
            Left("requester"),
            Left("provider"),
            Left("purpose"),
            Left("answer by"),
            Left("standing"),
        ];
        let rows = requests.iter().map(|(id, request, standing)| {
            [
                id.to_string(),
                request.new.data_set.to_string(),
                request.new.version.to_string(),
                named(request.requester, &names),
                named(request.provider, &names),
                request.new.purpose.to_string(),
                beijing(request.answer_by_ms),
                standing.to_string(),
            ]
        });
        table(columns, rows)
    });
    Ok(())
}

/// Prints grants.
pub async fn grants(globals: &Globals, args: &GrantsArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let institution = args.whose.institution(&chain).await?;
    let grants = chain.grants_of(institution, args.whose.side, at).await?;
    let names = names(&chain, at).await?;
    let mut receipts = Vec::new();
    for (id, ..) in &grants {
        receipts.push(chain.receipts(*id, at).await?);
    }
    let of_last = |receipts: &[ReceiptV1]| match receipts.last() {
        Some(receipt) => receipt.matches.to_string(),
        None => "none".to_owned(),
    };
    let json: Vec<_> = grants
        .iter()
        .zip(&receipts)
        .map(|((id, grant, standing), receipts)| {
            json!({ "grant": id, "is": grant, "standing": standing, "receipts": receipts,
                    "requester_name": names.get(&grant.requester), "provider_name": names.get(&grant.provider) })
        })
        .collect();
    globals.print(&json.into(), || {
        if grants.is_empty() {
            return "no grants".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("grant"),
            Right("data set"),
            Right("version"),
            Left("requester"),
            Left("provider"),
            Left("live until"),
            Left("standing"),
            Left("receipt"),
        ];
        let rows = grants
            .iter()
            .zip(&receipts)
            .map(|((id, grant, standing), receipts)| {
                [
                    id.to_string(),
                    grant.data_set.to_string(),
                    grant.version.to_string(),
                    named(grant.requester, &names),
                    named(grant.provider, &names),
                    beijing(grant.expires_ms),
                    standing.to_string(),
                    of_last(receipts),
                ]
            });
        table(columns, rows)
    });
    Ok(())
}
