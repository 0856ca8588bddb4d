use crate::{mock::*, Error, Event, Openings};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{DataSetId, Opening, OpeningId, OpeningV1};
use sp_runtime::{DispatchError, DispatchResult};

fn order(data_set: DataSetId, version: u32) -> DispatchResult {
    Sharing::order_opening(signed(JUDGE), data_set, version, DOCUMENT)
}

#[test]
fn the_order_is_on_record_and_nothing_is_released_yet() {
    ExtBuilder::default().escrowed().run(|| {
        let at = go_on_by(5);
        assert_ok!(order(SET, 1));
        assert_eq!(
            events(),
            [Event::OpeningOrdered {
                opening: OpeningId(1),
                data_set: SET,
                version: 1,
                document: DOCUMENT,
                by: COURT,
            }]
        );
        let opening = OpeningV1 {
            data_set: SET,
            version: 1,
            court: COURT,
            document: DOCUMENT,
            at,
            released: Default::default(),
        };
        assert_eq!(
            Openings::<Test>::get(OpeningId(1)),
            Some(Opening::V1(opening))
        );
    });
}

#[test]
fn withdrawn_data_can_be_opened() {
    ExtBuilder::default().escrowed().run(|| {
        assert_ok!(withdraw(SET));
        assert_ok!(order(SET, 1));
    });
}

#[test]
fn fails_for_an_agency() {
    ExtBuilder::default().escrowed().run(|| {
        assert_noop!(
            Sharing::order_opening(signed(MINISTER), SET, 1, DOCUMENT),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_there_is_no_such_data_set_or_version() {
    ExtBuilder::default().escrowed().run(|| {
        assert_noop!(order(DataSetId(2), 1), Error::<Test>::DataSetUnknown);
        assert_noop!(order(SET, 2), Error::<Test>::VersionUnknown);
    });
}

#[test]
fn fails_when_nobody_keeps_shares() {
    ExtBuilder::default().published().run(|| {
        assert_noop!(order(SET, 1), Error::<Test>::NotEscrowed);
    });
}
