//! The model: what there is, and what each call makes of it.

mod compare;
mod steps;

use crate::mock::*;
use limpid_primitives::{
    sharing::{
        DataSetId, DataSetKind, Escrow, GrantId, GrantV1, NewDataSet, NewRequest, NewVersion,
        OpeningId, RequestId,
    },
    InstitutionId, Moment,
};
use sp_runtime::DispatchResult;
use std::collections::BTreeMap;

/// Three agencies of three provinces, and a court, which has only a key.
pub const PARTIES: [(InstitutionId, AccountId, u32); 4] = [
    (AGENCY, AGENT, HEBEI),
    (OTHER_AGENCY, OTHER_AGENT, SHANXI),
    (THIRD_AGENCY, THIRD_AGENT, SHANDONG),
    (COURT, JUDGE, HEBEI),
];
pub const AGENCIES: usize = 3;
const THE_COURT: usize = 3;
const RECEIPTS_MAX: usize = 8;

#[derive(Clone, Copy, PartialEq)]
enum Answer {
    Open,
    Granted,
    Refused,
    Withdrawn,
}

struct Set {
    by: usize,
    kind: DataSetKind,
    /// When each version was published, and whether it has an escrow.
    versions: Vec<(Moment, bool)>,
    is_withdrawn: bool,
}

struct Asked {
    set: usize,
    version: u32,
    by: usize,
    until_ms: u64,
    answer: Answer,
}

struct Given {
    request: usize,
    expires_ms: u64,
    renewals: usize,
    is_revoked: bool,
    key: u32,
    receipts: Vec<bool>,
}

struct Opened {
    set: usize,
    released: Vec<usize>,
}

pub struct Model {
    now: Moment,
    keys: [u32; 4],
    permits: [Option<Moment>; AGENCIES],
    sets: Vec<Set>,
    requests: Vec<Asked>,
    grants: Vec<Given>,
    openings: Vec<Opened>,
    recognised: BTreeMap<(usize, usize), u32>,
}

fn account(party: usize) -> RuntimeOrigin {
    signed(PARTIES[party].1)
}

/// The number of the entry at a place; an unknown one of a place behind the last.
fn number(place: usize) -> u32 {
    place as u32 + 1
}

fn plain(version: u32) -> limpid_primitives::Digest {
    limpid_primitives::Digest([version as u8; 32])
}

impl Model {
    pub fn new() -> Self {
        put_permit(site(1), PARTIES[0].2, NOW);
        Self {
            now: NOW,
            keys: [1; 4],
            permits: [Some(NOW), None, None],
            sets: Vec::new(),
            requests: Vec::new(),
            grants: Vec::new(),
            openings: Vec::new(),
            recognised: BTreeMap::new(),
        }
    }

    fn wait(&mut self, ms: u64) {
        self.now = go_on_by(ms);
    }

    fn issue(&mut self, party: usize) {
        if self.permits[party].is_none() {
            self.permits[party] = Some(self.now);
            put_permit(site(number(party)), PARTIES[party].2, self.now);
        }
    }

    fn key(&mut self, party: usize) -> (DispatchResult, bool) {
        self.keys[party] += 1;
        let key = public(u64::from(self.keys[party]) * 4 + party as u64);
        (Sharing::register_key(account(party), key), true)
    }

    fn version(&self, number: u32, threshold: Option<u8>) -> NewVersion {
        let escrow = threshold.map(|threshold| {
            let mut escrow = escrow_of(threshold, &[AGENCY, OTHER_AGENCY, THIRD_AGENCY]);
            let mut shares = escrow.shares.into_inner();
            for (share, key) in shares.iter_mut().zip(self.keys) {
                share.sealed = sealed(key);
            }
            escrow.shares = shares.try_into().expect("three");
            escrow
        });
        NewVersion {
            escrow,
            ..new_version(plain(number))
        }
    }

    fn is_possible(threshold: Option<u8>) -> bool {
        threshold.is_none_or(|threshold| (Escrow::THRESHOLD_MIN..=3).contains(&threshold))
    }

    fn publish(
        &mut self,
        by: usize,
        kind: DataSetKind,
        threshold: Option<u8>,
    ) -> (DispatchResult, bool) {
        let new = NewDataSet {
            division: division(PARTIES[by].2),
            kind,
            ..new_data_set()
        };
        let version = self.version(1, threshold);
        let result = Sharing::publish_data_set(account(by), new, version);
        let expected = Self::is_possible(threshold);
        if expected {
            self.sets.push(Set {
                by,
                kind,
                versions: vec![(self.now, threshold.is_some())],
                is_withdrawn: false,
            });
        }
        (result, expected)
    }

