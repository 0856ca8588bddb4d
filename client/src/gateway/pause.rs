//! How long to wait before trying again what failed.

use rand::Rng;
use std::time::Duration;

/// Bounds of the pauses.
#[derive(Clone, Copy, Debug)]
pub struct Pauses {
    /// The first one.
    pub ms_min: u64,
    /// The longest one.
    pub ms_max: u64,
}

impl Pauses {
    /// The pause after so many failures in a row before this one: it doubles with each, with jitter, so that gateways that lost
    /// the same node do not return as one.
    pub fn after(self, failures: u32) -> Duration {
        let doubled = 1u64
            .checked_shl(failures)
            .and_then(|factor| self.ms_min.checked_mul(factor))
            .unwrap_or(u64::MAX)
            .min(self.ms_max);
        let jitter = rand::thread_rng().gen_range(0..=doubled / 2);
        Duration::from_millis(doubled.saturating_sub(jitter))
    }
}
