//! Waiting for a condition.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

/// Waits until `condition` holds.
///
/// # Panics
/// After `seconds_max`, naming `what` was waited for.
pub fn wait_for(what: &str, seconds_max: u64, mut condition: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(seconds_max);
    while !condition() {
        assert!(
            Instant::now() < until,
            "gave up after {seconds_max} s of waiting for {what}"
        );
        sleep(Duration::from_millis(100));
    }
}
