//! HJ 212 frames (污染物在线监控系统数据传输标准): split a byte stream, check, parse, build.
//!
//! A data logger speaks to its supervisor in frames of text over TCP:
//!
//! ```text
//! ##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80
//! ~~ 1  ~~~~ 2 ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ data segment ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ 3    ~~~~ 4
//! ```
//!
//! 1 prefix, 2 length of the data segment in bytes, 3 the command parameters (CP) between `&&`, 4 CRC of the data segment;
//! then CR LF. Editions 2005, 2017 and 2025 are read, as the devices of the field write them (see [`Frame::parse`]).
//!
//! - [`Splitter`] finds frames in a stream that arrives glued, torn and with noise;
//! - [`Frame`] is one checked frame, borrowing the bytes; its numbers are exact [`Decimal`]s;
//! - [`Joiner`] brings the parts of a split message together;
//! - [`Builder`] and [`reply`] make frames;
//! - [`DataFlag`], [`system_name`], [`command_name`] and [`Factor`] are the standard's tables.
//!
//! Nothing here panics whatever the bytes, and nothing needs `std`.
//!
//! ```
//! use limpid_hj212::{Frame, Suffix};
//! let frame = Frame::parse(
//!     b"##0127QN=20160801090000001;ST=31;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;\
//!       CP=&&DataTime=20160801080000;a21026-Avg=18.50&&1F40",
//! )
//! .unwrap();
//! let sulphur_dioxide = frame.groups().next().unwrap();
//! assert_eq!(sulphur_dioxide.factor(), "a21026");
//! let average = sulphur_dioxide.decimal(Suffix::Avg).unwrap();
//! assert_eq!((average.text(), average.rescaled(3)), ("18.50", Some(18_500)));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod builder;
mod command;
mod crc;
mod data_flag;
mod decimal;
mod error;
mod factor;
mod frame;
mod group;
mod head;
mod item;
mod local_time;
mod packet;
mod reply;
mod splitter;
mod suffix;
mod system;
mod unit;

pub use builder::{Builder, Number};
pub use command::command_name;
pub use crc::{crc16, is_possible_crc};
pub use data_flag::DataFlag;
pub use decimal::Decimal;
pub use error::{Fault, Field, FrameError};
pub use factor::{Factor, NumberFormat};
pub use frame::Frame;
pub use group::{Group, Groups};
pub use head::{Head, Packet, Transmission, Version};
pub use item::{Item, Items};
pub use local_time::LocalTime;
pub use packet::{Joined, Joiner};
pub use reply::{reply, ExecutionResult, Reply, RequestResult};
pub use splitter::{Split, Splitter};
pub use suffix::Suffix;
pub use system::system_name;
pub use unit::Unit;

/// The longest data segment the four digits of the length can declare.
pub const DATA_BYTES_MAX: usize = 9_999;

/// The longest data segment the standard allows (2017, table 2). Devices of the field exceed it, so it is no limit here.
pub const DATA_BYTES_STANDARD: usize = 1_024;

/// Bytes of a frame besides its data segment: prefix, length and CRC, without the line end.
pub const OVERHEAD_BYTES: usize = 10;

/// The longest frame, without the line end.
pub const FRAME_BYTES_MAX: usize = DATA_BYTES_MAX + OVERHEAD_BYTES;
