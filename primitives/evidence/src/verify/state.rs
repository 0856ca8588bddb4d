//! The values a bundle's state proof shows: `docs/spec/bundle.md`, "state".

use super::{
    bundle::Bundle,
    report::{Checked, Fault, Link, OK},
    storage_keys,
    strict::Base64,
    trie::StateProof,
};
use crate::chain::{
    Anchor, AnchorV1, Binding, BindingV1, Gateway, GatewayKey, GatewayKeyV1, GatewayV1,
    BINDINGS_MAX,
};
use alloc::{format, vec::Vec};
use codec::{Decode, DecodeAll};
use limpid_primitives::{
    permit::{Permit, PermitV1},
    Digest, Institution, InstitutionV1,
};

/// What was found under a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Read<T> {
    /// Another value, which is not there, would have told the key.
    Unknown,
    /// The proof does not tell.
    Broken,
    /// Proven to be absent.
    Absent,
    /// Present, and not what it should be.
    Undecodable,
    /// The value.
    Value(T),
}

impl<T> Read<T> {
    /// The value; a fault of the link that needs it if there is none.
    pub(super) fn required(
        &self,
        absent: &'static str,
        undecodable: &'static str,
    ) -> Result<&T, Fault> {
        match self {
            Self::Value(value) => Ok(value),
            Self::Unknown | Self::Broken => Err(Fault::not_reached(Link::State)),
            Self::Absent => Err(Fault::failed(absent, "the chain has no such value")),
            Self::Undecodable => Err(Fault::failed(
                undecodable,
                "the value on chain is not of version 1",
            )),
        }
    }

    /// The value, if there is one.
    pub(super) fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn map<U>(self, map: impl FnOnce(T) -> U) -> Read<U> {
        match self {
            Self::Unknown => Read::Unknown,
            Self::Broken => Read::Broken,
            Self::Absent => Read::Absent,
            Self::Undecodable => Read::Undecodable,
            Self::Value(value) => Read::Value(map(value)),
        }
    }
}

/// A batch's values.
pub(super) struct BatchState {
    pub(super) anchor: Read<AnchorV1>,
    pub(super) key: Read<GatewayKeyV1>,
}

/// Everything the proof was asked for.
pub(super) struct State {
    pub(super) now_ms: Read<u64>,
    pub(super) gateway: Read<GatewayV1>,
    pub(super) operator: Read<InstitutionV1>,
    pub(super) batches: Vec<BatchState>,
    pub(super) bindings: Read<Vec<BindingV1>>,
    /// A file need not show it.
    pub(super) permit: Read<PermitV1>,
    /// Whether the proof as a whole may be used.
    pub(super) proof: Result<(), Fault>,
}

impl State {
    /// Reads all keys of a bundle under a state root.
    pub(super) fn read(bundle: &Bundle, root: &Digest) -> Self {
        let mut reader = Reader::new(&bundle.state, root);
        let now_ms = reader.read(&storage_keys::now());
        let gateway = reader
            .read(&storage_keys::gateway(bundle.gateway))
            .map(|Gateway::V1(gateway)| gateway);
        let operator = match &gateway {
            Read::Value(gateway) => reader.read(&storage_keys::institution(gateway.operator)),
            _ => Read::Unknown,
        };
        let batches = bundle
            .batches
            .iter()
            .map(|batch| reader.batch(bundle, batch.header.sequence))
            .collect();
        let bindings = reader.bindings(bundle);
        let permit = reader.permit(bundle);
        Self {
            proof: reader.verdict(),
            now_ms,
            gateway,
            operator: operator.map(|Institution::V1(operator)| operator),
            batches,
            bindings,
            permit,
        }
    }

    /// The link `state`.
    pub(super) fn check(&self) -> Checked {
        check_state(&self.proof, &self.now_ms)
    }
}

