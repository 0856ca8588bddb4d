//! What an outlet measured in a period, and how it is written into a frame.

use super::profile::{profiles, Kind, Profile, FACTORS_MAX};
use super::{Logger, Plan};
use limpid_hj212::{Builder, Number, Suffix};

/// One factor over a period.
#[derive(Clone, Copy, Debug, Default)]
struct Statistic {
    /// Sum of the slots' means.
    sum: i64,
    min: i64,
    max: i64,
}

impl Statistic {
    fn add(&mut self, other: &Self, slots: i64) {
        let first = slots == 0;
        self.sum += other.sum;
        self.min = if first {
            other.min
        } else {
            self.min.min(other.min)
        };
        self.max = self.max.max(other.max);
    }

    fn write(
        &self,
        builder: &mut Builder<'_>,
        profile: &Profile,
        slots: i64,
        [min, avg, max]: [Suffix; 3],
    ) {
        let number = |mantissa| Number {
            mantissa,
            scale: profile.scale,
        };
        builder.number(profile.factor, min, number(self.min));
        builder.number(
            profile.factor,
            avg,
            number((self.sum + slots / 2) / slots.max(1)),
        );
        builder.number(profile.factor, max, number(self.max));
    }
}

/// Everything an outlet measured in a period. Adding periods adds the amounts exactly.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Period {
    /// How many ten-minute slots are in it.
    slots: i64,
    measured: [Statistic; FACTORS_MAX],
    converted: [Statistic; FACTORS_MAX],
    /// Volume or mass, in the units of [`amount`].
    amounts: [i64; FACTORS_MAX],
}

/// Standard oxygen of a coal boiler, 6 %, with one digit behind the point.
const OXYGEN_STANDARD: i64 = 60;
/// Oxygen of air, likewise.
const OXYGEN_AIR: i64 = 210;

impl Period {
    /// The ten minutes from `slot_ms`.
    pub(super) fn of_slot(plan: &Plan, logger: &Logger, slot_ms: u64) -> Self {
        let seed = plan.seed;
        let profiles = profiles(logger.medium);
        let mut period = Self {
            slots: 1,
            ..Self::default()
        };
        for (profile, statistic) in profiles.iter().zip(&mut period.measured) {
            let level = plan.level(logger, slot_ms, profile.factor);
            let mean = profile.mean_of(seed, logger, slot_ms, level);
            // Two moments nobody else asks for.
            let ends = [1, 2].map(|moment| profile.around(seed, logger, mean, slot_ms + moment));
            let [min, max] = [
                ends[0].min(ends[1]).min(mean),
                ends[0].max(ends[1]).max(mean),
            ];
            *statistic = Statistic {
                sum: mean,
                min,
                max,
            };
        }
        let oxygen = period.mean_where(profiles, Kind::Oxygen);
        let flow = period.mean_where(profiles, Kind::Flow);
        let each = profiles
            .iter()
            .zip(&period.measured)
            .zip(period.converted.iter_mut().zip(&mut period.amounts));
        for ((profile, measured), (converted, counted)) in each {
            if profile.kind == Kind::Converted {
                let convert = |value| convert(value, oxygen);
                *converted = Statistic {
                    sum: convert(measured.sum),
                    min: convert(measured.min),
                    max: convert(measured.max),
                };
            }
            *counted = amount(logger, profile, measured.sum, flow);
        }
        period
    }

    fn mean_where(&self, profiles: &[Profile], kind: Kind) -> i64 {
        let found = profiles
            .iter()
            .zip(&self.measured)
            .find(|(profile, _)| profile.kind == kind);
        found.map_or(0, |(_, statistic)| statistic.sum)
    }

    /// Adds another period to this one.
    pub(super) fn add(&mut self, other: &Self) {
        let slots = self.slots;
        self.measured
            .iter_mut()
            .zip(&other.measured)
            .for_each(|(own, more)| own.add(more, slots));
        self.converted
            .iter_mut()
            .zip(&other.converted)
            .for_each(|(own, more)| own.add(more, slots));
        self.amounts
            .iter_mut()
            .zip(&other.amounts)
            .for_each(|(own, more)| *own += more);
        self.slots += other.slots;
    }

