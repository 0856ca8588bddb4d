//! A disk that is soon full.

use crate::process::output_within;
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

/// A small file system in memory, mounted until its handle is dropped. Only root can have one.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts one of so many MiB over `folder`, which is made.
    pub fn mount(folder: &Path, mib: u32) -> Self {
        fs::create_dir_all(folder).expect("a folder to mount over");
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={mib}m"), "limpid-test"])
            .arg(folder);
        let output = output_within(&mut mount, 30);
        assert!(output.status.success(), "{mount:?}: {output:?}");
        Self {
            folder: folder.into(),
        }
    }

    /// Fills what is free.
    pub fn fill(&self) {
        let mut file = File::create(self.filler()).expect("a file");
        for size in [1 << 20, 1 << 12, 1] {
            // Until the system says that there is no space left.
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Frees what was filled.
    pub fn free(&self) {
        fs::remove_file(self.filler()).expect("it was filled");
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a process that still has a file there must not keep the mount.
        let _ = output_within(Command::new("umount").arg("-l").arg(&self.folder), 30);
    }
}
