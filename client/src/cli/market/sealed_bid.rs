//! A sealed bid's file: what the commitment on chain hides, and what opens it.
//!
//! Without the file nobody can reveal the bid, and its margin is lost where the auction says so. So it is on the disk, and its
//! folder's entry too, before the commitment is sent.

use super::listing_file::Yuan;
use crate::cli::input::{corrected, parse_json};
use anyhow::{bail, Context};
use limpid_primitives::{
    market::{bid_bytes, AuctionId, BidLine, BidLines, BidV1},
    quota::Holder,
    Digest, InstitutionId,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    str::FromStr,
};

/// A bid's file is not larger.
const FILE_BYTES_MAX: u64 = 16_384;

/// A bid with all that is secret of it until it is revealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedBid {
    /// The chain, by its genesis.
    pub genesis: Digest,
    /// The auction.
    pub auction: AuctionId,
    /// Whose money is held for it.
    pub institution: InstitutionId,
    /// Who gets the quota.
    pub holder: Holder,
    /// What it asks for, the highest price first.
    pub lines: Vec<Line>,
    /// 32 random bytes.
    pub salt: Digest,
}

/// So many units at a price or a lower one. Text: `4500.00:10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The price a unit.
    pub price: Yuan,
    /// How many units.
    pub units: u64,
}

/// The text is no line.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no line of a bid: write a price in yuan and how many units, as 4500.00:10")]
pub struct LineError(String);

impl FromStr for Line {
    type Err = LineError;

    fn from_str(text: &str) -> Result<Line, LineError> {
        let line = || {
            let (price, units) = text.split_once(':')?;
            let units: u64 = units.parse().ok().filter(|units| *units > 0)?;
            let price = Yuan(price.parse().ok()?);
            Some(Line { price, units })
        };
        line().ok_or_else(|| LineError(text.to_owned()))
    }
}

impl SealedBid {
    /// The lines as the chain wants them: the highest price first, each price once.
    pub fn in_order(lines: &[Line]) -> anyhow::Result<Vec<Line>> {
        let mut lines = lines.to_vec();
        lines.sort_by_key(|line| std::cmp::Reverse(line.price.0));
        let is_twice = |pair: &[Line]| matches!(pair, [a, b] if a.price == b.price);
        if let Some([line, _]) = lines.windows(2).find(|pair| is_twice(pair)) {
            bail!(
                "two lines have the price {}: put their units in one",
                line.price.0
            );
        }
        Ok(lines)
    }

    /// The lines as they go on chain.
    pub fn bid_lines(&self) -> anyhow::Result<BidLines> {
        let line = |line: &Line| BidLine {
            price: line.price.0,
            units: line.units,
        };
        let lines: Vec<_> = self.lines.iter().map(line).collect();
        lines
            .try_into()
            .map_err(|_| anyhow::anyhow!("a bid has at most {} lines", BidV1::LINES_MAX))
    }

    /// All units it asks for; `None` if they are too many to count.
    pub fn units(&self) -> Option<u64> {
        let units = self.lines.iter().map(|line| line.units);
        units.into_iter().try_fold(0u64, u64::checked_add)
    }

    /// A salt from the operating system's random numbers.
    pub fn salt() -> Digest {
        let mut salt = Digest([0; 32]);
        rand::RngCore::fill_bytes(&mut rand::rngs::OsRng, &mut salt.0);
        salt
    }

    /// What goes on chain before the bid is revealed.
    pub fn commitment(&self) -> anyhow::Result<Digest> {
        let (auction, institution) = (self.auction, self.institution);
        let lines = self.bid_lines()?;
        let bytes = bid_bytes(&self.genesis, auction, institution, &lines, &self.salt.0);
        Ok(Digest(Sha256::digest(bytes).into()))
    }

