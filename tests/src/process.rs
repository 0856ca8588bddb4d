//! A process that is stopped with its handle, its output in a file.

use nix::{
    sys::signal::{kill, Signal},
    unistd::Pid,
};
use std::{
    fs::OpenOptions,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

/// The binary called `name`, built beside this test.
pub fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let folder = test
        .parent()
        .and_then(Path::parent)
        .expect("tests are built into <target>/<profile>/deps");
    let path = folder.join(name);
    assert!(
        path.exists(),
        "{} is not built: run `cargo build --release --workspace` first",
        path.display()
    );
    path
}

/// A port on which nobody listens now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .expect("a free port")
        .port()
}

/// A running process.
pub struct Process {
    child: Child,
    name: &'static str,
}

impl Process {
    /// Starts `command`, its output appended to `log`.
    pub fn start(name: &'static str, command: &mut Command, log: &Path) -> Self {
        let out = OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)
            .expect("the log opens");
        let err = out.try_clone().expect("the log's handle");
        let child = command
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        Self { child, name }
    }

    /// Whether it runs still.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it at once, as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to stop and waits for that.
    ///
    /// # Panics
    /// When it does not stop in `seconds_max`.
    pub fn terminate(&mut self, seconds_max: u64) -> ExitStatus {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).expect("a process id"));
        kill(pid, Signal::SIGTERM).expect("the process can be told");
        let name = self.name;
        let mut status = None;
        crate::wait_for(&format!("the end of {name}"), seconds_max, || {
            status = self.child.try_wait().expect("the process can be asked");
            status.is_some()
        });
        status.expect("waited for")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
