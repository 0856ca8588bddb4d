use crate::{mock::*, Error, Event, OwnerOf};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn an_administrator_takes_the_own_node_off() {
    let world = ExtBuilder::default().node(AGENCY, 1).node(AGENCY, 2);
    world.run(|| {
        assert_ok!(Nodes::unlist_node(signed(AGENT), key(1)));
        assert_eq!(crate::Nodes::<Test>::get(AGENCY).to_vec(), [node(2, &[2])]);
        assert_eq!(OwnerOf::<Test>::get(key(1)), None);
        let expected = Event::NodeUnlisted {
            institution: AGENCY,
            key: key(1),
            by: Some(AGENCY),
        };
        assert_eq!(events(), [expected]);
    });
}

#[test]
fn with_the_last_node_the_institutions_entry_goes() {
    let world = ExtBuilder::default().node(AGENCY, 1).node(COURT, 2);
    world.run(|| {
        assert_ok!(Nodes::unlist_node(signed(AGENT), key(1)));
        assert!(!crate::Nodes::<Test>::contains_key(AGENCY));
        assert_eq!(OwnerOf::<Test>::count(), 1);
    });
}

#[test]
fn another_institution_can_list_it_then() {
    let world = ExtBuilder::default().node(AGENCY, 1).node(COURT, 2);
    world.run(|| {
        assert_ok!(Nodes::unlist_node(signed(AGENT), key(1)));
        assert_ok!(list(JUDGE, 1));
        assert_eq!(OwnerOf::<Test>::get(key(1)), Some(COURT));
    });
}

#[test]
fn fails_for_anothers_node() {
    ExtBuilder::default().node(COURT, 1).run(|| {
        let refused = Nodes::unlist_node(signed(AGENT), key(1));
        assert_noop!(refused, Error::<Test>::NodeUnknown);
    });
}

#[test]
fn fails_when_the_node_is_not_listed() {
    ExtBuilder::default().run(|| {
        let refused = Nodes::unlist_node(signed(AGENT), key(1));
        assert_noop!(refused, Error::<Test>::NodeUnknown);
    });
}

#[test]
fn fails_for_one_that_is_no_administrator() {
    ExtBuilder::default().node(AGENCY, 1).run(|| {
        for account in [CLERK, STRANGER] {
            let refused = Nodes::unlist_node(signed(account), key(1));
            assert_noop!(refused, DispatchError::BadOrigin);
        }
    });
}
