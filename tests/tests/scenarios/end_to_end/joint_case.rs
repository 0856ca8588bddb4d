//! A joint case on a real chain: clues to the nearest office first and to a superior in a dispute, evidence of another province
//! once its archive is recognised, a task, a result.

use limpid_tests::{generate_account, uscc, World};
use serde_json::{json, Value};
use std::{fs, path::Path};

const SEED: u64 = 44;
/// Any digests: of decisions, clues and evidence.
const DOCUMENT: &str = "6666666666666666666666666666666666666666666666666666666666666666";
const CLUE: &str = "7777777777777777777777777777777777777777777777777777777777777777";
const SECOND_CLUE: &str = "8888888888888888888888888888888888888888888888888888888888888888";
/// A county of the world's city.
const PLACE: &str = "320505";

struct Agency {
    key: String,
    id: u64,
}

/// A chain with agencies of two provinces and of the nation.
struct Case {
    world: World,
    /// Suzhou, whose permit it is about.
    suzhou: Agency,
    jiangsu: Agency,
    /// Jiaxing in Zhejiang, the host.
    jiaxing: Agency,
    zhejiang: Agency,
    ministry: Agency,
}

#[test]
fn a_case_is_opened_worked_on_by_two_provinces_and_closed() {
    let case = Case::begin();
    case.open();
    case.hand_over();
    case.dispute();
    case.attach();
    case.close();
}

impl Case {
    fn begin() -> Self {
        let world = World::begin(1, SEED);
        let admit = |name, division, number| admit(&world, name, division, number);
        let jiangsu = admit("jiangsu", "320000", 113);
        let jiaxing = admit("jiaxing", "330400", 111);
        let zhejiang = admit("zhejiang", "330000", 115);
        let ministry = admit("ministry", "100000", 116);
        let suzhou = Agency {
            key: text(&world.city),
            id: institution_of(&world, "11320500MB0000043L"),
        };
        Self {
            world,
            suzhou,
            jiangsu,
            jiaxing,
            zhejiang,
            ministry,
        }
    }

    /// Carries out a command, its words parted by spaces.
    fn act(&self, by: &Agency, words: &str) -> Value {
        self.world.limpid.run(signed(by, words))
    }

