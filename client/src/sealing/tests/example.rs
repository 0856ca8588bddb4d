//! The example of `docs/spec/sealed-file.md`, to the byte.

use super::{
    super::{open, stream::seal_with, ContentKey, Header, Purpose, Recipient, Sealer},
    envelope::Given,
};
use crate::keys::{SealingKey, Seed};
use limpid_primitives::{
    sharing::{DataSetId, KeyNumber, OpeningId},
    Digest, InstitutionId,
};
use serde_json::{json, Value};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../tests/vectors/sealed/example.json"
);

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn digest(byte: u8) -> Digest {
    Digest([byte; 32])
}

/// The long content of the example: byte `i` is `7 i mod 251`.
fn long() -> Vec<u8> {
    (0..150_000).map(|place| (place * 7 % 251) as u8).collect()
}

/// All of the example, made anew.
fn example() -> Value {
    let key: Vec<u8> = (0..32).collect();
    let key = ContentKey::from_slice(&key).unwrap();
    let header = Header {
        chunk_bytes: 65_536,
        nonce_prefix: [0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6],
    };
    let (short, mut sealed, mut sealed_long) = ("limpid 清", Vec::new(), Vec::new());
    let of_short = seal_with(short.as_bytes(), &mut sealed, &key, header).unwrap();
    let of_long = seal_with(&*long(), &mut sealed_long, &key, header).unwrap();
    let private: Vec<u8> = (0x40..0x60).collect();
    let private: SealingKey = Seed::from_slice(&private).unwrap().into();
    let recipient = Recipient {
        institution: InstitutionId(5),
        number: KeyNumber(2),
        public: private.public(),
    };
    let (data_set, version, opening) = (DataSetId(3), 1, OpeningId(4));
    let share = [&[1], &[0x77; 32][..]].concat();
    let envelope = |purpose, secret: &[u8]| {
        let sealer = Sealer {
            genesis: digest(0x11),
        };
        let mut random = Given(vec![0x99; 32]);
        let sealed = sealer
            .seal_by(&recipient, purpose, secret, &mut random)
            .unwrap();
        json!({
            "encapsulated": sealed.encapsulated, "ciphertext": hex::encode(&*sealed.ciphertext),
            "secret": hex::encode(secret),
        })
    };
    json!({
        "content_key": hex::encode(key.bytes()), "key_digest": key.digest(),
        "short": { "plain": hex::encode(short), "plain_sha256": of_short.plain, "sealed": hex::encode(&sealed), "sealed_sha256": of_short.sealed },
        "long": { "plain": "byte i is 7 i mod 251", "plain_bytes": of_long.plain_bytes, "plain_sha256": of_long.plain,
                  "sealed_bytes": of_long.sealed_bytes, "sealed_sha256": of_long.sealed },
        "private_key": hex::encode(private.bytes()), "public_key": private.public(),
        "genesis": digest(0x11), "data_set": 3, "version": 1, "provider": 6, "recipient": 5, "opening": 4,
        "grant": envelope(Purpose::Grant { data_set, version }, key.bytes()),
        "escrow": envelope(Purpose::Escrow { provider: InstitutionId(6), sealed: of_short.sealed }, &share),
        "release": envelope(Purpose::Release { data_set, version, opening }, &share),
        "shares_threshold": 2,
    })
}

#[test]
fn the_example_is_what_is_sealed() {
    let written: Value = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    let mut made = example();
    // Shares are made of random numbers: the example's are fixed, and only combined.
    made["shares"] = written["shares"].clone();
    assert_eq!(written, made, "{made:#}");
}

#[test]
fn the_example_opens() {
    let written: Value = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    let shares: Vec<_> = written["shares"]
        .as_array()
        .unwrap()
        .iter()
        .map(bytes)
        .collect();
    let digest = written["key_digest"].as_str().unwrap().parse().unwrap();
    let key = super::super::combine(&shares, 2, &digest).unwrap();
    let mut plain = Vec::new();
    open(&*bytes(&written["short"]["sealed"]), &mut plain, &key).unwrap();
    assert_eq!(plain, bytes(&written["short"]["plain"]));
}
