//! Hand-overs of the authority set and the newest justification, in one answer of the node.

use super::{error::ChainError, header, params, Chain};
use codec::{Compact, Decode, Input};
use limpid_primitives::Digest;

/// Fragments a client collects at most: one is needed for each change of the validators.
const FRAGMENTS_MAX: usize = 100_000;
/// Digest items of one header at most.
const LOGS_MAX: u32 = 64;

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
    let input = &mut input;
    let count = Compact::<u32>::decode(input)?.0;
    let mut fragments = Vec::new();
    for _ in 0..count {
        fragments.push(decode_fragment(input)?);
    }
    let is_finished = bool::decode(input)?;
    match input.is_empty() {
        true => Ok((fragments, is_finished)),
        false => Err("bytes behind its end".into()),
    }
}

fn decode_fragment(input: &mut &[u8]) -> Result<Fragment, codec::Error> {
    let start = *input;
    let (number, is_handover) = skip_header(input)?;
    let header = taken(start, input);
    let start = *input;
    skip_justification(input)?;
    let justification = taken(start, input);
    let hash = Digest(header::blake2_256(&header));
    Ok(Fragment {
        header,
        justification,
        number,
        hash,
        is_handover,
    })
}

fn taken(start: &[u8], rest: &[u8]) -> Vec<u8> {
    start
        .get(..start.len().saturating_sub(rest.len()))
        .unwrap_or_default()
        .to_vec()
}

/// Height, and whether there is a scheduled change of authorities in the digest.
fn skip_header(input: &mut &[u8]) -> Result<(u32, bool), codec::Error> {
    <[u8; 32]>::decode(input)?;
    let number = Compact::<u32>::decode(input)?.0;
    <[[u8; 32]; 2]>::decode(input)?;
    let logs = Compact::<u32>::decode(input)?.0;
    if logs > LOGS_MAX {
        return Err("too many digest items".into());
    }
    let mut is_handover = false;
    for _ in 0..logs {
        is_handover |= skip_log(input)?;
    }
    Ok((number, is_handover))
}

fn skip_log(input: &mut &[u8]) -> Result<bool, codec::Error> {
    const OTHER: u8 = 0;
    const CONSENSUS: u8 = 4;
    const SEAL: u8 = 5;
    const PRE_RUNTIME: u8 = 6;
    const RUNTIME_UPDATED: u8 = 8;
    const SCHEDULED_CHANGE: u8 = 1;
    match input.read_byte()? {
        OTHER => Vec::<u8>::decode(input).map(|_| false),
        RUNTIME_UPDATED => Ok(false),
        kind @ (CONSENSUS | SEAL | PRE_RUNTIME) => {
            let (engine, content) = <([u8; 4], Vec<u8>)>::decode(input)?;
            Ok(kind == CONSENSUS
                && engine == *b"FRNK"
                && content.first() == Some(&SCHEDULED_CHANGE))
        }
        _ => Err("an unknown digest item".into()),
    }
}

/// Round, commit (target, precommits) and the ancestry of the votes.
fn skip_justification(input: &mut &[u8]) -> Result<(), codec::Error> {
    type Target = ([u8; 32], u32);
    type Precommit = (Target, [u8; 64], [u8; 32]);
    <(u64, Target)>::decode(input)?;
    Vec::<Precommit>::decode(input)?;
    let headers = Compact::<u32>::decode(input)?.0;
    for _ in 0..headers {
        skip_header(input)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;

    fn header(number: u32, logs: Vec<(u8, [u8; 4], Vec<u8>)>) -> Vec<u8> {
        ([7u8; 32], Compact(number), [[8u8; 32], [9u8; 32]], logs).encode()
    }

    fn justification(votes: u8, ancestry: Vec<Vec<u8>>) -> Vec<u8> {
        let target = ([1u8; 32], 5u32);
        let votes: Vec<_> = (0..votes)
            .map(|vote| (target, [vote; 64], [vote; 32]))
            .collect();
        let mut bytes = (3u64, target, votes, Compact(ancestry.len() as u32)).encode();
        bytes.extend(ancestry.concat());
        bytes
    }

    #[test]
    fn fragments_are_cut_at_their_borders() {
        let handover = header(
            5,
            vec![
                (6, *b"aura", vec![1]),
                (4, *b"FRNK", vec![1, 0, 0]),
                (5, *b"aura", vec![2]),
            ],
        );
        let newest = header(900, vec![(4, *b"FRNK", vec![4])]);
        let parts = [
            handover.clone(),
            justification(3, vec![header(6, vec![])]),
            newest.clone(),
            justification(1, vec![]),
        ];
        let mut bytes = Compact(2u32).encode();
        bytes.extend(parts.concat());
        bytes.push(1);
        let (fragments, is_finished) = decode(&bytes).unwrap();
        assert!(is_finished);
        let [first, second] = fragments.as_slice() else {
            panic!("two fragments")
        };
        assert_eq!((first.number, first.is_handover), (5, true));
        assert_eq!((second.number, second.is_handover), (900, false));
        assert_eq!(
            [&first.header, &first.justification],
            [&parts[0], &parts[1]]
        );
        assert_eq!(
            [&second.header, &second.justification],
            [&parts[2], &parts[3]]
        );
        let (handovers, last) = WarpProof {
            fragments: fragments.clone(),
        }
        .split();
        assert_eq!((handovers.len(), last.map(|f| f.number)), (1, Some(900)));
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn right_after_a_handover_there_is_no_newer_block() {
        let mut bytes = Compact(1u32).encode();
        bytes.extend(header(5, vec![(4, *b"FRNK", vec![1])]));
        bytes.extend(justification(1, vec![]));
        bytes.push(1);
        let (handovers, last) = WarpProof {
            fragments: decode(&bytes).unwrap().0,
        }
        .split();
        assert_eq!((handovers.len(), last), (1, None));
    }
}
