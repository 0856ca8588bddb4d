//! Whether a request is served: it is a member's, the chain's head is new, and the grant is live at that head.

use super::standing::{Head, Standing};
use limpid_primitives::{Digest, InstitutionId};
use std::time::Duration;

/// How far the head's time may be ahead of this machine's clock: as far as the chain lets its authors' clocks differ.
const AHEAD_MAX: Duration = Duration::from_secs(30);

/// What may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// SHA-256 of the sealed file.
    pub sealed: Digest,
    /// Its length in bytes.
    pub sealed_bytes: u64,
}

/// Why nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barred {
    /// Nobody known asks.
    Unknown,
    /// The chain's finalised head is too old to go by.
    Stale {
        /// How old it is.
        age_s: u64,
    },
    /// The chain's finalised head is of the future: this machine's clock is behind, and cannot say how old the head is.
    Ahead {
        /// How far.
        ahead_s: u64,
    },
    /// A member asks for what it may not have: this goes on record.
    Refused {
        /// For whom the member acts.
        institution: InstitutionId,
        /// Why.
        reason: Reason,
    },
}

/// Why a member does not get a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The member's institution is suspended.
    Suspended,
    /// There is no such grant.
    NoGrant,
    /// The grant is another institution's.
    NotYours,
    /// The provider took the grant back.
    Revoked,
    /// The grant is over.
    Expired,
    /// The grant, or the version it is of, is another provider's.
    NotOurs,
}

impl Reason {
    /// It in words for the member.
    pub fn text(self) -> &'static str {
        match self {
            Reason::Suspended => "your institution is suspended",
            Reason::NoGrant => "there is no such grant",
            Reason::NotYours => "this grant was given to another institution",
            Reason::Revoked => "the provider revoked this grant",
            Reason::Expired => "this grant is over: ask the provider to renew it",
            Reason::NotOurs => "this grant is of another provider: ask that one's server",
        }
    }
}

/// Decides by what stands at the head for the server of `provider`. `age_max` is how old the head may be; `now_ms` is this
/// machine's clock.
pub fn judge(
    standing: Standing,
    provider: InstitutionId,
    now_ms: u64,
    age_max: Duration,
) -> Result<Admitted, Barred> {
    let Standing {
        head,
        acts_for,
        grant,
    } = standing;
    is_new(&head, now_ms, age_max)?;
    let member = acts_for.ok_or(Barred::Unknown)?;
    let refused = |reason| Barred::Refused {
        institution: member.institution,
        reason,
    };
    if !member.is_active {
        return Err(refused(Reason::Suspended));
    }
    let (grant, version) = grant.ok_or_else(|| refused(Reason::NoGrant))?;
    if grant.requester != member.institution {
        return Err(refused(Reason::NotYours));
    }
    // Everybody can publish the digest of a sealed file that lies here, and grant it to whom its provider refuses it.
    if grant.provider != provider || version.by != provider {
        return Err(refused(Reason::NotOurs));
    }
    if grant.revoked.is_some() {
        return Err(refused(Reason::Revoked));
    }
    // The block's time, not this machine's: it is the one that can be shown later.
    if !grant.is_live_at(head.time_ms) {
        return Err(refused(Reason::Expired));
    }
    Ok(Admitted {
        sealed: version.new.sealed,
        sealed_bytes: version.new.sealed_bytes,
    })
}

fn is_new(head: &Head, now_ms: u64, age_max: Duration) -> Result<(), Barred> {
    let age = Duration::from_millis(now_ms.saturating_sub(head.time_ms));
    let ahead = Duration::from_millis(head.time_ms.saturating_sub(now_ms));
    if ahead > AHEAD_MAX {
        let ahead_s = ahead.as_secs();
        return Err(Barred::Ahead { ahead_s });
    }
    match age > age_max {
        true => Err(Barred::Stale {
            age_s: age.as_secs(),
        }),
        false => Ok(()),
    }
}
