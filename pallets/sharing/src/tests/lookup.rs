use crate::mock::*;
use frame_support::assert_ok;
use limpid_primitives::{
    sharing::{DataSetId, NewDataSet, RecognitionLookup, Subject},
    Moment, PermitNumber,
};

fn is_recognised(code: u32, number: PermitNumber) -> bool {
    <Sharing as RecognitionLookup>::recognised(division(code), &number)
}

fn later() -> Moment {
    Moment {
        block: NOW.block + 1,
        time_ms: NOW.time_ms + 1,
    }
}

#[test]
fn a_permit_of_the_archive_counts_in_the_division_and_below() {
    ExtBuilder::default().archived().run(|| {
        put_permit(site(1), TANGSHAN, NOW);
        assert!(!is_recognised(SHANXI, site(1)));
        assert_ok!(recognise(SET, 1));
        for code in [SHANXI, 140_100, 140_105] {
            assert!(is_recognised(code, site(1)), "{code}");
        }
        for code in [SHANDONG, HEBEI, NATION] {
            assert!(!is_recognised(code, site(1)), "{code}");
        }
        assert_eq!(
            Sharing::recognised(division(140_100), site(1)),
            Some((SET, 1))
        );
        assert_ok!(unrecognise(SET));
        assert!(!is_recognised(SHANXI, site(1)));
    });
}

#[test]
fn a_permit_that_is_unknown_elsewhere_or_newer_does_not() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        put_permit(site(2), SHANDONG, NOW);
        put_permit(site(3), TANGSHAN, later());
        for number in 1..=3 {
            assert!(!is_recognised(SHANXI, site(number)), "{number}");
        }
    });
}

#[test]
fn a_newer_version_has_newer_permits_once_it_is_recognised() {
    ExtBuilder::default().archived().run(|| {
        put_permit(site(1), TANGSHAN, later());
        assert_ok!(recognise(SET, 1));
        go_to(later());
        assert_ok!(revise(SET));
        assert!(!is_recognised(SHANXI, site(1)));
        assert_ok!(recognise(SET, 2));
        assert!(is_recognised(SHANXI, site(1)));
    });
}

#[test]
fn an_archive_of_one_permit_counts_for_it_alone() {
    ExtBuilder::default().run(|| {
        for number in [1, 2] {
            put_permit(site(number), TANGSHAN, NOW);
        }
        let of_one = NewDataSet {
            subject: Subject::Permit(site(1)),
            ..new_archive()
        };
        assert_ok!(publish(of_one, new_version(PLAIN)));
        assert_ok!(recognise(DataSetId(1), 1));
        assert!(is_recognised(SHANXI, site(1)));
        assert!(!is_recognised(SHANXI, site(2)));
    });
}
