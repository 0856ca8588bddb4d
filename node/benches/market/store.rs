//! A chain's state in the node's own database: every block is carried out over it, its root is computed, and it is committed.

use limpid_runtime::{opaque::Block, Header};
use sc_client_api::{Backend as _, BlockImportOperation, NewBlockState, TrieCacheContext};
use sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sp_externalities::set_and_run_with_externalities;
use sp_runtime::{traits::BlakeTwo256, StateVersion, Storage};
use sp_state_machine::{Ext, OverlayedChanges};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CACHE_MIB: usize = 64;

pub struct Store {
    backend: Backend<Block>,
    head: Header,
    _folder: TempDir,
}

impl Store {
    pub fn new(genesis: Storage) -> Self {
        let folder = TempDir::new().expect("a folder");
        let settings = DatabaseSettings {
            trie_cache_maximum_size: Some(CACHE_MIB * 1024 * 1024),
            state_pruning: Some(PruningMode::blocks_pruning(256)),
            source: DatabaseSource::RocksDb {
                path: folder.path().to_owned(),
                cache_size: CACHE_MIB,
            },
            blocks_pruning: BlocksPruning::KeepFinalized,
            pruning_filters: Vec::new(),
            metrics_registry: None,
        };
        let backend = Backend::new(settings, 64).expect("a database");
        let mut head = header(0, Default::default());
        let mut operation = backend.begin_operation().expect("an operation");
        head.state_root = operation
            .set_genesis_state(genesis, true, StateVersion::V1)
            .expect("a genesis");
        import(&backend, operation, &head);
        Self {
            backend,
            head,
            _folder: folder,
        }
    }

    /// Makes a block of what is run, and says how long that took, and how long its root and commit.
    pub fn block<R>(&mut self, run: impl FnOnce(u32) -> R) -> (R, Duration, Duration) {
        let parent = self.head.hash();
        let number = self.head.number + 1;
        let state = self
            .backend
            .state_at(parent, TrieCacheContext::Trusted)
            .expect("the parent's state");
        let mut changes = OverlayedChanges::<BlakeTwo256>::default();
        let begun = Instant::now();
        let result = {
            let mut ext = Ext::new(&mut changes, &state, None);
            set_and_run_with_externalities(&mut ext, || run(number))
        };
        let ran = begun.elapsed();
        let begun = Instant::now();
        let changes = changes
            .drain_storage_changes(&state, StateVersion::V1)
            .expect("no transaction is open");
        let mut operation = self.backend.begin_operation().expect("an operation");
        self.backend
            .begin_state_operation(&mut operation, parent)
            .expect("the parent's state");
        operation
            .update_db_storage(changes.transaction)
            .expect("changes");
        operation
            .update_storage(changes.main_storage_changes, changes.child_storage_changes)
            .expect("changes");
        let mut head = header(number, parent);
        head.state_root = changes.transaction_storage_root;
        drop(state);
        import(&self.backend, operation, &head);
        self.head = head;
        (result, ran, begun.elapsed())
    }
}

fn header(number: u32, parent: sp_core::H256) -> Header {
    use sp_runtime::traits::Header as _;
    Header::new(
        number,
        Default::default(),
        Default::default(),
        parent,
        Default::default(),
    )
}

fn import(
    backend: &Backend<Block>,
    mut operation: <Backend<Block> as sc_client_api::Backend<Block>>::BlockImportOperation,
    head: &Header,
) {
    operation
        .set_block_data(
            head.clone(),
            Some(vec![]),
            None,
            None,
            NewBlockState::Final,
            true,
        )
        .expect("a block");
    backend.commit_operation(operation).expect("a commit");
}
