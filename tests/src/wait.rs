//! Waiting for a condition.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

static TOLD_TO_STOP: AtomicBool = AtomicBool::new(false);

/// Ends whatever is waited for now or later, because this process was told to stop.
pub fn give_up_waiting() {
    TOLD_TO_STOP.store(true, Ordering::Relaxed);
}

/// Whether this process was told to stop.
pub fn is_told_to_stop() -> bool {
    TOLD_TO_STOP.load(Ordering::Relaxed)
}

/// Waits until `condition` holds.
///
/// # Panics
/// After `seconds_max`, naming `what` was waited for, or when told to stop.
pub fn wait_for(what: &str, seconds_max: u64, mut condition: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(seconds_max);
    while !condition() {
        assert!(!is_told_to_stop(), "told to stop while waiting for {what}");
        assert!(
            Instant::now() < until,
            "gave up after {seconds_max} s of waiting for {what}"
        );
        sleep(Duration::from_millis(100));
    }
}
