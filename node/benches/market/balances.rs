//! The baseline: transfers of the SDK's balances.

// What the runtime's macro writes asks for a feature that only runtimes have.
#![allow(unexpected_cfgs)]

use super::{chain::around_a_call, store::Store, Taken, BLOCKS};
use frame_support::{assert_ok, derive_impl, weights::constants::RocksDbWeight};
use pallet_balances::WeightInfo;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

const TRANSFERS: u32 = 640;
const BALANCE: u128 = 1_000_000_000;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Bank;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Balances = pallet_balances;
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Bank {
    type Block = frame_system::mocking::MockBlockU32<Bank>;
    type AccountId = AccountId32;
    type Lookup = IdentityLookup<AccountId32>;
    type AccountData = pallet_balances::AccountData<u128>;
    type DbWeight = RocksDbWeight;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Bank {
    type Balance = u128;
    type AccountStore = System;
}

fn account(number: u32) -> AccountId32 {
    sp_io::hashing::blake2_256(&number.to_le_bytes()).into()
}

/// One transfer between two of so many accounts.
pub fn transfer(accounts: u32) -> Taken {
    let storage = RuntimeGenesisConfig {
        system: Default::default(),
        balances: pallet_balances::GenesisConfig {
            balances: (0..accounts)
                .map(|number| (account(number), BALANCE))
                .collect(),
            ..Default::default()
        },
    }
    .build_storage()
    .expect("a genesis");
    let mut store = Store::new(storage);
    let weight = pallet_balances::weights::SubstrateWeight::<Bank>::transfer_keep_alive();
    let taken = (0..BLOCKS as u32)
        .map(|block| {
            let ((), run, commit) = store.block(|number| {
                System::set_block_number(number);
                System::reset_events();
                for transfer in 0..TRANSFERS {
                    let one = (block * TRANSFERS + transfer) * 7 % accounts;
                    let other = (one + accounts / 2) % accounts;
                    assert_ok!(Balances::transfer_keep_alive(
                        RuntimeOrigin::signed(account(one)),
                        account(other),
                        1,
                    ));
                }
            });
            (run + commit, run, commit)
        })
        .min();
    let (_, run, commit) = taken.expect("some");
    Taken {
        weight: weight.saturating_add(around_a_call()),
        run: run / TRANSFERS,
        commit: commit / TRANSFERS,
    }
}
