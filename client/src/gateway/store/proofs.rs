//! What is still to be proven on chain, how far the store was looked through for it, and what the chain refused for good.
//!
//! All of it follows from records and chain, and a lost line costs work only: proving twice changes nothing on chain. So, as
//! nowhere else in the store, lines are deleted here: a task when it is done, a refusal when many newer ones are there.

use super::{Family, Items, Store, StoreError};
use crate::gateway::prover::{Kind, Task};
use codec::{Decode, DecodeAll, Encode};
use limpid_primitives::Day;
use rocksdb::WriteBatch;

/// How many refusals are kept.
pub const REFUSED_KEPT_MAX: u64 = 1_000;

/// First bytes of keys, behind those of [`Kind::prefix`].
const CURSOR: [u8; 1] = [0x40];
const ABSENCES: [u8; 1] = [0x41];
const REFUSED: u8 = 0x80;

/// A task that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OpenTask {
    /// What is to be proven.
    pub task: Task,
    /// Not before this time, milliseconds since 1970 UTC.
    pub not_before_ms: u64,
    /// How often it was tried in vain.
    pub attempts: u32,
}

impl OpenTask {
    /// A task that was not tried yet.
    pub fn new(task: Task) -> Self {
        Self {
            task,
            not_before_ms: 0,
            attempts: 0,
        }
    }
}

/// A task that the chain refused for good.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RefusedTask {
    /// What was to be proven.
    pub task: Task,
    /// The error's name.
    pub reason: String,
    /// What it says.
    pub detail: String,
    /// The gateway's clock then.
    pub at_ms: u64,
}

/// What became of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The chain has it.
    Done,
    /// The chain has it, and now this is to be done.
    LeadsTo(Task),
    /// There is nothing to prove any more, and why.
    Void(String),
    /// It is tried again.
    Postponed {
        /// Not before this time, milliseconds since 1970 UTC.
        until_ms: u64,
        /// Why.
        why: String,
    },
    /// The chain refuses it for good, or it cannot be shown.
    Refused {
        /// The error's name.
        reason: String,
        /// What it says.
        detail: String,
    },
}

impl Store {
    /// The last arrival that was looked through for something to be proven; 0 before the first.
    pub fn looked_through(&self) -> Result<u64, StoreError> {
        let value = self.proof_value(&CURSOR)?;
        value.map_or(Ok(0), |value| decode(&value))
    }

    /// The last day that was looked through for absences.
    pub fn absences_through(&self) -> Result<Option<Day>, StoreError> {
        let value = self.proof_value(&ABSENCES)?;
        value.map(|value| decode(&value)).transpose()
    }

    /// Keeps what was found up to an arrival, in one step: nothing is forgotten, whenever the process ends.
    pub fn put_found(&self, tasks: &[Task], looked_through: u64) -> Result<(), StoreError> {
        self.put_tasks(tasks, (&CURSOR, looked_through.encode()))
    }

    /// Keeps the absences of all days up to one, in one step.
    pub fn put_absences(&self, tasks: &[Task], through: Day) -> Result<(), StoreError> {
        self.put_tasks(tasks, (&ABSENCES, through.encode()))
    }

    fn put_tasks(&self, tasks: &[Task], cursor: (&[u8], Vec<u8>)) -> Result<(), StoreError> {
        let family = self.family(Family::Proofs)?;
        let mut write = WriteBatch::default();
        for task in tasks {
            write.put_cf(family, task.key(), OpenTask::new(*task).encode());
        }
        write.put_cf(family, cursor.0, cursor.1);
        self.commit(write)
    }

