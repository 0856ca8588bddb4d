//! The RPC interface beyond the SDK's own: account nonces, GRANDPA, and what a bundle of evidence is made from.

use crate::service::{FullBackend, FullClient};
use jsonrpsee::{
    core::{async_trait, RpcResult},
    proc_macros::rpc,
    types::ErrorObjectOwned,
    RpcModule,
};
use limpid_runtime::{opaque::Block, AccountId, Hash, Nonce};
use sc_consensus_grandpa::{
    warp_proof::NetworkProvider, FinalityProofProvider, GrandpaJustificationStream,
    SharedAuthoritySet, SharedVoterState,
};
use sc_network_sync::strategy::warp::WarpSyncProvider;
use sc_transaction_pool_api::TransactionPool;
use sp_core::{traits::SpawnNamed, Bytes};
use std::sync::Arc;

/// JSON-RPC's code for parameters that cannot be served.
const INVALID_PARAMS: i32 = -32602;

/// What clients need to make evidence.
#[rpc(server, namespace = "evidence")]
pub trait Evidence {
    /// The handovers of the authority set after the finalised block `begin`, oldest first, and the newest finalised block
    /// with its justification: SCALE `(Vec<(Header, GrandpaJustification)>, is_finished: bool)`, at most 8 MiB. When it is
    /// not finished, ask again from the last header's hash.
    #[method(name = "warpProof", blocking)]
    fn warp_proof(&self, begin: Hash) -> RpcResult<Bytes>;
}

struct EvidenceRpc {
    handovers: NetworkProvider<Block, FullBackend>,
}

#[async_trait]
impl EvidenceServer for EvidenceRpc {
    fn warp_proof(&self, begin: Hash) -> RpcResult<Bytes> {
        self.handovers.generate(begin).map(|proof| Bytes(proof.0)).map_err(|error| {
            ErrorObjectOwned::owned(
                INVALID_PARAMS,
                format!("no proof from {begin:?}: {error}; name a block that is finalised on this chain"),
                None::<()>,
            )
        })
    }
}

/// GRANDPA's side of the RPC interface.
pub struct GrandpaDeps {
    /// State of this node's voter.
    pub shared_voter_state: SharedVoterState,
    /// Who may vote, now and before.
    pub shared_authority_set: SharedAuthoritySet<Hash, limpid_runtime::BlockNumber>,
    /// Justifications as they are made.
    pub justification_stream: GrandpaJustificationStream<Block>,
    /// Finality proofs of the past.
    pub finality_provider: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// What the RPC interface is made from.
pub struct FullDeps<P> {
    /// The chain.
    pub client: Arc<FullClient>,
    /// Its database.
    pub backend: Arc<FullBackend>,
    /// Transactions that wait for a block.
    pub pool: Arc<P>,
    /// Finality.
    pub grandpa: GrandpaDeps,
}

/// Everything the node serves beyond the SDK's own methods.
pub fn create_full<P>(
    deps: FullDeps<P>,
    executor: Arc<dyn SpawnNamed>,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>>
where
    P: TransactionPool<Block = Block> + 'static,
{
    use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
    use substrate_frame_rpc_system::{System, SystemApiServer};

    let FullDeps {
        client,
        backend,
        pool,
        grandpa,
    } = deps;
    let handovers = NetworkProvider::new(backend, grandpa.shared_authority_set.clone(), Vec::new());
    let mut module = RpcModule::new(());
    module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(
        System::new(client, pool),
    ))?;
    module.merge(
        Grandpa::new(
            executor,
            grandpa.shared_authority_set,
            grandpa.shared_voter_state,
            grandpa.justification_stream,
            grandpa.finality_provider,
        )
        .into_rpc(),
    )?;
    module.merge(EvidenceRpc { handovers }.into_rpc())?;
    Ok(module)
}
