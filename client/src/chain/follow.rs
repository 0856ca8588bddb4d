//! Follows the head that counts, the finalised one unless finality stands, over broken connections and silent nodes.

use super::{error::ChainError, header, params, rpc::Rpc, Chain, Finalised, Header, Settled};
use futures::stream::{self, Stream};
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinHandle, time};

/// After this long without news the node is asked: a subscription can die without a word.
const SILENCE_MAX: Duration = Duration::from_secs(20);
const PAUSE_MIN: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// The task that follows; it ends with this value.
pub(super) struct Follower {
    newest: watch::Receiver<Option<Finalised>>,
    task: JoinHandle<()>,
}

impl Follower {
    pub(super) fn start(rpc: Arc<Rpc>, settled: Settled) -> Follower {
        let (sender, newest) = watch::channel(None);
        Follower {
            newest,
            task: tokio::spawn(follow(rpc, settled, sender)),
        }
    }

    pub(super) fn watch(&self) -> watch::Receiver<Option<Finalised>> {
        self.newest.clone()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn follow(rpc: Arc<Rpc>, settled: Settled, sender: watch::Sender<Option<Finalised>>) {
    let mut pause = PAUSE_MIN;
    loop {
        let before = sender.borrow().as_ref().map(|head| head.number);
        if let Err(error) = follow_connection(&rpc, settled, &sender).await {
            tracing::debug!(%error, "lost the heads; connecting again");
        }
        let moved = sender.borrow().as_ref().map(|head| head.number) != before;
        pause = if moved {
            PAUSE_MIN
        } else {
            pause.saturating_mul(2).min(PAUSE_MAX)
        };
        time::sleep(pause).await;
    }
}

async fn follow_connection(
    rpc: &Rpc,
    settled: Settled,
    sender: &watch::Sender<Option<Finalised>>,
) -> Result<(), ChainError> {
    let mut heads = rpc.heads(settled).await?;
    tell(sender, newest(rpc, settled).await?);
    loop {
        match time::timeout(SILENCE_MAX, heads.next()).await {
            Ok(Some(Ok(head))) => tell(sender, Header::try_from(head)?.into()),
            Ok(Some(Err(error))) => {
                return Err(ChainError::unexpected("a subscription to heads", error))
            }
            Ok(None) => return Err(ChainError::Unreachable("the subscription ended".to_owned())),
            Err(_) => tell(sender, newest(rpc, settled).await?),
        }
    }
}

/// The newest block that counts.
pub(super) async fn newest(rpc: &Rpc, settled: Settled) -> Result<Finalised, ChainError> {
    let hash: String = match settled {
        Settled::Finalised => rpc.request("chain_getFinalizedHead", params![]).await?,
        Settled::Best => rpc.request("chain_getBlockHash", params![]).await?,
    };
    let head: Option<header::RpcHeader> = rpc.request("chain_getHeader", params![&hash]).await?;
    let head = head
        .ok_or_else(|| ChainError::unexpected("chain_getHeader", "the newest head is unknown"))?;
    let head: Finalised = Header::try_from(head)?.into();
    if head.hash != header::digest(&hash)? {
        return Err(ChainError::unexpected(
            "chain_getHeader",
            "a header of another hash",
        ));
    }
    Ok(head)
}

/// Forward only: a node that lags behind the one asked before does not undo finality.
fn tell(sender: &watch::Sender<Option<Finalised>>, head: Finalised) {
    sender.send_if_modified(|newest| {
        let is_newer = newest
            .as_ref()
            .is_none_or(|newest| head.number > newest.number);
        if is_newer {
            *newest = Some(head);
        }
        is_newer
    });
}

impl Chain {
    /// Finalised heads from now on, the newest first. Heads are skipped if they come faster than they are taken; the
    /// stream survives lost connections and ends only with the last clone of the chain.
    pub fn watch_finalised(&self) -> impl Stream<Item = Finalised> + Send + Unpin + 'static {
        let mut receiver = self.0.follower.watch();
        receiver.mark_changed();
        Box::pin(stream::unfold(receiver, |mut receiver| async move {
            loop {
                receiver.changed().await.ok()?;
                let head = receiver.borrow_and_update().clone();
                if let Some(head) = head {
                    return Some((head, receiver));
                }
            }
        }))
    }
}
