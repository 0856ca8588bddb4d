//! Quota from its allocation over the order book, an auction and a negotiated trade to its surrender, on a real chain; and the
//! whole log carried out again.

use limpid_tests::{generate_account, output_within, uscc, wait_for, World};
use serde_json::{json, Value};
use std::{fs, process::Command, thread};

const SEED: u64 = 41;
const CLASS: &str = "1";
const NOX: &str = "a21002";
/// Any digests: of decisions, announcements and vouchers.
const DOCUMENT: &str = "4444444444444444444444444444444444444444444444444444444444444444";
const VOUCHERS: [&str; 4] = [
    "5555555555555555555555555555555555555555555555555555555555555551",
    "5555555555555555555555555555555555555555555555555555555555555552",
    "5555555555555555555555555555555555555555555555555555555555555553",
    "5555555555555555555555555555555555555555555555555555555555555554",
];
/// How long bids can be committed, and then revealed.
const WINDOW_MS: u64 = 60_000;
const DAY_MS: u64 = 86_400_000;

/// Who acts, and with which key.
struct Party {
    key: String,
    id: String,
}

/// A chain with all the parties of a market.
struct Market {
    world: World,
    /// The last day of orders, a month ahead.
    until: String,
    city: Party,
    exchange: Party,
    bank: Party,
    court: Party,
    /// The holder of the world's permit.
    seller: Party,
    rival: Party,
    buyer: Party,
}

#[test]
fn quota_is_allocated_traded_and_surrendered_and_the_log_agrees() {
    let market = Market::begin();
    market.define_class();
    market.fund();
    let auction = market.open_auction();
    market.bid(&auction);
    market.reveal(&auction);
    market.trade_over_the_book();
    market.show_the_day();
    market.refuse();
    market.freeze();
    market.trade_a_block();
    market.pay_out();
    market.surrender();
    market.settle(&auction);
    market.check_balances();
    market.replay();
    market.trace_title();
}

impl Market {
    fn begin() -> Self {
        let world = World::begin(1, SEED);
        let city = text(&world.city);
        let council = ["--by", "council", "--development", "agency-1"];
        let council = [&council[..], &["--document-digest", DOCUMENT]].concat();
        let by_city = ["--key", city.as_str()];
        let admit = |kind, number, by: &[&str]| Self::admit(&world, kind, number, by);
        // Those of one signer one after the other.
        let ([exchange, bank, court], [rival, buyer]) = thread::scope(|scope| {
            let admitted = scope.spawn(|| {
                [("exchange", 10), ("settlement-bank", 11), ("court", 12)]
                    .map(|(kind, number)| admit(kind, number, &council))
            });
            let enterprises = [13, 14].map(|number| admit("enterprise", number, &by_city));
            (admitted.join().expect("they were admitted"), enterprises)
        });
        let party = |key: String, code: &str| Party {
            key,
            id: Self::institution_of(&world, code),
        };
        let mut market = Self {
            until: String::new(),
            seller: party(text(&world.path("enterprise.key")), &world.permit[..18]),
            city: party(city.clone(), "11320500MB0000043L"),
            exchange,
            bank,
            court,
            rival,
            buyer,
            world,
        };
        market.until = rfc_3339(market.time_ms() + 30 * DAY_MS)[..10].to_owned();
        market
    }

    fn admit(world: &World, kind: &str, number: u32, by: &[&str]) -> Party {
        let key = world.path(&format!("party-{number}.key"));
        let account = generate_account(&key);
        let code = uscc(&format!("91320500MA00000{number}"));
        let mut admit = vec!["institution", "admit", "--kind", kind, "--uscc", &code];
        admit.extend([
            "--name",
            kind,
            "--division",
            "320500",
            "--administrator",
            &account,
        ]);
        admit.extend(by);
        let admitted = world.limpid.run(admit);
        Party {
            key: text(&key),
            id: admitted["institution"].to_string(),
        }
    }

    fn institution_of(world: &World, code: &str) -> String {
        let all = world.limpid.run(["institution", "list"]);
        let found = array(&all).iter().find(|one| one["is"]["uscc"] == code);
        found.expect("it was admitted")["institution"].to_string()
    }

    /// Carries out a command, its words parted by spaces.
    fn act(&self, by: &Party, words: &str) -> Value {
        let words = words.split_whitespace().chain(["--key", by.key.as_str()]);
        self.world.limpid.run(words)
    }

