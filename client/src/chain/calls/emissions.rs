//! What the chain computes of discharges, and the findings that follow.

use super::Call;
use limpid_evidence::{BatchWithout, DayProof, ShownRun};
use limpid_primitives::{
    emissions::{EmissionRules, FindingId, ReviewKind, SubstitutionRule},
    permit::Averaging,
    Day, Digest, DivisionCode, GatewayId, Micrograms, Outlet, Pollutant,
};

const PALLET: &str = "Emissions";

/// Proves days of outlets by their frames. At most 64.
pub fn prove_days(proofs: &[DayProof]) -> Call {
    Call::new(PALLET, "prove_days", proofs)
}

/// Proves for some batches of a gateway, from one number on, that they have no frame of an outlet's day. At most 64.
pub fn prove_absence(
    outlet: Outlet,
    day: Day,
    gateway: GatewayId,
    first_sequence: u64,
    batches: &[BatchWithout],
) -> Call {
    let arguments = (outlet, day, gateway, first_sequence, batches);
    Call::new(PALLET, "prove_absence", arguments)
}

/// Lets substitutes count for what a day has no valid data of.
pub fn substitute_day(outlet: Outlet, day: Day) -> Call {
    Call::new(PALLET, "substitute_day", (outlet, day))
}

/// Lets an agency's own measurement count; the digest is that of the document with measurement and reason.
pub fn override_day(
    outlet: Outlet,
    pollutant: Pollutant,
    day: Day,
    mass: Micrograms,
    document: Digest,
) -> Call {
    let arguments = (outlet, pollutant, day, mass, document);
    Call::new(PALLET, "override_day", arguments)
}

/// The mean that exceeds its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceedancePlace {
    /// The outlet.
    pub outlet: Outlet,
    /// The gateway.
    pub gateway: GatewayId,
    /// The batch.
    pub sequence: u64,
    /// The pollutant.
    pub pollutant: Pollutant,
    /// An hour's or a day's mean.
    pub averaging: Averaging,
}

/// Proves by its frame that a mean exceeds its limit.
pub fn prove_exceedance(place: &ExceedancePlace, run: &ShownRun) -> Call {
    let ExceedancePlace {
        outlet,
        gateway,
        sequence,
        pollutant,
        averaging,
    } = *place;
    let arguments = (outlet, gateway, sequence, pollutant, averaging, run);
    Call::new(PALLET, "prove_exceedance", arguments)
}

/// One person's review of a finding; the digest is that of its document.
pub fn review_finding(finding: FindingId, kind: ReviewKind, document: Digest) -> Call {
    Call::new(PALLET, "review_finding", (finding, kind, document))
}

/// Says that the party was notified of a finding, by this notice.
pub fn notify_party(finding: FindingId, notice: Digest) -> Call {
    Call::new(PALLET, "notify_party", (finding, notice))
}

/// States the party's position on a finding.
pub fn state_position(finding: FindingId, statement: Digest) -> Call {
    Call::new(PALLET, "state_position", (finding, statement))
}

/// Decides that a finding stands; the digest is that of the decision's document.
pub fn uphold_finding(finding: FindingId, document: Digest) -> Call {
    Call::new(PALLET, "uphold_finding", (finding, document))
}

/// Decides that a finding does not stand; the digest is that of the decision's document.
pub fn dismiss_finding(finding: FindingId, document: Digest) -> Call {
    Call::new(PALLET, "dismiss_finding", (finding, document))
}

/// Sets how emissions are counted and found. For the council.
pub fn set_rules(rules: &EmissionRules) -> Call {
    Call::new(PALLET, "set_rules", rules)
}

/// Sets what counts for days without valid data in a division; `None` takes the division's own rule away. For an agency.
pub fn set_substitution_rule(division: DivisionCode, rule: Option<SubstitutionRule>) -> Call {
    Call::new(PALLET, "set_substitution_rule", (division, rule))
}
