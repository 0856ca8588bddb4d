//! A node of a chain.

use crate::{
    process::{binary, Process},
    wait_for, Limpid, Place, Rpc,
};
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

/// How long a node may take until it answers.
const START_SECONDS_MAX: u64 = 240;
/// How long a node may take to stop.
const STOP_SECONDS_MAX: u64 = 60;
/// Below which folder each architecture has Debian's libfaketime, for the clock of one node, and where there.
const LIBRARIES: (&str, &str) = ("/usr/lib", "faketime/libfaketimeMT.so.1");

/// What a node is started with.
pub struct NodePlan {
    /// What it is called in messages.
    pub name: String,
    /// Where it runs.
    pub place: Place,
    /// Its base path; its log lies beside it.
    pub folder: PathBuf,
    /// Which chain, and what part it plays there.
    pub arguments: Vec<OsString>,
}

/// A node's process, its database and its ports.
pub struct Node {
    process: Option<Process>,
    plan: NodePlan,
    port: u16,
    rpc_port: u16,
    prometheus_port: u16,
    clock_offset_seconds: i32,
}

impl Node {
    /// Starts the only validator of the development chain and waits until it answers.
    pub fn development(folder: &Path) -> Self {
        let arguments = [
            "--chain",
            "development",
            "--alice",
            "--validator",
            "--force-authoring",
            "--unsafe-force-node-key-generation",
        ];
        let mut node = Self::prepare(NodePlan {
            name: "node".into(),
            place: Place::loopback(),
            folder: folder.into(),
            arguments: arguments.map(Into::into).to_vec(),
        });
        node.restart();
        node
    }

    /// A node that does not run yet.
    pub fn prepare(plan: NodePlan) -> Self {
        Self {
            process: None,
            port: plan.place.port(30333),
            rpc_port: plan.place.port(9944),
            prometheus_port: plan.place.port(9615),
            plan,
            clock_offset_seconds: 0,
        }
    }

    /// Starts it, with the database and the ports it had before.
    pub fn launch(&mut self) {
        let mut command = match self.clock_offset_seconds {
            0 => self.plan.place.command(&binary("limpid-node")),
            offset => {
                let mut command = self.plan.place.command(Path::new("env"));
                let library = fake_time().expect("checked when it was set");
                command.arg(format!("LD_PRELOAD={}", library.display()));
                command.arg(format!("FAKETIME={offset:+}s"));
                // Timers go on as they are: only what the clock says is wrong.
                command.args(["FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1"]);
                command.arg(binary("limpid-node"));
                command
            }
        };
        self.add_arguments(&mut command);
        self.process = Some(Process::start(&self.plan.name, &mut command, &self.log()));
    }

    fn add_arguments(&self, command: &mut Command) {
        let listen = format!("{}/tcp/{}", self.ip_address(), self.port);
        command
            .args(&self.plan.arguments)
            .args(["--no-telemetry", "--no-mdns", "--allow-private-ip"])
            .arg("--base-path")
            .arg(&self.plan.folder)
            .args(["--listen-addr", &listen])
            .args(["--rpc-port", &self.rpc_port.to_string()])
            .args(["--rpc-methods", "unsafe", "--rpc-cors", "all"])
            .args(["--prometheus-port", &self.prometheus_port.to_string()]);
        // A namespace of its own is reached by nobody but the tests and its neighbours.
        if self.plan.place.name().is_some() {
            command.args(["--unsafe-rpc-external", "--prometheus-external"]);
        }
    }

    /// Waits until it answers.
    pub fn wait_for_answer(&mut self) {
        let what = format!("the first answer of {}", self.plan.name);
        wait_for(&what, START_SECONDS_MAX, || {
            assert!(self.runs(), "it ended: see {}", self.log().display());
            self.rpc().best().is_some()
        });
    }

    /// Starts it and waits until it answers.
    pub fn restart(&mut self) {
        self.launch();
        self.wait_for_answer();
    }

    /// Kills it as a power cut would.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Asks it to stop.
    pub fn terminate(&mut self) -> ExitStatus {
        let mut process = self.process.take().expect("it runs");
        process.terminate(STOP_SECONDS_MAX)
    }

    /// Whether its process runs.
    pub fn runs(&mut self) -> bool {
        self.process.as_mut().is_some_and(Process::runs)
    }

    /// Whether it was started and neither killed nor told to stop.
    pub fn is_started(&self) -> bool {
        self.process.is_some()
    }

    /// Deletes its base path: database, keystore and all. It must not run.
    pub fn wipe(&mut self) {
        assert!(self.process.is_none(), "{} runs", self.plan.name);
        fs::remove_dir_all(&self.plan.folder).expect("its folder can be removed");
    }

    /// By how much its clock goes wrong from its next start on.
    pub fn set_clock_offset(&mut self, seconds: i32) {
        assert!(
            seconds == 0 || fake_time().is_some(),
            "no clock can be set wrong here: apt-get install libfaketime"
        );
        self.clock_offset_seconds = seconds;
    }

    /// Gives it further arguments from its next start on.
    pub fn add_options(&mut self, options: &[&str]) {
        self.plan.arguments.extend(options.iter().map(Into::into));
    }

    /// Where it answers `limpid` and gateways.
    pub fn url(&self) -> String {
        format!("ws://{}:{}", self.plan.place.address(), self.rpc_port)
    }

    /// Where its metrics are.
    pub fn metrics_url(&self) -> String {
        let address = self.plan.place.address();
        format!("http://{address}:{}/metrics", self.prometheus_port)
    }

    /// Where other nodes reach it.
    pub fn multiaddress(&self) -> String {
        format!("{}/tcp/{}", self.ip_address(), self.port)
    }

    fn ip_address(&self) -> String {
        format!("/ip4/{}", self.plan.place.address())
    }

    /// The command, speaking to it.
    pub fn limpid(&self) -> Limpid {
        Limpid::at(&self.url())
    }

    /// Its JSON-RPC.
    pub fn rpc(&self) -> Rpc {
        Rpc::at(&format!(
            "http://{}:{}",
            self.plan.place.address(),
            self.rpc_port
        ))
    }

    /// Its best block's number; 0 while it does not answer.
    pub fn height(&self) -> u32 {
        self.rpc().best().unwrap_or(0)
    }

    /// The number of the last block it knows to be final; 0 while it does not answer.
    pub fn finalised(&self) -> u32 {
        self.rpc().finalised().unwrap_or(0)
    }

    /// How many peers it has; 0 while it does not answer.
    pub fn peers(&self) -> u64 {
        self.rpc().peers().unwrap_or(0)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.plan.name
    }

    /// Where it runs.
    pub fn place(&self) -> &Place {
        &self.plan.place
    }

    /// Its base path.
    pub fn folder(&self) -> &Path {
        &self.plan.folder
    }

    /// Its log.
    pub fn log(&self) -> PathBuf {
        self.plan.folder.with_extension("log")
    }
}

fn fake_time() -> Option<PathBuf> {
    let (folder, library) = LIBRARIES;
    let architectures = fs::read_dir(folder).ok()?;
    let mut candidates = architectures.filter_map(|entry| Some(entry.ok()?.path().join(library)));
    candidates.find(|path| path.exists())
}
