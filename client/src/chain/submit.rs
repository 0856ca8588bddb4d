//! Submission to finality: a call counts as carried out when its transaction stands in a finalised block, and not before.
//!
//! A transaction is signed for 64 blocks and one version of the runtime. As long as both last the same bytes are sent again
//! whenever they are not found, which cannot carry them out twice; after that, or when another transaction took the number, it
//! is signed anew.

use super::{
    block::Outcome,
    calls::Call,
    error::{ChainError, SubmitError},
    extrinsic::{self, Terms},
    header,
    metadata::Event,
    params,
    rejection::{judge, Rejection},
    sent::{Fate, Sent},
    Account, Chain, Finalised, Runtime, Settled,
};
use crate::keys::MemberKey;
use codec::Decode;
use limpid_primitives::Digest;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::{self, Instant};

/// After this long a submission is given up as not finalised.
const TOTAL: Duration = Duration::from_secs(300);
/// Transactions of one account under way at a time.
const UNDER_WAY_MAX: usize = 64;
/// How long one waits for the next finalised block before looking at the clock.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Pause after a node did not answer, or answered with an error.
const PAUSE: Duration = Duration::from_secs(1);
/// Blocks at the end of a chain that are looked at again where they can still be replaced.
const REPLACEABLE_BLOCKS: u32 = 8;
/// Errors in a row after which a node's answer is taken for its last word. A node that is starting or lags behind gives some.
const ERRORS_MAX: u32 = 10;

/// One lock an account: running numbers are taken and sent in order.
#[derive(Default)]
pub(super) struct Senders(Mutex<HashMap<[u8; 32], Arc<tokio::sync::Mutex<()>>>>);

impl Senders {
    fn of(&self, account: [u8; 32]) -> Arc<tokio::sync::Mutex<()>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(account)
            .or_default()
            .clone()
    }
}

/// Where a call was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// Height of the finalised block.
    pub block_number: u32,
    /// Its hash.
    pub block_hash: Digest,
    /// The transaction's place in it.
    pub extrinsic_index: u32,
    /// What happened.
    pub events: Vec<Event>,
}

/// One call on its way.
struct Item {
    call: Call,
    state: State,
}

impl Item {
    fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting)
    }
}

enum State {
    Waiting,
    Sent(Sent),
    Done(Result<Inclusion, SubmitError>),
}

impl Chain {
    /// Carries out one call and returns when that is final. Serialised by account; resends what the pool lost.
    pub async fn submit(&self, key: &MemberKey, call: Call) -> Result<Inclusion, SubmitError> {
        let mut results = self.submit_all(key, vec![call]).await;
        results
            .pop()
            .unwrap_or_else(|| Err(ChainError::unexpected("a submission", "no result").into()))
    }

    /// Carries out several calls of one account in order, without waiting for one before sending the next, and returns when
    /// all are final: one result for each. A call that fails does not hold up those behind it.
    pub async fn submit_all(
        &self,
        key: &MemberKey,
        calls: Vec<Call>,
    ) -> Vec<Result<Inclusion, SubmitError>> {
        let items = calls
            .into_iter()
            .map(|call| Item {
                call,
                state: State::Waiting,
            })
            .collect();
        let mut submission = Submission {
            chain: self,
            key,
            items,
            scanned: None,
            number: None,
            last: "not sent yet".to_owned(),
        };
        submission.run().await;
        submission.results()
    }

    /// An account's running number, counting what the pool holds.
    async fn next_nonce(&self, account: [u8; 32]) -> Result<u32, ChainError> {
        self.rpc()
            .request("system_accountNextIndex", params![Account(account).ss58()])
            .await
    }

    /// An account's running number in the state of a block.
    async fn nonce_at(&self, account: [u8; 32], at: Digest) -> Result<u32, ChainError> {
        let call = params![
            "AccountNonceApi_account_nonce",
            header::text(&account),
            header::text(&at.0)
        ];
        let nonce: String = self.rpc().request("state_call", call).await?;
        u32::decode(&mut &*header::bytes(&nonce)?)
            .map_err(|e| ChainError::unexpected("an account's nonce", e))
    }
}

fn is_last_word(error: &ChainError, in_a_row: u32) -> bool {
    match error {
        ChainError::Unreachable(_) => false,
        ChainError::Address(_) | ChainError::Incompatible(_) | ChainError::OtherChain { .. } => {
            true
        }
        ChainError::Refused { .. } | ChainError::Unexpected { .. } => in_a_row >= ERRORS_MAX,
    }
}

