//! Streams that were changed, cut, continued or put together are refused.

use super::super::{
    header::{CHUNK_BYTES_MAX, CHUNK_BYTES_MIN},
    open, seal,
    stream::seal_with,
    ContentKey, Header, SealingError, CHUNK_BYTES,
};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Write};

const CHUNK: usize = CHUNK_BYTES_MIN as usize;
const SEALED_CHUNK: usize = CHUNK + Header::TAG_BYTES;

fn header(number: u8) -> Header {
    Header {
        chunk_bytes: CHUNK_BYTES_MIN,
        nonce_prefix: [number; 7],
    }
}

fn key() -> ContentKey {
    ContentKey::from_slice(&[7; 32]).unwrap()
}

fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|place| (place * 7 % 251) as u8).collect()
}

/// So much content, sealed in the shortest chunks.
fn sealed(bytes: usize) -> Vec<u8> {
    let mut sealed = Vec::new();
    seal_with(&*content(bytes), &mut sealed, &key(), header(1)).unwrap();
    sealed
}

fn opened(sealed: &[u8]) -> Result<Vec<u8>, SealingError> {
    let mut plain = Vec::new();
    open(sealed, &mut plain, &key()).map(|_| plain)
}

/// The chunk that does not open.
fn refused_chunk(sealed: &[u8]) -> u32 {
    match opened(sealed) {
        Err(SealingError::Chunk(number)) => number,
        other => panic!("{other:?}"),
    }
}

/// The sealed chunks behind the header.
fn chunks(sealed: &[u8]) -> Vec<&[u8]> {
    sealed[Header::BYTES..].chunks(SEALED_CHUNK).collect()
}

fn with_chunks(sealed: &[u8], chunks: &[&[u8]]) -> Vec<u8> {
    [&sealed[..Header::BYTES], &chunks.concat()].concat()
}

#[test]
fn content_of_any_length_comes_back_with_both_digests() {
    for bytes in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 17] {
        let (plain, mut file) = (content(bytes), Vec::new());
        let written = seal_with(&*plain, &mut file, &key(), header(1)).unwrap();
        assert_eq!(written.plain.0, *Sha256::digest(&plain), "{bytes}");
        assert_eq!(written.sealed.0, *Sha256::digest(&file), "{bytes}");
        assert_eq!(written.plain_bytes, bytes as u64);
        assert_eq!(written.sealed_bytes, file.len() as u64);
        let chunks = bytes.div_ceil(CHUNK).max(1);
        assert_eq!(
            file.len(),
            Header::BYTES + bytes + chunks * Header::TAG_BYTES
        );
        let mut back = Vec::new();
        assert_eq!(open(&*file, &mut back, &key()).unwrap(), written, "{bytes}");
        assert_eq!(back, plain, "{bytes}");
    }
}

#[test]
fn two_sealings_of_one_content_have_nothing_in_common() {
    let seal_once = || {
        let mut file = Vec::new();
        seal(&*content(100), &mut file, &key()).unwrap();
        file
    };
    let (one, other) = (seal_once(), seal_once());
    assert_ne!(one[Header::BYTES..], other[Header::BYTES..]);
    let header = Header::parse(&one[..Header::BYTES].try_into().unwrap()).unwrap();
    assert_eq!(header.chunk_bytes, CHUNK_BYTES);
}

#[test]
fn another_key_opens_nothing() {
    let file = sealed(CHUNK + 5);
    let other = ContentKey::from_slice(&[8; 32]).unwrap();
    let mut plain = Vec::new();
    let error = open(&*file, &mut plain, &other).unwrap_err();
    assert!(matches!(error, SealingError::Chunk(0)), "{error}");
    assert!(plain.is_empty(), "nothing of it was written");
}

#[test]
fn every_cut_is_refused() {
    let file = sealed(2 * CHUNK + 100);
    for length in 0..Header::BYTES {
        assert!(matches!(
            opened(&file[..length]),
            Err(SealingError::NotSealed)
        ));
    }
    for length in Header::BYTES..file.len() {
        // Near the ends of chunks every length, elsewhere some.
        let near = (length - Header::BYTES) % SEALED_CHUNK;
        if near > 20 && near < SEALED_CHUNK - 2 && !near.is_multiple_of(1_009) {
            continue;
        }
        let chunk = (length - Header::BYTES).saturating_sub(1) / SEALED_CHUNK;
        assert_eq!(refused_chunk(&file[..length]) as usize, chunk, "{length}");
    }
}

#[test]
fn what_is_appended_is_refused() {
    for bytes in [CHUNK - 1, CHUNK, 2 * CHUNK] {
        let file = sealed(bytes);
        for more in [1, Header::TAG_BYTES, SEALED_CHUNK] {
            let longer = [&*file, &vec![0; more]].concat();
            refused_chunk(&longer);
        }
        // A whole file behind a whole file is none.
        refused_chunk(&[&*file, &*file].concat());
    }
}

