//! Measures what the calls weigh, each in its worst case: an agency acts, all entries exist, all lists are full.

use crate::{
    pallet::{Bans, Call, Config, Outlets, Permits, Terms},
    types::{OutletList, Validity},
    Pallet,
};
use alloc::{format, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, Time};
use frame_system::RawOrigin;
use limpid_primitives::{
    permit::{
        Averaging, Ban, BanV1, Category, ConcentrationUnit, Limit, LimitBasis, OutletTerms,
        OutletTermsV1, Permit, PermitStatus, PermitTerms, PermitTermsV1, PermitV1, Position,
        Standing, YearlyMass,
    },
    Digest, DivisionCode, Grams, InstitutionId, InstitutionKind, Moment, Outlet, OutletCode,
    PermitNumber, Pollutant, Uscc,
};
use pallet_institutions::InstitutionLookup;

const AGENCY_CODE: &str = "91130200699229617X";
const ENTERPRISE_CODE: &str = "911302307808371268";
const OUTLETS_MAX: u32 = PermitTermsV1::OUTLETS_MAX as u32;
/// Limits and yearly masses of one outlet.
const LIMITS_OF_OUTLET_MAX: u32 = 2 * OutletTermsV1::LIMITS_MAX as u32;

/// An agency's origin. The holder of [`number`] is admitted too.
fn agency<T: Config>() -> RawOrigin<T::AccountId> {
    let admit = |kind, code: &str| {
        let member = account("member", kind as u32, 0);
        let uscc: Uscc = code.parse().expect("a code that checks");
        T::Institutions::admit_for_benchmark(kind, uscc, DivisionCode::NATION, &member);
        member
    };
    admit(InstitutionKind::Enterprise, ENTERPRISE_CODE);
    RawOrigin::Signed(admit(InstitutionKind::Agency, AGENCY_CODE))
}

fn number() -> PermitNumber {
    format!("{ENTERPRISE_CODE}001P")
        .parse()
        .expect("a permit number")
}

fn validity<T: Config>() -> Validity {
    let from_ms = T::Time::now();
    Validity {
        from_ms,
        until_ms: from_ms + T::ValidityMsMax::get(),
    }
}

/// Ends of bans that are possible now, the last one the latest.
fn bans<T: Config>() -> [u64; 2] {
    let latest_ms = T::Time::now() + T::BanMsMax::get();
    [latest_ms - 1, latest_ms]
}

/// A ban on the holder of [`number`], for that permit.
fn ban(until_ms: u64) -> Ban {
    Ban::V1(BanV1 {
        until_ms,
        number: number(),
        division: DivisionCode::NATION,
    })
}

/// A permit with this status, and one standing less than fits before the one that ends it.
fn decided<T: Config>(status: PermitStatus) {
    let validity = validity::<T>();
    let standing = |status| Standing {
        at: Moment::default(),
        version: 1,
        status,
        valid_from_ms: validity.from_ms,
        valid_until_ms: validity.until_ms,
        document: Digest::ZERO,
    };
    let mut standings: Vec<_> = (0..PermitV1::STANDINGS_MAX - 3)
        .map(|_| standing(PermitStatus::Active))
        .collect();
    standings.push(standing(status));
    let permit = PermitV1 {
        issuer: InstitutionId(1),
        holder: None,
        division: DivisionCode::NATION,
        standings: standings.try_into().expect("fewer than fit"),
    };
    Permits::<T>::insert(number(), Permit::V1(permit));
}

/// Outlets with these many limits and yearly masses, as far as they fit.
fn outlet_list(outlets: u32, limits: u32) -> OutletList {
    let mut left = limits;
    let outlets: Vec<_> = (1..=outlets)
        .map(|number| {
            let own = left.min(LIMITS_OF_OUTLET_MAX);
            left -= own;
            let code: OutletCode = format!("DA{number:03}").parse().expect("a code");
            (code, OutletTerms::V1(terms(own)))
        })
        .collect();
    outlets.try_into().expect("not too many outlets")
}

/// An outlet with these many limits and yearly masses, and every treatment there can be.
fn terms(limits: u32) -> OutletTermsV1 {
    let masses = limits / 2;
    let treatments: Vec<_> = (1..=OutletTermsV1::TREATMENTS_MAX)
        .map(|number| format!("TA{number:03}").parse().expect("a code"))
        .collect();
    let limits: Vec<_> = (0..limits - masses).map(limit).collect();
    let yearly_masses: Vec<_> = (0..masses).map(yearly_mass).collect();
    OutletTermsV1 {
        position: Position::default(),
        treatments: treatments.try_into().expect("not too many"),
        limits: limits.try_into().expect("not too many"),
        yearly_masses: yearly_masses.try_into().expect("not too many"),
    }
}

fn pollutant(number: u32) -> Pollutant {
    format!("a{number:05}").parse().expect("a pollutant")
}

fn limit(number: u32) -> Limit {
    Limit {
        pollutant: pollutant(number),
        averaging: Averaging::Hour,
        value: "1000000.000000".parse().expect("a limit's value"),
        unit: ConcentrationUnit::MilligramPerCubicMetre,
        basis: LimitBasis::Converted,
        standard: "S".repeat(32).parse().expect("the longest number"),
    }
}

