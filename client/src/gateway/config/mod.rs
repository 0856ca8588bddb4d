//! The gateway's configuration file: TOML, every field named, nothing unknown accepted.

mod limits;

pub use limits::{Limits, FRAME_BYTES_MAX};

use super::pause::Pauses;
use limpid_primitives::GatewayId;
use serde::Deserialize;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// The whole file. Relative paths in it are relative to the folder of the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The gateway's number on chain.
    pub gateway: GatewayId,
    /// Where loggers connect.
    pub listen: SocketAddr,
    /// Where metrics, status and deposits are served: a loopback address, because whoever reaches it can deposit.
    #[serde(default = "http_listen")]
    pub http_listen: SocketAddr,
    /// The folder of the store.
    pub store: PathBuf,
    /// The file of the key that signs headers.
    pub gateway_key: PathBuf,
    /// The file of the key that signs transactions.
    pub member_key: PathBuf,
    /// WebSocket addresses of nodes; the next is taken when one fails.
    pub nodes: Vec<String>,
    /// When a batch closes.
    #[serde(default)]
    pub batch: BatchSettings,
    /// How batches are brought on chain.
    #[serde(default)]
    pub anchoring: AnchoringSettings,
    /// Whether days and exceedances are proven on chain.
    #[serde(default)]
    pub emissions: EmissionsSettings,
    /// What one connection, and all of them, may use.
    #[serde(default)]
    pub limits: Limits,
    /// Logging.
    #[serde(default)]
    pub log: LogSettings,
}

/// When a batch closes: whichever comes first.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BatchSettings {
    /// After the oldest record in it has waited this long.
    pub interval_ms: u64,
    /// When it has this many records.
    pub records_max: u32,
}

/// How batches are brought on chain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnchoringSettings {
    /// How often the outlet bindings are read from the chain.
    pub bindings_refresh_ms: u64,
    /// The first pause after a failure; it doubles with every further one.
    pub retry_ms_min: u64,
    /// The longest pause.
    pub retry_ms_max: u64,
    /// How long a gateway that is told to stop still waits for its last batches to be anchored.
    pub drain_ms: u64,
}

/// Whether days and exceedances are proven on chain, and by whom.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EmissionsSettings {
    /// Whether they are, as their batches become final.
    pub prove: bool,
    /// Whether it is also proven of days that they have no frame, once none is waited for any more.
    pub prove_absences: bool,
    /// The file of the key that signs these transactions, if it is another than the gateway's.
    pub member_key: Option<PathBuf>,
    /// How often it looks for what is to be proven.
    pub interval_ms: u64,
    /// Above this part of its institution's allowance in a window nothing is proven, so that the rest is left to anchoring.
    pub allowance_percent_max: u64,
}

/// Logging.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// How lines look.
    pub format: LogFormat,
    /// The least level shown.
    pub level: LogLevel,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The least level shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// What went wrong.
    Error,
    /// And what should be looked at.
    Warn,
    /// And what happens now and then.
    #[default]
    Info,
    /// And each connection and commit.
    Debug,
    /// And everything else.
    Trace,
}

impl LogLevel {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl Default for BatchSettings {
    fn default() -> Self {
        Self {
            interval_ms: 10_000,
            records_max: 10_000,
        }
    }
}

impl Default for AnchoringSettings {
    fn default() -> Self {
        Self {
            bindings_refresh_ms: 5_000,
            retry_ms_min: 1_000,
            retry_ms_max: 60_000,
            drain_ms: 20_000,
        }
    }
}

impl Default for EmissionsSettings {
    fn default() -> Self {
        Self {
            prove: false,
            prove_absences: false,
            member_key: None,
            interval_ms: 10_000,
            allowance_percent_max: 50,
        }
    }
}

fn http_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 5280))
}

/// Why a configuration cannot be used. Causes are part of the message, so they are no `source` that would be printed again.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {path}: {cause}", path = .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        cause: std::io::Error,
    },
    /// It is not the TOML expected. The message has line and field.
    #[error("{path}: {cause}", path = .path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line, field and what was expected there.
        cause: Box<toml::de::Error>,
    },
    /// A field's value cannot be used.
    #[error("{path}: `{field}` {fault}", path = .path.display())]
    Field {
        /// The file.
        path: PathBuf,
        /// The field, with its table.
        field: &'static str,
        /// What is wrong with it and what to do.
        fault: String,
    },
}

impl Config {
    /// Reads and checks the file at `path`.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|cause| ConfigError::Read {
            path: path.into(),
            cause,
        })?;
        Self::from_text(&text, path)
    }

    /// Reads and checks `text`, which stands in the file `path`.
    pub fn from_text(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config: Self = toml::from_str(text).map_err(|cause| ConfigError::Syntax {
            path: path.into(),
            cause: Box::new(cause),
        })?;
        config
            .check()
            .map_err(|(field, fault)| ConfigError::Field {
                path: path.into(),
                field,
                fault,
            })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let files = [
            &mut config.store,
            &mut config.gateway_key,
            &mut config.member_key,
        ];
        for file in files.into_iter().chain(&mut config.emissions.member_key) {
            *file = folder.join(&*file);
        }
        Ok(config)
    }

    fn check(&self) -> Result<(), Fault> {
        if !self.http_listen.ip().is_loopback() {
            let fault = "is no loopback address: whoever reaches it can deposit records. Use 127.0.0.1 or [::1]";
            return Err(("http_listen", fault.into()));
        }
        if self.nodes.is_empty() {
            let fault = "is empty: name at least one, as in [\"ws://127.0.0.1:9944\"]";
            return Err(("nodes", fault.into()));
        }
        let is_node = |node: &&String| node.starts_with("ws://");
        if let Some(node) = self.nodes.iter().find(|node| !is_node(node)) {
            let fault = format!("has {node:?}, which is no ws:// address; for a node elsewhere, use a tunnel (wss:// is not supported)");
            return Err(("nodes", fault));
        }
        self.batch.check()?;
        self.anchoring.check()?;
        self.emissions.check()?;
        self.limits.check()
    }
}

