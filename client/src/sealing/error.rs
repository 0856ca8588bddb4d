//! Why a file was not sealed or opened.

use super::header::{CHUNK_BYTES_MAX, CHUNK_BYTES_MIN};
use std::io;

/// Why a file was not sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealingError {
    /// What is to be sealed or opened could not be read.
    #[error("cannot read on: {0}")]
    Read(io::Error),
    /// The result could not be written.
    #[error("cannot write on: {0}")]
    Write(io::Error),
    /// The file does not begin as sealed files do.
    #[error("this is no sealed file: it does not begin with LIMPIDS1 and a whole header")]
    NotSealed,
    /// The header names another algorithm.
    #[error("sealed by algorithm {0}, which this version does not know: use a newer one")]
    Algorithm(u8),
    /// The header claims chunks that no sealed file has.
    #[error("its header claims chunks of {0} bytes; a sealed file has {CHUNK_BYTES_MIN} to {CHUNK_BYTES_MAX}")]
    ChunkBytes(u32),
    /// A chunk does not open.
    #[error("chunk {0} does not open: the file was changed, cut or continued, or is sealed with another key")]
    Chunk(u32),
    /// There are more chunks than can be counted.
    #[error("too long: a sealed file has fewer than 2^32 chunks")]
    TooLong,
    /// A thread of the belt ended without a word.
    #[error("ended in the middle: a thread stopped")]
    Stopped,
}
