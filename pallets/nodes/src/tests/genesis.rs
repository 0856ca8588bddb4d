use crate::{mock::*, GenesisConfig};
use limpid_primitives::InstitutionId;

#[test]
fn nodes_are_written_in_json_with_institution_key_and_addresses() {
    let key_text = "07".repeat(32);
    let json = format!(
        r#"{{ "nodes": [[1, "{key_text}", ["/ip4/10.77.0.1/tcp/30333", "/dns/a.example/tcp/30333"]]] }}"#
    );
    let genesis: GenesisConfig<Test> = serde_json::from_str(&json).expect("the known shape");
    let (institution, key_read, addresses) = &genesis.nodes[0];
    assert_eq!((*institution, *key_read), (AGENCY, key(7)));
    assert_eq!(addresses[0], address(1));
    assert_eq!(addresses.len(), 2);
}

#[test]
fn nodes_are_listed_from_the_first_block() {
    let world = ExtBuilder::default()
        .node(AGENCY, 1)
        .node_at(AGENCY, 2, &[2, 3]);
    world.run(|| {
        let nodes = crate::Nodes::<Test>::get(AGENCY).to_vec();
        assert_eq!(nodes, [node(1, &[1]), node(2, &[2, 3])]);
    });
}

#[test]
#[should_panic(expected = "no institution of this number")]
fn refuses_an_unknown_institution() {
    ExtBuilder::default().node(InstitutionId(77), 1).build();
}

#[test]
#[should_panic(expected = "institutions of its kind do not run nodes")]
fn refuses_an_enterprises() {
    ExtBuilder::default().node(ENTERPRISE, 1).build();
}

#[test]
#[should_panic(expected = "the key stands twice")]
fn refuses_a_key_twice() {
    ExtBuilder::default()
        .node(AGENCY, 1)
        .node(AGENCY, 1)
        .build();
}

#[test]
#[should_panic(expected = "it has no address")]
fn refuses_one_without_an_address() {
    ExtBuilder::default().node_at(AGENCY, 1, &[]).build();
}

#[test]
#[should_panic(expected = "too many addresses")]
fn refuses_too_many_addresses() {
    ExtBuilder::default()
        .node_at(AGENCY, 1, &[1, 2, 3, 4, 5])
        .build();
}

#[test]
#[should_panic(expected = "too many nodes of one institution")]
fn refuses_too_many_of_one_institution() {
    (1..=4)
        .fold(ExtBuilder::default(), |world, n| world.node(AGENCY, n))
        .build();
}

#[test]
#[should_panic(expected = "the list is full")]
fn refuses_too_many_of_all() {
    let world = (1..=3).fold(ExtBuilder::default(), |world, n| world.node(AGENCY, n));
    (4..=6).fold(world, |world, n| world.node(COURT, n)).build();
}
