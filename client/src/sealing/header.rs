//! The first 20 bytes of a sealed file; they are the associated data of every chunk.

use super::SealingError;

/// What a sealed file begins with.
const MAGIC: [u8; 8] = *b"LIMPIDS1";
/// ChaCha20-Poly1305 (RFC 8439) in STREAM with a 32-bit big-endian counter.
const CHACHA20_POLY1305: u8 = 1;

/// How much content one chunk has, where it is sealed here: few enough that a chunk is still in a core's cache when the next works on it.
pub const CHUNK_BYTES: u32 = 64 * 1024;
/// The shortest chunks.
pub(super) const CHUNK_BYTES_MIN: u32 = 64 * 1024;
/// The longest chunks: who opens a file takes no more memory for one.
pub(super) const CHUNK_BYTES_MAX: u32 = 1024 * 1024;

/// The header: how the chunks behind it are sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Bytes of content in every chunk but the last.
    pub chunk_bytes: u32,
    /// The first bytes of every chunk's nonce.
    pub nonce_prefix: [u8; 7],
}

impl Header {
    /// Length of a header.
    pub const BYTES: usize = 20;
    /// How much longer a sealed chunk is than its content.
    pub const TAG_BYTES: usize = 16;

    /// A header for a new file.
    pub fn generate() -> Header {
        let mut nonce_prefix = [0; 7];
        rand::RngCore::fill_bytes(&mut rand::rngs::OsRng, &mut nonce_prefix);
        Header {
            chunk_bytes: CHUNK_BYTES,
            nonce_prefix,
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let parts = MAGIC
            .into_iter()
            .chain([CHACHA20_POLY1305])
            .chain(self.chunk_bytes.to_be_bytes())
            .chain(self.nonce_prefix);
        bytes
            .iter_mut()
            .zip(parts)
            .for_each(|(to, from)| *to = from);
        bytes
    }

    /// Reads a header.
    pub fn parse(bytes: &[u8; Self::BYTES]) -> Result<Header, SealingError> {
        let [m0, m1, m2, m3, m4, m5, m6, m7, algorithm, c0, c1, c2, c3, nonce_prefix @ ..] = *bytes;
        if [m0, m1, m2, m3, m4, m5, m6, m7] != MAGIC {
            return Err(SealingError::NotSealed);
        }
        if algorithm != CHACHA20_POLY1305 {
            return Err(SealingError::Algorithm(algorithm));
        }
        let chunk_bytes = u32::from_be_bytes([c0, c1, c2, c3]);
        if !(CHUNK_BYTES_MIN..=CHUNK_BYTES_MAX).contains(&chunk_bytes) {
            return Err(SealingError::ChunkBytes(chunk_bytes));
        }
        Ok(Header {
            chunk_bytes,
            nonce_prefix,
        })
    }

    /// How much content a chunk has.
    pub(super) fn plain_chunk(&self) -> usize {
        usize::try_from(self.chunk_bytes).unwrap_or(usize::MAX)
    }

    /// How long a sealed chunk is.
    pub(super) fn sealed_chunk(&self) -> usize {
        self.plain_chunk().saturating_add(Self::TAG_BYTES)
    }
}
