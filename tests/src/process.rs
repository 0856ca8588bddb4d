//! A process that is stopped with its handle, its output in a file.

use nix::{
    sys::signal::{kill, Signal},
    unistd::Pid,
};
use std::{
    fs::OpenOptions,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// The binary called `name`: in the folder that `LIMPID_BIN` names, or else built beside this program.
pub fn binary(name: &str) -> PathBuf {
    let path = binary_folder().join(name);
    assert!(
        path.exists(),
        "{} is not built: run `cargo build --release --workspace` first",
        path.display()
    );
    path
}

/// Where the binaries are, and the runtime for rehearsals beside them.
pub fn binary_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("LIMPID_BIN") {
        return folder.into();
    }
    let program = std::env::current_exe().expect("a program knows its own file");
    let folder = program.parent().expect("a file is in a folder");
    // Tests are built into <target>/<profile>/deps, programs into <target>/<profile>.
    match folder.parent() {
        Some(profile) if folder.ends_with("deps") => profile.into(),
        _ => folder.into(),
    }
}

/// A port on which nobody listens now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .expect("a free port")
        .port()
}

/// Runs `command` to its end and takes what it prints.
///
/// # Panics
/// When it runs longer than `seconds_max`; it is killed then.
pub fn output_within(command: &mut Command, seconds_max: u64) -> Output {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let pid = child.id();
    let (done, ended) = mpsc::channel();
    thread::spawn(move || done.send(child.wait_with_output()));
    match ended.recv_timeout(Duration::from_secs(seconds_max)) {
        Ok(output) => output.expect("the output can be read"),
        Err(_) => {
            signal(pid, Signal::SIGKILL);
            panic!("{command:?} did not end within {seconds_max} s");
        }
    }
}

/// Kills a process that belongs to a run that is over.
pub(crate) fn kill_at_once(pid: u32) {
    signal(pid, Signal::SIGKILL);
}

fn signal(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).expect("a process id"));
    // It may have ended in the meantime.
    let _ = kill(pid, signal);
}

/// A running process.
pub struct Process {
    child: Child,
    name: String,
}

impl Process {
    /// Starts `command`, its output appended to `log`.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> Self {
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
        let name = name.to_owned();
        Self { child, name }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it runs still.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
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
        signal(self.child.id(), Signal::SIGTERM);
        self.wait(seconds_max)
    }

    /// Waits until it ends by itself.
    ///
    /// # Panics
    /// When it does not in `seconds_max`.
    pub fn wait(&mut self, seconds_max: u64) -> ExitStatus {
        let mut status = None;
        crate::wait_for(&format!("the end of {}", self.name), seconds_max, || {
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
