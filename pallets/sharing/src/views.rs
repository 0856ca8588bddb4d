//! What clients ask about shared data.

use crate::{
    pallet::{Config, DataSets, Grants, NextDataSet, NextGrant, NextRequest, Receipts, Requests},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::traits::Time;
use limpid_primitives::{
    sharing::{
        DataSet, DataSetFilter, DataSetId, Grant, GrantId, GrantStanding, GrantV1, Openness, Page,
        Request, RequestId, RequestStanding, Side,
    },
    DivisionCode, InstitutionId,
};
use pallet_institutions::InstitutionLookup;

/// The most entries of one answer.
const ENTRIES_MAX: usize = 100;
/// The most numbers one answer looks at.
const SEEN_MAX: u32 = 1_000;

impl<T: Config> Pallet<T> {
    /// The data sets that are offered and fit a filter.
    pub fn find(filter: DataSetFilter) -> Page<DataSetId, DataSet> {
        page(filter.after.0, NextDataSet::<T>::get(), DataSetId, |id| {
            let set = DataSets::<T>::get(id)?;
            let DataSet::V1(known) = &set;
            filter.fits(known).then_some(set)
        })
    }

    /// Requests on one side of which an institution stands, after a number, with how they stand now.
    pub fn requests_of(
        institution: InstitutionId,
        side: Side,
        openness: Openness,
        after: RequestId,
    ) -> Page<RequestId, (Request, RequestStanding)> {
        let (viewer, now_ms) = (Viewer::<T>::of(institution, side), T::Time::now());
        page(after.0, NextRequest::<T>::get(), RequestId, |id| {
            let request = Requests::<T>::get(id)?;
            let Request::V1(known) = &request;
            let standing = known.standing_at(now_ms);
            let is_open = matches!(standing, RequestStanding::Open | RequestStanding::Overdue);
            let is_asked = (is_open || openness == Openness::Any)
                && viewer.stands_there(known.provider, known.requester);
            is_asked.then_some((request, standing))
        })
    }

    /// Grants on one side of which an institution stands, after a number, with how they stand now.
    pub fn grants_of(
        institution: InstitutionId,
        side: Side,
        after: GrantId,
    ) -> Page<GrantId, (Grant, GrantStanding)> {
        let viewer = Viewer::<T>::of(institution, side);
        page(after.0, NextGrant::<T>::get(), GrantId, |id| {
            let grant = Grants::<T>::get(id)?;
            let Grant::V1(known) = &grant;
            let is_asked = viewer.stands_there(known.provider, known.requester);
            let standing = is_asked.then(|| Self::standing_now(id, known))?;
            Some((grant, standing))
        })
    }

    /// How a grant stands now; `None` if there is none with this number.
    pub fn grant_standing(id: GrantId) -> Option<GrantStanding> {
        let Grant::V1(grant) = Grants::<T>::get(id)?;
        Some(Self::standing_now(id, &grant))
    }

    fn standing_now(id: GrantId, grant: &GrantV1) -> GrantStanding {
        grant.standing_at(&Receipts::<T>::get(id), T::Time::now())
    }
}

/// Who looks, and from which side.
struct Viewer<T> {
    institution: InstitutionId,
    /// `None` for an institution that is not there.
    division: Option<DivisionCode>,
    side: Side,
    of: core::marker::PhantomData<T>,
}

impl<T: Config> Viewer<T> {
    fn of(institution: InstitutionId, side: Side) -> Self {
        Self {
            institution,
            division: division_of::<T>(institution),
            side,
            of: core::marker::PhantomData,
        }
    }

    fn stands_there(&self, provider: InstitutionId, requester: InstitutionId) -> bool {
        match self.side {
            Side::Provider => self.institution == provider,
            Side::Requester => self.institution == requester,
            Side::Superior => {
                let is_above = |party| {
                    let (own, theirs) = (self.division, division_of::<T>(party));
                    party != self.institution
                        && own
                            .zip(theirs)
                            .is_some_and(|(own, theirs)| own.contains(theirs))
                };
                is_above(provider) && is_above(requester)
            }
        }
    }
}

fn division_of<T: Config>(institution: InstitutionId) -> Option<DivisionCode> {
    T::Institutions::institution(institution).map(|institution| institution.division)
}

/// What there is of numbers after one and before `next`, as far as one answer goes.
fn page<I: Copy, E>(
    after: u32,
    next: u32,
    id: fn(u32) -> I,
    mut entry: impl FnMut(I) -> Option<E>,
) -> Page<I, E> {
    let newest = next.saturating_sub(1);
    let last = newest.min(after.saturating_add(SEEN_MAX));
    let mut entries = Vec::new();
    for number in after.saturating_add(1)..=last {
        let known = id(number);
        entries.extend(entry(known).map(|found| (known, found)));
        if entries.len() >= ENTRIES_MAX && number < newest {
            return Page {
                entries,
                next: Some(known),
            };
        }
    }
    Page {
        entries,
        next: (last < newest).then(|| id(last)),
    }
}
