//! `limpid tag`: why data of a period are not valid.

mod list;
mod rules;

use super::{
    decision::{sha256_of, Authority, CouncilDecision},
    finality::{number_in, submit_by, tell},
    signer::Signer,
    Globals,
};
use crate::{
    chain::{
        calls::{self, TagText},
        Call, Event, Value,
    },
    when::{parse_length_ms, parse_time_ms},
};
use anyhow::{bail, Context};
use limpid_primitives::{Digest, Outlet, TagCode, TagId, TagName, TagSubject};
use serde_json::json;
use std::{path::PathBuf, process::ExitCode};

/// Tags (标记): the holder of a permit says why data of a period are not valid; the agency accepts or rejects it. The data stay.
#[derive(Debug, clap::Subcommand)]
pub enum TagCommand {
    /// List the codes of tags: what each says, and until when it can be filed.
    Rules,
    /// Say what a code means, by a decision of the council; it replaces what the code meant before.
    SetRule {
        /// The code.
        #[arg(value_parser = parse_code)]
        code: TagCode,
        /// What it speaks of: equipment or condition.
        #[arg(long)]
        subject: TagSubject,
        /// What it is called.
        #[arg(long)]
        name: TagName,
        /// How long after the end of a day a tag on its data is still on time, as in 12h (noon of the next day).
        #[arg(long, value_name = "LENGTH", value_parser = parse_length_ms)]
        deadline: u64,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Take a code out of use, by a decision of the council. Tags with it stay.
    RemoveRule {
        /// The code.
        #[arg(value_parser = parse_code)]
        code: TagCode,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// File a tag, as a submitter or administrator of the permit's holder. Late ones are marked, not refused.
    File {
        /// The outlet, as PERMIT/DA001.
        outlet: Outlet,
        /// What it says, by its code (`limpid tag rules`).
        #[arg(long, value_parser = parse_code)]
        code: TagCode,
        /// First observed time it speaks of.
        #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
        from: u64,
        /// End of the observed time it speaks of, exclusive. It has passed.
        #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
        until: u64,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        proof: Proof,
        #[command(flatten)]
        signer: Signer,
    },
    /// Find, as the agency of the division, that the data a tag speaks of are not valid.
    Accept {
        /// The outlet, as PERMIT/DA001.
        outlet: Outlet,
        /// The tag's number at the outlet (`limpid tag list`).
        tag: TagId,
        #[command(flatten)]
        signer: Signer,
    },
    /// Find, as the agency of the division, that the data stand.
    Reject {
        /// The outlet, as PERMIT/DA001.
        outlet: Outlet,
        /// The tag's number at the outlet (`limpid tag list`).
        tag: TagId,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        signer: Signer,
    },
    /// List the tags of an outlet.
    List {
        /// The outlet, as PERMIT/DA001.
        outlet: Outlet,
        /// Only those that speak of data from this time on.
        #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
        from: Option<u64>,
        /// Only those that speak of data before this time.
        #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
        until: Option<u64>,
    },
}

/// The document with the reason.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Reason {
    /// The document that says why; its SHA-256 goes on chain.
    #[arg(long = "reason", value_name = "FILE")]
    reason: Option<PathBuf>,
    /// SHA-256 of that document.
    #[arg(long, value_name = "SHA256")]
    reason_digest: Option<Digest>,
}

/// What proves the reason.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Proof {
    /// What proves it (manual measurements, a maintenance record); its SHA-256 goes on chain.
    #[arg(long = "proof", value_name = "FILE")]
    proof: Option<PathBuf>,
    /// SHA-256 of that proof.
    #[arg(long, value_name = "SHA256")]
    proof_digest: Option<Digest>,
}

impl Reason {
    fn digest(&self) -> anyhow::Result<Digest> {
        digest(&self.reason, self.reason_digest).context("give the reason with --reason FILE")
    }
}

impl Proof {
    fn digest(&self) -> anyhow::Result<Digest> {
        digest(&self.proof, self.proof_digest).context("give the proof with --proof FILE")
    }
}

fn digest(file: &Option<PathBuf>, digest: Option<Digest>) -> anyhow::Result<Digest> {
    match (file, digest) {
        (Some(file), _) => sha256_of(file),
        (None, Some(digest)) => Ok(digest),
        (None, None) => bail!("no document"),
    }
}

fn parse_code(text: &str) -> Result<TagCode, std::num::ParseIntError> {
    text.parse().map(TagCode)
}

