//! A chain, a gateway and loggers made of nothing but keys: genuine bundles, and whatever a forger would need.
//!
//! State, proofs, headers and votes are real; only the blocks between are missing. Everything is deterministic.

#![allow(dead_code, missing_docs)]

pub mod frames;
pub mod permits;
pub mod shares;
pub mod titles;
pub mod vectors;
pub mod votes;

use codec::{Decode, Encode};
use ed25519_dalek::{Signer, SigningKey};
use limpid_evidence::{
    chain::{
        Anchor, AnchorV1, Binding, BindingV1, Gateway, GatewayKey, GatewayKeyV1, GatewayStatus,
        GatewayV1, Timing,
    },
    select_period, sha256,
    verify::{
        storage_keys, AuthoritySet, Base64, BatchProof, BlockHeader, BlockId, Bundle, ChainName,
        Claim, DigestItem, Finality, Hex, PeriodClaim, RecordClaim, Run, ShownLeaf, TrustRoot,
    },
    Batch, BatchHeader, Period, Record,
};
use limpid_primitives::{
    permit::Permit, Digest, GatewayId, Institution, InstitutionId, InstitutionKind,
    InstitutionStatus, InstitutionV1, Moment, Outlet,
};
use sp_core::{Blake2Hasher, Hasher};
use sp_state_machine::{prove_read, InMemoryBackend, TrieBackend};
use std::collections::BTreeMap;
use votes::Votes;

pub const GATEWAY: GatewayId = GatewayId(1);
pub const OPERATOR: InstitutionId = InstitutionId(2);
/// 2026-11-01T08:00:00+08:00.
pub const MORNING_MS: u64 = 1_793_491_200_000;
pub const HOUR_MS: u64 = 3_600_000;

/// A key made from a name.
pub fn key(name: &str) -> SigningKey {
    SigningKey::from_bytes(&sha256(name.as_bytes()).0)
}

/// So many validators, of a generation.
pub fn validators(generation: &str, count: usize) -> Vec<SigningKey> {
    (0..count)
        .map(|i| key(&format!("{generation} validator {i}")))
        .collect()
}

pub fn authorities(keys: &[SigningKey]) -> Vec<([u8; 32], u64)> {
    keys.iter()
        .map(|key| (key.verifying_key().to_bytes(), 1))
        .collect()
}

/// A batch as the gateway keeps it.
#[derive(Clone)]
pub struct Kept {
    pub records: Vec<Record>,
    pub batch: Batch,
    pub header: BatchHeader,
    pub signature: [u8; 64],
}

#[derive(Clone)]
pub struct World {
    pub genesis: BlockId,
    pub root: TrustRoot,
    pub validators: Vec<SigningKey>,
    pub set_id: u64,
    pub gateway_key: SigningKey,
    pub key_index: u32,
    pub batches: Vec<Kept>,
    pub handovers: Vec<Finality>,
    pub state: BTreeMap<Vec<u8>, Vec<u8>>,
    pub number: u32,
}

impl World {
    pub fn new(count: usize) -> Self {
        let genesis_header = header(0, Digest::ZERO, vec![]);
        let genesis = id(&genesis_header);
        let validators = validators("first", count);
        let root = TrustRoot {
            format: Default::default(),
            version: Default::default(),
            chain: ChainName::try_from("limpid-vectors".to_string()).unwrap(),
            genesis: genesis.hash,
            block: genesis,
            set_id: 0,
            authorities: AuthoritySet::new(authorities(&validators)).unwrap(),
        };
        let mut world = Self {
            genesis,
            root,
            validators,
            set_id: 0,
            gateway_key: key("gateway"),
            key_index: 0,
            batches: vec![],
            handovers: vec![],
            state: BTreeMap::new(),
            number: 100,
        };
        world.register();
        world
    }

    fn register(&mut self) {
        let registered = Moment {
            block: 5,
            time_ms: MORNING_MS - 24 * HOUR_MS,
        };
        self.put(storage_keys::now(), MORNING_MS + 4 * HOUR_MS);
        self.put(
            storage_keys::gateway(GATEWAY),
            self.gateway(GatewayStatus::Active),
        );
        let operator = InstitutionV1 {
            kind: InstitutionKind::GatewayOperator,
            uscc: "91320000MA1L1MPD0C".parse().unwrap(),
            name: "清澄环境监测有限公司".parse().unwrap(),
            division: 320_000.try_into().unwrap(),
            status: InstitutionStatus::Active,
            admitted: Moment {
                block: 3,
                ..registered
            },
            admitted_by: Some(InstitutionId(1)),
        };
        self.put(
            storage_keys::institution(OPERATOR),
            Institution::V1(operator),
        );
        self.put_key(None);
        self.bind(BindingV1 {
            mn: frames::mn(),
            from_ms: registered.time_ms,
            until_ms: None,
        });
        // Something beside them, so that the trie has branches off the path.
        for number in 0..8u32 {
            self.put(
                storage_keys::institution(InstitutionId(100 + number)),
                [number; 12],
            );
        }
    }

