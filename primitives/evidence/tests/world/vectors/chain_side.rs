//! Forgeries of the chain's part: links `signature` to `binding`.

use super::{handed_over, morning, one, period_of, Case};
use crate::world::{
    forced_change, frames, header, id, scheduled_change, validators, votes::descendants, World,
    GATEWAY, HOUR_MS, MORNING_MS, OPERATOR,
};
use codec::Encode;
use limpid_evidence::{
    chain::{Binding, BindingV1},
    verify::{storage_keys, Base64, BlockHeader, Bundle, DigestItem, Finality, Hex, Link},
    BatchHeader,
};

pub fn cases() -> Vec<Case> {
    let mut cases = signatures();
    cases.extend(anchors());
    cases.extend(states());
    cases.extend(headers());
    cases.extend(finalities());
    cases.extend(relabelled());
    cases.extend(lineages());
    cases.extend(registrations());
    cases
}

fn record_changed(change: impl Fn(&World, &mut Bundle)) -> Bundle {
    let world = one();
    let mut bundle = world.record(1, 0);
    change(&world, &mut bundle);
    bundle
}

fn signatures() -> Vec<Case> {
    let case = |name, bundle| Case::refuted(Link::Signature, name, bundle);
    vec![
        case(
            "flipped",
            record_changed(|_, bundle| bundle.batches[0].signature.0[5] ^= 1),
        ),
        case(
            "zero",
            record_changed(|_, bundle| bundle.batches[0].signature = Hex([0; 64])),
        ),
        case(
            "of-another-batch",
            record_changed(|world, bundle| {
                bundle.batches[0].signature = Hex(world.batches[1].signature)
            }),
        ),
        case(
            "of-another-chain",
            record_changed(|world, bundle| {
                let mut other = world.clone();
                other.genesis.hash.0[0] ^= 1;
                bundle.batches[0].signature = Hex(other.sign(&bundle.batches[0].header));
            }),
        ),
        case("no-key", without(storage_keys::gateway_key(GATEWAY, 0))),
        case("of-the-key-before", {
            let mut world = one();
            let first = world.gateway_key.clone();
            world.rotate_key();
            world.anchor(frames::ordinary(60));
            let second = std::mem::replace(&mut world.gateway_key, first);
            let mut bundle = world.record(4, 0);
            bundle.batches[0].signature = Hex(world.sign(&bundle.batches[0].header));
            world.gateway_key = second;
            bundle
        }),
    ]
}

/// A genuine bundle of a chain that lacks a value.
fn without(key: Vec<u8>) -> Bundle {
    let mut world = one();
    world.state.remove(&key).unwrap();
    world.record(1, 0)
}

/// A header changed and signed again, which only the gateway's operator could do.
fn signed_again(change: fn(&mut BatchHeader)) -> Bundle {
    record_changed(|world, bundle| {
        change(&mut bundle.batches[0].header);
        bundle.batches[0].signature = Hex(world.sign(&bundle.batches[0].header));
    })
}

fn anchors() -> Vec<Case> {
    vec![
        Case::refuted(
            Link::Anchor,
            "other-closed",
            signed_again(|header| header.closed_at_ms += 1),
        ),
        Case::refuted(
            Link::Anchor,
            "wider-period",
            signed_again(|header| header.observed_from_ms -= 1),
        ),
        Case::refuted(
            Link::Anchor,
            "not-on-chain",
            without(storage_keys::anchor(GATEWAY, 1)),
        ),
        Case::refuted(Link::Anchor, "other-version", {
            let mut world = one();
            let key = storage_keys::anchor(GATEWAY, 1);
            world.state.get_mut(&key).unwrap()[0] = 2;
            world.record(1, 0)
        }),
    ]
}

fn states() -> Vec<Case> {
    let case = |name, change: fn(&World, &mut Bundle)| {
        Case::refuted(Link::State, name, record_changed(change))
    };
    vec![
        case("missing-node", |_, bundle| drop(bundle.state.remove(3))),
        case("no-node", |_, bundle| bundle.state.clear()),
        case("node-twice", |_, bundle| {
            bundle.state.push(bundle.state[0].clone())
        }),
        case("unused-node", |world, bundle| {
            let anchor = storage_keys::anchor(GATEWAY, 2);
            let more = world.prove(&[anchor]);
            bundle.state.extend(
                more.into_iter()
                    .filter(|node| !bundle.state.contains(node))
                    .collect::<Vec<_>>(),
            );
        }),
        case("foreign-node", |_, bundle| {
            bundle.state.push(Base64(vec![0x41, 7, 4, 9]))
        }),
        case("changed-node", |_, bundle| bundle.state[0].0[9] ^= 1),
        case("longer-node", |_, bundle| bundle.state[0].0.push(0)),
        case("of-another-block", |world, bundle| {
            let mut other = world.clone();
            other.put(storage_keys::now(), MORNING_MS);
            bundle.state = other.record(1, 0).state;
        }),
    ]
}

