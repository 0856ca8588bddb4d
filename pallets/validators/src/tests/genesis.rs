use crate::{mock::*, GenesisConfig, Minimum, SessionBlocks};
use pallet_session::historical::HistoricalSessions;
use sp_runtime::BuildStorage;

#[test]
fn the_first_set_is_the_geneses() {
    ExtBuilder::default().minimum(3).session_blocks(7).run(|| {
        assert_eq!(approved(), [A, B, C, D]);
        assert_eq!(Session::validators(), [A, B, C, D]);
        assert_eq!(queued(), [A, B, C, D]);
        assert_eq!(Minimum::<Test>::get(), 3);
        assert_eq!(SessionBlocks::<Test>::get(), 7);
    });
}

#[test]
fn is_written_in_json_as_founders_know_it() {
    let json = r#"{ "validators": [10, 20], "minimum": 2, "sessionBlocks": 20 }"#;
    let genesis: GenesisConfig<Test> = serde_json::from_str(json).expect("the known shape");
    assert_eq!(genesis.validators, [A, B]);
    assert_eq!((genesis.minimum, genesis.session_blocks), (2, 20));
}

#[test]
fn without_another_word_four_validate_for_ten_minutes() {
    let genesis = GenesisConfig::<Test>::default();
    assert_eq!((genesis.minimum, genesis.session_blocks), (4, 200));
    assert!(genesis.validators.is_empty());
}

/// Which of the two pallets' genesis is built first.
#[derive(Clone, Copy, PartialEq)]
enum First {
    Session,
    Validators,
}

/// The roots after the first session.
fn first_roots(first: First) -> Vec<(u32, (sp_core::H256, u32))> {
    let genesis = ExtBuilder::default().genesis();
    let mut storage = genesis.institutions.build_storage().expect("institutions");
    let (validators, session) = (genesis.validators, genesis.session);
    if first == First::Session {
        session.assimilate_storage(&mut storage).expect("session");
        validators
            .assimilate_storage(&mut storage)
            .expect("validators");
    } else {
        validators
            .assimilate_storage(&mut storage)
            .expect("validators");
        session.assimilate_storage(&mut storage).expect("session");
    }
    let mut roots = begin(storage).execute_with(|| {
        assert_eq!(Session::validators(), [A, B, C, D]);
        next_session();
        assert_eq!(Announced::get(), []);
        HistoricalSessions::<Test>::iter().collect::<Vec<_>>()
    });
    roots.sort_unstable();
    roots
}

#[test]
fn the_first_sessions_have_their_roots_in_either_order_of_building() {
    let roots = first_roots(First::Validators);
    assert_eq!(roots.len(), 3);
    assert!(roots
        .iter()
        .all(|(_, (root, count))| *root == roots[0].1 .0 && *count == 4));
    assert_eq!(roots, first_roots(First::Session));
}

#[test]
fn a_genesis_without_validators_leaves_the_session_pallets() {
    let builder = ExtBuilder::default().validators(&[]).with_keys(&[A, B]);
    builder.run(|| {
        assert!(approved().is_empty());
        for _ in 0..3 {
            next_session();
        }
        assert_eq!(Session::validators(), [A, B]);
    });
}

#[test]
#[should_panic(expected = "genesis validator 80 is no member of an agency")]
fn refuses_one_that_is_no_agencys_member() {
    ExtBuilder::default().validators(&[A, B, C, OWNER]).build();
}

#[test]
#[should_panic(expected = "genesis validator 20 stands twice")]
fn refuses_one_twice() {
    let builder = ExtBuilder::default().validators(&[A, B, C, B]);
    builder.with_keys(&[A, B, C]).build();
}

#[test]
#[should_panic(expected = "genesis validator 40 has no session keys")]
fn refuses_one_without_keys() {
    ExtBuilder::default().with_keys(&[A, B, C]).build();
}

#[test]
#[should_panic(expected = "fewer validators than the minimum of 4")]
fn refuses_fewer_than_the_minimum() {
    ExtBuilder::default().validators(&[A, B, C]).build();
}

#[test]
#[should_panic(expected = "too many validators")]
fn refuses_too_many() {
    let all = [A, B, C, D, E, F, KEYLESS];
    ExtBuilder::default().validators(&all).build();
}

#[test]
#[should_panic(expected = "the minimum of validators is 0")]
fn refuses_a_minimum_of_none() {
    ExtBuilder::default().minimum(0).build();
}

#[test]
#[should_panic(expected = "a session has 0 blocks")]
fn refuses_a_session_of_no_length() {
    ExtBuilder::default().session_blocks(0).build();
}
