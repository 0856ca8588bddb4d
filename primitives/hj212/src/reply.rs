//! Replies to a frame: HJ 212-2017, 6.4 and tables 6 and 7.

use crate::{Builder, Frame, Head, Transmission, Version};
use alloc::vec::Vec;

/// What is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// 9011: whether a request will be done.
    Request(RequestResult),
    /// 9012: how it went.
    Execution(ExecutionResult),
    /// 9013: a notice has arrived.
    Notice,
    /// 9014: data have arrived and are safe.
    Data,
}

/// QnRtn, HJ 212-2017 table 6.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestResult {
    /// It will be done.
    Ready = 1,
    /// It is refused.
    Refused = 2,
    /// PW is wrong.
    WrongPw = 3,
    /// MN is wrong.
    WrongMn = 4,
    /// ST is wrong.
    WrongSt = 5,
    /// Flag is wrong.
    WrongFlag = 6,
    /// QN is wrong.
    WrongQn = 7,
    /// CN is wrong.
    WrongCn = 8,
    /// The CRC is wrong.
    WrongCrc = 9,
    /// Something else is wrong.
    Unknown = 100,
}

/// ExeRtn, HJ 212-2017 table 7.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExecutionResult {
    /// Done.
    Done = 1,
    /// Failed for an unknown reason.
    Failed = 2,
    /// A condition is wrong.
    WrongCondition = 3,
    /// Took too long.
    TimedOut = 4,
    /// The system is busy.
    Busy = 5,
    /// The system has a fault.
    SystemFault = 6,
    /// There are no data.
    NoData = 100,
}

impl Reply {
    /// The command code of the reply.
    pub const fn command(self) -> u16 {
        match self {
            Self::Request(_) => 9011,
            Self::Execution(_) => 9012,
            Self::Notice => 9013,
            Self::Data => 9014,
        }
    }
}

/// The reply to a frame, with CR LF: same QN, PW and MN, ST 91, the flags of the frame's edition and no further reply wanted.
pub fn reply(frame: &Frame<'_>, reply: Reply) -> Vec<u8> {
    let mut buffer = Vec::with_capacity(112);
    let flag = match frame.version() {
        Version::Edition2005 => 0,
        Version::Edition2017 | Version::Unknown => 4,
        Version::Edition2025 => 8,
    };
    let head = Head {
        st: "91",
        cn: reply.command(),
        flag: frame.flag().map(|_| flag),
        packet: None,
        transmission: Transmission::First,
        ..*frame.head()
    };
    let mut builder = Builder::new(&mut buffer, &head);
    match reply {
        Reply::Request(result) => builder.field("QnRtn", code(result as u8)),
        Reply::Execution(result) => builder.field("ExeRtn", code(result as u8)),
        Reply::Notice | Reply::Data => {}
    }
    // All but PW is short, and PW came in a frame no longer than this one may be: it can only get too long with a PW of
    // nearly 9999 bytes, which then gets no reply.
    if builder.finish().is_err() {
        buffer.clear();
    }
    buffer
}

fn code(number: u8) -> &'static str {
    match number {
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5 => "5",
        6 => "6",
        7 => "7",
        8 => "8",
        9 => "9",
        _ => "100",
    }
}
