//! The runtime as the node runs it: presets that build, members' transactions that pass the pool, strangers' that do not.

use codec::Encode;
use frame_support::traits::Get;
use limpid_runtime::{
    genesis, AccountId, Address, Executive, Runtime, RuntimeCall, RuntimeGenesisConfig, Signature,
    SignedPayload, System, TxExtension, UncheckedExtrinsic,
};
use sp_core::{ed25519, Pair};
use sp_runtime::{
    generic::Era,
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
    BuildStorage,
};

mod merge;
use merge::merge;

fn chain(preset: &str) -> sp_io::TestExternalities {
    let patch = genesis::preset(&preset.into()).expect("a known preset");
    let mut config =
        serde_json::to_value(RuntimeGenesisConfig::default()).expect("defaults serialise");
    merge(
        &mut config,
        serde_json::from_slice(&patch).expect("a preset is JSON"),
    );
    let config: RuntimeGenesisConfig =
        serde_json::from_value(config).expect("a preset fits the configuration");
    let mut chain: sp_io::TestExternalities =
        config.build_storage().expect("a preset builds").into();
    chain.execute_with(|| {
        let header = limpid_runtime::Header {
            parent_hash: System::block_hash(0),
            number: 1,
            state_root: Default::default(),
            extrinsics_root: Default::default(),
            digest: Default::default(),
        };
        Executive::initialize_block(&header);
    });
    chain
}

/// The development key called `name`, as `limpid key generate --development` makes it.
fn development_key(name: &str) -> ed25519::Pair {
    let seed = sp_io::hashing::sha2_256(format!("limpid development key: {name}").as_bytes());
    ed25519::Pair::from_seed(&seed)
}

fn transaction(key: &ed25519::Pair, call: RuntimeCall) -> UncheckedExtrinsic {
    let extension: TxExtension = (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(Era::Immortal),
        pallet_institutions::CheckMember::new(),
        frame_system::CheckNonce::from(0),
        frame_system::CheckWeight::new(),
        frame_system::WeightReclaim::new(),
    );
    let payload =
        SignedPayload::new(call.clone(), extension.clone()).expect("implicit values exist");
    let signature = payload.using_encoded(|bytes| key.sign(bytes));
    let account = AccountId::from(key.public());
    UncheckedExtrinsic::new_signed(
        call,
        Address::Id(account),
        Signature::Ed25519(signature),
        extension,
    )
}

fn remark() -> RuntimeCall {
    RuntimeCall::System(frame_system::Call::remark {
        remark: vec![1, 2, 3],
    })
}

#[test]
fn every_preset_builds_a_chain_whose_founders_are_members() {
    for (preset, founders) in [("development", 1), ("local", 4)] {
        chain(preset).execute_with(|| {
            assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), founders);
            assert_eq!(
                pallet_institutions::Institutions::<Runtime>::iter().count(),
                founders
            );
            assert_eq!(
                pallet_grandpa::Authorities::<Runtime>::get().len(),
                founders
            );
            assert_eq!(limpid_runtime::Session::validators().len(), founders);
            let council =
                pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get();
            assert_eq!(council.len(), founders);
            for (number, account) in (1..).zip(council) {
                assert!(
                    pallet_institutions::Members::<Runtime>::contains_key(&account),
                    "founder {number} of {preset} is no member"
                );
            }
        });
    }
}

#[test]
fn the_founders_accounts_are_the_development_keys() {
    chain("local").execute_with(|| {
        for number in 1..=4 {
            let account = AccountId::from(development_key(&format!("agency-{number}")).public());
            assert!(
                pallet_institutions::Members::<Runtime>::contains_key(account),
                "agency-{number}"
            );
        }
    });
}

#[test]
fn a_members_transaction_is_admitted_and_a_strangers_is_not() {
    chain("development").execute_with(|| {
        let at = System::block_hash(0);
        let member = transaction(&development_key("agency-1"), remark());
        let valid = Executive::validate_transaction(TransactionSource::External, member, at);
        assert!(valid.is_ok(), "a member's transaction: {valid:?}");

        let stranger = transaction(&development_key("stranger"), remark());
        let refused =
            Executive::validate_transaction(TransactionSource::External, stranger.clone(), at);
        assert!(
            matches!(refused, Err(TransactionValidityError::Invalid(_))),
            "a stranger's transaction: {refused:?}"
        );
        assert!(
            Executive::apply_extrinsic(stranger).is_err(),
            "a stranger's transaction reached a block"
        );
    });
}

#[test]
fn a_forged_signature_is_refused() {
    chain("development").execute_with(|| {
        let mut bytes = transaction(&development_key("agency-1"), remark()).encode();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        let forged = <UncheckedExtrinsic as codec::Decode>::decode(&mut &bytes[..])
            .expect("still an extrinsic");
        assert_eq!(
            Executive::validate_transaction(
                TransactionSource::External,
                forged,
                System::block_hash(0)
            ),
            Err(InvalidTransaction::BadProof.into())
        );
    });
}

#[test]
fn a_call_of_the_largest_allowance_fits_a_block() {
    let allowance = <<Runtime as pallet_institutions::Config>::DefaultAllowance as Get<_>>::get();
    let allowance: pallet_institutions::Allowance = allowance;
    let block = <Runtime as frame_system::Config>::BlockWeights::get();
    let normal = block
        .get(frame_support::dispatch::DispatchClass::Normal)
        .max_extrinsic
        .expect("a limit");
    assert!(
        allowance.ref_time >= normal.ref_time(),
        "an institution could never send the largest transaction"
    );
}

#[test]
fn an_authorised_upgrade_is_applied_by_members_only() {
    chain("development").execute_with(|| {
        let code = vec![1, 2, 3];
        let hash = sp_io::hashing::blake2_256(&code).into();
        System::authorize_upgrade(frame_system::RawOrigin::Root.into(), hash)
            .expect("root authorises");
        let call = RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { code });
        let bare = UncheckedExtrinsic::new_bare(call);
        let refused = Executive::validate_transaction(
            TransactionSource::External,
            bare.clone(),
            System::block_hash(0),
        );
        assert_eq!(refused, Err(InvalidTransaction::Call.into()));
        assert!(
            Executive::apply_extrinsic(bare).is_err(),
            "an upgrade nobody signed reached a block"
        );
    });
}
