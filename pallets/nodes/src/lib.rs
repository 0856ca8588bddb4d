//! Which nodes may connect: each institution's, with their network keys and addresses.
//!
//! An institution that the council admits lists its own nodes; the council can take any off the list. Once the council enforces
//! the list, nodes keep connections to listed nodes only.
//!
//! | Call | Who may |
//! |---|---|
//! | [`list_node`](Pallet::list_node) | an administrator of an agency, court, settlement bank or exchange, for the own institution |
//! | [`unlist_node`](Pallet::unlist_node) | an administrator, for the own institution |
//! | [`remove_node`](Pallet::remove_node) | the council |
//! | [`enforce_list`](Pallet::enforce_list) | the council |
//!
//! # Terms
//!
//! - *Node*: a running node, known by the Ed25519 public key of its network identity.
//! - *Listed node*: one that an institution put on the list. It stays there while its institution is suspended: a suspension
//!   must not cut off a validator, and with it finality.
//! - *Enforced list*: one that nodes keep to. A chain that begins with listed nodes enforces them from its first block.
//!
//! # Invariants
//!
//! 1. A node belongs to one institution, and the index of keys says which.
//! 2. An institution on the list exists, is one that the council admits, and has 1 to `NodesOfInstitutionMax` nodes.
//! 3. A listed node has an address.
//! 4. No more than `NodesMax` nodes are listed, and the count is true; an enforced list is not empty.

#![cfg_attr(not(feature = "std"), no_std)]
// The pallet macro's own output is full of them.
#![allow(unused_qualifications)]
#![cfg_attr(
    not(any(test, feature = "runtime-benchmarks")),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used
    )
)]

extern crate alloc;