    /// A command that the chain refuses; what it says then.
    fn act_in_vain(&self, by: &Agency, words: &str) -> String {
        let words = signed(by, words);
        let output = self.world.limpid.try_run(&words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn look(&self, words: &str) -> Value {
        self.world.limpid.run(words.split_whitespace())
    }

    fn open(&self) {
        let opened = self.act(
            &self.jiaxing,
            &format!("case open --document-digest {DOCUMENT}"),
        );
        assert_eq!(opened["case"], 1);
        self.act(&self.jiaxing, &format!("case invite 1 {}", self.suzhou.id));
        let stranger = self.act_in_vain(&self.zhejiang, "case join 1");
        assert!(stranger.contains("NotInvited"), "{stranger}");
        self.act(&self.suzhou, "case join 1");
    }

    /// To the nearest office first, and to the next when it returned the clue.
    fn hand_over(&self) {
        let transfer =
            format!("case transfer-clue --content-digest {CLUE} --place {PLACE} --case 1");
        let far = self.act_in_vain(
            &self.jiaxing,
            &format!("{transfer} --to {}", self.jiangsu.id),
        );
        assert!(far.contains("NearerOffice"), "{far}");
        assert_eq!(self.act(&self.jiaxing, &transfer)["to"], self.suzhou.id);
        self.act(
            &self.suzhou,
            &format!("case return-clue 1 --document-digest {DOCUMENT}"),
        );
        let next = format!("{transfer} --to {}", self.jiangsu.id);
        assert_eq!(self.act(&self.jiaxing, &next)["to"], self.jiangsu.id);
        self.act(&self.jiangsu, "case accept-clue 2");
    }

    /// An agency above both decides.
    fn dispute(&self) {
        let transfer = format!("case transfer-clue --content-digest {SECOND_CLUE} --place {PLACE}");
        self.act(&self.jiaxing, &transfer);
        let disputed = self.act(
            &self.suzhou,
            &format!("case dispute-clue 3 --document-digest {DOCUMENT}"),
        );
        assert_eq!(disputed["superior"], "100000");
        let decide = format!(
            "case decide-clue 3 --to {} --document-digest {DOCUMENT}",
            self.suzhou.id
        );
        let party = self.act_in_vain(&self.jiangsu, &decide);
        assert!(party.contains("NotSuperior"), "{party}");
        self.act(&self.ministry, &decide);
        let open = self.look("case clues --open");
        assert_eq!(open, json!([]), "every clue has somebody who acts on it");
    }

    /// Evidence about Jiangsu's permit counts in Zhejiang once Zhejiang recognises the archive.
    fn attach(&self) {
        let attach = format!(
            "case attach 1 --bundle-digest {CLUE} --permit {}",
            self.world.permit
        );
        let unknown = self.act_in_vain(&self.suzhou, &attach);
        assert!(unknown.contains("ArchiveNotRecognised"), "{unknown}");
        let archive = self.world.path("archive.bin");
        fs::write(&archive, "permits of Suzhou").expect("a file");
        let store = self.world.path("archives");
        let published = self.act(
            &self.suzhou,
            &format!(
                "share publish {} --store {} --url https://share.suzhou.example:8443 --schema archive/1 --kind permit-archive \
                 --division 320500 --from 2026-01-01 --until 2026-11-01 --title archive",
                text(&archive),
                text(&store)
            ),
        );
        let recognise = format!(
            "share recognise 330000 {} --document-digest {DOCUMENT}",
            published["data_set"]
        );
        self.act(&self.zhejiang, &recognise);
        self.act(&self.suzhou, &attach);
        let shown = self.look("case show 1");
        assert_eq!(shown["evidence"][0]["recognition"], "recognised");
        assert_eq!(shown["evidence"][0]["by"], self.suzhou.id);
    }

    fn close(&self) {
        let set = format!(
            "case set-task 1 {} --content-digest {DOCUMENT} --due 2030-01-01",
            self.suzhou.id
        );
        assert_eq!(self.act(&self.jiaxing, &set)["task"], 1);
        let close = format!("case close 1 --result-digest {DOCUMENT}");
        let early = self.act_in_vain(&self.jiaxing, &close);
        assert!(early.contains("TasksOpen"), "{early}");
        self.act(
            &self.suzhou,
            &format!("case finish-task 1 1 --result-digest {CLUE}"),
        );
        self.act(&self.jiaxing, &close);
        let shown = self.look("case show 1");
        assert_eq!(shown["closed"]["result"], DOCUMENT);
        assert_eq!(shown["tasks"][0]["late"], false);
        let late = self.act_in_vain(&self.suzhou, "case leave 1");
        assert!(late.contains("CaseClosed"), "{late}");
    }
}

fn signed(by: &Agency, words: &str) -> Vec<String> {
    let words = words.split_whitespace().map(str::to_owned);
    words.chain(["--key".to_owned(), by.key.clone()]).collect()
}

/// The council, which has one member on this chain, admits an agency.
fn admit(world: &World, name: &str, division: &str, number: u32) -> Agency {
    let key = world.path(&format!("{name}.key"));
    let account = generate_account(&key);
    let code = uscc(&format!("11{division}MB0000{number}"));
    let by = format!("--by council --development agency-1 --document-digest {DOCUMENT}");
    let words = format!(
        "institution admit {by} --kind agency --uscc {code} --name {name} --division {division} --administrator {account}"
    );
    world.limpid.run(words.split(' '));
    Agency {
        key: text(&key),
        id: institution_of(world, &code),
    }
}

fn institution_of(world: &World, code: &str) -> u64 {
    let all = world.limpid.run(["institution", "list"]);
    let mut all = all.as_array().into_iter().flatten();
    let found = all.find(|one| one["is"]["uscc"] == code);
    let id = found.and_then(|one| one["institution"].as_u64());
    id.expect("it was admitted")
}

fn text(path: &Path) -> String {
    path.to_str().expect("a plain name").to_owned()
}
