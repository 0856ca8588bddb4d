//! Days and exceedances are proven as their batches become final: each, once, and whatever happens in between.

use super::{anchoring::assert_whole, emissions::Mishap, ledger::Reachable, *};
use crate::gateway::{
    http::Status,
    prover::{DayTask, EmissionsStatus, Kind, Task},
    store::{
        tamper::{Damage, Part},
        OpenTask, Settled,
    },
};
use limpid_primitives::{
    permit::{
        Averaging, ConcentrationUnit, Limit, LimitBasis, OutletTermsV1, PermitStatus, PermitV1,
        Standing,
    },
    AtMost, Day, Digest, InstitutionId, Moment,
};

/// 2026-11-01, the day of [`EIGHT_MS`].
pub fn first_day() -> Day {
    Day::of(EIGHT_MS).expect("a day")
}

/// So many days from the first.
pub fn days(count: u32) -> Vec<Day> {
    let day = |offset| Day::try_from(first_day().number() + offset).expect("a day");
    (0..count).map(day).collect()
}

/// A frame with a pollutant's values.
pub fn frame(mn: &str, cn: u16, start_ms: u64, values: &[(&str, &str)]) -> Vec<u8> {
    let qn = LocalTime::from_utc_ms(start_ms + u64::from(cn)).expect("a time");
    let qn = String::from_utf8(qn.digits().to_vec()).expect("digits");
    let head = Head {
        qn: Some(&qn),
        st: "31",
        cn,
        pw: "123456",
        mn,
        flag: Some(5),
        packet: None,
        transmission: Transmission::First,
    };
    let mut frame = Vec::new();
    let mut builder = Builder::new(&mut frame, &head);
    let time = LocalTime::from_utc_ms(start_ms).expect("a time");
    builder.time("DataTime", time);
    for (suffix, value) in values {
        builder.text("a21002", suffix, value);
    }
    builder.text("a21002", "Flag", "N");
    builder.finish().expect("a short frame");
    frame
}

/// A day's frame.
pub fn day_frame(mn: &str, day: Day) -> Vec<u8> {
    frame(
        mn,
        2031,
        day.start_ms(),
        &[("Cou", "18.5"), ("ZsAvg", "30.0")],
    )
}

/// The frame of an hour of the first day, with this converted mean.
pub fn hour_frame(hour: u64, mean: &str) -> Vec<u8> {
    let start_ms = first_day().start_ms() + hour * HOUR_MS;
    frame(MN, 2061, start_ms, &[("ZsAvg", mean)])
}

fn terms(limit: &str) -> OutletTermsV1 {
    let limit = |averaging| Limit {
        pollutant: "a21002".parse().expect("a pollutant"),
        averaging,
        value: limit.parse().expect("a limit"),
        unit: ConcentrationUnit::MilligramPerCubicMetre,
        basis: LimitBasis::Converted,
        standard: "GB 13223-2011".parse().expect("a standard"),
    };
    OutletTermsV1 {
        position: Default::default(),
        treatments: AtMost::default(),
        limits: [Averaging::Hour, Averaging::Day]
            .map(limit)
            .to_vec()
            .try_into()
            .expect("two limits"),
        yearly_masses: AtMost::default(),
    }
}

fn standing(version: u32, since_ms: u64) -> Standing {
    Standing {
        at: Moment {
            block: 1,
            time_ms: since_ms,
        },
        version,
        status: PermitStatus::Active,
        valid_from_ms: 0,
        valid_until_ms: u64::MAX,
        document: Digest::ZERO,
    }
}

fn permit(standings: Vec<Standing>) -> PermitV1 {
    PermitV1 {
        issuer: InstitutionId(1),
        holder: None,
        division: limpid_primitives::DivisionCode::try_from(100_000).expect("the nation"),
        standings: standings.try_into().expect("few"),
    }
}

/// A world that proves, whose chain has a permit of 50 mg/m3, a year after the first day.
pub fn world() -> World {
    let world = World::new().with(|config| config.emissions.prove = true);
    let mut chain = world.ledger.chain();
    let emissions = &mut chain.emissions;
    emissions.time_ms = EIGHT_MS + 366 * Day::LENGTH_MS;
    let number = outlet(OUTLET).permit;
    emissions
        .permits
        .insert(number, permit(vec![standing(1, 0)]));
    emissions.terms.insert((outlet(OUTLET), 1), terms("50"));
    drop(chain);
    world
}

pub async fn delivered(world: &World, frames: &[Vec<u8>]) {
    let gateway = world.start().await;
    gateway.logger().await.deliver(frames).await;
    gateway.stop().await.expect("it drains");
}

