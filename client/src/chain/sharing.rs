//! Shared data, as the chain keeps it: the catalogue, requests, grants, receipts and keys.

use super::{error::ChainError, storage::MapKey, At, Chain};
use codec::{Decode, Encode};
use limpid_primitives::{
    sharing::{
        DataSet, DataSetFilter, DataSetId, DataSetV1, Grant, GrantId, GrantStanding, GrantV1,
        KeyNumber, Opening, OpeningId, OpeningV1, Openness, Page, Receipt, ReceiptList, ReceiptV1,
        Recognition, RecognitionV1, Request, RequestId, RequestStanding, RequestV1, SealingKey,
        SealingKeyV1, Side, Version, VersionV1,
    },
    Digest, DivisionCode, InstitutionId, PermitNumber,
};

const PALLET: &str = "Sharing";
/// Pages of a list that are asked for at most: each is of a hundred.
const PAGES_MAX: usize = 10_000;

/// A request, and how it stands.
pub type StandingRequest = (RequestId, RequestV1, RequestStanding);
/// A grant, and how it stands.
pub type StandingGrant = (GrantId, GrantV1, GrantStanding);

impl Chain {
    /// A data set.
    pub async fn data_set(&self, id: DataSetId, at: At) -> Result<Option<DataSetV1>, ChainError> {
        let key = MapKey::of(PALLET, "DataSets").blake2(id).bytes();
        let set: Option<DataSet> = self.read(key, at).await?;
        Ok(set.map(|DataSet::V1(set)| set))
    }

    /// A version of a data set.
    pub async fn data_set_version(
        &self,
        id: DataSetId,
        version: u32,
        at: At,
    ) -> Result<Option<VersionV1>, ChainError> {
        let key = MapKey::of(PALLET, "Versions").blake2(id).identity(version);
        let version: Option<Version> = self.read(key.bytes(), at).await?;
        Ok(version.map(|Version::V1(version)| version))
    }

    /// A request.
    pub async fn request(&self, id: RequestId, at: At) -> Result<Option<RequestV1>, ChainError> {
        let key = MapKey::of(PALLET, "Requests").blake2(id).bytes();
        let request: Option<Request> = self.read(key, at).await?;
        Ok(request.map(|Request::V1(request)| request))
    }

    /// A grant.
    pub async fn grant(&self, id: GrantId, at: At) -> Result<Option<GrantV1>, ChainError> {
        let key = MapKey::of(PALLET, "Grants").blake2(id).bytes();
        let grant: Option<Grant> = self.read(key, at).await?;
        Ok(grant.map(|Grant::V1(grant)| grant))
    }

    /// The receipts of a grant, in their order.
    pub async fn receipts(&self, id: GrantId, at: At) -> Result<Vec<ReceiptV1>, ChainError> {
        let key = MapKey::of(PALLET, "Receipts").blake2(id).bytes();
        let receipts: Option<ReceiptList> = self.read(key, at).await?;
        let receipts = receipts.unwrap_or_default().into_iter();
        Ok(receipts.map(|Receipt::V1(receipt)| receipt).collect())
    }

    /// A court's order to open a version.
    pub async fn opening(&self, id: OpeningId, at: At) -> Result<Option<OpeningV1>, ChainError> {
        let key = MapKey::of(PALLET, "Openings").blake2(id).bytes();
        let opening: Option<Opening> = self.read(key, at).await?;
        Ok(opening.map(|Opening::V1(opening)| opening))
    }

    /// The keys an institution registered, in their order; the last one is the present one.
    pub async fn sealing_keys(
        &self,
        institution: InstitutionId,
        at: At,
    ) -> Result<Vec<(KeyNumber, SealingKeyV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Keys").blake2(institution).bytes();
        let mut all: Vec<(KeyNumber, SealingKey)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(number, _)| *number);
        let of = |(number, SealingKey::V1(key))| (number, key);
        Ok(all.into_iter().map(of).collect())
    }

    /// The recognitions a division made, withdrawn or not.
    pub async fn recognitions(
        &self,
        division: DivisionCode,
        at: At,
    ) -> Result<Vec<(DataSetId, RecognitionV1)>, ChainError> {
        let map = MapKey::of(PALLET, "Recognitions").blake2(division).bytes();
        let mut all: Vec<(DataSetId, Recognition)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(archive, _)| *archive);
        let of = |(archive, Recognition::V1(recognition))| (archive, recognition);
        Ok(all.into_iter().map(of).collect())
    }

    /// The archive by which a permit is recognised in a division, with its version.
    pub async fn recognised(
        &self,
        division: DivisionCode,
        permit: PermitNumber,
        at: At,
    ) -> Result<Option<(DataSetId, u32)>, ChainError> {
        let at = self.resolve(at).await?;
        self.runtime_api_of("SharingApi_recognised", (division, permit), at)
            .await
    }

    /// The data sets of the catalogue that fit, without those that were withdrawn.
    pub async fn find_data_sets(
        &self,
        filter: DataSetFilter,
        at: At,
    ) -> Result<Vec<(DataSetId, DataSetV1)>, ChainError> {
        let question = |after| DataSetFilter { after, ..filter };
        let all: Vec<(DataSetId, DataSet)> = self
            .pages("SharingApi_find", filter.after, question, at)
            .await?;
        let of = |(id, DataSet::V1(set))| (id, set);
        Ok(all.into_iter().map(of).collect())
    }

    /// The requests in which an institution stands on a side.
    pub async fn requests_of(
        &self,
        institution: InstitutionId,
        side: Side,
        openness: Openness,
        at: At,
    ) -> Result<Vec<StandingRequest>, ChainError> {
        let question = |after| (institution, side, openness, after);
        let all: Vec<(RequestId, (Request, RequestStanding))> = self
            .pages("SharingApi_requests_of", RequestId(0), question, at)
            .await?;
        let of = |(id, (Request::V1(request), standing))| (id, request, standing);
        Ok(all.into_iter().map(of).collect())
    }

    /// The grants in which an institution stands on a side.
    pub async fn grants_of(
        &self,
        institution: InstitutionId,
        side: Side,
        at: At,
    ) -> Result<Vec<StandingGrant>, ChainError> {
        let question = |after| (institution, side, after);
        let all: Vec<(GrantId, (Grant, GrantStanding))> = self
            .pages("SharingApi_grants_of", GrantId(0), question, at)
            .await?;
        let of = |(id, (Grant::V1(grant), standing))| (id, grant, standing);
        Ok(all.into_iter().map(of).collect())
    }

    /// Asks for a list page by page.
    async fn pages<I: Decode + Copy + Ord, E: Decode, Q: Encode>(
        &self,
        method: &'static str,
        first: I,
        question: impl Fn(I) -> Q,
        at: At,
    ) -> Result<Vec<(I, E)>, ChainError> {
        let at: Digest = self.resolve(at).await?;
        let (mut all, mut after) = (Vec::new(), first);
        for _ in 0..PAGES_MAX {
            let page: Page<I, E> = self.runtime_api_of(method, question(after), at).await?;
            all.extend(page.entries);
            match page.next {
                Some(next) if next > after => after = next,
                _ => return Ok(all),
            }
        }
        Err(ChainError::unexpected(method, "it does not come to an end"))
    }
}
