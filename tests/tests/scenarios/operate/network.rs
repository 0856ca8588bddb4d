//! network.md: the list of nodes, and from when it is enforced.

use super::{
    institution::{Consortium, Institution},
    vote::decide,
};
use limpid_tests::wait_for;

pub const BLOCKS: &[&str] = &["network-list", "network-enforce", "network-check"];

/// Each institution lists its node. The list has the public keys that were sent beforehand.
pub fn list(consortium: &Consortium) {
    consortium.each(|institution| {
        let printed = institution.listing().run("network-list");
        printed.says("is on the list").says(&institution.peer);
        printed.says("the list is not enforced");
    });
    let limpid = consortium.institutions[0].node.limpid();
    wait_for("the list", 60, || {
        let list = limpid.run(["node", "list"]);
        let has = |institution: &Institution| {
            let (peer, key) = (&institution.peer, &institution.node_key);
            let mut nodes = list.as_array().expect("nodes").iter();
            nodes.any(|node| node["peer"] == **peer && node["key"] == **key)
        };
        consortium.institutions.iter().all(has)
    });
}

/// The council decides that the list is enforced, and all nodes that run keep each other.
pub fn enforce(consortium: &Consortium, voters: &[usize]) {
    let proposed = consortium.institutions[0].desk.run("network-enforce");
    decide(&proposed, &consortium.voters(voters));
    let others = consortium.institutions.len() - 1;
    let peers = format!("peers         {others}\n");
    for institution in &consortium.institutions {
        wait_for("the other listed nodes", 90, || {
            institution.desk.run("network-check").out.contains(&peers)
        });
    }
}
