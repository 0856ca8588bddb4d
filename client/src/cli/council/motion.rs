//! An open motion, as it is shown.

use super::{threshold::Threshold, MotionName};
use crate::{
    chain::{two_thirds, Account, At, Chain, Closing, Motion},
    when::{about, SLOT_MS},
};
use anyhow::Context;
use limpid_primitives::{InstitutionId, InstitutionV1};
use serde_json::{json, Value as Json};
use std::collections::HashMap;

/// The council at one block.
pub struct Council {
    /// Its members.
    pub members: Vec<Account>,
    /// The open motions.
    pub motions: Vec<Motion>,
    affiliations: HashMap<Account, (InstitutionId, InstitutionV1)>,
    block: u32,
    time_ms: u64,
}

impl Council {
    /// Reads it.
    pub async fn read(chain: &Chain, at: At) -> anyhow::Result<Council> {
        let header = chain.header(chain.resolve(at).await?).await?;
        let at = At::Block(header.hash());
        Ok(Council {
            members: chain.council(at).await?,
            motions: chain.motions(at).await?,
            affiliations: chain.affiliations(at).await?,
            block: header.number,
            time_ms: chain.time_ms(at).await.unwrap_or_default(),
        })
    }

    /// Ayes that make a decision: two thirds, rounded up.
    pub fn threshold(&self) -> usize {
        two_thirds(self.members.len())
    }

    /// The open motion that all these are names of.
    pub fn motion(&self, names: &[MotionName]) -> anyhow::Result<&Motion> {
        self.motions
            .iter()
            .find(|motion| names.iter().all(|name| name.is_of(motion)))
            .context("there is no such open motion; `limpid council list` shows the open ones, `limpid council decisions` what was decided")
    }

    /// What closing a motion would do now.
    pub fn closing(&self, motion: &Motion) -> Closing {
        motion.votes.closing(self.members.len(), self.block)
    }

    /// An account with its institution's name.
    pub fn who(&self, account: &Account) -> String {
        match self.affiliations.get(account) {
            Some((id, institution)) => {
                format!("{account}  {} (institution {id})", institution.name)
            }
            None => format!("{account}  no member of an institution"),
        }
    }

    fn voter(&self, account: &[u8; 32]) -> Json {
        let account = Account(*account);
        let institution = self.affiliations.get(&account);
        json!({
            "account": account.to_string(),
            "institution": institution.map(|(id, _)| id),
            "name": institution.map(|(_, institution)| &institution.name),
        })
    }
}

impl MotionName {
    fn is_of(self, motion: &Motion) -> bool {
        match self {
            MotionName::Index(index) => motion.votes.index == index,
            MotionName::Hash(hash) => motion.hash == hash,
        }
    }
}

/// A motion with the council that votes on it.
pub struct MotionText<'a> {
    council: &'a Council,
    motion: &'a Motion,
}

impl<'a> MotionText<'a> {
    /// Of this motion.
    pub fn new(council: &'a Council, motion: &'a Motion) -> MotionText<'a> {
        MotionText { council, motion }
    }

    /// When it can be closed without all votes: the block's time, as far as it can be known beforehand.
    fn deadline_ms(&self) -> u64 {
        let blocks = self.motion.votes.end.saturating_sub(self.council.block);
        let ahead_ms = u64::from(blocks).saturating_mul(SLOT_MS);
        self.council.time_ms.saturating_add(ahead_ms)
    }

    fn threshold(&self) -> Threshold {
        Threshold::of(self.council, self.motion)
    }

    fn call(&self) -> String {
        match self.motion.call.decision() {
            Some((_, call)) => call.to_string(),
            None => self.motion.call.to_string(),
        }
    }

    /// For programs.
    pub fn json(&self) -> Json {
        let votes = &self.motion.votes;
        let voters = |accounts: &[[u8; 32]]| -> Vec<Json> {
            let voter = |account| self.council.voter(account);
            accounts.iter().map(voter).collect()
        };
        json!({
            "hash": self.motion.hash,
            "index": votes.index,
            "threshold": votes.threshold,
            "threshold_fault": self.threshold().fault(),
            "ayes": voters(&votes.ayes),
            "nays": voters(&votes.nays),
            "deadline": { "block": votes.end, "about_ms": self.deadline_ms() },
            "closing": closing_word(self.council.closing(self.motion)),
            "document": self.motion.call.decision().map(|(document, _)| document),
            "call": self.call(),
            "call_bytes": hex::encode(&self.motion.call.bytes),
        })
    }

    /// In one line.
    pub fn short(&self) -> String {
        let votes = &self.motion.votes;
        let line = format!(
            "motion {}  {} of {} ayes, {} nays, {}  {}",
            votes.index,
            votes.ayes.len(),
            votes.threshold,
            votes.nays.len(),
            closing_text(self.council.closing(self.motion)),
            self.call()
        );
        match self.threshold().warning() {
            Some(warning) => format!("{line}\n  {warning}"),
            None => line,
        }
    }

    /// In full.
    pub fn long(&self) -> String {
        let votes = &self.motion.votes;
        let document = match self.motion.call.decision() {
            Some((document, _)) => document.to_string(),
            None => "none: this motion is no decision, and carries out nothing".to_owned(),
        };
        let mut lines = vec![
            format!("motion     {} {}", votes.index, self.motion.hash),
            format!("call       {}", self.call()),
            format!("document   {document}"),
            format!(
                "deadline   block {}, about {}",
                votes.end,
                about(self.deadline_ms())
            ),
            format!(
                "votes      {} of {} ayes, {} nays: {}",
                votes.ayes.len(),
                votes.threshold,
                votes.nays.len(),
                closing_text(self.council.closing(self.motion))
            ),
        ];
        let warning = self.threshold().warning();
        lines.extend(warning.map(|warning| format!("threshold  {warning}")));
        for (word, voters) in [("aye", &votes.ayes), ("nay", &votes.nays)] {
            let line =
                |voter: &[u8; 32]| format!("  {word}  {}", self.council.who(&Account(*voter)));
            lines.extend(voters.iter().map(line));
        }
        lines.join("\n")
    }
}

