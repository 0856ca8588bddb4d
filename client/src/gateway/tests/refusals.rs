//! What is refused is kept apart, with the reason, and not answered.

use super::*;
use crate::gateway::store::Refusal;

fn refusals(world: &World) -> Vec<Refusal> {
    let store = world.read();
    let refusals = store.refusals().expect("refusals");
    refusals.map(|item| item.expect("a refusal").1).collect()
}

/// Sends bytes, then a good frame; the first reply must be that of the good one.
async fn refused(bytes: &[u8]) -> Vec<Refusal> {
    let world = World::new().with(|config| config.limits.bad_frames_per_minute_max = 1_000_000);
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    logger.send(bytes).await;
    logger.deliver(&hours(1)).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(world.read().last_arrival().expect("a number"), 1);
    refusals(&world)
}

fn reasons(refusals: &[Refusal]) -> Vec<&str> {
    refusals
        .iter()
        .map(|refusal| refusal.reason.as_str())
        .collect()
}

#[tokio::test]
async fn a_frame_with_a_wrong_crc() {
    let mut frame = HOUR.frame();
    let length = frame.len();
    frame[length - 10] ^= 1;
    let refusals = refused(&frame).await;
    assert_eq!(reasons(&refusals), ["crc-mismatch"]);
    assert_eq!(refusals[0].bytes, frame[..length - 2]);
}

#[tokio::test]
async fn noise_between_frames() {
    assert_eq!(reasons(&refused(b"hello ").await), ["bad-prefix"]);
}

#[tokio::test]
async fn an_unknown_device() {
    let frame = Said {
        mn: "NOBODY",
        ..HOUR
    }
    .frame();
    assert_eq!(reasons(&refused(&frame).await), ["unknown-mn"]);
}

#[tokio::test]
async fn a_device_before_it_was_bound() {
    let world = World::new();
    world.ledger.chain().bindings[0].1[0] = binding(MN, EIGHT_MS + HOUR_MS);
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    logger.send(&HOUR.frame()).await;
    logger.deliver(&hours(2)[1..]).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(reasons(&refusals(&world)), ["unbound-time"]);
}

#[tokio::test]
async fn a_device_is_known_once_it_is_bound() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let frame = Said {
        mn: "LATER",
        ..HOUR
    }
    .frame();
    logger.send(&frame).await;
    until(|| refusals(&world).len() == 1).await;
    let bound = (
        outlet("91320000MA1L1MPD0C001P/DA002"),
        vec![binding("LATER", 0)],
    );
    world.ledger.chain().bindings.push(bound);
    // As a logger does that gets no reply.
    within(async {
        loop {
            logger.send(&frame).await;
            if timeout(Duration::from_millis(100), logger.0.readable())
                .await
                .is_ok()
            {
                break;
            }
        }
    })
    .await;
    assert!(!logger.replies(1).await.is_empty());
    gateway.stop().await.expect("it drains");
    assert_eq!(world.read().last_arrival().expect("a number"), 1);
}

#[tokio::test]
async fn a_connection_with_too_many_bad_frames_is_closed() {
    let world = World::new().with(|config| config.limits.bad_frames_per_minute_max = 10);
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let bad = Said {
        mn: "NOBODY",
        ..HOUR
    }
    .frame();
    for _ in 0..11 {
        logger.send(&bad).await;
    }
    assert_eq!(logger.rest().await, b"");
    gateway.stop().await.expect("it drains");
    assert_eq!(refusals(&world).len(), 11);
}

#[tokio::test]
async fn above_their_limit_refusals_are_not_kept() {
    let world = World::new().with(|config| config.limits.rejected_bytes_max = 1_000);
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let bad = Said {
        mn: "NOBODY",
        ..HOUR
    }
    .frame();
    for _ in 0..20 {
        logger.send(&bad).await;
    }
    logger.deliver(&hours(1)).await;
    gateway.stop().await.expect("it drains");
    let refusals = refusals(&world);
    assert!((1..10).contains(&refusals.len()), "{}", refusals.len());
    assert!(refusals.iter().all(|refusal| !refusal.bytes.is_empty()));
}

#[tokio::test]
async fn a_flood_of_prefixes_is_few_refusals() {
    let refusals = refused(&[b'#'; 32_768]).await;
    // One for each read, and a last one before the frame.
    assert!(refusals.len() < 40, "{}", refusals.len());
}

#[tokio::test]
async fn a_flood_is_left_alone_once_it_is_too_much() {
    for flood in ["#", "##9999", "##0001x\r\n"] {
        let world = World::new();
        let gateway = world.start().await;
        let mut logger = gateway.logger().await;
        // It may be cut off before all of it is sent.
        let _ = within(logger.0.write_all(&flood.repeat(32_768).into_bytes())).await;
        logger.rest().await;
        gateway.stop().await.expect("it drains");
        let refusals = refusals(&world);
        assert!((1..=121).contains(&refusals.len()), "{}", refusals.len());
    }
}

#[tokio::test]
async fn a_flood_of_noise_takes_bounded_memory_and_does_not_hide_the_frame_behind_it() {
    let noise = vec![b'x'; 300_000];
    let kept: usize = refused(&noise)
        .await
        .iter()
        .map(|refusal| refusal.bytes.len())
        .sum();
    assert_eq!(kept, noise.len());
}
