//! Proving a day by its frames: the one thing here that happens thousands of times a day.

use crate::{
    conflicts::conflict_of,
    frames::{day_readings, frame_of},
    pallet::{Config, Error, Event},
    terms::Counted,
    totals::{judge, tagged, Totals, Verdict},
    types::{DayReading, RunSize},
    Pallet, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure, weights::Weight};
use limpid_evidence::{DayProof, ProvenRecord};
use limpid_primitives::{
    emissions::{Computed, ConflictV1, DayValidity, EmissionRulesV1, ProofPlace, POLLUTANTS_MAX},
    Moment,
};
use sp_runtime::{DispatchError, DispatchResult};

/// What all proofs of one call share.
struct Call {
    now: Moment,
    rules: EmissionRulesV1,
}

/// What the records of one proof are judged by.
struct Judged<'a, T> {
    proof: &'a DayProof,
    totals: Totals<T>,
    counted: Counted,
    /// What valid data are worth on this day.
    worth: fn(DayValidity) -> DayValidity,
    conflicts: Vec<ConflictV1>,
    changed: Changed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Changed {
    No,
    Yes,
}

impl<T: Config> Pallet<T> {
    /// Checks and writes proof by proof: two of one call may be of the same day. The call runs in a storage layer of its own,
    /// so that a refused proof takes back those before it.
    pub(crate) fn do_prove_days(proofs: &[DayProof]) -> DispatchResultWithPostInfo {
        ensure!(!proofs.is_empty(), Error::<T>::NoProofs);
        let call = Call {
            now: Self::now(),
            rules: Self::rules(),
        };
        let mut effort = Effort::default();
        for (index, proof) in (0u16..).zip(proofs) {
            effort = effort.and(Self::prove_day(&call, index, proof)?);
        }
        Ok(Some(Self::days_weight(proofs, effort)).into())
    }

    /// What a call with these proofs weighs at most, before it is known what they find.
    pub(crate) fn days_weight_max(proofs: &[DayProof]) -> Weight {
        let count = u32::try_from(proofs.len()).unwrap_or(u32::MAX);
        let most = Effort {
            entries: count.saturating_mul(POLLUTANTS_MAX as u32),
            conflicted: count,
        };
        Self::days_weight(proofs, most)
    }

    /// What a call with these proofs weighs with what they find.
    pub(crate) fn days_weight(proofs: &[DayProof], effort: Effort) -> Weight {
        let size = RunSize::of_days(proofs);
        let count = u32::try_from(proofs.len()).unwrap_or(u32::MAX);
        let conflicts = T::WeightInfo::keep_conflicts().saturating_mul(effort.conflicted.into());
        // The first record and the first pollutant of each proof are part of the proof.
        T::WeightInfo::prove_days(count)
            .saturating_add(beyond_one(
                T::WeightInfo::prove_records,
                size.records.saturating_sub(count),
            ))
            .saturating_add(beyond_one(
                T::WeightInfo::prove_pollutants,
                effort.entries.saturating_sub(count),
            ))
            .saturating_add(conflicts)
            .saturating_add(size.weight::<T::WeightInfo>())
    }

    fn prove_day(call: &Call, index: u16, proof: &DayProof) -> Result<Effort, DispatchError> {
        let DayProof { outlet, day, .. } = *proof;
        ensure!(
            day.end_ms() <= call.now.time_ms,
            Error::<T>::PeriodNotOver { index }
        );
        let anchor = Self::anchor(index, proof.gateway, proof.sequence)?;
        let run = Self::check_run(index, &anchor, &proof.run)?;
        let records = run
            .all_of(&DayProof::keys(outlet, day))
            .map_err(|fault| Error::<T>::of_run(index, fault))?;
        ensure!(!records.is_empty(), Error::<T>::RecordMissing { index });
        let device = Self::device(index, proof.gateway, &outlet, day.start_ms())?;
        let mut judged = Judged::<T> {
            proof,
            totals: Totals::of(outlet, day),
            counted: Self::counted(&outlet, day.start_ms()),
            worth: match Self::is_day_tagged(&outlet, day, &call.rules) {
                true => tagged,
                false => core::convert::identity,
            },
            conflicts: Vec::new(),
            changed: Changed::No,
        };
        for proven in records {
            // What is no good frame of this day says nothing of it, and must not keep the good ones beside it from being proven.
            let readings = frame_of(&proven.record, &device)
                .map(|frame| day_readings(&frame, outlet.code.medium()))
                .unwrap_or_default();
            judged.take(proven, readings, call.now)?;
        }
        let effort = judged.effort();
        // From here on the day has its masses: a later proof that differs becomes a conflict.
        judged.write()?;
        Ok(effort)
    }
}

