//! Measures what the calls weigh, each in its worst case: all entries exist, the longest texts, full escrows and lists.

use crate::{
    pallet::{
        Call, Config, CurrentKeys, DataSets, Grants, Keys, Openings, Receipts, RecognisedArchives,
        Recognitions, Requests, Versions,
    },
    Pallet,
};
use alloc::{format, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
    assert_ok,
    storage::{storage_prefix, unhashed},
};
use frame_system::RawOrigin;
use limpid_primitives::{
    permit::{OutletTermsV1, PermitLookup, Position},
    sharing::{
        DataSet, DataSetId, DataSetKind, Escrow, EscrowShare, Grant, GrantId, GrantScope,
        KeyNumber, Location, NewDataSet, NewRequest, NewVersion, Onward, Opening, OpeningId,
        Receipt, ReceiptMatch, ReceiptV1, RecognisedArchive, Request, RequestId, SealedKey,
        ShortText, Subject, X25519Key,
    },
    AtMost, Digest, DivisionCode, InstitutionId, InstitutionKind, Moment, Outlet, PermitNumber,
    Uscc,
};
use pallet_institutions::InstitutionLookup;

const OUTLET: &str = "911302307808371268001P/DA001";
/// When benchmarks run: a block has no time there.
const NOW_MS: u64 = 1_793_494_800_000;
const SHARES_MAX: u32 = Escrow::SHARES_MAX as u32;
/// The provider, the requester, a court; escrow agencies follow.
const PROVIDER: u32 = 0;
const REQUESTER: u32 = 1;
const COURT: u32 = 2;
const KEEPERS: u32 = 3;

fn outlet() -> Outlet {
    OUTLET.parse().expect("an outlet")
}

