//! Emission quota, as the chain keeps it.

use super::{
    error::ChainError,
    storage::{MapKey, HASH_BYTES},
    At, Chain,
};
use codec::{Decode, DecodeAll};
use limpid_evidence::verify::{storage_keys, TITLE_LOTS_MAX};
use limpid_primitives::{
    quota::{
        Allocation, AllocationV1, ClassId, ClassRules, ClassTotals, ClassTotalsV1, Deduction,
        DeductionV1, Enrolment, EnrolmentV1, Freeze, FreezeId, FreezeV1, Holder, Holding,
        HoldingV1, Lease, LeaseId, LeaseV1, Liability, LiabilityV1, Lot, LotId, LotStatus, LotV1,
        Offer, OfferId, OfferV1, QuotaClass, QuotaClassV1, SurrenderRule, SurrenderRuleV1, Tally,
        TallyV1,
    },
    Digest, DivisionCode, Grams, InstitutionId, Moment, PermitNumber, Pollutant,
};

const PALLET: &str = "Quotas";
/// A holder's SCALE, and a number's.
const HOLDER_BYTES: usize = 5;
const NUMBER_BYTES: usize = 4;

/// The rules of a class that stand, and the decision that made them.
#[derive(Clone, Debug, PartialEq, Eq, Decode, serde::Serialize)]
pub struct StandingRules {
    /// The rules.
    pub rules: ClassRules,
    /// SHA-256 of the decision.
    pub document: Digest,
    /// The agency.
    pub by: InstitutionId,
    /// The agency's division when it set them.
    pub division: DivisionCode,
    /// When they were set.
    pub at: Moment,
}

#[derive(Decode)]
struct TitlePart {
    lots: Vec<(LotId, Lot)>,
    rest: Vec<LotId>,
}

fn map(item: &str) -> MapKey {
    MapKey::of(PALLET, item)
}

/// The part of a key that stands behind its hash and the parts before it.
fn part<T: Decode>(key: &[u8], from: usize) -> Option<T> {
    T::decode_all(&mut key.get(from..)?).ok()
}

impl Chain {
    /// A class.
    pub async fn quota_class(
        &self,
        id: ClassId,
        at: At,
    ) -> Result<Option<QuotaClassV1>, ChainError> {
        let class: Option<QuotaClass> = self.read(storage_keys::class(id), at).await?;
        Ok(class.map(|QuotaClass::V1(class)| class))
    }

    /// Every class, by number.
    pub async fn quota_classes(&self, at: At) -> Result<Vec<(ClassId, QuotaClassV1)>, ChainError> {
        let all = self.numbered::<ClassId, QuotaClass>("Classes", at).await?;
        let of = |(id, QuotaClass::V1(class))| (id, class);
        Ok(all.into_iter().map(of).collect())
    }

    /// The rules of a class that stand.
    pub async fn class_rules(
        &self,
        id: ClassId,
        at: At,
    ) -> Result<Option<StandingRules>, ChainError> {
        self.read(map("Rules").blake2(id).bytes(), at).await
    }

    /// What became of a class's quota.
    pub async fn class_totals(&self, id: ClassId, at: At) -> Result<ClassTotalsV1, ChainError> {
        let key = map("Totals").blake2(id).bytes();
        let ClassTotals::V1(totals) = self.read(key, at).await?.unwrap_or_default();
        Ok(totals)
    }

    /// What an agency enrolled of an enterprise.
    pub async fn enrolment(
        &self,
        institution: InstitutionId,
        at: At,
    ) -> Result<Option<EnrolmentV1>, ChainError> {
        let key = map("Enrolments").blake2(institution).bytes();
        let enrolment: Option<Enrolment> = self.read(key, at).await?;
        Ok(enrolment.map(|Enrolment::V1(enrolment)| enrolment))
    }

    /// How much a holder has of what is bounded.
    pub async fn quota_tally(&self, holder: &Holder, at: At) -> Result<TallyV1, ChainError> {
        let key = map("Tallies").blake2(holder).bytes();
        let Tally::V1(tally) = self.read(key, at).await?.unwrap_or_default();
        Ok(tally)
    }

