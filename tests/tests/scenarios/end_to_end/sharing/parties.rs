//! Agencies of three provinces, a court, and the provider's server.

use limpid_tests::{
    generate_account, output_within, uscc, wait_for, Limpid, Place, Process, World,
};
use serde_json::Value;
use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Any digest: that of a decision's document.
pub const DOCUMENT: &str = "6666666666666666666666666666666666666666666666666666666666666666";

/// An institution, its member's key and its sealing key.
pub struct Party {
    pub id: u64,
    pub key: PathBuf,
    pub sealing: PathBuf,
}

/// A chain with a provider in Jiangsu and others around it.
pub struct Parties {
    pub world: World,
    /// The provider: a city in Jiangsu, with a gateway of its own.
    pub provider: Party,
    /// A city in Zhejiang.
    pub requester: Party,
    /// A city in Anhui.
    pub third: Party,
    /// Jiangsu itself.
    pub province: Party,
    pub court: Party,
    pub port: u16,
    pub server: Option<Process>,
}

impl Parties {
    pub fn begin(seed: u64) -> Self {
        let mut world = World::begin(1, seed);
        world.start_gateway();
        let city = world.city.clone();
        let admit = |name, kind, division, body| admit(&world, name, kind, division, &uscc(body));
        let requester = admit("jiaxing", "agency", "330400", "11330400MB0000111");
        let third = admit("hefei", "agency", "340100", "11340100MB0000112");
        let province = admit("jiangsu", "agency", "320000", "11320000MB0000113");
        let court = admit("court", "court", "320500", "11320500MB0000114");
        let provider = Party {
            id: id_of(&world.limpid, "city"),
            sealing: world.path("city.sealing.key"),
            key: city,
        };
        generate_account(&provider.sealing);
        let parties = Self {
            world,
            provider,
            requester,
            third,
            province,
            court,
            port: Place::loopback().port(8443),
            server: None,
        };
        for party in [
            &parties.requester,
            &parties.third,
            &parties.province,
            &parties.court,
        ] {
            let registered = parties.run_as(
                party,
                &[
                    "share",
                    "key",
                    "register",
                    "--sealing-key",
                    text(&party.sealing),
                ],
            );
            assert_eq!(registered["key"], 1);
        }
        parties.make_certificates();
        parties
    }

    /// An authority, and a certificate of it for the provider's server.
    fn make_certificates(&self) {
        let folder = self.world.path("tls");
        fs::create_dir_all(&folder).expect("a folder");
        let new_key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
        for command in [
            format!("req -x509 {new_key} -days 30 -subj /CN=authority -keyout ca.key -out ca.pem"),
            format!("req {new_key} -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout tls.key -out tls.csr"),
            "x509 -req -in tls.csr -CA ca.pem -CAkey ca.key -days 30 -copy_extensions copy -out tls.pem".to_owned(),
        ] {
            let mut openssl = Command::new("openssl");
            openssl.args(command.split(' ')).current_dir(&folder);
            let output = output_within(&mut openssl, 60);
            assert!(output.status.success(), "openssl {command}: {output:?}");
        }
    }

    pub fn tls(&self, name: &str) -> PathBuf {
        self.world.path("tls").join(name)
    }

