//! Where a process runs, and under which address others reach it.

use crate::process::{free_port, output_within};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::Path,
    process::Command,
    time::Duration,
};

/// iproute2's command, in the same place in Debian and its kin.
pub(crate) const IP: &str = "/sbin/ip";
/// No page of a process's own takes longer.
const PAGE_SECONDS_MAX: u64 = 5;
/// What the shell of a namespace does to fetch a page from its own loopback address: `$0` the port, `$1` the page.
const FETCH: &str = "exec 3<>\"/dev/tcp/127.0.0.1/$0\" \
     && printf 'GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' \"$1\" >&3 && cat <&3";

/// A network namespace of its own with one address, or the loopback address that all share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    address: Ipv4Addr,
    namespace: Option<String>,
}

impl Place {
    /// The loopback address, for whatever has no namespace of its own.
    pub fn loopback() -> Self {
        Self {
            address: Ipv4Addr::LOCALHOST,
            namespace: None,
        }
    }

    /// The namespace called `name`, reached under `address`.
    pub(crate) fn namespace(name: String, address: Ipv4Addr) -> Self {
        Self {
            address,
            namespace: Some(name),
        }
    }

    /// Under which address it is reached.
    pub fn address(&self) -> Ipv4Addr {
        self.address
    }

    /// Its namespace's name.
    pub fn name(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// A port to listen on: the usual one where nobody else is, a free one on the loopback address.
    pub fn port(&self, usual: u16) -> u16 {
        match self.namespace {
            Some(_) => usual,
            None => free_port(),
        }
    }

    /// The program, to be started here.
    pub fn command(&self, program: &Path) -> Command {
        let Some(name) = &self.namespace else {
            return Command::new(program);
        };
        // It changes the namespace and becomes the program: the process id is the program's own.
        let mut command = Command::new(IP);
        command.args(["netns", "exec", name]).arg(program);
        command
    }

    /// What a process here serves on its own loopback address; nothing when it does not answer.
    pub fn page(&self, port: u16, page: &str) -> Option<String> {
        let answer = match self.namespace {
            None => fetch(port, page)?,
            Some(_) => {
                let mut command = self.command(Path::new("bash"));
                command.args(["-c", FETCH, &port.to_string(), page]);
                let output = output_within(&mut command, PAGE_SECONDS_MAX * 2);
                String::from_utf8(output.stdout).ok()?
            }
        };
        Some(answer.split_once("\r\n\r\n")?.1.to_owned())
    }
}

fn fetch(port: u16, page: &str) -> Option<String> {
    let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    socket
        .set_read_timeout(Some(Duration::from_secs(PAGE_SECONDS_MAX)))
        .ok()?;
    write!(
        socket,
        "GET {page} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).ok()?;
    Some(answer)
}
