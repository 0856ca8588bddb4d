//! What a call is charged for grows with what it carries, and a grant costs what the pallet's documentation says.

use crate::{mock::*, weights::WeightInfo, Call, Grants, Receipts};
use codec::Encode;
use frame_support::{
    assert_ok,
    dispatch::GetDispatchInfo,
    weights::{constants::RocksDbWeight, Weight},
};
use limpid_primitives::sharing::NewVersion;

#[test]
fn each_share_of_an_escrow_is_charged() {
    let publish = |version: &NewVersion| {
        let (new, version) = (new_data_set(), version.clone());
        let call: Call<Test> = Call::publish_data_set { new, version };
        call.get_dispatch_info().call_weight.ref_time()
    };
    let revise = |version: &NewVersion| {
        let (data_set, version) = (SET, version.clone());
        let call: Call<Test> = Call::revise_data_set { data_set, version };
        call.get_dispatch_info().call_weight.ref_time()
    };
    let (bare, full) = (new_version(PLAIN), escrowed_version());
    let two = NewVersion {
        escrow: Some(escrow_of(2, &[CITY_AGENCY, OTHER_AGENCY])),
        ..bare.clone()
    };
    for weights in [
        [&bare, &two, &full].map(publish),
        [&bare, &two, &full].map(revise),
    ] {
        assert!(
            weights.is_sorted_by(|less, more| less < more),
            "a share is free"
        );
    }
}

#[test]
fn a_grant_costs_what_is_said_of_it() {
    let call: Call<Test> = Call::grant_request {
        request: REQUEST,
        scope: scope(),
        expires_ms: EXPIRES_MS,
        sealed: sealed(1),
        document: DOCUMENT,
    };
    // With a byte for the pallet.
    assert_eq!(1 + call.encode().len(), 148);
    ExtBuilder::default().granted().run(|| {
        let entry = Grants::<Test>::get(GRANT).encode();
        assert_eq!(entry.len() - 1, 181, "without the byte of the option");
        assert_eq!(Grants::<Test>::hashed_key_for(GRANT).len(), 52);
        assert_ok!(confirm(GRANT, PLAIN));
        let one = Receipts::<Test>::get(GRANT).encode().len();
        assert_ok!(confirm(GRANT, PLAIN));
        assert_eq!(Receipts::<Test>::get(GRANT).encode().len() - one, 50);
    });
    let weight = <() as WeightInfo>::grant_request();
    let database = RocksDbWeight::get().reads_writes(7, 3);
    assert_eq!(weight, database + Weight::from_parts(50_000_000, 6_000));
    assert_eq!(weight.ref_time(), 525_000_000);
}
