//! Bundles that show the outlet's permit: what they say of it, and forgeries of it.

use super::{morning, one, period_of, Case};
use crate::world::{
    frames,
    permits::{decided, issued, number, other_number, permit, DAY_MS},
    World, HOUR_MS, MORNING_MS,
};
use codec::Encode;
use limpid_evidence::{
    verify::{storage_keys, Base64, Bundle, Link},
    Period, Record,
};
use limpid_primitives::permit::{
    Permit,
    PermitStatus::{Active, Cancelled, Revoked, Suspended, Withdrawn},
    PermitV1, Standing,
};

pub fn cases() -> Vec<Case> {
    let mut cases = records();
    cases.extend(periods());
    cases.extend(after_the_block());
    cases.extend(not_shown());
    cases.extend(undecodable());
    cases.extend(proofs());
    cases
}

/// Three ordinary batches, and a permit of which this was decided.
pub fn permitted(standings: impl IntoIterator<Item = Standing>) -> World {
    let mut world = one();
    world.permit(&permit(standings));
    world
}

fn good(name: &str, permit: &'static str, bundle: Bundle) -> Case {
    Case::verified(&format!("good-permit-{name}"), "one-validator", bundle).permit(permit)
}

/// Of one record, which was observed at [`MORNING_MS`]; the block's time is four hours later.
fn records() -> Vec<Case> {
    let case = |name, code, standings: &[Standing]| {
        let world = permitted(standings.iter().copied());
        good(name, code, world.record(1, 0))
    };
    let then = MORNING_MS;
    let valid = |valid_from_ms, valid_until_ms| Standing {
        valid_from_ms,
        valid_until_ms,
        ..issued()
    };
    let end_ms = issued().valid_until_ms;
    let many = (0..64).map(|hour| decided(then - 63 * HOUR_MS + hour * HOUR_MS, 1, Active));
    vec![
        case("in-force", "permit-in-force", &[issued()]),
        case(
            "revoked-since",
            "permit-not-in-force-now",
            &[issued(), decided(then + 3 * HOUR_MS, 1, Revoked)],
        ),
        case(
            "revoked-before",
            "permit-not-in-force",
            &[issued(), decided(then - HOUR_MS, 1, Revoked)],
        ),
        case(
            "withdrawn-at-that-moment",
            "permit-not-in-force",
            &[issued(), decided(then, 1, Withdrawn)],
        ),
        case(
            "cancelled-a-moment-later",
            "permit-not-in-force-now",
            &[issued(), decided(then + 1, 1, Cancelled)],
        ),
        case(
            "suspended-then",
            "permit-not-in-force-then",
            &[
                issued(),
                decided(then - HOUR_MS, 1, Suspended),
                decided(then + HOUR_MS, 1, Active),
            ],
        ),
        case(
            "valid-from-that-moment",
            "permit-in-force",
            &[valid(then, end_ms)],
        ),
        case(
            "valid-a-moment-later",
            "permit-not-in-force-then",
            &[valid(then + 1, end_ms)],
        ),
        case(
            "valid-until-that-moment",
            "permit-not-in-force",
            &[valid(0, then)],
        ),
        case(
            "valid-a-moment-longer",
            "permit-not-in-force-now",
            &[valid(0, then + 1)],
        ),
        case(
            "expired-and-renewed",
            "permit-not-in-force-then",
            &[valid(0, then), decided(then + HOUR_MS, 2, Active)],
        ),
        case(
            "on-chain-only-later",
            "permit-in-force",
            &[decided(then + HOUR_MS, 1, Active)],
        ),
        case(
            "most-decisions",
            "permit-in-force",
            &many.collect::<Vec<_>>(),
        ),
        good(
            "without-holder",
            "permit-in-force",
            encoded(without_holder()).record(1, 0),
        ),
    ]
}

fn without_holder() -> Vec<u8> {
    let Permit::V1(shown) = permit([issued()]);
    let shown = PermitV1 {
        holder: None,
        ..shown
    };
    Permit::V1(shown).encode()
}

