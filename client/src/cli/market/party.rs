//! For whom the signer trades.

use crate::{
    chain::{Account, At, Chain},
    keys::MemberKey,
};
use anyhow::Context;
use limpid_primitives::{quota::Holder, InstitutionId};

/// Whose quota is traded, where it is not the signer's own institution's.
#[derive(Clone, Debug, clap::Args)]
pub struct HolderArg {
    /// Whose quota it is: an institution's number, or reserve:130000 for a division's reserve, for which its agencies act.
    /// Without it the signer's own institution.
    #[arg(long, value_name = "HOLDER")]
    holder: Option<Holder>,
}

impl HolderArg {
    /// The holder named, or the signer's institution.
    pub async fn of(&self, chain: &Chain, key: &MemberKey) -> anyhow::Result<Holder> {
        match self.holder {
            Some(holder) => Ok(holder),
            None => Ok(Holder::Institution(institution(chain, key).await?)),
        }
    }
}

/// The institution the signer acts for.
pub async fn institution(chain: &Chain, key: &MemberKey) -> anyhow::Result<InstitutionId> {
    let member = chain
        .member(Account(key.account()), At::Finalised)
        .await?
        .context("the signer is no member of an institution; an administrator adds one with `limpid member add`")?;
    Ok(member.institution)
}