    /// All a holder has, by class.
    pub async fn quota_holdings(
        &self,
        holder: &Holder,
        at: At,
    ) -> Result<Vec<(ClassId, HoldingV1)>, ChainError> {
        let at = self.resolve(at).await?;
        let holdings: Vec<(ClassId, Holding)> = self
            .runtime_api_of("QuotasApi_holdings", holder, at)
            .await?;
        let of = |(class, Holding::V1(holding))| (class, holding);
        Ok(holdings.into_iter().map(of).collect())
    }

    /// What is deducted from an enterprise's next allocations, by pollutant.
    pub async fn quota_deductions(
        &self,
        institution: InstitutionId,
        at: At,
    ) -> Result<Vec<(Pollutant, DeductionV1)>, ChainError> {
        let key = map("Deductions").blake2(institution).bytes();
        let mut all: Vec<(Pollutant, Deduction)> = self.entries(key, Pollutant::LENGTH, at).await?;
        all.sort_by_key(|(pollutant, _)| *pollutant);
        let of = |(pollutant, Deduction::V1(deduction))| (pollutant, deduction);
        Ok(all.into_iter().map(of).collect())
    }

    /// What a decision allocated of a class to these holders, in the order asked.
    pub async fn quota_allocations(
        &self,
        class: ClassId,
        document: &Digest,
        holders: &[Holder],
        at: At,
    ) -> Result<Vec<Option<AllocationV1>>, ChainError> {
        let key = |holder| storage_keys::allocation(class, document, holder);
        let keys: Vec<_> = holders.iter().map(key).collect();
        let all: Vec<Option<Allocation>> = self.read_all(&keys, at).await?;
        let of = |allocation: Option<Allocation>| allocation.map(|Allocation::V1(one)| one);
        Ok(all.into_iter().map(of).collect())
    }

    /// How a lot stands; `None` if there is none with this number.
    pub async fn lot_status(&self, lot: LotId, at: At) -> Result<Option<LotStatus>, ChainError> {
        let at = self.resolve(at).await?;
        self.runtime_api_of("QuotasApi_lot_status", lot, at).await
    }

    /// A lot and all it came from, back to the allocations, the newest first; empty if there is none with this number. Once there are
    /// more than a title may have (`TITLE_LOTS_MAX`), no more are asked for.
    pub async fn lots_of_title(
        &self,
        lot: LotId,
        at: At,
    ) -> Result<Vec<(LotId, LotV1)>, ChainError> {
        let at = self.resolve(at).await?;
        let mut open = vec![lot];
        let mut found: Vec<(LotId, LotV1)> = Vec::new();
        while !open.is_empty() {
            let part: TitlePart = self.runtime_api_of("QuotasApi_title", &open, at).await?;
            let is_done = part.rest.is_empty();
            if part.lots.is_empty() && !is_done {
                let detail = "more lots are open, and none was told";
                return Err(ChainError::unexpected("QuotasApi_title", detail));
            }
            found.extend(part.lots.into_iter().map(|(id, Lot::V1(lot))| (id, lot)));
            if found.len() > TITLE_LOTS_MAX {
                break;
            }
            open = part.rest;
        }
        Ok(found)
    }

    /// Every open offer, by number.
    pub async fn quota_offers(&self, at: At) -> Result<Vec<(OfferId, OfferV1)>, ChainError> {
        let all = self.numbered::<OfferId, Offer>("Offers", at).await?;
        let of = |(id, Offer::V1(offer))| (id, offer);
        Ok(all.into_iter().map(of).collect())
    }

    /// An open offer.
    pub async fn quota_offer(&self, id: OfferId, at: At) -> Result<Option<OfferV1>, ChainError> {
        let offer: Option<Offer> = self.read(map("Offers").blake2(id).bytes(), at).await?;
        Ok(offer.map(|Offer::V1(offer)| offer))
    }

    /// Every lease there was, by number.
    pub async fn quota_leases(&self, at: At) -> Result<Vec<(LeaseId, LeaseV1)>, ChainError> {
        let all = self.numbered::<LeaseId, Lease>("Leases", at).await?;
        let of = |(id, Lease::V1(lease))| (id, lease);
        Ok(all.into_iter().map(of).collect())
    }

    /// Every freeze there was, by number.
    pub async fn quota_freezes(&self, at: At) -> Result<Vec<(FreezeId, FreezeV1)>, ChainError> {
        let all = self.numbered::<FreezeId, Freeze>("Freezes", at).await?;
        let of = |(id, Freeze::V1(freeze))| (id, freeze);
        Ok(all.into_iter().map(of).collect())
    }

