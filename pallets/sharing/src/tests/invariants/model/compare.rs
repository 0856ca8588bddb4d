//! What the chain says of all there is, against the model.

use super::{number, Answer, Model, AGENCIES, PARTIES};
use crate::mock::*;
use limpid_primitives::sharing::{
    DataSetId, GrantId, GrantStanding, Opening, OpeningId, RequestId, RequestStanding,
};

impl Model {
    pub fn compare(&self) {
        self.compare_grants();
        self.compare_requests();
        for party in 0..AGENCIES {
            for holder in 0..AGENCIES {
                self.compare_recognised(party, holder);
            }
        }
        for (opened, id) in self.openings.iter().zip(1..) {
            let Some(Opening::V1(opening)) = crate::Openings::<Test>::get(OpeningId(id)) else {
                panic!("an opening is gone");
            };
            let released: Vec<_> = opening.released.iter().map(|share| share.agency).collect();
            let expected: Vec<_> = opened.released.iter().map(|by| PARTIES[*by].0).collect();
            assert_eq!(released, expected);
            assert_eq!(opening.data_set, DataSetId(number(opened.set)));
        }
    }

    fn compare_grants(&self) {
        for (given, id) in self.grants.iter().zip(1..) {
            let standing = match given {
                given if given.is_revoked => GrantStanding::Revoked,
                given if self.now.time_ms >= given.expires_ms => GrantStanding::Expired,
                given if given.receipts.last() == Some(&false) => GrantStanding::Disputed,
                _ => GrantStanding::Live,
            };
            assert_eq!(Sharing::grant_standing(GrantId(id)), Some(standing));
            assert_eq!(the_grant(GrantId(id)).sealed, sealed(given.key));
        }
        assert_eq!(
            Sharing::grant_standing(GrantId(number(self.grants.len()))),
            None
        );
    }

    fn compare_requests(&self) {
        for (asked, id) in self.requests.iter().zip(1..) {
            let standing = match asked.answer {
                Answer::Open if self.now.time_ms < asked.until_ms => RequestStanding::Open,
                Answer::Open => RequestStanding::Overdue,
                Answer::Granted => RequestStanding::Granted,
                Answer::Refused => RequestStanding::Refused,
                Answer::Withdrawn => RequestStanding::Withdrawn,
            };
            let said = the_request(RequestId(id)).standing_at(self.now.time_ms);
            assert_eq!(said, standing);
        }
    }

    /// By which archive a party recognises another's permit, if by any.
    fn compare_recognised(&self, party: usize, holder: usize) {
        let covers = |set: usize, version: u32| {
            let (known, place) = (&self.sets[set], version as usize - 1);
            known.by == holder
                && self.permits[holder].is_some_and(|first| first <= known.versions[place].0)
        };
        let expected: Vec<_> = self
            .recognised
            .iter()
            .filter(|((by, set), version)| *by == party && covers(*set, **version))
            .map(|((_, set), version)| (DataSetId(number(*set)), *version))
            .collect();
        let place = division(PARTIES[party].2);
        match Sharing::recognised(place, site(number(holder))) {
            Some(found) => assert!(expected.contains(&found), "{found:?} of {expected:?}"),
            None => assert!(expected.is_empty(), "none of {expected:?}"),
        }
    }
}
