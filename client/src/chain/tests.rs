//! Tests that need no node.
