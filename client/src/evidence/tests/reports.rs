//! Reports over the vectors that every verifier of this repository is tested with.

use crate::evidence::{render, Language};
use limpid_evidence::{
    sha256,
    verify::{verify, Outcome, Report, TrustRoot, Verdict},
};
use serde::Deserialize;
use std::{fs, path::PathBuf, sync::LazyLock};

#[derive(Deserialize)]
struct Vector {
    file: String,
    trust_root: String,
    verdict: String,
    first_failed: Option<String>,
    permit: Option<String>,
}

/// A vector and what the verifier says of it.
struct Judged {
    vector: Vector,
    bundle: Vec<u8>,
    root: TrustRoot,
    report: Report,
}

impl Judged {
    fn text(&self, language: Language) -> String {
        render(&self.report, sha256(&self.bundle), &self.root, language)
    }
}

fn read(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../tests/vectors/evidence");
    fs::read(folder.join(name)).expect("a vector")
}

/// All vectors, verified once for all tests.
fn judged() -> &'static [Judged] {
    static JUDGED: LazyLock<Vec<Judged>> = LazyLock::new(|| {
        let vectors: Vec<Vector> =
            serde_json::from_slice(&read("expected.json")).expect("the list of vectors");
        let judge = |vector: Vector| {
            let bundle = read(&vector.file);
            let root = TrustRoot::from_json(&read(&vector.trust_root)).expect("a trust root");
            let report = verify(&bundle, &root);
            Judged {
                vector,
                bundle,
                root,
                report,
            }
        };
        vectors.into_iter().map(judge).collect()
    });
    &JUDGED
}

fn named(file: &str) -> &'static Judged {
    judged()
        .iter()
        .find(|judged| judged.vector.file == file)
        .expect("a vector of this name")
}

#[test]
fn every_report_has_all_links_a_verdict_and_the_first_that_failed() {
    for (judged, language) in in_both_languages() {
        let Judged { vector, .. } = judged;
        let text = judged.text(language);
        let links = text
            .lines()
            .filter(|line| line.starts_with(['✓', '!', '✗', '?']))
            .count();
        assert_eq!(links, 15, "{}", vector.file);
        let verdict = match (vector.verdict.as_str(), language) {
            ("verified", Language::En) => "VERIFIED",
            ("refuted", Language::En) => "REFUTED",
            ("undecided", Language::En) => "UNDECIDED",
            ("verified", Language::Zh) => "核验通过",
            ("refuted", Language::Zh) => "核验不符",
            ("undecided", Language::Zh) => "无法判定",
            other => panic!("{other:?}"),
        };
        assert!(text.contains(verdict), "{}: {text}", vector.file);
        if let Some(first) = &vector.first_failed {
            assert!(
                text.lines().any(|line| line.ends_with(first.as_str())),
                "{}",
                vector.file
            );
        }
    }
}

fn in_both_languages() -> impl Iterator<Item = (&'static Judged, Language)> {
    judged()
        .iter()
        .flat_map(|judged| [(judged, Language::En), (judged, Language::Zh)])
}

#[test]
fn every_reason_has_chinese_words() {
    for judged in judged() {
        let text = judged.text(Language::Zh);
        for link in judged
            .report
            .links
            .iter()
            .filter(|link| !link.detail.is_empty())
        {
            let bare = format!(" （{}）〔{}〕", link.detail, link.code);
            assert!(
                !text.contains(&bare),
                "{}: {} has no words",
                judged.vector.file,
                link.code
            );
        }
    }
}

#[test]
fn what_is_not_verified_is_not_stated() {
    for judged in judged()
        .iter()
        .filter(|judged| judged.vector.verdict != "verified")
    {
        let text = judged.text(Language::En);
        assert!(
            !text.contains("are all the records"),
            "{}",
            judged.vector.file
        );
        let is_read = judged.report.facts.bundle.is_some();
        assert_eq!(
            text.contains("NOT proven"),
            is_read,
            "{}",
            judged.vector.file
        );
    }
}

#[test]
fn a_verified_period_says_what_it_is_complete_of() {
    let judged = named("good-period.evidence.json");
    assert_eq!(judged.report.verdict, Verdict::Verified);
    let records = judged.report.facts.records.len();
    let english = judged.text(Language::En);
    let sentence = format!("these {records} are all the records of outlet");
    assert!(english.contains(&sentence), "{english}");
    let chinese = judged.text(Language::Zh);
    assert!(
        chinese.contains(&format!("共 {records} 条，已全部列出")),
        "{chinese}"
    );
}

#[test]
fn a_verified_absence_says_that_there_is_nothing() {
    let text = named("good-absence.evidence.json").text(Language::Zh);
    assert!(text.contains("没有任何监测记录"), "{text}");
}

