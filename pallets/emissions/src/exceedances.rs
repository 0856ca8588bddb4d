//! Establishing from one anchored frame that a mean exceeds its limit.

use crate::{
    frames::{mean, MeanFault},
    pallet::{Config, Error, Event, FindingOf, Findings, NextFinding},
    types::{command_of, period_end_ms, Excess},
    Pallet,
};
use frame_support::ensure;
use limpid_evidence::{ProvenRecord, ShownRun};
use limpid_hj212::Decimal;
use limpid_primitives::{
    emissions::{EmissionRulesV1, Finding, FindingId, FindingStatus, FindingV1, ProofPlace},
    permit::{Averaging, ConcentrationUnit, Limit, PermitLookup, Standing},
    GatewayId, Outlet, Pollutant, RoundingRule, TagLookup,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// Where a mean is said to exceed its limit.
pub(crate) struct Accusation {
    pub outlet: Outlet,
    pub gateway: GatewayId,
    pub sequence: u64,
    pub pollutant: Pollutant,
    pub averaging: Averaging,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_prove_exceedance(accused: Accusation, run: &ShownRun) -> DispatchResult {
        let Accusation {
            outlet,
            gateway,
            sequence,
            pollutant,
            averaging,
        } = accused;
        let now = Self::now();
        let rules = Self::rules();
        let anchor = Self::anchor(0, gateway, sequence)?;
        let run = Self::check_run(0, &anchor, run)?;
        let mut records = run.records();
        let (Some(proven), None) = (records.next(), records.next()) else {
            return Err(Error::<T>::RecordMissing { index: 0 }.into());
        };
        let excess = Self::excess_of(proven, &outlet, pollutant, averaging, now.time_ms)?;
        let device = Self::device(0, gateway, &outlet, excess.observed_ms)?;
        let frame = Self::frame(0, proven, &device)?;
        let (standing, limit) = Self::limit_at(&outlet, &excess)?;
        let (value, unit) = mean(&frame, &pollutant, limit.basis).map_err(Error::<T>::of_mean)?;
        ensure!(
            !Self::is_tagged(&outlet, &excess, &rules),
            Error::<T>::DataTagged
        );
        ensure!(
            exceeds(&value, unit, &limit, rules.rounding).ok_or(Error::<T>::ValueMissing)?,
            Error::<T>::NotExceeded
        );
        let place = ProofPlace {
            gateway,
            sequence,
            record: proven.digest,
        };
        let value = value.text().as_bytes().to_vec();
        Self::file(FindingV1 {
            outlet,
            pollutant,
            averaging,
            observed_ms: excess.observed_ms,
            value: value.try_into().map_err(|_| Error::<T>::ValueMissing)?,
            unit,
            permit_version: standing.version,
            not_in_force: standing.in_force_at(excess.observed_ms).err(),
            limit,
            rounding: rules.rounding,
            place,
            filed: now,
            status: FindingStatus::Filed,
            technical_review: None,
            legal_review: None,
            notice: None,
            statement: None,
        })
    }

    /// The mean the record is about, if it is over and nothing is found of it yet.
    fn excess_of(
        proven: &ProvenRecord,
        outlet: &Outlet,
        pollutant: Pollutant,
        averaging: Averaging,
        now_ms: u64,
    ) -> Result<Excess, DispatchError> {
        let key = &proven.record.key;
        ensure!(
            key.outlet == *outlet && key.kind == command_of(averaging),
            Error::<T>::RecordOfOtherKind { index: 0 }
        );
        let end_ms =
            period_end_ms(averaging, key.observed_ms).ok_or(Error::<T>::PeriodMisaligned)?;
        ensure!(end_ms <= now_ms, Error::<T>::PeriodNotOver { index: 0 });
        let excess = Excess {
            pollutant,
            averaging,
            observed_ms: key.observed_ms,
        };
        ensure!(
            !FindingOf::<T>::contains_key(outlet, excess),
            Error::<T>::AlreadyFound
        );
        Ok(excess)
    }

    /// How the permit stood then, and the limit it had. A permit that was not in force limits all the same: whoever discharges
    /// without one is not free of its limits, and the finding says so.
    fn limit_at(outlet: &Outlet, excess: &Excess) -> Result<(Standing, Limit), DispatchError> {
        let permit = T::Permits::permit(&outlet.permit).ok_or(Error::<T>::PermitUnknown)?;
        let (standing, terms) =
            Self::terms_at(&permit, outlet, excess.observed_ms).ok_or(Error::<T>::OutletUnknown)?;
        let limit = terms
            .limit(&excess.pollutant, excess.averaging)
            .ok_or(Error::<T>::NoLimit)?;
        Ok((standing, limit.clone()))
    }

    /// Whether accepted tags cover more of the hour or day than the rules allow.
    pub(crate) fn is_tagged(outlet: &Outlet, excess: &Excess, rules: &EmissionRulesV1) -> bool {
        let from_ms = excess.observed_ms;
        let until_ms = period_end_ms(excess.averaging, from_ms).unwrap_or(from_ms);
        let tagged_ms_max = match excess.averaging {
            Averaging::Hour => rules.tagged_of_hour_ms_max,
            Averaging::Day => rules.tagged_of_day_ms_max,
        };
        T::Tags::tagged_ms(outlet, from_ms, until_ms) > tagged_ms_max
    }

    fn file(finding: FindingV1) -> DispatchResult {
        let id = FindingId(NextFinding::<T>::get());
        let next = id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let FindingV1 {
            outlet,
            pollutant,
            averaging,
            observed_ms,
            place,
            ..
        } = finding;
        let excess = Excess {
            pollutant,
            averaging,
            observed_ms,
        };
        NextFinding::<T>::put(next);
        FindingOf::<T>::insert(outlet, excess, id);
        Findings::<T>::insert(id, Finding::V1(finding));
        Self::deposit_event(Event::FindingFiled {
            finding: id,
            outlet,
            pollutant,
            averaging,
            observed_ms,
            place,
        });
        Ok(())
    }
}

impl<T: Config> Error<T> {
    fn of_mean(fault: MeanFault) -> Self {
        match fault {
            MeanFault::NoUnit => Self::UnitUnknown,
            MeanFault::Missing => Self::ValueMissing,
            MeanFault::NotNormal => Self::FlagNotNormal,
        }
    }
}

/// Whether a value of a frame exceeds a limit; `None` if it cannot be compared.
pub(crate) fn exceeds(
    value: &Decimal<'_>,
    unit: ConcentrationUnit,
    limit: &Limit,
    rounding: RoundingRule,
) -> Option<bool> {
    let scale = i16::from(value.scale()).checked_add(unit.decimals_in(limit.unit)?)?;
    limit.value.is_exceeded(value.mantissa(), scale, rounding)
}
