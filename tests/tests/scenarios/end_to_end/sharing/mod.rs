//! Data of one province found, asked for, given to and proven by another, over a real node and a real server; and everything that
//! may go wrong with it.

mod parties;

use limpid_client::{
    keys::MemberKey,
    share::download::{download, Authorities, DownloadError, Source},
};
use limpid_tests::{output_within, wait_for};
use parties::{peak_kib, text, Parties, DOCUMENT};
use rand::RngCore;
use serde_json::Value;
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Output, Stdio},
};

const SEED: u64 = 51;
const LATER: &str = "2027-06-01";
const MIB: u64 = 1024 * 1024;
/// The larger file: 256 MiB, or as many as this variable says.
const LARGE_MIB: &str = "LIMPID_SHARE_MIB";
/// What server and client may use, however large the file.
const MEMORY_MIB_MAX: u64 = 64;

#[test]
fn data_are_found_granted_fetched_and_confirmed_and_nothing_else_is() {
    let mut parties = Parties::begin(SEED);
    let file = parties.world.path("week.csv");
    random_file(&file, 5 * MIB + 17);
    let keepers = [&parties.province, &parties.requester, &parties.third];
    let keepers = keepers.map(|party| party.id.to_string()).join(",");
    let published = parties.publish(&file, &["--escrow", &keepers, "--threshold", "2"]);
    let (data_set, sealed) = (
        published["data_set"].to_string(),
        sealed_path(&parties, &published),
    );
    parties.serve();
    let grant = find_and_get(&parties, &data_set, &file);
    third_is_refused(&parties, &data_set, &grant);
    tampered_is_disputed(&parties, &grant, &sealed, &file);
    rotated_key_is_rewrapped(&parties, &grant, &file);
    ended_grants_give_nothing(&parties, &data_set, &grant);
    court_opens(&parties, &data_set, &sealed, &file);
    large_file_survives_kills_in_little_memory(&mut parties);
}

/// The requester finds the data set, asks, is granted, fetches and confirms. Gives the grant.
fn find_and_get(parties: &Parties, data_set: &str, file: &Path) -> String {
    let find = [
        "share",
        "find",
        "--kind",
        "records",
        "--division",
        "320000",
        "--from",
        "2026-01-05",
    ];
    let found = parties.run_as(&parties.requester, &find);
    assert_eq!(found[0]["data_set"].to_string(), data_set, "{found}");
    let request = parties.request(&parties.requester, data_set);
    let open = ["share", "requests", "--as", "provider", "--open"];
    let open = parties.run_as(&parties.provider, &open);
    assert_eq!(open[0]["request"].to_string(), request, "{open}");
    assert_eq!(open[0]["standing"], "open");
    let grant = parties.grant(&request, LATER);
    let out = parties.world.path("fetched.csv");
    let fetched = output(&mut parties.fetch(&grant, &out, &parties.requester.sealing));
    assert!(fetched.status.success(), "{fetched:?}");
    assert!(is_same(&out, file));
    // What is there is not overwritten.
    let again = output(&mut parties.fetch(&grant, &out, &parties.requester.sealing));
    assert_eq!(again.status.code(), Some(2), "{again:?}");
    let confirmed = parties.run_as(
        &parties.requester,
        &["share", "confirm", &grant, text(&out)],
    );
    assert_eq!(confirmed["matches"], "matches");
    assert_eq!(parties.standing(&grant), "live");
    grant
}

