use crate::{mock::*, Error, Event, OwnerOf};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn an_administrator_lists_a_node() {
    ExtBuilder::default().run(|| {
        assert_ok!(Nodes::list_node(signed(AGENT), key(1), addresses(&[1, 2])));
        assert_eq!(
            crate::Nodes::<Test>::get(AGENCY).to_vec(),
            [node(1, &[1, 2])]
        );
        assert_eq!(OwnerOf::<Test>::get(key(1)), Some(AGENCY));
        let expected = Event::NodeListed {
            institution: AGENCY,
            key: key(1),
            addresses: addresses(&[1, 2]),
        };
        assert_eq!(events(), [expected]);
    });
}

#[test]
fn a_listed_node_gets_other_addresses() {
    let world = ExtBuilder::default().node(AGENCY, 1).node(AGENCY, 2);
    world.run(|| {
        assert_ok!(Nodes::list_node(signed(AGENT), key(1), addresses(&[7])));
        let nodes = crate::Nodes::<Test>::get(AGENCY).to_vec();
        assert_eq!(nodes, [node(1, &[7]), node(2, &[2])]);
        assert_eq!(OwnerOf::<Test>::count(), 2);
    });
}

#[test]
fn addresses_can_be_changed_when_the_list_is_full() {
    let world = (1..=3).fold(ExtBuilder::default(), |world, n| world.node(AGENCY, n));
    world.node(COURT, 4).node(COURT, 5).run(|| {
        assert_ok!(Nodes::list_node(signed(AGENT), key(1), addresses(&[7])));
        assert_ok!(Nodes::list_node(signed(JUDGE), key(5), addresses(&[8])));
    });
}

#[test]
fn fails_for_an_enterprise() {
    ExtBuilder::default().run(|| {
        assert_noop!(list(OWNER, 1), Error::<Test>::NotCouncilAdmitted);
    });
}

#[test]
fn fails_for_one_that_is_no_administrator() {
    ExtBuilder::default().run(|| {
        for account in [CLERK, STRANGER] {
            assert_noop!(list(account, 1), DispatchError::BadOrigin);
        }
        let root = Nodes::list_node(RuntimeOrigin::root(), key(1), addresses(&[1]));
        assert_noop!(root, DispatchError::BadOrigin);
    });
}

#[test]
fn fails_while_the_institution_is_suspended() {
    ExtBuilder::default().suspended(AGENCY).run(|| {
        assert_noop!(list(AGENT, 1), DispatchError::BadOrigin);
    });
}

#[test]
fn fails_when_another_institution_listed_the_node() {
    ExtBuilder::default().node(COURT, 1).run(|| {
        assert_noop!(list(AGENT, 1), Error::<Test>::NodeTaken);
    });
}

#[test]
fn fails_without_an_address() {
    ExtBuilder::default().node(AGENCY, 1).run(|| {
        for number in [1, 2] {
            let refused = Nodes::list_node(signed(AGENT), key(number), addresses(&[]));
            assert_noop!(refused, Error::<Test>::AddressesEmpty);
        }
    });
}

#[test]
fn fails_when_the_institution_has_too_many() {
    let world = (1..=3).fold(ExtBuilder::default(), |world, n| world.node(AGENCY, n));
    world.run(|| {
        assert_noop!(list(AGENT, 4), Error::<Test>::TooManyNodes);
        assert_ok!(list(JUDGE, 4));
    });
}

#[test]
fn fails_when_the_list_is_full() {
    let world = (1..=3).fold(ExtBuilder::default(), |world, n| world.node(AGENCY, n));
    world.node(COURT, 4).node(COURT, 5).run(|| {
        assert_noop!(list(JUDGE, 6), Error::<Test>::ListFull);
        assert_ok!(Nodes::unlist_node(signed(AGENT), key(1)));
        assert_ok!(list(JUDGE, 6));
    });
}
