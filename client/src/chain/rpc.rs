//! One WebSocket connection to one of several nodes, made anew when it breaks.

use super::{
    error::ChainError,
    header::{self, RpcHeader},
    Settled,
};
use jsonrpsee::{
    core::{
        client::{ClientT, Error as RpcError, Subscription, SubscriptionClientT},
        params::ArrayParams,
    },
    ws_client::{PingConfig, WsClient, WsClientBuilder},
};
use limpid_primitives::Digest;
use serde::de::DeserializeOwned;
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::sync::Mutex;

const CONNECTION_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest answer is a large read proof.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
/// Warp proofs are at most 8 MiB, twice that in hex.
const RESPONSE_BYTES_MAX: u32 = 64 * 1024 * 1024;
/// A question is asked this often, each time on a new connection, before its failure is reported.
const ATTEMPTS_MAX: usize = 3;

/// The nodes a client may ask.
pub(super) struct Rpc {
    urls: Vec<String>,
    genesis: OnceLock<Digest>,
    connection: Mutex<Connection>,
}

#[derive(Default)]
struct Connection {
    client: Option<Arc<WsClient>>,
    /// Which URL is tried next: failures move on, so that one dead node does not cost a time-out each time.
    next: usize,
}

impl Rpc {
    pub(super) fn new(urls: &[String]) -> Rpc {
        Rpc {
            urls: urls.to_vec(),
            genesis: OnceLock::new(),
            connection: Mutex::default(),
        }
    }

    /// The chain's genesis: that of the first node that answered.
    pub(super) async fn genesis(&self) -> Result<Digest, ChainError> {
        self.client().await?;
        self.genesis
            .get()
            .copied()
            .ok_or_else(|| ChainError::unexpected("chain_getBlockHash", "none"))
    }

    /// Asks, and asks again elsewhere if the connection breaks.
    pub(super) async fn request<T: DeserializeOwned>(
        &self,
        method: &'static str,
        params: ArrayParams,
    ) -> Result<T, ChainError> {
        let mut last = String::new();
        for _ in 0..ATTEMPTS_MAX {
            let client = self.client().await?;
            match client.request(method, params.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(RpcError::Call(error)) => return Err(refusal(method, &error)),
                Err(RpcError::ParseError(error)) => {
                    return Err(ChainError::unexpected(method, error))
                }
                Err(error) => last = error.to_string(),
            }
            self.abandon(&client).await;
        }
        Err(ChainError::Unreachable(format!("{method}: {last}")))
    }

    /// Heads that count, as they come, until the connection breaks.
    pub(super) async fn heads(
        &self,
        settled: Settled,
    ) -> Result<Subscription<RpcHeader>, ChainError> {
        let (subscribe, unsubscribe) = match settled {
            Settled::Finalised => (
                "chain_subscribeFinalizedHeads",
                "chain_unsubscribeFinalizedHeads",
            ),
            Settled::Best => ("chain_subscribeNewHeads", "chain_unsubscribeNewHeads"),
        };
        let client = self.client().await?;
        let subscribed = client
            .subscribe(subscribe, ArrayParams::new(), unsubscribe)
            .await;
        match subscribed {
            Ok(subscription) => Ok(subscription),
            Err(RpcError::Call(error)) => Err(refusal(subscribe, &error)),
            Err(error) => {
                self.abandon(&client).await;
                Err(ChainError::Unreachable(error.to_string()))
            }
        }
    }

    /// Drops this connection, unless another has taken its place already.
    async fn abandon(&self, client: &Arc<WsClient>) {
        let mut connection = self.connection.lock().await;
        if connection
            .client
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(current, client))
        {
            connection.client = None;
            connection.next = connection.next.wrapping_add(1);
        }
    }

    async fn client(&self) -> Result<Arc<WsClient>, ChainError> {
        let mut connection = self.connection.lock().await;
        if let Some(client) = connection
            .client
            .as_ref()
            .filter(|client| client.is_connected())
        {
            return Ok(client.clone());
        }
        connection.client = None;
        let mut failures = Vec::new();
        let mut wrong = None;
        for offset in 0..self.urls.len() {
            let index = connection
                .next
                .wrapping_add(offset)
                .checked_rem(self.urls.len())
                .unwrap_or(0);
            let Some(url) = self.urls.get(index) else {
                break;
            };
            match self.open(url).await {
                Ok(client) => {
                    connection.next = index;
                    connection.client = Some(client.clone());
                    return Ok(client);
                }
                Err(ChainError::Unreachable(reason)) => failures.push(format!("{url}: {reason}")),
                // A mistake in the configuration, such as two chains in one list, does not keep the good nodes from being asked.
                Err(error) => {
                    tracing::warn!(%error, url, "a node cannot be used");
                    wrong.get_or_insert(error);
                }
            }
        }
        if let Some(error) = wrong {
            return Err(error);
        }
        if failures.is_empty() {
            failures.push("no node is configured".to_owned());
        }
        Err(ChainError::Unreachable(failures.join("; ")))
    }

    async fn open(&self, url: &str) -> Result<Arc<WsClient>, ChainError> {
        let client = WsClientBuilder::new()
            .connection_timeout(CONNECTION_TIMEOUT)
            .request_timeout(REQUEST_TIMEOUT)
            .max_response_size(RESPONSE_BYTES_MAX)
            .max_request_size(RESPONSE_BYTES_MAX)
            .enable_ws_ping(PingConfig::new())
            .build(url)
            .await
            .map_err(|error| ChainError::Unreachable(chain_of_causes(&error)))?;
        let mut params = ArrayParams::new();
        insert(&mut params, 0u32)?;
        let genesis: String = client
            .request("chain_getBlockHash", params)
            .await
            .map_err(|error| ChainError::Unreachable(chain_of_causes(&error)))?;
        let found = header::digest(&genesis)?;
        let expected = *self.genesis.get_or_init(|| found);
        if found != expected {
            return Err(ChainError::OtherChain {
                url: url.to_owned(),
                expected,
                found,
            });
        }
        Ok(Arc::new(client))
    }
}

/// An error with what caused it: the outermost alone says only that the transport failed.
fn chain_of_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

fn refusal(method: &'static str, error: &jsonrpsee::types::ErrorObjectOwned) -> ChainError {
    let details = error.data().map(|data| {
        serde_json::from_str::<String>(data.get()).unwrap_or_else(|_| data.get().to_owned())
    });
    ChainError::Refused {
        method,
        code: error.code(),
        message: error.message().to_owned(),
        details,
    }
}

/// Adds a parameter.
pub(super) fn insert(
    params: &mut ArrayParams,
    value: impl serde::Serialize,
) -> Result<(), ChainError> {
    params
        .insert(value)
        .map_err(|error| ChainError::unexpected("a parameter", error))
}

/// The parameters of a question, in order.
macro_rules! params {
    ($($value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut params = jsonrpsee::core::params::ArrayParams::new();
        $($crate::chain::rpc::insert(&mut params, $value)?;)*
        params
    }};
}
pub(super) use params;
