//! What the chain stores and evidence depends on. Layouts: `docs/spec/anchor.md`.
//!
//! Every value is an enum of versions, and versions are only ever added, so that a bundle made today verifies after any
//! upgrade of the runtime.

use crate::BatchHeader;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{Digest, DivisionCode, InstitutionId, Mn, Moment};
use scale_info::TypeInfo;

/// The most bindings one outlet may have had at one gateway.
pub const BINDINGS_MAX: u32 = 64;

/// A batch's place on chain, in the version it was written in.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Anchor {
    /// The first version.
    #[codec(index = 1)]
    V1(AnchorV1),
}

/// First version of [`Anchor`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct AnchorV1 {
    /// The batch's header.
    pub header: BatchHeader,
    /// Index of the gateway's key under which the chain accepted the header's signature.
    pub key_index: u32,
    /// The block that took the anchor.
    pub at: Moment,
    /// How the batch's times stood to the chain's.
    pub timing: Timing,
}

/// How the times of a batch stood to the chain's time when it was anchored.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "verify",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Timing {
    /// Within the chain's bounds.
    #[codec(index = 0)]
    OnTime,
    /// Anchored long after it was closed or observed.
    #[codec(index = 1)]
    Late,
    /// Its times lie ahead of the chain's.
    #[codec(index = 2)]
    Ahead,
}

/// A registered gateway, in the version it was written in.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Gateway {
    /// The first version.
    #[codec(index = 1)]
    V1(GatewayV1),
}

/// First version of [`Gateway`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct GatewayV1 {
    /// The institution that runs it.
    pub operator: InstitutionId,
    /// The division it serves.
    pub division: DivisionCode,
    /// Whether its batches are taken.
    pub status: GatewayStatus,
    /// Index of the key its next batches are signed with.
    pub key_index: u32,
    /// When it was registered.
    pub registered: Moment,
}

/// Whether a gateway's batches are taken.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "verify",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum GatewayStatus {
    /// They are.
    #[codec(index = 0)]
    Active,
    /// They are not.
    #[codec(index = 1)]
    Suspended {
        /// Since when.
        since: Moment,
    },
}

/// One of a gateway's keys, in the version it was written in.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum GatewayKey {
    /// The first version.
    #[codec(index = 1)]
    V1(GatewayKeyV1),
}

/// First version of [`GatewayKey`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct GatewayKeyV1 {
    /// The Ed25519 public key.
    pub public: [u8; 32],
    /// When it came into use.
    pub since: Moment,
    /// When the next key replaced it; `None` while it is in use.
    pub until: Option<Moment>,
}

/// A device bound to an outlet for a period, in the version it was written in.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Binding {
    /// The first version.
    #[codec(index = 1)]
    V1(BindingV1),
}

/// First version of [`Binding`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "verify", derive(serde::Serialize))]
pub struct BindingV1 {
    /// The device's number.
    pub mn: Mn,
    /// From this observed time on.
    pub from_ms: u64,
    /// Up to this observed time, exclusive; `None` while it holds.
    pub until_ms: Option<u64>,
}

impl BindingV1 {
    /// Whether the binding holds at this observed time.
    pub fn covers(&self, observed_ms: u64) -> bool {
        self.from_ms <= observed_ms && self.until_ms.is_none_or(|until_ms| observed_ms < until_ms)
    }

    /// Whether the binding holds at any time of `[from_ms, until_ms)`.
    pub fn overlaps(&self, from_ms: u64, until_ms: u64) -> bool {
        self.from_ms < until_ms && self.until_ms.is_none_or(|end_ms| from_ms < end_ms)
    }
}

/// The end of a gateway's chain of headers: what the next one must follow.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Head {
    /// The sequence number the next header must have.
    pub next_sequence: u64,
    /// Header hash of the one before; [`Digest::ZERO`] when there is none.
    pub last_hash: Digest,
}

impl Head {
    /// The head of a gateway that has no anchor yet.
    pub const START: Self = Self {
        next_sequence: 1,
        last_hash: Digest::ZERO,
    };
}
