//! What an operator should see of the chain and of its validators: numbers of the state as Prometheus gauges, and authors that
//! make two blocks for one slot, which nobody can report on chain.

use crate::service::FullClient;
use futures::StreamExt;
use limpid_runtime::{gauges::GaugesApi, opaque::Block, AccountId, Hash};
use sc_client_api::{BlockchainEvents, HeaderBackend};
use sp_api::ProvideRuntimeApi;
use sp_consensus_aura::{sr25519::AuthorityId, AuraApi, Slot};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};
use substrate_prometheus_endpoint::{
    register, Counter, Gauge, GaugeVec, Opts, PrometheusError, Registry, U64,
};

const LOG_TARGET: &str = "watch";
/// How often the state is read.
const READ_EVERY: Duration = Duration::from_secs(6);
/// Slots in which a second block is recognised: five minutes.
const SLOTS_REMEMBERED: usize = 100;

/// Shows numbers of the finalised state until the node stops.
pub async fn state(client: Arc<FullClient>, registry: Registry) {
    let mut gauges = match StateGauges::new(registry) {
        Ok(gauges) => gauges,
        Err(error) => {
            log::warn!(target: LOG_TARGET, "no metrics of the state: {error}");
            return;
        }
    };
    let mut notifications = client.finality_notification_stream();
    let mut last: Option<Instant> = None;
    loop {
        if last.is_none_or(|last| last.elapsed() >= READ_EVERY) {
            last = Some(Instant::now());
            if let Err(error) = gauges.read(&client) {
                log::debug!(target: LOG_TARGET, "the state cannot be read: {error}");
            }
        }
        if notifications.next().await.is_none() {
            return;
        }
    }
}

struct StateGauges {
    registry: Registry,
    by_name: HashMap<String, Gauge<U64>>,
    last_blocks: GaugeVec<U64>,
}

impl StateGauges {
    fn new(registry: Registry) -> Result<Self, PrometheusError> {
        let last_blocks = GaugeVec::new(
            Opts::new(
                "limpid_author_last_block",
                "Last block that each validator in force authored",
            ),
            &["validator"],
        )?;
        Ok(Self {
            last_blocks: register(last_blocks, &registry)?,
            by_name: HashMap::new(),
            registry,
        })
    }

    fn read(&mut self, client: &FullClient) -> Result<(), Box<dyn std::error::Error>> {
        let at = client.info().finalized_hash;
        for (name, value) in client.runtime_api().gauges(at)? {
            self.gauge(String::from_utf8(name)?)?.set(value);
        }
        self.last_blocks.reset();
        for (validator, block) in client.runtime_api().authors(at)? {
            let validator: AccountId = validator;
            self.last_blocks
                .with_label_values(&[&hex(validator.as_ref())])
                .set(block.into());
        }
        Ok(())
    }

    fn gauge(&mut self, name: String) -> Result<&Gauge<U64>, PrometheusError> {
        use std::collections::hash_map::Entry;
        Ok(match self.by_name.entry(name) {
            Entry::Occupied(gauge) => gauge.into_mut(),
            Entry::Vacant(place) => {
                let gauge = Gauge::new(
                    format!("limpid_{}", place.key()),
                    format!("{} in the finalised state", place.key().replace('_', " ")),
                )?;
                place.insert(register(gauge, &self.registry)?)
            }
        })
    }
}

/// An account as the `limpid` command writes it.
fn hex(account: &[u8]) -> String {
    account.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Watches every imported block for a second one of the same slot, until the node stops.
pub async fn authors(client: Arc<FullClient>, registry: Option<Registry>) {
    let counter = registry.and_then(|registry| {
        let counter = Counter::<U64>::new(
            "limpid_aura_equivocations_total",
            "Second blocks seen in a slot that already had one",
        );
        counter
            .and_then(|counter| register(counter, &registry))
            .ok()
    });
    let mut slots = Slots::default();
    let mut blocks = client.every_import_notification_stream();
    while let Some(block) = blocks.next().await {
        let slot = sc_consensus_aura::find_pre_digest::<
            Block,
            sp_consensus_aura::sr25519::AuthoritySignature,
        >(&block.header);
        let Ok(slot) = slot else { continue };
        if let Some(first) = slots.note(slot, block.hash) {
            let author = author(&client, block.header.parent_hash, slot);
            log::warn!(
                target: LOG_TARGET,
                "two blocks in slot {slot}: {first} and {}, by {author}: its key is used twice, or stolen",
                block.hash
            );
            if let Some(counter) = &counter {
                counter.inc();
            }
        }
    }
}

/// The first block seen in each of the last slots.
#[derive(Default)]
struct Slots(BTreeMap<Slot, Hash>);

impl Slots {
    /// Notes a block; gives the first one of its slot if this is another.
    fn note(&mut self, slot: Slot, hash: Hash) -> Option<Hash> {
        let first = *self.0.entry(slot).or_insert(hash);
        while self.0.len() > SLOTS_REMEMBERED {
            self.0.pop_first();
        }
        (first != hash).then_some(first)
    }
}

/// Whose turn the slot is.
fn author(client: &FullClient, parent: Hash, slot: Slot) -> String {
    let authorities: Vec<AuthorityId> =
        client.runtime_api().authorities(parent).unwrap_or_default();
    let place = usize::try_from(*slot)
        .ok()
        .and_then(|slot| slot.checked_rem(authorities.len()));
    match place.and_then(|place| authorities.get(place)) {
        Some(author) => author.to_string(),
        None => "nobody known".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_block_of_a_slot_is_seen_and_the_same_block_is_not() {
        let mut slots = Slots::default();
        let (first, second) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
        assert_eq!(slots.note(7.into(), first), None);
        assert_eq!(slots.note(7.into(), first), None);
        assert_eq!(slots.note(7.into(), second), Some(first));
        assert_eq!(slots.note(8.into(), second), None);
    }

    #[test]
    fn old_slots_are_forgotten() {
        let mut slots = Slots::default();
        for slot in 0..1000u64 {
            slots.note(slot.into(), Hash::from_low_u64_be(slot));
        }
        assert_eq!(slots.0.len(), SLOTS_REMEMBERED);
        assert!(slots.0.contains_key(&Slot::from(999)));
    }
}
