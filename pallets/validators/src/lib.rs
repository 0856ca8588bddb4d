//! Who may author and finalise: the validator set, changed by vote at the ends of sessions.
#![cfg_attr(not(feature = "std"), no_std)]
