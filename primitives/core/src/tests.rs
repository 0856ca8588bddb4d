//! Published numbers, and properties of every code.

use crate::*;
use alloc::{format, string::ToString, vec::Vec};
use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use core::{fmt::Display, str::FromStr};
use proptest::prelude::*;

/// Text, bytes and value say the same, both ways.
fn round_trips<T>(text: &str) -> T
where
    T: FromStr<Err: core::fmt::Debug>
        + Display
        + Encode
        + Decode
        + MaxEncodedLen
        + PartialEq
        + core::fmt::Debug,
{
    let value: T = text.parse().expect("valid");
    assert_eq!(value.to_string(), text);
    let bytes = value.encode();
    assert!(bytes.len() <= T::max_encoded_len());
    assert_eq!(
        T::decode_all(&mut bytes.as_slice()).expect("own encoding"),
        value
    );
    value
}

#[test]
fn published_credit_codes_pass() {
    for text in ["91130200699229617X", "911302307808371268"] {
        assert_eq!(round_trips::<Uscc>(text).encode(), text.as_bytes());
    }
}

#[test]
fn credit_codes_with_one_wrong_character_fail() {
    assert_eq!(
        "91130200699229617A".parse::<Uscc>(),
        Err(UsccError::Check { expected: 'X' })
    );
    assert_eq!("91130200699229617".parse::<Uscc>(), Err(UsccError::Length));
    assert_eq!(
        "9113020069922961IX".parse::<Uscc>(),
        Err(UsccError::Character { position: 17 })
    );
    assert_eq!(
        "91130200699229617x".parse::<Uscc>(),
        Err(UsccError::Character { position: 18 })
    );
}

#[test]
fn published_permit_numbers_pass() {
    // The standard's two sites of one holder, and the trial rule's example.
    for text in [
        "91130200699229617X001P",
        "91130200699229617X002P",
        "911302307808371268001P",
    ] {
        let number = round_trips::<PermitNumber>(text);
        assert_eq!(
            number.uscc().map(|uscc| uscc.to_string()),
            Some(text[..18].into())
        );
        assert_eq!(PermitNumber::max_encoded_len(), 22);
    }
}

#[test]
fn numbers_of_holders_without_a_credit_code_pass() {
    for text in [
        "H9130200000000001a001P",
        "H9130200699229617X001P",
        "H9130200MA0CDEFGHz002W",
    ] {
        let number = round_trips::<PermitNumber>(text);
        assert_eq!(number.uscc(), None);
        assert_eq!(number.holder(), text.to_ascii_uppercase().as_bytes()[..18]);
        assert_eq!(number.issuing_division(), "130200".parse().ok());
    }
    let nowhere: PermitNumber = "H9000000000000001a001P".parse().unwrap();
    let with_code: PermitNumber = "91130200699229617X001P".parse().unwrap();
    for number in [nowhere, with_code] {
        assert_eq!(number.issuing_division(), None);
    }
    for text in [
        "H9130200000000001i001P",
        "H913020A000000001a001P",
        "H91302000000000011001P",
    ] {
        assert_eq!(
            text.parse::<PermitNumber>(),
            Err(PermitNumberError::HolderWithoutCode),
            "{text}"
        );
    }
}

/// Otherwise a holder would escape a ban by the case of a letter.
#[test]
fn the_case_of_its_letter_makes_no_other_holder() {
    let number = |text: &str| text.parse::<PermitNumber>().unwrap();
    let small = number("H9130200MA0CDEFGHz001P");
    let capital = number("H9130200MA0CDEFGHZ002P");
    assert_eq!(small.holder(), *b"H9130200MA0CDEFGHZ");
    assert_eq!(small.holder(), capital.holder());
    // The number itself stays as it was written.
    assert_eq!(small.as_str(), "H9130200MA0CDEFGHz001P");
    let another = number("H9130200MA0CDEFGHy001P");
    assert_ne!(small.holder(), another.holder());
}

#[test]
fn wrong_permit_numbers_fail_where_they_are_wrong() {
    let wrong = |text: &str| text.parse::<PermitNumber>().unwrap_err();
    assert_eq!(wrong("91130200699229617X001"), PermitNumberError::Length);
    assert_eq!(wrong("91130200699229617X0A1P"), PermitNumberError::Site);
    assert_eq!(wrong("91130200699229617X001p"), PermitNumberError::Last);
    assert_eq!(
        wrong("91130200699229617A001P"),
        PermitNumberError::Holder(UsccError::Check { expected: 'X' })
    );
}

