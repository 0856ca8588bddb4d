//! A folder for one run.

use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Goes with its handle, unless the run failed or it was asked for: then its place is printed.
pub struct Scratch {
    path: PathBuf,
    temporary: Option<TempDir>,
}

impl Scratch {
    /// A new temporary folder.
    pub fn temporary() -> Self {
        let folder = tempfile::Builder::new().prefix("limpid-test.").tempdir();
        let folder = folder.expect("a temporary folder");
        Self {
            path: folder.path().into(),
            temporary: Some(folder),
        }
    }

    /// This new folder, which stays.
    ///
    /// # Panics
    /// When it exists already.
    pub fn kept(path: &Path) -> Self {
        std::fs::create_dir(path)
            .unwrap_or_else(|error| panic!("{} cannot be made: {error}", path.display()));
        Self {
            path: path.canonicalize().expect("it was just made"),
            temporary: None,
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Whoever told the process to stop knows why it failed.
        if std::thread::panicking() && !crate::is_told_to_stop() {
            if let Some(folder) = &mut self.temporary {
                folder.disable_cleanup(true);
            }
            eprintln!("logs and data are left in {}", self.path.display());
        }
    }
}
