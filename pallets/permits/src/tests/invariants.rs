//! Random sequences of calls against a small model: how each permit stood, what each version allows, and who is banned.

use crate::{mock::*, OutletList, Validity};
use limpid_primitives::{
    permit::{Ban, BanV1, Category, PermitStatus, PermitTerms},
    OutletCode, PermitNumber,
};
use proptest::prelude::*;
use sp_runtime::DispatchResult;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Step {
    /// How long after the step before, in days.
    days: u64,
    by: AccountId,
    permit: usize,
    call: Call,
}

#[derive(Clone, Debug)]
enum Call {
    /// Begins this many days from 100 days ago on, for this many.
    Issue(u64, u64, Choice),
    Amend(Choice),
    /// Ends this many days from 5 days before the old end on.
    Renew(u64, Choice),
    Suspend,
    Reinstate,
    /// Bans for this many days.
    Revoke(Option<u64>),
    Withdraw(Option<u64>),
    Cancel,
    LiftBan,
}

/// Which outlets a version has.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Choice {
    None,
    Stack,
    Both,
    Unordered,
}

impl Choice {
    fn outlets(self) -> OutletList {
        list(match self {
            Self::None => vec![],
            Self::Stack => vec![stack()],
            Self::Both => vec![stack(), drain()],
            Self::Unordered => vec![drain(), stack()],
        })
    }
}

/// What the chain should know of a permit.
#[derive(Clone, Default, PartialEq, Debug)]
struct Kept {
    /// Version, status and dates, decision by decision.
    standings: Vec<(u32, PermitStatus, Validity)>,
    /// The outlets of each version.
    versions: Vec<Vec<OutletCode>>,
}

#[derive(Default)]
struct Model {
    permits: BTreeMap<PermitNumber, Kept>,
    bans: BTreeMap<[u8; 18], BanV1>,
}

fn numbers() -> [PermitNumber; 3] {
    [site(1), site(2), number_without_code(TANGSHAN)]
}

fn now_ms() -> u64 {
    pallet_timestamp::Now::<Test>::get()
}

impl Model {
    /// Makes the step, and says whether the chain did what the model says it should.
    fn make(&mut self, step: &Step) {
        let number = numbers()[step.permit];
        let end_ms = self
            .permits
            .get(&number)
            .and_then(|kept| kept.standings.last())
            .map_or(0, |(.., validity)| validity.until_ms);
        let result = send(step, number, end_ms);
        let expected = step.by != OTHER_AGENT && self.follow(step.by, number, &step.call, end_ms);
        assert_eq!(result.is_ok(), expected, "{step:?}: {result:?}");
    }

    /// Does what the call would do, if it may. Returns whether it did.
    fn follow(&mut self, by: AccountId, number: PermitNumber, call: &Call, end_ms: u64) -> bool {
        let now_ms = now_ms();
        let acts_for = division(if by == AGENT { HEBEI } else { TANGSHAN });
        let ban = self.bans.get(&number.holder()).copied();
        let ban = ban.filter(|ban| now_ms < ban.until_ms);
        let last = self
            .permits
            .get(&number)
            .and_then(|kept| kept.standings.last().copied());
        let stands = last.filter(|(.., validity)| now_ms < validity.until_ms);
        let active = stands.filter(|(_, status, _)| *status == PermitStatus::Active);
        let suspended = stands.filter(|(_, status, _)| *status == PermitStatus::Suspended);
        let in_force_or_suspended = active.or(suspended);
        let not_ended = last.filter(|(_, status, _)| {
            matches!(status, PermitStatus::Active | PermitStatus::Suspended)
        });
        let next =
            match call {
                Call::Issue(from, length, _) => {
                    let validity = issued(*from, *length);
                    let may = in_force_or_suspended.is_none()
                        && ban.is_none()
                        && *length > 0
                        && validity.until_ms > now_ms
                        && length * DAY_MS <= VALIDITY_MS_MAX;
                    may.then(|| {
                        (
                            last.map_or(0, |(version, ..)| version) + 1,
                            PermitStatus::Active,
                            validity,
                        )
                    })
                }
                Call::Amend(_) => {
                    active.map(|(version, status, validity)| (version + 1, status, validity))
                }
                Call::Renew(days, _) => active.and_then(|(version, status, validity)| {
                    let until_ms = renewed(end_ms, *days);
                    let may = until_ms > end_ms
                        && until_ms - end_ms <= VALIDITY_MS_MAX
                        && end_ms - now_ms <= VALIDITY_MS_MAX;
                    may.then_some((
                        version + 1,
                        status,
                        Validity {
                            until_ms,
                            ..validity
                        },
                    ))
                }),
                Call::Suspend => active
                    .map(|(version, _, validity)| (version, PermitStatus::Suspended, validity)),
                Call::Reinstate => suspended
                    .map(|(version, _, validity)| (version, PermitStatus::Active, validity)),
                Call::Revoke(days) => in_force_or_suspended
                    .filter(|_| ban_fits(*days))
                    .map(|(version, _, validity)| (version, PermitStatus::Revoked, validity)),
                Call::Withdraw(days) => not_ended
                    .filter(|_| ban_fits(*days))
                    .map(|(version, _, validity)| (version, PermitStatus::Withdrawn, validity)),
                Call::Cancel => not_ended
                    .map(|(version, _, validity)| (version, PermitStatus::Cancelled, validity)),
                Call::LiftBan => {
                    let may = ban
                        .is_some_and(|ban| ban.number == number && acts_for.contains(ban.division));
                    if may {
                        self.bans.remove(&number.holder());
                    }
                    return may;
                }
            };
        let choice = match call {
            Call::Issue(.., choice) | Call::Amend(choice) | Call::Renew(_, choice) => Some(*choice),
            _ => None,
        };
        let (Some(next), true) = (next, choice != Some(Choice::Unordered)) else {
            return false;
        };
        let kept = self.permits.entry(number).or_default();
        kept.standings.push(next);
        if let Some(choice) = choice {
            let outlets = choice.outlets();
            kept.versions
                .push(outlets.iter().map(|(code, _)| *code).collect());
        }
        if let Call::Revoke(Some(days)) | Call::Withdraw(Some(days)) = call {
            let until_ms = now_ms + days * DAY_MS;
            let new = BanV1 {
                until_ms,
                number,
                division: acts_for,
            };
            let known = self.bans.entry(number.holder()).or_insert(new);
            if known.until_ms < until_ms {
                *known = new;
            }
        }
        true
    }

