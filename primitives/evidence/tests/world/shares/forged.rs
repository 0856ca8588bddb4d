//! Forgeries: what the file could say, what a chain could keep that lies about shared data, and votes that don't count.

use super::{
    cases::{four, handed_over, one, Case},
    content, document, grant_of, moment, receipt, CONFIRMED, COURT, OPEN, PROVIDER, RECORDS,
    REFUSED, REQUESTER, REVOKED, UNCONFIRMED, WITHDRAWN,
};
use crate::world::{
    forced_change, header, id, key, scheduled_change, validators, votes::descendants, votes::Votes,
    World, MORNING_MS,
};
use limpid_evidence::verify::{
    storage_keys, Base64, BlockHeader, DigestItem, Finality, Link, Share,
};
use limpid_primitives::{
    sharing::{Answer, GrantId, Receipt, ReceiptMatch, ReceiptV1, RequestId},
    Digest, InstitutionId, InstitutionKind, InstitutionStatus,
};

pub fn cases() -> Vec<Case> {
    let mut cases = formats();
    cases.extend(requests());
    cases.extend(catalogue());
    cases.extend(grants());
    cases.extend(receipts());
    cases.extend(parties());
    cases.extend(states());
    cases.extend(headers());
    cases.extend(finalities());
    cases.extend(lineages());
    cases
}

fn formats() -> Vec<Case> {
    let json = one().share(CONFIRMED).to_json();
    let replaced = |name: &str, from: &str, to: &str| {
        assert!(json.contains(from), "{name}");
        let forged = json.replacen(from, to, 1);
        Case::undecided("one-validator", Link::Format, name, forged)
    };
    let node = &json[json.find("\"state\":[\"").unwrap()..][..14];
    vec![
        replaced("unknown-format", "limpid-share", "limpid-shares"),
        replaced("title", "limpid-share", "limpid-title"),
        replaced("unknown-version", "\"version\":1", "\"version\":2"),
        replaced(
            "unknown-field",
            "\"version\":1",
            "\"version\":1,\"grant\":101",
        ),
        replaced(
            "same-field-twice",
            "\"request\":1",
            "\"request\":1,\"request\":1",
        ),
        replaced("missing-field", "\"request\":1,", ""),
        replaced("no-request", "\"request\":1", "\"request\":0"),
        replaced("fraction", "\"request\":1", "\"request\":1.0"),
        replaced("text-for-number", "\"request\":1", "\"request\":\"1\""),
        replaced("too-large", "\"request\":1", "\"request\":4294967296"),
        replaced("null", "\"request\":1", "\"request\":null"),
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
            let mut share = one().share(CONFIRMED);
            share.genesis.0[3] ^= 1;
            share.to_json()
        }),
    ]
}

/// A bundle that is genuine but for what the chain keeps.
fn kept(link: Link, name: &str, number: u32, change: impl FnOnce(&mut World)) -> Case {
    let mut world = one();
    change(&mut world);
    Case::refuted("one-validator", link, name, &world.share(number))
}

/// The same, with the first byte of a value changed to another version's.
fn of_other_version(link: Link, key: Vec<u8>) -> Case {
    kept(link, "other-version", CONFIRMED, |world| {
        world.state.get_mut(&key).unwrap()[0] = 2;
    })
}

fn without(link: Link, name: &str, key: Vec<u8>) -> Case {
    kept(link, name, CONFIRMED, |world| {
        world.state.remove(&key).unwrap();
    })
}

fn requests() -> Vec<Case> {
    let key = storage_keys::request(RequestId(CONFIRMED));
    vec![
        without(Link::Request, "none", key.clone()),
        Case::refuted("one-validator", Link::Request, "of-none", &one().share(999)),
        of_other_version(Link::Request, key.clone()),
        kept(Link::Request, "longer", CONFIRMED, |world| {
            world.state.get_mut(&key).unwrap().push(0);
        }),
        kept(Link::Request, "of-itself", OPEN, |world| {
            world.change_request(OPEN, |request| request.requester = PROVIDER);
        }),
        kept(Link::Request, "refused-by-another", REFUSED, |world| {
            world.change_request(REFUSED, |request| {
                request.answer = Answer::Refused {
                    reason: document("refusal"),
                    at: moment(45),
                    by: REQUESTER,
                };
            });
        }),
    ]
}

