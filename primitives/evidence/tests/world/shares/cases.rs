//! The vectors of `tests/vectors/share`: good bundles, and one forged in each way for every link.

use super::{
    document, forged, moment, with_shared_data, CONFIRMED, DISPUTED, EXPIRED, OF_WITHDRAWN, OPEN,
    OVERDUE, PROVIDER, REFUSED, REVOKED, TAKEN_BACK, UNCONFIRMED,
};
use crate::world::{validators, World, HOUR_MS, MORNING_MS};
use limpid_evidence::verify::{update_trust, Link, Share, TrustRoot, Verdict};
use limpid_primitives::{sharing::Renewal, InstitutionKind, InstitutionStatus, Moment};

/// A bundle and what is to be found.
pub struct Case {
    pub file: String,
    pub trust_root: &'static str,
    pub json: String,
    pub verdict: Verdict,
    pub first_failed: Option<Link>,
    /// What a verified bundle says of request, grant and receipt.
    pub said: Option<[&'static str; 3]>,
}

impl Case {
    fn verified(
        name: &str,
        trust_root: &'static str,
        said: [&'static str; 3],
        share: &Share,
    ) -> Self {
        Self {
            file: file(name),
            trust_root,
            json: share.to_json(),
            verdict: Verdict::Verified,
            first_failed: None,
            said: Some(said),
        }
    }

    pub fn refuted(trust_root: &'static str, link: Link, name: &str, share: &Share) -> Self {
        Self {
            file: file(&format!("{}-{name}", link.word())),
            trust_root,
            json: share.to_json(),
            verdict: Verdict::Refuted,
            first_failed: Some(link),
            said: None,
        }
    }

    pub fn undecided(trust_root: &'static str, link: Link, name: &str, json: String) -> Self {
        Self {
            file: file(&format!("{}-{name}", link.word())),
            trust_root,
            json,
            verdict: Verdict::Undecided,
            first_failed: Some(link),
            said: None,
        }
    }
}

fn file(name: &str) -> String {
    format!("{name}.share.json")
}

/// One validator.
pub fn one() -> World {
    with_shared_data(World::new(1))
}

/// Four validators.
pub fn four() -> World {
    with_shared_data(World::new(4))
}

/// Four validators that handed over to four others, and these to three.
pub fn handed_over() -> World {
    let mut world = World::new(4);
    world.hand_over(validators("second", 4));
    world.hand_over(validators("third", 3));
    with_shared_data(world)
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
        ("newer-than-share", newer),
    ]
}

/// All cases.
pub fn cases() -> Vec<Case> {
    let mut cases = good();
    cases.extend(forged::cases());
    cases
}

const NOT_GRANTED: &str = "not-granted";

fn good() -> Vec<Case> {
    let world = one();
    let granted = "request-granted";
    let good =
        |name, number, said| Case::verified(name, "one-validator", said, &world.share(number));
    let not_granted =
        |name, number, request| good(name, number, [request, NOT_GRANTED, NOT_GRANTED]);
    let confirmed = [granted, "grant-live", "receipt-confirmed"];
    let handed = handed_over().share(CONFIRMED);
    let four = four();
    let mut three_votes = four.share(REFUSED);
    three_votes.finality = four.votes(&four.head()).of(3).finality(&four.head());
    let refused = ["request-refused", NOT_GRANTED, NOT_GRANTED];
    vec![
        good("good-confirmed", CONFIRMED, confirmed),
        not_granted("good-refused", REFUSED, "request-refused"),
        not_granted("good-open", OPEN, "request-open"),
        not_granted("good-overdue", OVERDUE, "request-overdue"),
        not_granted("good-taken-back", TAKEN_BACK, "request-withdrawn"),
        good(
            "good-expired",
            EXPIRED,
            [granted, "grant-expired", "receipt-confirmed"],
        ),
        Case::verified(
            "good-renewed",
            "one-validator",
            confirmed,
            &renewed().share(EXPIRED),
        ),
        good(
            "good-revoked",
            REVOKED,
            [granted, "grant-revoked", "receipt-confirmed"],
        ),
        good(
            "good-disputed",
            DISPUTED,
            [granted, "grant-live", "receipt-disputed"],
        ),
        good(
            "good-court",
            UNCONFIRMED,
            [granted, "grant-live", "no-receipt"],
        ),
        good(
            "good-data-set-withdrawn",
            OF_WITHDRAWN,
            [granted, "grant-live", "no-receipt"],
        ),
        Case::verified(
            "good-suspended",
            "one-validator",
            confirmed,
            &suspended().share(CONFIRMED),
        ),
        Case::verified(
            "good-three-of-four",
            "four-validators",
            refused,
            &three_votes,
        ),
        Case::verified("good-handovers", "four-validators", confirmed, &handed),
        Case::verified(
            "good-handovers-passed-over",
            "after-handovers",
            confirmed,
            &handed,
        ),
    ]
}

/// The grant that is over was renewed after its end, and again in time.
pub fn renewed() -> World {
    let mut world = one();
    world.change_grant(EXPIRED, |grant| {
        let mut from_ms = moment(70).time_ms;
        for (hours, block) in [(2, 80), (200, 90)] {
            let to_ms = MORNING_MS + hours * HOUR_MS;
            let renewal = Renewal {
                from_ms,
                to_ms,
                document: document("renewal"),
                at: moment(block),
                by: PROVIDER,
            };
            grant.renewed.try_push(renewal).unwrap();
            from_ms = to_ms;
        }
        grant.expires_ms = from_ms;
    });
    world
}

fn suspended() -> World {
    let mut world = one();
    let since = Moment {
        block: 90,
        time_ms: MORNING_MS + HOUR_MS,
    };
    let provider = (
        InstitutionKind::Agency,
        "11320500014149999P",
        "嘉善县生态环境局",
    );
    world.put_institution(PROVIDER, provider, InstitutionStatus::Suspended { since });
    world
}

/// The list of all cases, as a file.
pub fn expected() -> String {
    let line = |case: &Case| {
        let text = |word: Option<&str>| word.map_or("null".into(), |word| format!("\"{word}\""));
        let first_failed = text(case.first_failed.map(Link::word));
        let [request, grant, receipt] = [0, 1, 2].map(|at| text(case.said.map(|said| said[at])));
        let verdict = match case.verdict {
            Verdict::Verified => "verified",
            Verdict::Refuted => "refuted",
            Verdict::Undecided => "undecided",
        };
        let (file, root) = (&case.file, case.trust_root);
        format!(
            "  {{\"file\": \"{file}\", \"trust_root\": \"{root}.trust.json\", \"verdict\": \"{verdict}\", \"first_failed\": {first_failed}, \"request\": {request}, \"grant\": {grant}, \"receipt\": {receipt}}}"
        )
    };
    let lines: Vec<_> = cases().iter().map(line).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}
