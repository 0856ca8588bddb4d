//! Accepting loggers: as many as there are places, each in a task of its own.

use super::connection::{self, End, Shared};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::sleep,
};
use tokio_util::task::TaskTracker;

/// Pause after the system could not accept, mostly for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Accepts until the gateway stops, then returns once every connection has ended.
pub async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    let places = Arc::new(Semaphore::new(shared.limits.connections_max as usize));
    let tasks = TaskTracker::new();
    let mut full = false;
    loop {
        tokio::select! {
            biased;
            () = shared.stop.cancelled() => break,
            (accepted, place) = accept(&listener, &places, &mut full) => match accepted {
                Ok((stream, peer)) => {
                    tasks.spawn(attend(stream, peer, place, shared.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    tasks.close();
    tasks.wait().await;
}

/// Waits for a place first: without one, a logger waits in the system's queue, and costs this process nothing.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    full: &mut bool,
) -> (
    io::Result<(TcpStream, SocketAddr)>,
    Option<OwnedSemaphorePermit>,
) {
    // Said once, until there are places again.
    let was_full = std::mem::replace(full, places.available_permits() == 0);
    if *full && !was_full {
        tracing::warn!("`limits.connections_max` connections are open: further loggers wait");
    }
    // The semaphore is never closed.
    let place = places.clone().acquire_owned().await.ok();
    (listener.accept().await, place)
}

async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    _place: Option<OwnedSemaphorePermit>,
    shared: Arc<Shared>,
) {
    shared.metrics.connections.inc();
    shared.metrics.connections_total.inc();
    tracing::debug!(%peer, "a logger connected");
    let end = connection::serve(stream, peer, &shared).await;
    shared.metrics.connections.dec();
    match end {
        End::Closed | End::Idle | End::Stopping => {
            tracing::debug!(%peer, ?end, "a connection ended");
        }
        _ => tracing::warn!(%peer, ?end, "a connection was ended"),
    }
}
