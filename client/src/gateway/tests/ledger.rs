//! A chain in memory that checks headers as the pallet does.

use super::emissions::Emissions;
use crate::gateway::{
    bindings::Outlets,
    ledger::{FinalisedBlock, Ledger, LedgerError},
};
use ed25519_dalek::{Signature, VerifyingKey};
use futures::future::BoxFuture;
use limpid_evidence::{
    chain::{
        Anchor, AnchorV1, Binding, BindingV1, Gateway, GatewayKey, GatewayKeyV1, GatewayStatus,
        GatewayV1, Head, Timing,
    },
    sha256, SignedHeader,
};
use limpid_primitives::{Digest, DivisionCode, GatewayId, InstitutionId, Moment};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
};

/// What goes wrong with a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It never reaches the chain.
    Lost,
    /// It is anchored, but the gateway is not told.
    AnchoredUnheard,
    /// The chain refuses it.
    Refused,
}

pub struct Chain {
    pub genesis: Digest,
    pub keys: Vec<[u8; 32]>,
    pub bindings: Outlets,
    pub anchors: BTreeMap<u64, AnchorV1>,
    pub head: Head,
    pub blocks: u32,
    pub troubles: VecDeque<Trouble>,
    /// Headers of each submission that arrived.
    pub submissions: Vec<usize>,
    /// What was proven of discharges.
    pub emissions: Emissions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reachable {
    Yes,
    No,
}

/// A line to the chain. Clones share it, so that it can be cut for all of them.
#[derive(Clone)]
pub struct Memory {
    chain: Arc<Mutex<Chain>>,
    line: Arc<Mutex<Reachable>>,
}

impl Memory {
    pub fn new(key: [u8; 32], bindings: Outlets) -> Self {
        let chain = Chain {
            genesis: Digest([7; 32]),
            keys: vec![key],
            bindings,
            anchors: BTreeMap::new(),
            head: Head::START,
            blocks: 1,
            troubles: VecDeque::new(),
            submissions: Vec::new(),
            emissions: Emissions::default(),
        };
        Self {
            chain: Arc::new(Mutex::new(chain)),
            line: Arc::new(Mutex::new(Reachable::Yes)),
        }
    }

    /// Another line to the same chain.
    pub fn another_line(&self) -> Self {
        Self {
            chain: self.chain.clone(),
            line: Arc::new(Mutex::new(Reachable::Yes)),
        }
    }

    /// Cuts or mends the line.
    pub fn set(&self, reachable: Reachable) {
        *self.line.lock().expect("the line") = reachable;
    }

    pub fn reachable(&self) -> Reachable {
        *self.line.lock().expect("the line")
    }

    pub fn chain(&self) -> MutexGuard<'_, Chain> {
        self.chain
            .lock()
            .expect("no test panics while it holds the chain")
    }

    pub fn ask<T>(&self, answer: impl FnOnce(&Chain) -> T) -> BoxFuture<'_, Result<T, LedgerError>>
    where
        T: Send + 'static,
    {
        let chain = self.chain();
        let answered = match self.reachable() {
            Reachable::Yes => Ok(answer(&chain)),
            Reachable::No => Err(LedgerError::Later("no node answers".into())),
        };
        Box::pin(async move { answered })
    }
}

/// The hash of a block of this chain.
pub fn block_hash(number: u32) -> Digest {
    sha256(&number.to_be_bytes())
}

/// A binding from a time on.
pub fn binding(mn: &str, from_ms: u64) -> Binding {
    Binding::V1(BindingV1 {
        mn: mn.parse().expect("a device number"),
        from_ms,
        until_ms: None,
    })
}

