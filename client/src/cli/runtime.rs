//! `limpid runtime`: the chain's own code, compared with a build, and replaced by a decision of the council.

use super::{
    decision::{Authority, CouncilDecision},
    evidence::read_bounded,
    finality::{submit_by, tell, waiting},
    signer::Signer,
    Globals,
};
use crate::chain::{blake2_256, calls, At, Chain, Inclusion, RuntimeVersion};
use anyhow::{bail, Context};
use limpid_primitives::Digest;
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};
use tokio::time::{sleep, Instant};

/// No runtime comes near this.
const CODE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// A Wasm module begins with these bytes.
const WASM_MAGIC: &[u8] = b"\0asm";
/// A compressed one with these (`sp-maybe-compressed-blob`).
const COMPRESSED_MAGIC: &[u8] = &[82, 188, 83, 118, 70, 219, 142, 5];
/// How long the new version may take to be final, and how often one looks.
const UPGRADE_TIMEOUT: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_secs(1);

/// The chain's own code.
#[derive(Debug, clap::Subcommand)]
pub enum RuntimeCommand {
    /// Show the version and the hash of the chain's code, and an upgrade that is authorised.
    Show,
    /// Compare the chain's code with a file, byte for byte.
    ///
    /// Exit code 0: they are the same. 1: they differ.
    Verify {
        /// A runtime, as `scripts/build-runtime` makes it.
        file: PathBuf,
    },
    /// Authorise a file's runtime to become the chain's code, by a decision of the council.
    Authorize {
        /// The runtime.
        file: PathBuf,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Make an authorised runtime the chain's code, and wait until its version is in force.
    Apply {
        /// The runtime.
        file: PathBuf,
        #[command(flatten)]
        signer: Signer,
    },
}

/// Carries out `limpid runtime`.
pub async fn run(command: RuntimeCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    match command {
        RuntimeCommand::Show => show(globals).await?,
        RuntimeCommand::Verify { file } => return verify(globals, &file).await,
        RuntimeCommand::Authorize { file, decision } => {
            authorize(globals, &file, &decision).await?
        }
        RuntimeCommand::Apply { file, signer } => apply(globals, &file, &signer).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A runtime and its hash.
struct Code {
    bytes: Vec<u8>,
    hash: Digest,
}

impl From<Vec<u8>> for Code {
    fn from(bytes: Vec<u8>) -> Code {
        let hash = Digest(blake2_256(&bytes));
        Code { bytes, hash }
    }
}

impl Code {
    fn read(path: &Path) -> anyhow::Result<Code> {
        Ok(read_bounded(path, CODE_BYTES_MAX)?.into())
    }

    /// Reads what is to become the chain's code. A chain given something else would stand still.
    fn read_runtime(path: &Path) -> anyhow::Result<Code> {
        let code = Code::read(path)?;
        let magics = [WASM_MAGIC, COMPRESSED_MAGIC];
        if !magics.iter().any(|magic| code.bytes.starts_with(magic)) {
            bail!(
                "{} is no runtime: it is neither a Wasm module nor a compressed one. Give the file that `scripts/build-runtime` makes",
                path.display()
            );
        }
        Ok(code)
    }
}

async fn read_chain(chain: &Chain) -> anyhow::Result<(u32, RuntimeVersion, Code)> {
    let head = chain.finalised().await?;
    let at = At::Block(head.hash);
    let version = chain.runtime_version(at).await?;
    Ok((head.number, version, chain.code(at).await?.into()))
}

async fn show(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let (block, version, code) = read_chain(&chain).await?;
    let authorized = chain.authorized_upgrade(At::Finalised).await?;
    let authorized = authorized.map(|upgrade| upgrade.code_hash);
    let json = json!({
        "block": block, "spec_name": version.spec_name, "spec_version": version.spec_version,
        "transaction_version": version.transaction_version, "code_bytes": code.bytes.len(), "code_hash": code.hash,
        "authorized": authorized,
    });
    globals.print(&json, || {
        let authorized =
            authorized.map_or_else(|| "none".to_owned(), |hash| format!("BLAKE2b-256 {hash}"));
        format!(
            "runtime     {} version {}, transactions version {}\ncode        {} bytes, BLAKE2b-256 {}\nauthorised  {authorized}\nat finalised block {block}",
            version.spec_name,
            version.spec_version,
            version.transaction_version,
            code.bytes.len(),
            code.hash
        )
    });
    Ok(())
}

async fn verify(globals: &Globals, file: &Path) -> anyhow::Result<ExitCode> {
    let local = Code::read(file)?;
    let chain = globals.connect().await?;
    let (block, version, code) = read_chain(&chain).await?;
    let is_same = local.bytes == code.bytes;
    let json = json!({
        "same": is_same, "block": block, "spec_name": version.spec_name, "spec_version": version.spec_version,
        "chain": { "bytes": code.bytes.len(), "hash": code.hash },
        "file": { "bytes": local.bytes.len(), "hash": local.hash },
    });
    globals.print(&json, || {
        let verdict = match is_same {
            true => "the chain runs this file".to_owned(),
            false => "the chain runs other code than this file".to_owned(),
        };
        format!(
            "chain  {} version {}, {} bytes, BLAKE2b-256 {}, at finalised block {block}\nfile   {} bytes, BLAKE2b-256 {}\n{verdict}",
            version.spec_name,
            version.spec_version,
            code.bytes.len(),
            code.hash,
            local.bytes.len(),
            local.hash
        )
    });
    Ok(match is_same {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    })
}

async fn authorize(
    globals: &Globals,
    file: &Path,
    decision: &CouncilDecision,
) -> anyhow::Result<()> {
    let code = Code::read_runtime(file)?;
    let authority = decision.authority()?;
    let key = decision.signer.member_key()?;
    let chain = globals.connect().await?;
    let (_, _, present) = read_chain(&chain).await?;
    if present.bytes == code.bytes {
        bail!("{} is the chain's code already", file.display());
    }
    let inclusion = submit_by(&chain, &key, authority, calls::authorize_upgrade(code.hash)).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "code_hash": code.hash }),
            format!(
                "authorised: BLAKE2b-256 {}\n  limpid runtime apply {}",
                code.hash,
                file.display()
            ),
        )
    });
    Ok(())
}

