//! Data shared between agencies: what there is, who asked for it, what was given or refused, and what arrived.
//!
//! No content is on chain, only digests and sealed keys. A provider seals each version of a data set with a content key of its
//! own and publishes both digests; a grant carries the content key, sealed to the requester's key. A refusal stays on record like
//! a grant.
//!
//! | Call | Who may |
//! |---|---|
//! | [`register_key`](Pallet::register_key) | an agency or a court, for itself |
//! | [`publish_data_set`](Pallet::publish_data_set) | an agency, in its division |
//! | [`revise_data_set`](Pallet::revise_data_set), [`withdraw_data_set`](Pallet::withdraw_data_set) | the provider |
//! | [`request_data`](Pallet::request_data) | an agency or a court |
//! | [`withdraw_request`](Pallet::withdraw_request) | the requester |
//! | [`grant_request`](Pallet::grant_request), [`refuse_request`](Pallet::refuse_request) | the provider |
//! | [`revoke_grant`](Pallet::revoke_grant), [`renew_grant`](Pallet::renew_grant), [`rewrap_grant`](Pallet::rewrap_grant) | the provider |
//! | [`confirm_receipt`](Pallet::confirm_receipt) | the requester |
//! | [`order_opening`](Pallet::order_opening) | a court |
//! | [`release_share`](Pallet::release_share) | an agency that keeps a share |
//! | [`recognise_archive`](Pallet::recognise_archive), [`withdraw_recognition`](Pallet::withdraw_recognition) | an agency over the division that recognises |
//!
//! With which duties is the runtime's to say, through `KeyOrigin`, `PublisherOrigin`, `AgencyOrigin`, `RequesterOrigin` and
//! `CourtOrigin`. *In its division*, *over*: the agency's division is the other one or contains it.
//!
//! # Terms
//!
//! - *Provider*: the agency that published a data set. *Requester*: the agency or court that asked for a version of it.
//! - *Current key*: the newest an institution registered. Sealed keys name the current key of who gets them; those of before
//!   stay.
//! - *Live*: a grant that is neither revoked nor expired. Only by a live grant is content served.
//! - *Disputed*: by the last receipt of a grant, something else arrived than was granted.
//! - *Overdue*: a request that was not answered `AnswerDays` after it was made. It can still be answered.
//! - *Withdrawn*: of a data set, that it is no longer offered: nothing more is granted or renewed of it. Grants that were given
//!   stay.
//! - *Escrow*: a version's content key in shares, each sealed to an agency. When a court orders an *opening*, each agency
//!   releases its share to the court, or does not: the court's order binds it, the chain only keeps record.
//! - *Recognition*: evidence about the permits of another province's archive is accepted in a division. It stays when the
//!   provider withdraws the archive, until the division that recognised takes it back.
//!
//! # What a grant costs
//!
//! A call of [`grant_request`](Pallet::grant_request) has 148 bytes. It leaves one entry of 181 bytes in the state, under a key
//! of 52; each renewal adds 64, a revocation 48, so that it has 758 at most, and each receipt adds 50 beside it. The call reads 7 entries and
//! writes 3, which with its own time is half a millisecond of a block (525 µs with RocksDB's weights, see
//! [`weights`]).
//!
//! # Invariants
//!
//! 1. Data sets, requests, grants and openings are numbered from 1 without gaps, and so are an institution's keys and a data
//!    set's versions.
//! 2. An institution's current key is its newest, and the only one that has not ended.
//! 3. A version's escrow has a threshold it can meet, and each of its agencies once. All its versions are the provider's.
//! 4. A granted request has exactly its grant, a grant exactly its request, and both say the same of data set, version and
//!    parties. Nobody asked itself.
//! 5. A grant's scope lies in its data set's period. Its sealed key names a key of the requester.
//! 6. Receipts are of a grant, at most eight, in the order of their time, and say rightly whether they match.
//! 7. What was released for an opening are shares of agencies of the version's escrow, each once, sealed to a key of the court.
//! 8. A division's list of recognised archives is that of its recognitions that were not withdrawn, each archive once, of another
//!    province.

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
mod catalogue;
mod grants;
mod keys;
mod lookup;
mod numbers;
mod openings;
mod receipts;
mod recognitions;
mod requests;
mod try_state;
mod views;
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
    use super::WeightInfo;
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{
        permit::PermitLookup,
        sharing::{
            DataSet, DataSetId, DataSetKind, Grant, GrantId, GrantScope, KeyNumber, NewDataSet,
            NewRequest, NewVersion, Opening, OpeningId, ReceiptList, ReceiptMatch, RecognisedList,
            Recognition, Request, RequestId, SealedKey, SealingKey, Version, X25519Key,
        },
        Digest, DivisionCode, InstitutionId,
    };
    use pallet_institutions::{Actor, InstitutionLookup};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// A member of an agency or court who may register its keys.
        type KeyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an agency who may publish its data.
        type PublisherOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an agency who may decide for it.
        type AgencyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an agency or court who may ask for data, and confirm what arrived.
        type RequesterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of a court who may order an opening.
        type CourtOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// The permits.
        type Permits: PermitLookup;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// After how many days an unanswered request is overdue.
        #[pallet::constant]
        type AnswerDays: Get<u32>;
        /// For how long a grant can be given, or renewed, from the decision on.
        #[pallet::constant]
        type GrantMsMax: Get<u64>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// An institution's keys by their number. Blake2 for the institution, as for all maps that proofs read; Identity for the
    /// number, which is ours and has no gaps. Changed once, when the next one takes its place; never removed.
    #[pallet::storage]
    pub type Keys<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        InstitutionId,
        Identity,
        KeyNumber,
        SealingKey,
        OptionQuery,
    >;

    /// The number of an institution's current key, which is its newest. Never removed.
    #[pallet::storage]
    pub type CurrentKeys<T: Config> =
        StorageMap<_, Blake2_128Concat, InstitutionId, KeyNumber, OptionQuery>;

    /// The number the next data set gets.
    #[pallet::storage]
    pub type NextDataSet<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// The catalogue. Blake2, as for all maps that proofs read. Changed when it is revised or withdrawn; never removed.
    #[pallet::storage]
    pub type DataSets<T: Config> = StorageMap<_, Blake2_128Concat, DataSetId, DataSet, OptionQuery>;

    /// A data set's versions by their number. Identity: it is ours and has no gaps. Never changed, never removed.
    #[pallet::storage]
    pub type Versions<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, DataSetId, Identity, u32, Version, OptionQuery>;

    /// The number the next request gets.
    #[pallet::storage]
    pub type NextRequest<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// Requests. Blake2, as for all maps that proofs read. Changed once, when it is answered or withdrawn; never removed.
    #[pallet::storage]
    pub type Requests<T: Config> = StorageMap<_, Blake2_128Concat, RequestId, Request, OptionQuery>;

    /// The number the next grant gets.
    #[pallet::storage]
    pub type NextGrant<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// Grants. Blake2, as for all maps that proofs read. Changed when it is renewed, sealed anew or revoked; never removed.
    #[pallet::storage]
    pub type Grants<T: Config> = StorageMap<_, Blake2_128Concat, GrantId, Grant, OptionQuery>;

    /// What a grant's requester confirmed, in its order. At most eight; only added to, never removed.
    #[pallet::storage]
    pub type Receipts<T: Config> =
        StorageMap<_, Blake2_128Concat, GrantId, ReceiptList, ValueQuery>;

    /// The number the next opening gets.
    #[pallet::storage]
    pub type NextOpening<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// Courts' orders, with the shares that were released. Only added to, at most eight shares; never removed.
    #[pallet::storage]
    pub type Openings<T: Config> = StorageMap<_, Blake2_128Concat, OpeningId, Opening, OptionQuery>;

    /// What a division recognised, by the division and the archive. Overwritten when the archive is recognised in another
    /// version, or again; never removed.
    #[pallet::storage]
    pub type Recognitions<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        DivisionCode,
        Identity,
        DataSetId,
        Recognition,
        OptionQuery,
    >;

    /// The recognitions of a division that hold, with what each covers, so that one read says whether a permit is recognised. At
    /// most 64; one leaves it when it is withdrawn.
    #[pallet::storage]
    pub type RecognisedArchives<T: Config> =
        StorageMap<_, Blake2_128Concat, DivisionCode, RecognisedList, ValueQuery>;

    /// What happened. `by` is the institution that acted.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An institution registered a key, which is its current one from now on.
        #[codec(index = 0)]
        KeyRegistered {
            /// The institution.
            institution: InstitutionId,
            /// The key's number there.
            key: KeyNumber,
            /// The key.
            public: X25519Key,
        },
        /// A data set was published. All of it is in `DataSets` and `Versions`.
        #[codec(index = 1)]
        DataSetPublished {
            /// Its number.
            data_set: DataSetId,
            /// The division it speaks of.
            division: DivisionCode,
            /// What it is.
            kind: DataSetKind,
            /// SHA-256 of the plain content of its first version.
            plain: Digest,
            /// SHA-256 of the sealed file.
            sealed: Digest,
            /// The provider.
            by: InstitutionId,
        },
        /// A data set got a new version. All of it is in `Versions`.
        #[codec(index = 2)]
        DataSetRevised {
            /// The data set.
            data_set: DataSetId,
            /// The version's number.
            version: u32,
            /// SHA-256 of its plain content.
            plain: Digest,
            /// SHA-256 of the sealed file.
            sealed: Digest,
            /// The provider.
            by: InstitutionId,
        },
        /// A data set is no longer offered.
        #[codec(index = 3)]
        DataSetWithdrawn {
            /// The data set.
            data_set: DataSetId,
            /// SHA-256 of the document that says why.
            reason: Digest,
            /// The provider.
            by: InstitutionId,
        },
        /// Data were asked for. All of it is in `Requests`.
        #[codec(index = 4)]
        DataRequested {
            /// The request's number.
            request: RequestId,
            /// The data set.
            data_set: DataSetId,
            /// Which version of it.
            version: u32,
            /// SHA-256 of the legal basis.
            basis: Digest,
            /// Who is to answer.
            provider: InstitutionId,
            /// From this time on it is overdue.
            answer_by_ms: u64,
            /// The requester.
            by: InstitutionId,
        },
        /// A request was taken back.
        #[codec(index = 5)]
        RequestWithdrawn {
            /// The request.
            request: RequestId,
            /// The requester.
            by: InstitutionId,
        },
        /// A request was granted. All of it is in `Grants`.
        #[codec(index = 6)]
        RequestGranted {
            /// The request.
            request: RequestId,
            /// The grant's number.
            grant: GrantId,
            /// Who gets the data.
            requester: InstitutionId,
            /// It is live up to this time, exclusive.
            expires_ms: u64,
            /// The decision.
            document: Digest,
            /// The provider.
            by: InstitutionId,
        },
        /// A request was refused.
        #[codec(index = 7)]
        RequestRefused {
            /// The request.
            request: RequestId,
            /// Who asked.
            requester: InstitutionId,
            /// SHA-256 of the document that says why.
            reason: Digest,
            /// The provider.
            by: InstitutionId,
        },
        /// A grant was taken back: nothing is served by it from this block on.
        #[codec(index = 8)]
        GrantRevoked {
            /// The grant.
            grant: GrantId,
            /// SHA-256 of the document that says why.
            reason: Digest,
            /// The provider.
            by: InstitutionId,
        },
        /// A grant got a later end.
        #[codec(index = 9)]
        GrantRenewed {
            /// The grant.
            grant: GrantId,
            /// It is live up to this time, exclusive, from now on.
            expires_ms: u64,
            /// The decision.
            document: Digest,
            /// The provider.
            by: InstitutionId,
        },
        /// A grant's content key was sealed anew.
        #[codec(index = 10)]
        GrantRewrapped {
            /// The grant.
            grant: GrantId,
            /// The requester's key it is sealed to from now on.
            key: KeyNumber,
            /// The provider.
            by: InstitutionId,
        },
        /// A requester said what arrived.
        #[codec(index = 11)]
        ReceiptConfirmed {
            /// The grant.
            grant: GrantId,
            /// SHA-256 of the plain content that arrived.
            digest: Digest,
            /// Whether that is what was granted; if not, the grant is disputed.
            matches: ReceiptMatch,
            /// The requester.
            by: InstitutionId,
        },
        /// A court ordered that a version be opened.
        #[codec(index = 12)]
        OpeningOrdered {
            /// The opening's number.
            opening: OpeningId,
            /// The data set.
            data_set: DataSetId,
            /// Which version of it.
            version: u32,
            /// The order.
            document: Digest,
            /// The court.
            by: InstitutionId,
        },
        /// An agency released its share of a content key to the court.
        #[codec(index = 13)]
        ShareReleased {
            /// The opening.
            opening: OpeningId,
            /// How many shares are released with it.
            released: u32,
            /// The agency.
            by: InstitutionId,
        },
        /// A division recognised another province's permit archive.
        #[codec(index = 14)]
        ArchiveRecognised {
            /// The division.
            division: DivisionCode,
            /// The archive.
            archive: DataSetId,
            /// In which version; another one it was recognised in before no longer counts.
            version: u32,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A division no longer recognises an archive.
        #[codec(index = 15)]
        RecognitionWithdrawn {
            /// The division.
            division: DivisionCode,
            /// The archive.
            archive: DataSetId,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The division lies outside the agency's. Ask the agency of that division.
        #[codec(index = 0)]
        OutsideDivision,
        /// The key is all zeros, which is no key. Make one with `limpid share key`.
        #[codec(index = 1)]
        KeyEmpty,
        /// The key is the institution's current one. Register another, or leave it.
        #[codec(index = 2)]
        KeyUnchanged,
        /// The secret is sealed to a key that is not the recipient's current one, or the recipient has none. `CurrentKeys` says
        /// which it is; seal to that, or ask the recipient to register one.
        #[codec(index = 3)]
        KeyNotCurrent,
        /// No HPKE makes such a sealed key: the encapsulated key is all zeros, or the ciphertext has no more than its tag. Seal
        /// it again.
        #[codec(index = 4)]
        SealedKeyImpossible,
        /// The period, the scope or the time of use ends before it begins, or at once. Give a later end.
        #[codec(index = 5)]
        PeriodEmpty,
        /// No permit has the number the data set speaks of. Check the number.
        #[codec(index = 6)]
        SubjectUnknown,
        /// The permit the data set speaks of lies outside the data set's division. Publish it for a division that contains the
        /// permit.
        #[codec(index = 7)]
        SubjectOutside,
        /// The escrow's threshold is less than two or more than there are shares. Give one between.
        #[codec(index = 8)]
        EscrowThreshold,
        /// The escrow names an agency twice. Give each agency one share.
        #[codec(index = 9)]
        EscrowAgencyTwice,
        /// The escrow names an institution that is unknown, suspended or no agency. Choose another.
        #[codec(index = 10)]
        EscrowAgencyUnfit,
        /// No data set has this number. Look it up in `DataSets`.
        #[codec(index = 11)]
        DataSetUnknown,
        /// The data set is no longer offered. `DataSets` says since when and why.
        #[codec(index = 12)]
        DataSetWithdrawn,
        /// The signer's agency did not publish the data set. Only the provider decides about it.
        #[codec(index = 13)]
        NotProvider,
        /// The data set has no version with this number. They are numbered from 1; `DataSets` says which is the newest.
        #[codec(index = 14)]
        VersionUnknown,
        /// The requester is the provider: it has the data.
        #[codec(index = 15)]
        OwnDataSet,
        /// The time of use is over already. Give a later end.
        #[codec(index = 16)]
        UsePast,
        /// No request has this number. Look it up in `Requests`.
        #[codec(index = 17)]
        RequestUnknown,
        /// The signer's institution is not the one that asked. Sign with a key of the requester's member.
        #[codec(index = 18)]
        NotRequester,
        /// The request was granted, refused or withdrawn before. Ask again with a new one.
        #[codec(index = 19)]
        AlreadyAnswered,
        /// The scope goes beyond the data set's period. Give one within.
        #[codec(index = 20)]
        ScopeOutside,
        /// The grant would end in the past, or more than `GrantMsMax` from now on. Give an end between.
        #[codec(index = 21)]
        ExpiryOutOfRange,
        /// No grant has this number. Look it up in `Grants`.
        #[codec(index = 22)]
        GrantUnknown,
        /// The grant was revoked, and stays so. A new request can be granted.
        #[codec(index = 23)]
        AlreadyRevoked,
        /// The grant would end no later than it does. Give a later end, or revoke it.
        #[codec(index = 24)]
        ExpiryNotLater,
        /// The grant has as many receipts as it can. Ask the provider for another grant.
        #[codec(index = 25)]
        ReceiptsFull,
        /// The version's content key was not given in shares. Request the data from the provider.
        #[codec(index = 26)]
        NotEscrowed,
        /// No opening has this number. Look it up in `Openings`.
        #[codec(index = 27)]
        OpeningUnknown,
        /// The signer's agency keeps no share of the version's content key. `Versions` says who does.
        #[codec(index = 28)]
        NotEscrowAgency,
        /// The agency released its share before. It is in `Openings`.
        #[codec(index = 29)]
        AlreadyReleased,
        /// The data set is no permit archive. Only permit archives are recognised.
        #[codec(index = 30)]
        NotPermitArchive,
        /// The archive is not of another province than the division, or one of them is the nation's. In one province nothing
        /// needs to be recognised.
        #[codec(index = 31)]
        SameProvince,
        /// The division recognises the archive in this version already.
        #[codec(index = 32)]
        AlreadyRecognised,
        /// The division recognises as many archives as it can. Withdraw one.
        #[codec(index = 33)]
        RecognitionsFull,
        /// The division does not recognise the archive. `Recognitions` says whether it ever did.
        #[codec(index = 34)]
        NotRecognised,
        /// The grant was renewed as often as it can be, 8 times. Let the requester ask anew, and grant that.
        #[codec(index = 35)]
        RenewalsFull,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a key that secrets are sealed to. A second one rotates: it takes the place of the first, which keeps what
        /// was sealed to it.
        ///
        /// Who holds the private key can open all that was sealed to it, whatever happens on chain later.
        ///
        /// ## Origin
        /// `KeyOrigin`.
        ///
        /// ## Errors
        /// [`KeyEmpty`](Error::KeyEmpty), [`KeyUnchanged`](Error::KeyUnchanged).
        ///
        /// ## Events
        /// [`KeyRegistered`](Event::KeyRegistered).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register_key())]
        pub fn register_key(origin: OriginFor<T>, public: X25519Key) -> DispatchResult {
            let institution = T::KeyOrigin::ensure_origin(origin)?;
            Self::do_register_key(institution, public)
        }

        /// Publishes a data set with its first version.
        ///
        /// ## Origin
        /// `PublisherOrigin`; the division must be the agency's or lie in it.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PeriodEmpty`](Error::PeriodEmpty),
        /// [`SubjectUnknown`](Error::SubjectUnknown), [`SubjectOutside`](Error::SubjectOutside),
        /// [`EscrowThreshold`](Error::EscrowThreshold), [`EscrowAgencyTwice`](Error::EscrowAgencyTwice),
        /// [`EscrowAgencyUnfit`](Error::EscrowAgencyUnfit), [`SealedKeyImpossible`](Error::SealedKeyImpossible),
        /// [`KeyNotCurrent`](Error::KeyNotCurrent).
        ///
        /// ## Events
        /// [`DataSetPublished`](Event::DataSetPublished).
        ///
        /// ## Complexity
        /// O(n) in the shares of the escrow, at most eight.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::publish_data_set(shares(version)))]
        pub fn publish_data_set(
            origin: OriginFor<T>,
            new: NewDataSet,
            version: NewVersion,
        ) -> DispatchResult {
            let agency = T::PublisherOrigin::ensure_origin(origin)?;
            Self::do_publish_data_set(agency, new, version)
        }

        /// Publishes a new version of a data set. Requests and grants stay with the version they name.
        ///
        /// ## Origin
        /// `PublisherOrigin`, of the provider.
        ///
        /// ## Errors
        /// [`DataSetUnknown`](Error::DataSetUnknown), [`NotProvider`](Error::NotProvider),
        /// [`DataSetWithdrawn`](Error::DataSetWithdrawn), [`EscrowThreshold`](Error::EscrowThreshold),
        /// [`EscrowAgencyTwice`](Error::EscrowAgencyTwice), [`EscrowAgencyUnfit`](Error::EscrowAgencyUnfit),
        /// [`SealedKeyImpossible`](Error::SealedKeyImpossible), [`KeyNotCurrent`](Error::KeyNotCurrent).
        ///
        /// ## Events
        /// [`DataSetRevised`](Event::DataSetRevised).
        ///
        /// ## Complexity
        /// O(n) in the shares of the escrow, at most eight.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::revise_data_set(shares(version)))]
        pub fn revise_data_set(
            origin: OriginFor<T>,
            data_set: DataSetId,
            version: NewVersion,
        ) -> DispatchResult {
            let agency = T::PublisherOrigin::ensure_origin(origin)?;
            Self::do_revise_data_set(agency, data_set, version)
        }

        /// Takes a data set back for good: nothing more is requested, granted or renewed of it. Grants that were given stay, and
        /// can be revoked one by one.
        ///
        /// ## Origin
        /// `AgencyOrigin`, of the provider.
        ///
        /// ## Errors
        /// [`DataSetUnknown`](Error::DataSetUnknown), [`NotProvider`](Error::NotProvider),
        /// [`DataSetWithdrawn`](Error::DataSetWithdrawn).
        ///
        /// ## Events
        /// [`DataSetWithdrawn`](Event::DataSetWithdrawn).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::withdraw_data_set())]
        pub fn withdraw_data_set(
            origin: OriginFor<T>,
            data_set: DataSetId,
            reason: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_withdraw_data_set(agency, data_set, reason)
        }

        /// Asks for a version of a data set.
        ///
        /// ## Origin
        /// `RequesterOrigin`, not of the provider.
        ///
        /// ## Errors
        /// [`DataSetUnknown`](Error::DataSetUnknown), [`DataSetWithdrawn`](Error::DataSetWithdrawn),
        /// [`VersionUnknown`](Error::VersionUnknown), [`OwnDataSet`](Error::OwnDataSet), [`PeriodEmpty`](Error::PeriodEmpty),
        /// [`UsePast`](Error::UsePast).
        ///
        /// ## Events
        /// [`DataRequested`](Event::DataRequested).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::request_data())]
        pub fn request_data(origin: OriginFor<T>, new: NewRequest) -> DispatchResult {
            let requester = T::RequesterOrigin::ensure_origin(origin)?;
            Self::do_request_data(requester, new)
        }

        /// Takes an open request back.
        ///
        /// ## Origin
        /// `RequesterOrigin`, of the requester.
        ///
        /// ## Errors
        /// [`RequestUnknown`](Error::RequestUnknown), [`NotRequester`](Error::NotRequester),
        /// [`AlreadyAnswered`](Error::AlreadyAnswered).
        ///
        /// ## Events
        /// [`RequestWithdrawn`](Event::RequestWithdrawn).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::withdraw_request())]
        pub fn withdraw_request(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
            let requester = T::RequesterOrigin::ensure_origin(origin)?;
            Self::do_withdraw_request(requester, request)
        }

        /// Grants an open request, overdue or not, with the content key sealed to the requester's current key.
        ///
        /// ## Origin
        /// `AgencyOrigin`, of the provider.
        ///
        /// ## Errors
        /// [`RequestUnknown`](Error::RequestUnknown), [`NotProvider`](Error::NotProvider),
        /// [`AlreadyAnswered`](Error::AlreadyAnswered), [`DataSetWithdrawn`](Error::DataSetWithdrawn),
        /// [`PeriodEmpty`](Error::PeriodEmpty), [`ScopeOutside`](Error::ScopeOutside),
        /// [`ExpiryOutOfRange`](Error::ExpiryOutOfRange), [`SealedKeyImpossible`](Error::SealedKeyImpossible),
        /// [`KeyNotCurrent`](Error::KeyNotCurrent).
        ///
        /// ## Events
        /// [`RequestGranted`](Event::RequestGranted).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::grant_request())]
        pub fn grant_request(
            origin: OriginFor<T>,
            request: RequestId,
            scope: GrantScope,
            expires_ms: u64,
            sealed: SealedKey,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_grant_request(agency, request, scope, expires_ms, sealed, document)
        }

        /// Refuses an open request, overdue or not.
        ///
        /// ## Origin
        /// `AgencyOrigin`, of the provider.
        ///
        /// ## Errors
        /// [`RequestUnknown`](Error::RequestUnknown), [`NotProvider`](Error::NotProvider),
        /// [`AlreadyAnswered`](Error::AlreadyAnswered).
        ///
        /// ## Events
        /// [`RequestRefused`](Event::RequestRefused).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::refuse_request())]
        pub fn refuse_request(
            origin: OriginFor<T>,
            request: RequestId,
            reason: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_refuse_request(agency, request, reason)
        }

        /// Takes a grant back, expired or not. Who has opened the content has it; nothing is served from then on.
        ///
        /// ## Origin
        /// `AgencyOrigin`, of the provider.
        ///
        /// ## Errors
        /// [`GrantUnknown`](Error::GrantUnknown), [`NotProvider`](Error::NotProvider), [`AlreadyRevoked`](Error::AlreadyRevoked).
        ///
        /// ## Events
        /// [`GrantRevoked`](Event::GrantRevoked).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::revoke_grant())]
        pub fn revoke_grant(
            origin: OriginFor<T>,
            grant: GrantId,
            reason: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_revoke_grant(agency, grant, reason)
        }

        /// Gives a grant a later end, expired or not. The end it had, the decision and the time stay on record: up to 8 renewals a grant.
        ///
        /// ## Origin
        /// `AgencyOrigin`, of the provider.
        ///
        /// ## Errors
        /// [`GrantUnknown`](Error::GrantUnknown), [`NotProvider`](Error::NotProvider), [`AlreadyRevoked`](Error::AlreadyRevoked),
        /// [`DataSetWithdrawn`](Error::DataSetWithdrawn), [`ExpiryNotLater`](Error::ExpiryNotLater),
        /// [`ExpiryOutOfRange`](Error::ExpiryOutOfRange), [`RenewalsFull`](Error::RenewalsFull).
        ///
        /// ## Events
        /// [`GrantRenewed`](Event::GrantRenewed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::renew_grant())]
        pub fn renew_grant(
            origin: OriginFor<T>,
            grant: GrantId,
            expires_ms: u64,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_renew_grant(agency, grant, expires_ms, document)
        }

        /// Seals a grant's content key anew: the requester has rotated its key, or could not open what it got.
        ///
        /// ## Origin
        /// `AgencyOrigin`, of the provider.
        ///
        /// ## Errors
        /// [`GrantUnknown`](Error::GrantUnknown), [`NotProvider`](Error::NotProvider), [`AlreadyRevoked`](Error::AlreadyRevoked),
        /// [`SealedKeyImpossible`](Error::SealedKeyImpossible), [`KeyNotCurrent`](Error::KeyNotCurrent).
        ///
        /// ## Events
        /// [`GrantRewrapped`](Event::GrantRewrapped).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::rewrap_grant())]
        pub fn rewrap_grant(
            origin: OriginFor<T>,
            grant: GrantId,
            sealed: SealedKey,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_rewrap_grant(agency, grant, sealed)
        }

        /// Says what arrived by a grant, also after it ended. The last receipt counts: if it differs from what was granted, the
        /// grant is disputed.
        ///
        /// ## Origin
        /// `RequesterOrigin`, of the requester.
        ///
        /// ## Errors
        /// [`GrantUnknown`](Error::GrantUnknown), [`NotRequester`](Error::NotRequester), [`ReceiptsFull`](Error::ReceiptsFull).
        ///
        /// ## Events
        /// [`ReceiptConfirmed`](Event::ReceiptConfirmed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::confirm_receipt())]
        pub fn confirm_receipt(
            origin: OriginFor<T>,
            grant: GrantId,
            digest: Digest,
        ) -> DispatchResult {
            let requester = T::RequesterOrigin::ensure_origin(origin)?;
            Self::do_confirm_receipt(requester, grant, digest)
        }

        /// Orders that a version be opened: the agencies that keep shares of its content key are to release them to the court.
        /// Withdrawn data sets can be opened too.
        ///
        /// ## Origin
        /// `CourtOrigin`. Which court may order what is for the agencies to judge by the order.
        ///
        /// ## Errors
        /// [`DataSetUnknown`](Error::DataSetUnknown), [`VersionUnknown`](Error::VersionUnknown),
        /// [`NotEscrowed`](Error::NotEscrowed).
        ///
        /// ## Events
        /// [`OpeningOrdered`](Event::OpeningOrdered).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::order_opening())]
        pub fn order_opening(
            origin: OriginFor<T>,
            data_set: DataSetId,
            version: u32,
            document: Digest,
        ) -> DispatchResult {
            let court = T::CourtOrigin::ensure_origin(origin)?;
            Self::do_order_opening(court, data_set, version, document)
        }

        /// Releases the agency's share of a content key, sealed to the court's current key.
        ///
        /// ## Origin
        /// `AgencyOrigin`, of an agency that keeps a share.
        ///
        /// ## Errors
        /// [`OpeningUnknown`](Error::OpeningUnknown), [`NotEscrowAgency`](Error::NotEscrowAgency),
        /// [`AlreadyReleased`](Error::AlreadyReleased), [`SealedKeyImpossible`](Error::SealedKeyImpossible),
        /// [`KeyNotCurrent`](Error::KeyNotCurrent).
        ///
        /// ## Events
        /// [`ShareReleased`](Event::ShareReleased).
        ///
        /// ## Complexity
        /// O(n) in the shares, at most eight.
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::release_share())]
        pub fn release_share(
            origin: OriginFor<T>,
            opening: OpeningId,
            sealed: SealedKey,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_release_share(agency, opening, sealed)
        }

        /// Recognises a version of another province's permit archive: evidence about its permits is accepted in the division.
        /// Another version that was recognised before no longer counts.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the division must be the agency's or lie in it.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`DataSetUnknown`](Error::DataSetUnknown),
        /// [`DataSetWithdrawn`](Error::DataSetWithdrawn), [`NotPermitArchive`](Error::NotPermitArchive),
        /// [`SameProvince`](Error::SameProvince), [`VersionUnknown`](Error::VersionUnknown),
        /// [`AlreadyRecognised`](Error::AlreadyRecognised), [`RecognitionsFull`](Error::RecognitionsFull).
        ///
        /// ## Events
        /// [`ArchiveRecognised`](Event::ArchiveRecognised).
        ///
        /// ## Complexity
        /// O(n) in the archives the division recognises, at most 64.
        #[pallet::call_index(14)]
        #[pallet::weight(T::WeightInfo::recognise_archive())]
        pub fn recognise_archive(
            origin: OriginFor<T>,
            division: DivisionCode,
            archive: DataSetId,
            version: u32,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_recognise_archive(agency, division, archive, version, document)
        }

        /// Takes a recognition back. What was accepted by it before stays accepted.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the division must be the agency's or lie in it.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`NotRecognised`](Error::NotRecognised).
        ///
        /// ## Events
        /// [`RecognitionWithdrawn`](Event::RecognitionWithdrawn).
        ///
        /// ## Complexity
        /// O(n) in the archives the division recognises, at most 64.
        #[pallet::call_index(15)]
        #[pallet::weight(T::WeightInfo::withdraw_recognition())]
        pub fn withdraw_recognition(
            origin: OriginFor<T>,
            division: DivisionCode,
            archive: DataSetId,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_withdraw_recognition(agency, division, archive, document)
        }
    }

    /// How many shares a version's escrow has, for which its call is charged.
    fn shares(version: &NewVersion) -> u32 {
        let escrow = version.escrow.as_ref();
        escrow.map_or(0, |escrow| escrow.shares.len() as u32)
    }
}
