//! What the commands take, and what they print.

use super::*;
use crate::chain::{Event, Value};
use acts::Act;
use clap::Parser;
use limpid_primitives::{
    joint_case::{
        Case, CaseEvidence, CaseEvidenceV1, CaseFile, CaseTallyV1, CaseV1, Closing, ClueStatus,
        ClueV1, Membership, MembershipStatus, MembershipV1, OverdueTask, Recognition, Task, TaskId,
        TaskStatus, TaskV1,
    },
    Digest, Moment,
};
use serde_json::json;

#[derive(Debug, Parser)]
struct CaseCli {
    #[command(subcommand)]
    command: CaseCommand,
}

// SHA-256 of "abc", as in FIPS 180-4.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const HOST: InstitutionId = InstitutionId(1);
const MEMBER: InstitutionId = InstitutionId(2);
const AT: Moment = Moment {
    block: 7,
    time_ms: 1_793_494_800_000,
};
const HOUR_MS: u64 = 3_600_000;

fn parse(arguments: &[&str]) -> Result<CaseCommand, clap::Error> {
    let words = ["limpid"].iter().chain(arguments);
    CaseCli::try_parse_from(words).map(|parsed| parsed.command)
}

fn event(name: &str, fields: &[(&str, u128)]) -> Event {
    let number = |(name, number): &(&str, u128)| ((*name).to_owned(), Value::Number(*number));
    Event {
        pallet: "Cases".to_owned(),
        name: name.to_owned(),
        fields: Value::Variant(name.to_owned(), fields.iter().map(number).collect()),
        bytes: Vec::new(),
    }
}

fn task(status: TaskStatus, due_ms: u64) -> Task {
    Task::V1(TaskV1 {
        to: MEMBER,
        content: Digest([2; 32]),
        due_ms,
        at: AT,
        status,
    })
}

fn clue(status: ClueStatus) -> ClueV1 {
    ClueV1 {
        case: Some(CaseId(3)),
        content: Digest([3; 32]),
        place: "130224".parse().unwrap(),
        from: HOST,
        to: MEMBER,
        at: AT,
        answer_by_ms: AT.time_ms + HOUR_MS,
        status,
    }
}

fn opened() -> CaseV1 {
    CaseV1 {
        host: HOST,
        document: Digest([1; 32]),
        at: AT,
        closed: None,
    }
}

/// A case with a member, a task that is open, one that was done late, and a bundle.
fn file() -> CaseFile {
    let late = Moment {
        block: 9,
        time_ms: AT.time_ms + HOUR_MS + 1,
    };
    let joined = MembershipV1 {
        invited: AT,
        status: MembershipStatus::Joined { at: AT },
        open_tasks: 1,
    };
    let done = TaskStatus::Done {
        result: Digest([5; 32]),
        at: late,
    };
    let attached = CaseEvidenceV1 {
        by: MEMBER,
        permit: Some("91130200699229617X001P".parse().unwrap()),
        at: AT,
        recognition: Recognition::Recognised,
    };
    CaseFile {
        case: Case::V1(opened()),
        members: vec![(MEMBER, Membership::V1(joined))],
        evidence: vec![(Digest([4; 32]), CaseEvidence::V1(attached))],
        tasks: vec![
            (TaskId(1), task(TaskStatus::Open, AT.time_ms + HOUR_MS)),
            (TaskId(2), task(done, AT.time_ms + HOUR_MS)),
        ],
    }
}

#[test]
fn a_clue_has_a_content_and_a_place() {
    let clue = ["transfer-clue", "--place", "130224"];
    let content = ["--content-digest", ABC];
    match parse(&[&clue[..], &content].concat()).unwrap() {
        CaseCommand::Act(ActCommand::TransferClue(args)) => {
            assert_eq!(args.content.digest().unwrap().to_string(), ABC);
            assert_eq!((args.to, args.case), (None, None));
        }
        other => panic!("{other:?}"),
    }
    assert!(parse(&clue).is_err());
    assert!(parse(&["transfer-clue", "--content-digest", ABC]).is_err());
    let both = ["--content", "clue.pdf"];
    assert!(parse(&[&clue[..], &content, &both].concat()).is_err());
}

