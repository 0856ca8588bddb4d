//! Questions to a node that `limpid` does not ask: plain JSON-RPC over HTTP.

use serde_json::{json, Value};
use std::time::Duration;

/// A node that takes longer is not there.
const SECONDS_MAX: u64 = 5;
/// Where the state has a block's own time: `Timestamp.Now`.
const TIMESTAMP_NOW: &str = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb";
/// Where the state has the block authors' keys: `Aura.Authorities`.
const AURA_AUTHORITIES: &str = "0x57f8dc2f5ab09467896f47300f0424385e0621c4869aa60c02be9adcc98a0d1d";

/// A node's RPC. What cannot be had is `None`: nodes of these tests die.
#[derive(Clone)]
pub struct Rpc {
    url: String,
    agent: ureq::Agent,
}

impl Rpc {
    /// The node at `url`, which begins with `http://`.
    pub fn at(url: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(SECONDS_MAX)))
            .proxy(None)
            .build();
        Self {
            url: url.into(),
            agent: config.into(),
        }
    }

    /// What the node answers.
    pub fn ask(&self, method: &str, parameters: Value) -> Option<Value> {
        let question = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": parameters });
        let mut answer = self.agent.post(&self.url).send_json(question).ok()?;
        let answer: Value = answer.body_mut().read_json().ok()?;
        answer.get("result").cloned()
    }

    /// Its best block's number.
    pub fn best(&self) -> Option<u32> {
        number(&self.ask("chain_getHeader", json!([]))?)
    }

    /// The number of the block it knows to be final.
    pub fn finalised(&self) -> Option<u32> {
        let hash = self.ask("chain_getFinalizedHead", json!([]))?;
        number(&self.ask("chain_getHeader", json!([hash]))?)
    }

    /// How many peers it has.
    pub fn peers(&self) -> Option<u64> {
        self.ask("system_health", json!([]))?["peers"].as_u64()
    }

    /// The hash of a block of its best chain.
    pub fn hash(&self, height: u32) -> Option<String> {
        let hash = self.ask("chain_getBlockHash", json!([height]))?;
        hash.as_str().map(Into::into)
    }

    /// A block's own time, milliseconds since 1970.
    pub fn time_ms(&self, hash: &str) -> Option<u64> {
        let bytes = self.state(TIMESTAMP_NOW, hash)?;
        Some(u64::from_le_bytes(bytes.try_into().ok()?))
    }

    /// The keys that author blocks after this one, in their order.
    pub fn authors(&self, hash: &str) -> Option<Vec<String>> {
        let bytes = self.state(AURA_AUTHORITIES, hash)?;
        // Fewer than 64: the length is one byte.
        let keys = bytes.get(1..)?.chunks_exact(32);
        Some(keys.map(hex).collect())
    }

    /// The runtime's version at the best block.
    pub fn spec_version(&self) -> Option<u64> {
        self.ask("state_getRuntimeVersion", json!([]))?["specVersion"].as_u64()
    }

    /// What the runtime answers to a question of its own, at the finalised head.
    pub fn call(&self, method: &str, arguments: &[u8]) -> Option<Vec<u8>> {
        let at = self.ask("chain_getFinalizedHead", json!([]))?;
        let arguments = format!("0x{}", hex(arguments));
        let answer = self.ask("state_call", json!([method, arguments, at]))?;
        bytes(answer.as_str()?)
    }

    fn state(&self, key: &str, hash: &str) -> Option<Vec<u8>> {
        let value = self.ask("state_getStorage", json!([key, hash]))?;
        bytes(value.as_str()?)
    }
}

fn number(header: &Value) -> Option<u32> {
    u32::from_str_radix(header["number"].as_str()?.strip_prefix("0x")?, 16).ok()
}

/// Bytes as lower-case hexadecimal text, without 0x.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of text that begins with 0x.
pub(crate) fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x")?;
    let pairs = (0..digits.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}
