//! Properties of every stored value, and the rules of one value.

use super::*;
use crate::{AtMost, Digest, DivisionCode, Grams, InstitutionId, Medium, Moment};
use alloc::{string::ToString, vec, vec::Vec};
use codec::{DecodeAll, Encode, MaxEncodedLen};

fn division(code: u32) -> DivisionCode {
    code.try_into().unwrap()
}

fn air(code: u32) -> Zone {
    Zone::Air {
        division: division(code),
    }
}

fn place(code: u32, basin: Option<&str>) -> Place {
    Place {
        division: division(code),
        basin: basin.map(|basin| basin.parse().unwrap()),
    }
}

fn vintage() -> Vintage {
    Vintage::new(2026, 2030, "2031-06-30".parse().unwrap()).unwrap()
}

fn key(zone: Zone) -> ClassKey {
    let pollutant = match zone.medium() {
        Medium::Air => "a21002",
        Medium::Water => "w01018",
    };
    ClassKey::new(
        pollutant.parse().unwrap(),
        zone,
        vintage(),
        Sector::Industry,
    )
    .unwrap()
}

fn rules() -> ClassRulesV1 {
    ClassRulesV1 {
        cap: Grams(1),
        zones: AtMost::default(),
        sectors: AtMost::default(),
        barred: AtMost::default(),
        holder_limit: None,
        group_limit: None,
        resale: ResaleRule::NextDay,
        transfer: TransferRule::Agreed,
        lease_days_max: 0,
    }
}

fn declaration(sector: Sector, places: &[Place]) -> Declaration {
    Declaration {
        sector,
        group: None,
        places: places.to_vec().try_into().unwrap(),
    }
}

fn round_trips<T: Encode + DecodeAll + MaxEncodedLen + PartialEq + core::fmt::Debug>(value: T) {
    let bytes = value.encode();
    assert!(bytes.len() <= T::max_encoded_len());
    assert_eq!(T::decode_all(&mut bytes.as_slice()).unwrap(), value);
}

#[test]
fn values_round_trip_and_fit() {
    let basin = Zone::Water {
        division: division(130_000),
        basin: "ABCDEFGH".parse().unwrap(),
    };
    round_trips(key(air(130_000)));
    round_trips(key(basin));
    round_trips(rules());
    round_trips(declaration(Sector::Power, &[place(130_200, Some("C"))]));
    let parents: Vec<_> = (1..=LotV1::PARENTS_MAX as u64)
        .map(|number| Part {
            lot: LotId(number),
            amount: Grams(u64::MAX),
        })
        .collect();
    round_trips(Lot::V1(LotV1 {
        class: ClassId(1),
        holder: Holder::Reserve(division(130_000)),
        amount: Grams(u64::MAX),
        cause: Cause::Surrender {
            permit: "91130200699229617X001P".parse().unwrap(),
            year: 2026,
        },
        parents: parents.try_into().unwrap(),
        at: Moment::default(),
    }));
    round_trips(Holding::V1(HoldingV1 {
        lot: Some(LotId(1)),
        bought_on: Some("2026-11-01".parse().unwrap()),
        ..HoldingV1::default()
    }));
}

/// Evidence reads these bytes: an index that moves is another value.
#[test]
fn variants_keep_their_index() {
    let cause = |cause: Cause| cause.encode()[0];
    assert_eq!(
        [
            cause(Cause::Allocation {
                document: Digest::ZERO
            }),
            cause(Cause::Trade {
                trade: Default::default()
            }),
            cause(Cause::Expiry),
            cause(Cause::Join),
        ],
        [0, 6, 11, 12]
    );
    for (index, refusal) in Refusal::ALL.iter().enumerate() {
        assert_eq!(refusal.encode(), [index as u8], "{refusal}");
        assert_eq!(refusal.to_string().parse(), Ok(*refusal));
    }
    for (index, sector) in Sector::ALL.iter().enumerate() {
        assert_eq!(sector.encode(), [index as u8], "{sector}");
    }
    assert_eq!(Holder::Institution(InstitutionId(1)).encode()[0], 0);
    assert_eq!(Lot::max_encoded_len(), 592);
}

