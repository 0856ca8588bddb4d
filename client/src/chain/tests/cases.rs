//! Calls of joint cases, byte for byte.

use super::{metadata, pallet, EXTENSIONS};
use crate::chain::{calls, Call};
use frame_metadata::v14::PalletMetadata;
use limpid_primitives::{
    joint_case::{CaseId, ClueId, InvitationAnswer, TaskId},
    Digest, InstitutionId,
};
use scale_info::{meta_type, TypeInfo};

#[derive(TypeInfo)]
#[allow(dead_code, non_camel_case_types)]
enum CasesCall {
    #[codec(index = 0)]
    open_case,
    #[codec(index = 1)]
    invite_agency,
    #[codec(index = 2)]
    answer_invitation,
    #[codec(index = 3)]
    leave_case,
    #[codec(index = 4)]
    transfer_clue,
    #[codec(index = 5)]
    accept_clue,
    #[codec(index = 6)]
    return_clue,
    #[codec(index = 7)]
    dispute_clue,
    #[codec(index = 8)]
    decide_clue,
    #[codec(index = 9)]
    attach_evidence,
    #[codec(index = 10)]
    set_task,
    #[codec(index = 11)]
    finish_task,
    #[codec(index = 12)]
    close_case,
    #[codec(index = 13)]
    withdraw_task,
}

pub fn pallets() -> Vec<PalletMetadata> {
    vec![pallet("Cases", 22, Some(meta_type::<CasesCall>()))]
}

const CASE: CaseId = CaseId(3);
const CLUE: ClueId = ClueId(4);
const TASK: TaskId = TaskId(5);
const TO: InstitutionId = InstitutionId(6);
const DOCUMENT: Digest = Digest([0xd0; 32]);
const PERMIT: &str = "91130200699229617X001P";

fn bytes(pieces: &[&[u8]]) -> String {
    hex::encode(pieces.concat())
}

fn encoded(call: &Call) -> String {
    hex::encode(call.encode(&metadata(&EXTENSIONS)).unwrap())
}

#[test]
fn agencies_open_join_leave_and_close_cases() {
    let case = [3, 0, 0, 0];
    let open = bytes(&[&[22, 0], &DOCUMENT.0]);
    assert_eq!(encoded(&calls::open_case(DOCUMENT)), open);
    assert_eq!(
        encoded(&calls::invite_agency(CASE, TO)),
        "16010300000006000000"
    );
    for (answer, index) in [(InvitationAnswer::Join, 0), (InvitationAnswer::Decline, 1)] {
        let call = calls::answer_invitation(CASE, answer);
        assert_eq!(encoded(&call), bytes(&[&[22, 2], &case, &[index]]));
    }
    assert_eq!(encoded(&calls::leave_case(CASE)), "160303000000");
    let close = bytes(&[&[22, 12], &case, &DOCUMENT.0]);
    assert_eq!(encoded(&calls::close_case(CASE, DOCUMENT)), close);
}

#[test]
fn clues_name_their_content_and_place() {
    let place = "130224".parse().unwrap();
    let tail = [&DOCUMENT.0[..], &130_224u32.to_le_bytes(), &[6, 0, 0, 0]].concat();
    assert_eq!(
        encoded(&calls::transfer_clue(None, DOCUMENT, place, TO)),
        bytes(&[&[22, 4, 0], &tail])
    );
    assert_eq!(
        encoded(&calls::transfer_clue(Some(CASE), DOCUMENT, place, TO)),
        bytes(&[&[22, 4, 1, 3, 0, 0, 0], &tail])
    );
    assert_eq!(encoded(&calls::accept_clue(CLUE)), "160504000000");
    for (call, index) in [
        (calls::return_clue(CLUE, DOCUMENT), 6),
        (calls::dispute_clue(CLUE, DOCUMENT), 7),
    ] {
        let expected = bytes(&[&[22, index, 4, 0, 0, 0], &DOCUMENT.0]);
        assert_eq!(encoded(&call), expected, "{}", call.name());
    }
    assert_eq!(
        encoded(&calls::decide_clue(CLUE, TO, DOCUMENT)),
        bytes(&[&[22, 8, 4, 0, 0, 0, 6, 0, 0, 0], &DOCUMENT.0])
    );
}

#[test]
fn evidence_and_tasks_belong_to_a_case() {
    let case = [3, 0, 0, 0];
    let attach = |permit| encoded(&calls::attach_evidence(CASE, DOCUMENT, permit));
    assert_eq!(attach(None), bytes(&[&[22, 9], &case, &DOCUMENT.0, &[0]]));
    assert_eq!(
        attach(Some(PERMIT.parse().unwrap())),
        bytes(&[&[22, 9], &case, &DOCUMENT.0, &[1], PERMIT.as_bytes()])
    );
    let due = 9u64.to_le_bytes();
    assert_eq!(
        encoded(&calls::set_task(CASE, TO, DOCUMENT, 9)),
        bytes(&[&[22, 10], &case, &[6, 0, 0, 0], &DOCUMENT.0, &due])
    );
    for (call, index) in [
        (calls::finish_task(CASE, TASK, DOCUMENT), 11),
        (calls::withdraw_task(CASE, TASK, DOCUMENT), 13),
    ] {
        let expected = bytes(&[&[22, index], &case, &[5, 0, 0, 0], &DOCUMENT.0]);
        assert_eq!(encoded(&call), expected, "{}", call.name());
    }
}
