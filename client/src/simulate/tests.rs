//! The frames of a plan, and a run against a gateway that is only as good as a test needs it.

use super::plan::{DAY_MS, HOUR_MS};
use super::schedule::Schedule;
use super::*;
use limpid_hj212::{reply, Frame, Reply, Split, Splitter, Suffix};
use limpid_primitives::{Medium, Micrograms};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

fn plan(seed: u64, outlets: u32) -> Plan {
    Plan {
        real_time_s: 300,
        ..Plan::new(
            seed,
            derive_loggers(seed, outlets).unwrap(),
            "127.0.0.1:0".into(),
        )
    }
}

/// Every frame of a logger, with its line end.
fn frames(plan: &Plan, index: usize) -> Vec<Vec<u8>> {
    let mut schedule = Schedule::new(Arc::new(plan.clone()), plan.loggers[index]);
    let mut frames = Vec::new();
    while let Some(due) = schedule.peek() {
        let mut bytes = Vec::new();
        schedule.write(&due, &mut bytes).unwrap();
        let frame = Frame::parse(&bytes).expect("simulated frames are good");
        assert_eq!(
            (frame.cn(), frame.qn_time_ms(), frame.data_time_ms()),
            (due.cn, Some(due.qn_ms), Some(due.data_time_ms))
        );
        assert!(frame.wants_reply());
        frames.push(bytes);
    }
    frames
}

fn exceed(outlet: u32, hour: u32, factor: Option<&str>) -> Fault {
    Fault::Exceed {
        outlet,
        hour,
        factor: factor.map(|factor| factor.parse().unwrap()),
    }
}

/// For each factor the amounts of all frames of a command, by data time; in units of `10^-6`.
fn amounts(frames: &[Vec<u8>], cn: u16) -> BTreeMap<(String, u64), i128> {
    let mut amounts = BTreeMap::new();
    for frame in frames
        .iter()
        .filter_map(|raw| Frame::parse(raw).ok())
        .filter(|frame| frame.cn() == cn)
    {
        for group in frame.groups() {
            let Some(counted) = group.decimal(Suffix::Cou) else {
                continue;
            };
            let key = (group.factor().to_owned(), frame.data_time_ms().unwrap());
            assert_eq!(amounts.insert(key, counted.rescaled(6).unwrap()), None);
        }
    }
    amounts
}

fn added(
    amounts: &BTreeMap<(String, u64), i128>,
    period_ms: u64,
    from_ms: u64,
) -> BTreeMap<(String, u64), i128> {
    let mut sums = BTreeMap::new();
    for ((factor, at_ms), counted) in amounts {
        *sums
            .entry((factor.clone(), at_ms - (at_ms - from_ms) % period_ms))
            .or_default() += counted;
    }
    sums
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let [one, same, other] = [1, 1, 2].map(|seed| {
        (0..4)
            .map(|index| frames(&plan(seed, 4), index))
            .collect::<Vec<_>>()
    });
    assert_eq!(one, same);
    assert_ne!(one, other);
    // More outlets change nothing for those there are.
    assert_eq!(frames(&plan(1, 9), 3), one[3]);
}

#[test]
fn a_day_has_the_frames_the_plan_counts() {
    let plan = plan(3, 2);
    let total: usize = (0..2).map(|index| frames(&plan, index).len()).sum();
    assert_eq!(total as u64, plan.frames());
    let all = frames(&plan, 0);
    let count = |cn| {
        all.iter()
            .filter(|raw| Frame::parse(raw).unwrap().cn() == cn)
            .count()
    };
    assert_eq!([2011, 2051, 2061, 2031].map(count), [288, 144, 24, 1]);
    let requests: BTreeSet<_> = all
        .iter()
        .map(|raw| Frame::parse(raw).unwrap().qn().unwrap().to_owned())
        .collect();
    assert_eq!(
        requests.len(),
        all.len(),
        "request numbers are unique with a logger"
    );
}

#[test]
fn amounts_add_up_exactly() {
    let mut plan = plan(7, 2);
    plan.faults = vec![Fault::Silence { outlet: 1, hour: 5 }, exceed(0, 9, None)];
    for index in 0..2 {
        let all = frames(&plan, index);
        let [minutes, hours, days] = [2051, 2061, 2031].map(|cn| amounts(&all, cn));
        assert!(days.len() >= 4);
        assert_eq!(added(&minutes, HOUR_MS, plan.from_ms), hours);
        assert_eq!(added(&hours, DAY_MS, plan.from_ms), days);
        assert!(days.values().all(|counted| *counted > 0));
    }
}