/// Starts a gateway that takes nothing new, and waits for it.
async fn proves(world: &World, condition: impl FnMut() -> bool) {
    let gateway = world.start().await;
    until(condition).await;
    gateway.stop().await.expect("it ends");
}

fn proven(world: &World) -> Vec<Day> {
    let chain = world.ledger.chain();
    let days = chain.emissions.days.keys();
    days.map(|(_, day)| *day).collect()
}

/// Nothing waits any more.
fn is_done(world: &World) -> bool {
    open(world).is_empty() && world.read().looked_through().expect("a number") > 0
}

fn open(world: &World) -> Vec<OpenTask> {
    let store = world.read();
    let all = Kind::ALL.map(|kind| {
        let open = store.open_tasks(kind).expect("tasks");
        open.map(|open| open.expect("a task")).collect::<Vec<_>>()
    });
    all.concat()
}

async fn get(gateway: &Running, path: &str) -> String {
    deposits::ask(gateway, "GET", path, "").await.1
}

async fn status(gateway: &Running) -> EmissionsStatus {
    let text = get(gateway, "/status").await;
    let status: Status = serde_json::from_str(&text).expect("a status");
    status.emissions.expect("it proves")
}

#[tokio::test]
async fn days_and_exceedances_are_proven_as_they_become_final() {
    let world = world();
    let gateway = world.start().await;
    let mut frames: Vec<_> = days(3).into_iter().map(|day| day_frame(MN, day)).collect();
    frames.extend([
        hour_frame(13, "49.9"),
        hour_frame(14, "50.1"),
        hour_frame(15, "50.0"),
    ]);
    // No day of the chain begins at eight, and no hour at half past.
    frames.push(frame(MN, 2031, EIGHT_MS, &[("Cou", "1")]));
    frames.push(frame(MN, 2061, EIGHT_MS + HOUR_MS / 2, &[("ZsAvg", "99")]));
    gateway.logger().await.deliver(&frames).await;
    until(|| proven(&world).len() == 3 && world.ledger.chain().emissions.findings.len() == 1).await;
    until(|| is_done(&world)).await;
    let status = status(&gateway).await;
    assert_eq!((status.days, status.exceedances, status.open), (3, 1, 0));
    assert_eq!((status.refused, status.waits_for), (0, None));
    gateway.stop().await.expect("it drains");
    assert_eq!(proven(&world), days(3));
    let found = world.ledger.chain().emissions.findings[0];
    let hour_ms = first_day().start_ms() + 14 * HOUR_MS;
    assert_eq!(
        (found.observed_ms, found.averaging),
        (hour_ms, Averaging::Hour)
    );
    assert_whole(&world, 8).await;
}

#[tokio::test]
async fn a_days_mean_is_compared_with_the_limit_for_days() {
    let world = world();
    let above = frame(MN, 2031, first_day().start_ms(), &[("ZsAvg", "50.01")]);
    let gateway = world.start().await;
    gateway.logger().await.deliver(&[above]).await;
    until(|| world.ledger.chain().emissions.findings.len() == 1).await;
    gateway.stop().await.expect("it drains");
    let found = world.ledger.chain().emissions.findings[0];
    assert_eq!(found.averaging, Averaging::Day);
}

#[tokio::test]
async fn what_was_anchored_before_is_proven_once_proving_is_on() {
    let mut world = world();
    world.config.emissions.prove = false;
    delivered(&world, &[day_frame(MN, first_day()), hour_frame(14, "99")]).await;
    assert_eq!(proven(&world), vec![]);
    world.config.emissions.prove = true;
    proves(&world, || {
        world.ledger.chain().emissions.findings.len() == 1 && is_done(&world)
    })
    .await;
    assert_eq!(proven(&world), days(1));
}

#[tokio::test]
async fn many_days_go_in_calls_of_sixty_four() {
    let world = world();
    let frames: Vec<_> = days(150)
        .into_iter()
        .map(|day| day_frame(MN, day))
        .collect();
    let gateway = world.start().await;
    gateway.logger().await.deliver(&frames).await;
    until(|| proven(&world).len() == 150 && is_done(&world)).await;
    gateway.stop().await.expect("it drains");
    let calls = world.ledger.chain().emissions.calls.clone();
    assert_eq!(calls.iter().sum::<usize>(), 150, "{calls:?}");
    assert!(calls.len() <= 10, "{calls:?}");
}

