//! A chain of real blocks: initialised, filled with members' signed transactions, and finalised, one after the other.

use super::merge::merge;
use codec::Encode;
use limpid_runtime::{
    configs::SLOT_DURATION_MS, genesis, AccountId, Address, Executive, Header, Runtime,
    RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, Signature, SignedPayload, System, TxExtension,
    UncheckedExtrinsic,
};
use sp_core::{ed25519, Pair};
use sp_runtime::{
    generic::Era,
    traits::Header as _,
    transaction_validity::{InvalidTransaction, TransactionValidityError},
    BuildStorage, Digest, DigestItem, DispatchError,
};

/// The development key called `name`, as `limpid key generate --development` makes it.
pub fn key(name: &str) -> ed25519::Pair {
    let seed = sp_io::hashing::sha2_256(format!("limpid development key: {name}").as_bytes());
    ed25519::Pair::from_seed(&seed)
}

pub fn account(name: &str) -> AccountId {
    key(name).public().into()
}

/// The chain of the preset `development`, and what time it is there.
pub struct Chain {
    state: sp_io::TestExternalities,
    head: Header,
    now_ms: u64,
}

impl Chain {
    /// A new chain whose first block is of the first slot from this time on.
    pub fn beginning(time_ms: u64) -> Self {
        let patch = genesis::preset(&"development".into()).expect("a known preset");
        let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("defaults");
        merge(
            &mut config,
            serde_json::from_slice(&patch).expect("a preset is JSON"),
        );
        let config: RuntimeGenesisConfig = serde_json::from_value(config).expect("a configuration");
        let genesis = Header::new(
            0,
            Default::default(),
            Default::default(),
            Default::default(),
            Default::default(),
        );
        Self {
            state: config.build_storage().expect("it builds").into(),
            head: genesis,
            now_ms: time_ms,
        }
    }

    /// The time of the next block.
    pub fn go_to(&mut self, time_ms: u64) {
        self.now_ms = self.now_ms.max(time_ms);
    }

    /// Reads the state after the last block.
    pub fn read<R>(&mut self, look: impl FnOnce() -> R) -> R {
        self.state.execute_with(look)
    }

    /// Makes a block of one transaction, and says how that went, and what happened. A block that ends a session has no room, so
    /// the next one is made for it.
    pub fn send(&mut self, by: &str, call: impl Into<RuntimeCall>) -> Result<Sent, DispatchError> {
        let (key, call) = (key(by), call.into());
        let full = TransactionValidityError::from(InvalidTransaction::ExhaustsResources);
        for _ in 0..2 {
            match self.block(&key, call.clone()) {
                Err(error) if error == full => continue,
                applied => return applied.expect("a member's transaction reaches the block"),
            }
        }
        panic!("two blocks after each other are full");
    }

    fn block(
        &mut self,
        key: &ed25519::Pair,
        call: RuntimeCall,
    ) -> Result<Result<Sent, DispatchError>, TransactionValidityError> {
        let slot = self.now_ms.div_ceil(SLOT_DURATION_MS);
        let digest = Digest {
            logs: vec![DigestItem::PreRuntime(*b"aura", slot.encode())],
        };
        let header = Header::new(
            self.head.number + 1,
            Default::default(),
            Default::default(),
            self.head.hash(),
            digest,
        );
        let (applied, head) = self.state.execute_with(|| {
            Executive::initialize_block(&header);
            let now = slot * SLOT_DURATION_MS;
            let time = UncheckedExtrinsic::new_bare(pallet_timestamp::Call::set { now }.into());
            Executive::apply_extrinsic(time)
                .expect("an inherent")
                .expect("the time is taken");
            let before = System::block_weight().total();
            let applied = Executive::apply_extrinsic(transaction(key, call));
            let sent = Sent {
                events: System::events().into_iter().map(|it| it.event).collect(),
                weight: System::block_weight().total() - before,
            };
            let applied = applied.map(|result| result.map(|()| sent));
            (applied, Executive::finalize_block())
        });
        self.head = head;
        self.now_ms = (slot + 1) * SLOT_DURATION_MS;
        applied
    }
}

/// What a transaction did.
#[derive(PartialEq, Debug)]
pub struct Sent {
    /// Every event of its block.
    pub events: Vec<RuntimeEvent>,
    /// What it took of the block, with all that is around it.
    pub weight: frame_support::weights::Weight,
}

fn transaction(key: &ed25519::Pair, call: RuntimeCall) -> UncheckedExtrinsic {
    let account = AccountId::from(key.public());
    let nonce = frame_system::Pallet::<Runtime>::account_nonce(&account);
    let extension: TxExtension = (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(Era::Immortal),
        pallet_institutions::CheckMember::new(),
        frame_system::CheckNonce::from(nonce),
        frame_system::CheckWeight::new(),
        frame_system::WeightReclaim::new(),
    );
    let payload =
        SignedPayload::new(call.clone(), extension.clone()).expect("implicit values exist");
    let signature = payload.using_encoded(|bytes| key.sign(bytes));
    UncheckedExtrinsic::new_signed(
        call,
        Address::Id(account),
        Signature::Ed25519(signature),
        extension,
    )
}
