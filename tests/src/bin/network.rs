//! A network of four validators, an observer and two gateways in one command. `scripts/network` builds it and runs it.

use clap::Parser;
use limpid_tests::{
    give_up_waiting, is_told_to_stop, Board, Network, NetworkPlan, Process, Scratch, Site,
};
use std::{
    io::{stdout, IsTerminal, Write},
    panic::{catch_unwind, set_hook},
    path::PathBuf,
    process::ExitCode,
    thread::{scope, sleep, spawn},
    time::{Duration, Instant},
};
use tokio::signal::unix::{signal, SignalKind};

/// How often the table is drawn again.
const REDRAW: Duration = Duration::from_secs(1);
/// How often a line is printed where no terminal is.
const LINE: Duration = Duration::from_secs(10);
/// How many outlets each gateway has.
const OUTLETS: u32 = 4;

/// Four validators, an observer and two gateways with loggers, as processes with keys and a chain of their own. Run as root,
/// each has a network namespace.
#[derive(Parser)]
#[command(name = "limpid-network")]
struct Arguments {
    /// Stop after so many seconds of operation; the exit code is 0 only if blocks became final and both gateways anchored
    #[arg(long, value_name = "SECONDS")]
    once: Option<u64>,
    /// Keep keys, chain, stores and logs in this new folder [default: a temporary one, removed at the end]
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// A line every ten seconds instead of a table, also on a terminal
    #[arg(long)]
    plain: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    listen_for_signals();
    set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or(payload.downcast_ref::<String>().map(String::as_str));
        let message = text.unwrap_or("it failed");
        if !is_told_to_stop() {
            eprintln!("limpid-network: {message}");
        }
    }));
    let code = catch_unwind(|| run(&arguments)).unwrap_or(ExitCode::FAILURE);
    if is_told_to_stop() {
        println!("stopped");
        return ExitCode::SUCCESS;
    }
    code
}

/// From now on a signal ends what is waited for, and then all processes in their order.
fn listen_for_signals() {
    spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut interrupt = signal(SignalKind::interrupt()).expect("a handler");
            let mut terminate = signal(SignalKind::terminate()).expect("a handler");
            let mut hangup = signal(SignalKind::hangup()).expect("a handler");
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                    _ = hangup.recv() => {}
                }
                give_up_waiting();
            }
        });
    });
}

fn run(arguments: &Arguments) -> ExitCode {
    let folder = match &arguments.keep {
        Some(path) => Scratch::kept(path),
        None => Scratch::temporary(),
    };
    println!("founding a chain of four validators, and an observer");
    let mut network = Network::found_in(
        folder,
        NetworkPlan {
            session_blocks: 200,
            ..NetworkPlan::default()
        },
    );
    println!("registering two gateways with their operators and outlets by real transactions");
    network.wait_until_finalised(&[0, 1], 1, 120);
    let mut sites = register(&mut network);
    sites.iter_mut().for_each(|site| {
        site.start_gateway();
    });
    let loggers: Vec<_> = sites.iter().map(play).collect();
    tell_where(&network, &sites);
    let began = Board::now(&network, &sites).finalised();
    watch(&network, &sites, arguments);
    let last = Board::now(&network, &sites);
    println!("stopping: loggers, gateways, nodes");
    let is_well = last.finalised() > began && last.all_gateways_anchor();
    stop(loggers, sites, network);
    match is_well || arguments.once.is_none() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Two agencies each register one.
fn register(network: &mut Network) -> Vec<Site> {
    let places = [network.place(), network.place()];
    let network = &*network;
    scope(|scope| {
        let registered: Vec<_> = places
            .into_iter()
            .enumerate()
            .map(|(agency, place)| {
                let nodes = [agency, agency + 2];
                scope.spawn(move || network.site(place, agency, &nodes, OUTLETS))
            })
            .collect();
        let sites = registered.into_iter().map(|thread| thread.join());
        let mut sites: Vec<_> = sites.map(|site| site.expect("it was registered")).collect();
        sites.sort_by_key(|site| site.gateway_id);
        sites
    })
}

/// Loggers that send a frame a second or so.
fn play(site: &Site) -> Process {
    let span = ["--start", "2026-03-01T00:00:00+08:00", "--hours", "5000"];
    let mut command = site.loggers(&span);
    command.args(["--speed", "60"]);
    Process::start("loggers", &mut command, &site.path("loggers.log"))
}

fn tell_where(network: &Network, sites: &[Site]) {
    for node in &network.nodes {
        println!(
            "{:<12} RPC {}  metrics {}",
            node.name(),
            node.url(),
            node.metrics_url()
        );
        println!("{:<12} log {}", "", node.log().display());
    }
    for site in sites {
        println!(
            "gateway-{}    store {}",
            site.gateway_id,
            site.store().display()
        );
    }
    println!("keys         {}", network.path("*.key").display());
    println!("chain        {}", network.chain().display());
    println!("trust root   {}", sites[0].trust_root().display());
}

fn watch(network: &Network, sites: &[Site], arguments: &Arguments) {
    let began = Instant::now();
    let is_table = stdout().is_terminal() && !arguments.plain;
    let pause = if is_table { REDRAW } else { LINE };
    let mut lines_drawn = 0;
    while !is_told_to_stop() {
        let seconds = began.elapsed().as_secs();
        let board = Board::now(network, sites);
        if is_table {
            let table = board.table();
            if lines_drawn > 0 {
                print!("\x1b[{lines_drawn}F\x1b[J");
            }
            println!("{table}\n{seconds} s; Ctrl-C stops all");
            lines_drawn = table.lines().count() + 1;
        } else {
            println!("[{seconds:>4} s] {}", board.line());
        }
        // A reader that is gone is no reason to leave processes behind.
        let _ = stdout().flush();
        let until = Instant::now() + pause;
        while Instant::now() < until && !is_told_to_stop() {
            sleep(Duration::from_millis(100));
        }
        if arguments
            .once
            .is_some_and(|seconds_max| began.elapsed().as_secs() >= seconds_max)
        {
            return;
        }
    }
}

/// Whoever depends on others stops before them.
fn stop(loggers: Vec<Process>, mut sites: Vec<Site>, mut network: Network) {
    drop(loggers);
    for gateway in sites.iter_mut().filter_map(|site| site.gateway.as_mut()) {
        gateway.terminate();
    }
    for node in network.nodes.iter_mut().filter(|node| node.is_started()) {
        node.terminate();
    }
}
