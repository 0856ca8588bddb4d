//! What a bundle says, for people to read. Only a verified one says it with proof.

use super::{
    block::BlockId,
    bundle::{Bundle, Claim},
    permit::{PermitShown, PermitThen},
    state::State,
    strict::{ChainName, Hex},
};
use crate::{
    chain::{BindingV1, GatewayStatus, Timing},
    FileDigest, Payload, Record,
};
use alloc::{string::String, string::ToString, vec::Vec};
use limpid_primitives::{
    Digest, DivisionCode, GatewayId, InstitutionId, InstitutionKind, InstitutionName,
    InstitutionStatus, Mn, Moment, Uscc,
};
use serde::Serialize;

/// What was read of a bundle.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Facts {
    /// What can be read in the file alone; `None` if it is no bundle.
    pub bundle: Option<BundleFacts>,
    /// The block whose state is shown.
    pub as_of: Option<AsOf>,
    /// The gateway as it is registered now, that is, at that block.
    pub gateway: Option<GatewayFacts>,
    /// Who runs the gateway.
    pub operator: Option<OperatorFacts>,
    /// Devices bound to the outlet.
    pub bindings: Vec<BindingV1>,
    /// The outlet's permit.
    pub permit: PermitShown,
    /// The batches.
    pub batches: Vec<BatchFacts>,
    /// The records shown in full.
    pub records: Vec<RecordFacts>,
}

/// What the file says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct BundleFacts {
    /// The chain.
    pub chain: ChainName,
    /// Its block 0.
    pub genesis: Digest,
    /// The gateway.
    pub gateway: GatewayId,
    /// The claim.
    pub claim: Claim,
}

/// A block and its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct AsOf {
    /// The block.
    pub block: BlockId,
    /// Its time; `None` if the state proof does not show it.
    pub time_ms: Option<u64>,
}

/// A gateway's registration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct GatewayFacts {
    /// The institution that runs it.
    pub operator: InstitutionId,
    /// The division it serves.
    pub division: DivisionCode,
    /// Whether its batches are taken.
    pub status: GatewayStatus,
    /// When it was registered.
    pub registered: Moment,
}

/// The institution that runs the gateway.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OperatorFacts {
    /// What it is.
    pub kind: InstitutionKind,
    /// Its credit code.
    pub uscc: Uscc,
    /// Its name.
    pub name: InstitutionName,
    /// Whether it may act.
    pub status: InstitutionStatus,
}

/// A batch, its anchor and its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct BatchFacts {
    /// Its sequence number.
    pub sequence: u64,
    /// How many records it has.
    pub records: u32,
    /// The gateway's clock when it closed the batch.
    pub closed_at_ms: u64,
    /// The block that took the anchor.
    pub anchored: Option<Moment>,
    /// What the chain found of the batch's times.
    pub timing: Option<Timing>,
    /// Anchored less closed.
    pub closed_to_anchored_ms: Option<i64>,
    /// The key that signed the header.
    pub key: Option<KeyFacts>,
}

/// A gateway's key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct KeyFacts {
    /// Its index.
    pub index: u32,
    /// The public key.
    pub public: Hex<32>,
    /// When it came into use.
    pub since: Moment,
    /// When it was replaced.
    pub until: Option<Moment>,
}

/// A record shown in full.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RecordFacts {
    /// The batch it is in.
    pub sequence: u64,
    /// The moment it speaks of.
    pub observed_ms: u64,
    /// The frame's command code; 0 for a file.
    pub kind: u16,
    /// The gateway's running number.
    pub arrival: u64,
    /// The gateway's clock when it arrived.
    pub received_ms: u64,
    /// Received less observed.
    pub observed_to_received_ms: i64,
    /// The record's digest.
    pub digest: Digest,
    /// How the outlet's permit stood at the moment it speaks of; `None` if the permit or the block's time is not shown.
    pub permit: Option<PermitThen>,
    /// The frame's device and text, or the file.
    pub payload: PayloadFacts,
}

