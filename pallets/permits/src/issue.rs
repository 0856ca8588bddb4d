//! How a permit comes to be: to whom, by whom and for how long.

use crate::{
    lifecycle::Step,
    pallet::{Config, Error, Event},
    types::{OutletList, Validity, ValidityFault},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    permit::{Category, PermitV1, Standing},
    Digest, DivisionCode, InstitutionId, InstitutionKind, PermitNumber,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_issue_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        division: DivisionCode,
        category: Category,
        validity: Validity,
        document: Digest,
        outlets: OutletList,
    ) -> DispatchResult {
        let is_inside = agency.division.contains(division);
        ensure!(is_inside, Error::<T>::OutsideDivision);
        let (former, status) = Self::ensure_step(&agency, &number, Step::Issue)?;
        let at = Self::now();
        let holder = Self::ensure_holder(&agency, &number)?;
        let ban = Self::running_ban(&number, at.time_ms);
        ensure!(ban.is_none(), Error::<T>::HolderBanned);
        validity
            .check(at.time_ms, T::ValidityMsMax::get())
            .map_err(Error::<T>::from)?;
        Self::ensure_terms(&outlets)?;
        // A number that had a permit before goes on with its history.
        let standings = former.map(|permit| permit.standings).unwrap_or_default();
        let version = Self::next_version(standings.last())?;
        let by = agency.institution;
        let permit = PermitV1 {
            issuer: by,
            holder,
            division,
            standings,
        };
        let standing = Standing {
            at,
            version,
            status,
            valid_from_ms: validity.from_ms,
            valid_until_ms: validity.until_ms,
            document,
        };
        Self::insert_standing(number, permit, standing)?;
        Self::insert_terms(number, version, category, document, outlets);
        Self::deposit_event(Event::PermitIssued {
            number,
            version,
            holder,
            division,
            category,
            validity,
            document,
            by,
        });
        Ok(())
    }

    /// The enterprise the number names, in the agency's division. A holder without a credit code is not looked up: the
    /// agency answers for it, and the number says in which division it was given.
    fn ensure_holder(
        agency: &Actor<T::AccountId>,
        number: &PermitNumber,
    ) -> Result<Option<InstitutionId>, DispatchError> {
        let (holder, division) = match number.uscc() {
            Some(uscc) => {
                let (id, holder) =
                    T::Institutions::by_uscc(&uscc).ok_or(Error::<T>::HolderUnknown)?;
                let is_enterprise = holder.kind == InstitutionKind::Enterprise;
                ensure!(is_enterprise, Error::<T>::HolderUnknown);
                (Some(id), Some(holder.division))
            }
            None => (None, number.issuing_division()),
        };
        let is_inside = division.is_some_and(|division| agency.division.contains(division));
        ensure!(is_inside, Error::<T>::HolderOutsideDivision);
        Ok(holder)
    }
}

impl<T: Config> From<ValidityFault> for Error<T> {
    fn from(fault: ValidityFault) -> Self {
        match fault {
            ValidityFault::Empty => Self::PeriodEmpty,
            ValidityFault::Past => Self::PeriodPast,
            ValidityFault::TooLong => Self::PeriodTooLong,
            ValidityFault::RenewedAhead => Self::RenewalTooEarly,
        }
    }
}
