use crate::{mock::*, Error, Event, Receipts};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{GrantStanding, Receipt, ReceiptMatch, ReceiptV1};

#[test]
fn what_was_granted_arrived() {
    ExtBuilder::default().granted().run(|| {
        let at = go_on_by(5);
        assert_ok!(confirm(GRANT, PLAIN));
        assert_eq!(
            events(),
            [Event::ReceiptConfirmed {
                grant: GRANT,
                digest: PLAIN,
                matches: ReceiptMatch::Matches,
                by: OTHER_AGENCY,
            }]
        );
        let receipt = Receipt::V1(ReceiptV1 {
            digest: PLAIN,
            matches: ReceiptMatch::Matches,
            at,
            by: OTHER_AGENCY,
        });
        assert_eq!(Receipts::<Test>::get(GRANT).into_inner(), [receipt]);
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Live));
    });
}

#[test]
fn something_else_is_a_dispute_until_the_right_thing_arrives() {
    ExtBuilder::default().granted().run(|| {
        assert_ok!(confirm(GRANT, OTHER_PLAIN));
        assert_eq!(
            events(),
            [Event::ReceiptConfirmed {
                grant: GRANT,
                digest: OTHER_PLAIN,
                matches: ReceiptMatch::Differs,
                by: OTHER_AGENCY,
            }]
        );
        assert_eq!(
            Sharing::grant_standing(GRANT),
            Some(GrantStanding::Disputed)
        );
        assert_ok!(confirm(GRANT, PLAIN));
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Live));
        assert_eq!(Receipts::<Test>::get(GRANT).len(), 2);
    });
}

#[test]
fn the_granted_version_counts_not_the_newest() {
    ExtBuilder::default().granted().run(|| {
        assert_ok!(revise(SET));
        assert_ok!(confirm(GRANT, OTHER_PLAIN));
        assert_eq!(
            Sharing::grant_standing(GRANT),
            Some(GrantStanding::Disputed)
        );
    });
}

#[test]
fn it_can_be_said_after_the_end() {
    ExtBuilder::default().granted().run(|| {
        go_on_by(EXPIRES_MS - NOW.time_ms);
        assert_ok!(confirm(GRANT, OTHER_PLAIN));
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Expired));
    });
}

#[test]
fn fails_when_the_grant_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(confirm(GRANT, PLAIN), Error::<Test>::GrantUnknown);
    });
}

#[test]
fn fails_for_all_but_the_requester() {
    ExtBuilder::default().granted().run(|| {
        for account in [AGENT, JUDGE, MINISTER] {
            assert_noop!(
                Sharing::confirm_receipt(signed(account), GRANT, PLAIN),
                Error::<Test>::NotRequester
            );
        }
    });
}

#[test]
fn fails_when_there_are_as_many_as_can_be() {
    ExtBuilder::default().granted().run(|| {
        for _ in 0..ReceiptV1::OF_A_GRANT_MAX {
            assert_ok!(confirm(GRANT, PLAIN));
        }
        assert_noop!(confirm(GRANT, PLAIN), Error::<Test>::ReceiptsFull);
    });
}
