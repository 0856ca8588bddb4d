//! Who decides: the signer's own institution, or the council of agencies, which names the document of its decision.

use super::signer::Signer;
use anyhow::{bail, Context};
use limpid_primitives::Digest;
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

/// By whose authority a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// The signer's own institution.
    Institution,
    /// The council: the call becomes a motion to decide it by this document.
    Council {
        /// SHA-256 of the document.
        document: Digest,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, clap::ValueEnum)]
enum By {
    /// The signer's own institution.
    #[default]
    Institution,
    /// The council: the call becomes a motion, carried out at once if the council has one member.
    Council,
}

/// A document that stays off the chain; its digest goes there.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct Document {
    /// The document that says what is decided and why; its SHA-256 goes on chain.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// SHA-256 of that document.
    #[arg(long, value_name = "SHA256", alias = "reason")]
    document_digest: Option<Digest>,
}

/// Who decides, and who signs.
#[derive(Debug, clap::Args)]
pub struct Decision {
    /// By whose authority. A decision of the council names its document.
    #[arg(long, value_enum, default_value_t)]
    by: By,
    #[command(flatten)]
    document: Document,
    /// Who signs.
    #[command(flatten)]
    pub signer: Signer,
}

/// What only the council decides.
#[derive(Debug, clap::Args)]
pub struct CouncilDecision {
    #[command(flatten)]
    document: Document,
    /// Who signs.
    #[command(flatten)]
    pub signer: Signer,
}

const DOCUMENT_WANTED: &str =
    "a decision of the council names its document: give it with --document FILE (its SHA-256 \
                               goes on chain), or its digest with --document-digest SHA256";

impl Document {
    /// SHA-256 of the document, if one is given.
    fn digest(&self) -> anyhow::Result<Option<Digest>> {
        match (&self.document, self.document_digest) {
            (Some(path), _) => sha256_of(path).map(Some),
            (None, digest) => Ok(digest),
        }
    }

    /// SHA-256 of the document that says why something is done.
    pub fn reason(&self) -> anyhow::Result<Digest> {
        self.digest()?.context(
            "why? Give the document that says so with --document FILE (its SHA-256 goes on chain), or its digest with --document-digest SHA256",
        )
    }
}

impl Decision {
    /// Who decides.
    pub fn authority(&self) -> anyhow::Result<Authority> {
        match (self.by, self.document.digest()?) {
            (By::Institution, None) => Ok(Authority::Institution),
            (By::Institution, Some(_)) => bail!(
                "an institution's own act names no document: leave --document out, or add --by council"
            ),
            (By::Council, document) => Ok(Authority::Council {
                document: document.context(DOCUMENT_WANTED)?,
            }),
        }
    }

    /// Who decides what a document must say the reason of; the council's decision is by the same document.
    pub fn authority_and_reason(&self) -> anyhow::Result<(Authority, Digest)> {
        let document = self.document.reason()?;
        Ok(match self.by {
            By::Institution => (Authority::Institution, document),
            By::Council => (Authority::Council { document }, document),
        })
    }
}

impl CouncilDecision {
    /// The council.
    pub fn authority(&self) -> anyhow::Result<Authority> {
        Ok(Authority::Council {
            document: self.document.digest()?.context(DOCUMENT_WANTED)?,
        })
    }
}

/// SHA-256 of a file.
pub fn sha256_of(path: &Path) -> anyhow::Result<Digest> {
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    let mut read = |path| io::copy(&mut File::open(path)?, &mut hash);
    read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Digest(sha2::Digest::finalize(hash).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct OfAnyone {
        #[command(flatten)]
        decision: Decision,
    }

    #[derive(Debug, Parser)]
    struct OfTheCouncil {
        #[command(flatten)]
        decision: CouncilDecision,
    }

    // SHA-256 of "abc", as in FIPS 180-4.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn decision(arguments: &[&str]) -> Decision {
        let arguments = ["limpid"].iter().chain(arguments);
        OfAnyone::try_parse_from(arguments).unwrap().decision
    }

    fn council() -> Authority {
        Authority::Council {
            document: ABC.parse().unwrap(),
        }
    }

    #[test]
    fn the_council_names_its_document() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("decision.txt");
        std::fs::write(&file, "abc").unwrap();
        let by_file = ["--by", "council", "--document", file.to_str().unwrap()];
        assert_eq!(decision(&by_file).authority().unwrap(), council());
        let by_digest = ["--by", "council", "--document-digest", ABC];
        assert_eq!(decision(&by_digest).authority().unwrap(), council());
        let error = decision(&["--by", "council"]).authority().unwrap_err();
        assert!(error.to_string().contains("--document FILE"), "{error}");
    }

    #[test]
    fn an_institution_acts_without_a_document() {
        assert_eq!(decision(&[]).authority().unwrap(), Authority::Institution);
        let error = decision(&["--document-digest", ABC]).authority();
        assert!(error.unwrap_err().to_string().contains("--by council"));
    }

    #[test]
    fn a_reason_is_given_by_whoever_decides() {
        let (authority, reason) = decision(&["--reason", ABC]).authority_and_reason().unwrap();
        assert_eq!(
            (authority, reason.to_string().as_str()),
            (Authority::Institution, ABC)
        );
        let by_council = decision(&["--by", "council", "--document-digest", ABC]);
        let (authority, reason) = by_council.authority_and_reason().unwrap();
        assert_eq!((authority, reason.to_string().as_str()), (council(), ABC));
        assert!(decision(&[]).authority_and_reason().is_err());
    }

    #[test]
    fn what_only_the_council_decides_needs_a_document_too() {
        let parse = |arguments: &[&str]| {
            let arguments = ["limpid"].iter().chain(arguments);
            OfTheCouncil::try_parse_from(arguments).map(|parsed| parsed.decision)
        };
        assert_eq!(
            parse(&["--document-digest", ABC])
                .unwrap()
                .authority()
                .unwrap(),
            council()
        );
        assert!(parse(&[]).unwrap().authority().is_err());
        assert!(parse(&["--document", "x", "--document-digest", ABC]).is_err());
    }
}