struct Submission<'a> {
    chain: &'a Chain,
    key: &'a MemberKey,
    items: Vec<Item>,
    /// Height up to which finalised blocks were searched.
    scanned: Option<u32>,
    /// The number to go on with where a pool may still count transactions that are void.
    number: Option<u32>,
    last: String,
}

impl Submission<'_> {
    async fn run(&mut self) {
        let start = Instant::now();
        let mut heads = self.chain.0.follower.watch();
        let mut errors: u32 = 0;
        while start.elapsed() < TOTAL {
            match self.step().await {
                Ok(()) if self.is_done() => return,
                Ok(()) => {
                    errors = 0;
                    let _ = time::timeout(HEAD_TIMEOUT, heads.changed()).await;
                }
                Err(error) => {
                    tracing::debug!(%error, "a submission waits for a node");
                    errors = errors.saturating_add(1);
                    if is_last_word(&error, errors) {
                        return self.fail_open(&SubmitError::Chain(error));
                    }
                    self.last = error.to_string();
                    time::sleep(PAUSE).await;
                }
            }
        }
        let waited_s = start.elapsed().as_secs();
        let last = self.last.clone();
        self.fail_open(&SubmitError::NotFinalised { waited_s, last });
    }

    /// Looks for what was sent, then sends what waits.
    async fn step(&mut self) -> Result<(), ChainError> {
        let head = self.chain.finalised().await?;
        self.search(&head).await?;
        if self.is_done() {
            return Ok(());
        }
        self.renew(&head).await?;
        self.send_waiting(&head).await
    }

    async fn search(&mut self, head: &Finalised) -> Result<(), ChainError> {
        let mut scanned = *self.scanned.get_or_insert(head.number);
        if self.chain.settled() == Settled::Best {
            // One that was without the transaction may have been replaced by one with it.
            scanned = scanned.saturating_sub(REPLACEABLE_BLOCKS);
        }
        for number in scanned.saturating_add(1)..=head.number {
            let block = self.chain.finalised_block(number).await?;
            for item in &mut self.items {
                let State::Sent(sent) = &item.state else {
                    continue;
                };
                let Some(index) = block.extrinsics.iter().position(|text| *text == sent.text)
                else {
                    continue;
                };
                let extrinsic_index = u32::try_from(index).unwrap_or(u32::MAX);
                let outcome: Outcome = self.chain.outcome(&block, extrinsic_index).await?;
                item.state = State::Done(match outcome {
                    Err(failure) => Err(SubmitError::Failed(failure)),
                    Ok(events) => Ok(Inclusion {
                        block_number: number,
                        block_hash: block.hash,
                        extrinsic_index,
                        events,
                    }),
                });
            }
            // After this line a finalised block is not looked at again.
            self.scanned = Some(number);
        }
        Ok(())
    }

    /// Sends again what is missing, and takes back what can no longer be included.
    async fn renew(&mut self, head: &Finalised) -> Result<(), ChainError> {
        let sent = || {
            self.items.iter().filter_map(|item| match &item.state {
                State::Sent(sent) => Some(sent),
                State::Waiting | State::Done(_) => None,
            })
        };
        if sent().next().is_none() {
            return Ok(());
        }
        let spec_version = self.chain.version(Some(head.hash)).await?.spec_version;
        let nonce = match sent().any(|sent| sent.is_overdue(head.number)) {
            true => Some(self.chain.nonce_at(self.key.account(), head.hash).await?),
            false => None,
        };
        for item in &mut self.items {
            let State::Sent(sent) = &mut item.state else {
                continue;
            };
            match sent.fate(head.number, spec_version, nonce) {
                Fate::UnderWay => {}
                Fate::Dead => item.state = State::Waiting,
                Fate::Void => {
                    let lowest = self.number.unwrap_or(u32::MAX).min(sent.nonce);
                    self.number = Some(lowest);
                    item.state = State::Waiting;
                }
                Fate::Overdue => {
                    sent.sent_at = head.number;
                    if let Err(error) = self.chain.send(&sent.text).await {
                        tracing::debug!(%error, "sending a transaction again");
                        self.last = error.to_string();
                    }
                }
            }
        }
        Ok(())
    }

    async fn send_waiting(&mut self, head: &Finalised) -> Result<(), ChainError> {
        let under_way = self
            .items
            .iter()
            .filter(|item| matches!(item.state, State::Sent(_)))
            .count();
        let room = UNDER_WAY_MAX.saturating_sub(under_way);
        let sender = self.chain.0.senders.of(self.key.account());
        let mut next = None;
        let _turn = sender.lock().await;
        let waiting = self.items.iter_mut().filter(|item| item.is_waiting());
        for item in waiting.take(room) {
            let (runtime, terms) = match &mut next {
                Some(next) => next,
                None => next.insert(self.chain.terms(self.key, head, self.number).await?),
            };
            let (sent, answer) = self
                .chain
                .sign_and_send(self.key, &item.call, runtime, terms)
                .await?;
            match answer {
                Ok(()) => {
                    self.last = "sent, and not in a finalised block yet".to_owned();
                    terms.nonce = terms.nonce.saturating_add(1);
                    item.state = State::Sent(sent);
                }
                Err(Rejection::Final(reason) | Rejection::BadSignature(reason)) => {
                    item.state = State::Done(Err(SubmitError::Rejected(reason)))
                }
                // In order: what is behind waits as well.
                Err(Rejection::Later(reason)) => {
                    tracing::debug!(reason, "the pool does not take a transaction now");
                    self.last = reason;
                    break;
                }
            }
        }
        if let Some((_, terms)) = next {
            // Once nothing waits, the pool counts only what is good.
            let any_waiting = self.items.iter().any(Item::is_waiting);
            self.number = self.number.filter(|_| any_waiting).map(|_| terms.nonce);
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.items
            .iter()
            .all(|item| matches!(item.state, State::Done(_)))
    }

    fn fail_open(&mut self, error: &SubmitError) {
        for item in &mut self.items {
            if !matches!(item.state, State::Done(_)) {
                item.state = State::Done(Err(error.clone()));
            }
        }
    }

    fn results(self) -> Vec<Result<Inclusion, SubmitError>> {
        let last = self.last;
        let of = |item: Item| match item.state {
            State::Done(result) => result,
            State::Waiting | State::Sent(_) => Err(SubmitError::NotFinalised {
                waited_s: 0,
                last: last.clone(),
            }),
        };
        self.items.into_iter().map(of).collect()
    }
}

