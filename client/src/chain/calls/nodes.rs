//! Which nodes may connect.

use super::Call;
use limpid_primitives::{NodeAddress, NodeKey};

const PALLET: &str = "Nodes";

/// Lists a node of the signer's institution, or changes its addresses.
pub fn list_node(key: NodeKey, addresses: &[NodeAddress]) -> Call {
    Call::new(PALLET, "list_node", (key, addresses))
}

/// Takes a node of the signer's institution off the list.
pub fn unlist_node(key: NodeKey) -> Call {
    Call::new(PALLET, "unlist_node", key)
}

/// Takes any node off the list. For the council.
pub fn remove_node(key: NodeKey) -> Call {
    Call::new(PALLET, "remove_node", key)
}

/// Makes nodes keep to the list. For the council.
pub fn enforce_list() -> Call {
    Call::new(PALLET, "enforce_list", ())
}
