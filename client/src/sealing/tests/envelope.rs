//! Envelopes open for whom and for what they were sealed, and RFC 9180's own vectors hold.

use super::super::{
    envelope::{hpke_open, hpke_seal, is_usable, EnvelopeError, Purpose, Recipient, Sealer},
    ContentKey,
};
use crate::keys::{SealingKey, Seed};
use hpke::rand_core::{CryptoRng, RngCore};
use limpid_primitives::{
    sharing::{DataSetId, KeyNumber, OpeningId, SealedKey, X25519Key},
    Digest, InstitutionId,
};
use std::collections::BTreeSet;

/// Numbers that are given.
pub(super) struct Given(pub(super) Vec<u8>);

impl RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        unreachable!("keys are made of bytes")
    }
    fn next_u64(&mut self) -> u64 {
        unreachable!("keys are made of bytes")
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0[..bytes.len()]);
        self.0.drain(..bytes.len());
    }
}

impl CryptoRng for Given {}

fn vector(field: &str) -> Vec<u8> {
    let text = include_str!("../../../../tests/vectors/hpke/rfc9180-a2-1.json");
    let vector: serde_json::Value = serde_json::from_str(text).unwrap();
    let value = vector.pointer(field).and_then(|value| value.as_str());
    hex::decode(value.unwrap_or_else(|| panic!("{field}"))).unwrap()
}

fn sealing_key(bytes: &[u8]) -> SealingKey {
    Seed::from_slice(bytes).unwrap().into()
}

fn x25519(bytes: &[u8]) -> X25519Key {
    X25519Key(bytes.try_into().unwrap())
}

#[test]
fn the_published_vector_of_rfc_9180_is_sealed_to_the_byte() {
    let mut random = Given(vector("/ikmE"));
    let (encapsulated, ciphertext) = hpke_seal(
        &x25519(&vector("/pkRm")),
        &vector("/info"),
        &vector("/first_encryption/aad"),
        &vector("/first_encryption/pt"),
        &mut random,
    )
    .unwrap();
    assert_eq!(encapsulated, x25519(&vector("/enc")));
    assert_eq!(ciphertext, vector("/first_encryption/ct"));
}

#[test]
fn the_published_vector_of_rfc_9180_opens() {
    let key = sealing_key(&vector("/skRm"));
    assert_eq!(key.public(), x25519(&vector("/pkRm")));
    let plain = hpke_open(
        &key,
        &x25519(&vector("/enc")),
        &vector("/info"),
        &vector("/first_encryption/aad"),
        &vector("/first_encryption/ct"),
    )
    .unwrap();
    assert_eq!(*plain, vector("/first_encryption/pt"));
}

/// X25519 of RFC 7748, section 6.1: Alice's keys.
#[test]
fn a_private_key_has_the_public_key_of_rfc_7748() {
    let alice = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
    let public = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
    let key = sealing_key(&hex::decode(alice).unwrap());
    assert_eq!(key.public().to_string(), public);
}

const GENESIS: Digest = Digest([3; 32]);
const SEALER: Sealer = Sealer { genesis: GENESIS };

fn recipient() -> (SealingKey, Recipient) {
    let key = SealingKey::development("court");
    let public = key.public();
    let (institution, number) = (InstitutionId(5), KeyNumber(2));
    (
        key,
        Recipient {
            institution,
            number,
            public,
        },
    )
}

/// Every purpose, and each with every number changed.
fn purposes() -> Vec<Purpose> {
    let mut purposes = vec![
        Purpose::Escrow {
            provider: InstitutionId(2),
            sealed: Digest([1; 32]),
        },
        Purpose::Escrow {
            provider: InstitutionId(3),
            sealed: Digest([1; 32]),
        },
        Purpose::Escrow {
            provider: InstitutionId(2),
            sealed: Digest([2; 32]),
        },
    ];
    for (data_set, version, opening) in [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2)] {
        let data_set = DataSetId(data_set);
        purposes.push(Purpose::Release {
            data_set,
            version,
            opening: OpeningId(opening),
        });
        if opening == 1 {
            purposes.push(Purpose::Grant { data_set, version });
        }
    }
    purposes
}

