//! `limpid deposit show`.

use crate::{
    chain::{At, Chain},
    cli::{
        permit::names,
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{
    market::{BankTotalsV1, ClaimV1, PayoutId, PayoutV1},
    InstitutionId,
};
use serde_json::{json, Value as Json};
use std::collections::HashMap;

/// What the chain knows of money.
struct Money {
    claims: Vec<(InstitutionId, ClaimV1)>,
    banks: Vec<(InstitutionId, BankTotalsV1)>,
    payouts: Vec<(PayoutId, PayoutV1)>,
    names: HashMap<InstitutionId, String>,
}

/// Prints the money of all, or of one institution.
pub async fn show(globals: &Globals, only: Option<InstitutionId>) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let money = Money::read(&chain).await?;
    let money = match only {
        Some(institution) => money.of(institution),
        None => money,
    };
    globals.print(&money.json(), || money.text());
    Ok(())
}

impl Money {
    async fn read(chain: &Chain) -> anyhow::Result<Money> {
        let at = At::Block(chain.resolve(At::Finalised).await?);
        Ok(Money {
            claims: chain.claims(at).await?,
            banks: chain.bank_totals(at).await?,
            payouts: chain.payouts(at).await?,
            names: names(chain, at).await?,
        })
    }

    /// What is of one institution, as one that has money or as a bank.
    fn of(mut self, institution: InstitutionId) -> Money {
        self.claims.retain(|(id, _)| *id == institution);
        self.banks.retain(|(id, _)| *id == institution);
        self.payouts
            .retain(|(_, payout)| payout.of == institution || payout.bank == institution);
        self
    }

    fn json(&self) -> Json {
        let claims = self.claims.iter().map(|(institution, claim)| {
            json!({
                "institution": institution, "name": self.names.get(institution),
                "free_fen": claim.free, "held_fen": claim.held, "paying_fen": claim.paying,
            })
        });
        let banks = self.banks.iter().map(|(bank, totals)| {
            json!({
                "bank": bank, "name": self.names.get(bank),
                "credited_fen": totals.credited, "paid_fen": totals.paid,
            })
        });
        let payouts = self.payouts.iter().map(|(id, payout)| {
            json!({
                "payout": id, "institution": payout.of, "bank": payout.bank,
                "amount_fen": payout.amount, "asked": payout.at,
            })
        });
        json!({
            "claims": claims.collect::<Vec<_>>(),
            "banks": banks.collect::<Vec<_>>(),
            "payouts": payouts.collect::<Vec<_>>(),
        })
    }

    fn name(&self, id: InstitutionId) -> String {
        match self.names.get(&id) {
            Some(name) => format!("{id} {name}"),
            None => id.to_string(),
        }
    }

    fn text(&self) -> String {
        let mut parts = Vec::new();
        if self.claims.is_empty() {
            parts.push("no money".to_owned());
        } else {
            parts.push(self.claims_table());
        }
        if !self.banks.is_empty() {
            parts.push(self.banks_table());
        }
        if !self.payouts.is_empty() {
            parts.push(self.payouts_table());
        }
        parts.join("\n\n")
    }

    fn claims_table(&self) -> String {
        let columns = [
            Column::Left("institution"),
            Column::Right("free, yuan"),
            Column::Right("held for orders and bids"),
            Column::Right("asked for"),
        ];
        let row = |(id, claim): &(InstitutionId, ClaimV1)| {
            [
                self.name(*id),
                claim.free.to_string(),
                claim.held.to_string(),
                claim.paying.to_string(),
            ]
        };
        table(columns, self.claims.iter().map(row))
    }

    fn banks_table(&self) -> String {
        let columns = [
            Column::Left("bank"),
            Column::Right("credited, yuan"),
            Column::Right("paid out"),
        ];
        let row = |(id, totals): &(InstitutionId, BankTotalsV1)| {
            [
                self.name(*id),
                totals.credited.to_string(),
                totals.paid.to_string(),
            ]
        };
        table(columns, self.banks.iter().map(row))
    }

    fn payouts_table(&self) -> String {
        let columns = [
            Column::Right("payout"),
            Column::Left("institution"),
            Column::Left("bank"),
            Column::Right("yuan"),
            Column::Left("asked for"),
        ];
        let row = |(id, payout): &(PayoutId, PayoutV1)| {
            [
                id.to_string(),
                self.name(payout.of),
                self.name(payout.bank),
                payout.amount.to_string(),
                beijing(payout.at.time_ms),
            ]
        };
        table(columns, self.payouts.iter().map(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{market::Fen, Moment};

    fn money() -> Money {
        let (bank, trader) = (InstitutionId(4), InstitutionId(7));
        Money {
            claims: vec![(
                trader,
                ClaimV1 {
                    free: Fen(1_250),
                    held: Fen(100),
                    paying: Fen(5),
                },
            )],
            banks: vec![(
                bank,
                BankTotalsV1 {
                    credited: Fen(2_000),
                    paid: Fen(645),
                },
            )],
            payouts: vec![(
                PayoutId(3),
                PayoutV1 {
                    of: trader,
                    bank,
                    amount: Fen(5),
                    at: Moment::default(),
                },
            )],
            names: HashMap::from([(trader, "唐山钢铁".to_owned())]),
        }
    }

    #[test]
    fn money_is_shown_in_yuan_and_told_in_fen() {
        let text = money().text();
        for part in ["7 唐山钢铁", "12.50", "1.00", "0.05", "20.00", "6.45"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let json = money().json();
        assert_eq!(json["claims"][0]["free_fen"], 1_250);
        assert_eq!(json["banks"][0]["paid_fen"], 645);
        assert_eq!(json["payouts"][0]["amount_fen"], 5);
    }

    #[test]
    fn one_institution_is_shown_alone() {
        let bank = money().of(InstitutionId(4));
        assert!(bank.claims.is_empty());
        assert_eq!((bank.banks.len(), bank.payouts.len()), (1, 1));
        let stranger = money().of(InstitutionId(9));
        assert_eq!(stranger.text(), "no money");
    }
}
