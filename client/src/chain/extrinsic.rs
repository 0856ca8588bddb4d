//! Signed transactions: format version 4, Ed25519, with the extensions the chain's metadata lists.
//!
//! ```text
//! compact length ‖ 0x84 ‖ 0x00 account ‖ 0x00 signature ‖ extensions ‖ call
//! signature over call ‖ extensions ‖ implied values, or over its BLAKE2b-256 if that is longer than 256 bytes
//! ```

use super::{error::ChainError, header::blake2_256, metadata::Metadata};
use crate::keys::MemberKey;
use codec::{Compact, Encode};
use limpid_primitives::Digest;

/// Blocks a transaction may wait for its inclusion.
pub const LIFETIME_BLOCKS: u32 = 64;
/// A payload longer than this is signed by its hash.
const PAYLOAD_BYTES_MAX: usize = 256;
/// Version 4 with the bit that says "signed".
const SIGNED_V4: u8 = 0x84;
/// `MultiAddress::Id`.
const ADDRESS_ID: u8 = 0;
/// `MultiSignature::Ed25519`.
const SIGNATURE_ED25519: u8 = 0;

/// What a transaction is bound to besides its call.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The chain.
    pub genesis: Digest,
    /// Version of the runtime.
    pub spec_version: u32,
    /// Version of the transactions' encoding.
    pub transaction_version: u32,
    /// The block from which on it is valid.
    pub birth: u32,
    /// That block's hash.
    pub birth_hash: Digest,
    /// The account's running number.
    pub nonce: u32,
}

impl Terms {
    /// The first block that can no longer include the transaction.
    pub fn dies_at(&self) -> u32 {
        self.birth.saturating_add(LIFETIME_BLOCKS)
    }

    /// `Era::mortal(64, birth)`: the period's binary logarithm less one in the low four bits, the phase above.
    fn era(&self) -> [u8; 2] {
        let phase = self.birth.checked_rem(LIFETIME_BLOCKS).unwrap_or(0) as u16;
        let period = LIFETIME_BLOCKS.trailing_zeros().saturating_sub(1) as u16;
        (period | (phase << 4)).to_le_bytes()
    }
}

/// Signs `call` under these terms.
pub fn sign(
    metadata: &Metadata,
    call: &[u8],
    key: &MemberKey,
    terms: &Terms,
) -> Result<Vec<u8>, ChainError> {
    let (extensions, implied) = extensions(metadata, terms)?;
    let payload = [call, &extensions, &implied].concat();
    let signature = if payload.len() > PAYLOAD_BYTES_MAX {
        key.sign(&blake2_256(&payload))
    } else {
        key.sign(&payload)
    };
    let mut body = vec![SIGNED_V4, ADDRESS_ID];
    body.extend(key.account());
    body.push(SIGNATURE_ED25519);
    body.extend(signature);
    body.extend(extensions);
    body.extend(call);
    Ok(body.encode())
}

/// What the extensions put into the transaction, and what only the signature covers.
fn extensions(metadata: &Metadata, terms: &Terms) -> Result<(Vec<u8>, Vec<u8>), ChainError> {
    let (mut explicit, mut implied) = (Vec::new(), Vec::new());
    for extension in metadata.extensions() {
        match extension.identifier.as_str() {
            "CheckSpecVersion" => terms.spec_version.encode_to(&mut implied),
            "CheckTxVersion" => terms.transaction_version.encode_to(&mut implied),
            "CheckGenesis" => terms.genesis.0.encode_to(&mut implied),
            "CheckMortality" | "CheckEra" => {
                explicit.extend(terms.era());
                terms.birth_hash.0.encode_to(&mut implied);
            }
            "CheckNonce" => Compact(terms.nonce).encode_to(&mut explicit),
            // Unknown extensions are fine as long as they ask for nothing: a value left out would change the meaning.
            _ if metadata.is_zero_sized(extension.ty.id)
                && metadata.is_zero_sized(extension.additional_signed.id) => {}
            unknown => {
                let reason =
                    format!("transactions need a value for {unknown}, which is unknown here");
                return Err(ChainError::Incompatible(reason));
            }
        }
    }
    Ok((explicit, implied))
}