#[tokio::test]
async fn several_frames_of_a_day_are_shown_together() {
    let world = world().with(|config| config.batch.interval_ms = 3_600_000);
    let day = first_day();
    let other = frame(MN, 2031, day.start_ms(), &[("Cou", "19.5")]);
    delivered(
        &world,
        &[
            day_frame(MN, day),
            other,
            hour_frame(0, "1"),
            hour_frame(1, "1"),
        ],
    )
    .await;
    proves(&world, || is_done(&world)).await;
    // One proof: the chain takes it only if it shows both.
    assert_eq!(world.ledger.chain().emissions.calls, [1]);
    assert_eq!(proven(&world), [day]);
}

#[tokio::test]
async fn killed_after_the_chain_took_a_proof_it_is_not_sent_again() {
    for frame in [day_frame(MN, first_day()), hour_frame(14, "99")] {
        let world = world();
        delivered_unproven(&world, &[frame]).await;
        world.ledger.chain().emissions.mishaps = [Mishap::TakenUnheard].into();
        let gateway = world.start().await;
        until(|| world.ledger.reachable() == Reachable::No).await;
        let killed = world.after_a_kill();
        drop(gateway);
        assert_eq!(open(&killed).len(), 1);
        let blocks = killed.ledger.chain().blocks;
        proves(&killed, || is_done(&killed)).await;
        let chain = killed.ledger.chain();
        let proven = chain.emissions.days.len() + chain.emissions.findings.len();
        // Each call makes a block.
        assert_eq!((proven, chain.blocks), (1, blocks));
    }
}

/// Everything is anchored, and nothing looked at yet.
async fn delivered_unproven(world: &World, frames: &[Vec<u8>]) {
    let quiet = World {
        _folder: tempfile::tempdir().expect("a temporary folder"),
        ledger: world.ledger.clone(),
        config: Config {
            emissions: Default::default(),
            ..world.config.clone()
        },
    };
    delivered(&quiet, frames).await;
}

#[tokio::test]
async fn killed_between_looking_and_proving() {
    let world = world();
    delivered_unproven(&world, &[day_frame(MN, first_day()), hour_frame(14, "99")]).await;
    world.ledger.chain().emissions.mishaps = vec![Mishap::Lost; 1_000].into();
    let gateway = world.start().await;
    until(|| open(&world).len() == 2).await;
    let killed = world.after_a_kill();
    world.ledger.set(Reachable::No);
    drop(gateway);
    killed.ledger.chain().emissions.mishaps.clear();
    proves(&killed, || is_done(&killed)).await;
    assert_eq!(proven(&killed), days(1));
    assert_eq!(killed.ledger.chain().emissions.findings.len(), 1);
}

#[tokio::test]
async fn a_proof_that_is_refused_holds_up_no_other_and_is_listed() {
    let world = world();
    let all = days(5);
    let frames: Vec<_> = all.iter().map(|day| day_frame(MN, *day)).collect();
    world.ledger.chain().emissions.refusals =
        [(all[1], "FrameMisfiled"), (all[3], "OutletNotBound")].into();
    delivered_unproven(&world, &frames).await;
    let gateway = world.start().await;
    until(|| is_done(&world)).await;
    until(|| proven(&world).len() == 3).await;
    let status = status(&gateway).await;
    assert_eq!((status.days, status.refused), (3, 2));
    let newest: Vec<_> = status
        .refused_newest
        .iter()
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(newest, ["OutletNotBound", "FrameMisfiled"]);
    assert!(status.refused_newest[1].what.contains(&all[1].to_string()));
    let text = get(&gateway, "/metrics").await;
    for line in [
        "days_proven_total 3",
        "proofs_refused_total 2",
        "proofs_open 0",
        "proving 1",
    ] {
        assert!(text.contains(&format!("limpid_gateway_{line}\n")), "{line}");
    }
    gateway.stop().await.expect("it ends");
    assert_eq!(proven(&world), [all[0], all[2], all[4]]);
    // Not tried again by the next one, which still lists it.
    let calls = world.ledger.chain().emissions.calls.len();
    let gateway = world.start().await;
    gateway
        .logger()
        .await
        .deliver(&[day_frame(OTHER_MN, all[1].next().expect("a day"))])
        .await;
    until(|| world.ledger.chain().emissions.calls.len() > calls).await;
    assert_eq!(status_of_refused(&gateway).await, 2);
    gateway.stop().await.expect("it drains");
    assert_eq!(world.ledger.chain().emissions.calls.len(), calls + 1);
    assert_whole(&world, 6).await;
}

