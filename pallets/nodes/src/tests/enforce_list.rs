use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

fn enforce() -> sp_runtime::DispatchResult {
    Nodes::enforce_list(RuntimeOrigin::root())
}

#[test]
fn the_council_enforces_the_list() {
    ExtBuilder::default().run(|| {
        assert_ok!(list(AGENT, 1));
        events();
        assert_ok!(enforce());
        assert_eq!(events(), [Event::ListEnforced]);
        assert_noop!(enforce(), Error::<Test>::AlreadyEnforced);
    });
}

#[test]
fn nobody_else_does() {
    ExtBuilder::default().run(|| {
        assert_ok!(list(AGENT, 1));
        assert_noop!(Nodes::enforce_list(signed(AGENT)), DispatchError::BadOrigin);
    });
}

#[test]
fn an_empty_list_is_not_enforced() {
    ExtBuilder::default().run(|| {
        assert_noop!(enforce(), Error::<Test>::ListEmpty);
    });
}

#[test]
fn the_last_node_of_an_enforced_list_stays() {
    let world = ExtBuilder::default().node(AGENCY, 1).node(AGENCY, 2);
    world.run(|| {
        assert_ok!(Nodes::unlist_node(signed(AGENT), key(1)));
        let last = Error::<Test>::LastNode;
        assert_noop!(Nodes::unlist_node(signed(AGENT), key(2)), last);
        let last = Error::<Test>::LastNode;
        assert_noop!(Nodes::remove_node(RuntimeOrigin::root(), key(2)), last);
    });
}
