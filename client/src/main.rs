//! The `limpid` command.

use clap::Parser;
use limpid_client::cli::{exit_code_of, hint, Cli};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("limpid: cannot start: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(limpid_client::cli::run(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("limpid: {error:#}");
            if let Some(hint) = hint(&error) {
                eprintln!("limpid: {hint}");
            }
            exit_code_of(&error)
        }
    }
}
