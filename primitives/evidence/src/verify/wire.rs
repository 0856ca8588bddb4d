//! Records and leaves as a bundle writes them.

use super::strict::{object, Base64, Hex};
use crate::{FileDigest, Leaf, Payload, Record, RecordKey};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use limpid_primitives::{Digest, Outlet};
use serde::{Deserialize, Serialize};

/// A record in full.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordWire {
    outlet: Outlet,
    observed_ms: u64,
    kind: u16,
    arrival: u64,
    received_ms: u64,
    mn: String,
    payload: PayloadWire,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PayloadWire {
    Frame(Base64),
    File(#[serde(deserialize_with = "object")] FileWire),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    sha256: Digest,
    length: u64,
    media_type: String,
}

/// A leaf without its record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeafWire {
    key: Hex<{ RecordKey::LENGTH }>,
    digest: Digest,
}

impl From<Record> for RecordWire {
    fn from(record: Record) -> Self {
        let (mn, payload) = match record.payload {
            Payload::Frame { mn, bytes } => (mn.to_string(), PayloadWire::Frame(Base64(bytes))),
            Payload::File(file) => {
                let file = FileWire {
                    sha256: file.sha256,
                    length: file.length,
                    media_type: file.media_type.to_string(),
                };
                (String::new(), PayloadWire::File(file))
            }
        };
        Self {
            outlet: record.key.outlet,
            observed_ms: record.key.observed_ms,
            kind: record.key.kind,
            arrival: record.key.arrival,
            received_ms: record.received_ms,
            mn,
            payload,
        }
    }
}

impl TryFrom<RecordWire> for Record {
    type Error = String;
    fn try_from(wire: RecordWire) -> Result<Self, String> {
        let payload = match wire.payload {
            PayloadWire::Frame(Base64(bytes)) => Payload::Frame {
                mn: wire.mn.parse().map_err(text)?,
                bytes: bounded(bytes)?,
            },
            PayloadWire::File(_) if !wire.mn.is_empty() || wire.kind != 0 => {
                return Err("a file's record has no mn and the kind 0".into());
            }
            PayloadWire::File(file) => Payload::File(FileDigest {
                sha256: file.sha256,
                length: file.length,
                media_type: file.media_type.parse().map_err(text)?,
            }),
        };
        let key = RecordKey {
            outlet: wire.outlet,
            observed_ms: wire.observed_ms,
            kind: wire.kind,
            arrival: wire.arrival,
        };
        Ok(Self {
            key,
            received_ms: wire.received_ms,
            payload,
        })
    }
}

fn bounded(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if bytes.len() > Payload::FRAME_BYTES_MAX {
        return Err("the frame is too long".into());
    }
    Ok(bytes)
}

fn text(error: impl fmt::Display) -> String {
    error.to_string()
}

impl From<Leaf> for LeafWire {
    fn from(leaf: Leaf) -> Self {
        Self {
            key: Hex(leaf.key.to_bytes()),
            digest: leaf.digest,
        }
    }
}

impl TryFrom<LeafWire> for Leaf {
    type Error = String;
    fn try_from(wire: LeafWire) -> Result<Self, String> {
        Ok(Self {
            key: wire.key.0.try_into().map_err(text)?,
            digest: wire.digest,
        })
    }
}
