//! The vectors of `tests/vectors/evidence`: good bundles, and one forged in each way for every link.

mod chain_side;
mod file_side;
mod good;
pub mod permits;

use super::{frames, World, HOUR_MS, MORNING_MS};
use limpid_evidence::{
    verify::{Bundle, Link, TrustRoot, Verdict},
    Period,
};

/// A bundle and what is to be found.
pub struct Case {
    pub file: String,
    pub trust_root: &'static str,
    pub json: String,
    pub verdict: Verdict,
    pub first_failed: Option<Link>,
    /// What a verified bundle says of the permit.
    pub permit: Option<&'static str>,
}

impl Case {
    pub fn verified(name: &str, trust_root: &'static str, bundle: Bundle) -> Self {
        let json = bundle.to_json();
        Self {
            file: file(name),
            trust_root,
            json,
            verdict: Verdict::Verified,
            first_failed: None,
            // What most of them prove: a state without permits.
            permit: Some("permit-absent"),
        }
    }

    pub fn permit(self, code: &'static str) -> Self {
        Self {
            permit: Some(code),
            ..self
        }
    }

    pub fn refuted(link: Link, name: &str, bundle: Bundle) -> Self {
        Self::refuted_under("one-validator", link, name, bundle)
    }

    pub fn refuted_under(trust_root: &'static str, link: Link, name: &str, bundle: Bundle) -> Self {
        let file = file(&format!("{}-{name}", link.word()));
        Self {
            file,
            trust_root,
            json: bundle.to_json(),
            verdict: Verdict::Refuted,
            first_failed: Some(link),
            permit: None,
        }
    }

    pub fn undecided(trust_root: &'static str, link: Link, name: &str, json: String) -> Self {
        let file = file(&format!("{}-{name}", link.word()));
        Self {
            file,
            trust_root,
            json,
            verdict: Verdict::Undecided,
            first_failed: Some(link),
            permit: None,
        }
    }
}

fn file(name: &str) -> String {
    format!("{name}.evidence.json")
}

/// All cases.
pub fn cases() -> Vec<Case> {
    [
        good::cases(),
        file_side::cases(),
        chain_side::cases(),
        permits::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// All trust roots by name.
pub fn trust_roots() -> Vec<(&'static str, TrustRoot)> {
    let four = handed_over();
    let updated = limpid_evidence::verify::update_trust(&four.root, &four.handovers).unwrap();
    let mut other_chain = one().root;
    other_chain.genesis.0[0] ^= 1;
    other_chain.block.hash = other_chain.genesis;
    let mut newer = one().root;
    newer.block = super::id(&one().head());
    vec![
        ("one-validator", one().root),
        ("four-validators", World::new(4).root),
        ("after-handovers", updated),
        ("other-chain", other_chain),
        ("newer-than-evidence", newer),
    ]
}

/// The file of a trust root.
pub fn trust_root_file(name: &str) -> String {
    format!("{name}.trust.json")
}

/// One validator, three ordinary batches.
pub fn one() -> World {
    with_batches(World::new(1))
}

/// Four validators that handed over to four others, and these to three.
pub fn handed_over() -> World {
    let mut world = World::new(4);
    world.hand_over(super::validators("second", 4));
    world.hand_over(super::validators("third", 3));
    with_batches(world)
}

fn with_batches(mut world: World) -> World {
    for batch in 0..3 {
        world.anchor(frames::ordinary(1 + 8 * batch));
    }
    world
}

/// The first two hours of the outlet.
pub fn morning() -> Period {
    Period {
        outlet: frames::outlet(),
        from_ms: MORNING_MS,
        until_ms: MORNING_MS + 2 * HOUR_MS,
    }
}

/// A period of all batches.
pub fn period_of(world: &World) -> Bundle {
    world.period(morning(), 1, world.batches.len() as u64)
}

/// The list of all cases, as a file.
pub fn expected() -> String {
    let line = |case: &Case| {
        let text = |word: Option<&str>| word.map_or("null".into(), |word| format!("\"{word}\""));
        let first_failed = text(case.first_failed.map(Link::word));
        let permit = text(case.permit);
        let verdict = match case.verdict {
            Verdict::Verified => "verified",
            Verdict::Refuted => "refuted",
            Verdict::Undecided => "undecided",
        };
        let (file, trust_root) = (&case.file, trust_root_file(case.trust_root));
        format!(
            "  {{\"file\": \"{file}\", \"trust_root\": \"{trust_root}\", \"verdict\": \"{verdict}\", \"first_failed\": {first_failed}, \"permit\": {permit}}}"
        )
    };
    let lines: Vec<_> = cases().iter().map(line).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}