fn yearly_mass(number: u32) -> YearlyMass {
    YearlyMass {
        pollutant: pollutant(number),
        mass: Grams(u64::MAX),
    }
}

/// As [`PermitLookup::issue_for_benchmark`](limpid_primitives::permit::PermitLookup) says: version 1 of the outlet's permit, over
/// the nation and valid at all times, with one standing less than there can be, gets this outlet.
pub(crate) fn put_in_force<T: Config>(outlet: &Outlet, terms: OutletTermsV1) {
    let standing = Standing {
        at: Moment::default(),
        version: 1,
        status: PermitStatus::Active,
        valid_from_ms: 0,
        valid_until_ms: u64::MAX,
        document: Digest::ZERO,
    };
    let standings = alloc::vec![standing; PermitV1::STANDINGS_MAX - 1];
    let holder = outlet
        .permit
        .uscc()
        .and_then(|uscc| T::Institutions::by_uscc(&uscc));
    let permit = PermitV1 {
        issuer: InstitutionId(1),
        holder: holder.map(|(id, _)| id),
        division: DivisionCode::NATION,
        standings: standings.try_into().expect("fewer than fit"),
    };
    let mut outlets: Vec<_> = Outlets::<T>::iter_key_prefix((outlet.permit, 1)).collect();
    outlets.push(outlet.code);
    outlets.sort();
    outlets.dedup();
    let version = PermitTermsV1 {
        category: Category::Key,
        document: Digest::ZERO,
        outlets: outlets.try_into().expect("not too many"),
    };
    Permits::<T>::insert(outlet.permit, Permit::V1(permit));
    Terms::<T>::insert(outlet.permit, 1, PermitTerms::V1(version));
    Outlets::<T>::insert((outlet.permit, 1, outlet.code), OutletTerms::V1(terms));
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn issue_permit(o: Linear<0, OUTLETS_MAX>, l: Linear<0, { T::LimitsMax::get() }>) {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Cancelled);
        Bans::<T>::insert(number().holder(), ban(0));
        let validity = validity::<T>();
        let outlets = outlet_list(o, l);
        #[extrinsic_call]
        _(
            origin,
            number(),
            DivisionCode::NATION,
            Category::Key,
            validity,
            Digest::ZERO,
            outlets,
        );
        assert_eq!(
            Outlets::<T>::iter_key_prefix((number(), 2)).count() as u32,
            o
        );
    }

    #[benchmark]
    fn amend_permit(o: Linear<0, OUTLETS_MAX>, l: Linear<0, { T::LimitsMax::get() }>) {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Active);
        let outlets = outlet_list(o, l);
        #[extrinsic_call]
        _(origin, number(), Category::Key, Digest::ZERO, outlets);
        assert!(Terms::<T>::contains_key(number(), 2));
    }

    #[benchmark]
    fn renew_permit(o: Linear<0, OUTLETS_MAX>, l: Linear<0, { T::LimitsMax::get() }>) {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Active);
        let until_ms = validity::<T>().until_ms + T::ValidityMsMax::get();
        let outlets = outlet_list(o, l);
        #[extrinsic_call]
        _(
            origin,
            number(),
            until_ms,
            Category::Key,
            Digest::ZERO,
            outlets,
        );
        assert!(Terms::<T>::contains_key(number(), 2));
    }

    #[benchmark]
    fn suspend_permit() {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Active);
        #[extrinsic_call]
        _(origin, number(), Digest::ZERO);
    }

    #[benchmark]
    fn reinstate_permit() {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Suspended);
        #[extrinsic_call]
        _(origin, number(), Digest::ZERO);
    }

    #[benchmark]
    fn revoke_permit() {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Active);
        let [shorter_ms, longer_ms] = bans::<T>();
        Bans::<T>::insert(number().holder(), ban(shorter_ms));
        #[extrinsic_call]
        _(origin, number(), Digest::ZERO, Some(longer_ms));
        assert_eq!(Bans::<T>::get(number().holder()), Some(ban(longer_ms)));
    }

    #[benchmark]
    fn withdraw_permit() {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Active);
        let [shorter_ms, longer_ms] = bans::<T>();
        Bans::<T>::insert(number().holder(), ban(shorter_ms));
        #[extrinsic_call]
        _(origin, number(), Digest::ZERO, Some(longer_ms));
        assert_eq!(Bans::<T>::get(number().holder()), Some(ban(longer_ms)));
    }

    #[benchmark]
    fn cancel_permit() {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Active);
        #[extrinsic_call]
        _(origin, number(), Digest::ZERO);
    }

    #[benchmark]
    fn lift_ban() {
        let origin = agency::<T>();
        decided::<T>(PermitStatus::Revoked);
        Bans::<T>::insert(number().holder(), ban(bans::<T>()[1]));
        #[extrinsic_call]
        _(origin, number(), Digest::ZERO);
        assert!(!Bans::<T>::contains_key(number().holder()));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
