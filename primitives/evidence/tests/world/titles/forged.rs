//! Forgeries: what the file could say, what a chain could keep that lies about quota, and votes that don't count.

use super::{
    allocated,
    cases::{four, handed_over, one, stranger, Case},
    document, lot, reserve, AGENCY, CLASS, POWER, STEEL, TONNE,
};
use crate::world::{
    forced_change, header, id, scheduled_change, validators, votes::descendants, World, MORNING_MS,
};
use limpid_evidence::verify::{
    storage_keys, Base64, BlockHeader, DigestItem, Finality, Link, Title,
};
use limpid_primitives::{
    quota::{Allocation, AllocationV1, Cause, ClassId, HoldingV1, LotId, LotV1, OfferId, Part},
    Digest, Grams, InstitutionId,
};

pub fn cases() -> Vec<Case> {
    let mut cases = formats();
    cases.extend(lots());
    cases.extend(parts());
    cases.extend(allocations());
    cases.extend(values());
    cases.extend(states());
    cases.extend(headers());
    cases.extend(finalities());
    cases.extend(lineages());
    cases
}

fn formats() -> Vec<Case> {
    let json = one().title(9).to_json();
    let replaced = |name: &str, from: &str, to: &str| {
        assert!(json.contains(from), "{name}");
        let forged = json.replacen(from, to, 1);
        Case::undecided("one-validator", Link::Format, name, forged)
    };
    let node = &json[json.find("\"state\":[\"").unwrap()..][..14];
    vec![
        replaced("unknown-format", "limpid-title", "limpid-titel"),
        replaced("evidence", "limpid-title", "limpid-evidence"),
        replaced("unknown-version", "\"version\":1", "\"version\":2"),
        replaced(
            "unknown-field",
            "\"version\":1",
            "\"version\":1,\"lots\":[]",
        ),
        replaced("same-field-twice", "\"lot\":9", "\"lot\":9,\"lot\":9"),
        replaced("missing-field", "\"lot\":9,", ""),
        replaced("no-lot", "\"lot\":9", "\"lot\":0"),
        replaced("fraction", "\"lot\":9", "\"lot\":9.0"),
        replaced("text-for-number", "\"lot\":9", "\"lot\":\"9\""),
        replaced("too-large", "\"lot\":9", "\"lot\":18446744073709551616"),
        replaced("null", "\"lot\":9", "\"lot\":null"),
        replaced(
            "base64-with-space",
            node,
            &format!("{} {}", &node[..12], &node[12..]),
        ),
        replaced("text-after", "\"handovers\":[]}", "\"handovers\":[]} {}"),
        Case::undecided("one-validator", Link::Format, "array", format!("[{json}]")),
        Case::undecided(
            "one-validator",
            Link::Format,
            "cut",
            json[..json.len() - 1].to_owned(),
        ),
        Case::undecided("other-chain", Link::Format, "other-chain", json.clone()),
        Case::undecided("one-validator", Link::Format, "other-genesis", {
            let mut title = one().title(9);
            title.genesis.0[3] ^= 1;
            title.to_json()
        }),
    ]
}

/// A title that is genuine but for what the chain keeps.
fn kept(link: Link, name: &str, lot: u64, change: impl FnOnce(&mut World)) -> Case {
    let mut world = one();
    change(&mut world);
    Case::refuted("one-validator", link, name, &world.title(lot))
}

