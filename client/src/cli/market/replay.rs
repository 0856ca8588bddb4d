//! `limpid market replay`: the log carried out again, and compared with the state.

use crate::{
    chain::{At, BlockEvents, Chain, ChainError},
    cli::Globals,
    market::{Difference, Fact, Happened, Ledger, Replay},
};
use anyhow::{ensure, Context};
use futures::{stream, StreamExt, TryStreamExt};
use indicatif::{ProgressBar, ProgressStyle};
use limpid_primitives::Digest;
use serde_json::json;
use std::process::ExitCode;

/// Blocks that are asked for at a time.
const BLOCKS_AT_A_TIME: usize = 16;
/// Differences that are printed as text.
const SHOWN_MAX: usize = 20;

/// Which blocks.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Begin with books and balances as they were after this block.
    #[arg(long, value_name = "BLOCK", default_value_t = 0)]
    from: u32,
    /// Compare with them as they were after this one; without it, after the newest final block.
    #[arg(long, value_name = "BLOCK")]
    to: Option<u32>,
}

/// A replay's end.
struct Report {
    from: u32,
    to: u32,
    hash: Digest,
    facts: u64,
    ledger: Ledger,
    /// Where an event is not what the rules give.
    fault: Option<(u32, String)>,
    differences: Vec<Difference>,
}

/// Replays the blocks and prints what differs.
pub async fn run(globals: &Globals, args: &ReplayArgs) -> anyhow::Result<ExitCode> {
    let chain = globals.connect().await?;
    let newest = chain.finalised().await?.number;
    let to = args.to.unwrap_or(newest);
    ensure!(
        to <= newest,
        "block {to} is not final: the newest final block is {newest}"
    );
    ensure!(
        args.from <= to,
        "--from {} is after --to {to}: name an earlier block",
        args.from
    );
    let report = replay(&chain, args.from, to).await?;
    globals.print(&report.json(), || report.text());
    Ok(match report.is_good() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

async fn replay(chain: &Chain, from: u32, to: u32) -> anyhow::Result<Report> {
    let hash = hash_of(chain, to).await?;
    let start = At::Block(hash_of(chain, from).await?);
    let ledger = Ledger::read(chain, start)
        .await
        .with_context(|| format!("the state of block {from} cannot be read. {PRUNED}"))?;
    let mut replay = Replay::from(ledger);
    let (mut facts, mut fault) = (0u64, None);
    let bar = progress(to.saturating_sub(from));
    let blocks = stream::iter(from.saturating_add(1)..=to)
        .map(|number| read(chain, number))
        .buffered(BLOCKS_AT_A_TIME);
    tokio::pin!(blocks);
    while let Some((number, happened)) = blocks.try_next().await? {
        bar.inc(1);
        let Some(happened) = happened else { continue };
        facts = facts.saturating_add(happened.facts.len() as u64);
        if let Err(error) = replay.block(&happened) {
            fault = Some((number, error.to_string()));
            break;
        }
    }
    bar.finish_and_clear();
    let differences = match fault {
        // After the first fault nothing can agree.
        Some(_) => Vec::new(),
        None => replay
            .ledger()
            .differences(&Ledger::read(chain, At::Block(hash)).await?),
    };
    Ok(Report {
        from,
        to,
        hash,
        facts,
        ledger: replay.into_ledger(),
        fault,
        differences,
    })
}

const PRUNED: &str =
    "The node may have dropped it: ask one that keeps all states (--node), or begin later (--from)";

async fn hash_of(chain: &Chain, number: u32) -> anyhow::Result<Digest> {
    let hash = chain.block_hash(number).await?;
    hash.with_context(|| format!("the node does not have block {number}"))
}

/// What happened in a block; `None` if nothing that counts.
async fn read(chain: &Chain, number: u32) -> anyhow::Result<(u32, Option<Happened>)> {
    let block = chain
        .block_events(number)
        .await
        .with_context(|| format!("the events of block {number} cannot be read. {PRUNED}"))?;
    let facts = facts(&block)?;
    if facts.is_empty() {
        return Ok((number, None));
    }
    let time_ms = chain.time_ms(At::Block(block.hash)).await?;
    Ok((number, Some(Happened { time_ms, facts })))
}

fn facts(block: &BlockEvents) -> Result<Vec<(Option<u32>, Fact)>, ChainError> {
    let mut facts = Vec::new();
    for (of, event) in &block.events {
        if let Some(fact) = Fact::of(event)? {
            facts.push((*of, fact));
        }
    }
    Ok(facts)
}

fn progress(blocks: u32) -> ProgressBar {
    let bar = ProgressBar::new(blocks.into());
    let template = "{bar:40} block {pos} of {len} ({elapsed}, {eta} left)";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

impl Report {
    fn is_good(&self) -> bool {
        self.fault.is_none() && self.differences.is_empty()
    }

    fn orders(&self) -> usize {
        let books = self.ledger.books.values();
        books.map(|book| book.orders().len()).sum()
    }

    fn json(&self) -> serde_json::Value {
        let fault = self
            .fault
            .as_ref()
            .map(|(block, fault)| json!({ "block": block, "fault": fault }));
        json!({
            "from": self.from, "to": self.to, "block_hash": self.hash, "agrees": self.is_good(),
            "events": self.facts, "orders": self.orders(), "holdings": self.ledger.holdings.len(),
            "claims": self.ledger.claims.len(), "fault": fault, "differences": self.differences,
        })
    }

    fn text(&self) -> String {
        let blocks = format!("blocks {} to {} ({})", self.from, self.to, self.hash);
        if let Some((block, fault)) = &self.fault {
            return format!(
                "{blocks}: an event of block {block} is not what the rules give\n  {fault}"
            );
        }
        let counts = format!(
            "{} events; {} open orders, money of {} institutions, quota of {} holdings",
            self.facts,
            self.orders(),
            self.ledger.claims.len(),
            self.ledger.holdings.len()
        );
        if self.differences.is_empty() {
            return format!("{blocks}: events, books and balances agree\n  {counts}");
        }
        let shown = self.differences.iter().take(SHOWN_MAX).map(|difference| {
            format!(
                "  {}\n    by the events: {}\n    in the state:  {}",
                difference.what, difference.replayed, difference.state
            )
        });
        let mut lines = vec![format!(
            "{blocks}: {} differences\n  {counts}",
            self.differences.len()
        )];
        lines.extend(shown);
        if self.differences.len() > SHOWN_MAX {
            lines.push("  and more: --json shows all".to_owned());
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(fault: Option<(u32, String)>, differences: Vec<Difference>) -> Report {
        Report {
            from: 1,
            to: 9,
            hash: Digest([1; 32]),
            facts: 3,
            ledger: Ledger::default(),
            fault,
            differences,
        }
    }

    #[test]
    fn what_differs_is_said() {
        let good = report(None, vec![]);
        assert!(good.is_good() && good.text().contains("agree"));
        let faulty = report(Some((7, "order 1/buy/5/0: …".to_owned())), vec![]);
        assert!(!faulty.is_good());
        assert!(faulty.text().contains("block 7"), "{}", faulty.text());
        assert_eq!(faulty.json()["fault"]["block"], 7);
        let difference = Difference {
            what: "money of institution 3".to_owned(),
            replayed: "5".to_owned(),
            state: "6".to_owned(),
        };
        let other = report(None, vec![difference; 21]);
        assert!(!other.is_good() && other.text().contains("--json shows all"));
        assert_eq!(other.json()["agrees"], false);
    }
}
