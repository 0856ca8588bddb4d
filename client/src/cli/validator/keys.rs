//! `limpid validator set-keys` and `limpid validator forget-keys`.

use crate::{
    chain::{calls, Account, At, Chain, ChainError, Standing},
    cli::{
        decision::Authority,
        finality::{submit_by, tell},
        Globals,
    },
    keys::MemberKey,
};
use anyhow::{bail, Context};
use limpid_primitives::{InstitutionKind, InstitutionStatus};
use serde_json::json;

/// What a node answers that does not serve a method, or not to this caller.
const METHOD_NOT_FOUND: i32 = -32_601;

/// Has the validator's node make keys, and puts them on chain.
pub async fn set(globals: &Globals, key: &MemberKey) -> anyhow::Result<()> {
    let [node] = globals.nodes.as_slice() else {
        bail!("name one node: that of this validator, in whose keystore the keys are made (--node URL)");
    };
    let chain = globals.connect().await?;
    let owner = Account(key.account());
    check_agency(&chain, owner).await?;
    let generated = chain
        .rotate_keys(owner)
        .await
        .map_err(|error| explained(error, node))?;
    let held = chain.has_session_keys(generated.keys).await;
    if !held.map_err(|error| explained(error, node))? {
        bail!("the node at {node} made keys and does not have them: look at the permissions of its keystore");
    }
    let call = calls::set_keys(generated.keys, &generated.proof);
    let inclusion = submit_by(&chain, key, Authority::Institution, call).await?;
    let validators = chain.validators(At::Block(inclusion.block_hash)).await?;
    let from = validators.keys_in_force_from(inclusion.block_number);
    let is_validator = validators
        .of(owner)
        .is_some_and(|validator| validator.standing != Standing::Leaving);
    tell(globals, &inclusion, |_| {
        let [aura, grandpa] = [generated.keys.aura, generated.keys.grandpa].map(hex::encode);
        let json = json!({
            "account": owner.to_string(), "keys": { "aura": aura, "grandpa": grandpa },
            "is_validator": is_validator, "in_force_from": is_validator.then_some(from),
        });
        let next = match is_validator {
            true => format!("they validate from block {from} on; until then the node needs the old ones too"),
            false => "they wait until the council makes the account a validator: `limpid validator change --add`".to_owned(),
        };
        (
            json,
            format!("session keys set\n  aura     {aura}\n  grandpa  {grandpa}\n{next}"),
        )
    });
    Ok(())
}

/// Gives up the keys of an account that validates no more.
pub async fn forget(globals: &Globals, key: &MemberKey) -> anyhow::Result<()> {
    let account = Account(key.account());
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, key, Authority::Institution, calls::forget_keys()).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "account": account.to_string() }),
            format!(
                "{account} has no session keys any more: it can leave its institution (`limpid member remove`)"
            ),
        )
    });
    Ok(())
}

/// Keys that the chain would refuse are not made.
async fn check_agency(chain: &Chain, account: Account) -> anyhow::Result<()> {
    let affiliations = chain.affiliations(At::Finalised).await?;
    let (id, institution) = affiliations
        .get(&account)
        .with_context(|| format!("{account} is no member of an institution: an agency's administrator adds it with `limpid member add`"))?;
    match (institution.kind, institution.status) {
        (InstitutionKind::Agency, InstitutionStatus::Active) => Ok(()),
        (InstitutionKind::Agency, InstitutionStatus::Suspended { .. }) => {
            bail!("institution {id} is suspended: its accounts do not validate")
        }
        (kind, _) => {
            bail!("institution {id} is of the kind {kind}: only members of an agency validate")
        }
    }
}

fn explained(error: ChainError, node: &str) -> anyhow::Error {
    let is_denied = matches!(
        &error,
        ChainError::Refused {
            code: METHOD_NOT_FOUND,
            ..
        }
    );
    let error = anyhow::Error::from(error);
    match is_denied {
        true => error.context(format!(
            "the node at {node} does not make keys for this caller, because that is an unsafe RPC method: ask it on its own machine, at its loopback address, and start it without `--rpc-methods safe`"
        )),
        false => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: i32) -> ChainError {
        ChainError::Refused {
            method: "author_rotateKeysWithOwner",
            code,
            message: "RPC call is unsafe to be called externally".to_owned(),
            details: None,
        }
    }

    #[test]
    fn a_denied_method_says_where_to_ask() {
        let text = |code| format!("{:#}", explained(refused(code), "ws://10.0.0.1:9944"));
        assert!(text(-32_601).contains("loopback"), "{}", text(-32_601));
        assert!(!text(-32_000).contains("loopback"), "{}", text(-32_000));
    }
}
