//! A gateway.

use crate::{
    process::{binary, Process},
    wait_for, Place,
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitStatus,
};

/// A gateway's process.
pub struct Gateway {
    process: Option<Process>,
    config: PathBuf,
    place: Place,
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

    /// Whether all that was anchored has been looked through, and nothing of it is still to be proven.
    pub fn all_proven(&self) -> bool {
        let emissions = &self.0["emissions"];
        self.all_anchored()
            && emissions["looked_through"] == self.0["last_arrival"]
            && emissions["open"] == 0
    }

    /// Whether every record is in a batch and every batch is anchored in a finalised block.
    pub fn all_anchored(&self) -> bool {
        self.number("unbatched") == 0 && self.number("unanchored") == 0
    }
}

impl Gateway {
    /// Writes the configuration of gateway `id` into `folder`, which holds `gateway.key` and `operator.key`, and starts it.
    /// `sections` are put behind what every gateway needs.
    pub fn start(folder: &Path, id: u64, nodes: &[String], place: &Place, sections: &str) -> Self {
        let (listen_port, http_port) = (place.port(5212), place.port(5280));
        let address = place.address();
        let config = folder.join("gateway.toml");
        let text = format!(
            "gateway = {id}\nlisten = \"{address}:{listen_port}\"\nhttp_listen = \"127.0.0.1:{http_port}\"\n\
             store = \"store\"\ngateway_key = \"gateway.key\"\nmember_key = \"operator.key\"\nnodes = {nodes:?}\n\
             [batch]\ninterval_ms = 2000\nrecords_max = 2000\n{sections}"
        );
        fs::write(&config, text).expect("the configuration is written");
        let mut gateway = Self {
            process: None,
            config,
            place: place.clone(),
            listen_port,
            http_port,
        };
        gateway.restart();
        gateway
    }

    /// Starts it again after [`Gateway::kill`].
    pub fn restart(&mut self) {
        let mut command = self.place.command(&binary("limpid"));
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
        format!("{}:{}", self.place.address(), self.listen_port)
    }

    /// Where it serves status and deposits, to who is in its place.
    pub fn http_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.http_port)
    }

    /// What it says of itself; nothing while it does not answer.
    pub fn status(&self) -> Option<GatewayStatus> {
        let body = self.place.page(self.http_port, "/status")?;
        serde_json::from_str(&body).ok().map(GatewayStatus)
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
