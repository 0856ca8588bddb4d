//! Measures what the calls weigh, each in its worst case: an agency acts, all entries exist.

use crate::{
    pallet::{Call, Config, Members},
    types::Cost,
    Actor, Allowance, CheckMember, Member, Pallet,
};
use frame_benchmarking::v2::*;
use frame_support::{assert_ok, traits::EnsureOrigin};
use frame_system::RawOrigin;
use limpid_primitives::{
    Digest, DivisionCode, Duties, Duty, InstitutionId, InstitutionKind, InstitutionName,
    InstitutionStatus, InstitutionV1, Uscc,
};

const CODES: [&str; 2] = ["91130200699229617X", "911302307808371268"];

/// Admits an institution with one member of all its kind's duties, whatever the rules say.
pub(crate) fn admit<T: Config>(
    kind: InstitutionKind,
    uscc: Uscc,
    division: DivisionCode,
    member: &T::AccountId,
) -> InstitutionId {
    let id = Pallet::<T>::insert_institution(InstitutionV1 {
        kind,
        uscc,
        name: name(),
        division,
        status: InstitutionStatus::Active,
        admitted: Pallet::<T>::now(),
        admitted_by: None,
    })
    .expect("numbers are left");
    // Benchmarks of other pallets admit more agencies of one division than it may have; the list is then full.
    let _ = Pallet::<T>::list_agency(id, kind, division);
    assert_ok!(Pallet::<T>::insert_member(
        id,
        member,
        crate::duties_of(kind)
    ));
    id
}

impl<T: Config> Pallet<T> {
    /// A member of a new institution of this kind over the whole nation.
    pub(crate) fn benchmark_member(kind: InstitutionKind) -> T::AccountId {
        let member = account("member", kind as u32, 0);
        if !Members::<T>::contains_key(&member) {
            admit::<T>(kind, code(0), DivisionCode::NATION, &member);
        }
        member
    }
}

fn code(index: usize) -> Uscc {
    CODES[index].parse().expect("a code that checks")
}

fn name() -> InstitutionName {
    "n".repeat(InstitutionName::BYTES_MAX)
        .parse()
        .expect("the longest name")
}

/// An agency's administrator, and a second account.
fn agency<T: Config>() -> (T::AccountId, T::AccountId) {
    let administrator = Pallet::<T>::benchmark_member(InstitutionKind::Agency);
    (administrator, account("other", 0, 0))
}

/// An agency's administrator, and an enterprise it admitted with its administrator.
fn agency_and_enterprise<T: Config>() -> (T::AccountId, InstitutionId, T::AccountId) {
    let (agency, administrator) = agency::<T>();
    assert_ok!(Pallet::<T>::admit_institution(
        RawOrigin::Signed(agency.clone()).into(),
        InstitutionKind::Enterprise,
        code(1),
        name(),
        DivisionCode::NATION,
        administrator.clone(),
    ));
    let Member::V1(member) = Members::<T>::get(&administrator).expect("was just added");
    (agency, member.institution, administrator)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn admit_institution() {
        let (agency, other) = agency::<T>();
        #[extrinsic_call]
        _(
            RawOrigin::Signed(agency),
            InstitutionKind::Enterprise,
            code(1),
            name(),
            DivisionCode::NATION,
            other.clone(),
        );
        assert!(Members::<T>::contains_key(other));
    }

    #[benchmark]
    fn amend_institution() {
        let (agency, enterprise, _) = agency_and_enterprise::<T>();
        #[extrinsic_call]
        _(
            RawOrigin::Signed(agency),
            enterprise,
            name(),
            DivisionCode::NATION,
        );
    }

    #[benchmark]
    fn suspend_institution() {
        let (agency, enterprise, administrator) = agency_and_enterprise::<T>();
        #[extrinsic_call]
        _(RawOrigin::Signed(agency), enterprise, Digest::ZERO);
        assert!(Pallet::<T>::actor(administrator).is_err());
    }

    #[benchmark]
    fn reinstate_institution() {
        let (agency, enterprise, administrator) = agency_and_enterprise::<T>();
        let origin = RawOrigin::Signed(agency);
        assert_ok!(Pallet::<T>::suspend_institution(
            origin.clone().into(),
            enterprise,
            Digest::ZERO
        ));
        #[extrinsic_call]
        _(origin, enterprise, Digest::ZERO);
        assert!(Pallet::<T>::actor(administrator).is_ok());
    }

    #[benchmark]
    fn add_member() {
        let (agency, other) = agency::<T>();
        #[extrinsic_call]
        _(RawOrigin::Signed(agency), other.clone(), Duties::ALL);
        assert!(Members::<T>::contains_key(other));
    }

    #[benchmark]
    fn set_duties() {
        let (agency, other) = agency::<T>();
        let origin = RawOrigin::Signed(agency);
        let submitter = Duties::from(Duty::Submitter);
        assert_ok!(Pallet::<T>::add_member(
            origin.clone().into(),
            other.clone(),
            submitter
        ));
        #[extrinsic_call]
        _(origin, other, Duties::ALL);
    }

    #[benchmark]
    fn remove_member() {
        let (agency, enterprise, administrator) = agency_and_enterprise::<T>();
        let origin = RawOrigin::Signed(agency);
        assert_ok!(Pallet::<T>::appoint_administrator(
            origin.clone().into(),
            enterprise,
            account("new", 0, 0)
        ));
        #[extrinsic_call]
        _(origin, administrator.clone());
        assert!(!Members::<T>::contains_key(administrator));
    }

    #[benchmark]
    fn set_allowance() -> Result<(), BenchmarkError> {
        let (_, enterprise, _) = agency_and_enterprise::<T>();
        let origin =
            T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let allowance = Allowance {
            ref_time: 1,
            bytes: 1,
        };
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, enterprise, Some(allowance));
        assert_eq!(Pallet::<T>::allowance(enterprise), allowance);
        Ok(())
    }

    #[benchmark]
    fn appoint_administrator() {
        let (agency, enterprise, _) = agency_and_enterprise::<T>();
        let new: T::AccountId = account("new", 0, 0);
        #[extrinsic_call]
        _(RawOrigin::Signed(agency), enterprise, new.clone());
        assert!(Members::<T>::contains_key(new));
    }

    #[benchmark]
    fn check_member() {
        let (signer, _) = agency::<T>();
        let Actor { institution, .. } = Pallet::<T>::actor(signer.clone()).expect("a member");
        let cost = Cost {
            ref_time: 1,
            bytes: 1,
        };
        #[block]
        {
            let (_, charge) = CheckMember::<T>::judge(&signer, cost).expect("allowance is left");
            CheckMember::<T>::ensure_few_pending(&signer, 0u32.into()).expect("none is pending");
            CheckMember::<T>::charge(&charge);
        }
        assert_eq!(Pallet::<T>::usage(institution).bytes, 1);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