mod api;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod genesis;
mod list;
mod try_state;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use api::*;
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{genesis, WeightInfo};
    use alloc::vec::Vec;
    use core::marker::PhantomData;
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{AtMost, InstitutionId, ListedNode, NodeAddress, NodeKey};
    use pallet_institutions::{Actor, InstitutionLookup};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// A node's addresses, as calls and events carry them.
    pub type Addresses = AtMost<NodeAddress, { ListedNode::ADDRESSES_MAX }>;

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// The council, by decision.
        type RootOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// An administrator of an institution that may act.
        type AdministratorOrigin: EnsureOrigin<
            Self::RuntimeOrigin,
            Success = Actor<Self::AccountId>,
        >;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// Most nodes of one institution.
        #[pallet::constant]
        type NodesOfInstitutionMax: Get<u32>;
        /// Most nodes on the whole list.
        #[pallet::constant]
        type NodesMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// Nodes by institution, in the order they were listed. Blake2: numbers of institutions come from transactions. An entry
    /// goes with the institution's last node.
    #[pallet::storage]
    pub type Nodes<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        InstitutionId,
        BoundedVec<ListedNode, T::NodesOfInstitutionMax>,
        ValueQuery,
    >;

    /// Institution by node: nobody else may list it. Blake2: keys come from transactions. At most `NodesMax`, counted; removed
    /// with the node.
    #[pallet::storage]
    pub type OwnerOf<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, NodeKey, InstitutionId, OptionQuery>;

    /// Whether nodes keep to the list. Written by the council once all have listed theirs, or at genesis; never taken back.
    #[pallet::storage]
    pub type Enforced<T: Config> = StorageValue<_, bool, ValueQuery>;

    /// Nodes the chain begins with. If there are any, the list is enforced from the beginning.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The nodes, each with its institution and addresses.
        pub nodes: Vec<(InstitutionId, NodeKey, Vec<NodeAddress>)>,
        /// Nothing: it is there for the type alone.
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            genesis::build::<T>(&self.nodes);
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An institution listed a node, or gave a listed one other addresses.
        #[codec(index = 0)]
        NodeListed {
            /// The institution.
            institution: InstitutionId,
            /// The node.
            key: NodeKey,
            /// Where it listens from now on.
            addresses: Addresses,
        },
        /// A node is no longer on the list.
        #[codec(index = 1)]
        NodeUnlisted {
            /// The institution it belonged to.
            institution: InstitutionId,
            /// The node.
            key: NodeKey,
            /// The institution whose administrator took it off; `None` for the council.
            by: Option<InstitutionId>,
        },
        /// From now on nodes keep to the list.
        #[codec(index = 2)]
        ListEnforced,
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// Institutions of this kind do not run nodes: agencies, courts, settlement banks and exchanges do. Connect through
        /// a node of one of them.
        #[codec(index = 0)]
        NotCouncilAdmitted,
        /// Another institution listed this node. Check the key; the council can remove the node if it is not theirs.
        #[codec(index = 1)]
        NodeTaken,
        /// This node is not on the list, or not the signer's institution's. Look it up in `OwnerOf`.
        #[codec(index = 2)]
        NodeUnknown,
        /// The institution has as many nodes as it may. Take one off first.
        #[codec(index = 3)]
        TooManyNodes,
        /// The list has as many nodes as it may. The council can remove some.
        #[codec(index = 4)]
        ListFull,
        /// No address was given. Give where the node listens.
        #[codec(index = 5)]
        AddressesEmpty,
        /// Nobody has listed a node, so none could connect. All institutions list theirs first.
        #[codec(index = 6)]
        ListEmpty,
        /// Nodes keep to the list already. Nothing is left to do.
        #[codec(index = 7)]
        AlreadyEnforced,
        /// It is the last node on the list, and without it none could connect. List another first.
        #[codec(index = 8)]
        LastNode,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(
                T::NodesOfInstitutionMax::get() > 0,
                "an institution can list a node"
            );
            assert!(
                T::NodesOfInstitutionMax::get() <= T::NodesMax::get(),
                "an institution's nodes fit on the list"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Puts a node of the own institution on the list, or gives it other addresses if it is there already.
        ///
        /// ## Origin
        /// An administrator of an agency, court, settlement bank or exchange.
        ///
        /// ## Errors
        /// [`NotCouncilAdmitted`](Error::NotCouncilAdmitted), [`AddressesEmpty`](Error::AddressesEmpty),
        /// [`NodeTaken`](Error::NodeTaken), [`ListFull`](Error::ListFull), [`TooManyNodes`](Error::TooManyNodes).
        ///
        /// ## Events
        /// [`NodeListed`](Event::NodeListed).
        ///
        /// ## Complexity
        /// O(n) in the institution's nodes.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::list_node())]
        pub fn list_node(
            origin: OriginFor<T>,
            key: NodeKey,
            addresses: Addresses,
        ) -> DispatchResult {
            let administrator = T::AdministratorOrigin::ensure_origin(origin)?;
            Self::do_list_node(administrator, key, addresses)
        }

        /// Takes a node of the own institution off the list.
        ///
        /// ## Origin
        /// An administrator.
        ///
        /// ## Errors
        /// [`NodeUnknown`](Error::NodeUnknown), [`LastNode`](Error::LastNode).
        ///
        /// ## Events
        /// [`NodeUnlisted`](Event::NodeUnlisted).
        ///
        /// ## Complexity
        /// O(n) in the institution's nodes.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::unlist_node())]
        pub fn unlist_node(origin: OriginFor<T>, key: NodeKey) -> DispatchResult {
            let administrator = T::AdministratorOrigin::ensure_origin(origin)?;
            Self::do_unlist_node(administrator, key)
        }

        /// Takes any node off the list. Its institution can list it again unless it is suspended.
        ///
        /// ## Origin
        /// The council.
        ///
        /// ## Errors
        /// [`NodeUnknown`](Error::NodeUnknown), [`LastNode`](Error::LastNode).
        ///
        /// ## Events
        /// [`NodeUnlisted`](Event::NodeUnlisted).
        ///
        /// ## Complexity
        /// O(n) in the institution's nodes.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::remove_node())]
        pub fn remove_node(origin: OriginFor<T>, key: NodeKey) -> DispatchResult {
            T::RootOrigin::ensure_origin(origin)?;
            Self::do_remove_node(key)
        }

        /// Makes nodes keep to the list: whoever is not on it is cut off, a validator too. All institutions list their nodes
        /// before.
        ///
        /// ## Origin
        /// The council.
        ///
        /// ## Errors
        /// [`AlreadyEnforced`](Error::AlreadyEnforced), [`ListEmpty`](Error::ListEmpty).
        ///
        /// ## Events
        /// [`ListEnforced`](Event::ListEnforced).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::enforce_list())]
        pub fn enforce_list(origin: OriginFor<T>) -> DispatchResult {
            T::RootOrigin::ensure_origin(origin)?;
            Self::do_enforce_list()
        }
    }
}
