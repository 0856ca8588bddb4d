//! How long blocks take to become final.

use crate::{wait_for, Rpc};
use std::{
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        Arc,
    },
    thread::{sleep, spawn, JoinHandle},
    time::{Duration, UNIX_EPOCH},
};

/// How often the node is asked: what is measured is exact to this.
const INTERVAL: Duration = Duration::from_millis(50);

/// Measures, until told to stop, from each block's own time to the moment a node says it is final.
pub struct FinalityLag {
    stop: Arc<AtomicBool>,
    measured: Arc<AtomicUsize>,
    thread: Option<JoinHandle<Vec<u64>>>,
}

impl FinalityLag {
    /// Begins with the next block that becomes final on this node.
    pub fn measure(rpc: Rpc) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let measured = Arc::new(AtomicUsize::new(0));
        let (until, count) = (stop.clone(), measured.clone());
        Self {
            stop,
            measured,
            thread: Some(spawn(move || sample(&rpc, &until, &count))),
        }
    }

    /// What was measured, once it is of at least this many blocks.
    ///
    /// # Panics
    /// When it is not in `seconds_max`.
    pub fn finish_after(mut self, blocks: usize, seconds_max: u64) -> Lags {
        wait_for("enough blocks to measure finality", seconds_max, || {
            self.measured.load(Ordering::Relaxed) >= blocks
        });
        self.stop.store(true, Ordering::Relaxed);
        let thread = self.thread.take().expect("it is ended once");
        let mut ms = thread.join().expect("it only asks");
        ms.sort_unstable();
        Lags(ms)
    }
}

impl Drop for FinalityLag {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Milliseconds, sorted.
pub struct Lags(Vec<u64>);

impl Lags {
    /// How many blocks were measured.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What this many in a hundred blocks did not exceed; nothing when none was measured.
    pub fn percentile_ms(&self, percent: usize) -> Option<u64> {
        let place = (self.0.len() * percent).div_ceil(100);
        self.0.get(place.checked_sub(1)?).copied()
    }
}

fn sample(rpc: &Rpc, stop: &AtomicBool, measured: &AtomicUsize) -> Vec<u64> {
    let mut ms = Vec::new();
    let mut last = rpc.finalised();
    while !stop.load(Ordering::Relaxed) {
        sleep(INTERVAL);
        let Some(finalised) = rpc.finalised() else {
            continue;
        };
        let seen_ms = now_ms();
        for height in last.map_or(finalised, |last| last + 1)..=finalised {
            let time_ms = rpc.hash(height).and_then(|hash| rpc.time_ms(&hash));
            ms.extend(time_ms.map(|time_ms| seen_ms.saturating_sub(time_ms)));
        }
        measured.store(ms.len(), Ordering::Relaxed);
        last = Some(finalised);
    }
    ms
}

fn now_ms() -> u64 {
    let elapsed = UNIX_EPOCH.elapsed().expect("the clock is after 1970");
    u64::try_from(elapsed.as_millis()).expect("before the year 500 million")
}

#[cfg(test)]
mod tests {
    use super::Lags;

    #[test]
    fn percentiles_are_of_the_blocks_measured() {
        let lags = Lags((1..=200).collect());
        assert_eq!(
            (lags.percentile_ms(50), lags.percentile_ms(99)),
            (Some(100), Some(198))
        );
        assert_eq!(Lags(Vec::new()).percentile_ms(50), None);
    }
}
