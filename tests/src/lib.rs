//! What the end-to-end scenarios stand on: real nodes, real gateways and the real `limpid` command, as processes with folders
//! of their own: on free ports, or, run as root, each in a network namespace.
//!
//! Whatever a scenario starts is stopped when its handle is dropped. Waiting is always for a condition and always bounded.
//! When a test fails its folder, with all logs, stays and its place is printed.

mod board;
mod desk;
mod disk;
mod founding;
mod gateway;
mod lag;
mod lan;
mod limpid;
mod network;
mod node;
mod offence;
mod page;
mod permit;
mod place;
mod process;
mod rpc;
mod scratch;
mod site;
mod wait;
mod world;

pub use board::Board;
pub use desk::{Desk, Handbook, Printed};
pub use disk::SmallDisk;
pub use founding::{generate_account, runtime_of_node, uscc, Founder, NodeKey, SessionKeys};
pub use gateway::{Gateway, GatewayStatus};
pub use lag::{FinalityLag, Lags};
pub use lan::Lan;
pub use limpid::Limpid;
pub use network::{Network, NetworkPlan};
pub use node::{Node, NodePlan};
pub use offence::report_two_votes;
pub use page::{pages, Block, Blocks};
pub use place::Place;
pub use process::{binary, binary_folder, output_within, Process};
pub use rpc::Rpc;
pub use scratch::Scratch;
pub use site::{Outlet, Registration, Site};
pub use wait::{give_up_waiting, is_told_to_stop, wait_for};
pub use world::World;
