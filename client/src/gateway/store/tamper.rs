//! Damage for tests: what somebody could do who can write to the store's files.

use super::database::{open_to_write, Family};
use std::path::Path;

/// Which part is damaged.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    Records,
    Identities,
    Batches,
    Spans,
    Receipts,
    Proofs,
}

/// One change to one part.
#[derive(Clone, Debug)]
pub struct Damage {
    part: Part,
    change: Change,
}

/// Makes of the closed store at `path` one that a release wrote that proved nothing.
pub fn without_proofs(path: &Path) {
    let mut database = open_to_write(path).expect("the store");
    database
        .drop_cf(Family::Proofs.name())
        .expect("the family is there");
}

#[derive(Clone, Debug)]
enum Change {
    Flip { key: Vec<u8>, place: usize },
    Remove { key: Vec<u8> },
    Swap { first: Vec<u8>, second: Vec<u8> },
    Copy { from: Vec<u8>, to: Vec<u8> },
}

impl Damage {
    /// Flips a bit of the byte at `place` of a value, or of its last byte.
    pub fn flip(part: Part, key: Vec<u8>, place: usize) -> Self {
        Self {
            part,
            change: Change::Flip { key, place },
        }
    }

    /// Removes an entry.
    pub fn remove(part: Part, key: Vec<u8>) -> Self {
        Self {
            part,
            change: Change::Remove { key },
        }
    }

    /// Swaps the values of two keys.
    pub fn swap(part: Part, first: Vec<u8>, second: Vec<u8>) -> Self {
        Self {
            part,
            change: Change::Swap { first, second },
        }
    }

    /// Copies a value to another key.
    pub fn copy(part: Part, from: Vec<u8>, to: Vec<u8>) -> Self {
        Self {
            part,
            change: Change::Copy { from, to },
        }
    }

    /// Does it to the closed store at `path`.
    pub fn inflict(&self, path: &Path) {
        let database = open_to_write(path).expect("the store");
        let family = match self.part {
            Part::Records => Family::Records,
            Part::Identities => Family::Identities,
            Part::Batches => Family::Batches,
            Part::Spans => Family::Spans,
            Part::Receipts => Family::Receipts,
            Part::Proofs => Family::Proofs,
        };
        let family = database.cf_handle(family.name()).expect("a family");
        let get = |key: &[u8]| {
            database
                .get_cf(family, key)
                .expect("a read")
                .expect("a value")
        };
        let put = |key: &[u8], value: &[u8]| database.put_cf(family, key, value).expect("a write");
        match &self.change {
            Change::Flip { key, place } => {
                let mut value = get(key);
                let place = (*place).min(value.len() - 1);
                value[place] ^= 1;
                put(key, &value);
            }
            Change::Remove { key } => {
                get(key);
                database.delete_cf(family, key).expect("a write");
            }
            Change::Swap { first, second } => {
                let (a, b) = (get(first), get(second));
                put(first, &b);
                put(second, &a);
            }
            Change::Copy { from, to } => put(to, &get(from)),
        }
    }
}