/// A third province asks and is refused on chain; its try to fetch the other's grant is refused by the server, and that refusal
/// becomes evidence.
fn third_is_refused(parties: &Parties, data_set: &str, grant: &str) {
    let request = parties.request(&parties.third, data_set);
    let refuse = ["share", "refuse", &request, "--document-digest", DOCUMENT];
    parties.run_as(&parties.provider, &refuse);
    let requests = parties.run_as(&parties.third, &["share", "requests"]);
    assert_eq!(requests[0]["standing"], "refused", "{requests}");
    // The envelope in the grant is not for it.
    let out = parties.world.path("stolen.csv");
    let mut steal = parties.fetch(grant, &out, &parties.third.sealing);
    let stolen = output(steal.env("LIMPID_KEY", &parties.third.key));
    assert_eq!(stolen.status.code(), Some(2), "{stolen:?}");
    // Nor is the sealed file.
    let error = download_as_third(parties, grant).unwrap_err();
    let DownloadError::Refused { status: 403, .. } = error else {
        panic!("{error}");
    };
    let refusals = parties.store().join("refusals");
    let refusal = fs::read(refusals.join("00000001.refusal.json")).expect("it is on record");
    let refusal: Value = serde_json::from_slice(&refusal).expect("JSON");
    assert_eq!(refusal["reason"], "not-yours", "{refusal}");
    assert_eq!(refusal["institution"], parties.third.id);
    refusal_is_evidence(parties, &refusals.join("00000001.deposit.json"));
}

fn download_as_third(parties: &Parties, grant: &str) -> Result<(), DownloadError> {
    let status = parties.world.limpid.run(["chain", "status"]);
    let genesis = status["genesis"].as_str().expect("the genesis hash");
    let source = Source {
        genesis: genesis.parse().expect("a hash"),
        location: parties.url().parse().expect("a URL"),
        grant: grant.parse().expect("a number"),
        sealed_bytes: 100,
    };
    let key = MemberKey::read(&parties.third.key).expect("a key");
    let authorities = Authorities {
        file: Some(parties.tls("ca.pem")),
    };
    let part = parties.world.path("stolen.part");
    download(&source, &key, &authorities, &part, &|_| ())
}

fn refusal_is_evidence(parties: &Parties, deposited: &Path) {
    wait_for("the refusal to be deposited", 60, || deposited.exists());
    let deposited: Value =
        serde_json::from_slice(&fs::read(deposited).expect("a file")).expect("JSON");
    let gateway = parties.world.gateway.as_ref().expect("it runs");
    gateway.wait_until("the refusal to be anchored", 120, |status| {
        status.all_anchored()
    });
    let (bundle, store) = (
        parties.world.path("refusal.evidence.json"),
        parties.world.store(),
    );
    let arrival = deposited["arrival"].to_string();
    let mut export = vec![
        "evidence",
        "export",
        "--store",
        text(&store),
        "--arrival",
        &arrival,
    ];
    export.extend(["--out", text(&bundle)]);
    parties.world.limpid.run(export);
    let (code, report) = parties.world.verify(&bundle);
    assert_eq!(code, 0, "{report}");
    assert_eq!(report["facts"]["records"][0]["digest"], deposited["digest"]);
}

/// What the server's disk changed is noticed, kept, and disputed on chain; once it is right again, so is the receipt.
fn tampered_is_disputed(parties: &Parties, grant: &str, sealed: &Path, file: &Path) {
    let good = fs::read(sealed).expect("the sealed file");
    let mut bad = good.clone();
    bad[3_000_000] ^= 1;
    fs::write(sealed, &bad).expect("it is changed");
    let out = parties.world.path("tampered.csv");
    let fetched = output(&mut parties.fetch(grant, &out, &parties.requester.sealing));
    assert_eq!(fetched.status.code(), Some(1), "{fetched:?}");
    assert!(!out.exists());
    let kept = parties.world.path("tampered.csv.rejected");
    let confirmed = parties.run_as(
        &parties.requester,
        &["share", "confirm", grant, text(&kept)],
    );
    assert_eq!(confirmed["matches"], "differs");
    assert_eq!(parties.standing(grant), "disputed");
    fs::write(sealed, &good).expect("it is right again");
    let mut fetch = parties.fetch(grant, &out, &parties.requester.sealing);
    let fetched = output(fetch.arg("--confirm"));
    assert!(fetched.status.success(), "{fetched:?}");
    assert!(is_same(&out, file));
    assert_eq!(parties.standing(grant), "live");
}