#[test]
fn files_are_read_for_their_digests() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.txt");
    std::fs::write(&path, "abc").unwrap();
    match parse(&["close", "3", "--result", path.to_str().unwrap()]).unwrap() {
        CaseCommand::Act(ActCommand::Close(args)) => {
            assert_eq!(args.result.digest().unwrap().to_string(), ABC);
        }
        other => panic!("{other:?}"),
    }
    match parse(&["attach", "3", "--bundle", "missing.json"]).unwrap() {
        CaseCommand::Act(ActCommand::Attach(args)) => {
            let error = args.bundle.digest().unwrap_err();
            assert!(error.to_string().contains("missing.json"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reason_is_asked_for() {
    match parse(&["return-clue", "4"]).unwrap() {
        CaseCommand::Act(ActCommand::ReturnClue(args)) => {
            let error = args.document.reason().unwrap_err();
            assert!(error.to_string().contains("--document FILE"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_done_is_told_with_the_numbers_the_chain_gave() {
    let (json, text) = Act::Open(Digest::ZERO).done(&[event("CaseOpened", &[("case", 3)])]);
    assert_eq!((&json["case"], text.as_str()), (&json!(3), "case 3 opened"));
    let set = Act::SetTask(CaseId(3), MEMBER, Digest::ZERO, AT.time_ms);
    let (json, text) = set.done(&[event("TaskSet", &[("case", 3), ("task", 2)])]);
    assert_eq!(json["task"], json!(2));
    assert!(
        text.starts_with("task 2 of case 3 set to institution 2, due 2026-"),
        "{text}"
    );
    let disputed = event("ClueDisputed", &[("clue", 4), ("superior", 130_200)]);
    let (json, text) = Act::Dispute(ClueId(4), Digest::ZERO).done(&[disputed]);
    assert_eq!(json["superior"], json!("130200"));
    assert!(
        text.contains("130200") && text.contains("decide-clue 4"),
        "{text}"
    );
    for (act, word) in [
        (Act::Accept(ClueId(4)), "accepted"),
        (Act::Return(ClueId(4), Digest::ZERO), "returned"),
    ] {
        let (json, text) = act.done(&[]);
        assert_eq!(json["status"], json!(word));
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn a_case_shows_what_is_overdue_and_what_was_late() {
    let names = [(HOST, "河北"), (MEMBER, "山西")].map(|(id, name)| (id, name.to_owned()));
    let names = names.into_iter().collect();
    let clues = [(ClueId(4), clue(ClueStatus::Transferred))];
    let on_time_ms = AT.time_ms + HOUR_MS;
    let before = show::text(CaseId(3), &file(), &clues, &names, on_time_ms);
    assert!(!before.contains("OVERDUE"), "{before}");
    let text = show::text(CaseId(3), &file(), &clues, &names, on_time_ms + 1);
    assert_eq!(text.matches("OVERDUE").count(), 2, "{text}");
    for part in [
        "case 3, open",
        "河北 (1)",
        "山西 (2)",
        "done LATE",
        "joined",
        "recognised",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let json = show::json(CaseId(3), &file(), &clues, on_time_ms + 1);
    assert_eq!(json["tasks"][0]["overdue"], json!(true));
    assert_eq!(json["tasks"][1]["late"], json!(true));
    assert_eq!(json["clues"][0]["overdue"], json!(true));
    assert_eq!(json["evidence"][0]["recognition"], json!("recognised"));
    assert_eq!(
        json["members"][0]["status"]["joined"]["at"]["block"],
        json!(7)
    );
}

#[test]
fn a_list_counts_what_is_overdue() {
    let late = OverdueTask {
        case: CaseId(3),
        task: TaskId(1),
        to: MEMBER,
        due_ms: AT.time_ms,
    };
    let mut line = list::Line {
        id: CaseId(3),
        case: opened(),
        tally: CaseTallyV1 {
            members: 1,
            evidence: 1,
            tasks: 2,
            open_tasks: 1,
        },
        role: Some("host"),
        overdue: vec![late],
    };
    let row = line.row("河北 (1)");
    assert_eq!(row[5], "1 of 2 open, 1 OVERDUE");
    assert_eq!(row[6], "open; host");
    assert_eq!(line.json()["overdue_tasks"][0]["task"], json!(1));
    line.case.closed = Some(Closing {
        result: Digest([6; 32]),
        at: AT,
    });
    line.overdue.clear();
    let row = line.row("河北 (1)");
    assert!(
        row[6].starts_with("closed 2026-") && !row[5].contains("OVERDUE"),
        "{row:?}"
    );
}

#[test]
fn a_clue_says_who_is_to_do_what() {
    let names = show::Names::new();
    let told = |status, now_ms| clues::clue_table(&[(ClueId(4), clue(status))], &names, now_ms);
    let disputed = ClueStatus::Disputed {
        at: AT,
        by: MEMBER,
        reason: Digest::ZERO,
        superior: "130000".parse().unwrap(),
    };
    let decided = ClueStatus::Decided {
        at: AT,
        by: InstitutionId(5),
        to: MEMBER,
        document: Digest::ZERO,
    };
    let by = |by| ClueStatus::Accepted { at: AT, by };
    let returned = ClueStatus::Returned {
        at: AT,
        reason: Digest::ZERO,
    };
    for (status, word) in [
        (ClueStatus::Transferred, "waits for the receiver"),
        (by(MEMBER), "accepted"),
        (by(HOST), "taken on by its sender"),
        (returned, "the sender has it"),
        (disputed, "an agency of 130000 or above decides"),
        (decided, "decided: 2 acts on it"),
    ] {
        let text = told(status, AT.time_ms);
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(clues::clue_table(&[], &names, 0), "no clues");
}

#[test]
fn every_command_of_the_page_is_one() {
    let client = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let page = std::path::Path::new(&client).with_file_name("docs");
    let page = std::fs::read_to_string(page.join("joint-cases.md")).expect("the page");
    let mut count = 0;
    for line in page.lines().filter(|line| line.starts_with("limpid case ")) {
        let words = line.split_whitespace().skip(2);
        let parsed = CaseCli::try_parse_from(std::iter::once("case").chain(words));
        assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
        count += 1;
    }
    assert!(count > 15, "{count} commands");
}
