//! `limpid simulate`: plays data loggers into a gateway.

use crate::simulate::{
    self, derive_loggers, read_loggers, Fault, FrameKind, Journal, Logger, Plan, Progress,
    SimulateError, Speed, Totals,
};
use crate::when::parse_time_ms;
use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Play data loggers into a gateway.
///
/// Stacks (DA…, ST=31) and drains (DW…, ST=32) send real-time (2011), ten-minute (2051), hour (2061) and day (2031) frames over
/// TCP, each asking for an acknowledgement, and send again what is not acknowledged. The same seed gives the same frames. The
/// exit code is 0 when all are acknowledged, and 3 when the gateway does not acknowledge.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// Host and port of the gateway.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:5212")]
    gateway: String,
    /// How many outlets to make up from the seed: DA001, DW001, DA002, …
    #[arg(
        long,
        value_name = "N",
        default_value_t = 4,
        conflicts_with = "outlets_file"
    )]
    outlets: u32,
    /// A list of loggers instead: TOML with [[outlets]], or JSON as --list prints it; each with mn and outlet_code.
    #[arg(long, value_name = "FILE")]
    outlets_file: Option<PathBuf>,
    /// Decides device numbers and every value.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// When the simulated time begins: a full hour.
    #[arg(long, value_name = "TIME", default_value = "2026-03-01T00:00:00+08:00")]
    start: String,
    /// How many hours are simulated.
    #[arg(long, value_name = "N", default_value_t = 24)]
    hours: u32,
    /// Seconds between real-time frames, a divisor of 600; 0 for none.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    real_time: u32,
    /// Send only frames with these command codes, separated by commas: 2011, 2051, 2061, 2031. They say the same as among all.
    #[arg(long, value_name = "CN", value_delimiter = ',')]
    only: Vec<FrameKind>,
    /// Simulated seconds a second, or max.
    #[arg(long, value_name = "max|N", default_value = "max")]
    speed: Speed,
    /// What goes wrong: silence:OUTLET:HOUR, exceed:OUTLET:HOUR, exceed:OUTLET:HOUR:FACTOR (counted from 0), bad-crc, garbage,
    /// duplicate. May be repeated. An exceedance is five times the usual concentration: exceed:0:14:a21002 is NOx at the first
    /// outlet, hour 14.
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,
    /// How many frames a logger sends ahead of their acknowledgements.
    #[arg(long, value_name = "FRAMES", default_value_t = 64)]
    window: usize,
    /// After how many seconds without an answer a frame is sent again.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    resend_after: u64,
    /// After how many seconds without any acknowledgement a logger gives up.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    patience: u64,
    /// Write a line of JSON for each acknowledged frame to this file.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Write what the day frames' masses come to, by outlet, pollutant, day and year, to this file once all are acknowledged:
    /// JSON, in grams.
    #[arg(long, value_name = "FILE")]
    totals: Option<PathBuf>,
    /// Print the loggers as lines of JSON and send nothing.
    #[arg(long)]
    list: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the subcommand.
pub async fn run(args: SimulateArgs) -> anyhow::Result<ExitCode> {
    let loggers = match &args.outlets_file {
        Some(path) => read_loggers(path).with_context(|| path.display().to_string())?,
        None => derive_loggers(args.seed, args.outlets)?,
    };
    if args.list {
        for logger in &loggers {
            super::say(&serde_json::to_string(logger)?);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let plan = plan(&args, loggers)?;
    plan.check()?;
    let journal = args.journal.as_deref().map(|path| {
        Journal::create(path)
            .with_context(|| format!("cannot write the journal {}", path.display()))
    });
    let totals = match &args.totals {
        Some(path) => Some((path, add_up(plan.clone()).await?)),
        None => None,
    };
    let progress = Arc::new(Progress::default());
    let bar = tokio::spawn(show(Arc::clone(&progress), plan.frames()));
    let outcome = simulate::run(plan, journal.transpose()?, progress).await;
    bar.abort();
    let summary = match outcome {
        Ok(summary) => summary,
        Err(error @ SimulateError::Patience { .. }) => {
            eprintln!("limpid: {error}");
            return Ok(ExitCode::from(3));
        }
        Err(error) => return Err(error.into()),
    };
    if let Some((path, totals)) = totals {
        write(path, &totals)?;
    }
    match args.json {
        true => super::say(&serde_json::to_string(&summary)?),
        false => super::say(&format!(
            "{} frames sent and {} acknowledged in {:.1} s; {} sent again",
            summary.sent, summary.acknowledged, summary.seconds, summary.resent
        )),
    }
    Ok(ExitCode::SUCCESS)
}

/// On a thread of its own: a year of many outlets takes a while.
async fn add_up(plan: Plan) -> anyhow::Result<Totals> {
    Ok(tokio::task::spawn_blocking(move || simulate::totals(&plan)).await??)
}

fn write(path: &Path, totals: &Totals) -> anyhow::Result<()> {
    std::fs::write(path, serde_json::to_vec_pretty(totals)?)
        .with_context(|| format!("cannot write the totals {}", path.display()))
}

fn plan(args: &SimulateArgs, loggers: Vec<Logger>) -> anyhow::Result<Plan> {
    Ok(Plan {
        seed: args.seed,
        loggers,
        from_ms: parse_time_ms(&args.start)?,
        hours: args.hours,
        real_time_s: args.real_time,
        kinds: match args.only.as_slice() {
            [] => FrameKind::ALL.into(),
            only => only.to_vec(),
        },
        speed: args.speed,
        faults: args.faults.clone(),
        gateway: args.gateway.clone(),
        window: args.window,
        resend_after: Duration::from_secs(args.resend_after),
        patience: Duration::from_secs(args.patience),
    })
}

/// Shows how far the run is, on standard error if that is a terminal.
async fn show(progress: Arc<Progress>, frames: u64) {
    let bar = ProgressBar::new(frames);
    if let Ok(style) = ProgressStyle::with_template(
        "{bar:32} {pos}/{len} frames acknowledged, {per_sec}, {eta} left {msg}",
    ) {
        bar.set_style(style);
    }
    let mut tick = tokio::time::interval(Duration::from_millis(200));
    loop {
        tick.tick().await;
        bar.set_position(progress.acknowledged());
        if progress.resent() > 0 {
            bar.set_message(format!("({} sent again)", progress.resent()));
        }
    }
}
