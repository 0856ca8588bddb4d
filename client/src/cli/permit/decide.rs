//! What an agency decides about a permit.

use super::{file::PermitFile, time_text::TimeText, DecisionArgs, FileArgs};
use crate::{
    chain::{calls, At, Call, Chain, SubmitError, Value},
    cli::{
        decision::Authority,
        finality::{number_in, submit_by, tell},
        Globals,
    },
    when::beijing,
};
use anyhow::{bail, Context};
use limpid_primitives::{permit::PermitV1, OutletCode, PermitNumber};
use serde_json::json;
use std::{fmt::Display, path::Path};

/// A step that writes a version of a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The first, or the first after an end.
    Issue,
    /// Under the same dates.
    Amend,
    /// With a later end.
    Renew,
}

/// A step that changes how a permit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Not in force for a while.
    Suspend,
    /// In force again.
    Reinstate,
    /// Taken away, with a ban until this time.
    Revoke(Option<u64>),
    /// Taken back, with a ban until this time.
    Withdraw(Option<u64>),
    /// Ended.
    Cancel,
    /// The holder may have permits again.
    LiftBan,
}

/// Issues, amends or renews the permit of a file.
pub async fn write(globals: &Globals, step: Step, args: &FileArgs) -> anyhow::Result<()> {
    let file = PermitFile::read(&args.file)?;
    let text = file.text(args.document.reason()?)?;
    let key = args.signer.member_key()?;
    let chain = globals.connect().await?;
    if step != Step::Issue {
        let permit = known(&chain, file.number).await?;
        keeps(&file, &permit, step).with_context(|| args.file.display().to_string())?;
    }
    let call = match step {
        Step::Issue => calls::issue_permit(file.number, file.division, file.validity(), &text),
        Step::Amend => calls::amend_permit(file.number, &text),
        Step::Renew => calls::renew_permit(file.number, file.valid_until.0, &text),
    };
    let inclusion = submit_by(&chain, &key, Authority::Institution, call)
        .await
        .map_err(|error| named(error, &args.file, file.outlets.keys()))?;
    tell(globals, &inclusion, |events| {
        let (event, verb) = match step {
            Step::Issue => ("PermitIssued", "issued"),
            Step::Amend => ("PermitAmended", "amended"),
            Step::Renew => ("PermitRenewed", "renewed"),
        };
        let version = number_in(events, "Permits", event, "version");
        let text = match version {
            Some(version) => format!("permit {} {verb}: version {version}", file.number),
            None => format!("permit {} {verb}", file.number),
        };
        (json!({ "number": file.number, "version": version }), text)
    });
    Ok(())
}

/// Changes how a permit stands.
pub async fn decide(
    globals: &Globals,
    decision: Decision,
    args: &DecisionArgs,
) -> anyhow::Result<()> {
    let key = args.signer.member_key()?;
    let call = call(decision, args)?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let number = args.number;
        let json = json!({ "number": number, "banned_until_ms": decision.ban() });
        (json, decision.done(number))
    });
    Ok(())
}

fn call(decision: Decision, args: &DecisionArgs) -> anyhow::Result<Call> {
    let (number, document) = (args.number, args.document.reason()?);
    Ok(match decision {
        Decision::Suspend => calls::suspend_permit(number, document),
        Decision::Reinstate => calls::reinstate_permit(number, document),
        Decision::Revoke(until_ms) => calls::revoke_permit(number, document, until_ms),
        Decision::Withdraw(until_ms) => calls::withdraw_permit(number, document, until_ms),
        Decision::Cancel => calls::cancel_permit(number, document),
        Decision::LiftBan => calls::lift_ban(number, document),
    })
}

impl Decision {
    fn ban(self) -> Option<u64> {
        match self {
            Decision::Revoke(until_ms) | Decision::Withdraw(until_ms) => until_ms,
            Decision::Suspend | Decision::Reinstate | Decision::Cancel | Decision::LiftBan => None,
        }
    }

    fn done(self, number: PermitNumber) -> String {
        let text = match self {
            Decision::Suspend => format!("permit {number} suspended"),
            Decision::Reinstate => format!("permit {number} in force again"),
            Decision::Revoke(_) => format!("permit {number} revoked"),
            Decision::Withdraw(_) => format!("permit {number} withdrawn"),
            Decision::Cancel => format!("permit {number} cancelled"),
            Decision::LiftBan => format!("the holder of {number} is banned no more"),
        };
        match self.ban() {
            Some(until_ms) => format!("{text}; its holder gets none until {}", beijing(until_ms)),
            None => text,
        }
    }
}

