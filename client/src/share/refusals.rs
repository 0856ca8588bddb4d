//! What was refused to members: one file each, on the disk before the member is answered, and deposited with the provider's gateway,
//! whose next batch anchors its digest. The member's own signature in it shows that it asked; why and by which block it was refused
//! is the provider's word.

use super::{
    gate::Reason,
    signing::{Question, Signed},
    standing::Head,
    store::{at, hold, write_new, StoreError},
};
use crate::gateway::http::{Deposit, Deposited};
use limpid_primitives::{sharing::GrantId, Digest, InstitutionId, Outlet};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    hash::Hash,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;
use ureq::http::StatusCode;

/// Refusals of one account put on record within a minute. Who asks more often is told to wait, and nothing is written.
const A_MINUTE_MAX: u32 = 60;
const MINUTE_MS: u64 = 60_000;
/// Refusals of one institution put on record within a day, by this process.
const A_DAY_MAX: u32 = 10_000;
const DAY_MS: u64 = 86_400_000;
/// What a refusal's file says it is.
const FORMAT: &str = "limpid-share-refusal";
/// Accounts, and institutions, counted at a time.
const ACCOUNTS_MAX: usize = 10_000;
/// Pause after a gateway did not answer, or was not able to take a refusal.
const PAUSE: Duration = Duration::from_secs(5);
/// What a gateway refused for a reason of its own, or what cannot be read, is tried again after this long.
const PASSED_OVER_PAUSE: Duration = Duration::from_secs(600);
/// The gateway answers once the record is safe on its disk.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A refusal, as it is kept: format `limpid-share-refusal`, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// `limpid-share-refusal`.
    pub format: String,
    /// 1.
    pub version: u32,
    /// Genesis hash of the chain.
    pub genesis: Digest,
    /// The grant that was named.
    pub grant: GrantId,
    /// The method, path and range that were asked, which the signature is over.
    pub method: String,
    /// As above.
    pub path: String,
    /// As above.
    pub range: String,
    /// The member's account.
    pub account: String,
    /// For whom it acts.
    pub institution: InstitutionId,
    /// When the member signed, by its clock.
    pub signed_ms: u64,
    /// The member's nonce.
    pub nonce: String,
    /// The member's signature.
    pub signature: String,
    /// Why it was refused.
    pub reason: Reason,
    /// The finalised block by which it was decided.
    pub block: u32,
    /// Its hash.
    pub block_hash: Digest,
    /// Its time.
    pub block_time_ms: u64,
    /// When it was refused, by this server's clock.
    pub refused_ms: u64,
}

/// What was decided of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The grant.
    pub grant: GrantId,
    /// For whom the member acts.
    pub institution: InstitutionId,
    /// Why it is refused.
    pub reason: Reason,
    /// By which block.
    pub head: Head,
    /// When, by this server's clock.
    pub refused_ms: u64,
}

impl Refusal {
    /// The refusal of a request.
    pub fn new(question: &Question<'_>, signed: &Signed, decided: Decided) -> Refusal {
        let Decided { head, .. } = decided;
        Refusal {
            format: FORMAT.to_owned(),
            version: 1,
            genesis: *question.genesis,
            grant: decided.grant,
            method: question.method.to_owned(),
            path: question.path.to_owned(),
            range: question.range.to_owned(),
            account: signed.account.to_string(),
            institution: decided.institution,
            signed_ms: signed.time_ms,
            nonce: hex::encode(signed.nonce),
            signature: hex::encode(signed.signature),
            reason: decided.reason,
            block: head.number,
            block_hash: head.hash,
            block_time_ms: head.time_ms,
            refused_ms: decided.refused_ms,
        }
    }
}

/// Where refusals are deposited.
#[derive(Clone, Debug)]
pub struct Deposits {
    /// The gateway's HTTP address.
    pub gateway_url: String,
    /// The outlet they are filed under: one whose device is bound to that gateway.
    pub outlet: Outlet,
}

/// The refusals kept in a folder.
pub struct Refusals {
    folder: PathBuf,
    state: Mutex<State>,
    written: Notify,
    /// Held: numbers are given out by one process.
    _lock: File,
}

struct State {
    next: u64,
    counts: Counts,
}

/// How many refusals were put on record of late.
#[derive(Debug, Default)]
pub(super) struct Counts {
    minute: u64,
    by_account: HashMap<String, u32>,
    day: u64,
    by_institution: HashMap<InstitutionId, u32>,
}

/// Whether a refusal was put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Under this number.
    Kept(u64),
    /// The account was refused too often within a minute, or its institution within a day.
    TooOften,
}

