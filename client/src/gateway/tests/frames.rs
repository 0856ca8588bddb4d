//! Frames: stored, answered, recognised when they come again.

use super::*;
use crate::gateway::{
    bindings::Registry,
    commit::Writer,
    connection::{serve, Shared},
    metrics::Metrics,
};
use limpid_evidence::Payload;
use tokio::{net::TcpListener, sync::watch, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

/// All payloads in the order of arrival.
fn payloads(store: &Store) -> Vec<Vec<u8>> {
    let records = store.records_from(1).expect("records");
    let payload = |bytes: &[u8]| match limpid_evidence::Record::from_bytes(bytes)
        .expect("a record")
        .payload
    {
        Payload::Frame { bytes, .. } => bytes,
        Payload::File(_) => panic!("no file was deposited"),
    };
    records
        .map(|item| payload(&item.expect("a record").1))
        .collect()
}

#[tokio::test]
async fn what_is_acknowledged_is_on_disk() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let frame = HOUR.frame();
    logger.send(&frame).await;
    let replies = logger.replies(1).await;
    // What another process would find if this one were killed now.
    let found = world.after_a_kill().read();
    assert_eq!(payloads(&found), vec![frame[..frame.len() - 2].to_vec()]);
    let reply = Frame::parse(replies[0].as_bytes()).expect("a frame");
    assert_eq!((reply.cn(), reply.mn()), (9014, MN));
    assert_eq!(reply.qn(), Frame::parse(&frame).expect("a frame").qn());
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn nothing_is_answered_before_the_writer_has_committed() {
    let world = World::new();
    let store = Arc::new(Store::open(&world.config.store, GATEWAY).expect("a store"));
    let metrics = Metrics::new().expect("metrics");
    let (writer, committer, _committed) =
        Writer::new(store.clone(), 1 << 20, metrics.clone()).expect("a writer");
    let registry = Registry::new(&world.ledger.chain().bindings.clone());
    let shared = Shared {
        committer,
        bindings: watch::channel(Arc::new(registry)).1,
        limits: world.config.limits.clone(),
        metrics,
        stop: CancellationToken::new(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let mut logger = Logger::connect(listener.local_addr().expect("an address")).await;
    let (stream, peer) = listener.accept().await.expect("a connection");
    let served = tokio::spawn(async move { serve(stream, peer, &shared).await });
    logger.send(&HOUR.frame()).await;
    let early = timeout(Duration::from_millis(200), logger.0.readable()).await;
    assert!(early.is_err(), "a reply came before the commit");
    let writing = spawn_blocking(|| writer.run());
    assert_eq!(logger.replies(1).await.len(), 1);
    assert_eq!(store.last_arrival().expect("a number"), 1);
    drop(logger);
    within(served).await.expect("the connection ends");
    within(writing)
        .await
        .expect("the writer ends")
        .expect("without an error");
}

#[tokio::test]
async fn a_resent_frame_is_the_same_record_and_acknowledged_again() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let again = [
        HOUR.frame(),
        HOUR.frame(),
        Said { qn: 10_000, ..HOUR }.frame(),
        Said {
            transmission: Transmission::Again,
            flag: 9,
            ..HOUR
        }
        .frame(),
    ];
    logger.deliver(&again).await;
    let mut other = gateway.logger().await;
    other.deliver(&again[..1]).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(payloads(&world.read()).len(), 1);
    // And after a restart.
    let gateway = world.start().await;
    gateway.logger().await.deliver(&again).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(payloads(&world.read()).len(), 1);
}

#[tokio::test]
async fn other_data_time_command_device_or_packet_is_another_record() {
    let world = World::new();
    let gateway = world.start().await;
    let part = |number| Some(Packet { count: 2, number });
    let different = [
        HOUR.frame(),
        Said { value: 1, ..HOUR }.frame(),
        Said { hour: 1, ..HOUR }.frame(),
        Said { cn: 2051, ..HOUR }.frame(),
        Said {
            mn: OTHER_MN,
            ..HOUR
        }
        .frame(),
        Said {
            packet: part(1),
            flag: 7,
            ..HOUR
        }
        .frame(),
        Said {
            packet: part(2),
            flag: 7,
            ..HOUR
        }
        .frame(),
    ];
    gateway.logger().await.deliver(&different).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(payloads(&world.read()).len(), different.len());
}

#[tokio::test]
async fn torn_and_glued_frames_are_found() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let frames = hours(5);
    for piece in frames.concat().chunks(7) {
        logger.send(piece).await;
        logger.0.flush().await.expect("sent");
        tokio::task::yield_now().await;
    }
    assert_eq!(logger.replies(5).await.len(), 5);
    let more: Vec<u8> = hours(10)[5..].concat();
    logger.send(&more).await;
    assert_eq!(logger.replies(5).await.len(), 5);
    gateway.stop().await.expect("it drains");
    assert_eq!(payloads(&world.read()).len(), 10);
}

#[tokio::test]
async fn replies_come_in_the_order_of_the_frames() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let frames = hours(500);
    logger.send(&frames.concat()).await;
    let replies = logger.replies(500).await;
    let qn = |frame: &[u8]| {
        Frame::parse(frame)
            .expect("a frame")
            .qn()
            .map(str::to_owned)
    };
    let sent: Vec<_> = frames.iter().map(|frame| qn(frame)).collect();
    let answered: Vec<_> = replies.iter().map(|reply| qn(reply.as_bytes())).collect();
    assert_eq!(answered, sent);
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn only_what_asks_is_answered_and_never_a_reply_or_a_clock_request() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    let unanswered = [
        Said { flag: 4, ..HOUR },
        Said { cn: 1013, ..HOUR },
        Said { cn: 9011, ..HOUR },
        Said { cn: 9014, ..HOUR },
    ];
    for said in unanswered {
        logger.send(&said.frame()).await;
    }
    // The reply that comes first is the one to the last frame.
    let heartbeat = Said {
        cn: 9015,
        qn: 77,
        ..HOUR
    };
    logger.send(&heartbeat.frame()).await;
    let reply = logger.replies(1).await;
    let asked = heartbeat.frame();
    let asked = Frame::parse(&asked).expect("a frame");
    assert_eq!(
        Frame::parse(reply[0].as_bytes()).expect("a frame").qn(),
        asked.qn()
    );
    gateway.stop().await.expect("it drains");
    // All of them are records.
    assert_eq!(payloads(&world.read()).len(), unanswered.len() + 1);
}

