//! The pages of `docs/operate`: the blocks of shell that are marked to be run as they stand.
//!
//! ````text
//! <!-- run: NAME -->
//! ```sh
//! limpid --node "$NODE" chain status
//! ```
//! ````

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// What stands before a block's name, and after it.
const MARK: (&str, &str) = ("<!-- run: ", " -->");
/// What begins a block, and what ends it.
const FENCE: (&str, &str) = ("```sh", "```");

/// A block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The page's file name.
    pub page: String,
    /// What it says, to the letter.
    pub script: String,
}

impl Block {
    /// The variables it takes from who runs it: those in capitals, as `"$NODE"`.
    pub fn variables(&self) -> BTreeSet<&str> {
        let after_dollar = self.script.split('$').skip(1);
        let names = after_dollar.map(|text| {
            let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            text.split_once(|c| !is_part(c))
                .map_or(text, |(name, _)| name)
        });
        let is_name = |name: &&str| name.starts_with(|c: char| c.is_ascii_uppercase());
        names.filter(is_name).collect()
    }
}

/// The marked blocks of all pages, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks(BTreeMap<String, Block>);

impl Blocks {
    /// Those of the pages in `docs/operate` of this checkout.
    ///
    /// # Panics
    /// When a mark has no block after it, a block no end, or two the same name.
    pub fn read() -> Self {
        Self::of_folder(&pages()).unwrap_or_else(|error| panic!("docs/operate: {error}"))
    }

    fn of_folder(folder: &Path) -> Result<Self, String> {
        let files = fs::read_dir(folder).map_err(|error| error.to_string())?;
        let paths = files.filter_map(|file| Some(file.ok()?.path()));
        let pages = paths.filter(|path| path.extension().is_some_and(|ext| ext == "md"));
        let mut blocks = Self::default();
        for path in pages {
            let page = path.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).map_err(|error| format!("{page}: {error}"))?;
            blocks
                .add(&page, &text)
                .map_err(|error| format!("{page}: {error}"))?;
        }
        Ok(blocks)
    }

    fn add(&mut self, page: &str, text: &str) -> Result<(), String> {
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some(name) = mark(line)? else {
                continue;
            };
            if lines.next() != Some(FENCE.0) {
                return Err(format!(
                    "after the mark of {name} there must stand {}",
                    FENCE.0
                ));
            }
            let mut script = String::new();
            loop {
                match lines.next() {
                    Some(line) if line == FENCE.1 => break,
                    Some(line) => script.extend([line, "\n"]),
                    None => return Err(format!("the block {name} does not end")),
                }
            }
            let block = Block {
                page: page.into(),
                script,
            };
            if let Some(other) = self.0.insert(name.into(), block) {
                return Err(format!("{name} is a block of {} too", other.page));
            }
        }
        Ok(())
    }

    /// The block called `name`.
    pub fn block(&self, name: &str) -> Option<&Block> {
        self.0.get(name)
    }

    /// All names.
    pub fn names(&self) -> BTreeSet<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// All blocks with their names.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Block)> {
        self.0.iter().map(|(name, block)| (name.as_str(), block))
    }
}

/// The folder of the pages in this checkout, which may not be the one that was compiled.
pub fn pages() -> PathBuf {
    let tests = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    Path::new(&tests).with_file_name("docs").join("operate")
}

/// The name that this line gives to the block after it.
fn mark(line: &str) -> Result<Option<&str>, String> {
    let name = line
        .strip_prefix(MARK.0)
        .and_then(|rest| rest.strip_suffix(MARK.1));
    match name {
        // A mark that is not understood would be a block that no test runs.
        None if is_almost_mark(line) => Err(format!("this is no mark: {line}")),
        Some(name) if name.is_empty() || name.contains(|c: char| !is_of_name(c)) => {
            Err(format!("this is no name: {name:?}"))
        }
        name => Ok(name),
    }
}

fn is_almost_mark(line: &str) -> bool {
    let comment = line.trim_start().strip_prefix("<!--");
    comment.is_some_and(|text| text.trim_start().starts_with("run"))
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(pages: &[&str]) -> Result<Blocks, String> {
        let mut blocks = Blocks::default();
        for page in pages {
            blocks.add("page.md", page)?;
        }
        Ok(blocks)
    }

    const ONE: &str =
        "text\n\n<!-- run: a-1 -->\n```sh\nls \"$A\"\n\necho '$b' $C_1\n```\n\n```sh\nrm\n```\n";

    #[test]
    fn a_marked_block_is_taken_to_the_letter_and_others_are_not() {
        let blocks = blocks(&[ONE]).unwrap();
        assert_eq!(blocks.names(), BTreeSet::from(["a-1"]));
        let block = blocks.block("a-1").unwrap();
        assert_eq!(block.script, "ls \"$A\"\n\necho '$b' $C_1\n");
        assert_eq!(block.variables(), BTreeSet::from(["A", "C_1"]));
    }

    #[test]
    fn pages_that_would_hide_a_block_are_refused() {
        let error = |pages: &[&str]| blocks(pages).unwrap_err();
        assert!(error(&[ONE, ONE]).contains("too"));
        assert!(error(&["<!-- run: a -->\n```sh\nls\n"]).contains("does not end"));
        assert!(error(&["<!-- run: a -->\n\n```sh\nls\n```\n"]).contains("must stand"));
        assert!(error(&["<!-- run: a -->"]).contains("must stand"));
        for line in [
            "<!-- run:a -->",
            "  <!-- run: a -->",
            "<!-- run: a-->",
            "<!--run a",
        ] {
            assert!(error(&[line]).contains("no mark"), "{line}");
        }
        assert!(error(&["<!-- run: A b -->\n```sh\n```\n"]).contains("no name"));
    }
}