/// What proofs found to be done.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Effort {
    /// Entries of the totals that were read and written.
    pub entries: u32,
    /// Proofs of which something differs from what stands.
    pub conflicted: u32,
}

impl Effort {
    fn and(self, other: Self) -> Self {
        Self {
            entries: self.entries.saturating_add(other.entries),
            conflicted: self.conflicted.saturating_add(other.conflicted),
        }
    }
}

/// What so many more weigh, beside the first.
fn beyond_one(of: fn(u32) -> Weight, more: u32) -> Weight {
    of(more.saturating_add(1)).saturating_sub(of(1))
}

impl<T: Config> Judged<'_, T> {
    /// Takes what one frame says.
    fn take(
        &mut self,
        proven: &ProvenRecord,
        readings: Vec<DayReading>,
        at: Moment,
    ) -> DispatchResult {
        let place = ProofPlace {
            gateway: self.proof.gateway,
            sequence: self.proof.sequence,
            record: proven.digest,
        };
        let mut new = Vec::new();
        for reading in readings {
            if !self.counted.contains(&reading.pollutant) {
                continue;
            }
            let reading = DayReading {
                validity: (self.worth)(reading.validity),
                ..reading
            };
            let computed = Computed {
                mass: reading.mass,
                validity: reading.validity,
                place,
                at,
            };
            if self.settle(reading, computed)? == Changed::Yes {
                new.push(reading);
            }
        }
        if self.totals.frame().is_none() || !new.is_empty() {
            self.totals.note_frame(place);
            self.changed = Changed::Yes;
            Pallet::<T>::deposit_event(Event::DayProven {
                outlet: self.proof.outlet,
                day: self.proof.day,
                place,
                readings: new,
            });
        }
        Ok(())
    }

    /// Decides between a reading and the one that stands; says whether the new one stands now.
    fn settle(
        &mut self,
        reading: DayReading,
        computed: Computed,
    ) -> Result<Changed, DispatchError> {
        let mut entry = self.totals.entry(&reading.pollutant);
        match (judge(entry.computed.as_ref(), &computed), entry.computed) {
            (Verdict::Same, _) => return Ok(Changed::No),
            (Verdict::Differs, _) => {
                let conflict = conflict_of(reading.pollutant, &computed);
                self.conflicts.push(conflict);
                return Ok(Changed::No);
            }
            (Verdict::Better, Some(standing)) => {
                let conflict = conflict_of(reading.pollutant, &standing);
                self.conflicts.push(conflict);
            }
            (Verdict::First | Verdict::Better, _) => {}
        }
        entry.computed = Some(computed);
        self.totals.put(entry)?;
        Ok(Changed::Yes)
    }

    fn effort(&self) -> Effort {
        Effort {
            entries: u32::try_from(self.totals.size()).unwrap_or(u32::MAX),
            conflicted: u32::from(!self.conflicts.is_empty()),
        }
    }

    fn write(self) -> DispatchResult {
        let DayProof { outlet, day, .. } = *self.proof;
        if self.changed == Changed::Yes {
            self.totals.store()?;
        }
        Pallet::<T>::keep_conflicts(outlet, day, self.conflicts);
        Ok(())
    }
}
