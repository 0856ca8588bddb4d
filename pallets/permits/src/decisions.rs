//! Decisions about a permit that was issued. Which may follow when is the table in `lifecycle`.

use crate::{
    lifecycle::{Stage, Step},
    pallet::{Config, Error, Event, Permits},
    types::{append, OutletList, Validity},
    Pallet,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use limpid_primitives::{
    permit::{BanV1, Category, Permit, PermitStatus, PermitV1, Standing},
    Digest, Moment, PermitNumber,
};
use pallet_institutions::Actor;
use sp_runtime::{traits::SaturatedConversion, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_amend_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        category: Category,
        document: Digest,
        outlets: OutletList,
    ) -> DispatchResult {
        let (permit, standing) = Self::ensure_decision(&agency, &number, Step::Amend, document)?;
        let version = Self::next_version(Some(&standing))?;
        Self::ensure_terms(&outlets)?;
        Self::insert_standing(
            number,
            permit,
            Standing {
                version,
                ..standing
            },
        )?;
        Self::insert_terms(number, version, category, document, outlets);
        Self::deposit_event(Event::PermitAmended {
            number,
            version,
            category,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_renew_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        valid_until_ms: u64,
        category: Category,
        document: Digest,
        outlets: OutletList,
    ) -> DispatchResult {
        let (permit, standing) = Self::ensure_decision(&agency, &number, Step::Renew, document)?;
        let now_ms = standing.at.time_ms;
        Validity::from(&standing)
            .check_renewal(valid_until_ms, now_ms, T::ValidityMsMax::get())
            .map_err(Error::<T>::from)?;
        let version = Self::next_version(Some(&standing))?;
        Self::ensure_terms(&outlets)?;
        let renewed = Standing {
            version,
            valid_until_ms,
            ..standing
        };
        Self::insert_standing(number, permit, renewed)?;
        Self::insert_terms(number, version, category, document, outlets);
        Self::deposit_event(Event::PermitRenewed {
            number,
            version,
            category,
            valid_until_ms,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_suspend_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        document: Digest,
    ) -> DispatchResult {
        let (permit, standing) = Self::ensure_decision(&agency, &number, Step::Suspend, document)?;
        Self::insert_standing(number, permit, standing)?;
        Self::deposit_event(Event::PermitSuspended {
            number,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_reinstate_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        document: Digest,
    ) -> DispatchResult {
        let (permit, standing) =
            Self::ensure_decision(&agency, &number, Step::Reinstate, document)?;
        Self::insert_standing(number, permit, standing)?;
        Self::deposit_event(Event::PermitReinstated {
            number,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_revoke_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        document: Digest,
        banned_until_ms: Option<u64>,
    ) -> DispatchResult {
        Self::end_for_fault(&agency, number, Step::Revoke, document, banned_until_ms)?;
        Self::deposit_event(Event::PermitRevoked {
            number,
            document,
            banned_until_ms,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_withdraw_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        document: Digest,
        banned_until_ms: Option<u64>,
    ) -> DispatchResult {
        Self::end_for_fault(&agency, number, Step::Withdraw, document, banned_until_ms)?;
        Self::deposit_event(Event::PermitWithdrawn {
            number,
            document,
            banned_until_ms,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_cancel_permit(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        document: Digest,
    ) -> DispatchResult {
        let (permit, standing) = Self::ensure_decision(&agency, &number, Step::Cancel, document)?;
        Self::insert_standing(number, permit, standing)?;
        Self::deposit_event(Event::PermitCancelled {
            number,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    fn end_for_fault(
        agency: &Actor<T::AccountId>,
        number: PermitNumber,
        step: Step,
        document: Digest,
        banned_until_ms: Option<u64>,
    ) -> DispatchResult {
        let (permit, standing) = Self::ensure_decision(agency, &number, step, document)?;
        Self::ensure_ban(banned_until_ms, standing.at.time_ms)?;
        Self::insert_standing(number, permit, standing)?;
        if let Some(until_ms) = banned_until_ms {
            Self::ban(BanV1 {
                until_ms,
                number,
                division: agency.division,
            });
        }
        Ok(())
    }

    /// The permit, and how it stands with the step taken now, if the agency may decide about it and the step may follow.
    fn ensure_decision(
        agency: &Actor<T::AccountId>,
        number: &PermitNumber,
        step: Step,
        document: Digest,
    ) -> Result<(PermitV1, Standing), DispatchError> {
        let (permit, status) = Self::ensure_step(agency, number, step)?;
        let permit = permit.ok_or(Error::<T>::PermitUnknown)?;
        let last = *permit.present().ok_or(Error::<T>::PermitUnknown)?;
        let standing = Standing {
            at: Self::now(),
            status,
            document,
            ..last
        };
        Ok((permit, standing))
    }

    /// The permit with this number, if there is one, and its status with the step taken now. A permit outside the agency's
    /// division is not its to decide about, and neither is another one under its number.
    pub(crate) fn ensure_step(
        agency: &Actor<T::AccountId>,
        number: &PermitNumber,
        step: Step,
    ) -> Result<(Option<PermitV1>, PermitStatus), DispatchError> {
        let permit = Permits::<T>::get(number).map(|Permit::V1(permit)| permit);
        let is_inside = |permit: &PermitV1| agency.division.contains(permit.division);
        ensure!(
            permit.as_ref().is_none_or(is_inside),
            Error::<T>::OutsideDivision
        );
        let last = permit.as_ref().and_then(PermitV1::present);
        let stage = Stage::at(Self::now().time_ms, last);
        let status = step.at(stage).map_err(Error::<T>::from)?;
        Ok((permit, status))
    }

    /// The version after the last; they are numbered from 1.
    pub(crate) fn next_version(last: Option<&Standing>) -> Result<u32, ArithmeticError> {
        last.map_or(0, |last| last.version)
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)
    }

    /// Writes the permit with one more standing, if there is room for it. Those before it stay.
    pub(crate) fn insert_standing(
        number: PermitNumber,
        mut permit: PermitV1,
        standing: Standing,
    ) -> DispatchResult {
        append(&mut permit, standing).map_err(|_| Error::<T>::StandingsFull)?;
        // From here on the decision holds.
        Permits::<T>::insert(number, Permit::V1(permit));
        Ok(())
    }

    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}
