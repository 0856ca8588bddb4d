//! What an institution does to get its money out.

use crate::{
    chain::calls,
    cli::{
        decision::Authority,
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
};
use limpid_primitives::{
    market::{Fen, PayoutId},
    InstitutionId,
};
use serde_json::json;

/// Asks for a payout.
pub async fn request(
    globals: &Globals,
    bank: InstitutionId,
    amount: Fen,
    signer: &Signer,
) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::request_payout(bank, amount);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let payout = number_in(events, "Deposits", "PayoutRequested", "payout");
        let json = json!({ "payout": payout, "bank": bank, "amount_fen": amount });
        let text = match payout {
            Some(payout) => format!(
                "payout {payout}: institution {bank} is asked for {amount} yuan\n  \
                 `limpid deposit withdraw {payout}` takes it back, as long as it is not confirmed"
            ),
            None => format!("institution {bank} is asked for {amount} yuan"),
        };
        (json, text)
    });
    Ok(())
}

/// Takes back what was asked for.
pub async fn withdraw(globals: &Globals, payout: PayoutId, signer: &Signer) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::withdraw_payout(payout);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let text = format!("payout {payout} is not asked for any more; the money is free again");
        (json!({ "payout": payout }), text)
    });
    Ok(())
}
