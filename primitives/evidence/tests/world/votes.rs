//! Justifications, right and wrong.

use super::id;
use codec::Encode;
use ed25519_dalek::{Signer, SigningKey};
use limpid_evidence::verify::{Base64, BlockHeader, BlockId, Finality, Justification, Precommit};

/// A justification in the making.
#[derive(Clone)]
pub struct Votes {
    pub validators: Vec<SigningKey>,
    pub set_id: u64,
    pub made: Justification,
}

impl Votes {
    pub fn new(target: &BlockHeader, validators: &[SigningKey], set_id: u64) -> Self {
        let target = id(target);
        Self {
            validators: validators.to_vec(),
            set_id,
            made: Justification {
                round: 7,
                target_hash: target.hash,
                target_number: target.number,
                precommits: vec![],
                votes_ancestries: vec![],
            },
        }
    }

    fn target(&self) -> BlockId {
        BlockId {
            number: self.made.target_number,
            hash: self.made.target_hash,
        }
    }

    /// A validator votes for a block.
    pub fn vote(mut self, validator: usize, block: BlockId) -> Self {
        let key = &self.validators[validator];
        let signed = Justification::signed_bytes(block, self.made.round, self.set_id);
        self.made.precommits.push(Precommit {
            vote_hash: block.hash,
            vote_number: block.number,
            signature: key.sign(&signed).to_bytes(),
            authority: key.verifying_key().to_bytes(),
        });
        self
    }

    /// So many validators vote for the target.
    pub fn of(self, count: usize) -> Self {
        let target = self.target();
        (0..count).fold(self, |votes, validator| votes.vote(validator, target))
    }

    pub fn of_all(self) -> Self {
        let count = self.validators.len();
        self.of(count)
    }

    pub fn ancestry(mut self, headers: &[BlockHeader]) -> Self {
        self.made.votes_ancestries.extend_from_slice(headers);
        self
    }

    pub fn finality(&self, header: &BlockHeader) -> Finality {
        Finality {
            header: Base64(header.encode()),
            justification: Base64(self.made.encode()),
        }
    }
}

/// So many blocks after a header.
pub fn descendants(of: &BlockHeader, count: u32) -> Vec<BlockHeader> {
    let mut chain: Vec<BlockHeader> = vec![];
    for step in 1..=count {
        let parent = chain.last().unwrap_or(of);
        let mut next = super::header(of.number + step, of.state_root, vec![]);
        next.parent = id(parent).hash;
        chain.push(next);
    }
    chain
}