/// After the requester changed its key, the old one opens the old envelope and the new one the rewrapped.
fn rotated_key_is_rewrapped(parties: &Parties, grant: &str, file: &Path) {
    let (old, new) = (
        &parties.requester.sealing,
        parties.world.path("new.sealing.key"),
    );
    limpid_tests::generate_account(&new);
    let register = ["share", "key", "register", "--sealing-key", text(&new)];
    assert_eq!(parties.run_as(&parties.requester, &register)["key"], 2);
    let out = parties.world.path("rotated.csv");
    let fetched = output(&mut parties.fetch(grant, &out, &new));
    assert_eq!(fetched.status.code(), Some(2), "{fetched:?}");
    let store = parties.store();
    let rewrap = ["share", "rewrap", grant, "--store", text(&store)];
    assert_eq!(parties.run_as(&parties.provider, &rewrap)["key"], 2);
    let fetched = output(&mut parties.fetch(grant, &out, old));
    assert_eq!(fetched.status.code(), Some(2), "{fetched:?}");
    let fetched = output(&mut parties.fetch(grant, &out, &new));
    assert!(fetched.status.success(), "{fetched:?}");
    assert!(is_same(&out, file));
}

/// A revoked grant and one that is over give nothing.
fn ended_grants_give_nothing(parties: &Parties, data_set: &str, grant: &str) {
    let new = parties.world.path("new.sealing.key");
    let revoke = ["share", "revoke", grant, "--document-digest", DOCUMENT];
    parties.run_as(&parties.provider, &revoke);
    let is_refused = |grant: &str, why: &str| {
        let out = parties.world.path("ended.csv");
        let fetched = output(&mut parties.fetch(grant, &out, &new));
        assert_eq!(fetched.status.code(), Some(1), "{fetched:?}");
        let said = String::from_utf8_lossy(&fetched.stderr).into_owned();
        assert!(said.contains(why) && !out.exists(), "{said}");
    };
    is_refused(grant, "revoked this grant");
    assert_eq!(parties.standing(grant), "revoked");
    let request = parties.request(&parties.requester, data_set);
    let short = parties.grant(&request, &in_seconds(30));
    wait_for("the grant's end", 90, || {
        parties.standing(&short) == "expired"
    });
    is_refused(&short, "this grant is over");
}

/// Two of three agencies release their shares to the court, and it opens the sealed file without its provider.
fn court_opens(parties: &Parties, data_set: &str, sealed: &Path, file: &Path) {
    let order = [
        "share",
        "order-opening",
        data_set,
        "--document-digest",
        DOCUMENT,
    ];
    let opening = parties.run_as(&parties.court, &order)["opening"].to_string();
    let release = |party: &parties::Party| {
        let key = text(&party.sealing);
        parties.run_as(
            party,
            &["share", "release-share", &opening, "--sealing-key", key],
        )
    };
    let out = parties.world.path("opened.csv");
    let key = text(&parties.court.sealing);
    let mut open = vec!["share", "open-escrow", &opening, "--sealed", text(sealed)];
    open.extend(["--out", text(&out), "--sealing-key", key]);
    release(&parties.province);
    let too_few = parties.try_as(&parties.court, &open);
    assert_eq!(too_few.status.code(), Some(2), "{too_few:?}");
    release(&parties.third);
    parties.run_as(&parties.court, &open);
    assert!(is_same(&out, file) && sealed.exists());
}

