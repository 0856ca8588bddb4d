//! What is said of a period against what is said of each of its moments.

use super::*;
use limpid_primitives::{
    permit::{PermitStatus, Standing},
    Digest, Outlet,
};
use proptest::prelude::*;

/// Times close enough together to meet, and the ends of what a time can be.
fn time() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0u64..30, 1 => Just(u64::MAX), 1 => Just(u64::MAX - 1)]
}

fn status() -> impl Strategy<Value = PermitStatus> {
    prop::sample::select(vec![
        PermitStatus::Active,
        PermitStatus::Active,
        PermitStatus::Suspended,
        PermitStatus::Revoked,
        PermitStatus::Withdrawn,
        PermitStatus::Cancelled,
    ])
}

fn standing() -> impl Strategy<Value = Standing> {
    (time(), 1u32..4, status(), time(), time()).prop_map(
        |(time_ms, version, status, valid_from_ms, valid_until_ms)| Standing {
            at: Moment { block: 1, time_ms },
            version,
            status,
            valid_from_ms,
            valid_until_ms,
            document: Digest::ZERO,
        },
    )
}

/// Standings in any order: what a verifier says is defined for all of them.
fn permit() -> impl Strategy<Value = PermitV1> {
    prop::collection::vec(standing(), 0..8).prop_map(|standings| PermitV1 {
        issuer: InstitutionId(1),
        holder: None,
        division: 320_500.try_into().unwrap(),
        standings: standings.try_into().unwrap(),
    })
}

fn period(from_ms: u64, until_ms: u64) -> Period {
    let outlet: Outlet = "91130200699229617X001P/DA001".parse().unwrap();
    Period {
        outlet,
        from_ms,
        until_ms,
    }
}

proptest! {
    #[test]
    fn spans_say_of_every_moment_what_is_said_of_it_alone(permit in permit(), from_ms in time(), until_ms in time(), now_ms in time()) {
        let spans = spans(&permit, &period(from_ms, until_ms), now_ms);
        let of = |time_ms: u64| {
            let mut found = spans.iter().filter(|span| (span.from_ms..span.until_ms).contains(&time_ms));
            let span = found.next();
            assert!(found.next().is_none(), "two spans at {time_ms}");
            span.map(|span| span.then)
        };
        for time_ms in (0..40).chain(u64::MAX - 3..u64::MAX) {
            let is_asked = from_ms <= time_ms && time_ms < until_ms;
            let expected = PermitThen::at(&permit, time_ms, now_ms).filter(|_| is_asked);
            let is_undecided = expected.is_some_and(|then| then.in_force == PermitForce::Undecided);
            prop_assert_eq!(is_undecided, expected.is_some() && time_ms > now_ms);
            prop_assert_eq!(of(time_ms), expected, "at {}", time_ms);
        }
        prop_assert!(spans.windows(2).all(|two| two[0].until_ms == two[1].from_ms && two[0].then != two[1].then));
        prop_assert!(spans.len() <= 3 * permit.standings.len() + 2);
    }

    #[test]
    fn what_is_decided_counts_from_its_time_on(permit in permit(), time_ms in time(), now_ms in time()) {
        let then = PermitThen::at(&permit, time_ms, now_ms);
        // As docs/spec/anchor.md says it.
        let mut counts = permit.standings.first();
        for standing in &permit.standings {
            if standing.at.time_ms <= time_ms.min(now_ms) {
                counts = Some(standing);
            }
        }
        let expected = counts.map(|standing| {
            let in_force = match standing.status {
                _ if time_ms > now_ms => PermitForce::Undecided,
                PermitStatus::Suspended => PermitForce::No(NotInForce::Suspended),
                PermitStatus::Revoked => PermitForce::No(NotInForce::Revoked),
                PermitStatus::Withdrawn => PermitForce::No(NotInForce::Withdrawn),
                PermitStatus::Cancelled => PermitForce::No(NotInForce::Cancelled),
                PermitStatus::Active if time_ms < standing.valid_from_ms => PermitForce::No(NotInForce::NotYetValid),
                PermitStatus::Active if time_ms >= standing.valid_until_ms => PermitForce::No(NotInForce::Expired),
                PermitStatus::Active => PermitForce::Yes,
            };
            PermitThen { in_force, version: standing.version, decided: standing.at }
        });
        prop_assert_eq!(then, expected);
    }
}

#[test]
fn in_json_it_is_said_in_words() {
    let shown = |in_force| PermitThen {
        in_force,
        version: 2,
        decided: Moment {
            block: 7,
            time_ms: 9,
        },
    };
    let json = |then| serde_json::to_string(&then).unwrap();
    assert_eq!(
        json(shown(PermitForce::Yes)),
        r#"{"in_force":"yes","version":2,"decided":{"block":7,"time_ms":9}}"#
    );
    assert_eq!(
        json(shown(PermitForce::No(NotInForce::NotYetValid))),
        r#"{"in_force":{"no":"not-yet-valid"},"version":2,"decided":{"block":7,"time_ms":9}}"#
    );
    assert_eq!(
        json(shown(PermitForce::Undecided)),
        r#"{"in_force":"undecided","version":2,"decided":{"block":7,"time_ms":9}}"#
    );
    assert_eq!(
        serde_json::to_string(&PermitShown::default()).unwrap(),
        r#""not-shown""#
    );
}