fn lots() -> Vec<Case> {
    let case = |name, change: fn(&mut World)| kept(Link::Lot, name, 9, change);
    let part = |number: u64, tonnes: u64| Part {
        lot: LotId(number),
        amount: Grams(tonnes * TONNE),
    };
    let with_parts = |name, number: u64, parts: Vec<Part>| {
        kept(Link::Lot, name, 9, move |world| {
            world.change_lot(number, |lot| lot.parents = parts.try_into().unwrap());
        })
    };
    vec![
        case("missing", |world| {
            world.state.remove(&storage_keys::lot(LotId(3))).unwrap();
        }),
        case("none", |world| {
            world.state.remove(&storage_keys::lot(LotId(9))).unwrap();
        }),
        case("other-version", |world| {
            world.state.get_mut(&storage_keys::lot(LotId(4))).unwrap()[0] = 2;
        }),
        case("longer", |world| {
            world
                .state
                .get_mut(&storage_keys::lot(LotId(6)))
                .unwrap()
                .push(0);
        }),
        case("other-class", |world| {
            world.change_lot(3, |lot| lot.class = ClassId(2))
        }),
        with_parts("of-itself", 9, vec![part(9, 5), part(6, 55)]),
        with_parts("of-a-later-one", 6, vec![part(7, 10), part(4, 55)]),
        with_parts("of-one-twice", 4, vec![part(1, 30), part(1, 25)]),
        with_parts("of-none", 4, vec![part(0, 30), part(3, 25)]),
        case("of-an-ended-one", |world| {
            world.change_lot(3, |lot| lot.cause = Cause::Expiry);
        }),
    ]
}

fn parts() -> Vec<Case> {
    let case = |name, number: u64, change: fn(&mut LotV1)| {
        kept(Link::Parts, name, 9, move |world| {
            world.change_lot(number, change)
        })
    };
    vec![
        case("more-than-came", 4, |lot| lot.amount = Grams(56 * TONNE)),
        case("less-than-came", 9, |lot| {
            lot.amount = Grams(60 * TONNE - 1)
        }),
        case("nothing-came", 4, |lot| {
            let mut parts = lot.parents.clone().into_inner();
            parts[0].amount = Grams(55 * TONNE);
            parts[1].amount = Grams(0);
            lot.parents = parts.try_into().unwrap();
        }),
        case("wraps-around", 4, |lot| {
            let mut parts = lot.parents.clone().into_inner();
            parts[0].amount = Grams(u64::MAX);
            parts[1].amount = Grams(55 * TONNE + 1);
            lot.parents = parts.try_into().unwrap();
        }),
        // Both lots of power's got the transfer's whole amount.
        kept(Link::Parts, "given-twice", 9, |world| {
            world.change_lot(6, |lot| {
                let mut parts = lot.parents.clone().into_inner();
                parts.push(Part {
                    lot: LotId(3),
                    amount: Grams(TONNE),
                });
                lot.amount = Grams(66 * TONNE);
                lot.parents = parts.try_into().unwrap();
            });
        }),
    ]
}

fn allocations() -> Vec<Case> {
    let case = |name, change: fn(&mut World)| kept(Link::Allocation, name, 9, change);
    fn changed(world: &mut World, change: fn(&mut AllocationV1)) {
        let mut allocation = AllocationV1 {
            granted: Grams(110 * TONNE),
            deducted: Grams(10 * TONNE),
            lot: Some(LotId(1)),
            at: world.lot(1).unwrap().at,
            by: AGENCY,
        };
        change(&mut allocation);
        let key = storage_keys::allocation(CLASS, &document("decision 1"), &STEEL);
        world.put(key, Allocation::V1(allocation));
    }
    vec![
        case("none", |world| {
            let key = storage_keys::allocation(CLASS, &document("decision 3"), &POWER);
            world.state.remove(&key).unwrap();
        }),
        case("other-decision", |world| {
            world.change_lot(1, |lot| lot.cause = allocated("decision 9"));
        }),
        case("other-holder", |world| {
            world.change_lot(8, |lot| lot.holder = STEEL)
        }),
        case("other-version", |world| {
            let key = storage_keys::allocation(CLASS, &document("decision 2"), &reserve());
            world.state.get_mut(&key).unwrap()[0] = 0;
        }),
        case("other-lot", |world| {
            changed(world, |allocation| allocation.lot = Some(LotId(2)))
        }),
        case("no-lot", |world| {
            changed(world, |allocation| allocation.lot = None)
        }),
        case("more-granted", |world| {
            changed(world, |allocation| allocation.granted.0 += 1)
        }),
        case("more-deducted", |world| {
            changed(world, |allocation| allocation.deducted.0 = 111 * TONNE);
        }),
        case("from-nothing", |world| {
            let transfer = Cause::Transfer { offer: OfferId(7) };
            world.put_lot(8, lot(POWER, transfer, 5, &[]));
        }),
        case("not-first", |world| {
            world.put_lot(
                4,
                lot(POWER, allocated("decision 4"), 55, &[(1, 30), (3, 25)]),
            );
        }),
    ]
}

