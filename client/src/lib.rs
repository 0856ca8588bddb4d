//! What speaks to a Limpid chain from outside: the gateway that receives and signs, the client that submits and follows to
//! finality, the evidence exporter, and the `limpid` command that stands on them.

pub mod chain;
pub mod cli;
pub mod evidence;
pub mod gateway;
pub mod keys;
pub mod market;
pub mod sealing;
pub mod share;
pub mod simulate;

mod mass;
mod when;
