//! `limpid share bundle`: one file that proves what became of a request.

use crate::{
    cli::{evidence::write_whole, finality::waiting, Globals},
    evidence::{export_share, ShareFile, ShareOf},
};
use limpid_evidence::{sha256, verify::ShareFacts};
use limpid_primitives::sharing::{GrantId, ReceiptMatch, RequestId};
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};

/// Which grant or request, and where to write the file.
#[derive(Debug, clap::Args)]
pub struct BundleArgs {
    #[command(flatten)]
    what: What,
    /// Where to write it; an older file is replaced. Without it: request-N.share.json in this folder.
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct What {
    /// The grant (`limpid share grants`).
    grant: Option<GrantId>,
    /// The request, however it was answered (`limpid share requests`).
    #[arg(long, value_name = "N")]
    request: Option<RequestId>,
}

impl What {
    fn of(&self) -> Option<ShareOf> {
        let grant = self.grant.map(ShareOf::Grant);
        grant.or(self.request.map(ShareOf::Request))
    }
}

/// Writes a share bundle.
pub async fn bundle(globals: &Globals, args: &BundleArgs) -> anyhow::Result<()> {
    let what = args
        .what
        .of()
        .ok_or_else(|| anyhow::anyhow!("name a grant, or a request with --request N"))?;
    let chain = globals.connect().await?;
    let bar = waiting("proving what became of it");
    let file = export_share(&chain, what).await;
    bar.finish_and_clear();
    let file = file?;
    let named = || PathBuf::from(format!("request-{}.share.json", file.request));
    let path = args.out.clone().unwrap_or_else(named);
    write_whole(&path, file.json.as_bytes())?;
    globals.print(&json(&path, &file), || text(&path, &file));
    Ok(())
}

fn json(path: &Path, file: &ShareFile) -> Json {
    json!({
        "file": path, "bytes": file.json.len(), "sha256": sha256(file.json.as_bytes()),
        "verdict": file.report.verdict, "facts": file.report.facts,
    })
}

fn text(path: &Path, file: &ShareFile) -> String {
    format!(
        "{}: {} bytes, verified: {}\nlimpid evidence verify {0} --trust ROOT checks it",
        path.display(),
        file.json.len(),
        summary(&file.report.facts)
    )
}

/// What it proves, in a line.
fn summary(facts: &ShareFacts) -> String {
    let request = facts.share.as_ref().map(|share| share.request);
    let standing = facts.standing.map(|standing| standing.word());
    let mut summary = format!(
        "request {} {}",
        request.unwrap_or_default(),
        standing.unwrap_or_default()
    );
    if let Some(grant) = &facts.grant {
        let standing = grant.standing.map(|standing| standing.word());
        let arrived = match facts.receipts.last().map(|receipt| receipt.matches) {
            None => "not confirmed",
            Some(ReceiptMatch::Matches) => "confirmed",
            Some(ReceiptMatch::Differs) => "something else arrived",
        };
        let standing = standing.unwrap_or_default();
        summary.push_str(&format!(", grant {} {standing}, {arrived}", grant.grant));
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use limpid_evidence::verify::{verify_share, TrustRoot};

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        args: BundleArgs,
    }

    fn what(arguments: &[&str]) -> Result<Option<ShareOf>, clap::Error> {
        let words = ["bundle"].iter().chain(arguments);
        Cli::try_parse_from(words).map(|cli| cli.args.what.of())
    }

    #[test]
    fn it_is_of_a_grant_or_of_a_request() {
        assert_eq!(what(&["7"]).unwrap(), Some(ShareOf::Grant(GrantId(7))));
        let request = Some(ShareOf::Request(RequestId(8)));
        assert_eq!(what(&["--request", "8"]).unwrap(), request);
        assert!(what(&[]).is_err() && what(&["7", "--request", "8"]).is_err());
    }

    #[test]
    fn what_it_proves_is_said_in_a_line() {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../tests/vectors/share");
        let read = |file: &str| std::fs::read(folder.join(file)).expect("a vector");
        let root = TrustRoot::from_json(&read("one-validator.trust.json")).unwrap();
        for (name, expected) in [
            (
                "good-confirmed",
                "request 1 granted, grant 101 live, confirmed",
            ),
            (
                "good-disputed",
                "request 8 granted, grant 108 disputed, something else arrived",
            ),
            (
                "good-court",
                "request 9 granted, grant 109 live, not confirmed",
            ),
            ("good-refused", "request 2 refused"),
        ] {
            let file = read(&format!("{name}.share.json"));
            assert_eq!(summary(&verify_share(&file, &root).facts), expected);
        }
    }
}
