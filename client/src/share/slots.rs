//! How many requests are under way, in all and of each account.

use crate::chain::Account;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The places there are.
#[derive(Clone, Debug)]
pub struct Slots {
    max: usize,
    account_max: usize,
    taken: Arc<Mutex<HashMap<Account, usize>>>,
}

/// A place, given back when it is dropped.
#[derive(Debug)]
pub struct Slot {
    account: Account,
    taken: Arc<Mutex<HashMap<Account, usize>>>,
}

impl Slots {
    /// So many in all, and so many of one account.
    pub fn new(max: usize, account_max: usize) -> Slots {
        Slots {
            max,
            account_max,
            taken: Arc::default(),
        }
    }

    /// A place for a request of this account, if there is one.
    pub fn take(&self, account: Account) -> Option<Slot> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = taken.values().sum();
        let own = taken.get(&account).copied().unwrap_or(0);
        if all >= self.max || own >= self.account_max {
            return None;
        }
        taken.insert(account, own.saturating_add(1));
        Some(Slot {
            account,
            taken: self.taken.clone(),
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = taken
            .get(&self.account)
            .map_or(0, |own| own.saturating_sub(1));
        match left {
            0 => taken.remove(&self.account),
            left => taken.insert(self.account, left),
        };
    }
}
