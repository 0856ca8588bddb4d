//! Every stage of a permit's life against every step, by calls: what the table says, written down a second time.

use crate::{mock::*, Error, Stage, Step, Validity};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    permit::{PermitStatus, Standing},
    Digest, Moment, PermitNumber,
};
use sp_runtime::DispatchResult;

const STAGES: [Stage; 7] = [
    Stage::Unissued,
    Stage::Active,
    Stage::Suspended,
    Stage::Expired,
    Stage::Revoked,
    Stage::Withdrawn,
    Stage::Cancelled,
];

const STEPS: [Step; 8] = [
    Step::Issue,
    Step::Amend,
    Step::Renew,
    Step::Suspend,
    Step::Reinstate,
    Step::Revoke,
    Step::Withdraw,
    Step::Cancel,
];

type Outcome = Result<PermitStatus, Error<Test>>;

fn expected(step: Step, stage: Stage) -> Outcome {
    use PermitStatus as S;
    let must_be_active = || match stage {
        Stage::Active => Ok(S::Active),
        Stage::Unissued => Err(Error::PermitUnknown),
        Stage::Suspended => Err(Error::PermitSuspended),
        Stage::Expired => Err(Error::PermitExpired),
        Stage::Revoked => Err(Error::PermitRevoked),
        Stage::Withdrawn => Err(Error::PermitWithdrawn),
        Stage::Cancelled => Err(Error::PermitCancelled),
    };
    match (step, stage) {
        (Step::Issue, Stage::Active) => Err(Error::PermitStands),
        (Step::Issue, Stage::Suspended) => Err(Error::PermitSuspended),
        (Step::Issue, _) => Ok(S::Active),
        (Step::Suspend, Stage::Active) => Ok(S::Suspended),
        (Step::Suspend, Stage::Suspended) => Err(Error::AlreadySuspended),
        (Step::Reinstate, Stage::Active) => Err(Error::NotSuspended),
        (Step::Reinstate, Stage::Suspended) => Ok(S::Active),
        (Step::Revoke, Stage::Active | Stage::Suspended) => Ok(S::Revoked),
        (Step::Revoke, Stage::Revoked) => Err(Error::AlreadyRevoked),
        (Step::Withdraw, Stage::Active | Stage::Suspended | Stage::Expired) => Ok(S::Withdrawn),
        (Step::Withdraw, Stage::Withdrawn) => Err(Error::AlreadyWithdrawn),
        (Step::Cancel, Stage::Active | Stage::Suspended | Stage::Expired) => Ok(S::Cancelled),
        (Step::Cancel, Stage::Cancelled) => Err(Error::AlreadyCancelled),
        _ => must_be_active(),
    }
}

fn take(step: Step, number: PermitNumber) -> DispatchResult {
    let now_ms = pallet_timestamp::Now::<Test>::get();
    match step {
        Step::Issue => Issue {
            validity: Validity {
                from_ms: now_ms,
                until_ms: now_ms + DAY_MS,
            },
            ..Issue::of(number)
        }
        .send(),
        Step::Amend => amend(number),
        Step::Renew => renew(number, VALIDITY.until_ms + 1),
        Step::Suspend => suspend(number),
        Step::Reinstate => reinstate(number),
        Step::Revoke => revoke(number, None),
        Step::Withdraw => withdraw(number, None),
        Step::Cancel => cancel(number),
    }
}

#[test]
fn every_step_at_every_stage_is_taken_or_refused_for_its_own_reason() {
    for stage in STAGES {
        for step in STEPS {
            ExtBuilder::default().run(|| {
                bring_to(stage, site(1));
                match expected(step, stage) {
                    Ok(status) => {
                        assert_eq!(take(step, site(1)), Ok(()), "{step:?} at {stage:?}");
                        assert_eq!(present(site(1)).status, status, "{step:?} at {stage:?}");
                        assert_eq!(events().len(), 1, "{step:?} at {stage:?}");
                    }
                    Err(error) => {
                        assert_noop!(take(step, site(1)), error);
                    }
                }
            });
        }
    }
}

#[test]
fn versions_are_made_by_issue_amendment_and_renewal_alone() {
    for (step, stage, version) in [
        (Step::Issue, Stage::Unissued, 1),
        (Step::Issue, Stage::Expired, 2),
        (Step::Issue, Stage::Revoked, 2),
        (Step::Issue, Stage::Withdrawn, 2),
        (Step::Issue, Stage::Cancelled, 2),
        (Step::Amend, Stage::Active, 2),
        (Step::Renew, Stage::Active, 2),
        (Step::Suspend, Stage::Active, 1),
        (Step::Reinstate, Stage::Suspended, 1),
        (Step::Revoke, Stage::Active, 1),
        (Step::Withdraw, Stage::Expired, 1),
        (Step::Cancel, Stage::Expired, 1),
    ] {
        ExtBuilder::default().run(|| {
            bring_to(stage, site(1));
            assert_ok!(take(step, site(1)));
            assert_eq!(present(site(1)).version, version, "{step:?} at {stage:?}");
        });
    }
}

#[test]
fn a_stage_is_read_from_the_last_standing_and_the_time() {
    let standing = |status| Standing {
        at: Moment::default(),
        version: 1,
        status,
        valid_from_ms: 10,
        valid_until_ms: 20,
        document: Digest::ZERO,
    };
    assert_eq!(Stage::at(15, None), Stage::Unissued);
    for (status, valid, over) in [
        (PermitStatus::Active, Stage::Active, Stage::Expired),
        (PermitStatus::Suspended, Stage::Suspended, Stage::Expired),
        (PermitStatus::Revoked, Stage::Revoked, Stage::Revoked),
        (PermitStatus::Withdrawn, Stage::Withdrawn, Stage::Withdrawn),
        (PermitStatus::Cancelled, Stage::Cancelled, Stage::Cancelled),
    ] {
        let standing = standing(status);
        for time_ms in [0, 10, 19] {
            assert_eq!(Stage::at(time_ms, Some(&standing)), valid, "{status:?}");
        }
        for time_ms in [20, u64::MAX] {
            assert_eq!(Stage::at(time_ms, Some(&standing)), over, "{status:?}");
        }
    }
}