    /// What was surrendered for a permit's year of a pollutant, and what was found missing.
    pub async fn quota_liability(
        &self,
        permit: PermitNumber,
        year: u16,
        pollutant: Pollutant,
        at: At,
    ) -> Result<Option<LiabilityV1>, ChainError> {
        let key = map("Liabilities").blake2(permit).identity(year);
        let liability: Option<Liability> = self.read(key.blake2(pollutant).bytes(), at).await?;
        Ok(liability.map(|Liability::V1(liability)| liability))
    }

    /// What would be missing of a permit's year if it were assessed now; `None` if it cannot be yet.
    pub async fn quota_shortfall(
        &self,
        permit: PermitNumber,
        pollutant: Pollutant,
        year: u16,
        at: At,
    ) -> Result<Option<Grams>, ChainError> {
        let at = self.resolve(at).await?;
        self.runtime_api_of("QuotasApi_shortfall", (permit, pollutant, year), at)
            .await
    }

    /// Every surrender rule, by division and pollutant.
    pub async fn surrender_rules(
        &self,
        at: At,
    ) -> Result<Vec<(DivisionCode, Pollutant, SurrenderRuleV1)>, ChainError> {
        let prefix = map("SurrenderRules").bytes();
        let first = prefix.len().saturating_add(HASH_BYTES);
        let second = first.saturating_add(NUMBER_BYTES);
        let of = |key: &[u8]| {
            let division: DivisionCode = part(key.get(..second)?, first)?;
            let pollutant: Pollutant = part(key, second.saturating_add(HASH_BYTES))?;
            Some((division, pollutant))
        };
        let mut all: Vec<((DivisionCode, Pollutant), SurrenderRule)> =
            self.entries_by(prefix, at, of).await?;
        all.sort_by_key(|(place, _)| *place);
        let of = |((division, pollutant), SurrenderRule::V1(rule))| (division, pollutant, rule);
        Ok(all.into_iter().map(of).collect())
    }

    /// Everybody who has something of a class, the largest holding first.
    pub async fn class_holdings(
        &self,
        class: ClassId,
        at: At,
    ) -> Result<Vec<(Holder, HoldingV1)>, ChainError> {
        let prefix = map("Holdings").bytes();
        let first = prefix.len().saturating_add(HASH_BYTES);
        let second = first.saturating_add(HOLDER_BYTES);
        let of = |key: &[u8]| {
            let holder: Holder = part(key.get(..second)?, first)?;
            let class: ClassId = part(key, second.saturating_add(HASH_BYTES))?;
            Some((holder, class))
        };
        let all: Vec<((Holder, ClassId), Holding)> = self.entries_by(prefix, at, of).await?;
        let of_class =
            |((holder, of), Holding::V1(holding))| (of == class).then_some((holder, holding));
        let mut all: Vec<_> = all.into_iter().filter_map(of_class).collect();
        all.sort_by_key(|(holder, holding)| (std::cmp::Reverse(holding.amount), *holder));
        Ok(all)
    }

    /// A map by running number, in the order of these.
    async fn numbered<K: Decode + Ord + Copy, V: Decode>(
        &self,
        item: &str,
        at: At,
    ) -> Result<Vec<(K, V)>, ChainError> {
        let mut all = self.entries(map(item).bytes(), NUMBER_BYTES, at).await?;
        all.sort_by_key(|(id, _): &(K, V)| *id);
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_the_verifier_has() {
        let holder = Holder::Reserve("130000".parse().unwrap());
        let (class, document) = (ClassId(3), Digest([7; 32]));
        assert_eq!(
            map("Classes").blake2(class).bytes(),
            storage_keys::class(class)
        );
        assert_eq!(
            map("Lots").blake2(LotId(9)).bytes(),
            storage_keys::lot(LotId(9))
        );
        let holding = storage_keys::holding(&holder, class);
        assert_eq!(
            map("Holdings").blake2(holder).blake2(class).bytes(),
            holding
        );
        let allocation = map("Allocations").blake2(class).blake2(document);
        assert_eq!(
            allocation.blake2(holder).bytes(),
            storage_keys::allocation(class, &document, &holder)
        );
        let first = map("Holdings").bytes().len() + HASH_BYTES;
        let second = first + HOLDER_BYTES;
        assert_eq!(part(&holding[..second], first), Some(holder));
        assert_eq!(part(&holding, second + HASH_BYTES), Some(class));
    }
}
