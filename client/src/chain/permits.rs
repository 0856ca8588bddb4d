//! Discharge permits, as the chain keeps them.

use super::{error::ChainError, storage::MapKey, At, Chain};
use limpid_primitives::{
    permit::{
        Ban, BanV1, OutletTerms, OutletTermsV1, Permit, PermitTerms, PermitTermsV1, PermitV1,
    },
    OutletCode, PermitNumber,
};

/// A version of a permit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermitVersion {
    /// How closely the holder is managed, and which outlets there are.
    pub terms: PermitTermsV1,
    /// What it says of each outlet, in the order of their codes.
    pub outlets: Vec<(OutletCode, OutletTermsV1)>,
}

impl Chain {
    /// A permit: who issued it to whom, and how it stood.
    pub async fn permit(
        &self,
        number: PermitNumber,
        at: At,
    ) -> Result<Option<PermitV1>, ChainError> {
        let key = MapKey::of("Permits", "Permits").blake2(number).bytes();
        let permit: Option<Permit> = self.read(key, at).await?;
        Ok(permit.map(|Permit::V1(permit)| permit))
    }

    /// Every permit, in the order of their numbers.
    pub async fn permits(&self, at: At) -> Result<Vec<(PermitNumber, PermitV1)>, ChainError> {
        let map = MapKey::of("Permits", "Permits").bytes();
        let mut all: Vec<(PermitNumber, Permit)> =
            self.entries(map, PermitNumber::LENGTH, at).await?;
        all.sort_by_key(|(number, _)| *number);
        let of = |(number, Permit::V1(permit))| (number, permit);
        Ok(all.into_iter().map(of).collect())
    }

    /// What a version of a permit says.
    pub async fn permit_version(
        &self,
        number: PermitNumber,
        version: u32,
        at: At,
    ) -> Result<Option<PermitVersion>, ChainError> {
        let at = At::Block(self.resolve(at).await?);
        let key = |map| MapKey::of("Permits", map).blake2(number).identity(version);
        let Some(PermitTerms::V1(terms)) = self.read(key("Terms").bytes(), at).await? else {
            return Ok(None);
        };
        let keys: Vec<_> = terms
            .outlets
            .iter()
            .map(|code| key("Outlets").identity(code).bytes())
            .collect();
        let outlets = self.read_all::<OutletTerms>(&keys, at).await?;
        let missing =
            || ChainError::unexpected("Permits.Outlets", "an outlet of a version is missing");
        let outlets = terms
            .outlets
            .iter()
            .zip(outlets)
            .map(|(code, outlet)| {
                let OutletTerms::V1(outlet) = outlet.ok_or_else(missing)?;
                Ok((*code, outlet))
            })
            .collect::<Result<_, ChainError>>()?;
        Ok(Some(PermitVersion { terms, outlets }))
    }

    /// The ban on the holder of this permit, for whichever of its permits. It may be over.
    pub async fn ban(&self, number: PermitNumber, at: At) -> Result<Option<BanV1>, ChainError> {
        let key = MapKey::of("Permits", "Bans").blake2(number.holder());
        let ban: Option<Ban> = self.read(key.bytes(), at).await?;
        Ok(ban.map(|Ban::V1(ban)| ban))
    }
}