    /// Writes smallest, mean, largest, converted values, amount and flag of each factor.
    pub(super) fn write(&self, builder: &mut Builder<'_>, logger: &Logger) {
        let statistics = self.measured.iter().zip(&self.converted).zip(&self.amounts);
        for (profile, ((measured, converted), counted)) in
            profiles(logger.medium).iter().zip(statistics)
        {
            measured.write(
                builder,
                profile,
                self.slots,
                [Suffix::Min, Suffix::Avg, Suffix::Max],
            );
            if profile.kind == Kind::Converted {
                converted.write(
                    builder,
                    profile,
                    self.slots,
                    [Suffix::ZsMin, Suffix::ZsAvg, Suffix::ZsMax],
                );
            }
            if let Some(scale) = amount_scale(logger, profile) {
                builder.number(
                    profile.factor,
                    Suffix::Cou,
                    Number {
                        mantissa: *counted,
                        scale,
                    },
                );
            }
            builder.text(profile.factor, "Flag", "N");
        }
    }

    /// The mass of each pollutant as [`Period::write`] writes it: factor, number and digits behind the point, in kg.
    pub(super) fn masses<'a>(
        &'a self,
        logger: &'a Logger,
    ) -> impl Iterator<Item = (&'static str, i64, u8)> + 'a {
        profiles(logger.medium)
            .iter()
            .zip(&self.amounts)
            .filter(|(profile, _)| profile.kind.is_concentration())
            .filter_map(|(profile, mass)| {
                Some((profile.factor, *mass, amount_scale(logger, profile)?))
            })
    }

    /// Writes what is measured at a moment of this slot.
    pub(super) fn write_moment(
        &self,
        builder: &mut Builder<'_>,
        seed: u64,
        logger: &Logger,
        moment_ms: u64,
    ) {
        let profiles = profiles(logger.medium);
        let oxygen = self.mean_where(profiles, Kind::Oxygen);
        for (profile, statistic) in profiles.iter().zip(&self.measured) {
            let value = profile.around(seed, logger, statistic.sum, moment_ms);
            let number = |mantissa| Number {
                mantissa,
                scale: profile.scale,
            };
            builder.number(profile.factor, Suffix::Rtd, number(value));
            if profile.kind == Kind::Converted {
                builder.number(
                    profile.factor,
                    Suffix::ZsRtd,
                    number(convert(value, oxygen)),
                );
            }
            builder.text(profile.factor, "Flag", "N");
        }
    }
}

/// To the standard's oxygen: `C (21 - 6) / (21 - O2)` (HJ 212-2017 appendix D).
fn convert(value: i64, oxygen: i64) -> i64 {
    value * (OXYGEN_AIR - OXYGEN_STANDARD) / (OXYGEN_AIR - oxygen).max(1)
}

/// Digits behind the point of a factor's amount; `None` if it has none.
fn amount_scale(logger: &Logger, profile: &Profile) -> Option<u8> {
    use limpid_primitives::Medium::{Air, Water};
    match (profile.kind, logger.medium) {
        (Kind::State | Kind::Oxygen, _) => None,
        // Tenths of a cubic metre; grams.
        (Kind::Flow, Air) => Some(1),
        (_, Air) => Some(3),
        // Litres; milligrams.
        (Kind::Flow, Water) => Some(3),
        (_, Water) => Some(6),
    }
}

/// The amount of ten minutes in units of [`amount_scale`], from means and the flow. Flows have one digit behind the point.
fn amount(logger: &Logger, profile: &Profile, mean: i64, flow: i64) -> i64 {
    use limpid_primitives::Medium::{Air, Water};
    let unit = 10i64.pow(u32::from(profile.scale));
    match (profile.kind, logger.medium) {
        (Kind::State | Kind::Oxygen, _) => 0,
        // m3/s over 600 s.
        (Kind::Flow, Air) => flow * 600,
        // mg/m3 times m3 in mg, then in g.
        (_, Air) => mean * (flow * 60) / unit / 1_000,
        // L/s over 600 s.
        (Kind::Flow, Water) => flow * 60,
        // mg/L times L.
        (_, Water) => mean * (flow * 60) / unit,
    }
}
