//! How fast content is sealed and opened, with both digests, against the AEAD alone over as many bytes in the same run.
//!
//! Content comes from memory and goes nowhere: disks are not what is measured. The AEAD's cipher works on chunks of the same
//! length, one after the other on one core.
//!
//! `cargo bench -p limpid-client --bench sealing [-- --mib N]` prints one JSON object a line.

use chacha20poly1305::{AeadInPlace, ChaCha20Poly1305, KeyInit};
use limpid_client::sealing::{open, seal, ContentKey, CHUNK_BYTES};
use std::{
    io::{self, Read},
    time::Instant,
};

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// How often each is measured; the fastest counts, for sealing, opening and the AEAD alike.
const RUNS: usize = 5;

fn main() -> Result<(), Fault> {
    // `cargo bench` says so; `cargo test` only wants to know whether it runs.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let usual = if is_bench { 512 } else { 4 };
    let mib = argument("--mib").map_or(Ok(usual), |text| text.parse())?;
    let (bytes, key) = (mib << 20, ContentKey::generate());
    let mut sealed = Vec::with_capacity(usize::try_from(bytes)? + 65_536);
    seal(Pattern(bytes), &mut sealed, &key)?;
    let (mut raw, mut sealing, mut opening) = (0.0, 0.0, 0.0);
    for _ in 0..RUNS {
        raw = fastest(raw, bytes, || raw_aead(bytes))?;
        sealing = fastest(sealing, bytes, || {
            seal(Pattern(bytes), io::sink(), &key)?;
            Ok(())
        })?;
        opening = fastest(opening, bytes, || {
            open(&*sealed, io::sink(), &key)?;
            Ok(())
        })?;
    }
    for (figure, speed) in [("sealing", sealing), ("opening", opening)] {
        let share = (speed / raw * 100.0).round() / 100.0;
        println!(
            "{}",
            serde_json::json!({
                "figure": format!("{figure}-speed"), "unit": "MB/s", "value": speed.round(), "mib": mib, "chunk_bytes": CHUNK_BYTES,
                "baseline": "ChaCha20-Poly1305 alone over as many bytes, in place", "baseline_value": raw.round(),
                "share_of_baseline": share, "share_of_baseline_min": 0.6,
            })
        );
    }
    Ok(())
}

fn argument(name: &str) -> Option<String> {
    std::env::args()
        .skip_while(|argument| argument != name)
        .nth(1)
}

/// The better of the speed known and that of one more run, in MB/s.
fn fastest(known: f64, bytes: u64, run: impl FnOnce() -> Result<(), Fault>) -> Result<f64, Fault> {
    let started = Instant::now();
    run()?;
    Ok(f64::max(
        known,
        bytes as f64 / 1e6 / started.elapsed().as_secs_f64(),
    ))
}

fn raw_aead(bytes: u64) -> Result<(), Fault> {
    let cipher = ChaCha20Poly1305::new(&[7; 32].into());
    let mut chunk = vec![7; usize::try_from(CHUNK_BYTES)?];
    for number in 0..bytes / u64::from(CHUNK_BYTES) {
        let mut nonce = [0; 12];
        nonce[..8].copy_from_slice(&number.to_be_bytes());
        let sealed = cipher.encrypt_in_place_detached(&nonce.into(), &[], &mut chunk);
        sealed.map_err(|_| "the AEAD does not seal")?;
    }
    Ok(())
}

/// So many bytes of content.
struct Pattern(u64);

impl Read for Pattern {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer
            .len()
            .min(usize::try_from(self.0).unwrap_or(usize::MAX));
        buffer[..length].fill(0x5a);
        self.0 -= length as u64;
        Ok(length)
    }
}
