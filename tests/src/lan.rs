//! A small network of namespaces, so that a process can be cut off as if its cable were pulled.
//!
//! ```text
//!  limpid-PID-1 ── eth0/p1 ─┐                       ┌─ limpid<N>a  10.77.N.254  (this process, its tests' commands)
//!  limpid-PID-2 ── eth0/p2 ─┤ bridge a ── roota ────┘
//!                           └ hub namespace
//!                           ┌ bridge b ── rootb ──── limpid<N>b   (only routes to those who were cut off)
//!  cut off: their ports ────┘
//! ```
//!
//! No namespace has a route to anywhere else. All of it goes with its handle; what a killed run left is removed by the next.

use crate::{place::IP, process::output_within, Place};
use std::{
    fs,
    net::Ipv4Addr,
    os::unix::fs::MetadataExt,
    path::Path,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

/// Where iproute2 keeps the names of namespaces.
const NAMES: &str = "/run/netns";
/// Whoever sets this to 1 wants a failure and not a gap where namespaces cannot be had.
const REQUIRE: &str = "LIMPID_REQUIRE_NETNS";
/// How many networks may exist on a machine at a time.
const NUMBER_MAX: u8 = 250;
/// The last part of the address under which the tests' own processes stand in a network.
const OWN_HOST: u8 = 254;
/// Both links of the root namespace have it: whoever is moved to the other bridge knows the neighbour already.
const OWN_MAC: &str = "02:4c:50:00:00:fe";

/// Namespaces of this process so far.
static NAMESPACES: AtomicU32 = AtomicU32::new(1);

/// A bridge with a namespace for each process. Dropped after the processes in it.
pub struct Lan {
    number: u8,
    hub: String,
    places: Vec<Place>,
    away: Vec<usize>,
}

impl Lan {
    /// A new one, or none where namespaces cannot be had: the reason is printed.
    ///
    /// # Panics
    /// Where they cannot be had and `LIMPID_REQUIRE_NETNS` is 1.
    pub fn open() -> Option<Self> {
        match Self::try_open() {
            Ok(lan) => Some(lan),
            Err(why) => {
                assert!(
                    std::env::var(REQUIRE).as_deref() != Ok("1"),
                    "network namespaces are required by {REQUIRE}=1 and cannot be had: {why}"
                );
                eprintln!("without network namespaces, all processes on one address: {why}");
                None
            }
        }
    }

    fn try_open() -> Result<Self, String> {
        if fs::metadata("/proc/self").map(|me| me.uid()).ok() != Some(0) {
            return Err("only root can make them".into());
        }
        sweep();
        let hub = new_name();
        ip(&format!("netns add {hub}"))?;
        let mut lan = Self {
            number: 0,
            hub,
            places: Vec::new(),
            away: Vec::new(),
        };
        lan.number = lan.claim_number()?;
        for bridge in ["a", "b"] {
            lan.add_bridge(bridge)?;
        }
        let own = format!("10.77.{}.{OWN_HOST}/24", lan.number);
        ip(&format!("address add {own} dev {}", lan.own_link("a")))?;
        Ok(lan)
    }

    /// The first link belongs to whoever makes it: that is how runs side by side keep apart.
    fn claim_number(&self) -> Result<u8, String> {
        let mut refusal = String::new();
        for number in 1..=NUMBER_MAX {
            let link = format!(
                "link add limpid{number}a type veth peer name roota netns {}",
                self.hub
            );
            match ip(&link) {
                Ok(()) => return Ok(number),
                Err(error) => refusal = error,
            }
        }
        Err(refusal)
    }

    fn own_link(&self, bridge: &str) -> String {
        format!("limpid{}{bridge}", self.number)
    }

    fn add_bridge(&self, bridge: &str) -> Result<(), String> {
        let (hub, link) = (&self.hub, self.own_link(bridge));
        if bridge != "a" {
            ip(&format!(
                "link add {link} type veth peer name root{bridge} netns {hub}"
            ))?;
        }
        ip(&format!("-n {hub} link add name {bridge} type bridge"))?;
        ip(&format!("-n {hub} link set dev {bridge} up"))?;
        ip(&format!(
            "-n {hub} link set dev root{bridge} master {bridge} up"
        ))?;
        ip(&format!("link set dev {link} address {OWN_MAC} up"))
    }

    /// A further namespace on the network.
    ///
    /// # Panics
    /// When the system refuses what it gave before.
    pub fn place(&mut self) -> Place {
        let port = self.places.len();
        let host = u8::try_from(port + 1).expect("fewer than 200 processes");
        let address = Ipv4Addr::new(10, 77, self.number, host);
        let (hub, name) = (&self.hub, new_name());
        let steps = [
            format!("netns add {name}"),
            format!("-n {hub} link add p{port} type veth peer name eth0 netns {name}"),
            format!("-n {hub} link set p{port} master a up"),
            format!("-n {name} address add {address}/24 dev eth0"),
            format!("-n {name} link set eth0 up"),
            format!("-n {name} link set lo up"),
        ];
        let place = Place::namespace(name, address);
        self.places.push(place.clone());
        for step in steps {
            ip(&step).expect("a namespace is made as the one before");
        }
        place
    }

    /// Cuts these off from all others; among each other they stay connected, and the tests reach both sides.
    pub fn cut(&mut self, away: &[&Place]) {
        self.heal();
        for place in away {
            let port = self.places.iter().position(|known| known == *place);
            let port = port.expect("a place of this network");
            let (address, link) = (place.address(), self.own_link("b"));
            let own = format!("10.77.{}.{OWN_HOST}", self.number);
            self.away.push(port);
            ip(&format!("-n {} link set p{port} master b", self.hub)).expect("the port moves");
            ip(&format!("route replace {address}/32 dev {link} src {own}")).expect("a route");
        }
    }

    /// Connects all again.
    pub fn heal(&mut self) {
        for port in std::mem::take(&mut self.away) {
            ip(&format!("-n {} link set p{port} master a", self.hub)).expect("the port moves back");
            let address = self.places[port].address();
            ip(&format!(
                "route del {address}/32 dev {}",
                self.own_link("b")
            ))
            .expect("a route");
        }
    }
}

impl Drop for Lan {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run's sweep.
        for bridge in ["a", "b"] {
            let _ = ip(&format!("link del {}", self.own_link(bridge)));
        }
        for name in self.places.iter().filter_map(Place::name) {
            remove(name);
        }
        remove(&self.hub);
    }
}

