//! A chain of several institutions, each with a node of its own.

use crate::{
    founding::{found_chain, Founder, NodeKey},
    site::{text, Registration, Site},
    wait_for, Lan, Limpid, Node, NodePlan, Place, Scratch,
};
use serde_json::Value;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// How long nothing may become final until finality counts as stopped: more than two rounds of votes.
const STILL: Duration = Duration::from_secs(10);

/// What a network consists of at first.
#[derive(Clone, Copy, Debug)]
pub struct NetworkPlan {
    /// Agencies with a validator and a seat in the council, at least four.
    pub validators: usize,
    /// Agencies with a node that only follows.
    pub observers: usize,
    /// Blocks of a session.
    pub session_blocks: u32,
}

impl Default for NetworkPlan {
    fn default() -> Self {
        Self {
            validators: 4,
            observers: 1,
            session_blocks: 6,
        }
    }
}

/// The nodes and what their institutions hold. Fields are dropped in order: nodes stop before their network goes.
pub struct Network {
    /// Validators first, then observers, then who joined.
    pub nodes: Vec<Node>,
    /// Their institutions, in the same order.
    pub founders: Vec<Founder>,
    chain: PathBuf,
    council_seats: usize,
    lan: Option<Lan>,
    folder: Scratch,
}

impl Network {
    /// Founds a chain and starts its nodes, in a temporary folder.
    pub fn found(plan: NetworkPlan) -> Self {
        Self::found_in(Scratch::temporary(), plan)
    }

    /// Founds a chain and starts its nodes, in this folder.
    pub fn found_in(folder: Scratch, plan: NetworkPlan) -> Self {
        let mut network = Self::prepare(folder, plan);
        network.nodes.iter_mut().for_each(Node::launch);
        network.nodes.iter_mut().for_each(Node::wait_for_answer);
        network
    }

    /// Founds a chain whose nodes do not run yet.
    pub fn prepare(folder: Scratch, plan: NetworkPlan) -> Self {
        assert!(plan.validators >= 4, "a chain of fewer is not founded");
        let mut lan = Lan::open();
        let founders = founders(folder.path(), plan);
        let chain = folder.path().join("chain.json");
        let nodes: Vec<_> = founders
            .iter()
            .map(|founder| {
                let part = founder.session.as_ref().map(|_| "--validator");
                let place = lan.as_mut().map_or_else(Place::loopback, Lan::place);
                let key = &founder.node_key;
                prepare_node(folder.path(), &founder.name, place, &chain, key, part)
            })
            .collect();
        let addresses = nodes.iter().map(Node::multiaddress);
        let listed: Vec<_> = founders.iter().cloned().zip(addresses).collect();
        found_chain(folder.path(), plan.session_blocks, &listed);
        for (founder, node) in founders.iter().zip(&nodes) {
            if let Some(session) = &founder.session {
                session.insert(node.folder(), &chain);
            }
        }
        Self {
            nodes,
            founders,
            chain,
            council_seats: plan.validators,
            lan,
            folder,
        }
    }

    /// A node that nobody listed, with a key of its own. It does not run yet.
    pub fn stranger(&mut self, name: &str) -> (Node, NodeKey) {
        let key = NodeKey::generate(&self.path(&format!("{name}.node-key")));
        let place = self.place();
        let node = prepare_node(self.folder.path(), name, place, &self.chain, &key, None);
        (node, key)
    }

    /// A further place on the network.
    pub fn place(&mut self) -> Place {
        self.lan.as_mut().map_or_else(Place::loopback, Lan::place)
    }

    /// Whether faults of the network can be had.
    pub fn has_lan(&self) -> bool {
        self.lan.is_some()
    }

    /// Cuts these nodes off from all others.
    ///
    /// # Panics
    /// Without network namespaces.
    pub fn cut(&mut self, away: &[usize], strangers: &[&Node]) {
        let places: Vec<_> = away
            .iter()
            .map(|number| self.nodes[*number].place())
            .chain(strangers.iter().map(|node| node.place()))
            .collect();
        self.lan.as_mut().expect("namespaces").cut(&places);
    }

    /// Connects all again.
    pub fn heal(&mut self) {
        self.lan.as_mut().expect("namespaces").heal();
    }

    /// The command, speaking to this node.
    pub fn limpid(&self, node: usize) -> Limpid {
        self.nodes[node].limpid()
    }

    /// The key file of this node's institution's administrator.
    pub fn key(&self, node: usize) -> &str {
        text(&self.founders[node].administrator)
    }

    /// A file in the network's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The chain's specification.
    pub fn chain(&self) -> &Path {
        &self.chain
    }

    /// Where the RPC of these nodes is.
    pub fn urls(&self, nodes: impl IntoIterator<Item = usize>) -> Vec<String> {
        nodes.into_iter().map(|n| self.nodes[n].url()).collect()
    }

