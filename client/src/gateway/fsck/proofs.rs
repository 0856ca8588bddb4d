//! What is to be proven on chain, against batches and receipts.

use super::{Fsck, FsckError, Place};
use crate::gateway::{
    prover::{Kind, Task},
    store::StoreError,
};

impl Fsck<'_> {
    pub(super) fn proofs(&mut self) -> Result<(), FsckError> {
        let last_receipt = self.store.last_receipt()?;
        self.looked_through(last_receipt)?;
        for kind in Kind::ALL {
            for item in self.store.open_tasks(kind)? {
                self.report.proofs = self.report.proofs.saturating_add(1);
                match item {
                    Ok(open) => self.open_task(&open.task, last_receipt)?,
                    Err(StoreError::Damaged(detail)) => {
                        self.differs(Place::STORE, "proof", detail);
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        self.refused_tasks()
    }

    /// What is not anchored was not looked through: it would never be.
    fn looked_through(&mut self, last_receipt: u64) -> Result<(), FsckError> {
        let looked_through = match self.store.looked_through() {
            Ok(looked_through) => looked_through,
            Err(StoreError::Damaged(detail)) => {
                self.differs(Place::STORE, "proof", detail);
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let sequence = match looked_through {
            0 => Some(0),
            arrival => self.store.sequence_of(arrival)?,
        };
        if sequence.is_none_or(|sequence| sequence > last_receipt) {
            let detail = format!("records up to {looked_through} were looked through for proofs, and they are not all anchored");
            self.differs(Place::STORE, "proof", detail);
        }
        Ok(())
    }

    fn open_task(&mut self, task: &Task, last_receipt: u64) -> Result<(), FsckError> {
        let Some(sequence) = task.sequence() else {
            return Ok(());
        };
        if sequence == 0 || sequence > last_receipt {
            let detail = format!("{task}: the batch is not anchored");
            self.differs(Place::batch(sequence), "proof", detail);
        }
        if let Task::Exceedance(task) = task {
            if self.store.sequence_of(task.arrival)? != Some(sequence) {
                let detail = "the record to be shown is in another batch";
                self.differs(Place::batch(sequence).record(task.arrival), "proof", detail);
            }
        }
        Ok(())
    }

    fn refused_tasks(&mut self) -> Result<(), FsckError> {
        let mut expected = None;
        for item in self.store.refused_tasks()? {
            self.report.proofs_refused = self.report.proofs_refused.saturating_add(1);
            let number = match item {
                Ok((number, _)) => number,
                Err(StoreError::Damaged(detail)) => {
                    self.differs(Place::STORE, "proof", detail);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            // Old ones are dropped, but only from the beginning.
            if expected.is_some_and(|expected| number != expected) {
                let detail = format!("refusal {number} of a proof does not follow the one before");
                self.differs(Place::STORE, "proof", detail);
            }
            expected = number.checked_add(1);
        }
        Ok(())
    }
}