    /// The chain holds exactly what the model does, from the first decision on.
    fn compare(&self) {
        let kept: BTreeMap<_, _> = crate::Permits::<Test>::iter_keys()
            .map(|number| (number, kept(number)))
            .collect();
        assert_eq!(kept, self.permits);
        let bans: BTreeMap<_, _> = crate::Bans::<Test>::iter()
            .map(|(holder, Ban::V1(ban))| (holder, ban))
            .collect();
        assert_eq!(bans, self.bans);
    }
}

fn kept(number: PermitNumber) -> Kept {
    let standings: Vec<_> = permit(number)
        .standings
        .iter()
        .map(|standing| (standing.version, standing.status, Validity::from(standing)))
        .collect();
    let last = standings.last().map_or(0, |(version, ..)| *version);
    let versions = (1..=last)
        .map(|version| match crate::Terms::<Test>::get(number, version) {
            Some(PermitTerms::V1(terms)) => terms.outlets.into_inner(),
            None => panic!("version {version} of {number} is missing"),
        })
        .collect();
    Kept {
        standings,
        versions,
    }
}

fn issued(from: u64, length: u64) -> Validity {
    let from_ms = NOW.time_ms - 100 * DAY_MS + from * DAY_MS;
    Validity {
        from_ms,
        until_ms: from_ms + length * DAY_MS,
    }
}

fn renewed(end_ms: u64, days: u64) -> u64 {
    (end_ms + days * DAY_MS).saturating_sub(5 * DAY_MS)
}

fn ban_fits(days: Option<u64>) -> bool {
    days.is_none_or(|days| days > 0 && days * DAY_MS <= BAN_MS_MAX)
}

fn send(step: &Step, number: PermitNumber, end_ms: u64) -> DispatchResult {
    let by = signed(step.by);
    let ban = |days: &Option<u64>| days.map(|days| now_ms() + days * DAY_MS);
    match &step.call {
        Call::Issue(from, length, choice) => Issue {
            by: step.by,
            validity: issued(*from, *length),
            outlets: choice.outlets(),
            ..Issue::of(number)
        }
        .send(),
        Call::Amend(choice) => {
            Permits::amend_permit(by, number, Category::Key, REASON, choice.outlets())
        }
        Call::Renew(days, choice) => {
            let until_ms = renewed(end_ms, *days);
            let outlets = choice.outlets();
            Permits::renew_permit(by, number, until_ms, Category::Key, REASON, outlets)
        }
        Call::Suspend => Permits::suspend_permit(by, number, REASON),
        Call::Reinstate => Permits::reinstate_permit(by, number, REASON),
        Call::Revoke(days) => Permits::revoke_permit(by, number, REASON, ban(days)),
        Call::Withdraw(days) => Permits::withdraw_permit(by, number, REASON, ban(days)),
        Call::Cancel => Permits::cancel_permit(by, number, REASON),
        Call::LiftBan => Permits::lift_ban(by, number, REASON),
    }
}

fn any_choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        1 => Just(Choice::None),
        4 => Just(Choice::Stack),
        4 => Just(Choice::Both),
        1 => Just(Choice::Unordered),
    ]
}

fn any_call() -> impl Strategy<Value = Call> {
    let ban = || proptest::option::of(0u64..33);
    prop_oneof![
        8 => (0u64..220, 0u64..104, any_choice())
            .prop_map(|(from, length, choice)| Call::Issue(from, length, choice)),
        3 => any_choice().prop_map(Call::Amend),
        3 => (0u64..110, any_choice()).prop_map(|(days, choice)| Call::Renew(days, choice)),
        3 => Just(Call::Suspend),
        3 => Just(Call::Reinstate),
        2 => ban().prop_map(Call::Revoke),
        2 => ban().prop_map(Call::Withdraw),
        1 => Just(Call::Cancel),
        3 => Just(Call::LiftBan),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let by = prop_oneof![6 => Just(AGENT), 3 => Just(CITY_AGENT), 1 => Just(OTHER_AGENT)];
    (0u64..12, by, 0usize..3, any_call()).prop_map(|(days, by, permit, call)| Step {
        days,
        by,
        permit,
        call,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn hold_after_each_of_any_calls(steps in proptest::collection::vec(any_step(), 1..40)) {
        ExtBuilder::default().run(|| {
            let mut model = Model::default();
            for step in steps {
                go_on_by(step.days * DAY_MS);
                model.make(&step);
                model.compare();
                Permits::do_try_state().expect("every invariant holds");
            }
        });
    }
}
