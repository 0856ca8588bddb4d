//! The prover's ledger as nodes serve it.

use super::ledger::{AbsencePart, EmissionsLedger, Now, PartRefusal, Refusal};
use crate::{
    chain::{
        calls::{self, Call, ExceedancePlace},
        Account, At, Failure, Mean, SubmitError, Value,
    },
    gateway::{ledger::LedgerError, node::Nodes},
};
use futures::future::BoxFuture;
use limpid_evidence::{DayProof, ShownRun};
use limpid_primitives::{
    emissions::{AbsenceProgressV1, DayTotalV1, EmissionRules, EmissionRulesV1},
    permit::{OutletTermsV1, PermitV1},
    Day, Digest, GatewayId, Outlet, PermitNumber,
};

/// The pallet whose refusals are about what a call says.
const PALLET: &str = "Emissions";

impl From<SubmitError> for Refusal {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Failed(failure) => Self::Part(PartRefusal::from(*failure)),
            error if error.is_retryable() => Self::Later(error.to_string()),
            error => Self::Call(error.to_string()),
        }
    }
}

/// What another pallet refuses is no part's fault, and has no index.
impl From<Failure> for PartRefusal {
    fn from(failure: Failure) -> Self {
        let is_ours = failure.pallet == PALLET;
        let index = failure.fields.field("index").and_then(Value::number);
        Self {
            index: index
                .filter(|_| is_ours)
                .and_then(|index| usize::try_from(index).ok()),
            text: failure.to_string(),
            name: match is_ours {
                true => failure.name,
                false => format!("{}.{}", failure.pallet, failure.name),
            },
        }
    }
}

impl Nodes {
    /// Carries out calls of the prover's member, and says of each what became of it.
    async fn submit_all(&self, calls: Vec<Call>) -> Vec<Result<(), Refusal>> {
        let count = calls.len();
        let refused = |refusal: Refusal| vec![Err(refusal); count];
        let Some(key) = self.prover_key() else {
            let none = "there is no member's key to sign proofs with";
            return refused(Refusal::Call(none.into()));
        };
        let chain = match self.chain().await {
            Ok(chain) => chain,
            Err(error) => return refused(LedgerError::from(error).into()),
        };
        let results = chain.submit_all(key, calls).await.into_iter();
        results
            .map(|result| result.map(|_| ()).map_err(Refusal::from))
            .collect()
    }
}

impl EmissionsLedger for Nodes {
    fn now(&self) -> BoxFuture<'_, Result<Now, LedgerError>> {
        Box::pin(async {
            let chain = self.chain().await?;
            let head = chain.finalised().await?;
            Ok(Now {
                block: head.number,
                hash: head.hash,
                time_ms: chain.time_ms(At::Block(head.hash)).await?,
            })
        })
    }

    fn permits(
        &self,
        numbers: Vec<PermitNumber>,
        at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<PermitV1>>, LedgerError>> {
        Box::pin(async move {
            let chain = self.chain().await?;
            Ok(chain.permits_of(&numbers, At::Block(at)).await?)
        })
    }

    fn outlet_terms(
        &self,
        outlets: Vec<(Outlet, u32)>,
        at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<OutletTermsV1>>, LedgerError>> {
        Box::pin(async move {
            let chain = self.chain().await?;
            Ok(chain.outlet_terms(&outlets, At::Block(at)).await?)
        })
    }

    fn rules(&self, at: Digest) -> BoxFuture<'_, Result<EmissionRulesV1, LedgerError>> {
        Box::pin(async move {
            let rules = self.chain().await?.emission_rules(At::Block(at)).await?;
            let EmissionRules::V1(rules) = rules;
            Ok(rules)
        })
    }

    fn days(
        &self,
        days: Vec<(Outlet, Day)>,
        at: Digest,
    ) -> BoxFuture<'_, Result<Vec<Option<DayTotalV1>>, LedgerError>> {
        Box::pin(async move {
            let chain = self.chain().await?;
            Ok(chain.days_of(&days, At::Block(at)).await?)
        })
    }

    fn found(&self, means: Vec<Mean>, at: Digest) -> BoxFuture<'_, Result<Vec<bool>, LedgerError>> {
        Box::pin(async move {
            let chain = self.chain().await?;
            Ok(chain.means_found(&means, At::Block(at)).await?)
        })
    }

    fn absence(
        &self,
        outlet: Outlet,
        day: Day,
        at: Digest,
    ) -> BoxFuture<'_, Result<Option<AbsenceProgressV1>, LedgerError>> {
        Box::pin(async move {
            let chain = self.chain().await?;
            Ok(chain.absence(outlet, day, At::Block(at)).await?)
        })
    }

    fn allowance_left(&self, now: Now) -> BoxFuture<'_, Result<u64, LedgerError>> {
        Box::pin(async move {
            let Some(key) = self.prover_key() else {
                // Nothing can be submitted, which then says why.
                return Ok(1_000);
            };
            let account = Account(key.account());
            let chain = self.chain().await?;
            Ok(chain.allowance_left(account, now.block, now.hash).await?)
        })
    }

    fn prove_days(&self, calls: Vec<Vec<DayProof>>) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        Box::pin(async move {
            let calls = calls.iter().map(|proofs| calls::prove_days(proofs));
            self.submit_all(calls.collect()).await
        })
    }

    fn prove_exceedances(
        &self,
        proofs: Vec<(ExceedancePlace, ShownRun)>,
    ) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        Box::pin(async move {
            let proofs = proofs.iter();
            let calls = proofs.map(|(place, run)| calls::prove_exceedance(place, run));
            self.submit_all(calls.collect()).await
        })
    }

    fn substitute_days(&self, days: Vec<(Outlet, Day)>) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        Box::pin(async move {
            let calls = days.into_iter();
            let calls = calls.map(|(outlet, day)| calls::substitute_day(outlet, day));
            self.submit_all(calls.collect()).await
        })
    }

    fn prove_absences(
        &self,
        gateway: GatewayId,
        parts: Vec<AbsencePart>,
    ) -> BoxFuture<'_, Vec<Result<(), Refusal>>> {
        Box::pin(async move {
            let call = |part: &AbsencePart| {
                let batches = &part.batches;
                calls::prove_absence(part.outlet, part.day, gateway, part.first_sequence, batches)
            };
            self.submit_all(parts.iter().map(call).collect()).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(pallet: &str, name: &str, fields: Vec<(String, Value)>) -> PartRefusal {
        PartRefusal::from(Failure {
            pallet: pallet.into(),
            name: name.into(),
            docs: "What is wrong.".into(),
            fields: Value::Fields(fields),
            block: 7,
        })
    }

    #[test]
    fn only_the_pallets_own_errors_name_a_part() {
        let index = vec![("index".into(), Value::Number(3))];
        let ours = failure("Emissions", "RootMismatch", index.clone());
        assert_eq!((ours.index, ours.name.as_str()), (Some(3), "RootMismatch"));
        assert!(ours.text.contains("What is wrong."), "{}", ours.text);
        let other = failure("Institutions", "DutyMissing", index);
        assert_eq!(other.index, None);
        assert_eq!(other.name, "Institutions.DutyMissing");
    }

    #[test]
    fn refusals_of_the_pool_are_no_parts_fault() {
        let rejected = SubmitError::Rejected("no member".into());
        assert_eq!(
            Refusal::from(rejected),
            Refusal::Call("the chain does not admit this transaction: no member".into())
        );
        let late = SubmitError::NotFinalised {
            waited_s: 300,
            last: "the institution has used up its allowance".into(),
        };
        assert!(matches!(Refusal::from(late), Refusal::Later(_)));
    }
}