    pub fn gateway(&self, status: GatewayStatus) -> Gateway {
        Gateway::V1(GatewayV1 {
            operator: OPERATOR,
            division: 320_500.try_into().unwrap(),
            status,
            key_index: self.key_index,
            registered: Moment {
                block: 5,
                time_ms: MORNING_MS - 24 * HOUR_MS,
            },
        })
    }

    fn put_key(&mut self, until: Option<Moment>) {
        let value = GatewayKeyV1 {
            public: self.gateway_key.verifying_key().to_bytes(),
            since: Moment {
                block: 5,
                time_ms: MORNING_MS - 24 * HOUR_MS,
            },
            until,
        };
        self.put(
            storage_keys::gateway_key(GATEWAY, self.key_index),
            GatewayKey::V1(value),
        );
    }

    /// The gateway goes on with another key.
    pub fn rotate_key(&mut self) {
        self.put_key(Some(Moment {
            block: 60,
            time_ms: MORNING_MS + HOUR_MS,
        }));
        self.gateway_key = key("gateway, second");
        self.key_index += 1;
        self.put_key(None);
        self.put(
            storage_keys::gateway(GATEWAY),
            self.gateway(GatewayStatus::Active),
        );
    }

    pub fn put(&mut self, key: Vec<u8>, value: impl Encode) {
        self.state.insert(key, value.encode());
    }

    pub fn bind(&mut self, binding: BindingV1) {
        self.put(
            storage_keys::bindings(GATEWAY, frames::outlet()),
            vec![Binding::V1(binding)],
        );
    }

    /// The chain keeps this for the outlet's permit.
    pub fn permit(&mut self, permit: &Permit) {
        self.put(storage_keys::permit(permits::number()), permit);
    }

    /// Closes, signs and anchors a batch.
    pub fn anchor(&mut self, records: Vec<Record>) {
        let batch = Batch::new(records.iter().map(Record::leaf).collect()).unwrap();
        let previous = self
            .batches
            .last()
            .map_or(Digest::ZERO, |kept| kept.header.hash(&self.genesis.hash));
        let sequence = self.batches.len() as u64 + 1;
        let closed_at_ms = MORNING_MS + sequence * HOUR_MS + 5_000;
        let header = batch.header(GATEWAY, sequence, previous, closed_at_ms);
        self.keep(records, batch, header);
    }

    /// Signs and anchors whatever header a gateway makes up.
    pub fn keep(&mut self, mut records: Vec<Record>, batch: Batch, header: BatchHeader) {
        records.sort_by_key(|record| record.key);
        let signature = self.sign(&header);
        let at = Moment {
            block: 40 + header.sequence as u32,
            time_ms: header.closed_at_ms + 2_000,
        };
        let anchor = AnchorV1 {
            header,
            key_index: self.key_index,
            at,
            timing: Timing::OnTime,
        };
        self.put(
            storage_keys::anchor(GATEWAY, header.sequence),
            Anchor::V1(anchor),
        );
        self.batches.push(Kept {
            records,
            batch,
            header,
            signature,
        });
    }

    pub fn sign(&self, header: &BatchHeader) -> [u8; 64] {
        self.gateway_key
            .sign(&header.signing_bytes(&self.genesis.hash))
            .to_bytes()
    }

    /// The validators hand over to others.
    pub fn hand_over(&mut self, to: Vec<SigningKey>) {
        let header = header(self.number, Digest::ZERO, vec![scheduled_change(&to, 0)]);
        let handover = self.finalise(&header);
        self.handovers.push(handover);
        self.validators = to;
        self.set_id += 1;
        self.number += 100;
    }

    pub fn votes(&self, target: &BlockHeader) -> Votes {
        Votes::new(target, &self.validators, self.set_id)
    }

    /// A header with the votes of all validators.
    pub fn finalise(&self, header: &BlockHeader) -> Finality {
        self.votes(header).of_all().finality(header)
    }

    fn backend(&self) -> InMemoryBackend<Blake2Hasher> {
        TrieBackend::from((self.state.clone(), sp_core::storage::StateVersion::V1))
    }

    /// The header of the newest block, over the state as it is.
    pub fn head(&self) -> BlockHeader {
        let root = Digest(self.backend().root().0);
        header(self.number, root, vec![])
    }

