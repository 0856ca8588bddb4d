//! Serving and fetching over real sockets, and a chain that says what a test wants it to.

mod gate;
mod refusals;
mod serving;
mod signing;
mod slots;
mod store;

use super::{
    refusals::Refusals,
    server::Server,
    standing::{ActsFor, Head, Ledger, Standing},
    store::Store,
};
use crate::{
    chain::{Account, ChainError},
    gateway::clock::now_ms,
    keys::MemberKey,
    sealing::{ContentKey, Sealed},
};
use futures::future::BoxFuture;
use limpid_primitives::{
    sharing::{
        DataSetId, GrantId, GrantScope, GrantV1, KeyNumber, NewVersion, Onward, RenewalList,
        RequestId, SealedKey, VersionV1, X25519Key,
    },
    Digest, InstitutionId, Moment,
};
use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(super) const GENESIS: Digest = Digest([3; 32]);
pub(super) const GRANT: GrantId = GrantId(7);
pub(super) const PROVIDER: InstitutionId = InstitutionId(2);
pub(super) const REQUESTER: InstitutionId = InstitutionId(5);
pub(super) const AGE_MAX: Duration = Duration::from_secs(120);

pub(super) fn member() -> MemberKey {
    MemberKey::development("requester")
}

/// A version with these digests.
pub(super) fn version(sealed: &Sealed, key: &ContentKey, location: &str) -> NewVersion {
    NewVersion {
        plain: sealed.plain,
        plain_bytes: sealed.plain_bytes,
        sealed: sealed.sealed,
        sealed_bytes: sealed.sealed_bytes,
        key_digest: key.digest(),
        schema: "csv".parse().unwrap(),
        location: location.parse().unwrap(),
        escrow: None,
    }
}

/// A grant that is live for an hour, of a version, and a member who has it.
pub(super) fn standing(version: NewVersion) -> Standing {
    let (provider, now_ms) = (PROVIDER, now_ms());
    let at = Moment::default();
    let grant = GrantV1 {
        request: RequestId(1),
        data_set: DataSetId(1),
        version: 1,
        provider,
        requester: REQUESTER,
        scope: GrantScope {
            from_ms: 0,
            until_ms: 1,
            onward: Onward::Forbidden,
        },
        document: Digest([1; 32]),
        expires_ms: now_ms + 3_600_000,
        sealed: SealedKey {
            key: KeyNumber(1),
            encapsulated: X25519Key([1; 32]),
            ciphertext: vec![0; 48].try_into().unwrap(),
        },
        at,
        by: provider,
        renewed: RenewalList::default(),
        revoked: None,
    };
    let by = provider;
    Standing {
        head: Head {
            number: 9,
            hash: Digest([9; 32]),
            time_ms: now_ms,
        },
        acts_for: Some(ActsFor {
            institution: REQUESTER,
            is_active: true,
        }),
        grant: Some((
            grant,
            VersionV1 {
                new: version,
                at,
                by,
            },
        )),
    }
}

/// A chain that says what it is told to say of the requester's member and the grant.
pub(super) struct Told(pub(super) Mutex<Option<Standing>>);

impl Told {
    pub(super) fn change(&self, change: impl FnOnce(&mut Standing)) {
        change(self.0.lock().unwrap().as_mut().unwrap());
    }
}

impl Ledger for Told {
    fn genesis(&self) -> Digest {
        GENESIS
    }

    fn standing(
        &self,
        account: Account,
        grant: GrantId,
    ) -> BoxFuture<'_, Result<Standing, ChainError>> {
        let standing = self.0.lock().unwrap().clone();
        Box::pin(async move {
            let gone = || ChainError::Unreachable("told so".to_owned());
            let mut standing = standing.ok_or_else(gone)?;
            if account.0 != member().account() {
                standing.acts_for = None;
            }
            if grant != GRANT {
                standing.grant = None;
            }
            Ok(standing)
        })
    }
}

/// A server over a store with one sealed file.
pub(super) struct Provider {
    pub(super) folder: tempfile::TempDir,
    pub(super) store: Store,
    pub(super) sealed: Sealed,
    pub(super) key: ContentKey,
    pub(super) ledger: Arc<Told>,
    pub(super) refusals: Arc<Refusals>,
    pub(super) port: u16,
    pub(super) answer_timeout: Duration,
    stop: CancellationToken,
    serving: Option<JoinHandle<std::io::Result<()>>>,
}

pub(super) fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|place| (place * 7 % 251) as u8).collect()
}

impl Provider {
    pub(super) async fn begin(bytes: usize) -> Provider {
        let mut provider = Provider::prepared(bytes);
        provider.serve();
        provider
    }

    /// One that does not serve yet.
    pub(super) fn prepared(bytes: usize) -> Provider {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store")).unwrap();
        let (sealed, key) = store.seal(&*content(bytes)).unwrap();
        let standing = standing(version(&sealed, &key, "http://unused"));
        let refusals = Arc::new(Refusals::open(store.folder()).unwrap());
        Provider {
            folder,
            store,
            sealed,
            key,
            ledger: Arc::new(Told(Mutex::new(Some(standing)))),
            refusals,
            port: 0,
            answer_timeout: Duration::from_secs(60),
            stop: CancellationToken::new(),
            serving: None,
        }
    }

    /// Serves, on the same port as before if there was one.
    pub(super) fn serve(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        self.port = listener.local_addr().unwrap().port();
        self.stop = CancellationToken::new();
        let (store, refusals) = (self.store.clone(), self.refusals.clone());
        let mut server = Server::new(store, PROVIDER, self.ledger.clone(), refusals, AGE_MAX);
        server.answer_timeout = self.answer_timeout;
        server.head_timeout = Duration::from_secs(5);
        let serving = server.serve(listener, None, self.stop.clone());
        self.serving = Some(tokio::spawn(serving));
    }

    /// Stops, and returns when nobody listens any more.
    pub(super) async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(serving) = self.serving.take() {
            serving.await.unwrap().unwrap();
        }
    }

    pub(super) fn version(&self) -> NewVersion {
        let url = format!("http://127.0.0.1:{}", self.port);
        version(&self.sealed, &self.key, &url)
    }
}
