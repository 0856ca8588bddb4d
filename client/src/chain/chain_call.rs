//! A call as it stands on chain, with the names its metadata gives.

use super::{metadata::Metadata, Value};
use limpid_primitives::Digest;
use std::fmt;

/// A call that was put on chain: its bytes, and what they mean to the runtime that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCall {
    /// SCALE of the call.
    pub bytes: Vec<u8>,
    /// The call by name; `None` if the runtime knows no such call any more.
    pub value: Option<Value>,
}

impl ChainCall {
    pub(super) fn new(metadata: &Metadata, bytes: Vec<u8>) -> ChainCall {
        ChainCall {
            value: metadata.decode_call(&bytes).ok(),
            bytes,
        }
    }

    /// If this is a decision: the digest of its document, and the call that is decided.
    pub fn decision(&self) -> Option<(Digest, CallText<'_>)> {
        let value = self.value.as_ref()?;
        let inner = value.at(0)?;
        (value.variant() == Some("Governance") && inner.variant() == Some("decide"))
            .then_some(())?;
        let document = inner.field("document")?.bytes()?.try_into().ok()?;
        Some((Digest(document), CallText(inner.field("call")?)))
    }
}

impl fmt::Display for ChainCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => CallText(value).fmt(f),
            None => write!(f, "0x{}", hex::encode(&self.bytes)),
        }
    }
}

/// A decoded call as people write it: `Pallet.call {field: value}`.
#[derive(Clone, Copy, Debug)]
pub struct CallText<'a>(&'a Value);

impl fmt::Display for CallText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.variant(), self.0.at(0)) {
            (Some(pallet), Some(call)) => write!(f, "{pallet}.{call}"),
            _ => self.0.fmt(f),
        }
    }
}
