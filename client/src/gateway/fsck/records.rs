//! Records, receipts and refusals, one by one.

use super::{Fsck, FsckError, Place};
use crate::gateway::{
    judge::{file_identity, frame_identity},
    store::StoreError,
};
use limpid_evidence::{sha256, Leaf, Payload, Record};
use limpid_hj212::Frame;
use limpid_primitives::{Digest, Mn};

/// Progress is told after this many records.
const PROGRESS_RECORDS: u64 = 1_024;

impl Fsck<'_> {
    /// The leaf of a record's stored bytes; `None` if they are no record.
    pub(super) fn record(
        &mut self,
        place: Place,
        arrival: u64,
        bytes: &[u8],
    ) -> Result<Option<Leaf>, FsckError> {
        let place = place.record(arrival);
        self.report.records = self.report.records.saturating_add(1);
        if self.report.records.is_multiple_of(PROGRESS_RECORDS) {
            (self.progress)(self.report.records);
        }
        let record = match Record::from_bytes(bytes) {
            Ok(record) => record,
            Err(error) => {
                self.differs(place, "record", error);
                return Ok(None);
            }
        };
        if record.key.arrival != arrival {
            self.differs(
                place,
                "arrival",
                format!("its key says {}", record.key.arrival),
            );
        }
        match self.identity(place, &record) {
            Some(identity) if self.store.arrival_of(&identity)? != Some(arrival) => {
                self.differs(place, "identity", "a resent frame would not be recognised");
            }
            _ => {}
        }
        if !self.store.has_key(&record.key)? {
            self.differs(place, "index", "the record is not found by its key");
        }
        Ok(Some(Leaf {
            key: record.key,
            digest: sha256(bytes),
        }))
    }

    /// The identity of a record whose key says what its payload says.
    fn identity(&mut self, place: Place, record: &Record) -> Option<Digest> {
        let key = &record.key;
        let (mn, bytes) = match &record.payload {
            Payload::File(file) => return Some(file_identity(&key.outlet, key.observed_ms, file)),
            Payload::Frame { mn, bytes } => (mn, bytes),
        };
        let frame = match Frame::parse(bytes) {
            Ok(frame) => frame,
            Err(error) => {
                self.differs(place, "frame", error.code());
                return None;
            }
        };
        let says = (
            frame.mn().parse::<Mn>().ok(),
            frame.cn(),
            frame.observed_ms().unwrap_or(record.received_ms),
        );
        if says != (Some(*mn), key.kind, key.observed_ms) {
            self.differs(place, "key", "MN, CN or time are not those of the frame");
        }
        Some(frame_identity(&frame))
    }

    /// The index and the identities have as many entries as there are records: with each record's found, none is foreign.
    pub(super) fn counts(&mut self) -> Result<(), FsckError> {
        let records = self.report.records;
        let counts = [
            ("index", self.store.count_keys()?),
            ("identity", self.store.count_identities()?),
        ];
        for (what, count) in counts {
            if count != records {
                let detail = format!("{count} entries for {records} records");
                self.differs(Place::STORE, what, detail);
            }
        }
        Ok(())
    }

    pub(super) fn receipts(&mut self) -> Result<(), FsckError> {
        let last_sequence = self.store.last_sequence()?;
        let mut expected = 1;
        for item in self.store.receipts()? {
            self.report.receipts = self.report.receipts.saturating_add(1);
            let (sequence, receipt) = match item {
                Ok(item) => item,
                Err(StoreError::Damaged(detail)) => {
                    self.differs(Place::STORE, "receipt", detail);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            if sequence != expected || receipt.sequence != sequence {
                let detail = format!("receipt {expected} was expected here");
                self.differs(Place::batch(sequence), "receipt", detail);
            }
            if sequence > last_sequence {
                self.differs(Place::batch(sequence), "receipt", "there is no such batch");
            }
            expected = sequence.saturating_add(1);
        }
        Ok(())
    }

    pub(super) fn refusals(&mut self) -> Result<(), FsckError> {
        let mut expected = 1;
        for item in self.store.refusals()? {
            self.report.refusals = self.report.refusals.saturating_add(1);
            let (number, refusal) = match item {
                Ok(item) => item,
                Err(StoreError::Damaged(detail)) => {
                    self.differs(Place::STORE, "refusal", detail);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            if number != expected {
                let detail = format!("after refusal {} comes {number}", expected - 1);
                self.differs(Place::STORE, "refusal", detail);
            }
            if !refusal.bytes.is_empty() && sha256(&refusal.bytes) != refusal.digest {
                let detail = format!("the bytes of refusal {number} have changed");
                self.differs(Place::STORE, "refusal", detail);
            }
            expected = number.saturating_add(1);
        }
        Ok(())
    }
}
