//! Authority sets: `docs/spec/anchor.md`, "Authority set".

use super::strict::{objects, Hex};
use alloc::{collections::BTreeMap, vec::Vec};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most authorities a set has.
const AUTHORITIES_MAX: usize = 1_024;

/// Who may finalise blocks, and with what weight. Never empty; keys are distinct, weights at least 1, their sum fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthoritySet {
    in_order: Vec<([u8; 32], u64)>,
    weights: BTreeMap<[u8; 32], u64>,
    total: u64,
}

/// The set is empty, too large, has a key twice or a weight of 0, or its weights do not fit 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AuthoritySetError;

impl AuthoritySet {
    /// A set of Ed25519 keys and weights.
    pub fn new(authorities: Vec<([u8; 32], u64)>) -> Result<Self, AuthoritySetError> {
        if !(1..=AUTHORITIES_MAX).contains(&authorities.len()) {
            return Err(AuthoritySetError);
        }
        let mut weights = BTreeMap::new();
        let mut total: u64 = 0;
        for (key, weight) in &authorities {
            if *weight == 0 || weights.insert(*key, *weight).is_some() {
                return Err(AuthoritySetError);
            }
            total = total.checked_add(*weight).ok_or(AuthoritySetError)?;
        }
        Ok(Self {
            in_order: authorities,
            weights,
            total,
        })
    }

    /// Keys and weights in their order.
    pub fn authorities(&self) -> &[([u8; 32], u64)] {
        &self.in_order
    }

    /// The weight of an authority; `None` for one that is not in the set.
    pub fn weight(&self, key: &[u8; 32]) -> Option<u64> {
        self.weights.get(key).copied()
    }

    /// The weight that finalises: all but what is less than a third.
    pub fn threshold(&self) -> u64 {
        let tolerated = self.total.saturating_sub(1) / 3;
        self.total.saturating_sub(tolerated)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Authority {
    key: Hex<32>,
    weight: u64,
}

impl Serialize for AuthoritySet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.in_order.iter().map(|(key, weight)| Authority {
            key: Hex(*key),
            weight: *weight,
        }))
    }
}

impl<'de> Deserialize<'de> for AuthoritySet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list: Vec<Authority> = objects(deserializer)?;
        let list = list
            .into_iter()
            .map(|authority| (authority.key.0, authority.weight));
        Self::new(list.collect()).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for AuthoritySetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "an authority set has 1 to {AUTHORITIES_MAX} distinct keys with weights from 1 up whose sum fits 64 bits"
        )
    }
}

impl core::error::Error for AuthoritySetError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_weights(weights: &[u64]) -> Result<AuthoritySet, AuthoritySetError> {
        let keyed = weights
            .iter()
            .enumerate()
            .map(|(i, weight)| ([i as u8; 32], *weight));
        AuthoritySet::new(keyed.collect())
    }

    #[test]
    fn thresholds_are_those_of_grandpa() {
        for (n, threshold) in [
            (1, 1),
            (2, 2),
            (3, 3),
            (4, 3),
            (5, 4),
            (6, 5),
            (7, 5),
            (10, 7),
            (100, 67),
        ] {
            assert_eq!(
                of_weights(&vec![1; n]).unwrap().threshold(),
                threshold,
                "{n} authorities"
            );
        }
        assert_eq!(
            of_weights(&[u64::MAX]).unwrap().threshold(),
            u64::MAX - (u64::MAX - 1) / 3
        );
    }

    #[test]
    fn ambiguous_sets_are_refused() {
        assert!(of_weights(&[]).is_err());
        assert!(of_weights(&[1, 0]).is_err());
        assert!(of_weights(&[u64::MAX, 1]).is_err());
        assert!(AuthoritySet::new(vec![([1; 32], 1), ([1; 32], 1)]).is_err());
        assert!(AuthoritySet::new(
            (0..1_025u32)
                .map(|i| {
                    let mut key = [0; 32];
                    key[..4].copy_from_slice(&i.to_be_bytes());
                    (key, 1)
                })
                .collect()
        )
        .is_err());
    }
}
