//! The `limpid` command.

use crate::process::{binary, output_within};
use serde_json::Value;
use std::{
    ffi::OsStr,
    process::{Command, Output},
};

/// No command takes longer.
const SECONDS_MAX: u64 = 300;

/// The command, speaking to one node.
#[derive(Clone)]
pub struct Limpid {
    node: String,
}

impl Limpid {
    /// Speaks to the node at `url`.
    pub fn at(url: &str) -> Self {
        Self { node: url.into() }
    }

    /// The command with `args`, to be run otherwise than by the methods below.
    pub fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(binary("limpid"));
        command
            .env("LIMPID_NODE", &self.node)
            .env_remove("LIMPID_KEY")
            .arg("--json")
            .args(args);
        command
    }

    /// Runs it, whatever comes of it.
    pub fn try_run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Output {
        output_within(&mut self.command(args), SECONDS_MAX)
    }

    /// Runs it and reads the JSON it prints; null if it prints none.
    ///
    /// # Panics
    /// When it fails.
    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Value {
        let args: Vec<_> = args
            .into_iter()
            .map(|arg| arg.as_ref().to_owned())
            .collect();
        let output = self.try_run(&args);
        assert!(
            output.status.success(),
            "limpid {args:?}: {}\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }
}
