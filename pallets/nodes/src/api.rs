//! What a node asks the chain about other nodes.

// What the macro writes has no documentation of its own.
#![allow(missing_docs)]

use alloc::vec::Vec;
use limpid_primitives::ListedNode;

sp_api::decl_runtime_apis! {
    /// Which nodes may connect.
    pub trait NodesApi {
        /// The listed nodes; none while the list is not enforced, and then every node may connect.
        fn listed_nodes() -> Vec<ListedNode>;
    }
}
