//! `limpid quota offer`, `accept`, `withdraw`, `offers`: what holders agree about outside the market.

use super::{class_file::Amount, found, submit, Names};
use crate::{
    chain::{calls, At},
    cli::{
        decision::Document,
        finality::{number_in, tell},
        signer::Signer,
        table::{table, Column},
        Globals,
    },
    mass::{amount, parse_grams},
    when::{beijing, parse_time_ms},
};
use limpid_primitives::{
    quota::{ClassId, Holder, LeaseId, LotId, NewOffer, OfferId, OfferTerms, OfferV1},
    Day, Grams,
};
use serde_json::{json, Value as Json};

/// What is offered.
#[derive(Debug, clap::Args)]
pub struct OfferArgs {
    /// The class's number.
    pub class: ClassId,
    /// Who offers: the signer's institution, or a reserve its agency acts for.
    #[arg(long, value_name = "HOLDER")]
    pub from: Holder,
    /// Who may accept.
    #[arg(long, value_name = "HOLDER")]
    pub to: Holder,
    /// How much, as "12.5 t".
    #[arg(long, value_parser = parse_grams)]
    pub amount: Grams,
    /// Lease it until this day, as 2026-12-31; without it the offer is for good.
    #[arg(long, value_name = "DAY")]
    pub lease_until: Option<Day>,
    /// It can be accepted until then, exclusive; at most 30 days from now.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    pub open_until: u64,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// An offer, and who signs.
#[derive(Debug, clap::Args)]
pub struct OfOffer {
    /// The offer's number (`limpid quota offers`).
    pub offer: OfferId,
    #[command(flatten)]
    pub signer: Signer,
}

/// Makes an offer.
pub async fn make(globals: &Globals, args: &OfferArgs) -> anyhow::Result<()> {
    let offer = NewOffer {
        class: args.class,
        from: args.from,
        to: args.to,
        amount: args.amount,
        terms: match args.lease_until {
            Some(until) => OfferTerms::Lease { until },
            None => OfferTerms::Transfer,
        },
        open_until_ms: args.open_until,
        document: args.document.reason()?,
    };
    let inclusion = submit(globals, &args.signer, calls::make_offer(&offer)).await?;
    tell(globals, &inclusion, |events| {
        let number = number_in(events, "Quotas", "OfferMade", "offer");
        let name = number.map_or_else(|| "offer".to_owned(), |number| format!("offer {number}"));
        let next = number.map(|number| format!("\nto accept it: limpid quota accept {number}"));
        let text = format!("{name} made: {}{}", terms(&offer), next.unwrap_or_default());
        (json!({ "offer": number }), text)
    });
    Ok(())
}

/// `12.5 t of class 1 from 3 to 4, leased until 2026-12-31`.
fn terms(offer: &NewOffer) -> String {
    let how = match (offer.terms, offer.to) {
        (OfferTerms::Lease { until }, _) => format!("leased until {until}"),
        (OfferTerms::Transfer, Holder::Reserve(_)) => "bought back".to_owned(),
        (OfferTerms::Transfer, Holder::Institution(_)) => "for good".to_owned(),
    };
    let NewOffer {
        class, from, to, ..
    } = offer;
    format!(
        "{} of class {class} from {from} to {to}, {how}",
        amount(offer.amount)
    )
}

/// Accepts an offer.
pub async fn accept(globals: &Globals, args: &OfOffer) -> anyhow::Result<()> {
    let offer = args.offer;
    let inclusion = submit(globals, &args.signer, calls::accept_offer(offer)).await?;
    type Transferred = (OfferId, ClassId, Holder, Holder, Grams, LotId);
    type Begun = (LeaseId, OfferId, ClassId, Holder, Holder, Grams, Day, LotId);
    tell(globals, &inclusion, |events| {
        let transferred = events
            .iter()
            .find_map(|event| found::<Transferred>(event, "QuotaTransferred"));
        if let Some((_, class, from, to, moved, lot)) = transferred {
            let json = json!({ "offer": offer, "class": class, "from": from, "to": to, "amount": Amount(moved), "lot": lot });
            let text = format!(
                "{} of class {class} went from {from} to {to}: lot {lot}",
                amount(moved)
            );
            return (json, text);
        }
        let begun = events
            .iter()
            .find_map(|event| found::<Begun>(event, "LeaseBegun"));
        match begun {
            Some((lease, _, class, lessor, lessee, leased, until, lot)) => {
                let json = json!({
                    "offer": offer, "lease": lease, "class": class, "lessor": lessor, "lessee": lessee, "amount": Amount(leased),
                    "until": until, "lot": lot,
                });
                let leased = amount(leased);
                let text = format!("lease {lease} begun: {leased} of class {class} from {lessor} to {lessee} until {until}, lot {lot}");
                (json, text)
            }
            None => (json!({ "offer": offer }), format!("offer {offer} accepted")),
        }
    });
    Ok(())
}

/// Withdraws an offer.
pub async fn withdraw(globals: &Globals, args: &OfOffer) -> anyhow::Result<()> {
    let offer = args.offer;
    let inclusion = submit(globals, &args.signer, calls::withdraw_offer(offer)).await?;
    tell(globals, &inclusion, |_| {
        let text = format!("offer {offer} withdrawn: what was set aside for it is free");
        (json!({ "offer": offer }), text)
    });
    Ok(())
}

/// Lists open offers.
pub async fn list(globals: &Globals, of: Option<Holder>) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let now_ms = chain.time_ms(at).await?;
    let mut offers = chain.quota_offers(at).await?;
    offers.retain(|(_, offer)| of.is_none_or(|of| of == offer.new.from || of == offer.new.to));
    let names = Names::read(&chain, at).await?;
    let json: Vec<_> = offers
        .iter()
        .map(|offer| offer_json(offer, now_ms))
        .collect();
    globals.print(&json.into(), || {
        if offers.is_empty() {
            return "no open offers".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("offer"),
            Right("class"),
            Left("from"),
            Left("to"),
            Right("amount"),
            Left("terms"),
            Left("open until"),
        ];
        let rows = offers.iter().map(|(id, OfferV1 { new, .. })| {
            [
                id.to_string(),
                new.class.to_string(),
                names.holder(&new.from),
                names.holder(&new.to),
                amount(new.amount),
                match new.terms {
                    OfferTerms::Transfer => "for good".to_owned(),
                    OfferTerms::Lease { until } => format!("lease until {until}"),
                },
                match new.open_until_ms <= now_ms {
                    true => "OVER: anybody can withdraw it".to_owned(),
                    false => beijing(new.open_until_ms),
                },
            ]
        });
        table(columns, rows)
    });
    Ok(())
}

