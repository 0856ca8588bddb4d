//! What to do with bytes from a logger: which become records, which are refused, and what is answered.
//!
//! Every well-formed frame of a bound device is a record, whatever its command: a changed parameter (3020, 3021), a
//! heartbeat (9015) and a reply (9011 to 9014) say as much about the device as its data. Answered is only what asked for
//! it (bit A of `Flag`), always with 9014, and never
//! - a reply (9011 to 9014), or two platforms could answer each other for ever,
//! - a request to set the clock (1013), which wants a 9013 and then a command from the platform that rules the device.

use super::{
    bindings::Registry,
    store::{NewRecord, Refusal},
};
use limpid_evidence::{FileDigest, Payload};
use limpid_hj212::{reply, Frame, Reply};
use limpid_primitives::{Digest, Mn, Outlet};
use sha2::{Digest as _, Sha256};

/// Identities begin with this, so that no identity is a hash of anything else.
const DOMAIN: &[u8; 8] = b"LIMPIDI1";
/// Why a frame whose MN has other characters than letters, digits, `_` and `-` is refused.
const BAD_FIELD: &str = "bad-field";

/// What came out of one read from a connection.
#[derive(Debug, Default)]
pub struct Received {
    /// To be stored.
    pub records: Vec<NewRecord>,
    /// To be kept apart.
    pub refusals: Vec<Refusal>,
    /// To be sent once the records are durable, in the order of the frames.
    pub replies: Vec<u8>,
    /// How many replies that is.
    pub replies_count: u64,
}

impl Received {
    /// Takes one frame, as the splitter gave it.
    pub fn take_frame(&mut self, raw: &[u8], received_ms: u64, peer: &str, registry: &Registry) {
        let frame = match Frame::parse(raw) {
            Ok(frame) => frame,
            Err(error) => return self.refuse(raw, received_ms, peer, error.code()),
        };
        let Ok(mn) = frame.mn().parse::<Mn>() else {
            return self.refuse(raw, received_ms, peer, BAD_FIELD);
        };
        let observed_ms = frame.observed_ms().unwrap_or(received_ms);
        let outlet = match registry.outlet_of(&mn, observed_ms) {
            Ok(outlet) => outlet,
            Err(unbound) => return self.refuse(raw, received_ms, peer, unbound.reason()),
        };
        self.records.push(NewRecord {
            identity: frame_identity(&frame),
            outlet,
            observed_ms,
            kind: frame.cn(),
            received_ms,
            payload: Payload::Frame {
                mn,
                bytes: raw.to_vec(),
            },
        });
        if is_answered(&frame) {
            let reply = reply(&frame, Reply::Data);
            // There is none for a password of nearly 9,999 bytes.
            self.replies_count = self
                .replies_count
                .saturating_add(u64::from(!reply.is_empty()));
            self.replies.extend(reply);
        }
    }

    /// Takes what is no frame or cannot be a record.
    pub fn refuse(&mut self, bytes: &[u8], received_ms: u64, peer: &str, reason: &str) {
        self.refusals
            .push(Refusal::new(received_ms, peer, reason, bytes.to_vec()));
    }
}

fn is_answered(frame: &Frame<'_>) -> bool {
    frame.wants_reply() && !matches!(frame.cn(), 1013 | 9011..=9014)
}

/// What makes a frame the same record when it is sent again: device, command, time of the data, number of the packet, and
/// the data themselves.
///
/// `QN`, `RF=1` of HJ 212-2025 and with it the CRC may differ in a resent frame, and do not count. A frame without DataTime
/// is told apart by its QN instead; one without either by its data alone.
pub fn frame_identity(frame: &Frame<'_>) -> Digest {
    let mut hash = Sha256::new();
    hash.update(DOMAIN);
    hash.update([b'f']);
    field(&mut hash, frame.mn().as_bytes());
    hash.update(frame.cn().to_be_bytes());
    match (frame.data_time_ms(), frame.qn()) {
        (Some(data_time_ms), _) => {
            hash.update([1]);
            hash.update(data_time_ms.to_be_bytes());
        }
        (None, Some(qn)) => {
            hash.update([2]);
            field(&mut hash, qn.as_bytes());
        }
        (None, None) => hash.update([0]),
    }
    let number = frame.packet().map_or(0, |packet| packet.number);
    hash.update(number.to_be_bytes());
    field(&mut hash, parameters(frame.raw()));
    Digest(hash.finalize().into())
}

/// What stands between `CP=&&` and the last `&&`, as it was sent.
fn parameters(raw: &[u8]) -> &[u8] {
    const START: &[u8] = b"CP=&&";
    let start = raw.windows(START.len()).position(|window| window == START);
    let parameters = start.and_then(|start| raw.get(start.saturating_add(START.len())..));
    let end = |rest: &[u8]| rest.windows(2).rposition(|window| window == b"&&");
    let bounded = parameters.and_then(|rest| rest.get(..end(rest)?));
    // A parsed frame has both; the whole frame tells records apart as well.
    bounded.unwrap_or(raw)
}

/// What makes a file the same record when it is deposited again.
pub fn file_identity(outlet: &Outlet, observed_ms: u64, file: &FileDigest) -> Digest {
    let mut hash = Sha256::new();
    hash.update(DOMAIN);
    hash.update([b'd']);
    hash.update(outlet.to_bytes());
    hash.update(observed_ms.to_be_bytes());
    hash.update(file.sha256);
    hash.update(file.length.to_be_bytes());
    field(&mut hash, file.media_type.as_str().as_bytes());
    Digest(hash.finalize().into())
}

fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