#[test]
fn outlets_are_number_and_code() {
    let outlet = round_trips::<Outlet>("91130200699229617X001P/DA001");
    assert_eq!(outlet.encode(), b"91130200699229617X001PDA001");
    assert_eq!(Outlet::try_from(outlet.to_bytes()), Ok(outlet));
    assert_eq!(outlet.code.medium(), Medium::Air);
    assert_eq!(round_trips::<OutletCode>("DW012").medium(), Medium::Water);
    for text in ["DX001", "DA01", "da001", "DA00A", "TA001"] {
        assert!(text.parse::<OutletCode>().is_err(), "{text}");
    }
    assert_eq!(
        "91130200699229617X001PDA001".parse::<Outlet>(),
        Err(OutletError::Separator)
    );
}

#[test]
fn divisions_contain_what_lies_in_them() {
    let [nation, hebei, tangshan, lubei, beijing] =
        ["100000", "130000", "130200", "130203", "110000"].map(round_trips::<DivisionCode>);
    let levels = [nation, hebei, tangshan, lubei].map(DivisionCode::level);
    assert_eq!(
        levels,
        [
            DivisionLevel::Nation,
            DivisionLevel::Province,
            DivisionLevel::City,
            DivisionLevel::County
        ]
    );
    assert!(
        nation.contains(lubei)
            && hebei.contains(lubei)
            && tangshan.contains(lubei)
            && lubei.contains(lubei)
    );
    assert!(!beijing.contains(hebei) && !lubei.contains(tangshan) && !hebei.contains(nation));
    for text in ["000000", "100001", "099999", "1302000", "+13020", "13020"] {
        assert!(text.parse::<DivisionCode>().is_err(), "{text}");
    }
    assert!(DivisionCode::decode(&mut &109_999u32.encode()[..]).is_err());
}

#[test]
fn device_numbers_of_the_field_pass() {
    for text in [
        "010000A8900016F000169DC0",
        "Z13401000010301",
        "JLYP01_AIR01_0001",
        "NJGDKYYC202101q0001w0001",
        "a-1",
    ] {
        let mn = round_trips::<Mn>(text);
        assert_eq!(mn.encode(), text.as_bytes().encode());
    }
    assert_eq!("".parse::<Mn>(), Err(MnError::Length));
    assert_eq!(
        "0123456789012345678901234".parse::<Mn>(),
        Err(MnError::Length)
    );
    assert_eq!("a b".parse::<Mn>(), Err(MnError::Character));
    assert_eq!("a\0".parse::<Mn>(), Err(MnError::Character));
}

#[test]
fn digests_have_one_spelling() {
    let text = "00".repeat(31) + "af";
    assert_eq!(round_trips::<Digest>(&text).0[31], 0xaf);
    assert!(text.to_uppercase().parse::<Digest>().is_err());
    assert!(text[1..].parse::<Digest>().is_err());
}

#[test]
fn names_are_short_clean_text() {
    round_trips::<InstitutionName>("唐山市生态环境局");
    round_trips::<InstitutionName>(&"a".repeat(128));
    assert_eq!(
        "a".repeat(129).parse::<InstitutionName>(),
        Err(InstitutionNameError::Length)
    );
    for text in [" a", "a\n", "a\u{7}b"] {
        assert_eq!(
            text.parse::<InstitutionName>(),
            Err(InstitutionNameError::Character)
        );
    }
    assert!(InstitutionName::decode(&mut &[4u8, 0xff][..]).is_err());
    assert!(InstitutionName::decode(&mut &"a".repeat(129).encode()[..]).is_err());
}

#[test]
fn node_keys_have_one_spelling() {
    let text = "00".repeat(31) + "af";
    assert_eq!(round_trips::<NodeKey>(&text).encode()[31], 0xaf);
    for wrong in [&text.to_uppercase(), &text[1..], ""] {
        assert_eq!(wrong.parse::<NodeKey>(), Err(NodeKeyError), "{wrong}");
    }
}

