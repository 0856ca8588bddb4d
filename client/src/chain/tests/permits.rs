//! Calls of permits, tags and emissions, byte for byte.

use super::{metadata, pallet, EXTENSIONS};
use crate::chain::{
    calls::{self, PermitText, TagText, Validity},
    Call,
};
use codec::Encode;
use frame_metadata::v14::PalletMetadata;
use limpid_evidence::{BatchWithout, DayProof, ShownRun};
use limpid_primitives::{
    emissions::{EmissionRules, EmissionRulesV1, FindingId, ReviewKind, SubstitutionRule},
    permit::{
        Averaging, Category, ConcentrationUnit, Limit, LimitBasis, OutletTerms, OutletTermsV1,
        Position, YearlyMass,
    },
    Digest, GatewayId, Grams, Micrograms, Outlet, PermitNumber, TagCode, TagId, TagRule, TagRuleV1,
    TagSubject,
};
use scale_info::{meta_type, TypeInfo};

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum PermitsCall {
    #[codec(index = 0)]
    issue_permit,
    #[codec(index = 1)]
    amend_permit,
    #[codec(index = 2)]
    renew_permit,
    #[codec(index = 3)]
    suspend_permit,
    #[codec(index = 4)]
    reinstate_permit,
    #[codec(index = 5)]
    revoke_permit,
    #[codec(index = 6)]
    withdraw_permit,
    #[codec(index = 7)]
    cancel_permit,
    #[codec(index = 8)]
    lift_ban,
}

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum TagsCall {
    #[codec(index = 0)]
    set_tag_rule,
    #[codec(index = 1)]
    remove_tag_rule,
    #[codec(index = 2)]
    file_tag,
    #[codec(index = 3)]
    accept_tag,
    #[codec(index = 4)]
    reject_tag,
}

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum EmissionsCall {
    #[codec(index = 0)]
    prove_days,
    #[codec(index = 1)]
    prove_absence,
    #[codec(index = 2)]
    substitute_day,
    #[codec(index = 3)]
    override_day,
    #[codec(index = 4)]
    prove_exceedance,
    #[codec(index = 5)]
    review_finding,
    #[codec(index = 6)]
    notify_party,
    #[codec(index = 7)]
    state_position,
    #[codec(index = 8)]
    uphold_finding,
    #[codec(index = 9)]
    dismiss_finding,
    #[codec(index = 10)]
    set_rules,
    #[codec(index = 11)]
    set_substitution_rule,
}

pub fn pallets() -> Vec<PalletMetadata> {
    vec![
        pallet("Permits", 15, Some(meta_type::<PermitsCall>())),
        pallet("Tags", 16, Some(meta_type::<TagsCall>())),
        pallet("Emissions", 17, Some(meta_type::<EmissionsCall>())),
    ]
}

const NUMBER: &str = "91130200699229617X001P";
const DOCUMENT: Digest = Digest([0xd0; 32]);

fn number() -> PermitNumber {
    NUMBER.parse().unwrap()
}

fn outlet() -> Outlet {
    format!("{NUMBER}/DA001").parse().unwrap()
}

/// Bytes of a call, piece by piece.
fn bytes(pieces: &[&[u8]]) -> String {
    hex::encode(pieces.concat())
}

fn encoded(call: &Call) -> String {
    hex::encode(call.encode(&metadata(&EXTENSIONS)).unwrap())
}

fn text() -> PermitText {
    let limit = Limit {
        pollutant: "a21002".parse().unwrap(),
        averaging: Averaging::Day,
        value: "50.5".parse().unwrap(),
        unit: ConcentrationUnit::MilligramPerCubicMetre,
        basis: LimitBasis::Converted,
        standard: "GB 1".parse().unwrap(),
    };
    let yearly = YearlyMass {
        pollutant: "a21002".parse().unwrap(),
        mass: Grams(7),
    };
    let terms = OutletTermsV1 {
        position: Position::new(2, -1).unwrap(),
        treatments: vec!["TA001".parse().unwrap()].try_into().unwrap(),
        limits: vec![limit].try_into().unwrap(),
        yearly_masses: vec![yearly].try_into().unwrap(),
    };
    PermitText {
        category: Category::Simplified,
        document: DOCUMENT,
        outlets: vec![("DA001".parse().unwrap(), OutletTerms::V1(terms))],
    }
}

