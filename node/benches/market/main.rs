//! What the market takes: placements and fills a second, by block weight and by the clock, in books of 1,000 and of 100,000 open
//! orders. Everything runs natively over the node's own RocksDB, one block after the other, each with its state root and its commit.
//!
//! Beside it, in the same run and over the same storage, transfers of the SDK's balances between as many accounts as the large book
//! has orders. Signatures are left out on both sides; the weight of a transaction around its call is the chain's for both.
//!
//! `cargo bench -p limpid-node --bench market` prints one JSON object a line.

mod auction;
mod balances;
mod book;
mod chain;
mod store;

use frame_support::{dispatch::DispatchClass, weights::Weight};
use frame_system::limits::BlockWeights;
use limpid_runtime::Runtime;
use std::time::Duration;

/// Blocks of a measurement. The fastest counts: whatever else the machine does only makes them slower.
const BLOCKS: usize = 9;

/// What one operation took.
#[derive(Clone, Copy)]
pub struct Taken {
    /// Of a block's time, as it is charged, with the transaction around it.
    pub weight: Weight,
    /// By the clock: carrying it out.
    pub run: Duration,
    /// By the clock: its part in the state root and the commit.
    pub commit: Duration,
}

impl Taken {
    /// The part of one of so many.
    fn each((weight, run, commit): (Weight, Duration, Duration), count: u32) -> Self {
        Self {
            weight: weight / u64::from(count),
            run: run / count,
            commit: commit / count,
        }
    }

    fn line(&self) -> String {
        let us = |duration: Duration| duration.as_secs_f64() * 1e6;
        let weight_us = self.weight.ref_time() as f64 / 1e6;
        format!(
            "\"weight_us\":{weight_us:.1},\"a_second_of_weight\":{:.0},\"run_us\":{:.1},\"commit_us\":{:.1}",
            seconds_of_weight() * 1e6 / weight_us,
            us(self.run),
            us(self.commit),
        )
    }
}

/// Seconds of weight for members' transactions in a second of the clock: three quarters of a second in a block of three.
fn seconds_of_weight() -> f64 {
    let limits: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
    let normal = limits
        .get(DispatchClass::Normal)
        .max_total
        .expect("a limit");
    normal.ref_time() as f64 / 1e12 / (limpid_runtime::configs::SLOT_DURATION_MS as f64 / 1e3)
}

fn main() {
    // `cargo bench` says so; `cargo test` only wants to know whether it runs.
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let large: u32 = if is_measured { 100_000 } else { 2_000 };
    let transfer = balances::transfer(large);
    println!(
        "{{\"bench\":\"balance transfer\",\"accounts\":{large},{}}}",
        transfer.line()
    );
    let small = 1_000;
    let mut clock = Vec::new();
    for orders in [small, large] {
        let book = book::measure(orders);
        let placed = book.placed;
        println!(
            "{{\"bench\":\"placement, 32 a transaction\",\"open_orders\":{orders},{},\"state_bytes_an_order\":{:.0}}}",
            placed.line(),
            book.bytes_an_order,
        );
        println!(
            "{{\"bench\":\"placement, 1 a transaction\",\"open_orders\":{orders},{}}}",
            book.placed_alone.line()
        );
        println!(
            "{{\"bench\":\"fill\",\"open_orders\":{orders},{}}}",
            book.filled.line()
        );
        clock.push((placed.run + placed.commit).as_secs_f64());
    }
    println!(
        "{{\"bench\":\"placement in the large book\",\"of_one_in_the_small\":{:.2}}}",
        clock[1] / clock[0]
    );
    let auction = auction::measure();
    println!(
        "{{\"bench\":\"auction fill\",\"fills_a_bid\":{},\"bids\":{},{}}}",
        auction.fills_a_bid,
        auction.bids,
        auction.filled.line()
    );
    println!(
        "{{\"bench\":\"auction price cleared\",{}}}",
        auction.cleared.line()
    );
}
