use crate::mock::*;
use frame_support::assert_ok;
use limpid_primitives::{
    permit::{OutletTerms, PermitLookup},
    Outlet,
};

#[test]
fn other_pallets_see_permits_and_what_each_version_says_of_an_outlet() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_ok!(amend(site(1)));
        assert_eq!(Permits::permit(&site(1)), Some(permit(site(1))));
        assert_eq!(Permits::permit(&site(2)), None);
        let (code, OutletTerms::V1(terms)) = stack();
        let outlet = Outlet {
            permit: site(1),
            code,
        };
        assert_eq!(Permits::outlet_terms(&outlet, 1), Some(terms));
        for version in [0, 2, 3] {
            assert_eq!(Permits::outlet_terms(&outlet, version), None);
        }
    });
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn for_benchmarks_a_permit_is_in_force_at_any_time() {
    ExtBuilder::default().run(|| {
        for (code, OutletTerms::V1(terms)) in [drain(), stack(), drain()] {
            let outlet = Outlet {
                permit: site(1),
                code,
            };
            Permits::issue_for_benchmark(&outlet, terms.clone());
            assert_eq!(Permits::outlet_terms(&outlet, 1), Some(terms));
        }
        let permit = permit(site(1));
        assert_eq!(permit.holder, Some(ENTERPRISE));
        for time_ms in [0, NOW.time_ms, u64::MAX - 1] {
            assert_eq!(permit.in_force_at(time_ms), Ok(1));
        }
        // The longest list of standings there can be of a permit that stands is none that calls made.
        crate::Permits::<Test>::remove(site(1));
        crate::Terms::<Test>::remove(site(1), 1);
        let _ = crate::Outlets::<Test>::clear(u32::MAX, None);
    });
}