/// A bundle whose finality block is another, with genuine votes.
fn with_block(change: impl Fn(&mut BlockHeader)) -> Bundle {
    record_changed(|world, bundle| {
        let mut head = world.head();
        change(&mut head);
        bundle.finality = world.finalise(&head);
    })
}

fn headers() -> Vec<Case> {
    let next = || validators("second", 4);
    let case = |name, bundle| Case::refuted(Link::Header, name, bundle);
    vec![
        case(
            "forced-change",
            with_block(|head| head.digest.push(forced_change(&next()))),
        ),
        case(
            "delayed-change",
            with_block(|head| head.digest.push(scheduled_change(&next(), 1))),
        ),
        case(
            "two-changes",
            with_block(|head| {
                head.digest
                    .extend([scheduled_change(&next(), 0), scheduled_change(&next(), 0)]);
            }),
        ),
        case(
            "empty-set",
            with_block(|head| head.digest.push(scheduled_change(&[], 0))),
        ),
        case(
            "longer-message",
            with_block(|head| {
                let DigestItem::Consensus(engine, mut message) = scheduled_change(&next(), 0)
                else {
                    return;
                };
                message.push(0);
                head.digest.push(DigestItem::Consensus(engine, message));
            }),
        ),
        case(
            "longer",
            record_changed(|_, bundle| bundle.finality.header.0.push(0)),
        ),
        case(
            "cut",
            record_changed(|_, bundle| bundle.finality.header.0.truncate(150)),
        ),
        case(
            "unknown-item",
            record_changed(|_, bundle| bundle.finality.header.0[99] = 1),
        ),
    ]
}

fn finalities() -> Vec<Case> {
    // Four validators; three must vote.
    let world = World::new(4);
    let world = super::with_batches(world);
    let head = world.head();
    let case = |name, votes: super::super::votes::Votes| {
        let mut bundle = world.record(1, 0);
        bundle.finality = votes.finality(&head);
        Case::refuted_under("four-validators", Link::Finality, name, bundle)
    };
    let votes = || world.votes(&head);
    let with_set = |set_id| {
        let mut votes = votes();
        votes.set_id = set_id;
        votes.of_all()
    };
    let other_round = {
        let mut votes = votes().of_all();
        votes.made.round += 1;
        votes
    };
    let flipped = {
        let mut votes = votes().of_all();
        votes.made.precommits[3].signature[0] ^= 1;
        votes
    };
    let strangers = {
        let mut votes = votes();
        votes.validators = validators("second", 4);
        votes.of_all()
    };
    let one_stranger = {
        let mut votes = votes().of(3);
        votes.validators[3] = crate::world::key("stranger");
        votes.vote(3, id(&head))
    };
    let after = descendants(&head, 2);
    vec![
        case("no-votes", votes()),
        case("two-of-four", votes().of(2)),
        case("votes-twice", votes().of(2).vote(0, id(&head))),
        case("other-set-id", with_set(1)),
        case("other-round", other_round),
        case("flipped-signature", flipped),
        case("strangers", strangers),
        case("one-stranger", one_stranger),
        case("unused-ancestry", votes().of_all().ancestry(&after[..1])),
        case(
            "ancestry-twice",
            votes()
                .of(3)
                .vote(3, id(&after[0]))
                .ancestry(&after[..1])
                .ancestry(&after[..1]),
        ),
        case(
            "ancestry-missing",
            votes().of(3).vote(3, id(&after[1])).ancestry(&after[1..]),
        ),
    ]
}

/// Genuine votes for one block shown as votes for another.
fn relabelled() -> Vec<Case> {
    let world = super::with_batches(World::new(4));
    let head = world.head();
    let mut other = head.clone();
    other.extrinsics_root.0[0] ^= 1;
    let genuine = || world.votes(&other).of_all();
    let case = |name, finality: Finality| {
        let mut bundle = world.record(1, 0);
        bundle.finality = finality;
        Case::refuted_under("four-validators", Link::Finality, name, bundle)
    };
    let relabelled = {
        let mut votes = genuine();
        votes.made.target_hash = id(&head).hash;
        votes
    };
    let with_ancestry = relabelled.clone().ancestry(&[other.clone()]);
    let wrong_height = {
        let mut child = descendants(&head, 1).remove(0);
        child.number += 1;
        world
            .votes(&head)
            .of(3)
            .vote(3, id(&child))
            .ancestry(&[child])
    };
    let wrong_number = world.votes(&head).of(3).vote(
        3,
        limpid_evidence::verify::BlockId {
            number: head.number + 1,
            ..id(&head)
        },
    );
    let longer = {
        let mut finality = world.finalise(&head);
        finality.justification.0.push(0);
        finality
    };
    vec![
        case(
            "of-another-block",
            Finality {
                header: Base64(head.encode()),
                ..genuine().finality(&other)
            },
        ),
        case("relabelled", relabelled.finality(&head)),
        case("relabelled-with-ancestry", with_ancestry.finality(&head)),
        case("wrong-height", wrong_height.finality(&head)),
        case("wrong-number", wrong_number.finality(&head)),
        case("longer", longer),
    ]
}

