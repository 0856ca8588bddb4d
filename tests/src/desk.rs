//! Where an operator works by the pages of `docs/operate`: a shell, and the variables that the pages name.

use crate::{
    page::Blocks,
    process::{binary_folder, output_within},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, Mutex, PoisonError},
};

/// `limpid` gives up after five minutes, and no block is much more than one of its commands.
const SECONDS_MAX: u64 = 400;

/// The marked blocks of all pages, and which of them were run to a good end.
pub struct Handbook {
    blocks: Blocks,
    ran: Mutex<BTreeSet<String>>,
}

impl Handbook {
    /// That of this checkout.
    pub fn open() -> Arc<Self> {
        Arc::new(Self {
            blocks: Blocks::read(),
            ran: Mutex::default(),
        })
    }

    /// Checks that the blocks which were run are these, no more and no fewer.
    pub fn assert_ran<'a>(&self, promised: impl IntoIterator<Item = &'a str>) {
        let ran = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        let promised: BTreeSet<_> = promised.into_iter().collect();
        let ran: BTreeSet<_> = ran.iter().map(String::as_str).collect();
        assert_eq!(ran, promised, "blocks run, and blocks promised to be run");
    }

    fn note(&self, name: &str) {
        let mut ran = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        ran.insert(name.into());
    }
}

/// A shell in a folder of its own. Of the environment it has the variables that were set here, `HOME`, and `PATH` with the
/// programs of this build in front.
#[derive(Clone)]
pub struct Desk {
    handbook: Arc<Handbook>,
    folder: PathBuf,
    variables: BTreeMap<String, OsString>,
}

impl Desk {
    /// A desk without variables. `folder` is made, if it is not there.
    pub fn new(handbook: &Arc<Handbook>, folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("the desk's folder");
        Self {
            handbook: handbook.clone(),
            folder: folder.into(),
            variables: BTreeMap::new(),
        }
    }

    /// Sets a variable for good.
    pub fn set(&mut self, name: &str, value: impl AsRef<OsStr>) {
        self.variables.insert(name.into(), value.as_ref().into());
    }

    /// The same desk with another variable, for a block.
    pub fn with(&self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let mut desk = self.clone();
        desk.set(name, value);
        desk
    }

    /// A file in the shell's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What stands at a variable.
    pub fn variable(&self, name: &str) -> &OsStr {
        let value = self.variables.get(name);
        value.unwrap_or_else(|| panic!("{name} is not set"))
    }

    /// Runs the block called `name`, to the letter, and gives what it prints.
    ///
    /// # Panics
    /// When it does not end with exit code 0.
    pub fn run(&self, name: &str) -> Printed {
        let output = self.try_run(name);
        let printed = Printed::from(&output);
        assert!(
            output.status.success(),
            "the block {name}: {}\n{}{}",
            output.status,
            printed.out,
            printed.err
        );
        printed
    }

    /// Runs the block called `name`, whatever comes of it.
    pub fn try_run(&self, name: &str) -> Output {
        let block = self.handbook.blocks.block(name);
        let block = block.unwrap_or_else(|| panic!("no page has a block {name}"));
        for variable in block.variables() {
            assert!(
                self.variables.contains_key(variable),
                "the block {name} of {} wants {variable}",
                block.page
            );
        }
        let mut shell = Command::new("sh");
        shell
            .args(["-eu", "-c", &block.script])
            .current_dir(&self.folder)
            .env_clear()
            .env("HOME", &self.folder)
            .env("PATH", search_path())
            .envs(&self.variables);
        let output = output_within(&mut shell, SECONDS_MAX);
        if output.status.success() {
            self.handbook.note(name);
        }
        output
    }
}

fn search_path() -> OsString {
    let usual = env::var_os("PATH").unwrap_or_default();
    let own = std::path::absolute(binary_folder()).expect("a folder");
    let folders = [own].into_iter().chain(env::split_paths(&usual));
    env::join_paths(folders).expect("folders with plain names")
}

/// What a block printed.
#[derive(Clone, Debug)]
pub struct Printed {
    /// To standard output.
    pub out: String,
    /// To standard error.
    pub err: String,
}

impl From<&Output> for Printed {
    fn from(output: &Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self {
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

impl Printed {
    /// Checks that standard output says this.
    pub fn says(&self, what: &str) -> &Self {
        assert!(self.out.contains(what), "not said: {what}\n{}", self.out);
        self
    }

    /// Checks that standard output does not say this.
    pub fn does_not_say(&self, what: &str) -> &Self {
        assert!(!self.out.contains(what), "said: {what}\n{}", self.out);
        self
    }

    /// The word after these words.
    pub fn word_after(&self, what: &str) -> &str {
        let rest = self.out.split_once(what).map(|(_, rest)| rest);
        let word = rest.and_then(|rest| rest.split_whitespace().next());
        word.unwrap_or_else(|| panic!("nothing after {what}\n{}", self.out))
    }
}
