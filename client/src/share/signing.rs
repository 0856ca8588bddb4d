//! A member's signature over a request, so that the server knows who asks, and can show later that it was asked.
//!
//! The signature is Ed25519 over these lines, joined by a newline: `LIMPIDH1`, the genesis hash, the method, the path, the range,
//! the time in milliseconds, the nonce.

use crate::{chain::Account, keys::MemberKey};
use ed25519_dalek::{Signature, VerifyingKey};
use limpid_primitives::Digest;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Display,
    str::FromStr,
    time::Duration,
};

/// Header: the member's account, 64 hex digits.
pub const ACCOUNT: &str = "limpid-account";
/// Header: when it was signed, milliseconds since 1970 UTC.
pub const TIME: &str = "limpid-time";
/// Header: 16 bytes that the member never used before, in hex.
pub const NONCE: &str = "limpid-nonce";
/// Header: the signature, 128 hex digits.
pub const SIGNATURE: &str = "limpid-signature";

/// A request signed earlier, or later by another clock, is not answered.
pub const WINDOW: Duration = Duration::from_secs(60);
/// Nonces remembered at a time. More requests of members within a window are not answered.
const NONCES_MAX: usize = 100_000;
/// Nonces of one account remembered at a time.
const NONCES_AN_ACCOUNT_MAX: u32 = 2_000;

const DOMAIN: &str = "LIMPIDH1";

/// What is asked, without who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// Genesis hash of the chain that has the grant.
    pub genesis: &'a Digest,
    /// The method.
    pub method: &'a str,
    /// The path, as in the request line.
    pub path: &'a str,
    /// The header `Range`; empty if there is none.
    pub range: &'a str,
}

/// Who asks, when, and the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The member's account.
    pub account: Account,
    /// When it was signed, by the member's clock.
    pub time_ms: u64,
    /// Used once.
    pub nonce: [u8; 16],
    /// The signature.
    pub signature: [u8; 64],
}

/// Why a request is not known to be a member's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// A header is missing or is not what it should be.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// The signature is not that of the account.
    #[error("the signature is not that of the account over this request")]
    Signature,
    /// The time is too far from the server's.
    #[error("signed {away_s} s away from this server's time; at most {max_s} are allowed: set the clock", max_s = WINDOW.as_secs())]
    Time {
        /// How far.
        away_s: u64,
    },
    /// The same request was made before.
    #[error("a request with this nonce was made before")]
    Repeated,
    /// It was signed before this server started, which cannot know whether it was made then.
    #[error("signed before this server started: sign it anew")]
    BeforeStart,
    /// So many requests were made that no more nonces are remembered.
    #[error("too many requests: try again in a minute")]
    TooMany,
}

impl Question<'_> {
    fn text(&self, time_ms: u64, nonce: &str) -> String {
        let Question {
            genesis,
            method,
            path,
            range,
        } = self;
        format!("{DOMAIN}\n{genesis}\n{method}\n{path}\n{range}\n{time_ms}\n{nonce}")
    }

    /// Signs it now.
    pub fn sign(&self, key: &MemberKey, time_ms: u64) -> Signed {
        let mut nonce = [0; 16];
        rand::RngCore::fill_bytes(&mut rand::rngs::OsRng, &mut nonce);
        let text = self.text(time_ms, &hex::encode(nonce));
        Signed {
            account: Account(key.account()),
            time_ms,
            nonce,
            signature: key.sign(text.as_bytes()),
        }
    }
}

