//! The part of the chain in memory that counts discharges: it checks runs against anchors as the pallet does.

use super::ledger::{block_hash, Chain, Memory, Reachable};
use crate::{
    chain::{calls::ExceedancePlace, Mean},
    gateway::{
        ledger::LedgerError,
        prover::{
            ledger::{AbsencePart, Now, PartRefusal, Refusal},
            EmissionsLedger,
        },
    },
};
use futures::future::BoxFuture;
use limpid_evidence::{chain::AnchorV1, BatchWithout, DayProof, ShownRun};
use limpid_primitives::{
    emissions::{AbsenceProgressV1, DayTotalV1, EmissionRulesV1, ProofPlace},
    permit::{Averaging, OutletTermsV1, PermitV1},
    Day, Digest, GatewayId, Moment, Outlet, PermitNumber,
};
use std::collections::{BTreeMap, VecDeque};

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// It never reaches the chain.
    Lost,
    /// The chain takes it, and the line breaks before the gateway is told.
    TakenUnheard,
    /// The pool does not take it from this member.
    NotAdmitted,
}

#[derive(Default)]
pub struct Emissions {
    /// The time of every block from now on.
    pub time_ms: u64,
    pub permits: BTreeMap<PermitNumber, PermitV1>,
    pub terms: BTreeMap<(Outlet, u32), OutletTermsV1>,
    pub rules: EmissionRulesV1,
    pub days: BTreeMap<(Outlet, Day), DayTotalV1>,
    pub findings: Vec<Mean>,
    pub absences: BTreeMap<(Outlet, Day), AbsenceProgressV1>,
    pub substituted: Vec<(Outlet, Day)>,
    /// What is used of the allowance, in thousandths.
    pub used: u64,
    /// More proofs than this are not admitted in one call.
    pub proofs_max: Option<usize>,
    pub mishaps: VecDeque<Mishap>,
    /// What the pallet says of days, instead of looking.
    pub refusals: BTreeMap<Day, &'static str>,
    /// Proofs of each call that arrived, the refused ones too.
    pub calls: Vec<usize>,
    /// How often permits were read.
    pub permits_read: usize,
}

fn part(index: usize, name: &str) -> Refusal {
    Refusal::Part(PartRefusal {
        index: Some(index),
        name: name.into(),
        text: format!("refused by Emissions.{name}"),
    })
}

impl Chain {
    fn moment(&self) -> Moment {
        Moment {
            block: self.blocks,
            time_ms: self.emissions.time_ms,
        }
    }

    fn anchored(&self, index: usize, sequence: u64) -> Result<AnchorV1, Refusal> {
        let anchor = self.anchors.get(&sequence).copied();
        anchor.ok_or_else(|| part(index, "AnchorUnknown"))
    }

    fn prove_day(&mut self, index: usize, proof: &DayProof) -> Result<(), Refusal> {
        let emissions = &self.emissions;
        if let Some(name) = emissions.refusals.get(&proof.day) {
            return Err(part(index, name));
        }
        if emissions.time_ms < proof.day.end_ms() {
            return Err(part(index, "PeriodNotOver"));
        }
        let anchor = self.anchored(index, proof.sequence)?;
        let run = proof.run.check(&anchor.header);
        let run = run.map_err(|_| part(index, "RootMismatch"))?;
        let records = run.all_of(&DayProof::keys(proof.outlet, proof.day));
        let records = records.map_err(|_| part(index, "RangeOpen"))?;
        let first = records
            .first()
            .ok_or_else(|| part(index, "RecordMissing"))?;
        let place = ProofPlace {
            gateway: proof.gateway,
            sequence: proof.sequence,
            record: first.digest,
        };
        let day = self.emissions.days.entry((proof.outlet, proof.day));
        day.or_default().frame.get_or_insert(place);
        Ok(())
    }

    fn prove_days(&mut self, proofs: &[DayProof]) -> Result<(), Refusal> {
        assert!((1..=64).contains(&proofs.len()), "{}", proofs.len());
        self.emissions.calls.push(proofs.len());
        self.blocks += 1;
        let before = self.emissions.days.clone();
        let mut proofs = proofs.iter().enumerate();
        let taken = proofs.try_for_each(|(index, proof)| self.prove_day(index, proof));
        if taken.is_err() {
            self.emissions.days = before;
        }
        taken
    }