/// For programs: what closing would do.
fn closing_word(closing: Closing) -> &'static str {
    match closing {
        Closing::TooEarly => "too-early",
        Closing::Approved => "approved",
        Closing::Refused => "refused",
        Closing::Disapproved => "disapproved",
        Closing::Expired => "expired",
    }
}

fn closing_text(closing: Closing) -> &'static str {
    match closing {
        Closing::TooEarly => "votes are missing",
        Closing::Approved => "can be closed, and is carried out then",
        Closing::Refused => "has too few ayes for a decision: closed now, it is refused and lost",
        Closing::Disapproved => "can be closed, and is dropped then",
        Closing::Expired => "its time is over: can be closed, and is dropped then",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{ChainCall, Votes};
    use limpid_primitives::Digest;

    fn council(motion: Motion) -> Council {
        Council {
            members: [1, 2, 3, 4].map(|byte| Account([byte; 32])).to_vec(),
            motions: vec![motion],
            affiliations: HashMap::new(),
            block: 100,
            time_ms: 1_772_323_200_000,
        }
    }

    fn motion() -> Motion {
        Motion {
            hash: Digest([9; 32]),
            votes: Votes {
                index: 4,
                threshold: 3,
                ayes: vec![[1; 32]],
                nays: vec![[2; 32]],
                end: 120,
            },
            call: ChainCall {
                bytes: vec![0, 7],
                value: None,
            },
        }
    }

    #[test]
    fn a_motion_is_found_by_either_name_or_both() {
        let council = council(motion());
        assert_eq!(council.threshold(), 3);
        let (index, hash) = (MotionName::Index(4), MotionName::Hash(Digest([9; 32])));
        for names in [&[index][..], &[hash], &[hash, index]] {
            assert!(council.motion(names).is_ok(), "{names:?}");
        }
        assert!(council.motion(&[hash, MotionName::Index(5)]).is_err());
        let error = council.motion(&[MotionName::Index(9)]).unwrap_err();
        assert!(error.to_string().contains("council list"), "{error}");
    }

    #[test]
    fn a_motion_shows_a_threshold_that_is_not_the_councils() {
        for (threshold, fault) in [
            (2, "too-low".into()),
            (3, Json::Null),
            (4, "too-high".into()),
        ] {
            let mut motion = motion();
            motion.votes.threshold = threshold;
            let council = council(motion);
            let shown = MotionText::new(&council, &council.motions[0]);
            let has_fault = fault != Json::Null;
            assert_eq!(shown.json()["threshold_fault"], fault);
            for text in [shown.short(), shown.long()] {
                assert_eq!(text.contains("two thirds"), has_fault, "{text}");
            }
        }
    }

    #[test]
    fn a_motion_shows_its_deadline_and_its_votes() {
        let council = council(motion());
        let shown = MotionText::new(&council, &council.motions[0]);
        let json = shown.json();
        // Twenty blocks of three seconds after 2026-03-01 08:00.
        assert_eq!(
            json["deadline"],
            json!({ "block": 120, "about_ms": 1_772_323_260_000u64 })
        );
        assert_eq!(json["closing"], "too-early");
        assert_eq!(json["call"], "0x0007");
        let text = shown.long();
        for part in [
            "about 2026-03-01 08:01",
            "1 of 3 ayes, 1 nays",
            "no decision",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
