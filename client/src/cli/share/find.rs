//! `limpid share find` and `show`: the catalogue.

use super::who::known_version;
use crate::{
    chain::{At, Chain},
    cli::{
        table::{table, Column},
        Globals,
    },
    when::{beijing, parse_time_ms},
};
use anyhow::Context;
use limpid_primitives::{
    sharing::{DataSetFilter, DataSetId, DataSetKind, DataSetV1, Subject},
    DivisionCode, Institution, InstitutionId, PermitNumber,
};
use serde_json::{json, Value as Json};
use std::collections::HashMap;

/// What is looked for.
#[derive(Debug, clap::Args)]
pub struct FindArgs {
    /// What it is: records, permit-archive, case-file or other.
    #[arg(long)]
    kind: Option<DataSetKind>,
    /// It speaks of this division, or of one in it.
    #[arg(long)]
    division: Option<DivisionCode>,
    /// It speaks of this permit, or of an outlet of it.
    #[arg(long)]
    permit: Option<PermitNumber>,
    /// It speaks of some time from this one on.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    from: Option<u64>,
    /// And before this one.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    until: Option<u64>,
}

/// Which data set.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The data set's number.
    data_set: DataSetId,
    /// This version instead of the newest.
    #[arg(long, value_name = "N")]
    version: Option<u32>,
}

/// Prints what fits.
pub async fn find(globals: &Globals, args: &FindArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let filter = DataSetFilter {
        kind: args.kind,
        division: args.division,
        permit: args.permit,
        from_ms: args.from.unwrap_or(DataSetFilter::ALL.from_ms),
        until_ms: args.until.unwrap_or(DataSetFilter::ALL.until_ms),
        ..DataSetFilter::ALL
    };
    let sets = chain.find_data_sets(filter, at).await?;
    let names = names(&chain, at).await?;
    let json: Vec<_> = sets
        .iter()
        .map(|(id, set)| as_json(*id, set, &names))
        .collect();
    globals.print(&json.into(), || {
        if sets.is_empty() {
            return "nothing in the catalogue fits".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("data set"),
            Left("kind"),
            Left("division"),
            Left("title"),
            Left("from"),
            Left("until"),
            Right("version"),
            Left("provider"),
        ];
        let rows = sets.iter().map(|(id, set)| {
            [
                id.to_string(),
                set.new.kind.to_string(),
                set.new.division.to_string(),
                set.new.title.to_string(),
                beijing(set.new.from_ms),
                beijing(set.new.until_ms),
                set.versions.to_string(),
                named(set.provider, &names),
            ]
        });
        table(columns, rows)
    });
    Ok(())
}

/// Prints a data set and one of its versions.
pub async fn show(globals: &Globals, args: &ShowArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let (id, set) = (args.data_set, known(&chain, args.data_set).await?);
    let number = args.version.unwrap_or(set.versions);
    let version = known_version(&chain, id, number).await?;
    let names = names(&chain, at).await?;
    let mut json = as_json(id, &set, &names);
    json["shown"] = json!({ "version": number, "is": version });
    globals.print(&json, || {
        let (new, of) = (&version.new, &set.new);
        let mut lines = vec![
            format!("data set {id}: {}", of.title),
            format!("kind        {} of {}", of.kind, of.division),
            format!(
                "period      {} to {}",
                beijing(of.from_ms),
                beijing(of.until_ms)
            ),
            format!("provider    {}", named(set.provider, &names)),
            format!(
                "version     {number} of {}, published {}",
                set.versions,
                beijing(version.at.time_ms)
            ),
            format!(
                "content     {} bytes, SHA-256 {}",
                new.plain_bytes, new.plain
            ),
            format!(
                "sealed      {} bytes, SHA-256 {}",
                new.sealed_bytes, new.sealed
            ),
            format!("layout      {}", new.schema),
            format!("served at   {}", new.location),
        ];
        match of.subject {
            Subject::None => {}
            Subject::Permit(permit) => lines.insert(2, format!("permit      {permit}")),
            Subject::Outlet(outlet) => lines.insert(2, format!("outlet      {outlet}")),
        }
        if let Some(escrow) = &new.escrow {
            let keepers = escrow
                .shares
                .iter()
                .map(|share| named(share.agency, &names));
            let keepers: Vec<_> = keepers.collect();
            lines.push(format!(
                "in escrow   {} of: {}",
                escrow.threshold,
                keepers.join(", ")
            ));
        }
        if let Some(withdrawn) = &set.withdrawn {
            lines.push(format!(
                "withdrawn   {}, by document {}",
                beijing(withdrawn.at.time_ms),
                withdrawn.reason
            ));
        }
        lines.join("\n")
    });
    Ok(())
}

/// A data set that is on chain.
pub async fn known(chain: &Chain, id: DataSetId) -> anyhow::Result<DataSetV1> {
    let set = chain.data_set(id, At::Finalised).await?;
    set.with_context(|| {
        format!("there is no data set {id}; `limpid share find` lists the catalogue")
    })
}

fn as_json(id: DataSetId, set: &DataSetV1, names: &HashMap<InstitutionId, String>) -> Json {
    json!({
        "data_set": id, "new": set.new, "provider": set.provider, "provider_name": names.get(&set.provider),
        "versions": set.versions, "published_ms": set.published.time_ms, "withdrawn": set.withdrawn,
    })
}

/// The names of all institutions.
pub async fn names(chain: &Chain, at: At) -> anyhow::Result<HashMap<InstitutionId, String>> {
    let all = chain.institutions(at).await?.into_iter();
    let of = |(id, Institution::V1(institution))| (id, institution.name.to_string());
    Ok(all.map(of).collect())
}

/// An institution with its name.
pub fn named(id: InstitutionId, names: &HashMap<InstitutionId, String>) -> String {
    match names.get(&id) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_string(),
    }
}