    fn offered(&mut self, set: usize) -> Option<&mut Set> {
        self.sets.get_mut(set).filter(|set| !set.is_withdrawn)
    }

    fn revise(&mut self, by: usize, set: usize, threshold: Option<u8>) -> (DispatchResult, bool) {
        let (now, next) = (
            self.now,
            self.sets.get(set).map_or(1, |set| set.versions.len() + 1),
        );
        let version = self.version(next as u32, threshold);
        let result = Sharing::revise_data_set(account(by), DataSetId(number(set)), version);
        let known = self.offered(set).filter(|set| set.by == by);
        let revised = known.filter(|_| Self::is_possible(threshold));
        let expected = revised.is_some();
        if let Some(set) = revised {
            set.versions.push((now, threshold.is_some()));
        }
        (result, expected)
    }

    fn withdraw(&mut self, by: usize, set: usize) -> (DispatchResult, bool) {
        let result = Sharing::withdraw_data_set(account(by), DataSetId(number(set)), REASON);
        let known = self.offered(set).filter(|set| set.by == by);
        let expected = known.is_some();
        if let Some(set) = known {
            set.is_withdrawn = true;
        }
        (result, expected)
    }

    fn ask(&mut self, by: usize, set: usize, version: u32) -> (DispatchResult, bool) {
        let new = NewRequest {
            version,
            use_until_ms: u64::MAX,
            ..new_request(DataSetId(number(set)))
        };
        let result = Sharing::request_data(account(by), new);
        let until_ms = self.now.time_ms + u64::from(ANSWER_DAYS) * DAY_MS;
        let expected = self
            .offered(set)
            .is_some_and(|set| set.by != by && (1..=set.versions.len() as u32).contains(&version));
        if expected {
            self.requests.push(Asked {
                set,
                version,
                by,
                until_ms,
                answer: Answer::Open,
            });
        }
        (result, expected)
    }

    /// Answers a request if it is open.
    fn answer(
        &mut self,
        request: usize,
        may: impl Fn(&Self, &Asked) -> bool,
        answer: Answer,
    ) -> bool {
        let known = self.requests.get(request);
        let expected = known.is_some_and(|known| known.answer == Answer::Open && may(self, known));
        if expected {
            self.requests[request].answer = answer;
        }
        expected
    }

    fn take_back(&mut self, by: usize, request: usize) -> (DispatchResult, bool) {
        let result = Sharing::withdraw_request(account(by), RequestId(number(request)));
        let expected = self.answer(request, |_, asked| asked.by == by, Answer::Withdrawn);
        (result, expected)
    }

    fn refuse(&mut self, by: usize, request: usize) -> (DispatchResult, bool) {
        let result = Sharing::refuse_request(account(by), RequestId(number(request)), REASON);
        let is_provider = |model: &Self, asked: &Asked| model.sets[asked.set].by == by;
        (result, self.answer(request, is_provider, Answer::Refused))
    }

    fn grant(&mut self, by: usize, request: usize, days: u64, old: u32) -> (DispatchResult, bool) {
        let asker = self.requests.get(request).map_or(0, |asked| asked.by);
        let key = self.keys[asker].saturating_sub(old);
        let expires_ms = self.now.time_ms + days * DAY_MS;
        let result = Sharing::grant_request(
            account(by),
            RequestId(number(request)),
            scope(),
            expires_ms,
            sealed(key),
            DOCUMENT,
        );
        let may = |model: &Self, asked: &Asked| {
            let set = &model.sets[asked.set];
            set.by == by && !set.is_withdrawn && old == 0 && (1..=30).contains(&days)
        };
        let expected = self.answer(request, may, Answer::Granted);
        if expected {
            self.grants.push(Given {
                request,
                expires_ms,
                renewals: 0,
                is_revoked: false,
                key,
                receipts: Vec::new(),
            });
        }
        (result, expected)
    }

    /// The grant, if this party gave it and did not revoke it; and who got it, and whether the data set is still offered.
    fn given(&mut self, by: usize, grant: usize) -> Option<(&mut Given, usize, bool)> {
        let given = self.grants.get_mut(grant)?;
        let asked = &self.requests[given.request];
        let set = &self.sets[asked.set];
        let is_theirs = set.by == by && !given.is_revoked;
        is_theirs.then_some((given, asked.by, !set.is_withdrawn))
    }