#[test]
fn node_addresses_are_multiaddrs_without_a_peer() {
    for text in [
        "/ip4/10.77.0.1/tcp/30333",
        "/ip6/::1/tcp/30333",
        "/dns/node-1.agency.example/tcp/30333/ws",
    ] {
        let address = round_trips::<NodeAddress>(text);
        assert_eq!(address.encode(), text.as_bytes().encode());
    }
    round_trips::<NodeAddress>(&format!("/{}", "a".repeat(127)));
    let wrong = |text: &str| text.parse::<NodeAddress>().unwrap_err();
    assert_eq!(wrong(""), NodeAddressError::Length);
    assert_eq!(
        wrong(&format!("/{}", "a".repeat(128))),
        NodeAddressError::Length
    );
    assert_eq!(wrong("10.77.0.1:30333"), NodeAddressError::Start);
    assert_eq!(wrong("/ip4/10.77.0.1 "), NodeAddressError::Character);
    assert_eq!(wrong("/dns/局/tcp/1"), NodeAddressError::Character);
    for peer in ["p2p", "ipfs"] {
        let text = format!("/ip4/10.77.0.1/tcp/30333/{peer}/12D3KooWabc");
        assert_eq!(wrong(&text), NodeAddressError::Peer);
    }
    let too_long = format!("/{}", "a".repeat(128)).encode();
    assert!(NodeAddress::decode(&mut too_long.as_slice()).is_err());
}

#[test]
fn lists_are_no_longer_than_their_type_says() {
    type Three = AtMost<u8, 3>;
    let full = Three::try_from(alloc::vec![1, 2, 3]).expect("three");
    assert_eq!(full.encode(), [1u8, 2, 3].to_vec().encode());
    assert_eq!(full.encoded_size(), Three::max_encoded_len());
    assert_eq!(Three::decode_all(&mut full.encode().as_slice()), Ok(full));
    assert_eq!(Three::try_from(alloc::vec![0; 4]), Err(TooMany { max: 3 }));
    let mut growing = Three::try_from(alloc::vec![1, 2]).expect("two");
    assert_eq!(growing.map(|value| value * 10).into_inner(), [10, 20]);
    assert_eq!(growing.try_push(3), Ok(()));
    assert_eq!(growing.try_push(4), Err(TooMany { max: 3 }));
    assert_eq!(growing.into_inner(), [1, 2, 3]);
    assert!(Three::decode(&mut alloc::vec![0u8; 4].encode().as_slice()).is_err());
    // A length nobody could send is refused before any memory is taken for it.
    let endless = codec::Compact(u32::MAX).encode();
    assert!(AtMost::<[u8; 1024], 3>::decode(&mut endless.as_slice()).is_err());
    assert_eq!(
        scale_info::meta_type::<Three>(),
        scale_info::meta_type::<Vec<u8>>(),
        "metadata shows a plain list"
    );
}

#[test]
fn a_decision_is_a_versioned_value() {
    let decision = Decision::V1(DecisionV1 {
        document: Digest([1; 32]),
        call_hash: Digest([2; 32]),
        call: alloc::vec![3; DecisionV1::CALL_BYTES_MAX]
            .try_into()
            .expect("the longest"),
        at: Moment {
            block: u32::MAX,
            time_ms: u64::MAX,
        },
    });
    let bytes = decision.encode();
    assert_eq!(bytes.first(), Some(&1));
    assert_eq!(bytes.len(), Decision::max_encoded_len());
    assert_eq!(Decision::decode_all(&mut bytes.as_slice()), Ok(decision));
}

#[test]
fn kinds_and_duties_keep_their_index() {
    for (index, kind) in InstitutionKind::ALL.iter().enumerate() {
        assert_eq!(kind.encode(), [index as u8]);
        assert_eq!(kind.word().parse(), Ok(*kind));
    }
    for (index, duty) in Duty::ALL.iter().enumerate() {
        assert_eq!(duty.encode(), [index as u8]);
        assert_eq!(Duties::from(*duty).encode(), [1 << index]);
        assert_eq!(duty.word().parse(), Ok(*duty));
    }
    assert_eq!(Duties::decode(&mut &[0b1111][..]), Ok(Duties::ALL));
    assert!(Duties::decode(&mut &[0b1_0000][..]).is_err());
    assert_eq!(
        Duties::ALL
            .without(Duty::Trader)
            .iter()
            .collect::<Duties>()
            .encode(),
        [0b1011]
    );
}

#[test]
fn an_institution_is_a_versioned_value() {
    let institution = Institution::V1(InstitutionV1 {
        kind: InstitutionKind::Agency,
        uscc: "91130200699229617X".parse().unwrap(),
        name: "局".parse().unwrap(),
        division: DivisionCode::NATION,
        status: InstitutionStatus::Suspended {
            since: Moment {
                block: 1,
                time_ms: 2,
            },
        },
        admitted: Moment::default(),
        admitted_by: Some(InstitutionId(3)),
    });
    let bytes = institution.encode();
    assert_eq!(bytes.first(), Some(&1));
    assert!(bytes.len() <= Institution::max_encoded_len());
    assert_eq!(
        Institution::decode_all(&mut bytes.as_slice()),
        Ok(institution)
    );
}

