//! The book and the auction once more, as plain lists that are sorted when they are asked. Slow and plain: to be compared with.

mod plain;
mod store;

pub use plain::{allot, Arrival, PlainBook, PlainPlaced, PlainStep};
pub use store::MemoryStore;
