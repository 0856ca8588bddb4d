//! `limpid quota title`: how a lot came to its holder, as text, as a drawing, and as a file that proves it.

use super::{drawing::draw, title_text::text};
use crate::{
    cli::{evidence::write_whole, finality::waiting, Globals},
    evidence::{export_title, read_title},
};
use limpid_evidence::verify::TitleFacts;
use limpid_primitives::quota::LotId;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// Which lot, and what to make of it.
#[derive(Debug, clap::Args)]
pub struct TitleArgs {
    /// The lot's number; `limpid quota holdings HOLDER` names that of each holding.
    pub lot: LotId,
    /// Draw it as well: allocations above, the lot below. An older file is replaced.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Write a file as well that proves it offline: `limpid quota verify FILE --trust ROOT`. An older file is replaced.
    #[arg(long, value_name = "FILE")]
    pub bundle: Option<PathBuf>,
}

/// Shows a title.
pub async fn run(globals: &Globals, args: &TitleArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let mut files = Vec::new();
    // What is proven is shown as the verifier read it; without a file the node is believed.
    let facts = match &args.bundle {
        Some(path) => {
            let bar = waiting("proving the title");
            let file = export_title(&chain, args.lot).await;
            bar.finish_and_clear();
            let file = file?;
            write_whole(path, file.json.as_bytes())?;
            files.push(format!(
                "{}: {} bytes, verified",
                path.display(),
                file.json.len()
            ));
            file.report.facts
        }
        None => read_title(&chain, args.lot).await?,
    };
    if let Some(path) = &args.svg {
        let drawing = draw(&facts)?;
        write_whole(path, drawing.as_bytes())?;
        files.push(format!(
            "{}: {} lots drawn",
            path.display(),
            facts.lots.len()
        ));
    }
    globals.print(&json(args, &facts), || {
        let mut text = text(&facts);
        for file in &files {
            text.push('\n');
            text.push_str(file);
        }
        text
    });
    Ok(())
}

fn json(args: &TitleArgs, facts: &TitleFacts) -> Json {
    let mut json = json!(facts);
    if let Some(object) = json.as_object_mut() {
        object.insert("svg".into(), json!(args.svg));
        object.insert("bundle".into(), json!(args.bundle));
    }
    json
}
