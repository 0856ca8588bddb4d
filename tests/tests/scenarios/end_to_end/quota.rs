//! Quota as docs/quota.md goes through it, on a real chain: defined, allocated, agreed about, frozen, surrendered; and a title
//! that two verifiers read.

use super::independent;
use limpid_tests::{generate_account, output_within, uscc, World};
use serde_json::{json, Value};
use std::{fs, path::Path, process::Command};

const SEED: u64 = 43;
const NOX: &str = "a21002";
/// Any digests: of decisions, agreements and orders.
const DOCUMENT: &str = "6666666666666666666666666666666666666666666666666666666666666666";
const SECOND: &str = "7777777777777777777777777777777777777777777777777777777777777777";

/// Who acts, and with which key.
struct Party {
    key: String,
    id: String,
}

/// A chain with an agency, a court and two enterprises.
struct Quota {
    world: World,
    city: Party,
    court: Party,
    /// The holder of the world's permit.
    steel: Party,
    power: Party,
}

#[test]
fn quota_is_agreed_about_frozen_and_surrendered_and_its_title_is_proven() {
    let quota = Quota::begin();
    quota.define();
    quota.allocate();
    quota.agree();
    quota.freeze();
    quota.surrender();
    quota.prove();
}

impl Quota {
    fn begin() -> Self {
        let world = World::begin(1, SEED);
        let city = text(&world.city);
        let council = ["--by", "council", "--development", "agency-1"];
        let council = [&council[..], &["--document-digest", DOCUMENT]].concat();
        let court = admit(&world, "court", 21, &council);
        let power = admit(&world, "enterprise", 22, &["--key", &city]);
        let of = |key: String, code: &str| Party {
            key,
            id: institution_of(&world, code),
        };
        Self {
            steel: of(text(&world.path("enterprise.key")), &world.permit[..18]),
            city: of(city.clone(), "11320500MB0000043L"),
            court,
            power,
            world,
        }
    }

    fn words(by: &Party, words: &str) -> Vec<String> {
        let words = words.split_whitespace().map(str::to_owned);
        words.chain(["--key".to_owned(), by.key.clone()]).collect()
    }

    /// Carries out a command of quota, its words parted by spaces.
    fn act(&self, by: &Party, words: &str) -> Value {
        let words = Self::words(by, &format!("quota {words}"));
        self.world.limpid.run(words)
    }

    /// As [`act`](Self::act), by a decision, an agreement or an order.
    fn decide(&self, by: &Party, words: &str) -> Value {
        self.act(by, &format!("{words} --document-digest {DOCUMENT}"))
    }

    fn look(&self, words: &str) -> Value {
        let words = format!("quota {words}");
        self.world.limpid.run(words.split_whitespace())
    }