async fn status_of_refused(gateway: &Running) -> u64 {
    status(gateway).await.refused
}

#[tokio::test]
async fn what_passes_by_itself_waits() {
    let world = world();
    let all = days(3);
    // A day that is not over by the chain's clock, one the node does not know the anchor of, and an error of a later release.
    world.ledger.chain().emissions.refusals =
        [(all[1], "AnchorUnknown"), (all[2], "OfALaterRelease")].into();
    let future = Day::of(world.ledger.chain().emissions.time_ms).expect("a day");
    let frames = [all[0], all[1], all[2], future].map(|day| day_frame(MN, day));
    let gateway = world.start().await;
    gateway.logger().await.deliver(&frames).await;
    until(|| {
        proven(&world).len() == 1
            && open(&world)
                .iter()
                .filter(|open| open.not_before_ms > 0)
                .count()
                == 3
    })
    .await;
    gateway.stop().await.expect("it drains");
    assert_eq!(proven(&world), [all[0]]);
    let waiting = open(&world);
    assert!(waiting.iter().all(|open| open.attempts == 1));
    // Not before the day is over.
    let end_ms = future.end_ms();
    assert!(waiting.iter().any(|open| open.not_before_ms >= end_ms));
    assert_whole(&world, 4).await;
}

#[tokio::test]
async fn anchoring_goes_on_while_the_allowance_is_left_to_it() {
    let world = world();
    world.ledger.chain().emissions.used = 500;
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    logger.deliver(&[day_frame(MN, first_day())]).await;
    until(|| world.ledger.chain().anchors.len() == 1 && open(&world).len() == 1).await;
    logger.deliver(&[hour_frame(3, "1")]).await;
    until(|| world.ledger.chain().anchors.len() == 2).await;
    let waits_for = within(async {
        loop {
            if let Some(why) = status(&gateway).await.waits_for {
                return why;
            }
            sleep(LOOK).await;
        }
    });
    assert!(waits_for.await.contains("allowance"));
    assert!(world.ledger.chain().emissions.calls.is_empty());
    world.ledger.chain().emissions.used = 499;
    until(|| proven(&world).len() == 1).await;
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn a_member_that_is_not_admitted_is_no_proofs_fault() {
    let world = world();
    world.ledger.chain().emissions.mishaps = vec![Mishap::NotAdmitted; 1_000].into();
    let gateway = world.start().await;
    let frames: Vec<_> = days(5).into_iter().map(|day| day_frame(MN, day)).collect();
    gateway.logger().await.deliver(&frames).await;
    within(async {
        while status(&gateway).await.waits_for.as_deref() != Some("no member") {
            sleep(LOOK).await;
        }
    })
    .await;
    until(|| world.ledger.chain().emissions.mishaps.len() < 990).await;
    // None was given up, and anchoring is not held up.
    assert_eq!(open(&world).len(), 5);
    assert_eq!(status_of_refused(&gateway).await, 0);
    until(|| world.read().last_receipt().expect("a number") > 0).await;
    world.ledger.chain().emissions.mishaps.clear();
    until(|| proven(&world).len() == 5 && is_done(&world)).await;
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn a_call_that_is_too_large_is_made_smaller() {
    let world = world();
    world.ledger.chain().emissions.proofs_max = Some(5);
    let frames: Vec<_> = days(40).into_iter().map(|day| day_frame(MN, day)).collect();
    let gateway = world.start().await;
    gateway.logger().await.deliver(&frames).await;
    until(|| proven(&world).len() == 40 && is_done(&world)).await;
    gateway.stop().await.expect("it drains");
    let calls = world.ledger.chain().emissions.calls.clone();
    assert!(calls.iter().all(|proofs| *proofs <= 5), "{calls:?}");
}

#[tokio::test]
async fn without_a_node_nothing_is_forgotten() {
    let world = world();
    delivered_unproven(&world, &[day_frame(MN, first_day()), hour_frame(14, "99")]).await;
    world.ledger.set(Reachable::No);
    let gateway = world.start().await;
    gateway
        .logger()
        .await
        .deliver(&[day_frame(MN, days(2)[1])])
        .await;
    sleep(Duration::from_millis(100)).await;
    world.ledger.set(Reachable::Yes);
    until(|| proven(&world).len() == 2 && is_done(&world)).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(world.ledger.chain().emissions.findings.len(), 1);
}

#[tokio::test]
async fn the_limit_is_that_of_the_version_in_force_at_the_frames_time() {
    let world = world();
    let noon_ms = first_day().start_ms() + 12 * HOUR_MS;
    let number = outlet(OUTLET).permit;
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    logger
        .deliver(&[hour_frame(10, "40"), hour_frame(11, "60")])
        .await;
    until(|| world.ledger.chain().emissions.findings.len() == 1).await;
    // From noon on it is 30. The gateway learns of it with the first batch that is anchored after the decision.
    {
        let mut chain = world.ledger.chain();
        let amended = permit(vec![standing(1, 0), standing(2, noon_ms)]);
        chain.emissions.permits.insert(number, amended);
        chain
            .emissions
            .terms
            .insert((outlet(OUTLET), 2), terms("30"));
        chain.blocks += 1;
    }
    logger
        .deliver(&[hour_frame(12, "40"), hour_frame(9, "40")])
        .await;
    until(|| world.ledger.chain().emissions.findings.len() == 2 && is_done(&world)).await;
    gateway.stop().await.expect("it drains");
    let chain = world.ledger.chain();
    let hours: Vec<_> = chain
        .emissions
        .findings
        .iter()
        .map(|found| (found.observed_ms - first_day().start_ms()) / HOUR_MS)
        .collect();
    assert_eq!(hours, [11, 12]);
    // Once for each batch that came after it was read last, not for each frame.
    assert!(
        chain.emissions.permits_read <= 3,
        "{}",
        chain.emissions.permits_read
    );
}

#[tokio::test]
async fn an_outlet_without_limits_has_no_exceedance() {
    let world = world();
    world.ledger.chain().emissions.permits.clear();
    let gateway = world.start().await;
    let other = frame(OTHER_MN, 2061, EIGHT_MS, &[("ZsAvg", "999")]);
    gateway
        .logger()
        .await
        .deliver(&[hour_frame(14, "99"), other])
        .await;
    until(|| is_done(&world)).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(world.ledger.chain().emissions.findings, []);
}

#[tokio::test]
async fn a_damaged_batch_is_refused_and_ends_nothing() {
    let world = world().with(|config| config.batch.records_max = 2);
    let frames: Vec<_> = days(4).into_iter().map(|day| day_frame(MN, day)).collect();
    world.ledger.chain().emissions.mishaps = vec![Mishap::Lost; 1_000].into();
    let gateway = world.start().await;
    gateway.logger().await.deliver(&frames).await;
    until(|| open(&world).len() == 4).await;
    gateway.stop().await.expect("it drains");
    // A byte of the time received: the record can be read, and has another digest.
    Damage::flip(Part::Records, 1u64.to_be_bytes().to_vec(), 8 + 45).inflict(&world.config.store);
    world.ledger.chain().emissions.mishaps.clear();
    let gateway = world.start().await;
    until(|| proven(&world).len() == 2 && is_done(&world)).await;
    let status = status(&gateway).await;
    assert_eq!(status.refused_newest.len(), 2);
    assert!(status
        .refused_newest
        .iter()
        .all(|refused| refused.reason == "Damaged"));
    gateway.logger().await.deliver(&[hour_frame(1, "1")]).await;
    gateway.stop().await.expect("it drains");
}

#[test]
fn of_refusals_the_newest_are_kept() {
    let world = World::new();
    let store = Store::open(&world.config.store, GATEWAY).expect("a store");
    let refused = |sequence| {
        let task = Task::Day(DayTask {
            sequence,
            outlet: outlet(OUTLET),
            day: first_day(),
        });
        let settled = Settled::Refused {
            reason: "FrameMisfiled".into(),
            detail: String::new(),
        };
        (OpenTask::new(task), settled)
    };
    for sequences in [1..=600, 601..=1_005] {
        let settled: Vec<_> = sequences.map(refused).collect();
        store.settle_tasks(&settled, 1).expect("it is kept");
    }
    let kept: Vec<_> = store
        .refused_tasks()
        .expect("refusals")
        .map(|item| item.expect("a refusal").0)
        .collect();
    assert_eq!(kept, (6..=1_005).collect::<Vec<_>>());
    assert_eq!(store.refused_tasks_count().expect("a number"), 1_005);
}

#[tokio::test]
async fn nothing_is_looked_at_while_proving_is_off() {
    let world = World::new();
    let gateway = world.start().await;
    gateway
        .logger()
        .await
        .deliver(&[day_frame(MN, first_day())])
        .await;
    let text = get(&gateway, "/status").await;
    let status: Status = serde_json::from_str(&text).expect("a status");
    assert_eq!(status.emissions, None);
    gateway.stop().await.expect("it drains");
    assert_eq!(world.read().looked_through().expect("a number"), 0);
}