    /// The tasks of a kind that wait, in the order of their keys.
    pub fn open_tasks(
        &self,
        kind: Kind,
    ) -> Result<impl Iterator<Item = Result<OpenTask, StoreError>> + '_, StoreError> {
        let items = self.proof_items(kind.prefix())?;
        Ok(items.map(|item| {
            let (key, value) = item?;
            let open: OpenTask = decode(&value)?;
            match *key == open.task.key()[..] {
                true => Ok(open),
                false => Err(damaged()),
            }
        }))
    }

    /// The tasks that were refused and are still kept, oldest first, by running number.
    pub fn refused_tasks(
        &self,
    ) -> Result<impl Iterator<Item = Result<(u64, RefusedTask), StoreError>> + '_, StoreError> {
        let items = self.proof_items(REFUSED)?;
        Ok(items.map(|item| {
            let (key, value) = item?;
            Ok((refused_number(&key)?, decode(&value)?))
        }))
    }

    /// How many tasks were ever refused.
    pub fn refused_tasks_count(&self) -> Result<u64, StoreError> {
        let Some(mut iterator) = self.proof_iterator()? else {
            return Ok(0);
        };
        // Nothing stands behind the refusals.
        iterator.seek_to_last();
        iterator.status()?;
        match iterator.key() {
            Some(key) if key.first() == Some(&REFUSED) => refused_number(key),
            _ => Ok(0),
        }
    }

    /// Writes what became of tasks.
    pub fn settle_tasks(
        &self,
        settled: &[(OpenTask, Settled)],
        now_ms: u64,
    ) -> Result<(), StoreError> {
        let family = self.family(Family::Proofs)?;
        let mut write = WriteBatch::default();
        let mut number = self.refused_tasks_count()?;
        for (open, settled) in settled {
            let key = open.task.key();
            match settled {
                Settled::Done | Settled::Void(_) => write.delete_cf(family, key),
                Settled::LeadsTo(task) => {
                    write.delete_cf(family, key);
                    write.put_cf(family, task.key(), OpenTask::new(*task).encode());
                }
                Settled::Postponed { until_ms, .. } => {
                    let open = OpenTask {
                        task: open.task,
                        not_before_ms: *until_ms,
                        attempts: open.attempts.saturating_add(1),
                    };
                    write.put_cf(family, key, open.encode());
                }
                Settled::Refused { reason, detail } => {
                    write.delete_cf(family, key);
                    let refused = RefusedTask {
                        task: open.task,
                        reason: reason.clone(),
                        detail: detail.clone(),
                        at_ms: now_ms,
                    };
                    number = number.saturating_add(1);
                    write.put_cf(family, refused_key(number), refused.encode());
                    if let Some(old) = number.checked_sub(REFUSED_KEPT_MAX) {
                        write.delete_cf(family, refused_key(old));
                    }
                }
            }
        }
        // A crash before this line means that what is done is found to be done, or is done once more.
        self.commit(write)
    }

    fn proof_value(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.has_proofs() {
            true => self.value(Family::Proofs, key),
            false => Ok(None),
        }
    }

    fn proof_iterator(&self) -> Result<Option<rocksdb::DBRawIterator<'_>>, StoreError> {
        match self.has_proofs() {
            true => Ok(Some(self.iterator(Family::Proofs)?)),
            false => Ok(None),
        }
    }

    /// Items whose keys begin with a byte.
    fn proof_items(
        &self,
        prefix: u8,
    ) -> Result<impl Iterator<Item = <Items<'_> as Iterator>::Item>, StoreError> {
        let items = match self.has_proofs() {
            true => Some(Items::from_key(self, Family::Proofs, &[prefix])?),
            false => None,
        };
        let of_prefix = move |item: &<Items<'_> as Iterator>::Item| match item {
            Ok((key, _)) => key.first() == Some(&prefix),
            Err(_) => true,
        };
        Ok(items.into_iter().flatten().take_while(of_prefix))
    }

    /// A store that an earlier release wrote, and that is only read, has none.
    fn has_proofs(&self) -> bool {
        self.database.cf_handle(Family::Proofs.name()).is_some()
    }
}

fn refused_key(number: u64) -> Vec<u8> {
    [&[REFUSED], &number.to_be_bytes()[..]].concat()
}

fn refused_number(key: &[u8]) -> Result<u64, StoreError> {
    let number = key.get(1..).unwrap_or_default();
    super::number(Family::Proofs, number)
}

fn decode<T: Decode>(mut value: &[u8]) -> Result<T, StoreError> {
    T::decode_all(&mut value).map_err(|_| damaged())
}

fn damaged() -> StoreError {
    StoreError::Damaged("a line of `proofs` cannot be read".into())
}
