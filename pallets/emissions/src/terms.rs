//! What the permit says of an outlet at a time, and which pollutants are counted there.

use crate::{pallet::Config, types::is_counted, Pallet};
use alloc::vec::Vec;
use limpid_primitives::{
    emissions::EmissionRulesV1,
    permit::{OutletTermsV1, PermitLookup, PermitV1, Standing},
    Day, Outlet, Pollutant, TagLookup,
};

/// The pollutants of an outlet whose masses are counted at a time, of those that frames count.
pub(crate) enum Counted {
    /// Those its permit names with a limit or a yearly mass.
    NamedBy(OutletTermsV1),
    /// All: no permit speaks of the outlet.
    All,
}

impl Counted {
    pub(crate) fn contains(&self, pollutant: &Pollutant) -> bool {
        match self {
            Self::NamedBy(terms) => {
                let limited = || terms.limits.iter().any(|it| it.pollutant == *pollutant);
                terms.yearly_mass(pollutant).is_some() || limited()
            }
            Self::All => true,
        }
    }
}

/// The pollutants that terms of an outlet name and that frames count, in the order of their codes.
pub(crate) fn named(outlet: &Outlet, terms: &OutletTermsV1) -> Vec<Pollutant> {
    let limits = terms.limits.iter().map(|limit| limit.pollutant);
    let masses = terms.yearly_masses.iter().map(|yearly| yearly.pollutant);
    let mut named: Vec<_> = limits
        .chain(masses)
        .filter(|pollutant| is_counted(pollutant, outlet.code.medium()))
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

impl<T: Config> Pallet<T> {
    /// How a permit stood at a time, and what the version of then says of the outlet. The version also speaks when the permit was
    /// not in force: who discharges without a permit is measured by the last one.
    pub(crate) fn terms_at(
        permit: &PermitV1,
        outlet: &Outlet,
        time_ms: u64,
    ) -> Option<(Standing, OutletTermsV1)> {
        let standing = *permit.standing_at(time_ms)?;
        let terms = T::Permits::outlet_terms(outlet, standing.version)?;
        Some((standing, terms))
    }

    /// The pollutants of an outlet whose masses are counted, at a time.
    pub(crate) fn counted(outlet: &Outlet, time_ms: u64) -> Counted {
        let permit = T::Permits::permit(&outlet.permit);
        let terms = permit.and_then(|permit| Self::terms_at(&permit, outlet, time_ms));
        match terms {
            Some((_, terms)) => Counted::NamedBy(terms),
            None => Counted::All,
        }
    }

    /// Whether accepted tags cover more of a day than the rules allow.
    pub(crate) fn is_day_tagged(outlet: &Outlet, day: Day, rules: &EmissionRulesV1) -> bool {
        T::Tags::tagged_ms(outlet, day.start_ms(), day.end_ms()) > rules.tagged_of_day_ms_max
    }
}
