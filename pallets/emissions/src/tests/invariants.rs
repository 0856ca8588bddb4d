//! Random sequences of calls against a small model: what each frame and each decision says of each day. What counts, and the sum of
//! the year, follow from the model alone.

use super::{entry, prove, year};
use crate::mock::{doubles::tag, records::day_record, *};
use frame_support::assert_ok;
use limpid_primitives::{
    emissions::{SubstitutionRule, YearEntry},
    Day, Micrograms, Pollutant,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// How many days the steps are about, the last of them today.
const DAYS: u8 = 5;

#[derive(Clone, Debug)]
enum Step {
    /// A frame with a mass in grams and a flag for each of the two pollutants, or without one; proven at once.
    Frame(u8, Says),
    /// Proves one of the frames before again, or several.
    Replay(Vec<prop::sample::Index>),
    Override(u8, bool, u16),
    /// Accepts a tag over the whole day.
    Tag(u8),
    Substitute(u8),
    Rule(Option<u8>),
}

fn pollutants() -> [Pollutant; 2] {
    [nox(), so2()]
}

fn grams(grams: u16) -> Micrograms {
    Micrograms(u128::from(grams) * 1_000_000)
}

/// What the model knows of a day's pollutant.
#[derive(Clone, Copy, Default, Debug)]
struct Known {
    /// What stands of the frames: the mass, if it is valid.
    frame: Option<Option<Micrograms>>,
    /// Whether the frame's mass counts no more, or never did, because of a tag.
    tagged: bool,
    substitute: Option<Micrograms>,
    overridden: Option<Micrograms>,
}

impl Known {
    fn counts(&self) -> Option<(usize, Micrograms)> {
        let computed = self.frame.flatten().filter(|_| !self.tagged);
        self.overridden
            .map(|mass| (0, mass))
            .or(computed.map(|mass| (1, mass)))
            .or(self.substitute.map(|mass| (2, mass)))
    }
}

/// What a frame says of the two pollutants: grams, and whether its flag is N.
type Says = [Option<(u16, bool)>; 2];

#[derive(Default)]
struct Model {
    known: BTreeMap<(Day, Pollutant), Known>,
    framed: BTreeMap<Day, ()>,
    tagged: BTreeMap<Day, ()>,
    rule: Option<u8>,
    proven: Vec<(doubles::Anchored, Day)>,
}

fn of(day: u8) -> Day {
    day_after(i64::from(day) + 1 - i64::from(DAYS))
}

impl Model {
    /// Makes the step, and says whether the chain did what the model says it should.
    fn make(&mut self, step: Step) {
        match step {
            Step::Frame(day, says) => {
                let day = of(day);
                let anchored = anchor(vec![day_record(day, &items(says))]);
                assert_ok!(prove(vec![anchored.proof(stack(), day)]));
                self.hear(day, says);
                self.proven.push((anchored, day));
            }
            Step::Replay(which) => self.replay(&which),
            Step::Override(day, second, mass) => {
                let pollutant = pollutants()[usize::from(second)];
                let (day, mass) = (of(day), grams(mass));
                let by = signed(AGENT);
                assert_ok!(Emissions::override_day(
                    by,
                    stack(),
                    pollutant,
                    day,
                    mass,
                    DOCUMENT
                ));
                self.of(day, pollutant).overridden = Some(mass);
            }
            Step::Tag(day) => {
                let day = of(day);
                if self.tagged.insert(day, ()).is_none() {
                    tag(stack(), day.start_ms()..day.end_ms());
                }
            }
            Step::Substitute(day) => self.substitute(of(day)),
            Step::Rule(days) => {
                self.rule = days;
                let rule = days.map(SubstitutionRule::LargestOfDays);
                assert_ok!(Emissions::set_substitution_rule(
                    signed(AGENT),
                    division(HEBEI),
                    rule
                ));
            }
        }
    }

    fn of(&mut self, day: Day, pollutant: Pollutant) -> &mut Known {
        self.known.entry((day, pollutant)).or_default()
    }

    /// A frame says something of a day: the first stands, valid ones before others.
    fn hear(&mut self, day: Day, says: Says) {
        self.framed.insert(day, ());
        let tagged = self.tagged.contains_key(&day);
        for (pollutant, says) in pollutants().into_iter().zip(says) {
            let Some((mass, normal)) = says else {
                continue;
            };
            let claim = normal.then_some(grams(mass));
            let known = self.of(day, pollutant);
            if known.frame.is_none() || (known.frame == Some(None) && claim.is_some()) {
                known.frame = Some(claim);
                known.tagged = tagged;
            }
        }
    }

    fn replay(&mut self, which: &[prop::sample::Index]) {
        if self.proven.is_empty() {
            return;
        }
        System::reset_events();
        let before = sp_io::storage::root(Default::default());
        let proofs: Vec<_> = which
            .iter()
            .map(|index| {
                let (anchored, day) = index.get(&self.proven);
                anchored.proof(stack(), *day)
            })
            .collect();
        assert_ok!(prove(proofs));
        assert_eq!(events(), []);
        assert_eq!(sp_io::storage::root(Default::default()), before);
    }

    fn substitute(&mut self, day: Day) {
        let result = Emissions::substitute_day(signed(CARRIER), stack(), day);
        let mut changed = false;
        if self.framed.contains_key(&day) {
            for pollutant in pollutants() {
                let tagged = self.tagged.contains_key(&day);
                let largest = self.largest_before(day, pollutant);
                let known = self.of(day, pollutant);
                if tagged && !known.tagged && known.frame.flatten().is_some() {
                    known.tagged = true;
                    changed = true;
                }
                if known.counts().is_none() && largest.is_some() {
                    known.substitute = largest;
                    changed = true;
                }
            }
        }
        assert_eq!(result.is_ok(), changed, "{result:?}");
    }

    fn largest_before(&self, day: Day, pollutant: Pollutant) -> Option<Micrograms> {
        let days = u32::from(self.rule?);
        (day.number() - days..day.number())
            .filter_map(|number| {
                let known = self.known.get(&(crate::mock::day(number), pollutant))?;
                known.counts().map(|(_, mass)| mass)
            })
            .max()
    }

    /// The year's sums are those of the model.
    fn compare(&self) {
        let mut sums: BTreeMap<Pollutant, YearEntry> = BTreeMap::new();
        for ((day, pollutant), known) in &self.known {
            let counts = known.counts();
            let expected = counts.map(|(_, mass)| mass);
            assert_eq!(entry(*day, *pollutant).effective(), expected, "{day}");
            if let Some((source, mass)) = counts {
                let sum = sums
                    .entry(*pollutant)
                    .or_insert(crate::totals::empty(*pollutant));
                sum.mass = Micrograms(sum.mass.0 + mass.0);
                *[
                    &mut sum.days_overridden,
                    &mut sum.days_computed,
                    &mut sum.days_substituted,
                ][source] += 1;
            }
        }
        assert_eq!(year(), sums.into_values().collect::<Vec<_>>());
    }
}

fn items(says: Says) -> String {
    let items = pollutants().into_iter().zip(says);
    let items = items.filter_map(|(pollutant, says)| {
        let (mass, normal) = says?;
        let flag = if normal { 'N' } else { 'D' };
        let kilograms = format!("{}.{:03}", mass / 1_000, mass % 1_000);
        Some(format!(
            "{pollutant}-Cou={kilograms},{pollutant}-Flag={flag}"
        ))
    });
    items.collect::<Vec<_>>().join(";")
}

fn any_step() -> impl Strategy<Value = Step> {
    let day = || 0..DAYS;
    // Few masses, so that frames agree now and then.
    let says = || prop::option::weighted(0.8, (0u16..4, prop::bool::weighted(0.7)));
    prop_oneof![
        6 => (day(), [says(), says()]).prop_map(|(day, says)| Step::Frame(day, says)),
        2 => prop::collection::vec(any::<prop::sample::Index>(), 1..4).prop_map(Step::Replay),
        1 => (day(), any::<bool>(), 0u16..4).prop_map(|(day, second, mass)| Step::Override(day, second, mass)),
        1 => day().prop_map(Step::Tag),
        3 => day().prop_map(Step::Substitute),
        1 => prop::option::of(1u8..4).prop_map(Step::Rule),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hold_after_each_of_any_calls(steps in prop::collection::vec(any_step(), 1..30)) {
        ExtBuilder::default().run(|| {
            go_behind_deadline();
            let mut model = Model::default();
            for step in steps {
                model.make(step);
                model.compare();
                Emissions::do_try_state().expect("every invariant holds");
            }
        });
    }
}
