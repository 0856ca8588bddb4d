//! Measures what the calls weigh, each in its worst case: all entries exist, all lists are full, the longest name.

use crate::{
    pallet::{Call, Config, NextTag, TagRules, Tags, TagsOfDay},
    types::{DayTag, DayTagStanding, DayTags},
    Pallet,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
    assert_ok,
    storage::{storage_prefix, unhashed},
    traits::EnsureOrigin,
};
use frame_system::RawOrigin;
use limpid_primitives::{
    permit::{OutletTermsV1, PermitLookup, Position},
    AtMost, Day, Digest, DivisionCode, InstitutionKind, Outlet, TagCode, TagId, TagName, TagRule,
    TagRuleV1, TagSubject, TAGS_A_DAY_MAX, TAG_DAYS_MAX,
};
use pallet_institutions::InstitutionLookup;

const OUTLET: &str = "911302307808371268001P/DA001";
const CODE: TagCode = TagCode(101);
/// The first day that is tagged.
const FIRST: &str = "2026-01-01";

fn outlet() -> Outlet {
    OUTLET.parse().expect("an outlet")
}

fn day(place: u32) -> Day {
    let first: Day = FIRST.parse().expect("a day");
    Day::try_from(first.number() + place).expect("a day")
}

fn rule() -> TagRule {
    let name = "x".repeat(TagName::BYTES_MAX);
    TagRule::V1(TagRuleV1 {
        subject: TagSubject::Equipment,
        name: name.parse().expect("the longest name"),
        deadline_ms: 0,
    })
}

/// A member of this kind of institution.
fn admit<T: Config>(kind: InstitutionKind, code: &str) -> RawOrigin<T::AccountId> {
    let member = account("member", kind as u32, 0);
    let uscc = code.parse().expect("a code that checks");
    T::Institutions::admit_for_benchmark(kind, uscc, DivisionCode::NATION, &member);
    RawOrigin::Signed(member)
}

/// The holder's origin, after the last day that can be tagged. No benchmark is run inside a block, so none has a time.
fn holder<T: Config>() -> RawOrigin<T::AccountId> {
    unhashed::put(
        &storage_prefix(b"Timestamp", b"Now"),
        &day(TAG_DAYS_MAX).end_ms(),
    );
    let holder = admit::<T>(InstitutionKind::Enterprise, "911302307808371268");
    let terms = OutletTermsV1 {
        position: Position::default(),
        treatments: AtMost::default(),
        limits: AtMost::default(),
        yearly_masses: AtMost::default(),
    };
    T::Permits::issue_for_benchmark(&outlet(), terms);
    TagRules::<T>::insert(CODE, rule());
    holder
}

fn agency<T: Config>() -> RawOrigin<T::AccountId> {
    admit::<T>(InstitutionKind::Agency, "91130200699229617X")
}

/// Tags of other periods, as many as a list holds.
fn entries(day: Day, standing: DayTagStanding) -> impl Iterator<Item = DayTag> {
    // The later ones begin earlier, so that sorting them has something to do.
    (0..TAGS_A_DAY_MAX).map(move |place| DayTag {
        tag: TagId(place),
        from_ms: day.end_ms() - 2 - u64::from(place),
        until_ms: day.end_ms() - u64::from(place),
        standing,
    })
}

/// Fills the list of a day.
pub(crate) fn fill_day<T: Config>(outlet: &Outlet, day: Day, standing: DayTagStanding) {
    let tags: Vec<_> = entries(day, standing).collect();
    TagsOfDay::<T>::insert(outlet, day, DayTags::truncate_from(tags));
}

/// Lists with room for one tag more, on the first days.
fn nearly_full_days<T: Config>(days: u32) {
    for place in 0..days {
        let others = (TAGS_A_DAY_MAX - 1) as usize;
        let tags: Vec<_> = entries(day(place), DayTagStanding::Accepted)
            .take(others)
            .collect();
        TagsOfDay::<T>::insert(outlet(), day(place), DayTags::truncate_from(tags));
    }
    NextTag::<T>::insert(outlet(), TAGS_A_DAY_MAX);
}

/// A tag on the first days, the last in their lists.
fn filed<T: Config>(days: u32) -> TagId {
    let holder = holder::<T>();
    nearly_full_days::<T>(days);
    let (from_ms, until_ms) = (day(0).start_ms(), day(days).start_ms());
    assert_ok!(Pallet::<T>::file_tag(
        holder.into(),
        outlet(),
        CODE,
        from_ms,
        until_ms,
        Digest::ZERO,
        Digest::ZERO
    ));
    TagId(TAGS_A_DAY_MAX)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn set_tag_rule() -> Result<(), BenchmarkError> {
        TagRules::<T>::insert(CODE, rule());
        let council = T::CouncilOrigin::try_successful_origin().map_err(|()| "no council")?;
        #[extrinsic_call]
        _(council as T::RuntimeOrigin, CODE, rule());
        assert!(TagRules::<T>::contains_key(CODE));
        Ok(())
    }

    #[benchmark]
    fn remove_tag_rule() -> Result<(), BenchmarkError> {
        TagRules::<T>::insert(CODE, rule());
        let council = T::CouncilOrigin::try_successful_origin().map_err(|()| "no council")?;
        #[extrinsic_call]
        _(council as T::RuntimeOrigin, CODE);
        assert!(!TagRules::<T>::contains_key(CODE));
        Ok(())
    }

    #[benchmark]
    fn file_tag(d: Linear<1, TAG_DAYS_MAX>) {
        let holder = holder::<T>();
        nearly_full_days::<T>(d);
        let (from_ms, until_ms) = (day(0).start_ms(), day(d).start_ms());
        #[extrinsic_call]
        _(
            holder,
            outlet(),
            CODE,
            from_ms,
            until_ms,
            Digest::ZERO,
            Digest::ZERO,
        );
        assert!(Tags::<T>::contains_key(outlet(), TagId(TAGS_A_DAY_MAX)));
    }

    #[benchmark]
    fn accept_tag(d: Linear<1, TAG_DAYS_MAX>) {
        let agency = agency::<T>();
        let tag = filed::<T>(d);
        #[extrinsic_call]
        _(agency, outlet(), tag);
        let last = TagsOfDay::<T>::get(outlet(), day(d - 1)).pop();
        assert_eq!(
            last.map(|entry| entry.standing),
            Some(DayTagStanding::Accepted)
        );
    }

    #[benchmark]
    fn reject_tag(d: Linear<1, TAG_DAYS_MAX>) {
        let agency = agency::<T>();
        let tag = filed::<T>(d);
        #[extrinsic_call]
        _(agency, outlet(), tag, Digest::ZERO);
        let left = TagsOfDay::<T>::get(outlet(), day(d - 1)).len();
        assert_eq!(left as u32, TAGS_A_DAY_MAX - 1);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
