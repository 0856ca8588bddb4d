//! A small world: a development chain with an agency, an enterprise and an operator on it, and a gateway with outlets.

use crate::{
    founding::generate_account,
    site::{Registration, Site},
    Limpid, Node, Place, Scratch,
};
use std::{
    ops::{Deref, DerefMut},
    path::PathBuf,
};

/// The city that the world's agency is responsible for.
const DIVISION: &str = "320500";
/// Any digest: that of the document by which the agency is admitted.
const DOCUMENT: &str = "1111111111111111111111111111111111111111111111111111111111111111";

/// The world. Fields are dropped in order: the gateway stops before the node.
pub struct World {
    site: Site,
    /// The chain's only validator.
    pub node: Node,
    /// The key file of the city's administrator.
    pub city: PathBuf,
    _folder: Scratch,
}

impl World {
    /// Starts a chain and registers, by real transactions, institutions, a gateway and `outlets` outlets of the loggers that
    /// `limpid simulate --seed SEED` plays.
    pub fn begin(outlets: u32, seed: u64) -> Self {
        let folder = Scratch::temporary();
        let node = Node::development(&folder.path().join("chain"));
        let city = folder.path().join("city.key");
        let account = generate_account(&city);
        admit_city(&node.limpid(), &account);
        let registration = Registration {
            agency: &city,
            division: DIVISION,
            place: Place::loopback(),
            outlets,
            seed,
        };
        Self {
            site: Site::register(&[node.url()], folder.path(), &registration),
            node,
            city,
            _folder: folder,
        }
    }
}

/// The council, which has one member on this chain, admits the city's agency.
fn admit_city(limpid: &Limpid, account: &str) {
    let mut admit = vec!["institution", "admit", "--by", "council"];
    admit.extend(["--development", "agency-1", "--document-digest", DOCUMENT]);
    admit.extend(["--kind", "agency", "--uscc", "11320500MB0000043L"]);
    admit.extend(["--name", "city", "--division", DIVISION]);
    admit.extend(["--administrator", account]);
    limpid.run(admit);
}

impl Deref for World {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Site {
        &mut self.site
    }
}
