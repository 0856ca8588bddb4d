//! Which peers this node keeps: those the chain lists, once it enforces its list.
//!
//! The list is read at the finalised head and followed for as long as the node runs. While the node is far behind, what the
//! list says may be of long ago, so the peers that the operator named (`--reserved-nodes`) are kept too. The reserved peers
//! bound who gives and gets blocks, votes and transactions; they do not hide the node: see `docs/operate/network.md`.

use crate::service::FullClient;
use futures::StreamExt;
use limpid_primitives::ListedNode;
use limpid_runtime::{configs::SLOT_DURATION_MS, opaque::Block};
use pallet_nodes::NodesApi;
use sc_client_api::{BlockchainEvents, HeaderBackend};
use sc_network::{service::traits::NetworkService, Multiaddr, PeerId};
use sc_network_sync::SyncingService;
use sp_api::ProvideRuntimeApi;
use sp_consensus_aura::sr25519::AuthoritySignature;
use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use substrate_prometheus_endpoint::{register, Gauge, PrometheusError, Registry, U64};
use tokio::time::timeout;

const LOG_TARGET: &str = "admission";
/// How often the list is looked at when nothing becomes final.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// A finalised block older than this says nothing about today's nodes.
const BEHIND_AFTER_MS: u64 = 10 * 60 * 1000;

/// What following the list needs.
pub struct Admission {
    /// The chain.
    pub client: Arc<FullClient>,
    /// The network whose peers are kept.
    pub network: Arc<dyn NetworkService>,
    /// Tells which peers are connected.
    pub sync: Arc<SyncingService<Block>>,
    /// Peers the operator named.
    pub configured: HashSet<PeerId>,
    /// Where the number of connected listed peers is shown.
    pub registry: Option<Registry>,
}

impl Admission {
    /// Follows the list until the node stops.
    pub async fn run(self) {
        let gauge = match self.registry.as_ref().map(connected_gauge).transpose() {
            Ok(gauge) => gauge,
            Err(error) => {
                log::warn!(target: LOG_TARGET, "no metric of listed peers: {error}");
                None
            }
        };
        let mut notifications = self.client.finality_notification_stream();
        let mut kept = None;
        loop {
            let peers = self.peers();
            if let Some(peers) = peers.filter(|peers| kept.as_ref() != Some(peers)) {
                // Once only: each time it is said, the network closes what it has, listed peers too, and forgets to end it.
                if kept.is_none() {
                    self.network.set_authorized_only(true);
                }
                self.keep(&peers);
                kept = Some(peers);
            }
            if let (Some(gauge), Some(kept)) = (&gauge, &kept) {
                gauge.set(self.connected(kept).await);
            }
            // The time too: in a stall of finality the head grows old, and the operator's peers are kept again.
            if let Ok(None) = timeout(LOOK_EVERY, notifications.next()).await {
                return;
            }
        }
    }

    /// The peers to keep, with their addresses; `None` while the chain enforces no list.
    fn peers(&self) -> Option<Peers> {
        let at = self.client.info().finalized_hash;
        let listed = match self.client.runtime_api().listed_nodes(at) {
            Ok(listed) => listed,
            Err(error) => {
                log::warn!(target: LOG_TARGET, "the list of nodes cannot be read: {error}");
                return None;
            }
        };
        if listed.is_empty() {
            return None;
        }
        let own = self.network.local_peer_id();
        let mut peers = Peers::of(&listed);
        if self.is_behind() {
            peers.ids.extend(&self.configured);
        }
        if !peers.ids.remove(&own) {
            log::warn!(
                target: LOG_TARGET,
                "this node, {own}, is not on the chain's list: other nodes refuse it; its institution lists it with `limpid node set`"
            );
        }
        Some(peers)
    }

    /// Whether the finalised head is of long ago, by its slot.
    fn is_behind(&self) -> bool {
        let at = self.client.info().finalized_hash;
        let slot = self
            .client
            .header(at)
            .ok()
            .flatten()
            .and_then(|header| {
                sc_consensus_aura::find_pre_digest::<Block, AuthoritySignature>(&header).ok()
            })
            .map_or(0, u64::from);
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |now| u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
        now.saturating_sub(slot.saturating_mul(SLOT_DURATION_MS)) > BEHIND_AFTER_MS
    }

    fn keep(&self, peers: &Peers) {
        log::info!(target: LOG_TARGET, "keeping the {} peers that the chain lists, and no others", peers.ids.len());
        for (peer, address) in &peers.addresses {
            self.network.add_known_address(*peer, address.clone());
        }
        self.network.set_authorized_peers(peers.ids.clone());
    }

    async fn connected(&self, kept: &Peers) -> u64 {
        let connected = self.sync.peers_info().await.unwrap_or_default();
        let listed = connected
            .iter()
            .filter(|(peer, _)| kept.ids.contains(peer))
            .count();
        u64::try_from(listed).unwrap_or(u64::MAX)
    }
}

/// Peers to keep.
#[derive(Clone, Default, PartialEq, Eq)]
struct Peers {
    ids: HashSet<PeerId>,
    addresses: Vec<(PeerId, Multiaddr)>,
}

impl Peers {
    fn of(listed: &[ListedNode]) -> Self {
        let mut peers = Self::default();
        for node in listed {
            let Some(peer) = PeerId::from_ed25519(&node.key.0) else {
                log::warn!(target: LOG_TARGET, "the listed key {} is no node's", node.key);
                continue;
            };
            peers.ids.insert(peer);
            for address in &node.addresses {
                match address.to_string().parse() {
                    Ok(address) => peers.addresses.push((peer, address)),
                    Err(error) => {
                        log::warn!(target: LOG_TARGET, "the listed address {address} of {peer} is none: {error}")
                    }
                }
            }
        }
        peers
    }
}

fn connected_gauge(registry: &Registry) -> Result<Gauge<U64>, PrometheusError> {
    let gauge = Gauge::new(
        "limpid_listed_peers_connected",
        "Peers on the chain's list that this node is connected to",
    )?;
    register(gauge, registry)
}
