//! The council as the only root: what it can decide, what it cannot, and that nothing else can.

use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use limpid_primitives::{Digest, InstitutionId};
use limpid_runtime::{
    genesis, AccountId, Council, CouncilSeats, Governance, Institutions, Runtime, RuntimeCall,
    RuntimeEvent, RuntimeGenesisConfig, RuntimeOrigin, System, Validators,
};
use sp_core::{ed25519, Pair};
use sp_runtime::{
    traits::{BadOrigin, BlakeTwo256, Hash},
    BuildStorage, MultiAddress,
};

mod merge;
use merge::merge;

type CouncilError = pallet_collective::Error<Runtime, pallet_collective::Instance1>;

const DOCUMENT: Digest = Digest([7; 32]);

/// The chain of four agencies, all in the council.
fn chain(test: impl FnOnce()) {
    let patch = genesis::preset(&genesis::LOCAL_PRESET.into()).expect("a known preset");
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("defaults");
    merge(
        &mut config,
        serde_json::from_slice(&patch).expect("a preset is JSON"),
    );
    let config: RuntimeGenesisConfig = serde_json::from_value(config).expect("a configuration");
    let mut chain: sp_io::TestExternalities = config.build_storage().expect("it builds").into();
    chain.execute_with(|| {
        System::set_block_number(1);
        test();
    });
}

fn agency(number: u32) -> AccountId {
    let name = format!("limpid development key: agency-{number}");
    let seed = sp_io::hashing::sha2_256(name.as_bytes());
    ed25519::Pair::from_seed(&seed).public().into()
}

fn signed(number: u32) -> RuntimeOrigin {
    RuntimeOrigin::signed(agency(number))
}

fn decision(call: impl Into<RuntimeCall>) -> RuntimeCall {
    RuntimeCall::Governance(pallet_governance::Call::decide {
        document: DOCUMENT,
        call: Box::new(call.into()),
    })
}

/// Three of four agencies propose, vote for and close a decision; gives what became of it.
fn decide(call: impl Into<RuntimeCall>) -> Result<(), sp_runtime::DispatchError> {
    let motion = decision(call);
    let hash = BlakeTwo256::hash_of(&motion);
    let length = u32::try_from(codec::Encode::encoded_size(&motion)).expect("short");
    let weight = motion.get_dispatch_info().call_weight;
    let index = pallet_collective::ProposalCount::<Runtime, pallet_collective::Instance1>::get();
    assert_ok!(Council::propose(signed(1), 3, Box::new(motion), length));
    for number in 1..=3 {
        assert_ok!(Council::vote(signed(number), hash, index, true));
    }
    assert_ok!(Council::close(signed(2), hash, index, weight, length));
    System::events()
        .into_iter()
        .find_map(|record| match record.event {
            RuntimeEvent::Council(pallet_collective::Event::Executed {
                proposal_hash,
                result,
            }) if proposal_hash == hash => Some(result),
            _ => None,
        })
        .expect("the motion was carried out")
}

fn suspend(institution: u32) -> RuntimeCall {
    RuntimeCall::Institutions(pallet_institutions::Call::suspend_institution {
        institution: InstitutionId(institution),
        reason: DOCUMENT,
    })
}

#[test]
fn two_thirds_decide_and_the_decision_is_on_record_with_its_document() {
    chain(|| {
        assert_ok!(decide(suspend(4)));
        let id = limpid_primitives::DecisionId(1);
        let limpid_primitives::Decision::V1(kept) =
            pallet_governance::Decisions::<Runtime>::get(id).expect("on record");
        assert_eq!(kept.document, DOCUMENT);
        assert_eq!(kept.call.to_vec(), codec::Encode::encode(&suspend(4)));
    });
}

#[test]
fn two_of_four_do_not_decide() {
    chain(|| {
        let motion = decision(suspend(4));
        let hash = BlakeTwo256::hash_of(&motion);
        let length = u32::try_from(codec::Encode::encoded_size(&motion)).expect("short");
        let weight = motion.get_dispatch_info().call_weight;
        // A lower threshold than two thirds lets the motion be closed, and the decision is refused.
        assert_ok!(Council::propose(signed(1), 2, Box::new(motion), length));
        for number in 1..=2 {
            assert_ok!(Council::vote(signed(number), hash, 0, true));
        }
        assert_ok!(Council::close(signed(2), hash, 0, weight, length));
        System::assert_has_event(RuntimeEvent::Council(pallet_collective::Event::Executed {
            proposal_hash: hash,
            result: Err(BadOrigin.into()),
        }));
        assert_eq!(pallet_governance::NextDecision::<Runtime>::get(), 1);
    });
}

