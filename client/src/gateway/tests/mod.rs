//! Tests of the gateway as a whole: real TCP, a real store, and a chain in memory.