/// What a record holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PayloadFacts {
    /// A frame.
    Frame {
        /// The device.
        mn: Mn,
        /// The frame; bytes that are not UTF-8 are replaced.
        text: String,
    },
    /// A file.
    File {
        /// SHA-256 of the file.
        sha256: Digest,
        /// Its length in bytes.
        length: u64,
        /// Its media type.
        media_type: String,
    },
}

impl Facts {
    /// What the bundle alone says.
    pub(super) fn of_bundle(bundle: &Bundle) -> Self {
        let claim = BundleFacts {
            chain: bundle.chain.clone(),
            genesis: bundle.genesis,
            gateway: bundle.gateway,
            claim: bundle.claim,
        };
        let records = bundle
            .records()
            .map(|(batch, record)| RecordFacts::new(batch.header.sequence, record));
        Self {
            bundle: Some(claim),
            batches: bundle
                .batches
                .iter()
                .map(|batch| BatchFacts::of_header(&batch.header))
                .collect(),
            records: records.collect(),
            ..Self::default()
        }
    }

    /// Adds what the state shows.
    pub(super) fn add_state(&mut self, bundle: &Bundle, block: BlockId, state: &State) {
        self.as_of = Some(AsOf {
            block,
            time_ms: state.now_ms.value().copied(),
        });
        self.gateway = state.gateway.value().map(|gateway| GatewayFacts {
            operator: gateway.operator,
            division: gateway.division,
            status: gateway.status,
            registered: gateway.registered,
        });
        self.operator = state.operator.value().map(|operator| OperatorFacts {
            kind: operator.kind,
            uscc: operator.uscc,
            name: operator.name.clone(),
            status: operator.status,
        });
        self.bindings = state.bindings.value().cloned().unwrap_or_default();
        self.permit = PermitShown::new(bundle, state);
        if let Some((permit, now_ms)) = state.permit.value().zip(state.now_ms.value()) {
            for record in &mut self.records {
                record.permit = PermitThen::at(permit, record.observed_ms, *now_ms);
            }
        }
        for (facts, state) in self.batches.iter_mut().zip(&state.batches) {
            facts.add_state(state);
        }
    }
}

impl BatchFacts {
    fn of_header(header: &crate::BatchHeader) -> Self {
        Self {
            sequence: header.sequence,
            records: header.records,
            closed_at_ms: header.closed_at_ms,
            anchored: None,
            timing: None,
            closed_to_anchored_ms: None,
            key: None,
        }
    }

    fn add_state(&mut self, state: &super::state::BatchState) {
        let Some(anchor) = state.anchor.value() else {
            return;
        };
        self.anchored = Some(anchor.at);
        self.timing = Some(anchor.timing);
        self.closed_to_anchored_ms = Some(difference_ms(self.closed_at_ms, anchor.at.time_ms));
        self.key = state.key.value().map(|key| KeyFacts {
            index: anchor.key_index,
            public: Hex(key.public),
            since: key.since,
            until: key.until,
        });
    }
}

impl RecordFacts {
    fn new(sequence: u64, record: &Record) -> Self {
        Self {
            sequence,
            observed_ms: record.key.observed_ms,
            kind: record.key.kind,
            arrival: record.key.arrival,
            received_ms: record.received_ms,
            observed_to_received_ms: difference_ms(record.key.observed_ms, record.received_ms),
            digest: record.digest(),
            permit: None,
            payload: match &record.payload {
                Payload::Frame { mn, bytes } => PayloadFacts::Frame {
                    mn: *mn,
                    text: String::from_utf8_lossy(bytes).into_owned(),
                },
                Payload::File(FileDigest {
                    sha256,
                    length,
                    media_type,
                }) => PayloadFacts::File {
                    sha256: *sha256,
                    length: *length,
                    media_type: media_type.to_string(),
                },
            },
        }
    }
}

/// `to - from`, at the ends of i64 if it does not fit.
fn difference_ms(from: u64, to: u64) -> i64 {
    let magnitude = i64::try_from(to.abs_diff(from)).unwrap_or(i64::MAX);
    if to < from {
        magnitude.saturating_neg()
    } else {
        magnitude
    }
}