    pub fn store(&self) -> PathBuf {
        self.world.path("share")
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Starts the provider's server and waits until it listens.
    pub fn serve(&mut self) {
        let (listen, gateway) = (format!("127.0.0.1:{}", self.port), self.gateway_url());
        let mut command = self.world.limpid.command(["share", "serve"]);
        command
            .args(["--listen", &listen, "--gateway-url", &gateway])
            .args(["--refusals-outlet", &self.world.outlets[0].name])
            .arg("--store")
            .arg(self.store())
            .arg("--tls-cert")
            .arg(self.tls("tls.pem"))
            .arg("--tls-key")
            .arg(self.tls("tls.key"));
        let log = self.world.path("share-server.log");
        let server = Process::start("share server", &mut command, &log);
        let server = self.server.insert(server);
        wait_for("the share server", 60, || {
            assert!(server.runs(), "it ended: see {}", log.display());
            TcpStream::connect(&listen).is_ok()
        });
    }

    fn gateway_url(&self) -> String {
        let gateway = self.world.gateway.as_ref().expect("it runs");
        gateway.http_url()
    }

    /// Runs the command as a party's member, whatever comes of it.
    pub fn try_as(&self, party: &Party, args: &[&str]) -> Output {
        output_within(&mut self.command_as(party, args), 300)
    }

    pub fn command_as(&self, party: &Party, args: &[&str]) -> Command {
        let mut command = self.world.limpid.command(args);
        command.env("LIMPID_KEY", &party.key);
        command
    }

    /// Runs the command as a party's member and reads the JSON it prints.
    pub fn run_as(&self, party: &Party, args: &[&str]) -> Value {
        let output = self.try_as(party, args);
        assert!(output.status.success(), "limpid {args:?}: {output:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Seals a file into the provider's store and publishes it.
    pub fn publish(&self, file: &Path, more: &[&str]) -> Value {
        let (store, url) = (self.store(), self.url());
        let mut args = vec![
            "share",
            "publish",
            text(file),
            "--store",
            text(&store),
            "--url",
            &url,
        ];
        args.extend([
            "--schema",
            "hj212-frames",
            "--kind",
            "records",
            "--division",
            "320500",
        ]);
        args.extend([
            "--from",
            "2026-01-01",
            "--until",
            "2026-01-08",
            "--title",
            "a week",
        ]);
        args.extend(more);
        self.run_as(&self.provider, &args)
    }

    /// Asks for a data set and gives the request's number.
    pub fn request(&self, party: &Party, data_set: &str) -> String {
        let mut args = vec![
            "share",
            "request",
            data_set,
            "--purpose",
            "a case at the border",
        ];
        args.extend([
            "--basis-digest",
            DOCUMENT,
            "--from",
            "2026-01-01",
            "--until",
            "2028-01-01",
        ]);
        self.run_as(party, &args)["request"].to_string()
    }

    /// Grants a request and gives the grant's number.
    pub fn grant(&self, request: &str, expires: &str) -> String {
        let store = self.store();
        let mut args = vec!["share", "grant", request, "--store", text(&store)];
        args.extend(["--document-digest", DOCUMENT, "--expires", expires]);
        self.run_as(&self.provider, &args)["grant"].to_string()
    }

    /// The command that fetches a grant as the requester, with one of its sealing keys.
    pub fn fetch(&self, grant: &str, out: &Path, sealing: &Path) -> Command {
        let authority = self.tls("ca.pem");
        let args = [
            "share",
            "fetch",
            grant,
            "--out",
            text(out),
            "--ca",
            text(&authority),
        ];
        let mut command = self.command_as(&self.requester, &args);
        command.arg("--sealing-key").arg(sealing);
        command
    }

    /// How a grant of the requester stands.
    pub fn standing(&self, grant: &str) -> String {
        let grants = self.run_as(&self.requester, &["share", "grants"]);
        let grants = grants.as_array().expect("a list");
        let number: u64 = grant.parse().expect("a number");
        let found = grants.iter().find(|one| one["grant"] == number);
        let found = found.unwrap_or_else(|| panic!("no grant {grant}: {grants:?}"));
        found["standing"].as_str().expect("a word").to_owned()
    }
}

/// The council, which has one member on this chain, admits an institution.
fn admit(world: &World, name: &str, kind: &str, division: &str, uscc: &str) -> Party {
    let (key, sealing) = (
        world.path(&format!("{name}.key")),
        world.path(&format!("{name}.sealing.key")),
    );
    let account = generate_account(&key);
    generate_account(&sealing);
    let mut admit = vec![
        "institution",
        "admit",
        "--by",
        "council",
        "--development",
        "agency-1",
    ];
    admit.extend([
        "--document-digest",
        DOCUMENT,
        "--kind",
        kind,
        "--uscc",
        uscc,
    ]);
    admit.extend([
        "--name",
        name,
        "--division",
        division,
        "--administrator",
        &account,
    ]);
    world.limpid.run(admit);
    let id = id_of(&world.limpid, name);
    Party { id, key, sealing }
}

fn id_of(limpid: &Limpid, name: &str) -> u64 {
    let all = limpid.run(["institution", "list"]);
    let all = all.as_array().expect("a list");
    let found = all.iter().find(|one| one["is"]["name"] == name);
    let id = found.and_then(|one| one["institution"].as_u64());
    id.unwrap_or_else(|| panic!("no institution {name}: {all:?}"))
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// The most memory a process had at a time, in KiB.
pub fn peak_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
