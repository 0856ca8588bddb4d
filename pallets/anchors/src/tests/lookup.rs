use crate::mock::*;
use frame_support::assert_ok;
use limpid_evidence::AnchorLookup;

#[test]
fn an_anchor_is_found_by_its_number() {
    ExtBuilder::default().run(|| {
        assert_eq!(Anchors::last_sequence(GATEWAY), 0);
        let headers = chain_of(GATEWAY, 2, 1);
        let second = headers[1].header;
        assert_ok!(anchor(headers));
        assert_eq!(Anchors::last_sequence(GATEWAY), 2);
        let found = Anchors::anchor(GATEWAY, 2).expect("an anchor");
        assert_eq!((found.header, found.at), (second, NOW));
        assert_eq!(Anchors::anchor(GATEWAY, 3), None);
    });
}

#[test]
fn a_gateway_that_is_not_registered_has_nothing() {
    ExtBuilder::default().run(|| {
        assert_eq!(Anchors::last_sequence(SECOND), 0);
        assert_eq!(Anchors::anchor(SECOND, 1), None);
        assert_eq!(Anchors::device(SECOND, &stack(1), FROM_MS), None);
    });
}

#[test]
fn a_device_is_the_one_bound_at_the_observed_time() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        let changed_ms = FROM_MS + 10;
        assert_ok!(Anchors::unbind_outlet(
            signed(AGENT),
            GATEWAY,
            stack(1),
            changed_ms
        ));
        assert_ok!(Anchors::bind_outlet(
            signed(AGENT),
            GATEWAY,
            stack(1),
            mn(2),
            changed_ms + 1
        ));
        for (observed_ms, expected) in [
            (FROM_MS - 1, None),
            (FROM_MS, Some(mn(1))),
            (changed_ms - 1, Some(mn(1))),
            (changed_ms, None),
            (changed_ms + 1, Some(mn(2))),
            (u64::MAX, Some(mn(2))),
        ] {
            let found = Anchors::device(GATEWAY, &stack(1), observed_ms);
            assert_eq!(found, expected, "at {observed_ms}");
        }
        assert_eq!(Anchors::device(GATEWAY, &stack(2), FROM_MS), None);
    });
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn a_benchmarks_anchor_is_the_last_of_its_gateway() {
    use limpid_evidence::chain::{AnchorV1, Timing};
    ExtBuilder::default().build().execute_with(|| {
        let mut header = next_header(GATEWAY);
        header.sequence = 7;
        let placed = AnchorV1 {
            header,
            key_index: 0,
            at: NOW,
            timing: Timing::OnTime,
        };
        Anchors::anchor_for_benchmark(placed, &stack(1), mn(1));
        assert_eq!(Anchors::anchor(GATEWAY, 7), Some(placed));
        assert_eq!(Anchors::last_sequence(GATEWAY), 7);
        assert_eq!(Anchors::device(GATEWAY, &stack(1), 0), Some(mn(1)));
    });
}
