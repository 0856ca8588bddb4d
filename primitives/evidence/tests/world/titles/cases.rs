//! The vectors of `tests/vectors/title`: good titles, and one forged in each way for every link.

use super::{forged, one_later, with_quota, AGENCY, CLASS, POWER, TONNE};
use crate::world::{key, validators, World, HOUR_MS, MORNING_MS};
use limpid_evidence::verify::{storage_keys, update_trust, Link, Title, TrustRoot, Verdict};
use limpid_primitives::{
    quota::{HoldingV1, LotId},
    Grams, InstitutionKind, InstitutionStatus, Moment,
};

/// A title and what is to be found.
pub struct Case {
    pub file: String,
    pub trust_root: &'static str,
    pub json: String,
    pub verdict: Verdict,
    pub first_failed: Option<Link>,
    /// What a verified title says of what is left of the lot.
    pub holding: Option<&'static str>,
}

impl Case {
    fn verified(
        name: &str,
        trust_root: &'static str,
        holding: &'static str,
        title: &Title,
    ) -> Self {
        Self {
            file: file(name),
            trust_root,
            json: title.to_json(),
            verdict: Verdict::Verified,
            first_failed: None,
            holding: Some(holding),
        }
    }

    pub fn refuted(trust_root: &'static str, link: Link, name: &str, title: &Title) -> Self {
        Self {
            file: file(&format!("{}-{name}", link.word())),
            trust_root,
            json: title.to_json(),
            verdict: Verdict::Refuted,
            first_failed: Some(link),
            holding: None,
        }
    }

    pub fn undecided(trust_root: &'static str, link: Link, name: &str, json: String) -> Self {
        Self {
            file: file(&format!("{}-{name}", link.word())),
            trust_root,
            json,
            verdict: Verdict::Undecided,
            first_failed: Some(link),
            holding: None,
        }
    }
}

fn file(name: &str) -> String {
    format!("{name}.title.json")
}

/// One validator.
pub fn one() -> World {
    with_quota(World::new(1))
}

/// Four validators.
pub fn four() -> World {
    with_quota(World::new(4))
}

/// Four validators that handed over to four others, and these to three.
pub fn handed_over() -> World {
    let mut world = World::new(4);
    world.hand_over(validators("second", 4));
    world.hand_over(validators("third", 3));
    with_quota(world)
}

/// All trust roots by name.
pub fn trust_roots() -> Vec<(&'static str, TrustRoot)> {
    let four = handed_over();
    let updated = update_trust(&four.root, &four.handovers).unwrap();
    let mut newer = one().root;
    newer.block = crate::world::id(&one().head());
    let mut other_chain = one().root;
    other_chain.genesis.0[0] ^= 1;
    other_chain.block.hash = other_chain.genesis;
    vec![
        ("one-validator", one().root),
        ("four-validators", World::new(4).root),
        ("after-handovers", updated),
        ("other-chain", other_chain),
        ("newer-than-title", newer),
    ]
}

/// All cases.
pub fn cases() -> Vec<Case> {
    let mut cases = good();
    cases.extend(forged::cases());
    cases
}

fn good() -> Vec<Case> {
    let world = one();
    let good = |name, holding, world: &World, lot| {
        Case::verified(name, "one-validator", holding, &world.title(lot))
    };
    let handed = handed_over();
    let of_handed = |name, root| Case::verified(name, root, "lot-current", &handed.title(9));
    let four = four();
    let mut three_votes = four.title(7);
    three_votes.finality = four.votes(&four.head()).of(3).finality(&four.head());
    vec![
        good("good-current", "lot-current", &world, 9),
        good("good-frozen", "lot-burdened", &world, 7),
        good("good-allocation", "lot-passed", &world, 8),
        good("good-reserve", "lot-current", &world, 2),
        good("good-passed", "lot-passed", &world, 4),
        good("good-ended", "lot-ended", &world, 5),
        good("good-leased", "lot-burdened", &leased(), 9),
        good("good-gone", "lot-passed", &gone(), 9),
        good("good-class-over", "lot-class-over", &class_over(), 7),
        good("good-suspended", "lot-current", &suspended(), 9),
        Case::verified(
            "good-three-of-four",
            "four-validators",
            "lot-burdened",
            &three_votes,
        ),
        of_handed("good-handovers", "four-validators"),
        of_handed("good-handovers-passed-over", "after-handovers"),
    ]
}

fn leased() -> World {
    let mut world = one();
    world.put_holding(
        POWER,
        HoldingV1 {
            lot: Some(LotId(9)),
            amount: Grams(60 * TONNE),
            leased: Grams(10 * TONNE),
            offered: Grams(1),
            ..HoldingV1::default()
        },
    );
    world
}

/// All of it was sold since, and the holding is no more.
fn gone() -> World {
    let mut world = one();
    world
        .state
        .remove(&storage_keys::holding(&POWER, CLASS))
        .unwrap();
    world
}

fn class_over() -> World {
    let mut world = one();
    let end_ms = super::class().key.vintage().expires().end_ms();
    world.put(storage_keys::now(), end_ms);
    one_later(&world)
}

fn suspended() -> World {
    let mut world = one();
    let since = Moment {
        block: 90,
        time_ms: MORNING_MS + HOUR_MS,
    };
    let agency = (
        InstitutionKind::Agency,
        "11320500014149999P",
        "苏州市生态环境局",
    );
    world.put_institution(AGENCY, agency, InstitutionStatus::Suspended { since });
    world
}

/// A key of nobody.
pub fn stranger() -> ed25519_dalek::SigningKey {
    key("stranger")
}

/// The list of all cases, as a file.
pub fn expected() -> String {
    let line = |case: &Case| {
        let text = |word: Option<&str>| word.map_or("null".into(), |word| format!("\"{word}\""));
        let first_failed = text(case.first_failed.map(Link::word));
        let holding = text(case.holding);
        let verdict = match case.verdict {
            Verdict::Verified => "verified",
            Verdict::Refuted => "refuted",
            Verdict::Undecided => "undecided",
        };
        let (file, root) = (&case.file, case.trust_root);
        format!(
            "  {{\"file\": \"{file}\", \"trust_root\": \"{root}.trust.json\", \"verdict\": \"{verdict}\", \"first_failed\": {first_failed}, \"holding\": {holding}}}"
        )
    };
    let lines: Vec<_> = cases().iter().map(line).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}
