//! What the agency found of a tag. A review is given once.

use crate::{
    pallet::{Config, Error, Event, Tags, TagsOfDay},
    types::{DayTagStanding, DayTags},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    permit::PermitLookup, tag_days, Digest, Outlet, Tag, TagId, TagReview, TagV1,
};
use pallet_institutions::Actor;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_accept_tag(
        agency: Actor<T::AccountId>,
        outlet: Outlet,
        id: TagId,
    ) -> DispatchResult {
        let tag = Self::ensure_reviewable(&agency, &outlet, id)?;
        let (at, by) = (Self::now(), agency.institution);
        // From here on the tag counts.
        Self::put_review(outlet, id, tag, TagReview::Accepted { at, by }, |tags| {
            for entry in tags.iter_mut().filter(|entry| entry.tag == id) {
                entry.standing = DayTagStanding::Accepted;
            }
        });
        Self::deposit_event(Event::TagAccepted {
            outlet,
            tag: id,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_reject_tag(
        agency: Actor<T::AccountId>,
        outlet: Outlet,
        id: TagId,
        reason: Digest,
    ) -> DispatchResult {
        let tag = Self::ensure_reviewable(&agency, &outlet, id)?;
        let (at, by) = (Self::now(), agency.institution);
        let rejected = TagReview::Rejected { at, by, reason };
        Self::put_review(outlet, id, tag, rejected, |tags| {
            tags.retain(|entry| entry.tag != id);
        });
        Self::deposit_event(Event::TagRejected {
            outlet,
            tag: id,
            reason,
            by,
        });
        Ok(())
    }

    /// The tag, if it is not reviewed and the agency may do it.
    fn ensure_reviewable(
        agency: &Actor<T::AccountId>,
        outlet: &Outlet,
        id: TagId,
    ) -> Result<TagV1, DispatchError> {
        let Tag::V1(tag) = Tags::<T>::get(outlet, id).ok_or(Error::<T>::TagUnknown)?;
        let is_inside = T::Permits::permit(&outlet.permit)
            .is_some_and(|permit| agency.division.contains(permit.division));
        ensure!(is_inside, Error::<T>::OutsideDivision);
        ensure!(tag.review == TagReview::Filed, Error::<T>::AlreadyReviewed);
        Ok(tag)
    }

    /// Writes the review, and what it makes of the lists of the tag's days; an empty list goes.
    fn put_review(
        outlet: Outlet,
        id: TagId,
        tag: TagV1,
        review: TagReview,
        change: impl Fn(&mut DayTags),
    ) {
        for day in tag_days(tag.from_ms, tag.until_ms).into_iter().flatten() {
            TagsOfDay::<T>::mutate_exists(outlet, day, |list| {
                let mut tags = list.take().unwrap_or_default();
                change(&mut tags);
                *list = Some(tags).filter(|tags| !tags.is_empty());
            });
        }
        Tags::<T>::insert(outlet, id, Tag::V1(TagV1 { review, ..tag }));
    }
}
