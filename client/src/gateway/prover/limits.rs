//! The limits of outlets, as the chain's permits have them.
//!
//! A version of a permit never changes and is read once. Which version was in force at a time is read again for batches that
//! were anchored after it was read last: a decision that came before the frames is then seen, whenever they are looked at.

use super::{
    ledger::{EmissionsLedger, Now},
    means,
};
use crate::gateway::ledger::LedgerError;
use limpid_hj212::Frame;
use limpid_primitives::{
    emissions::EmissionRulesV1,
    permit::{OutletTermsV1, PermitV1},
    Outlet, PermitNumber, Pollutant,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Permits, and outlets' versions, that are remembered; with more all are forgotten.
const KNOWN_MAX: usize = 100_000;

/// The limits that were read so far.
pub struct Limits {
    ledger: Arc<dyn EmissionsLedger>,
    rules: Option<(u32, EmissionRulesV1)>,
    /// With the block they were read at.
    permits: BTreeMap<PermitNumber, (u32, Option<PermitV1>)>,
    versions: BTreeMap<(Outlet, u32), Option<OutletTermsV1>>,
}

impl Limits {
    /// Nothing is read yet.
    pub fn new(ledger: Arc<dyn EmissionsLedger>) -> Self {
        Self {
            ledger,
            rules: None,
            permits: BTreeMap::new(),
            versions: BTreeMap::new(),
        }
    }

    /// Reads what is needed for frames of outlets at observed times, all of which were anchored up to block `anchored`.
    pub async fn load(
        &mut self,
        frames: &[(Outlet, u64)],
        anchored: u32,
    ) -> Result<(), LedgerError> {
        if frames.is_empty() {
            return Ok(());
        }
        let numbers: BTreeSet<_> = frames.iter().map(|(outlet, _)| outlet.permit).collect();
        let is_old = |read: Option<u32>| read.is_none_or(|block| block < anchored);
        let old: Vec<_> = numbers
            .into_iter()
            .filter(|number| is_old(self.permits.get(number).map(|(block, _)| *block)))
            .collect();
        let rules_are_old = is_old(self.rules.map(|(block, _)| block));
        if old.is_empty() && !rules_are_old {
            return self.load_versions(frames, None).await;
        }
        let now = self.ledger.now().await?;
        if now.block < anchored {
            let behind = format!(
                "the node's finalised block is {}, batches of block {anchored} were seen final: the node is behind",
                now.block
            );
            return Err(LedgerError::Later(behind));
        }
        self.rules = Some((now.block, self.ledger.rules(now.hash).await?));
        let permits = self.ledger.permits(old.clone(), now.hash).await?;
        if self.permits.len().saturating_add(old.len()) > KNOWN_MAX {
            self.permits.clear();
        }
        for (number, permit) in old.into_iter().zip(permits) {
            self.permits.insert(number, (now.block, permit));
        }
        self.load_versions(frames, Some(now)).await
    }

    async fn load_versions(
        &mut self,
        frames: &[(Outlet, u64)],
        now: Option<Now>,
    ) -> Result<(), LedgerError> {
        let version = |(outlet, observed_ms): &(Outlet, u64)| {
            Some((*outlet, self.version(outlet, *observed_ms)?))
        };
        let unknown: BTreeSet<_> = frames
            .iter()
            .filter_map(version)
            .filter(|version| !self.versions.contains_key(version))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let now = match now {
            Some(now) => now,
            None => self.ledger.now().await?,
        };
        let unknown: Vec<_> = unknown.into_iter().collect();
        let terms = self.ledger.outlet_terms(unknown.clone(), now.hash).await?;
        if self.versions.len().saturating_add(unknown.len()) > KNOWN_MAX {
            self.versions.clear();
        }
        self.versions.extend(unknown.into_iter().zip(terms));
        Ok(())
    }

    /// The version whose limits hold at a time, also while the permit is not in force: who discharges without a permit is
    /// measured by the last one.
    fn version(&self, outlet: &Outlet, observed_ms: u64) -> Option<u32> {
        let (_, permit) = self.permits.get(&outlet.permit)?;
        Some(permit.as_ref()?.standing_at(observed_ms)?.version)
    }

    /// The pollutants whose mean in a frame exceeds its limit, by what was loaded.
    pub fn exceeding(
        &self,
        outlet: &Outlet,
        observed_ms: u64,
        kind: u16,
        frame: &[u8],
    ) -> Vec<Pollutant> {
        let found = || {
            let averaging = means::averaging_of(kind)?;
            let version = self.version(outlet, observed_ms)?;
            let terms = self.versions.get(&(*outlet, version))?.as_ref()?;
            let (_, rules) = self.rules?;
            let frame = Frame::parse(frame).ok()?;
            Some(means::exceeding(&frame, averaging, terms, rules.rounding))
        };
        found().unwrap_or_default()
    }
}