#[test]
fn basins_are_short_codes_with_one_spelling() {
    for text in ["C", "C030100", "ABCDEFGH"] {
        let code: BasinCode = text.parse().unwrap();
        assert_eq!(code.to_string(), text);
        round_trips(code);
    }
    for text in ["", "c", "A B", "ABCDEFGHI", "A\0B"] {
        assert_eq!(text.parse::<BasinCode>(), Err(BasinCodeError), "{text:?}");
    }
    for bytes in [
        *b"\0\0\0\0\0\0\0\0",
        *b"A\0B\0\0\0\0\0",
        *b"a\0\0\0\0\0\0\0",
    ] {
        assert!(BasinCode::decode_all(&mut &bytes[..]).is_err());
    }
}

#[test]
fn holders_have_one_spelling() {
    for text in ["7", "reserve:130000"] {
        let holder: Holder = text.parse().unwrap();
        assert_eq!(holder.to_string(), text);
    }
    for text in ["", "reserve:", "reserve:1", "-1", "reserve 130000"] {
        assert_eq!(text.parse::<Holder>(), Err(HolderError), "{text:?}");
    }
}

#[test]
fn a_class_is_of_one_medium() {
    let pollutant = "a21002".parse().unwrap();
    let zone = Zone::Water {
        division: division(130_000),
        basin: "C".parse().unwrap(),
    };
    let wrong = ClassKey::new(pollutant, zone, vintage(), Sector::Industry);
    assert_eq!(wrong, Err(ClassKeyError));
    let bytes = (pollutant, zone, vintage(), Sector::Industry).encode();
    assert!(ClassKey::decode_all(&mut bytes.as_slice()).is_err());
}

#[test]
fn vintages_end_after_their_years() {
    let day = |text: &str| text.parse().unwrap();
    assert!(Vintage::new(2026, 2026, day("2026-12-31")).is_ok());
    assert!(Vintage::new(2026, 2035, day("2035-12-31")).is_ok());
    for (first, last, expires) in [
        (2027, 2026, "2027-12-31"),
        (2026, 2036, "2037-12-31"),
        (2026, 2026, "2026-12-30"),
        (1969, 1970, "2026-12-31"),
    ] {
        assert_eq!(Vintage::new(first, last, day(expires)), Err(VintageError));
    }
    assert!(Vintage::decode_all(&mut (2027u16, 2026u16, 0u32).encode().as_slice()).is_err());
    let end_ms = vintage().expires().end_ms();
    assert!(!vintage().is_over(end_ms - 1) && vintage().is_over(end_ms));
}

#[test]
fn places_are_in_order() {
    let in_order = |codes: &[u32]| {
        let places: Vec<_> = codes.iter().map(|code| place(*code, None)).collect();
        declaration(Sector::Industry, &places).is_in_order()
    };
    assert!(in_order(&[130_200]) && in_order(&[130_200, 130_600]));
    for codes in [&[][..], &[130_600, 130_200], &[130_200, 130_200]] {
        assert!(!in_order(codes), "{codes:?}");
    }
}

#[test]
fn one_good_site_is_enough_to_buy_in() {
    let class = key(air(130_200));
    let in_both = declaration(
        Sector::Industry,
        &[place(130_200, None), place(130_600, None)],
    );
    assert_eq!(rules().check_buyer(&class, &in_both), Ok(()));
    let barred = ClassRulesV1 {
        barred: vec![division(130_200)].try_into().unwrap(),
        ..rules()
    };
    // Its other site is where the class is not good.
    let refused = barred.check_buyer(&class, &in_both);
    assert_eq!(refused, Err(Refusal::AreaBarred));
    assert_eq!(barred.check_holder(&class, &in_both), Ok(()));
    let letting_in = ClassRulesV1 {
        zones: vec![air(130_600)].try_into().unwrap(),
        ..barred
    };
    assert_eq!(letting_in.check_buyer(&class, &in_both), Ok(()));
}

#[test]
fn deadlines_are_counted_from_the_end_of_the_year() {
    let rule = SurrenderRuleV1 {
        first_year: 2026,
        deadline_days: 2,
        deduction_permille: 0,
    };
    let third: crate::Day = "2027-01-03".parse().unwrap();
    assert_eq!(rule.deadline_ms(2026), Some(third.start_ms()));
    assert_eq!(
        (rule.deadline_ms(2025), rule.deadline_ms(10_000)),
        (None, None)
    );
}