impl Chain {
    /// What a transaction is signed under now, with this number or the next one free. The runtime is that of the best block, which will check it: an upgrade is in
    /// force there before it is final.
    async fn terms(
        &self,
        key: &MemberKey,
        head: &Finalised,
        number: Option<u32>,
    ) -> Result<(Arc<Runtime>, Terms), ChainError> {
        let best = self.best_hash().await?;
        let runtime = self.runtime(best).await?;
        let nonce = match number {
            Some(number) => number.max(self.nonce_at(key.account(), best).await?),
            None => self.next_nonce(key.account()).await?,
        };
        let terms = Terms {
            genesis: self.genesis(),
            spec_version: runtime.spec_version,
            transaction_version: runtime.transaction_version,
            birth: head.number,
            birth_hash: head.hash,
            nonce,
        };
        Ok((runtime, terms))
    }

    async fn sign_and_send(
        &self,
        key: &MemberKey,
        call: &Call,
        runtime: &Runtime,
        terms: &Terms,
    ) -> Result<(Sent, Result<(), Rejection>), ChainError> {
        let call = call.encode(&runtime.metadata)?;
        let bytes = extrinsic::sign(&runtime.metadata, &call, key, terms)?;
        let sent = Sent {
            nonce: terms.nonce,
            text: header::text(&bytes),
            spec_version: terms.spec_version,
            dies_at: terms.dies_at(),
            sent_at: terms.birth,
        };
        let answer = match self.send(&sent.text).await {
            Ok(()) => Ok(()),
            // It may have arrived before the connection broke: the search decides.
            Err(error) if error.is_retryable() => Ok(()),
            Err(error) => match judge(error)? {
                Err(Rejection::BadSignature(reason)) => {
                    let now = self.version(None).await?.spec_version;
                    Err(Rejection::of_signature(reason, terms.spec_version, now))
                }
                answer => answer,
            },
        };
        Ok((sent, answer))
    }

    async fn send(&self, text: &str) -> Result<(), ChainError> {
        let _hash: String = self
            .rpc()
            .request("author_submitExtrinsic", params![text])
            .await?;
        Ok(())
    }
}
