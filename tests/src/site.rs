//! A gateway's surroundings: an enterprise with a permit and outlets, an operator, the gateway, and what proves its evidence.

use crate::{founding::generate_account, permit, Gateway, Limpid, Place};
use limpid_client::simulate::derive_loggers;
use serde_json::{json, Value};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What is registered, by whom and where it runs.
pub struct Registration<'a> {
    /// The key file of an administrator of the agency that is responsible.
    pub agency: &'a Path,
    /// The division enterprise, operator and gateway belong to.
    pub division: &'a str,
    /// Where the gateway runs.
    pub place: Place,
    /// How many outlets send.
    pub outlets: u32,
    /// Which loggers `limpid simulate --seed` plays.
    pub seed: u64,
}

/// One of the gateway's outlets.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// `PERMIT/DA001`.
    pub name: String,
    /// The device bound to it.
    pub mn: String,
}

/// A registered gateway, its keys and its folder.
pub struct Site {
    /// The gateway, once started.
    pub gateway: Option<Gateway>,
    /// The command, speaking to the site's nodes.
    pub limpid: Limpid,
    /// The nodes the gateway speaks to.
    pub nodes: Vec<String>,
    /// The outlets bound to the gateway.
    pub outlets: Vec<Outlet>,
    /// The gateway's number.
    pub gateway_id: u64,
    /// The number of the permit the outlets are of.
    pub permit: String,
    folder: PathBuf,
    place: Place,
    seed: u64,
}

impl Site {
    /// Registers all by real transactions, and takes the chain's genesis for a trust root. `folder` holds the keys.
    pub fn register(nodes: &[String], folder: &Path, plan: &Registration<'_>) -> Self {
        fs::create_dir_all(folder).expect("the site's folder");
        let mut site = Self {
            gateway: None,
            limpid: Limpid::at(&nodes.join(",")),
            nodes: nodes.to_vec(),
            outlets: Vec::new(),
            gateway_id: 0,
            permit: format!("{}001P", permit_holder(plan.division)),
            folder: folder.into(),
            place: plan.place.clone(),
            seed: plan.seed,
        };
        site.register_gateway(plan);
        site.bind(plan);
        let root = site.trust_root();
        site.limpid.run(["trust", "export", "--out", text(&root)]);
        site
    }

