//! Share bundles: a request for data and what became of it, made into a file that proves it.

use super::{
    newest::newest,
    trust::{self, TrustError},
};
use crate::chain::{At, Chain, ChainError};
use limpid_evidence::verify::{
    storage_keys, verify_share, Base64, Report, Share, ShareFacts, ShareFormat, ShareVersion,
    Verdict,
};
use limpid_primitives::sharing::{Answer, GrantId, RequestId, RequestV1};

/// What a share bundle is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareOf {
    /// A request, however it was answered.
    Request(RequestId),
    /// The request that a grant answers.
    Grant(GrantId),
}

/// Why there is no share bundle.
#[derive(Debug, thiserror::Error)]
pub enum ShareExportError {
    /// The chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The trust root it is checked against.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// There is no such request.
    #[error("there is no request {0} on this chain: `limpid share requests` lists them")]
    RequestUnknown(RequestId),
    /// There is no such grant.
    #[error("there is no grant {0} on this chain: `limpid share grants` lists them; a refusal is proven with --request N")]
    GrantUnknown(GrantId),
    /// No block is finalised after the last change of validators.
    #[error("no block is finalised yet: check that the validators run (`limpid chain status`), and ask again")]
    NotFinalised,
    /// The file would not be accepted.
    #[error(
        "the share bundle does not verify and is not handed out: {link}: {detail}. Report this"
    )]
    NotVerified {
        /// The first link that failed.
        link: &'static str,
        /// Why.
        detail: String,
    },
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct ShareFile {
    /// Its content.
    pub json: String,
    /// The request it is of.
    pub request: RequestId,
    /// The report of the verifier on it.
    pub report: Report<ShareFacts>,
}

/// Makes a file that proves what became of a request, and verifies it as a stranger would before returning it.
pub async fn export_share(chain: &Chain, what: ShareOf) -> Result<ShareFile, ShareExportError> {
    let (handovers, newest) = newest(chain).await?.ok_or(ShareExportError::NotFinalised)?;
    let at = At::Block(newest.hash);
    let id = match what {
        ShareOf::Request(id) => id,
        ShareOf::Grant(id) => {
            let grant = chain.grant(id, at).await?;
            grant.ok_or(ShareExportError::GrantUnknown(id))?.request
        }
    };
    let request = chain.request(id, at).await?;
    let request = request.ok_or(ShareExportError::RequestUnknown(id))?;
    let nodes = chain.read_proof(&keys(id, &request), newest.hash).await?;
    let share = Share {
        format: ShareFormat,
        version: ShareVersion,
        chain: trust::name(chain)?,
        genesis: chain.genesis(),
        request: id,
        state: nodes.into_iter().map(Base64).collect(),
        finality: newest.into(),
        handovers,
    };
    let json = share.to_json();
    let report = check(chain, json.as_bytes()).await?;
    Ok(ShareFile {
        json,
        request: id,
        report,
    })
}

/// Verifies the file from the chain's genesis.
async fn check(chain: &Chain, json: &[u8]) -> Result<Report<ShareFacts>, ShareExportError> {
    let root = trust::genesis_root(chain).await?;
    let report = verify_share(json, &root);
    if report.verdict == Verdict::Verified {
        return Ok(report);
    }
    let failed = report.first_failed.and_then(|link| report.link(link));
    Err(ShareExportError::NotVerified {
        link: failed.map_or("format", |failed| failed.link.word()),
        detail: failed
            .map(|failed| failed.detail.clone())
            .unwrap_or_default(),
    })
}

/// What the verifier reads.
fn keys(id: RequestId, request: &RequestV1) -> Vec<Vec<u8>> {
    let new = &request.new;
    let mut keys = vec![
        storage_keys::now(),
        storage_keys::request(id),
        storage_keys::data_set(new.data_set),
        storage_keys::data_set_version(new.data_set, new.version),
        storage_keys::institution(request.provider),
        storage_keys::institution(request.requester),
    ];
    if let Answer::Granted { grant } = request.answer {
        keys.extend([storage_keys::grant(grant), storage_keys::receipts(grant)]);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_evidence::verify::TrustRoot;
    use std::{collections::HashSet, path::PathBuf};

    fn vector(name: &str) -> Vec<u8> {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../tests/vectors/share");
        std::fs::read(folder.join(name)).expect("a vector")
    }

    #[test]
    fn what_is_asked_for_is_what_the_verifier_reads() {
        let root = TrustRoot::from_json(&vector("one-validator.trust.json")).unwrap();
        for (name, expected) in [("good-confirmed", 8), ("good-refused", 6)] {
            let report = verify_share(&vector(&format!("{name}.share.json")), &root);
            assert_eq!(report.verdict, Verdict::Verified);
            let request = report.facts.request.unwrap();
            let keys = keys(report.facts.share.unwrap().request, &request);
            assert_eq!(keys.len(), expected, "{name}");
            assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
        }
    }
}
