//! What the chain says of a request at its finalised head.

use crate::chain::{Account, At, Chain, ChainError};
use futures::future::BoxFuture;
use limpid_primitives::{
    sharing::{GrantId, GrantV1, VersionV1},
    Digest, Institution, InstitutionId, InstitutionStatus,
};

/// The finalised block that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its height.
    pub number: u32,
    /// Its hash.
    pub hash: Digest,
    /// Its time, by which grants end.
    pub time_ms: u64,
}

/// The institution an account acts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActsFor {
    /// The institution.
    pub institution: InstitutionId,
    /// Whether it may act.
    pub is_active: bool,
}

/// What is known of an account and a grant, all of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// That block.
    pub head: Head,
    /// For whom the account acts; `None` if it is no member's.
    pub acts_for: Option<ActsFor>,
    /// The grant, and the version it is of.
    pub grant: Option<(GrantV1, VersionV1)>,
}

/// The chain, as a server asks it.
pub trait Ledger: Send + Sync {
    /// What tells the chain from others.
    fn genesis(&self) -> Digest;

    /// What stands at the newest finalised block.
    fn standing(
        &self,
        account: Account,
        grant: GrantId,
    ) -> BoxFuture<'_, Result<Standing, ChainError>>;
}

impl Ledger for Chain {
    fn genesis(&self) -> Digest {
        Chain::genesis(self)
    }

    fn standing(
        &self,
        account: Account,
        grant: GrantId,
    ) -> BoxFuture<'_, Result<Standing, ChainError>> {
        Box::pin(async move {
            let block = self.finalised().await?;
            let at = At::Block(block.hash);
            let head = Head {
                number: block.number,
                hash: block.hash,
                time_ms: self.time_ms(at).await?,
            };
            let grant = match self.grant(grant, at).await? {
                Some(grant) => {
                    let version = self.data_set_version(grant.data_set, grant.version, at);
                    version.await?.map(|version| (grant, version))
                }
                None => None,
            };
            Ok(Standing {
                head,
                acts_for: self.acts_for(account, at).await?,
                grant,
            })
        })
    }
}

impl Chain {
    /// The institution an account acts for.
    pub async fn acts_for(&self, account: Account, at: At) -> Result<Option<ActsFor>, ChainError> {
        let Some(member) = self.member(account, at).await? else {
            return Ok(None);
        };
        let institution = self.institution(member.institution, at).await?;
        Ok(institution.map(|Institution::V1(institution)| ActsFor {
            institution: member.institution,
            is_active: institution.status == InstitutionStatus::Active,
        }))
    }
}
