//! What a settlement bank does: credits what arrived, confirms what was paid, refuses what is not.

use crate::{
    chain::calls,
    cli::{
        decision::Authority,
        finality::{submit_by, tell},
        signer::Signer,
        Globals,
    },
};
use limpid_primitives::{
    market::{Fen, PayoutId},
    Digest, InstitutionId,
};
use serde_json::json;

/// Credits money.
pub async fn credit(
    globals: &Globals,
    institution: InstitutionId,
    amount: Fen,
    reference: Digest,
    signer: &Signer,
) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::credit(institution, amount, reference);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let json =
            json!({ "institution": institution, "amount_fen": amount, "reference": reference });
        (
            json,
            format!("{amount} yuan credited to institution {institution}"),
        )
    });
    Ok(())
}

/// Says that a payout was made.
pub async fn confirm(
    globals: &Globals,
    payout: PayoutId,
    reference: Digest,
    signer: &Signer,
) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::confirm_payout(payout, reference);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let json = json!({ "payout": payout, "reference": reference });
        (json, format!("payout {payout} was made"))
    });
    Ok(())
}

/// Says that a payout is not made.
pub async fn refuse(
    globals: &Globals,
    payout: PayoutId,
    reason: Digest,
    signer: &Signer,
) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::refuse_payout(payout, reason);
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |_| {
        let json = json!({ "payout": payout, "reason": reason });
        (
            json,
            format!("payout {payout} is refused; the money is free again"),
        )
    });
    Ok(())
}
