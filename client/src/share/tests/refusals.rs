//! Refusals stay, in order, and reach the gateway once each.

use super::{
    super::{
        gate::Reason,
        refusals::*,
        signing::{Question, Signed},
        standing::Head,
    },
    member, GENESIS, GRANT, REQUESTER,
};
use crate::{
    gateway::http::{Deposit, Deposited},
    keys::MemberKey,
};
use axum::{extract::State, http::StatusCode, routing::post, Json, Router};
use limpid_primitives::Digest;
use sha2::{Digest as _, Sha256};
use std::{
    fs,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio_util::sync::CancellationToken;

fn refusal(signed: &Signed, question: &Question<'_>) -> Refusal {
    let decided = Decided {
        grant: GRANT,
        institution: REQUESTER,
        reason: Reason::Revoked,
        head: Head {
            number: 9,
            hash: Digest([9; 32]),
            time_ms: 1_000_000,
        },
        refused_ms: 1_000_500,
    };
    Refusal::new(question, signed, decided)
}

fn question() -> Question<'static> {
    Question {
        genesis: &GENESIS,
        method: "GET",
        path: "/grants/7/sealed",
        range: "bytes=0-99",
    }
}

fn of_member(key: &MemberKey) -> Refusal {
    refusal(&question().sign(key, 1_000_400), &question())
}

#[test]
fn a_refusal_shows_that_the_member_asked() {
    let folder = tempfile::tempdir().unwrap();
    let refusals = Refusals::open(folder.path()).unwrap();
    assert_eq!(
        refusals.note(&of_member(&member())).unwrap(),
        Noted::Kept(1)
    );
    let kept: Refusal = serde_json::from_slice(&fs::read(refusals.path(1)).unwrap()).unwrap();
    let headers = [
        ("limpid-account", kept.account.clone()),
        ("limpid-time", kept.signed_ms.to_string()),
        ("limpid-nonce", kept.nonce.clone()),
        ("limpid-signature", kept.signature.clone()),
    ];
    let header = |name: &str| {
        headers
            .iter()
            .find(|(is, _)| *is == name)
            .map(|(_, text)| &**text)
    };
    let signed = Signed::read(header).unwrap();
    let question = Question {
        genesis: &kept.genesis,
        method: &kept.method,
        path: &kept.path,
        range: &kept.range,
    };
    assert_eq!(signed.verify(&question, kept.refused_ms), Ok(()));
    assert_eq!((kept.reason, kept.block), (Reason::Revoked, 9));
}

#[test]
fn numbers_go_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..4 {
        let refusals = Refusals::open(folder.path()).unwrap();
        let noted = refusals.note(&of_member(&member())).unwrap();
        assert_eq!(noted, Noted::Kept(number));
    }
}

#[test]
fn who_asks_without_end_fills_no_disk() {
    let folder = tempfile::tempdir().unwrap();
    let refusals = Refusals::open(folder.path()).unwrap();
    let kept = (0..100).filter(|_| {
        let noted = refusals.note(&of_member(&member())).unwrap();
        matches!(noted, Noted::Kept(_))
    });
    assert_eq!(kept.count(), 60);
    // Others are refused on record still, and the same one a minute later.
    let other = of_member(&MemberKey::development("other"));
    assert_eq!(refusals.note(&other).unwrap(), Noted::Kept(61));
    let later = Refusal {
        refused_ms: 1_060_500,
        ..of_member(&member())
    };
    assert_eq!(refusals.note(&later).unwrap(), Noted::Kept(62));
}

/// What a gateway was given, and how often it does not take it first.
#[derive(Clone, Default)]
struct Gateway(Arc<Mutex<(Vec<Deposit>, u32)>>);

async fn deposit(
    State(gateway): State<Gateway>,
    Json(deposit): Json<Deposit>,
) -> Result<Json<Deposited>, StatusCode> {
    let mut gateway = gateway.0.lock().unwrap();
    if gateway.1 > 0 {
        gateway.1 -= 1;
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    let digest = deposit.sha256;
    gateway.0.push(deposit);
    let arrival = gateway.0.len() as u64;
    Ok(Json(Deposited { arrival, digest }))
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..400 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("not within 10 s: {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_reach_the_gateway_once_each() {
    let gateway = Gateway::default();
    gateway.0.lock().unwrap().1 = 1;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let deposits = Deposits {
        gateway_url: format!("http://{}/", listener.local_addr().unwrap()),
        outlet: "91130200699229617X001P/DA001".parse().unwrap(),
    };
    let router = Router::new()
        .route("/deposits", post(deposit))
        .with_state(gateway.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });

    let folder = tempfile::tempdir().unwrap();
    let first = Refusals::open(folder.path()).unwrap();
    // One was refused before the server stopped.
    first.note(&of_member(&member())).unwrap();
    let refusals = Arc::new(Refusals::open(folder.path()).unwrap());
    let stop = CancellationToken::new();
    let depositing = {
        let (refusals, stop, deposits) = (refusals.clone(), stop.clone(), deposits.clone());
        tokio::spawn(async move { refusals.deposit_all(deposits, stop).await })
    };
    let taken = || gateway.0.lock().unwrap().0.len();
    until("the first refusal, after one that failed", || taken() == 1).await;
    refusals.note(&of_member(&member())).unwrap();
    until("the second refusal", || taken() == 2).await;
    stop.cancel();
    depositing.await.unwrap();
    {
        let given = gateway.0.lock().unwrap();
        for (number, deposit) in (1..).zip(&given.0) {
            let file = fs::read(refusals.path(number)).unwrap();
            assert_eq!(deposit.sha256.0, *Sha256::digest(&file));
            assert_eq!(deposit.length, file.len() as u64);
            assert_eq!(deposit.observed_ms, 1_000_500);
        }
    }
    // A new process finds nothing to do.
    let again = Refusals::open(folder.path()).unwrap();
    let stop = CancellationToken::new();
    stop.cancel();
    again.deposit_all(deposits, stop).await;
    assert_eq!(taken(), 2);
}
