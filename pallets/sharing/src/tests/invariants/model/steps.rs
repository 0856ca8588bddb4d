//! A step as the call it is: about which of what there is, and by whom.

use super::{Model, AGENCIES};
use crate::tests::invariants::{Step, UNKNOWN, WHO_MAY};
use sp_runtime::DispatchResult;

impl Model {
    /// Makes the step, and says whether the chain did what the model says it should.
    pub fn make(&mut self, step: Step) {
        let (result, expected) = match step {
            Step::Key(party) => self.key(party),
            Step::Issue(party) => return self.issue(party),
            Step::Wait(ms) => return self.wait(ms),
            Step::Publish(by, kind, threshold) => self.publish(by, kind, threshold),
            Step::Revise(..) | Step::Withdraw(..) | Step::Ask(..) | Step::Order(..) => {
                self.make_with_set(step)
            }
            Step::Recognise(..) | Step::Unrecognise(..) => self.make_with_set(step),
            Step::TakeBack(..) | Step::Grant(..) | Step::Refuse(..) => self.make_with_request(step),
            _ => self.make_with_grant(step),
        };
        assert_eq!(result.is_ok(), expected, "{step:?}: {result:?}");
    }

    fn make_with_set(&mut self, step: Step) -> (DispatchResult, bool) {
        let count = self.sets.len();
        let owner = |model: &Self, set: usize| model.sets.get(set).map(|set| set.by);
        match step {
            Step::Revise(by, set, threshold) => {
                let set = one_of(set, count);
                self.revise(who(by, owner(self, set)), set, threshold)
            }
            Step::Withdraw(by, set) => {
                let set = one_of(set, count);
                self.withdraw(who(by, owner(self, set)), set)
            }
            Step::Ask(by, set, version) => self.ask(by, one_of(set, count), version),
            Step::Order(set, version) => self.order(one_of(set, count), version),
            Step::Recognise(by, set, version) => self.recognise(by, one_of(set, count), version),
            Step::Unrecognise(by, set) => {
                let set = one_of(set, count);
                let by_set = |by: &usize| self.recognised.contains_key(&(*by, set));
                let recogniser = (0..AGENCIES).find(by_set);
                self.unrecognise(who(by, recogniser), set)
            }
            other => unreachable!("{other:?} is about no data set"),
        }
    }

    fn make_with_request(&mut self, step: Step) -> (DispatchResult, bool) {
        let count = self.requests.len();
        let provider = |model: &Self, request: usize| {
            let asked = model.requests.get(request)?;
            Some(model.sets[asked.set].by)
        };
        match step {
            Step::TakeBack(by, request) => {
                let request = one_of(request, count);
                let asker = self.requests.get(request).map(|asked| asked.by);
                self.take_back(who(by, asker), request)
            }
            Step::Grant(by, request, days, old) => {
                let request = one_of(request, count);
                self.grant(who(by, provider(self, request)), request, days, old)
            }
            Step::Refuse(by, request) => {
                let request = one_of(request, count);
                self.refuse(who(by, provider(self, request)), request)
            }
            other => unreachable!("{other:?} is about no request"),
        }
    }

    fn make_with_grant(&mut self, step: Step) -> (DispatchResult, bool) {
        let count = self.grants.len();
        let parties = |model: &Self, grant: usize| {
            let asked = &model.requests[model.grants.get(grant)?.request];
            Some((model.sets[asked.set].by, asked.by))
        };
        let giver = |model: &Self, grant| parties(model, grant).map(|(giver, _)| giver);
        match step {
            Step::Revoke(by, grant) => {
                let grant = one_of(grant, count);
                self.revoke(who(by, giver(self, grant)), grant)
            }
            Step::Renew(by, grant, days) => {
                let grant = one_of(grant, count);
                self.renew(who(by, giver(self, grant)), grant, days)
            }
            Step::Rewrap(by, grant, old) => {
                let grant = one_of(grant, count);
                self.rewrap(who(by, giver(self, grant)), grant, old)
            }
            Step::Confirm(by, grant, version) => {
                let grant = one_of(grant, count);
                let getter = parties(self, grant).map(|(_, getter)| getter);
                self.confirm(who(by, getter), grant, version)
            }
            Step::Release(by, opening, old) => {
                self.release(by, one_of(opening, self.openings.len()), old)
            }
            other => unreachable!("{other:?} is about no grant and no opening"),
        }
    }
}

/// The place of one of so many; the one behind the last if an unknown one is meant.
fn one_of(place: usize, count: usize) -> usize {
    match place {
        UNKNOWN => count,
        place => place.checked_rem(count).unwrap_or(0),
    }
}

/// The party, or the one who may.
fn who(by: usize, may: Option<usize>) -> usize {
    match by {
        WHO_MAY => may.unwrap_or(0),
        by => by,
    }
}