fn lineages() -> Vec<Case> {
    let changed = |change: &dyn Fn(&World, &mut Bundle)| {
        let world = handed_over();
        let mut bundle = period_of(&world);
        change(&world, &mut bundle);
        bundle
    };
    let case = |name, change: &dyn Fn(&World, &mut Bundle)| {
        Case::refuted_under("four-validators", Link::Lineage, name, changed(change))
    };
    let handover = |logs: Vec<DigestItem>| {
        let world = World::new(4);
        world.finalise(&header(world.number, limpid_primitives::Digest::ZERO, logs))
    };
    let next = validators("second", 4);
    let usurpers = validators("usurper", 4);
    vec![
        case("first-missing", &|_, bundle| {
            drop(bundle.handovers.remove(0))
        }),
        case("swapped", &|_, bundle| bundle.handovers.swap(0, 1)),
        case("twice", &|_, bundle| {
            bundle.handovers.insert(1, bundle.handovers[0].clone())
        }),
        case("no-change", &|_, bundle| {
            bundle.handovers[0] = handover(vec![])
        }),
        case("delayed-change", &|_, bundle| {
            bundle.handovers[0] = handover(vec![scheduled_change(&next, 3)])
        }),
        case("forced-change", &|_, bundle| {
            bundle.handovers[0] = handover(vec![forced_change(&next)])
        }),
        case("to-usurpers", &|world, bundle| {
            let mut usurped = world.clone();
            usurped.validators = usurpers.clone();
            let header = header(
                150,
                limpid_primitives::Digest::ZERO,
                vec![scheduled_change(&usurpers, 0)],
            );
            bundle.handovers[0] = usurped.finalise(&header);
        }),
        case("after-the-block", &|_, bundle| {
            let early = header(150, one().head().state_root, vec![]);
            bundle.finality = handed_over().finalise(&early);
        }),
        case("votes-of-another", &|_, bundle| {
            bundle.handovers[0].justification = bundle.handovers[1].justification.clone()
        }),
        Case::refuted_under(
            "four-validators",
            Link::Finality,
            "last-handover-missing",
            changed(&|_, bundle| drop(bundle.handovers.pop())),
        ),
        Case::refuted_under(
            "after-handovers",
            Link::Lineage,
            "other-trusted-block",
            changed(&|_, bundle| {
                let other = header(200, limpid_primitives::Digest::ZERO, vec![]);
                bundle.handovers[1].header = Base64(other.encode());
            }),
        ),
        Case::undecided(
            "newer-than-evidence",
            Link::Lineage,
            "older-than-trust-root",
            one().record(1, 0).to_json(),
        ),
    ]
}

fn registrations() -> Vec<Case> {
    let bound = |binding: BindingV1| {
        let mut world = one();
        world.bind(binding);
        world
    };
    let ordinary = BindingV1 {
        mn: frames::mn(),
        from_ms: MORNING_MS - HOUR_MS,
        until_ms: None,
    };
    let other_mn = BindingV1 {
        mn: "LIMPID0000000000000002".parse().unwrap(),
        ..ordinary
    };
    let ended = BindingV1 {
        until_ms: Some(MORNING_MS),
        ..ordinary
    };
    let later = BindingV1 {
        from_ms: MORNING_MS + 1,
        ..ordinary
    };
    let silent = limpid_evidence::Period {
        from_ms: MORNING_MS - 9 * HOUR_MS,
        until_ms: MORNING_MS - 8 * HOUR_MS,
        ..morning()
    };
    vec![
        Case::refuted(
            Link::Gateway,
            "not-registered",
            without(storage_keys::gateway(GATEWAY)),
        ),
        Case::refuted(
            Link::Gateway,
            "no-operator",
            without(storage_keys::institution(OPERATOR)),
        ),
        Case::refuted(
            Link::Binding,
            "none",
            without(storage_keys::bindings(GATEWAY, frames::outlet())),
        ),
        Case::refuted(Link::Binding, "other-device", bound(other_mn).record(1, 0)),
        Case::refuted(Link::Binding, "ended", bound(ended).record(1, 0)),
        Case::refuted(Link::Binding, "begins-later", bound(later).record(1, 0)),
        Case::refuted(
            Link::Binding,
            "silence-before-binding",
            bound(ordinary).period(silent, 1, 3),
        ),
        Case::refuted(Link::Binding, "too-many", {
            let mut world = one();
            let key = storage_keys::bindings(GATEWAY, frames::outlet());
            world.put(key, vec![Binding::V1(ordinary); 65]);
            world.record(1, 0)
        }),
    ]
}
