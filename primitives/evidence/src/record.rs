//! A record: one piece of evidence, and its bytes. Layout: `docs/spec/record.md`.

use crate::{sha256, FileDigest, KeyError, Leaf, Payload, RecordKey};
use alloc::vec::Vec;
use core::fmt;
use limpid_primitives::{Digest, Mn};

/// A record's bytes begin with this.
const DOMAIN: &[u8; 8] = b"LIMPIDR1";

/// Payload kind of a frame.
const FRAME: u8 = 0;
/// Payload kind of a file.
const FILE: u8 = 1;

/// One piece of evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(
    feature = "verify",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        try_from = "crate::verify::wire::RecordWire",
        into = "crate::verify::wire::RecordWire"
    )
)]
pub struct Record {
    /// What it speaks of, and where it stands in its batch.
    pub key: RecordKey,
    /// The gateway's clock when it arrived.
    pub received_ms: u64,
    /// The frame, or the file's digest.
    pub payload: Payload,
}

impl Record {
    /// How many bytes the longest record has: domain, key, time, the longest device number and frame, and their lengths.
    pub const BYTES_MAX: usize = DOMAIN.len()
        + RecordKey::LENGTH
        + 8
        + 1
        + Mn::LENGTH_MAX
        + 1
        + 4
        + Payload::FRAME_BYTES_MAX;

    /// The bytes that are hashed, and that the gateway stores.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend_from_slice(DOMAIN);
        bytes.extend_from_slice(&self.key.to_bytes());
        bytes.extend_from_slice(&self.received_ms.to_be_bytes());
        match &self.payload {
            Payload::Frame { mn, bytes: frame } => {
                push_short(&mut bytes, mn.as_bytes());
                bytes.push(FRAME);
                push_length(&mut bytes, frame.len());
                bytes.extend_from_slice(frame);
            }
            Payload::File(file) => {
                let media_type = file.media_type.as_str().as_bytes();
                push_short(&mut bytes, &[]);
                bytes.push(FILE);
                push_length(&mut bytes, media_type.len().saturating_add(41));
                bytes.extend_from_slice(&file.sha256.0);
                bytes.extend_from_slice(&file.length.to_be_bytes());
                push_short(&mut bytes, media_type);
            }
        }
        bytes
    }

    /// SHA-256 of the bytes.
    pub fn digest(&self) -> Digest {
        sha256(&self.to_bytes())
    }

    /// The record's leaf in a batch.
    pub fn leaf(&self) -> Leaf {
        Leaf {
            key: self.key,
            digest: self.digest(),
        }
    }

    /// Reads a record back. Takes exactly what [`Record::to_bytes`] gives.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let mut rest = Rest(bytes);
        if rest.take(DOMAIN.len())? != DOMAIN {
            return Err(RecordError::Domain);
        }
        let key = RecordKey::try_from(rest.array()?).map_err(RecordError::Key)?;
        let received_ms = u64::from_be_bytes(rest.array()?);
        let mn = rest.short()?;
        let [kind] = rest.array()?;
        let length = u32::from_be_bytes(rest.array()?);
        let payload = Rest(rest.take(length as usize)?);
        if !rest.0.is_empty() {
            return Err(RecordError::Length);
        }
        let payload = match kind {
            FRAME => frame(mn, payload.0)?,
            FILE if mn.is_empty() && key.kind == 0 => file(payload)?,
            _ => return Err(RecordError::Payload),
        };
        Ok(Self {
            key,
            received_ms,
            payload,
        })
    }
}

/// Writes bytes after their length as a u8. Every caller's bytes are bounded by their type to fewer than 256.
fn push_short(bytes: &mut Vec<u8>, short: &[u8]) {
    bytes.push(short.len() as u8);
    bytes.extend_from_slice(short);
}

/// Writes a payload's length. A payload is far shorter than 4 GiB.
fn push_length(bytes: &mut Vec<u8>, length: usize) {
    bytes.extend_from_slice(&(length as u32).to_be_bytes());
}

fn frame(mn: &[u8], bytes: &[u8]) -> Result<Payload, RecordError> {
    if bytes.len() > Payload::FRAME_BYTES_MAX {
        return Err(RecordError::Payload);
    }
    Ok(Payload::Frame {
        mn: Mn::try_from(mn).map_err(|_| RecordError::Payload)?,
        bytes: bytes.to_vec(),
    })
}

fn file(mut rest: Rest<'_>) -> Result<Payload, RecordError> {
    let file = FileDigest {
        sha256: Digest(rest.array()?),
        length: u64::from_be_bytes(rest.array()?),
        media_type: core::str::from_utf8(rest.short()?)
            .map_err(|_| RecordError::Payload)?
            .parse()
            .map_err(|_| RecordError::Payload)?,
    };
    if rest.0.is_empty() {
        Ok(Payload::File(file))
    } else {
        Err(RecordError::Length)
    }
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], RecordError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(RecordError::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], RecordError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(RecordError::Length)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn short(&mut self) -> Result<&'a [u8], RecordError> {
        let [length] = self.array()?;
        self.take(length.into())
    }
}

/// Why bytes are no record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecordError {
    /// They do not begin as a record of this version does.
    Domain,
    /// The key is wrong.
    Key(KeyError),
    /// They end early, or go on.
    Length,
    /// The payload's kind is unknown, or the payload breaks its rule.
    Payload,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain => f.write_str("not a record of version 1"),
            Self::Key(error) => error.fmt(f),
            Self::Length => f.write_str("the record's lengths do not add up to its bytes"),
            Self::Payload => f.write_str("the record's payload breaks the rule of its kind"),
        }
    }
}

impl core::error::Error for RecordError {}