#[test]
fn nothing_is_decided_without_a_document() {
    chain(|| {
        // The call itself as the motion, not as a decision: the council's own origin is nobody's root.
        let motion = suspend(4);
        let hash = BlakeTwo256::hash_of(&motion);
        let length = u32::try_from(codec::Encode::encoded_size(&motion)).expect("short");
        let weight = motion.get_dispatch_info().call_weight;
        assert_ok!(Council::propose(signed(1), 3, Box::new(motion), length));
        for number in 1..=3 {
            assert_ok!(Council::vote(signed(number), hash, 0, true));
        }
        assert_ok!(Council::close(signed(2), hash, 0, weight, length));
        let is_suspended = System::events().into_iter().any(|record| {
            matches!(
                record.event,
                RuntimeEvent::Institutions(pallet_institutions::Event::InstitutionSuspended { .. })
            )
        });
        assert!(!is_suspended);
    });
}

#[test]
fn the_council_cannot_make_itself_unable() {
    chain(|| {
        assert_ok!(decide(suspend(4)));
        // Two of four left: two thirds are out of reach.
        let unable: sp_runtime::DispatchError =
            pallet_governance::Error::<Runtime>::CouncilUnable.into();
        assert_eq!(decide(suspend(3)), Err(unable));
        assert!(Institutions::actor(agency(3)).is_ok(), "rolled back");
        let empty =
            pallet_membership::Call::<Runtime, pallet_membership::Instance1>::reset_members {
                members: vec![],
            };
        assert_eq!(decide(RuntimeCall::CouncilSeats(empty)), Err(unable));
        // Its own repair is always possible.
        let leave =
            pallet_membership::Call::<Runtime, pallet_membership::Instance1>::remove_member {
                who: MultiAddress::Id(agency(4)),
            };
        assert_ok!(decide(RuntimeCall::CouncilSeats(leave)));
        assert_eq!(
            pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get().len(),
            3
        );
    });
}

#[test]
fn nobody_else_is_root() {
    chain(|| {
        let nobody_elses = [
            Council::set_members(RuntimeOrigin::root(), vec![agency(1)], None, 4)
                .map(|_| ())
                .map_err(|error| error.error),
            CouncilSeats::add_member(signed(1), MultiAddress::Id(agency(1)))
                .map(|_| ())
                .map_err(|error| error.error),
            Validators::change_validators(signed(1), Default::default(), Default::default()),
            Governance::decide(signed(1), DOCUMENT, Box::new(suspend(4)))
                .map(|_| ())
                .map_err(|error| error.error),
            Governance::decide(RuntimeOrigin::root(), DOCUMENT, Box::new(suspend(4)))
                .map(|_| ())
                .map_err(|error| error.error),
        ];
        for result in nobody_elses {
            assert_eq!(result, Err(BadOrigin.into()));
        }
    });
}

#[test]
fn one_member_cannot_fill_the_council_with_motions() {
    chain(|| {
        let propose = |by: u32, text: u8| {
            let motion = decision(frame_system::Call::remark { remark: vec![text] });
            Council::propose(signed(by), 3, Box::new(motion), 1000)
        };
        for text in 0..8 {
            assert_ok!(propose(1, text));
        }
        assert_noop!(propose(1, 8), CouncilError::TooManyProposals);
        assert_ok!(propose(2, 8));
    });
}

#[test]
fn the_sdks_calls_that_go_around_the_council_are_closed() {
    use frame_support::traits::Contains;
    type OpenCalls = <Runtime as frame_system::Config>::BaseCallFilter;
    let hand_over = pallet_membership::Call::<Runtime, pallet_membership::Instance1>::change_key {
        new: MultiAddress::Id(agency(9)),
    };
    let purge = pallet_session::Call::<Runtime>::purge_keys {};
    let closed: [RuntimeCall; 2] = [RuntimeCall::CouncilSeats(hand_over), purge.into()];
    for call in closed {
        assert!(!OpenCalls::contains(&call), "{call:?} is open");
    }
    assert!(OpenCalls::contains(&suspend(1)));
}

#[test]
fn nobodys_vote_counts_for_those_who_did_not_vote() {
    chain(|| {
        let prime = pallet_membership::Call::<Runtime, pallet_membership::Instance1>::set_prime {
            who: MultiAddress::Id(agency(1)),
        };
        assert_eq!(
            decide(RuntimeCall::CouncilSeats(prime)),
            Err(BadOrigin.into())
        );
        let motion = decision(suspend(4));
        let hash = BlakeTwo256::hash_of(&motion);
        let length = u32::try_from(codec::Encode::encoded_size(&motion)).expect("short");
        let weight = motion.get_dispatch_info().call_weight;
        assert_ok!(Council::propose(signed(1), 3, Box::new(motion), length));
        let index = 1;
        assert_ok!(Council::vote(signed(1), hash, index, true));
        System::set_block_number(limpid_runtime::configs::MOTION_DURATION_BLOCKS + 2);
        assert_ok!(Council::close(signed(1), hash, index, weight, length));
        System::assert_has_event(RuntimeEvent::Council(
            pallet_collective::Event::Disapproved {
                proposal_hash: hash,
            },
        ));
    });
}
