//! Days of which no frame came.

use super::{emissions::Mishap, proving::*, *};
use crate::gateway::prover::{Kind, Task};
use limpid_primitives::Day;

const DAY_MS: u64 = Day::LENGTH_MS;

/// A world in which a day's frame is waited for during one day, whose device is bound from the first day on.
fn waiting() -> World {
    let world = world().with(|config| {
        config.emissions.prove_absences = true;
        config.batch.records_max = 1;
    });
    let mut chain = world.ledger.chain();
    chain.emissions.rules.data_deadline_ms = DAY_MS;
    chain.emissions.time_ms = first_day().start_ms();
    chain.bindings[0].1[0] = binding(MN, first_day().start_ms());
    drop(chain);
    world
}

fn absent(world: &World) -> Vec<(Outlet, Day)> {
    let chain = world.ledger.chain();
    let absences = chain.emissions.absences.iter();
    let proven = absences.filter(|(_, progress)| progress.proven.is_some());
    proven.map(|(key, _)| *key).collect()
}

fn set_time(world: &World, time_ms: u64) {
    world.ledger.chain().emissions.time_ms = time_ms;
}

async fn looked_through(world: &World, day: Day) {
    until(|| world.read().absences_through().expect("a day") == Some(day)).await;
}

#[tokio::test]
async fn a_day_without_a_frame_is_proven_once_none_is_waited_for() {
    let world = waiting();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let [first, second, third] = days(3)[..] else {
        unreachable!()
    };
    let before = first.previous().expect("a day");
    // Days whose deadline has passed already are left out.
    looked_through(&world, before.previous().expect("a day")).await;
    // The first day's frame comes, the second's does not; hours of the second do, and one batch spans its beginning.
    set_time(&world, second.start_ms() + 1);
    logger.deliver(&[day_frame(MN, first)]).await;
    let hours: Vec<_> = (0..5u64)
        .map(|hour| {
            frame(
                MN,
                2061,
                second.start_ms() + hour * HOUR_MS,
                &[("ZsAvg", "1")],
            )
        })
        .collect();
    logger.deliver(&hours).await;
    until(|| world.ledger.chain().anchors.len() == 6).await;
    set_time(&world, third.start_ms() + 1);
    logger
        .deliver(&[frame(MN, 2061, third.start_ms(), &[("ZsAvg", "1")])])
        .await;
    until(|| world.ledger.chain().anchors.len() == 7).await;
    // A frame of the second day may still come.
    looked_through(&world, first).await;
    assert_eq!(absent(&world), []);
    set_time(&world, third.end_ms());
    looked_through(&world, second).await;
    // The other outlet's device was bound then, too, and sent nothing.
    let both = [OUTLET, OTHER_OUTLET].map(|it| (outlet(it), second));
    until(|| absent(&world) == both).await;
    // Now what the agency's rule says counts, and of the first day nothing is wanting.
    let substituted = || world.ledger.chain().emissions.substituted.clone();
    until(|| substituted() == both).await;
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn for_a_day_without_valid_data_substitutes_are_asked_for() {
    let world = waiting();
    let day = first_day();
    let gateway = world.start().await;
    looked_through(&world, Day::try_from(day.number() - 2).expect("a day")).await;
    set_time(&world, day.end_ms());
    gateway.logger().await.deliver(&[day_frame(MN, day)]).await;
    until(|| !world.ledger.chain().emissions.days.is_empty()).await;
    {
        let mut chain = world.ledger.chain();
        let known = chain.emissions.days.get_mut(&(outlet(OUTLET), day));
        let entry = limpid_primitives::emissions::DayEntry::new("a21002".parse().expect("a code"));
        known.expect("it is proven").entries = vec![entry].try_into().expect("one");
        chain.emissions.time_ms = day.end_ms() + DAY_MS;
    }
    until(|| !world.ledger.chain().emissions.substituted.is_empty()).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(absent(&world), []);
}

#[tokio::test]
async fn many_batches_take_many_calls_and_survive_a_kill() {
    let world = waiting();
    let day = first_day();
    let gateway = world.start().await;
    looked_through(&world, Day::try_from(day.number() - 2).expect("a day")).await;
    set_time(&world, day.end_ms());
    let minutes: Vec<_> = (0..200u64)
        .map(|minute| frame(MN, 2051, day.start_ms() + minute * 60_000, &[("Avg", "1")]))
        .collect();
    gateway.logger().await.deliver(&minutes).await;
    until(|| world.ledger.chain().anchors.len() == 200).await;
    let shown = || {
        let chain = world.ledger.chain();
        let progress = chain.emissions.absences.get(&(outlet(OUTLET), day));
        progress.map_or(0, |progress| progress.next_sequence)
    };
    // The line breaks after the first of many calls.
    world.ledger.chain().emissions.mishaps = [Mishap::TakenUnheard].into();
    set_time(&world, day.end_ms() + DAY_MS);
    until(|| shown() > 1).await;
    let killed = world.after_a_kill();
    drop(gateway);
    assert_eq!(shown(), 65);
    let gateway = killed.start().await;
    until(|| absent(&killed) == [(outlet(OUTLET), day)]).await;
    until(|| {
        let store = killed.read();
        let open = store.open_tasks(Kind::Absence).expect("tasks").count();
        open == 0
    })
    .await;
    gateway.stop().await.expect("it ends");
    assert_eq!(shown(), 201);
}

#[tokio::test]
async fn a_day_that_another_gateway_proved_is_not_absent() {
    let world = waiting();
    let day = first_day();
    let gateway = world.start().await;
    looked_through(&world, Day::try_from(day.number() - 2).expect("a day")).await;
    let place = limpid_primitives::emissions::ProofPlace {
        gateway: GatewayId(2),
        sequence: 9,
        record: limpid_primitives::Digest::ZERO,
    };
    {
        let mut chain = world.ledger.chain();
        let known = chain
            .emissions
            .days
            .entry((outlet(OUTLET), day))
            .or_default();
        known.frame = Some(place);
        chain.emissions.time_ms = day.end_ms() + DAY_MS;
    }
    looked_through(&world, day).await;
    until(|| {
        world
            .read()
            .open_tasks(Kind::Absence)
            .expect("tasks")
            .count()
            == 0
    })
    .await;
    gateway.stop().await.expect("it ends");
    assert_eq!(absent(&world), []);
}

#[tokio::test]
async fn an_outlet_that_was_not_bound_then_is_not_asked_for() {
    let world = waiting();
    let gateway = world.start().await;
    let day = first_day();
    looked_through(&world, Day::try_from(day.number() - 2).expect("a day")).await;
    // The other outlet's device is bound from eight o'clock of the first day on.
    set_time(&world, day.end_ms() + 2 * DAY_MS);
    looked_through(&world, day.next().expect("a day")).await;
    until(|| absent(&world).len() == 3).await;
    gateway.stop().await.expect("it ends");
    let other = outlet(OTHER_OUTLET);
    let of_other: Vec<_> = absent(&world)
        .into_iter()
        .filter(|(outlet, _)| *outlet == other)
        .collect();
    assert_eq!(of_other, [(other, day.next().expect("a day"))]);
}

#[test]
fn absences_are_told_by_outlet_and_day() {
    let task = Task::Absence(crate::gateway::prover::OutletDay {
        outlet: outlet(OUTLET),
        day: first_day(),
    });
    assert_eq!(
        task.to_string(),
        format!("no frame of day 2026-11-01 of {OUTLET}")
    );
}
