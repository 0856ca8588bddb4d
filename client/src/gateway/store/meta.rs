//! The store's own words: what it is, whose it is, and what it last knew of the chain.

use super::{Family, Store, StoreError, FORMAT};
use crate::gateway::bindings::Outlets;
use codec::{DecodeAll, Encode};
use limpid_primitives::{Digest, GatewayId};
use rocksdb::WriteBatch;

const FORMAT_KEY: &[u8] = b"format";
const GATEWAY_KEY: &[u8] = b"gateway";
const GENESIS_KEY: &[u8] = b"genesis";
const BINDINGS_KEY: &[u8] = b"bindings";

impl Store {
    /// The genesis hash of the chain this store's headers are signed for; `None` until a chain was met.
    pub fn genesis(&self) -> Result<Option<Digest>, StoreError> {
        self.meta(GENESIS_KEY)?
            .map(|bytes| fixed(&bytes).map(Digest))
            .transpose()
    }

    /// Notes the chain this store belongs to.
    pub fn put_genesis(&self, genesis: &Digest) -> Result<(), StoreError> {
        self.put_meta(GENESIS_KEY, &genesis.0)
    }

    /// The bindings as the chain last gave them; `None` if it never did.
    pub fn known_bindings(&self) -> Result<Option<Outlets>, StoreError> {
        self.meta(BINDINGS_KEY)?
            .map(|bytes| Outlets::decode_all(&mut bytes.as_slice()).map_err(|_| damaged()))
            .transpose()
    }

    /// Keeps the bindings, so that a gateway that starts without any node still knows its loggers.
    pub fn put_known_bindings(&self, bindings: &Outlets) -> Result<(), StoreError> {
        self.put_meta(BINDINGS_KEY, &bindings.encode())
    }

    pub(super) fn format(&self) -> Result<Option<u32>, StoreError> {
        self.meta(FORMAT_KEY)?
            .map(|bytes| fixed(&bytes).map(u32::from_be_bytes))
            .transpose()
    }

    pub(super) fn stored_gateway(&self) -> Result<Option<GatewayId>, StoreError> {
        self.meta(GATEWAY_KEY)?
            .map(|bytes| fixed(&bytes).map(|id| GatewayId(u32::from_be_bytes(id))))
            .transpose()
    }

    /// Marks a new store.
    pub(super) fn write_meta(&self) -> Result<(), StoreError> {
        let meta = self.family(Family::Meta)?;
        let mut batch = WriteBatch::default();
        batch.put_cf(meta, FORMAT_KEY, FORMAT.to_be_bytes());
        batch.put_cf(meta, GATEWAY_KEY, self.gateway.0.to_be_bytes());
        self.commit(batch)
    }

    fn meta(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.value(Family::Meta, key)
    }

    fn put_meta(&self, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        let mut batch = WriteBatch::default();
        batch.put_cf(self.family(Family::Meta)?, key, value);
        self.commit(batch)
    }
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| damaged())
}

fn damaged() -> StoreError {
    StoreError::Damaged("a word of `meta` cannot be read".into())
}
