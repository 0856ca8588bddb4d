//! Proving once, from a store that is only read.

use super::{emissions::Mishap, ledger::Reachable, proving::*, *};
use crate::gateway::prover::once::{prove, Absences, OnceError, Outcome, Wanted};
use limpid_primitives::{Day, Digest};

fn wanted(until: u32) -> Wanted {
    Wanted {
        outlets: vec![outlet(OUTLET), outlet(OTHER_OUTLET)],
        from: first_day(),
        until: Day::try_from(first_day().number() + until).expect("a day"),
        absences: Absences::LeftOut,
    }
}

async fn once(world: &World, wanted: &Wanted) -> Result<Outcome, OnceError> {
    let told = std::cell::Cell::new((0, 0));
    let progress = |done, of| told.set((done, of));
    let store = Arc::new(world.read());
    let outcome = prove(store, Arc::new(world.ledger.clone()), wanted, &progress).await;
    if outcome.is_ok() {
        let (done, of) = told.get();
        assert_eq!(done, of);
    }
    outcome
}

/// A world with frames of ten days, an exceedance, and a gateway that proves nothing.
async fn filled() -> World {
    let mut world = world();
    world.config.emissions.prove = false;
    let mut frames: Vec<_> = days(10).into_iter().map(|day| day_frame(MN, day)).collect();
    frames.push(hour_frame(14, "99"));
    delivered(&world, &frames).await;
    world
}

fn counts(outcome: &Outcome) -> (u64, u64, u64) {
    (outcome.days, outcome.exceedances, outcome.absences)
}

#[tokio::test]
async fn a_period_is_proven_and_again_changes_nothing() {
    let world = filled().await;
    let outcome = once(&world, &wanted(4)).await.expect("it proves");
    assert_eq!(counts(&outcome), (4, 1, 0));
    assert_eq!(world.ledger.chain().emissions.days.len(), 4);
    let blocks = world.ledger.chain().blocks;
    let again = once(&world, &wanted(4)).await.expect("it proves");
    assert_eq!(counts(&again), (4, 1, 0));
    // Nothing was sent.
    assert_eq!(world.ledger.chain().blocks, blocks);
    let all = once(&world, &wanted(365)).await.expect("it proves");
    assert_eq!(counts(&all), (10, 1, 0));
    assert_eq!(world.ledger.chain().emissions.calls, [4, 6]);
}

#[tokio::test]
async fn only_what_is_asked_for() {
    let world = filled().await;
    let other = Wanted {
        outlets: vec![outlet(OTHER_OUTLET)],
        ..wanted(365)
    };
    let outcome = once(&world, &other).await.expect("it proves");
    assert_eq!(counts(&outcome), (0, 0, 0));
}

#[tokio::test]
async fn what_is_refused_or_comes_later_is_told() {
    let world = filled().await;
    let all = days(3);
    world.ledger.chain().emissions.refusals =
        [(all[0], "FrameMisfiled"), (all[1], "OfALaterRelease")].into();
    let outcome = once(&world, &wanted(3)).await.expect("it proves");
    assert_eq!(counts(&outcome), (1, 1, 0));
    assert_eq!(outcome.refused[0].1, "FrameMisfiled");
    assert_eq!(outcome.later.len(), 1);
}

#[tokio::test]
async fn what_does_not_go_is_said() {
    let world = filled().await;
    world.ledger.chain().emissions.mishaps = vec![Mishap::NotAdmitted; 100].into();
    let blocked = once(&world, &wanted(3)).await;
    assert!(matches!(blocked, Err(OnceError::Blocked(_))), "{blocked:?}");
    world.ledger.chain().emissions.mishaps = [Mishap::Lost].into();
    let later = once(&world, &wanted(3)).await;
    assert!(matches!(later, Err(OnceError::Later(_))), "{later:?}");
    world.ledger.chain().genesis = Digest([9; 32]);
    let other = once(&world, &wanted(3)).await;
    assert!(
        matches!(other, Err(OnceError::OtherChain { .. })),
        "{other:?}"
    );
    world.ledger.set(Reachable::No);
    let unheard = once(&world, &wanted(3)).await;
    assert!(matches!(unheard, Err(OnceError::Attempt(_))), "{unheard:?}");
}

#[tokio::test]
async fn days_without_a_frame_are_proven_when_asked_for() {
    let world = filled().await;
    let wanted = Wanted {
        absences: Absences::Proven,
        ..wanted(12)
    };
    let outcome = once(&world, &wanted).await.expect("it proves");
    // Two days of the one outlet, and all but the first of the other, whose device was bound during the first.
    assert_eq!(counts(&outcome), (10, 1, 13));
    assert_eq!(outcome.substitutions, 13);
    let again = once(&world, &wanted).await.expect("it proves");
    assert_eq!(counts(&again), (10, 1, 13));
    assert_eq!((again.substitutions, again.void.len()), (0, 13));
}
