//! The runtime's interfaces, as the node and clients call them.

use crate::{
    configs, genesis, AccountId, Block, BlockNumber, Cases, Emissions, Executive, Grandpa,
    Historical, InherentDataExt, Market, Nodes, Nonce, Quotas, Runtime, RuntimeGenesisConfig,
    SessionKeys, Sharing, System, VERSION,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
    genesis_builder_helper::{build_state, get_preset},
    traits::KeyOwnerProofSystem,
};
use limpid_primitives::{
    emissions::{DayGap, FindingId, Overdue, YearEntry},
    joint_case::{CaseEntry, CaseFile, CaseId, Clue, ClueFilter, ClueId, OverdueTask},
    market::{DayStatistics, OrderId, Tick, TradeId},
    quota::{ClassId, Holder, Holding, LotId, LotStatus},
    sharing::{
        DataSet, DataSetFilter, DataSetId, Grant, GrantId, GrantStanding, Openness, Page, Request,
        RequestId, RequestStanding, Side,
    },
    Day, Digest, DivisionCode, Grams, InstitutionId, Outlet, PermitNumber, Pollutant,
};
use pallet_market::{OrdersPart, PublicBook, PublicTrade};
use sp_api::impl_runtime_apis;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::OpaqueMetadata;
use sp_genesis_builder::PresetId;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
    traits::{Block as BlockT, NumberFor},
    transaction_validity::{TransactionSource, TransactionValidity},
    ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_version::RuntimeVersion;

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion { VERSION }
        fn execute_block(block: <Block as BlockT>::LazyBlock) { Executive::execute_block(block); }
        fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata { OpaqueMetadata::new(Runtime::metadata().into()) }
        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> { Runtime::metadata_at_version(version) }
        fn metadata_versions() -> Vec<u32> { Runtime::metadata_versions() }
    }

    impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
        fn execute_view_function(
            id: frame_support::view_functions::ViewFunctionId,
            input: Vec<u8>,
        ) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
            Runtime::execute_view_function(id, input)
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }
        fn finalize_block() -> <Block as BlockT>::Header { Executive::finalize_block() }
        fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
            data.create_extrinsics()
        }
        fn check_inherents(block: <Block as BlockT>::LazyBlock, data: InherentData) -> CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            tx: <Block as BlockT>::Extrinsic,
            block_hash: <Block as BlockT>::Hash,
        ) -> TransactionValidity {
            Executive::validate_transaction(source, tx, block_hash)
        }
    }

    impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
        fn offchain_worker(header: &<Block as BlockT>::Header) { Executive::offchain_worker(header) }
    }

    impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
        fn slot_duration() -> sp_consensus_aura::SlotDuration {
            sp_consensus_aura::SlotDuration::from_millis(configs::SLOT_DURATION_MS)
        }
        fn authorities() -> Vec<AuraId> { pallet_aura::Authorities::<Runtime>::get().into_inner() }
    }

    impl sp_session::SessionKeys<Block> for Runtime {
        fn generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) -> sp_session::OpaqueGeneratedSessionKeys {
            SessionKeys::generate(&owner, seed).into()
        }
        fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, sp_core::crypto::KeyTypeId)>> {
            SessionKeys::decode_into_raw_public_keys(&encoded)
        }
    }

    impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
        fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList { Grandpa::grandpa_authorities() }
        fn current_set_id() -> sp_consensus_grandpa::SetId { pallet_grandpa::CurrentSetId::<Runtime>::get() }
        fn submit_report_equivocation_unsigned_extrinsic(
            proof: sp_consensus_grandpa::EquivocationProof<<Block as BlockT>::Hash, NumberFor<Block>>,
            owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            Grandpa::submit_unsigned_equivocation_report(proof, owner_proof.decode()?)
        }
        fn generate_key_ownership_proof(
            _set_id: sp_consensus_grandpa::SetId,
            authority: GrandpaId,
        ) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
            let owner_proof = Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority))?;
            Some(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(owner_proof.encode()))
        }
    }

    impl crate::gauges::GaugesApi<Block, AccountId, BlockNumber> for Runtime {
        fn gauges() -> Vec<(Vec<u8>, u64)> { crate::gauges::gauges() }
        fn authors() -> Vec<(AccountId, BlockNumber)> { crate::gauges::authors() }
    }

    impl pallet_nodes::NodesApi<Block> for Runtime {
        fn listed_nodes() -> Vec<limpid_primitives::ListedNode> { Nodes::listed_nodes() }
    }

    impl pallet_emissions::EmissionsApi<Block> for Runtime {
        fn year_of_permit(permit: PermitNumber, year: u16) -> Vec<YearEntry> { Emissions::year_of_permit(permit, year) }
        fn days_without_data(outlet: Outlet, from: Day, until: Day) -> Vec<(Day, DayGap)> {
            Emissions::days_without_data(outlet, from, until)
        }
        fn overdue_findings(from: FindingId) -> (Vec<Overdue>, Option<FindingId>) { Emissions::overdue_findings(from) }
    }

    impl pallet_quotas::QuotasApi<Block> for Runtime {
        fn title(lots: Vec<LotId>) -> pallet_quotas::TitlePart { Quotas::title(lots) }
        fn lot_status(lot: LotId) -> Option<LotStatus> { Quotas::lot_status(lot) }
        fn holdings(holder: Holder) -> Vec<(ClassId, Holding)> { Quotas::holdings(holder) }
        fn shortfall(permit: PermitNumber, pollutant: Pollutant, year: u16) -> Option<Grams> {
            Quotas::shortfall(permit, pollutant, year)
        }
    }

    impl pallet_market::MarketApi<Block> for Runtime {
        fn book(class: ClassId, prices_max: u32) -> Option<PublicBook> { Market::book(class, prices_max) }
        fn orders(holder: Holder, class: ClassId, from: Option<OrderId>) -> OrdersPart {
            Market::orders(holder, class, from)
        }
        fn trades(class: ClassId, before: Option<TradeId>) -> Vec<PublicTrade> { Market::trades(class, before) }
        fn days(class: ClassId, from: Day, until: Day) -> Vec<(Day, DayStatistics, Tick)> {
            Market::days(class, from, until)
        }
    }

    impl pallet_sharing::SharingApi<Block> for Runtime {
        fn find(filter: DataSetFilter) -> Page<DataSetId, DataSet> { Sharing::find(filter) }
        fn requests_of(
            institution: InstitutionId,
            side: Side,
            openness: Openness,
            after: RequestId,
        ) -> Page<RequestId, (Request, RequestStanding)> {
            Sharing::requests_of(institution, side, openness, after)
        }
        fn grants_of(
            institution: InstitutionId,
            side: Side,
            after: GrantId,
        ) -> Page<GrantId, (Grant, GrantStanding)> {
            Sharing::grants_of(institution, side, after)
        }
        fn grant_standing(grant: GrantId) -> Option<GrantStanding> { Sharing::grant_standing(grant) }
        fn recognised(division: DivisionCode, permit: PermitNumber) -> Option<(DataSetId, u32)> {
            Sharing::recognised(division, permit)
        }
    }

    impl pallet_cases::CasesApi<Block> for Runtime {
        fn case(case: CaseId) -> Option<CaseFile> { Cases::case(case) }
        fn cases_of(institution: InstitutionId, from: CaseId) -> (Vec<CaseEntry>, Option<CaseId>) {
            Cases::cases_of(institution, from)
        }
        fn clues_of(
            institution: InstitutionId,
            filter: ClueFilter,
            from: ClueId,
        ) -> (Vec<(ClueId, Clue)>, Option<ClueId>) {
            Cases::clues_of(institution, filter, from)
        }
        fn overdue_clues(from: ClueId) -> (Vec<(ClueId, Clue)>, Option<ClueId>) { Cases::overdue_clues(from) }
        fn overdue_tasks(from: CaseId) -> (Vec<OverdueTask>, Option<CaseId>) { Cases::overdue_tasks(from) }
        fn nearest(place: DivisionCode, content: Option<Digest>) -> Vec<InstitutionId> {
            Cases::nearest(place, content)
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce { System::account_nonce(account) }
    }

    impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
        fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result { build_state::<RuntimeGenesisConfig>(config) }
        fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
            get_preset::<RuntimeGenesisConfig>(id, genesis::preset)
        }
        fn preset_names() -> Vec<PresetId> { genesis::preset_names() }
    }

    #[cfg(feature = "runtime-benchmarks")]
    impl frame_benchmarking::Benchmark<Block> for Runtime {
        fn benchmark_metadata(extra: bool) -> (
            Vec<frame_benchmarking::BenchmarkList>,
            Vec<frame_support::traits::StorageInfo>,
        ) {
            use crate::benchmarks::*;
            use frame_benchmarking::BenchmarkList;
            use frame_support::traits::StorageInfoTrait;
            let mut list = Vec::<BenchmarkList>::new();
            list_benchmarks!(list, extra);
            (list, crate::AllPalletsWithSystem::storage_info())
        }
        fn dispatch_benchmark(
            config: frame_benchmarking::BenchmarkConfig,
        ) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
            use crate::benchmarks::*;
            use frame_benchmarking::BenchmarkBatch;
            use frame_support::traits::{TrackedStorageKey, WhitelistedStorageKeys};
            let whitelist: Vec<TrackedStorageKey> = crate::AllPalletsWithSystem::whitelisted_storage_keys();
            let mut batches = Vec::<BenchmarkBatch>::new();
            let params = (&config, &whitelist);
            add_benchmarks!(params, batches);
            Ok(batches)
        }
    }

    #[cfg(feature = "try-runtime")]
    impl frame_try_runtime::TryRuntime<Block> for Runtime {
        fn on_runtime_upgrade(
            checks: frame_try_runtime::UpgradeCheckSelect,
        ) -> (frame_support::weights::Weight, frame_support::weights::Weight) {
            let weight = Executive::try_runtime_upgrade(checks).unwrap_or_default();
            (weight, <Runtime as frame_system::Config>::BlockWeights::get().max_block)
        }
        fn execute_block(
            block: <Block as BlockT>::LazyBlock,
            state_root_check: bool,
            signature_check: bool,
            select: frame_try_runtime::TryStateSelect,
        ) -> frame_support::weights::Weight {
            Executive::try_execute_block(block, state_root_check, signature_check, select).unwrap_or_default()
        }
    }
}
