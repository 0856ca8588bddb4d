//! Share bundles: the vectors in `tests/vectors/share`, and what a forger could try beyond them.

#![cfg(feature = "verify")]

mod world;

use limpid_evidence::verify::{
    is_share, verify, verify_share, verify_title, Link, Outcome, Share, TrustRoot, Verdict,
};
use limpid_primitives::{
    sharing::{GrantStanding, ReceiptMatch, RequestId, RequestStanding},
    InstitutionStatus,
};
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::PathBuf};
use world::{
    shares::{
        cases::{cases, expected, handed_over, one, renewed, trust_roots},
        content, document, grant_of, receipt, CONFIRMED, COURT, DISPUTED, EXPIRED, OVERDUE,
        PROVIDER, RECORDS, REFUSED, REQUESTER, REVOKED, UNCONFIRMED,
    },
    titles, World,
};

fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../tests/vectors/share")
}

fn verdict(share: &Share, root: &TrustRoot) -> Verdict {
    verify_share(share.to_json().as_bytes(), root).verdict
}

#[test]
fn every_bundle_gets_the_expected_verdict() {
    let roots: BTreeMap<_, _> = trust_roots().into_iter().collect();
    let mut wrong = vec![];
    for case in cases() {
        let report = verify_share(case.json.as_bytes(), &roots[case.trust_root]);
        assert!(report.links.iter().map(|found| found.link).eq(Link::SHARE));
        let said = [Link::Request, Link::Grant, Link::Receipt]
            .map(|link| report.link(link).map_or("", |found| found.code));
        let is_right = (report.verdict, report.first_failed) == (case.verdict, case.first_failed)
            && case.said.is_none_or(|expected| expected == said);
        if !is_right {
            let links = report.links.iter();
            let links = links.filter(|found| found.outcome != Outcome::Passed);
            wrong.push(format!(
                "{}: {said:?} {:?}",
                case.file,
                links.collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_renewal_leaves_what_was_before_to_be_seen() {
    let world = renewed();
    let report = verify_share(world.share(EXPIRED).to_json().as_bytes(), &world.root);
    assert_eq!(
        report.link(Link::Grant).unwrap().detail,
        "renewed in block 80, after its end; renewed in block 90"
    );
    let kept = report.facts.grant.unwrap().kept;
    let [first, second] = &kept.renewed[..] else {
        panic!("{:?}", kept.renewed);
    };
    assert!(first.at.time_ms > first.from_ms);
    assert_eq!(first.to_ms, second.from_ms);
    assert_eq!(second.to_ms, kept.expires_ms);
}

#[test]
fn every_link_is_forged() {
    let cases = cases();
    for link in Link::SHARE {
        assert!(
            cases.iter().any(|case| case.first_failed == Some(link)),
            "{link:?}"
        );
    }
}

#[test]
fn the_files_are_what_the_generator_makes() {
    let read = |file: &str| fs::read_to_string(folder().join(file)).unwrap_or_default();
    let hint = "run: cargo run -p limpid-evidence --example make_vectors --features verify";
    for (name, root) in trust_roots() {
        let json = read(&format!("{name}.trust.json"));
        assert_eq!(
            TrustRoot::from_json(json.as_bytes()),
            Ok(root),
            "{name}; {hint}"
        );
    }
    for case in cases() {
        assert_eq!(read(&case.file), case.json, "{}; {hint}", case.file);
    }
    assert_eq!(read("expected.json"), expected(), "{hint}");
    let files = fs::read_dir(folder()).unwrap().count();
    assert_eq!(
        files,
        cases().len() + trust_roots().len() + 1,
        "a file is left over; {hint}"
    );
}

#[test]
fn facts_say_what_was_granted_to_whom_for_what_and_what_arrived() {
    let world = one();
    let json = world.share(CONFIRMED).to_json();
    let facts = verify_share(json.as_bytes(), &world.root).facts;
    let request = facts.request.as_ref().unwrap();
    assert_eq!(request.new.purpose.as_str(), "跨界污染案件核查");
    assert_eq!(request.new.basis, document("basis"));
    assert_eq!(facts.standing, Some(RequestStanding::Granted));
    assert_eq!(
        facts.content.as_ref().unwrap().new.plain,
        content(RECORDS, 1)
    );
    let grant = facts.grant.as_ref().unwrap();
    assert_eq!(
        (grant.grant, grant.in_force),
        (grant_of(CONFIRMED), Some(true))
    );
    assert_eq!(facts.receipts[0].digest, content(RECORDS, 1));
    assert_eq!(
        facts.institution(PROVIDER).unwrap().name.to_string(),
        "嘉善县生态环境局"
    );
    assert_eq!(
        facts.institution(REQUESTER).unwrap().status,
        InstitutionStatus::Active
    );
    assert_eq!(facts.institution(COURT), None);
    let json = serde_json::to_value(&facts).unwrap();
    assert_eq!(json["grant"]["standing"], "live");
    assert_eq!(
        json["content"]["new"]["plain"],
        content(RECORDS, 1).to_string()
    );
    assert_eq!(json["as_of"]["block"]["number"], 100);
}

#[test]
fn facts_say_how_a_grant_stands() {
    let world = one();
    let facts = |number| verify_share(world.share(number).to_json().as_bytes(), &world.root).facts;
    for (number, standing, in_force) in [
        (EXPIRED, GrantStanding::Expired, false),
        (REVOKED, GrantStanding::Revoked, false),
        (DISPUTED, GrantStanding::Disputed, true),
        (UNCONFIRMED, GrantStanding::Live, true),
    ] {
        let grant = facts(number).grant.unwrap();
        assert_eq!(
            (grant.standing, grant.in_force),
            (Some(standing), Some(in_force))
        );
    }
    assert_eq!(facts(UNCONFIRMED).receipts, []);
    assert_eq!(facts(OVERDUE).standing, Some(RequestStanding::Overdue));
    let refused = facts(REFUSED);
    assert_eq!(
        (refused.standing, refused.grant),
        (Some(RequestStanding::Refused), None)
    );
}

#[test]
fn a_grant_is_in_force_up_to_its_end_and_not_at_it() {
    let mut world = one();
    let mut at = |now_ms: u64| {
        world.put(limpid_evidence::verify::storage_keys::now(), now_ms);
        let json = world.share(CONFIRMED).to_json();
        let grant = verify_share(json.as_bytes(), &world.root)
            .facts
            .grant
            .unwrap();
        (grant.kept.expires_ms, grant.in_force)
    };
    let (expires_ms, _) = at(1);
    assert_eq!(at(expires_ms - 1), (expires_ms, Some(true)));
    assert_eq!(at(expires_ms), (expires_ms, Some(false)));
}

#[test]
fn files_of_other_formats_are_not_read_as_this_one() {
    let mut world = titles::with_quota(one());
    let share = world.share(CONFIRMED).to_json();
    let title = world.title(9).to_json();
    world.anchor(world::frames::ordinary(1));
    let evidence = world.record(1, 0).to_json();
    assert!(is_share(share.as_bytes()) && !is_share(title.as_bytes()));
    for other in [&title, &evidence] {
        let report = verify_share(other.as_bytes(), &world.root);
        assert_eq!(
            (report.verdict, report.first_failed),
            (Verdict::Undecided, Some(Link::Format))
        );
    }
    let bytes = share.as_bytes();
    assert_eq!(verify(bytes, &world.root).first_failed, Some(Link::Format));
    assert_eq!(
        verify_title(bytes, &world.root).first_failed,
        Some(Link::Format)
    );
}

/// Flips a bit of every byte, another one in each of eight bytes in a row. What still verifies has the same content.
fn flipping_never_verifies(share: &Share, world: &World) {
    let json = share.to_json().into_bytes();
    assert_eq!(verify_share(&json, &world.root).verdict, Verdict::Verified);
    for at in 0..json.len() {
        let mut flipped = json.clone();
        flipped[at] ^= 1 << (at * 3 % 8);
        if verify_share(&flipped, &world.root).verdict == Verdict::Verified {
            let found = Share::from_json(&flipped).unwrap();
            assert!(found == *share, "byte {at}");
        }
    }
}

#[test]
fn no_flipped_byte_of_a_grant_verifies() {
    let world = one();
    flipping_never_verifies(&world.share(CONFIRMED), &world);
}

#[test]
fn no_flipped_byte_of_a_refusal_verifies() {
    let world = one();
    flipping_never_verifies(&world.share(REFUSED), &world);
}

#[test]
fn no_flipped_byte_of_a_bundle_with_handovers_verifies() {
    let world = handed_over();
    flipping_never_verifies(&world.share(DISPUTED), &world);
}

#[test]
fn no_node_can_be_left_out_and_their_order_does_not_matter() {
    let world = one();
    for number in [CONFIRMED, REFUSED, UNCONFIRMED] {
        let mut share = world.share(number);
        share.state.reverse();
        assert_eq!(verdict(&share, &world.root), Verdict::Verified);
        for at in 0..share.state.len() {
            let mut fewer = share.clone();
            fewer.state.remove(at);
            let report = verify_share(fewer.to_json().as_bytes(), &world.root);
            assert_eq!(report.verdict, Verdict::Refuted, "node {at}");
            let state = report.link(Link::State).unwrap();
            assert_eq!(state.outcome, Outcome::Failed, "node {at}");
        }
    }
}

#[test]
fn parts_of_other_bundles_never_prove_another_request() {
    let world = one();
    let later = {
        let mut later = titles::one_later(&world);
        let other = receipt(document("other"), ReceiptMatch::Differs, 60);
        later.put_receipts(CONFIRMED, vec![other]);
        later
    };
    let shares: Vec<Share> = [CONFIRMED, REFUSED, REVOKED, DISPUTED]
        .iter()
        .flat_map(|number| [world.share(*number), later.share(*number)])
        .collect();
    for into in &shares {
        assert_eq!(verdict(into, &world.root), Verdict::Verified);
        for from in &shares {
            let mut spliced = [into.clone(), into.clone(), into.clone(), into.clone()];
            spliced[0].request = from.request;
            spliced[1].state = from.state.clone();
            spliced[2].finality = from.finality.clone();
            spliced[3].finality.justification = from.finality.justification.clone();
            for share in spliced {
                let verified = verdict(&share, &world.root) == Verdict::Verified;
                assert!(!verified || shares.contains(&share), "{}", share.to_json());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn noise_gets_a_report(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let world = one();
        let report = verify_share(&noise, &world.root);
        prop_assert_eq!(report.verdict, Verdict::Undecided);
    }

    #[test]
    fn a_forged_state_gets_a_report(
        number in 1u32..11, at in any::<prop::sample::Index>(), value in prop::collection::vec(any::<u8>(), 0..90),
    ) {
        let mut world = one();
        let keys = world.share_keys(number);
        world.state.insert(at.get(&keys).clone(), value);
        let report = verify_share(world.share(number).to_json().as_bytes(), &world.root);
        prop_assert!(report.links.len() == Link::SHARE.len());
        let request: Option<RequestId> = report.facts.share.map(|share| share.request);
        prop_assert_eq!(request, Some(RequestId(number)));
    }

    #[test]
    fn one_changed_byte_of_the_state_never_says_something_else_of_another_block(
        number in 1u32..11, at in any::<prop::sample::Index>(), byte in any::<prop::sample::Index>(), mask in 1u8..,
    ) {
        let world = one();
        let share = world.share(number);
        let mut changed = world.clone();
        let keys = world.share_keys(number);
        let key = at.get(&keys);
        if let Some(value) = changed.state.get_mut(key).filter(|value| !value.is_empty()) {
            let place = byte.index(value.len());
            value[place] ^= mask;
            let forged = Share { state: changed.prove(&keys), ..share };
            prop_assert_ne!(verdict(&forged, &world.root), Verdict::Verified);
        }
    }
}
