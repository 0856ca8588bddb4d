//! The chain as a client sees it: one WebSocket client that reads typed state, submits calls and follows them to finality.
//!
//! Nothing here is taken from the runtime's code: indices of pallets, calls and errors, and the extensions of a transaction
//! come from the metadata the node serves, so that a client outlives an upgrade of the chain. A submission is believed only
//! when its transaction stands in a **finalised** block: a pool may accept what it later loses.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use limpid_client::{chain::{calls, Chain}, keys::MemberKey};
//!
//! let chain = Chain::connect(&["ws://127.0.0.1:9944".into()]).await?;
//! let included = chain.submit(&MemberKey::development("agency"), calls::remark(b"hello")).await?;
//! println!("finalised in block {}", included.block_number);
//! # Ok(()) }
//! ```

mod account;
mod block;
pub mod calls;
mod cases;
mod chain_call;
mod code;
mod council;
mod deposits;
mod emissions;
mod error;
mod extrinsic;
mod follow;
mod header;
mod market;
mod metadata;
mod network;
mod nodes;
mod peer_id;
mod permits;
mod proving;
mod quotas;
mod rejection;
mod rpc;
mod sent;
mod sharing;
mod state;
mod storage;
mod submit;
mod tags;
mod validators;
mod value;
mod warp;

pub use account::{Account, AccountError};
pub use block::BlockEvents;
pub use calls::Call;
pub use chain_call::{CallText, ChainCall};
pub use code::{AuthorizedUpgrade, RuntimeVersion};
pub use council::{two_thirds, Closing, Decided, Motion, Votes};
pub use error::{ChainError, Failure, SubmitError};
pub use header::{blake2_256, Header};
pub use market::{BookView, PublicTrade, StandingListing, TradedDay, Trading};
pub use metadata::{Event, Metadata};
pub use network::Health;
pub use peer_id::{PeerId, PeerIdError};
pub use permits::PermitVersion;
pub use proving::Mean;
pub use quotas::StandingRules;
pub use sharing::{StandingGrant, StandingRequest};
pub use state::{At, Member};
pub use submit::Inclusion;
pub use validators::{GeneratedKeys, Offence, SessionKeys, Standing, Validator, Validators};
pub use value::Value;
pub use warp::{Fragment, WarpProof};

use follow::Follower;
use header::RpcHeader;
use limpid_primitives::Digest;
use rpc::{params, Rpc};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Versions of the runtime a client remembers: one, two around an upgrade.
const RUNTIMES_MAX: usize = 4;

/// Which block counts: where state is read, and up to where a submission is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The newest finalised block.
    Finalised,
    /// The best block, which can still be replaced: for decisions while finality stands, and nothing else.
    Best,
}

/// A finalised block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finalised {
    /// Height.
    pub number: u32,
    /// Hash.
    pub hash: Digest,
    /// Header.
    pub header: Header,
}

impl From<Header> for Finalised {
    fn from(header: Header) -> Finalised {
        Finalised {
            number: header.number,
            hash: header.hash(),
            header,
        }
    }
}

/// A chain, asked through one of several nodes. Cloning is cheap and shares the connection.
#[derive(Clone)]
pub struct Chain(Arc<Inner>);

struct Inner {
    rpc: Arc<Rpc>,
    genesis: Digest,
    name: String,
    settled: Settled,
    runtimes: Mutex<HashMap<u32, Arc<Runtime>>>,
    follower: Follower,
    senders: submit::Senders,
}

/// One version of the runtime.
struct Runtime {
    spec_version: u32,
    transaction_version: u32,
    metadata: Metadata,
}

impl Chain {
    /// Connects to the first of these nodes that answers; later the others stand in for it. All must serve one chain.
    pub async fn connect(urls: &[String]) -> Result<Chain, ChainError> {
        Chain::connect_to(urls, Settled::Finalised).await
    }

    /// As [`Chain::connect`], for decisions while nothing becomes final: the best block stands for the finalised one, and what
    /// is said of the latter holds of the former only as long as it is not replaced.
    pub async fn connect_without_finality(urls: &[String]) -> Result<Chain, ChainError> {
        Chain::connect_to(urls, Settled::Best).await
    }