#[test]
fn a_silenced_hour_has_no_frame() {
    let mut plan = plan(7, 1);
    plan.faults = vec![Fault::Silence { outlet: 0, hour: 5 }];
    let all = frames(&plan, 0);
    let silent = plan.from_ms + 5 * HOUR_MS..plan.from_ms + 6 * HOUR_MS;
    assert!(all
        .iter()
        .all(|raw| !silent.contains(&Frame::parse(raw).unwrap().observed_ms().unwrap())));
    assert_eq!(all.len() as u64, plan.frames());
}

#[test]
fn usual_hours_keep_usual_limits_and_an_exceeding_one_does_not() {
    let mut plan = plan(11, 20);
    plan.faults = (0..20).map(|outlet| exceed(outlet, 9, None)).collect();
    let limit = |factor: &str| match factor {
        "a21026" => Some((Suffix::ZsAvg, 35)),
        "a21002" => Some((Suffix::ZsAvg, 50)),
        "a34013" => Some((Suffix::ZsAvg, 10)),
        "w01018" => Some((Suffix::Avg, 50)),
        "w21003" => Some((Suffix::Avg, 5)),
        "w21001" => Some((Suffix::Avg, 15)),
        _ => None,
    };
    for index in 0..20 {
        for raw in frames(&plan, index) {
            let frame = Frame::parse(&raw).unwrap();
            let exceeding = frame.data_time_ms() == Some(plan.from_ms + 9 * HOUR_MS);
            for group in frame.groups().filter(|_| frame.cn() == 2061) {
                let Some((suffix, limit)) = limit(group.factor()) else {
                    continue;
                };
                let value = group.decimal(suffix).unwrap().rescaled(3).unwrap();
                assert_eq!(
                    value > limit * 1_000,
                    exceeding,
                    "{} {value} at {:?}",
                    group.factor(),
                    frame.data_time()
                );
            }
        }
    }
}

/// Factor and data time of each converted mean above `limit` in the frames of a command.
fn above(frames: &[Vec<u8>], cn: u16, suffix: Suffix, limit: i128) -> Vec<(String, u64)> {
    let frames = frames.iter().map(|raw| Frame::parse(raw).unwrap());
    let of = |frame: Frame<'_>| {
        let at_ms = frame.data_time_ms().unwrap();
        let exceeds = |value: limpid_hj212::Decimal<'_>| value.rescaled(3).unwrap() > limit * 1_000;
        let groups = frame.groups();
        let above = groups.filter(|group| group.decimal(suffix).is_some_and(exceeds));
        above
            .map(|group| (group.factor().to_owned(), at_ms))
            .collect::<Vec<_>>()
    };
    frames
        .filter(|frame| frame.cn() == cn)
        .flat_map(of)
        .collect()
}

#[test]
fn one_factor_exceeds_in_minute_and_hour_and_raises_its_day() {
    let mut usual = plan(11, 2);
    let mut plan = usual.clone();
    usual.faults = vec![];
    plan.faults = vec![exceed(0, 14, Some("a21002"))];
    let (usual, all) = (frames(&usual, 0), frames(&plan, 0));
    let hour_ms = plan.from_ms + 14 * HOUR_MS;
    let slots = (0..6).map(|slot| ("a21002".to_owned(), hour_ms + slot * 600_000));
    assert_eq!(
        above(&all, 2051, Suffix::ZsAvg, 50),
        slots.collect::<Vec<_>>()
    );
    assert_eq!(
        above(&all, 2061, Suffix::ZsAvg, 50),
        [("a21002".to_owned(), hour_ms)]
    );
    assert_eq!(above(&all, 2031, Suffix::ZsAvg, 50), []);
    assert_eq!(above(&usual, 2061, Suffix::ZsAvg, 50), []);
    let [usual, exceeding] = [usual, all].map(|frames| amounts(&frames, 2031));
    for (key, counted) in exceeding {
        match key.0.as_str() {
            "a21002" => assert!(counted > usual[&key]),
            _ => assert_eq!(counted, usual[&key], "{}", key.0),
        }
    }
}

