//! The node's parts and how they are joined: database, import queue, network, RPC, author and finality voter.

use crate::{admission::Admission, rpc, watch};
use limpid_runtime::{opaque::Block, RuntimeApi};
use sc_client_api::BlockBackend;
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{
    FinalityProofProvider, GrandpaBlockImport, GrandpaPruningFilter, LinkHalf, SharedVoterState,
    ThreeQuartersOfTheUnfinalizedChain, VotingRulesBuilder,
};
use sc_network::NetworkBackend;
use sc_service::{
    error::Error as ServiceError, Configuration, KeystoreContainer, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::sr25519::AuthorityPair as AuraPair;
use std::{sync::Arc, time::Duration};

/// The chain as this node sees it.
pub type FullClient = sc_service::TFullClient<
    Block,
    RuntimeApi,
    sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>,
>;
/// The database.
pub type FullBackend = sc_service::TFullBackend<Block>;
type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
type FullGrandpaBlockImport = GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type FullGrandpaLink = LinkHalf<Block, FullClient, FullSelectChain>;
type FullPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;

/// A justification for every round of votes is kept, so that a bundle can be made at any finalised block.
const JUSTIFICATION_PERIOD_BLOCKS: u32 = 1;
/// How long votes gather before they are passed on.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);
/// One peer is enough to begin a warp sync: a consortium's network is small.
const WARP_SYNC_PEERS_MIN: usize = 1;

/// What import, finality and telemetry hand on to the running node.
pub struct Links {
    block_import: FullGrandpaBlockImport,
    grandpa: FullGrandpaLink,
    telemetry: Option<Telemetry>,
}

/// The parts that every command needs.
pub type Parts = sc_service::PartialComponents<
    FullClient,
    FullBackend,
    FullSelectChain,
    sc_consensus::DefaultImportQueue<Block>,
    FullPool,
    Links,
>;

/// Opens the database and builds the import queue and the pool.
pub fn new_partial(config: &Configuration) -> Result<Parts, ServiceError> {
    let telemetry = telemetry(config)?;
    let executor = sc_service::new_wasm_executor::<sp_io::SubstrateHostFunctions>(&config.executor);
    let (client, backend, keystore_container, task_manager) =
        sc_service::new_full_parts::<Block, RuntimeApi, _>(
            config,
            telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
            executor,
            // Without it a node that prunes blocks would prune the justifications that evidence needs.
            vec![Arc::new(GrandpaPruningFilter)],
        )?;
    let client = Arc::new(client);
    let telemetry = telemetry.map(|(worker, telemetry)| {
        task_manager
            .spawn_handle()
            .spawn("telemetry", None, worker.run());
        telemetry
    });
    let select_chain = sc_consensus::LongestChain::new(backend.clone());
    let transaction_pool = Arc::from(
        sc_transaction_pool::Builder::new(
            task_manager.spawn_essential_handle(),
            client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .with_prometheus(config.prometheus_registry())
        .build(),
    );
    let handle = telemetry.as_ref().map(Telemetry::handle);
    let (block_import, grandpa) = sc_consensus_grandpa::block_import(
        client.clone(),
        JUSTIFICATION_PERIOD_BLOCKS,
        &client,
        select_chain.clone(),
        handle.clone(),
    )?;
    let import_queue = import_queue(config, &client, &block_import, &task_manager, handle)?;
    Ok(Parts {
        client,
        backend,
        task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: Links {
            block_import,
            grandpa,
            telemetry,
        },
    })
}

fn telemetry(
    config: &Configuration,
) -> Result<Option<(TelemetryWorker, Telemetry)>, sc_telemetry::Error> {
    config
        .telemetry_endpoints
        .clone()
        .filter(|endpoints| !endpoints.is_empty())
        .map(|endpoints| {
            let worker = TelemetryWorker::new(16)?;
            let telemetry = worker.handle().new_telemetry(endpoints);
            Ok((worker, telemetry))
        })
        .transpose()
}

fn import_queue(
    config: &Configuration,
    client: &Arc<FullClient>,
    block_import: &FullGrandpaBlockImport,
    task_manager: &TaskManager,
    telemetry: Option<TelemetryHandle>,
) -> Result<sc_consensus::DefaultImportQueue<Block>, ServiceError> {
    let slots_client = client.clone();
    Ok(sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(
        ImportQueueParams {
            block_import: block_import.clone(),
            justification_import: Some(Box::new(block_import.clone())),
            client: client.clone(),
            create_inherent_data_providers: move |parent, _| {
                let slot_duration =
                    sc_consensus_aura::standalone::slot_duration_at(&*slots_client, parent);
                async move { Ok(inherents(slot_duration?)) }
            },
            spawner: &task_manager.spawn_essential_handle(),
            registry: config.prometheus_registry(),
            check_for_equivocation: Default::default(),
            telemetry,
            compatibility_mode: Default::default(),
        },
    )?)
}

type Inherents = (
    sp_consensus_aura::inherents::InherentDataProvider,
    sp_timestamp::InherentDataProvider,
);

fn inherents(slot_duration: sp_consensus_aura::SlotDuration) -> Inherents {
    let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
    let slot = sp_consensus_aura::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
        *timestamp,
        slot_duration,
    );
    (slot, timestamp)
}

/// Starts a node: it runs until the returned task manager is dropped.
pub fn new_full<N: NetworkBackend<Block, <Block as sp_runtime::traits::Block>::Hash>>(
    config: Configuration,
) -> Result<TaskManager, ServiceError> {
    let Parts {
        client,
        backend,
        mut task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other:
            Links {
                block_import,
                grandpa: grandpa_link,
                mut telemetry,
            },
    } = new_partial(&config)?;

    let mut net_config = sc_network::config::FullNetworkConfiguration::<_, _, N>::new(
        &config.network,
        config.prometheus_registry().cloned(),
    );
    net_config.network_config.min_peers_to_start_warp_sync = Some(WARP_SYNC_PEERS_MIN);
    let metrics = N::register_notification_metrics(config.prometheus_registry());
    let genesis_hash = client
        .block_hash(0)
        .ok()
        .flatten()
        .ok_or_else(|| ServiceError::Other("the database holds no genesis block".into()))?;
    let grandpa_protocol =
        sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
    let (grandpa_peers, grandpa_notifications) =
        sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
            grandpa_protocol.clone(),
            metrics.clone(),
            net_config.peer_store_handle(),
        );
    net_config.add_notification_protocol(grandpa_peers);
    let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
        backend.clone(),
        grandpa_link.shared_authority_set().clone(),
        Vec::new(),
    ));
    let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
        sc_service::build_network(sc_service::BuildNetworkParams {
            config: &config,
            net_config,
            client: client.clone(),
            transaction_pool: transaction_pool.clone(),
            spawn_handle: task_manager.spawn_handle(),
            spawn_essential_handle: task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;

    let role = config.role;
    let name = config.network.node_name.clone();
    let force_authoring = config.force_authoring;
    let finality_on = !config.disable_grandpa;
    let prometheus = config.prometheus_registry().cloned();
    follow_chain(
        &config,
        &client,
        network.clone(),
        &sync_service,
        &task_manager,
    );
    let shared_voter_state = SharedVoterState::empty();
    let rpc_builder = {
        let client = client.clone();
        let pool = transaction_pool.clone();
        let backend = backend.clone();
        let shared_voter_state = shared_voter_state.clone();
        let shared_authority_set = grandpa_link.shared_authority_set().clone();
        let justification_stream = grandpa_link.justification_stream();
        let finality_provider = FinalityProofProvider::new_for_service(
            backend.clone(),
            Some(shared_authority_set.clone()),
        );
        Box::new(move |executor| {
            let grandpa = rpc::GrandpaDeps {
                shared_voter_state: shared_voter_state.clone(),
                shared_authority_set: shared_authority_set.clone(),
                justification_stream: justification_stream.clone(),
                finality_provider: finality_provider.clone(),
            };
            let deps = rpc::FullDeps {
                client: client.clone(),
                backend: backend.clone(),
                pool: pool.clone(),
                grandpa,
            };
            rpc::create_full(deps, executor).map_err(Into::into)
        })
    };
    sc_service::spawn_tasks(sc_service::SpawnTasksParams {
        network: network.clone(),
        client: client.clone(),
        keystore: keystore_container.keystore(),
        task_manager: &mut task_manager,
        transaction_pool: transaction_pool.clone(),
        rpc_builder,
        backend,
        system_rpc_tx,
        tx_handler_controller,
        sync_service: sync_service.clone(),
        config,
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;

    let telemetry = telemetry.as_ref().map(Telemetry::handle);
    if role.is_authority() {
        start_author(Author {
            client: client.clone(),
            block_import,
            select_chain,
            pool: transaction_pool.clone(),
            keystore: &keystore_container,
            sync_service: sync_service.clone(),
            force_authoring,
            prometheus: prometheus.clone(),
            telemetry: telemetry.clone(),
            task_manager: &task_manager,
        })?;
    }
    if finality_on {
        let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
            config: sc_consensus_grandpa::Config {
                gossip_duration: GOSSIP_DURATION,
                justification_generation_period: JUSTIFICATION_PERIOD_BLOCKS,
                name: Some(name),
                observer_enabled: false,
                keystore: role.is_authority().then(|| keystore_container.keystore()),
                local_role: role,
                telemetry: telemetry.clone(),
                protocol_name: grandpa_protocol,
            },
            link: grandpa_link,
            network,
            sync: sync_service,
            notification_service: grandpa_notifications,
            // Without the SDK's rule to stay two blocks behind the best: authors take turns, so the best block is rarely
            // replaced, and a frame is final six seconds earlier.
            voting_rule: VotingRulesBuilder::new()
                .add(ThreeQuartersOfTheUnfinalizedChain)
                .build(),
            prometheus_registry: prometheus,
            shared_voter_state,
            telemetry,
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
        })?;
        task_manager
            .spawn_essential_handle()
            .spawn_blocking("grandpa-voter", None, voter);
    }
    Ok(task_manager)
}

/// Starts what follows the chain beside consensus: the list of nodes, and what the operator is shown.
fn follow_chain(
    config: &Configuration,
    client: &Arc<FullClient>,
    network: Arc<dyn sc_network::service::traits::NetworkService>,
    sync: &Arc<sc_network_sync::SyncingService<Block>>,
    task_manager: &TaskManager,
) {
    let registry = config.prometheus_registry().cloned();
    let reserved = &config.network.default_peers_set.reserved_nodes;
    let admission = Admission {
        client: client.clone(),
        network,
        sync: sync.clone(),
        configured: reserved.iter().map(|node| node.peer_id).collect(),
        registry: registry.clone(),
    };
    // A node that no longer follows the list stops; one that shows no numbers goes on.
    let essential = task_manager.spawn_essential_handle();
    essential.spawn("admission", Some("limpid"), admission.run());
    let spawner = task_manager.spawn_handle();
    if let Some(registry) = registry.clone() {
        spawner.spawn(
            "state-gauges",
            Some("limpid"),
            watch::state(client.clone(), registry),
        );
    }
    spawner.spawn(
        "authors",
        Some("limpid"),
        watch::authors(client.clone(), registry),
    );
}

/// What the author needs.
struct Author<'a> {
    client: Arc<FullClient>,
    block_import: FullGrandpaBlockImport,
    select_chain: FullSelectChain,
    pool: Arc<FullPool>,
    keystore: &'a KeystoreContainer,
    sync_service: Arc<sc_network_sync::SyncingService<Block>>,
    force_authoring: bool,
    prometheus: Option<substrate_prometheus_endpoint::Registry>,
    telemetry: Option<TelemetryHandle>,
    task_manager: &'a TaskManager,
}

fn start_author(author: Author<'_>) -> Result<(), ServiceError> {
    let proposer_factory = sc_basic_authorship::ProposerFactory::new(
        author.task_manager.spawn_handle(),
        author.client.clone(),
        author.pool,
        author.prometheus.as_ref(),
        author.telemetry.clone(),
    );
    let slot_duration = sc_consensus_aura::slot_duration(&*author.client)?;
    let aura = sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(
        StartAuraParams {
            slot_duration,
            client: author.client,
            select_chain: author.select_chain,
            block_import: author.block_import,
            proposer_factory,
            create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
            force_authoring: author.force_authoring,
            backoff_authoring_blocks: None::<()>,
            keystore: author.keystore.keystore(),
            sync_oracle: author.sync_service.clone(),
            justification_sync_link: author.sync_service,
            block_proposal_slot_portion: SlotProportion::new(2f32 / 3f32),
            max_block_proposal_slot_portion: None,
            telemetry: author.telemetry,
            compatibility_mode: Default::default(),
        },
    )?;
    author.task_manager.spawn_essential_handle().spawn_blocking(
        "aura",
        Some("block-authoring"),
        aura,
    );
    Ok(())
}
