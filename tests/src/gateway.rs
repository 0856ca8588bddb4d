//! A gateway.

use crate::{
    process::{binary, free_port, Process},
    wait_for,
};
use serde_json::Value;
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
    time::Duration,
};

/// A gateway's process.
pub struct Gateway {
    process: Option<Process>,
    config: PathBuf,
    listen_port: u16,
    http_port: u16,
}

/// Where a gateway stands: what its `/status` says.
#[derive(Clone, Debug)]
pub struct GatewayStatus(Value);

impl GatewayStatus {
    /// One of its numbers.
    pub fn number(&self, name: &str) -> u64 {
        self.0[name]
            .as_u64()
            .unwrap_or_else(|| panic!("the status has no number {name}: {}", self.0))
    }

    /// Whether every record is in a batch and every batch is anchored in a finalised block.
    pub fn all_anchored(&self) -> bool {
        self.number("unbatched") == 0 && self.number("unanchored") == 0
    }
}

impl Gateway {
    /// Writes the configuration of gateway `id` into `folder`, which holds `gateway.key` and `operator.key`, and starts it.
    pub fn start(folder: &Path, id: u64, node_url: &str) -> Self {
        let (listen_port, http_port) = (free_port(), free_port());
        let config = folder.join("gateway.toml");
        let text = format!(
            "gateway = {id}\nlisten = \"127.0.0.1:{listen_port}\"\nhttp_listen = \"127.0.0.1:{http_port}\"\n\
             store = \"store\"\ngateway_key = \"gateway.key\"\nmember_key = \"operator.key\"\nnodes = [\"{node_url}\"]\n\
             [batch]\ninterval_ms = 2000\nrecords_max = 2000\n"
        );
        fs::write(&config, text).expect("the configuration is written");
        let mut gateway = Self {
            process: None,
            config,
            listen_port,
            http_port,
        };
        gateway.restart();
        gateway
    }

    /// Starts it again after [`Gateway::kill`].
    pub fn restart(&mut self) {
        let mut command = Command::new(binary("limpid"));
        command.arg("gateway").arg("--config").arg(&self.config);
        self.process = Some(Process::start(
            "gateway",
            &mut command,
            &self.config.with_extension("log"),
        ));
    }

    /// Kills it as a power cut would.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Asks it to stop and waits until it has drained.
    pub fn terminate(&mut self) -> ExitStatus {
        self.process.as_mut().expect("it runs").terminate(120)
    }

    /// Its configuration file.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// Where loggers connect.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.listen_port)
    }

    /// Where it serves status and deposits.
    pub fn http_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.http_port)
    }

    /// What it says of itself; nothing while it does not answer.
    pub fn status(&self) -> Option<GatewayStatus> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.http_port)).ok()?;
        socket.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        socket
            .write_all(b"GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .ok()?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer).ok()?;
        let body = answer.split_once("\r\n\r\n")?.1;
        serde_json::from_str(body).ok().map(GatewayStatus)
    }

    /// Waits until it says what is asked of it.
    pub fn wait_until(
        &self,
        what: &str,
        seconds_max: u64,
        mut condition: impl FnMut(&GatewayStatus) -> bool,
    ) {
        wait_for(what, seconds_max, || {
            self.status().is_some_and(|status| condition(&status))
        });
    }
}