#[test]
fn frames_sent_alone_are_those_sent_among_all() {
    let mut plan = Plan {
        hours: 72,
        ..plan(5, 2)
    };
    plan.faults = vec![exceed(0, 30, Some("a34013"))];
    for kinds in [&[FrameKind::Day][..], &[FrameKind::Hour, FrameKind::Day]] {
        let only = Plan {
            kinds: kinds.to_vec(),
            ..plan.clone()
        };
        let mut sent = 0;
        for index in 0..2 {
            let of_kinds = |raw: &Vec<u8>| {
                let cn = Frame::parse(raw).unwrap().cn();
                kinds.iter().any(|kind| kind.cn() == cn)
            };
            let expected: Vec<_> = frames(&plan, index).into_iter().filter(of_kinds).collect();
            sent += expected.len() as u64;
            assert_eq!(frames(&only, index), expected);
        }
        assert_eq!(only.frames(), sent);
    }
}

#[test]
fn totals_are_what_the_day_frames_say() {
    let mut plan = Plan {
        // The last two days of 2025, and the first of 2026.
        from_ms: 1_772_294_400_000 - 61 * DAY_MS,
        hours: 72,
        kinds: vec![FrameKind::Day],
        ..plan(7, 2)
    };
    plan.faults = vec![Fault::Silence { outlet: 1, hour: 5 }, exceed(0, 9, None)];
    let totals = totals(&plan).unwrap();
    let text = |sum: i128| {
        let text = Micrograms(sum as u128).to_string();
        text.trim_end_matches(" g").to_owned()
    };
    for (index, outlet) in totals.outlets.iter().enumerate() {
        let mut years = BTreeMap::<_, i128>::new();
        let mut days = 0;
        for ((factor, at_ms), counted) in amounts(&frames(&plan, index), 2031) {
            let Some(found) = outlet.pollutants.get(factor.as_str()) else {
                assert!(factor.ends_with("00000"), "{factor} is no flow");
                continue;
            };
            // Kilograms with six decimals.
            let micrograms = counted * 1_000;
            let day = limpid_primitives::Day::of(at_ms).unwrap();
            assert_eq!(found.days[&day.to_string()].to_string(), text(micrograms));
            *years.entry((factor, day.year().to_string())).or_default() += micrograms;
            days += 1;
        }
        let pollutants = outlet.pollutants.values();
        assert_eq!(
            pollutants.map(|found| found.days.len()).sum::<usize>(),
            days
        );
        assert_eq!(years.len(), 2 * outlet.pollutants.len());
        for ((factor, year), sum) in years {
            let found = outlet.pollutants[factor.as_str()].years[&year];
            assert_eq!(found.to_string(), text(sum), "{factor} in {year}");
        }
    }
    assert_eq!(totals.outlets.len(), 2);
}

#[test]
fn means_lie_between_extremes_and_factors_are_those_of_the_medium() {
    let plan = plan(5, 2);
    for (index, factors) in [
        (0, ["a00000", "a21026", "a21002", "a34013", "a19001", ""]),
        (
            1,
            ["w00000", "w01001", "w01018", "w21003", "w21011", "w21001"],
        ),
    ] {
        for raw in frames(&plan, index) {
            let frame = Frame::parse(&raw).unwrap();
            let found: Vec<_> = frame.groups().map(|group| group.factor()).collect();
            assert_eq!(
                found,
                factors
                    .into_iter()
                    .filter(|factor| !factor.is_empty())
                    .collect::<Vec<_>>()
            );
            for group in frame.groups().filter(|_| frame.cn() != 2011) {
                let value = |suffix| group.decimal(suffix).unwrap().rescaled(6).unwrap();
                assert!(
                    value(Suffix::Min) <= value(Suffix::Avg)
                        && value(Suffix::Avg) <= value(Suffix::Max)
                );
            }
        }
    }
}

#[test]
fn derived_loggers_are_all_different() {
    let loggers = derive_loggers(1, 1_998).unwrap();
    let names: BTreeSet<_> = loggers.iter().map(|logger| logger.mn).collect();
    let outlets: BTreeSet<_> = loggers.iter().map(|logger| logger.outlet_code).collect();
    assert_eq!((names.len(), outlets.len()), (1_998, 1_998));
    assert!(loggers.iter().all(|logger| logger.mn.as_str().len() == 24));
    assert_eq!(
        (
            loggers[0].outlet_code.as_str(),
            loggers[1].outlet_code.as_str()
        ),
        ("DA001", "DW001")
    );
    assert_eq!(loggers[1].medium, Medium::Water);
    assert!(matches!(
        derive_loggers(1, 1_999),
        Err(ListError::TooMany(1_999))
    ));
}

