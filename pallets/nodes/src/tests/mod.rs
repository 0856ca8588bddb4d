//! One file a call; then what holds over all of them.

mod enforce_list;
mod genesis;
mod invariants;
mod list_node;
mod listed_nodes;
mod matrix;
mod remove_node;
mod unlist_node;
