//! SHA-256 of whole messages.

use limpid_primitives::Digest;

/// SHA-256 of a message.
#[cfg(not(substrate_runtime))]
pub fn sha256(message: &[u8]) -> Digest {
    use sha2::{Digest as _, Sha256};
    Digest(Sha256::digest(message).into())
}

/// SHA-256 of a message. On chain the host computes it.
#[cfg(substrate_runtime)]
pub fn sha256(message: &[u8]) -> Digest {
    Digest(sp_io::hashing::sha2_256(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_fips_180_4() {
        let digest = sha256(b"abc").to_string();
        assert_eq!(
            digest,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
