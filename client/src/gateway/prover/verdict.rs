//! What a refusal means for what was to be proven: there is nothing to prove any more, try again, or never.

use super::ledger::PartRefusal;
use crate::gateway::store::Settled;

/// Pause after what passes by itself within minutes.
const SOON_MS: u64 = 60_000;
/// First pause after what this release does not know; it doubles up to [`UNKNOWN_MS_MAX`].
const UNKNOWN_MS_MIN: u64 = 10 * 60_000;
const UNKNOWN_MS_MAX: u64 = 24 * 60 * 60_000;

/// The chain has it already: somebody else proved it, or this gateway did, and was not told.
const KNOWN: [&str; 2] = ["AlreadyFound", "AlreadyAbsent"];
/// Nobody did anything wrong: a tag was accepted, the rules were changed, or there is nothing to put in the place of what is
/// missing.
const VOID: [&str; 4] = [
    "DataTagged",
    "NotExceeded",
    "NoSubstitutionRule",
    "NothingToSubstitute",
];
/// Time alone helps: the period goes on, the node lags behind, or another one shows the same batches.
const SOON: [&str; 5] = [
    "PeriodNotOver",
    "DataStillDue",
    "AnchorUnknown",
    "BatchesLeftOut",
    "NoBatches",
];
/// Neither time nor another attempt helps.
const NEVER: [&str; 22] = [
    "DeviceMismatch",
    "FlagNotNormal",
    "FrameInvalid",
    "FrameMisfiled",
    "HeaderSpans",
    "LeafOutsideHeader",
    "LeafUnreadable",
    "LeavesUnsorted",
    "NoLimit",
    "OutletNotBound",
    "OutletUnknown",
    "PeriodMisaligned",
    "PermitUnknown",
    "RangeOpen",
    "RecordHidden",
    "RecordMissing",
    "RecordOfOtherKind",
    "RecordThere",
    "RootMismatch",
    "RunMalformed",
    "UnitUnknown",
    "ValueMissing",
];

/// What becomes of a part of a call that was refused, after so many attempts before.
pub fn verdict(refusal: &PartRefusal, attempts: u32, now_ms: u64) -> Settled {
    let name = refusal.name.as_str();
    let postponed = |pause_ms: u64| Settled::Postponed {
        until_ms: now_ms.saturating_add(pause_ms),
        why: refusal.text.clone(),
    };
    if KNOWN.contains(&name) {
        Settled::Done
    } else if VOID.contains(&name) {
        Settled::Void(refusal.text.clone())
    } else if SOON.contains(&name) {
        postponed(SOON_MS)
    } else if NEVER.contains(&name) {
        Settled::Refused {
            reason: refusal.name.clone(),
            detail: refusal.text.clone(),
        }
    } else {
        let doubled = 1u64
            .checked_shl(attempts)
            .and_then(|factor| UNKNOWN_MS_MIN.checked_mul(factor));
        postponed(doubled.unwrap_or(u64::MAX).min(UNKNOWN_MS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, attempts: u32) -> Settled {
        let refusal = PartRefusal {
            index: None,
            name: name.into(),
            text: "why".into(),
        };
        verdict(&refusal, attempts, 1_000)
    }

    #[test]
    fn each_refusal_has_its_consequence() {
        assert_eq!(of("AlreadyFound", 0), Settled::Done);
        assert_eq!(of("DataTagged", 0), Settled::Void("why".into()));
        assert!(matches!(of("RootMismatch", 0), Settled::Refused { .. }));
        let until = |name, attempts| match of(name, attempts) {
            Settled::Postponed { until_ms, .. } => until_ms,
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(until("PeriodNotOver", 9), 61_000);
        assert_eq!(until("OfALaterRelease", 0), 601_000);
        assert_eq!(until("OfALaterRelease", 1), 1_201_000);
        assert_eq!(until("OfALaterRelease", 200), 1_000 + UNKNOWN_MS_MAX);
    }
}