/// A large file whose server and then whose client are killed in the middle arrives whole, and neither ever used much memory.
fn large_file_survives_kills_in_little_memory(parties: &mut Parties) {
    let mib = std::env::var(LARGE_MIB).map_or(256, |mib| mib.parse().expect("a number"));
    let (file, out) = (
        parties.world.path("large.bin"),
        parties.world.path("large.out"),
    );
    random_file(&file, mib * MIB);
    let published = parties.publish(&file, &[]);
    let part = part_path(&out, &published);
    let request = parties.request(&parties.requester, &published["data_set"].to_string());
    let grant = parties.grant(&request, LATER);
    let new = parties.world.path("new.sealing.key");
    let start = |parties: &Parties| {
        let mut fetch = parties.fetch(&grant, &out, &new);
        fetch.stdout(Stdio::null()).stderr(Stdio::null());
        fetch.spawn().expect("it starts")
    };
    let total = published["sealed_bytes"].as_u64().expect("bytes");
    let mut server_peak = 0;
    // The client is killed, then the server under the next client.
    let mut first = start(parties);
    wait_until_part(&part, total / 10);
    first.kill().expect("it runs still");
    first.wait().expect("it ends");
    let have = length(&part);
    assert!(have < total, "it was killed before the end");
    let mut second = start(parties);
    wait_until_part(&part, have.max(total / 4));
    let server = parties.server.as_mut().expect("it runs");
    server_peak = server_peak.max(peak_kib(server.id()).expect("its memory"));
    server.kill();
    assert!(length(&part) < total, "it was killed before the end");
    parties.serve();
    let client_peak = peak_until_end(&mut second);
    let server = parties.server.as_ref().expect("it runs");
    server_peak = server_peak.max(peak_kib(server.id()).expect("its memory"));
    assert!(is_same(&out, &file));
    assert!(!part.exists());
    println!(
        "{mib} MiB: peak memory of the server {server_peak} KiB, of the client {client_peak} KiB"
    );
    let most = MEMORY_MIB_MAX * 1024;
    assert!(server_peak < most && client_peak < most);
}

/// Waits until the part that is fetched is longer than this.
fn wait_until_part(part: &Path, bytes: u64) {
    let began = std::time::Instant::now();
    while length(part) <= bytes {
        assert!(began.elapsed().as_secs() < 120, "nothing is fetched");
        std::thread::yield_now();
    }
}

fn length(part: &Path) -> u64 {
    fs::metadata(part).map_or(0, |metadata| metadata.len())
}

/// The most memory a process had at a time before it ended well.
fn peak_until_end(child: &mut Child) -> u64 {
    let mut peak = 0;
    wait_for("the fetch", 300, || {
        peak = peak.max(peak_kib(child.id()).unwrap_or(0));
        child.try_wait().expect("it can be asked").is_some()
    });
    let status = child.wait().expect("it ended");
    assert!(status.success(), "{status}");
    peak
}

fn part_path(out: &Path, published: &Value) -> PathBuf {
    let sealed = published["sealed"].as_str().expect("a digest");
    PathBuf::from(format!("{}.{}.part", text(out), &sealed[..16]))
}

fn sealed_path(parties: &Parties, published: &Value) -> PathBuf {
    let sealed = published["sealed"].as_str().expect("a digest");
    parties.store().join(format!("{sealed}.sealed"))
}

fn output(command: &mut std::process::Command) -> Output {
    output_within(command, 300)
}

fn is_same(one: &Path, other: &Path) -> bool {
    fs::read(one).expect("a file") == fs::read(other).expect("a file")
}

/// A file that no compression makes smaller.
fn random_file(path: &Path, bytes: u64) {
    let mut file = File::create(path).expect("a new file");
    let (mut block, mut left) = (vec![0; 1 << 20], bytes);
    while left > 0 {
        rand::thread_rng().fill_bytes(&mut block);
        let now = left.min(MIB);
        let piece = &block[..usize::try_from(now).expect("a length")];
        file.write_all(piece).expect("room on the disk");
        left -= now;
    }
}

/// The time in so many seconds, as the command line takes it.
fn in_seconds(seconds: u64) -> String {
    let date = format!("+{seconds} seconds");
    let mut command = std::process::Command::new("date");
    let output = output(command.args(["-u", "-d", &date, "+%Y-%m-%dT%H:%M:%SZ"]));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
