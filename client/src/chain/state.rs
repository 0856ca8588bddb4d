//! Typed reads of the chain's state, and proofs of it.

use super::{error::ChainError, header, params, Account, Chain};
use blake2::{digest::consts::U16, Blake2b, Digest as _};
use codec::{Decode, DecodeAll, Encode};
use limpid_evidence::chain::{Anchor, Binding, Gateway, GatewayKey, Head};
use limpid_primitives::{Digest, Duties, GatewayId, Institution, InstitutionId, Moment, Outlet};
use serde::Deserialize;
use std::hash::Hasher;
use twox_hash::XxHash64;

/// Keys asked for in one question.
const PAGE_KEYS: usize = 512;
/// Entries of one map that are read at most.
const ENTRIES_MAX: usize = 1_000_000;

/// The block whose state is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The newest finalised block.
    Finalised,
    /// The block of this hash.
    Block(Digest),
}

/// A member, as the chain stores it under its account.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Member {
    /// The first version.
    #[codec(index = 1)]
    V1(MemberV1),
}

/// First version of [`Member`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MemberV1 {
    /// The institution the account acts for.
    pub institution: InstitutionId,
    /// What it may do there.
    pub duties: Duties,
    /// Since when.
    pub since: Moment,
}

/// 128 bits of XxHash64 with the seeds 0 and 1: how the chain hashes names of pallets and storage items.
fn twox_128(text: &str) -> [u8; 16] {
    let mut hash = [0; 16];
    for (seed, half) in hash.chunks_exact_mut(8).enumerate() {
        let mut hasher = XxHash64::with_seed(seed as u64);
        hasher.write(text.as_bytes());
        half.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    hash
}

/// The key of a value, or the prefix of a map.
pub(super) fn plain_key(pallet: &str, item: &str) -> Vec<u8> {
    [twox_128(pallet), twox_128(item)].concat()
}

/// A map's key part under `Blake2_128Concat`.
fn blake2_128_concat(part: &impl Encode) -> Vec<u8> {
    let part = part.encode();
    let mut key = Blake2b::<U16>::digest(&part).to_vec();
    key.extend(part);
    key
}

fn map_key(pallet: &str, item: &str, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut key = plain_key(pallet, item);
    key.extend(parts.concat());
    key
}

/// The last bytes of a storage key, behind the hash, as the type they encode.
fn key_tail<T: Decode>(key: &[u8], length: usize) -> Option<T> {
    let tail = key.get(key.len().checked_sub(length)?..)?;
    T::decode_all(&mut &*tail).ok()
}

impl Chain {
    /// The hash `at` stands for.
    pub async fn resolve(&self, at: At) -> Result<Digest, ChainError> {
        match at {
            At::Finalised => self.finalised().await.map(|head| head.hash),
            At::Block(hash) => Ok(hash),
        }
    }

    /// A gateway's registration.
    pub async fn gateway(&self, id: GatewayId, at: At) -> Result<Option<Gateway>, ChainError> {
        self.read(
            map_key("Anchors", "Gateways", &[blake2_128_concat(&id)]),
            at,
        )
        .await
    }

    /// Every key a gateway has had, by index.
    pub async fn gateway_keys(
        &self,
        id: GatewayId,
        at: At,
    ) -> Result<Vec<(u32, GatewayKey)>, ChainError> {
        let prefix = map_key("Anchors", "GatewayKeys", &[blake2_128_concat(&id)]);
        let mut keys: Vec<(u32, GatewayKey)> = self.entries(prefix, 4, at).await?;
        keys.sort_by_key(|(index, _)| *index);
        Ok(keys)
    }

    /// The outlets bound to a gateway, each with all its periods.
    pub async fn bindings(
        &self,
        id: GatewayId,
        at: At,
    ) -> Result<Vec<(Outlet, Vec<Binding>)>, ChainError> {
        let prefix = map_key("Anchors", "Bindings", &[blake2_128_concat(&id)]);
        let mut bindings: Vec<(Outlet, Vec<Binding>)> = self.entries(prefix, 27, at).await?;
        bindings.sort_by_key(|(outlet, _)| *outlet);
        Ok(bindings)
    }

    /// Where a gateway's chain of batches ends: the next sequence number and the last header's hash.
    pub async fn head(&self, id: GatewayId, at: At) -> Result<Option<Head>, ChainError> {
        self.read(map_key("Anchors", "Heads", &[blake2_128_concat(&id)]), at)
            .await
    }

    /// An anchored batch.
    pub async fn anchor(
        &self,
        id: GatewayId,
        sequence: u64,
        at: At,
    ) -> Result<Option<Anchor>, ChainError> {
        let key = map_key(
            "Anchors",
            "Anchors",
            &[blake2_128_concat(&id), sequence.encode()],
        );
        self.read(key, at).await
    }

    /// Several anchored batches, in the order asked.
    pub async fn anchors(
        &self,
        id: GatewayId,
        sequences: &[u64],
        at: At,
    ) -> Result<Vec<Option<Anchor>>, ChainError> {
        let part = blake2_128_concat(&id);
        let keys: Vec<_> = sequences
            .iter()
            .map(|sequence| map_key("Anchors", "Anchors", &[part.clone(), sequence.encode()]))
            .collect();
        let values = self.values(&keys, at).await?;
        values
            .iter()
            .map(|value| value.as_deref().map(decode).transpose())
            .collect()
    }

    /// An institution.
    pub async fn institution(
        &self,
        id: InstitutionId,
        at: At,
    ) -> Result<Option<Institution>, ChainError> {
        self.read(
            map_key("Institutions", "Institutions", &[blake2_128_concat(&id)]),
            at,
        )
        .await
    }

    /// Every institution.
    pub async fn institutions(
        &self,
        at: At,
    ) -> Result<Vec<(InstitutionId, Institution)>, ChainError> {
        let mut all: Vec<(InstitutionId, Institution)> = self
            .entries(plain_key("Institutions", "Institutions"), 4, at)
            .await?;
        all.sort_by_key(|(id, _)| *id);
        Ok(all)
    }

    /// Every member of every institution.
    pub async fn members(&self, at: At) -> Result<Vec<(Account, Member)>, ChainError> {
        let all: Vec<([u8; 32], Member)> = self
            .entries(plain_key("Institutions", "Members"), 32, at)
            .await?;
        Ok(all
            .into_iter()
            .map(|(account, member)| (Account(account), member))
            .collect())
    }

    /// Every registered gateway.
    pub async fn gateways(&self, at: At) -> Result<Vec<(GatewayId, Gateway)>, ChainError> {
        let mut all: Vec<(GatewayId, Gateway)> = self
            .entries(plain_key("Anchors", "Gateways"), 4, at)
            .await?;
        all.sort_by_key(|(id, _)| *id);
        Ok(all)
    }

    /// The chain's time: that of the block's author, in milliseconds.
    pub async fn time_ms(&self, at: At) -> Result<u64, ChainError> {
        let now = self.read(plain_key("Timestamp", "Now"), at).await?;
        now.ok_or_else(|| ChainError::unexpected("Timestamp.Now", "none"))
    }

    /// The authority set that finalises the blocks after `at`, with its set id.
    pub async fn authorities(&self, at: At) -> Result<(u64, Vec<([u8; 32], u64)>), ChainError> {
        let at = self.resolve(at).await?;
        let set_id = self.runtime_api("GrandpaApi_current_set_id", at).await?;
        Ok((
            set_id,
            self.runtime_api("GrandpaApi_grandpa_authorities", at)
                .await?,
        ))
    }

    /// What a method of the runtime without arguments answers.
    async fn runtime_api<T: Decode>(&self, method: &str, at: Digest) -> Result<T, ChainError> {
        let call = params![method, "0x", header::text(&at.0)];
        let answer: String = self.rpc().request("state_call", call).await?;
        decode(&header::bytes(&answer)?)
    }

    /// A value that is not part of a map.
    pub(super) async fn plain<T: Decode>(
        &self,
        pallet: &str,
        item: &str,
        at: At,
    ) -> Result<Option<T>, ChainError> {
        self.read(plain_key(pallet, item), at).await
    }

    /// Trie nodes that prove these keys' values, or their absence, under the state root of block `at`.
    pub async fn read_proof(
        &self,
        keys: &[Vec<u8>],
        at: Digest,
    ) -> Result<Vec<Vec<u8>>, ChainError> {
        let mut nodes = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for page in keys.chunks(PAGE_KEYS) {
            let page: Vec<String> = page.iter().map(|key| header::text(key)).collect();
            let proof: RpcReadProof = self
                .rpc()
                .request("state_getReadProof", params![page, header::text(&at.0)])
                .await?;
            for node in &proof.proof {
                let node = header::bytes(node)?;
                // Two pages share the nodes near the root; a verifier refuses a node that comes twice.
                if seen.insert(header::blake2_256(&node)) {
                    nodes.push(node);
                }
            }
        }
        Ok(nodes)
    }

    async fn read<T: Decode>(&self, key: Vec<u8>, at: At) -> Result<Option<T>, ChainError> {
        let at = self.resolve(at).await?;
        self.storage(&key, at)
            .await?
            .as_deref()
            .map(decode)
            .transpose()
    }

    pub(super) async fn storage(
        &self,
        key: &[u8],
        at: Digest,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        let value: Option<String> = self
            .rpc()
            .request(
                "state_getStorage",
                params![header::text(key), header::text(&at.0)],
            )
            .await?;
        value.as_deref().map(header::bytes).transpose()
    }

    /// The values of these keys, all of the same block.
    async fn values(&self, keys: &[Vec<u8>], at: At) -> Result<Vec<Option<Vec<u8>>>, ChainError> {
        let at = header::text(&self.resolve(at).await?.0);
        let mut values = Vec::with_capacity(keys.len());
        for page in keys.chunks(PAGE_KEYS) {
            let page: Vec<String> = page.iter().map(|key| header::text(key)).collect();
            let sets: Vec<RpcChangeSet> = self
                .rpc()
                .request("state_queryStorageAt", params![&page, &at])
                .await?;
            let changes = sets
                .into_iter()
                .flat_map(|set| set.changes)
                .collect::<Vec<_>>();
            if changes.len() != page.len()
                || changes
                    .iter()
                    .zip(&page)
                    .any(|((key, _), asked)| key != asked)
            {
                return Err(ChainError::unexpected(
                    "state_queryStorageAt",
                    "other keys than were asked for",
                ));
            }
            for (_, value) in changes {
                values.push(value.as_deref().map(header::bytes).transpose()?);
            }
        }
        Ok(values)
    }

    /// All entries under `prefix` whose keys end in `tail` bytes that say which.
    pub(super) async fn entries<K: Decode, V: Decode>(
        &self,
        prefix: Vec<u8>,
        tail: usize,
        at: At,
    ) -> Result<Vec<(K, V)>, ChainError> {
        let at = At::Block(self.resolve(at).await?);
        let keys = self.keys(&prefix, at).await?;
        let values = self.values(&keys, at).await?;
        keys.iter()
            .zip(values)
            .map(|(key, value)| {
                let key = key_tail(key, tail)
                    .ok_or_else(|| ChainError::unexpected("a map's key", "its end"))?;
                let value = value.ok_or_else(|| ChainError::unexpected("a map's value", "none"))?;
                Ok((key, decode(&value)?))
            })
            .collect()
    }

    async fn keys(&self, prefix: &[u8], at: At) -> Result<Vec<Vec<u8>>, ChainError> {
        let (prefix, at) = (
            header::text(prefix),
            header::text(&self.resolve(at).await?.0),
        );
        let mut keys = Vec::new();
        let mut start: Option<String> = None;
        loop {
            let page: Vec<String> = self
                .rpc()
                .request(
                    "state_getKeysPaged",
                    params![&prefix, PAGE_KEYS, &start, &at],
                )
                .await?;
            for key in &page {
                keys.push(header::bytes(key)?);
            }
            if page.len() < PAGE_KEYS {
                return Ok(keys);
            }
            if keys.len() > ENTRIES_MAX {
                return Err(ChainError::unexpected(
                    "state_getKeysPaged",
                    "more entries than this client reads",
                ));
            }
            start = page.into_iter().last();
        }
    }
}

#[derive(Deserialize)]
struct RpcReadProof {
    proof: Vec<String>,
}

#[derive(Deserialize)]
struct RpcChangeSet {
    changes: Vec<(String, Option<String>)>,
}

fn decode<T: Decode>(bytes: &[u8]) -> Result<T, ChainError> {
    T::decode_all(&mut &*bytes).map_err(|error| ChainError::unexpected("a storage value", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_the_chain_lies_where_every_substrate_chain_keeps_it() {
        assert_eq!(
            hex::encode(plain_key("Timestamp", "Now")),
            "f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"
        );
    }
}