    /// A command that the chain refuses; what it says then.
    fn act_in_vain(&self, by: &Party, words: &str) -> String {
        let words = Self::words(by, &format!("quota {words}"));
        let output = self.world.limpid.try_run(&words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn held(&self, holder: &str, field: &str) -> Value {
        self.look(&format!("holdings {holder}"))["holdings"][0][field].clone()
    }

    fn define(&self) {
        let class = json!({
            "key": {
                "pollutant": NOX, "zone": { "air": { "division": "320500" } },
                "vintage": { "first_year": 2025, "last_year": 2030, "expires": "2031-06-30" }, "sector": "industry",
            },
            "unit": "1 kg",
            "rules": {
                "cap": "100 t", "zones": [], "sectors": [], "barred": [], "holder_limit": null, "group_limit": null,
                "resale": "same-day", "transfer": "agreed", "lease_days_max": 30,
            },
        });
        let file = self.world.path("class.json");
        fs::write(&file, class.to_string()).expect("a file");
        let defined = self.decide(&self.city, &format!("class define --file {}", text(&file)));
        assert_eq!(defined["class"], 1);
        // What is shown to programs is what can be set.
        let mut rules = self.look("class show 1")["rules"].clone();
        assert_eq!(rules, class["rules"]);
        rules["lease_days_max"] = json!(60);
        fs::write(&file, rules.to_string()).expect("a file");
        self.decide(&self.city, &format!("class rules 1 --file {}", text(&file)));
        assert_eq!(self.look("class show 1")["rules"]["lease_days_max"], 60);
        for holder in [&self.steel, &self.power] {
            let enrol = format!("enrol {} --sector industry --place 320500", holder.id);
            self.decide(&self.city, &enrol);
        }
    }

    /// A decision given again, with one share more, allocates only that one.
    fn allocate(&self) {
        let share = format!("allocate 1 --share {}=2t", self.steel.id);
        let done = self.decide(&self.city, &share);
        assert_eq!(done["allocated"][0]["lot"], 1);
        let again = self.decide(&self.city, &format!("{share} --share reserve:320500=1t"));
        let only =
            json!([{ "holder": "reserve:320500", "granted": "1 t", "deducted": "0 kg", "lot": 2 }]);
        assert_eq!(
            (&again["allocated"], &again["passed_over"]),
            (&only, &json!(1))
        );
        let more = self.act(&self.city, &format!("{share} --document-digest {SECOND}"));
        assert_eq!(more["allocated"][0]["lot"], 3);
        assert_eq!(self.held(&self.steel.id, "lot"), 4, "both are one lot now");
        self.decide(
            &self.city,
            &format!(
                "take-back 1 --from {} --into 320500 --amount 500kg",
                self.steel.id
            ),
        );
        assert_eq!(self.held("reserve:320500", "amount"), "1.5 t");
    }

    /// A transfer, a lease and its return, a buy-back; what is offered is set aside, and can be withdrawn.
    fn agree(&self) {
        let (steel, power) = (&self.steel, &self.power);
        let offer = |from: &Party, to: &str, more: &str| {
            let open = format!("--open-until {}", self.day_after(5));
            let offer = format!("offer 1 --from {} --to {to} {more} {open}", from.id);
            self.decide(from, &offer)["offer"].to_string()
        };
        let transfer = offer(steel, &power.id, "--amount 800kg");
        assert_eq!(self.held(&steel.id, "offered"), "800 kg");
        assert_eq!(self.look("offers")[0]["to"], power.id);
        self.act(power, &format!("accept {transfer}"));
        let lease = offer(
            steel,
            &power.id,
            &format!("--amount 100kg --lease-until {}", self.day_after(20)),
        );
        let begun = self.act(power, &format!("accept {lease}"));
        let (had, owed) = (
            self.held(&power.id, "amount"),
            self.held(&power.id, "leased"),
        );
        assert_eq!((had, owed), (json!("900 kg"), json!("100 kg")));
        let over = format!(
            "offer 1 --from {} --to {} --amount 850kg",
            power.id, steel.id
        );
        let over = format!(
            "{over} --open-until {} --document-digest {DOCUMENT}",
            self.day_after(5)
        );
        let said = self.act_in_vain(power, &over);
        assert!(
            said.contains("Quotas.Leased") && said.contains("limpid quota lease list"),
            "{said}"
        );
        let lease = begun["lease"].to_string();
        let back = self.act(power, &format!("lease return {lease}"));
        assert_eq!(
            (&back["returned"], &back["overdue"]),
            (&json!("100 kg"), &Value::Null)
        );
        assert_eq!(self.look("lease list"), json!([]));
        let back = offer(power, "reserve:320500", "--amount 50kg");
        self.act(&self.city, &format!("accept {back}"));
        let taken = offer(steel, &power.id, "--amount 1kg");
        self.act(steel, &format!("withdraw {taken}"));
        assert_eq!(self.held(&steel.id, "offered"), "0 kg");
    }

    fn day_after(&self, days: u64) -> String {
        let status = self.world.limpid.run(["chain", "status"]);
        let now_ms = status["finalised"]["time_ms"].as_u64().expect("a time");
        let then = format!("@{}", now_ms / 1_000 + days * 86_400);
        let mut date = Command::new("date");
        date.args(["-u", "-d", &then, "+%F"]);
        let output = output_within(&mut date, 10);
        let day = String::from_utf8(output.stdout).expect("a day");
        day.trim().to_owned()
    }

    fn freeze(&self) {
        let power = &self.power;
        let frozen = self.decide(
            &self.court,
            &format!("freeze {} --class 1 --amount 700kg", power.id),
        );
        let retire = format!(
            "retire 1 --holder {} --document-digest {DOCUMENT}",
            power.id
        );
        let said = self.act_in_vain(power, &format!("{retire} --amount 100kg"));
        assert!(
            said.contains("Quotas.Frozen") && said.contains("limpid quota freezes"),
            "{said}"
        );
        self.act(power, &format!("{retire} --amount 50kg"));
        let order = self.decide(
            &self.court,
            &format!("freeze {} --class 1 --amount 1kg", power.id),
        );
        self.decide(&self.court, &format!("release {}", order["freeze"]));
        let freezes = self.look(&format!("freezes --of {}", power.id));
        assert_eq!(
            (&freezes[0]["freeze"], freezes.as_array().map(Vec::len)),
            (&frozen["freeze"], Some(1))
        );
    }

    /// Against the year's mass as the chain has it: a day that the agency measured itself. The deadline was long ago.
    fn surrender(&self) {
        let (world, permit) = (&self.world, &self.world.permit);
        let outlet = &world.outlets[0].name;
        let day =
            format!("emissions override {outlet} --pollutant {NOX} --day 2025-03-01 --mass 120kg");
        let day = format!("{day} --document-digest {DOCUMENT}");
        world.limpid.run(Self::words(&self.city, &day));
        let rule = "rule set --division 320500 --pollutant a21002 --first-year 2025";
        self.act(
            &self.city,
            &format!("{rule} --deadline-days 10 --deduction-permille 1000"),
        );
        assert_eq!(self.look("rule list")[0]["rule"]["deadline_days"], 10);
        let year = format!("{permit} --pollutant {NOX} --year 2025");
        assert_eq!(self.look(&format!("shortfall {year}"))["missing"], "120 kg");
        let assessed = self.act(&self.power, &format!("assess {year}"));
        let parts = [
            &assessed["due"],
            &assessed["shortfall"],
            &assessed["deduction"],
        ];
        assert_eq!(parts, [&json!("120 kg"); 3]);
        assert_eq!(
            self.look(&format!("holdings {}", self.steel.id))["selling_locked"],
            true
        );
        self.decide(&self.city, &format!("waive {year} --amount 20kg"));
        let surrender = format!("surrender {permit} --year 2025 --class 1 --amount");
        let said = self.act_in_vain(&self.steel, &format!("{surrender} 101kg"));
        assert!(said.contains("limpid quota shortfall"), "{said}");
        let done = self.act(&self.steel, &format!("{surrender} 100kg"));
        assert_eq!(
            (&done["timeliness"], &done["selling_unlocked"]),
            (&json!("late"), &json!(true))
        );
        let held = self.look(&format!("holdings {}", self.steel.id));
        assert_eq!(held["deductions"][0]["outstanding"], "100 kg");
    }

    /// The lot that power has, as text, drawing and file; and a file with one byte changed.
    fn prove(&self) {
        let world = &self.world;
        let lot = self.held(&self.power.id, "lot");
        let (file, svg) = (world.path("lot.title.json"), world.path("title.svg"));
        let title = self.look(&format!(
            "title {lot} --bundle {} --svg {}",
            text(&file),
            text(&svg)
        ));
        let without = self.look(&format!("title {lot}"));
        for part in [
            "lots",
            "allocations",
            "class",
            "holding",
            "status",
            "institutions",
        ] {
            assert_eq!(
                title[part], without[part],
                "{part}: the node says what it proves"
            );
        }
        assert_eq!(title["holding"]["frozen"], 700_000);
        let causes: Vec<_> = title["lots"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|lot| &lot["cause"])
            .collect();
        let has = |name: &str| {
            causes
                .iter()
                .any(|cause| **cause == name || !cause[name].is_null())
        };
        for cause in ["allocation", "join", "transfer", "lease"] {
            assert!(has(cause), "{cause}: {title}");
        }
        let drawing = fs::read_to_string(&svg).expect("a drawing");
        assert!(
            drawing.contains("FROZEN") && drawing.contains(">lot 1: "),
            "{drawing}"
        );
        let root = world.trust_root();
        for verify in ["quota verify", "evidence verify"] {
            assert_eq!(
                verdict(world, verify, &file, &root),
                (Some(0), json!("verified"))
            );
        }
        assert_eq!(independent::exit_code(&file, &root), 0);
        let mut forged: Value =
            serde_json::from_slice(&fs::read(&file).expect("a file")).expect("JSON");
        forged["lot"] = json!(1);
        fs::write(&file, forged.to_string()).expect("a file");
        assert_eq!(
            verdict(world, "quota verify", &file, &root),
            (Some(1), json!("refuted"))
        );
        assert_eq!(independent::exit_code(&file, &root), 1);
    }
}

fn verdict(world: &World, verify: &str, file: &Path, root: &Path) -> (Option<i32>, Value) {
    let (file, root) = (text(file), text(root));
    let words = verify.split(' ').chain([file.as_str(), "--trust", &root]);
    let output = world.limpid.try_run(words);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    (output.status.code(), report["verdict"].clone())
}

fn admit(world: &World, kind: &str, number: u32, by: &[&str]) -> Party {
    let key = world.path(&format!("party-{number}.key"));
    let account = generate_account(&key);
    let code = uscc(&format!("91320500MA00000{number}"));
    let words = [
        "institution",
        "admit",
        "--kind",
        kind,
        "--uscc",
        &code,
        "--name",
        kind,
    ];
    let more = ["--division", "320500", "--administrator", &account];
    let words = words.iter().chain(&more).chain(by);
    let admitted = world.limpid.run(words);
    Party {
        key: text(&key),
        id: admitted["institution"].to_string(),
    }
}

fn institution_of(world: &World, code: &str) -> String {
    let all = world.limpid.run(["institution", "list"]);
    let found = all
        .as_array()
        .into_iter()
        .flatten()
        .find(|one| one["is"]["uscc"] == code);
    found.expect("it was admitted")["institution"].to_string()
}

fn text(path: &Path) -> String {
    path.to_str().expect("a plain name").to_owned()
}
