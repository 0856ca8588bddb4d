//! Whether a holder may sell or receive quota, judged at the block's time.

use crate::{
    holdings::counted,
    pallet::{Config, GroupHoldings},
    Pallet,
};
use frame_support::traits::{Get, Time};
use limpid_primitives::{
    quota::{ClassId, ClassRulesV1, Holder, QuotaClassV1, Refusal},
    Day, DivisionCode, Grams, InstitutionId,
};

impl<T: Config> Pallet<T> {
    /// Whether a holder may sell so much of what is not set aside.
    pub(crate) fn check_seller(
        holder: &Holder,
        class: ClassId,
        amount: Grams,
    ) -> Result<(), Refusal> {
        let (_, rules) = Self::valid_class(class)?;
        check_amount(amount)?;
        Self::check_may_sell(holder)?;
        let today = Day::of(T::Time::now()).ok_or(Refusal::Overflow)?;
        Self::holding(holder, class).check_sale(amount, today, rules.resale)
    }

    /// Whether a holder may sell anything.
    pub(crate) fn check_may_sell(holder: &Holder) -> Result<(), Refusal> {
        if !Self::is_active(holder) {
            return Err(Refusal::SellerSuspended);
        }
        if Self::tally(holder).arrears > 0 {
            return Err(Refusal::SellerLocked);
        }
        Ok(())
    }

    /// Whether a holder may come to have so much more by agreement or trade.
    pub(crate) fn check_buyer(
        holder: &Holder,
        class: ClassId,
        amount: Grams,
    ) -> Result<(), Refusal> {
        let (definition, rules) = Self::valid_class(class)?;
        check_amount(amount)?;
        match holder {
            Holder::Institution(id) => {
                Self::check_enterprise(*id, class, &definition, &rules, amount)?;
            }
            Holder::Reserve(division) => check_reserve(*division, &definition)?,
        }
        let has_room = Self::tally(holder).holdings < T::HoldingsMax::get();
        if !has_room && Self::holding(holder, class).is_empty() {
            return Err(Refusal::HoldingsFull);
        }
        Ok(())
    }

    fn check_enterprise(
        id: InstitutionId,
        class: ClassId,
        definition: &QuotaClassV1,
        rules: &ClassRulesV1,
        amount: Grams,
    ) -> Result<(), Refusal> {
        let holder = Holder::Institution(id);
        let declaration = Self::declaration_of(id).ok_or(Refusal::NotEnrolled)?;
        if !Self::is_active(&holder) {
            return Err(Refusal::BuyerSuspended);
        }
        rules.check_buyer(&definition.key, &declaration)?;
        let has = counted(&Self::holding(&holder, class)).ok_or(Refusal::Overflow)?;
        check_limit(has, amount, rules.holder_limit, Refusal::HolderLimit)?;
        match declaration.group {
            Some(group) if rules.group_limit.is_some() => {
                let has = GroupHoldings::<T>::get(group, class);
                check_limit(has, amount, rules.group_limit, Refusal::GroupLimit)
            }
            _ => Ok(()),
        }
    }
}

pub(crate) fn check_amount(amount: Grams) -> Result<(), Refusal> {
    if amount.is_zero() {
        return Err(Refusal::Nothing);
    }
    Ok(())
}

/// A reserve takes quota of its division, of a smaller one's zone, or of a larger one's that contains it.
pub(crate) fn check_reserve(
    reserve: DivisionCode,
    definition: &QuotaClassV1,
) -> Result<(), Refusal> {
    let zone = definition.key.zone().division();
    if zone.contains(reserve) || reserve.contains(zone) {
        return Ok(());
    }
    Err(Refusal::OutsideZone)
}

fn check_limit(
    has: Grams,
    more: Grams,
    limit: Option<Grams>,
    refusal: Refusal,
) -> Result<(), Refusal> {
    let sum = has.checked_add(more).ok_or(Refusal::Overflow)?;
    match limit {
        Some(limit) if sum > limit => Err(refusal),
        _ => Ok(()),
    }
}