fn offer_json((id, OfferV1 { new, at }): &(OfferId, OfferV1), now_ms: u64) -> Json {
    json!({
        "offer": id, "class": new.class, "from": new.from, "to": new.to, "amount": Amount(new.amount), "terms": new.terms,
        "open_until_ms": new.open_until_ms, "over": new.open_until_ms <= now_ms, "document": new.document, "made": at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::InstitutionId;

    #[test]
    fn an_offer_says_how_it_is_meant() {
        let offer = |to, terms| NewOffer {
            class: ClassId(1),
            from: Holder::Institution(InstitutionId(3)),
            to,
            amount: Grams(12_500_000),
            terms,
            open_until_ms: 0,
            document: Default::default(),
        };
        let (power, reserve) = (
            Holder::Institution(InstitutionId(4)),
            "reserve:130200".parse().unwrap(),
        );
        let said = |to, how| terms(&offer(to, how));
        assert_eq!(
            said(power, OfferTerms::Transfer),
            "12.5 t of class 1 from 3 to 4, for good"
        );
        assert!(said(reserve, OfferTerms::Transfer).ends_with("to reserve:130200, bought back"));
        let until = "2026-12-31".parse().unwrap();
        assert!(said(power, OfferTerms::Lease { until }).ends_with("leased until 2026-12-31"));
    }
}