/// Carries out `limpid tag`.
pub async fn run(command: TagCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use TagCommand as C;
    match command {
        C::Rules => rules::list(globals).await?,
        C::SetRule {
            code,
            subject,
            name,
            deadline,
            decision,
        } => {
            rules::set(
                globals,
                code,
                rules::rule(subject, name, deadline),
                &decision,
            )
            .await?
        }
        C::RemoveRule { code, decision } => rules::remove(globals, code, &decision).await?,
        C::List {
            outlet,
            from,
            until,
        } => list::list(globals, outlet, from, until).await?,
        C::File {
            outlet,
            code,
            from,
            until,
            reason,
            proof,
            signer,
        } => {
            let text = TagText {
                outlet,
                code,
                from_ms: from,
                until_ms: until,
                reason: reason.digest()?,
                proof: proof.digest()?,
            };
            file(globals, &text, &signer).await?;
        }
        C::Accept {
            outlet,
            tag,
            signer,
        } => {
            let call = calls::accept_tag(outlet, tag);
            review(globals, outlet, tag, call, "accepted", &signer).await?;
        }
        C::Reject {
            outlet,
            tag,
            reason,
            signer,
        } => {
            let call = calls::reject_tag(outlet, tag, reason.digest()?);
            review(globals, outlet, tag, call, "rejected", &signer).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn file(globals: &Globals, text: &TagText, signer: &Signer) -> anyhow::Result<()> {
    if text.from_ms >= text.until_ms {
        bail!("the period is empty: --from must be before --until");
    }
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::file_tag(text);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| filed(events, text.outlet));
    Ok(())
}

fn filed(events: &[Event], outlet: Outlet) -> (serde_json::Value, String) {
    let tag = number_in(events, "Tags", "TagFiled", "tag");
    let timeliness = events
        .iter()
        .find(|event| event.is("Tags", "TagFiled"))
        .and_then(|event| event.fields.field("timeliness"))
        .and_then(Value::variant);
    let is_late = timeliness == Some("Late");
    let late = match is_late {
        true => ", late: after the deadline of its code",
        false => "",
    };
    let number = tag.map(|tag| format!(" {tag}")).unwrap_or_default();
    let json = json!({ "outlet": outlet, "tag": tag, "late": is_late });
    (json, format!("tag{number} filed at {outlet}{late}"))
}

async fn review(
    globals: &Globals,
    outlet: Outlet,
    tag: TagId,
    call: Call,
    verb: &'static str,
    signer: &Signer,
) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let json = json!({ "outlet": outlet, "tag": tag, "review": verb });
        (json, format!("tag {tag} of {outlet} {verb}"))
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Tag {
        #[command(subcommand)]
        command: TagCommand,
    }

    const OUTLET: &str = "91130200699229617X001P/DA001";
    // SHA-256 of "abc", as in FIPS 180-4.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn parse(arguments: &[&str]) -> Result<TagCommand, clap::Error> {
        let words = ["limpid"].iter().chain(arguments);
        Tag::try_parse_from(words).map(|parsed| parsed.command)
    }

    #[test]
    fn a_tag_has_a_reason_and_a_proof() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("reason.txt");
        std::fs::write(&path, "abc").unwrap();
        let tag = [
            "file",
            OUTLET,
            "--code",
            "101",
            "--from",
            "2026-03-01 08:00",
            "--until",
            "2026-03-01 10:00",
        ];
        let reason = ["--reason", path.to_str().unwrap()];
        let proof = ["--proof-digest", ABC];
        match parse(&[&tag[..], &reason, &proof].concat()).unwrap() {
            TagCommand::File {
                code,
                reason,
                proof,
                ..
            } => {
                assert_eq!(code, TagCode(101));
                assert_eq!(reason.digest().unwrap().to_string(), ABC);
                assert_eq!(proof.digest().unwrap().to_string(), ABC);
            }
            other => panic!("{other:?}"),
        }
        assert!(parse(&[&tag[..], &reason].concat()).is_err());
        assert!(parse(&[&tag[..], &proof].concat()).is_err());
        let both = ["--reason-digest", ABC];
        assert!(parse(&[&tag[..], &reason, &both, &proof].concat()).is_err());
    }

    #[test]
    fn a_late_tag_is_said_to_be_late() {
        let event = |timeliness: &str| Event {
            pallet: "Tags".to_owned(),
            name: "TagFiled".to_owned(),
            fields: Value::Variant(
                "TagFiled".to_owned(),
                vec![
                    ("tag".to_owned(), Value::Number(3)),
                    (
                        "timeliness".to_owned(),
                        Value::Variant(timeliness.to_owned(), vec![]),
                    ),
                ],
            ),
            bytes: Vec::new(),
        };
        let outlet: Outlet = OUTLET.parse().unwrap();
        let (json, text) = filed(&[event("Late")], outlet);
        assert_eq!((&json["tag"], &json["late"]), (&json!(3), &json!(true)));
        assert!(text.contains("tag 3") && text.contains("late"), "{text}");
        let (json, text) = filed(&[event("OnTime")], outlet);
        assert!(
            json["late"] == json!(false) && !text.contains("late"),
            "{text}"
        );
    }

    #[test]
    fn a_rule_has_a_deadline_with_its_unit() {
        let rule = |deadline| {
            parse(&[
                "set-rule",
                "101",
                "--subject",
                "equipment",
                "--name",
                "维护",
                "--deadline",
                deadline,
                "--document-digest",
                ABC,
            ])
        };
        match rule("12h").unwrap() {
            TagCommand::SetRule { deadline, .. } => assert_eq!(deadline, 43_200_000),
            other => panic!("{other:?}"),
        }
        assert!(rule("43200000").is_err());
    }
}