impl Chain {
    fn anchor(&mut self, signed: &SignedHeader) -> Result<(), LedgerError> {
        let refused = |why: &str| Err(LedgerError::Refused(why.into()));
        let header = signed.header;
        if header.sequence < self.head.next_sequence {
            return refused("AlreadyAnchored");
        }
        if header.sequence > self.head.next_sequence {
            return refused("SequenceAhead");
        }
        if header.previous != self.head.last_hash {
            return refused("PreviousMismatch");
        }
        let key = self.keys.last().expect("a key");
        let verified = VerifyingKey::from_bytes(key).and_then(|key| {
            let signature = Signature::from_bytes(&signed.signature);
            key.verify_strict(&header.signing_bytes(&self.genesis), &signature)
        });
        if verified.is_err() {
            return refused("SignatureInvalid");
        }
        let at = Moment {
            block: self.blocks,
            time_ms: self.emissions.time_ms,
        };
        let anchor = AnchorV1 {
            header,
            key_index: self.keys.len() as u32 - 1,
            at,
            timing: Timing::OnTime,
        };
        self.anchors.insert(header.sequence, anchor);
        self.head = Head {
            next_sequence: header.sequence + 1,
            last_hash: header.hash(&self.genesis),
        };
        Ok(())
    }

    fn anchor_all(&mut self, headers: &[SignedHeader]) -> Result<(), LedgerError> {
        self.submissions.push(headers.len());
        self.blocks += 1;
        let (anchors, head) = (self.anchors.clone(), self.head);
        let anchored = headers.iter().try_for_each(|header| self.anchor(header));
        if anchored.is_err() {
            (self.anchors, self.head) = (anchors, head);
        }
        anchored
    }
}

impl Ledger for Memory {
    fn genesis(&self) -> BoxFuture<'_, Result<Digest, LedgerError>> {
        self.ask(|chain| chain.genesis)
    }

    fn finalised(&self) -> BoxFuture<'_, Result<FinalisedBlock, LedgerError>> {
        self.ask(|chain| FinalisedBlock {
            number: chain.blocks,
            hash: block_hash(chain.blocks),
        })
    }

    fn block_hash(&self, number: u32) -> BoxFuture<'_, Result<Option<Digest>, LedgerError>> {
        self.ask(|chain| (number <= chain.blocks).then(|| block_hash(number)))
    }

    fn gateway(&self, _id: GatewayId) -> BoxFuture<'_, Result<Option<Gateway>, LedgerError>> {
        self.ask(|chain| {
            let key_index = chain.keys.len().checked_sub(1)? as u32;
            Some(Gateway::V1(GatewayV1 {
                operator: InstitutionId(1),
                division: DivisionCode::try_from(100_000).expect("the nation"),
                status: GatewayStatus::Active,
                key_index,
                registered: Moment::default(),
            }))
        })
    }

    fn gateway_keys(
        &self,
        _id: GatewayId,
    ) -> BoxFuture<'_, Result<Vec<(u32, GatewayKey)>, LedgerError>> {
        self.ask(|chain| {
            let key = |public: &[u8; 32]| {
                GatewayKey::V1(GatewayKeyV1 {
                    public: *public,
                    since: Moment::default(),
                    until: None,
                })
            };
            (0..).zip(chain.keys.iter().map(key)).collect()
        })
    }

    fn bindings(&self, _id: GatewayId) -> BoxFuture<'_, Result<Outlets, LedgerError>> {
        self.ask(|chain| chain.bindings.clone())
    }

    fn head(&self, _id: GatewayId) -> BoxFuture<'_, Result<Head, LedgerError>> {
        self.ask(|chain| chain.head)
    }

    fn anchors(
        &self,
        _id: GatewayId,
        sequences: Vec<u64>,
    ) -> BoxFuture<'_, Result<Vec<Option<Anchor>>, LedgerError>> {
        self.ask(move |chain| {
            let anchor = |sequence| chain.anchors.get(sequence).copied().map(Anchor::V1);
            sequences.iter().map(anchor).collect()
        })
    }

    fn anchor_batches(&self, headers: Vec<SignedHeader>) -> BoxFuture<'_, Result<(), LedgerError>> {
        let mut chain = self.chain();
        let later = || Err(LedgerError::Later("no node answers".into()));
        let result = match (self.reachable(), chain.troubles.pop_front()) {
            (Reachable::No, _) | (_, Some(Trouble::Lost)) => later(),
            (_, Some(Trouble::Refused)) => Err(LedgerError::Refused("suspended".into())),
            (_, Some(Trouble::AnchoredUnheard)) => {
                chain.anchor_all(&headers).and_then(|()| later())
            }
            (_, None) => chain.anchor_all(&headers),
        };
        Box::pin(async move { result })
    }
}