    /// A proof of exactly these keys.
    pub fn prove(&self, keys: &[Vec<u8>]) -> Vec<Base64> {
        let proof = prove_read(self.backend(), keys).unwrap();
        proof.into_iter_nodes().map(Base64).collect()
    }

    /// The keys a bundle of these batches needs.
    pub fn keys(&self, batches: &[BatchProof], outlet: Outlet) -> Vec<Vec<u8>> {
        let mut keys = vec![storage_keys::now(), storage_keys::gateway(GATEWAY)];
        if self.state.contains_key(&storage_keys::gateway(GATEWAY)) {
            keys.push(storage_keys::institution(OPERATOR));
        }
        for batch in batches {
            let key = storage_keys::anchor(GATEWAY, batch.header.sequence);
            let anchor = self
                .state
                .get(&key)
                .map(|value| Anchor::decode(&mut value.as_slice()));
            if let Some(Ok(Anchor::V1(anchor))) = anchor {
                keys.push(storage_keys::gateway_key(GATEWAY, anchor.key_index));
            }
            keys.push(key);
        }
        keys.push(storage_keys::bindings(GATEWAY, outlet));
        keys.extend(
            Some(storage_keys::permit(outlet.permit)).filter(|key| self.state.contains_key(key)),
        );
        keys
    }

    /// A bundle of everything a period has in a range of batches.
    pub fn period(&self, period: Period, first: u64, last: u64) -> Bundle {
        let shown = |kept: &Kept| {
            let keys: Vec<_> = kept.records.iter().map(|record| record.key).collect();
            let run = select_period(&keys, &period);
            self.run(kept, run, |record| period.contains(&record.key))
        };
        let batches: Vec<_> = self.batches[first as usize - 1..last as usize]
            .iter()
            .map(shown)
            .collect();
        let claim = PeriodClaim {
            outlet: period.outlet,
            from_ms: period.from_ms,
            until_ms: period.until_ms,
            first_sequence: first,
            last_sequence: last,
        };
        self.bundle(Claim::Period(claim), batches)
    }

    /// A bundle of one record, by its place in a batch.
    pub fn record(&self, sequence: u64, index: usize) -> Bundle {
        let kept = &self.batches[sequence as usize - 1];
        let outlet = kept.records[index].key.outlet;
        let batch = self.run(kept, index..index + 1, |_| true);
        self.bundle(Claim::Record(RecordClaim { outlet, sequence }), vec![batch])
    }

    pub fn run(
        &self,
        kept: &Kept,
        run: std::ops::Range<usize>,
        full: impl Fn(&Record) -> bool,
    ) -> BatchProof {
        let shown = |record: &Record| match full(record) {
            true => ShownLeaf::Record(record.clone()),
            false => ShownLeaf::Neighbour(record.leaf()),
        };
        BatchProof {
            header: kept.header,
            signature: Hex(kept.signature),
            run: Run {
                start: run.start as u32,
                leaves: kept.records[run.clone()].iter().map(shown).collect(),
                nodes: kept.batch.tree().run(run.start, run.len()).unwrap(),
            },
        }
    }

    pub fn bundle(&self, claim: Claim, batches: Vec<BatchProof>) -> Bundle {
        Bundle {
            format: Default::default(),
            version: Default::default(),
            chain: self.root.chain.clone(),
            genesis: self.genesis.hash,
            gateway: GATEWAY,
            claim,
            state: self.prove(&self.keys(&batches, claim.outlet())),
            batches,
            finality: self.finalise(&self.head()),
            handovers: self.handovers.clone(),
        }
    }
}

/// A header with the digest items of an Aura block: slot and seal.
pub fn header(number: u32, state_root: Digest, logs: Vec<DigestItem>) -> BlockHeader {
    let mut digest = vec![DigestItem::PreRuntime(*b"aura", u64::from(number).encode())];
    digest.extend(logs);
    digest.push(DigestItem::Seal(*b"aura", vec![0x5e; 64]));
    BlockHeader {
        parent: sha256(&number.to_be_bytes()),
        number,
        state_root,
        extrinsics_root: sha256(b"extrinsics"),
        digest,
    }
}

pub fn id(header: &BlockHeader) -> BlockId {
    BlockId {
        number: header.number,
        hash: Digest(Blake2Hasher::hash(&header.encode()).0),
    }
}

pub fn scheduled_change(to: &[SigningKey], delay: u32) -> DigestItem {
    DigestItem::Consensus(*b"FRNK", (1u8, authorities(to), delay).encode())
}

pub fn forced_change(to: &[SigningKey]) -> DigestItem {
    DigestItem::Consensus(*b"FRNK", (2u8, 0u32, authorities(to), 0u32).encode())
}