impl Refusals {
    /// The refusals in `refusals` of a store's folder, which this process holds from now on.
    pub fn open(store: &Path) -> Result<Refusals, StoreError> {
        let folder = store.join("refusals");
        let made = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder);
        made.map_err(at(&folder))?;
        let lock = hold(&folder)?;
        let last = numbers(&folder)?.into_iter().max().unwrap_or(0);
        Ok(Refusals {
            folder,
            state: Mutex::new(State {
                next: last.saturating_add(1),
                counts: Counts::default(),
            }),
            written: Notify::new(),
            _lock: lock,
        })
    }

    /// Where the refusal of a number is.
    pub fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:08}.refusal.json"))
    }

    fn deposited_path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:08}.deposit.json"))
    }

    /// Puts a refusal on record. When this returns, it is on the disk.
    pub fn note(&self, refusal: &Refusal) -> Result<Noted, StoreError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.counts.count(refusal) {
            return Ok(Noted::TooOften);
        }
        let number = state.next;
        // Whatever comes of it: a number is used once.
        state.next = number.saturating_add(1);
        write(&self.path(number), refusal)?;
        self.written.notify_one();
        Ok(Noted::Kept(number))
    }

    /// Deposits every refusal that is not deposited yet, and those to come, until it is told to stop. One that the gateway does not
    /// take, or that cannot be read, keeps none of the others waiting.
    pub async fn deposit_all(&self, deposits: Deposits, stop: CancellationToken) {
        let (mut passed_over, mut retry_at) = (HashSet::new(), Instant::now());
        loop {
            if Instant::now() >= retry_at {
                passed_over.clear();
                retry_at = Instant::now() + PASSED_OVER_PAUSE;
            }
            let waited = self.deposit_waiting(&deposits, &mut passed_over).await;
            let again = async {
                match waited {
                    Ok(()) if passed_over.is_empty() => self.written.notified().await,
                    Ok(()) => tokio::select! {
                        () = self.written.notified() => {}
                        () = tokio::time::sleep_until(retry_at) => {}
                    },
                    Err(error) => {
                        tracing::warn!(%error, "refusals wait for the gateway");
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            };
            tokio::select! {
                () = again => {}
                () = stop.cancelled() => return,
            }
        }
    }

    async fn deposit_waiting(
        &self,
        deposits: &Deposits,
        passed_over: &mut HashSet<u64>,
    ) -> anyhow::Result<()> {
        let mut numbers = numbers(&self.folder)?;
        numbers.sort_unstable();
        numbers.retain(|number| {
            !passed_over.contains(number) && !self.deposited_path(*number).exists()
        });
        for number in numbers {
            match self.deposit(deposits, number).await? {
                Ok(deposited) => {
                    let arrival = deposited.arrival;
                    tracing::info!(number, arrival, "a refusal is deposited");
                }
                Err(why) => {
                    tracing::error!(number, %why, "a refusal is not deposited: it is tried again later");
                    passed_over.insert(number);
                }
            }
        }
        Ok(())
    }

    /// Deposits one. The outer error is one that all have now, the inner one this one's own.
    async fn deposit(
        &self,
        deposits: &Deposits,
        number: u64,
    ) -> anyhow::Result<Result<Deposited, String>> {
        let read = fs::read(self.path(number)).map_err(|error| error.to_string());
        let read = read.and_then(|bytes| {
            let refusal = serde_json::from_slice::<Refusal>(&bytes);
            Ok((refusal.map_err(|error| error.to_string())?, bytes))
        });
        let (refusal, bytes) = match read {
            Ok(read) => read,
            Err(why) => return Ok(Err(why)),
        };
        let deposit = Deposit {
            outlet: deposits.outlet,
            observed_ms: refusal.refused_ms,
            sha256: Digest(Sha256::digest(&bytes).into()),
            length: u64::try_from(bytes.len())?,
            media_type: "application/json".to_owned(),
        };
        let url = format!("{}/deposits", deposits.gateway_url.trim_end_matches('/'));
        let posted = tokio::task::spawn_blocking(move || post(&url, &deposit)).await??;
        if let Ok(deposited) = &posted {
            // Deposited again after a crash before this line, it is the same record.
            write(&self.deposited_path(number), deposited)?;
        }
        Ok(posted)
    }
}

impl Counts {
    /// Counts one more, and says whether it may be put on record.
    pub(super) fn count(&mut self, refusal: &Refusal) -> bool {
        let (minute, day) = (refusal.refused_ms / MINUTE_MS, refusal.refused_ms / DAY_MS);
        if minute != self.minute {
            self.minute = minute;
            self.by_account.clear();
        }
        if day != self.day {
            self.day = day;
            self.by_institution.clear();
        }
        counted(&mut self.by_account, &refusal.account, A_MINUTE_MAX)
            && counted(&mut self.by_institution, &refusal.institution, A_DAY_MAX)
    }
}

/// Counts one more of whom it is, and says whether that is within the limit.
fn counted<K: Hash + Eq + Clone>(counts: &mut HashMap<K, u32>, whose: &K, max: u32) -> bool {
    if counts.len() >= ACCOUNTS_MAX && !counts.contains_key(whose) {
        return false;
    }
    let count = counts.entry(whose.clone()).or_default();
    *count = count.saturating_add(1);
    *count <= max
}

/// Writes a new file; one that is there is not replaced.
fn write(path: &Path, value: &impl Serialize) -> Result<(), StoreError> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| at(path)(std::io::Error::other(error)))?;
    write_new(path, &(text + "\n")).map_err(at(path))
}

/// The numbers of the refusals in a folder.
fn numbers(folder: &Path) -> Result<Vec<u64>, StoreError> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let name = entry.map_err(at(folder))?.file_name();
        let number = name
            .to_str()
            .and_then(|name| name.strip_suffix(".refusal.json"));
        numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    Ok(numbers)
}

/// Posts one. The outer error is the gateway's, the inner one what it has against this deposit.
fn post(url: &str, deposit: &Deposit) -> anyhow::Result<Result<Deposited, String>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .http_status_as_error(false)
        .build()
        .into();
    let mut response = agent.post(url).send_json(deposit)?;
    let status = response.status();
    if status.is_success() {
        return Ok(Ok(response.body_mut().read_json()?));
    }
    let said = response.body_mut().read_to_string().unwrap_or_default();
    let why = format!("the gateway at {url} does not take it: {status} {said}");
    let is_passing = matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS
    );
    match status.is_client_error() && !is_passing {
        true => Ok(Err(why)),
        false => anyhow::bail!(why),
    }
}