#[tokio::test]
async fn a_full_gateway_lets_the_next_logger_wait_for_a_place() {
    let world = World::new().with(|config| config.limits.connections_max = 1);
    let gateway = world.start().await;
    let mut first = gateway.logger().await;
    first.deliver(&hours(1)).await;
    let mut second = gateway.logger().await;
    second.send(&hours(2).concat()).await;
    let early = timeout(Duration::from_millis(200), second.0.readable()).await;
    assert!(
        early.is_err(),
        "the second logger got the place of the first"
    );
    drop(first);
    assert_eq!(second.replies(2).await.len(), 2);
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let world = World::new().with(|config| config.limits.idle_timeout_ms = 100);
    let gateway = world.start().await;
    assert_eq!(gateway.logger().await.rest().await, b"");
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn stopping_closes_connections_and_loses_nothing() {
    let world = World::new();
    let gateway = world.start().await;
    let mut logger = gateway.logger().await;
    logger.deliver(&hours(3)).await;
    gateway.stop().await.expect("it drains");
    assert_eq!(logger.rest().await, b"");
    let store = world.read();
    assert_eq!(payloads(&store).len(), 3);
    assert_eq!(store.last_batched_arrival().expect("a number"), 3);
    assert_eq!(
        store.last_receipt().expect("a number"),
        store.last_sequence().expect("a number")
    );
}
