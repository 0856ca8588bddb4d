//! Joint cases (案件协查): agencies of several divisions work on one case, and hand clues to the one that has to act.
//!
//! An agency opens a case as its host and invites others. Members attach evidence bundles, and do the tasks the host sets, each until
//! its day. Clues (线索) go from agency to agency, inside a case or outside: to the nearest office first (谁近谁先管), which takes them
//! or gives them back in time; whose they are is decided by a superior if the two do not agree. Nothing of the content is on chain,
//! only digests: members have the files, others learn that there is a case and who works on it.
//!
//! | Call | Who may |
//! |---|---|
//! | [`open_case`](Pallet::open_case) | an agency, which becomes its host |
//! | [`invite_agency`](Pallet::invite_agency), [`set_task`](Pallet::set_task), [`withdraw_task`](Pallet::withdraw_task), [`close_case`](Pallet::close_case) | the host |
//! | [`answer_invitation`](Pallet::answer_invitation), [`leave_case`](Pallet::leave_case) | the invited agency |
//! | [`transfer_clue`](Pallet::transfer_clue) | an agency |
//! | [`accept_clue`](Pallet::accept_clue) | the receiver; the sender once the receiver is overdue |
//! | [`return_clue`](Pallet::return_clue) | the receiver, in time |
//! | [`dispute_clue`](Pallet::dispute_clue) | the receiver in time; the sender once it was returned or is overdue |
//! | [`decide_clue`](Pallet::decide_clue) | an agency over both, that is neither |
//! | [`attach_evidence`](Pallet::attach_evidence) | the host or a member, a submitter too |
//! | [`finish_task`](Pallet::finish_task) | who it was set to, a submitter too |
//!
//! *An agency* means a member of one who is administrator or approver; the runtime says so through `AgencyOrigin`, and through
//! `SubmitterOrigin` where a submitter may act too.
//!
//! # Terms
//!
//! - *Host*: the agency that opened a case. It takes part in it, and is no *member*: members are invited and have joined.
//! - *Office* of a place: an agency whose division contains it. Of two offices the one with the smaller division is *nearer*. An
//!   office that returned a clue, did not answer before its sender took it on, or was relieved of it by a superior, does not stand before
//!   others for that clue any more. Nor does the sender: it has the clue and hands it on.
//! - *Superior*: the smallest division that contains those of both agencies, is neither's own, and has an agency that can act.
//! - *Overdue*: a clue not answered after `AnswerDays`, or a task not done by its day. It shows; nothing happens by itself.
//!
//! # Invariants
//!
//! 1. Cases and clues are numbered from 1 without gaps, and so are the tasks of each case; none is ever removed.
//! 2. A case's tally says how many were invited, what was attached, and how many tasks were set and are open; each within its limit.
//! 3. A case's host is no member of it. A membership counts the member's open tasks, and one that has not joined has none.
//! 4. A closed case has no open task, and nothing came to it after it was closed.
//! 5. Evidence was attached by the host or by an agency that was invited; it names a permit exactly if its recognition needs one.
//! 6. A clue was handed to another agency than its sender's, and is what that agency was handed last of its content, unless a superior
//!    decided a later one.

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
mod cases;
mod clues;
mod disputes;
mod evidence;
mod members;
mod offices;
mod tasks;
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
        joint_case::{
            Case, CaseEvidence, CaseId, CaseTally, Clue, ClueId, InvitationAnswer, Membership,
            Recognition, Task, TaskId,
        },
        permit::PermitLookup,
        sharing::RecognitionLookup,
        Digest, DivisionCode, InstitutionId, PermitNumber,
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
        /// A member of an agency who may decide for it.
        type AgencyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an agency who may submit evidence and reports for it.
        type SubmitterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// The permits.
        type Permits: PermitLookup;
        /// The recognised archives.
        type Recognitions: RecognitionLookup;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// How many days the receiver of a clue has to answer.
        #[pallet::constant]
        type AnswerDays: Get<u32>;
        /// Most agencies that can be invited to one case.
        #[pallet::constant]
        type MembersMax: Get<u32>;
        /// Most evidence bundles of one case.
        #[pallet::constant]
        type EvidenceMax: Get<u32>;
        /// Most tasks of one case.
        #[pallet::constant]
        type TasksMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// Case by number. Blake2 with the key: numbers are dense and come from transactions. Written when it is opened and closed;
    /// never removed.
    #[pallet::storage]
    pub type Cases<T: Config> = StorageMap<_, Blake2_128Concat, CaseId, Case, OptionQuery>;

    /// The number the next case gets.
    #[pallet::storage]
    pub type NextCase<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// How much is in each case, so that no call has to count it. Kept as long as the case.
    #[pallet::storage]
    pub type Tallies<T: Config> = StorageMap<_, Blake2_128Concat, CaseId, CaseTally, ValueQuery>;

    /// The agencies a case's host invited. Blake2 for the case, Identity for the institution, whose numbers are dense. At most
    /// `MembersMax` a case; never removed.
    #[pallet::storage]
    pub type Memberships<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        CaseId,
        Identity,
        InstitutionId,
        Membership,
        OptionQuery,
    >;

    /// What was attached to a case, by the digest of the bundle. Blake2 for both: they come from transactions. At most `EvidenceMax` a
    /// case; never changed or removed.
    #[pallet::storage]
    pub type Evidence<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        CaseId,
        Blake2_128Concat,
        Digest,
        CaseEvidence,
        OptionQuery,
    >;

    /// A case's tasks by their number. Identity for the number, which is ours and has no gaps. At most `TasksMax` a case; changed once,
    /// by its end; never removed.
    #[pallet::storage]
    pub type Tasks<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, CaseId, Identity, TaskId, Task, OptionQuery>;

    /// Clue by number. Blake2 with the key. Changed by its answer, a dispute and a decision; never removed.
    #[pallet::storage]
    pub type Clues<T: Config> = StorageMap<_, Blake2_128Concat, ClueId, Clue, OptionQuery>;

    /// The number the next clue gets.
    #[pallet::storage]
    pub type NextClue<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// By which clue an agency was handed this content last: it is handed a content once, and what it made of it says whether the next
    /// office may have it. Blake2 for the digest, which comes from transactions. One entry a clue, and one a decision at most; never
    /// removed.
    #[pallet::storage]
    pub type Handed<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Digest, Identity, InstitutionId, ClueId, OptionQuery>;

    /// What happened. `by` is the institution that acted.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An agency opened a case.
        #[codec(index = 0)]
        CaseOpened {
            /// The case.
            case: CaseId,
            /// Its host.
            host: InstitutionId,
            /// Digest of the document that opens it.
            document: Digest,
        },
        /// The host invited an agency.
        #[codec(index = 1)]
        AgencyInvited {
            /// The case.
            case: CaseId,
            /// The agency.
            institution: InstitutionId,
        },
        /// An agency answered its invitation.
        #[codec(index = 2)]
        InvitationAnswered {
            /// The case.
            case: CaseId,
            /// The agency.
            institution: InstitutionId,
            /// What it said.
            answer: InvitationAnswer,
        },
        /// A member left a case.
        #[codec(index = 3)]
        CaseLeft {
            /// The case.
            case: CaseId,
            /// The agency.
            institution: InstitutionId,
        },
        /// A clue was handed over.
        #[codec(index = 4)]
        ClueTransferred {
            /// The clue.
            clue: ClueId,
            /// The case it is part of, if of one.
            case: Option<CaseId>,
            /// Digest of the clue's file.
            content: Digest,
            /// The division it speaks of.
            place: DivisionCode,
            /// The sender.
            from: InstitutionId,
            /// The receiver.
            to: InstitutionId,
            /// Until when the receiver answers.
            answer_by_ms: u64,
        },
        /// A clue was taken.
        #[codec(index = 5)]
        ClueAccepted {
            /// The clue.
            clue: ClueId,
            /// The receiver, or the sender that took it on itself.
            by: InstitutionId,
        },
        /// The receiver gave a clue back.
        #[codec(index = 6)]
        ClueReturned {
            /// The clue.
            clue: ClueId,
            /// Digest of the document that says why.
            reason: Digest,
            /// The receiver.
            by: InstitutionId,
        },
        /// Sender or receiver put a clue before the superior.
        #[codec(index = 7)]
        ClueDisputed {
            /// The clue.
            clue: ClueId,
            /// Digest of the document that says why.
            reason: Digest,
            /// The division whose agencies decide, or those above it.
            superior: DivisionCode,
            /// Which of the two.
            by: InstitutionId,
        },
        /// A superior decided whose a clue is.
        #[codec(index = 8)]
        ClueDecided {
            /// The clue.
            clue: ClueId,
            /// The agency that has to act on it.
            to: InstitutionId,
            /// Digest of the decision.
            document: Digest,
            /// The superior.
            by: InstitutionId,
        },
        /// An evidence bundle was attached to a case.
        #[codec(index = 9)]
        EvidenceAttached {
            /// The case.
            case: CaseId,
            /// Digest of the bundle's file.
            bundle: Digest,
            /// The permit it speaks of, if of one.
            permit: Option<PermitNumber>,
            /// Why it counts at the host's.
            recognition: Recognition,
            /// The agency.
            by: InstitutionId,
        },
        /// The host set a task.
        #[codec(index = 10)]
        TaskSet {
            /// The case.
            case: CaseId,
            /// The task's number there.
            task: TaskId,
            /// Who does it.
            to: InstitutionId,
            /// Digest of the document that says what is to be done.
            content: Digest,
            /// Until when.
            due_ms: u64,
        },
        /// A task was done.
        #[codec(index = 11)]
        TaskFinished {
            /// The case.
            case: CaseId,
            /// The task's number there.
            task: TaskId,
            /// Digest of the document with the result.
            result: Digest,
            /// Who did it.
            by: InstitutionId,
        },
        /// The host closed a case.
        #[codec(index = 12)]
        CaseClosed {
            /// The case.
            case: CaseId,
            /// Digest of the document with the result.
            result: Digest,
            /// The host.
            by: InstitutionId,
        },
        /// The host took a task back.
        #[codec(index = 13)]
        TaskWithdrawn {
            /// The case.
            case: CaseId,
            /// The task's number there.
            task: TaskId,
            /// Digest of the document that says why.
            reason: Digest,
            /// The host.
            by: InstitutionId,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// No case has this number. Look it up in `Cases`.
        #[codec(index = 0)]
        CaseUnknown,
        /// The case is closed. Open a new one if there is more to do.
        #[codec(index = 1)]
        CaseClosed,
        /// The signer's agency is not the case's host. Ask the host.
        #[codec(index = 2)]
        NotHost,
        /// The signer's agency is neither the case's host nor a member that joined. Ask the host for an invitation.
        #[codec(index = 3)]
        NotMember,
        /// No agency has this number. Look it up in `Institutions`.
        #[codec(index = 4)]
        AgencyUnknown,
        /// The agency is suspended and cannot act. Choose another.
        #[codec(index = 5)]
        AgencySuspended,
        /// The agency is the host, or invited or joined already. Nothing is left to do.
        #[codec(index = 6)]
        AlreadyInvited,
        /// As many agencies were invited as may be.
        #[codec(index = 7)]
        MembersFull,
        /// No invitation to the case waits for the signer's agency. Ask the host for one.
        #[codec(index = 8)]
        NotInvited,
        /// The member has open tasks. Finish them, or ask the host to withdraw them.
        #[codec(index = 9)]
        HasTasks,
        /// No clue has this number. Look it up in `Clues`.
        #[codec(index = 10)]
        ClueUnknown,
        /// The clue would go to the agency that sends it. Name another.
        #[codec(index = 11)]
        OwnClue,
        /// The receiver has no authority over the place: its division does not contain it. The view `nearest` says which has.
        #[codec(index = 12)]
        OutsideDivision,
        /// A nearer office has not returned this clue. The view `nearest` says which; hand it there first.
        #[codec(index = 13)]
        NearerOffice,
        /// The agency was handed this content before. Its clue in `Handed` says what became of it; it can be disputed.
        #[codec(index = 14)]
        AlreadyHanded,
        /// The signer's agency is not the one that can do this with the clue: its receiver, or for a dispute its sender too.
        #[codec(index = 15)]
        NotParty,
        /// The clue was answered, is disputed, or was decided. `Clues` says how.
        #[codec(index = 16)]
        AlreadyAnswered,
        /// The receiver still has time to answer. Wait until it is over.
        #[codec(index = 17)]
        StillAnswerable,
        /// The time to answer is over. The receiver can only accept it now; the sender can take it on or dispute it.
        #[codec(index = 18)]
        AnswerOverdue,
        /// No agency that can act stands above both: one of the two is the whole nation's, or nobody is admitted there, or all of them
        /// are suspended. They have to agree.
        #[codec(index = 19)]
        NoSuperior,
        /// The clue is not disputed. There is nothing to decide.
        #[codec(index = 20)]
        NotDisputed,
        /// The signer's agency does not stand above both: its division does not contain the superior division of the dispute.
        #[codec(index = 21)]
        NotSuperior,
        /// The signer's agency is a party to the dispute. Another agency above both decides.
        #[codec(index = 22)]
        PartyToDispute,
        /// The agency that is to act lies outside the division of the one that decides. Name one of its own division.
        #[codec(index = 23)]
        NotSubordinate,
        /// The bundle is attached already. Nothing is left to do.
        #[codec(index = 24)]
        AlreadyAttached,
        /// As many bundles are attached as may be.
        #[codec(index = 25)]
        EvidenceFull,
        /// No permit has this number. Check it.
        #[codec(index = 26)]
        PermitUnknown,
        /// The permit is another province's, and no recognised archive has it where the host is. Ask an agency there to recognise it.
        #[codec(index = 27)]
        ArchiveNotRecognised,
        /// The agency the task is for is neither the host nor a member that joined. Invite it first.
        #[codec(index = 28)]
        NotJoined,
        /// The task would be due in the past. Give a later time.
        #[codec(index = 29)]
        DuePast,
        /// As many tasks were set as may be.
        #[codec(index = 30)]
        TasksFull,
        /// The case has no task with this number. Look it up in `Tasks`.
        #[codec(index = 31)]
        TaskUnknown,
        /// The task is another agency's. Only who it was set to can finish it.
        #[codec(index = 32)]
        NotYourTask,
        /// The task was done or withdrawn. `Tasks` says which.
        #[codec(index = 33)]
        TaskEnded,
        /// The case has open tasks. Wait for them, or withdraw them.
        #[codec(index = 34)]
        TasksOpen,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(T::MembersMax::get() > 0, "a case has a member");
            assert!(T::AnswerDays::get() > 0, "a receiver has time to answer");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Opens a case. The signer's agency is its host.
        ///
        /// ## Origin
        /// `AgencyOrigin`.
        ///
        /// ## Events
        /// [`CaseOpened`](Event::CaseOpened).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::open_case())]
        pub fn open_case(origin: OriginFor<T>, document: Digest) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_open_case(agency, document)
        }

        /// Invites an agency to a case. One that declined or left can be invited again.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the host.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`NotHost`](Error::NotHost), [`CaseClosed`](Error::CaseClosed),
        /// [`AgencyUnknown`](Error::AgencyUnknown), [`AgencySuspended`](Error::AgencySuspended),
        /// [`AlreadyInvited`](Error::AlreadyInvited), [`MembersFull`](Error::MembersFull).
        ///
        /// ## Events
        /// [`AgencyInvited`](Event::AgencyInvited).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::invite_agency())]
        pub fn invite_agency(
            origin: OriginFor<T>,
            case: CaseId,
            institution: InstitutionId,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_invite_agency(agency, case, institution)
        }

        /// Joins a case, or declines to.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the invited agency.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`CaseClosed`](Error::CaseClosed), [`NotInvited`](Error::NotInvited).
        ///
        /// ## Events
        /// [`InvitationAnswered`](Event::InvitationAnswered).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::answer_invitation())]
        pub fn answer_invitation(
            origin: OriginFor<T>,
            case: CaseId,
            answer: InvitationAnswer,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_answer_invitation(agency, case, answer)
        }

        /// Leaves a case. What the member attached and did stays.
        ///
        /// ## Origin
        /// `AgencyOrigin`; a member that joined.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`CaseClosed`](Error::CaseClosed), [`NotMember`](Error::NotMember),
        /// [`HasTasks`](Error::HasTasks).
        ///
        /// ## Events
        /// [`CaseLeft`](Event::CaseLeft).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::leave_case())]
        pub fn leave_case(origin: OriginFor<T>, case: CaseId) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_leave_case(agency, case)
        }

        /// Hands a clue to the agency that has to act on it: one with authority over the place, and no office nearer to it, but the
        /// sender, that may still have it. It answers within `AnswerDays`.
        ///
        /// ## Origin
        /// `AgencyOrigin`; of a clue of a case, its host or a member.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`CaseClosed`](Error::CaseClosed), [`NotMember`](Error::NotMember),
        /// [`OwnClue`](Error::OwnClue), [`AgencyUnknown`](Error::AgencyUnknown), [`AgencySuspended`](Error::AgencySuspended),
        /// [`OutsideDivision`](Error::OutsideDivision), [`AlreadyHanded`](Error::AlreadyHanded),
        /// [`NearerOffice`](Error::NearerOffice).
        ///
        /// ## Events
        /// [`ClueTransferred`](Event::ClueTransferred).
        ///
        /// ## Complexity
        /// O(n) in the offices nearer to the place, at most 96; charged for all of them.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::transfer_clue(super::offices::NEARER_MAX))]
        pub fn transfer_clue(
            origin: OriginFor<T>,
            case: Option<CaseId>,
            content: Digest,
            place: DivisionCode,
            to: InstitutionId,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_transfer_clue(agency, case, content, place, to)
        }

        /// Takes a clue. Once the receiver's time is over, the sender can take it on itself.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the receiver, or the sender once the receiver is overdue.
        ///
        /// ## Errors
        /// [`ClueUnknown`](Error::ClueUnknown), [`NotParty`](Error::NotParty), [`AlreadyAnswered`](Error::AlreadyAnswered),
        /// [`StillAnswerable`](Error::StillAnswerable).
        ///
        /// ## Events
        /// [`ClueAccepted`](Event::ClueAccepted).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::accept_clue())]
        pub fn accept_clue(origin: OriginFor<T>, clue: ClueId) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_accept_clue(agency, clue)
        }

        /// Gives a clue back to its sender, in time.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the receiver.
        ///
        /// ## Errors
        /// [`ClueUnknown`](Error::ClueUnknown), [`NotParty`](Error::NotParty), [`AlreadyAnswered`](Error::AlreadyAnswered),
        /// [`AnswerOverdue`](Error::AnswerOverdue).
        ///
        /// ## Events
        /// [`ClueReturned`](Event::ClueReturned).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::return_clue())]
        pub fn return_clue(origin: OriginFor<T>, clue: ClueId, reason: Digest) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_return_clue(agency, clue, reason)
        }

        /// Puts the question whose a clue is before the superior of both.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the receiver that has not answered, in time; the sender once the clue was returned or is overdue.
        ///
        /// ## Errors
        /// [`ClueUnknown`](Error::ClueUnknown), [`NotParty`](Error::NotParty), [`AlreadyAnswered`](Error::AlreadyAnswered),
        /// [`StillAnswerable`](Error::StillAnswerable), [`AnswerOverdue`](Error::AnswerOverdue),
        /// [`NoSuperior`](Error::NoSuperior).
        ///
        /// ## Events
        /// [`ClueDisputed`](Event::ClueDisputed).
        ///
        /// ## Complexity
        /// O(n) in the agencies above both, at most 96; charged for all of them.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::dispute_clue())]
        pub fn dispute_clue(origin: OriginFor<T>, clue: ClueId, reason: Digest) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_dispute_clue(agency, clue, reason)
        }

        /// Decides which agency has to act on a disputed clue. It is the last word on it.
        ///
        /// ## Origin
        /// `AgencyOrigin`; of the superior division or one that contains it, and no party. It names an agency of its own division.
        ///
        /// ## Errors
        /// [`ClueUnknown`](Error::ClueUnknown), [`NotDisputed`](Error::NotDisputed), [`NotSuperior`](Error::NotSuperior),
        /// [`PartyToDispute`](Error::PartyToDispute), [`AgencyUnknown`](Error::AgencyUnknown),
        /// [`AgencySuspended`](Error::AgencySuspended), [`NotSubordinate`](Error::NotSubordinate).
        ///
        /// ## Events
        /// [`ClueDecided`](Event::ClueDecided).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::decide_clue())]
        pub fn decide_clue(
            origin: OriginFor<T>,
            clue: ClueId,
            to: InstitutionId,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_decide_clue(agency, clue, to, document)
        }

        /// Attaches an evidence bundle to a case by its digest. One about a permit of another province than the host's counts if an
        /// archive that has the permit is recognised where the host is; it keeps counting if the recognition ends.
        ///
        /// ## Origin
        /// `SubmitterOrigin`; the host or a member.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`CaseClosed`](Error::CaseClosed), [`NotMember`](Error::NotMember),
        /// [`AlreadyAttached`](Error::AlreadyAttached), [`PermitUnknown`](Error::PermitUnknown),
        /// [`ArchiveNotRecognised`](Error::ArchiveNotRecognised), [`EvidenceFull`](Error::EvidenceFull).
        ///
        /// ## Events
        /// [`EvidenceAttached`](Event::EvidenceAttached).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::attach_evidence())]
        pub fn attach_evidence(
            origin: OriginFor<T>,
            case: CaseId,
            bundle: Digest,
            permit: Option<PermitNumber>,
        ) -> DispatchResult {
            let agency = T::SubmitterOrigin::ensure_origin(origin)?;
            Self::do_attach_evidence(agency, case, bundle, permit)
        }

        /// Sets a task to a member, or to the host itself.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the host.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`NotHost`](Error::NotHost), [`CaseClosed`](Error::CaseClosed),
        /// [`NotJoined`](Error::NotJoined), [`DuePast`](Error::DuePast), [`TasksFull`](Error::TasksFull).
        ///
        /// ## Events
        /// [`TaskSet`](Event::TaskSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::set_task())]
        pub fn set_task(
            origin: OriginFor<T>,
            case: CaseId,
            to: InstitutionId,
            content: Digest,
            due_ms: u64,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_set_task(agency, case, to, content, due_ms)
        }

        /// Says that a task is done. After its time it is taken all the same, and shows as late.
        ///
        /// ## Origin
        /// `SubmitterOrigin`; the agency the task was set to.
        ///
        /// ## Errors
        /// [`TaskUnknown`](Error::TaskUnknown), [`NotYourTask`](Error::NotYourTask), [`TaskEnded`](Error::TaskEnded).
        ///
        /// ## Events
        /// [`TaskFinished`](Event::TaskFinished).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::finish_task())]
        pub fn finish_task(
            origin: OriginFor<T>,
            case: CaseId,
            task: TaskId,
            result: Digest,
        ) -> DispatchResult {
            let agency = T::SubmitterOrigin::ensure_origin(origin)?;
            Self::do_finish_task(agency, case, task, result)
        }

        /// Closes a case with its result. Nothing can be added to it afterwards; clues that were handed over in it stay open.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the host.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`NotHost`](Error::NotHost), [`CaseClosed`](Error::CaseClosed),
        /// [`TasksOpen`](Error::TasksOpen).
        ///
        /// ## Events
        /// [`CaseClosed`](Event::CaseClosed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::close_case())]
        pub fn close_case(origin: OriginFor<T>, case: CaseId, result: Digest) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_close_case(agency, case, result)
        }

        /// Takes a task back.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the host.
        ///
        /// ## Errors
        /// [`CaseUnknown`](Error::CaseUnknown), [`NotHost`](Error::NotHost), [`TaskUnknown`](Error::TaskUnknown),
        /// [`TaskEnded`](Error::TaskEnded).
        ///
        /// ## Events
        /// [`TaskWithdrawn`](Event::TaskWithdrawn).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::withdraw_task())]
        pub fn withdraw_task(
            origin: OriginFor<T>,
            case: CaseId,
            task: TaskId,
            reason: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_withdraw_task(agency, case, task, reason)
        }
    }
}
