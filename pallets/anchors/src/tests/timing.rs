use crate::{mock::*, ClockBounds};
use limpid_evidence::{chain::Timing, BatchHeader};

const BOUNDS: ClockBounds = ClockBounds {
    late_after_ms: LATE_AFTER_MS,
    ahead_after_ms: AHEAD_AFTER_MS,
};

fn timing(closed_at_ms: u64, observed_until_ms: u64) -> Timing {
    ExtBuilder::default().build().execute_with(|| {
        let header = BatchHeader {
            closed_at_ms,
            observed_from_ms: 0,
            observed_until_ms,
            ..next_header(GATEWAY)
        };
        BOUNDS.timing(&header, NOW.time_ms)
    })
}

#[test]
fn is_judged_by_the_clocks_of_gateway_and_loggers_alike() {
    let now_ms = NOW.time_ms;
    let oldest_ms = now_ms - LATE_AFTER_MS;
    let newest_ms = now_ms + AHEAD_AFTER_MS;
    for (closed_at_ms, observed_until_ms, expected) in [
        (now_ms, now_ms, Timing::OnTime),
        (oldest_ms, now_ms, Timing::OnTime),
        (now_ms, oldest_ms, Timing::OnTime),
        (newest_ms, now_ms, Timing::OnTime),
        (now_ms, newest_ms, Timing::OnTime),
        (oldest_ms - 1, now_ms, Timing::Late),
        (now_ms, oldest_ms - 1, Timing::Late),
        (newest_ms + 1, now_ms, Timing::Ahead),
        (now_ms, newest_ms + 1, Timing::Ahead),
        (newest_ms + 1, oldest_ms - 1, Timing::Ahead),
        (0, 0, Timing::Late),
        (u64::MAX, u64::MAX, Timing::Ahead),
    ] {
        assert_eq!(
            timing(closed_at_ms, observed_until_ms),
            expected,
            "closed {closed_at_ms}, observed until {observed_until_ms}"
        );
    }
}