#[test]
fn a_printed_list_and_a_written_one_can_be_read() {
    let loggers = derive_loggers(4, 3).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<_> = loggers
        .iter()
        .map(|logger| serde_json::to_string(logger).unwrap())
        .collect();
    let entries = loggers.iter().map(|logger| {
        format!(
            "[[outlets]]\nmn = \"{}\"\noutlet_code = \"{}\"\n",
            logger.mn, logger.outlet_code
        )
    });
    let files = [
        ("list.jsonl", lines.join("\n")),
        ("list.json", format!("[{}]", lines.join(","))),
        ("list.toml", entries.collect::<String>()),
    ];
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        assert_eq!(read_loggers(&path).unwrap(), loggers, "{name}");
    }
    let twice = folder.path().join("twice.jsonl");
    std::fs::write(&twice, format!("{0}\n{0}", lines[0])).unwrap();
    assert!(read_loggers(&twice).is_err());
}

#[test]
fn faults_and_speeds_are_read() {
    assert_eq!(
        "silence:3:14".parse::<Fault>().unwrap(),
        Fault::Silence {
            outlet: 3,
            hour: 14
        }
    );
    assert_eq!("bad-crc".parse::<Fault>().unwrap(), Fault::BadCrc);
    assert_eq!(
        "exceed:0:14:a21002".parse::<Fault>().unwrap(),
        exceed(0, 14, Some("a21002"))
    );
    for text in [
        "silence",
        "silence:1",
        "silence:1:2:3",
        "garbage:1",
        "exceed:a:b",
        "exceed:0:14:",
        "exceed:0:14:NOx",
        "exceed:0:14:a21002:1",
        "",
    ] {
        assert!(text.parse::<Fault>().is_err(), "{text}");
    }
    assert_eq!("max".parse(), Ok(Speed::Max));
    assert_eq!("600".parse(), Ok(Speed::Times(600)));
    assert_eq!("0".parse::<Speed>(), Err(PlanError::Speed));
}

#[test]
fn plans_that_cannot_be_are_refused() {
    let wrong = |change: fn(&mut Plan)| {
        let mut plan = plan(1, 1);
        change(&mut plan);
        plan.check().unwrap_err()
    };
    assert_eq!(plan(1, 1).check(), Ok(()));
    assert_eq!(wrong(|plan| plan.from_ms += 1), PlanError::From);
    assert_eq!(wrong(|plan| plan.hours = 0), PlanError::Hours);
    assert_eq!(wrong(|plan| plan.real_time_s = 7), PlanError::RealTime);
    assert_eq!(wrong(|plan| plan.window = 0), PlanError::Window);
    assert_eq!(wrong(|plan| plan.kinds.clear()), PlanError::Kinds);
    for (outlet, factor) in [(0, "w01018"), (0, "a00000"), (1, "a21002")] {
        let mut plan = plan(1, 1);
        plan.faults = vec![exceed(outlet, 1, Some(factor))];
        assert!(matches!(plan.check(), Err(PlanError::Factor { .. })));
    }
}

/// What a gateway of the tests has seen: good frames with how often each came, and how many bytes were none.
#[derive(Default)]
struct Seen {
    frames: BTreeMap<Vec<u8>, u32>,
    garbage: usize,
}

/// How a gateway of the tests treats its loggers.
#[derive(Clone, Copy)]
enum Manner {
    /// Acknowledges everything.
    Kind,
    /// Keeps what it is sent, forgets to acknowledge one in seven, and breaks the connection after a hundred.
    Rude,
    /// Never answers.
    Mute,
}

async fn gateway(manner: Manner) -> (String, Arc<Mutex<Seen>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let shared = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, manner, Arc::clone(&shared)));
        }
    });
    (address, seen)
}

