//! GRANDPA justifications: `docs/spec/anchor.md`, "Justification".

use super::{
    authorities::AuthoritySet,
    block::{BlockHeader, BlockId},
    signature,
    trie::blake2_256,
};
use alloc::{collections::BTreeMap, collections::BTreeSet, vec::Vec};
use codec::{Decode, DecodeAll, Encode};
use core::fmt;
use limpid_primitives::Digest;

/// The votes of one round that finalise a block.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Justification {
    /// The round.
    pub round: u64,
    /// The block that is final.
    pub target_hash: Digest,
    /// Its number.
    pub target_number: u32,
    /// The votes.
    pub precommits: Vec<Precommit>,
    /// Headers from the target, exclusive, up to the blocks that were voted for.
    pub votes_ancestries: Vec<BlockHeader>,
}

/// A validator's vote for a block and all before it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Precommit {
    /// The block.
    pub vote_hash: Digest,
    /// Its number.
    pub vote_number: u32,
    /// Ed25519 signature over [`Justification::signed_bytes`].
    pub signature: [u8; 64],
    /// The validator's key.
    pub authority: [u8; 32],
}

/// Why a justification does not finalise a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FinalityError {
    /// Its bytes are no justification.
    Undecodable,
    /// It finalises another block.
    OtherTarget,
    /// A vote is from outside the authority set.
    Stranger,
    /// An authority votes twice.
    VotesTwice,
    /// The votes weigh too little.
    Threshold,
    /// A signature is wrong.
    Signature,
    /// A vote is for a block that is not shown to descend from the target.
    Ancestry,
    /// An ancestry header is given twice or was not needed.
    UnusedHeader,
}

impl Justification {
    /// Reads a justification from all of the bytes.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, FinalityError> {
        Self::decode_all(&mut bytes).map_err(|_| FinalityError::Undecodable)
    }

    /// What an authority signs when it votes.
    pub fn signed_bytes(vote: BlockId, round: u64, set_id: u64) -> Vec<u8> {
        // 1 is the index of a precommit among GRANDPA's messages.
        (1u8, vote.hash, vote.number, round, set_id).encode()
    }

    /// Checks that the votes finalise the block under this authority set.
    pub fn verify(
        &self,
        block: BlockId,
        set: &AuthoritySet,
        set_id: u64,
    ) -> Result<(), FinalityError> {
        if self.target_hash != block.hash || self.target_number != block.number {
            return Err(FinalityError::OtherTarget);
        }
        self.check_weight(set)?;
        self.check_ancestry()?;
        self.precommits
            .iter()
            .try_for_each(|precommit| precommit.check_signature(self.round, set_id))
    }

    fn check_weight(&self, set: &AuthoritySet) -> Result<(), FinalityError> {
        let mut voters = BTreeSet::new();
        let mut weight: u64 = 0;
        for precommit in &self.precommits {
            let of_voter = set
                .weight(&precommit.authority)
                .ok_or(FinalityError::Stranger)?;
            if !voters.insert(precommit.authority) {
                return Err(FinalityError::VotesTwice);
            }
            // Distinct voters of a set: the sum is at most the set's total.
            weight = weight.saturating_add(of_voter);
        }
        if weight < set.threshold() {
            return Err(FinalityError::Threshold);
        }
        Ok(())
    }

    /// Every vote descends from the target, by hashes and by numbers, and every ancestry header is needed for that.
    fn check_ancestry(&self) -> Result<(), FinalityError> {
        let hashed = self
            .votes_ancestries
            .iter()
            .map(|header| (Digest(blake2_256(&header.encode())), header));
        let headers: BTreeMap<Digest, &BlockHeader> = hashed.collect();
        if headers.len() != self.votes_ancestries.len() {
            return Err(FinalityError::UnusedHeader);
        }
        let mut descends = BTreeSet::new();
        for precommit in &self.precommits {
            let mut at = BlockId {
                number: precommit.vote_number,
                hash: precommit.vote_hash,
            };
            // Ends: each turn takes a header that was not taken before, and there are finitely many.
            while at.hash != self.target_hash {
                let header = headers.get(&at.hash).ok_or(FinalityError::Ancestry)?;
                if header.number != at.number {
                    return Err(FinalityError::Ancestry);
                }
                if !descends.insert(at.hash) {
                    break;
                }
                let number = at.number.checked_sub(1).ok_or(FinalityError::Ancestry)?;
                at = BlockId {
                    number,
                    hash: header.parent,
                };
            }
            if at.hash == self.target_hash && at.number != self.target_number {
                return Err(FinalityError::Ancestry);
            }
        }
        if descends.len() == headers.len() {
            Ok(())
        } else {
            Err(FinalityError::UnusedHeader)
        }
    }
}

impl Precommit {
    /// Verifies as the validators do (ZIP-215).
    fn check_signature(&self, round: u64, set_id: u64) -> Result<(), FinalityError> {
        let vote = BlockId {
            number: self.vote_number,
            hash: self.vote_hash,
        };
        let message = Justification::signed_bytes(vote, round, set_id);
        if signature::is_valid(&self.authority, &self.signature, &message) {
            Ok(())
        } else {
            Err(FinalityError::Signature)
        }
    }
}

impl FinalityError {
    /// A word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Undecodable => "justification-undecodable",
            Self::OtherTarget => "other-target",
            Self::Stranger => "vote-from-outside",
            Self::VotesTwice => "votes-twice",
            Self::Threshold => "below-threshold",
            Self::Signature => "vote-signature",
            Self::Ancestry => "vote-ancestry",
            Self::UnusedHeader => "unused-ancestry",
        }
    }
}

impl fmt::Display for FinalityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Undecodable => "the bytes are no justification",
            Self::OtherTarget => "the votes are for another block than the header's",
            Self::Stranger => "a vote is from outside the authority set",
            Self::VotesTwice => "an authority votes twice",
            Self::Threshold => "the votes weigh less than the threshold",
            Self::Signature => "the signature of a vote is wrong",
            Self::Ancestry => "a vote is for a block that is not shown to descend from the header",
            Self::UnusedHeader => "a header of the votes' ancestries is given twice or not needed",
        })
    }
}

impl core::error::Error for FinalityError {}