fn uscc(number: u32) -> Uscc {
    let body = format!("91110000{number:09}");
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

/// An institution over the nation with a key, and its member.
fn admit<T: Config>(number: u32) -> (InstitutionId, RawOrigin<T::AccountId>) {
    unhashed::put(&storage_prefix(b"Timestamp", b"Now"), &NOW_MS);
    let member: T::AccountId = account("member", number, 0);
    let origin = RawOrigin::Signed(member.clone());
    if let Some((id, _)) = T::Institutions::by_uscc(&uscc(number)) {
        return (id, origin);
    }
    let kind = match number {
        COURT => InstitutionKind::Court,
        _ => InstitutionKind::Agency,
    };
    let nation = DivisionCode::NATION;
    let id = T::Institutions::admit_for_benchmark(kind, uscc(number), nation, &member);
    assert_ok!(Pallet::<T>::register_key(
        origin.clone().into(),
        X25519Key([1; 32])
    ));
    (id, origin)
}

fn origin<T: Config>(number: u32) -> RawOrigin<T::AccountId> {
    admit::<T>(number).1
}

fn sealed() -> SealedKey {
    SealedKey {
        key: KeyNumber(1),
        encapsulated: X25519Key([9; 32]),
        ciphertext: vec![8; SealedKey::CIPHERTEXT_BYTES_MAX]
            .try_into()
            .expect("as long as may be"),
    }
}

fn text() -> ShortText {
    "x".repeat(ShortText::BYTES_MAX).parse().expect("a text")
}

/// A data set about an outlet whose permit was decided about as often as may be.
fn new_data_set<T: Config>() -> NewDataSet {
    T::Permits::issue_for_benchmark(
        &outlet(),
        OutletTermsV1 {
            position: Position::default(),
            treatments: AtMost::default(),
            limits: AtMost::default(),
            yearly_masses: AtMost::default(),
        },
    );
    NewDataSet {
        division: DivisionCode::NATION,
        kind: DataSetKind::PermitArchive,
        title: text(),
        subject: Subject::Outlet(outlet()),
        from_ms: 0,
        until_ms: NOW_MS,
    }
}

fn new_version<T: Config>(shares: u32) -> NewVersion {
    let share = |number: u32| EscrowShare {
        agency: admit::<T>(KEEPERS + number).0,
        sealed: sealed(),
    };
    let shares: Vec<_> = (0..shares).map(share).collect();
    // One share alone makes no escrow, so that there are two or none.
    let escrow = (shares.len() > 1).then(|| Escrow {
        threshold: Escrow::THRESHOLD_MIN,
        shares: shares.try_into().expect("not too many"),
    });
    let location = format!("http://{}", "x".repeat(Location::BYTES_MAX - 7));
    NewVersion {
        plain: Digest::ZERO,
        plain_bytes: u64::MAX,
        sealed: Digest::ZERO,
        sealed_bytes: u64::MAX,
        key_digest: Digest::ZERO,
        schema: text(),
        location: location.parse().expect("a location"),
        escrow,
    }
}

fn publish<T: Config>() -> DataSetId {
    let (new, version) = (new_data_set::<T>(), new_version::<T>(SHARES_MAX));
    let provider = origin::<T>(PROVIDER);
    assert_ok!(Pallet::<T>::publish_data_set(provider.into(), new, version));
    DataSetId(1)
}

fn new_request(data_set: DataSetId) -> NewRequest {
    NewRequest {
        data_set,
        version: 1,
        purpose: text(),
        basis: Digest::ZERO,
        use_from_ms: 0,
        use_until_ms: u64::MAX,
    }
}

fn request<T: Config>() -> RequestId {
    let new = new_request(publish::<T>());
    let requester = origin::<T>(REQUESTER);
    assert_ok!(Pallet::<T>::request_data(requester.into(), new));
    RequestId(1)
}

fn scope() -> GrantScope {
    GrantScope {
        from_ms: 0,
        until_ms: NOW_MS,
        onward: Onward::OwnDivision,
    }
}

fn grant<T: Config>() -> GrantId {
    let request = request::<T>();
    assert_ok!(Pallet::<T>::grant_request(
        origin::<T>(PROVIDER).into(),
        request,
        scope(),
        NOW_MS + 1,
        sealed(),
        Digest::ZERO
    ));
    GrantId(1)
}

/// An opening to which all agencies but the last released their share.
fn opening<T: Config>() -> OpeningId {
    let set = publish::<T>();
    let court = origin::<T>(COURT);
    assert_ok!(Pallet::<T>::order_opening(
        court.into(),
        set,
        1,
        Digest::ZERO
    ));
    for number in 0..SHARES_MAX - 1 {
        let keeper = origin::<T>(KEEPERS + number);
        assert_ok!(Pallet::<T>::release_share(
            keeper.into(),
            OpeningId(1),
            sealed()
        ));
    }
    OpeningId(1)
}

/// An entry that covers nothing but other divisions' permits.
fn covered(archive: u32, division: DivisionCode) -> RecognisedArchive {
    RecognisedArchive {
        archive: DataSetId(archive),
        version: 1,
        division,
        subject: Subject::Outlet(outlet()),
        published: Moment {
            block: u32::MAX,
            time_ms: u64::MAX,
        },
    }
}

fn division(code: u32) -> DivisionCode {
    code.try_into().expect("a division")
}

/// A division that recognises some archives.
fn fill_list<T: Config>(division: DivisionCode, count: usize) {
    let elsewhere = DivisionCode::try_from(990_000).expect("a division");
    let list: Vec<_> = (0..count as u32)
        .map(|place| covered(1_000 + place, elsewhere))
        .collect();
    RecognisedArchives::<T>::insert(division, AtMost::try_from(list).expect("not too many"));
}

/// A permit archive of Hebei, and Shanxi, which recognises as many others as it can besides.
fn archive<T: Config>() -> (DivisionCode, DataSetId) {
    let new = NewDataSet {
        division: division(130_000),
        subject: Subject::None,
        ..new_data_set::<T>()
    };
    let version = new_version::<T>(SHARES_MAX);
    let provider = origin::<T>(PROVIDER);
    assert_ok!(Pallet::<T>::publish_data_set(provider.into(), new, version));
    let place = division(140_000);
    fill_list::<T>(place, RecognisedArchive::OF_A_DIVISION_MAX - 1);
    (place, DataSetId(1))
}

/// As `RecognitionLookup::recognise_for_benchmark` says, in the last place a lookup comes to.
pub(crate) fn recognise<T: Config>(place: DivisionCode, number: &PermitNumber) {
    for above in place.and_above() {
        fill_list::<T>(above, RecognisedArchive::OF_A_DIVISION_MAX);
    }
    let last = RecognisedArchive {
        subject: Subject::Permit(*number),
        ..covered(1, DivisionCode::NATION)
    };
    RecognisedArchives::<T>::mutate(DivisionCode::NATION, |list| {
        let others = list.iter().skip(1).copied();
        let all: Vec<_> = others.chain([last]).collect();
        *list = all.try_into().expect("as many as before");
    });
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register_key() {
        let (id, origin) = admit::<T>(PROVIDER);
        #[extrinsic_call]
        _(origin, X25519Key([2; 32]));
        assert_eq!(CurrentKeys::<T>::get(id), Some(KeyNumber(2)));
        assert!(Keys::<T>::contains_key(id, KeyNumber(2)));
    }

    #[benchmark]
    fn publish_data_set(e: Linear<0, SHARES_MAX>) {
        let (new, version) = (new_data_set::<T>(), new_version::<T>(e));
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, new, version);
        assert!(Versions::<T>::contains_key(DataSetId(1), 1));
    }

    #[benchmark]
    fn revise_data_set(e: Linear<0, SHARES_MAX>) {
        let set = publish::<T>();
        let version = new_version::<T>(e);
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, set, version);
        assert!(Versions::<T>::contains_key(set, 2));
    }

    #[benchmark]
    fn withdraw_data_set() {
        let set = publish::<T>();
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, set, Digest::ZERO);
        let DataSet::V1(known) = DataSets::<T>::get(set).expect("a data set");
        assert!(known.withdrawn.is_some());
    }

    #[benchmark]
    fn request_data() {
        let new = new_request(publish::<T>());
        let requester = origin::<T>(REQUESTER);
        #[extrinsic_call]
        _(requester, new);
        assert!(Requests::<T>::contains_key(RequestId(1)));
    }

    #[benchmark]
    fn withdraw_request() {
        let id = request::<T>();
        let requester = origin::<T>(REQUESTER);
        #[extrinsic_call]
        _(requester, id);
        assert!(is_answered::<T>(id));
    }

    #[benchmark]
    fn grant_request() {
        let id = request::<T>();
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, id, scope(), NOW_MS + 1, sealed(), Digest::ZERO);
        assert!(Grants::<T>::contains_key(GrantId(1)));
    }

    #[benchmark]
    fn refuse_request() {
        let id = request::<T>();
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, id, Digest::ZERO);
        assert!(is_answered::<T>(id));
    }

    #[benchmark]
    fn revoke_grant() {
        let id = grant::<T>();
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, id, Digest::ZERO);
        let Grant::V1(known) = Grants::<T>::get(id).expect("a grant");
        assert!(known.revoked.is_some());
    }

    #[benchmark]
    fn renew_grant() {
        let id = grant::<T>();
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, id, NOW_MS + 2, Digest::ZERO);
        let Grant::V1(known) = Grants::<T>::get(id).expect("a grant");
        assert_eq!(known.renewed.len(), 1);
    }

    #[benchmark]
    fn rewrap_grant() {
        let id = grant::<T>();
        let other = SealedKey {
            encapsulated: X25519Key([10; 32]),
            ..sealed()
        };
        let provider = origin::<T>(PROVIDER);
        #[extrinsic_call]
        _(provider, id, other.clone());
        let Grant::V1(known) = Grants::<T>::get(id).expect("a grant");
        assert_eq!(known.sealed, other);
    }

    #[benchmark]
    fn confirm_receipt() {
        let id = grant::<T>();
        let receipt = Receipt::V1(ReceiptV1 {
            digest: Digest::ZERO,
            matches: ReceiptMatch::Matches,
            at: Moment::default(),
            by: InstitutionId(1),
        });
        let all_but_one = vec![receipt; ReceiptV1::OF_A_GRANT_MAX - 1];
        Receipts::<T>::insert(id, AtMost::try_from(all_but_one).expect("not too many"));
        let requester = origin::<T>(REQUESTER);
        #[extrinsic_call]
        _(requester, id, Digest::ZERO);
        assert_eq!(Receipts::<T>::get(id).len(), ReceiptV1::OF_A_GRANT_MAX);
    }

    #[benchmark]
    fn order_opening() {
        let set = publish::<T>();
        let court = origin::<T>(COURT);
        #[extrinsic_call]
        _(court, set, 1, Digest::ZERO);
        assert!(Openings::<T>::contains_key(OpeningId(1)));
    }

    #[benchmark]
    fn release_share() {
        let id = opening::<T>();
        let keeper = origin::<T>(KEEPERS + SHARES_MAX - 1);
        #[extrinsic_call]
        _(keeper, id, sealed());
        let Opening::V1(known) = Openings::<T>::get(id).expect("an opening");
        assert_eq!(known.released.len() as u32, SHARES_MAX);
    }

    #[benchmark]
    fn recognise_archive() {
        let (place, set) = archive::<T>();
        let agency = origin::<T>(REQUESTER);
        #[extrinsic_call]
        _(agency, place, set, 1, Digest::ZERO);
        assert!(Recognitions::<T>::contains_key(place, set));
    }

    #[benchmark]
    fn withdraw_recognition() {
        let (place, set) = archive::<T>();
        let agency = origin::<T>(REQUESTER);
        let recogniser = agency.clone().into();
        assert_ok!(Pallet::<T>::recognise_archive(
            recogniser,
            place,
            set,
            1,
            Digest::ZERO
        ));
        #[extrinsic_call]
        _(agency, place, set, Digest::ZERO);
        let left = RecognisedArchives::<T>::get(place).len();
        assert_eq!(left, RecognisedArchive::OF_A_DIVISION_MAX - 1);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}

fn is_answered<T: Config>(id: RequestId) -> bool {
    let Request::V1(request) = Requests::<T>::get(id).expect("a request");
    request.answer != limpid_primitives::sharing::Answer::Open
}
