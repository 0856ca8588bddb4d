//! A node of a chain.

use crate::{
    process::{binary, free_port, Process},
    wait_for, Limpid,
};
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

/// A validator of the development chain.
pub struct Node {
    process: Process,
    folder: PathBuf,
    rpc_port: u16,
}

impl Node {
    /// Starts a node whose database is in `folder` and waits until it answers.
    pub fn start(folder: &Path) -> Self {
        Self::start_on(folder, free_port())
    }

    fn start_on(folder: &Path, rpc_port: u16) -> Self {
        let mut command = Command::new(binary("limpid-node"));
        command
            .args([
                "--chain",
                "development",
                "--alice",
                "--validator",
                "--force-authoring",
            ])
            .args([
                "--unsafe-force-node-key-generation",
                "--no-telemetry",
                "--no-mdns",
                "--no-prometheus",
            ])
            .arg("--base-path")
            .arg(folder)
            .args([
                "--listen-addr",
                &format!("/ip4/127.0.0.1/tcp/{}", free_port()),
            ])
            .args(["--rpc-port", &rpc_port.to_string()]);
        let log = folder.with_extension("log");
        let mut node = Self {
            process: Process::start("node", &mut command, &log),
            folder: folder.into(),
            rpc_port,
        };
        let limpid = Limpid::at(&node.url());
        wait_for("the node's first answer", 120, || {
            assert!(node.process.runs(), "the node ended: see {}", log.display());
            limpid.try_run(["chain", "status"]).status.success()
        });
        node
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.rpc_port)
    }

    /// Kills it as a power cut would, and starts it again on the same database and port.
    pub fn kill_and_restart(self) -> Self {
        let Self {
            mut process,
            folder,
            rpc_port,
        } = self;
        process.kill();
        Self::start_on(&folder, rpc_port)
    }

    /// Asks it to stop.
    pub fn terminate(mut self) -> ExitStatus {
        self.process.terminate(60)
    }
}
