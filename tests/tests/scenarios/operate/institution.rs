//! An institution: its operator's desk, its keys, its node.

use super::vote::Voter;
use limpid_tests::{uscc, wait_for, Desk, Handbook, Node, NodePlan, Place, Printed, Scratch};
use std::{fs, path::Path, sync::Arc, thread};

/// An agency with a node. Its administrator's key acts for it, votes, and is its validator's account.
pub struct Institution {
    pub name: &'static str,
    pub division: &'static str,
    pub desk: Desk,
    /// Its machine; another one, once the first is lost.
    pub node: Node,
    /// Its administrator's account, hex.
    pub account: String,
    /// Its node's peer id.
    pub peer: String,
    /// Its node's public key, hex, of those who founded.
    pub node_key: String,
    machines: u32,
}

/// All of them, and the handbook they work by. Fields are dropped in order: nodes stop before their folders go.
pub struct Consortium {
    pub institutions: Vec<Institution>,
    pub handbook: Arc<Handbook>,
    pub folder: Scratch,
}

impl Consortium {
    /// Nobody yet.
    pub fn begin() -> Self {
        let folder = Scratch::temporary();
        fs::write(folder.path().join("decision.txt"), "why, and what").expect("a document");
        Self {
            institutions: Vec::new(),
            handbook: Handbook::open(),
            folder,
        }
    }

    /// Another institution, with nothing but a name and a machine.
    pub fn add(&mut self, name: &'static str, division: &'static str) {
        let institution = Institution::new(&self.handbook, self.folder.path(), name, division);
        self.institutions.push(institution);
    }

    /// Each does this, all at the same time; what comes of it, in their order.
    pub fn each<T: Send>(&self, does: impl Fn(&Institution) -> T + Sync) -> Vec<T> {
        let does = &does;
        thread::scope(|scope| {
            let all = self.institutions.iter();
            let started: Vec<_> = all.map(|one| scope.spawn(move || does(one))).collect();
            let ended = started.into_iter().map(|thread| thread.join());
            ended.map(|one| one.expect("each does it")).collect()
        })
    }

    /// Those who vote, in this order.
    pub fn voters(&self, numbers: &[usize]) -> Vec<Voter> {
        numbers
            .iter()
            .map(|number| self.institutions[*number].voter())
            .collect()
    }

    /// Waits until all of these have what the first has as final.
    pub fn wait_until_in_step(&self, numbers: &[usize], seconds_max: u64) {
        let now = self.institutions[numbers[0]].node.finalised();
        for number in numbers {
            let node = &self.institutions[*number].node;
            let what = format!("block {now} to be final on {}", node.name());
            wait_for(&what, seconds_max, || node.finalised() >= now);
        }
    }
}

impl Institution {
    fn new(
        handbook: &Arc<Handbook>,
        folder: &Path,
        name: &'static str,
        division: &'static str,
    ) -> Self {
        let home = folder.join(name);
        let mut desk = Desk::new(handbook, &home);
        desk.set("DOCUMENT", folder.join("decision.txt"));
        desk.set("KEY", home.join("machine-1/etc/administrator.key"));
        let node = machine(&mut desk, name, 1);
        Self {
            name,
            division,
            desk,
            node,
            account: String::new(),
            peer: String::new(),
            node_key: String::new(),
            machines: 1,
        }
    }

    /// Her first keys, by the block of this name: what it prints are the account and the node's peer id.
    pub fn make_keys(&mut self, block: &str) {
        let made = self.desk.run(block);
        self.account = made.word_after("public key, account").into();
        self.peer = peer(&made);
    }

    /// Another machine, with nothing on it: the old one is gone with its database and its keystore. The administrator's key was
    /// never there, whatever its folder is called.
    pub fn take_new_machine(&mut self) {
        self.node.kill();
        self.node.wipe();
        self.machines += 1;
        self.node = machine(&mut self.desk, self.name, self.machines);
    }

    /// Takes the chain's specification from another institution.
    pub fn take_specification(&self, other: &Institution) {
        let copied = fs::copy(other.desk.variable("CHAIN"), self.desk.variable("CHAIN"));
        copied.expect("the specification");
    }

    /// The credit code.
    pub fn uscc(&self) -> String {
        uscc(&format!("11{}MB0000000", self.division))
    }

    /// Her seat in the council.
    pub fn voter(&self) -> Voter {
        Voter {
            desk: self.desk.clone(),
            rpc: self.node.rpc(),
        }
    }

    /// Her desk with the variables by which a node is listed.
    pub fn listing(&self) -> Desk {
        let desk = self.desk.with("PEER", &self.peer);
        desk.with("ADDRESS", self.node.multiaddress())
    }

    /// Where others reach her node, and who it is.
    pub fn multiaddress(&self) -> String {
        format!("{}/p2p/{}", self.node.multiaddress(), self.peer)
    }

    /// Stops her node and starts it as a validator.
    pub fn restart_as_validator(&mut self) {
        assert!(self.node.terminate().success(), "it stops when told");
        self.node.add_options(&["--validator"]);
        self.node.restart();
    }
}

/// The peer id that was printed last.
pub fn peer(printed: &Printed) -> String {
    let last = printed.err.lines().last().unwrap_or_default();
    assert!(last.starts_with("12D3KooW"), "no peer id: {}", printed.err);
    last.into()
}

/// A machine with a folder for keys, a base path and a node that does not run yet.
fn machine(desk: &mut Desk, name: &str, number: u32) -> Node {
    let folder = desk.path(&format!("machine-{number}"));
    let keys = folder.join("etc");
    fs::create_dir_all(&keys).expect("the folder of keys");
    let chain = keys.join("chain.json");
    let arguments = vec![
        "--chain".into(),
        chain.clone().into(),
        "--node-key-file".into(),
        keys.join("node.key").into(),
        "--name".into(),
        name.into(),
    ];
    let node = Node::prepare(NodePlan {
        name: name.into(),
        place: Place::loopback(),
        folder: folder.join("node"),
        arguments,
    });
    desk.set("KEYS", keys);
    desk.set("CHAIN", chain);
    desk.set("BASE", node.folder());
    desk.set("NODE", node.url());
    node
}
