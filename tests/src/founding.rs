//! Founding a chain as institutions do: each makes its keys with the real commands, one writes the chain's specification.

use crate::process::{binary, output_within};
use serde_json::{json, Value};
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Each command here only makes keys or files; a specification takes five seconds where nothing else is done.
const SECONDS_MAX: u64 = 300;
/// Provinces of the founding agencies, in their order.
const DIVISIONS: [&str; 12] = [
    "320000", "330000", "310000", "340000", "350000", "360000", "370000", "410000", "420000",
    "430000", "440000", "510000",
];

/// The key of a node's network identity.
#[derive(Clone, Debug)]
pub struct NodeKey {
    /// The secret key's file.
    pub file: PathBuf,
    /// The public key, hex.
    pub public: String,
    /// The peer id.
    pub peer: String,
}

impl NodeKey {
    /// Makes a new one in `file`.
    pub fn generate(file: &Path) -> Self {
        let output = node_command([
            OsStr::new("key"),
            "generate-node-key".as_ref(),
            "--file".as_ref(),
            file.as_ref(),
        ]);
        let peer = String::from_utf8(output.1)
            .expect("a peer id")
            .trim()
            .to_owned();
        let secret = fs::read_to_string(file).expect("the key's file");
        let shown = inspect("ed25519", &format!("0x{}", secret.trim()));
        Self {
            file: file.into(),
            public: hex(&shown["publicKey"]),
            peer,
        }
    }
}

/// A validator's session keys before they are in a keystore.
#[derive(Clone, Debug)]
pub struct SessionKeys {
    /// The file of the secret phrase both are derived from.
    phrase: PathBuf,
    /// For authoring blocks, hex.
    pub aura: String,
    /// For finality, hex.
    pub grandpa: String,
}

impl SessionKeys {
    /// Makes new ones.
    pub fn generate(file: &Path) -> Self {
        let aura = json_of([
            "key",
            "generate",
            "--scheme",
            "sr25519",
            "--output-type",
            "json",
        ]);
        let phrase = aura["secretPhrase"].as_str().expect("a phrase");
        let grandpa = inspect("ed25519", phrase);
        fs::write(file, phrase).expect("the phrase is written");
        Self {
            phrase: file.into(),
            aura: hex(&aura["publicKey"]),
            grandpa: hex(&grandpa["publicKey"]),
        }
    }

    /// The file of the secret phrase.
    pub fn phrase(&self) -> &Path {
        &self.phrase
    }

    /// Puts them into the keystore under `folder`.
    pub fn insert(&self, folder: &Path, chain: &Path) {
        for (scheme, kind) in [("sr25519", "aura"), ("ed25519", "gran")] {
            let mut arguments: Vec<&OsStr> = vec!["key".as_ref(), "insert".as_ref()];
            arguments.extend(["--base-path".as_ref(), folder.as_os_str()]);
            arguments.extend(["--chain".as_ref(), chain.as_os_str()]);
            arguments.extend(["--scheme", scheme, "--key-type", kind].map(OsStr::new));
            arguments.extend(["--suri".as_ref(), self.phrase.as_os_str()]);
            node_command(arguments);
        }
    }
}

/// An agency that founds the chain and runs a node in it.
#[derive(Clone, Debug)]
pub struct Founder {
    /// What its node is called.
    pub name: String,
    /// The division it is responsible for.
    pub division: &'static str,
    /// The key file of its administrator's account.
    pub administrator: PathBuf,
    /// That account, hex.
    pub account: String,
    /// Its node's identity.
    pub node_key: NodeKey,
    /// The keys its node validates with, if it does from the beginning.
    pub session: Option<SessionKeys>,
    uscc: String,
}

impl Founder {
    /// Makes the keys of the founder with this number, counted from 0, who validates.
    pub fn validator(number: usize, name: &str, folder: &Path) -> Self {
        let session = SessionKeys::generate(&folder.join(format!("{name}.session")));
        Self {
            session: Some(session),
            ..Self::observer(number, name, folder)
        }
    }

    /// Makes the keys of the founder with this number, counted from 0, who has neither a validator nor a seat in the council.
    pub fn observer(number: usize, name: &str, folder: &Path) -> Self {
        let administrator = folder.join(format!("{name}.key"));
        let division = DIVISIONS[number];
        Self {
            name: name.into(),
            division,
            account: generate_account(&administrator),
            administrator,
            node_key: NodeKey::generate(&folder.join(format!("{name}.node-key"))),
            session: None,
            uscc: uscc(&format!("11{division}MB0000000")),
        }
    }

