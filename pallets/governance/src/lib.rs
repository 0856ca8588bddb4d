//! The council of agencies as the only root: what it decides, by which document.
#![cfg_attr(not(feature = "std"), no_std)]
