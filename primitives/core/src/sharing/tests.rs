//! What the types of sharing refuse, and how they stand on the wire.

use super::*;
use crate::{
    permit::{PermitStatus, PermitV1, Standing},
    AtMost, Digest, DivisionCode, InstitutionId, Moment, PermitNumber,
};
use alloc::{format, string::ToString, vec, vec::Vec};
use codec::{DecodeAll, Encode, MaxEncodedLen};

const LATE: Moment = Moment {
    block: u32::MAX,
    time_ms: u64::MAX,
};

fn division(code: u32) -> DivisionCode {
    code.try_into().expect("a division")
}

fn sealed(bytes: usize) -> SealedKey {
    SealedKey {
        key: KeyNumber(1),
        encapsulated: X25519Key([7; 32]),
        ciphertext: vec![9; bytes].try_into().expect("not too long"),
    }
}

fn escrow(threshold: u8, agencies: &[u32]) -> Escrow {
    let share = |agency: &u32| EscrowShare {
        agency: InstitutionId(*agency),
        sealed: sealed(49),
    };
    let shares: Vec<_> = agencies.iter().map(share).collect();
    Escrow {
        threshold,
        shares: shares.try_into().expect("not too many"),
    }
}

fn grant(revoked: Option<Revocation>) -> GrantV1 {
    GrantV1 {
        request: RequestId(1),
        data_set: DataSetId(1),
        version: 1,
        provider: InstitutionId(1),
        requester: InstitutionId(2),
        scope: GrantScope {
            from_ms: 0,
            until_ms: 1,
            onward: Onward::Forbidden,
        },
        document: Digest::ZERO,
        expires_ms: 100,
        sealed: sealed(48),
        at: Moment::default(),
        by: InstitutionId(1),
        renewed: RenewalList::default(),
        revoked,
    }
}

fn receipts(matches: &[ReceiptMatch]) -> ReceiptList {
    let receipt = |matches: &ReceiptMatch| {
        Receipt::V1(ReceiptV1 {
            digest: Digest::ZERO,
            matches: *matches,
            at: Moment::default(),
            by: InstitutionId(2),
        })
    };
    let all: Vec<_> = matches.iter().map(receipt).collect();
    all.try_into().expect("not too many")
}

#[test]
fn short_texts_are_short_and_clean() {
    for text in ["边界排口近七日监测记录", &"a".repeat(96)] {
        let short: ShortText = text.parse().expect("a short text");
        assert_eq!(short.to_string(), text);
        assert_eq!(short.encode(), text.as_bytes().encode());
        assert_eq!(
            ShortText::decode_all(&mut short.encode().as_slice()),
            Ok(short)
        );
    }
    for (text, error) in [
        ("", ShortTextError::Length),
        (&"a".repeat(97), ShortTextError::Length),
        (" a", ShortTextError::Character),
        ("a\n", ShortTextError::Character),
        ("a\u{7}b", ShortTextError::Character),
    ] {
        assert_eq!(text.parse::<ShortText>(), Err(error), "{text:?}");
        assert!(ShortText::decode_all(&mut text.encode().as_slice()).is_err());
    }
    assert!(ShortText::decode_all(&mut &[4u8, 0xff][..]).is_err());
    assert_eq!(ShortText::max_encoded_len(), 98);
}

#[test]
fn locations_are_addresses_of_servers() {
    let longest = format!("https://a/{}", "b".repeat(246));
    for text in [
        "http://10.77.0.1:8443",
        "https://share.hebei.example/limpid",
        "https://[::1]:8443/",
        &longest,
    ] {
        let location: Location = text.parse().expect("a location");
        assert_eq!(location.encode(), text.as_bytes().encode());
        assert_eq!(
            Location::decode_all(&mut location.encode().as_slice()),
            Ok(location)
        );
    }
    for (text, error) in [
        ("", LocationError::Scheme),
        ("ftp://a", LocationError::Scheme),
        ("https://", LocationError::Host),
        ("https:///a", LocationError::Host),
        ("https://:80/", LocationError::Host),
        ("https://me:secret@a/", LocationError::Host),
        ("https://a/?b", LocationError::Character),
        ("https://a/#b", LocationError::Character),
        ("https://a b", LocationError::Character),
        ("https://局/", LocationError::Character),
        (&format!("{longest}b"), LocationError::Length),
    ] {
        assert_eq!(text.parse::<Location>(), Err(error), "{text:?}");
        assert!(Location::decode_all(&mut text.encode().as_slice()).is_err());
    }
}

#[test]
fn x25519_keys_have_one_spelling() {
    let text = "00".repeat(31) + "af";
    let key: X25519Key = text.parse().expect("a key");
    assert_eq!(key.to_string(), text);
    assert_eq!(key.encode().last(), Some(&0xaf));
    for wrong in [&text.to_uppercase(), &text[1..], ""] {
        assert_eq!(wrong.parse::<X25519Key>(), Err(X25519KeyError), "{wrong}");
    }
}