fn catalogue() -> Vec<Case> {
    let (set, version) = (
        storage_keys::data_set(RECORDS),
        storage_keys::data_set_version(RECORDS, 1),
    );
    let of_set = |name, change: fn(&mut World)| kept(Link::DataSet, name, CONFIRMED, change);
    let of_version = |name, change: fn(&mut World)| kept(Link::Version, name, CONFIRMED, change);
    vec![
        without(Link::DataSet, "none", set.clone()),
        of_other_version(Link::DataSet, set),
        of_set("of-another", |world| {
            world.change_data_set(RECORDS, |set| set.provider = COURT);
        }),
        of_set("fewer-versions", |world| {
            world.change_data_set(RECORDS, |set| set.versions = 0);
        }),
        kept(Link::DataSet, "version-nought", OPEN, |world| {
            world.change_request(OPEN, |request| request.new.version = 0);
        }),
        without(Link::Version, "none", version.clone()),
        of_other_version(Link::Version, version),
        of_version("of-another", |world| {
            world.change_version(RECORDS, |version| version.by = REQUESTER);
        }),
        of_version("published-later", |world| {
            world.change_version(RECORDS, |version| version.at = moment(31));
        }),
    ]
}

fn grants() -> Vec<Case> {
    let key = storage_keys::grant(grant_of(CONFIRMED));
    let case = |name, change: fn(&mut World)| kept(Link::Grant, name, CONFIRMED, change);
    vec![
        without(Link::Grant, "none", key.clone()),
        of_other_version(Link::Grant, key),
        case("other-number", |world| {
            world.change_request(CONFIRMED, |request| {
                request.answer = Answer::Granted { grant: GrantId(9) };
            });
        }),
        // What was granted to a court is passed off as what was granted to the agency.
        case("of-another-request", |world| {
            world.change_request(CONFIRMED, |request| {
                request.answer = Answer::Granted {
                    grant: grant_of(UNCONFIRMED),
                };
            });
        }),
        case("other-data-set", |world| {
            world.change_grant(CONFIRMED, |grant| grant.data_set = WITHDRAWN);
        }),
        case("other-data-version", |world| {
            world.change_grant(CONFIRMED, |grant| grant.version = 2);
        }),
        case("other-requester", |world| {
            world.change_grant(CONFIRMED, |grant| grant.requester = COURT);
        }),
        case("other-provider", |world| {
            world.change_grant(CONFIRMED, |grant| grant.provider = COURT);
        }),
        case("by-another", |world| {
            world.change_grant(CONFIRMED, |grant| grant.by = REQUESTER);
        }),
        case("before-the-request", |world| {
            world.change_grant(CONFIRMED, |grant| grant.at = moment(29));
        }),
    ]
}

fn receipts() -> Vec<Case> {
    let case = |name, receipts: Vec<Receipt>| {
        kept(Link::Receipt, name, CONFIRMED, |world| {
            world.put_receipts(CONFIRMED, receipts);
        })
    };
    let right = content(RECORDS, 1);
    let by_another = Receipt::V1(ReceiptV1 {
        digest: right,
        matches: ReceiptMatch::Matches,
        at: moment(50),
        by: PROVIDER,
    });
    let mut many = one();
    let arrived = || receipt(right, ReceiptMatch::Matches, 50);
    many.put_receipts(CONFIRMED, (0..8).map(|_| arrived()).collect());
    let mut nine = many.state[&storage_keys::receipts(grant_of(CONFIRMED))].clone();
    nine[0] = 9 << 2;
    let mut ninth = nine.clone();
    ninth.extend_from_slice(&nine[1..1 + (nine.len() - 1) / 8]);
    vec![
        case(
            "differs-and-does-not",
            vec![receipt(right, ReceiptMatch::Differs, 50)],
        ),
        case(
            "matches-and-does-not",
            vec![receipt(content(RECORDS, 2), ReceiptMatch::Matches, 50)],
        ),
        case(
            "one-of-two",
            vec![receipt(document("x"), ReceiptMatch::Matches, 50), arrived()],
        ),
        case("by-the-provider", vec![by_another]),
        kept(Link::Receipt, "too-many", CONFIRMED, |world| {
            let key = storage_keys::receipts(grant_of(CONFIRMED));
            world.state.insert(key, ninth);
        }),
        kept(Link::Receipt, "other-version", CONFIRMED, |world| {
            let key = storage_keys::receipts(grant_of(CONFIRMED));
            world.state.get_mut(&key).unwrap()[1] = 2;
        }),
    ]
}

fn parties() -> Vec<Case> {
    let active = InstitutionStatus::Active;
    let of_kind = |name, id: InstitutionId, kind| {
        kept(Link::Party, name, CONFIRMED, |world| {
            let of = (kind, "11320500014149999P", "某单位");
            world.put_institution(id, of, active);
        })
    };
    vec![
        without(
            Link::Party,
            "provider-not-admitted",
            storage_keys::institution(PROVIDER),
        ),
        without(
            Link::Party,
            "requester-not-admitted",
            storage_keys::institution(REQUESTER),
        ),
        of_other_version(Link::Party, storage_keys::institution(REQUESTER)),
        of_kind("enterprise-asks", REQUESTER, InstitutionKind::Enterprise),
        of_kind("court-provides", PROVIDER, InstitutionKind::Court),
    ]
}

fn changed(number: u32, change: impl FnOnce(&World, &mut Share)) -> Share {
    let world = one();
    let mut share = world.share(number);
    change(&world, &mut share);
    share
}

