//! Measures what the calls weigh, each in its worst case: an agency acts, all entries exist, all lists are full.

use crate::{
    key_proof_bytes,
    pallet::{Anchors, Bindings, Call, Config, GatewayKeys, Gateways},
    Pallet,
};
use alloc::vec::Vec;
use ed25519_dalek::{Signer, SigningKey};
use frame_benchmarking::v2::*;
use frame_support::{
    assert_ok,
    traits::{Get, Time},
    BoundedVec,
};
use frame_system::RawOrigin;
use limpid_evidence::{
    chain::{Binding, BindingV1, Head, BINDINGS_MAX},
    BatchHeader, SignedHeader,
};
use limpid_primitives::{
    permit::{OutletTermsV1, PermitLookup, Position},
    AtMost, Digest, DivisionCode, GatewayId, InstitutionId, InstitutionKind, Mn, Outlet, Uscc,
};
use pallet_institutions::InstitutionLookup;
use sp_runtime::traits::Zero;

const AGENCY_CODE: &str = "91130200699229617X";
const ENTERPRISE_CODE: &str = "911302307808371268";
const OUTLET: &str = "911302307808371268001P/DA001";
const GATEWAY: GatewayId = GatewayId(1);

fn admit<T: Config>(kind: InstitutionKind, code: &str) -> (InstitutionId, T::AccountId) {
    let member = account("member", kind as u32, 0);
    let uscc: Uscc = code.parse().expect("a code that checks");
    let id = T::Institutions::admit_for_benchmark(kind, uscc, DivisionCode::NATION, &member);
    (id, member)
}

/// A block after the genesis, whose hash the system then knows.
fn begin<T: Config>() {
    if frame_system::Pallet::<T>::block_number().is_zero() {
        frame_system::Pallet::<T>::set_block_number(1u32.into());
    }
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn public(seed: u8) -> [u8; 32] {
    key(seed).verifying_key().to_bytes()
}

fn proof<T: Config>(seed: u8, operator: InstitutionId) -> [u8; 64] {
    let bytes = key_proof_bytes(&Pallet::<T>::genesis(), operator, &public(seed));
    key(seed).sign(&bytes).to_bytes()
}

/// An agency's origin, and a gateway it operates itself.
fn gateway<T: Config>() -> (RawOrigin<T::AccountId>, InstitutionId) {
    begin::<T>();
    let (agency, member) = admit::<T>(InstitutionKind::Agency, AGENCY_CODE);
    let origin = RawOrigin::Signed(member);
    assert_ok!(Pallet::<T>::register_gateway(
        origin.clone().into(),
        agency,
        DivisionCode::NATION,
        public(1),
        proof::<T>(1, agency)
    ));
    (origin, agency)
}

fn outlet() -> Outlet {
    OUTLET.parse().expect("an outlet")
}

/// Puts the outlet's permit in force. What it limits there is not looked at, only decoded.
fn permit<T: Config>() {
    admit::<T>(InstitutionKind::Enterprise, ENTERPRISE_CODE);
    let terms = OutletTermsV1 {
        position: Position::default(),
        treatments: AtMost::default(),
        limits: AtMost::default(),
        yearly_masses: AtMost::default(),
    };
    T::Permits::issue_for_benchmark(&outlet(), terms);
}

fn mn() -> Mn {
    "M".repeat(Mn::LENGTH_MAX)
        .parse()
        .expect("the longest number")
}

/// Bindings up to one less than there can be.
fn nearly_all_bindings<T: Config>() {
    let ended = |from_ms| {
        Binding::V1(BindingV1 {
            mn: mn(),
            from_ms,
            until_ms: Some(from_ms + 1),
        })
    };
    let bindings: Vec<_> = (0..u64::from(BINDINGS_MAX) - 1).map(ended).collect();
    let bindings = BoundedVec::try_from(bindings).expect("one less than fit");
    Bindings::<T>::insert(GATEWAY, outlet(), bindings);
}

/// This many headers of the gateway, signed.
fn headers<T: Config>(length: u32) -> BoundedVec<SignedHeader, T::HeadersMax> {
    let genesis = Pallet::<T>::genesis();
    let mut head = Head::START;
    let headers: Vec<_> = (0..length)
        .map(|_| {
            let header = BatchHeader {
                gateway: GATEWAY,
                sequence: head.next_sequence,
                previous: head.last_hash,
                observed_from_ms: 0,
                observed_until_ms: 1,
                records: 1,
                root: Digest([1; 32]),
                closed_at_ms: 2,
            };
            head = Head {
                next_sequence: header.sequence + 1,
                last_hash: header.hash(&genesis),
            };
            let signature = key(1).sign(&header.signing_bytes(&genesis)).to_bytes();
            SignedHeader { header, signature }
        })
        .collect();
    BoundedVec::try_from(headers).expect("not too many")
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register_gateway() {
        begin::<T>();
        let (agency, member) = admit::<T>(InstitutionKind::Agency, AGENCY_CODE);
        let proof = proof::<T>(1, agency);
        #[extrinsic_call]
        _(
            RawOrigin::Signed(member),
            agency,
            DivisionCode::NATION,
            public(1),
            proof,
        );
        assert!(Gateways::<T>::contains_key(GATEWAY));
    }

    #[benchmark]
    fn rotate_key() {
        let (origin, agency) = gateway::<T>();
        let proof = proof::<T>(2, agency);
        #[extrinsic_call]
        _(origin, GATEWAY, public(2), proof);
        assert!(GatewayKeys::<T>::contains_key(GATEWAY, 1));
    }

    #[benchmark]
    fn suspend_gateway() {
        let (origin, _) = gateway::<T>();
        #[extrinsic_call]
        _(origin, GATEWAY, Digest::ZERO);
    }

    #[benchmark]
    fn reinstate_gateway() {
        let (origin, _) = gateway::<T>();
        assert_ok!(Pallet::<T>::suspend_gateway(
            origin.clone().into(),
            GATEWAY,
            Digest::ZERO
        ));
        #[extrinsic_call]
        _(origin, GATEWAY, Digest::ZERO);
    }

    #[benchmark]
    fn bind_outlet() {
        let (origin, _) = gateway::<T>();
        permit::<T>();
        nearly_all_bindings::<T>();
        #[extrinsic_call]
        _(origin, GATEWAY, outlet(), mn(), 0);
        let bindings = Bindings::<T>::get(GATEWAY, outlet());
        assert_eq!(bindings.len() as u32, BINDINGS_MAX);
    }

    #[benchmark]
    fn unbind_outlet() {
        let (origin, _) = gateway::<T>();
        permit::<T>();
        nearly_all_bindings::<T>();
        assert_ok!(Pallet::<T>::bind_outlet(
            origin.clone().into(),
            GATEWAY,
            outlet(),
            mn(),
            0
        ));
        // A moment after its beginning, and not long ago.
        let until_ms = T::Time::now().max(1);
        #[extrinsic_call]
        _(origin, GATEWAY, outlet(), until_ms);
    }

    #[benchmark]
    fn anchor_batches(n: Linear<1, { T::HeadersMax::get() }>) {
        let (origin, _) = gateway::<T>();
        let headers = headers::<T>(n);
        #[extrinsic_call]
        _(origin, headers);
        assert!(Anchors::<T>::contains_key(GATEWAY, u64::from(n)));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