fn periods() -> Vec<Case> {
    let case = |name, code, standings: &[Standing], period: &Period| {
        let world = permitted(standings.iter().copied());
        good(name, code, world.period(*period, 1, 3))
    };
    let (from, until) = (morning().from_ms, morning().until_ms);
    let silent = Period {
        from_ms: from - 5 * HOUR_MS,
        until_ms: from,
        ..morning()
    };
    let long = Period {
        until_ms: until + 9 * DAY_MS,
        ..morning()
    };
    vec![
        case(
            "period-amended",
            "permit-in-force",
            &[issued(), decided(from + HOUR_MS, 2, Active)],
            &morning(),
        ),
        case(
            "period-suspended-between-records",
            "permit-not-in-force-then",
            &[
                issued(),
                decided(from + 1, 1, Suspended),
                decided(from + HOUR_MS, 1, Active),
            ],
            &morning(),
        ),
        case(
            "period-revoked-at-its-end",
            "permit-not-in-force-now",
            &[issued(), decided(until, 1, Revoked)],
            &morning(),
        ),
        case(
            "period-revoked-in-its-last-moment",
            "permit-not-in-force",
            &[issued(), decided(until - 1, 1, Revoked)],
            &morning(),
        ),
        case(
            "silent-period-suspended",
            "permit-not-in-force-then",
            &[
                issued(),
                decided(silent.from_ms - 1, 1, Suspended),
                decided(silent.until_ms - 1, 1, Active),
            ],
            &silent,
        ),
        // The block shown is of a time inside the period: what comes after it is undecided.
        case(
            "period-not-over",
            "permit-not-yet-decided",
            &[Standing {
                valid_until_ms: from + 4 * HOUR_MS + 1,
                ..issued()
            }],
            &long,
        ),
        case(
            "period-not-over-and-expired",
            "permit-not-in-force",
            &[Standing {
                valid_until_ms: from + 4 * HOUR_MS,
                ..issued()
            }],
            &long,
        ),
    ]
}

/// The time of the block shown.
pub const NOW_MS: u64 = MORNING_MS + 4 * HOUR_MS;

/// A record from a logger whose clock runs ahead, received and anchored before the block shown.
pub fn ahead(standings: impl IntoIterator<Item = Standing>, observed_ms: u64) -> World {
    let mut world = World::new(1);
    let bytes = frames::hour_frame(observed_ms, "12.50");
    world.anchor(vec![Record {
        received_ms: MORNING_MS + HOUR_MS,
        ..frames::record(frames::outlet(), observed_ms, 1, bytes)
    }]);
    world.permit(&permit(standings));
    world
}

/// 10 to 20 November, long after the block shown.
pub fn later() -> Period {
    Period {
        from_ms: MORNING_MS + 9 * DAY_MS,
        until_ms: MORNING_MS + 19 * DAY_MS,
        ..morning()
    }
}

/// Of times later than the block shown, about which the chain may still decide.
fn after_the_block() -> Vec<Case> {
    let revoked = || [issued(), decided(NOW_MS, 1, Revoked)];
    let expired = Standing {
        valid_until_ms: NOW_MS + 1,
        ..issued()
    };
    let record = |name, code, standings: &[Standing], observed_ms| {
        let world = ahead(standings.iter().copied(), observed_ms);
        good(name, code, world.record(1, 0))
    };
    let period = |name, code, standings: &[Standing], from_ms, until_ms| {
        let period = Period {
            from_ms,
            until_ms,
            ..morning()
        };
        let world = permitted(standings.iter().copied());
        good(name, code, world.period(period, 1, 3))
    };
    let undecided = "permit-not-yet-decided";
    let (from, until) = (later().from_ms, later().until_ms);
    let suspended = [
        issued(),
        decided(NOW_MS - HOUR_MS, 1, Suspended),
        decided(NOW_MS, 1, Active),
    ];
    vec![
        period("period-later", undecided, &[issued()], from, until),
        period("period-later-revoked", undecided, &revoked(), from, until),
        period("period-later-expired", undecided, &[expired], from, until),
        period(
            "period-from-a-moment-later",
            undecided,
            &[issued()],
            NOW_MS + 1,
            NOW_MS + 2,
        ),
        period(
            "period-until-a-moment-later",
            undecided,
            &[issued()],
            MORNING_MS,
            NOW_MS + 2,
        ),
        period(
            "period-until-the-block",
            "permit-in-force",
            &[issued()],
            MORNING_MS,
            NOW_MS + 1,
        ),
        period(
            "period-not-over-and-suspended",
            "permit-not-in-force-then",
            &suspended,
            MORNING_MS,
            until,
        ),
        period(
            "period-not-over-and-revoked",
            "permit-not-in-force",
            &revoked(),
            MORNING_MS,
            until,
        ),
        record("record-later", undecided, &[issued()], NOW_MS + HOUR_MS),
        record(
            "record-later-revoked",
            undecided,
            &revoked(),
            NOW_MS + HOUR_MS,
        ),
        record(
            "record-at-the-block",
            "permit-in-force",
            &[issued()],
            NOW_MS,
        ),
    ]
}

fn not_shown() -> Vec<Case> {
    let revoked = permitted([issued(), decided(MORNING_MS - HOUR_MS, 1, Revoked)]);
    // A chain that keeps permits, and none of this number.
    let mut without = one();
    without.put(storage_keys::permit(other_number()), permit([issued()]));
    let mut absent = without.record(1, 0);
    let mut keys = without.keys(&absent.batches, frames::outlet());
    keys.push(storage_keys::permit(number()));
    absent.state = without.prove(&keys);
    vec![
        good("absent", "permit-absent", absent),
        good(
            "left-out",
            "permit-not-shown",
            left_out(&revoked, revoked.record(1, 0)),
        ),
        good(
            "left-out-of-period",
            "permit-not-shown",
            left_out(&revoked, period_of(&revoked)),
        ),
    ]
}

