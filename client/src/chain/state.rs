//! Typed reads of the chain's state.

use super::{
    error::ChainError,
    storage::{prefix, MapKey},
    Account, Chain,
};
use codec::{Decode, Encode};
use limpid_evidence::{
    chain::{Anchor, Binding, Gateway, GatewayKey, Head},
    verify::storage_keys,
};
use limpid_primitives::{
    Digest, Duties, GatewayId, Institution, InstitutionId, InstitutionV1, Moment, Outlet,
};
use std::collections::HashMap;

/// The block whose state is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The newest finalised block.
    Finalised,
    /// The block of this hash.
    Block(Digest),
}

/// A member of an institution.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Member {
    /// The institution the account acts for.
    pub institution: InstitutionId,
    /// What it may do there.
    pub duties: Duties,
    /// Since when.
    pub since: Moment,
}

/// A member in the version it was stored in.
#[derive(Decode)]
pub(super) enum StoredMember {
    #[codec(index = 1)]
    V1(Member),
}

impl Chain {
    /// The hash `at` stands for.
    pub async fn resolve(&self, at: At) -> Result<Digest, ChainError> {
        match at {
            At::Finalised => self.finalised().await.map(|head| head.hash),
            At::Block(hash) => Ok(hash),
        }
    }

    /// A gateway's registration.
    pub async fn gateway(&self, id: GatewayId, at: At) -> Result<Option<Gateway>, ChainError> {
        self.read(storage_keys::gateway(id), at).await
    }

    /// Every registered gateway.
    pub async fn gateways(&self, at: At) -> Result<Vec<(GatewayId, Gateway)>, ChainError> {
        let mut all: Vec<(GatewayId, Gateway)> =
            self.entries(prefix("Anchors", "Gateways"), 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        Ok(all)
    }

    /// Every key a gateway has had, by index.
    pub async fn gateway_keys(
        &self,
        id: GatewayId,
        at: At,
    ) -> Result<Vec<(u32, GatewayKey)>, ChainError> {
        let at = At::Block(self.resolve(at).await?);
        let Some(Gateway::V1(gateway)) = self.gateway(id, at).await? else {
            return Ok(Vec::new());
        };
        let indices = 0..=gateway.key_index;
        let keys: Vec<_> = indices
            .clone()
            .map(|index| storage_keys::gateway_key(id, index))
            .collect();
        let values = self.read_all(&keys, at).await?;
        Ok(indices
            .zip(values)
            .filter_map(|(index, key)| Some((index, key?)))
            .collect())
    }

    /// The outlets bound to a gateway, each with all its periods.
    pub async fn bindings(
        &self,
        id: GatewayId,
        at: At,
    ) -> Result<Vec<(Outlet, Vec<Binding>)>, ChainError> {
        let map = prefix("Anchors", "Bindings");
        // The first part of the key is that of `Gateways`.
        let gateway = storage_keys::gateway(id).split_off(map.len());
        let mut bindings: Vec<(Outlet, Vec<Binding>)> = self
            .entries([map, gateway].concat(), Outlet::LENGTH, at)
            .await?;
        bindings.sort_by_key(|(outlet, _)| *outlet);
        Ok(bindings)
    }

    /// Where a gateway's chain of batches ends: the next sequence number and the last header's hash.
    pub async fn head(&self, id: GatewayId, at: At) -> Result<Option<Head>, ChainError> {
        self.read(storage_keys::head(id), at).await
    }

    /// An anchored batch.
    pub async fn anchor(
        &self,
        id: GatewayId,
        sequence: u64,
        at: At,
    ) -> Result<Option<Anchor>, ChainError> {
        self.read(storage_keys::anchor(id, sequence), at).await
    }

    /// Several anchored batches, in the order asked.
    pub async fn anchors(
        &self,
        id: GatewayId,
        sequences: &[u64],
        at: At,
    ) -> Result<Vec<Option<Anchor>>, ChainError> {
        let key = |sequence: &u64| storage_keys::anchor(id, *sequence);
        let keys: Vec<_> = sequences.iter().map(key).collect();
        self.read_all(&keys, at).await
    }

    /// An institution.
    pub async fn institution(
        &self,
        id: InstitutionId,
        at: At,
    ) -> Result<Option<Institution>, ChainError> {
        self.read(storage_keys::institution(id), at).await
    }

    /// Every institution.
    pub async fn institutions(
        &self,
        at: At,
    ) -> Result<Vec<(InstitutionId, Institution)>, ChainError> {
        let mut all: Vec<(InstitutionId, Institution)> = self
            .entries(prefix("Institutions", "Institutions"), 4, at)
            .await?;
        all.sort_by_key(|(id, _)| *id);
        Ok(all)
    }

    /// Every member of every institution.
    pub async fn members(&self, at: At) -> Result<Vec<(Account, Member)>, ChainError> {
        let all: Vec<([u8; 32], StoredMember)> = self
            .entries(prefix("Institutions", "Members"), 32, at)
            .await?;
        Ok(all
            .into_iter()
            .map(|(account, StoredMember::V1(member))| (Account(account), member))
            .collect())
    }

    /// The member that an account is of an institution.
    pub async fn member(&self, account: Account, at: At) -> Result<Option<Member>, ChainError> {
        let key = MapKey::of("Institutions", "Members").blake2(account.0);
        let member: Option<StoredMember> = self.read(key.bytes(), at).await?;
        Ok(member.map(|StoredMember::V1(member)| member))
    }

    /// The institution each member belongs to.
    pub async fn affiliations(
        &self,
        at: At,
    ) -> Result<HashMap<Account, (InstitutionId, InstitutionV1)>, ChainError> {
        let at = At::Block(self.resolve(at).await?);
        let institutions: HashMap<_, _> = self.institutions(at).await?.into_iter().collect();
        let of = |(account, member): (Account, Member)| {
            let Institution::V1(institution) = institutions.get(&member.institution)?;
            Some((account, (member.institution, institution.clone())))
        };
        Ok(self.members(at).await?.into_iter().filter_map(of).collect())
    }

    /// The chain's time: that of the block's author, in milliseconds.
    pub async fn time_ms(&self, at: At) -> Result<u64, ChainError> {
        let now = self.read(storage_keys::now(), at).await?;
        now.ok_or_else(|| ChainError::unexpected("Timestamp.Now", "none"))
    }

    /// The authority set that finalises the blocks after `at`, with its set id.
    pub async fn authorities(&self, at: At) -> Result<(u64, Vec<([u8; 32], u64)>), ChainError> {
        let at = self.resolve(at).await?;
        let set_id = self.runtime_api("GrandpaApi_current_set_id", at).await?;
        Ok((
            set_id,
            self.runtime_api("GrandpaApi_grandpa_authorities", at)
                .await?,
        ))
    }
}
