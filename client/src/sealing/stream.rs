//! Sealing and opening content of any length: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over ChaCha20-Poly1305.
//!
//! The chunk's number and whether it is the last are in its nonce: a file that was cut, continued or put together from others does
//! not open.

use super::{
    belt::{self, Piece, Tally},
    ContentKey, Header, SealingError,
};
use chacha20poly1305::{
    aead::stream::{NewStream, StreamBE32, StreamPrimitive},
    ChaCha20Poly1305,
};
use limpid_primitives::Digest;
use std::io::{self, Read, Write};

/// A content and its sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// SHA-256 of the content.
    pub plain: Digest,
    /// Its length in bytes.
    pub plain_bytes: u64,
    /// SHA-256 of the sealed file.
    pub sealed: Digest,
    /// Its length in bytes.
    pub sealed_bytes: u64,
}

/// Seals what `source` has into `sink`. A key is used for one content only.
pub fn seal(
    source: impl Read + Send,
    sink: impl Write,
    key: &ContentKey,
) -> Result<Sealed, SealingError> {
    seal_with(source, sink, key, Header::generate())
}

/// Seals with a header that is given.
pub(super) fn seal_with(
    source: impl Read + Send,
    mut sink: impl Write,
    key: &ContentKey,
    header: Header,
) -> Result<Sealed, SealingError> {
    let bytes = header.bytes();
    sink.write_all(&bytes).map_err(SealingError::Write)?;
    let tallies = (Tally::default(), Tally::of(&bytes));
    let mut chunks = Chunks::new(key, header);
    let (plain, sealed) = belt::run(source, sink, header.plain_chunk(), tallies, |piece| {
        chunks.seal(piece)
    })?;
    Ok(sum(plain, sealed))
}

/// Opens the sealed file that `source` has into `sink`. What was written is the content only if this ends well.
pub fn open(
    mut source: impl Read + Send,
    sink: impl Write,
    key: &ContentKey,
) -> Result<Sealed, SealingError> {
    let mut bytes = [0; Header::BYTES];
    source
        .read_exact(&mut bytes)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => SealingError::NotSealed,
            _ => SealingError::Read(error),
        })?;
    let header = Header::parse(&bytes)?;
    let tallies = (Tally::of(&bytes), Tally::default());
    let mut chunks = Chunks::new(key, header);
    let (sealed, plain) = belt::run(source, sink, header.sealed_chunk(), tallies, |piece| {
        chunks.open(piece)
    })?;
    Ok(sum(plain, sealed))
}

fn sum(plain: Tally, sealed: Tally) -> Sealed {
    let (plain, plain_bytes) = plain.end();
    let (sealed, sealed_bytes) = sealed.end();
    Sealed {
        plain,
        plain_bytes,
        sealed,
        sealed_bytes,
    }
}

/// The chunks of one file, in their order.
struct Chunks {
    stream: StreamBE32<ChaCha20Poly1305>,
    header: [u8; Header::BYTES],
    /// The next one's number; none after the last that can be counted.
    next: Option<u32>,
}

impl Chunks {
    fn new(key: &ContentKey, header: Header) -> Chunks {
        Chunks {
            stream: StreamBE32::new(key.bytes().into(), &header.nonce_prefix.into()),
            header: header.bytes(),
            next: Some(0),
        }
    }

    fn number(&mut self) -> Result<u32, SealingError> {
        let number = self.next.ok_or(SealingError::TooLong)?;
        self.next = number.checked_add(1);
        Ok(number)
    }

    fn seal(&mut self, piece: &mut Piece) -> Result<(), SealingError> {
        let number = self.number()?;
        let (is_last, bytes) = (piece.is_last, &mut piece.bytes);
        self.stream
            .encrypt_in_place(number, is_last, &self.header, bytes)
            .map_err(|_| SealingError::TooLong)
    }

    fn open(&mut self, piece: &mut Piece) -> Result<(), SealingError> {
        let number = self.number()?;
        // Only a file without content has a chunk without content: one content has one length.
        let is_needless = number > 0 && piece.bytes.len() <= Header::TAG_BYTES;
        let (is_last, bytes) = (piece.is_last, &mut piece.bytes);
        let opened = self
            .stream
            .decrypt_in_place(number, is_last, &self.header, bytes);
        match opened {
            Ok(()) if !is_needless => Ok(()),
            _ => Err(SealingError::Chunk(number)),
        }
    }
}

/// Chunks sealed one by one, for files that sealing never makes.
#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::sealing) struct OneByOne(Chunks);

    pub(in crate::sealing) fn chunks(key: &ContentKey, header: Header) -> OneByOne {
        OneByOne(Chunks::new(key, header))
    }

    impl OneByOne {
        pub(in crate::sealing) fn seal(&mut self, bytes: Vec<u8>, is_last: bool) -> Vec<u8> {
            let mut piece = Piece { bytes, is_last };
            self.0.seal(&mut piece).unwrap();
            piece.bytes
        }
    }
}