fn values() -> Vec<Case> {
    let left = |number, amount| HoldingV1 {
        lot: Some(LotId(number)),
        amount: Grams(amount),
        ..HoldingV1::default()
    };
    let holding = |name, number: u64, holder, holding: HoldingV1| {
        kept(Link::Holding, name, number, move |world| {
            world.put_holding(holder, holding)
        })
    };
    let institution = |name, number: u32, change: fn(&mut World, Vec<u8>)| {
        kept(Link::Holder, name, 9, move |world| {
            change(world, storage_keys::institution(InstitutionId(number)));
        })
    };
    vec![
        kept(Link::Class, "none", 9, |world| {
            world.state.remove(&storage_keys::class(CLASS)).unwrap();
        }),
        kept(Link::Class, "other-version", 9, |world| {
            world.state.get_mut(&storage_keys::class(CLASS)).unwrap()[0] = 2;
        }),
        holding("more-than-it-was", 9, POWER, left(9, 60 * TONNE + 1)),
        holding("nothing-left", 9, POWER, left(9, 0)),
        holding("of-an-ended-lot", 5, STEEL, left(5, 20 * TONNE)),
        kept(Link::Holding, "other-version", 9, |world| {
            let key = storage_keys::holding(&POWER, CLASS);
            world.state.get_mut(&key).unwrap()[0] = 2;
        }),
        institution("not-admitted", 3, |world, key| {
            world.state.remove(&key).unwrap();
        }),
        institution("agency-not-admitted", 1, |world, key| {
            world.state.remove(&key).unwrap();
        }),
        institution("other-version", 4, |world, key| {
            world.state.get_mut(&key).unwrap()[0] = 2;
        }),
    ]
}

fn changed(change: impl FnOnce(&World, &mut Title)) -> Title {
    let world = one();
    let mut title = world.title(9);
    change(&world, &mut title);
    title
}

fn states() -> Vec<Case> {
    let case = |name, change: fn(&World, &mut Title)| {
        Case::refuted("one-validator", Link::State, name, &changed(change))
    };
    vec![
        case("missing-node", |_, title| drop(title.state.remove(5))),
        case("no-node", |_, title| title.state.clear()),
        case("node-twice", |_, title| {
            title.state.push(title.state[2].clone())
        }),
        case("foreign-node", |_, title| {
            title.state.push(Base64(vec![0x41, 7, 4, 9]))
        }),
        case("changed-node", |_, title| title.state[1].0[11] ^= 1),
        case("longer-node", |_, title| title.state[1].0.push(0)),
        case("of-a-later-lot", |world, title| {
            let more = world.prove(&[storage_keys::lot(LotId(5))]);
            let more = more.into_iter().filter(|node| !title.state.contains(node));
            let more: Vec<_> = more.collect();
            title.state.extend(more);
        }),
        case("of-another-lot", |_, title| title.lot = LotId(6)),
        case("of-another-block", |world, title| {
            let mut other = world.clone();
            other.put(storage_keys::now(), MORNING_MS);
            title.state = other.title(9).state;
        }),
        // The freeze is left out, and with it the holding.
        case("without-the-holding", |world, title| {
            let holding = storage_keys::holding(&POWER, CLASS);
            let mut keys = world.title_keys(9);
            keys.retain(|key| *key != holding);
            title.state = world.prove(&keys);
        }),
        Case::refuted("one-validator", Link::State, "no-time", &{
            let mut world = one();
            world.state.remove(&storage_keys::now()).unwrap();
            world.title(9)
        }),
    ]
}

