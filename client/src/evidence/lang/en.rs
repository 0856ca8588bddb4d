//! English.

use super::Words;
use limpid_evidence::verify::{Link, Outcome, Verdict};
use limpid_primitives::permit::{NotInForce, PermitStatus};

pub(super) const WORDS: Words = Words {
    title: "Limpid: verification of an evidence file",
    file: "file        SHA-256 {sha256}",
    trust_root: "trust root  {chain}, genesis {genesis}, block {block}, validators: {authorities}",
    outcome,
    link,
    reason: |_| None,
    reason_line: "{reason}{detail} [{code}]",
    verdict,
    first_failed: "the first link that does not hold: {link}",
    remarks: "The lines marked ! hold too. What they say must not be overlooked.",
    claim_period: "In batches {first} to {last} of gateway {gateway} these {records} are all the records of outlet {outlet} \
                   observed from {from} until before {until}. None was left out of these batches. What arrived later \
                   stands in later batches, of which this file does not speak.",
    claim_nothing: "In batches {first} to {last} of gateway {gateway} there is NO record of outlet {outlet} observed from \
                    {from} until before {until}. What arrived later would stand in later batches, of which this file does \
                    not speak.",
    claim_record: "This record of outlet {outlet} stands in batch {first} of gateway {gateway}. The file does not speak of \
                   any other record.",
    not_proven: "What follows was read in the file and is NOT proven.",
    measured: "What was recorded",
    record: "{observed}  {command} (CN {kind})  device {mn}  received {received}  record {arrival}, batch {batch}",
    record_file: "{observed}  file {media_type}, {length} bytes, SHA-256 {sha256}  received {received}  record {arrival}, \
                  batch {batch}",
    unread: "frame: {text}",
    more_records: "… and {count} more (--json shows all)",
    who: "By whom",
    outlet: "outlet      {outlet}",
    gateway: "gateway     {gateway}, division {division}, registered {registered} (block {block}){status}",
    operator: "operator    {name}, {uscc}{status}",
    key: "key         {index}: {public}, since {since}, {until}",
    binding: "device      {mn} bound to the outlet from {from}, {until}",
    permit: "permit      {number}, division {division}, issued by institution {issuer}; as of the block below: {now}",
    permit_not_shown: "permit      NOT SHOWN: this file does not say whether permit {number} was in force. Ask the agency, or ask for \
                       the file to be exported again",
    permit_absent: "permit      NONE: the chain keeps no permit {number}. If it keeps permits at all, ask the agency",
    permit_undecodable: "permit      {number}: what the chain keeps cannot be read",
    permit_standing: "            on chain {decided} (block {block}): version {version}, {status}, valid from {from} until before {until}, \
                      document {document}",
    permit_span: "            {from} until before {until}: {then}",
    permit_records: "            at the times of {in_force} of {records} records: in force",
    permit_of_record: "  permit {then}",
    permit_in_force: "version {version} in force",
    permit_not_in_force: "version {version} NOT IN FORCE: {reason}",
    permit_undecided: "NOT YET DECIDED: this is later than the block below",
    permit_later: " (PUT ON CHAIN ONLY LATER)",
    permit_status: |status| match status {
        PermitStatus::Active => "stands",
        PermitStatus::Suspended => "SUSPENDED",
        PermitStatus::Revoked => "REVOKED",
        PermitStatus::Withdrawn => "WITHDRAWN",
        PermitStatus::Cancelled => "CANCELLED",
    },
    not_in_force: |reason| match reason {
        NotInForce::NotYetValid => "not yet valid",
        NotInForce::Expired => "expired",
        NotInForce::Suspended => "suspended",
        NotInForce::Revoked => "revoked",
        NotInForce::Withdrawn => "withdrawn",
        NotInForce::Cancelled => "cancelled",
    },
    when: "Since when it cannot be changed",
    batch: "batch {batch}  {records} records, closed {closed}, anchored {anchored} (block {block}), {timing}",
    more_batches: "… and {count} more batches up to {last} (--json shows all)",
    as_of: "State of block {block}, {time}: what is said here of gateway, operator, device and permit held then.",
    suspended: ", SUSPENDED since {since}",
    in_force: "in force",
    always: "the beginning",
    on_time: "on time",
    late: "LATE: anchored long after it was observed or closed",
    ahead: "AHEAD: the gateway's clock ran before the chain's",
    unknown: "unknown",
};

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => ": holds",
        Outcome::Failed => ": DOES NOT HOLD",
        Outcome::Undecided => ": cannot be decided",
        Outcome::NotReached => ": not reached",
    }
}

fn link(link: Link) -> &'static str {
    match link {
        Link::Format => "the file is an evidence bundle of the trust root's chain",
        Link::Frame => {
            "every frame is whole (CRC) and says what its record says: device, command, time"
        }
        Link::Leaf => "every record is in its batch, byte for byte",
        Link::Range => "nothing that is claimed was left out of a batch",
        Link::Sequence => "the batches follow each other without a gap",
        Link::Signature => "the gateway's registered key signed every batch",
        Link::Anchor => "the chain keeps every batch's header unchanged",
        Link::State => "what is said of the chain stands in the state of one block",
        Link::Header => "that block's header is whole",
        Link::Finality => "validators with more than two thirds of the votes finalised that block",
        Link::Lineage => "those validators follow from the trust root",
        Link::Gateway => "the gateway and its operator are registered",
        Link::Binding => "the device was bound to the outlet at that time",
        Link::Permit => "what the chain keeps of the outlet's permit (stated, not judged)",
        Link::Clock => "the clocks' differences are known (this link never fails)",
        // A title's, and a share bundle's.
        Link::Lot
        | Link::Parts
        | Link::Allocation
        | Link::Class
        | Link::Holding
        | Link::Holder
        | Link::Request
        | Link::DataSet
        | Link::Version
        | Link::Grant
        | Link::Receipt
        | Link::Party => "",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Verified => "Verdict: VERIFIED. Every link holds.",
        Verdict::Refuted => "Verdict: REFUTED. This file proves nothing.",
        Verdict::Undecided => {
            "Verdict: UNDECIDED. With this trust root the file is neither verified nor refuted."
        }
    }
}
