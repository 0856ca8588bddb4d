//! A secret sealed to an institution's X25519 key: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
//! ChaCha20-Poly1305.
//!
//! What it is for, on which chain and to whom stands in HPKE's `info`: an envelope that is taken elsewhere does not open.

use crate::keys::SealingKey;
use hpke::{
    aead::ChaCha20Poly1305,
    kdf::HkdfSha256,
    kem::X25519HkdfSha256,
    rand_core::{CryptoRng, RngCore},
    Deserializable, Kem, OpModeR, OpModeS, Serializable,
};
use limpid_primitives::{
    sharing::{DataSetId, KeyNumber, OpeningId, SealedKey, X25519Key},
    Digest, InstitutionId,
};
use zeroize::Zeroizing;

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Why a secret was not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Anybody could open what is sealed to this key.
    #[error("the key {0} is a point of low order: anybody could open what is sealed to it. Its institution has to register another")]
    WeakKey(X25519Key),
    /// It does not open with this key.
    #[error("the sealed key does not open with this key file: it is sealed to another key, for another purpose or on another chain, or was changed")]
    Closed,
    /// The secret is longer than the chain takes.
    #[error("the secret is too long to be sealed for the chain")]
    TooLong,
}

/// What a secret is sealed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The content key, for a grant.
    Grant {
        /// The data set.
        data_set: DataSetId,
        /// Which version of its content.
        version: u32,
    },
    /// A share of the content key, kept by an agency. A version that is not on chain yet has no number but the digest of its file.
    Escrow {
        /// The provider: another one's version of the same file does not open its shares.
        provider: InstitutionId,
        /// SHA-256 of the sealed file.
        sealed: Digest,
    },
    /// A share of the content key, released to a court.
    Release {
        /// The data set.
        data_set: DataSetId,
        /// Which version of its content.
        version: u32,
        /// The court's order.
        opening: OpeningId,
    },
}

impl Purpose {
    /// HPKE's `info`; numbers are little-endian as on chain.
    fn info(&self, genesis: &Digest, recipient: InstitutionId) -> Vec<u8> {
        let recipient = recipient.0.to_le_bytes();
        match self {
            Purpose::Grant { data_set, version } => [
                b"LIMPIDG1".as_slice(),
                &genesis.0,
                &data_set.0.to_le_bytes(),
                &version.to_le_bytes(),
                &recipient,
            ]
            .concat(),
            Purpose::Escrow { provider, sealed } => [
                b"LIMPIDE1".as_slice(),
                &genesis.0,
                &provider.0.to_le_bytes(),
                &sealed.0,
                &recipient,
            ]
            .concat(),
            Purpose::Release {
                data_set,
                version,
                opening,
            } => [
                b"LIMPIDO1".as_slice(),
                &genesis.0,
                &data_set.0.to_le_bytes(),
                &version.to_le_bytes(),
                &recipient,
                &opening.0.to_le_bytes(),
            ]
            .concat(),
        }
    }
}

/// To whom a secret is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The institution.
    pub institution: InstitutionId,
    /// Which of its keys.
    pub number: KeyNumber,
    /// That key.
    pub public: X25519Key,
}

/// Seals and opens on one chain.
#[derive(Clone, Copy, Debug)]
pub struct Sealer {
    /// The chain's genesis hash.
    pub genesis: Digest,
}

impl Sealer {
    /// Seals a secret to a recipient.
    pub fn seal(
        &self,
        recipient: &Recipient,
        purpose: Purpose,
        secret: &[u8],
    ) -> Result<SealedKey, EnvelopeError> {
        self.seal_by(recipient, purpose, secret, &mut OsRandom)
    }

    /// Seals by these random numbers.
    pub(super) fn seal_by(
        &self,
        recipient: &Recipient,
        purpose: Purpose,
        secret: &[u8],
        random: &mut impl CryptoRng,
    ) -> Result<SealedKey, EnvelopeError> {
        let info = purpose.info(&self.genesis, recipient.institution);
        let (encapsulated, ciphertext) = hpke_seal(&recipient.public, &info, &[], secret, random)?;
        Ok(SealedKey {
            key: recipient.number,
            encapsulated,
            ciphertext: ciphertext.try_into().map_err(|_| EnvelopeError::TooLong)?,
        })
    }

    /// Opens what is sealed to an institution, with that institution's key.
    pub fn open(
        &self,
        key: &SealingKey,
        recipient: InstitutionId,
        purpose: Purpose,
        sealed: &SealedKey,
    ) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        let info = purpose.info(&self.genesis, recipient);
        hpke_open(key, &sealed.encapsulated, &info, &[], &sealed.ciphertext)
    }
}

/// Whether a secret can be sealed to the key: it is not one of the points with which anybody agrees on the same secret.
pub fn is_usable(public: &X25519Key) -> bool {
    hpke_seal(public, &[], &[], &[], &mut OsRandom).is_ok()
}

pub(super) fn hpke_seal(
    public: &X25519Key,
    info: &[u8],
    associated: &[u8],
    secret: &[u8],
    random: &mut impl CryptoRng,
) -> Result<(X25519Key, Vec<u8>), EnvelopeError> {
    let weak = |_| EnvelopeError::WeakKey(*public);
    let recipient = PublicKey::from_bytes(&public.0).map_err(weak)?;
    let (encapsulated, ciphertext) = hpke::single_shot_seal::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
        _,
    >(
        &OpModeS::Base, &recipient, info, secret, associated, random
    )
    .map_err(weak)?;
    Ok((X25519Key(encapsulated.to_bytes().into()), ciphertext))
}

pub(super) fn hpke_open(
    key: &SealingKey,
    encapsulated: &X25519Key,
    info: &[u8],
    associated: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let closed = |_| EnvelopeError::Closed;
    let private = PrivateKey::from_bytes(key.bytes()).map_err(closed)?;
    let encapsulated = Encapsulated::from_bytes(&encapsulated.0).map_err(closed)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        info,
        ciphertext,
        associated,
    )
    .map(Zeroizing::new)
    .map_err(closed)
}

/// The public key of a private one.
pub(crate) fn public_of(private: &[u8; 32]) -> X25519Key {
    // Any 32 bytes are a private key: X25519 sets and clears the bits it needs.
    let public = PrivateKey::from_bytes(private).map(|key| X25519HkdfSha256::sk_to_pk(&key));
    public.map_or(X25519Key::ZERO, |public| {
        X25519Key(public.to_bytes().into())
    })
}

/// The operating system's random numbers, for a crate of another generation of `rand`.
struct OsRandom;

impl RngCore for OsRandom {
    fn next_u32(&mut self) -> u32 {
        rand::RngCore::next_u32(&mut rand::rngs::OsRng)
    }

    fn next_u64(&mut self) -> u64 {
        rand::RngCore::next_u64(&mut rand::rngs::OsRng)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        rand::RngCore::fill_bytes(&mut rand::rngs::OsRng, bytes);
    }
}

impl CryptoRng for OsRandom {}