/// The nodes of a bundle that are there for the permit alone.
pub fn permit_nodes(world: &World, bundle: &Bundle) -> Vec<Base64> {
    let mut keys = world.keys(&bundle.batches, bundle.claim.outlet());
    keys.retain(|key| *key != storage_keys::permit(number()));
    let others = world.prove(&keys);
    let nodes = bundle.state.iter();
    nodes
        .filter(|node| !others.contains(node))
        .cloned()
        .collect()
}

/// The bundle as a forger hands it in who hides the permit.
pub fn left_out(world: &World, bundle: Bundle) -> Bundle {
    let permit = permit_nodes(world, &bundle);
    let mut bundle = bundle;
    bundle.state.retain(|node| !permit.contains(node));
    bundle
}

/// A chain that keeps these bytes for the permit.
fn encoded(value: Vec<u8>) -> World {
    let mut world = one();
    world.state.insert(storage_keys::permit(number()), value);
    world
}

fn undecodable() -> Vec<Case> {
    let value = permit([issued()]).encode();
    let case = |name, value| Case::refuted(Link::Permit, name, encoded(value).record(1, 0));
    let at = |at: usize, byte| {
        let mut value = value.clone();
        value[at] = byte;
        value
    };
    let standings = |count: u32| {
        let head = (1u8, 1u32, Some(3u32), 320_500u32).encode();
        [head, vec![issued(); count as usize].encode()].concat()
    };
    // Version 1, issuer 4, holder 5, division 4, a length 1; then block and time 12, version 4, status.
    let status = 1 + 4 + 5 + 4 + 1 + 12 + 4;
    assert_eq!(standings(1), value);
    vec![
        case("other-version", at(0, 2)),
        case("holder-neither", at(5, 2)),
        case("no-division", at(12, 0x7f)),
        case("unknown-status", at(status, 5)),
        case("no-standing", standings(0)),
        case("too-many-standings", standings(65)),
        case(
            "length-in-a-longer-form",
            [&value[..14], &[5, 0], &value[15..]].concat(),
        ),
        case("longer", [&value[..], &[0]].concat()),
        case("cut", value[..value.len() - 1].to_vec()),
        case("empty", vec![]),
    ]
}

/// Proofs with something else in the place of the permit.
fn proofs() -> Vec<Case> {
    let revoked = || permitted([issued(), decided(MORNING_MS + 3 * HOUR_MS, 1, Revoked)]);
    let case = |name, change: &dyn Fn(&World, &mut Bundle)| {
        let world = revoked();
        let mut bundle = world.record(1, 0);
        change(&world, &mut bundle);
        Case::refuted(Link::State, name, bundle)
    };
    let value = |world: &World| Base64(world.state[&storage_keys::permit(number())].clone());
    let older = permitted([issued()]);
    let older_bundle = older.record(1, 0);
    vec![
        case("permit-value-missing", &|world, bundle| {
            bundle.state.retain(|node| *node != value(world))
        }),
        case("permit-value-alone", &|world, bundle| {
            *bundle = left_out(world, bundle.clone());
            bundle.state.push(value(world));
        }),
        case("permit-older-value", &|world, bundle| {
            bundle.state.retain(|node| *node != value(world));
            bundle.state.push(value(&older));
        }),
        case("permit-older-value-and-leaf", &|world, bundle| {
            *bundle = left_out(world, bundle.clone());
            bundle.state.extend(permit_nodes(&older, &older_bundle));
        }),
        case("permit-older-state", &|_, bundle| {
            bundle.state = older_bundle.state.clone()
        }),
        case("permit-older-value-besides", &|_, bundle| {
            bundle.state.push(value(&older))
        }),
        case("permit-changed-value", &|world, bundle| {
            let value = value(world);
            for node in bundle.state.iter_mut().filter(|node| **node == value) {
                // Revoked becomes active.
                node.0[96] = 0;
            }
        }),
        Case::refuted(Link::State, "permit-of-another-number", {
            let mut world = revoked();
            world.put(storage_keys::permit(other_number()), permit([issued()]));
            let bundle = world.record(1, 0);
            let others = world.keys(&bundle.batches, frames::outlet());
            let others: Vec<_> = others
                .into_iter()
                .filter(|key| *key != storage_keys::permit(number()))
                .chain([storage_keys::permit(other_number())])
                .collect();
            Bundle {
                state: world.prove(&others),
                ..bundle
            }
        }),
    ]
}
