//! Clues: handed over, listed, and which office is nearest.

use super::{
    acts::numbered,
    args::TransferArgs,
    show::{name_of, Names},
};
use crate::{
    chain::{calls, At, Chain},
    cli::{
        decision::Authority,
        finality::{number_in, submit_by, tell},
        permit::names,
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use anyhow::{bail, Context};
use limpid_primitives::{
    joint_case::{ClueFilter, ClueId, ClueStatus, ClueV1},
    Digest, DivisionCode, InstitutionId,
};
use serde_json::{json, Value as Json};

/// Which clues are listed.
pub struct Only {
    /// This one.
    pub clue: Option<ClueId>,
    /// Those of an institution.
    pub institution: Option<InstitutionId>,
    /// Those nobody has yet.
    pub open: bool,
    /// Those not answered in time.
    pub overdue: bool,
}

/// Hands a clue over, and says until when it is to be answered.
pub async fn transfer(globals: &Globals, args: &TransferArgs) -> anyhow::Result<()> {
    let content = args.content.digest()?;
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    let to = match args.to {
        Some(to) => to,
        None => the_nearest(&chain, args.place, content).await?,
    };
    let call = calls::transfer_clue(args.case, content, args.place, to);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let given = |field| number_in(events, "Cases", "ClueTransferred", field);
        let (clue, answer_by_ms) = (given("clue"), given("answer_by_ms"));
        let until = answer_by_ms.map(|ms| format!(", which answers by {}", beijing(ms)));
        let json = json!({
            "clue": clue, "case": args.case, "content": content, "place": args.place, "to": to,
            "answer_by_ms": answer_by_ms,
        });
        let number = numbered(clue);
        let until = until.unwrap_or_default();
        (
            json,
            format!("clue{number} handed to institution {to}{until}"),
        )
    });
    Ok(())
}

/// The one office that is nearest to a place.
async fn the_nearest(
    chain: &Chain,
    place: DivisionCode,
    content: Digest,
) -> anyhow::Result<InstitutionId> {
    let offices = chain
        .nearest_offices(place, Some(content), At::Finalised)
        .await?;
    match offices[..] {
        [office] => Ok(office),
        [] => bail!("no agency that can act has authority over {place}"),
        _ => {
            let list: Vec<_> = offices.iter().map(InstitutionId::to_string).collect();
            bail!(
                "{place} has {} offices that are equally near, institutions {}: name one with --to",
                offices.len(),
                list.join(", ")
            )
        }
    }
}

/// Prints the offices nearest to a place.
pub async fn nearest(
    globals: &Globals,
    place: DivisionCode,
    content: Option<Digest>,
) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let offices = chain.nearest_offices(place, content, at).await?;
    let names = names(&chain, at).await?;
    let json: Vec<_> = offices
        .iter()
        .map(|office| json!({ "institution": office, "name": names.get(office) }))
        .collect();
    globals.print(&json.into(), || {
        if offices.is_empty() {
            return format!("no agency that can act has authority over {place}");
        }
        let lines: Vec<_> = offices.iter().map(|id| name_of(*id, &names)).collect();
        lines.join("\n")
    });
    Ok(())
}

/// Prints clues.
pub async fn list(globals: &Globals, only: &Only) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let now_ms = chain.time_ms(at).await?;
    let mut clues = match (only.clue, only.institution) {
        (Some(id), _) => {
            let clue = chain.clue(id, at).await?;
            let unknown = || format!("there is no clue {id}; `limpid case clues` lists all");
            vec![(id, clue.with_context(unknown)?)]
        }
        (None, Some(institution)) => chain.clues_of(institution, ClueFilter::All, at).await?,
        (None, None) => chain.clues(at).await?,
    };
    clues.retain(|(_, clue)| {
        (!only.open || clue.is_open()) && (!only.overdue || clue.is_overdue(now_ms))
    });
    let names = names(&chain, at).await?;
    let json: Vec<_> = clues
        .iter()
        .map(|(id, clue)| entry(*id, clue, now_ms))
        .collect();
    globals.print(&json.into(), || clue_table(&clues, &names, now_ms));
    Ok(())
}

/// For programs.
pub fn entry(id: ClueId, clue: &ClueV1, now_ms: u64) -> Json {
    json!({
        "clue": id, "case": clue.case, "content": clue.content, "place": clue.place, "from": clue.from,
        "to": clue.to, "at": clue.at, "answer_by_ms": clue.answer_by_ms, "status": clue.status,
        "handler": clue.handler(), "overdue": clue.is_overdue(now_ms),
    })
}

/// For people.
pub fn clue_table(clues: &[(ClueId, ClueV1)], names: &Names, now_ms: u64) -> String {
    if clues.is_empty() {
        return "no clues".to_owned();
    }
    use Column::{Left, Right};
    let columns = [
        Right("clue"),
        Right("case"),
        Left("place"),
        Left("from"),
        Left("to"),
        Left("answer by"),
        Left("status"),
    ];
    let row = |(id, clue): &(ClueId, ClueV1)| {
        [
            id.to_string(),
            clue.case.map(|case| case.to_string()).unwrap_or_default(),
            clue.place.to_string(),
            name_of(clue.from, names),
            name_of(clue.to, names),
            beijing(clue.answer_by_ms),
            status_text(clue, names, now_ms),
        ]
    };
    table(columns, clues.iter().map(row))
}

/// What became of a clue, and who is to do what.
fn status_text(clue: &ClueV1, names: &Names, now_ms: u64) -> String {
    match clue.status {
        ClueStatus::Transferred if clue.is_overdue(now_ms) => {
            "OVERDUE: the sender can accept or dispute it".to_owned()
        }
        ClueStatus::Transferred => "waits for the receiver".to_owned(),
        ClueStatus::Accepted { by, .. } if by == clue.from => "taken on by its sender".to_owned(),
        ClueStatus::Accepted { .. } => "accepted".to_owned(),
        ClueStatus::Returned { .. } => "returned: the sender has it".to_owned(),
        ClueStatus::Disputed { superior, .. } => {
            format!("disputed: an agency of {superior} or above decides")
        }
        ClueStatus::Decided { to, .. } => format!("decided: {} acts on it", name_of(to, names)),
    }
}