/// The outlets of [`text`], field by field; lists begin with four times their length.
fn outlets() -> Vec<u8> {
    [
        &[4][..],
        b"DA001",
        &[1, 2, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
        &[4],
        b"TA001",
        &[4],
        b"a21002",
        &[1, 0xf9, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1],
        b"\x10GB 1",
        &[4],
        b"a21002",
        &[7, 0, 0, 0, 0, 0, 0, 0],
    ]
    .concat()
}

#[test]
fn a_permit_is_issued_amended_and_renewed_with_all_its_outlets() {
    let division = "130200".parse().unwrap();
    let validity = Validity {
        from_ms: 1,
        until_ms: 2,
    };
    let number_bytes = NUMBER.as_bytes();
    let terms: &[&[u8]] = &[&[1], &DOCUMENT.0, &outlets()];
    let with = |head: &[&[u8]]| bytes(&[head, terms].concat());
    let dates = [1u64.to_le_bytes(), 2u64.to_le_bytes()].concat();
    // The category stands before the dates when a permit is issued.
    assert_eq!(
        encoded(&calls::issue_permit(number(), division, validity, &text())),
        bytes(&[
            &[15, 0],
            number_bytes,
            &130_200u32.to_le_bytes(),
            &[1],
            &dates,
            &DOCUMENT.0,
            &outlets()
        ])
    );
    assert_eq!(
        encoded(&calls::amend_permit(number(), &text())),
        with(&[&[15, 1], number_bytes])
    );
    assert_eq!(
        encoded(&calls::renew_permit(number(), 2, &text())),
        with(&[&[15, 2], number_bytes, &2u64.to_le_bytes()])
    );
}

#[test]
fn what_is_decided_about_a_permit_names_its_document_and_a_ban() {
    let with = |index, tail: &[u8]| bytes(&[&[15, index], NUMBER.as_bytes(), &DOCUMENT.0, tail]);
    for (call, index) in [
        (calls::suspend_permit(number(), DOCUMENT), 3),
        (calls::reinstate_permit(number(), DOCUMENT), 4),
        (calls::cancel_permit(number(), DOCUMENT), 7),
        (calls::lift_ban(number(), DOCUMENT), 8),
    ] {
        assert_eq!(encoded(&call), with(index, &[]), "{}", call.name());
    }
    let until = [&[1][..], &9u64.to_le_bytes()].concat();
    assert_eq!(
        encoded(&calls::revoke_permit(number(), DOCUMENT, Some(9))),
        with(5, &until)
    );
    assert_eq!(
        encoded(&calls::withdraw_permit(number(), DOCUMENT, None)),
        with(6, &[0])
    );
}

#[test]
fn tags_are_filed_and_reviewed_by_outlet_and_number() {
    let rule = TagRule::V1(TagRuleV1 {
        subject: TagSubject::Condition,
        name: "a b".parse().unwrap(),
        deadline_ms: 3,
    });
    let code = TagCode(258);
    let deadline = 3u64.to_le_bytes();
    assert_eq!(
        encoded(&calls::set_tag_rule(code, &rule)),
        bytes(&[&[16, 0, 2, 1, 1, 1], b"\x0ca b", &deadline])
    );
    assert_eq!(encoded(&calls::remove_tag_rule(code)), "10010201");
    let tag = TagText {
        outlet: outlet(),
        code,
        from_ms: 1,
        until_ms: 2,
        reason: Digest([0xaa; 32]),
        proof: Digest([0xbb; 32]),
    };
    let place = outlet().to_bytes();
    assert_eq!(
        encoded(&calls::file_tag(&tag)),
        bytes(&[
            &[16, 2],
            &place,
            &[2, 1],
            &1u64.to_le_bytes(),
            &2u64.to_le_bytes(),
            &[0xaa; 32],
            &[0xbb; 32]
        ])
    );
    let id = [5, 0, 0, 0];
    assert_eq!(
        encoded(&calls::accept_tag(outlet(), TagId(5))),
        bytes(&[&[16, 3], &place, &id])
    );
    assert_eq!(
        encoded(&calls::reject_tag(outlet(), TagId(5), DOCUMENT)),
        bytes(&[&[16, 4], &place, &id, &DOCUMENT.0])
    );
}

#[test]
fn days_are_proven_overridden_and_substituted() {
    let day: limpid_primitives::Day = "1970-01-03".parse().unwrap();
    let run = ShownRun {
        start: 6,
        leaves: Vec::new().try_into().unwrap(),
        nodes: vec![Digest([0xee; 32])].try_into().unwrap(),
    };
    let run_bytes = [&[6, 0, 0, 0, 0, 4][..], &[0xee; 32]].concat();
    let proof = DayProof {
        outlet: outlet(),
        gateway: GatewayId(3),
        sequence: 4,
        day,
        run: run.clone(),
    };
    let place = outlet().to_bytes();
    let (gateway, sequence, of_day) = (3u32.to_le_bytes(), 4u64.to_le_bytes(), [2, 0, 0, 0]);
    assert_eq!(
        encoded(&calls::prove_days(&[proof])),
        bytes(&[
            &[17, 0, 4],
            &place,
            &gateway,
            &sequence,
            &of_day,
            &run_bytes
        ])
    );
    let batches = [BatchWithout::ByHeader, BatchWithout::ByRun(run.clone())];
    assert_eq!(
        encoded(&calls::prove_absence(
            outlet(),
            day,
            GatewayId(3),
            4,
            &batches
        )),
        bytes(&[
            &[17, 1],
            &place,
            &of_day,
            &gateway,
            &sequence,
            &[8, 0, 1],
            &run_bytes
        ])
    );
    assert_eq!(
        encoded(&calls::substitute_day(outlet(), day)),
        bytes(&[&[17, 2], &place, &of_day])
    );
    let nox = "a21002".parse().unwrap();
    assert_eq!(
        encoded(&calls::override_day(
            outlet(),
            nox,
            day,
            Micrograms(9),
            DOCUMENT
        )),
        bytes(&[
            &[17, 3],
            &place,
            b"a21002",
            &of_day,
            &9u128.to_le_bytes(),
            &DOCUMENT.0
        ])
    );
    let exceedance = calls::ExceedancePlace {
        outlet: outlet(),
        gateway: GatewayId(3),
        sequence: 4,
        pollutant: nox,
        averaging: Averaging::Day,
    };
    assert_eq!(
        encoded(&calls::prove_exceedance(&exceedance, &run)),
        bytes(&[
            &[17, 4],
            &place,
            &gateway,
            &sequence,
            b"a21002",
            &[1],
            &run_bytes
        ])
    );
}

#[test]
fn findings_are_decided_by_number_and_document() {
    let id = FindingId(258);
    let with = |index: u8, tail: &[u8]| bytes(&[&[17, index, 2, 1, 0, 0], tail]);
    let legal = [&[1][..], &DOCUMENT.0].concat();
    assert_eq!(
        encoded(&calls::review_finding(id, ReviewKind::Legal, DOCUMENT)),
        with(5, &legal)
    );
    for (call, index) in [
        (calls::notify_party(id, DOCUMENT), 6),
        (calls::state_position(id, DOCUMENT), 7),
        (calls::uphold_finding(id, DOCUMENT), 8),
        (calls::dismiss_finding(id, DOCUMENT), 9),
    ] {
        assert_eq!(encoded(&call), with(index, &DOCUMENT.0), "{}", call.name());
    }
}

#[test]
fn rules_are_set_whole_and_substitutes_by_division() {
    let rules = EmissionRules::V1(EmissionRulesV1::default());
    let EmissionRules::V1(fields) = rules;
    assert_eq!(
        encoded(&calls::set_rules(&rules)),
        bytes(&[&[17, 10, 1, 0], &fields.encode()[1..]])
    );
    let division = "130200".parse().unwrap();
    let code = 130_200u32.to_le_bytes();
    let rule = Some(SubstitutionRule::MeanOfDays(7));
    assert_eq!(
        encoded(&calls::set_substitution_rule(division, rule)),
        bytes(&[&[17, 11], &code, &[1, 1, 7]])
    );
    assert_eq!(
        encoded(&calls::set_substitution_rule(division, None)),
        bytes(&[&[17, 11], &code, &[0]])
    );
}
