//! Proving that a day has no frame: batch by batch, over all that were anchored while a frame was waited for.

use crate::{
    pallet::{Absences, Config, Error, Event},
    Pallet,
};
use frame_support::ensure;
use limpid_evidence::{chain::AnchorV1, AnchorLookup, BatchWithout, DayProof};
use limpid_primitives::{
    emissions::{AbsenceProgress, AbsenceProgressV1},
    Day, GatewayId, Outlet,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// Batches anchored in the last hour of a day are looked through, too.
const FAST_MS_MAX: u64 = 60 * 60 * 1000;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_prove_absence(
        outlet: Outlet,
        day: Day,
        gateway: GatewayId,
        first_sequence: u64,
        batches: &[BatchWithout],
    ) -> DispatchResult {
        let now = Self::now();
        ensure!(
            day.end_ms() <= now.time_ms,
            Error::<T>::PeriodNotOver { index: 0 }
        );
        Self::device(0, gateway, &outlet, day.start_ms())?;
        ensure!(
            Self::day_total(&outlet, day).frame.is_none(),
            Error::<T>::RecordThere { index: 0 }
        );
        let mut progress = Self::continued(&outlet, day, gateway, first_sequence)?;
        for (index, batch) in (0u16..).zip(batches) {
            let anchor = Self::anchor(index, gateway, progress.next_sequence)?;
            Self::ensure_without(index, &anchor, &outlet, day, batch)?;
            let next = progress.next_sequence.checked_add(1);
            progress.next_sequence = next.ok_or(ArithmeticError::Overflow)?;
        }
        if Self::is_complete(&progress, day, now.time_ms) {
            progress.proven = Some(now);
        }
        ensure!(
            !batches.is_empty() || progress.proven.is_some(),
            Error::<T>::NoBatches
        );
        Absences::<T>::insert(outlet, day, AbsenceProgress::V1(progress));
        Self::deposit_event(match progress.proven {
            Some(_) => Event::AbsenceProven {
                outlet,
                day,
                gateway,
            },
            None => Event::AbsenceShown {
                outlet,
                day,
                gateway,
                next_sequence: progress.next_sequence,
            },
        });
        Ok(())
    }

    /// How far it is shown, if the batches go on from there. They may also begin anew behind it: a stranger who began too early
    /// must not make everybody show what does not matter. And at another gateway, should the outlet have become bound there.
    fn continued(
        outlet: &Outlet,
        day: Day,
        gateway: GatewayId,
        first_sequence: u64,
    ) -> Result<AbsenceProgressV1, DispatchError> {
        let here = Absences::<T>::get(outlet, day)
            .map(|AbsenceProgress::V1(progress)| progress)
            .filter(|progress| progress.gateway == gateway);
        if let Some(progress) = here {
            ensure!(progress.proven.is_none(), Error::<T>::AlreadyAbsent);
            if progress.next_sequence == first_sequence {
                return Ok(progress);
            }
        }
        let shown_to = here.map_or(0, |progress| progress.next_sequence);
        ensure!(
            first_sequence > shown_to && Self::begins_before(gateway, first_sequence, day),
            Error::<T>::BatchesLeftOut
        );
        Ok(AbsenceProgressV1 {
            gateway,
            first_sequence,
            next_sequence: first_sequence,
            proven: None,
        })
    }

    /// Whether all batches before this one were anchored well before the day was over, so that none of them has its frame: not
    /// even a logger's whose clock is fast.
    fn begins_before(gateway: GatewayId, first_sequence: u64, day: Day) -> bool {
        match first_sequence.checked_sub(1) {
            None => false,
            Some(0) => true,
            Some(before) => T::Anchors::anchor(gateway, before)
                .is_some_and(|anchor| anchor.at.time_ms < day.end_ms().saturating_sub(FAST_MS_MAX)),
        }
    }

    /// Whether every batch was shown that was anchored while a frame was waited for. The chain's time decides, because it rises
    /// with the running number; the gateway's clock need not.
    fn is_complete(progress: &AbsenceProgressV1, day: Day, now_ms: u64) -> bool {
        let deadline_ms = Self::data_deadline_ms(day);
        let all_shown = || match T::Anchors::anchor(progress.gateway, progress.next_sequence) {
            None => true,
            Some(next) => next.at.time_ms >= deadline_ms,
        };
        now_ms >= deadline_ms && all_shown()
    }

    fn ensure_without(
        index: u16,
        anchor: &AnchorV1,
        outlet: &Outlet,
        day: Day,
        batch: &BatchWithout,
    ) -> DispatchResult {
        match batch {
            BatchWithout::ByHeader => {
                let header = &anchor.header;
                let span = header.observed_from_ms..=header.observed_until_ms;
                ensure!(
                    !span.contains(&day.start_ms()),
                    Error::<T>::HeaderSpans { index }
                );
            }
            BatchWithout::ByRun(run) => {
                let records = Self::check_run(index, anchor, run)?;
                let records = records
                    .all_of(&DayProof::keys(*outlet, day))
                    .map_err(|fault| Error::<T>::of_run(index, fault))?;
                ensure!(records.is_empty(), Error::<T>::RecordThere { index });
            }
        }
        Ok(())
    }

    /// Until when a day's frame is waited for.
    pub(crate) fn data_deadline_ms(day: Day) -> u64 {
        day.end_ms().saturating_add(Self::rules().data_deadline_ms)
    }

    /// Whether it is proven that a day has no frame.
    pub(crate) fn is_absent(outlet: &Outlet, day: Day) -> bool {
        Absences::<T>::get(outlet, day)
            .is_some_and(|AbsenceProgress::V1(progress)| progress.proven.is_some())
    }
}
