//! Storage keys of what evidence reads: `docs/spec/anchor.md`.

use alloc::vec::Vec;
use blake2::{digest::consts::U16, Blake2b, Digest as _};
use codec::Encode;
use limpid_primitives::{GatewayId, InstitutionId, Outlet, PermitNumber};

// twox128 of the names, as big-endian numbers. A test computes them anew.
const TIMESTAMP: u128 = 0xf0c365c3cf59d671eb72da0e7a4113c4;
const NOW: u128 = 0x9f1f0515f462cdcf84e0f1d6045dfcbb;
const ANCHORS: u128 = 0x2893c8b379803be566c94f4bfeab5cb2;
const GATEWAYS: u128 = 0x90b93c283cd90e07b953123639bd05eb;
const GATEWAY_KEYS: u128 = 0xc0298b7cc0ae9963335071c8316222d1;
const BINDINGS: u128 = 0x795a5174adba6d37e9575f21101179cd;
const HEADS: u128 = 0x1b3c252fcb29d88eff4f3de5de4476c3;
const INSTITUTIONS: u128 = 0x2ef145c44f710c6fe55cae381219f7b2;
const PERMITS: u128 = 0x903d7fdeaa520f90e1b3fae4ace171d8;

/// `Timestamp::Now`.
pub fn now() -> Vec<u8> {
    prefix(TIMESTAMP, NOW)
}

/// `Anchors::Anchors` of a batch.
pub fn anchor(gateway: GatewayId, sequence: u64) -> Vec<u8> {
    let mut key = prefix(ANCHORS, ANCHORS);
    push_blake2_128_concat(&mut key, &gateway);
    sequence.encode_to(&mut key);
    key
}

/// `Anchors::Gateways` of a gateway.
pub fn gateway(gateway: GatewayId) -> Vec<u8> {
    let mut key = prefix(ANCHORS, GATEWAYS);
    push_blake2_128_concat(&mut key, &gateway);
    key
}

/// `Anchors::GatewayKeys` of one of a gateway's keys.
pub fn gateway_key(gateway: GatewayId, index: u32) -> Vec<u8> {
    let mut key = prefix(ANCHORS, GATEWAY_KEYS);
    push_blake2_128_concat(&mut key, &gateway);
    index.encode_to(&mut key);
    key
}

/// `Anchors::Bindings` of an outlet at a gateway.
pub fn bindings(gateway: GatewayId, outlet: Outlet) -> Vec<u8> {
    let mut key = prefix(ANCHORS, BINDINGS);
    push_blake2_128_concat(&mut key, &gateway);
    push_blake2_128_concat(&mut key, &outlet);
    key
}

/// `Anchors::Heads` of a gateway.
pub fn head(gateway: GatewayId) -> Vec<u8> {
    let mut key = prefix(ANCHORS, HEADS);
    push_blake2_128_concat(&mut key, &gateway);
    key
}

/// `Institutions::Institutions` of an institution.
pub fn institution(institution: InstitutionId) -> Vec<u8> {
    let mut key = prefix(INSTITUTIONS, INSTITUTIONS);
    push_blake2_128_concat(&mut key, &institution);
    key
}

/// `Permits::Permits` of a permit.
pub fn permit(number: PermitNumber) -> Vec<u8> {
    let mut key = prefix(PERMITS, PERMITS);
    push_blake2_128_concat(&mut key, &number);
    key
}

fn prefix(pallet: u128, map: u128) -> Vec<u8> {
    [pallet.to_be_bytes(), map.to_be_bytes()].concat()
}

fn push_blake2_128_concat(key: &mut Vec<u8>, part: &impl Encode) {
    part.using_encoded(|bytes| {
        key.extend_from_slice(&Blake2b::<U16>::digest(bytes));
        key.extend_from_slice(bytes);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use twox_hash::XxHash64;

    fn twox_128(name: &str) -> Vec<u8> {
        let half = |seed| XxHash64::oneshot(seed, name.as_bytes()).to_le_bytes();
        [half(0), half(1)].concat()
    }

    fn prefix_of(pallet: &str, map: &str) -> Vec<u8> {
        [twox_128(pallet), twox_128(map)].concat()
    }

    #[test]
    fn prefixes_are_those_of_the_names() {
        let outlet: Outlet = "91130200699229617X001P/DA001".parse().unwrap();
        let keys = [
            (now(), prefix_of("Timestamp", "Now"), 32),
            (anchor(GatewayId(1), 3), prefix_of("Anchors", "Anchors"), 60),
            (gateway(GatewayId(1)), prefix_of("Anchors", "Gateways"), 52),
            (
                gateway_key(GatewayId(1), 0),
                prefix_of("Anchors", "GatewayKeys"),
                56,
            ),
            (
                bindings(GatewayId(1), outlet),
                prefix_of("Anchors", "Bindings"),
                95,
            ),
            (head(GatewayId(1)), prefix_of("Anchors", "Heads"), 52),
            (
                institution(InstitutionId(1)),
                prefix_of("Institutions", "Institutions"),
                52,
            ),
            (permit(outlet.permit), prefix_of("Permits", "Permits"), 70),
        ];
        for (key, prefix, length) in keys {
            assert!(key.starts_with(&prefix));
            assert_eq!(key.len(), length);
        }
    }

    #[test]
    fn map_keys_are_hashed_and_appended() {
        let key = anchor(GatewayId(1), 3);
        assert_eq!(
            hex::encode(key.get(32..).unwrap()),
            "d82c12285b5d4551f88e8f6e7eb52b81010000000300000000000000"
        );
    }
}
