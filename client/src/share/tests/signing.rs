//! A request counts as a member's if that member signed this one, now, and once.

use super::{super::signing::*, member, GENESIS};
use crate::keys::MemberKey;
use limpid_primitives::Digest;
use std::collections::HashMap;

const NOW_MS: u64 = 1_793_491_200_000;

fn question() -> Question<'static> {
    Question {
        genesis: &GENESIS,
        method: "GET",
        path: "/grants/7/sealed",
        range: "bytes=0-99",
    }
}

fn headers(signed: &Signed) -> HashMap<&'static str, String> {
    signed.headers().into()
}

fn read(headers: &HashMap<&str, String>) -> Result<Signed, SigningError> {
    Signed::read(|name| headers.get(name).map(String::as_str))
}

#[test]
fn what_is_signed_is_read_and_verified() {
    let signed = question().sign(&member(), NOW_MS);
    let read = read(&headers(&signed)).unwrap();
    assert_eq!(read, signed);
    assert_eq!(read.verify(&question(), NOW_MS), Ok(()));
}

#[test]
fn everything_in_it_counts() {
    let signed = question().sign(&member(), NOW_MS);
    let other = Digest([4; 32]);
    let questions = [
        Question {
            genesis: &other,
            ..question()
        },
        Question {
            method: "HEAD",
            ..question()
        },
        Question {
            path: "/grants/8/sealed",
            ..question()
        },
        Question {
            range: "bytes=0-999",
            ..question()
        },
        Question {
            range: "",
            ..question()
        },
    ];
    for question in questions {
        assert_eq!(
            signed.verify(&question, NOW_MS),
            Err(SigningError::Signature),
            "{question:?}"
        );
    }
    let thief = question().sign(&MemberKey::development("thief"), NOW_MS);
    for changed in [
        Signed {
            time_ms: NOW_MS + 1,
            ..signed.clone()
        },
        Signed {
            nonce: [0; 16],
            ..signed.clone()
        },
        Signed {
            account: thief.account,
            ..signed.clone()
        },
        Signed {
            signature: thief.signature,
            ..signed.clone()
        },
    ] {
        assert_eq!(
            changed.verify(&question(), NOW_MS),
            Err(SigningError::Signature)
        );
    }
}

#[test]
fn a_header_has_one_spelling() {
    let signed = question().sign(&member(), NOW_MS);
    for name in [ACCOUNT, TIME, NONCE, SIGNATURE] {
        let good = headers(&signed);
        let mut missing = good.clone();
        missing.remove(name);
        assert_eq!(read(&missing), Err(SigningError::Header(name)));
        for wrong in [
            String::new(),
            format!(" {}", good[name]),
            format!("+{}", good[name]),
            format!("0{}", good[name]),
            "Z".repeat(good[name].len()),
        ] {
            let mut headers = good.clone();
            headers.insert(name, wrong.clone());
            assert_eq!(read(&headers), Err(SigningError::Header(name)), "{wrong}");
        }
    }
    let mut upper = headers(&signed);
    upper.insert(
        SIGNATURE,
        upper[SIGNATURE].replace(char::is_alphabetic, "A"),
    );
    assert_eq!(read(&upper), Err(SigningError::Header(SIGNATURE)));
}

#[test]
fn a_request_is_good_for_a_minute() {
    let signed = question().sign(&member(), NOW_MS);
    for now_ms in [NOW_MS - 60_000, NOW_MS, NOW_MS + 60_000] {
        assert_eq!(signed.verify(&question(), now_ms), Ok(()));
    }
    for now_ms in [NOW_MS - 60_001, NOW_MS + 60_001] {
        let error = signed.verify(&question(), now_ms).unwrap_err();
        assert_eq!(error, SigningError::Time { away_s: 61 });
    }
}

#[test]
fn a_request_is_answered_once() {
    let mut nonces = Nonces::default();
    let signed = question().sign(&member(), NOW_MS);
    assert_eq!(nonces.note(&signed, NOW_MS), Ok(()));
    // As long as its signature is good.
    for later in [0, 1, 30_000, 60_000] {
        assert_eq!(
            nonces.note(&signed, NOW_MS + later),
            Err(SigningError::Repeated)
        );
        assert!(signed.verify(&question(), NOW_MS + later).is_ok());
    }
    let another = question().sign(&member(), NOW_MS);
    assert_eq!(nonces.note(&another, NOW_MS), Ok(()));
    // Another member may have chosen the same.
    let others = Signed {
        account: question().sign(&MemberKey::development("b"), 0).account,
        ..signed
    };
    assert_eq!(nonces.note(&others, NOW_MS), Ok(()));
}

#[test]
fn nonces_are_forgotten_when_they_are_good_for_nothing() {
    let mut nonces = Nonces::default();
    for second in 0..500 {
        let now_ms = NOW_MS + second * 1_000;
        nonces
            .note(&question().sign(&member(), now_ms), now_ms)
            .unwrap();
        assert!(nonces.len() <= 61, "{second}: {}", nonces.len());
    }
}
