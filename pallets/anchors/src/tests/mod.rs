//! One file a call; then what holds over all of them.

mod anchor_batches;
mod bind_outlet;
mod invariants;
mod lookup;
mod matrix;
mod register_gateway;
mod reinstate_gateway;
mod rotate_key;
mod suspend_gateway;
mod timing;
mod unbind_outlet;
