use crate::{mock::*, Error, Event, OwnerOf};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn the_council_takes_any_node_off() {
    let world = ExtBuilder::default().node(COURT, 1).node(AGENCY, 2);
    world.run(|| {
        assert_ok!(Nodes::remove_node(RuntimeOrigin::root(), key(1)));
        assert_eq!(OwnerOf::<Test>::get(key(1)), None);
        let expected = Event::NodeUnlisted {
            institution: COURT,
            key: key(1),
            by: None,
        };
        assert_eq!(events(), [expected]);
    });
}

#[test]
fn also_one_of_a_suspended_institution() {
    let world = ExtBuilder::default().node(COURT, 1).node(AGENCY, 2);
    world.suspended(COURT).run(|| {
        assert_ok!(Nodes::remove_node(RuntimeOrigin::root(), key(1)));
        assert!(!crate::Nodes::<Test>::contains_key(COURT));
    });
}

#[test]
fn nobody_else_does() {
    ExtBuilder::default().node(AGENCY, 1).run(|| {
        for account in [AGENT, JUDGE, STRANGER] {
            let refused = Nodes::remove_node(signed(account), key(1));
            assert_noop!(refused, DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_the_node_is_not_listed() {
    ExtBuilder::default().run(|| {
        let refused = Nodes::remove_node(RuntimeOrigin::root(), key(1));
        assert_noop!(refused, Error::<Test>::NodeUnknown);
    });
}
