//! The council of agencies, as pallet-collective stores it.

use super::{error::ChainError, storage::prefix, Account, At, Chain, Value};
use codec::Decode;
use limpid_primitives::Digest;

/// Votes of a motion.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Votes {
    /// The motion's number.
    pub index: u32,
    /// Ayes it needs.
    pub threshold: u32,
    /// Who voted for it.
    pub ayes: Vec<[u8; 32]>,
    /// Who voted against it.
    pub nays: Vec<[u8; 32]>,
    /// The block after which it can be closed without all votes.
    pub end: u32,
}

/// An open motion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// Hash of the proposed call.
    pub hash: Digest,
    /// The votes so far.
    pub votes: Votes,
    /// The proposed call.
    pub call: Value,
}

impl Chain {
    /// The council's members.
    pub async fn council(&self, at: At) -> Result<Vec<Account>, ChainError> {
        let members: Option<Vec<[u8; 32]>> = self.read(prefix("Council", "Members"), at).await?;
        Ok(members
            .unwrap_or_default()
            .into_iter()
            .map(Account)
            .collect())
    }

    /// Ayes that make a decision of the council: two thirds of its members, rounded up.
    pub async fn council_threshold(&self) -> Result<u32, ChainError> {
        let members = self.council(At::Finalised).await?.len();
        let thirds = members.saturating_mul(2).div_ceil(3);
        Ok(u32::try_from(thirds).unwrap_or(u32::MAX).max(1))
    }

    /// The SCALE bytes of the call a motion proposes.
    pub async fn motion_call(&self, motion: Digest, at: At) -> Result<Option<Vec<u8>>, ChainError> {
        let at = self.resolve(at).await?;
        self.storage(&motion_key(motion), at).await
    }

    /// The open motions.
    pub async fn motions(&self, at: At) -> Result<Vec<Motion>, ChainError> {
        let at = self.resolve(at).await?;
        let runtime = self.runtime(at).await?;
        let mut motions = Vec::new();
        for (hash, votes) in self
            .entries::<[u8; 32], Votes>(prefix("Council", "Voting"), 32, At::Block(at))
            .await?
        {
            let hash = Digest(hash);
            let Some(call) = self.storage(&motion_key(hash), at).await? else {
                continue;
            };
            let call = runtime
                .metadata
                .decode_storage("Council", "ProposalOf", &call)?;
            motions.push(Motion { hash, votes, call });
        }
        motions.sort_by_key(|motion| motion.votes.index);
        Ok(motions)
    }
}

/// `ProposalOf` and `Voting` are maps under `Identity`: the hash is the key.
fn motion_key(motion: Digest) -> Vec<u8> {
    let mut key = prefix("Council", "ProposalOf");
    key.extend(motion.0);
    key
}
