use crate::mock::*;
use frame_support::assert_ok;
use limpid_primitives::{
    sharing::{
        DataSetFilter, DataSetId, DataSetKind, GrantId, GrantStanding, NewDataSet, Openness, Page,
        RequestId, RequestStanding, Side, Subject,
    },
    InstitutionId,
};

fn ids<I: Copy, E>(page: &Page<I, E>) -> Vec<I> {
    page.entries.iter().map(|(id, _)| *id).collect()
}

fn find(filter: DataSetFilter) -> Vec<u32> {
    let page = Sharing::find(filter);
    assert_eq!(page.next, None);
    ids(&page).into_iter().map(|id| id.0).collect()
}

fn requests_of(institution: InstitutionId, side: Side, openness: Openness) -> Vec<u32> {
    let page = Sharing::requests_of(institution, side, openness, RequestId(0));
    assert_eq!(page.next, None);
    ids(&page).into_iter().map(|id| id.0).collect()
}

#[test]
fn the_catalogue_is_searched() {
    ExtBuilder::default()
        .published()
        .archived()
        .published()
        .run(|| {
            put_permit(site(1), TANGSHAN, NOW);
            let of_one = NewDataSet {
                division: division(TANGSHAN),
                subject: Subject::Permit(site(1)),
                from_ms: 10,
                until_ms: 20,
                ..new_data_set()
            };
            assert_ok!(publish(of_one, new_version(PLAIN)));
            assert_ok!(withdraw(DataSetId(3)));
            let all = DataSetFilter::ALL;
            assert_eq!(find(all), [1, 2, 4], "not what was withdrawn");
            let kind = Some(DataSetKind::PermitArchive);
            assert_eq!(find(DataSetFilter { kind, ..all }), [2]);
            let division = Some(division(TANGSHAN));
            assert_eq!(find(DataSetFilter { division, ..all }), [4]);
            let permit = Some(site(1));
            assert_eq!(find(DataSetFilter { permit, ..all }), [4]);
            let from_ms = 20;
            assert_eq!(find(DataSetFilter { from_ms, ..all }), [1, 2]);
            let until_ms = 11;
            assert_eq!(find(DataSetFilter { until_ms, ..all }), [4]);
            let after = DataSetId(1);
            assert_eq!(find(DataSetFilter { after, ..all }), [2, 4]);
            let after = DataSetId(u32::MAX);
            assert_eq!(find(DataSetFilter { after, ..all }), [0; 0]);
        });
}

#[test]
fn each_side_and_who_is_above_both_see_a_request() {
    ExtBuilder::default().published().requested().run(|| {
        assert_ok!(Sharing::request_data(signed(CITY_AGENT), new_request(SET)));
        let any = Openness::Any;
        assert_eq!(requests_of(AGENCY, Side::Provider, any), [1, 2]);
        assert_eq!(requests_of(OTHER_AGENCY, Side::Requester, any), [1]);
        assert_eq!(requests_of(CITY_AGENCY, Side::Requester, any), [2]);
        assert_eq!(requests_of(MINISTRY, Side::Superior, any), [1, 2]);
        assert_eq!(requests_of(COURT, Side::Superior, any), [2]);
        for (institution, side) in [
            (AGENCY, Side::Requester),
            (AGENCY, Side::Superior),
            (OTHER_AGENCY, Side::Provider),
            (OTHER_AGENCY, Side::Superior),
            (MINISTRY, Side::Provider),
            (InstitutionId(99), Side::Superior),
        ] {
            assert_eq!(requests_of(institution, side, any), [0; 0]);
        }
    });
}

#[test]
fn an_unanswered_request_shows_as_overdue() {
    ExtBuilder::default().granted().requested().run(|| {
        let open = |standing| {
            let page = Sharing::requests_of(AGENCY, Side::Provider, Openness::Open, RequestId(0));
            let found: Vec<_> = page
                .entries
                .iter()
                .map(|(id, (_, standing))| (*id, *standing))
                .collect();
            assert_eq!(found, [(RequestId(2), standing)]);
        };
        open(RequestStanding::Open);
        go_on_by(u64::from(ANSWER_DAYS) * DAY_MS - 1);
        open(RequestStanding::Open);
        go_on_by(1);
        open(RequestStanding::Overdue);
        assert_ok!(refuse(RequestId(2)));
        assert_eq!(requests_of(AGENCY, Side::Provider, Openness::Open), [0; 0]);
        assert_eq!(requests_of(AGENCY, Side::Provider, Openness::Any), [1, 2]);
    });
}

#[test]
fn grants_are_seen_with_how_they_stand() {
    ExtBuilder::default().granted().requested().run(|| {
        assert_ok!(grant(RequestId(2)));
        assert_ok!(confirm(GRANT, OTHER_PLAIN));
        assert_ok!(revoke(GrantId(2)));
        for (institution, side) in [
            (AGENCY, Side::Provider),
            (OTHER_AGENCY, Side::Requester),
            (MINISTRY, Side::Superior),
        ] {
            let page = Sharing::grants_of(institution, side, GrantId(0));
            let standings: Vec<_> = page
                .entries
                .iter()
                .map(|(id, (_, standing))| (*id, *standing))
                .collect();
            assert_eq!(
                standings,
                [
                    (GRANT, GrantStanding::Disputed),
                    (GrantId(2), GrantStanding::Revoked)
                ]
            );
        }
        let later = Sharing::grants_of(AGENCY, Side::Provider, GRANT);
        assert_eq!(ids(&later), [GrantId(2)]);
        let court = Sharing::grants_of(COURT, Side::Superior, GrantId(0));
        assert_eq!(ids(&court), []);
        assert_eq!(Sharing::grant_standing(GrantId(3)), None);
    });
}

/// Pages as they are asked for, one after the other.
fn pages(filter: DataSetFilter) -> Vec<usize> {
    let mut after = Some(DataSetId(0));
    let mut lengths = Vec::new();
    while let Some(number) = after {
        let page = Sharing::find(DataSetFilter {
            after: number,
            ..filter
        });
        lengths.push(page.entries.len());
        after = page.next;
    }
    lengths
}

#[test]
fn long_lists_come_in_pages() {
    ExtBuilder::default().run(|| {
        let all = DataSetFilter::ALL;
        assert_eq!(pages(all), [0]);
        for _ in 0..100 {
            assert_ok!(publish(new_data_set(), new_version(PLAIN)));
        }
        assert_eq!(pages(all), [100], "no empty page after a full one");
        assert_ok!(publish(new_archive(), new_version(PLAIN)));
        assert_eq!(pages(all), [100, 1]);
        for _ in 0..950 {
            assert_ok!(publish(new_data_set(), new_version(PLAIN)));
        }
        assert_ok!(publish(new_archive(), new_version(PLAIN)));
        let kind = Some(DataSetKind::PermitArchive);
        let archives = DataSetFilter { kind, ..all };
        assert_eq!(pages(archives), [1, 1], "an answer looks at so many");
        assert_eq!(pages(all).into_iter().sum::<usize>(), 1052);
    });
}