#[test]
fn a_sealed_key_is_more_than_a_tag() {
    assert!(sealed(48).is_possible());
    assert!(sealed(17).is_possible());
    assert!(!sealed(16).is_possible());
    let nothing = SealedKey {
        encapsulated: X25519Key::ZERO,
        ..sealed(48)
    };
    assert!(!nothing.is_possible());
}

#[test]
fn an_escrow_needs_two_and_names_each_agency_once() {
    for (escrow, result) in [
        (escrow(2, &[1, 2]), Ok(())),
        (escrow(8, &[1, 2, 3, 4, 5, 6, 7, 8]), Ok(())),
        (escrow(2, &[1, 2, 3]), Ok(())),
        (escrow(1, &[1, 2]), Err(EscrowFault::Threshold)),
        (escrow(3, &[1, 2]), Err(EscrowFault::Threshold)),
        (escrow(2, &[1]), Err(EscrowFault::Threshold)),
        (escrow(0, &[]), Err(EscrowFault::Threshold)),
        (escrow(2, &[1, 2, 1]), Err(EscrowFault::AgencyTwice)),
    ] {
        assert_eq!(escrow.check(), result, "{escrow:?}");
    }
    assert!(escrow(2, &[1, 2]).share_of(InstitutionId(2)).is_some());
    assert!(escrow(2, &[1, 2]).share_of(InstitutionId(3)).is_none());
}

#[test]
fn a_grant_is_live_until_it_ends() {
    let revoked = Some(Revocation {
        at: Moment::default(),
        by: InstitutionId(1),
        reason: Digest::ZERO,
    });
    let (good, bad) = (ReceiptMatch::Matches, ReceiptMatch::Differs);
    for (revoked, said, time_ms, standing) in [
        (None, &[][..], 99, GrantStanding::Live),
        (None, &[], 100, GrantStanding::Expired),
        (None, &[good], 99, GrantStanding::Live),
        (None, &[good, bad], 99, GrantStanding::Disputed),
        (None, &[bad, good], 99, GrantStanding::Live),
        (None, &[bad], 100, GrantStanding::Expired),
        (revoked, &[bad], 99, GrantStanding::Revoked),
        (revoked, &[], 100, GrantStanding::Revoked),
    ] {
        let grant = grant(revoked);
        assert_eq!(grant.standing_at(&receipts(said), time_ms), standing);
        let is_live = matches!(standing, GrantStanding::Live | GrantStanding::Disputed);
        assert_eq!(grant.is_live_at(time_ms), is_live);
    }
}

#[test]
fn a_request_is_overdue_from_its_deadline_on() {
    let request = |answer| RequestV1 {
        new: NewRequest {
            data_set: DataSetId(1),
            version: 1,
            purpose: "协查".parse().expect("a purpose"),
            basis: Digest::ZERO,
            use_from_ms: 0,
            use_until_ms: 1,
        },
        requester: InstitutionId(2),
        provider: InstitutionId(1),
        at: Moment::default(),
        answer_by_ms: 100,
        answer,
    };
    let open = request(Answer::Open);
    assert_eq!(open.standing_at(99), RequestStanding::Open);
    assert_eq!(open.standing_at(100), RequestStanding::Overdue);
    let granted = request(Answer::Granted { grant: GrantId(1) });
    assert_eq!(granted.standing_at(100), RequestStanding::Granted);
}

fn permit(code: u32, first_ms: u64) -> PermitV1 {
    let standing = |time_ms| Standing {
        at: Moment { block: 1, time_ms },
        version: 1,
        status: PermitStatus::Active,
        valid_from_ms: 0,
        valid_until_ms: u64::MAX,
        document: Digest::ZERO,
    };
    PermitV1 {
        issuer: InstitutionId(1),
        holder: None,
        division: division(code),
        standings: AtMost::try_from(vec![standing(first_ms), standing(first_ms + 50)])
            .expect("two"),
    }
}

#[test]
fn an_archive_covers_the_permits_it_can_have_had() {
    let number: PermitNumber = "91130200699229617X001P".parse().expect("a number");
    let other: PermitNumber = "91130200699229617X002P".parse().expect("a number");
    let archive = |subject| RecognisedArchive {
        archive: DataSetId(1),
        version: 1,
        division: division(130_200),
        subject,
        published: Moment {
            block: 1,
            time_ms: 100,
        },
    };
    let whole = archive(Subject::None);
    assert!(whole.covers(&number, &permit(130_200, 100)));
    assert!(whole.covers(&number, &permit(130_281, 60)));
    assert!(!whole.covers(&number, &permit(130_100, 100)), "elsewhere");
    assert!(
        !whole.covers(&number, &permit(130_200, 101)),
        "issued later"
    );
    let of_one = archive(Subject::Permit(number));
    assert!(of_one.covers(&number, &permit(130_200, 100)));
    assert!(!of_one.covers(&other, &permit(130_200, 100)));
    let outlet = "91130200699229617X001P/DA001".parse().expect("an outlet");
    let of_outlet = archive(Subject::Outlet(outlet));
    assert!(of_outlet.covers(&number, &permit(130_200, 100)));
    assert!(!of_outlet.covers(&other, &permit(130_200, 100)));
}

