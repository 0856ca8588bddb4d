//! When sessions end.

use crate::{mock::*, SessionBlocks};
use frame_support::traits::EstimateNextSessionRotation;
use pallet_session::ShouldEndSession;
use sp_runtime::Permill;

#[test]
fn a_session_ends_with_every_fifth_block() {
    ExtBuilder::default().run(|| {
        let ends: Vec<u32> = (1..=16)
            .filter(|block| Validators::should_end_session(*block))
            .collect();
        assert_eq!(ends, [5, 10, 15]);
        next_session();
        assert_eq!(System::block_number(), 5);
        next_session();
        assert_eq!(System::block_number(), 10);
    });
}

#[test]
fn the_next_end_is_foretold() {
    ExtBuilder::default().run(|| {
        assert_eq!(Validators::average_session_length(), 5);
        let next = |block| Validators::estimate_next_session_rotation(block).0;
        assert_eq!([next(1), next(4)], [Some(5); 2]);
        assert_eq!([next(5), next(9)], [Some(10); 2]);
        let progress = |block| Validators::estimate_current_session_progress(block).0;
        assert_eq!(progress(5), Some(Permill::from_percent(20)));
        assert_eq!(progress(9), Some(Permill::one()));
    });
}

#[test]
fn the_foretelling_holds_with_any_length() {
    for length in 1..=4 {
        ExtBuilder::default().session_blocks(length).run(|| {
            for block in 1..20u32 {
                let end = (block + 1..).find(|later| Validators::should_end_session(*later));
                assert_eq!(Validators::estimate_next_session_rotation(block).0, end);
            }
        });
    }
}

#[test]
fn without_a_length_no_session_ends() {
    ExtBuilder::default().build().execute_with(|| {
        SessionBlocks::<Test>::put(0);
        assert!(!Validators::should_end_session(5));
        assert_eq!(Validators::estimate_next_session_rotation(5).0, None);
        assert_eq!(Validators::estimate_current_session_progress(5).0, None);
    });
}
