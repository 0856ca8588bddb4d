//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    pallet::{Config, NextTag, Tags, TagsOfDay},
    types::{DayTag, DayTagStanding},
    Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::ensure;
use limpid_primitives::{
    permit::PermitLookup, tag_days, Day, Moment, Outlet, Tag, TagId, TagReview, TagV1,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_numbers()?;
        for (outlet, _, Tag::V1(tag)) in Tags::<T>::iter() {
            Self::check_tag(&outlet, &tag)?;
        }
        Self::check_days()
    }

    /// 1. Numbers from 1 without gaps.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        let mut given = 0u64;
        for (outlet, next) in NextTag::<T>::iter() {
            for id in (1..next).map(TagId) {
                ensure!(
                    Tags::<T>::contains_key(outlet, id),
                    "a tag's number is missing"
                );
            }
            given = given.saturating_add(u64::from(next.saturating_sub(1)));
        }
        ensure!(
            u64::try_from(Tags::<T>::iter_keys().count()) == Ok(given),
            "a tag has a number that was not given out"
        );
        Ok(())
    }

    /// 2. By whom and when.
    fn check_tag(outlet: &Outlet, tag: &TagV1) -> Result<(), TryRuntimeError> {
        let permit = T::Permits::permit(&outlet.permit).ok_or("a tag's permit is missing")?;
        ensure!(
            permit.holder == Some(tag.filed_by),
            "a tag was not filed by the permit's holder"
        );
        ensure!(
            tag_days(tag.from_ms, tag.until_ms).is_some(),
            "a tag speaks of no day, or of too many"
        );
        ensure!(
            tag.until_ms <= tag.filed.time_ms,
            "a tag speaks of what was not over"
        );
        ensure!(
            reviewed_at(&tag.review).is_none_or(|at| at >= tag.filed),
            "a tag was reviewed before it was filed"
        );
        Ok(())
    }

    /// 3. The lists of days are what the tags make of them.
    fn check_days() -> Result<(), TryRuntimeError> {
        let mut expected = BTreeMap::<(Outlet, Day), Vec<DayTag>>::new();
        for (outlet, id, Tag::V1(tag)) in Tags::<T>::iter() {
            let standing = match tag.review {
                TagReview::Filed => DayTagStanding::Filed,
                TagReview::Accepted { .. } => DayTagStanding::Accepted,
                TagReview::Rejected { .. } => continue,
            };
            for day in tag_days(tag.from_ms, tag.until_ms).into_iter().flatten() {
                let entry = DayTag::new(id, &tag, day, standing);
                expected.entry((outlet, day)).or_default().push(entry);
            }
        }
        for tags in expected.values_mut() {
            tags.sort_by_key(|entry| entry.tag);
        }
        let listed = TagsOfDay::<T>::iter()
            .map(|(outlet, day, tags)| ((outlet, day), tags.into_inner()))
            .collect::<BTreeMap<_, _>>();
        ensure!(listed == expected, "a day's list is not what its tags say");
        Ok(())
    }
}

fn reviewed_at(review: &TagReview) -> Option<Moment> {
    match review {
        TagReview::Filed => None,
        TagReview::Accepted { at, .. } | TagReview::Rejected { at, .. } => Some(*at),
    }
}
