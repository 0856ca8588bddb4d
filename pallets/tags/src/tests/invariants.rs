//! Random sequences of calls against a small model that knows of every minute whether an accepted tag covers it.

use crate::mock::*;
use limpid_primitives::{tag_days, Day, Moment, Outlet, TagId, TagLookup, TAGS_A_DAY_MAX};
use proptest::prelude::*;

const MINUTE_MS: u64 = 60_000;
/// Days whose data are tagged; the last is not over before its end.
const DAYS: u64 = 3;
const MINUTES: u64 = DAYS * 24 * 60;
/// The last outlet is none of the permit.
const OUTLETS: std::ops::RangeInclusive<u32> = 1..=STACKS + 1;

#[derive(Clone, Debug)]
enum Step {
    /// Time passes.
    Wait(u64),
    /// A tag on an outlet from a minute on, for some minutes.
    File(u32, u64, u64),
    /// One of the outlet's tags by its number.
    Accept(u32, u32),
    Reject(u32, u32),
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum State {
    Filed,
    Accepted,
    Rejected,
}

/// Minutes from the beginning of [`yesterday`]: from, until.
type Period = (u64, u64);

struct Model {
    time_ms: u64,
    /// The tags of each outlet in the order of their numbers.
    tags: Vec<Vec<(Period, State)>>,
    /// Of each outlet, which minutes accepted tags cover.
    covered: Vec<Vec<bool>>,
}

fn ms(minute: u64) -> u64 {
    yesterday().start_ms() + minute * MINUTE_MS
}

fn days_of((from, until): Period) -> Vec<Day> {
    tag_days(ms(from), ms(until)).expect("some days").collect()
}

impl Model {
    fn new() -> Self {
        let outlets = OUTLETS.count() + 1;
        Self {
            time_ms: now().time_ms,
            tags: vec![Vec::new(); outlets],
            covered: vec![vec![false; MINUTES as usize]; outlets],
        }
    }

    /// Makes the step, and says whether the chain did what the model says it should.
    fn make(&mut self, step: Step, block: u32) {
        match step {
            Step::Wait(minutes) => {
                self.time_ms += minutes * MINUTE_MS;
                go_to(Moment {
                    block,
                    time_ms: self.time_ms,
                });
            }
            Step::File(outlet, from, minutes) => self.file(outlet, (from, from + minutes)),
            Step::Accept(outlet, number) => self.review(outlet, number, State::Accepted),
            Step::Reject(outlet, number) => self.review(outlet, number, State::Rejected),
        }
    }

    fn file(&mut self, outlet: u32, (from, until): Period) {
        let result = file(stack(outlet), ms(from), ms(until));
        let expected = outlet <= STACKS
            && from < until
            && ms(until) <= self.time_ms
            && !self.is_full(outlet, (from, until));
        assert_eq!(result.is_ok(), expected, "{result:?}");
        if expected {
            self.tags[outlet as usize].push(((from, until), State::Filed));
        }
    }

    fn is_full(&self, outlet: u32, period: Period) -> bool {
        days_of(period).into_iter().any(|day| {
            let speaking = self.tags[outlet as usize]
                .iter()
                .filter(|(of, state)| *state != State::Rejected && days_of(*of).contains(&day));
            speaking.count() as u32 >= TAGS_A_DAY_MAX
        })
    }

    fn review(&mut self, outlet: u32, number: u32, state: State) {
        let (at, id) = (stack(outlet), TagId(number));
        let result = match state {
            State::Accepted => Tags::accept_tag(signed(AGENT), at, id),
            _ => Tags::reject_tag(signed(AGENT), at, id, REASON),
        };
        let place = (number as usize).wrapping_sub(1);
        let tag = self.tags[outlet as usize]
            .get_mut(place)
            .filter(|(_, state)| *state == State::Filed);
        assert_eq!(result.is_ok(), tag.is_some(), "{result:?}");
        if let Some(((from, until), now)) = tag {
            *now = state;
            if state == State::Accepted {
                self.covered[outlet as usize][*from as usize..*until as usize].fill(true);
            }
        }
    }

    /// The chain counts the minutes the model does, in each day and in this period.
    fn compare(&self, period: Period) {
        for number in OUTLETS {
            let days = (0..DAYS).map(|day| (day * 24 * 60, (day + 1) * 24 * 60));
            for (from, until) in days.chain([period]) {
                let minutes = &self.covered[number as usize][from as usize..until as usize];
                let covered = minutes.iter().filter(|covered| **covered).count() as u64;
                let outlet: Outlet = stack(number);
                let counted_ms = Tags::tagged_ms(&outlet, ms(from), ms(until));
                assert_eq!(counted_ms, covered * MINUTE_MS, "{outlet} {from}..{until}");
            }
        }
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let length = prop_oneof![3 => 0u64..200, 1 => 0u64..3000];
    prop_oneof![
        1 => (0u64..600).prop_map(Step::Wait),
        8 => (OUTLETS, 0..MINUTES, length).prop_map(|(outlet, from, length)| {
            Step::File(outlet, from, length.min(MINUTES - from))
        }),
        // Many on the same day of one outlet, so that it is full now and then.
        8 => (0u64..1300, 1u64..140).prop_map(|(from, length)| Step::File(1, from, length)),
        6 => (OUTLETS, 0u32..24).prop_map(|(outlet, number)| Step::Accept(outlet, number)),
        4 => (OUTLETS, 0u32..24).prop_map(|(outlet, number)| Step::Reject(outlet, number)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hold_after_each_of_any_calls(
        steps in proptest::collection::vec((any_step(), 0..MINUTES, 0..MINUTES), 1..60)
    ) {
        ExtBuilder::default().run(|| {
            let mut model = Model::new();
            for ((step, from, length), block) in steps.into_iter().zip(2..) {
                System::set_block_number(block);
                model.make(step, block);
                model.compare((from, (from + length).min(MINUTES)));
                Tags::do_try_state().expect("every invariant holds");
            }
        });
    }
}