    fn entry(&self, address: &str) -> Value {
        let validator = self.session.as_ref().map(
            |keys| json!({ "account": self.account, "aura": keys.aura, "grandpa": keys.grandpa }),
        );
        let mut entry = json!({
            "uscc": self.uscc, "name": self.name, "division": self.division, "administrator": self.account,
            "council_seat": validator.is_some(),
            "nodes": [{ "key": self.node_key.public, "addresses": [address] }],
        });
        if let Some(validator) = validator {
            entry["validator"] = validator;
        }
        entry
    }
}

/// Makes a member's key in `file` and gives its account, hex.
pub fn generate_account(file: &Path) -> String {
    let mut command = Command::new(binary("limpid"));
    command.args(["--json", "key", "generate"]).arg(file);
    let output = output_within(&mut command, SECONDS_MAX);
    assert!(output.status.success(), "{command:?}: {output:?}");
    let made: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    made["public"].as_str().expect("an account").into()
}

/// Writes the specification of a chain of these founders, each with the address of its node, into `folder`.
pub fn found_chain(folder: &Path, session_blocks: u32, founders: &[(Founder, String)]) -> PathBuf {
    let institutions: Vec<_> = founders
        .iter()
        .map(|(founder, address)| founder.entry(address))
        .collect();
    let file = folder.join("founders.json");
    let text = json!({ "session_blocks": session_blocks, "validators_min": 4, "institutions": institutions });
    let text = serde_json::to_vec_pretty(&text).expect("JSON");
    fs::write(&file, text).expect("the founders are written");
    let chain = folder.join("chain.json");
    let mut arguments: Vec<&OsStr> = vec!["found-chain".as_ref(), "--founders".as_ref()];
    arguments.push(file.as_os_str());
    arguments.extend(["--name", "Limpid Test", "--id", "limpid-test", "--output"].map(OsStr::new));
    arguments.push(chain.as_os_str());
    node_command(arguments);
    chain
}

/// Completes the 17 characters of a unified social credit code with the one that checks them (GB 32100-2015).
pub fn uscc(body: &str) -> String {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    assert_eq!(body.len(), 17, "{body}");
    let mut weight = 1;
    let mut sum = 0;
    for character in body.chars() {
        sum += ALPHABET.find(character).expect("an allowed character") * weight;
        weight = weight * 3 % 31;
    }
    let check = ALPHABET.chars().nth((31 - sum % 31) % 31);
    format!("{body}{}", check.expect("31 characters"))
}

/// The runtime built into the node, for chains that are founded here: the one that `scripts/build-runtime` makes takes a
/// quarter of an hour.
pub fn runtime_of_node() -> Vec<u8> {
    let spec = json_of(["export-chain-spec", "--chain", "development", "--raw"]);
    let code = spec["genesis"]["raw"]["top"]["0x3a636f6465"].as_str();
    crate::rpc::bytes(code.expect("code")).expect("hex")
}

/// What `limpid-node` says of a secret: a seed, a phrase, or the file of one.
pub(crate) fn inspect(scheme: &str, secret: &str) -> Value {
    json_of([
        "key",
        "inspect",
        "--scheme",
        scheme,
        "--output-type",
        "json",
        secret,
    ])
}

fn json_of<const N: usize>(arguments: [&str; N]) -> Value {
    serde_json::from_slice(&node_command(arguments).0).expect("JSON")
}

/// What `limpid-node` prints to its two outputs.
fn node_command<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> (Vec<u8>, Vec<u8>) {
    let mut command = Command::new(binary("limpid-node"));
    command.args(arguments);
    let output = output_within(&mut command, SECONDS_MAX);
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    (output.stdout, output.stderr)
}

fn hex(value: &Value) -> String {
    let text = value.as_str().expect("a key in hex");
    text.trim_start_matches("0x").to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_character_is_the_standards() {
        assert_eq!(super::uscc("91130200699229617"), "91130200699229617X");
        assert_eq!(super::uscc("11320500MB0000043"), "11320500MB0000043L");
    }
}
