//! `limpid validator list`.

use crate::{
    chain::{Account, At, Chain, SessionKeys, Standing, Validator, Validators},
    cli::Globals,
    when::{beijing, SLOT_MS},
};
use limpid_primitives::{InstitutionId, InstitutionV1};
use serde_json::{json, Value as Json};
use std::collections::HashMap;

type Affiliations = HashMap<Account, (InstitutionId, InstitutionV1)>;

/// Prints the validators.
pub async fn list(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let (validators, affiliations) = read(&chain).await?;
    let blocks_left = validators
        .session_end(validators.block)
        .saturating_sub(validators.block);
    let json = json!({
        "block": validators.block,
        "session": validators.session,
        "session_blocks": validators.session_blocks,
        "session_blocks_left": blocks_left,
        "set_id": validators.set_id,
        "minimum": validators.minimum,
        "offenders": validators.offenders.iter().map(|(account, offence)| json!({
            "account": account.to_string(), "session": offence.session, "reported": offence.reported,
        })).collect::<Vec<_>>(),
        "validators": validators.all.iter().map(|validator| entry(validator, &affiliations)).collect::<Vec<_>>(),
    });
    globals.print(&json, || {
        let seconds = u64::from(blocks_left).saturating_mul(SLOT_MS) / 1_000;
        format!(
            "block {}: session {} of {} blocks ends in {blocks_left} blocks, about {seconds} s; finality set id {}; at least {} validators\n{}",
            validators.block,
            validators.session,
            validators.session_blocks,
            validators.set_id,
            validators.minimum,
            lines(&validators, &affiliations)
        )
    });
    Ok(())
}

async fn read(chain: &Chain) -> anyhow::Result<(Validators, Affiliations)> {
    let at = At::Block(chain.resolve(At::Finalised).await?);
    Ok((chain.validators(at).await?, chain.affiliations(at).await?))
}

fn entry(validator: &Validator, affiliations: &Affiliations) -> Json {
    let institution = affiliations.get(&validator.account);
    let keys = |keys: Option<SessionKeys>| {
        keys.map(
            |keys| json!({ "aura": hex::encode(keys.aura), "grandpa": hex::encode(keys.grandpa) }),
        )
    };
    json!({
        "account": validator.account.to_string(),
        "institution": institution.map(|(id, _)| id),
        "name": institution.map(|(_, institution)| &institution.name),
        "standing": word(validator.standing),
        "keys": keys(validator.keys),
        "keys_next": keys(validator.keys_next),
        "last_authored": validator.last_authored,
    })
}

/// For programs and people alike.
fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "active",
        Standing::Queued => "queued",
        Standing::Approved => "approved",
        Standing::Leaving => "leaving",
    }
}

fn lines(validators: &Validators, affiliations: &Affiliations) -> String {
    let mut lines = Vec::new();
    for validator in &validators.all {
        let name = name(validator.account, affiliations);
        let authored = match validator.last_authored {
            Some(block) => format!("last authored block {block}"),
            None => "authored nothing yet".to_owned(),
        };
        let (account, standing) = (validator.account, word(validator.standing));
        lines.push(format!("{standing:<8}  {account}  {name}  {authored}"));
        lines.extend(keys(validator).into_iter().map(|line| format!("  {line}")));
    }
    for (account, offence) in &validators.offenders {
        let name = name(*account, affiliations);
        lines.push(format!(
            "offender  {account}  {name}  voted for two histories in session {}, reported {} (block {})",
            offence.session,
            beijing(offence.reported.time_ms),
            offence.reported.block
        ));
    }
    lines.join("\n")
}

fn name(account: Account, affiliations: &Affiliations) -> String {
    affiliations.get(&account).map_or_else(
        || "no member of an institution".to_owned(),
        |(id, institution)| format!("{} (institution {id})", institution.name),
    )
}

fn keys(validator: &Validator) -> Vec<String> {
    let line = |what: &str, keys: SessionKeys| {
        let (aura, grandpa) = (hex::encode(keys.aura), hex::encode(keys.grandpa));
        [
            format!("{what} aura    {aura}"),
            format!("{what} grandpa {grandpa}"),
        ]
    };
    let lines = match (validator.keys, validator.keys_next) {
        (None, None) => return vec!["no session keys: `limpid validator set-keys`".to_owned()],
        (Some(keys), Some(next)) if keys == next => vec![line("keys", keys)],
        (keys, next) => {
            let keys = keys.map(|keys| line("keys now ", keys));
            let next = next.map(|next| line("keys next", next));
            keys.into_iter().chain(next).collect()
        }
    };
    lines.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validator(now: Option<u8>, next: Option<u8>) -> Validator {
        let keys = |byte| SessionKeys {
            aura: [byte; 32],
            grandpa: [byte; 32],
        };
        Validator {
            account: Account([1; 32]),
            standing: Standing::Active,
            keys: now.map(keys),
            keys_next: next.map(keys),
            last_authored: None,
        }
    }

    #[test]
    fn keys_are_shown_once_unless_new_ones_wait() {
        assert_eq!(keys(&validator(Some(1), Some(1))).len(), 2);
        let both = keys(&validator(Some(1), Some(2)));
        assert!(both[0].contains("now") && both[0].ends_with(&"01".repeat(32)));
        assert!(both[3].contains("next") && both[3].ends_with(&"02".repeat(32)));
        assert!(keys(&validator(None, None))[0].contains("set-keys"));
    }
}
