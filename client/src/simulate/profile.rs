//! What a usual outlet discharges: a power plant's stack, a sewage plant's drain. All integers, so that it is the same everywhere.

use super::plan::{of_day_ms, HOUR_MS, SLOT_MS};
use super::Logger;
use limpid_primitives::Medium;

/// How a factor behaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    /// The factor's code.
    pub(super) factor: &'static str,
    pub(super) kind: Kind,
    /// The usual mean, in the unit of the factor times `10^scale`.
    mean: i64,
    /// Digits behind the point.
    pub(super) scale: u8,
    /// How far it follows the load of the day, in thousandths; negative if against it.
    follows_load: i64,
    /// How far it strays, in thousandths.
    strays: i64,
}

/// What is reported of a factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A flow, with the volume.
    Flow,
    /// A concentration, with the mass.
    Concentration,
    /// A concentration that is also converted to the oxygen of the emission standard, with the mass.
    Converted,
    /// A state such as pH: no amount.
    State,
    /// Oxygen, by which the others are converted. Also no amount.
    Oxygen,
}

impl Kind {
    /// Whether its amount is a mass, and limits are for it.
    pub(super) fn is_concentration(self) -> bool {
        matches!(self, Self::Concentration | Self::Converted)
    }
}

const fn profile(
    factor: &'static str,
    kind: Kind,
    (mean, scale): (i64, u8),
    (follows_load, strays): (i64, i64),
) -> Profile {
    Profile {
        factor,
        kind,
        mean,
        scale,
        follows_load,
        strays,
    }
}

/// Means of a large coal boiler that keeps the ultra-low limits of 35, 50 and 10 mg/m3.
const STACK: &[Profile] = &[
    profile("a00000", Kind::Flow, (3_015, 1), (1_000, 20)),
    profile("a21026", Kind::Converted, (1_800, 2), (500, 50)),
    profile("a21002", Kind::Converted, (300, 1), (400, 50)),
    profile("a34013", Kind::Converted, (30, 1), (400, 80)),
    profile("a19001", Kind::Oxygen, (65, 1), (-100, 20)),
];

/// Means of a sewage plant that keeps class 1A: COD 50, NH3-N 5, TP 0.5, TN 15 mg/L.
const DRAIN: &[Profile] = &[
    profile("w00000", Kind::Flow, (1_750, 1), (1_000, 30)),
    profile("w01001", Kind::State, (720, 2), (0, 20)),
    profile("w01018", Kind::Concentration, (240, 1), (200, 50)),
    profile("w21003", Kind::Concentration, (150, 2), (300, 60)),
    profile("w21011", Kind::Concentration, (20, 2), (200, 60)),
    profile("w21001", Kind::Concentration, (800, 2), (200, 50)),
];

/// The most factors an outlet has.
pub(super) const FACTORS_MAX: usize = 6;

/// Load of a power plant by the hour of the day, in thousandths of its mean.
const STACK_LOAD: [i64; 24] = [
    780, 750, 720, 700, 700, 720, 780, 880, 950, 1000, 1020, 1040, 1030, 1000, 980, 980, 1000,
    1030, 1060, 1050, 1020, 960, 900, 840,
];

/// Inflow of a sewage plant by the hour of the day, in thousandths of its mean.
const DRAIN_LOAD: [i64; 24] = [
    800, 700, 620, 560, 540, 580, 720, 950, 1150, 1250, 1250, 1200, 1180, 1150, 1100, 1060, 1040,
    1060, 1120, 1200, 1250, 1200, 1060, 920,
];

/// By how much concentrations are above the usual in an hour with an exceedance.
const EXCESS: i64 = 5;

/// The factors of an outlet.
pub(super) fn profiles(medium: Medium) -> &'static [Profile] {
    match medium {
        Medium::Air => STACK,
        Medium::Water => DRAIN,
    }
}

/// Whether an outlet has a concentration of a factor.
pub(super) fn measures(medium: Medium, factor: &str) -> bool {
    profiles(medium)
        .iter()
        .any(|profile| profile.factor == factor && profile.kind.is_concentration())
}

/// Whether a factor's concentrations are as usual.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Level {
    Usual,
    Exceeding,
}

impl Profile {
    /// The factor's mean in the ten minutes from `slot_ms`.
    pub(super) fn mean_of(&self, seed: u64, logger: &Logger, slot_ms: u64, level: Level) -> i64 {
        // Outlets differ in size; concentrations differ less.
        let spread = if self.kind == Kind::Flow { 300 } else { 120 };
        let spread = if matches!(self.kind, Kind::State | Kind::Oxygen) {
            20
        } else {
            spread
        };
        let own = 1_000 + noise(seed, logger, self.factor, 0, spread);
        let load = 1_000 + (load(logger.medium, slot_ms) - 1_000) * self.follows_load / 1_000;
        let strayed = 1_000 + noise(seed, logger, self.factor, slot_ms, self.strays);
        let excess = match level {
            Level::Exceeding if self.kind.is_concentration() => EXCESS,
            Level::Exceeding | Level::Usual => 1,
        };
        (self.mean * own / 1_000 * load / 1_000 * strayed * excess / 1_000).max(1)
    }

    /// A value at a moment of a slot with that mean, or an extreme of it.
    pub(super) fn around(&self, seed: u64, logger: &Logger, mean: i64, moment_ms: u64) -> i64 {
        (mean * (1_000 + noise(seed, logger, self.factor, moment_ms, self.strays)) / 1_000).max(1)
    }
}

/// The load at a time of day, straight from one hour's to the next.
fn load(medium: Medium, utc_ms: u64) -> i64 {
    let table = match medium {
        Medium::Air => &STACK_LOAD,
        Medium::Water => &DRAIN_LOAD,
    };
    let of_day = of_day_ms(utc_ms);
    let hour = (of_day / HOUR_MS) as usize;
    let part = ((of_day % HOUR_MS) / SLOT_MS) as i64;
    let at = |hour: usize| table.get(hour % 24).copied().unwrap_or(1_000);
    at(hour) + (at(hour + 1) - at(hour)) * part / 6
}

/// A number from `-reach` to `reach` that depends on everything given, and on nothing else.
fn noise(seed: u64, logger: &Logger, factor: &str, moment_ms: u64, reach: i64) -> i64 {
    let factor = factor
        .bytes()
        .fold(0u64, |number, byte| (number << 8) | u64::from(byte));
    let mixed = [u64::from(logger.index), factor, moment_ms]
        .into_iter()
        .fold(mix(seed), |state, part| mix(state ^ part));
    (mixed % (2 * reach as u64 + 1)) as i64 - reach
}

/// SplitMix64's step and output function.
pub(super) fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
