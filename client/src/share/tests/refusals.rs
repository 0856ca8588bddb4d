//! Refusals stay, in order, and reach the gateway once each.

use super::{
    super::{
        gate::Reason,
        refusals::*,
        signing::{Question, Signed},
        standing::Head,
        store::StoreError,
    },
    member, GENESIS, GRANT, REQUESTER,
};
use crate::{
    gateway::http::{Deposit, Deposited},
    keys::MemberKey,
};
use axum::{extract::State, http::StatusCode, routing::post, Json, Router};
use limpid_primitives::{Digest, InstitutionId};
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

#[test]
fn an_institution_fills_no_disk_with_many_accounts() {
    let mut counts = Counts::default();
    let refusal = of_member(&member());
    let accounts = (0..400).flat_map(|account| [account; 30]);
    let kept = accounts.filter(|account| {
        counts.count(&Refusal {
            account: account.to_string(),
            ..refusal.clone()
        })
    });
    assert_eq!(kept.count(), 10_000);
    let other = Refusal {
        account: "other".to_owned(),
        institution: InstitutionId(77),
        ..refusal.clone()
    };
    assert!(counts.count(&other));
    let later = Refusal {
        refused_ms: refusal.refused_ms + 86_400_000,
        ..refusal
    };
    assert!(counts.count(&later));
}

#[test]
fn one_process_gives_out_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let first = Refusals::open(folder.path()).unwrap();
    let second = Refusals::open(folder.path());
    assert!(matches!(second, Err(StoreError::Held(_))));
    drop(first);
    assert!(Refusals::open(folder.path()).is_ok());
}

#[test]
fn a_refusal_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let refusals = Refusals::open(folder.path()).unwrap();
    fs::write(refusals.path(1), "what somebody put there").unwrap();
    assert!(refusals.note(&of_member(&member())).is_err());
    assert_eq!(
        fs::read(refusals.path(1)).unwrap(),
        b"what somebody put there"
    );
    assert_eq!(
        refusals.note(&of_member(&member())).unwrap(),
        Noted::Kept(2)
    );
}

/// What a gateway was given, and how often it does not take it first.
#[derive(Clone, Default)]
struct Gateway(Arc<Mutex<(Vec<Deposit>, u32)>>);

/// A gateway whose device is not bound at the time of some refusals.
async fn deposit_if_bound(
    gateway: State<Gateway>,
    Json(deposited): Json<Deposit>,
) -> Result<Json<Deposited>, StatusCode> {
    match deposited.observed_ms == UNBOUND_MS {
        true => Err(StatusCode::UNPROCESSABLE_ENTITY),
        false => deposit(gateway, Json(deposited)).await,
    }
}

const UNBOUND_MS: u64 = 900_000;

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_not_taken_keeps_none_of_the_others() {
    let gateway = Gateway::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let deposits = Deposits {
        gateway_url: format!("http://{}", listener.local_addr().unwrap()),
        outlet: "91130200699229617X001P/DA001".parse().unwrap(),
    };
    let router = Router::new()
        .route("/deposits", post(deposit_if_bound))
        .with_state(gateway.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });

    let folder = tempfile::tempdir().unwrap();
    let refusals = Arc::new(Refusals::open(folder.path()).unwrap());
    let unbound = Refusal {
        refused_ms: UNBOUND_MS,
        ..of_member(&member())
    };
    refusals.note(&unbound).unwrap();
    refusals.note(&of_member(&member())).unwrap();
    fs::write(refusals.path(2), "torn").unwrap();
    refusals.note(&of_member(&member())).unwrap();
    let stop = CancellationToken::new();
    let depositing = {
        let (refusals, stop) = (refusals.clone(), stop.clone());
        tokio::spawn(async move { refusals.deposit_all(deposits, stop).await })
    };
    let taken = || gateway.0.lock().unwrap().0.len();
    until("the third refusal", || taken() == 1).await;
    refusals.note(&of_member(&member())).unwrap();
    until("the fourth refusal", || taken() == 2).await;
    stop.cancel();
    depositing.await.unwrap();
    let given = gateway.0.lock().unwrap();
    for (number, deposit) in [3, 4].into_iter().zip(&given.0) {
        let file = fs::read(refusals.path(number)).unwrap();
        assert_eq!(deposit.sha256.0, *Sha256::digest(&file));
    }
}

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
    drop(first);
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
    let path = refusals.path(1);
    drop(refusals);
    let again = Refusals::open(folder.path()).unwrap();
    assert!(path.exists());
    let stop = CancellationToken::new();
    stop.cancel();
    again.deposit_all(deposits, stop).await;
    assert_eq!(taken(), 2);
}
