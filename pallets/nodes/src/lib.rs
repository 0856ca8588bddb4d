//! Which nodes may connect: each institution's, with their network keys and addresses.
#![cfg_attr(not(feature = "std"), no_std)]
