//! Hand-overs of the authority set and the newest justification, in one answer of the node.

use super::{error::ChainError, header, params, Chain};
use codec::{DecodeAll, Encode};
use limpid_evidence::verify::{Base64, BlockHeader, Finality, Justification};
use limpid_primitives::Digest;
use std::collections::HashSet;

/// Fragments a client collects at most: one is needed for each change of the validators.
const FRAGMENTS_MAX: usize = 100_000;

/// A header and the GRANDPA justification that finalises it, both as SCALE bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The header.
    pub header: Vec<u8>,
    /// The justification.
    pub justification: Vec<u8>,
    /// Height of the header.
    pub number: u32,
    /// Hash of the header.
    pub hash: Digest,
    /// Whether the header hands over to another authority set.
    pub is_handover: bool,
}

impl From<Fragment> for Finality {
    fn from(fragment: Fragment) -> Finality {
        Finality {
            header: Base64(fragment.header),
            justification: Base64(fragment.justification),
        }
    }
}

/// All hand-overs after a block, then the newest finalised block that is not one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarpProof {
    /// In the order of the chain.
    pub fragments: Vec<Fragment>,
}

impl WarpProof {
    /// The hand-overs, and the newest finalised block after them. There is none for a moment after each hand-over.
    pub fn split(mut self) -> (Vec<Fragment>, Option<Fragment>) {
        let newest = self.fragments.pop_if(|last| !last.is_handover);
        (self.fragments, newest)
    }
}

impl Chain {
    /// Every hand-over since the finalised block `begin`, and the newest finality.
    pub async fn warp_proof(&self, begin: Digest) -> Result<WarpProof, ChainError> {
        let mut fragments: Vec<Fragment> = Vec::new();
        let mut begin = begin;
        loop {
            let (mut more, is_finished) = self.warp_proof_part(begin).await?;
            let last = more.last().map(|fragment| fragment.hash);
            fragments.append(&mut more);
            match last {
                _ if is_finished => return Ok(WarpProof { fragments }),
                Some(hash) if hash != begin && fragments.len() < FRAGMENTS_MAX => begin = hash,
                _ => {
                    return Err(ChainError::unexpected(
                        "evidence_warpProof",
                        "it does not come to an end",
                    ))
                }
            }
        }
    }

    async fn warp_proof_part(&self, begin: Digest) -> Result<(Vec<Fragment>, bool), ChainError> {
        let proof: String = self
            .rpc()
            .request("evidence_warpProof", params![header::text(&begin.0)])
            .await?;
        decode(&header::bytes(&proof)?)
            .map_err(|error| ChainError::unexpected("evidence_warpProof", error))
    }
}

/// `WarpSyncProof { proofs: Vec<WarpSyncFragment { header, justification }>, is_finished: bool }`.
fn decode(mut input: &[u8]) -> Result<(Vec<Fragment>, bool), codec::Error> {
    let (proofs, is_finished) =
        <(Vec<(BlockHeader, Justification)>, bool)>::decode_all(&mut input)?;
    let fragments = proofs
        .into_iter()
        .map(|(header, votes)| fragment(&header, votes))
        .collect();
    Ok((fragments, is_finished))
}

fn fragment(header: &BlockHeader, mut votes: Justification) -> Fragment {
    // A validator that voted twice proves its own fault, not the block: verifiers refuse its second vote.
    let mut seen = HashSet::new();
    votes.precommits.retain(|vote| seen.insert(vote.authority));
    let encoded = header.encode();
    Fragment {
        number: header.number,
        hash: Digest(header::blake2_256(&encoded)),
        // A change that a verifier refuses is a hand-over all the same: the verifier will say why.
        is_handover: !matches!(header.scheduled_change(), Ok(None)),
        header: encoded,
        justification: votes.encode(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_evidence::verify::{DigestItem, Precommit};

    fn header(number: u32, digest: Vec<DigestItem>) -> BlockHeader {
        let [parent, state_root, extrinsics_root] = [7, 8, 9].map(|byte| Digest([byte; 32]));
        BlockHeader {
            parent,
            number,
            state_root,
            extrinsics_root,
            digest,
        }
    }

    fn handover(number: u32) -> BlockHeader {
        let change = (1u8, vec![([3u8; 32], 1u64)], 0u32).encode();
        header(number, vec![DigestItem::Consensus(*b"FRNK", change)])
    }

    fn votes(authorities: &[u8], ancestry: Vec<BlockHeader>) -> Justification {
        let vote = |authority: &u8| Precommit {
            vote_hash: Digest([1; 32]),
            vote_number: 5,
            signature: [*authority; 64],
            authority: [*authority; 32],
        };
        Justification {
            round: 3,
            target_hash: Digest([1; 32]),
            target_number: 5,
            precommits: authorities.iter().map(vote).collect(),
            votes_ancestries: ancestry,
        }
    }

    #[test]
    fn handovers_come_before_the_newest_block() {
        let parts = [
            (handover(5), votes(&[1, 2, 3], vec![header(6, vec![])])),
            (
                header(900, vec![DigestItem::Seal(*b"aura", vec![2])]),
                votes(&[1], vec![]),
            ),
        ];
        let bytes = (parts.to_vec(), true).encode();
        let (fragments, is_finished) = decode(&bytes).unwrap();
        assert!(is_finished);
        for (fragment, (header, votes)) in fragments.iter().zip(&parts) {
            assert_eq!(fragment.header, header.encode());
            assert_eq!(fragment.justification, votes.encode());
        }
        let (handovers, newest) = WarpProof { fragments }.split();
        assert_eq!(handovers.iter().map(|f| f.number).collect::<Vec<_>>(), [5]);
        assert_eq!(newest.map(|f| f.number), Some(900));
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn right_after_a_handover_there_is_no_newer_block() {
        let bytes = (vec![(handover(5), votes(&[1], vec![]))], true).encode();
        let (handovers, newest) = WarpProof {
            fragments: decode(&bytes).unwrap().0,
        }
        .split();
        assert_eq!((handovers.len(), newest), (1, None));
    }

    #[test]
    fn second_votes_of_a_validator_are_left_out() {
        let bytes = (vec![(header(5, vec![]), votes(&[1, 2, 1], vec![]))], true).encode();
        let fragments = decode(&bytes).unwrap().0;
        assert_eq!(fragments[0].justification, votes(&[1, 2], vec![]).encode());
    }
}
