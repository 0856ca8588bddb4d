//! The newest finalised block, and the way to it.

use crate::chain::{Chain, ChainError, Fragment};
use limpid_evidence::verify::Finality;
use std::time::Duration;

/// Right after a hand-over, and on a young chain, there is no newer finalised block for a moment.
const ATTEMPTS_MAX: u32 = 20;
const PAUSE: Duration = Duration::from_secs(1);

/// All hand-overs since block 0, so that a file serves every trust root of the chain, and the newest finalised block; `None` if
/// there is none after the last hand-over.
pub(super) async fn newest(chain: &Chain) -> Result<Option<(Vec<Finality>, Fragment)>, ChainError> {
    for _ in 0..ATTEMPTS_MAX {
        let (handovers, newest) = chain.warp_proof(chain.genesis()).await?.split();
        if let Some(newest) = newest.filter(|newest| newest.number > 0) {
            let handovers = handovers.into_iter().map(Finality::from).collect();
            return Ok(Some((handovers, newest)));
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(None)
}
