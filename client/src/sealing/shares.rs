//! The content key in shares (Shamir 1979, over GF(2^8) with the polynomial 0x11d, byte by byte): a threshold of them make it, fewer
//! say nothing about it.

use super::ContentKey;
use blahaj::{Share, Sharks};
use limpid_primitives::{sharing::Escrow, Digest};
use zeroize::Zeroizing;

/// A share: its number, from 1, and one byte for each of the key's.
const SHARE_BYTES: usize = 33;

/// Why shares were not made or make no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SharesError {
    /// The threshold does not fit the number of shares.
    #[error("a threshold of {threshold} does not fit {shares} shares: two at least must be needed, and no more than there are, of which there are at most {most}", most = Escrow::SHARES_MAX)]
    Threshold {
        /// How many would be needed.
        threshold: u8,
        /// How many there would be.
        shares: usize,
    },
    /// Something is no share.
    #[error("a share has {SHARE_BYTES} bytes and a number from 1")]
    Malformed,
    /// There are too few.
    #[error("{given} shares of {needed} are here: the key needs more")]
    TooFew {
        /// How many there are.
        given: usize,
        /// How many are needed.
        needed: u8,
    },
    /// No choice of them gives the key.
    #[error("these shares do not make the key of this version: too many of them are wrong")]
    WrongKey,
}

/// Splits a key into shares of which `threshold` make it.
pub fn split(
    key: &ContentKey,
    threshold: u8,
    shares: usize,
) -> Result<Vec<Zeroizing<Vec<u8>>>, SharesError> {
    let is_enough = threshold >= Escrow::THRESHOLD_MIN && usize::from(threshold) <= shares;
    if !is_enough || shares > Escrow::SHARES_MAX {
        return Err(SharesError::Threshold { threshold, shares });
    }
    let dealt = Sharks(threshold).dealer_rng(key.bytes(), &mut rand::rngs::OsRng);
    Ok(dealt
        .take(shares)
        .map(|share| Zeroizing::new(Vec::from(&share)))
        .collect())
}

/// The key of this digest, from a threshold of its shares. Shares beyond the threshold help where one is wrong.
pub fn combine<S: AsRef<[u8]>>(
    shares: &[S],
    threshold: u8,
    digest: &Digest,
) -> Result<ContentKey, SharesError> {
    let mut read = Vec::with_capacity(shares.len());
    for share in shares {
        let share = share.as_ref();
        let is_share = share.len() == SHARE_BYTES && share.first() != Some(&0);
        let share = Share::try_from(share).ok().filter(|_| is_share);
        read.push(share.ok_or(SharesError::Malformed)?);
    }
    let (given, needed) = (read.len(), usize::from(threshold));
    if given < needed || given > Escrow::SHARES_MAX {
        let needed = threshold;
        return Err(SharesError::TooFew { given, needed });
    }
    let sharks = Sharks(threshold);
    // At most 2^8 choices: of eight shares, some.
    (0..1u32 << given)
        .filter(|choice| usize::try_from(choice.count_ones()) == Ok(needed))
        .find_map(|choice| {
            let chosen = (0..).zip(&read).filter(|(bit, _)| choice >> bit & 1 == 1);
            let secret = sharks.recover(chosen.map(|(_, share)| share));
            let key = ContentKey::from_slice(&Zeroizing::new(secret.ok()?))?;
            (key.digest() == *digest).then_some(key)
        })
        .ok_or(SharesError::WrongKey)
}
