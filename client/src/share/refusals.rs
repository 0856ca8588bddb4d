//! What was refused to members: one file each, on the disk before the member is answered, and deposited with the provider's gateway,
//! whose next batch anchors its digest. So a refusal is evidence like a delivery: the member's own signature is in it.

use super::{
    gate::Reason,
    signing::{Question, Signed},
    standing::Head,
    store::{at, sync_folder, StoreError},
};
use crate::gateway::http::{Deposit, Deposited};
use limpid_primitives::{sharing::GrantId, Digest, InstitutionId, Outlet};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Refusals of one account put on record within a minute. Who asks more often is told to wait, and nothing is written.
const A_MINUTE_MAX: u32 = 60;
const MINUTE_MS: u64 = 60_000;
/// What a refusal's file says it is.
const FORMAT: &str = "limpid-share-refusal";
/// Accounts counted at a time.
const ACCOUNTS_MAX: usize = 10_000;
/// Pause after a gateway did not take a refusal.
const PAUSE: Duration = Duration::from_secs(5);
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
}

struct State {
    next: u64,
    /// Refusals by account, in the minute that is counted.
    minute: u64,
    counts: HashMap<String, u32>,
}

/// Whether a refusal was put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Under this number.
    Kept(u64),
    /// The account was refused too often within a minute.
    TooOften,
}

impl Refusals {
    /// The refusals in `refusals` of a store's folder.
    pub fn open(store: &Path) -> Result<Refusals, StoreError> {
        let folder = store.join("refusals");
        let made = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder);
        made.map_err(at(&folder))?;
        let last = numbers(&folder)?.into_iter().max().unwrap_or(0);
        Ok(Refusals {
            folder,
            state: Mutex::new(State {
                next: last.saturating_add(1),
                minute: 0,
                counts: HashMap::new(),
            }),
            written: Notify::new(),
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
        if !state.may_note(&refusal.account, refusal.refused_ms) {
            return Ok(Noted::TooOften);
        }
        let number = state.next;
        let path = self.path(number);
        self.write(&path, refusal)?;
        // From here on the refusal is on record.
        state.next = number.saturating_add(1);
        self.written.notify_one();
        Ok(Noted::Kept(number))
    }

    fn write(&self, path: &Path, value: &impl Serialize) -> Result<(), StoreError> {
        let part = path.with_extension("part");
        let mut text = serde_json::to_string_pretty(value)
            .map_err(|error| at(path)(std::io::Error::other(error)))?;
        text.push('\n');
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&part).map_err(at(&part))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&part, path))
            .and_then(|()| sync_folder(&self.folder))
            .map_err(at(path))
    }

    /// Deposits every refusal that is not deposited yet, and those to come, until it is told to stop.
    pub async fn deposit_all(&self, deposits: Deposits, stop: CancellationToken) {
        loop {
            let pause = match self.deposit_waiting(&deposits).await {
                Ok(()) => None,
                Err(error) => {
                    tracing::warn!(%error, "refusals wait for the gateway");
                    Some(PAUSE)
                }
            };
            let again = async {
                match pause {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => self.written.notified().await,
                }
            };
            tokio::select! {
                () = again => {}
                () = stop.cancelled() => return,
            }
        }
    }

    async fn deposit_waiting(&self, deposits: &Deposits) -> anyhow::Result<()> {
        let mut numbers = numbers(&self.folder)?;
        numbers.sort_unstable();
        numbers.retain(|number| !self.deposited_path(*number).exists());
        for number in numbers {
            let bytes = fs::read(self.path(number))?;
            let refusal: Refusal = serde_json::from_slice(&bytes)?;
            let deposit = Deposit {
                outlet: deposits.outlet,
                observed_ms: refusal.refused_ms,
                sha256: Digest(Sha256::digest(&bytes).into()),
                length: u64::try_from(bytes.len())?,
                media_type: "application/json".to_owned(),
            };
            let url = format!("{}/deposits", deposits.gateway_url.trim_end_matches('/'));
            let deposited = tokio::task::spawn_blocking(move || post(&url, &deposit)).await??;
            // Deposited again after a crash before this line, it is the same record.
            self.write(&self.deposited_path(number), &deposited)?;
            tracing::info!(
                number,
                arrival = deposited.arrival,
                "a refusal is deposited"
            );
        }
        Ok(())
    }
}

impl State {
    fn may_note(&mut self, account: &str, now_ms: u64) -> bool {
        let minute = now_ms / MINUTE_MS;
        if minute != self.minute {
            self.minute = minute;
            self.counts.clear();
        }
        if self.counts.len() >= ACCOUNTS_MAX && !self.counts.contains_key(account) {
            return false;
        }
        let count = self.counts.entry(account.to_owned()).or_default();
        *count = count.saturating_add(1);
        *count <= A_MINUTE_MAX
    }
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

fn post(url: &str, deposit: &Deposit) -> anyhow::Result<Deposited> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .http_status_as_error(false)
        .build()
        .into();
    let mut response = agent.post(url).send_json(deposit)?;
    let status = response.status();
    if !status.is_success() {
        let said = response.body_mut().read_to_string().unwrap_or_default();
        anyhow::bail!("the gateway at {url} does not take it: {status} {said}");
    }
    Ok(response.body_mut().read_json()?)
}
