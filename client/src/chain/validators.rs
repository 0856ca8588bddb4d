//! Validators: who they are, with which keys, and since when, as the pallets `validators` and `session` store it.

use super::{error::ChainError, header, params, storage::prefix, Account, At, Chain};
use codec::{Decode, DecodeAll, Encode};
use limpid_primitives::Moment;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The keys a validator works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SessionKeys {
    /// Authors blocks (sr25519).
    pub aura: [u8; 32],
    /// Votes on finality (Ed25519).
    pub grandpa: [u8; 32],
}

/// Where an account stands in the set of validators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It validates, and goes on.
    Active,
    /// It validates from the next session on.
    Queued,
    /// The council approved it; it is not queued yet, or has no keys.
    Approved,
    /// It validates, and not much longer.
    Leaving,
}

/// A validator's vote for two histories, as it was proven on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Decode)]
pub struct Offence {
    /// The session it was committed in.
    pub session: u32,
    /// When it was reported.
    pub reported: Moment,
}

/// An offence in the version it was stored in.
#[derive(Decode)]
enum StoredOffence {
    #[codec(index = 1)]
    V1(Offence),
}

/// One validator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validator {
    /// Its account.
    pub account: Account,
    /// Where it stands.
    pub standing: Standing,
    /// The keys it validates with now.
    pub keys: Option<SessionKeys>,
    /// The keys it set last, which are in force two session ends later.
    pub keys_next: Option<SessionKeys>,
    /// The last block it authored.
    pub last_authored: Option<u32>,
}

/// The validators at one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validators {
    /// The block's height.
    pub block: u32,
    /// The session's number.
    pub session: u32,
    /// Blocks of a session.
    pub session_blocks: u32,
    /// How many there are at least.
    pub minimum: u32,
    /// The number of the set that finalises.
    pub set_id: u64,
    /// Every account that is or will be one.
    pub all: Vec<Validator>,
    /// Every account that offended and was not approved again, whether it validates still or not.
    pub offenders: Vec<(Account, Offence)>,
}

impl Validators {
    /// The block that ends the session which stands after block `number`.
    pub fn session_end(&self, number: u32) -> u32 {
        let sessions = number
            .checked_div(self.session_blocks)
            .unwrap_or(number)
            .saturating_add(1);
        sessions.saturating_mul(self.session_blocks.max(1))
    }

    /// The first block at which keys set in block `number` validate: they are queued at the first end of a session after
    /// it, and in force from the block after the second.
    pub fn keys_in_force_from(&self, number: u32) -> u32 {
        self.session_end(self.session_end(number)).saturating_add(1)
    }

    /// The account's entry.
    pub fn of(&self, account: Account) -> Option<&Validator> {
        self.all
            .iter()
            .find(|validator| validator.account == account)
    }
}

/// Accounts by what the chain says of them.
struct Sets {
    active: Vec<[u8; 32]>,
    queued: Vec<([u8; 32], SessionKeys)>,
    approved: Vec<[u8; 32]>,
}

impl Sets {
    fn standing(&self, account: [u8; 32]) -> Standing {
        let is_active = self.active.contains(&account);
        let is_queued = self.queued.iter().any(|(queued, _)| *queued == account);
        let is_approved = self.approved.contains(&account);
        match (is_active, is_queued, is_approved) {
            (true, true, true) => Standing::Active,
            (false, true, true) => Standing::Queued,
            (false, false, _) => Standing::Approved,
            _ => Standing::Leaving,
        }
    }

    fn accounts(&self) -> BTreeSet<[u8; 32]> {
        let queued = self.queued.iter().map(|(account, _)| account);
        let all = self.active.iter().chain(queued).chain(&self.approved);
        all.copied().collect()
    }
}

/// Keys a node has made and keeps, with the proof that it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedKeys {
    /// The public keys.
    pub keys: SessionKeys,
    /// A signature of each over the owner's account.
    pub proof: Vec<u8>,
}

#[derive(Deserialize)]
struct RpcGeneratedKeys {
    keys: String,
    proof: String,
}

