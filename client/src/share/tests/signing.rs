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
    let mut nonces = Nonces::since(NOW_MS);
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
    let mut nonces = Nonces::since(NOW_MS);
    for second in 0..500 {
        let now_ms = NOW_MS + second * 1_000;
        nonces
            .note(&question().sign(&member(), now_ms), now_ms)
            .unwrap();
        assert!(nonces.len() <= 61, "{second}: {}", nonces.len());
    }
}

#[test]
fn a_request_at_the_end_of_its_minute_is_not_answered_again() {
    let mut nonces = Nonces::since(NOW_MS);
    let signed = question().sign(&member(), NOW_MS);
    assert_eq!(nonces.note(&signed, NOW_MS), Ok(()));
    // The copy was verified in time, and another request is noted while the chain is asked.
    let verified_ms = NOW_MS + 59_900;
    assert!(signed.verify(&question(), verified_ms).is_ok());
    let another = question().sign(&member(), NOW_MS + 60_001);
    assert_eq!(nonces.note(&another, NOW_MS + 60_001), Ok(()));
    let error = nonces.note(&signed, verified_ms).unwrap_err();
    assert!(matches!(error, SigningError::Time { .. }), "{error}");
    let error = nonces.note(&signed, NOW_MS + 60_001).unwrap_err();
    assert!(matches!(error, SigningError::Time { .. }), "{error}");
}

#[test]
fn what_was_signed_before_the_start_may_have_been_answered() {
    let mut nonces = Nonces::since(NOW_MS);
    let before = question().sign(&member(), NOW_MS - 1);
    assert_eq!(nonces.note(&before, NOW_MS), Err(SigningError::BeforeStart));
    let after = question().sign(&member(), NOW_MS);
    assert_eq!(nonces.note(&after, NOW_MS), Ok(()));
}

#[test]
fn one_account_does_not_use_up_what_is_remembered() {
    let mut nonces = Nonces::since(NOW_MS);
    let signed = question().sign(&member(), NOW_MS);
    let numbered = |number: u16| {
        let mut nonce = [0; 16];
        nonce[..2].copy_from_slice(&number.to_be_bytes());
        Signed {
            nonce,
            ..signed.clone()
        }
    };
    for number in 0..2_000 {
        assert_eq!(nonces.note(&numbered(number), NOW_MS), Ok(()));
    }
    let error = nonces.note(&numbered(2_000), NOW_MS);
    assert_eq!(error, Err(SigningError::TooMany));
    let other = question().sign(&MemberKey::development("other"), NOW_MS);
    assert_eq!(nonces.note(&other, NOW_MS), Ok(()));
    // A minute later, it may go on.
    let later_ms = NOW_MS + 60_001;
    let later = question().sign(&member(), later_ms);
    assert_eq!(nonces.note(&later, later_ms), Ok(()));
    assert_eq!(nonces.len(), 1);
}
