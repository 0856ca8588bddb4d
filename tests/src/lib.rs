//! What the end-to-end scenarios stand on: real nodes, real gateways and the real `limpid` command, as processes on free ports
//! with folders of their own.
//!
//! Whatever a scenario starts is stopped when its handle is dropped. Waiting is always for a condition and always bounded.
//! When a test fails its folder, with all logs, stays and its place is printed.

mod gateway;
mod limpid;
mod node;
mod process;
mod wait;
mod world;

pub use gateway::{Gateway, GatewayStatus};
pub use limpid::Limpid;
pub use node::Node;
pub use process::{output_within, Process};
pub use wait::wait_for;
pub use world::{Outlet, World, PERMIT};
