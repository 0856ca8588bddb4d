//! What a version of a permit allows: the rules outlets and limits keep, and how a version is written.

use crate::{
    pallet::{Config, Error, Outlets, Terms},
    types::{limits_in, OutletList},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    permit::{Category, Limit, LimitBasis, OutletTerms, OutletTermsV1, PermitTerms, PermitTermsV1},
    Digest, Medium, OutletCode, PermitNumber, Pollutant,
};
use sp_runtime::DispatchResult;

/// What is wrong with an outlet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OutletFault {
    /// A pollutant is of the other medium.
    Pollutant,
    /// A unit is of the other medium.
    Unit,
    /// A limit on water is on a value converted to a standard's oxygen.
    Basis,
    /// The limits are not in the order of pollutant and averaging, each pair once.
    LimitOrder,
    /// The yearly masses are not in the order of their pollutants, each once.
    YearlyMassOrder,
}

/// What an outlet is allowed keeps the rules.
pub fn check_outlet(code: &OutletCode, terms: &OutletTermsV1) -> Result<(), OutletFault> {
    let medium = code.medium();
    let is_of = |pollutant: &Pollutant| pollutant.medium() == medium;
    let yearly = &terms.yearly_masses;
    for limit in &terms.limits {
        check_limit(medium, limit)?;
    }
    if !yearly.iter().all(|yearly| is_of(&yearly.pollutant)) {
        return Err(OutletFault::Pollutant);
    }
    if !ascends(&terms.limits, |limit| (limit.pollutant, limit.averaging)) {
        return Err(OutletFault::LimitOrder);
    }
    if !ascends(yearly, |yearly| yearly.pollutant) {
        return Err(OutletFault::YearlyMassOrder);
    }
    Ok(())
}

fn check_limit(medium: Medium, limit: &Limit) -> Result<(), OutletFault> {
    if limit.pollutant.medium() != medium {
        Err(OutletFault::Pollutant)
    } else if limit.unit.medium() != medium {
        Err(OutletFault::Unit)
    } else if limit.basis == LimitBasis::Converted && medium == Medium::Water {
        Err(OutletFault::Basis)
    } else {
        Ok(())
    }
}

/// Whether each value's key is greater than that of the one before.
pub fn ascends<V, K: Ord>(values: &[V], key: impl Fn(&V) -> K) -> bool {
    values.is_sorted_by(|one, next| key(one) < key(next))
}

impl<T: Config> Pallet<T> {
    /// The outlets are such as a version can have.
    pub(crate) fn ensure_terms(outlets: &OutletList) -> DispatchResult {
        ensure!(
            limits_in(outlets) <= T::LimitsMax::get(),
            Error::<T>::TooManyLimits
        );
        let mut before: Option<&OutletCode> = None;
        for (index, (code, OutletTerms::V1(terms))) in (0u16..).zip(outlets) {
            let ascends = before.is_none_or(|before| before < code);
            ensure!(ascends, Error::<T>::OutletsUnordered { index });
            check_outlet(code, terms).map_err(|fault| match fault {
                OutletFault::Pollutant => Error::<T>::PollutantUnfit { index },
                OutletFault::Unit => Error::<T>::UnitUnfit { index },
                OutletFault::Basis => Error::<T>::BasisUnfit { index },
                OutletFault::LimitOrder => Error::<T>::LimitsUnordered { index },
                OutletFault::YearlyMassOrder => Error::<T>::YearlyMassesUnordered { index },
            })?;
            before = Some(code);
        }
        Ok(())
    }

    /// Writes a version. Nothing ever writes to its keys again.
    pub(crate) fn insert_terms(
        number: PermitNumber,
        version: u32,
        category: Category,
        document: Digest,
        outlets: OutletList,
    ) {
        let terms = PermitTermsV1 {
            category,
            document,
            outlets: outlets.map(|(code, _)| *code),
        };
        Terms::<T>::insert(number, version, PermitTerms::V1(terms));
        for (code, terms) in outlets {
            Outlets::<T>::insert((number, version, code), terms);
        }
    }
}