/// The link `state`: of a proof that may be used, and shows the chain's time.
pub(super) fn check_state(proof: &Result<(), Fault>, now_ms: &Read<u64>) -> Checked {
    proof.clone()?;
    match now_ms {
        Read::Value(_) => Ok(OK),
        _ => Err(Fault::failed(
            "no-time",
            "the chain's time is absent or undecodable",
        )),
    }
}

/// Reads values from a proof, and keeps what is to be said of the proof itself.
pub(super) struct Reader<'a> {
    proof: StateProof<'a>,
    root: [u8; 32],
    broken: usize,
}

impl<'a> Reader<'a> {
    /// Of these nodes, under a state root.
    pub(super) fn new(nodes: &'a [Base64], root: &Digest) -> Self {
        Self {
            proof: StateProof::new(nodes.iter().map(|node| node.0.as_slice())),
            root: root.0,
            broken: 0,
        }
    }

    /// A value that the proof has to tell.
    pub(super) fn read<T: Decode>(&mut self, key: &[u8]) -> Read<T> {
        let read = self.read_if_shown(key);
        if matches!(read, Read::Broken) {
            self.broken = self.broken.saturating_add(1);
        }
        read
    }

    /// A value that the proof may leave out: with every node that leads to it and to nothing else, or it has unused ones.
    fn read_if_shown<T: Decode>(&mut self, key: &[u8]) -> Read<T> {
        match self.proof.read(&self.root, key) {
            Err(_) => Read::Broken,
            Ok(None) => Read::Absent,
            Ok(Some(mut value)) => T::decode_all(&mut value).map_or(Read::Undecodable, Read::Value),
        }
    }

    fn batch(&mut self, bundle: &Bundle, sequence: u64) -> BatchState {
        let anchor = self
            .read(&storage_keys::anchor(bundle.gateway, sequence))
            .map(|Anchor::V1(anchor)| anchor);
        let key = match &anchor {
            Read::Value(anchor) => {
                self.read(&storage_keys::gateway_key(bundle.gateway, anchor.key_index))
            }
            _ => Read::Unknown,
        };
        BatchState {
            anchor,
            key: key.map(|GatewayKey::V1(key)| key),
        }
    }

    fn bindings(&mut self, bundle: &Bundle) -> Read<Vec<BindingV1>> {
        let key = storage_keys::bindings(bundle.gateway, bundle.claim.outlet());
        match self.read::<Vec<Binding>>(&key) {
            Read::Value(bindings) if bindings.len() > BINDINGS_MAX as usize => Read::Undecodable,
            bindings => bindings.map(|list| {
                list.into_iter()
                    .map(|Binding::V1(binding)| binding)
                    .collect()
            }),
        }
    }

    fn permit(&mut self, bundle: &Bundle) -> Read<PermitV1> {
        let key = storage_keys::permit(bundle.claim.outlet().permit);
        match self.read_if_shown(&key) {
            Read::Value(Permit::V1(permit)) if permit.standings.is_empty() => Read::Undecodable,
            permit => permit.map(|Permit::V1(permit)| permit),
        }
    }

    /// Whether the proof as a whole may be used, if all was read that it has to tell.
    pub(super) fn verdict(&self) -> Result<(), Fault> {
        self.verdict_so_far()?;
        match self.proof.unused() {
            0 => Ok(()),
            unused => Err(Fault::failed(
                "unused-node",
                format!("{unused} nodes of the state proof are not needed"),
            )),
        }
    }

    /// Whether the proof may be used for what was read of it. Nodes that were not needed may be for what was not read.
    pub(super) fn verdict_so_far(&self) -> Result<(), Fault> {
        if self.proof.has_duplicates() {
            return Err(Fault::failed(
                "duplicate-node",
                "the state proof has a node twice",
            ));
        }
        if self.broken > 0 {
            let detail = format!(
                "the state proof lacks nodes for {} values, or has malformed ones",
                self.broken
            );
            return Err(Fault::failed("incomplete-proof", detail));
        }
        Ok(())
    }
}
