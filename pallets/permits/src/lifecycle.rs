//! The life of a permit (排污许可管理条例 and 行政许可法, chapter 6) as one table: which decision may follow at which stage.

use crate::pallet::{Config, Error};
use limpid_primitives::permit::{PermitStatus, Standing};

/// Where a permit is in its life at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// No permit has this number.
    Unissued,
    /// It stands; whether it is valid yet does not matter.
    Active,
    /// It is suspended.
    Suspended,
    /// Its validity is over, which no decision has to say. A suspended permit expires too.
    Expired,
    /// It was revoked.
    Revoked,
    /// It was withdrawn.
    Withdrawn,
    /// It was cancelled.
    Cancelled,
}

/// A decision about a permit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// 核发, and 重新申请 for a number whose permit has ended.
    Issue,
    /// 变更.
    Amend,
    /// 延续.
    Renew,
    /// 暂扣.
    Suspend,
    /// The end of a suspension.
    Reinstate,
    /// 吊销: it needs a permit that is valid.
    Revoke,
    /// 撤销: it is about how the permit was granted, so that expiry does not stand in its way.
    Withdraw,
    /// 注销: the end without fault. After 吊销 and 撤销, which end a permit themselves, it would hide why.
    Cancel,
}

/// Why a decision cannot follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forbidden {
    /// There is no permit.
    Unknown,
    /// The permit stands.
    Stands,
    /// The permit is suspended.
    Suspended,
    /// The permit is suspended already.
    AlreadySuspended,
    /// The permit is not suspended.
    NotSuspended,
    /// The permit has expired.
    Expired,
    /// The permit was revoked.
    Revoked,
    /// The permit was revoked already.
    AlreadyRevoked,
    /// The permit was withdrawn.
    Withdrawn,
    /// The permit was withdrawn already.
    AlreadyWithdrawn,
    /// The permit was cancelled.
    Cancelled,
    /// The permit was cancelled already.
    AlreadyCancelled,
}

type Cell = Result<PermitStatus, Forbidden>;

/// What a step makes of a permit at each stage, or why it cannot be taken there. Whether a ban stands in the way of a new
/// permit is asked apart.
#[rustfmt::skip]
const fn row(step: Step) -> [Cell; 7] {
    use Forbidden as No;
    const ACTIVE: Cell = Ok(PermitStatus::Active);
    const SUSPENDED: Cell = Ok(PermitStatus::Suspended);
    const REVOKED: Cell = Ok(PermitStatus::Revoked);
    const WITHDRAWN: Cell = Ok(PermitStatus::Withdrawn);
    const CANCELLED: Cell = Ok(PermitStatus::Cancelled);
    match step {
        //                  unissued          active                 suspended                  expired           revoked                  withdrawn                  cancelled
        Step::Issue     => [ACTIVE,           Err(No::Stands),       Err(No::Suspended),        ACTIVE,           ACTIVE,                  ACTIVE,                    ACTIVE],
        Step::Amend     => [Err(No::Unknown), ACTIVE,                Err(No::Suspended),        Err(No::Expired), Err(No::Revoked),        Err(No::Withdrawn),        Err(No::Cancelled)],
        Step::Renew     => [Err(No::Unknown), ACTIVE,                Err(No::Suspended),        Err(No::Expired), Err(No::Revoked),        Err(No::Withdrawn),        Err(No::Cancelled)],
        Step::Suspend   => [Err(No::Unknown), SUSPENDED,             Err(No::AlreadySuspended), Err(No::Expired), Err(No::Revoked),        Err(No::Withdrawn),        Err(No::Cancelled)],
        Step::Reinstate => [Err(No::Unknown), Err(No::NotSuspended), ACTIVE,                    Err(No::Expired), Err(No::Revoked),        Err(No::Withdrawn),        Err(No::Cancelled)],
        Step::Revoke    => [Err(No::Unknown), REVOKED,               REVOKED,                   Err(No::Expired), Err(No::AlreadyRevoked), Err(No::Withdrawn),        Err(No::Cancelled)],
        Step::Withdraw  => [Err(No::Unknown), WITHDRAWN,             WITHDRAWN,                 WITHDRAWN,        Err(No::Revoked),        Err(No::AlreadyWithdrawn), Err(No::Cancelled)],
        Step::Cancel    => [Err(No::Unknown), CANCELLED,             CANCELLED,                 CANCELLED,        Err(No::Revoked),        Err(No::Withdrawn),        Err(No::AlreadyCancelled)],
    }
}

impl Stage {
    /// The stage of a permit with this last standing; `None` where there is no permit.
    pub fn at(time_ms: u64, last: Option<&Standing>) -> Self {
        let Some(last) = last else {
            return Self::Unissued;
        };
        let is_over = time_ms >= last.valid_until_ms;
        match last.status {
            PermitStatus::Active | PermitStatus::Suspended if is_over => Self::Expired,
            PermitStatus::Active => Self::Active,
            PermitStatus::Suspended => Self::Suspended,
            PermitStatus::Revoked => Self::Revoked,
            PermitStatus::Withdrawn => Self::Withdrawn,
            PermitStatus::Cancelled => Self::Cancelled,
        }
    }
}

impl Step {
    /// What the permit becomes, or why the step cannot be taken.
    pub const fn at(self, stage: Stage) -> Result<PermitStatus, Forbidden> {
        let [unissued, active, suspended, expired, revoked, withdrawn, cancelled] = row(self);
        match stage {
            Stage::Unissued => unissued,
            Stage::Active => active,
            Stage::Suspended => suspended,
            Stage::Expired => expired,
            Stage::Revoked => revoked,
            Stage::Withdrawn => withdrawn,
            Stage::Cancelled => cancelled,
        }
    }
}

impl<T: Config> From<Forbidden> for Error<T> {
    fn from(forbidden: Forbidden) -> Self {
        match forbidden {
            Forbidden::Unknown => Self::PermitUnknown,
            Forbidden::Stands => Self::PermitStands,
            Forbidden::Suspended => Self::PermitSuspended,
            Forbidden::AlreadySuspended => Self::AlreadySuspended,
            Forbidden::NotSuspended => Self::NotSuspended,
            Forbidden::Expired => Self::PermitExpired,
            Forbidden::Revoked => Self::PermitRevoked,
            Forbidden::AlreadyRevoked => Self::AlreadyRevoked,
            Forbidden::Withdrawn => Self::PermitWithdrawn,
            Forbidden::AlreadyWithdrawn => Self::AlreadyWithdrawn,
            Forbidden::Cancelled => Self::PermitCancelled,
            Forbidden::AlreadyCancelled => Self::AlreadyCancelled,
        }
    }
}