    /// Registers a gateway in a city of founder `agency`, to run in `place` and to bring its evidence to `nodes`.
    pub fn site(&self, place: Place, agency: usize, nodes: &[usize], outlets: u32) -> Site {
        let founder = &self.founders[agency];
        let registration = Registration {
            agency: &founder.administrator,
            division: &format!("{}0500", &founder.division[..2]),
            place,
            outlets,
            seed: 1_000 + agency as u64,
        };
        let folder = self.path(&format!("{}.gateway", founder.name));
        Site::register(&self.urls(nodes.iter().copied()), &folder, &registration)
    }

    /// Has the council decide what `arguments` propose: the first agency proposes, others vote, the first closes.
    pub fn decide(&self, arguments: &[&str]) -> Value {
        const DOCUMENT: &str = "2222222222222222222222222222222222222222222222222222222222222222";
        // Of one node: what it knows to be final, others may not know yet.
        let limpid = &self.limpid(0);
        let mut propose = arguments.to_vec();
        propose.extend(["--document-digest", DOCUMENT, "--key", self.key(0)]);
        let proposed = limpid.run(propose);
        let motion = &proposed["motion"];
        let hash = motion["hash"]
            .as_str()
            .expect("a motion that waits for votes");
        let index = motion["index"].to_string();
        let threshold = motion["threshold"].as_u64().expect("a number") as usize;
        assert!(threshold <= self.council_seats);
        thread::scope(|scope| {
            for voter in 0..threshold {
                let vote = [
                    "council",
                    "vote",
                    hash,
                    &index,
                    "aye",
                    "--key",
                    self.key(voter),
                ];
                scope.spawn(move || limpid.run(vote));
            }
        });
        let closed = limpid.run(["council", "close", hash, &index, "--key", self.key(0)]);
        assert_eq!(closed["executed"], true, "{arguments:?}: {closed}");
        closed
    }

    /// Waits until each of these nodes knows block `height` to be final.
    pub fn wait_until_finalised(&self, nodes: &[usize], height: u32, seconds_max: u64) {
        for node in nodes.iter().map(|number| &self.nodes[*number]) {
            let what = format!("block {height} to be final on {}", node.name());
            wait_for(&what, seconds_max, || node.finalised() >= height);
        }
    }

    /// Waits for some more final blocks on these nodes, beyond what the first of them has.
    pub fn wait_for_progress(&self, nodes: &[usize], blocks: u32, seconds_max: u64) {
        let now = self.nodes[nodes[0]].finalised();
        self.wait_until_finalised(nodes, now + blocks, seconds_max);
    }

    /// Gives the last final block once there was no further one for a while, on any of these nodes.
    pub fn wait_until_still(&self, nodes: &[usize]) -> u32 {
        let mut last = (0, Instant::now());
        wait_for("finality to stop", 60, || {
            let finalised = nodes.iter().map(|n| self.nodes[*n].finalised());
            let finalised = finalised.max().expect("a node");
            if finalised > last.0 {
                last = (finalised, Instant::now());
            }
            last.1.elapsed() > STILL
        });
        last.0
    }

    /// Checks that all nodes that answer know the same blocks to be final, and gives how far that reaches.
    ///
    /// # Panics
    /// When two know different final blocks of one height.
    pub fn assert_agreement(&self) -> u32 {
        let running: Vec<_> = self
            .nodes
            .iter()
            .filter_map(|node| Some((node.name(), node.rpc(), node.rpc().finalised()?)))
            .collect();
        let heights = running.iter().map(|(_, _, finalised)| *finalised);
        let common = heights.min().expect("a node answers");
        for height in 1..=common {
            let mut hashes = running
                .iter()
                .map(|(name, rpc, _)| (*name, rpc.hash(height)));
            let (first, hash) = hashes.next().expect("a node answers");
            for (name, other) in hashes {
                assert_eq!(hash, other, "final block {height} of {first} and {name}");
            }
        }
        common
    }
}

fn founders(folder: &Path, plan: NetworkPlan) -> Vec<Founder> {
    let validators = (0..plan.validators)
        .map(|n| Founder::validator(n, &format!("validator-{}", n + 1), folder));
    let observers = (0..plan.observers).map(|n| {
        let name = format!("observer-{}", n + 1);
        Founder::observer(plan.validators + n, &name, folder)
    });
    validators.chain(observers).collect()
}

fn prepare_node(
    folder: &Path,
    name: &str,
    place: Place,
    chain: &Path,
    key: &NodeKey,
    part: Option<&str>,
) -> Node {
    let mut arguments: Vec<OsString> = vec!["--chain".into(), chain.into()];
    arguments.extend(["--node-key-file".into(), key.file.clone().into()]);
    arguments.extend(["--name".into(), name.into()]);
    arguments.extend(part.map(Into::into));
    Node::prepare(NodePlan {
        name: name.into(),
        place,
        folder: folder.join(name),
        arguments,
    })
}
