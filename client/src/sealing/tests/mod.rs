//! What is sealed opens, and nothing else does.

mod envelope;
mod example;
mod shares;
mod stream;