#[test]
fn an_empty_chunk_at_the_end_is_refused() {
    // Rightly sealed, but one content would have two sealed lengths.
    let empty_file = {
        let mut stream = super::super::stream::tests::chunks(&key(), header(1));
        let first = stream.seal(content(CHUNK), false);
        [first, stream.seal(Vec::new(), true)].concat()
    };
    let file = [&header(1).bytes()[..], &empty_file].concat();
    assert_eq!(refused_chunk(&file), 1);
}

#[test]
fn chunks_that_change_places_are_refused() {
    let file = sealed(3 * CHUNK + 9);
    let parts = chunks(&file);
    let order = |places: &[usize]| {
        let parts: Vec<_> = places.iter().map(|place| parts[*place]).collect();
        with_chunks(&file, &parts)
    };
    assert!(opened(&order(&[0, 1, 2, 3])).is_ok());
    assert_eq!(refused_chunk(&order(&[1, 0, 2, 3])), 0);
    assert_eq!(refused_chunk(&order(&[0, 2, 1, 3])), 1);
    assert_eq!(refused_chunk(&order(&[0, 1, 1, 2, 3])), 2);
    assert_eq!(refused_chunk(&order(&[0, 1, 3])), 2);
    assert_eq!(refused_chunk(&order(&[0, 1, 2])), 2);
}

#[test]
fn chunks_of_another_file_are_refused() {
    let mine = sealed(2 * CHUNK + 9);
    let mut others = Vec::new();
    seal_with(&*content(2 * CHUNK + 9), &mut others, &key(), header(2)).unwrap();
    let (parts, other) = (chunks(&mine), chunks(&others));
    assert_eq!(
        refused_chunk(&with_chunks(&mine, &[parts[0], other[1], parts[2]])),
        1
    );
    assert_eq!(refused_chunk(&with_chunks(&others, &parts)), 0);
}

#[test]
fn every_byte_of_the_header_counts() {
    let file = sealed(100);
    for place in 0..Header::BYTES {
        let mut changed = file.clone();
        changed[place] ^= 1;
        assert!(opened(&changed).is_err(), "byte {place}");
    }
}

#[test]
fn a_huge_claim_takes_no_memory() {
    for (claim, is_possible) in [
        (0, false),
        (CHUNK_BYTES_MIN - 1, false),
        (CHUNK_BYTES_MIN, true),
        (CHUNK_BYTES_MAX, true),
        (CHUNK_BYTES_MAX + 1, false),
        (u32::MAX, false),
    ] {
        let mut file = sealed(10);
        file[9..13].copy_from_slice(&claim.to_be_bytes());
        match (opened(&file), is_possible) {
            (Err(SealingError::ChunkBytes(refused)), false) => assert_eq!(refused, claim),
            // Another header: the chunk is sealed under the true one.
            (Err(SealingError::Chunk(0)), true) => {}
            (Ok(_), true) => assert_eq!(claim, CHUNK_BYTES_MIN),
            (other, _) => panic!("{claim}: {other:?}"),
        }
    }
    let mut file = sealed(10);
    file[8] = 2;
    assert!(matches!(opened(&file), Err(SealingError::Algorithm(2))));
}

#[test]
fn what_the_file_system_says_is_passed_on() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let torn = content(CHUNK).to_vec();
    let error = seal(torn.chain(Broken), io::sink(), &key()).unwrap_err();
    assert!(error.to_string().contains("the disk is gone"), "{error}");
    let error = seal(&*content(40 * CHUNK), Broken, &key()).unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
    let file = sealed(40 * CHUNK);
    let error = open(&*file, Broken, &key()).unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
}

/// Reads in pieces of odd lengths, as sockets do.
struct Dribble<'a>(&'a [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = self.1 * 31 % 4_099 + 1;
        let length = self.1.min(buffer.len()).min(self.0.len());
        let (now, rest) = self.0.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.0 = rest;
        Ok(length)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn how_it_is_read_does_not_matter(bytes in 0..4 * CHUNK, step in 1usize..4_099) {
        let plain = content(bytes);
        let mut file = Vec::new();
        seal_with(Dribble(&plain, step), &mut file, &key(), header(1)).unwrap();
        prop_assert_eq!(&file, &sealed(bytes));
        let mut back = Vec::new();
        open(Dribble(&file, step), &mut back, &key()).unwrap();
        prop_assert_eq!(back, plain);
    }

    #[test]
    fn a_flipped_bit_is_refused_where_it_is(bytes in 1..3 * CHUNK, place: usize, bit in 0..8u32) {
        let mut file = sealed(bytes);
        let place = Header::BYTES + place % (file.len() - Header::BYTES);
        file[place] ^= 1 << bit;
        let chunk = (place - Header::BYTES) / SEALED_CHUNK;
        prop_assert_eq!(refused_chunk(&file) as usize, chunk);
    }
}
