//! Batches and receipts against the anchors.

use super::{Fsck, FsckError, Place};
use crate::gateway::{
    ledger::{Ledger, LedgerError},
    store::StoredBatch,
};
use limpid_evidence::chain::{Anchor, AnchorV1, GatewayKey, Head};
use limpid_primitives::Digest;
use std::collections::HashMap;

/// Anchors read at a time.
const PAGE_MAX: u64 = 256;

impl Fsck<'_> {
    pub(super) async fn compare(
        &mut self,
        ledger: &dyn Ledger,
        head: Head,
    ) -> Result<(), FsckError> {
        let genesis = ledger.genesis().await?;
        if self.genesis.is_some_and(|stored| stored != genesis) {
            let detail = format!("the nodes serve another chain, {genesis}");
            self.differs(Place::STORE, "genesis", detail);
            return Ok(());
        }
        let id = self.store.gateway();
        let keys = ledger.gateway_keys(id).await?;
        let keys: HashMap<_, _> = keys
            .into_iter()
            .map(|(index, GatewayKey::V1(key))| (index, key.public))
            .collect();
        self.not_behind(self.store.last_receipt()?, ledger).await?;
        let anchored = head.next_sequence.saturating_sub(1);
        self.head(anchored, &head.last_hash, &genesis)?;
        let last = self.store.last_sequence()?;
        let compared = anchored.min(last);
        let mut next = 1;
        while next <= compared {
            let until = compared.min(next.saturating_add(PAGE_MAX - 1));
            let sequences: Vec<u64> = (next..=until).collect();
            let anchors = ledger.anchors(id, sequences.clone()).await?;
            for (sequence, anchor) in sequences.into_iter().zip(anchors) {
                self.anchor(sequence, anchor, &keys, ledger).await?;
            }
            next = until.saturating_add(1);
        }
        self.report.anchors = Some(compared);
        Ok(())
    }

    /// A node that has not seen what was final before can tell nothing about it.
    async fn not_behind(&self, sequence: u64, ledger: &dyn Ledger) -> Result<(), FsckError> {
        let head = ledger.head(self.store.gateway()).await?;
        let anchored = head.next_sequence.saturating_sub(1);
        if anchored < sequence {
            let behind = format!("the node's finalised state has {anchored} batches, {sequence} were final before: it is behind, try again later");
            return Err(LedgerError::Later(behind).into());
        }
        Ok(())
    }

    fn head(&mut self, anchored: u64, hash: &Digest, genesis: &Digest) -> Result<(), FsckError> {
        let last = self.store.last_sequence()?;
        if anchored > last {
            let detail = format!("the chain has batches up to {anchored}, the store up to {last}");
            self.differs(Place::batch(anchored), "missing-batch", detail);
            return Ok(());
        }
        let stored = self.store.batch(anchored)?;
        let stored = stored.map_or(Digest::ZERO, |batch| {
            batch.signed_header.header.hash(genesis)
        });
        if stored != *hash {
            let detail = format!("the chain's last header is {hash}, the store has {stored}");
            self.differs(Place::batch(anchored), "head", detail);
        }
        Ok(())
    }

    async fn anchor(
        &mut self,
        sequence: u64,
        anchor: Option<Anchor>,
        keys: &HashMap<u32, [u8; 32]>,
        ledger: &dyn Ledger,
    ) -> Result<(), FsckError> {
        let place = Place::batch(sequence);
        let Some(Anchor::V1(anchor)) = anchor else {
            self.not_behind(sequence, ledger).await?;
            self.differs(
                place,
                "anchor",
                "the chain has none, though it has later ones",
            );
            return Ok(());
        };
        // A batch that cannot be read was reported when the store was looked at.
        if let Ok(Some(batch)) = self.store.batch(sequence) {
            self.header_on_chain(place, &batch, &anchor, keys);
        }
        // A receipt may still be due: the gateway writes it after it has seen the block final.
        if let Ok(Some(receipt)) = self.store.receipt(sequence) {
            let hash = ledger.block_hash(receipt.block_number).await?;
            if receipt.block_number != anchor.at.block || hash != Some(receipt.block_hash) {
                let detail = format!(
                    "names block {} ({}), the anchor stands in block {}",
                    receipt.block_number, receipt.block_hash, anchor.at.block
                );
                self.differs(place, "receipt", detail);
            }
        }
        Ok(())
    }

    fn header_on_chain(
        &mut self,
        place: Place,
        batch: &StoredBatch,
        anchor: &AnchorV1,
        keys: &HashMap<u32, [u8; 32]>,
    ) {
        if batch.signed_header.header != anchor.header {
            let detail = format!("the anchor's header has root {}", anchor.header.root);
            self.differs(place, "anchor", detail);
        }
        if keys.get(&anchor.key_index) != Some(&batch.signer) {
            let detail = format!(
                "signed with {}, which is not the gateway's key {} on chain",
                hex::encode(batch.signer),
                anchor.key_index
            );
            self.differs(place, "key", detail);
        }
    }
}
