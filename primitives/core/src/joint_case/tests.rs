use super::*;
use crate::{Digest, DivisionCode, InstitutionId, Moment};
use codec::{Decode, Encode, MaxEncodedLen};

const FROM: InstitutionId = InstitutionId(1);
const TO: InstitutionId = InstitutionId(2);
const OTHER: InstitutionId = InstitutionId(3);
const REASON: Digest = Digest([7; 32]);
const AT: Moment = Moment {
    block: 5,
    time_ms: 500,
};

fn clue(status: ClueStatus) -> ClueV1 {
    ClueV1 {
        case: None,
        content: Digest::ZERO,
        place: DivisionCode::NATION,
        from: FROM,
        to: TO,
        at: AT,
        answer_by_ms: 1_000,
        status,
    }
}

fn decided(to: InstitutionId) -> ClueStatus {
    ClueStatus::Decided {
        at: AT,
        by: OTHER,
        to,
        document: REASON,
    }
}

#[test]
fn a_clue_is_with_who_took_it_or_has_to() {
    let disputed = ClueStatus::Disputed {
        at: AT,
        by: FROM,
        reason: REASON,
        superior: DivisionCode::NATION,
    };
    let returned = ClueStatus::Returned {
        at: AT,
        reason: REASON,
    };
    for (status, open, handler, receiver_is_off) in [
        (ClueStatus::Transferred, true, None, false),
        (disputed, true, None, false),
        (
            ClueStatus::Accepted { at: AT, by: TO },
            false,
            Some(TO),
            false,
        ),
        (
            ClueStatus::Accepted { at: AT, by: FROM },
            false,
            Some(FROM),
            true,
        ),
        (returned, false, Some(FROM), true),
        (decided(TO), false, Some(TO), false),
        (decided(OTHER), false, Some(OTHER), true),
    ] {
        let clue = clue(status);
        assert_eq!(clue.is_open(), open, "{status:?}");
        assert_eq!(clue.handler(), handler, "{status:?}");
        assert_eq!(clue.is_off(TO), receiver_is_off, "{status:?}");
    }
}

#[test]
fn a_clue_is_overdue_after_its_last_moment_while_it_is_unanswered() {
    let waiting = clue(ClueStatus::Transferred);
    assert!(!waiting.is_overdue(1_000));
    assert!(waiting.is_overdue(1_001));
    assert!(!clue(decided(TO)).is_overdue(1_001));
}

#[test]
fn a_task_is_late_when_it_was_done_after_its_last_moment() {
    let task = |status| TaskV1 {
        to: TO,
        content: REASON,
        due_ms: AT.time_ms,
        at: Moment::default(),
        status,
    };
    let done = |time_ms| {
        task(TaskStatus::Done {
            result: REASON,
            at: Moment { block: 5, time_ms },
        })
    };
    assert!(!done(500).is_late());
    assert!(done(501).is_late());
    assert!(!done(501).is_overdue(502));
    let open = task(TaskStatus::Open);
    assert!(!open.is_overdue(500) && open.is_overdue(501) && !open.is_late());
    let withdrawn = task(TaskStatus::Withdrawn {
        reason: REASON,
        at: AT,
    });
    assert!(!withdrawn.is_open() && !withdrawn.is_overdue(501) && !withdrawn.is_late());
}

#[test]
fn versions_begin_at_one_and_what_is_longest_fits() {
    let clue = Clue::V1(clue(ClueStatus::Disputed {
        at: AT,
        by: FROM,
        reason: REASON,
        superior: DivisionCode::NATION,
    }));
    assert_eq!(clue.encode().first(), Some(&1));
    assert_eq!(Clue::decode(&mut &clue.encode()[..]), Ok(clue));
    assert!(clue.encoded_size() <= Clue::max_encoded_len());
    assert_eq!(
        CaseTally::default().encode(),
        [&[1u8][..], &[0; 16]].concat()
    );
}

#[test]
fn words_are_read_as_they_are_written() {
    for word in ["join", "decline"] {
        assert_eq!(
            word.parse::<InvitationAnswer>().map(|answer| answer.word()),
            Ok(word)
        );
    }
    for word in ["own", "recognised", "none-needed"] {
        assert_eq!(
            word.parse::<Recognition>()
                .map(|recognition| recognition.word()),
            Ok(word)
        );
    }
    assert!("leave".parse::<InvitationAnswer>().is_err());
}