impl Chain {
    /// Every validator at a block.
    pub async fn validators(&self, at: At) -> Result<Validators, ChainError> {
        let head = self.header(self.resolve(at).await?).await?;
        let at = At::Block(head.hash());
        let sets = Sets {
            active: self.list("Session", "Validators", at).await?,
            queued: self.list("Session", "QueuedKeys", at).await?,
            approved: self.list("Validators", "Approved", at).await?,
        };
        let (set_id, voters) = self.authorities(at).await?;
        let authors: Vec<[u8; 32]> = self.runtime_api("AuraApi_authorities", head.hash()).await?;
        // Both lists are in the order of the session's validators.
        let pairs = authors.into_iter().zip(voters);
        let keys = pairs.map(|(aura, (grandpa, _))| SessionKeys { aura, grandpa });
        let keys: HashMap<[u8; 32], SessionKeys> = sets.active.iter().copied().zip(keys).collect();
        let next: HashMap<[u8; 32], SessionKeys> =
            self.by_account("Session", "NextKeys", at).await?;
        let authored: HashMap<[u8; 32], u32> =
            self.by_account("Validators", "LastAuthored", at).await?;
        let offenders: BTreeMap<[u8; 32], StoredOffence> =
            self.by_account("Validators", "Offenders", at).await?;
        let validator = |account: [u8; 32]| Validator {
            account: Account(account),
            standing: sets.standing(account),
            keys: keys.get(&account).copied(),
            keys_next: next.get(&account).copied(),
            last_authored: authored.get(&account).copied(),
        };
        let offenders = offenders
            .into_iter()
            .map(|(account, StoredOffence::V1(offence))| (Account(account), offence));
        Ok(Validators {
            block: head.number,
            session: self.number("Session", "CurrentIndex", at).await?,
            session_blocks: self.number("Validators", "SessionBlocks", at).await?,
            minimum: self.number("Validators", "Minimum", at).await?,
            set_id,
            all: sets.accounts().into_iter().map(validator).collect(),
            offenders: offenders.collect(),
        })
    }

    async fn list<T: Decode>(
        &self,
        pallet: &str,
        item: &str,
        at: At,
    ) -> Result<Vec<T>, ChainError> {
        let list = self.read(prefix(pallet, item), at).await?;
        Ok(list.unwrap_or_default())
    }

    async fn number(&self, pallet: &str, item: &str, at: At) -> Result<u32, ChainError> {
        let number = self.read(prefix(pallet, item), at).await?;
        Ok(number.unwrap_or_default())
    }

    async fn by_account<V: Decode, M: FromIterator<([u8; 32], V)>>(
        &self,
        pallet: &str,
        item: &str,
        at: At,
    ) -> Result<M, ChainError> {
        let entries = self.entries(prefix(pallet, item), 32, at).await?;
        Ok(entries.into_iter().collect())
    }

    /// Has the node make new session keys for `owner`, which stay in its keystore.
    pub async fn rotate_keys(&self, owner: Account) -> Result<GeneratedKeys, ChainError> {
        const METHOD: &str = "author_rotateKeysWithOwner";
        let answer: RpcGeneratedKeys = self
            .rpc()
            .request(METHOD, params![header::text(&owner.0)])
            .await?;
        let keys = header::bytes(&answer.keys)?;
        Ok(GeneratedKeys {
            keys: SessionKeys::decode_all(&mut keys.as_slice())
                .map_err(|error| ChainError::unexpected(METHOD, error))?,
            proof: header::bytes(&answer.proof)?,
        })
    }

    /// Whether the node's keystore has these keys.
    pub async fn has_session_keys(&self, keys: SessionKeys) -> Result<bool, ChainError> {
        self.rpc()
            .request(
                "author_hasSessionKeys",
                params![header::text(&keys.encode())],
            )
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validators(session_blocks: u32) -> Validators {
        Validators {
            block: 0,
            session: 0,
            session_blocks,
            minimum: 4,
            set_id: 0,
            all: vec![],
            offenders: vec![],
        }
    }

    #[test]
    fn keys_work_after_the_second_end_of_a_session() {
        let validators = validators(200);
        // Set in block 150: queued by block 200, in force by block 400, which the old keys still author.
        assert_eq!(validators.session_end(150), 200);
        assert_eq!(validators.keys_in_force_from(150), 401);
        assert_eq!(validators.keys_in_force_from(199), 401);
        // The block that ends a session carries no transaction; what is asked at it belongs to the next.
        assert_eq!(validators.session_end(200), 400);
        assert_eq!(validators.keys_in_force_from(200), 601);
    }

    #[test]
    fn a_chain_without_sessions_does_not_stop_the_client() {
        assert_eq!(validators(0).session_end(7), 8);
    }

    #[test]
    fn standing_follows_from_the_three_lists() {
        let keys = SessionKeys {
            aura: [0; 32],
            grandpa: [0; 32],
        };
        let sets = Sets {
            active: vec![[1; 32], [2; 32], [3; 32]],
            queued: vec![([1; 32], keys), ([4; 32], keys), ([3; 32], keys)],
            approved: vec![[1; 32], [4; 32], [5; 32]],
        };
        let standings = sets.accounts().into_iter().map(|id| sets.standing(id));
        assert_eq!(
            standings.collect::<Vec<_>>(),
            [
                Standing::Active,
                Standing::Leaving,
                Standing::Leaving,
                Standing::Queued,
                Standing::Approved
            ]
        );
    }
}
