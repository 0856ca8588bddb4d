//! Storage keys of what evidence reads: `docs/spec/anchor.md`.

use alloc::vec::Vec;
use blake2::{digest::consts::U16, Blake2b};
use codec::Encode;
use limpid_primitives::{
    quota::{ClassId, Holder, LotId},
    sharing::{DataSetId, GrantId, RequestId},
    Digest, GatewayId, InstitutionId, Outlet, PermitNumber,
};

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
const QUOTAS: u128 = 0x06d21b980cc1949af8d8634925dcfdb9;
const CLASSES: u128 = 0x4e74d919ae81a9eee9e85acdc6cc581a;
const LOTS: u128 = 0x45a5a4f3c9acfa12ebacb1c400391dff;
const HOLDINGS: u128 = 0x140d49a0e79c42d3be95a22aec62c9fe;
const ALLOCATIONS: u128 = 0x510e188a6aee07479cd963306f2c6e55;
const SHARING: u128 = 0x9081c5407b524a09486402f8806cacca;
const DATA_SETS: u128 = 0x6f6e0b85d400cd381d0c6d5e2a29962e;
const VERSIONS: u128 = 0x51ccde2f2a9eb4cb527d8bb8b30bee6f;
const REQUESTS: u128 = 0xe973821932a99de497c2362ed9f9be34;
const GRANTS: u128 = 0x5c14ee9e832f77e029f55e118e120c7a;
const RECEIPTS: u128 = 0x5087a88ab53079a394ab62a465d46183;

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

/// `Quotas::Classes` of a class.
pub fn class(class: ClassId) -> Vec<u8> {
    let mut key = prefix(QUOTAS, CLASSES);
    push_blake2_128_concat(&mut key, &class);
    key
}

/// `Quotas::Lots` of a lot.
pub fn lot(lot: LotId) -> Vec<u8> {
    let mut key = prefix(QUOTAS, LOTS);
    push_blake2_128_concat(&mut key, &lot);
    key
}

/// `Quotas::Holdings` of what a holder has of a class.
pub fn holding(holder: &Holder, class: ClassId) -> Vec<u8> {
    let mut key = prefix(QUOTAS, HOLDINGS);
    push_blake2_128_concat(&mut key, holder);
    push_blake2_128_concat(&mut key, &class);
    key
}

/// `Quotas::Allocations` of what a decision allocated of a class to a holder.
pub fn allocation(class: ClassId, document: &Digest, holder: &Holder) -> Vec<u8> {
    let mut key = prefix(QUOTAS, ALLOCATIONS);
    push_blake2_128_concat(&mut key, &class);
    push_blake2_128_concat(&mut key, document);
    push_blake2_128_concat(&mut key, holder);
    key
}

/// `Sharing::DataSets` of a data set.
pub fn data_set(data_set: DataSetId) -> Vec<u8> {
    let mut key = prefix(SHARING, DATA_SETS);
    push_blake2_128_concat(&mut key, &data_set);
    key
}

/// `Sharing::Versions` of one version of a data set's content.
pub fn data_set_version(data_set: DataSetId, version: u32) -> Vec<u8> {
    let mut key = prefix(SHARING, VERSIONS);
    push_blake2_128_concat(&mut key, &data_set);
    version.encode_to(&mut key);
    key
}

/// `Sharing::Requests` of a request for data.
pub fn request(request: RequestId) -> Vec<u8> {
    let mut key = prefix(SHARING, REQUESTS);
    push_blake2_128_concat(&mut key, &request);
    key
}

/// `Sharing::Grants` of a grant.
pub fn grant(grant: GrantId) -> Vec<u8> {
    let mut key = prefix(SHARING, GRANTS);
    push_blake2_128_concat(&mut key, &grant);
    key
}

/// `Sharing::Receipts` of a grant.
pub fn receipts(grant: GrantId) -> Vec<u8> {
    let mut key = prefix(SHARING, RECEIPTS);
    push_blake2_128_concat(&mut key, &grant);
    key
}

fn prefix(pallet: u128, map: u128) -> Vec<u8> {
    [pallet.to_be_bytes(), map.to_be_bytes()].concat()
}

fn push_blake2_128_concat(key: &mut Vec<u8>, part: &impl Encode) {
    part.using_encoded(|bytes| {
        key.extend_from_slice(&<Blake2b<U16> as blake2::Digest>::digest(bytes));
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
        let holder = Holder::Institution(InstitutionId(1));
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
            (class(ClassId(1)), prefix_of("Quotas", "Classes"), 52),
            (lot(LotId(1)), prefix_of("Quotas", "Lots"), 56),
            (
                holding(&holder, ClassId(1)),
                prefix_of("Quotas", "Holdings"),
                73,
            ),
            (
                allocation(ClassId(1), &Digest::ZERO, &holder),
                prefix_of("Quotas", "Allocations"),
                121,
            ),
            (data_set(DataSetId(1)), prefix_of("Sharing", "DataSets"), 52),
            (
                data_set_version(DataSetId(1), 2),
                prefix_of("Sharing", "Versions"),
                56,
            ),
            (request(RequestId(1)), prefix_of("Sharing", "Requests"), 52),
            (grant(GrantId(1)), prefix_of("Sharing", "Grants"), 52),
            (receipts(GrantId(1)), prefix_of("Sharing", "Receipts"), 52),
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
