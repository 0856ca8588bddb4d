use crate::mock::*;
use frame_support::assert_ok;

fn listed() -> Vec<limpid_primitives::ListedNode> {
    let mut nodes = Nodes::listed_nodes();
    nodes.sort_by_key(|node| node.key);
    nodes
}

#[test]
fn nothing_is_listed_on_a_chain_that_lists_nothing() {
    ExtBuilder::default().run(|| assert_eq!(listed(), []));
}

#[test]
fn the_nodes_of_all_institutions_are_listed() {
    let world = ExtBuilder::default().node(AGENCY, 1).node(COURT, 2);
    world.run(|| {
        assert_ok!(list(AGENT, 3));
        assert_eq!(listed(), [node(1, &[1]), node(2, &[2]), node(3, &[3])]);
    });
}

#[test]
fn those_of_a_suspended_institution_stay_so_that_its_validator_goes_on() {
    let world = ExtBuilder::default().node(AGENCY, 1).node(COURT, 2);
    world.suspended(COURT).run(|| {
        assert_eq!(listed(), [node(1, &[1]), node(2, &[2])]);
    });
}

#[test]
fn nodes_that_list_themselves_bind_nobody_before_the_council_says_so() {
    ExtBuilder::default().run(|| {
        assert_ok!(list(AGENT, 1));
        assert_eq!(listed(), []);
        assert_ok!(Nodes::enforce_list(RuntimeOrigin::root()));
        assert_eq!(listed(), [node(1, &[1])]);
    });
}