    fn revoke(&mut self, by: usize, grant: usize) -> (DispatchResult, bool) {
        let result = Sharing::revoke_grant(account(by), GrantId(number(grant)), REASON);
        let given = self.given(by, grant);
        let expected = given.is_some();
        if let Some((given, ..)) = given {
            given.is_revoked = true;
        }
        (result, expected)
    }

    fn renew(&mut self, by: usize, grant: usize, days: u64) -> (DispatchResult, bool) {
        let expires_ms = self.now.time_ms + days * DAY_MS;
        let id = GrantId(number(grant));
        let result = Sharing::renew_grant(account(by), id, expires_ms, DOCUMENT);
        let renewed = self.given(by, grant).filter(|(given, _, is_offered)| {
            let is_later = expires_ms > given.expires_ms && (1..=30).contains(&days);
            *is_offered && is_later && given.renewals < GrantV1::RENEWALS_MAX
        });
        let expected = renewed.is_some();
        if let Some((given, ..)) = renewed {
            given.expires_ms = expires_ms;
            given.renewals += 1;
        }
        (result, expected)
    }

    fn rewrap(&mut self, by: usize, grant: usize, old: u32) -> (DispatchResult, bool) {
        let keys = self.keys;
        let given = self.given(by, grant);
        let key = given.as_ref().map_or(1, |(_, asker, _)| keys[*asker]);
        let key = key.saturating_sub(old);
        let id = GrantId(number(grant));
        let result = Sharing::rewrap_grant(account(by), id, sealed(key));
        let expected = given.is_some() && old == 0;
        if let Some((given, ..)) = self.given(by, grant).filter(|_| expected) {
            given.key = key;
        }
        (result, expected)
    }

    fn confirm(&mut self, by: usize, grant: usize, version: u8) -> (DispatchResult, bool) {
        let digest = plain(u32::from(version));
        let result = Sharing::confirm_receipt(account(by), GrantId(number(grant)), digest);
        let asked = |given: &Given| &self.requests[given.request];
        let known = self
            .grants
            .get_mut(grant)
            .filter(|given| asked(given).by == by && given.receipts.len() < RECEIPTS_MAX);
        let expected = known.is_some();
        if let Some(given) = known {
            let granted = self.requests[given.request].version;
            given.receipts.push(u32::from(version) == granted);
        }
        (result, expected)
    }

    fn order(&mut self, set: usize, version: u32) -> (DispatchResult, bool) {
        let id = DataSetId(number(set));
        let result = Sharing::order_opening(account(THE_COURT), id, version, DOCUMENT);
        let versions = self.sets.get(set).map(|set| &set.versions);
        let place = (version as usize).wrapping_sub(1);
        let found = versions.and_then(|versions| versions.get(place));
        let expected = found.is_some_and(|(_, is_escrowed)| *is_escrowed);
        if expected {
            let released = Vec::new();
            self.openings.push(Opened { set, released });
        }
        (result, expected)
    }

    fn release(&mut self, by: usize, opening: usize, old: u32) -> (DispatchResult, bool) {
        let key = self.keys[THE_COURT].saturating_sub(old);
        let id = OpeningId(number(opening));
        let result = Sharing::release_share(account(by), id, sealed(key));
        let known = self.openings.get_mut(opening);
        let open = known.filter(|opened| old == 0 && !opened.released.contains(&by));
        let expected = open.is_some();
        if let Some(opened) = open {
            opened.released.push(by);
        }
        (result, expected)
    }

    fn recognise(&mut self, by: usize, set: usize, version: u32) -> (DispatchResult, bool) {
        let (id, place) = (DataSetId(number(set)), division(PARTIES[by].2));
        let result = Sharing::recognise_archive(account(by), place, id, version, DOCUMENT);
        let is_new = self.recognised.get(&(by, set)) != Some(&version);
        let expected = self.offered(set).is_some_and(|set| {
            set.by != by
                && set.kind == DataSetKind::PermitArchive
                && (1..=set.versions.len() as u32).contains(&version)
                && is_new
        });
        if expected {
            self.recognised.insert((by, set), version);
        }
        (result, expected)
    }

    fn unrecognise(&mut self, by: usize, set: usize) -> (DispatchResult, bool) {
        let (id, place) = (DataSetId(number(set)), division(PARTIES[by].2));
        let result = Sharing::withdraw_recognition(account(by), place, id, REASON);
        (result, self.recognised.remove(&(by, set)).is_some())
    }
}
