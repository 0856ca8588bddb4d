//! `limpid evidence deposit`: a file becomes a record by its digest.

use crate::{
    cli::Globals,
    gateway::http::{Deposit, Deposited},
    when::parse_time_ms,
};
use anyhow::{bail, Context};
use indicatif::ProgressBar;
use limpid_primitives::{Digest, Outlet};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The gateway answers once the record is safe on its disk.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Which file.
#[derive(Debug, clap::Args)]
pub struct DepositArgs {
    /// The file. Keep it: the record holds its digest, not its content.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The gateway's HTTP address.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:5280")]
    gateway_url: String,
    /// The outlet it speaks of, as PERMIT/DA001.
    #[arg(long)]
    outlet: Outlet,
    /// The time it speaks of; now, if not given.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    observed: Option<u64>,
    /// Its media type; from the file's name, if not given.
    #[arg(long, value_name = "TYPE/SUBTYPE")]
    media_type: Option<String>,
}

/// Hashes the file and hands its digest to the gateway.
pub fn run(args: &DepositArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    let (sha256, length) = hash(&args.file)?;
    let deposit = Deposit {
        outlet: args.outlet,
        observed_ms: args.observed.map_or_else(now_ms, Ok)?,
        sha256,
        length,
        media_type: args
            .media_type
            .clone()
            .unwrap_or_else(|| media_type(&args.file).to_owned()),
    };
    let deposited = post(&args.gateway_url, &deposit)?;
    let json = json!({ "arrival": deposited.arrival, "digest": deposited.digest, "sha256": sha256, "length": length });
    globals.print(&json, || {
        format!(
            "{}: {length} bytes, SHA-256 {sha256}\nrecord {}, digest {}",
            args.file.display(),
            deposited.arrival,
            deposited.digest
        )
    });
    Ok(ExitCode::SUCCESS)
}

fn hash(path: &Path) -> anyhow::Result<(Digest, u64)> {
    let mut hash = Sha256::new();
    let file = File::open(path);
    let length = file.and_then(|file| {
        let bar = ProgressBar::new(file.metadata()?.len());
        let read = io::copy(&mut bar.wrap_read(file), &mut hash);
        bar.finish_and_clear();
        read
    });
    let length = length.with_context(|| format!("cannot read {}", path.display()))?;
    Ok((Digest(hash.finalize().into()), length))
}

fn post(gateway_url: &str, deposit: &Deposit) -> anyhow::Result<Deposited> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .http_status_as_error(false)
        .build()
        .into();
    let url = format!("{}/deposits", gateway_url.trim_end_matches('/'));
    let mut response = agent
        .post(&url)
        .send_json(deposit)
        .with_context(|| format!("no gateway answers at {url}: check that it runs and that the address is right (--gateway-url)"))?;
    if response.status().is_success() {
        return response
            .body_mut()
            .read_json()
            .context("the gateway's answer is not understood");
    }
    let status = response.status();
    let fault: serde_json::Value = response.body_mut().read_json().unwrap_or_default();
    match fault.get("detail").and_then(|detail| detail.as_str()) {
        Some(detail) => bail!("the gateway does not take the file: {detail}"),
        None => bail!("the gateway does not take the file: {status}"),
    }
}

fn now_ms() -> anyhow::Result<u64> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .context("this computer's clock stands before 1970")?;
    u64::try_from(since.as_millis()).context("this computer's clock is wrong")
}

/// The usual media type of a file of this name.
fn media_type(path: &Path) -> &'static str {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "tif" | "tiff" => "image/tiff",
        "mp4" => "video/mp4",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "json" => "application/json",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
