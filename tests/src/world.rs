//! A small world: a development chain with an agency, an enterprise and an operator on it, and a gateway with outlets.

use crate::{Gateway, Limpid, Node};
use limpid_client::simulate::derive_loggers;
use serde_json::Value;
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The enterprise's permit, to which all outlets belong.
pub const PERMIT: &str = "91320500MA0000058T001P";

/// One of the gateway's outlets.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// `PERMIT/DA001`.
    pub name: String,
    /// The device bound to it.
    pub mn: String,
}

/// The world. Fields are dropped in order: the gateway stops before the node.
pub struct World {
    /// The gateway, once started.
    pub gateway: Option<Gateway>,
    /// The chain's only validator.
    pub node: Option<Node>,
    /// The command, speaking to that node.
    pub limpid: Limpid,
    /// The outlets bound to the gateway.
    pub outlets: Vec<Outlet>,
    /// The gateway's number.
    pub gateway_id: u64,
    folder: TempDir,
}

impl World {
    /// Starts a chain and registers, by real transactions, institutions, a gateway and `outlets` outlets of the loggers that
    /// `limpid simulate --seed SEED` plays.
    pub fn begin(outlets: u32, seed: u64) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("limpid-test.")
            .tempdir()
            .expect("a temporary folder");
        let node = Node::start(&folder.path().join("chain"));
        let limpid = Limpid::at(&node.url());
        let mut world = Self {
            gateway: None,
            node: Some(node),
            limpid,
            outlets: Vec::new(),
            gateway_id: 0,
            folder,
        };
        world.register();
        world.bind(outlets, seed);
        let root = world.trust_root();
        world.limpid.run(["trust", "export", "--out", text(&root)]);
        world
    }

    /// A file in the world's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The trust root: the chain's genesis.
    pub fn trust_root(&self) -> PathBuf {
        self.path("trust-root.json")
    }

    /// The gateway's store.
    pub fn store(&self) -> PathBuf {
        self.path("store")
    }

    /// Starts the gateway and waits until it knows its outlets.
    pub fn start_gateway(&mut self) -> &mut Gateway {
        let url = self.node.as_ref().expect("the node runs").url();
        let outlets = self.outlets.len() as u64;
        let gateway =
            self.gateway
                .insert(Gateway::start(self.folder.path(), self.gateway_id, &url));
        gateway.wait_until("the gateway to know its outlets", 60, |status| {
            status.number("outlets") == outlets
        });
        gateway
    }

    /// Verifies `bundle` offline and gives the exit code and the report.
    pub fn verify(&self, bundle: &Path) -> (i32, Value) {
        let output = self.limpid.try_run([
            "evidence",
            "verify",
            text(bundle),
            "--trust",
            text(&self.trust_root()),
        ]);
        let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!(
                "the report is no JSON: {error}\n{}",
                String::from_utf8_lossy(&output.stderr)
            )
        });
        (output.status.code().expect("it ended by itself"), report)
    }

    /// Exports the evidence of an outlet and a period, as a file called `name`.
    pub fn export(&self, name: &str, outlet: &str, from: &str, until: &str) -> PathBuf {
        let bundle = self.path(name);
        let store = self.store();
        self.limpid.run([
            "evidence",
            "export",
            "--store",
            text(&store),
            "--outlet",
            outlet,
            "--from",
            from,
            "--until",
            until,
            "--out",
            text(&bundle),
        ]);
        bundle
    }

    fn register(&mut self) {
        for name in ["city", "enterprise", "operator", "gateway"] {
            self.limpid
                .run(["key", "generate", text(&self.path(&format!("{name}.key")))]);
        }
        let city = self.path("city.key");
        let operator_key = self.path("operator.key");
        self.admit(
            &["--by", "council", "--development", "agency-1"],
            "agency",
            "11320500MB0000043L",
            "city",
        );
        self.admit(
            &["--key", text(&city)],
            "enterprise",
            "91320500MA0000058T",
            "enterprise",
        );
        let operator = self
            .admit(
                &["--key", text(&city)],
                "gateway-operator",
                "91320500MA0000066M",
                "operator",
            )
            .to_string();
        self.limpid.run([
            "member",
            "set-duties",
            "--key",
            text(&operator_key),
            "--duties",
            "administrator,submitter",
            &self.account("operator"),
        ]);
        let registered = self.limpid.run([
            "registry",
            "gateway",
            "register",
            "--key",
            text(&city),
            "--operator",
            &operator,
            "--division",
            "320500",
            "--gateway-key",
            text(&self.path("gateway.key")),
        ]);
        self.gateway_id = registered["gateway"].as_u64().expect("a gateway's number");
    }

    fn admit(&self, signer: &[&str], kind: &str, uscc: &str, administrator: &str) -> u64 {
        let account = self.account(administrator);
        let mut args = vec!["institution", "admit"];
        args.extend(signer);
        args.extend([
            "--kind",
            kind,
            "--uscc",
            uscc,
            "--name",
            administrator,
            "--division",
            "320500",
        ]);
        args.extend(["--administrator", account.as_str()]);
        self.limpid.run(args)["institution"]
            .as_u64()
            .expect("an institution's number")
    }

    fn account(&self, name: &str) -> String {
        let shown = self
            .limpid
            .run(["key", "show", text(&self.path(&format!("{name}.key")))]);
        shown["public"].as_str().expect("an account").into()
    }

    fn bind(&mut self, outlets: u32, seed: u64) {
        let loggers = derive_loggers(seed, outlets).expect("loggers");
        let mut lines = String::new();
        for logger in loggers {
            let outlet = Outlet {
                name: format!("{PERMIT}/{}", logger.outlet_code),
                mn: logger.mn.to_string(),
            };
            writeln!(
                lines,
                "{}",
                serde_json::json!({ "outlet": outlet.name, "mn": outlet.mn })
            )
            .expect("text");
            self.outlets.push(outlet);
        }
        let file = self.path("outlets.jsonl");
        fs::write(&file, lines).expect("the list of outlets is written");
        self.limpid.run([
            "registry",
            "outlet",
            "bind",
            "--key",
            text(&self.path("city.key")),
            "--gateway",
            &self.gateway_id.to_string(),
            "--file",
            text(&file),
        ]);
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.gateway = None;
        self.node = None;
        if std::thread::panicking() {
            self.folder.disable_cleanup(true);
            eprintln!("logs and data are left in {}", self.folder.path().display());
        }
    }
}

/// Paths of tests are text.
fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}