#[test]
fn in_metadata_a_code_is_a_wrapper() {
    for info in [
        scale_info::meta_type::<Mn>(),
        scale_info::meta_type::<Uscc>(),
        scale_info::meta_type::<InstitutionName>(),
        scale_info::meta_type::<NodeAddress>(),
        scale_info::meta_type::<NodeKey>(),
    ] {
        let described = info.type_info();
        assert!(
            matches!(described.type_def, scale_info::TypeDef::Composite(fields) if fields.fields.len() == 1)
        );
    }
}

#[cfg(feature = "serde")]
#[test]
fn in_json_a_code_is_its_text() {
    use serde::{de::IntoDeserializer, Deserialize, Serialize};
    struct Shown<T>(T);
    impl<T: Serialize> Display for Shown<T> {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            self.0.serialize(f)
        }
    }
    let read = |text: &str| {
        Uscc::deserialize(IntoDeserializer::<serde::de::value::Error>::into_deserializer(text))
    };
    let uscc = read("91130200699229617X").unwrap();
    assert_eq!(Shown(uscc).to_string(), "91130200699229617X");
    assert!(read("91130200699229617A").is_err());
    assert_eq!(
        Shown(InstitutionKind::GatewayOperator).to_string(),
        "gateway-operator"
    );
    assert_eq!(Shown(GatewayId(7)).to_string(), "7");
    assert_eq!(Shown(DecisionId(7)).to_string(), "7");
    assert_eq!(Shown(NodeKey([7; 32])).to_string(), "07".repeat(32));
}

/// Whatever decodes must print as something that parses to itself, and encode to the bytes it came from.
fn sound<T>(bytes: &[u8])
where
    T: FromStr<Err: core::fmt::Debug> + Display + Encode + Decode + PartialEq + core::fmt::Debug,
{
    if let Ok(value) = T::decode_all(&mut &*bytes) {
        assert_eq!(value.encode(), bytes);
        assert_eq!(
            value
                .to_string()
                .parse::<T>()
                .expect("decoded values are valid"),
            value
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_decode_to_a_valid_value_or_not_at_all(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        sound::<Uscc>(&bytes);
        sound::<PermitNumber>(&bytes);
        sound::<OutletCode>(&bytes);
        sound::<Outlet>(&bytes);
        sound::<DivisionCode>(&bytes);
        sound::<Mn>(&bytes);
        sound::<InstitutionName>(&bytes);
        sound::<Digest>(&bytes);
        sound::<NodeKey>(&bytes);
        sound::<NodeAddress>(&bytes);
    }

    #[test]
    fn a_credit_code_has_exactly_one_check_character(body in "[0-9A-HJ-NP-RTUWXY]{17}") {
        let valid: Vec<_> = "0123456789ABCDEFGHJKLMNPQRTUWXY"
            .chars()
            .filter(|last| format!("{body}{last}").parse::<Uscc>().is_ok())
            .collect();
        prop_assert_eq!(valid.len(), 1);
        round_trips::<Uscc>(&format!("{body}{}", valid[0]));
    }

    #[test]
    fn one_changed_character_is_always_noticed(position in 0usize..18, other in "[0-9A-HJ-NP-RTUWXY]") {
        let mut text = "91130200699229617X".to_string();
        text.replace_range(position..=position, &other);
        prop_assert_eq!(text.parse::<Uscc>().is_ok(), text == "91130200699229617X");
    }

    #[test]
    fn device_numbers_round_trip_and_sort_as_text(a in "[0-9A-Za-z_-]{1,24}", b in "[0-9A-Za-z_-]{1,24}") {
        let order = round_trips::<Mn>(&a).cmp(&round_trips::<Mn>(&b));
        prop_assert_eq!(order, a.as_bytes().cmp(b.as_bytes()));
    }

    #[test]
    fn containment_is_an_order(a in 110_000u32..999_999, b in 110_000u32..999_999) {
        let [a, b] = [a, b].map(|number| DivisionCode::try_from(number).expect("in range"));
        prop_assert!(a.contains(a) && DivisionCode::NATION.contains(a));
        prop_assert_eq!(a.contains(b) && b.contains(a), a == b);
        if a.contains(b) { prop_assert!(a.level() <= b.level()); }
    }
}