fn new_name() -> String {
    let number = NAMESPACES.fetch_add(1, Ordering::Relaxed);
    format!("limpid-{}-{number}", std::process::id())
}

/// Removes what runs left that were killed.
fn sweep() {
    let Ok(names) = fs::read_dir(NAMES) else {
        return;
    };
    for name in names.filter_map(|entry| entry.ok()?.file_name().into_string().ok()) {
        let owner = name
            .strip_prefix("limpid-")
            .and_then(|rest| rest.split_once('-'))
            .and_then(|(pid, _)| pid.parse::<u32>().ok());
        if owner.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists()) {
            remove(&name);
        }
    }
}

/// Ends what still runs in the namespace and removes its name; links in it go with it.
fn remove(name: &str) {
    let inside = output_within(Command::new(IP).args(["netns", "pids", name]), 10);
    for pid in String::from_utf8_lossy(&inside.stdout).split_whitespace() {
        if let Ok(pid) = pid.parse() {
            crate::process::kill_at_once(pid);
        }
    }
    let _ = ip(&format!("netns del {name}"));
}

fn ip(arguments: &str) -> Result<(), String> {
    if !Path::new(IP).exists() {
        return Err(format!("there is no {IP}: install iproute2"));
    }
    let mut command = Command::new(IP);
    command.args(arguments.split_whitespace());
    let output = output_within(&mut command, 30);
    if output.status.success() {
        return Ok(());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(format!("ip {arguments}: {}", message.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{wait_for, Process};

    /// What listens at each place.
    const SERVER: &str = "import http.server, socketserver\n\
        socketserver.TCPServer(('', 8000), http.server.SimpleHTTPRequestHandler).serve_forever()";

    fn reaches(from: &Place, to: &Place) -> bool {
        let mut command = from.command(Path::new("timeout"));
        let connect = format!("exec 3<>/dev/tcp/{}/8000", to.address());
        command.args(["2", "bash", "-c", &connect]);
        output_within(&mut command, 10).status.success()
    }

    #[test]
    fn who_is_cut_off_reaches_only_its_side_and_the_tests_reach_both() {
        let Some(mut lan) = Lan::open() else {
            return;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let places = [lan.place(), lan.place(), lan.place()];
        let serve = |place: &Place| {
            let mut command = place.command(Path::new("/usr/bin/python3"));
            command.args(["-c", SERVER]).current_dir(folder.path());
            Process::start("server", &mut command, &folder.path().join("log"))
        };
        let servers: Vec<_> = places.iter().map(serve).collect();
        let [first, second, third] = &places;
        let own = Place::loopback();
        for place in &places {
            wait_for("a server", 20, || reaches(&own, place));
            assert!(reaches(first, place));
        }
        lan.cut(&[second, third]);
        assert!(reaches(second, third) && reaches(&own, first) && reaches(&own, second));
        assert!(!reaches(first, second) && !reaches(third, first));
        lan.heal();
        assert!(reaches(first, second) && reaches(third, first) && reaches(&own, third));
        drop(servers);
        let name = first.name().expect("a namespace").to_owned();
        drop(lan);
        assert!(!Path::new(NAMES).join(name).exists(), "nothing is left");
    }
}