    /// Writes the bid to a new file that only its owner can read. When this returns, the file outlasts a loss of power.
    pub fn write_new(&self, path: &Path) -> anyhow::Result<()> {
        let written = self.try_write(path);
        written.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => anyhow::anyhow!(
                "{0} exists already and is not overwritten: it may open another bid. Choose another name",
                path.display()
            ),
            _ => anyhow::Error::new(error).context(format!(
                "the bid cannot be written to {}, and without its file it could not be revealed: nothing was sent",
                path.display()
            )),
        })
    }

    fn try_write(&self, path: &Path) -> io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(&text)?;
        file.sync_all()?;
        File::open(folder(path))?.sync_all()
    }

    /// Reads a bid's file, refusing one that others can read.
    pub fn read(path: &Path) -> anyhow::Result<SealedBid> {
        let cannot = || format!("cannot read the bid's file {}", path.display());
        let file = File::open(path).with_context(cannot)?;
        // Of the opened file, not of the path: it cannot be exchanged in between.
        let mode = file.metadata().with_context(cannot)?.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            bail!(
                "{path} has mode {mode:04o}: others can read this bid. Run `chmod 600 {path}`",
                path = path.display()
            );
        }
        let mut bytes = Vec::new();
        file.take(FILE_BYTES_MAX)
            .read_to_end(&mut bytes)
            .with_context(cannot)?;
        parse_json(&bytes).map_err(|fault| {
            let advice = "It is the file that `limpid market auction bid` wrote";
            corrected(path, &fault, advice)
        })
    }
}

fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn bid() -> SealedBid {
        SealedBid {
            genesis: Digest([1; 32]),
            auction: AuctionId(2),
            institution: InstitutionId(3),
            holder: Holder::Institution(InstitutionId(3)),
            lines: vec!["4500.50:7".parse().unwrap(), "4400.00:9".parse().unwrap()],
            salt: Digest([4; 32]),
        }
    }

    #[test]
    fn a_commitment_is_the_hash_of_all_that_is_hidden() {
        let text = [
            &b"LIMPIDB1"[..],
            &[1; 32],
            &[2, 0, 0, 0],
            &[3, 0, 0, 0],
            &[2 << 2],
            &450_050u64.to_le_bytes(),
            &7u64.to_le_bytes(),
            &440_000u64.to_le_bytes(),
            &9u64.to_le_bytes(),
            &[4; 32],
        ]
        .concat();
        let expected: [u8; 32] = Sha256::digest(text).into();
        assert_eq!(bid().commitment().unwrap(), Digest(expected));
        assert_eq!(bid().units(), Some(16));
        assert_ne!(SealedBid::salt(), SealedBid::salt());
    }

    #[test]
    fn lines_are_put_in_order_and_have_a_price_each() {
        let lines = |texts: &[&str]| -> Vec<Line> {
            texts.iter().map(|text| text.parse().unwrap()).collect()
        };
        let ordered = SealedBid::in_order(&lines(&["1.00:5", "3.00:1", "2.00:2"])).unwrap();
        assert_eq!(ordered, lines(&["3.00:1", "2.00:2", "1.00:5"]));
        let error = SealedBid::in_order(&lines(&["1.00:5", "1.00:1"])).unwrap_err();
        assert!(error.to_string().contains("put their units in one"));
        for text in ["", "1.00", "1.00:0", ":5", "1.00:5:6", "1.005:5", "1.00:-1"] {
            assert!(text.parse::<Line>().is_err(), "{text}");
        }
        let many = SealedBid {
            lines: (1..=65)
                .map(|price| format!("{price}:1").parse().unwrap())
                .collect(),
            ..bid()
        };
        assert!(many
            .commitment()
            .unwrap_err()
            .to_string()
            .contains("at most 64"));
    }

    #[test]
    fn a_bid_is_read_as_it_was_written_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bid");
        bid().write_new(&path).unwrap();
        assert_eq!(SealedBid::read(&path).unwrap(), bid());
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        assert!(fs::read_to_string(&path).unwrap().contains("\"4500.50\""));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let error = SealedBid::read(&path).unwrap_err();
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }

    #[test]
    fn a_bid_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bid");
        bid().write_new(&path).unwrap();
        let other = SealedBid {
            auction: AuctionId(9),
            ..bid()
        };
        let error = other.write_new(&path).unwrap_err();
        assert!(error.to_string().contains("exists already"), "{error}");
        assert_eq!(SealedBid::read(&path).unwrap(), bid());
        let nowhere = folder.path().join("none").join("a.bid");
        let error = bid().write_new(&nowhere).unwrap_err();
        assert!(error.to_string().contains("nothing was sent"), "{error}");
    }
}