#[test]
fn an_envelope_opens_for_its_purpose_recipient_and_chain_alone() {
    let (key, recipient) = recipient();
    for purpose in purposes() {
        let sealed = SEALER.seal(&recipient, purpose, &[9; 32]).unwrap();
        assert_eq!((sealed.key, sealed.ciphertext.len()), (KeyNumber(2), 48));
        for other in purposes() {
            let opened = SEALER.open(&key, recipient.institution, other, &sealed);
            assert_eq!(opened.is_ok(), other == purpose, "{purpose:?} as {other:?}");
        }
        let elsewhere = Sealer {
            genesis: Digest([4; 32]),
        };
        let wrong = elsewhere.open(&key, recipient.institution, purpose, &sealed);
        assert_eq!(wrong.unwrap_err(), EnvelopeError::Closed);
        let wrong = SEALER.open(&key, InstitutionId(6), purpose, &sealed);
        assert_eq!(wrong.unwrap_err(), EnvelopeError::Closed);
        let thief = SealingKey::development("thief");
        let wrong = SEALER.open(&thief, recipient.institution, purpose, &sealed);
        assert_eq!(wrong.unwrap_err(), EnvelopeError::Closed);
        let opened = SEALER.open(&key, recipient.institution, purpose, &sealed);
        assert_eq!(**opened.unwrap(), [9; 32]);
    }
}

#[test]
fn every_byte_of_an_envelope_counts() {
    let (key, recipient) = recipient();
    let purpose = purposes().remove(0);
    let sealed = SEALER.seal(&recipient, purpose, &[9; 33]).unwrap();
    let open = |sealed: &SealedKey| SEALER.open(&key, recipient.institution, purpose, sealed);
    assert!(open(&sealed).is_ok());
    for place in 0..32 {
        let mut changed = sealed.clone();
        changed.encapsulated.0[place] ^= 1;
        assert!(open(&changed).is_err(), "encapsulated {place}");
    }
    for place in 0..sealed.ciphertext.len() {
        let mut bytes = sealed.ciphertext.to_vec();
        bytes[place] ^= 1;
        let mut changed = sealed.clone();
        changed.ciphertext = bytes.try_into().unwrap();
        assert!(open(&changed).is_err(), "ciphertext {place}");
    }
}

#[test]
fn a_secret_that_the_chain_would_not_take_is_refused() {
    let (_, recipient) = recipient();
    let purpose = purposes().remove(0);
    assert!(SEALER.seal(&recipient, purpose, &[0; 48]).is_ok());
    let error = SEALER.seal(&recipient, purpose, &[0; 49]).unwrap_err();
    assert_eq!(error, EnvelopeError::TooLong);
}

/// The points of low order, as RFC 7748 and curve25519's paper give them.
#[test]
fn points_of_low_order_are_no_keys() {
    for point in [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ] {
        let point = x25519(&hex::decode(point).unwrap());
        assert!(!is_usable(&point), "{point}");
        let recipient = Recipient {
            public: point,
            ..recipient().1
        };
        let error = SEALER.seal(&recipient, purposes().remove(0), &[1; 32]);
        assert_eq!(error.unwrap_err(), EnvelopeError::WeakKey(point));
    }
    assert!(is_usable(&SealingKey::development("court").public()));
}

#[test]
fn keys_say_nothing_of_themselves() {
    let key = ContentKey::from_slice(&[0xab; 32]).unwrap();
    let sealing = sealing_key(&[0xab; 32]);
    for text in [format!("{key:?}"), format!("{sealing:?}")] {
        assert!(!text.contains("abab"), "{text}");
    }
}

#[test]
fn no_two_keys_have_one_digest() {
    let digests: BTreeSet<_> = (0..64)
        .map(|byte| ContentKey::from_slice(&[byte; 32]).unwrap().digest())
        .collect();
    assert_eq!(digests.len(), 64);
    assert_ne!(
        ContentKey::generate().digest(),
        ContentKey::generate().digest()
    );
    assert!(ContentKey::from_slice(&[0; 31]).is_none());
}
