//! Data shared with other institutions: what a provider keeps and serves, and what a requester fetches.
//!
//! Who may have what stands on chain; a sealed file goes from one machine to another by HTTP, as `docs/spec/sealed-file.md` says.
//!
//! | File | What |
//! |---|---|
//! | `store` | the provider's sealed files and content keys |
//! | `signing` | a member's signature over a request, and the nonces seen |
//! | `slots` | how many requests are under way |
//! | `standing` | what the chain says at its finalised head |
//! | `gate` | whether a request is served: by the signature, the head and the grant |
//! | `refusals` | what was refused to members, on record and deposited with the provider's gateway |
//! | `server` | HTTP |
//! | `download`, `arrival` | fetching with resumption; opening and checking what arrived |

pub mod arrival;
pub mod download;
pub mod gate;
pub mod refusals;
pub mod server;
pub mod signing;
pub mod slots;
pub mod standing;
pub mod store;

#[cfg(test)]
mod tests;