impl BatchSettings {
    fn check(&self) -> Result<(), Fault> {
        let records_max = u64::from(self.records_max);
        within("batch.interval_ms", self.interval_ms, 100, HOUR_MS)?;
        within("batch.records_max", records_max, 1, RECORDS_MAX.into())
    }
}

impl AnchoringSettings {
    fn check(&self) -> Result<(), Fault> {
        let (least, most) = (self.retry_ms_min, self.retry_ms_max);
        let refresh_ms = self.bindings_refresh_ms;
        within("anchoring.bindings_refresh_ms", refresh_ms, 100, HOUR_MS)?;
        within("anchoring.retry_ms_min", least, 10, 60_000)?;
        within("anchoring.retry_ms_max", most, least, HOUR_MS)?;
        within("anchoring.drain_ms", self.drain_ms, 0, 600_000)
    }

    /// The pauses after failures.
    pub fn pauses(&self) -> Pauses {
        Pauses {
            ms_min: self.retry_ms_min,
            ms_max: self.retry_ms_max,
        }
    }
}

impl EmissionsSettings {
    fn check(&self) -> Result<(), Fault> {
        let percent_max = self.allowance_percent_max;
        within("emissions.interval_ms", self.interval_ms, 10, HOUR_MS)?;
        within("emissions.allowance_percent_max", percent_max, 1, 100)?;
        if self.prove_absences && !self.prove {
            let fault = "is set and `emissions.prove` is not: set both, or none";
            return Err(("emissions.prove_absences", fault.into()));
        }
        Ok(())
    }
}

/// A field and what is wrong with it.
type Fault = (&'static str, String);

const HOUR_MS: u64 = 3_600_000;

/// The most records of one batch.
pub const RECORDS_MAX: u32 = 1_000_000;

fn within(field: &'static str, value: u64, least: u64, most: u64) -> Result<(), Fault> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err((
            field,
            format!("is {value}: choose a value from {least} to {most}"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = r#"
        gateway = 1
        listen = "0.0.0.0:5212"
        store = "store"
        gateway_key = "/keys/gateway.key"
        member_key = "member.key"
        nodes = ["ws://127.0.0.1:9944"]
    "#;

    fn read(text: &str) -> Result<Config, String> {
        Config::from_text(text, Path::new("/etc/limpid/gateway.toml"))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_left_out_has_a_default() {
        let config = read(LEAST).expect("the least configuration");
        assert_eq!(config.http_listen.to_string(), "127.0.0.1:5280");
        assert_eq!(config.batch.interval_ms, 10_000);
        assert_eq!(config.limits.connections_max, 4_096);
        assert!(!config.emissions.prove);
        assert_eq!(config.log.format, LogFormat::Text);
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let config = read(LEAST).expect("the least configuration");
        assert_eq!(config.store, Path::new("/etc/limpid/store"));
        assert_eq!(config.gateway_key, Path::new("/keys/gateway.key"));
        let text = format!("{LEAST}\n[emissions]\nmember_key = \"prover.key\"");
        let key = read(&text).expect("a configuration").emissions.member_key;
        assert_eq!(key.as_deref(), Some(Path::new("/etc/limpid/prover.key")));
    }

    #[test]
    fn absences_alone_are_not_proven() {
        let error = read(&format!("{LEAST}\n[emissions]\nprove_absences = true")).unwrap_err();
        assert!(
            error.contains("`emissions.prove_absences` is set"),
            "{error}"
        );
    }

    #[test]
    fn an_unknown_field_is_named() {
        let error = read(&format!("{LEAST}\n[batch]\ninterval = 3")).unwrap_err();
        assert!(error.contains("unknown field `interval`"), "{error}");
        let error = read(&format!("colour = 1\n{LEAST}")).unwrap_err();
        assert!(error.contains("unknown field `colour`"), "{error}");
    }

    #[test]
    fn a_missing_field_is_named() {
        let error = read(&LEAST.replace("gateway_key", "# gateway_key")).unwrap_err();
        assert!(error.contains("missing field `gateway_key`"), "{error}");
    }

    #[test]
    fn a_value_out_of_bounds_is_named() {
        let error = read(&format!("{LEAST}\n[batch]\nrecords_max = 0")).unwrap_err();
        assert!(error.contains("`batch.records_max` is 0"), "{error}");
        let error = read(&format!("http_listen = \"0.0.0.0:80\"\n{LEAST}")).unwrap_err();
        assert!(error.contains("`http_listen` is no loopback"), "{error}");
        for scheme in ["http://", "wss://"] {
            let error = read(&LEAST.replace("ws://", scheme)).unwrap_err();
            assert!(error.contains("`nodes` has"), "{error}");
        }
    }
}
