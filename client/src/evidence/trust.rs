//! Trust roots: taken from a node, or carried forward from an older one.
//!
//! A root taken from a node is worth what that node is worth. It belongs compared with what the chain's validators publish,
//! once; from then on [`update_from_chain`] carries it forward by the validators' own votes.

use crate::chain::{At, Chain, ChainError};
use limpid_evidence::verify::{
    update_trust, AuthoritySet, BlockId, ChainName, Finality, LineageError, TrustRoot,
    TrustRootFormat, TrustRootVersion,
};

/// Why there is no trust root.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The block is not final.
    #[error("block {number} is not finalised: the newest finalised one is {finalised}. Choose that one or an older one")]
    NotFinalised {
        /// The block asked for.
        number: u32,
        /// The newest finalised block.
        finalised: u32,
    },
    /// The node's answer makes no root.
    #[error("the node's {0}. Use a client and a node of the same release")]
    Answer(String),
    /// A hand-over does not follow from the root.
    #[error("the trust root cannot be carried forward: {0}. If the root is right, the source of these hand-overs is not to be trusted")]
    Lineage(#[from] LineageError),
    /// The votes do not lead to the validators of today.
    #[error("the votes lead to validator set {reached} and the chain has set {today}: a change in between was not voted for by those before it, as after the loss of a third of them. Nothing is written: get a new trust root from the agencies, by another way, and compare")]
    Forced {
        /// The set the votes lead to.
        reached: u64,
        /// The set in force.
        today: u64,
    },
    /// Another chain.
    #[error("the trust root is of another chain: its genesis is not {0}")]
    OtherChain(limpid_primitives::Digest),
}

/// The chain's name as evidence and trust roots carry it.
pub fn name(chain: &Chain) -> Result<ChainName, TrustError> {
    let name = ChainName::try_from(chain.name().to_owned());
    name.map_err(|error| TrustError::Answer(format!("chain name is refused: {error}")))
}

/// The root that begins with block 0 and the validators of genesis.
pub async fn genesis_root(chain: &Chain) -> Result<TrustRoot, TrustError> {
    root_at(chain, 0).await
}

/// The root that begins with a finalised block.
pub async fn root_at(chain: &Chain, number: u32) -> Result<TrustRoot, TrustError> {
    let finalised = chain.finalised().await?.number;
    let hash = match chain.block_hash(number).await? {
        Some(hash) if number <= finalised => hash,
        _ => return Err(TrustError::NotFinalised { number, finalised }),
    };
    let (set_id, authorities) = chain.authorities(At::Block(hash)).await?;
    let authorities = AuthoritySet::new(authorities)
        .map_err(|error| TrustError::Answer(format!("authorities are refused: {error}")))?;
    Ok(TrustRoot {
        format: TrustRootFormat,
        version: TrustRootVersion,
        chain: name(chain)?,
        genesis: chain.genesis(),
        block: BlockId { number, hash },
        set_id,
        authorities,
    })
}

/// A root that was carried forward, and what that took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The newer root.
    pub root: TrustRoot,
    /// Hand-overs from the older one to it.
    pub handovers: usize,
    /// Bytes of their headers and justifications.
    pub handover_bytes: usize,
}

/// Carries a root forward over these hand-overs, checking every one. Those up to the root's own block count for nothing.
pub fn carry(root: &TrustRoot, handovers: &[Finality]) -> Result<Carried, LineageError> {
    let newer = update_trust(root, handovers)?;
    // Each hand-over raises the set's number by one, and those the root knows already come first.
    let count = newer.set_id.saturating_sub(root.set_id);
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let first = handovers.len().saturating_sub(count);
    let bytes = |finality: &Finality| {
        let header = finality.header.0.len();
        header.saturating_add(finality.justification.0.len())
    };
    Ok(Carried {
        root: newer,
        handovers: count,
        handover_bytes: handovers.iter().skip(first).map(bytes).sum(),
    })
}

/// Carries a root forward to the chain's newest hand-over, checking every one.
pub async fn update_from_chain(root: &TrustRoot, chain: &Chain) -> Result<Carried, TrustError> {
    if root.genesis != chain.genesis() {
        return Err(TrustError::OtherChain(chain.genesis()));
    }
    // Read first: what is handed over after it the proof may have or not.
    let (today, _) = chain.authorities(At::Finalised).await?;
    let (handovers, _) = chain.warp_proof(root.block.hash).await?.split();
    let handovers: Vec<Finality> = handovers.into_iter().map(Finality::from).collect();
    reaching(today, carry(root, &handovers)?)
}

/// Refuses a root that ends before the set of today.
fn reaching(today: u64, carried: Carried) -> Result<Carried, TrustError> {
    let reached = carried.root.set_id;
    if reached < today {
        return Err(TrustError::Forced { reached, today });
    }
    Ok(carried)
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_evidence::verify::Bundle;
    use std::path::PathBuf;

    fn vector(name: &str) -> Vec<u8> {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../tests/vectors/evidence");
        std::fs::read(folder.join(name)).expect("a vector")
    }

    fn root(name: &str) -> TrustRoot {
        TrustRoot::from_json(&vector(name)).expect("a trust root")
    }

    #[test]
    fn a_root_carried_forward_tells_what_that_took() {
        let bundle = Bundle::from_json(&vector("good-handovers.evidence.json")).unwrap();
        let old = root("four-validators.trust.json");
        let carried = carry(&old, &bundle.handovers).unwrap();
        assert_eq!(carried.root.set_id, old.set_id + 2);
        let sizes = bundle
            .handovers
            .iter()
            .map(|one| one.header.0.len() + one.justification.0.len());
        let sizes: Vec<usize> = sizes.collect();
        assert_eq!(carried.handovers, 2);
        assert_eq!(carried.handover_bytes, sizes.iter().sum::<usize>());
        assert!(reaching(old.set_id + 2, carried.clone()).is_ok());
        let forced = reaching(old.set_id + 3, carried.clone());
        assert!(matches!(forced, Err(TrustError::Forced { .. })));
        // What the newer root knows already was not needed.
        let again = carry(&carried.root, &bundle.handovers).unwrap();
        assert_eq!((again.handovers, again.handover_bytes), (0, 0));
        assert_eq!(again.root, carried.root);
        let half = carry(&old, &bundle.handovers[..1]).unwrap().root;
        let rest = carry(&half, &bundle.handovers).unwrap();
        assert_eq!((rest.handovers, rest.handover_bytes), (1, sizes[1]));
    }
}
