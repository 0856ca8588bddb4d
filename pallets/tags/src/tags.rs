//! Filing a tag.

use crate::{
    pallet::{Config, Error, Event, NextTag, TagRules, Tags, TagsOfDay},
    types::{DayTag, DayTagStanding},
    Pallet,
};
use frame_support::{ensure, traits::Time};
use limpid_primitives::{
    permit::{PermitLookup, PermitV1},
    tag_days, Day, Digest, Moment, Outlet, Tag, TagCode, TagId, TagReview, TagRule, TagV1,
};
use pallet_institutions::Actor;
use sp_runtime::{traits::SaturatedConversion, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_file_tag(
        holder: Actor<T::AccountId>,
        outlet: Outlet,
        code: TagCode,
        from_ms: u64,
        until_ms: u64,
        reason: Digest,
        proof: Digest,
    ) -> DispatchResult {
        let TagRule::V1(rule) = TagRules::<T>::get(code).ok_or(Error::<T>::RuleUnknown)?;
        let permit = T::Permits::permit(&outlet.permit).ok_or(Error::<T>::PermitUnknown)?;
        let by = holder.institution;
        ensure!(permit.holder == Some(by), Error::<T>::NotHolder);
        let filed = Self::now();
        let (first, days) = Self::ensure_days(from_ms, until_ms, filed.time_ms)?;
        ensure!(
            Self::has_outlet(&permit, &outlet, from_ms),
            Error::<T>::OutletUnknown
        );
        let timeliness = rule.timeliness(first, filed.time_ms);
        let tag = TagV1 {
            code,
            from_ms,
            until_ms,
            reason,
            proof,
            filed,
            filed_by: by,
            timeliness,
            review: TagReview::Filed,
        };
        let id = Self::insert_tag(outlet, &tag, days)?;
        Self::deposit_event(Event::TagFiled {
            outlet,
            tag: id,
            code,
            from_ms,
            until_ms,
            reason,
            proof,
            timeliness,
            by,
        });
        Ok(())
    }

    /// Gives the tag the outlet's next number and puts it on the list of each of its days. The call runs in a storage layer of
    /// its own, so that a full day takes back the lists before it.
    fn insert_tag(
        outlet: Outlet,
        tag: &TagV1,
        days: impl Iterator<Item = Day>,
    ) -> Result<TagId, DispatchError> {
        let number = NextTag::<T>::get(outlet);
        let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let id = TagId(number);
        for day in days {
            let entry = DayTag::new(id, tag, day, DayTagStanding::Filed);
            TagsOfDay::<T>::try_append(outlet, day, entry).map_err(|()| Error::<T>::DayFull)?;
        }
        NextTag::<T>::insert(outlet, next);
        Tags::<T>::insert(outlet, id, Tag::V1(*tag));
        Ok(id)
    }

    /// The days of a period that is over, with the first of them.
    fn ensure_days(
        from_ms: u64,
        until_ms: u64,
        now_ms: u64,
    ) -> Result<(Day, impl Iterator<Item = Day>), DispatchError> {
        ensure!(from_ms < until_ms, Error::<T>::PeriodEmpty);
        ensure!(until_ms <= now_ms, Error::<T>::PeriodInFuture);
        let days = tag_days(from_ms, until_ms).ok_or(Error::<T>::PeriodTooLong)?;
        let first = Day::of(from_ms).ok_or(Error::<T>::PeriodTooLong)?;
        Ok((first, days))
    }

    /// Whether the permit has the outlet as it stands now, or had it at that time. Whether it was in force does not matter: data
    /// of who discharges without a permit are tagged by the same rules.
    fn has_outlet(permit: &PermitV1, outlet: &Outlet, time_ms: u64) -> bool {
        [permit.present(), permit.standing_at(time_ms)]
            .into_iter()
            .flatten()
            .any(|standing| T::Permits::outlet_terms(outlet, standing.version).is_some())
    }

    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}
