//! The vectors in `tests/vectors/evidence`: every verdict is as expected, and they are what the generator makes.

#![cfg(feature = "verify")]

mod world;

use limpid_evidence::verify::{verify, Link, Outcome, TrustRoot, Verdict};
use std::{collections::BTreeMap, fs, path::PathBuf};
use world::vectors::{cases, trust_root_file, trust_roots};

fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../tests/vectors/evidence")
}

#[test]
fn every_bundle_gets_the_expected_verdict() {
    let roots: BTreeMap<_, _> = trust_roots().into_iter().collect();
    let mut wrong = vec![];
    for case in cases() {
        let report = verify(case.json.as_bytes(), &roots[case.trust_root]);
        if (report.verdict, report.first_failed) != (case.verdict, case.first_failed) {
            let links = report
                .links
                .iter()
                .filter(|found| found.outcome != Outcome::Passed);
            wrong.push(format!("{}: {:?}", case.file, links.collect::<Vec<_>>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_verified_bundle_has_every_link_passed_and_all_facts() {
    let roots: BTreeMap<_, _> = trust_roots().into_iter().collect();
    for case in cases()
        .iter()
        .filter(|case| case.verdict == Verdict::Verified)
    {
        let report = verify(case.json.as_bytes(), &roots[case.trust_root]);
        assert!(report
            .links
            .iter()
            .map(|found| found.link)
            .eq(Link::EVIDENCE));
        assert!(report
            .links
            .iter()
            .all(|found| found.outcome == Outcome::Passed));
        let permit = report.link(Link::Permit).map(|found| found.code);
        assert_eq!(permit, case.permit, "{}", case.file);
        let facts = report.facts;
        assert!(facts.as_of.is_some_and(|as_of| as_of.time_ms.is_some()));
        assert!(facts.gateway.is_some() && facts.operator.is_some() && !facts.bindings.is_empty());
        assert!(facts
            .batches
            .iter()
            .all(|batch| batch.anchored.is_some() && batch.key.is_some()));
    }
}

#[test]
fn every_link_that_can_fail_is_forged() {
    let forged: Vec<_> = cases()
        .iter()
        .filter_map(|case| case.first_failed)
        .collect();
    for link in Link::EVIDENCE {
        assert_eq!(forged.contains(&link), link != Link::Clock, "{link:?}");
    }
}

#[test]
fn the_files_are_what_the_generator_makes() {
    let read = |file: &str| fs::read_to_string(folder().join(file)).unwrap_or_default();
    let hint = "run: cargo run -p limpid-evidence --example make_vectors --features verify";
    for (name, root) in trust_roots() {
        let json = read(&trust_root_file(name));
        assert_eq!(
            TrustRoot::from_json(json.as_bytes()),
            Ok(root),
            "{name}; {hint}"
        );
    }
    for case in cases() {
        assert_eq!(read(&case.file), case.json, "{}; {hint}", case.file);
    }
    assert_eq!(read("expected.json"), world::vectors::expected(), "{hint}");
    let files = fs::read_dir(folder()).unwrap().count();
    assert_eq!(
        files,
        cases().len() + trust_roots().len() + 1,
        "a file is left over; {hint}"
    );
}