    /// A file in the site's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
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
        self.start_gateway_with("")
    }

    /// Starts the gateway as one that proves days and exceedances, too.
    pub fn start_proving_gateway(&mut self) -> &mut Gateway {
        self.start_gateway_with("[emissions]\nprove = true\ninterval_ms = 1000\n")
    }

    fn start_gateway_with(&mut self, sections: &str) -> &mut Gateway {
        let outlets = self.outlets.len() as u64;
        let (id, place) = (self.gateway_id, &self.place);
        let gateway = Gateway::start(&self.folder, id, &self.nodes, place, sections);
        let gateway = self.gateway.insert(gateway);
        gateway.wait_until("the gateway to know its outlets", 60, |status| {
            status.number("outlets") == outlets
        });
        gateway
    }

    /// The loggers of this site's outlets, who send to its gateway.
    pub fn loggers(&self, arguments: &[&str]) -> Command {
        let gateway = self.gateway.as_ref().expect("the gateway runs");
        let mut command = self
            .limpid
            .command(["simulate", "--gateway", &gateway.address()]);
        command
            .args(["--outlets", &self.outlets.len().to_string()])
            .args(["--seed", &self.seed.to_string()])
            .args(arguments);
        command
    }

    /// Checks the gateway's store against itself and the chain.
    ///
    /// # Panics
    /// When something is missing or wrong.
    pub fn fsck(&self) {
        let config = self.gateway.as_ref().expect("it was started").config();
        self.limpid
            .run(["gateway", "fsck", "--config", text(config)]);
    }

    /// Verifies `bundle` offline with the first trust root and gives the exit code and the report.
    pub fn verify(&self, bundle: &Path) -> (i32, Value) {
        self.verify_with(bundle, &self.trust_root())
    }

    /// Verifies `bundle` offline and gives the exit code and the report.
    pub fn verify_with(&self, bundle: &Path, trust_root: &Path) -> (i32, Value) {
        let (bundle, root) = (text(bundle), text(trust_root));
        let output = self
            .limpid
            .try_run(["evidence", "verify", bundle, "--trust", root]);
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
        self.export_by(
            &self.limpid,
            name,
            &["--outlet", outlet, "--from", from, "--until", until],
        )
    }

    /// Exports by the node that `limpid` speaks to what `selection` says, as a file called `name`.
    pub fn export_by(&self, limpid: &Limpid, name: &str, selection: &[&str]) -> PathBuf {
        let bundle = self.path(name);
        let store = self.store();
        let mut arguments = vec!["evidence", "export", "--store", text(&store)];
        arguments.extend(selection);
        arguments.extend(["--out", text(&bundle)]);
        limpid.run(arguments);
        bundle
    }

    fn register_gateway(&mut self, plan: &Registration<'_>) {
        let limpid = &self.limpid;
        let agency = text(plan.agency);
        let enterprise = generate_account(&self.path("enterprise.key"));
        let operator_account = generate_account(&self.path("operator.key"));
        generate_account(&self.path("gateway.key"));
        self.admit(
            plan,
            "enterprise",
            &permit_holder(plan.division),
            &enterprise,
        );
        let uscc = crate::founding::uscc(&format!("91{}MA0000066", plan.division));
        let operator = self.admit(plan, "gateway-operator", &uscc, &operator_account);
        let (operator, key) = (operator.to_string(), self.path("operator.key"));
        let mut duties = vec!["member", "set-duties", "--key", text(&key), "--duties"];
        duties.extend(["administrator,submitter", &operator_account]);
        limpid.run(duties);
        let key = self.path("gateway.key");
        let mut register = vec!["registry", "gateway", "register", "--key", agency];
        register.extend(["--operator", &operator, "--division", plan.division]);
        register.extend(["--gateway-key", text(&key)]);
        let registered = limpid.run(register);
        self.gateway_id = registered["gateway"].as_u64().expect("a gateway's number");
    }

    fn admit(&self, plan: &Registration<'_>, kind: &str, uscc: &str, account: &str) -> u64 {
        let mut admit = vec!["institution", "admit", "--key", text(plan.agency)];
        admit.extend(["--kind", kind, "--uscc", uscc, "--name", kind]);
        admit.extend(["--division", plan.division, "--administrator", account]);
        let admitted = self.limpid.run(admit);
        admitted["institution"].as_u64().expect("a number")
    }

    fn bind(&mut self, plan: &Registration<'_>) {
        let permit = self.permit.clone();
        let mut lines = String::new();
        let mut codes = Vec::new();
        for logger in derive_loggers(plan.seed, plan.outlets).expect("loggers") {
            let outlet = Outlet {
                name: format!("{permit}/{}", logger.outlet_code),
                mn: logger.mn.to_string(),
            };
            let line = json!({ "outlet": outlet.name, "mn": outlet.mn });
            writeln!(lines, "{line}").expect("text");
            codes.push(logger.outlet_code.to_string());
            self.outlets.push(outlet);
        }
        let (limpid, folder) = (&self.limpid, &self.folder);
        permit::issue(limpid, folder, plan.agency, &permit, plan.division, &codes);
        let file = self.path("outlets.jsonl");
        fs::write(&file, lines).expect("the list of outlets is written");
        let gateway = self.gateway_id.to_string();
        let mut bind = vec!["registry", "outlet", "bind", "--key", text(plan.agency)];
        bind.extend(["--gateway", &gateway, "--file", text(&file)]);
        self.limpid.run(bind);
    }
}

/// The enterprise whose outlets send, by the division it is in.
fn permit_holder(division: &str) -> String {
    crate::founding::uscc(&format!("91{division}MA0000058"))
}

/// Paths of tests are text.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}
