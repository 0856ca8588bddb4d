//! What a node asks the chain about other nodes.

// What the macro writes has no documentation of its own.
#![allow(missing_docs)]

use alloc::vec::Vec;
use limpid_primitives::ListedNode;

sp_api::decl_runtime_apis! {
    /// Which nodes may connect.
    pub trait NodesApi {
        /// The nodes of all institutions that may act. While there is none, every node may connect.
        fn listed_nodes() -> Vec<ListedNode>;
    }
}
