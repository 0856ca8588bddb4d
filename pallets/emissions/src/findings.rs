//! What becomes of a finding: two persons review it, the party is notified and may state its position, the agency decides
//! (行政处罚法, articles 41, 42 and 44).

use crate::{
    pallet::{Config, Error, Event, Findings},
    types::Excess,
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    emissions::{Finding, FindingId, FindingStatus, FindingV1, Review, ReviewKind},
    permit::{PermitLookup, PermitV1},
    Digest,
};
use pallet_institutions::Actor;
use sp_runtime::{DispatchError, DispatchResult};

/// What may happen to a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Review,
    Notify,
    State,
    Uphold,
    Dismiss,
}

/// Why a finding is not at a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    NotReviewed,
    AlreadyReviewed,
    NotNotified,
    AlreadyNotified,
    AlreadyUpheld,
    AlreadyDismissed,
}

/// The table of a finding's life. How an allowed step ends is for the step: the second review makes it reviewed, and so on.
#[rustfmt::skip] // A line a step, a column a status.
pub(crate) const fn allowed(step: Step, status: &FindingStatus) -> Result<(), Refusal> {
    use FindingStatus as S;
    use Refusal::*;
    match (step, status) {
        (Step::Review, S::Filed) => Ok(()),
        (Step::Review, S::Reviewed { .. } | S::Notified { .. }) => Err(AlreadyReviewed),

        (Step::Notify, S::Filed) => Err(NotReviewed),
        (Step::Notify, S::Reviewed { .. }) => Ok(()),
        (Step::Notify, S::Notified { .. }) => Err(AlreadyNotified),

        (Step::State | Step::Uphold, S::Filed) => Err(NotReviewed),
        (Step::State | Step::Uphold, S::Reviewed { .. }) => Err(NotNotified),
        (Step::State | Step::Uphold, S::Notified { .. }) => Ok(()),

        (Step::Dismiss, S::Filed | S::Reviewed { .. } | S::Notified { .. }) => Ok(()),

        (_, S::Upheld { .. }) => Err(AlreadyUpheld),
        (_, S::Dismissed { .. }) => Err(AlreadyDismissed),
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_review_finding(
        approver: Actor<T::AccountId>,
        id: FindingId,
        kind: ReviewKind,
        document: Digest,
    ) -> DispatchResult {
        let mut finding = Self::finding_before(id, Step::Review)?;
        Self::ensure_in_charge(&approver, &finding)?;
        let at = Self::now();
        let account: [u8; 32] = approver.account.into();
        let (own, other) = match kind {
            ReviewKind::Technical => (&mut finding.technical_review, &finding.legal_review),
            ReviewKind::Legal => (&mut finding.legal_review, &finding.technical_review),
        };
        ensure!(own.is_none(), Error::<T>::ReviewGiven);
        let by_same = other.is_some_and(|review| review.account == account);
        ensure!(!by_same, Error::<T>::ReviewerSame);
        *own = Some(Review {
            institution: approver.institution,
            account,
            at,
            document,
        });
        if other.is_some() {
            finding.status = FindingStatus::Reviewed { at };
        }
        Findings::<T>::insert(id, Finding::V1(finding));
        Self::deposit_event(Event::FindingReviewed {
            finding: id,
            kind,
            document,
            by: approver.institution,
        });
        Ok(())
    }

    pub(crate) fn do_notify_party(
        agency: Actor<T::AccountId>,
        id: FindingId,
        notice: Digest,
    ) -> DispatchResult {
        let mut finding = Self::finding_before(id, Step::Notify)?;
        Self::ensure_in_charge(&agency, &finding)?;
        let at = Self::now();
        let statement_until_ms = at
            .time_ms
            .saturating_add(Self::rules().statement_deadline_ms);
        finding.notice = Some((at, notice));
        finding.status = FindingStatus::Notified { statement_until_ms };
        Findings::<T>::insert(id, Finding::V1(finding));
        Self::deposit_event(Event::PartyNotified {
            finding: id,
            notice,
            statement_until_ms,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_state_position(
        party: Actor<T::AccountId>,
        id: FindingId,
        statement: Digest,
    ) -> DispatchResult {
        let mut finding = Self::finding_before(id, Step::State)?;
        let holder = Self::permit_of(&finding)?.holder;
        ensure!(holder == Some(party.institution), Error::<T>::NotHolder);
        let at = Self::now();
        ensure!(finding.statement.is_none(), Error::<T>::StatementGiven);
        ensure!(
            !statement_is_over(&finding, at.time_ms),
            Error::<T>::StatementTooLate
        );
        finding.statement = Some((at, statement));
        Findings::<T>::insert(id, Finding::V1(finding));
        Self::deposit_event(Event::PositionStated {
            finding: id,
            statement,
            by: party.institution,
        });
        Ok(())
    }

    pub(crate) fn do_uphold_finding(
        agency: Actor<T::AccountId>,
        id: FindingId,
        document: Digest,
    ) -> DispatchResult {
        let mut finding = Self::finding_before(id, Step::Uphold)?;
        Self::ensure_in_charge(&agency, &finding)?;
        let at = Self::now();
        ensure!(
            finding.statement.is_some() || statement_is_over(&finding, at.time_ms),
            Error::<T>::StatementPending
        );
        let excess = Excess {
            pollutant: finding.pollutant,
            averaging: finding.averaging,
            observed_ms: finding.observed_ms,
        };
        // A tag accepted since the finding was filed takes its ground away.
        ensure!(
            !Self::is_tagged(&finding.outlet, &excess, &Self::rules()),
            Error::<T>::DataTagged
        );
        finding.status = FindingStatus::Upheld { at, document };
        Findings::<T>::insert(id, Finding::V1(finding));
        Self::deposit_event(Event::FindingUpheld {
            finding: id,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_dismiss_finding(
        agency: Actor<T::AccountId>,
        id: FindingId,
        document: Digest,
    ) -> DispatchResult {
        let mut finding = Self::finding_before(id, Step::Dismiss)?;
        Self::ensure_in_charge(&agency, &finding)?;
        let at = Self::now();
        finding.status = FindingStatus::Dismissed { at, document };
        Findings::<T>::insert(id, Finding::V1(finding));
        Self::deposit_event(Event::FindingDismissed {
            finding: id,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    /// A finding that is at this step.
    fn finding_before(id: FindingId, step: Step) -> Result<FindingV1, DispatchError> {
        let Finding::V1(finding) = Findings::<T>::get(id).ok_or(Error::<T>::FindingUnknown)?;
        allowed(step, &finding.status).map_err(Error::<T>::of_refusal)?;
        Ok(finding)
    }

    /// The agency is one of the division of the permit's site.
    fn ensure_in_charge(agency: &Actor<T::AccountId>, finding: &FindingV1) -> DispatchResult {
        let permit = Self::permit_of(finding)?;
        ensure!(
            agency.division.contains(permit.division),
            Error::<T>::OutsideDivision
        );
        Ok(())
    }

    fn permit_of(finding: &FindingV1) -> Result<PermitV1, DispatchError> {
        let permit = T::Permits::permit(&finding.outlet.permit);
        Ok(permit.ok_or(Error::<T>::PermitUnknown)?)
    }
}

/// Whether the party can state its position no more. Only a notified party ever could.
fn statement_is_over(finding: &FindingV1, now_ms: u64) -> bool {
    match finding.status {
        FindingStatus::Notified { statement_until_ms } => now_ms > statement_until_ms,
        _ => true,
    }
}

impl<T: Config> Error<T> {
    pub(crate) fn of_refusal(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotReviewed => Self::NotReviewed,
            Refusal::AlreadyReviewed => Self::AlreadyReviewed,
            Refusal::NotNotified => Self::NotNotified,
            Refusal::AlreadyNotified => Self::AlreadyNotified,
            Refusal::AlreadyUpheld => Self::AlreadyUpheld,
            Refusal::AlreadyDismissed => Self::AlreadyDismissed,
        }
    }
}
