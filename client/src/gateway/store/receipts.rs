//! Receipts: what finality said of each batch.

use super::{number, Family, Items, Store, StoreError};
use codec::{Decode, DecodeAll, Encode};
use limpid_primitives::Digest;
use rocksdb::WriteBatch;

/// A batch is anchored in a finalised block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Receipt {
    /// The batch.
    pub sequence: u64,
    /// Number of the block that took the anchor.
    pub block_number: u32,
    /// Hash of that block.
    pub block_hash: Digest,
    /// The gateway's clock when it saw the block finalised.
    pub finalised_at_ms: u64,
}

impl Store {
    /// The receipt of a batch, once it is final.
    pub fn receipt(&self, sequence: u64) -> Result<Option<Receipt>, StoreError> {
        self.value(Family::Receipts, &sequence.to_be_bytes())?
            .map(|bytes| read(sequence, &bytes))
            .transpose()
    }

    /// All receipts, by sequence.
    pub fn receipts(
        &self,
    ) -> Result<impl Iterator<Item = Result<(u64, Receipt), StoreError>> + '_, StoreError> {
        let items = Items::from_key(self, Family::Receipts, &[])?;
        Ok(items.map(|item| {
            let (key, value) = item?;
            let sequence = number(Family::Receipts, &key)?;
            Ok((sequence, read(sequence, &value)?))
        }))
    }

    /// The last batch with a receipt; 0 if there is none.
    pub fn last_receipt(&self) -> Result<u64, StoreError> {
        self.last_number(Family::Receipts)
    }

    /// Keeps receipts. After this call the batches count as anchored and are never sent again.
    pub fn put_receipts(&self, receipts: &[Receipt]) -> Result<(), StoreError> {
        let family = self.family(Family::Receipts)?;
        let mut batch = WriteBatch::default();
        for receipt in receipts {
            batch.put_cf(family, receipt.sequence.to_be_bytes(), receipt.encode());
        }
        self.commit(batch)
    }
}

fn read(sequence: u64, mut bytes: &[u8]) -> Result<Receipt, StoreError> {
    Receipt::decode_all(&mut bytes)
        .map_err(|_| StoreError::Damaged(format!("receipt {sequence} cannot be read")))
}
