//! Reading records: by arrival, by identity, by outlet and period.

use super::{number, Family, Items, Store, StoreError};
use limpid_evidence::{Record, RecordKey};
use limpid_primitives::{Digest, Outlet};

/// A record as it is stored: its arrival and its bytes.
pub type Stored = Result<(u64, Box<[u8]>), StoreError>;

impl Store {
    /// The last arrival given out; 0 if there is none.
    pub fn last_arrival(&self) -> Result<u64, StoreError> {
        self.last_number(Family::Records)
    }

    /// A record's bytes as they are stored.
    pub fn record_bytes(&self, arrival: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.value(Family::Records, &arrival.to_be_bytes())
    }

    /// A record.
    pub fn record(&self, arrival: u64) -> Result<Option<Record>, StoreError> {
        self.record_bytes(arrival)?
            .map(|bytes| read_record(arrival, &bytes))
            .transpose()
    }

    /// The bytes of all records from arrival `first` on, by arrival.
    pub fn records_from(
        &self,
        first: u64,
    ) -> Result<impl Iterator<Item = Stored> + '_, StoreError> {
        let items = Items::from_key(self, Family::Records, &first.to_be_bytes())?;
        Ok(items.map(|item| {
            let (key, value) = item?;
            Ok((number(Family::Records, &key)?, value))
        }))
    }

    /// The record with an identity.
    pub fn arrival_of(&self, identity: &Digest) -> Result<Option<u64>, StoreError> {
        let family = self.family(Family::Identities)?;
        match self.database.get_pinned_cf(family, identity)? {
            Some(arrival) => Ok(Some(number(Family::Identities, &arrival)?)),
            None => Ok(None),
        }
    }

    /// The records of an outlet observed in `[from_ms, until_ms)`, in the order of their keys, with the batch of each.
    pub fn records_of(
        &self,
        outlet: &Outlet,
        from_ms: u64,
        until_ms: u64,
    ) -> Result<Vec<(RecordKey, Option<u64>)>, StoreError> {
        let (low, high) = (
            RecordKey::lowest(*outlet, from_ms),
            RecordKey::lowest(*outlet, until_ms),
        );
        let mut found = Vec::new();
        for item in self.keys_from(&low.to_bytes())? {
            let key = item?;
            if key >= high {
                break;
            }
            found.push((key, self.sequence_of(key.arrival)?));
        }
        Ok(found)
    }

    /// All keys from `first` on, in their order.
    pub fn keys_from(
        &self,
        first: &[u8],
    ) -> Result<impl Iterator<Item = Result<RecordKey, StoreError>> + '_, StoreError> {
        let items = Items::from_key(self, Family::Index, first)?;
        Ok(items.map(|item| {
            let (key, _) = item?;
            <[u8; RecordKey::LENGTH]>::try_from(&*key)
                .ok()
                .and_then(|key| RecordKey::try_from(key).ok())
                .ok_or_else(|| StoreError::Damaged("the index has a key that is none".into()))
        }))
    }
}

impl Store {
    /// Whether a record is found by its key.
    pub fn has_key(&self, key: &RecordKey) -> Result<bool, StoreError> {
        let family = self.family(Family::Index)?;
        Ok(self
            .database
            .get_pinned_cf(family, key.to_bytes())?
            .is_some())
    }

    /// How many keys the index has.
    pub fn count_keys(&self) -> Result<u64, StoreError> {
        self.count(Family::Index)
    }

    /// How many identities are known.
    pub fn count_identities(&self) -> Result<u64, StoreError> {
        self.count(Family::Identities)
    }

    fn count(&self, family: Family) -> Result<u64, StoreError> {
        let mut count: u64 = 0;
        for item in Items::from_key(self, family, &[])? {
            item?;
            count = count.saturating_add(1);
        }
        Ok(count)
    }
}

/// A record from its stored bytes.
pub fn read_record(arrival: u64, bytes: &[u8]) -> Result<Record, StoreError> {
    Record::from_bytes(bytes)
        .map_err(|error| StoreError::Damaged(format!("record {arrival} cannot be read: {error}")))
}
