//! Raw reads of the chain's state: values by key, maps by prefix, and proofs.

use super::{error::ChainError, header, params, At, Chain};
use blake2::{digest::consts::U16, Blake2b, Digest as _};
use codec::{Decode, DecodeAll, Encode};
use limpid_primitives::Digest;
use serde::Deserialize;
use std::{collections::HashSet, hash::Hasher};
use twox_hash::XxHash64;

/// Keys asked for in one question.
const PAGE_KEYS: usize = 512;
/// Entries of one map that are read at most.
const ENTRIES_MAX: usize = 1_000_000;

/// Bytes of the BLAKE2b that stands before a part of a key.
pub(super) const HASH_BYTES: usize = 16;

/// 128 bits of XxHash64 with the seeds 0 and 1: how the chain hashes names of pallets and storage items.
fn twox_128(text: &str) -> [u8; 16] {
    let mut hash = [0; 16];
    for (seed, half) in (0..).zip(hash.chunks_exact_mut(8)) {
        let mut hasher = XxHash64::with_seed(seed);
        hasher.write(text.as_bytes());
        half.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    hash
}

/// The key of a value, or the prefix of a map.
pub(super) fn prefix(pallet: &str, item: &str) -> Vec<u8> {
    [twox_128(pallet), twox_128(item)].concat()
}

/// The key of a map's entry, or of all entries that share the first parts of their keys.
pub(super) struct MapKey(Vec<u8>);

impl MapKey {
    /// All entries of a map.
    pub(super) fn of(pallet: &str, item: &str) -> MapKey {
        MapKey(prefix(pallet, item))
    }

    /// The next part of the key, as it stands.
    pub(super) fn identity(mut self, part: impl Encode) -> MapKey {
        part.encode_to(&mut self.0);
        self
    }

    /// The next part of the key, behind 128 bits of its BLAKE2b.
    pub(super) fn blake2(mut self, part: impl Encode) -> MapKey {
        let part = part.encode();
        self.0.extend(Blake2b::<U16>::digest(&part));
        self.0.extend(part);
        self
    }

    /// The key's bytes.
    pub(super) fn bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The last bytes of a storage key, behind the hash, as the type they encode.
fn key_tail<T: Decode>(key: &[u8], length: usize) -> Option<T> {
    let tail = key.get(key.len().checked_sub(length)?..)?;
    T::decode_all(&mut &*tail).ok()
}

fn decode<T: Decode>(bytes: &[u8]) -> Result<T, ChainError> {
    T::decode_all(&mut &*bytes).map_err(|error| ChainError::unexpected("a storage value", error))
}

#[derive(Deserialize)]
struct RpcReadProof {
    proof: Vec<String>,
}

#[derive(Deserialize)]
struct RpcChangeSet {
    changes: Vec<(String, Option<String>)>,
}

impl Chain {
    /// Trie nodes that prove these keys' values, or their absence, under the state root of block `at`.
    pub async fn read_proof(
        &self,
        keys: &[Vec<u8>],
        at: Digest,
    ) -> Result<Vec<Vec<u8>>, ChainError> {
        let mut nodes = Vec::new();
        let mut seen = HashSet::new();
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

    /// What a method of the runtime without arguments answers.
    pub(super) async fn runtime_api<T: Decode>(
        &self,
        method: &str,
        at: Digest,
    ) -> Result<T, ChainError> {
        self.runtime_api_of(method, (), at).await
    }

    /// What a method of the runtime answers to these arguments, several as a tuple.
    pub(super) async fn runtime_api_of<T: Decode>(
        &self,
        method: &str,
        arguments: impl Encode,
        at: Digest,
    ) -> Result<T, ChainError> {
        let arguments = header::text(&arguments.encode());
        let call = params![method, arguments, header::text(&at.0)];
        let answer: String = self.rpc().request("state_call", call).await?;
        decode(&header::bytes(&answer)?)
    }

    /// The bytes under a key.
    pub(super) async fn storage(
        &self,
        key: &[u8],
        at: Digest,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        let question = params![header::text(key), header::text(&at.0)];
        let value: Option<String> = self.rpc().request("state_getStorage", question).await?;
        value.as_deref().map(header::bytes).transpose()
    }

    /// The value under a key.
    pub(super) async fn read<T: Decode>(
        &self,
        key: Vec<u8>,
        at: At,
    ) -> Result<Option<T>, ChainError> {
        let at = self.resolve(at).await?;
        self.storage(&key, at)
            .await?
            .as_deref()
            .map(decode)
            .transpose()
    }

    /// The values under several keys, all of the same block, in the order asked.
    pub(super) async fn read_all<T: Decode>(
        &self,
        keys: &[Vec<u8>],
        at: At,
    ) -> Result<Vec<Option<T>>, ChainError> {
        let at = header::text(&self.resolve(at).await?.0);
        let mut values = Vec::with_capacity(keys.len());
        for page in keys.chunks(PAGE_KEYS) {
            let page: Vec<String> = page.iter().map(|key| header::text(key)).collect();
            let sets: Vec<RpcChangeSet> = self
                .rpc()
                .request("state_queryStorageAt", params![&page, &at])
                .await?;
            let changes: Vec<_> = sets.into_iter().flat_map(|set| set.changes).collect();
            let as_asked = changes.iter().map(|(key, _)| key).eq(page.iter());
            if !as_asked {
                let detail = "other keys than were asked for";
                return Err(ChainError::unexpected("state_queryStorageAt", detail));
            }
            for (_, value) in changes {
                let value = value.as_deref().map(header::bytes).transpose()?;
                values.push(value.as_deref().map(decode).transpose()?);
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
        self.entries_by(prefix, at, |key| key_tail(key, tail)).await
    }

    /// All entries of a map of one key, of whatever length, behind 128 bits of its BLAKE2b.
    pub(super) async fn hashed_entries<K: Decode, V: Decode>(
        &self,
        prefix: Vec<u8>,
        at: At,
    ) -> Result<Vec<(K, V)>, ChainError> {
        let skipped = prefix.len().saturating_add(HASH_BYTES);
        let of = |key: &[u8]| K::decode_all(&mut key.get(skipped..)?).ok();
        self.entries_by(prefix, at, of).await
    }

    /// All entries under `prefix`; `of` reads from a whole key which it is.
    pub(super) async fn entries_by<K, V: Decode>(
        &self,
        prefix: Vec<u8>,
        at: At,
        of: impl Fn(&[u8]) -> Option<K>,
    ) -> Result<Vec<(K, V)>, ChainError> {
        let at = self.resolve(at).await?;
        let keys = self.keys(&prefix, at).await?;
        let values = self.read_all(&keys, At::Block(at)).await?;
        keys.iter()
            .zip(values)
            .map(|(key, value)| {
                let key = of(key);
                let key = key.ok_or_else(|| ChainError::unexpected("a map's key", "its parts"))?;
                let value = value.ok_or_else(|| ChainError::unexpected("a map's value", "none"))?;
                Ok((key, value))
            })
            .collect()
    }

    async fn keys(&self, prefix: &[u8], at: Digest) -> Result<Vec<Vec<u8>>, ChainError> {
        let (prefix, at) = (header::text(prefix), header::text(&at.0));
        let mut keys = Vec::new();
        let mut start: Option<String> = None;
        loop {
            let question = params![&prefix, PAGE_KEYS, &start, &at];
            let page: Vec<String> = self.rpc().request("state_getKeysPaged", question).await?;
            for key in &page {
                keys.push(header::bytes(key)?);
            }
            if page.len() < PAGE_KEYS {
                return Ok(keys);
            }
            if keys.len() > ENTRIES_MAX {
                let detail = "more entries than this client reads";
                return Err(ChainError::unexpected("state_getKeysPaged", detail));
            }
            start = page.into_iter().next_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_evidence::verify::storage_keys;
    use limpid_primitives::{GatewayId, Outlet};

    #[test]
    fn names_are_hashed_as_the_verifier_has_them() {
        assert_eq!(prefix("Timestamp", "Now"), storage_keys::now());
    }

    #[test]
    fn keys_of_maps_are_those_the_verifier_has() {
        let gateway = GatewayId(7);
        let outlet: Outlet = "91130200699229617X001P/DA001".parse().unwrap();
        let anchor = MapKey::of("Anchors", "Anchors").blake2(gateway);
        assert_eq!(
            anchor.identity(3u64).bytes(),
            storage_keys::anchor(gateway, 3)
        );
        let binding = MapKey::of("Anchors", "Bindings").blake2(gateway);
        assert_eq!(
            binding.blake2(outlet).bytes(),
            storage_keys::bindings(gateway, outlet)
        );
    }
}