fn headers() -> Vec<Case> {
    let with_block = |change: &dyn Fn(&mut BlockHeader)| {
        changed(|world, title| {
            let mut head = world.head();
            change(&mut head);
            title.finality = world.finalise(&head);
        })
    };
    let case = |name, title: Title| Case::refuted("one-validator", Link::Header, name, &title);
    let next = validators("second", 4);
    vec![
        case(
            "forced-change",
            with_block(&|head| head.digest.push(forced_change(&next))),
        ),
        case(
            "delayed-change",
            with_block(&|head| head.digest.push(scheduled_change(&next, 1))),
        ),
        case(
            "empty-set",
            with_block(&|head| head.digest.push(scheduled_change(&[], 0))),
        ),
        case(
            "longer",
            changed(|_, title| title.finality.header.0.push(0)),
        ),
        case(
            "cut",
            changed(|_, title| title.finality.header.0.truncate(150)),
        ),
    ]
}

fn finalities() -> Vec<Case> {
    let world = four();
    let head = world.head();
    let case = |name, votes: crate::world::votes::Votes| {
        let mut title = world.title(9);
        title.finality = votes.finality(&head);
        Case::refuted("four-validators", Link::Finality, name, &title)
    };
    let votes = || world.votes(&head);
    let mut flipped = votes().of_all();
    flipped.made.precommits[1].signature[7] ^= 1;
    let mut strange = votes().of(3);
    strange.validators[3] = stranger();
    let mut other_set = votes();
    other_set.set_id = 1;
    let mut of_another = head.clone();
    of_another.extrinsics_root.0[0] ^= 1;
    let mut relabelled = world.votes(&of_another).of_all();
    relabelled.made.target_hash = id(&head).hash;
    let after = descendants(&head, 1);
    vec![
        case("no-votes", votes()),
        case("two-of-four", votes().of(2)),
        case("votes-twice", votes().of(2).vote(0, id(&head))),
        case("flipped-signature", flipped),
        case("one-stranger", strange.vote(3, id(&head))),
        case("other-set-id", other_set.of_all()),
        case("relabelled", relabelled),
        case("unused-ancestry", votes().of_all().ancestry(&after)),
    ]
}

fn lineages() -> Vec<Case> {
    let case = |name, change: &dyn Fn(&World, &mut Title)| {
        let world = handed_over();
        let mut title = world.title(9);
        change(&world, &mut title);
        Case::refuted("four-validators", Link::Lineage, name, &title)
    };
    let handover = |logs: Vec<DigestItem>| -> Finality {
        let world = World::new(4);
        world.finalise(&header(world.number, Digest::ZERO, logs))
    };
    let usurpers = validators("usurper", 4);
    vec![
        case("first-missing", &|_, title| drop(title.handovers.remove(0))),
        case("swapped", &|_, title| title.handovers.swap(0, 1)),
        case("no-change", &|_, title| {
            title.handovers[0] = handover(vec![])
        }),
        case("to-usurpers", &|world, title| {
            let mut usurped = world.clone();
            usurped.validators = usurpers.clone();
            let logs = vec![scheduled_change(&usurpers, 0)];
            title.handovers[0] = usurped.finalise(&header(150, Digest::ZERO, logs));
        }),
        case("after-the-block", &|_, title| {
            let early = header(150, one().head().state_root, vec![]);
            title.finality = handed_over().finalise(&early);
        }),
        Case::undecided(
            "newer-than-title",
            Link::Lineage,
            "older-than-trust-root",
            one().title(9).to_json(),
        ),
    ]
}
