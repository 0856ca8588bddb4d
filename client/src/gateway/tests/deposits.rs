//! HTTP: deposits, status, metrics.

use super::*;
use crate::gateway::http::{Deposit, Deposited, Status};
use ledger::Reachable;
use limpid_evidence::{sha256, Payload};

/// One request; gives status line and body.
pub async fn ask(gateway: &Running, method: &str, path: &str, body: &str) -> (u16, String) {
    let mut stream = within(TcpStream::connect(gateway.http()))
        .await
        .expect("a connection");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    within(stream.write_all(request.as_bytes()))
        .await
        .expect("sent");
    let mut answer = String::new();
    within(stream.read_to_string(&mut answer))
        .await
        .expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    (status.expect("a status"), body.to_owned())
}

fn photo() -> Deposit {
    Deposit {
        outlet: outlet(OUTLET),
        observed_ms: EIGHT_MS,
        sha256: sha256(b"a photo"),
        length: 7,
        media_type: "image/jpeg".into(),
    }
}

fn json(deposit: &Deposit) -> String {
    serde_json::to_string(deposit).expect("JSON")
}

#[tokio::test]
async fn a_deposited_file_is_a_record() {
    let world = World::new();
    let gateway = world.start().await;
    let (status, body) = ask(&gateway, "POST", "/deposits", &json(&photo())).await;
    assert_eq!(status, 201, "{body}");
    let deposited: Deposited = serde_json::from_str(&body).expect("JSON");
    // Again: the same record.
    let (status, again) = ask(&gateway, "POST", "/deposits", &json(&photo())).await;
    assert_eq!((status, &again), (200, &body));
    gateway.stop().await.expect("it drains");
    let record = world
        .read()
        .record(deposited.arrival)
        .expect("a store")
        .expect("a record");
    assert_eq!(record.digest(), deposited.digest);
    assert_eq!((record.key.kind, record.key.observed_ms), (0, EIGHT_MS));
    assert!(matches!(record.payload, Payload::File(file) if file.sha256 == photo().sha256));
}

#[tokio::test]
async fn a_deposit_that_could_prove_nothing_is_refused() {
    let world = World::new();
    let gateway = world.start().await;
    let unbound = Deposit {
        outlet: outlet("91320000MA1L1MPD0C001P/DA009"),
        ..photo()
    };
    let early = Deposit {
        outlet: outlet(OTHER_OUTLET),
        observed_ms: EIGHT_MS - 1,
        ..photo()
    };
    let spaced = Deposit {
        media_type: "image jpeg".into(),
        ..photo()
    };
    for (deposit, error) in [
        (unbound, "unbound-outlet"),
        (early, "unbound-outlet"),
        (spaced, "bad-media-type"),
    ] {
        let (status, body) = ask(&gateway, "POST", "/deposits", &json(&deposit)).await;
        assert_eq!(status, 422, "{body}");
        assert!(body.contains(error), "{body}");
    }
    let unknown = json(&photo()).replace("length", "size");
    assert_eq!(ask(&gateway, "POST", "/deposits", &unknown).await.0, 422);
    let long = json(&Deposit {
        media_type: "x".repeat(10_000),
        ..photo()
    });
    assert_eq!(ask(&gateway, "POST", "/deposits", &long).await.0, 413);
    gateway.stop().await.expect("it drains");
    assert_eq!(world.read().last_arrival().expect("a number"), 0);
}

#[tokio::test]
async fn status_and_metrics_say_where_the_gateway_stands() {
    let world = World::new();
    let gateway = world.start().await;
    gateway.logger().await.deliver(&hours(3)).await;
    until(|| world.ledger.chain().anchors.len() == 1).await;
    within(async {
        loop {
            let (code, body) = ask(&gateway, "GET", "/status", "").await;
            assert_eq!(code, 200);
            let status: Status = serde_json::from_str(&body).expect("JSON");
            if status.unanchored == 0 && status.unbatched == 0 {
                assert_eq!(
                    (status.last_arrival, status.last_sequence, status.outlets),
                    (3, 1, 2)
                );
                return;
            }
        }
    })
    .await;
    let (code, text) = ask(&gateway, "GET", "/metrics", "").await;
    assert_eq!(code, 200);
    assert!(
        text.contains("limpid_gateway_records_stored_total 3"),
        "{text}"
    );
    assert!(
        text.contains("limpid_gateway_acknowledged_total 3"),
        "{text}"
    );
    for line in [
        "records_received_total 3",
        "unbatched_records 0",
        "unanchored_batches 0",
        "last_anchored_sequence 1",
        "node_reachable 1",
    ] {
        let line = format!("limpid_gateway_{line}\n");
        assert!(text.contains(&line), "{line}: {text}");
    }
    // The block was anchored a moment ago, by the clock of this test: not since 1970.
    for name in ["last_anchored_age_seconds", "last_finalised_age_seconds"] {
        let age = measured(&text, name);
        assert!(
            (0..PATIENCE.as_secs() as i64).contains(&age),
            "{name}: {text}"
        );
    }
    assert_eq!(ask(&gateway, "GET", "/health", "").await.0, 200);
    gateway.stop().await.expect("it drains");
}

#[tokio::test]
async fn metrics_say_that_no_node_answers_and_what_waits_for_one() {
    let world = World::new();
    let gateway = world.start().await;
    within(async {
        while measured(
            &ask(&gateway, "GET", "/metrics", "").await.1,
            "node_reachable",
        ) != 1
        {
            sleep(LOOK).await;
        }
    })
    .await;
    world.ledger.set(Reachable::No);
    gateway.logger().await.deliver(&hours(3)).await;
    within(async {
        loop {
            let (_, text) = ask(&gateway, "GET", "/metrics", "").await;
            let waiting = [
                measured(&text, "unanchored_batches"),
                measured(&text, "unbatched_records"),
            ];
            if measured(&text, "node_reachable") == 0 && waiting != [0, 0] {
                return;
            }
            sleep(LOOK).await;
        }
    })
    .await;
    world.ledger.set(Reachable::Yes);
    gateway.stop().await.expect("it drains");
}

/// A gauge or counter of this name.
fn measured(text: &str, name: &str) -> i64 {
    let before = format!("limpid_gateway_{name} ");
    let mut values = text.lines().filter_map(|line| line.strip_prefix(&before));
    values.next().expect(name).parse().expect("a number")
}

#[tokio::test]
async fn a_request_that_stalls_does_not_keep_the_gateway_from_ending() {
    let world = World::new();
    let gateway = world.start().await;
    let mut stream = within(TcpStream::connect(gateway.http()))
        .await
        .expect("a connection");
    let half = "POST /deposits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{";
    within(stream.write_all(half.as_bytes()))
        .await
        .expect("sent");
    sleep(Duration::from_millis(100)).await;
    gateway.stop().await.expect("it ends");
}