    fn prove_exceedance(&mut self, place: &ExceedancePlace, run: &ShownRun) -> Result<(), Refusal> {
        self.blocks += 1;
        let anchor = self.anchored(0, place.sequence)?;
        let run = run.check(&anchor.header);
        let run = run.map_err(|_| part(0, "RootMismatch"))?;
        let records: Vec<_> = run.records().collect();
        let [proven] = records[..] else {
            return Err(part(0, "RecordMissing"));
        };
        let key = proven.record.key;
        let kind = match place.averaging {
            Averaging::Hour => 2061,
            Averaging::Day => 2031,
        };
        if (key.outlet, key.kind) != (place.outlet, kind) {
            return Err(part(0, "RecordOfOtherKind"));
        }
        let mean = Mean {
            outlet: place.outlet,
            pollutant: place.pollutant,
            averaging: place.averaging,
            observed_ms: key.observed_ms,
        };
        if self.emissions.findings.contains(&mean) {
            return Err(part(0, "AlreadyFound"));
        }
        self.emissions.findings.push(mean);
        Ok(())
    }

    fn prove_absence(&mut self, gateway: GatewayId, shown: &AbsencePart) -> Result<(), Refusal> {
        assert!(shown.batches.len() <= 64);
        self.blocks += 1;
        let key = (shown.outlet, shown.day);
        let known = self.emissions.absences.get(&key).copied();
        let begins = shown.first_sequence == 1
            || self.anchored(0, shown.first_sequence - 1)?.at.time_ms < shown.day.end_ms();
        let mut progress = match known {
            Some(progress) if progress.proven.is_some() => return Err(part(0, "AlreadyAbsent")),
            Some(progress) if progress.next_sequence == shown.first_sequence => progress,
            None if begins => AbsenceProgressV1 {
                gateway,
                first_sequence: shown.first_sequence,
                next_sequence: shown.first_sequence,
                proven: None,
            },
            _ => return Err(part(0, "BatchesLeftOut")),
        };
        for (index, batch) in shown.batches.iter().enumerate() {
            let anchor = self.anchored(index, progress.next_sequence)?;
            let header = anchor.header;
            let span = header.observed_from_ms..=header.observed_until_ms;
            let without = match batch {
                BatchWithout::ByHeader => !span.contains(&shown.day.start_ms()),
                BatchWithout::ByRun(run) => {
                    let run = run.check(&header).expect("a run of the batch");
                    let keys = DayProof::keys(shown.outlet, shown.day);
                    run.all_of(&keys).expect("nothing is left out").is_empty()
                }
            };
            if !without {
                return Err(part(index, "RecordThere"));
            }
            progress.next_sequence += 1;
        }
        let deadline_ms = shown.day.end_ms() + self.emissions.rules.data_deadline_ms;
        let next = self.anchors.get(&progress.next_sequence);
        if next.is_none_or(|next| next.at.time_ms >= deadline_ms) {
            progress.proven = Some(self.moment());
        } else if shown.batches.is_empty() {
            return Err(part(0, "NoBatches"));
        }
        self.emissions.absences.insert(key, progress);
        Ok(())
    }
}

impl Chain {
    fn substitute_day(&mut self, outlet: Outlet, day: Day) -> Result<(), Refusal> {
        self.blocks += 1;
        let emissions = &mut self.emissions;
        let absence = emissions.absences.get(&(outlet, day));
        let absent = absence.is_some_and(|progress| progress.proven.is_some());
        if emissions.time_ms < day.end_ms() + emissions.rules.data_deadline_ms {
            return Err(part(0, "DataStillDue"));
        }
        if !absent && !emissions.days.contains_key(&(outlet, day)) {
            return Err(part(0, "DayUnproven"));
        }
        if emissions.substituted.contains(&(outlet, day)) {
            return Err(part(0, "NothingToSubstitute"));
        }
        emissions.substituted.push((outlet, day));
        Ok(())
    }
}

