//! What a share bundle says, for people to read. Only a verified one says it with proof.

use super::super::{block::BlockId, facts::AsOf, state::Read, strict::ChainName, InstitutionFacts};
use super::{
    links::{grant_standing, receipts},
    shown::Shown,
    Share,
};
use alloc::vec::Vec;
use limpid_primitives::{
    sharing::{
        DataSetV1, GrantId, GrantStanding, GrantV1, Receipt, ReceiptV1, RequestId, RequestStanding,
        RequestV1, VersionV1,
    },
    Digest, InstitutionId, InstitutionV1,
};
use serde::Serialize;

/// What was read of a share bundle.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct ShareFacts {
    /// What can be read in the file alone; `None` if it is no share bundle.
    pub share: Option<ShareClaim>,
    /// The block whose state is shown.
    pub as_of: Option<AsOf>,
    /// How the request stands at that block.
    pub standing: Option<RequestStanding>,
    /// What was asked for, by whom, and what was answered.
    pub request: Option<RequestV1>,
    /// The data set.
    pub data_set: Option<DataSetV1>,
    /// The version of its content, with its digests.
    pub content: Option<VersionV1>,
    /// The grant, if the request was granted.
    pub grant: Option<GrantFacts>,
    /// What the requester confirmed, oldest first.
    pub receipts: Vec<ReceiptV1>,
    /// Provider and requester.
    pub institutions: Vec<InstitutionFacts>,
}

/// What the file says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ShareClaim {
    /// The chain.
    pub chain: ChainName,
    /// Its block 0.
    pub genesis: Digest,
    /// The request in question.
    pub request: RequestId,
}

/// A grant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct GrantFacts {
    /// Its number.
    pub grant: GrantId,
    /// How it stands at the block.
    pub standing: Option<GrantStanding>,
    /// Whether it is in force at the block: neither over nor revoked.
    pub in_force: Option<bool>,
    /// What the chain keeps of it.
    #[serde(flatten)]
    pub kept: GrantV1,
}

impl ShareFacts {
    /// What the file alone says.
    pub(super) fn of_file(share: &Share) -> Self {
        Self {
            share: Some(ShareClaim {
                chain: share.chain.clone(),
                genesis: share.genesis,
                request: share.request,
            }),
            ..Self::default()
        }
    }

    /// Adds what the state shows.
    pub(super) fn add_state(&mut self, block: BlockId, shown: &Shown) {
        let now_ms = shown.now_ms.value().copied();
        self.as_of = Some(AsOf {
            block,
            time_ms: now_ms,
        });
        self.request = shown.request.value().cloned();
        let at_block = self.request.as_ref().zip(now_ms);
        self.standing = at_block.map(|(request, now_ms)| request.standing_at(now_ms));
        self.data_set = shown.data_set.value().cloned();
        self.content = shown.version.value().cloned();
        self.grant = grant(shown, now_ms);
        let kept = shown
            .granted
            .as_ref()
            .and_then(|granted| receipts(granted).ok());
        let kept = kept.unwrap_or_default().into_iter();
        self.receipts = kept.map(|Receipt::V1(receipt)| receipt).collect();
        let institutions = shown.institutions.iter();
        self.institutions = institutions.filter_map(institution).collect();
    }

    /// An institution the bundle names.
    pub fn institution(&self, id: InstitutionId) -> Option<&InstitutionFacts> {
        self.institutions
            .iter()
            .find(|known| known.institution == id)
    }
}

fn grant(shown: &Shown, now_ms: Option<u64>) -> Option<GrantFacts> {
    let granted = shown.granted.as_ref()?;
    let kept = granted.grant.value()?;
    Some(GrantFacts {
        grant: granted.id,
        standing: grant_standing(shown),
        in_force: now_ms.map(|now_ms| kept.is_live_at(now_ms)),
        kept: kept.clone(),
    })
}

fn institution((id, read): (&InstitutionId, &Read<InstitutionV1>)) -> Option<InstitutionFacts> {
    let kept = read.value()?;
    Some(InstitutionFacts {
        institution: *id,
        kind: kept.kind,
        uscc: kept.uscc,
        name: kept.name.clone(),
        status: kept.status,
    })
}