fn states() -> Vec<Case> {
    let case = |name, change: fn(&World, &mut Share)| {
        Case::refuted(
            "one-validator",
            Link::State,
            name,
            &changed(CONFIRMED, change),
        )
    };
    let left_out = |name, number, keys: fn(u32) -> Vec<u8>| {
        let share = changed(number, |world, share| {
            let hidden = keys(number);
            let mut shown = world.share_keys(number);
            shown.retain(|key| *key != hidden);
            share.state = world.prove(&shown);
        });
        Case::refuted("one-validator", Link::State, name, &share)
    };
    vec![
        case("missing-node", |_, share| drop(share.state.remove(3))),
        case("no-node", |_, share| share.state.clear()),
        case("node-twice", |_, share| {
            share.state.push(share.state[2].clone())
        }),
        case("foreign-node", |_, share| {
            share.state.push(Base64(vec![0x41, 7, 4, 9]))
        }),
        case("changed-node", |_, share| share.state[1].0[11] ^= 1),
        case("longer-node", |_, share| share.state[1].0.push(0)),
        case("of-another-request", |_, share| {
            share.request = RequestId(REFUSED)
        }),
        case("of-another-block", |world, share| {
            let mut other = world.clone();
            other.put(storage_keys::now(), MORNING_MS);
            share.state = other.share(CONFIRMED).state;
        }),
        // A state before the revocation, under the header after it.
        Case::refuted("one-validator", Link::State, "before-the-revocation", &{
            let mut before = one();
            before.change_grant(REVOKED, |grant| grant.revoked = None);
            changed(REVOKED, |_, share| {
                share.state = before.share(REVOKED).state
            })
        }),
        left_out("without-the-receipts", CONFIRMED, |number| {
            storage_keys::receipts(grant_of(number))
        }),
        left_out("without-the-grant", CONFIRMED, |number| {
            storage_keys::grant(grant_of(number))
        }),
        left_out("without-the-data-set", REFUSED, |_| {
            storage_keys::data_set(RECORDS)
        }),
        left_out("without-the-requester", CONFIRMED, |_| {
            storage_keys::institution(REQUESTER)
        }),
        Case::refuted("one-validator", Link::State, "no-time", &{
            let mut world = one();
            world.state.insert(storage_keys::now(), vec![1]);
            world.share(CONFIRMED)
        }),
    ]
}

fn headers() -> Vec<Case> {
    let with_block = |change: &dyn Fn(&mut BlockHeader)| {
        changed(CONFIRMED, |world, share| {
            let mut head = world.head();
            change(&mut head);
            share.finality = world.finalise(&head);
        })
    };
    let case = |name, share: Share| Case::refuted("one-validator", Link::Header, name, &share);
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
            changed(CONFIRMED, |_, share| share.finality.header.0.push(0)),
        ),
        case(
            "cut",
            changed(CONFIRMED, |_, share| share.finality.header.0.truncate(150)),
        ),
    ]
}

fn finalities() -> Vec<Case> {
    let world = four();
    let head = world.head();
    let case = |name, votes: Votes| {
        let mut share = world.share(CONFIRMED);
        share.finality = votes.finality(&head);
        Case::refuted("four-validators", Link::Finality, name, &share)
    };
    let votes = || world.votes(&head);
    let mut flipped = votes().of_all();
    flipped.made.precommits[1].signature[7] ^= 1;
    let mut strange = votes().of(3);
    strange.made.precommits.pop();
    strange.validators[3] = key("stranger");
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
    let case = |name, change: &dyn Fn(&World, &mut Share)| {
        let world = handed_over();
        let mut share = world.share(CONFIRMED);
        change(&world, &mut share);
        Case::refuted("four-validators", Link::Lineage, name, &share)
    };
    let handover = |logs: Vec<DigestItem>| -> Finality {
        let world = World::new(4);
        world.finalise(&header(world.number, Digest::ZERO, logs))
    };
    let usurpers = validators("usurper", 4);
    vec![
        case("first-missing", &|_, share| drop(share.handovers.remove(0))),
        case("swapped", &|_, share| share.handovers.swap(0, 1)),
        case("no-change", &|_, share| {
            share.handovers[0] = handover(vec![])
        }),
        case("to-usurpers", &|world, share| {
            let mut usurped = world.clone();
            usurped.validators = usurpers.clone();
            let logs = vec![scheduled_change(&usurpers, 0)];
            share.handovers[0] = usurped.finalise(&header(150, Digest::ZERO, logs));
        }),
        case("after-the-block", &|_, share| {
            let early = header(150, one().head().state_root, vec![]);
            share.finality = handed_over().finalise(&early);
        }),
        Case::undecided(
            "newer-than-share",
            Link::Lineage,
            "older-than-trust-root",
            one().share(CONFIRMED).to_json(),
        ),
    ]
}
