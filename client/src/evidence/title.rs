//! Titles of quota: read from the chain, and made into files that prove them.

use super::{
    newest::newest,
    trust::{self, TrustError},
};
use crate::chain::{At, Chain, ChainError};
use limpid_evidence::verify::{
    storage_keys, verify_title, AllocationFacts, AsOf, Base64, BlockId, ClassFacts,
    InstitutionFacts, LotFacts, Report, Title, TitleClaim, TitleFacts, TitleFormat, TitleVersion,
    Verdict, TITLE_LOTS_MAX,
};
use limpid_primitives::{
    quota::{Cause, ClassId, Holder, LotId},
    Digest, Institution, InstitutionId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Why there is no title.
#[derive(Debug, thiserror::Error)]
pub enum TitleExportError {
    /// The chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The trust root it is checked against.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// There is no such lot.
    #[error("there is no lot {0} on this chain: `limpid quota holdings HOLDER` names the lot of each holding")]
    LotUnknown(LotId),
    /// It leads back to more lots than any verifier reads.
    #[error("lot {0} leads back to more than {TITLE_LOTS_MAX} lots, and no verifier reads more: no title of it can be proven. What the chain keeps of it holds all the same: `limpid quota holdings HOLDER` shows what is left")]
    TooLong(LotId),
    /// The node's answers do not fit together.
    #[error("the node does not know {0}, which a lot names. Use another node (--node URL)")]
    Incomplete(String),
    /// No block is finalised after the last change of validators.
    #[error("no block is finalised yet: check that the validators run (`limpid chain status`), and ask again")]
    NotFinalised,
    /// The file would not be accepted.
    #[error("the title does not verify and is not handed out: {link}: {detail}. Report this")]
    NotVerified {
        /// The first link that failed.
        link: &'static str,
        /// Why.
        detail: String,
    },
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct TitleFile {
    /// Its content.
    pub json: String,
    /// The report of the verifier on it.
    pub report: Report<TitleFacts>,
}

/// How a lot came to its holder, as the newest finalised block has it. The node is believed.
pub async fn read_title(chain: &Chain, lot: LotId) -> Result<TitleFacts, TitleExportError> {
    let finalised = chain.finalised().await?;
    let block = BlockId {
        number: finalised.number,
        hash: finalised.hash,
    };
    read_at(chain, lot, block).await
}

/// Makes a file that proves a title, and verifies it as a stranger would before returning it.
pub async fn export_title(chain: &Chain, lot: LotId) -> Result<TitleFile, TitleExportError> {
    let (handovers, newest) = newest(chain).await?.ok_or(TitleExportError::NotFinalised)?;
    let block = BlockId {
        number: newest.number,
        hash: newest.hash,
    };
    let facts = read_at(chain, lot, block).await?;
    let nodes = chain.read_proof(&keys(&facts, lot), newest.hash).await?;
    let title = Title {
        format: TitleFormat,
        version: TitleVersion,
        chain: trust::name(chain)?,
        genesis: chain.genesis(),
        lot,
        state: nodes.into_iter().map(Base64).collect(),
        finality: newest.into(),
        handovers,
    };
    let json = title.to_json();
    let report = check(chain, json.as_bytes()).await?;
    Ok(TitleFile { json, report })
}

/// Verifies the file from the chain's genesis.
async fn check(chain: &Chain, json: &[u8]) -> Result<Report<TitleFacts>, TitleExportError> {
    let root = trust::genesis_root(chain).await?;
    let report = verify_title(json, &root);
    if report.verdict == Verdict::Verified {
        return Ok(report);
    }
    let failed = report.first_failed.and_then(|link| report.link(link));
    Err(TitleExportError::NotVerified {
        link: failed.map_or("format", |failed| failed.link.word()),
        detail: failed
            .map(|failed| failed.detail.clone())
            .unwrap_or_default(),
    })
}

/// A verifier would read all of the lots.
fn ensure_provable(lot: LotId, lots: usize) -> Result<(), TitleExportError> {
    match lots {
        0..=TITLE_LOTS_MAX => Ok(()),
        _ => Err(TitleExportError::TooLong(lot)),
    }
}

async fn read_at(
    chain: &Chain,
    lot: LotId,
    block: BlockId,
) -> Result<TitleFacts, TitleExportError> {
    let at = At::Block(block.hash);
    let lots = chain.lots_of_title(lot, at).await?;
    ensure_provable(lot, lots.len())?;
    let newest = lots.first().filter(|(id, _)| *id == lot);
    let (_, newest) = newest.ok_or(TitleExportError::LotUnknown(lot))?.clone();
    let class = chain.quota_class(newest.class, at).await?;
    let class =
        class.ok_or_else(|| TitleExportError::Incomplete(format!("class {}", newest.class)))?;
    let holdings = chain.quota_holdings(&newest.holder, at).await?;
    let holding = holdings.into_iter().find(|(id, _)| *id == newest.class);
    let lots: Vec<_> = lots
        .into_iter()
        .map(|(lot, kept)| LotFacts { lot, kept })
        .collect();
    let allocations = allocations(chain, newest.class, &lots, at).await?;
    let mut facts = TitleFacts {
        title: Some(TitleClaim {
            chain: trust::name(chain)?,
            genesis: chain.genesis(),
            lot,
        }),
        as_of: Some(AsOf {
            block,
            time_ms: Some(chain.time_ms(at).await?),
        }),
        status: chain.lot_status(lot, at).await?,
        class: Some(ClassFacts {
            class: newest.class,
            kept: class,
        }),
        holding: holding.map(|(_, holding)| holding),
        lots,
        allocations,
        institutions: Vec::new(),
    };
    facts.institutions = institutions(chain, &named(&facts), at).await?;
    Ok(facts)
}

/// The allocations of the lots that have no parents.
async fn allocations(
    chain: &Chain,
    class: ClassId,
    lots: &[LotFacts],
    at: At,
) -> Result<Vec<AllocationFacts>, TitleExportError> {
    let mut by_document: BTreeMap<Digest, Vec<(LotId, Holder)>> = BTreeMap::new();
    for lot in lots {
        if let Cause::Allocation { document } = lot.kept.cause {
            let of = by_document.entry(document).or_default();
            of.push((lot.lot, lot.kept.holder));
        }
    }
    let mut found = BTreeMap::new();
    for (document, of) in by_document {
        let holders: Vec<_> = of.iter().map(|(_, holder)| *holder).collect();
        let kept = chain
            .quota_allocations(class, &document, &holders, at)
            .await?;
        for ((lot, holder), kept) in of.into_iter().zip(kept) {
            let missing = || TitleExportError::Incomplete(format!("the allocation of lot {lot}"));
            let allocation = AllocationFacts {
                document,
                holder,
                kept: kept.ok_or_else(missing)?,
            };
            found.insert(lot, allocation);
        }
    }
    // The newest first, as the lots.
    Ok(found.into_values().rev().collect())
}

/// The institutions a title names.
fn named(facts: &TitleFacts) -> BTreeSet<InstitutionId> {
    let holders = facts
        .lots
        .iter()
        .filter_map(|lot| lot.kept.holder.institution());
    let allocated = facts
        .allocations
        .iter()
        .map(|allocation| allocation.kept.by);
    let defined = facts.class.iter().map(|class| class.kept.by);
    holders.chain(allocated).chain(defined).collect()
}

async fn institutions(
    chain: &Chain,
    named: &BTreeSet<InstitutionId>,
    at: At,
) -> Result<Vec<InstitutionFacts>, TitleExportError> {
    let mut found = Vec::new();
    for id in named {
        let kept = chain.institution(*id, at).await?;
        let Institution::V1(kept) =
            kept.ok_or_else(|| TitleExportError::Incomplete(format!("institution {id}")))?;
        found.push(InstitutionFacts {
            institution: *id,
            kind: kept.kind,
            uscc: kept.uscc,
            name: kept.name,
            status: kept.status,
        });
    }
    Ok(found)
}

/// What the verifier reads.
fn keys(facts: &TitleFacts, lot: LotId) -> Vec<Vec<u8>> {
    let mut keys = vec![storage_keys::now()];
    keys.extend(facts.lots.iter().map(|lot| storage_keys::lot(lot.lot)));
    if let Some(class) = &facts.class {
        let allocations = facts.allocations.iter();
        keys.extend(allocations.map(|allocation| {
            storage_keys::allocation(class.class, &allocation.document, &allocation.holder)
        }));
        keys.push(storage_keys::class(class.class));
        let holder = facts.lots.iter().find(|known| known.lot == lot);
        keys.extend(holder.map(|lot| storage_keys::holding(&lot.kept.holder, class.class)));
    }
    keys.extend(named(facts).into_iter().map(storage_keys::institution));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_evidence::verify::TrustRoot;
    use std::{collections::HashSet, path::PathBuf};

    fn vector(name: &str) -> Vec<u8> {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../tests/vectors/title");
        std::fs::read(folder.join(name)).expect("a vector")
    }

    #[test]
    fn what_no_verifier_would_read_is_not_written() {
        assert!(ensure_provable(LotId(9), TITLE_LOTS_MAX).is_ok());
        let refused = ensure_provable(LotId(9), TITLE_LOTS_MAX + 1);
        let said = refused.expect_err("too long").to_string();
        assert!(
            said.starts_with("lot 9 leads back to more than 100000 lots"),
            "{said}"
        );
    }

    #[test]
    fn what_is_asked_for_is_what_the_verifier_reads() {
        let root = TrustRoot::from_json(&vector("one-validator.trust.json")).unwrap();
        let report = verify_title(&vector("good-current.title.json"), &root);
        assert_eq!(report.verdict, Verdict::Verified);
        let keys = keys(&report.facts, LotId(9));
        // The time, seven lots, three allocations, class, holding, and three institutions, each once.
        assert_eq!(keys.len(), 1 + 7 + 3 + 2 + 3);
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    }
}