    async fn connect_to(urls: &[String], settled: Settled) -> Result<Chain, ChainError> {
        // Nodes are spoken to without TLS: on one machine, or inside the validators' private network.
        if let Some(url) = urls.iter().find(|url| !url.starts_with("ws://")) {
            return Err(ChainError::Address(url.clone()));
        }
        let rpc = Arc::new(Rpc::new(urls));
        let genesis = rpc.genesis().await?;
        let name: String = rpc.request("system_chain", params![]).await?;
        let follower = Follower::start(rpc.clone(), settled);
        Ok(Chain(Arc::new(Inner {
            rpc,
            genesis,
            name: identifier(&name),
            settled,
            runtimes: Mutex::default(),
            follower,
            senders: submit::Senders::default(),
        })))
    }

    /// Hash of the chain's first block: what the chain is told apart by.
    pub fn genesis(&self) -> Digest {
        self.0.genesis
    }

    /// The chain's name as evidence carries it: lower case, words joined by `-`.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Which block counts.
    pub fn settled(&self) -> Settled {
        self.0.settled
    }

    /// The newest finalised block, or what stands for it.
    pub async fn finalised(&self) -> Result<Finalised, ChainError> {
        follow::newest(self.rpc(), self.settled()).await
    }

    /// The height of the newest finalised block, whichever counts.
    pub async fn last_final(&self) -> Result<u32, ChainError> {
        let newest = follow::newest(self.rpc(), Settled::Finalised).await?;
        Ok(newest.number)
    }

    /// The header of a block the node knows.
    pub async fn header(&self, hash: Digest) -> Result<Header, ChainError> {
        let rpc: Option<RpcHeader> = self
            .rpc()
            .request("chain_getHeader", params![header::text(&hash.0)])
            .await?;
        let header = Header::try_from(rpc.ok_or_else(|| {
            ChainError::unexpected("chain_getHeader", format!("block {hash} is unknown"))
        })?)?;
        if header.hash() != hash {
            return Err(ChainError::unexpected(
                "chain_getHeader",
                "a header of another hash",
            ));
        }
        Ok(header)
    }

    /// The hash of the block at a height, on the node's best chain: below the finalised head it never changes.
    pub async fn block_hash(&self, number: u32) -> Result<Option<Digest>, ChainError> {
        let hash: Option<String> = self
            .rpc()
            .request("chain_getBlockHash", params![number])
            .await?;
        hash.as_deref().map(header::digest).transpose()
    }

    /// The hash of the best block.
    async fn best_hash(&self) -> Result<Digest, ChainError> {
        let hash: String = self.rpc().request("chain_getBlockHash", params![]).await?;
        header::digest(&hash)
    }

    fn rpc(&self) -> &Rpc {
        &self.0.rpc
    }

    /// The runtime whose code is in force after block `at`.
    async fn runtime(&self, at: Digest) -> Result<Arc<Runtime>, ChainError> {
        let version = self.version(Some(at)).await?;
        if let Some(known) = self.runtimes().get(&version.spec_version) {
            return Ok(known.clone());
        }
        let metadata: String = self
            .rpc()
            .request("state_getMetadata", params![header::text(&at.0)])
            .await?;
        let runtime = Arc::new(Runtime {
            spec_version: version.spec_version,
            transaction_version: version.transaction_version,
            metadata: Metadata::decode(&header::bytes(&metadata)?)?,
        });
        let mut runtimes = self.runtimes();
        if runtimes.len() >= RUNTIMES_MAX {
            runtimes.clear();
        }
        runtimes.insert(runtime.spec_version, runtime.clone());
        Ok(runtime)
    }

    fn runtimes(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Arc<Runtime>>> {
        self.0
            .runtimes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chain({}, {})", self.0.name, self.0.genesis)
    }
}

/// `Limpid Development` -> `limpid-development`.
fn identifier(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests;
