//! Holders by their names.

use crate::{
    chain::{At, Chain},
    cli::permit::names,
};
use limpid_primitives::{quota::Holder, InstitutionId};
use std::collections::HashMap;

/// The names of institutions, where they are known.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<InstitutionId, String>);

impl Names {
    /// Of all institutions on chain.
    pub async fn read(chain: &Chain, at: At) -> anyhow::Result<Names> {
        Ok(Names(names(chain, at).await?))
    }

    /// Of these.
    pub fn of(names: impl IntoIterator<Item = (InstitutionId, String)>) -> Names {
        Names(names.into_iter().collect())
    }

    /// `唐山钢铁 (3)`.
    pub fn institution(&self, id: InstitutionId) -> String {
        match self.0.get(&id) {
            Some(name) => format!("{name} ({id})"),
            None => format!("institution {id}"),
        }
    }

    /// An institution as above, or `reserve:130000`.
    pub fn holder(&self, holder: &Holder) -> String {
        match holder {
            Holder::Institution(id) => self.institution(*id),
            Holder::Reserve(_) => holder.to_string(),
        }
    }
}
