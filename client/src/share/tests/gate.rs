//! Who gets a file, by what stands at the head.

use super::{super::gate::*, super::standing::*, standing, version, AGE_MAX, PROVIDER, REQUESTER};
use crate::sealing::{ContentKey, Sealed};
use limpid_primitives::{sharing::Revocation, Digest, InstitutionId, Moment};

fn sealed() -> Sealed {
    Sealed {
        plain: Digest([1; 32]),
        plain_bytes: 10,
        sealed: Digest([2; 32]),
        sealed_bytes: 46,
    }
}

/// What is decided after a change, a second after the head.
fn decided(change: impl FnOnce(&mut Standing)) -> Result<Admitted, Barred> {
    let mut standing = standing(version(&sealed(), &ContentKey::generate(), "http://a"));
    change(&mut standing);
    let now_ms = standing.head.time_ms + 1_000;
    judge(standing, PROVIDER, now_ms, AGE_MAX)
}

fn refused(reason: Reason) -> Result<Admitted, Barred> {
    Err(Barred::Refused {
        institution: REQUESTER,
        reason,
    })
}

fn revocation() -> Revocation {
    Revocation {
        at: Moment::default(),
        by: InstitutionId(2),
        reason: Digest([7; 32]),
    }
}

#[test]
fn a_live_grant_admits_to_its_version() {
    let Sealed {
        sealed,
        sealed_bytes,
        ..
    } = sealed();
    let admitted = Admitted {
        sealed,
        sealed_bytes,
    };
    assert_eq!(decided(|_| ()), Ok(admitted));
}

#[test]
fn nobody_else_is_admitted() {
    assert_eq!(decided(|s| s.acts_for = None), Err(Barred::Unknown));
    assert_eq!(decided(|s| s.grant = None), refused(Reason::NoGrant));
    let other = decided(|s| s.grant.as_mut().unwrap().0.requester = InstitutionId(6));
    assert_eq!(other, refused(Reason::NotYours));
    let suspended = decided(|s| s.acts_for.as_mut().unwrap().is_active = false);
    assert_eq!(suspended, refused(Reason::Suspended));
}

#[test]
fn a_grant_ends_by_the_blocks_time() {
    let ends = |after_head: i64| {
        decided(|s| {
            let expires = &mut s.grant.as_mut().unwrap().0.expires_ms;
            *expires = s.head.time_ms.checked_add_signed(after_head).unwrap();
        })
    };
    // This machine's clock is a second further.
    assert!(ends(1).is_ok());
    assert_eq!(ends(0), refused(Reason::Expired));
    assert_eq!(ends(-1), refused(Reason::Expired));
}

#[test]
fn a_revoked_grant_admits_no_more() {
    let revoked = decided(|s| s.grant.as_mut().unwrap().0.revoked = Some(revocation()));
    assert_eq!(revoked, refused(Reason::Revoked));
}

#[test]
fn an_old_head_admits_nobody_and_refuses_nobody() {
    let standing = |change: fn(&mut Standing)| {
        let mut standing = standing(version(&sealed(), &ContentKey::generate(), "http://a"));
        change(&mut standing);
        standing
    };
    let revoke: fn(&mut Standing) = |s| s.grant.as_mut().unwrap().0.revoked = Some(revocation());
    for change in [|_: &mut Standing| (), revoke] {
        let standing = standing(change);
        let late_ms = standing.head.time_ms + 120_001;
        let barred = judge(standing, PROVIDER, late_ms, AGE_MAX);
        assert_eq!(barred, Err(Barred::Stale { age_s: 120 }));
    }
    let in_time = standing(|_| ());
    let late_ms = in_time.head.time_ms + 120_000;
    assert!(judge(in_time, PROVIDER, late_ms, AGE_MAX).is_ok());
}

#[test]
fn another_providers_grant_of_the_same_file_opens_nothing() {
    let accomplice = InstitutionId(9);
    let granted = decided(|s| s.grant.as_mut().unwrap().0.provider = accomplice);
    assert_eq!(granted, refused(Reason::NotOurs));
    let published = decided(|s| s.grant.as_mut().unwrap().1.by = accomplice);
    assert_eq!(published, refused(Reason::NotOurs));
    let both = decided(|s| {
        let (grant, version) = s.grant.as_mut().unwrap();
        (grant.provider, version.by) = (accomplice, accomplice);
    });
    assert_eq!(both, refused(Reason::NotOurs));
}

#[test]
fn a_clock_that_is_behind_serves_nobody() {
    let judged = |ahead_ms| {
        let standing = standing(version(&sealed(), &ContentKey::generate(), "http://a"));
        let now_ms = standing.head.time_ms - ahead_ms;
        judge(standing, PROVIDER, now_ms, AGE_MAX)
    };
    assert!(judged(30_000).is_ok());
    assert_eq!(judged(30_001), Err(Barred::Ahead { ahead_s: 30 }));
}