    fn look(&self, words: &str) -> Value {
        self.world.limpid.run(words.split_whitespace())
    }

    /// A command that the chain refuses; what it says then.
    fn act_in_vain(&self, by: &Party, words: &str) -> String {
        let words = words.split_whitespace().chain(["--key", by.key.as_str()]);
        let words: Vec<_> = words.collect();
        let output = self.world.limpid.try_run(&words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn file(&self, name: &str, content: &Value) -> String {
        let file = self.world.path(name);
        fs::write(&file, content.to_string()).expect("a file");
        text(&file)
    }

    /// NOx of the city's power plants, in kilograms: three enterprises hold it, or may, and 500 kg are in reserve.
    fn define_class(&self) {
        let class = json!({
            "key": {
                "pollutant": NOX, "zone": { "air": { "division": "320500" } },
                "vintage": { "first_year": 2025, "last_year": 2030, "expires": "2031-06-30" }, "sector": "power",
            },
            "unit": "1 kg",
            "rules": {
                "cap": "100 t", "zones": [], "sectors": [], "barred": [], "holder_limit": null, "group_limit": null,
                "resale": "same-day", "transfer": "forbidden", "lease_days_max": 0,
            },
        });
        let file = self.file("class.json", &class);
        let city = &self.city;
        let defined = self.act(
            city,
            &format!("quota class define --file {file} --document-digest {DOCUMENT}"),
        );
        assert_eq!(defined["class"].to_string(), CLASS);
        for holder in [&self.seller, &self.rival, &self.buyer] {
            let enrol = format!("quota enrol {} --sector power --place 320500", holder.id);
            self.act(city, &format!("{enrol} --document-digest {DOCUMENT}"));
        }
        let shares = [&self.seller.id, &self.rival.id].map(|id| format!("--share {id}=1t"));
        let shares = format!("{} --share reserve:320500=500kg", shares.join(" "));
        self.act(
            city,
            &format!("quota allocate {CLASS} {shares} --document-digest {DOCUMENT}"),
        );
    }

    /// The class is listed, around the clock, and the bank credits everybody's money.
    fn fund(&self) {
        let listing = json!({
            "tick": "0.10", "reference": "45.00", "band_permille": 100, "block_band_permille": 300,
            "units_min": 1, "units_max": 500, "block_units_min": 50, "levels_max": 5,
            "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
            "sessions": ["00:00-24:00"],
        });
        let file = self.file("listing.json", &listing);
        self.act(
            &self.exchange,
            &format!("market list {CLASS} --file {file}"),
        );
        let shown = self.look(&format!("market show {CLASS}"));
        assert_eq!(
            (&shown["listing"], &shown["trading"]),
            (&listing, &json!("open"))
        );
        let amounts = [
            (&self.buyer, 100_000),
            (&self.seller, 10_000),
            (&self.rival, 10_000),
        ];
        for ((of, yuan), voucher) in amounts.into_iter().zip(VOUCHERS) {
            let credit = format!("deposit credit {} --amount {yuan}.00", of.id);
            self.act(&self.bank, &format!("{credit} --voucher-digest {voucher}"));
        }
        let again = format!(
            "deposit credit {} --amount 1.00 --voucher-digest {}",
            self.buyer.id, VOUCHERS[0]
        );
        let said = self.act_in_vain(&self.bank, &again);
        assert!(
            said.contains("ReferenceUsed"),
            "a voucher counts once: {said}"
        );
    }

    fn time_ms(&self) -> u64 {
        let status = self.look("chain status");
        status["finalised"]["time_ms"].as_u64().expect("a time")
    }

    /// 100 of the reserve's kilograms.
    fn open_auction(&self) -> Auction {
        let commit_until_ms = self.time_ms() + WINDOW_MS;
        let reveal_until_ms = commit_until_ms + WINDOW_MS;
        let (commit, reveal) = (rfc_3339(commit_until_ms), rfc_3339(reveal_until_ms));
        let terms = format!("--holder reserve:320500 --units 100 --floor 40.00 --margin 5.00 --document-digest {DOCUMENT}");
        let times = format!("--commit-until {commit} --reveal-until {reveal}");
        let opened = self.act(
            &self.city,
            &format!("market auction open {CLASS} {terms} {times}"),
        );
        Auction {
            id: opened["auction"].to_string(),
            commit_until_ms,
            reveal_until_ms,
        }
    }

    /// Three sealed bids at the same time, each in a file of its own.
    fn bid(&self, auction: &Auction) {
        let bids = [
            (&self.buyer, "--line 50.00:60", 30_000),
            (&self.seller, "--line 45.00:20 --line 48.00:60", 40_000),
            (&self.rival, "--line 49.00:30", 15_000),
        ];
        thread::scope(|scope| {
            for (by, lines, held) in bids {
                scope.spawn(move || {
                    let file = self.bid_file(by);
                    let bid = format!("market auction bid {} {lines} --file {file}", auction.id);
                    let committed = self.act(by, &bid);
                    assert_eq!(committed["held_fen"], held, "{committed}");
                });
            }
        });
        let shown = self.look(&format!("market auction show {}", auction.id));
        let bids = array(&shown["bids"]);
        assert_eq!(bids.len(), 3);
        for bid in bids {
            assert!(
                bid["is"]["status"]["sealed"]["commitment"].is_string(),
                "{bid}"
            );
        }
    }

    fn bid_file(&self, by: &Party) -> String {
        text(&self.world.path(&format!("{}.bid", by.id)))
    }

    /// One order is filled by two makers; another one fills what is left, and the rest of it waits.
    fn trade_over_the_book(&self) {
        let order = |by, words: &str| {
            let placed = self.act(
                by,
                &format!("market place {CLASS} {words} --until {}", self.until),
            );
            array(&placed["orders"])[0].clone()
        };
        let first = order(&self.seller, "sell --price 45.00 --units 10");
        let second = order(&self.rival, "sell --price 45.10 --units 20");
        let taken = order(&self.buyer, "buy --price 45.20 --units 25");
        let trades = array(&taken["trades"]);
        let of = |trade: &Value| {
            json!([
                trade["maker"],
                trade["price_fen"],
                trade["units"],
                trade["paid_fen"]
            ])
        };
        assert_eq!(of(&trades[0]), json!([first["order"], 4_500, 10, 45_000]));
        assert_eq!(of(&trades[1]), json!([second["order"], 4_510, 15, 67_650]));
        assert_eq!((trades.len(), &taken["left"]), (2, &json!(0)));
        let rest = order(&self.buyer, "buy --price 45.10 --units 8");
        assert_eq!(
            (array(&rest["trades"]).len(), &rest["left"]),
            (1, &json!(3))
        );
        let book = self.look(&format!("market book {CLASS}"));
        assert_eq!(
            book["buys"],
            json!([{ "price_fen": 4_510, "units": 3, "orders": 1 }])
        );
        assert_eq!(book["sells"], json!([]));
        let open = self.look(&format!("market orders {}", self.buyer.id));
        assert_eq!(array(&open)[0]["order"], rest["order"]);
        let name = rest["order"].as_str().expect("a name");
        let cancelled = self.act(&self.buyer, &format!("market cancel {name}"));
        assert_eq!(cancelled["orders"][0]["units"], 3);
    }

    fn show_the_day(&self) {
        let trades = self.look(&format!("market trades {CLASS}"));
        let prices: Vec<_> = array(&trades)
            .iter()
            .map(|trade| trade["price_fen"].clone())
            .collect();
        assert_eq!(prices, [4_510, 4_510, 4_500], "the newest first");
        assert!(!trades.to_string().contains("seller"), "no names");
        let chart = self.look(&format!("market chart {CLASS}"));
        let days = array(&chart["days"]);
        let sum = |field: &str| {
            days.iter()
                .filter_map(|day| day[field].as_u64())
                .sum::<u64>()
        };
        assert_eq!(
            (sum("units"), sum("turnover_fen"), sum("trades")),
            (30, 135_200, 3)
        );
        for (name, head) in [("chart.svg", &b"<svg"[..]), ("chart.png", b"\x89PNG")] {
            let file = text(&self.world.path(name));
            self.look(&format!("market chart {CLASS} --out {file}"));
            let content = fs::read(&file).expect("a picture");
            assert!(content.starts_with(head) && content.len() > 2_000, "{name}");
        }
    }

    /// What breaks a rule is refused, with what to do next.
    fn refuse(&self) {
        let order = format!("market place {CLASS}");
        let said = self.act_in_vain(&self.buyer, &format!("{order} buy --price 60.00 --units 1"));
        assert!(
            said.contains("OutsideBand") && said.contains("limpid market show"),
            "{said}"
        );
        let said = self.act_in_vain(
            &self.buyer,
            &format!("{order} sell --price 45.00 --units 400"),
        );
        assert!(said.contains("Market.NotEnough"), "{said}");
        self.act(
            &self.exchange,
            &format!("market halt {CLASS} --document-digest {DOCUMENT}"),
        );
        let said = self.act_in_vain(&self.buyer, &format!("{order} buy --price 45.00 --units 1"));
        assert!(said.contains("Market.Halted"), "{said}");
        self.act(&self.exchange, &format!("market resume {CLASS}"));
    }

    /// A court freezes what is in the book: it is taken out when it is met, and nothing more is placed.
    fn freeze(&self) {
        let placed = self.act(
            &self.rival,
            &format!(
                "market place {CLASS} sell --price 45.00 --units 5 --until {}",
                self.until
            ),
        );
        let freeze = format!("quota freeze {} --class {CLASS} --amount 1t", self.rival.id);
        self.act(
            &self.court,
            &format!("{freeze} --document-digest {DOCUMENT}"),
        );
        let met = self.act(
            &self.buyer,
            &format!(
                "market place {CLASS} buy --price 45.00 --units 5 --until {}",
                self.until
            ),
        );
        let met = &met["orders"][0];
        let removed =
            json!([{ "order": placed["orders"][0]["order"], "units": 5, "why": "frozen" }]);
        assert_eq!((&met["removed"], &met["left"]), (&removed, &json!(5)));
        let said = self.act_in_vain(
            &self.rival,
            &format!("market place {CLASS} sell --price 45.00 --units 1"),
        );
        assert!(said.contains("Market.Frozen"), "{said}");
        let name = met["order"].as_str().expect("a name");
        self.act(&self.buyer, &format!("market cancel {name}"));
    }

    /// Two of three bids are revealed.
    fn reveal(&self, auction: &Auction) {
        self.wait_until("bids to be revealed", auction.commit_until_ms);
        thread::scope(|scope| {
            for (by, held) in [(&self.buyer, 300_000), (&self.seller, 378_000)] {
                scope.spawn(move || {
                    let file = self.bid_file(by);
                    let revealed = self.act(by, &format!("market auction reveal --file {file}"));
                    assert_eq!(revealed["held_fen"], held, "{revealed}");
                });
            }
        });
    }

    fn wait_until(&self, what: &str, time_ms: u64) {
        wait_for(what, 300, || self.time_ms() >= time_ms);
    }

    fn trade_a_block(&self) {
        let (seller, buyer) = (&self.seller, &self.buyer);
        let until = rfc_3339(self.time_ms() + DAY_MS);
        let offer = format!(
            "--to {} --price 50.00 --units 100 --until {until}",
            buyer.id
        );
        let offered = self.act(seller, &format!("market block offer {CLASS} sell {offer}"));
        let number = offered["offer"].to_string();
        let open = self.look("market block list");
        assert_eq!(array(&open)[0]["price_fen"], 5_000);
        let traded = self.act(buyer, &format!("market block accept {number}"));
        assert_eq!(traded["paid_fen"], 500_000);
    }

    fn pay_out(&self) {
        let asked = format!("deposit payout --bank {} --amount 768.00", self.bank.id);
        let asked = self.act(&self.buyer, &asked);
        let confirm = format!(
            "deposit confirm {} --voucher-digest {}",
            asked["payout"], VOUCHERS[3]
        );
        self.act(&self.bank, &confirm);
    }

    /// Against the year's mass as the chain has it: a day that the agency measured itself.
    fn surrender(&self) {
        let outlet = &self.world.outlets[0].name;
        let day =
            format!("emissions override {outlet} --pollutant {NOX} --day 2025-03-01 --mass 12kg");
        self.act(&self.city, &format!("{day} --document-digest {DOCUMENT}"));
        let surrender = format!(
            "quota surrender {} --year 2025 --class {CLASS}",
            self.world.permit
        );
        self.act(&self.seller, &format!("{surrender} --amount 12kg"));
        self.act_in_vain(&self.seller, &format!("{surrender} --amount 1kg"));
    }

    /// 60 at 50.00 and 40 of 60 at 48.00: all pay 48.00, and who was silent loses the margin.
    fn settle(&self, auction: &Auction) {
        self.wait_until("the price to be found", auction.reveal_until_ms);
        let cleared = self.act(&self.buyer, &format!("market auction clear {}", auction.id));
        let clearing = json!({ "price": 4_800, "units_above": 60, "units_at": 40 });
        assert_eq!(cleared["stage"]["cleared"]["clearing"], clearing);
        self.act(
            &self.buyer,
            &format!("market auction settle {}", auction.id),
        );
        let shown = self.look(&format!("market auction show {}", auction.id));
        assert_eq!(shown["state"], "settled");
        let statuses: Vec<_> = array(&shown["bids"])
            .iter()
            .map(|bid| (&bid["is"]["institution"], &bid["is"]["status"]))
            .collect();
        for (by, status) in [
            (
                &self.buyer,
                json!({ "settled": { "units": 60, "paid": 288_000 } }),
            ),
            (
                &self.seller,
                json!({ "settled": { "units": 40, "paid": 192_000 } }),
            ),
            (&self.rival, json!({ "forfeited": { "kept": 15_000 } })),
        ] {
            let id: Value = serde_json::from_str(&by.id).expect("a number");
            assert!(
                statuses.contains(&(&id, &status)),
                "{status} in {statuses:?}"
            );
        }
    }

    /// Every fen and every kilogram is where the trades brought it.
    fn check_balances(&self) {
        let money = self.look("deposit show");
        for (of, free) in [
            (&self.buyer, 9_000_000),
            (&self.seller, 1_353_000),
            (&self.rival, 1_075_200),
            (&self.city, 495_000),
        ] {
            let id: u64 = of.id.parse().expect("a number");
            let mut claims = array(&money["claims"]).iter();
            let claim = claims.find(|one| one["institution"] == id);
            let claim = claim.expect("a claim");
            let parts = [&claim["free_fen"], &claim["held_fen"], &claim["paying_fen"]];
            assert_eq!(parts, [&json!(free), &json!(0), &json!(0)], "{claim}");
        }
        assert_eq!(money["banks"][0]["paid_fen"], 76_800);
        for (holder, amount) in [
            (self.buyer.id.as_str(), "190 kg"),
            (self.seller.id.as_str(), "918 kg"),
            (self.rival.id.as_str(), "980 kg"),
            ("reserve:320500", "400 kg"),
        ] {
            let held = self.look(&format!("quota holdings {holder}"));
            assert_eq!(held["holdings"][0]["amount"], amount, "{held}");
            assert_eq!(held["holdings"][0]["held"], "0 kg", "{held}");
        }
    }

    /// From the first block, and from one in the middle: events, books and balances agree.
    fn replay(&self) {
        let whole = self.look("market replay");
        assert_eq!(
            (&whole["agrees"], &whole["differences"]),
            (&json!(true), &json!([])),
            "{whole}"
        );
        assert_eq!(whole["orders"], 0);
        let middle = whole["to"].as_u64().expect("a height") / 2;
        let half = self.look(&format!(
            "market replay --from {middle} --to {}",
            whole["to"]
        ));
        assert_eq!(half["agrees"], true, "{half}");
        let [all, some] = [&whole, &half].map(|report| report["events"].as_u64().expect("a count"));
        assert!(some < all && some > 0, "{some} of {all} events");
    }

    /// What the buyer has came by book, auction and negotiated trade, from three allocations by one decision.
    fn trace_title(&self) {
        let held = self.look(&format!("quota holdings {}", self.buyer.id));
        let title = self.look(&format!("quota title {}", held["holdings"][0]["lot"]));
        let causes: Vec<_> = array(&title["lots"])
            .iter()
            .map(|lot| &lot["cause"])
            .collect();
        let named = |name: &str| causes.iter().filter(|cause| !cause[name].is_null()).count();
        assert_eq!(named("allocation"), 3, "{title}");
        for name in ["trade", "auction", "block-trade"] {
            assert!(named(name) > 0, "{name}: {title}");
        }
        for cause in causes.iter().filter(|cause| !cause["allocation"].is_null()) {
            assert_eq!(cause["allocation"]["document"], DOCUMENT);
        }
    }
}

/// An auction and its times.
struct Auction {
    id: String,
    commit_until_ms: u64,
    reveal_until_ms: u64,
}

fn rfc_3339(time_ms: u64) -> String {
    let mut date = Command::new("date");
    date.args(["-u", "-d", &format!("@{}", time_ms / 1_000), "+%FT%TZ"]);
    let output = output_within(&mut date, 10);
    String::from_utf8(output.stdout)
        .expect("a time")
        .trim()
        .to_owned()
}

fn text(path: &std::path::Path) -> String {
    path.to_str().expect("a plain name").to_owned()
}

fn array(value: &Value) -> &Vec<Value> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("a list: {value}"))
}
