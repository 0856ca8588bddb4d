//! Batches: chain of headers, signatures, membership, roots.

use super::{Fsck, FsckError, Place};
use crate::gateway::store::{StoreError, Stored, StoredBatch};
use ed25519_dalek::{Signature, VerifyingKey};
use limpid_evidence::{BatchHeader, Leaf, MerkleTree, SignedHeader};
use limpid_primitives::Digest;
use std::{collections::HashMap, iter::Peekable};

/// How far the chain of headers was followed.
struct Followed {
    sequence: u64,
    hash: Digest,
    last_arrival: u64,
}

impl Fsck<'_> {
    pub(super) fn batches_and_records(&mut self) -> Result<(), FsckError> {
        let store = self.store;
        let mut records = store.records_from(0)?.peekable();
        let mut followed = Followed {
            sequence: 0,
            hash: Digest::ZERO,
            last_arrival: 0,
        };
        for item in store.batches(0)? {
            match item {
                Ok((sequence, batch)) => {
                    self.batch(sequence, &batch, &mut records, &mut followed)?
                }
                Err(StoreError::Damaged(detail)) => self.differs(Place::STORE, "batch", detail),
                Err(error) => return Err(error.into()),
            }
        }
        let mut expected = followed.last_arrival.saturating_add(1);
        for item in records {
            let (arrival, bytes) = item?;
            for missing in expected..arrival {
                self.missing_record(Place::STORE, missing);
            }
            expected = arrival.saturating_add(1);
            self.record(Place::STORE, arrival, &bytes)?;
            self.report.unbatched = self.report.unbatched.saturating_add(1);
        }
        Ok(())
    }

    fn batch(
        &mut self,
        sequence: u64,
        batch: &StoredBatch,
        records: &mut Peekable<impl Iterator<Item = Stored>>,
        followed: &mut Followed,
    ) -> Result<(), FsckError> {
        let place = Place::batch(sequence);
        self.report.batches = self.report.batches.saturating_add(1);
        let expected = followed.sequence.saturating_add(1);
        if sequence != expected {
            let detail = format!("after batch {} comes {sequence}", followed.sequence);
            self.differs(place, "missing-batch", detail);
        }
        self.header(sequence, batch, followed);
        self.membership(sequence, batch, followed)?;
        let mut leaves = HashMap::with_capacity(batch.arrivals.len());
        let last = batch.span().map_or(0, |(_, last)| last);
        while let Some(item) = records.next_if(|item| match item {
            Ok((arrival, _)) => *arrival <= last,
            Err(_) => true,
        }) {
            let (arrival, bytes) = item?;
            if let Some(leaf) = self.record(place, arrival, &bytes)? {
                leaves.insert(arrival, leaf);
            }
        }
        self.leaves(place, batch, &leaves);
        followed.sequence = sequence;
        followed.last_arrival = last;
        Ok(())
    }

    fn header(&mut self, sequence: u64, batch: &StoredBatch, followed: &mut Followed) {
        let place = Place::batch(sequence);
        let header = batch.signed_header.header;
        if header.sequence != sequence {
            self.differs(
                place,
                "sequence",
                format!("its header says {}", header.sequence),
            );
        }
        if header.gateway != self.store.gateway() {
            self.differs(
                place,
                "gateway",
                format!("its header says {}", header.gateway),
            );
        }
        if header.previous != followed.hash {
            let detail = format!(
                "is {}, the header before has {}",
                header.previous, followed.hash
            );
            self.differs(place, "previous", detail);
        }
        let Some(genesis) = self.genesis else {
            let detail = "the store does not say for which chain it signed";
            return self.differs(place, "genesis", detail);
        };
        followed.hash = header.hash(&genesis);
        if !is_signed(batch, &genesis) {
            let signer = hex::encode(batch.signer);
            let detail = format!("does not fit the header and the key {signer}");
            self.differs(place, "signature", detail);
        }
    }

    /// A batch takes the arrivals that follow those of the batch before, and all of them.
    fn membership(
        &mut self,
        sequence: u64,
        batch: &StoredBatch,
        followed: &Followed,
    ) -> Result<(), FsckError> {
        let place = Place::batch(sequence);
        let mut arrivals = batch.arrivals.clone();
        arrivals.sort_unstable();
        let first = followed.last_arrival.saturating_add(1);
        let consecutive = (first..)
            .zip(&arrivals)
            .all(|(expected, arrival)| expected == *arrival);
        if !consecutive {
            let detail = format!("its arrivals are not consecutive from {first} on");
            self.differs(place, "membership", detail);
        }
        for arrival in arrivals.first().into_iter().chain(arrivals.last()) {
            if self.store.sequence_of(*arrival)? != Some(sequence) {
                self.differs(
                    place.record(*arrival),
                    "span",
                    "the batch of this record is not found",
                );
            }
        }
        Ok(())
    }

    fn leaves(&mut self, place: Place, batch: &StoredBatch, found: &HashMap<u64, Leaf>) {
        let records = batch.signed_header.header.records;
        if records as usize != batch.arrivals.len() {
            let detail = format!("the header says {records}, it has {}", batch.arrivals.len());
            self.differs(place, "records", detail);
        }
        let mut leaves = Vec::with_capacity(batch.arrivals.len());
        for arrival in &batch.arrivals {
            match found.get(arrival) {
                Some(leaf) => leaves.push(*leaf),
                None => self.missing_record(place, *arrival),
            }
        }
        if leaves.len() == batch.arrivals.len() {
            self.sums(place, &batch.signed_header.header, &leaves);
        }
    }

    /// What the header says of its records as a whole.
    fn sums(&mut self, place: Place, header: &BatchHeader, leaves: &[Leaf]) {
        if !leaves.is_sorted_by(|a, b| a.key < b.key) {
            self.differs(
                place,
                "order",
                "its records are not in the order of their keys",
            );
        }
        let observed = || leaves.iter().map(|leaf| leaf.key.observed_ms);
        let (from_ms, until_ms) = (header.observed_from_ms, header.observed_until_ms);
        if (observed().min(), observed().max()) != (Some(from_ms), Some(until_ms)) {
            let detail = format!("the header says {from_ms} to {until_ms} ms");
            self.differs(place, "observed", detail);
        }
        let root = MerkleTree::from_leaves(leaves.iter().map(Leaf::hash).collect()).root();
        if root != header.root {
            let detail = format!(
                "the stored records give {root}, the header says {}",
                header.root
            );
            self.differs(place, "root", detail);
        }
    }

    fn missing_record(&mut self, place: Place, arrival: u64) {
        self.differs(
            place.record(arrival),
            "missing-record",
            "there is no record with this arrival",
        );
    }
}

fn is_signed(batch: &StoredBatch, genesis: &Digest) -> bool {
    let SignedHeader { header, signature } = batch.signed_header;
    let signature = Signature::from_bytes(&signature);
    VerifyingKey::from_bytes(&batch.signer)
        .and_then(|key| key.verify_strict(&header.signing_bytes(genesis), &signature))
        .is_ok()
}