impl Memory {
    /// Carries out a call, if nothing goes wrong on the way.
    fn call<T>(&self, taken: impl FnOnce(&mut Chain) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut chain = self.chain();
        let later = || Err(Refusal::Later("no node answers".into()));
        match (self.reachable(), chain.emissions.mishaps.pop_front()) {
            (Reachable::No, _) | (_, Some(Mishap::Lost)) => later(),
            (_, Some(Mishap::NotAdmitted)) => Err(Refusal::Call("no member".into())),
            (_, Some(Mishap::TakenUnheard)) => {
                self.set(Reachable::No);
                taken(&mut chain).and_then(|_| later())
            }
            (_, None) => taken(&mut chain),
        }
    }
}

impl EmissionsLedger for Memory {
    fn now(&self) -> BoxFuture<'_, Result<Now, LedgerError>> {
        self.ask(|chain| Now {
            block: chain.blocks,
            hash: block_hash(chain.blocks),
            time_ms: chain.emissions.time_ms,
        })
    }

    fn permits(
        &self,
        numbers: Vec<PermitNumber>,
        _at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<PermitV1>>, LedgerError>> {
        self.chain().emissions.permits_read += numbers.len();
        self.ask(move |chain| {
            let permit = |number| chain.emissions.permits.get(number).cloned();
            numbers.iter().map(permit).collect()
        })
    }

    fn outlet_terms(
        &self,
        outlets: Vec<(Outlet, u32)>,
        _at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<OutletTermsV1>>, LedgerError>> {
        self.ask(move |chain| {
            let terms = |outlet| chain.emissions.terms.get(outlet).cloned();
            outlets.iter().map(terms).collect()
        })
    }

    fn rules(&self, _at: Digest) -> BoxFuture<'_, Result<EmissionRulesV1, LedgerError>> {
        self.ask(|chain| chain.emissions.rules)
    }

    fn days(
        &self,
        days: Vec<(Outlet, Day)>,
        _at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<DayTotalV1>>, LedgerError>> {
        self.ask(move |chain| {
            let total = |day| chain.emissions.days.get(day).cloned();
            days.iter().map(total).collect()
        })
    }

    fn found(
        &self,
        means: Vec<Mean>,
        _at: Digest,
    ) -> BoxFuture<'_, Result<Vec<bool>, LedgerError>> {
        self.ask(move |chain| {
            let found = |mean| chain.emissions.findings.contains(mean);
            means.iter().map(found).collect()
        })
    }

    fn absence(
        &self,
        outlet: Outlet,
        day: Day,
        _at: Digest,
    ) -> BoxFuture<'_, Result<Option<AbsenceProgressV1>, LedgerError>> {
        self.ask(move |chain| chain.emissions.absences.get(&(outlet, day)).copied())
    }

    fn allowance_left(&self, _now: Now) -> BoxFuture<'_, Result<u64, LedgerError>> {
        self.ask(|chain| 1_000 - chain.emissions.used)
    }

    fn prove_days(&self, calls: Vec<Vec<DayProof>>) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        assert!((1..=8).contains(&calls.len()), "{}", calls.len());
        let calls = calls.iter();
        let results = calls.map(|proofs| {
            self.call(|chain| match chain.emissions.proofs_max {
                Some(max) if proofs.len() > max => Err(Refusal::Call("too large".into())),
                _ => chain.prove_days(proofs),
            })
        });
        let results: Vec<_> = results.collect();
        Box::pin(async move { results })
    }

    fn prove_exceedances(
        &self,
        proofs: Vec<(ExceedancePlace, ShownRun)>,
    ) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        let proofs = proofs.iter();
        let results =
            proofs.map(|(place, run)| self.call(|chain| chain.prove_exceedance(place, run)));
        let results: Vec<_> = results.collect();
        Box::pin(async move { results })
    }

    fn substitute_days(&self, days: Vec<(Outlet, Day)>) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        let results = days
            .into_iter()
            .map(|(outlet, day)| self.call(|chain| chain.substitute_day(outlet, day)));
        let results: Vec<_> = results.collect();
        Box::pin(async move { results })
    }

    fn prove_absences(
        &self,
        gateway: GatewayId,
        parts: Vec<AbsencePart>,
    ) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        let parts = parts.iter();
        let results = parts.map(|shown| self.call(|chain| chain.prove_absence(gateway, shown)));
        let results: Vec<_> = results.collect();
        Box::pin(async move { results })
    }
}