async fn serve(mut stream: TcpStream, manner: Manner, seen: Arc<Mutex<Seen>>) {
    let mut splitter = Splitter::new(9_999);
    let mut input = [0; 4_096];
    let mut count = 0;
    while let Ok(read @ 1..) = stream.read(&mut input).await {
        splitter.push(&input[..read]);
        let mut replies = Vec::new();
        while let Some(found) = splitter.next() {
            match found {
                Split::Garbage { bytes, .. } => seen.lock().unwrap().garbage += bytes.len(),
                Split::Frame(raw) => {
                    *seen.lock().unwrap().frames.entry(raw.to_vec()).or_default() += 1;
                    count += 1;
                    let answers = match manner {
                        Manner::Kind => true,
                        Manner::Rude => count % 7 != 0,
                        Manner::Mute => false,
                    };
                    if answers {
                        replies.extend(reply(&Frame::parse(raw).unwrap(), Reply::Data));
                    }
                }
            }
        }
        if stream.write_all(&replies).await.is_err()
            || (matches!(manner, Manner::Rude) && count > 100)
        {
            return;
        }
    }
}

fn all_frames(plan: &Plan) -> BTreeSet<Vec<u8>> {
    let each = (0..plan.loggers.len()).flat_map(|index| frames(plan, index));
    each.map(|frame| frame[..frame.len() - 2].to_vec())
        .collect()
}

#[tokio::test]
async fn every_frame_arrives_and_is_journalled_once() {
    let (address, seen) = gateway(Manner::Kind).await;
    let plan = Plan {
        gateway: address,
        ..plan(1, 4)
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let summary = run(
        plan.clone(),
        Some(Journal::create(&path).unwrap()),
        Arc::default(),
    )
    .await
    .unwrap();
    assert_eq!(
        (summary.sent, summary.acknowledged, summary.resent),
        (plan.frames(), plan.frames(), 0)
    );
    assert_eq!(
        seen.lock()
            .unwrap()
            .frames
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>(),
        all_frames(&plan)
    );
    let journal = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<serde_json::Value> = journal
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let hashes: BTreeSet<_> = lines
        .iter()
        .map(|line| line["sha256"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        (lines.len() as u64, hashes.len() as u64),
        (plan.frames(), plan.frames())
    );
}

#[tokio::test]
async fn what_is_not_acknowledged_is_sent_again_and_counts_once() {
    let (address, seen) = gateway(Manner::Rude).await;
    let plan = Plan {
        gateway: address,
        resend_after: Duration::from_millis(100),
        hours: 6,
        ..plan(2, 3)
    };
    let summary = run(plan.clone(), None, Arc::default()).await.unwrap();
    assert_eq!(
        (summary.sent, summary.acknowledged),
        (plan.frames(), plan.frames())
    );
    assert!(summary.resent > 0);
    assert_eq!(
        seen.lock()
            .unwrap()
            .frames
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>(),
        all_frames(&plan)
    );
}

#[tokio::test]
async fn faults_of_the_line_hide_no_frame() {
    let (address, seen) = gateway(Manner::Kind).await;
    let mut plan = Plan {
        gateway: address,
        ..plan(3, 4)
    };
    plan.faults = vec![Fault::BadCrc, Fault::Garbage, Fault::Duplicate];
    let summary = run(plan.clone(), None, Arc::default()).await.unwrap();
    assert_eq!(
        (summary.sent, summary.acknowledged),
        (plan.frames(), plan.frames())
    );
    let seen = seen.lock().unwrap();
    assert!(seen.garbage > 0 && seen.frames.values().any(|times| *times == 2));
    assert_eq!(
        seen.frames.keys().cloned().collect::<BTreeSet<_>>(),
        all_frames(&plan)
    );
}

#[tokio::test]
async fn a_logger_gives_up_on_a_mute_gateway() {
    let (address, _) = gateway(Manner::Mute).await;
    let patience = Duration::from_millis(300);
    let plan = Plan {
        gateway: address,
        patience,
        resend_after: patience / 4,
        hours: 1,
        ..plan(2, 1)
    };
    let error = run(plan, None, Arc::default()).await.unwrap_err();
    assert!(matches!(error, SimulateError::Patience { .. }), "{error}");
}

#[tokio::test]
async fn simulated_time_passes_at_the_speed_asked_for() {
    let (address, _) = gateway(Manner::Kind).await;
    // An hour in a quarter of a second.
    let plan = Plan {
        gateway: address,
        hours: 1,
        speed: Speed::Times(4 * 3_600),
        ..plan(2, 2)
    };
    let summary = run(plan.clone(), None, Arc::default()).await.unwrap();
    assert_eq!(summary.acknowledged, plan.frames());
    assert!(summary.seconds >= 0.25, "{}", summary.seconds);
}
