//! `limpid trust`: trust roots, which a reader of evidence must have beforehand.

use super::{
    evidence::{read_bounded, write_whole},
    Globals,
};
use crate::evidence::trust::{carry, root_at, update_from_chain, Carried};
use anyhow::Context;
use limpid_evidence::verify::{Bundle, TrustRoot, BUNDLE_BYTES_MAX};
use serde_json::{json, Value as Json};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// A trust root is far smaller than this.
const ROOT_BYTES_MAX: usize = 1024 * 1024;

/// Make and update trust roots.
#[derive(Debug, clap::Subcommand)]
pub enum TrustCommand {
    /// Take a trust root from a node. It is worth what that node is worth: compare it with what the validators publish.
    Export {
        /// Begin with this finalised block instead of block 0. Evidence finalised up to it cannot be verified then.
        #[arg(long, value_name = "NUMBER", default_value_t = 0)]
        block: u32,
        /// Where to write it.
        #[arg(short, long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Carry a trust root forward over the changes of validators, checking each by the votes of those before.
    ///
    /// Not needed to verify: every evidence file brings the changes with it. Evidence finalised up to the newest change
    /// cannot be verified with the new root; keep the old one.
    Update {
        /// The trust root to begin with.
        #[arg(long, value_name = "FILE")]
        trust: PathBuf,
        /// Take the changes from this evidence file, offline, instead of asking a node.
        #[arg(long, value_name = "FILE")]
        bundle: Option<PathBuf>,
        /// Where to write the new one.
        #[arg(short, long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Show a trust root.
    Show {
        /// The trust root.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Carries out `limpid trust`.
pub async fn run(command: TrustCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    match command {
        TrustCommand::Export { block, out } => {
            let chain = globals.connect().await?;
            let root = root_at(&chain, block).await?;
            write(&out, &root)?;
            globals.print(&json_of(&root, Some(&out)), || text_of(&root, Some(&out)));
            eprintln!("limpid: this root is as trustworthy as the node it came from: compare genesis and validators with what the chain's validators publish, before you rely on it");
        }
        TrustCommand::Update { trust, bundle, out } => {
            let old = read_root(&trust)?;
            let carried = match bundle {
                Some(bundle) => from_bundle(&old, &bundle)?,
                None => update_from_chain(&old, &globals.connect().await?).await?,
            };
            write(&out, &carried.root)?;
            tell_update(globals, &carried, &out);
        }
        TrustCommand::Show { file } => {
            let root = read_root(&file)?;
            globals.print(&json_of(&root, None), || text_of(&root, None));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a trust root.
pub fn read_root(path: &Path) -> anyhow::Result<TrustRoot> {
    TrustRoot::from_json(&read_bounded(path, ROOT_BYTES_MAX)?)
        .with_context(|| format!("{} is no trust root", path.display()))
}

fn from_bundle(root: &TrustRoot, path: &Path) -> anyhow::Result<Carried> {
    let name = path.display();
    let bundle = Bundle::from_json(&read_bounded(path, BUNDLE_BYTES_MAX)?)
        .with_context(|| format!("{name} is no evidence file"))?;
    if bundle.genesis != root.genesis {
        anyhow::bail!("{name} is evidence of another chain than the trust root's");
    }
    carry(root, &bundle.handovers)
        .with_context(|| format!("{name} does not carry this trust root forward"))
}

fn write(path: &Path, root: &TrustRoot) -> anyhow::Result<()> {
    write_whole(path, format!("{}\n", root.to_json()).as_bytes())
}

fn tell_update(globals: &Globals, carried: &Carried, out: &Path) {
    let mut json = json_of(&carried.root, Some(out));
    if let Some(object) = json.as_object_mut() {
        object.insert("handovers".into(), carried.handovers.into());
        object.insert("handover_bytes".into(), carried.handover_bytes.into());
    }
    globals.print(&json, || {
        format!(
            "{}\nhand-overs  {}, {} bytes",
            text_of(&carried.root, Some(out)),
            carried.handovers,
            carried.handover_bytes
        )
    });
}

fn json_of(root: &TrustRoot, written: Option<&Path>) -> Json {
    let authorities = root.authorities.authorities();
    let keys: Vec<_> = authorities
        .iter()
        .map(|(key, _)| hex::encode(key))
        .collect();
    json!({
        "file": written, "chain": root.chain, "genesis": root.genesis, "block": root.block, "set_id": root.set_id,
        "validators": keys,
    })
}

fn text_of(root: &TrustRoot, written: Option<&Path>) -> String {
    let file = written
        .map(|path| format!("written to  {}\n", path.display()))
        .unwrap_or_default();
    let authorities = root.authorities.authorities().iter();
    let validators: String = authorities
        .map(|(key, weight)| format!("\nvalidator   {}  weight {weight}", hex::encode(key)))
        .collect();
    format!(
        "{file}chain       {}\ngenesis     {}\nblock       {} {}\nset id      {}{validators}",
        root.chain, root.genesis, root.block.number, root.block.hash, root.set_id
    )
}