#[test]
fn provinces_are_two_if_both_are_there() {
    for (one, other, are_two) in [
        (130_000, 140_000, true),
        (130_281, 140_100, true),
        (130_281, 130_000, false),
        (100_000, 130_000, false),
        (130_000, 100_000, false),
    ] {
        assert_eq!(
            are_of_two_provinces(division(one), division(other)),
            are_two
        );
    }
}

#[test]
fn variants_and_versions_keep_their_index() {
    for (index, kind) in DataSetKind::ALL.iter().enumerate() {
        assert_eq!(kind.encode(), [index as u8]);
        assert_eq!(kind.word().parse(), Ok(*kind));
    }
    let outlet = "91130200699229617X001P/DA001".parse().expect("an outlet");
    let subjects = [
        Subject::None,
        Subject::Permit(outlet_permit()),
        Subject::Outlet(outlet),
    ];
    for (index, subject) in subjects.iter().enumerate() {
        assert_eq!(subject.encode().first(), Some(&(index as u8)));
    }
    assert_eq!(Onward::OwnDivision.encode(), [1]);
    assert_eq!(ReceiptMatch::Differs.encode(), [1]);
    assert_eq!(Grant::V1(grant(None)).encode().first(), Some(&1));
    let key = SealingKey::V1(SealingKeyV1 {
        public: X25519Key([1; 32]),
        since: LATE,
        until: Some(LATE),
    });
    assert_eq!(key.encode().first(), Some(&1));
    assert_eq!(key.encoded_size(), SealingKey::max_encoded_len());
}

#[test]
fn a_filter_fits_what_it_says() {
    let set = DataSetV1 {
        new: NewDataSet {
            division: division(130_200),
            kind: DataSetKind::Records,
            title: "a".parse().expect("a title"),
            subject: Subject::Permit(outlet_permit()),
            from_ms: 100,
            until_ms: 200,
        },
        provider: InstitutionId(1),
        versions: 1,
        published: Moment::default(),
        withdrawn: None,
    };
    let all = DataSetFilter::ALL;
    let other: PermitNumber = "91130200699229617X002P".parse().expect("a number");
    let kind = |kind| DataSetFilter {
        kind: Some(kind),
        ..all
    };
    let inside = |code| DataSetFilter {
        division: Some(division(code)),
        ..all
    };
    let of = |permit| DataSetFilter {
        permit: Some(permit),
        ..all
    };
    let period = |from_ms, until_ms| DataSetFilter {
        from_ms,
        until_ms,
        ..all
    };
    for (filter, fits) in [
        (all, true),
        (kind(DataSetKind::Records), true),
        (kind(DataSetKind::Other), false),
        (inside(130_000), true),
        (inside(130_281), false),
        (of(outlet_permit()), true),
        (of(other), false),
        (period(199, 300), true),
        (period(200, 300), false),
        (period(0, 101), true),
        (period(0, 100), false),
    ] {
        assert_eq!(filter.fits(&set), fits, "{filter:?}");
    }
    let withdrawn = DataSetV1 {
        withdrawn: Some(Withdrawal {
            at: LATE,
            by: InstitutionId(1),
            reason: Digest::ZERO,
        }),
        ..set
    };
    assert!(!all.fits(&withdrawn));
}

fn outlet_permit() -> PermitNumber {
    "91130200699229617X001P".parse().expect("a number")
}

/// What a grant takes in the state, as the documentation of the pallet says.
#[test]
fn a_grant_is_at_most_this_long() {
    let longest = Grant::V1(GrantV1 {
        sealed: sealed(SealedKey::CIPHERTEXT_BYTES_MAX),
        renewed: vec![
            Renewal {
                from_ms: u64::MAX,
                to_ms: u64::MAX,
                document: Digest::ZERO,
                at: LATE,
                by: InstitutionId(1),
            };
            GrantV1::RENEWALS_MAX
        ]
        .try_into()
        .expect("not too many"),
        ..grant(Some(Revocation {
            at: LATE,
            by: InstitutionId(1),
            reason: Digest::ZERO,
        }))
    });
    assert_eq!(longest.encoded_size(), Grant::max_encoded_len());
    assert_eq!(Grant::V1(grant(None)).encoded_size(), 181);
    assert_eq!(Grant::max_encoded_len(), 758);
    assert_eq!(ReceiptList::max_encoded_len(), 401);
}
