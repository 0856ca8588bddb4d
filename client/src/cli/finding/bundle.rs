//! `limpid finding bundle`: the evidence file of the frame a finding stands on.

use super::known;
use crate::{
    chain::At,
    cli::{
        evidence::{make_file, tell_file},
        Globals,
    },
    evidence::{find, What},
    gateway::store::Store,
};
use anyhow::{ensure, Context};
use limpid_primitives::emissions::{FindingId, FindingV1};
use std::path::Path;

/// Makes the file, verifies it, and writes it.
pub async fn make(
    globals: &Globals,
    id: FindingId,
    store: &Path,
    out: &Path,
) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let finding = known(&chain, id, At::Finalised).await?;
    let store = Store::open_read_only(store)?;
    let what = What::Record {
        arrival: arrival(&store, &finding)?,
    };
    let exported = make_file(&chain, &store, &what, out).await?;
    tell_file(globals, &what, out, &exported);
    Ok(())
}

/// The arrival number of the finding's frame.
fn arrival(store: &Store, finding: &FindingV1) -> anyhow::Result<u64> {
    let place = &finding.place;
    ensure!(
        store.gateway() == place.gateway,
        "the finding's frame is in the store of gateway {}, this is that of gateway {}: give its own with --store",
        place.gateway,
        store.gateway()
    );
    let end_ms = finding.observed_ms.saturating_add(1);
    let found = find(store, &finding.outlet, finding.observed_ms, end_ms)?;
    let found = found.iter().find(|found| found.digest == place.record);
    let found = found.with_context(|| {
        format!(
            "the store has no record {} (batch {}): is it a whole one? `limpid gateway fsck` says so",
            place.record, place.sequence
        )
    })?;
    Ok(found.record.key.arrival)
}

#[cfg(test)]
mod tests {
    use super::{super::show::tests::finding, *};
    use crate::gateway::store::NewRecord;
    use limpid_evidence::{sha256, Payload};
    use limpid_primitives::{Digest, GatewayId};

    /// A store with two frames of the finding's hour, and the second one's digest.
    fn filled(path: &Path, gateway: GatewayId) -> (Store, Digest) {
        let store = Store::open(path, gateway).unwrap();
        let numbers = store.numbers().unwrap();
        let mut group = store.group(numbers, 0);
        for text in ["first", "second"] {
            let new = NewRecord {
                identity: sha256(text.as_bytes()),
                outlet: finding().outlet,
                observed_ms: finding().observed_ms,
                kind: 2061,
                received_ms: finding().observed_ms,
                payload: Payload::Frame {
                    mn: "A1".parse().unwrap(),
                    bytes: text.as_bytes().to_vec(),
                },
            };
            group.add(new).unwrap();
        }
        group.commit().unwrap();
        let digest = store.record(2).unwrap().unwrap().digest();
        (store, digest)
    }

    #[test]
    fn the_findings_own_frame_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (store, digest) = filled(&folder.path().join("store"), GatewayId(1));
        let mut finding = finding();
        finding.place.record = digest;
        assert_eq!(arrival(&store, &finding).unwrap(), 2);
        finding.place.record = Digest([9; 32]);
        let error = arrival(&store, &finding).unwrap_err();
        assert!(error.to_string().contains("gateway fsck"), "{error}");
    }

    #[test]
    fn the_store_of_another_gateway_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = filled(&folder.path().join("store"), GatewayId(2));
        let error = arrival(&store, &finding()).unwrap_err();
        assert!(error.to_string().contains("gateway 1"), "{error}");
    }
}
