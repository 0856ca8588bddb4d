//! The chain as a client sees it.
