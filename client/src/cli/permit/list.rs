//! `limpid permit list`.

use super::{show::state, time_text::TimeText};
use crate::{
    chain::{At, Chain},
    cli::{
        table::{table, Column},
        Globals,
    },
};
use limpid_primitives::{permit::PermitV1, DivisionCode, Institution, InstitutionId, PermitNumber};
use serde_json::json;
use std::collections::HashMap;

/// Prints the permits of a division, or all.
pub async fn list(globals: &Globals, division: Option<DivisionCode>) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let now_ms = chain.time_ms(at).await?;
    let mut permits = chain.permits(at).await?;
    permits.retain(|(_, permit)| division.is_none_or(|within| within.contains(permit.division)));
    let names = names(&chain, at).await?;
    let json: Vec<_> = permits
        .iter()
        .map(|(number, permit)| {
            let present = permit.present();
            json!({
                "number": number, "division": permit.division, "issuer": permit.issuer,
                "holder": permit.holder, "name": permit.holder.and_then(|id| names.get(&id)),
                "version": present.map(|present| present.version), "state": state(permit, now_ms),
                "valid_from_ms": present.map(|present| present.valid_from_ms),
                "valid_until_ms": present.map(|present| present.valid_until_ms),
            })
        })
        .collect();
    globals.print(&json.into(), || {
        if permits.is_empty() {
            return "no permits".to_owned();
        }
        let row = |(number, permit): &(PermitNumber, PermitV1)| {
            let present = permit.present();
            let holder = permit.holder.map(|id| match names.get(&id) {
                Some(name) => format!("{name} ({id})"),
                None => id.to_string(),
            });
            [
                number.to_string(),
                permit.division.to_string(),
                holder.unwrap_or_else(|| "without a credit code".to_owned()),
                present.map_or_else(String::new, |present| present.version.to_string()),
                state(permit, now_ms).to_owned(),
                present.map_or_else(String::new, |present| {
                    TimeText(present.valid_until_ms).to_string()
                }),
            ]
        };
        use Column::{Left, Right};
        let columns = [
            Left("number"),
            Left("division"),
            Left("holder"),
            Right("version"),
            Left("state"),
            Left("valid until"),
        ];
        table(columns, permits.iter().map(row))
    });
    Ok(())
}

/// The names of all institutions.
pub async fn names(chain: &Chain, at: At) -> anyhow::Result<HashMap<InstitutionId, String>> {
    let all = chain.institutions(at).await?.into_iter();
    let of = |(id, Institution::V1(institution))| (id, institution.name.to_string());
    Ok(all.map(of).collect())
}