/// The permit of a number.
pub async fn known(chain: &Chain, number: PermitNumber) -> anyhow::Result<PermitV1> {
    let permit = chain.permit(number, At::Finalised).await?;
    permit.with_context(|| {
        format!("there is no permit {number} on this chain; `limpid permit list` shows all")
    })
}

/// What an amendment or a renewal does not change must be the same in the file: otherwise it would be ignored in silence.
fn keeps(file: &PermitFile, permit: &PermitV1, step: Step) -> anyhow::Result<()> {
    let present = permit.present().context("the permit has no standing")?;
    let kept = "write it as it is on chain: this step does not change it";
    same("division", file.division, permit.division, kept)?;
    let from = TimeText(present.valid_from_ms);
    same("valid_from", file.valid_from, from, kept)?;
    if step == Step::Amend {
        let kept = "write it as it is on chain, or give a later end with `limpid permit renew`";
        let until = TimeText(present.valid_until_ms);
        same("valid_until", file.valid_until, until, kept)?;
    }
    Ok(())
}

fn same<T: PartialEq + Display>(
    field: &str,
    file: T,
    chain: T,
    advice: &str,
) -> anyhow::Result<()> {
    if file != chain {
        bail!("{field}: the file has {file}, the permit on chain {chain}; {advice}");
    }
    Ok(())
}

/// An error with the outlet's code, where the chain gives its place in the call only.
fn named<'a>(
    error: SubmitError,
    file: &Path,
    outlets: impl IntoIterator<Item = &'a OutletCode>,
) -> anyhow::Error {
    let index = match &error {
        SubmitError::Failed(failure) if failure.pallet == "Permits" => {
            failure.fields.field("index").and_then(Value::number)
        }
        _ => None,
    };
    let index = index.and_then(|index| usize::try_from(index).ok());
    let code = index.and_then(|index| outlets.into_iter().nth(index));
    let error = anyhow::Error::new(error);
    match code {
        Some(code) => error.context(format!("{}: outlets.{code}", file.display())),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::template::EXAMPLE, *};
    use crate::{chain::Failure, cli::exit_code_of};
    use limpid_primitives::{
        permit::{PermitStatus, Standing},
        Digest, InstitutionId, Moment,
    };
    use std::process::ExitCode;

    fn file() -> PermitFile {
        serde_json::from_str(EXAMPLE).unwrap()
    }

    fn permit() -> PermitV1 {
        let standing = Standing {
            at: Moment::default(),
            version: 1,
            status: PermitStatus::Active,
            valid_from_ms: file().validity().from_ms,
            valid_until_ms: file().validity().until_ms,
            document: Digest([1; 32]),
        };
        PermitV1 {
            issuer: InstitutionId(1),
            holder: None,
            division: file().division,
            standings: vec![standing].try_into().unwrap(),
        }
    }

    #[test]
    fn what_a_step_does_not_change_is_the_same_in_the_file() {
        let mut later = file();
        later.valid_until = TimeText(later.valid_until.0 + 1_000);
        assert!(keeps(&file(), &permit(), Step::Amend).is_ok());
        assert!(keeps(&later, &permit(), Step::Renew).is_ok());
        let error = format!("{:#}", keeps(&later, &permit(), Step::Amend).unwrap_err());
        assert!(
            error.contains("permit renew") && error.contains("2031-01-01"),
            "{error}"
        );
        let mut elsewhere = file();
        elsewhere.division = "130100".parse().unwrap();
        let error = keeps(&elsewhere, &permit(), Step::Renew).unwrap_err();
        assert!(error.to_string().starts_with("division: "), "{error}");
    }

    #[test]
    fn the_outlet_the_chain_refuses_is_named() {
        let failure = Failure {
            pallet: "Permits".to_owned(),
            name: "UnitUnfit".to_owned(),
            docs: "A limit is in a unit of the other medium.".to_owned(),
            fields: Value::Fields(vec![("index".to_owned(), Value::Number(1))]),
            block: 9,
        };
        let error = SubmitError::Failed(Box::new(failure));
        let error = named(error, Path::new("permit.json"), file().outlets.keys());
        let text = format!("{error:#}");
        assert!(
            text.starts_with("permit.json: outlets.DW001: refused"),
            "{text}"
        );
        // It is still a refusal by the chain.
        assert_eq!(exit_code_of(&error), ExitCode::from(1));
    }
}
