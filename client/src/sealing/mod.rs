//! Sealed files: content as a stream of sealed chunks under one content key, and that key sealed to those who may have it.
//!
//! The format is that of `docs/spec/sealed-file.md`. Nothing here knows a chain, a server or a store; all cryptography is that of
//! kept crates: ChaCha20-Poly1305 in the STREAM construction for content, HPKE (RFC 9180) for keys, Shamir's shares for an escrow.
//!
//! | File | What |
//! |---|---|
//! | `header` | the first bytes of a sealed file |
//! | `belt` | read, work, write: three threads and a fixed number of buffers |
//! | `stream` | sealing and opening content of any length in constant memory |
//! | `content_key` | the key of one version, and its file |
//! | `envelope` | a secret sealed to an institution's X25519 key |
//! | `shares` | the content key in shares |

mod belt;
mod content_key;
mod envelope;
mod error;
mod header;
mod shares;
mod stream;

pub use content_key::ContentKey;
pub(crate) use envelope::public_of;
pub use envelope::{is_usable, EnvelopeError, Purpose, Recipient, Sealer};
pub use error::SealingError;
pub use header::{Header, CHUNK_BYTES};
pub use shares::{combine, split, SharesError};
pub use stream::{open, seal, Sealed};

#[cfg(test)]
mod tests;
