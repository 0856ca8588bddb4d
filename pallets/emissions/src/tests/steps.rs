//! The table of a finding's life, cell by cell.

use crate::findings::{allowed, Refusal, Step};
use limpid_primitives::{emissions::FindingStatus, Digest, Moment};
use Refusal::*;

#[rustfmt::skip] // As a table: columns filed, reviewed, notified, upheld, dismissed.
const TABLE: [(Step, [Result<(), Refusal>; 5]); 5] = [
    (Step::Review,  [Ok(()),           Err(AlreadyReviewed), Err(AlreadyReviewed), Err(AlreadyUpheld), Err(AlreadyDismissed)]),
    (Step::Notify,  [Err(NotReviewed), Ok(()),               Err(AlreadyNotified), Err(AlreadyUpheld), Err(AlreadyDismissed)]),
    (Step::State,   [Err(NotReviewed), Err(NotNotified),     Ok(()),               Err(AlreadyUpheld), Err(AlreadyDismissed)]),
    (Step::Uphold,  [Err(NotReviewed), Err(NotNotified),     Ok(()),               Err(AlreadyUpheld), Err(AlreadyDismissed)]),
    (Step::Dismiss, [Ok(()),           Ok(()),               Ok(()),               Err(AlreadyUpheld), Err(AlreadyDismissed)]),
];

#[test]
fn every_cell_is_as_the_table_says() {
    let (at, document) = (Moment::default(), Digest::ZERO);
    let statuses = [
        FindingStatus::Filed,
        FindingStatus::Reviewed { at },
        FindingStatus::Notified {
            statement_until_ms: 0,
        },
        FindingStatus::Upheld { at, document },
        FindingStatus::Dismissed { at, document },
    ];
    for (step, row) in TABLE {
        for (status, expected) in statuses.iter().zip(row) {
            assert_eq!(allowed(step, status), expected, "{step:?} {status:?}");
        }
    }
}