async fn apply(globals: &Globals, file: &Path, signer: &Signer) -> anyhow::Result<()> {
    let code = Code::read_runtime(file)?;
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let head = At::Block(chain.finalised().await?.hash);
    let before = chain.runtime_version(head).await?;
    match chain.authorized_upgrade(head).await? {
        Some(upgrade) if upgrade.code_hash == code.hash => {}
        Some(upgrade) => bail!(
            "another runtime is authorised: BLAKE2b-256 {}, and {} has {}",
            upgrade.code_hash,
            file.display(),
            code.hash
        ),
        None => {
            bail!("no upgrade is authorised: the council decides with `limpid runtime authorize`")
        }
    }
    let call = calls::apply_authorized_upgrade(&code.bytes);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    check_taken(&inclusion)?;
    let after = wait_for_version(&chain, before.spec_version).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({
                "code_hash": code.hash, "spec_version_before": before.spec_version, "spec_version": after.spec_version,
            }),
            format!(
                "the chain runs version {} (before: {}), BLAKE2b-256 {}",
                after.spec_version, before.spec_version, code.hash
            ),
        )
    });
    Ok(())
}

/// Code whose version is not newer is dropped without failing the transaction.
fn check_taken(inclusion: &Inclusion) -> anyhow::Result<()> {
    let rejected = inclusion
        .events
        .iter()
        .find(|event| event.is("System", "RejectedInvalidAuthorizedUpgrade"));
    match rejected {
        None => Ok(()),
        Some(event) => bail!(
            "the chain did not take the runtime in block {}: {}. It must have the chain's name and a higher version; the council authorises another",
            inclusion.block_number,
            event.fields
        ),
    }
}

/// Waits until a finalised block's state has a newer version than `before`.
async fn wait_for_version(chain: &Chain, before: u32) -> anyhow::Result<RuntimeVersion> {
    let bar = waiting("waiting for the new version to be final");
    let start = Instant::now();
    loop {
        let last = match chain.runtime_version(At::Finalised).await {
            Ok(version) if version.spec_version > before => {
                bar.finish_and_clear();
                return Ok(version);
            }
            Ok(version) => format!("version {}", version.spec_version),
            Err(error) if error.is_retryable() => error.to_string(),
            Err(error) => return Err(error).context("the upgrade is under way"),
        };
        if start.elapsed() > UPGRADE_TIMEOUT {
            bail!("the upgrade was carried out, and no finalised block has a newer version yet (last: {last}): look with `limpid runtime show`");
        }
        sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_runtime_is_read_as_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("runtime");
        for (bytes, is_runtime) in [
            (&b"\0asm\x01\0\0\0"[..], true),
            (&[82, 188, 83, 118, 70, 219, 142, 5, 40, 181][..], true),
            (b"", false),
            (b"\x7fELF", false),
            (b"\0as", false),
        ] {
            std::fs::write(&file, bytes).unwrap();
            let read = Code::read_runtime(&file);
            assert_eq!(read.is_ok(), is_runtime, "{bytes:?}");
        }
    }

    #[test]
    fn code_is_hashed_as_the_chain_hashes_it() {
        // BLAKE2b-256 of nothing, as every chain of this kind has it.
        assert_eq!(
            Code::from(Vec::new()).hash.to_string(),
            "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"
        );
    }
}
