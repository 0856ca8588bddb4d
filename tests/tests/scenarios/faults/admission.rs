//! Nodes that are not, or no longer, listed.

use super::{step, Consortium};
use limpid_tests::{wait_for, Network, NetworkPlan, Node, NodeKey};
use serde_json::{json, Value};

/// A node that nobody listed and that tries to get in.
pub struct Stranger {
    node: Node,
    key: NodeKey,
    began: u32,
}

impl Stranger {
    /// Starts it, with the addresses of two validators.
    pub fn knock(network: &mut Network) -> Self {
        let (mut node, key) = network.stranger("stranger");
        for known in 0..2 {
            let (address, peer) = (
                network.nodes[known].multiaddress(),
                &network.founders[known].node_key.peer,
            );
            node.add_options(&["--bootnodes", &format!("{address}/p2p/{peer}")]);
        }
        node.restart();
        let began = network.nodes[0].finalised();
        Self { node, key, began }
    }

    /// Checks, some blocks later, that it got none of them.
    pub fn assert_refused(&mut self, network: &Network) {
        network.wait_until_finalised(&[0], self.began + 6, 90);
        assert!(self.node.runs(), "it tries still");
        assert_eq!(self.node.height(), 0, "it got blocks");
        for node in &network.nodes {
            assert!(
                !has_peer(node, &self.key.peer),
                "{} has it for a peer",
                node.name()
            );
        }
    }
}

/// Its institution takes a node from the list and puts it back: it loses its peers, and finds them again.
pub fn unlist_and_list(consortium: &mut Consortium, node: usize) {
    let network = &consortium.network;
    let (limpid, key) = (network.limpid(0), network.key(node));
    let peer = network.founders[node].node_key.peer.as_str();
    assert!(
        has_peer(&network.nodes[0], peer),
        "it is a peer while it is listed"
    );
    limpid.run(["node", "unset", peer, "--key", key]);
    wait_for("all to drop the node", 60, || {
        let others = network.nodes.iter().enumerate().filter(|(n, _)| *n != node);
        others.into_iter().all(|(_, other)| !has_peer(other, peer))
    });
    let height = network.nodes[node].height();
    network.wait_for_progress(&[0], 3, 60);
    // One may have been on its way.
    assert!(
        network.nodes[node].height() <= height + 1,
        "it gets blocks still"
    );
    let address = network.nodes[node].multiaddress();
    let mut list = vec!["node", "set", "--node-key-or-peer", peer];
    list.extend(["--address", &address, "--key", key]);
    limpid.run(list);
    let now = network.nodes[0].finalised();
    network.wait_until_finalised(&[node], now, 90);
}

fn has_peer(node: &Node, peer: &str) -> bool {
    let peers = node.rpc().ask("system_peers", json!([]));
    let peers = peers.as_ref().and_then(Value::as_array);
    peers.is_some_and(|peers| peers.iter().any(|one| one["peerId"] == peer))
}

#[test]
fn only_listed_nodes_are_served() {
    let mut consortium = Consortium::begin(NetworkPlan::default());
    let mut stranger = Stranger::knock(&mut consortium.network);
    // Twice: what the network makes of a later change of its peers is not what it makes of the first.
    for time in ["unlisted and listed", "unlisted and listed again"] {
        step(&format!("an observer {time}"), || {
            unlist_and_list(&mut consortium, 4)
        });
    }
    step("a stranger refused", || {
        stranger.assert_refused(&consortium.network)
    });
}