#[test]
fn marks_follow_the_outcomes() {
    for judged in judged() {
        let text = judged.text(Language::En);
        for link in &judged.report.links {
            let mark = match link.outcome {
                Outcome::Passed if ["ok", "permit-in-force"].contains(&link.code) => '✓',
                Outcome::Passed => '!',
                Outcome::Failed => '✗',
                Outcome::Undecided | Outcome::NotReached => '?',
            };
            let line = format!("{mark} {:<9}  ", link.link.word());
            assert!(
                text.contains(&line),
                "{}: {}",
                judged.vector.file,
                link.link.word()
            );
        }
    }
}

/// Every vector that verifies, by what it says of the permit.
fn of_permit(code: &'static str) -> impl Iterator<Item = &'static Judged> {
    judged()
        .iter()
        .filter(move |judged| judged.vector.permit.as_deref() == Some(code))
}

#[test]
fn a_permit_that_is_not_shown_is_never_said_to_be_in_force() {
    let not_shown: Vec<_> = of_permit("permit-not-shown").collect();
    assert_eq!(not_shown.len(), 2);
    for judged in not_shown {
        let (english, chinese) = (judged.text(Language::En), judged.text(Language::Zh));
        for (text, said) in [(&english, "NOT SHOWN"), (&chinese, "未出示")] {
            assert!(text.contains(said), "{text}");
            assert!(
                text.lines().any(|line| line.starts_with("! permit ")),
                "{text}"
            );
            assert!(text.contains("91320000MA1L1MPD0C001P"), "{text}");
        }
        // The device's line says so of its binding.
        let permit = english.lines().filter(|line| line.contains("permit"));
        assert!(
            permit.into_iter().all(|line| !line.contains("version")),
            "{english}"
        );
        let permit = chinese.lines().filter(|line| line.contains("许可证"));
        assert!(
            permit.into_iter().all(|line| !line.contains("版")),
            "{chinese}"
        );
    }
}

#[test]
fn what_a_permit_was_is_said_under_the_verdict_beside_the_record_and_in_its_history() {
    let judged = named("good-permit-suspended-then.evidence.json");
    let english = judged.text(Language::En);
    for said in [
        "Verdict: VERIFIED",
        "The lines marked ! hold too.",
        "    permit version 1 NOT IN FORCE: suspended",
        "issued by institution 1; as of the block below: version 1 in force",
        "version 1, SUSPENDED, valid from 2026-01-01 00:00:00",
        "at the times of 0 of 1 records: in force",
    ] {
        assert!(english.contains(said), "{said}: {english}");
    }
    let chinese = judged.text(Language::Zh);
    for said in [
        "不可忽略",
        "  许可证：第 1 版，无效（已暂停）",
        "第 1 版，暂停",
        "1 条记录中，0 条",
    ] {
        assert!(chinese.contains(said), "{said}: {chinese}");
    }
}

#[test]
fn a_permit_in_force_needs_no_remark() {
    for judged in of_permit("permit-in-force") {
        let text = judged.text(Language::En);
        assert!(text.contains("✓ permit "), "{text}");
        assert!(
            !text.contains("NOT IN FORCE") && !text.contains("marked !"),
            "{text}"
        );
    }
    let later = named("good-permit-on-chain-only-later.evidence.json");
    assert!(later.text(Language::En).contains("PUT ON CHAIN ONLY LATER"));
    assert!(later.text(Language::Zh).contains("之后才上链"));
}

#[test]
fn a_time_later_than_the_block_shown_is_never_said_to_be_in_force() {
    assert!(of_permit("permit-not-yet-decided").count() >= 8);
    for judged in of_permit("permit-not-yet-decided") {
        let (english, chinese) = (judged.text(Language::En), judged.text(Language::Zh));
        for (text, said) in [(&english, "NOT YET DECIDED: "), (&chinese, "尚无定论：")] {
            assert!(text.contains(said), "{text}");
            assert!(
                text.lines().any(|line| line.starts_with("! permit ")),
                "{text}"
            );
        }
        assert!(!english.contains("in force then"), "{english}");
    }
    let record = named("good-permit-record-later.evidence.json").text(Language::En);
    for said in [
        "    permit NOT YET DECIDED: this is later than the block below",
        "at the times of 0 of 1 records: in force",
    ] {
        assert!(record.contains(said), "{said}: {record}");
    }
    let period = named("good-permit-period-not-over.evidence.json").text(Language::En);
    let spans: Vec<_> = period
        .lines()
        .filter(|line| line.contains(" until before "))
        .filter(|line| line.ends_with("in force") || line.ends_with("the block below"))
        .collect();
    assert_eq!(spans.len(), 2, "{period}");
    assert!(spans[1].contains("NOT YET DECIDED"), "{period}");
}

#[test]
fn a_period_lists_how_the_permit_stood_in_it() {
    let judged = named("good-permit-period-suspended-between-records.evidence.json");
    let text = judged.text(Language::En);
    let spans: Vec<_> = text
        .lines()
        .filter(|line| line.contains(" until before ") && line.contains(": version 1 "))
        .collect();
    assert_eq!(spans.len(), 3, "{text}");
    assert!(spans[1].ends_with("NOT IN FORCE: suspended"), "{text}");
}