impl Signed {
    /// The headers that say it.
    pub fn headers(&self) -> [(&'static str, String); 4] {
        [
            (ACCOUNT, self.account.to_string()),
            (TIME, self.time_ms.to_string()),
            (NONCE, hex::encode(self.nonce)),
            (SIGNATURE, hex::encode(self.signature)),
        ]
    }

    /// Reads the headers.
    pub fn read<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Result<Signed, SigningError> {
        let text = |name| header(name).ok_or(SigningError::Header(name));
        let mut account = [0; 32];
        let mut nonce = [0; 16];
        let mut signature = [0; 64];
        let hex = |name, to: &mut [u8]| {
            let is_canonical = |text: &&str| !text.bytes().any(|byte| byte.is_ascii_uppercase());
            let text = text(name).ok().filter(is_canonical);
            let decoded = text.and_then(|text| hex::decode_to_slice(text, to).ok());
            decoded.ok_or(SigningError::Header(name))
        };
        hex(ACCOUNT, &mut account)?;
        hex(NONCE, &mut nonce)?;
        hex(SIGNATURE, &mut signature)?;
        Ok(Signed {
            account: Account(account),
            time_ms: exact(text(TIME)?).ok_or(SigningError::Header(TIME))?,
            nonce,
            signature,
        })
    }

    /// Whether the account signed the question, not too far from now.
    pub fn verify(&self, question: &Question, now_ms: u64) -> Result<(), SigningError> {
        let text = question.text(self.time_ms, &hex::encode(self.nonce));
        let key = VerifyingKey::from_bytes(&self.account.0);
        let signature = Signature::from_bytes(&self.signature);
        key.and_then(|key| key.verify_strict(text.as_bytes(), &signature))
            .map_err(|_| SigningError::Signature)?;
        match now_ms.abs_diff(self.time_ms) > millis(WINDOW) {
            true => Err(self.away(now_ms)),
            false => Ok(()),
        }
    }

    fn away(&self, now_ms: u64) -> SigningError {
        SigningError::Time {
            away_s: now_ms.abs_diff(self.time_ms).div_ceil(1_000),
        }
    }
}

/// A number as it would be written: the signature is over the text.
pub(super) fn exact<T: FromStr + Display>(text: &str) -> Option<T> {
    let number = text.parse().ok()?;
    (T::to_string(&number) == text).then_some(number)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The nonces seen, each for as long as its request could be made again.
#[derive(Debug)]
pub struct Nonces {
    /// Of what was signed before, nothing is known.
    started_ms: u64,
    /// What was signed before is forgotten.
    oldest_ms: u64,
    by_time: BTreeMap<u64, Vec<(Account, [u8; 16])>>,
    seen: HashSet<(Account, [u8; 16])>,
    counts: HashMap<Account, u32>,
}

impl Nonces {
    /// Nothing was seen yet.
    pub fn since(started_ms: u64) -> Nonces {
        Nonces {
            started_ms,
            oldest_ms: started_ms,
            by_time: BTreeMap::new(),
            seen: HashSet::new(),
            counts: HashMap::new(),
        }
    }

    /// Notes a request, unless it was made before or may have been. `now_ms` is when its signature was verified.
    pub fn note(&mut self, signed: &Signed, now_ms: u64) -> Result<(), SigningError> {
        if signed.time_ms < self.started_ms {
            return Err(SigningError::BeforeStart);
        }
        self.forget(now_ms.saturating_sub(millis(WINDOW)));
        if signed.time_ms < self.oldest_ms {
            return Err(signed.away(now_ms));
        }
        let nonce = (signed.account, signed.nonce);
        if self.seen.contains(&nonce) {
            return Err(SigningError::Repeated);
        }
        let count = self.counts.get(&signed.account).copied().unwrap_or(0);
        if self.seen.len() >= NONCES_MAX || count >= NONCES_AN_ACCOUNT_MAX {
            return Err(SigningError::TooMany);
        }
        self.seen.insert(nonce);
        self.counts.insert(signed.account, count.saturating_add(1));
        self.by_time.entry(signed.time_ms).or_default().push(nonce);
        Ok(())
    }

    fn forget(&mut self, before_ms: u64) {
        self.oldest_ms = self.oldest_ms.max(before_ms);
        while let Some(entry) = self.by_time.first_entry() {
            if *entry.key() >= self.oldest_ms {
                break;
            }
            for nonce in entry.remove() {
                self.seen.remove(&nonce);
                if let Some(count) = self.counts.get_mut(&nonce.0) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        self.counts.remove(&nonce.0);
                    }
                }
            }
        }
    }

    /// How many are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }
}
